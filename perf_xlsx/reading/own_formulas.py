"""The formulas by which the template sums: their text, and their results where a program stored none.

A template filled in by a program that calculates nothing has no results.  Of a formula whose text is
the template's own one knows what it comes to, so nobody has to be sent to open and save the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import islice
from typing import Final

from perf_xlsx.model import Cell, CellState, Place, column_letters, column_number
from perf_xlsx.reading.cells import Cells

Grid = dict[tuple[int, int], Cell]

FUND_PARTS: Final = 3
"""其中：当年财政拨款, 上年结转资金, 其他资金: the rows below the named lines."""

_TOTAL: Final = re.compile(r"IF\(ROW\(\$C\$(\d{1,7})\)-ROW\(\$C\$(\d{1,7})\)>1,IF\(COUNT\(OFFSET\(.*")
_POINTS: Final = re.compile(
    r"IF\(COUNT\([A-Z]+(\d{1,7}):OFFSET\(\$A\$(\d{1,7}),.*\+N\(\$([HK])\$(\d{1,7})\)\)"
)
_MOST, _LONGEST = 5_000, 500
"""So many sums of a workbook are answered, over so many rows: more than any form has."""


def total_formula(column: int, total: int, first_part: int) -> str:
    """年度资金总额: the lines between it and the parts where any is given, else the parts.

    Anchored at the labels in column C, never at itself: no program sees a circle, also when every
    line between the labels was deleted.
    """
    step = column - 3
    letters = column_letters(column)
    lines = f"OFFSET($C${total},1,{step}):OFFSET($C${first_part},-1,{step})"
    parts = f"{letters}{first_part}:{letters}{first_part + FUND_PARTS - 1}"
    of_parts = f'IF(COUNT({parts})>0,SUM({parts}),"")'
    of_lines = f"IF(COUNT({lines})>0,SUM({lines}),{of_parts})"
    return f"IF(ROW($C${first_part})-ROW($C${total})>1,{of_lines},{of_parts})"


def points_formula(column: int, header: int, row: int, budget: str) -> str:
    """总分: from the header (a text, not counted) to the row above it, and the budget row's."""
    rows = f"{column_letters(column)}{header}:OFFSET($A${row},-1,{column - 1})"
    return f'IF(COUNT({rows})=0,"",SUM({rows})+N({budget}))'


def answer(cells: Grid, factory: Cells, unanswered: Iterable[Place]) -> None:
    """Put results into the template's own sums among the formulas without one."""
    for place in islice(unanswered, _MOST):
        cell = cells.get((place.row, place.column))
        if cell is None or cell.state is not CellState.NO_RESULT:
            continue
        result = _result(cells, cell.formula or "", place.column)
        if result is None:
            continue
        made = factory.cell(place, factory.number(result, cell.number_format), cell.formula, cell.hidden)
        if made is not None:
            cells[place.row, place.column] = made


def _result(cells: Grid, formula: str, column: int) -> Decimal | None:
    """What a sum of the template comes to; None for other formulas, and where it can't be known."""
    total, points = _TOTAL.fullmatch(formula), _POINTS.fullmatch(formula)
    if total is not None:
        first, row = int(total[1]), int(total[2])
        if formula != total_formula(column, row, first):
            return None
        lines, parts = range(row + 1, first), range(first, first + FUND_PARTS)
        ways = (_numbers(cells, column, lines), _numbers(cells, column, parts))
        return None if None in ways else _sum(ways[0] or ways[1])
    if points is None:
        return None
    header, row, budget = int(points[1]), int(points[2]), int(points[4])
    if formula != points_formula(column, header, row, f"${points[3]}${budget}"):
        return None
    rows = _numbers(cells, column, range(header, row))
    own = _numbers(cells, column_number(points[3]), range(budget, budget + 1))
    return None if not rows or own is None else _sum([*rows, *own])


def _sum(numbers: list[Decimal] | None) -> Decimal | None:
    return sum(numbers, Decimal(0)) if numbers else None


def _numbers(cells: Grid, column: int, rows: range) -> list[Decimal] | None:
    """The numbers of a column, as SUM takes them; None where one of them is not known."""
    if len(rows) > _LONGEST:
        return None
    found = [cell for row in rows if (cell := cells.get((row, column))) is not None]
    if any(cell.state in (CellState.ERROR, CellState.NO_RESULT) for cell in found):
        return None
    return [cell.number for cell in found if cell.number is not None]
