"""A zip package (.xlsx, .xlsb, .ods) opened with care: part names, relationships, bounded reads.

The directory is read by ``zipfile``; the parts are inflated here, because ``zipfile`` refuses files
that Excel and WPS open (odd flags and versions, local names that differ from the directory) and
can't stop inside a part.  Every read counts against one budget for the whole file.
"""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile, ZipInfo

from perf_xlsx.reading import limits
from perf_xlsx.reading.markup import Attributes, walk
from perf_xlsx.reading.refusal import damaged, refusal

_LOCAL_HEADER: Final = struct.Struct("<4s5H3L2H")
_END: Final = b"PK\x05\x06"
_END_BYTES: Final = 22
"""The end of the directory without its comment: bytes that follow belong to something else."""
_CHUNK: Final = 256 * 1024
_STORED: Final = 0
_DEFLATED: Final = 8
_METHODS: Final = {9: "Deflate64", 12: "BZip2", 14: "LZMA", 93: "Zstandard", 95: "XZ", 98: "PPMd"}
_ENCRYPTED: Final = 0x1


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another: the last word of its type, and the full name of its target."""

    type: str
    target: str


def normal(name: str) -> str:
    """A part's name as the package knows it: slashes, no leading slash, lower case."""
    return posixpath.normpath(unquote(name).replace("\\", "/").lower().lstrip("/"))


@dataclass(slots=True)
class Package:
    """The parts of a zip package by normalised name.  ``left``: bytes that may still be unpacked."""

    data: bytes
    entries: Mapping[str, ZipInfo]
    left: int = limits.TOTAL_BYTES
    _seen: dict[str, Mapping[str, Relationship]] = field(default_factory=dict)

    def __contains__(self, part: str) -> bool:
        return part in self.entries

    def chunks(self, part: str, limit: int | None = None) -> Iterator[bytes]:
        """The part's bytes piece by piece; raises ``Refusal`` when it is damaged or too large.

        ``limit``: its bytes unpacked, ``limits.PART_BYTES`` unless it says otherwise.
        """
        limit = limit or limits.PART_BYTES
        info = self.entries.get(part)
        if info is None:
            raise refusal("file.part_missing", found=part)
        if info.flag_bits & _ENCRYPTED and not self._opens(info):
            raise refusal("file.zip_encrypted")
        size = checksum = 0
        for piece in self._inflated(info, part):
            size += len(piece)
            self.left -= len(piece)
            if size > limit or self.left < 0:
                raise refusal("file.unpacks_too_large", found=part, expected=f"{limit // 2**20} MB")
            checksum = zlib.crc32(piece, checksum)
            yield piece
        if checksum != info.CRC:
            raise damaged(part)

    def read(self, part: str, limit: int | None = None) -> bytes:
        """The whole part."""
        return b"".join(self.chunks(part, limit))

    def relationships(self, part: str) -> Mapping[str, Relationship]:
        """What a part ("" for the package itself) links to, by id; empty when it says nothing."""
        if part not in self._seen:
            folder, name = posixpath.split(part)
            source = normal(posixpath.join(folder, "_rels", f"{name}.rels"))
            self._seen[part] = self._relationships(source, folder) if source in self.entries else {}
        return self._seen[part]

    def _relationships(self, source: str, folder: str) -> Mapping[str, Relationship]:
        found: dict[str, Relationship] = {}

        def add(attributes: Attributes) -> None:
            if attributes.get("TargetMode", "").lower() == "external":
                return
            target = attributes.get("Target", "").replace("\\", "/")
            kind = attributes.get("Type", "").rstrip("/").rpartition("/")[2]
            found[attributes.get("Id", "")] = Relationship(kind, normal(posixpath.join("/" + folder, target)))

        walk(source, self.chunks(source), {"Relationship": add}, {})
        return found

    def linked(self, part: str, kind: str) -> str | None:
        """The first existing part of a type that ``part`` links to."""
        for link in self.relationships(part).values():
            if link.type.lower() == kind.lower() and link.target in self.entries:
                return link.target
        return None

    def _body(self, info: ZipInfo, part: str) -> memoryview:
        start = info.header_offset
        header = self.data[start : start + _LOCAL_HEADER.size]
        if start < 0 or len(header) < _LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
            raise damaged(part)
        *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        begin = start + _LOCAL_HEADER.size + name_length + extra_length
        if begin + info.compress_size > len(self.data):
            raise damaged(part)
        return memoryview(self.data)[begin : begin + info.compress_size]

    def _inflated(self, info: ZipInfo, part: str) -> Iterator[bytes]:
        body = self._body(info, part)
        if info.compress_type == _STORED:
            for start in range(0, len(body), _CHUNK):
                yield bytes(body[start : start + _CHUNK])
            return
        if info.compress_type != _DEFLATED:
            raise refusal("file.zip_method", found=_METHODS.get(info.compress_type, str(info.compress_type)))
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        rest: bytes | memoryview = body
        try:
            while not inflater.eof:
                piece = inflater.decompress(rest, _CHUNK)
                rest = inflater.unconsumed_tail
                if not piece and not rest:
                    break
                yield piece
        except zlib.error:
            raise damaged(part) from None
        if not inflater.eof:
            raise damaged(part)

    def _opens(self, info: ZipInfo) -> bool:
        """Whether a part whose flag says "encrypted" is plain all the same."""
        if info.compress_type != _DEFLATED:
            return False
        try:
            head = zlib.decompressobj(-zlib.MAX_WBITS).decompress(self._body(info, info.filename), 64)
        except zlib.error:
            return False
        return head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t")[:1] == b"<"


def open_package(data: bytes) -> Package:
    """The package in the bytes of a zip file; raises ``Refusal`` when its directory can't be used."""
    infos = _directory(data)
    if infos is None:
        end = data.rfind(_END)
        infos = _directory(data[: end + _END_BYTES]) if end >= 0 else None
    if infos is None:
        raise refusal("file.damaged" if _END in data else "file.truncated")
    if len(infos) > limits.ENTRIES:
        raise refusal("file.too_many_parts", found=str(len(infos)), expected=str(limits.ENTRIES))
    if sum(info.file_size for info in infos) > limits.DECLARED_BYTES:
        raise refusal("file.unpacks_too_large", found="", expected=f"{limits.DECLARED_BYTES // 2**20} MB")
    return Package(data, {normal(info.filename): info for info in infos if info.filename.strip("/")})


def _directory(data: bytes) -> list[ZipInfo] | None:
    """The entries as the directory at the end lists them; None when there is none to be used."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            return [info for info in archive.infolist() if not info.filename.endswith("/")]
    except (BadZipFile, LookupError, ValueError, NotImplementedError, struct.error, OverflowError):
        return None
