"""应报清单: which units are to hand in which projects, with what was approved for each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from perf_xlsx.model import Book, Cell, Problem, Sheet
from perf_xlsx.reading.open import read_book
from perf_xlsx.text import label, shown
from perf_xlsx.values.names import without_code
from perf_xlsx.values.phrase import parse
from perf_xlsx.values.units import factor

_HEADER_ROWS: Final = 30
_LOWER_HEADERS: Final = 2
"""So many rows below the first one of a header may name its columns closer: 批复预算 over 年初, 调整后."""
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_STATED: Final = re.compile(r"(?:\(|单位:)(亿元|万元|元)(?![^(),;、/])")
_MONEY: Final = ("亿元", "万元", "元")


@dataclass(frozen=True, slots=True)
class Expected:
    """A project that is to be handed in.  Money in 万元, None where the roster says nothing.

    ``unit`` is without its budget code.  ``targets``: approved 指标值 by indicator name; a text that stands
    under 批复指标值 alone (培训≥100场；合格率≥95%) has no name.  ``row`` is where the roster names it.
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
def _words() -> Mapping[str, Mapping[str, str]]:
    """Field by label, for each table of ``roster.toml``."""
    tables = tomllib.loads((files("perf_xlsx.desk") / "roster.toml").read_text("utf-8"))
    return {
        name: {label(word): field for field, words in table.items() for word in words}
        for name, table in tables.items()
    }


def read_roster(data: bytes, name: str) -> Roster:
    """Read a roster workbook: every sheet that people see with a column of units and one of projects."""
    book = read_book(data, name)
    return Roster((), (book,)) if isinstance(book, Problem) else roster_of(book)


def roster_of(book: Book) -> Roster:
    """The roster of a workbook that was read."""
    headed = [(sheet, _header(sheet)) for sheet in book.sheets if sheet.visible]
    lines = [line for sheet, header in headed if header is not None for line in _lines(sheet, header)]
    if all(header is None for _, header in headed):
        return Roster((), (_unknown(book),))
    return Roster(tuple(_merged(lines)))


def _unknown(book: Book) -> Problem:
    return Problem("roster.no_columns", found="、".join(sheet.name for sheet in book.sheets))


@dataclass(frozen=True, slots=True)
class _Header:
    """The last row of a header, the column of each field, and the unit of money by column or for all."""

    row: int
    columns: Mapping[str, int]
    money: Mapping[int, str]
    stated: str


def _header(sheet: Sheet) -> _Header | None:
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if row <= _HEADER_ROWS:
            rows.setdefault(row, {})[column] = label(cell.text)
    for top in sorted(rows):
        columns = _named(rows[top])
        if "project" in columns and ("unit" in columns or "department" in columns):
            last = top
            for row in range(top + 1, top + 1 + _LOWER_HEADERS):
                lower = rows.get(row, {})
                if columns["project"] in lower or not _closer(rows[top], lower, columns):
                    break
                last = row
            texts = [text for row in range(1, last + 1) for text in rows.get(row, {}).values()]
            money = {
                column: unit
                for row in range(top, last + 1)
                for column, text in rows[row].items()
                if (unit := _stated_unit([text]))
            }
            return _Header(last, columns, money, _stated_unit(texts) or "万元")
    return None


def _named(texts: Mapping[int, str]) -> dict[str, int]:
    """The column of each field that a row names."""
    found: dict[str, int] = {}
    for column, text in texts.items():
        field = _words()["columns"].get(_BRACKETS.sub("", text), "")
        if field:
            found.setdefault(field, column)
    return found


def _closer(upper: Mapping[int, str], lower: Mapping[int, str], columns: dict[str, int]) -> bool:
    """Take over what a lower row of the header names closer; False when it names nothing."""
    found = _named(lower)
    for column, text in lower.items():
        field = _words()["below"].get(_BRACKETS.sub("", text), "")
        above = upper[max((each for each in upper if each <= column), default=column)] if upper else ""
        if field and "预算" in above:
            found.setdefault(field, column)
    columns.update({field: column for field, column in found.items() if field not in ("unit", "project")})
    return bool(found)


def _stated_unit(texts: Iterable[str]) -> str:
    """万元 or 元 where a header says it: 批复预算（万元）, 单位：元."""
    return next((found[1] for text in texts if (found := _STATED.search(text))), "")


def _lines(sheet: Sheet, header: _Header) -> Iterator[Expected]:
    last = max((row for row, _ in sheet.cells), default=0)
    above: dict[str, str] = {}
    for row in range(header.row + 1, last + 1):
        cells = {field: sheet.at(row, column) for field, column in header.columns.items()}
        texts = {field: shown(cell.text) for field, cell in cells.items() if cell}
        if not texts or _is_no_line([texts.get(field, "") for field in _NAMES]):
            continue
        above = _carried(above, texts)
        name, target = texts.get("indicator", ""), texts.get("target", "")
        if not above["project"] or not ("project" in texts or name or target):
            continue
        yield Expected(
            without_code(above["unit"] or above["department"]),
            above["project"],
            without_code(above["department"]),
            _money(cells.get("budget"), header, "budget"),
            _money(cells.get("adjusted"), header, "adjusted"),
            texts.get("approval", ""),
            ((name, target),) if target or name else (),
            row,
        )


_NAMES: Final = ("department", "unit", "project")
"""Each is written once for several rows (merged or not); another one ends those behind it."""


def _is_no_line(names: Sequence[str]) -> bool:
    """A row of sums, a header printed once more, or the numbers of the columns below it."""
    told = [name for name in names if name]
    numbered = len(told) > 1 and all(name.isdecimal() for name in told)
    return numbered or any(label(name) in _words()["no_line"] for name in told)


def _carried(above: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    fresh = False
    for field in _NAMES:
        before, own = above.get(field, ""), texts.get(field, "")
        found[field] = own or ("" if fresh else before)
        fresh = fresh or bool(own and own != before)
    return found


def _money(cell: Cell | None, header: _Header, field: str) -> Decimal | None:
    """An amount in 万元; the cell's own unit wins over its column's, and that over the sheet's."""
    if cell is None:
        return None
    unit = header.money.get(header.columns[field], header.stated)
    amounts = parse(cell.text).amounts
    if len(amounts) != 1:
        return None
    ratio = factor(amounts[0].unit if amounts[0].unit in _MONEY else unit, "万元")
    return amounts[0].low * ratio.numerator / ratio.denominator


def _merged(lines: Iterable[Expected]) -> Iterator[Expected]:
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
