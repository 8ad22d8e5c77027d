"""A list on a sheet of 汇总: title, a line of explanation, header with filter, rows, a total that adds up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, TypeAlias, TypeVar

from perf_xlsx.model import Area, column_letters
from perf_xlsx.writing import styles
from perf_xlsx.writing.heights import fitted_height
from perf_xlsx.writing.limits import MAX_ROWS
from perf_xlsx.writing.plan import CellPlan, PrintSetup, SheetPlan, Stream, StreamedRow, Style, Value

T = TypeVar("T")

TITLE_ROW: Final = 1
NOTE_ROW: Final = 2
HEAD_ROW: Final = 4
FIRST_ROW: Final = HEAD_ROW + 1
FOOTER: Final = "&C第 &P 页 共 &N 页"
NOTHING: Final = "无"

MOST_ROWS: Final = MAX_ROWS - HEAD_ROW - 1
"""So many rows a list can have, with its total below."""

_LEAST_HEIGHT: Final = 18.0
FITTED_ROWS: Final = 2_000
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
    rows: Collection[T] | Iterable[Any],
    entries: Callable[[int, T], Sequence[Entry]] | None = None,
    *,
    landscape: bool = True,
    freeze_columns: int = 0,
) -> tuple[SheetPlan, int]:
    """The sheet and the number of its last row (the header's when the list is empty).

    ``entries`` gives the cells of a row, whose number in the list counts from 1; it is asked while the
    book is written, so that nothing of a long list is held but ``rows``.
    """
    listed: Collection[Any] = rows if isinstance(rows, Collection) else list(rows)
    shown = min(len(listed), MOST_ROWS)
    if shown < len(listed):
        note = f"{note}共 {len(listed)} 行，超出一张工作表能有的行数，只列前 {shown} 行。"
    sheet, last = _headed(name, title, note, columns), HEAD_ROW + shown
    if shown:
        sheet.stream = _stream(columns, listed, entries or _as_given, last)
        sheet.autofilter = Area(HEAD_ROW, 1, last, len(columns))
    else:
        sheet.merge(Area(FIRST_ROW, 1, FIRST_ROW, len(columns)), NOTHING, styles.CELL_CENTRE)
    sheet.freeze = (FIRST_ROW, freeze_columns + 1)
    sheet.page = PrintSetup(landscape=landscape, repeat_rows=(HEAD_ROW, HEAD_ROW), footer=FOOTER)
    return sheet, last


def _headed(name: str, title: str, note: str, columns: Sequence[Column]) -> SheetPlan:
    """Title, note and header."""
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
    return sheet


def _stream(
    columns: Sequence[Column], rows: Collection[T], entries: Callable[[int, T], Sequence[Entry]], last: int
) -> Stream:
    looks = tuple(column.style for column in columns)

    def made() -> Iterator[StreamedRow]:
        for number, row in enumerate(islice(rows, last - HEAD_ROW), start=1):
            cells = entries(number, row)
            at = HEAD_ROW + number
            height = row_height(columns, cells) if at <= FITTED_ROWS else None
            yield height, [cell(entry, style, at) for entry, style in zip(cells, looks, strict=True)]

    return Stream(FIRST_ROW, last, len(columns), looks, made)


def _as_given(_: int, row: Sequence[Entry]) -> Sequence[Entry]:
    return row


def cell(entry: Entry, style: Style, row: int) -> CellPlan:
    """A cell of a list's row."""
    if isinstance(entry, Computed):
        return CellPlan(entry.value, style, entry.formula.format(row=row))
    return CellPlan(entry, style)


def row_height(columns: Sequence[Column], entries: Sequence[Entry]) -> float:
    """The height that the longest text of a row needs."""
    needed = (
        fitted_height(entry, column.width, column.style.size, _LEAST_HEIGHT)
        for column, entry in zip(columns, entries, strict=True)
        if isinstance(entry, str) and entry
    )
    return max(needed, default=_LEAST_HEIGHT)


def put_total(sheet: SheetPlan, row: int, columns: Sequence[Column], sums: Sequence[Entry]) -> None:
    """The row 合计 below a list: what adds up is a formula over the rows above, blank over no number."""
    for place, (column, entry) in enumerate(zip(columns, sums, strict=True), start=1):
        style = _total_style(column.style)
        if isinstance(entry, Computed):
            sheet.put(row, place, entry.value, style, entry.formula.format(row=row))
        elif column.adds:
            area = f"{column_letters(place)}{FIRST_ROW}:{column_letters(place)}{row - 1}"
            value = "" if entry is None else entry
            sheet.put(row, place, value, style, f'IF(COUNT({area})=0,"",SUM({area}))')
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
