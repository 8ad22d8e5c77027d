"""The unit's score: each mean of its projects, and its parts where a scheme tells parts apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from perf_xlsx.figures import half_up, plain
from perf_xlsx.model import FormKind, FormScore, Interval, PartScore, Status, Submission, UnitScore, Why
from perf_xlsx.scoring.formulas import OPEN_GRADE
from perf_xlsx.scoring.parts import Cash, cash_of, scored_parts
from perf_xlsx.scoring.rules import Group, Scheme
from perf_xlsx.scoring.totals import Entry, grade, mean, sum_of
from perf_xlsx.scoring.weights import group_of

MEAN_OF_ROWS: Final = "mean_of_rows"


def counted(forms: Sequence[FormScore]) -> tuple[FormScore, ...]:
    """The forms that a unit's means are made of: its projects, else its 整体支出 forms."""
    projects = tuple(form for form in forms if form.form.kind is FormKind.PROJECT)
    return projects or tuple(forms)


def score_unit(forms: Sequence[FormScore], submission: Submission, scheme: Scheme) -> UnitScore:
    """All means; the scheme's headline one gives the grade."""
    chosen = counted(forms)
    totals = [form.total for form in chosen]
    parts = _parts(chosen, submission, scheme) if scheme.parts else ()
    unit = UnitScore(
        headline=scheme.headline,
        mean=mean(totals, None, scheme),
        by_budget=mean(totals, [form.budget.budget for form in chosen], scheme),
        by_executed=mean(totals, [form.budget.executed for form in chosen], scheme),
        grade="",
        parts=parts,
        by_parts=_sum(parts, scheme) if parts else None,
    )
    return _graded(unit, scheme)


def _graded(unit: UnitScore, scheme: Scheme) -> UnitScore:
    total = unit.total
    return replace(unit, grade=OPEN_GRADE if total is None else grade(total, scheme))


def _parts(forms: Sequence[FormScore], submission: Submission, scheme: Scheme) -> tuple[PartScore, ...]:
    """The unit's own parts from all its money and answers, then each level of indicators as a mean."""
    if not forms:
        return ()
    cash = _all_cash([cash_of(form.form, scheme) for form in forms])
    own = scored_parts(cash, submission.rubric, scheme, scheme.parts)
    levels = {group.parent or group.title: None for group in scheme.groups}
    return (*own, *(_level(title, forms, scheme) for title in levels))


def _all_cash(each: Sequence[Cash]) -> Cash:
    return Cash(
        _total([cash.budget for cash in each]),
        _total([cash.received for cash in each]),
        _total([cash.executed for cash in each]),
    )


def _total(values: Sequence[Decimal | None]) -> Decimal | None:
    """The sum, None when one of them isn't given."""
    given = [value for value in values if value is not None]
    return sum(given, Decimal(0)) if len(given) == len(values) else None


def _level(title: str, forms: Sequence[FormScore], scheme: Scheme) -> PartScore:
    """The mean over the forms of what their rows of this level earn; a form without such rows gives 0."""
    low = high = weight = Decimal(0)
    open_rows = 0
    for form in forms:
        for row in form.rows:
            if _title(group_of(row.indicator, scheme)) == title:
                low, high, weight = low + row.points.low, high + row.points.high, weight + row.weight
                open_rows += row.points.exact is None
    count = len(forms)
    points = Interval(half_up(low / count, scheme.rounding), half_up(high / count, scheme.rounding))
    mean_weight = half_up(weight / count, scheme.rounding)
    status = Status.UNDECIDED if open_rows else Status.MET if points.high >= mean_weight else Status.UNMET
    why = Why("mean_of_rows", {"title": title, "forms": str(count), "weight": plain(mean_weight)})
    return PartScore(f"level_{title}", title, mean_weight, points, status, why, MEAN_OF_ROWS)


def _title(group: Group | None) -> str:
    return "" if group is None else group.parent or group.title


def _sum(parts: Sequence[PartScore], scheme: Scheme) -> Interval:
    return sum_of([Entry(part.weight, part.points, part.status) for part in parts], scheme)
