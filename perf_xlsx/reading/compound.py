"""Compound files (.xls, .et, .doc, encrypted .xlsx): their top-level streams, read with care."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_FREE: Final = 0xFFFFFFFA
"""Sector numbers from here on are marks, no sectors."""
_ENTRY: Final = struct.Struct("<64sHBB3I36xII4x")
_ENTRIES: Final = 10_000
_STREAM: Final = 2
_SMALL: Final = 4096
_NONE: Final = 0xFFFFFFFF


class BrokenCompoundError(ValueError):
    """The sector chains or the directory make no sense."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A top-level entry: where its first sector is and how long it is; a folder has ``size`` 0."""

    start: int
    size: int
    is_stream: bool


class Compound:
    """The directory of a compound file; raises ``BrokenCompoundError``."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512:
            raise BrokenCompoundError
        self.data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise BrokenCompoundError
        self.size = 1 << shift
        self.table = self._allocation()
        directory = b"".join(self._sectors(struct.unpack_from("<I", data, 48)[0]))
        self.small = b""
        self.small_table: tuple[int, ...] = ()
        self.streams: Mapping[str, Stream] = self._top(directory)

    def read(self, name: str, limit: int) -> bytes:
        """The first bytes of a top-level stream, at most ``limit``; empty when there is none."""
        found = self.streams.get(name)
        if found is None or not found.is_stream:
            return b""
        wanted = min(found.size, limit)
        if found.size < _SMALL:
            pieces = [self.small[at * 64 : at * 64 + 64] for at in _chain(found.start, self.small_table)]
            return b"".join(pieces)[:wanted]
        taken = bytearray()
        for sector in self._sectors(found.start):
            taken += sector
            if len(taken) >= wanted:
                break
        return bytes(taken[:wanted])

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self.size
        return self.data[begin : begin + self.size]

    def _sectors(self, start: int) -> Iterator[bytes]:
        return (self._sector(number) for number in _chain(start, self.table))

    def _allocation(self) -> tuple[int, ...]:
        numbers = list(struct.unpack_from("<109I", self.data, 76))
        following, count = struct.unpack_from("<II", self.data, 68)
        for _ in range(min(count, len(self.data) // self.size)):
            if following >= _FREE:
                break
            more = self._numbers(self._sector(following))
            numbers += more[:-1]
            following = more[-1] if more else _NONE
        present = [number for number in numbers if number < len(self.data) // self.size]
        return tuple(entry for number in present for entry in self._numbers(self._sector(number)))

    def _numbers(self, sector: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])

    def _top(self, directory: bytes) -> Mapping[str, Stream]:
        """The entries right under the root: children of its tree."""
        if len(directory) < _ENTRY.size:
            raise BrokenCompoundError
        count = min(len(directory) // _ENTRY.size, _ENTRIES)
        entries = [_ENTRY.unpack_from(directory, index * _ENTRY.size) for index in range(count)]
        root = entries[0]
        self.small = b"".join(self._sectors(root[7]))
        first_small = struct.unpack_from("<I", self.data, 60)[0]
        self.small_table = tuple(n for sector in self._sectors(first_small) for n in self._numbers(sector))
        found: dict[str, Stream] = {}
        waiting, seen = [root[6]], set()
        while waiting:
            index = waiting.pop()
            if index in seen or index >= count:
                continue
            seen.add(index)
            raw, length, kind, _, left, right, _, start, size = entries[index]
            name = raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            found[name] = Stream(start, size if kind == _STREAM else 0, kind == _STREAM)
            waiting += [left, right]
        return found


def is_cut_off(data: bytes) -> bool:
    """Whether the allocation table leads to sectors that are not there: the end of the file is lost.

    Only links count: some programs mark unused sectors as ends of chains.  Links beyond what the table
    could hold at all are damage of another kind.
    """
    if len(data) < 512:
        return True
    shift: int = struct.unpack_from("<H", data, 30)[0]
    size = 1 << min(max(shift, 7), 16)
    held: int = struct.unpack_from("<I", data, 44)[0] * (size // 4)
    furthest = 0
    for number in struct.unpack_from("<109I", data, 76):
        if number >= _FREE:
            continue
        begin = (number + 1) * size
        if number >= held or begin + size > len(data):
            return bool(number < held)
        links = [link for link in struct.unpack_from(f"<{size // 4}I", data, begin) if link < _FREE]
        furthest = max(furthest, *links) if links else furthest
    return furthest < held and (furthest + 1) * size >= len(data)


def _chain(start: int, table: tuple[int, ...]) -> Iterator[int]:
    """The sectors of a chain; ends at its mark, raises where it leaves the file or runs in a circle."""
    steps = 0
    while start < _FREE:
        if start >= len(table) or steps > len(table):
            raise BrokenCompoundError
        yield start
        start = table[start]
        steps += 1
