"""Scored parts that are no indicators: 评分要点 (rubric) and shares of money.

Slots: {answers} (the area of 是/否/不适用), {weight}, {decided}, {budget} {received} {executed}.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from perf_xlsx.figures import plain
from perf_xlsx.model import (
    Form,
    Interval,
    NotGiven,
    Operands,
    PartScore,
    RubricPoint,
    Status,
    Submission,
    Unreadable,
    Why,
)
from perf_xlsx.scoring import formulas as f
from perf_xlsx.scoring.budget import money
from perf_xlsx.scoring.measures import within, within_formula
from perf_xlsx.scoring.rules import PartRule, Scheme
from perf_xlsx.text import label

YES, NO, APART = "是", "否", "不适用"
_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Cash:
    """Money of a form or of the unit, in 万元; None where it isn't given."""

    budget: Decimal | None
    received: Decimal | None
    executed: Decimal | None


def form_parts(form: Form, submission: Submission, scheme: Scheme) -> tuple[PartScore, ...]:
    """The parts of a scheme for one form; the rubric is answered once for the whole unit."""
    if not scheme.parts:
        return ()
    return scored_parts(cash_of(form, scheme), submission.rubric, scheme, own_parts(form, scheme))


def own_parts(form: Form, scheme: Scheme) -> tuple[PartRule, ...]:
    """The parts that the form has no rows of its own for."""
    told = {row.group for row in form.indicators}
    return tuple(part for part in scheme.parts if part.group not in told)


def scored_parts(
    cash: Cash, rubric: Sequence[RubricPoint], scheme: Scheme, parts: Sequence[PartRule]
) -> tuple[PartScore, ...]:
    """Parts by the given money and answers."""
    return tuple(
        _rubric(part, answers_of(part, rubric), scheme)
        if part.method == "rubric"
        else _money(part, cash, scheme)
        for part in parts
    )


def cash_of(form: Form, scheme: Scheme) -> Cash:
    """预算 by the scheme's denominators, 到位 and 支出."""
    bases = (money(form, field).value for field in scheme.budget.base)
    budget = next((value for value in bases if value is not None), None)
    return Cash(budget, money(form, "received").value, money(form, "executed").value)


def answers_of(part: PartRule, rubric: Sequence[RubricPoint]) -> tuple[RubricPoint, ...]:
    """The answered points of a part, found by its name at level 3."""
    wanted = label(part.title)
    return tuple(point for point in rubric if label(point.level3.text) == wanted)


def _rubric(part: PartRule, points: Sequence[RubricPoint], scheme: Scheme) -> PartScore:
    answers = [point.answer for point in points]
    yes = sum(answer is True for answer in answers)
    apart = sum(answer is None for answer in answers)
    unsaid = sum(isinstance(answer, NotGiven | Unreadable) for answer in answers)
    count = len(answers) - apart
    slots = {"yes": str(yes), "count": str(count), "open": str(unsaid), "weight": plain(part.points)}
    place = points[0].place if points else None
    if not answers:
        interval, status, why = Interval(_NOTHING, part.points), Status.BLANK, "rubric_blank"
    elif not count:
        interval, status, why = _not_applicable(part, scheme), Status.NOT_APPLICABLE, "rubric_apart"
    else:
        low, high = (
            within(part.points, part.points * n / count, scheme.rounding) for n in (yes, yes + unsaid)
        )
        interval = Interval(low, high)
        status = Status.BLANK if unsaid else Status.MET if yes == count else Status.UNMET
        why = "rubric_open" if unsaid else "rubric"
    return PartScore(part.key, part.title, part.points, interval, status, Why(why, slots), part.method, place)


def _not_applicable(part: PartRule, scheme: Scheme) -> Interval:
    points = part.points if scheme.not_applicable == "full" else _NOTHING
    return Interval(points, points)


def _money(part: PartRule, cash: Cash, scheme: Scheme) -> PartScore:
    """资金到位: received of the budget; 资金支付: spent of what was received."""
    top, below = (cash.received, cash.budget) if part.method == "received" else (cash.executed, cash.received)
    slots = {
        "top": "" if top is None else plain(top),
        "below": "" if below is None else plain(below),
        "weight": plain(part.points),
    }
    if top is None or below is None:
        interval, status = Interval(_NOTHING, part.points), Status.BLANK
    elif below <= 0:
        is_apart = top == 0 and below == 0
        status = Status.NOT_APPLICABLE if is_apart else Status.UNDECIDED
        interval = _not_applicable(part, scheme) if is_apart else Interval(_NOTHING, part.points)
    else:
        points = within(
            part.points, part.points * min(Decimal(1), max(_NOTHING, top / below)), scheme.rounding
        )
        interval, status = Interval(points, points), Status.MET if top >= below else Status.UNMET
    why = Why(f"{part.method}_{_SUFFIX.get(status, 'share')}", {**slots, "points": plain(interval.low)})
    operands = Operands(target_low=below, actual_low=top, actual_high=top)
    return PartScore(part.key, part.title, part.points, interval, status, why, part.method, None, operands)


_SUFFIX: Final = {
    Status.BLANK: "blank",
    Status.UNDECIDED: "undecided",
    Status.NOT_APPLICABLE: "apart",
}


# ---------------------------------------------------------------- as formulas


@dataclass(frozen=True, slots=True)
class PartFormulas:
    """A part's status and points."""

    status: str
    points_low: str
    points_high: str


def part_formulas(scheme: Scheme, method: str) -> PartFormulas:
    """The formulas of a part by its method under a scheme."""
    return _formulas(method, scheme.not_applicable)


@lru_cache(maxsize=16)
def _formulas(method: str, policy: str) -> PartFormulas:
    apart = f.WEIGHT if policy == "full" else "0"
    if method == "rubric":
        return _rubric_formulas(apart)
    top, below = ("{received}", "{budget}") if method == "received" else ("{executed}", "{received}")
    status = (
        f'IF(COUNT({top},{below})<2,"{f.BLANK}",IF({below}>0,IF({top}>={below},"{f.MET}","{f.UNMET}"),'
        f'IF(AND({top}=0,{below}=0),"{f.NOT_APPLICABLE}","{f.UNDECIDED}")))'
    )
    share = within_formula(f"{{weight}}*MIN(1,MAX(0,{top}/{below}))")

    def points(otherwise: str) -> str:
        return (
            f"IF(COUNT({top},{below})<2,{otherwise},IF({below}>0,{share},"
            f"IF(AND({top}=0,{below}=0),{apart},{otherwise})))"
        )

    return PartFormulas(status, points("0"), points(f.WEIGHT))


def _rubric_formulas(apart: str) -> PartFormulas:
    yes, no, left_out = (f'COUNTIF({{answers}},"{word}")' for word in (YES, NO, APART))
    count = f"(ROWS({{answers}})-{left_out})"
    status = (
        f'IF({count}=0,"{f.NOT_APPLICABLE}",IF({yes}+{no}<{count},"{f.BLANK}",'
        f'IF({yes}={count},"{f.MET}","{f.UNMET}")))'
    )
    low = f"IF({count}=0,{apart},{within_formula(f'{{weight}}*{yes}/{count}')})"
    high = f"IF({count}=0,{apart},{within_formula(f'{{weight}}*({count}-{no})/{count}')})"
    return PartFormulas(status, low, high)
