"""Totals: sums, rows that don't apply, the cap, the grade and the unit's means.

Slots of a form: {points_low} {points_high} {weights} {statuses} (areas or lists of one shape over
budget row, rows and parts), {rate} and {budget_status} (of the budget row), {low} {high} (the
uncapped cells), {total_low} {total_high}.  Slots of a unit: {totals} {budgets} {executed} (areas of
one shape), {low} {high}.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from perf_xlsx.figures import half_up
from perf_xlsx.model import Interval, Status
from perf_xlsx.scoring import formulas as f
from perf_xlsx.scoring.rules import Scheme

_NO_CAP: Final = "1000000"
"""More than any total: a total held down to it stays as it is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a total adds up: a row, the budget row or a part."""

    weight: Decimal
    points: Interval
    status: Status


@dataclass(frozen=True, slots=True)
class Total:
    """``uncapped``: the sum, scaled where entries don't apply; ``cap``: the line that holds it down."""

    uncapped: Interval
    total: Interval
    cap: Decimal | None


def total_of(entries: Sequence[Entry], scheme: Scheme, rate: Decimal | None, budget: Status) -> Total:
    """The total of a form: sum of its rounded parts, then the cap by execution rate."""
    uncapped = sum_of(entries, scheme)
    low, high = caps(scheme, rate, budget)
    total = Interval(_held(uncapped.low, low), _held(uncapped.high, high))
    return Total(uncapped, total, low if low == high else None)


def sum_of(entries: Sequence[Entry], scheme: Scheme) -> Interval:
    """The sum, scaled to all points where entries don't apply and the scheme leaves them out."""
    return Interval(_scaled(entries, "low", scheme), _scaled(entries, "high", scheme))


def _held(points: Decimal, cap: Decimal | None) -> Decimal:
    return points if cap is None else min(points, cap)


def _scaled(entries: Sequence[Entry], end: str, scheme: Scheme) -> Decimal:
    points = sum((getattr(each.points, end) for each in entries), Decimal(0))
    if scheme.not_applicable == "rescale":
        every = sum((each.weight for each in entries), Decimal(0))
        apart = sum((each.weight for each in entries if each.status is Status.NOT_APPLICABLE), Decimal(0))
        if apart and every > apart:
            points = points * every / (every - apart)
    return half_up(points, scheme.rounding)


def caps(scheme: Scheme, rate: Decimal | None, budget: Status) -> tuple[Decimal | None, Decimal | None]:
    """The caps for the lower and the upper end; an open rate may turn out to be the lowest one."""
    if not scheme.caps or budget is Status.NOT_APPLICABLE:
        return None, None
    if rate is None:
        return scheme.caps[-1].total, None
    reached = [band.total for band in scheme.caps if rate < band.below]
    cap = reached[-1] if reached else None
    return cap, cap


def grade(total: Interval, scheme: Scheme) -> str:
    """等级, 待定 while the ends disagree."""
    low, high = scheme.grade_of(total.low), scheme.grade_of(total.high)
    return low if low == high else f.OPEN_GRADE


def mean(
    totals: Sequence[Interval], weights: Sequence[Decimal | None] | None, scheme: Scheme
) -> Interval | None:
    """A mean of totals, simple or by money; None where there is nothing to weigh by."""
    shares: list[Decimal] = []
    for weight in weights if weights is not None else [Decimal(1)] * len(totals):
        if weight is None or weight < 0:
            return None
        shares.append(weight)
    every = sum(shares, Decimal(0))
    if not every:
        return None
    low = sum((each.low * share for each, share in zip(totals, shares, strict=True)), Decimal(0))
    high = sum((each.high * share for each, share in zip(totals, shares, strict=True)), Decimal(0))
    return Interval(half_up(low / every, scheme.rounding), half_up(high / every, scheme.rounding))


# ---------------------------------------------------------------- as formulas


@dataclass(frozen=True, slots=True)
class TotalFormulas:
    """``cap`` shows the total that the execution rate allows, "" where nothing holds it down."""

    uncapped_low: str
    uncapped_high: str
    cap: str
    total_low: str
    total_high: str
    grade: str


@dataclass(frozen=True, slots=True)
class UnitFormulas:
    """Each mean takes {totals} as the low or the high ends."""

    mean: str
    by_budget: str
    by_executed: str
    grade: str


def total_formulas(scheme: Scheme) -> TotalFormulas:
    """The formulas of a form's totals under a scheme."""
    return _total_formulas(len(scheme.caps), _titles(scheme), scheme.not_applicable)


def _titles(scheme: Scheme) -> tuple[str, ...]:
    return tuple(each.title for each in scheme.grades)


@lru_cache(maxsize=64)
def _total_formulas(bands: int, titles: tuple[str, ...], policy: str) -> TotalFormulas:
    cap_low, cap_high = _cap_formula(bands, low=True), _cap_formula(bands, low=False)
    return TotalFormulas(
        uncapped_low=_sum_formula("{points_low}", policy),
        uncapped_high=_sum_formula("{points_high}", policy),
        cap=f'IF({cap_high}<{_NO_CAP},{cap_high},"")' if bands else '""',
        total_low=f"MIN({{low}},{cap_low})" if bands else "{low}",
        total_high=f"MIN({{high}},{cap_high})" if bands else "{high}",
        grade=_grade_formula(titles, "{total_low}", "{total_high}"),
    )


def _sum_formula(points: str, policy: str) -> str:
    if policy != "rescale":
        return f"ROUND(SUM({points}),p_rounding)"
    counted = f'SUMIF({{statuses}},"<>{f.NOT_APPLICABLE}",{{weights}})'
    whole = f"SUM({points})"
    return f"ROUND(IF({counted}>0,{whole}*SUM({{weights}})/{counted},{whole}),p_rounding)"


def _cap_formula(count: int, *, low: bool) -> str:
    held = _NO_CAP
    for n in range(1, count + 1):
        held = f"IF({{rate}}<p_cap_below_{n},p_cap_total_{n},{held})"
    unknown = f"p_cap_total_{count}" if low else _NO_CAP
    return f'IF({{budget_status}}="{f.NOT_APPLICABLE}",{_NO_CAP},IF(ISNUMBER({{rate}}),{held},{unknown}))'


def _grade_formula(titles: tuple[str, ...], low: str, high: str) -> str:
    def of(cell: str) -> str:
        text = f'"{titles[-1]}"'
        for n in range(len(titles) - 1, 0, -1):
            text = f'IF({cell}>=p_grade_{n},"{titles[n - 1]}",{text})'
        return text

    return f'IF({of(low)}={of(high)},{of(low)},"{f.OPEN_GRADE}")'


def unit_formulas(scheme: Scheme) -> UnitFormulas:
    """The formulas of the unit's means and grade."""

    def weighted(by: str) -> str:
        return f'IF(SUM({by})>0,ROUND(SUMPRODUCT({{totals}},{by})/SUM({by}),p_rounding),"")'

    return UnitFormulas(
        mean="ROUND(AVERAGE({totals}),p_rounding)",
        by_budget=weighted("{budgets}"),
        by_executed=weighted("{executed}"),
        grade=_grade_formula(_titles(scheme), "{low}", "{high}"),
    )
