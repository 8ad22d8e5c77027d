# ruff: noqa: E501 - XML reads best on one line
"""Workbooks that are read, with a word about what a person should know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cases.parts import (
    BOOK_LINK_LIST,
    BOOK_LINKS,
    STYLES,
    WORKBOOK,
    clean,
    link,
    links_xml,
    rows_xml,
    sheet_xml,
    workbook_xml,
    zipped,
)
from cases.readable import BASE, case, sheet
from cases.zips import wrong_checksum

TEXT: Final = '<c r="{0}" t="inlineStr"><is><t>{1}</t></is></c>'


def extra(row: int, cells: str) -> str:
    return sheet_xml(rows_xml() + f'<row r="{row}">{cells}</row>')


def missing_second() -> bytes:
    sheets = '<sheet name="表1" sheetId="1" r:id="rId1"/><sheet name="表2" sheetId="2" r:id="rId5"/>'
    links = links_xml(*BOOK_LINK_LIST, link("rId5", "worksheet", "worksheets/sheet2.xml"))
    return zipped(clean() | {WORKBOOK: workbook_xml(sheets), BOOK_LINKS: links})


def crowded_first() -> bytes:
    """A list of 210,000 cells before the twin."""
    sheets = '<sheet name="表2" sheetId="2" r:id="rId5"/><sheet name="表1" sheetId="1" r:id="rId1"/>'
    links = links_xml(*BOOK_LINK_LIST, link("rId5", "worksheet", "worksheets/sheet2.xml"))
    row = "<row>" + "<c><v>1</v></c>" * 100 + "</row>"
    second = {"xl/worksheets/sheet2.xml": sheet_xml(row * 2_100)}
    return zipped(clean() | {WORKBOOK: workbook_xml(sheets), BOOK_LINKS: links} | second)


TOLD: Final[dict[str, tuple[Callable[[], bytes], str, str]]] = {
    "a wrong checksum in the styles": (lambda: wrong_checksum(BASE, STYLES), "file.formats_lost", ""),
    "broken styles": (case(lambda base: base | {STYLES: "<broken"}), "file.formats_lost", ""),
    "one of two sheets missing": (missing_second, "file.sheet_missing", ""),
    "a sheet of 210,000 cells beside": (crowded_first, "file.crowded_sheet", ""),
    "a row beyond the grid": (sheet(extra(1048577, '<c r="A1048577"><v>1</v></c>')), "file.outside_grid", "A1"),
    "a column beyond the grid": (sheet(extra(7, '<c r="XFE7"><v>1</v></c><c r="ZZZZ7"><v>1</v></c>')), "file.outside_grid", "A1"),
    "row 0 and an address that is none": (sheet(extra(7, '<c r="A0"><v>1</v></c><c r="7A"><v>1</v></c>')), "file.outside_grid", "A1"),
    "a cell written twice": (sheet(extra(7, TEXT.format("A7", "甲") + TEXT.format("A7", "乙"))), "file.cell_twice", "A7"),
    "a ghost under merged cells": (sheet(extra(1, TEXT.format("B1", "看不见"))), "file.under_merge", "B1"),
    "a text longer than a cell can hold": (sheet(extra(7, TEXT.format("C7", "长" * 40_000))), "file.text_cut", "C7"),
    "a picture of WPS": (sheet(extra(7, '<c r="B7" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>')), "file.cell_picture", "B7"),
    "a picture of Excel": (sheet(extra(7, '<c r="B7" t="e" vm="1"><v>#VALUE!</v></c>')), "file.cell_picture", "B7"),
}  # fmt: skip
"""Name → bytes, the rule that is told, its cell."""
