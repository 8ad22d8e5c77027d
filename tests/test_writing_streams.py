"""Lists of any length: rows made while they are written, within the limits of a sheet."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest

from perf_xlsx.batch.lists import FIRST_ROW, MOST_ROWS, Column, Computed, list_sheet
from perf_xlsx.writing import styles
from perf_xlsx.writing.book import write_book
from perf_xlsx.writing.limits import MAX_ROWS, PlanError
from perf_xlsx.writing.plan import BookPlan, CellPlan, SheetPlan, Stream

COLUMNS = (Column("名称", 20), Column("数", 10, styles.CELL_MONEY), Column("倍", 10, styles.CELL_MONEY))
ROWS = ("甲", " 空格 ", "=1+1", "<b>&", "", "长" * 100)


def book(*sheets: SheetPlan) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_book(BookPlan(sheets, datetime(2021, 1, 1)))))


def listed(rows: tuple[str, ...]) -> SheetPlan:
    sheet, last = list_sheet(
        "表", "标题", "说明", COLUMNS, rows,
        lambda number, text: [text, Decimal(number), Computed(Decimal(2 * number), "B{row}*2")],
    )  # fmt: skip
    sheet.put(last + 1, 1, "合计", styles.SUM)
    return sheet


def test_a_list_is_written_with_its_texts_numbers_and_formulas() -> None:
    sheet = book(listed(ROWS))["表"]
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=FIRST_ROW)]
    assert rows == [
        *((text or None, number, f"=B{FIRST_ROW + number - 1}*2") for number, text in enumerate(ROWS, 1)),
        ("合计", None, None),
    ]
    assert sheet.auto_filter.ref == f"A4:C{FIRST_ROW + len(ROWS) - 1}"
    assert sheet.cell(FIRST_ROW, 2).number_format == styles.CELL_MONEY.number_format


def test_rows_of_a_list_are_as_high_as_their_texts() -> None:
    heights = book(listed(ROWS))["表"].row_dimensions
    assert heights[FIRST_ROW].height < 20
    assert heights[FIRST_ROW + len(ROWS) - 1].height > 100


def test_the_same_list_gives_the_same_bytes_twice() -> None:
    plan = BookPlan((listed(ROWS),), datetime(2021, 1, 1))
    assert write_book(plan) == write_book(plan)


def test_rows_are_asked_for_one_by_one() -> None:
    made = []

    def entries(number: int, row: str) -> list[str | None]:
        made.append(number)
        return [row, None, None]

    sheet, _ = list_sheet("表", "标题", "说明", COLUMNS, ROWS, entries)
    assert not made
    book(sheet)
    assert made == [1, 2, 3, 4, 5, 6]


class Million:
    """A list that is longer than a sheet, without being there."""

    def __len__(self) -> int:
        return 2_000_000

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __contains__(self, _: object) -> bool:
        return False


def test_a_list_longer_than_a_sheet_is_cut_and_says_so() -> None:
    sheet, last = list_sheet("表", "标题", "说明。", COLUMNS, Million(), lambda _, text: [text, None, None])
    assert last + 1 == MAX_ROWS
    assert sheet.cells[2, 1].value == (
        f"说明。共 2000000 行，超出一张工作表能有的行数，只列前 {MOST_ROWS} 行。"
    )


def test_a_stream_beyond_the_last_row_is_refused() -> None:
    rows: list[tuple[None, list[CellPlan]]] = []
    sheet = SheetPlan("表", stream=Stream(1, MAX_ROWS + 1, 1, (styles.CELL,), lambda: rows))
    with pytest.raises(PlanError):
        book(sheet)
