"""The clean twin as an old workbook (.xls, .et), made record by record ([MS-XLS] 2.4)."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from cases.compound_files import compound
from cases.parts import CELLS, FORMATS, MERGES, STYLE_FORMATS, Stored, shared_texts

ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def text(value: str, width: str = "<H") -> bytes:
    """A counted text of two bytes a character."""
    encoded = value.encode("utf-16-le")
    return struct.pack(width, len(encoded) // 2) + b"\x01" + encoded


def begin(substream: int) -> bytes:
    return record(0x0809, struct.pack("<4HII", 0x0600, substream, 0x0DBB, 0x07CC, 0, 6))


def column(address: str) -> int:
    return ord(address[0]) - 65


def area(reference: str) -> bytes:
    first, _, last = reference.partition(":")
    return struct.pack("<4H", int(first[1:]) - 1, int(last[1:]) - 1, column(first), column(last))


def cell(stored: Stored, texts: list[str]) -> bytes:
    head = struct.pack("<3H", stored.row - 1, column(stored.address), stored.style)
    if stored.kind == "text":
        return record(0x00FD, head + struct.pack("<I", texts.index(stored.value)))
    if stored.kind == "boolean":
        return record(0x0205, head + bytes([int(stored.value), 0]))
    if stored.kind == "error":
        return record(0x0205, head + bytes([ERRORS[stored.value], 1]))
    number = struct.pack("<d", float(stored.value))
    if stored.formula:
        return record(0x0006, head + number + struct.pack("<HI", 0, 0) + struct.pack("<HBH", 3, 0x1E, 1))
    return record(0x0203, head + number)


def sheet(cells: Iterable[Stored], texts: list[str], hidden: tuple[int, ...], more: bytes) -> bytes:
    merged = struct.pack("<H", len(MERGES)) + b"".join(area(each) for each in MERGES)
    rows = b"".join(
        record(0x0208, struct.pack("<6HI", row, 0, 11, 300, 0, 0, 0x100 | (0x20 if row + 1 in hidden else 0)))
        for row in range(6)
    )
    return (
        begin(0x0010)
        + record(0x0200, struct.pack("<IIHHH", 0, 6, 0, 11, 0))
        + rows
        + b"".join(cell(each, texts) for each in cells)
        + more
        + record(0x023E, struct.pack("<H4IH", 0x06B6, 0, 0, 0, 0, 0)[:18])
        + record(0x00E5, merged)
        + record(0x000A)
    )


def stream(
    cells: Iterable[Stored] = CELLS,
    *,
    from_1904: bool = False,
    hidden: tuple[int, ...] = (),
    lock: bytes = b"",
    more: bytes = b"",
) -> bytes:
    """The records of the workbook; ``lock`` is the body of FILEPASS, ``more`` further cell records."""
    texts = shared_texts()
    head = begin(0x0005) + (record(0x002F, lock) if lock else b"") + record(0x0042, struct.pack("<H", 1200))
    head += record(0x0022, struct.pack("<H", int(from_1904)))
    font = struct.pack("<HHHHHBBBB", 220, 0, 0x7FFF, 400, 0, 0, 0, 134, 0) + text("宋体", "<B")
    head += record(0x0031, font) * 5
    for key, code in FORMATS.items():
        head += record(0x041E, struct.pack("<H", key) + text(code))
    for key in STYLE_FORMATS:
        head += record(0x00E0, struct.pack("<HHHBBBBIIH", 0, key, 0x0001, 0x20, 0, 0, 0xFC, 0, 0, 0x20C0))
    strings = struct.pack("<II", len(texts), len(texts)) + b"".join(text(each) for each in texts)
    tail = record(0x00FC, strings) + record(0x000A)
    name = text("表1", "<B")
    offset = len(head) + 4 + 6 + len(name) + len(tail)
    listed = record(0x0085, struct.pack("<IBB", offset, 0, 0) + name)
    return head + listed + tail + sheet(cells, texts, hidden, more)


def book(**options: object) -> bytes:
    """The stream in its compound file."""
    return compound({"Workbook": stream(**options)})  # type: ignore[arg-type]


def excel_95(texts: list[str], codec: str, code_page: int) -> bytes:
    """A stream of Excel 95 (BIFF5): texts in a code page, one below the other, and 2.5 under them."""

    def opening(substream: int) -> bytes:
        return record(0x0809, struct.pack("<4H", 0x0500, substream, 0x0DBB, 0x07CC))

    font = record(0x0031, struct.pack("<5H5B", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 5) + b"Arial")
    styles = record(0x00E0, struct.pack("<8H", 0, 0, 0xFFF5, 0x20, 0, 0, 0, 0)) * 15
    styles += record(0x00E0, struct.pack("<8H", 0, 0, 1, 0x20, 0, 0, 0, 0))
    head = opening(0x0005) + record(0x0042, struct.pack("<H", code_page)) + font * 4 + styles
    begins = len(head) + 4 + 7 + 3 + 4
    listed = record(0x0085, struct.pack("<IHB", begins, 0, 3) + b"One") + record(0x000A)
    cells = b""
    for row, written in enumerate(texts):
        encoded = written.encode(codec)
        cells += record(0x0204, struct.pack("<4H", row, 0, 15, len(encoded)) + encoded)
    cells += record(0x0203, struct.pack("<3Hd", len(texts), 0, 15, 2.5))
    return head + listed + opening(0x0010) + cells + record(0x000A)
