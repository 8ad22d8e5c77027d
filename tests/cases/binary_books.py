"""The clean twin as a binary workbook (.xlsb), made record by record ([MS-XLSB] 2.4)."""

from __future__ import annotations

import struct

from cases.old_books import ERRORS, area, column
from cases.parts import (
    CELLS,
    CONTENT_TYPES,
    CORE,
    CUSTOM,
    FORMATS,
    MERGES,
    ROOT_LINKS,
    STYLE_FORMATS,
    Parts,
    Stored,
    clean,
    link,
    links_xml,
    shared_texts,
    zipped,
)


def record(kind: int, body: bytes = b"") -> bytes:
    written = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, rest = b"", len(body)
    while True:
        byte, rest = rest & 0x7F, rest >> 7
        size += bytes([byte | (0x80 if rest else 0)])
        if not rest:
            return written + size + body


def text(value: str) -> bytes:
    encoded = value.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def cell(stored: Stored, texts: list[str], short: bool = False) -> bytes:
    """``short``: without its column, as it stands right of the cell before it."""
    if short and not stored.formula:
        kind, body = _kind_and_body(stored, texts)
        return record(kind + 11, body[4:])
    return record(*_kind_and_body(stored, texts))


def _kind_and_body(stored: Stored, texts: list[str]) -> tuple[int, bytes]:
    head = struct.pack("<II", column(stored.address), stored.style)
    if stored.kind == "text":
        return 7, head + struct.pack("<I", texts.index(stored.value))
    if stored.kind == "boolean":
        return 4, head + bytes([int(stored.value)])
    if stored.kind == "error":
        return 3, head + bytes([ERRORS[stored.value]])
    number = float(stored.value)
    if stored.formula:
        formula = (
            struct.pack("<H", 0) + struct.pack("<I", 3) + struct.pack("<BH", 0x1E, 1) + struct.pack("<I", 0)
        )
        return 9, head + struct.pack("<d", number) + formula
    if number == int(number):
        return 2, head + struct.pack("<i", int(number) << 2 | 2)
    if round(number * 100, 6) == int(number * 100):
        return 2, head + struct.pack("<i", int(number * 100) << 2 | 3)
    return 5, head + struct.pack("<d", number)


def row_of(cells: list[Stored], texts: list[str], short: bool) -> bytes:
    """The cells of a row; where they are short, blank ones fill the gaps."""
    written, before = b"", -1
    for each in cells:
        at = column(each.address)
        if short:
            written += record(12, bytes(4)) * (at - before - 1)
        written += cell(each, texts, short)
        before = at
    return written


def sheet(hidden: tuple[int, ...] = (), extra: bytes = b"", short: bool = False) -> bytes:
    texts = shared_texts()
    written = record(129) + record(148, struct.pack("<4I", 0, 5, 0, 10)) + record(145)
    for row in sorted({each.row for each in CELLS}):
        flags = 0x10 if row in hidden else 0
        written += record(0, struct.pack("<IIHBBBI", row - 1, 0, 300, 0, flags, 0, 0))
        written += row_of([each for each in CELLS if each.row == row], texts, short)
    merged = b"".join(record(176, struct.pack("<4I", *struct.unpack("<4H", area(each)))) for each in MERGES)
    return (
        written
        + extra
        + record(146)
        + record(177, struct.pack("<I", len(MERGES)))
        + merged
        + record(178)
        + record(130)
    )


def parts(
    hidden: tuple[int, ...] = (), extra: bytes = b"", from_1904: bool = False, short: bool = False
) -> Parts:
    base = clean()
    workbook = record(131) + record(153, struct.pack("<III", int(from_1904), 0, 0)) + record(143)
    workbook += record(156, struct.pack("<II", 0, 1) + text("rId1") + text("表1")) + record(144)
    workbook += record(157, bytes(26)) + record(132)
    texts = record(159, struct.pack("<II", len(shared_texts()), len(shared_texts())))
    texts += b"".join(record(19, b"\x00" + text(each)) for each in shared_texts()) + record(160)
    styles = record(278) + record(615, struct.pack("<I", len(FORMATS)))
    styles += b"".join(
        record(44, struct.pack("<H", key) + text(code)) for key, code in FORMATS.items()
    ) + record(616)
    styles += record(617, struct.pack("<I", len(STYLE_FORMATS)))
    styles += b"".join(
        record(47, struct.pack("<HHHHHBBBBH", 0, key, 0, 0, 0, 0, 0, 0, 0, 0)) for key in STYLE_FORMATS
    )
    styles += record(618) + record(279)
    return {
        CONTENT_TYPES: base[CONTENT_TYPES],
        CORE: base[CORE],
        CUSTOM: base[CUSTOM],
        ROOT_LINKS: links_xml(link("rId1", "officeDocument", "xl/workbook.bin")),
        "xl/_rels/workbook.bin.rels": links_xml(
            link("rId1", "worksheet", "worksheets/sheet1.bin"),
            link("rId2", "styles", "styles.bin"),
            link("rId3", "sharedStrings", "sharedStrings.bin"),
        ),
        "xl/workbook.bin": workbook,
        "xl/worksheets/sheet1.bin": sheet(hidden, extra, short),
        "xl/sharedStrings.bin": texts,
        "xl/styles.bin": styles,
    }


def book() -> bytes:
    return zipped(parts())
