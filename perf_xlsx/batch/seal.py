"""The seal of an output: tells for certain whether somebody has edited it since it was written.

A workbook is a zip archive; the seal is the archive's comment, with the run's fingerprint and a digest
over its directory, which holds the names and checksums of all parts.  Any program that saves the workbook
anew drops the comment.  Only the end of a file is read: thousands are asked on every run.
A mail draft is text; its seal is its first header line, with a digest over all that follows.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from perf_xlsx.batch.names import FILLED, FINAL, MAIL, MERGED, SCORED

_MARK: Final = "perf_xlsx"
_FIELDS: Final = 4
_LENGTH: Final = 32
_HEADER: Final = b"X-Perf-Xlsx-Seal: "
_LINE_LIMIT: Final = 1_000
_END_MARK: Final = b"PK\x05\x06"
_END: Final = struct.Struct("<4s4H2LH")
_LENGTH_OF_COMMENT: Final = struct.Struct("<H")
_COMMENT_LIMIT: Final = 1_000
_KINDS: Final = {
    SCORED: "scored",
    FILLED: "filled",
    FINAL: "final",
    MAIL: "mail",
    MERGED: "merged",
}


@dataclass(frozen=True, slots=True)
class Seal:
    """What an untouched output says of itself.  ``kind``: ``scored``, ``filled``, ``mail`` or ``summary``."""

    kind: str
    fingerprint: str


def seal_of(ending: str, fingerprint: str) -> Seal:
    """The seal of a result, by the ending of its name: that of all schemes but the first begins with the
    scheme's id."""
    return Seal(next(kind for end, kind in _KINDS.items() if ending.endswith(end)), fingerprint)


def sealed(data: bytes, seal: Seal) -> bytes:
    """The bytes of a workbook, or of a mail draft, with their seal."""
    if not data.startswith(b"PK"):
        return _HEADER + _comment(seal, _digest_of(data)) + b"\r\n" + data
    ending = _ending(io.BytesIO(data))
    if ending is None or ending.comment:
        raise ValueError("a workbook that was not written here")
    comment = _comment(seal, _digest_of(ending.directory))
    return data[: -_LENGTH_OF_COMMENT.size] + _LENGTH_OF_COMMENT.pack(len(comment)) + comment


def read_seal(source: Path | BinaryIO) -> Seal | None:
    """The seal of an untouched output; None for every other file, readable or not."""
    if not isinstance(source, Path):
        return _zip_seal(source)
    try:
        with source.open("rb") as file:
            return _zip_seal(file) if file.read(2) == b"PK" else _mail_seal(source)
    except OSError:
        return None


def _zip_seal(source: BinaryIO) -> Seal | None:
    ending = _ending(source)
    seal = None if ending is None else _said(ending.comment)
    if ending is None or seal is None:
        return None
    return seal if ending.comment == _comment(seal, _digest_of(ending.directory)) else None


@dataclass(frozen=True, slots=True)
class _Ending:
    """The end of a zip archive: its directory as it stands, and its comment."""

    directory: bytes
    comment: bytes


def _ending(source: BinaryIO) -> _Ending | None:
    """The end of an archive as this program leaves it; None for any other, which may be a good one."""
    whole = source.seek(0, io.SEEK_END)
    source.seek(max(0, whole - _END.size - _COMMENT_LIMIT))
    tail = source.read()
    at = tail.rfind(_END_MARK)
    if at < 0 or at + _END.size > len(tail):
        return None
    *_, size, begin, length = _END.unpack_from(tail, at)
    comment = tail[at + _END.size :]
    if len(comment) != length or begin + size != whole - len(tail) + at:
        return None
    source.seek(begin)
    return _Ending(source.read(size), comment)


def mail_fingerprint(path: Path) -> str:
    """The fingerprint in the header of a mail draft, edited since or not; empty for every other file."""
    try:
        with path.open("rb") as source:
            line = source.readline(_LINE_LIMIT)
    except OSError:
        return ""
    seal = _said(line.removeprefix(_HEADER).rstrip()) if line.startswith(_HEADER) else None
    return seal.fingerprint if seal else ""


def _mail_seal(path: Path) -> Seal | None:
    try:
        with path.open("rb") as source:
            line = source.readline(_LINE_LIMIT)
            if not line.startswith(_HEADER):
                return None
            rest = source.read()
    except OSError:
        return None
    comment = line.removeprefix(_HEADER).rstrip()
    seal = _said(comment)
    return seal if seal and comment == _comment(seal, _digest_of(rest)) else None


def _said(comment: bytes) -> Seal | None:
    """What a seal says, before its digest is compared."""
    words = comment.decode("ascii", errors="replace").split(" ")
    return Seal(words[1], words[2]) if len(words) == _FIELDS and words[0] == _MARK else None


def _comment(seal: Seal, digest: str) -> bytes:
    return " ".join((_MARK, seal.kind, seal.fingerprint, digest)).encode("ascii", errors="replace")


def _digest_of(data: bytes) -> str:
    return sha256(data).hexdigest()[:_LENGTH]
