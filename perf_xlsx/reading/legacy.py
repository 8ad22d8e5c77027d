"""Old workbooks (.xls, WPS .et) by xlrd: values, number formats, merged areas, what is hidden.

xlrd gives no formula texts: a formula's stored result stands as a value.
"""

from __future__ import annotations

import struct
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from perf_xlsx.model import Area, Book, Cell, FileKind, Place, Problem, Sheet
from perf_xlsx.reading import limits
from perf_xlsx.reading.cells import Cells, error_look, text_look
from perf_xlsx.reading.compound import SIGNATURE, BrokenCompoundError, Compound, is_cut_off
from perf_xlsx.reading.encryption import old_workbook_lock
from perf_xlsx.reading.ghosts import cut_merges, take_ghosts
from perf_xlsx.reading.noticed import odd_cells, together
from perf_xlsx.reading.number_format import GENERAL
from perf_xlsx.reading.numbers import of_float
from perf_xlsx.reading.refusal import refusal

if TYPE_CHECKING:
    import xlrd

_FAILURES: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
"""How xlrd fails at broken bytes: it trusts what it reads."""

_BLANKS: Final = 0x00BE
"""The record that holds many blank cells of one row."""

_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = range(6)


def read_old(data: bytes, kind: FileKind) -> Book:
    """The workbook in old bytes; raises ``Refusal`` when it is locked or broken."""
    lock = old_workbook_lock(data)
    if lock:
        raise refusal(lock)
    if _cells(data) > limits.OLD_CELLS:
        raise refusal("file.too_many_cells", expected=str(limits.OLD_CELLS))
    import xlrd  # costs start-up time that no other kind of file should pay

    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=StringIO(), on_demand=False
        )
        return _book(book, kind)
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError, *_FAILURES):
        raise refusal("file.truncated" if _is_cut_off(data) else "file.old_excel") from None


def _cells(data: bytes) -> int:
    """About how many cells the records hold, blank ones included: xlrd keeps each of them."""
    stream = data
    if data.startswith(SIGNATURE):
        try:
            compound = Compound(data)
            stream = max((compound.read(name, len(data)) for name in compound.streams), key=len, default=b"")
        except BrokenCompoundError:
            return 0
    count = position = 0
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        count += size // 2 if kind == _BLANKS else 1
        position += 4 + size
    return count


def _is_cut_off(data: bytes) -> bool:
    return data.startswith(SIGNATURE) and is_cut_off(data)


def _book(book: xlrd.Book, kind: FileKind) -> Book:
    formats = [_code(book, xf.format_key) for xf in book.xf_list]
    cells = Cells(formats, from_1904=book.datemode == 1)
    problems: list[Problem] = []
    room = limits.CELLS
    sheets = []
    for sheet in book.sheets():
        found = _sheet(sheet, cells, room, problems)
        room -= len(found.cells)
        sheets.append(found)
    if not sheets:
        raise refusal("file.no_sheets")
    return Book(kind, tuple(sheets), problems=together(problems))


def _code(book: xlrd.Book, key: int) -> str:
    found = book.format_map.get(key)
    code: str = found.format_str if found is not None else GENERAL
    return GENERAL if code.lower() in ("general", "g/通用格式") else code


def _sheet(sheet: xlrd.sheet.Sheet, cells: Cells, room: int, problems: list[Problem]) -> Sheet:
    columns = {index for index, info in sheet.colinfo_map.items() if info.hidden or info.width == 0}
    found: dict[tuple[int, int], Cell] = {}
    for row in range(sheet.nrows):
        info = sheet.rowinfo_map.get(row)
        row_hidden = info is not None and bool(info.hidden or info.height == 0)
        for column, kind in enumerate(sheet.row_types(row)):
            if kind in (_EMPTY, 6):
                continue
            made = _cell(sheet, cells, row, column, row_hidden or column in columns)
            if made is not None:
                found[row + 1, column + 1] = made
        if len(found) > room:
            raise refusal("file.too_many_cells", expected=str(limits.CELLS))
    merges = cut_merges(
        [Area(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells], found
    )
    ghosts = take_ghosts(merges, found)
    visible = sheet.visibility == 0
    if visible:
        problems += [*ghosts, *odd_cells(found)]
    return Sheet(sheet.name, found, merges, visible)


def _cell(sheet: xlrd.sheet.Sheet, cells: Cells, row: int, column: int, hidden: bool) -> Cell | None:
    place = Place(sheet.name, row + 1, column + 1)
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    code = cells.format_of(str(sheet.cell_xf_index(row, column)))
    if kind == _TEXT:
        return cells.cell(place, text_look(value, code), hidden=hidden)
    if kind == _BOOLEAN:
        return cells.cell(place, text_look("TRUE" if value else "FALSE", code), hidden=hidden)
    if kind == _ERROR:
        return cells.cell(place, error_look(_error(value), code), hidden=hidden)
    number = _number(value)
    return None if number is None else cells.cell(place, cells.number(number, code), hidden=hidden)


def _number(value: Any) -> Decimal | None:
    return of_float(float(value))


def _error(code: int) -> str:
    import xlrd

    text: str = xlrd.error_text_from_code.get(code, "#VALUE!")
    return text
