"""应报清单: which units are to hand in which projects, with what was approved for each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from perf_xlsx.model import Book, Cell, Problem, Sheet
from perf_xlsx.reading.open import read_book
from perf_xlsx.text import label, shown
from perf_xlsx.values.phrase import parse
from perf_xlsx.values.units import factor

_HEADER_ROWS: Final = 30
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_MONEY: Final = ("亿元", "万元", "元")


@dataclass(frozen=True, slots=True)
class Expected:
    """A project that is to be handed in.  Money in 万元, None where the roster says nothing.

    ``targets``: approved 指标值 by indicator name.  ``row`` is where the roster names it.
    """

    unit: str
    project: str
    department: str = ""
    budget: Decimal | None = None
    adjusted: Decimal | None = None
    approval: str = ""
    targets: tuple[tuple[str, str], ...] = ()
    row: int = 0


@dataclass(frozen=True, slots=True)
class Roster:
    """The list, and what could not be read of it."""

    expected: tuple[Expected, ...]
    problems: tuple[Problem, ...] = ()


@cache
def _columns() -> Mapping[str, str]:
    table = tomllib.loads((files("perf_xlsx.desk") / "roster.toml").read_text("utf-8"))
    return {label(word): field for field, words in table["columns"].items() for word in words}


def read_roster(data: bytes, name: str) -> Roster:
    """Read a roster workbook: the first sheet with a column of units and one of projects."""
    book = read_book(data, name)
    return Roster((), (book,)) if isinstance(book, Problem) else roster_of(book)


def roster_of(book: Book) -> Roster:
    """The roster of a workbook that was read."""
    for sheet in book.sheets:
        header = _header(sheet)
        if header is not None:
            row, columns, unit = header
            return Roster(tuple(_merged(_lines(sheet, row, columns, unit))))
    return Roster((), (_unknown(book),))


def _unknown(book: Book) -> Problem:
    return Problem("roster.no_columns", found="、".join(sheet.name for sheet in book.sheets))


def _header(sheet: Sheet) -> tuple[int, dict[str, int], str] | None:
    """The header row with its columns and the unit of money that it states."""
    rows: dict[int, dict[str, int]] = {}
    money = ""
    for (row, column), cell in sheet.cells.items():
        if row > _HEADER_ROWS:
            continue
        text = label(cell.text)
        field = _columns().get(_BRACKETS.sub("", text), "")
        if field:
            rows.setdefault(row, {}).setdefault(field, column)
        money = money or _stated_unit(text)
    for row in sorted(rows):
        if "project" in rows[row] and ("unit" in rows[row] or "department" in rows[row]):
            return row, rows[row], money or "万元"
    return None


def _stated_unit(text: str) -> str:
    """万元 or 元 where a header says it: 批复预算（万元）, 单位：元."""
    if "(" not in text and "单位:" not in text:
        return ""
    return next((unit for unit in _MONEY if f"({unit}" in text or f"单位:{unit}" in text), "")


def _lines(sheet: Sheet, header: int, columns: Mapping[str, int], unit: str) -> Iterator[Expected]:
    last = max((row for row, _ in sheet.cells), default=0)
    above: dict[str, str] = {}
    for row in range(header + 1, last + 1):
        cells = {field: sheet.at(row, column) for field, column in columns.items()}
        texts = {field: shown(cell.text) if cell else "" for field, cell in cells.items()}
        for field in ("unit", "department", "project"):  # merged or only written once
            texts[field] = above[field] = texts.get(field) or above.get(field, "")
        if not any(cells.values()) or not texts["project"]:
            continue
        name = texts.get("indicator", "")
        yield Expected(
            texts["unit"] or texts["department"],
            texts["project"],
            texts["department"],
            _money(cells.get("budget"), unit),
            _money(cells.get("adjusted"), unit),
            texts.get("approval", ""),
            ((name, texts.get("target", "")),) if name else (),
            row,
        )


def _money(cell: Cell | None, unit: str) -> Decimal | None:
    """An amount in 万元; the cell's own unit wins over the header's."""
    if cell is None:
        return None
    amounts = parse(cell.text).amounts
    if len(amounts) != 1:
        return None
    ratio = factor(amounts[0].unit if amounts[0].unit in _MONEY else unit, "万元")
    return amounts[0].low * ratio.numerator / ratio.denominator


def _merged(lines: Iterator[Expected]) -> Iterator[Expected]:
    """The rows of one project, which may have one row per indicator, as one."""
    found: dict[tuple[str, str], list[Expected]] = {}
    for line in lines:
        found.setdefault((label(line.unit), label(line.project)), []).append(line)
    for rows in found.values():
        first = rows[0]
        yield Expected(
            first.unit,
            first.project,
            first.department,
            next((row.budget for row in rows if row.budget is not None), None),
            next((row.adjusted for row in rows if row.adjusted is not None), None),
            next((row.approval for row in rows if row.approval), ""),
            tuple(target for row in rows for target in row.targets),
            first.row,
        )
