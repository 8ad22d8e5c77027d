"""项目资金 looked at as a whole: which line counts, which columns contradict themselves.

The fund checks ask its facts first, so that one wrong cell is told once: a column whose parts don't
add up is left out of every comparison of rates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perf_xlsx.checks.rounding import rate_agrees, sum_agrees
from perf_xlsx.checks.tell import COLUMNS
from perf_xlsx.model import Amount, Field, Form, FormScore, FundLine, NotGiven, Role
from perf_xlsx.scoring.budget import figure, total_line


def amount(line: FundLine, column: Field) -> Decimal | None:
    """The number in a money column, None unless it was read."""
    found = figure(line, column)
    return found.value if isinstance(found, Amount) else None


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


@dataclass(frozen=True, slots=True)
class RateFault:
    """A printed 执行率 that 执行数 and its base don't give; ``fits``: a denominator that does."""

    line: FundLine
    printed: Amount
    base: Field
    rate: Decimal
    fits: Field | None


@dataclass(frozen=True, slots=True)
class Slip:
    """A line with two amounts some 10⁴ apart: 元 written where 万元 is due, or a digit too many."""

    line: FundLine
    base: Field
    column: Field


@dataclass(frozen=True, slots=True)
class MoneyFacts:
    """What the money of a form says of itself, looked at once for all checks.

    ``total_missing``: the total row is 0 or blank in every column, while its parts hold money.
    ``sure``: the computed rate may be held against the unit: no figure it rests on is disputed.
    """

    total_missing: bool = False
    sums: tuple[SumFault, ...] = ()
    rates: tuple[RateFault, ...] = ()
    slip: Slip | None = None
    sure: bool = True

    def disputes(self, *columns: Field) -> bool:
        """Whether one of the columns contradicts itself."""
        return any(fault.column in columns for fault in self.sums)

    def sum_fault(self, column: Field) -> SumFault | None:
        return next((fault for fault in self.sums if fault.column == column), None)

    def is_slip(self, fault: SumFault) -> bool:
        """Whether the amounts some 10⁴ apart explain a sum: mending them mends it."""
        slip = self.slip
        if slip is None or fault.column not in (slip.base, slip.column):
            return False
        odd = figure(slip.line, fault.column)
        return any(each is odd for each in (fault.total, *fault.parts)) and is_far(
            fault.total.value, fault.sum
        )

    def rate_fault(self, line: FundLine) -> RateFault | None:
        return next((fault for fault in self.rates if fault.line is line), None)


def money_facts(scored: FormScore) -> MoneyFacts:
    """The columns against themselves, the printed rates and the amounts of each line."""
    form, base = scored.form, scored.budget.base
    total_missing = _total_is_missing(form)
    sums = () if total_missing else tuple(_sum_faults(form))
    slip = _slip(form)
    disputed = any(fault.column in ("executed", base) for fault in sums)
    rates = () if disputed else tuple(_rate_faults(form, base))
    told = any(fault.line is scored.budget.line for fault in rates)
    return MoneyFacts(total_missing, sums, rates, slip, sure=not (disputed or told or slip))


def _total_is_missing(form: Form) -> bool:
    total = total_line(form)
    if total is None:
        return False
    stated = [figure(total, column) for column in COLUMNS]
    if any(isinstance(each, Amount) and each.value != 0 for each in stated):
        return False
    return any(
        part.value != 0
        for column in COLUMNS
        for role in (Role.LINE, Role.PART)
        for part in given(form, role, column)
    )


def _sum_faults(form: Form) -> Iterator[SumFault]:
    """Named lines and 其中 parts against the total, column by column."""
    total = total_line(form)
    if total is None:
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


def _rate_faults(form: Form, base: Field) -> Iterator[RateFault]:
    """Each line's printed rate against the rate on the base that the form is scored on."""
    for line in form.funds:
        executed, budget = amount(line, "executed"), amount(line, base)
        if not isinstance(line.rate, Amount) or executed is None or not budget:
            continue
        if not rate_agrees(line.rate, executed / budget):
            fits = _fitting(line, line.rate, base, executed)
            yield RateFault(line, line.rate, base, executed / budget, fits)


def _fitting(line: FundLine, printed: Amount, base: Field, executed: Decimal) -> Field | None:
    for column in COLUMNS:
        other = amount(line, column)
        if column not in (base, "executed") and other and rate_agrees(printed, executed / other):
            return column
    return None


_SLIP_LOW, _SLIP_HIGH = Decimal(1000), Decimal(100_000)


def _slip(form: Form) -> Slip | None:
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
                    return Slip(line, base, column)
    return None


def is_far(one: Decimal, other: Decimal) -> bool:
    """Whether two amounts are some 10⁴ apart: a thousand to a hundred thousand times."""
    larger, smaller = max(one, other), min(one, other)
    return smaller > 0 and _SLIP_LOW <= larger / smaller <= _SLIP_HIGH
