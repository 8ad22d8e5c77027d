"""What stands in the file: cells as they are, before anybody knows what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from perf_xlsx.model.findings import Problem
from perf_xlsx.model.places import Area, Place


class FileKind(StrEnum):
    """A workbook's format, told by its content and never by its name."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLS = "xls"
    ET = "et"
    ODS = "ods"
    XLSB = "xlsb"


class CellState(StrEnum):
    """Whether a cell's value can be trusted.

    ``NO_RESULT``: a formula that was never calculated.  ``STALE``: a formula whose stored result
    contradicts the cells it plainly refers to.  ``ERROR``: #DIV/0! and the like.
    """

    VALUE = "value"
    NO_RESULT = "no_result"
    STALE = "stale"
    ERROR = "error"


class Cell(NamedTuple):
    """One non-empty cell as a person sees it.

    ``text`` is what Excel shows (percent, dates and literal affixes by the number format, formulas by
    their result), in its raw characters.  ``number`` is the stored number, None for texts; a date has
    its serial in ``number`` and its day in ``date``.  ``formula`` is without the leading "=".
    """

    place: Place
    text: str
    number: Decimal | None = None
    date: date | None = None
    number_format: str = "General"
    formula: str | None = None
    state: CellState = CellState.VALUE
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its non-empty cells by (row, column), its merged areas, and whether people see it.

    ``margins``: what stands beside the cells: page headers and footers, text boxes.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[Area, ...] = ()
    visible: bool = True
    margins: tuple[str, ...] = ()

    def at(self, row: int, column: int) -> Cell | None:
        """The cell at an address, counted from 1; None when it is empty."""
        return self.cells.get((row, column))


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook as it stands: sheets in their order, the custom properties, what reading noticed."""

    kind: FileKind
    sheets: tuple[Sheet, ...]
    properties: Mapping[str, str] = field(default_factory=dict)
    created: datetime | None = None
    problems: tuple[Problem, ...] = ()
