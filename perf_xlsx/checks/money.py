"""项目资金 looked at as a whole: which line counts, which columns contradict themselves.

The fund checks ask here first, so that one wrong cell is told once: a column whose parts don't add
up is left out of every comparison of rates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perf_xlsx.checks.rounding import rate_agrees, sum_agrees
from perf_xlsx.checks.tell import COLUMNS, value
from perf_xlsx.model import Amount, Field, Form, FormScore, FundLine, NotGiven, Role
from perf_xlsx.scoring.budget import figure, total_line


def amount(line: FundLine, column: Field) -> Decimal | None:
    """The number in a money column, None unless it was read."""
    return value(figure(line, column))


def given(form: Form, role: Role, column: Field) -> tuple[Amount, ...]:
    """The amounts that lines of a role give in a column; none when one of them is unreadable."""
    figures = [figure(line, column) for line in form.funds if line.role is role]
    if not all(isinstance(each, Amount | NotGiven) for each in figures):
        return ()
    return tuple(each for each in figures if isinstance(each, Amount))


@dataclass(frozen=True, slots=True)
class SumFault:
    """A column whose parts don't add up to its total."""

    column: Field
    total: Amount
    parts: tuple[Amount, ...]

    @property
    def sum(self) -> Decimal:
        return sum((part.value for part in self.parts), Decimal(0))


def sum_faults(form: Form) -> Iterator[SumFault]:
    """Named lines and 其中 parts against the total, column by column."""
    total = total_line(form)
    if total is None or total_is_missing(form, total):
        return
    for column in COLUMNS:
        printed = figure(total, column)
        if not isinstance(printed, Amount):
            continue
        for role in (Role.LINE, Role.PART):
            parts = given(form, role, column)
            if parts and not sum_agrees(printed, parts):
                yield SumFault(column, printed, parts)
                break


def total_is_missing(form: Form, total: FundLine) -> bool:
    """The total row is 0 or blank in every column, while its parts hold money."""
    stated = [figure(total, column) for column in COLUMNS]
    if any(isinstance(each, Amount) and each.value != 0 for each in stated):
        return False
    return any(
        part.value != 0
        for column in COLUMNS
        for role in (Role.LINE, Role.PART)
        for part in given(form, role, column)
    )


def disputed(form: Form) -> frozenset[Field]:
    """The columns that contradict themselves."""
    return frozenset(fault.column for fault in sum_faults(form))


@dataclass(frozen=True, slots=True)
class RateFault:
    """A printed 执行率 that 执行数 and its base don't give; ``fits``: a denominator that does."""

    line: FundLine
    printed: Amount
    base: Field
    rate: Decimal
    fits: Field | None


def rate_fault(scored: FormScore, line: FundLine) -> RateFault | None:
    """Compare one line's printed rate with the rate on the base that the form is scored on."""
    base = scored.budget.base
    executed, budget = amount(line, "executed"), amount(line, base)
    if not isinstance(line.rate, Amount) or executed is None or not budget:
        return None
    if {"executed", base} & disputed(scored.form) or rate_agrees(line.rate, executed / budget):
        return None
    return RateFault(line, line.rate, base, executed / budget, _fitting(line, base, executed))


def _fitting(line: FundLine, base: Field, executed: Decimal) -> Field | None:
    assert isinstance(line.rate, Amount)
    for column in COLUMNS:
        other = amount(line, column)
        if column not in (base, "executed") and other and rate_agrees(line.rate, executed / other):
            return column
    return None


def rate_is_sure(scored: FormScore) -> bool:
    """Whether the computed rate may be held against the unit: no figure it rests on is disputed."""
    if {"executed", scored.budget.base} & disputed(scored.form):
        return False
    if scored.budget.line is not None and rate_fault(scored, scored.budget.line) is not None:
        return False
    return not slipped(scored.form)


_SLIP_LOW, _SLIP_HIGH = Decimal(1000), Decimal(100_000)


def slipped(form: Form) -> tuple[FundLine, Field, Field] | None:
    """A line with two amounts some 10⁴ apart: 元 written where 万元 is due, or a digit too many."""
    for line in form.funds:
        given = {column: told for column in COLUMNS if (told := amount(line, column))}
        for column in ("full_year", "executed", "received"):
            for base in ("initial", "full_year"):
                if (
                    base != column
                    and base in given
                    and column in given
                    and is_far(given[base], given[column])
                ):
                    return line, base, column
    return None


def is_far(one: Decimal, other: Decimal) -> bool:
    """Whether two amounts are some 10⁴ apart: a thousand to a hundred thousand times."""
    larger, smaller = max(one, other), min(one, other)
    return smaller > 0 and _SLIP_LOW <= larger / smaller <= _SLIP_HIGH
