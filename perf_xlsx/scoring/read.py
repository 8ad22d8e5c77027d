"""From a target and an actual to the method that scores them, its numbers and the reason why."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from perf_xlsx.figures import plain
from perf_xlsx.model import (
    Actual,
    Bound,
    Indicator,
    NotGiven,
    Op,
    Operands,
    Span,
    Status,
    Target,
    Tier,
    Unreadable,
    Why,
)
from perf_xlsx.scoring.methods import ABOUT, DATE, JUDGED, NO_OPERANDS, WORDS
from perf_xlsx.scoring.numeric import BY_DATE
from perf_xlsx.scoring.rules import RowRules
from perf_xlsx.values.align import Aligned, Fit, align, not_applicable, on_time, words_meet
from perf_xlsx.values.sense import effective_op

_EPOCH: Final = date(1899, 12, 30)
_ANY_YEAR: Final = 2000


@dataclass(frozen=True, slots=True)
class Reading:
    """A row ready for its method.  ``other``: a second way to read the actual (98: 98% or 9800%)."""

    method: str
    why: Why
    operands: Operands = NO_OPERANDS
    tier: Tier | None = None
    status: Status = Status.UNDECIDED
    other: Reading | None = None


def read(row: Indicator, rules: RowRules, year: int | None) -> Reading:
    """How a row is to be scored.  ``year`` is the form's: days without a year lie in it."""
    target, actual = row.target, row.actual
    if isinstance(target, NotGiven):
        return Reading(JUDGED, Why("no_target"))
    if isinstance(target, Unreadable):
        return Reading(JUDGED, Why("target_unreadable", {"raw": target.raw}))
    if isinstance(actual, Unreadable):
        return Reading(JUDGED, Why("actual_unreadable", {"raw": actual.raw}))
    if isinstance(actual, NotGiven):
        return _blank(row, target, rules, year)
    if not_applicable(actual):
        return Reading(JUDGED, Why("not_applicable"), status=Status.NOT_APPLICABLE)
    if target.op is Op.WORDS:
        return _words(actual)
    if actual.bound is Bound.WORDS:
        return _words_for_number(target, actual)
    if target.op is Op.BY_DATE or actual.span is not None:
        return _dated(target, actual, year, rules)
    return _numbers(row, target, actual, rules)


def _blank(row: Indicator, target: Target, rules: RowRules, year: int | None) -> Reading:
    """No actual: the method stands ready for the one that is typed later."""
    why = Why("blank")
    if target.op is Op.WORDS:
        return Reading(WORDS, why, status=Status.BLANK)
    if target.op is Op.BY_DATE:
        return Reading(DATE, why, _days(target, None, year), status=Status.BLANK)
    method, operands = _aimed(row, target, rules)
    return Reading(method, why, operands, status=Status.BLANK)


def _words(actual: Actual) -> Reading:
    if actual.bound is not Bound.WORDS:
        return Reading(WORDS, Why("number_against_words"))
    if actual.tier is None:
        return Reading(WORDS, Why("words_undecided", {"words": actual.words}))
    return Reading(WORDS, Why(f"tier_{actual.tier.value}"), tier=actual.tier)


def _words_for_number(target: Target, actual: Actual) -> Reading:
    """Words where a number or a day is asked for: a yes counts, anything else says too little."""
    slots = {"words": actual.words, "target": target.raw}
    asked = "date" if target.op is Op.BY_DATE else "number"
    if words_meet(actual):
        return Reading(JUDGED, Why(f"words_met_{asked}", slots), tier=Tier.FULL, status=Status.MET)
    return Reading(JUDGED, Why(f"words_against_{asked}", slots))


# ---------------------------------------------------------------- days


def _dated(target: Target, actual: Actual, year: int | None, rules: RowRules) -> Reading:
    if target.span is None:
        return Reading(JUDGED, Why("date_against_number"))
    if actual.span is None:
        return Reading(JUDGED, Why("number_against_date"))
    days = _days(target, actual, year)
    if on_time(target, actual, year) and BY_DATE.status(days, rules) is not Status.MET:
        return Reading(JUDGED, Why("by_date_met"), status=Status.MET)
    return Reading(DATE, Why("by_date"), days)


def _days(target: Target, actual: Actual | None, year: int | None) -> Operands:
    """Days as the worksheet counts them.  A year that isn't written is the form's."""
    span = target.span
    other = None if actual is None else actual.span
    assumed = year or (span.year if span else None) or (other.year if other else None) or _ANY_YEAR
    first, last = _serials(span, assumed)
    begun, ended = _serials(other, assumed)
    return Operands(first, last, begun, ended)


def _serials(span: Span | None, assumed: int) -> tuple[Decimal | None, Decimal | None]:
    if span is None:
        return None, None
    return _serial(span.year or assumed, span.first), _serial(span.year or assumed, span.last)


def _serial(year: int, day: tuple[int, int]) -> Decimal:
    month, number = day
    if (month, number) == (2, 29) and not isleap(year):
        number = 28
    return Decimal((date(year, month, number) - _EPOCH).days)


# ---------------------------------------------------------------- numbers


def _aimed(row: Indicator, target: Target, rules: RowRules) -> tuple[str, Operands]:
    """The method of a target with edges and the edges; a target of exactly 0 is met by 0 alone."""
    op = effective_op(row)
    edge = target.low if target.low is not None else target.high
    if op is Op.BETWEEN:
        return "between", Operands(target.low, target.high)
    if target.about and op is Op.AT_LEAST and edge:
        return ABOUT, Operands(edge)
    if op is Op.EQUAL or (op is Op.AT_LEAST and target.op is Op.EQUAL):
        is_symmetric = edge == 0 or (op is Op.EQUAL and rules.equal == "symmetric")
        return ("between", Operands(edge, edge)) if is_symmetric else ("at_least", Operands(edge))
    if op in (Op.AT_LEAST, Op.ABOVE):
        return _ONE_SIDED[op], Operands(target_low=edge)
    high = target.high if target.high is not None else target.low
    return _ONE_SIDED[op], Operands(target_high=high)


_ONE_SIDED: Final[Mapping[Op, str]] = {
    Op.AT_LEAST: "at_least",
    Op.ABOVE: "above",
    Op.AT_MOST: "at_most",
    Op.BELOW: "below",
}


def _numbers(row: Indicator, target: Target, actual: Actual, rules: RowRules) -> Reading:
    aligned = align(target, actual)
    if aligned.kind is Fit.DIFFERENT:
        units = {"target_unit": target.unit, "actual_unit": actual.unit}
        return Reading(JUDGED, Why("units_differ", units))
    method, aim = _aimed(row, target, rules)
    readings = [_reading(method, aim, extent, target, rules) for extent in aligned.readings]
    if len(readings) == 1:
        return readings[0]
    first, second = readings[:2]
    return Reading(first.method, Why("reading_assumed", _both(aligned)), first.operands, other=second)


def _both(aligned: Aligned) -> Mapping[str, str]:
    first, second = map(_shown, aligned.readings[:2])
    return {"first": first, "second": second}


def _shown(reading: Actual) -> str:
    """The stated end as people write it."""
    end = reading.low if reading.low is not None else reading.high or Decimal(0)
    return f"{plain(end * 100)}%" if reading.unit == "%" else f"{plain(end)}{reading.unit}"


def _reading(method: str, aim: Operands, extent: Actual, target: Target, rules: RowRules) -> Reading:
    operands = Operands(aim.target_low, aim.target_high, extent.low, extent.high)
    if _excludes_edge(method, operands, extent):
        method += ".open"
    if target.unit in _PERCENT and "step" in (rules.higher, rules.lower):
        method += ".percent"
    return Reading(method, Why("number"), operands)


_PERCENT: Final = ("%", "‰", "个百分点")


def _excludes_edge(method: str, operands: Operands, extent: Actual) -> bool:
    """An end of the actual that is itself excluded decides only where it lies on the target's edge."""
    if not (extent.low_open or extent.high_open):
        return False
    low = extent.low_open and operands.actual_low is not None
    high = extent.high_open and operands.actual_high is not None
    return {
        "at_least": high and operands.actual_high == operands.target_low,
        "above": low and operands.actual_low == operands.target_low,
        "at_most": low and operands.actual_low == operands.target_high,
        "below": high and operands.actual_high == operands.target_high,
    }.get(method, False)
