"""复核: finance's own points where they are given, the computed ones elsewhere, and the grade they make.

Points are never the tool's own here; what is typed beyond a row's 分值 (or below 0) counts up to it,
as the worksheet counts it, and is told by ``checks.review``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from perf_xlsx.model import (
    Amount,
    BudgetScore,
    Figure,
    FormScore,
    Interval,
    NotGiven,
    PartScore,
    ReviewScore,
    RowScore,
    Scorecard,
    Submission,
    UnitScore,
)
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.scoring.totals import Entry, grade, total_of
from perf_xlsx.scoring.unit import counted, score_unit

_ZERO = Decimal(0)


def within(given: Figure, weight: Decimal) -> Decimal | None:
    """The points that a 复核得分 counts for, None where there is none that can be read."""
    return max(_ZERO, min(weight, given.value)) if isinstance(given, Amount) else None


def cells(rows: Sequence[RowScore]) -> Iterator[tuple[RowScore, ...]]:
    """The rows by their 复核得分 cell: one that is merged over several rows counts for all of them."""
    numbered = [*enumerate(rows)]
    for _, group in groupby(numbered, key=lambda each: each[1].indicator.review_score.place or each[0]):
        yield tuple(row for _, row in group)


def weight_of(rows: Sequence[RowScore]) -> Decimal:
    """What a 复核得分 over these rows may be at most."""
    return sum((row.weight for row in rows), _ZERO)


def with_review(form: FormScore, scheme: Scheme) -> FormScore:
    """The form with what 复核 makes of it, where finance gave any points at all."""
    stated, by_rows = within(form.form.review.score, form.weight_total), _any(form)
    if stated is None and not by_rows:
        return form
    groups = [*cells(form.rows)]
    done = sum(isinstance(group[0].indicator.review_score, Amount) for group in groups)
    points = reviewed(form, scheme).total if stated is None else Interval(stated, stated)
    told = ReviewScore(
        points=points,
        stated=stated,
        done=done if by_rows else len(groups),
        rows=len(groups),
        grade=grade(points, scheme),
    )
    return replace(form, review=told)


def _any(form: FormScore) -> bool:
    given = [
        *(row.indicator.review_score for row in form.rows),
        *(form.form.part_reviews[part.title].score for part in form.parts if _known(form, part)),
        budget_review(form.budget),
    ]
    return any(isinstance(each, Amount) for each in given)


def _known(form: FormScore, part: PartScore) -> bool:
    return part.title in form.form.part_reviews


def budget_review(budget: BudgetScore) -> Figure:
    """复核得分 of 预算执行率."""
    return NotGiven() if budget.line is None else budget.line.review.score


def reviewed(form: FormScore, scheme: Scheme) -> FormScore:
    """The form as if every reviewed row had been computed so; its total follows the scheme's own rules."""
    budget, rows, parts = _budget(form.budget), tuple(_rows(form.rows)), tuple(_parts(form))
    scored: tuple[BudgetScore | RowScore | PartScore, ...] = (budget, *rows, *parts)
    entries = [Entry(each.weight, each.points, each.status) for each in scored]
    total = total_of(entries, scheme, budget.rate, budget.status)
    return replace(form, budget=budget, rows=rows, parts=parts, total=total.total, uncapped=total.uncapped)


def _budget(budget: BudgetScore) -> BudgetScore:
    points = within(budget_review(budget), budget.weight)
    return budget if points is None else replace(budget, points=Interval(points, points))


def _rows(rows: Sequence[RowScore]) -> Iterator[RowScore]:
    for group in cells(rows):
        points = within(group[0].indicator.review_score, weight_of(group))
        if points is None:
            yield from group
            continue
        yield replace(group[0], points=Interval(points, points))
        yield from (replace(row, points=Interval(_ZERO, _ZERO)) for row in group[1:])


def _parts(form: FormScore) -> Iterator[PartScore]:
    for part in form.parts:
        given = form.form.part_reviews.get(part.title)
        points = None if given is None else within(given.score, part.weight)
        yield part if points is None else replace(part, points=Interval(points, points))


def with_unit_review(
    unit: UnitScore, forms: Sequence[FormScore], submission: Submission, scheme: Scheme
) -> UnitScore:
    """The unit's score with what 复核 makes of it: the same mean over its projects as reviewed."""
    chosen = counted(forms)
    known = [form.review for form in chosen if form.review is not None]
    stated = within(submission.cover.review.score, scheme.full_points)
    if not known and stated is None:
        return unit
    points = score_unit([_after(form, scheme) for form in chosen], submission, scheme).total
    points = points if stated is None else Interval(stated, stated)
    rows = sum(1 for form in chosen for _ in cells(form.rows))
    done = sum(each.done for each in known)
    told = ReviewScore(points, stated, done, rows, grade(points, scheme), len(known)) if points else None
    return replace(unit, review=told)


def reviewed_unit(card: Scorecard, submission: Submission, scheme: Scheme) -> UnitScore:
    """The unit scored over its forms as reviewed: every mean and part, without what is typed for the unit."""
    if all(form.review is None for form in card.forms):
        return card.unit
    return score_unit([_after(form, scheme) for form in card.forms], submission, scheme)


def _after(form: FormScore, scheme: Scheme) -> FormScore:
    after = reviewed(form, scheme)
    return after if form.review is None else replace(after, total=form.review.points)
