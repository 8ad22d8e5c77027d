"""What stands in which cell of a workbook: pure data, before any writer is asked.

Rows and columns are counted from 1, as in ``model.Place``; widths are in characters, heights in points.
A sheet is filled through ``put``, ``merge`` and the lists; ``book.write_book`` turns it into bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from perf_xlsx.model import Area, column_letters

Value: TypeAlias = str | Decimal | int | float | date | None
"""A cell's value: text (always written as text), number, day, or nothing."""

MAX_ROW_HEIGHT: Final = 409
_PIECE: Final = 250
"""A text within a formula holds 255 characters."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks.  Colours are RRGGBB, empty for none; ``border`` is "", "thin", "hair" or "medium".

    ``number_format`` is Excel's own ("@" for text cells in which people type).
    """

    font: str = "宋体"
    size: float = 10
    bold: bool = False
    italic: bool = False
    underline: bool = False
    color: str = "000000"
    fill: str = ""
    border: str = "thin"
    border_color: str = "7F7F7F"
    align: str = "left"
    valign: str = "vcenter"
    wrap: bool = True
    shrink: bool = False
    indent: int = 0
    number_format: str = "General"


def formatted(style: Style, number_format: str) -> Style:
    """The same style with a number format."""
    return style if number_format == style.number_format else _formatted(style, number_format)


@lru_cache(maxsize=4096)
def _formatted(style: Style, number_format: str) -> Style:
    return replace(style, number_format=number_format)


class CellPlan(NamedTuple):
    """One cell.  With a ``formula`` (without "="), ``value`` is its stored result.

    ``link`` is a place in the workbook to jump to, such as ``'01 法援'!G12``.
    """

    value: Value
    style: Style
    formula: str | None = None
    link: str | None = None


_cell = tuple.__new__
"""Makes a ``CellPlan`` of its four values without a call in between: half the time of each cell."""


class OnError(StrEnum):
    """What Excel does with an entry that a validation refuses."""

    STOP = "stop"
    WARN = "warning"
    INFORM = "information"


@dataclass(frozen=True, slots=True)
class Validation:
    """What may be typed into an area: a list, a number between two ends, a date, or anything.

    ``source`` of a list is its entries or a formula (a range); ``low`` and ``high`` are numbers or
    formulas without "=".
    """

    area: Area
    kind: str  # "list", "decimal", "date", "any"
    source: tuple[str, ...] | str = ()
    low: str | Decimal | date | None = None
    high: str | Decimal | date | None = None
    title: str = ""
    message: str = ""
    error_title: str = ""
    error: str = ""
    on_error: OnError = OnError.WARN


@dataclass(frozen=True, slots=True)
class Highlight:
    """A conditional format: ``formula`` (without "=") is that of the area's first cell.

    Only ``color``, ``fill``, ``bold`` and ``italic`` of the style count.
    """

    area: Area
    formula: str
    style: Style


@dataclass(frozen=True, slots=True)
class PrintSetup:
    """A4 by default, one page wide.  ``&`` in header and footer has Excel's meaning."""

    landscape: bool = True
    area: Area | None = None
    repeat_rows: tuple[int, int] | None = None
    pages_wide: int = 1
    pages_tall: int = 0
    header: str = ""
    footer: str = ""
    margins: tuple[float, float, float, float] = (0.5, 0.5, 0.6, 0.6)  # left, right, top, bottom; inches
    centre: bool = True


@dataclass(frozen=True, slots=True)
class Series:
    """A series of a bar chart: ranges as formulas without "="; ``pattern`` survives grey print."""

    name: str
    categories: str
    values: str
    color: str
    pattern: str = ""
    labels: bool = False


@dataclass(frozen=True, slots=True)
class BarChart:
    """Stacked horizontal bars, placed with its corner at a cell, in pixels."""

    row: int
    column: int
    width: int
    height: int
    title: str
    series: tuple[Series, ...]
    minimum: float = 0
    maximum: float | None = None
    description: str = ""
    horizontal: bool = True
    axis_title: str = ""
    line: bool = False  # a line with markers instead of bars


StreamedRow: TypeAlias = tuple[float | None, Sequence[CellPlan]]
"""A row's height (None for Excel's own) and its cells from the first column on, without links."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Rows ``first`` to ``last``, made while they are written: a list of any length is never held.

    ``styles`` are all that their cells have.
    """

    first: int
    last: int
    columns: int
    styles: tuple[Style, ...]
    rows: Callable[[], Iterable[StreamedRow]]


@dataclass(slots=True)
class SheetPlan:
    """One sheet, filled step by step by the module that plans it."""

    name: str
    cells: dict[tuple[int, int], CellPlan] = field(default_factory=dict)
    stream: Stream | None = None
    merges: list[Area] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    column_styles: dict[int, Style] = field(default_factory=dict)
    hidden_columns: set[int] = field(default_factory=set)
    heights: dict[int, float] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    outline_rows: dict[int, int] = field(default_factory=dict)
    collapsed_row: int | None = None
    validations: list[Validation] = field(default_factory=list)
    highlights: list[Highlight] = field(default_factory=list)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    text_numbers: list[Area] = field(default_factory=list)  # no green triangle for a number as text
    charts: list[BarChart] = field(default_factory=list)
    page: PrintSetup = PrintSetup()
    freeze: tuple[int, int] | None = None  # first row and column that scroll
    autofilter: Area | None = None
    tab_color: str = ""
    zoom: int = 100
    gridlines: bool = False
    hidden: bool = False
    active_cell: tuple[int, int] | None = None

    def put(
        self,
        row: int,
        column: int,
        value: Value,
        style: Style,
        formula: str | None = None,
        link: str | None = None,
    ) -> None:
        """Set one cell; a formula comes with its stored result as ``value``."""
        self.cells[row, column] = _cell(CellPlan, (value, style, formula, link))

    def merge(
        self, area: Area, value: Value, style: Style, formula: str | None = None, link: str | None = None
    ) -> None:
        """Set a merged area; its blank cells carry the style, so that all borders are drawn."""
        blank = _cell(CellPlan, (None, style, None, None))
        cells = self.cells
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                cells[row, column] = blank
        cells[area.top, area.left] = _cell(CellPlan, (value, style, formula, link))
        if area.top != area.bottom or area.left != area.right:
            self.merges.append(area)

    def at(self, row: int, column: int) -> str:
        """The address of a cell from another sheet: ``'01 法援'!G12``."""
        return f"{quoted(self.name)}!{address(row, column)}"


@dataclass(frozen=True, slots=True)
class BookPlan:
    """A workbook: its sheets in order, the names and properties.

    ``created`` is fixed by the caller: the same plan gives the same bytes.
    """

    sheets: tuple[SheetPlan, ...]
    created: datetime
    names: Mapping[str, str] = field(default_factory=dict)  # name → formula without "="
    title: str = ""
    subject: str = ""
    author: str = ""
    comments: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=8192)
def address(row: int, column: int) -> str:
    """A relative address: (12, 7) → G12."""
    return f"{column_letters(column)}{row}"


def fixed(row: int, column: int) -> str:
    """An absolute address: (12, 7) → $G$12."""
    return f"${column_letters(column)}${row}"


def span(area: Area) -> str:
    """The address of an area: G12:H20."""
    return f"{address(area.top, area.left)}:{address(area.bottom, area.right)}"


@lru_cache(maxsize=1024)
def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def literal(text: str) -> str:
    """A text as a formula writes it: "a""b"; longer than 250 characters in joined pieces."""
    if len(text) <= _PIECE:
        return '"' + text.replace('"', '""') + '"'
    return "&".join(literal(text[start : start + _PIECE]) for start in range(0, len(text), _PIECE))
