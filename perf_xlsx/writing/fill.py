"""The unit's own form with the points filled in: the only place that knows openpyxl.

Computed points, rates and totals go into the form's empty cells, rows that are not met are coloured,
the layout stays.  What a person typed stays too, unless it may be overwritten: a difference is coloured
and explained in a comment.  A workbook that openpyxl can't open gives a problem and no copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from perf_xlsx.evaluate import Evaluation
from perf_xlsx.model import Book, FileKind, Problem
from perf_xlsx.reading.locate import locate
from perf_xlsx.writing.fill_losses import losses, too_large
from perf_xlsx.writing.fill_marks import Mark, marks

_FAULTS: Final = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError,
    NotImplementedError, OSError, EOFError, ParseError, BadZipFile, InvalidFileException,
)  # fmt: skip
"""What openpyxl raises for legitimate files that it doesn't know: it promises no type of its own."""

_DIFFERS: Final = "F4B183"
_MOST_MERGED: Final = 200_000
_AUTHOR: Final = "复算"
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
_FONT: Final = re.compile(rb"(<font>)(.*?)(</font>)", re.DOTALL)
_FONT_PART: Final = re.compile(rb"<(\w+)[^>]*/>")
_FONT_ORDER: Final = (
    b"b", b"i", b"strike", b"condense", b"extend", b"outline", b"shadow", b"u", b"vertAlign", b"sz", b"color",
    b"name", b"family", b"charset", b"scheme",
)  # fmt: skip
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def fill(
    data: bytes, evaluation: Evaluation, overwrite: bool = False
) -> tuple[bytes | None, tuple[Problem, ...]]:
    """A copy of the input with the points filled in, and what is to be told of it.

    None when no copy can be made; a problem says why.  The same input gives the same bytes.
    """
    book, scorecard, scheme = evaluation.book, evaluation.scorecard, evaluation.scheme
    if book is None or scorecard is None or scheme is None:
        return None, ()
    if book.kind not in (FileKind.XLSX, FileKind.XLSM):
        return None, (Problem("fill.kind", found=f".{book.kind.value}"),)
    try:
        macros = book.kind is FileKind.XLSM
        if too_large(data) or _merges_too_much(book):
            return None, (Problem("fill.too_large"),)
        lost = losses(data, macros=macros)
        opened = load_workbook(BytesIO(data), keep_vba=macros, rich_text=True)
    except _FAULTS:
        return None, (Problem("fill.not_loaded"),)
    _apply(opened, marks(locate(book), scorecard, scheme), overwrite)
    try:
        saved = _saved(opened)
    except _FAULTS:
        return None, (Problem("fill.not_loaded"),)
    return saved, tuple(_told(book, lost))


def _merges_too_much(book: Book) -> bool:
    areas = [area for sheet in book.sheets for area in sheet.merges]
    return any((area.bottom - area.top + 1) * (area.right - area.left + 1) > _MOST_MERGED for area in areas)


def _told(book: Book, lost: tuple[str, ...]) -> Iterator[Problem]:
    if lost:
        yield Problem("fill.dropped", found="、".join(lost))
    formulas = sum(cell.formula is not None for sheet in book.sheets for cell in sheet.cells.values())
    if formulas:
        yield Problem("fill.formulas", found=str(formulas))


# ---------------------------------------------------------------- cell by cell


def _apply(opened: Workbook, wanted: Iterable[Mark], overwrite: bool) -> None:
    corners: dict[str, Mapping[tuple[int, int], tuple[int, int]]] = {}
    for mark in wanted:
        if mark.place.sheet not in opened.sheetnames:
            continue
        sheet = opened[mark.place.sheet]
        if not isinstance(sheet, Worksheet):
            continue
        if mark.place.sheet not in corners:
            corners[mark.place.sheet] = _corners(sheet)
        row, column = mark.place.row, mark.place.column
        row, column = corners[mark.place.sheet].get((row, column), (row, column))
        cell = sheet.cell(row, column)
        assert isinstance(cell, Cell)
        _mark(cell, mark, overwrite)


def _corners(sheet: Worksheet) -> Mapping[tuple[int, int], tuple[int, int]]:
    """The first cell of each merged area, by every cell that it covers."""
    found = {}
    for area in sheet.merged_cells.ranges:
        corner = area.min_row, area.min_col
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                found[row, column] = corner
    return found


def _mark(cell: Cell, mark: Mark, overwrite: bool) -> None:
    if mark.fill:
        _colour(cell, mark.fill)
    if _is_empty(cell):
        _fill_in(cell, mark)
    elif mark.differs and overwrite and mark.value is not None:
        _replace(cell, mark)
    elif mark.differs:
        _colour(cell, _DIFFERS)
        _comment(cell, mark.note)
    elif mark.value is None and mark.note:
        _comment(cell, mark.note)


def _fill_in(cell: Cell, mark: Mark) -> None:
    if mark.value is not None:
        _write(cell, mark)
    elif mark.note:
        _comment(cell, mark.note)


def _replace(cell: Cell, mark: Mark) -> None:
    """A formula of the unit stays: it is calculated anew from what was filled in."""
    if cell.data_type != "f":
        _comment(cell, f"原填 {cell.value}。{mark.note}")
        _write(cell, mark)


def _is_empty(cell: Cell) -> bool:
    return cell.value is None or (isinstance(cell.value, str) and not cell.value.strip())


def _write(cell: Cell, mark: Mark) -> None:
    assert mark.value is not None
    whole = mark.value == mark.value.to_integral_value()
    cell.value = int(mark.value) if whole else float(mark.value)
    if mark.is_rate and "%" not in cell.number_format:
        cell.number_format = "0.00%"
    elif cell.number_format == "@":
        cell.number_format = "General"


def _colour(cell: Cell, colour: str) -> None:
    cell.fill = PatternFill("solid", start_color=f"FF{colour}", end_color=f"FF{colour}")


def _comment(cell: Cell, text: str) -> None:
    """Beside what a person remarked there already."""
    known = cell.comment.text.rstrip() if cell.comment is not None else ""
    if text in known:
        return
    whole = f"{known}\n{text}" if known else text
    cell.comment = Comment(whole, _AUTHOR, height=40 + 18 * (len(whole) // 18 + 1), width=260)


# ---------------------------------------------------------------- bytes


def _saved(opened: Workbook) -> bytes:
    """The copy's bytes, without the moment of saving in them."""
    if opened.calculation is not None:
        opened.calculation.fullCalcOnLoad = True
    kept = opened.properties.created
    raw = BytesIO()
    opened.save(raw)
    moment = kept.strftime("%Y-%m-%dT%H:%M:%SZ").encode() if kept else b"2000-01-01T00:00:00Z"
    target = BytesIO()
    with ZipFile(raw) as source, ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for info in source.infolist():
            part = source.read(info)
            if info.filename == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>" + moment + rb"\g<2>", part)
            elif info.filename == "xl/styles.xml":
                part = _FONT.sub(_in_order, part)
            fixed = ZipInfo(info.filename, _FIRST_DAY)
            fixed.compress_type = ZIP_DEFLATED
            copy.writestr(fixed, part)
    return target.getvalue()


def _in_order(font: re.Match[bytes]) -> bytes:
    """A font's parts in the order that the format asks for; openpyxl has one of its own."""
    parts = sorted(_FONT_PART.finditer(font[2]), key=lambda part: _FONT_ORDER.index(part[1]))
    return font[1] + b"".join(part[0] for part in parts) + font[3]
