"""Compound files made by code: one folder of streams, as Office wraps old and encrypted documents."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
END = 0xFFFFFFFE
FREE = 0xFFFFFFFF
NONE = 0xFFFFFFFF


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these top-level streams, each padded to 4096 bytes at least."""
    bodies = {name: body.ljust(4096, b"\x00") for name, body in streams.items()}
    directory_sectors = -(-(len(bodies) + 1) * 128 // SECTOR)
    first, chains, data = 1 + directory_sectors, {}, b""
    for name, body in bodies.items():
        count = -(-len(body) // SECTOR)
        chains[name] = (first, count)
        data += body.ljust(count * SECTOR, b"\x00")
        first += count
    table = [0xFFFFFFFD, *range(2, 1 + directory_sectors), END]
    for begin, count in chains.values():
        table += [*range(begin + 1, begin + count), END]
    assert len(table) <= 128, "one sector of allocation is enough for the cases"
    table += [FREE] * (128 - len(table))
    entries = [_entry("Root Entry", 5, 1, NONE, END, 0)]
    for index, (name, (begin, _)) in enumerate(chains.items()):
        right = index + 2 if index + 1 < len(chains) else NONE
        entries.append(_entry(name, 2, NONE, right, begin, len(bodies[name])))
    directory = b"".join(entries).ljust(directory_sectors * SECTOR, b"\x00")
    return _header() + struct.pack("<128I", *table) + directory + data


def _header() -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, END, 0, END, 0)
    return head + struct.pack("<109I", 0, *[FREE] * 108)


def _entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\x00\x00"
    links = struct.pack("<3I", NONE, right, child if kind == 5 else NONE)
    return (
        encoded.ljust(64, b"\x00")
        + struct.pack("<HBB", len(encoded), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
