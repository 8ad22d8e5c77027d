"""A list as a sheet shows it: a title, a word on how it was made, a header, rows of fitting height."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from perf_xlsx.model import Area
from perf_xlsx.writing import styles
from perf_xlsx.writing.heights import fits, fitted_height, lines
from perf_xlsx.writing.plan import SheetPlan, Style, Value, literal

MADE_BY_RUN: Final = "按原表生成，改数后请重新运行。"
NOTHING: Final = "无"


MOST_LINKED: Final = 250
"""A HYPERLINK formula shows no more than 255 characters."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its header, its width and the style of its cells."""

    title: str
    width: float
    style: Style = styles.CELL


class Entry(NamedTuple):
    """A cell of a list that is more than a value."""

    value: Value
    formula: str | None = None
    link: str | None = None
    style: Style | None = None


def jump(text: str, target: str, width: float, size: float = 10) -> Entry:
    """A link.  Where its text needs several lines it is a HYPERLINK formula: some programs don't wrap
    the text of a plain link."""
    if lines(text, width, size) == 1 or len(text) > MOST_LINKED:
        return Entry(text, link=target)
    return Entry(text, f"HYPERLINK({literal('#' + target)},{literal(text)})")


def titled(
    name: str, title: str, note: str, columns: Sequence[Column], last: int, tab: str = ""
) -> SheetPlan:
    """A sheet with a title and a note over its first ``last`` columns (those that are printed)."""
    sheet = SheetPlan(name, tab_color=tab)
    sheet.widths = {number: column.width for number, column in enumerate(columns, start=1)}
    sheet.merge(Area(1, 1, 1, last), title, styles.TITLE)
    sheet.merge(Area(2, 1, 2, last), note, styles.SMALL)
    sheet.heights[1] = 32
    width = sum(column.width for column in columns[:last])
    sheet.heights[2] = fitted_height(note, width, 9, least=16)
    return sheet


def header(sheet: SheetPlan, row: int, columns: Sequence[Column]) -> None:
    """The header row of a list."""
    for number, column in enumerate(columns, start=1):
        sheet.put(row, number, column.title, styles.HEAD)
    sheet.heights[row] = max(fitted_height(column.title, column.width, least=24) for column in columns)


def fill(
    sheet: SheetPlan, first: int, columns: Sequence[Column], rows: Iterable[Sequence[Value | Entry]]
) -> int:
    """The rows of a list from a row on; an empty list says 无.  Gives the last row."""
    last, put = first - 1, sheet.put
    for last, cells in enumerate(rows, start=first):
        height = 20.0
        for number, (column, cell) in enumerate(zip(columns, cells, strict=True), start=1):
            value, formula, link, own = cell if isinstance(cell, Entry) else (cell, None, None, None)
            style = own or column.style
            put(last, number, value, style, formula, link)
            if isinstance(value, str) and style.wrap and not fits(value, column.width):
                height = max(height, fitted_height(value, column.width, style.size))
        sheet.heights[last] = height
    if last < first:
        last = first
        sheet.merge(Area(first, 1, first, len(columns)), NOTHING, styles.CELL_CENTRE)
        sheet.heights[first] = 24
    return last
