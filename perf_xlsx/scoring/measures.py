"""What an unmet number is worth: each measure twice, in Decimal and as a worksheet formula.

The two stand side by side and are the same arithmetic; a test computes both with the same numbers.
Slots in braces become addresses: see ``methods``.  w is the weight, A the target, B the actual.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final, Protocol

from perf_xlsx.figures import half_up
from perf_xlsx.scoring.rules import RowRules

STEP_PLACES: Final = 6
"""A count of steps is rounded to so many places before a step begun is counted."""


def within(weight: Decimal, points: Decimal, places: int) -> Decimal:
    """Points rounded and kept between 0 and the weight."""
    return max(Decimal(0), min(weight, half_up(points, places)))


def within_formula(points: str) -> str:
    """The same as a formula."""
    return f"MAX(0,MIN({{weight}},ROUND({points},p_rounding)))"


class Points(Protocol):
    """Points for an unmet number, before rounding: weight, target, actual, rules, percent."""

    def __call__(self, w: Decimal, a: Decimal, b: Decimal, rules: RowRules, percent: bool) -> Decimal: ...


class Text(Protocol):
    """The same as a formula, with ``a`` and ``b`` as slots."""

    def __call__(self, a: str, b: str, rules: RowRules, percent: bool) -> str: ...


@dataclass(frozen=True, slots=True)
class Measure:
    """A way to value an unmet number; ``title`` for people."""

    title: str
    points: Points
    formula: Text


def _zero(w: Decimal, a: Decimal, b: Decimal, rules: RowRules, percent: bool) -> Decimal:
    return Decimal(0)


def _zero_formula(a: str, b: str, rules: RowRules, percent: bool) -> str:
    return "0"


def _share_of_target(w: Decimal, a: Decimal, b: Decimal, rules: RowRules, percent: bool) -> Decimal:
    return w * b / a if a > 0 else Decimal(0)


def _share_of_target_formula(a: str, b: str, rules: RowRules, percent: bool) -> str:
    return f"IF({a}>0,{within_formula(f'{{weight}}*{b}/{a}')},0)"


def _share_of_actual(w: Decimal, a: Decimal, b: Decimal, rules: RowRules, percent: bool) -> Decimal:
    return w * a / b if a >= 0 and b > 0 else Decimal(0)


def _share_of_actual_formula(a: str, b: str, rules: RowRules, percent: bool) -> str:
    return f"IF(AND({a}>=0,{b}>0),{within_formula(f'{{weight}}*{a}/{b}')},0)"


def _linear(w: Decimal, a: Decimal, b: Decimal, rules: RowRules, percent: bool) -> Decimal:
    zero = rules.linear_zero
    return w * (zero * a - b) / ((zero - 1) * a) if a > 0 else Decimal(0)


def _linear_formula(a: str, b: str, rules: RowRules, percent: bool) -> str:
    points = within_formula(f"{{weight}}*(p_linear_zero*{a}-{b})/((p_linear_zero-1)*{a})")
    return f"IF({a}>0,{points},0)"


_COUNT: Final[Mapping[str, str]] = {"up": "ROUNDUP({},0)", "down": "ROUNDDOWN({},0)", "exact": "{}"}


def _steps(gap: Decimal, rules: RowRules) -> Decimal:
    count = half_up(gap / rules.step_size, STEP_PLACES)
    if rules.step_count == "exact":
        return count
    return count.to_integral_value(ROUND_CEILING if rules.step_count == "up" else ROUND_FLOOR)


def _steps_formula(gap: str, rules: RowRules) -> str:
    return _COUNT[rules.step_count].format(f"ROUND(({gap})/p_step_size,{STEP_PLACES})")


def _step_points(w: Decimal, gap: Decimal, rules: RowRules) -> Decimal:
    return w - rules.step_points * _steps(gap, rules)


def _step_higher(w: Decimal, a: Decimal, b: Decimal, rules: RowRules, percent: bool) -> Decimal:
    if percent:
        return _step_points(w, a - b, rules)
    return _step_points(w, 1 - b / a, rules) if a > 0 else Decimal(0)


def _step_lower(w: Decimal, a: Decimal, b: Decimal, rules: RowRules, percent: bool) -> Decimal:
    if percent:
        return _step_points(w, b - a, rules)
    return _step_points(w, b / a - 1, rules) if a > 0 else Decimal(0)


def _step_formula(a: str, gap: str, share: str, rules: RowRules, percent: bool) -> str:
    points = within_formula(f"{{weight}}-p_step_points*{_steps_formula(gap if percent else share, rules)}")
    return points if percent else f"IF({a}>0,{points},0)"


def _step_higher_formula(a: str, b: str, rules: RowRules, percent: bool) -> str:
    return _step_formula(a, f"{a}-{b}", f"1-{b}/{a}", rules, percent)


def _step_lower_formula(a: str, b: str, rules: RowRules, percent: bool) -> str:
    return _step_formula(a, f"{b}-{a}", f"{b}/{a}-1", rules, percent)


ZERO: Final = Measure("未完成不得分", _zero, _zero_formula)

HIGHER: Final[Mapping[str, Measure]] = {
    "ratio": Measure("分值×完成值÷指标值", _share_of_target, _share_of_target_formula),
    "step": Measure("每低一个步长扣分", _step_higher, _step_higher_formula),
    "zero": ZERO,
}

LOWER: Final[Mapping[str, Measure]] = {
    "ratio": Measure("分值×指标值÷完成值", _share_of_actual, _share_of_actual_formula),
    "linear": Measure("超过指标值后按直线减分", _linear, _linear_formula),
    "step": Measure("每高一个步长扣分", _step_lower, _step_lower_formula),
    "zero": ZERO,
}
