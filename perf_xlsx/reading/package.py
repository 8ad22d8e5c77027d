"""A zip package (.xlsx, .xlsb, .ods) opened with care: part names, relationships, bounded reads.

The parts are inflated here and not by ``zipfile``, which refuses files that Excel and WPS open (odd
flags and versions, local names that differ from the directory) and can't stop inside a part.  Every
read counts against one budget for the whole file.
"""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from perf_xlsx.reading import limits
from perf_xlsx.reading.markup import Attributes, walk
from perf_xlsx.reading.refusal import damaged, refusal
from perf_xlsx.reading.zip_directory import Entry, directory

_LOCAL_HEADER: Final = struct.Struct("<4s5H3L2H")
_END: Final = b"PK\x05\x06"
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
    """The parts of a zip package by normalised name.

    ``disputed``: parts that stand in the file twice with different contents; nobody can tell which of
    them is meant.  ``left``: bytes that may still be unpacked.
    """

    data: bytes
    entries: Mapping[str, Entry]
    disputed: frozenset[str] = frozenset()
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
        if part in self.disputed:
            raise damaged(part)
        if info.flags & _ENCRYPTED and not self._opens(info):
            raise refusal("file.zip_encrypted")
        size = checksum = 0
        for piece in self._inflated(info, part):
            size += len(piece)
            self.left -= len(piece)
            if size > limit or self.left < 0:
                raise refusal("file.unpacks_too_large", found=part, expected=f"{limit // 2**20} MB")
            checksum = zlib.crc32(piece, checksum)
            yield piece
        if checksum != info.checksum:
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

    def _body(self, info: Entry, part: str) -> memoryview:
        start = info.start
        header = self.data[start : start + _LOCAL_HEADER.size]
        if start < 0 or len(header) < _LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
            raise damaged(part)
        *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        begin = start + _LOCAL_HEADER.size + name_length + extra_length
        if begin + info.packed > len(self.data):
            raise damaged(part)
        return memoryview(self.data)[begin : begin + info.packed]

    def _inflated(self, info: Entry, part: str) -> Iterator[bytes]:
        body = self._body(info, part)
        if info.method == _STORED:
            for start in range(0, len(body), _CHUNK):
                yield bytes(body[start : start + _CHUNK])
            return
        if info.method != _DEFLATED:
            raise refusal("file.zip_method", found=_METHODS.get(info.method, str(info.method)))
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

    def _opens(self, info: Entry) -> bool:
        """Whether a part whose flag says "encrypted" is plain all the same."""
        if info.method != _DEFLATED:
            return False
        try:
            head = zlib.decompressobj(-zlib.MAX_WBITS).decompress(self._body(info, info.name), 64)
        except zlib.error:
            return False
        return head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t")[:1] == b"<"


def open_package(data: bytes) -> Package:
    """The package in the bytes of a zip file; raises ``Refusal`` when its directory can't be used."""
    listed = directory(data)
    if listed is None:
        raise refusal("file.damaged" if _END in data else "file.truncated")
    if len(listed) > limits.ENTRIES:
        raise refusal("file.too_many_parts", found=str(len(listed)), expected=str(limits.ENTRIES))
    if sum(entry.size for entry in listed) > limits.DECLARED_BYTES:
        raise refusal("file.unpacks_too_large", found="", expected=f"{limits.DECLARED_BYTES // 2**20} MB")
    return Package(data, *_by_name(listed))


def _by_name(listed: list[Entry]) -> tuple[dict[str, Entry], frozenset[str]]:
    """The entries by normalised name, and the names that stand for two different contents."""
    entries: dict[str, Entry] = {}
    disputed = set()
    for entry in listed:
        name = normal(entry.name)
        other = entries.setdefault(name, entry)
        if (other.checksum, other.size) != (entry.checksum, entry.size):
            disputed.add(name)
        entries[name] = entry
    return entries, frozenset(disputed)
