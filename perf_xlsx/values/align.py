"""An actual beside its target: in the target's unit, as a number, a time or words.

Nothing is guessed: where a text has two readings both are handed on, where units differ none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from perf_xlsx.model import Actual, Bound, Span, Target, Tier
from perf_xlsx.text import folded
from perf_xlsx.values import units, words
from perf_xlsx.values.units import PERCENT, Relation

_HUNDRED: Final = Fraction(100)
_SLIP: Final = 1000
"""From here on a bare number beside one with a unit may be in the smaller unit."""
_MYRIAD: Final = Fraction(10000)


class Fit(StrEnum):
    """How an actual's unit stands to its target's.

    ``ASSUMED``: one side has no unit and takes the other's.  ``AMBIGUOUS``: two readings (98 is 98% or
    9800%).  ``DIFFERENT``: they can't be compared (人 and 人次), no reading.
    """

    SAME = "same"
    CONVERTED = "converted"
    ASSUMED = "assumed"
    AMBIGUOUS = "ambiguous"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Aligned:
    """The readings of an actual in its target's unit, the likeliest first."""

    kind: Fit
    readings: tuple[Actual, ...]


def _times(number: Decimal | None, factor: Fraction) -> Decimal | None:
    if number is None or factor == 1:
        return number
    return number * factor.numerator / factor.denominator


def _scaled(actual: Actual, factor: Fraction, unit: str) -> Actual:
    if actual.unit == unit and factor == 1:
        return actual
    step = _times(actual.step, factor)
    return replace(
        actual,
        low=_times(actual.low, factor),
        high=_times(actual.high, factor),
        unit=unit,
        step=actual.step if step is None else step,
    )


def _in_myriads(raw: str) -> bool:
    return "万" in raw or "亿" in raw


def align(target: Target, actual: Actual) -> Aligned:
    """The actual's number in the target's unit; both must be numbers (not words, not times)."""
    if words.direction(target.words) * words.direction(actual.words) < 0:
        return Aligned(Fit.DIFFERENT, ())
    if not target.unit and not actual.unit:
        return _without_units(target, actual)
    if not actual.unit:
        return _bare_actual(target, actual)
    if not target.unit:
        return _bare_target(target, actual)
    relation = units.relation(target.unit, actual.unit)
    if relation is Relation.DIFFERENT:
        return Aligned(Fit.DIFFERENT, ())
    if relation is Relation.PARTLY:
        periods = Fraction(units.per_year(actual.unit), units.per_year(target.unit))
        if periods != 1:
            return _either(actual, Fraction(1), periods, target.unit)
    return Aligned(_FITS[relation], (_scaled(actual, units.factor(actual.unit, target.unit), target.unit),))


_FITS: Final[Mapping[Relation, Fit]] = {
    Relation.SAME: Fit.SAME,
    Relation.CONVERTIBLE: Fit.CONVERTED,
    Relation.PARTLY: Fit.ASSUMED,
}


def _without_units(target: Target, actual: Actual) -> Aligned:
    """5万 against 4.8: 4.8 or 4.8万, since the 万 may be the whole column's."""
    if _in_myriads(target.raw) and not _in_myriads(actual.raw):
        return _either(actual, Fraction(1), _MYRIAD, "")
    if _in_myriads(actual.raw) and not _in_myriads(target.raw):
        return _either(actual, Fraction(1), 1 / _MYRIAD, "")
    return Aligned(Fit.SAME, (actual,))


def _either(actual: Actual, first: Fraction, second: Fraction, unit: str) -> Aligned:
    return Aligned(Fit.AMBIGUOUS, (_scaled(actual, first, unit), _scaled(actual, second, unit)))


def _bare_actual(target: Target, actual: Actual) -> Aligned:
    if target.unit == PERCENT:
        return _either(actual, 1 / _HUNDRED, Fraction(1), PERCENT)
    if units.kind(target.unit) == "money" and _in_myriads(actual.raw):
        return Aligned(Fit.CONVERTED, (_scaled(actual, units.factor("元", target.unit), target.unit),))
    if units.kind(target.unit) == "money" and _slipped(target, actual):
        return _either(actual, Fraction(1), units.factor("元", target.unit), target.unit)
    return Aligned(Fit.ASSUMED, (replace(actual, unit=target.unit),))


def _slipped(target: Target, actual: Actual) -> bool:
    """95000 against 10万元 may be in 元."""
    edge, reached = target.high or target.low, actual.low or actual.high
    return edge is not None and reached is not None and reached >= edge * _SLIP


def _bare_target(target: Target, actual: Actual) -> Aligned:
    """A target without a unit: 100 against 98% may be 100% or 10000%."""
    if actual.unit == PERCENT:
        return _either(actual, _HUNDRED, Fraction(1), "")
    if units.kind(actual.unit) == "money" and _in_myriads(target.raw):
        return Aligned(Fit.CONVERTED, (_scaled(actual, units.factor(actual.unit, "元"), ""),))
    return Aligned(Fit.ASSUMED, (replace(actual, unit=""),))


# ---------------------------------------------------------------- times


def _year(span: Span, given: int | None) -> int:
    return span.year or given or 0


def on_time(target: Target, actual: Actual, year: int | None = None) -> bool | None:
    """Whether a time lies before a deadline; None when that can't be said (9月15日 for 9月前).

    ``year`` is the form's, for times written without one.
    """
    due, done = target.span, actual.span
    if due is None or done is None:
        return None
    if folded(target.raw) == folded(actual.raw):
        return True
    given = year or due.year or done.year
    due_year, done_year = _year(due, given), _year(done, given)
    if (done_year, done.last) <= (due_year, due.first):
        return True
    if (done_year, done.first) > (due_year, due.last):
        return False
    return None


# ---------------------------------------------------------------- words


def not_applicable(actual: Actual) -> bool:
    """Whether an actual says that its indicator does not apply this year (不适用, 不涉及)."""
    return actual.bound is Bound.WORDS and words.is_not_applicable(actual.words)


def words_meet(actual: Actual) -> bool | None:
    """Words against a number: True for a yes (已全覆盖, 零失误, 达成预期指标), None where they can't say."""
    return True if actual.tier is Tier.FULL else None
