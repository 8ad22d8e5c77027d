"""On ordinary workbooks the door agrees with openpyxl and python-calamine."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import python_calamine
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xlsx.model import Book
from perf_xlsx.reading.open import read_book

TEXTS = st.text(alphabet="绩效指标≥≤%件万元 Aa1.<>&\"'\n①，（）", min_size=1, max_size=12).filter(
    lambda text: text.strip() and not text.startswith("=")
)
NUMBERS = st.one_of(
    st.integers(-(10**9), 10**9),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: float(f"{number:.6g}")),
)
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))
VALUES = st.one_of(TEXTS, NUMBERS, st.booleans(), DAYS)
GRIDS = st.dictionaries(st.tuples(st.integers(0, 40), st.integers(0, 30)), VALUES, min_size=1, max_size=25)


def written(grid: dict[tuple[int, int], object]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("表")
        day, percent = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "0.00%"})
        for (row, column), value in grid.items():
            if isinstance(value, bool):
                sheet.write_boolean(row, column, value)
            elif isinstance(value, date):
                sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)
            elif isinstance(value, str):
                sheet.write_string(row, column, value)
            else:
                sheet.write_number(row, column, value, percent if column % 2 else None)
    return target.getvalue()


def ours(data: bytes) -> dict[tuple[int, int], object]:
    book = read_book(data, "a.xlsx")
    assert isinstance(book, Book)
    found: dict[tuple[int, int], object] = {}
    for (row, column), cell in book.sheets[0].cells.items():
        value: object = cell.text if cell.number is None else float(cell.number)
        if cell.date is not None:
            value = cell.date
        found[row - 1, column - 1] = {"TRUE": True, "FALSE": False}.get(cell.text, value)
    return found


def plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.date()
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


@settings(max_examples=60, deadline=None, derandomize=True)
@given(GRIDS)
def test_values_are_those_that_were_written_and_those_that_others_read(
    grid: dict[tuple[int, int], object],
) -> None:
    data = written(grid)
    expected = {key: plain(value) for key, value in grid.items()}
    assert ours(data) == expected
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert {
        (cell.row - 1, cell.column - 1): plain(cell.value)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    } == expected
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    top, left = rows.start or (0, 0)
    assert {
        (top + row, left + column): plain(value)
        for row, cells in enumerate(rows.to_python(skip_empty_area=True))
        for column, value in enumerate(cells)
        if value != ""
    } == expected
