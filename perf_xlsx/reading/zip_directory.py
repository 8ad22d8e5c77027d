"""The directory at the end of a zip file: what ``zipfile`` refuses and Excel, WPS or Explorer don't mind.

Comments that hold the mark of an end, broken extra fields, later versions, bytes before and behind,
names in GBK without a word about it (Explorer in China), names in UTF-8 without its flag.
Source: PKWARE's APPNOTE 4.3.12 to 4.3.16, 4.5.3.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from perf_xlsx.reading import limits

_END: Final = b"PK\x05\x06"
_END_RECORD: Final = struct.Struct("<4s4H2LH")
_FAR_END: Final = struct.Struct("<4sQ2H2L4Q")
_FAR_LOCATOR_BYTES: Final = 20
_ENTRY: Final = struct.Struct("<4s6H3L5H2L")
_ENTRY_MARK: Final = b"PK\x01\x02"
_FAR: Final = 0xFFFFFFFF
_FAR_FIELD: Final = 1
_NAME_IN_UTF8: Final = 0x800
_ENDS_LOOKED_AT: Final = 64
_MOST: Final = 20 * limits.ENTRIES
"""More entries than this are not even listed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One part as the directory lists it; ``start`` is where its local header begins."""

    name: str
    flags: int
    method: int
    checksum: int
    packed: int
    size: int
    start: int


def directory(data: bytes) -> list[Entry] | None:
    """The entries but for folders; None when there is no end or what it leads to is no directory."""
    empty = False
    for end in _ends(data):
        found = _directory(data, end)
        if found:
            return [entry for entry in found if entry.name and not entry.name.endswith(("/", "\\"))]
        empty = empty or found is not None
    return [] if empty else None


def _ends(data: bytes) -> Iterator[int]:
    """Where the directory may end: first where the comment reaches just to the end of the file."""
    places: list[int] = []
    at = len(data)
    while len(places) < _ENDS_LOOKED_AT and (at := data.rfind(_END, 0, at)) >= 0:
        if at + _END_RECORD.size <= len(data):
            places.append(at)
    exact = [at for at in places if at + _END_RECORD.size + _comment(data, at) == len(data)]
    yield from exact
    yield from (at for at in places if at not in exact)


def _comment(data: bytes, at: int) -> int:
    length: int = _END_RECORD.unpack_from(data, at)[7]
    return length


def _directory(data: bytes, end: int) -> list[Entry] | None:
    _, _, _, _, count, size, offset, _ = _END_RECORD.unpack_from(data, end)
    close = end
    if _FAR in (size, offset) or count == 0xFFFF:
        far = end - _FAR_LOCATOR_BYTES - _FAR_END.size
        if far >= 0 and data[far : far + 4] == b"PK\x06\x06":
            *_, size, offset = _FAR_END.unpack_from(data, far)
            close = far
    begin = close - size
    if begin < 0 or data[begin : begin + 4] not in (_ENTRY_MARK, data[close : close + 4]):
        begin = offset
    before = begin - offset
    entries: list[Entry] = []
    while begin < close and len(entries) <= _MOST:
        entry, begin = _entry(data, begin, close, before)
        if entry is None:
            return None
        entries.append(entry)
    return entries


def _entry(data: bytes, at: int, close: int, before: int) -> tuple[Entry | None, int]:
    """The entry at a place and where the next one begins; ``before``: bytes in front of the zip file."""
    if at + _ENTRY.size > close or data[at : at + 4] != _ENTRY_MARK:
        return None, close
    fields = _ENTRY.unpack_from(data, at)
    _, _, _, flags, method, _, _, checksum, packed, size, name_length, extra, comment, *_, start = fields
    begin = at + _ENTRY.size
    name = data[begin : begin + name_length]
    size, packed, start = _far_sizes(data[begin + name_length :][:extra], size, packed, start)
    entry = Entry(_text(name, flags), flags, method, checksum, packed, size, before + start)
    return entry, begin + name_length + extra + comment


def _far_sizes(extra: bytes, *sizes: int) -> tuple[int, ...]:
    """Sizes and place, those that need more than four bytes taken from the field for them."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == _FAR_FIELD:
            numbers = iter(struct.unpack_from(f"<{min(length, len(extra) - at - 4) // 8}Q", extra, at + 4))
            return tuple(next(numbers, size) if size == _FAR else size for size in sizes)
        at += 4 + length
    return sizes


def _text(name: bytes, flags: int) -> str:
    if flags & _NAME_IN_UTF8:
        return name.decode("utf-8", "replace")
    for codec in ("utf-8", "gb18030"):
        try:
            return name.decode(codec)
        except UnicodeDecodeError:
            continue
    return name.decode("cp437")
