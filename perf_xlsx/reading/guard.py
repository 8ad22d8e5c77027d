"""What a file is, by its content: a workbook of some kind, or the one reason why it is none.

The name serves two purposes only: it tells lock files, and WPS .et from .xls (the same bytes).  The
first bytes decide; packages and compound files are looked into.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from perf_xlsx.model import FileKind
from perf_xlsx.reading import limits
from perf_xlsx.reading.compound import SIGNATURE, BrokenCompoundError, Compound, is_cut_off
from perf_xlsx.reading.encryption import opens_by_default
from perf_xlsx.reading.markup import walk
from perf_xlsx.reading.package import Package, open_package
from perf_xlsx.reading.plain_text import text_rule
from perf_xlsx.reading.refusal import Refusal, damaged, refusal
from perf_xlsx.reading.workbook_part import find_workbook

_MAGIC: Final = (
    (b"%PDF-", "file.pdf"),
    (b"{\\rtf", "file.rtf"),
    (b"Rar!\x1a\x07", "file.archive"),
    (b"7z\xbc\xaf\x27\x1c", "file.archive"),
    (b"\x1f\x8b", "file.archive"),
    (b"BZh", "file.archive"),
    (b"\xfd7zXZ\x00", "file.archive"),
    (b"MSCF", "file.archive"),
    (b"\x89PNG\r\n\x1a\n", "file.image"),
    (b"\xff\xd8\xff", "file.image"),
    (b"GIF8", "file.image"),
    (b"BM", "file.image"),
    (b"II*\x00", "file.image"),
    (b"MM\x00*", "file.image"),
    (b"MZ", "file.program"),
    (b"\x7fELF", "file.program"),
    (b"\x00\x05\x16\x07", "file.companion"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "file.shortcut"),
)
_PDF_HEAD: Final = 1024
"""A PDF may begin after some other bytes."""
_PICTURE: Final = re.compile(rb"RIFF.{4}WEBP|.{4}ftyp(?:hei[cxms]|hev[cx]|mif1|msf1|avi[fs])", re.DOTALL)
"""Pictures that begin with a length: WebP, and those of phones (HEIC, AVIF)."""
_TAR: Final = slice(257, 262)
_ZIPS: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLD_STREAMS: Final = (
    re.compile(rb"\x09[\x00\x02\x04][\x04\x06\x08]\x00.{2}(?:[\x10\x20\x40]\x00|\x00\x01)", re.DOTALL),
    re.compile(rb"\x09\x08[\x08\x10]\x00\x00[\x05\x06]\x05\x00", re.DOTALL),
)
_OPEN_DOCUMENT: Final = re.compile(rb"application/vnd\.oasis\.opendocument\.([a-z]+)")
_TYPES: Final = "[content_types].xml"
_MANIFEST: Final = "meta-inf/manifest.xml"
_MANIFEST_BYTES: Final = 4 * 2**20
_LOCK_NAMES: Final = ("~$", ".~lock.", ".~")
_LOCK_BYTES: Final = (54, 165, 171)
_LOCKED: Final = frozenset({"encryptedpackage", "encryptioninfo"})
_RIGHTS: Final = frozenset({"\x09drmcontent"})
"""A package with managed rights has no EncryptionInfo; an old workbook has this stream."""
_MEMBERS: Final = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xlsb", ".docx", ".doc", ".pdf", ".zip", ".rar")


@dataclass(frozen=True, slots=True)
class Classified:
    """A workbook's kind; ``package`` is there when it is a zip package."""

    kind: FileKind
    package: Package | None = None


def classify(data: bytes, name: str) -> Classified:
    """The kind of workbook; raises ``Refusal`` with one rule of ``file.*`` when it is none."""
    if _is_lock(data, name):
        raise refusal("file.lock")
    if len(data) > limits.FILE_BYTES:
        found, limit = f"{len(data) / 2**20:.1f} MB", f"{limits.FILE_BYTES // 2**20} MB"
        raise refusal("file.too_large", found=found, expected=limit)
    if not data.strip(b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise refusal("file.empty" if not data.strip(b" \r\n\t") else "file.only_zeros")
    if data.startswith(SIGNATURE):
        return Classified(_compound(data, name))
    if any(pattern.match(data) for pattern in _OLD_STREAMS):
        return Classified(_biff(name))
    rule = _other_rule(data)
    if rule:
        raise refusal(rule)
    return _zip_or_text(data)


def _other_rule(data: bytes) -> str:
    """The rule of a format that its first bytes tell; empty for packages, texts and the unknown."""
    known = next((rule for magic, rule in _MAGIC if data.startswith(magic)), "")
    if known or data.startswith(_ZIPS):
        return known
    if _PICTURE.match(data):
        return "file.image"
    if b"%PDF-" in data[:_PDF_HEAD]:
        return "file.pdf"
    return "file.archive" if data[_TAR] == b"ustar" else ""


def _is_lock(data: bytes, name: str) -> bool:
    """Lock files of Excel, WPS and LibreOffice: by name, or by the owner's name padded with blanks."""
    base = name.replace("\\", "/").rpartition("/")[2]
    if base.startswith(_LOCK_NAMES):
        return True
    return len(data) in _LOCK_BYTES and 0 < data[0] < 54 and data[-12:].strip(b" \x00") == b""


def _biff(name: str) -> FileKind:
    return FileKind.ET if name.lower().endswith((".et", ".ett")) else FileKind.XLS


def _zip_or_text(data: bytes) -> Classified:
    if data.startswith(_ZIPS):
        return _classified(open_package(data))
    rule = text_rule(data)
    if rule:
        raise refusal(rule)
    if b"PK\x05\x06" in data[-(2**16 + 22) :]:
        return _classified(open_package(data))
    if data.lstrip(b"\x00\r\n\t ").startswith(b"PK\x03\x04"):
        raise refusal("file.truncated")
    raise refusal("file.unknown")


# ---------------------------------------------------------------- packages


def _classified(package: Package) -> Classified:
    if _TYPES in package:
        _refuse_document_type(package)
    return Classified(_package(package), package)


def _refuse_document_type(package: Package) -> None:
    """Nothing else of this part matters here: kinds are told by what the other parts hold."""
    try:
        walk(_TYPES, package.chunks(_TYPES), {}, {})
    except Refusal as refused:
        if refused.problem.rule == "file.document_type":
            raise


def _package(package: Package) -> FileKind:
    entries = package.entries
    kind = _package_kind(package)
    if kind is not None:
        return kind
    for rule, mark in (
        ("file.word", "word/document"),
        ("file.slides", "ppt/presentation"),
        ("file.ofd", "ofd.xml"),
        ("file.other_package", "index/document.iwa"),
    ):
        if any(part.startswith(mark) for part in entries):
            raise refusal(rule)
    if _TYPES in entries and any(part.startswith("_rels/") for part in entries):
        raise refusal("file.not_a_workbook")
    inside = [entry.name for entry in entries.values() if entry.name.lower().endswith(_MEMBERS)]
    raise refusal("file.zip", found="、".join(inside[:3]) or "没有工作簿", count=str(len(entries)))


def _package_kind(package: Package) -> FileKind | None:
    if "mimetype" in package or _MANIFEST in package:
        kind = _open_document(package)
        if kind is not None:
            return kind
    if any(part.endswith("workbook.bin") for part in package.entries):
        return FileKind.XLSB
    part = find_workbook(package)
    return FileKind.XLSX if part is not None and not part.startswith(("word/", "ppt/")) else None


def _open_document(package: Package) -> FileKind | None:
    """None when neither its own word nor its manifest says that it is an OpenDocument."""
    manifest = package.read(_MANIFEST, _MANIFEST_BYTES) if _MANIFEST in package else b""
    stated = _OPEN_DOCUMENT.search(package.read("mimetype", 1024) if "mimetype" in package else manifest)
    if stated is None and "content.xml" not in package:
        return None
    kind = stated[1] if stated else b""
    if kind != b"spreadsheet":
        rules = {b"text": "file.word", b"presentation": "file.slides"}
        raise refusal(rules.get(kind, "file.other_package"))
    if b"encryption-data" in manifest:
        raise refusal("file.encrypted")
    if "content.xml" not in package:
        raise damaged("content.xml")
    return FileKind.ODS


# ---------------------------------------------------------------- compound files


def _compound(data: bytes, name: str) -> FileKind:
    try:
        compound = Compound(data)
        names = {stream.lower() for stream in compound.streams}
        if names & _RIGHTS or names & _LOCKED == {"encryptedpackage"}:
            raise refusal("file.rights")
        if names & _LOCKED:
            raise refusal("file.encrypted_default" if opens_by_default(compound) else "file.encrypted")
    except BrokenCompoundError:
        raise refusal("file.truncated" if is_cut_off(data) else "file.damaged") from None
    if names & {"workbook", "book"}:
        return _biff(name)
    for rule, marks in (
        ("file.word", {"worddocument", "wpsdocument"}),
        ("file.slides", {"powerpoint document"}),
        ("file.message", {"__properties_version1.0"}),
    ):
        if names & marks:
            raise refusal(rule)
    raise refusal("file.other_compound")
