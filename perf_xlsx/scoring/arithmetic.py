"""The arithmetic of a row in figures, as an auditor writes it beside the points: 10×3000÷4000=7.50."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from perf_xlsx.figures import half_up, plain
from perf_xlsx.model import BudgetScore, Interval, Operands, RowScore, Status
from perf_xlsx.scoring.methods import DATE, JUDGED, METHODS, TIERED
from perf_xlsx.scoring.rules import RowRules, Scheme

_PERCENT: Final = ("%", "‰")
_COUNT: Final = {"up": "进位", "down": "取整", "exact": ""}


def arithmetic(row: RowScore, scheme: Scheme) -> str:
    """How the points of a row come about, one line; intervals as 6～8."""
    w, shown = plain(row.weight), points_shown(row.points, scheme)
    if row.points.exact is None:
        return f"待定，{shown}分"
    if row.status is Status.MET and row.points.exact == row.weight:
        return f"完成，得全部分值{w}分"
    if row.status is Status.NOT_APPLICABLE:
        return f"不适用，计{shown}分"
    if row.method in (*TIERED, JUDGED, DATE) or row.status in (Status.UNDECIDED, Status.BLANK):
        return f"人工评定{shown}分"
    if row.status is Status.MET:
        return f"{_exceeded(row, scheme.rows)}={shown}"
    return f"{_unmet(row, scheme.rows)}={shown}"


def budget_arithmetic(budget: BudgetScore, scheme: Scheme) -> str:
    """The same for 预算执行率."""
    w, shown = plain(budget.weight), points_shown(budget.points, scheme)
    if budget.points.exact is None:
        return f"待定，{shown}分"
    if budget.rate is None:
        return f"不适用，计{shown}分"
    rate = (
        f"{plain(budget.executed or Decimal(0))}÷{plain(budget.budget or Decimal(0))}={percent(budget.rate)}"
    )
    if budget.status is Status.MET:
        return f"{rate}，得全部分值{w}分"
    if scheme.budget.method == "bands":
        return f"{rate}，按档得{shown}分"
    over = "" if scheme.budget.full_at == 1 else f"÷{percent(scheme.budget.full_at)}"
    return f"{w}×{percent(budget.rate)}{over}={shown}"


def points_shown(points: Interval, scheme: Scheme) -> str:
    """Points with the scheme's places, an open interval with both ends."""
    ends = [f"{half_up(end, scheme.rounding):f}" for end in (points.low, points.high)]
    return ends[0] if points.exact is not None else "～".join(ends)


def _exceeded(row: RowScore, rules: RowRules) -> str:
    w, done = plain(row.weight), percent(row.completion or Decimal(0))
    if rules.exceed == "points":
        return f"完成率{done}，超额：{w}-{plain(rules.exceed_points)}"
    limit, rate, most = percent(rules.exceed_limit), plain(rules.exceed_rate), percent(rules.exceed_most)
    return f"{w}×(1-({done}-{limit})×{rate}，最多{most})"


def _unmet(row: RowScore, rules: RowRules) -> str:
    kind = METHODS[row.method].numeric
    assert kind is not None
    operands, percent_row = row.operands, METHODS[row.method].percent
    is_above = kind.misses_above(operands)
    way = rules.lower if is_above else rules.higher
    target = operands.target_high if is_above else operands.target_low
    a, b = _figure(target, row), _figure(_stated(operands), row)
    w = plain(row.weight)
    if way == "zero" or (not target and _divides_by_target(way, percent_row)):
        return f"{w}×0"
    if way == "linear":
        zero = plain(rules.linear_zero)
        return f"{w}×({zero}×{a}-{b})÷({plain(rules.linear_zero - 1)}×{a})"
    if way == "step":
        gap = _gap(a, b, percent_row, above=is_above)
        steps = f"{_COUNT[rules.step_count]}({gap}÷{percent(rules.step_size)})"
        return f"{w}-{plain(rules.step_points)}×{steps}"
    return f"{w}×{a}÷{b}" if is_above else f"{w}×{b}÷{a}"


def _divides_by_target(way: str, percent_row: bool) -> bool:
    return way == "linear" or (way == "step" and not percent_row)


def _gap(a: str, b: str, in_points: bool, *, above: bool) -> str:
    if in_points:
        return f"({b}-{a})" if above else f"({a}-{b})"
    return f"({b}÷{a}-1)" if above else f"(1-{b}÷{a})"


def _stated(operands: Operands) -> Decimal | None:
    ends = [end for end in (operands.actual_low, operands.actual_high) if end is not None]
    return min(ends) if ends else None


def _figure(number: Decimal | None, row: RowScore) -> str:
    """A number as people write it: ratios of a % target with their sign, negative ones in brackets."""
    value = number or Decimal(0)
    unit = getattr(row.indicator.target, "unit", "")
    shown = f"{plain(value * 100)}%" if unit in _PERCENT else plain(value)
    return f"({shown})" if value < 0 else shown


def percent(ratio: Decimal) -> str:
    """A ratio as a percentage of at most two places: 0.8045 → 80.45%, 0.5 → 50%."""
    return f"{plain(half_up(ratio * 100, 2))}%"
