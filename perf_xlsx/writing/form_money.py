"""The money cells of 项目资金: each as typed, and the formulas that reach 万元 from them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from perf_xlsx.figures import half_up
from perf_xlsx.model import Amount, Figure, Form, FundLine, NotGiven, Role, Unreadable
from perf_xlsx.scoring.budget import figure, money
from perf_xlsx.writing import layout as at
from perf_xlsx.writing.layout import Source
from perf_xlsx.writing.plan import Value, address
from perf_xlsx.writing.typed import Driven, drive

MONEY: Final = (
    ("initial", at.INITIAL, at.M_INITIAL),
    ("full_year", at.FULL_YEAR, at.M_FULL_YEAR),
    ("received", at.AID, at.M_RECEIVED),
    ("executed", at.EXECUTED, at.M_EXECUTED),
)
"""Field, column of the form, working column."""
_MOST_TERMS: Final = 12


class MoneyCells:
    """The money cells of a form: what stands in each, and how sums in 万元 are reached from them."""

    def __init__(self, form: Form, source: Source, lines: Sequence[FundLine | None], first: int) -> None:
        self._form, self._first = form, first
        self._lines = [(first + offset, line) for offset, line in enumerate(lines)]
        self._cells = {
            (name, row): _driven(source, figure(line, name))
            for name, _, _ in MONEY
            for row, line in self._lines
            if line is not None
        }

    def written(self, name: str, column: int, row: int) -> tuple[Driven, str | None]:
        """What stands in a cell; a form without a total line gets its sum as a formula."""
        known = self._cells.get((name, row))
        if known is not None:
            return known, None
        below = [self._cells[name, each] for each, line in self._lines if line is not None]
        if not below or not all(driven.live for driven in below):
            return Driven(None), None
        values = [driven.value for driven in below if isinstance(driven.value, Decimal)]
        area = f"{address(row + 1, column)}:{address(row + len(below), column)}"
        return Driven(sum(values, Decimal(0))), f"SUM({area})"

    def rate(self, row: int) -> tuple[Value, str | None]:
        """执行率 of a row from the form's own cells."""
        executed, full, initial = (self._number(name, row) for name in ("executed", "full_year", "initial"))
        base, column = (full, at.FULL_YEAR) if full is not None else (initial, at.INITIAL)
        if executed is None or base is None or base <= 0:
            return "", None
        top, below = address(row, at.EXECUTED), address(row, column)
        formula = f'IF(AND(ISNUMBER({top}),N({below})>0),ROUND({top}/{below},10),"")'
        return half_up(executed / base, 10), formula

    def _number(self, name: str, row: int) -> Decimal | None:
        """A number in the form's own unit; None for another unit within the cell."""
        driven = self._cells.get((name, row))
        if driven is None or not driven.live or not isinstance(driven.value, Decimal):
            return None
        return driven.value if not driven.after else None

    def reached(self, name: str, column: int) -> tuple[Value, str | None]:
        """The project's sum in 万元 and the formula over the cells that give it (None: a constant)."""
        found = money(self._form, name)
        whole = found.value
        if whole is None:
            return self._unread(name, column) if found.unread else ("", self._when_typed(name, column))
        for role in (Role.TOTAL, Role.LINE, Role.PART):
            formula = self._sum_of(role, name, column, whole)
            if formula is not None:
                return whole, formula
        return whole, None

    def _unread(self, name: str, column: int) -> tuple[Value, str | None]:
        """A text that is no amount: it stands there too, so that the row is 待评定 and not 未填."""
        driven = self._cells.get((name, self._first))
        text = driven.value if driven is not None and isinstance(driven.value, str) else ""
        return text, address(self._first, column) if text else None

    def _when_typed(self, name: str, column: int) -> str | None:
        """The total cell of a form in 万元, empty or a 0 of nothing: what is typed there later counts."""
        driven = self._cells.get((name, self._first))
        if driven is None or driven.value or self._form.money_unit not in ("万元", ""):
            return None
        cell = address(self._first, column)
        return f'IF({f"ISNUMBER({cell})" if driven.value is None else f"N({cell})<>0"},{cell},"")'

    def _sum_of(self, role: Role, name: str, column: int, whole: Decimal) -> str | None:
        given = [
            (row, self._cells[name, row], amount.value)
            for row, line in self._lines
            if line is not None and line.role is role and isinstance(amount := figure(line, name), Amount)
        ]
        if not given or sum((value for _, _, value in given), Decimal(0)) != whole:
            return None
        if len(given) > _MOST_TERMS or not all(driven.low for _, driven, _ in given):
            return None
        terms = [(driven.low or "").replace("{cell}", address(row, column)) for row, driven, _ in given]
        return terms[0] if len(terms) == 1 else f"SUM({','.join(terms)})"


def _driven(source: Source, given: Figure) -> Driven:
    if isinstance(given, NotGiven):
        cell = source.cell(given.place)
        return Driven(cell.text if cell is not None and cell.text else None)
    if isinstance(given, Unreadable):
        return Driven(given.raw)
    if not given.raw:
        return Driven(given.value, "General", "{cell}", "{cell}", live=True)
    return drive(given.raw, source.exact(given.place, given.raw), given.value, given.value)
