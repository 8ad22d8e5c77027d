"""A list on a sheet of 汇总: title, a line of explanation, header with filter, rows, a total that adds up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from perf_xlsx.model import Area, column_letters
from perf_xlsx.writing import styles
from perf_xlsx.writing.heights import fitted_height
from perf_xlsx.writing.plan import PrintSetup, SheetPlan, Style, Value

TITLE_ROW: Final = 1
NOTE_ROW: Final = 2
HEAD_ROW: Final = 4
FIRST_ROW: Final = HEAD_ROW + 1
FOOTER: Final = "&C第 &P 页 共 &N 页"
NOTHING: Final = "无"

_LEAST_HEIGHT: Final = 18.0
_FITTED_ROWS: Final = 2_000
"""In longer lists every row has the plain height: nobody prints them, and Excel opens them faster."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``adds`` for one that the total row sums."""

    title: str
    width: float
    style: Style = styles.CELL
    adds: bool = False


@dataclass(frozen=True, slots=True)
class Computed:
    """A cell with a formula and its stored result; ``{row}`` in the formula is the row's number."""

    value: Value
    formula: str


Entry: TypeAlias = Value | Computed


def list_sheet(
    name: str,
    title: str,
    note: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Entry]],
    *,
    landscape: bool = True,
    freeze_columns: int = 0,
) -> tuple[SheetPlan, int]:
    """The sheet and the number of its last row (the header's when the list is empty)."""
    sheet = SheetPlan(name)
    last = len(columns)
    sheet.merge(Area(TITLE_ROW, 1, TITLE_ROW, last), title, styles.TITLE)
    sheet.heights[TITLE_ROW] = 30
    sheet.merge(Area(NOTE_ROW, 1, NOTE_ROW, last), note, styles.SMALL)
    sheet.heights[NOTE_ROW] = fitted_height(note, sum(column.width for column in columns), 9, 15)
    for place, column in enumerate(columns, start=1):
        sheet.widths[place] = column.width
        sheet.put(HEAD_ROW, place, column.title, styles.HEAD)
    sheet.heights[HEAD_ROW] = 30
    row = HEAD_ROW
    for row, entries in enumerate(rows, start=FIRST_ROW):
        _put_row(sheet, row, columns, entries)
    if row == HEAD_ROW:
        sheet.merge(Area(FIRST_ROW, 1, FIRST_ROW, last), NOTHING, styles.CELL_CENTRE)
    else:
        sheet.autofilter = Area(HEAD_ROW, 1, row, last)
    sheet.freeze = (FIRST_ROW, freeze_columns + 1)
    sheet.page = PrintSetup(landscape=landscape, repeat_rows=(HEAD_ROW, HEAD_ROW), footer=FOOTER)
    return sheet, row


def _put_row(sheet: SheetPlan, row: int, columns: Sequence[Column], entries: Sequence[Entry]) -> None:
    height = _LEAST_HEIGHT
    for place, (column, entry) in enumerate(zip(columns, entries, strict=True), start=1):
        if isinstance(entry, Computed):
            sheet.put(row, place, entry.value, column.style, entry.formula.format(row=row))
            continue
        sheet.put(row, place, entry, column.style)
        if isinstance(entry, str) and entry and row <= _FITTED_ROWS:
            height = max(height, fitted_height(entry, column.width, column.style.size))
    if row <= _FITTED_ROWS:
        sheet.heights[row] = height


def put_total(sheet: SheetPlan, row: int, columns: Sequence[Column], sums: Sequence[Entry]) -> None:
    """The row 合计 below a list: what adds up is a formula over the rows above."""
    for place, (column, entry) in enumerate(zip(columns, sums, strict=True), start=1):
        style = _total_style(column.style)
        if isinstance(entry, Computed):
            sheet.put(row, place, entry.value, style, entry.formula.format(row=row))
        elif column.adds:
            letters = column_letters(place)
            sheet.put(row, place, entry, style, f"SUM({letters}{FIRST_ROW}:{letters}{row - 1})")
        else:
            sheet.put(row, place, entry, style)
    sheet.heights[row] = 20


def _total_style(style: Style) -> Style:
    if style.number_format == "General":
        return styles.SUM
    return {
        styles.CELL_MONEY: styles.SUM_MONEY,
        styles.CELL_RATE: styles.SUM_RATE,
        styles.CELL_POINTS: styles.SUM_POINTS,
    }.get(style, styles.SUM)
