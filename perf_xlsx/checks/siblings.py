"""The form beside its sibling, 绩效目标申报表: what was promised in it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perf_xlsx.checks import pairs
from perf_xlsx.checks.rounding import sum_agrees
from perf_xlsx.checks.tell import Hit, money, problem, rows
from perf_xlsx.model import Amount, Form, FormKind, Indicator, Op, Problem, Scorecard, Submission, Target
from perf_xlsx.scoring.budget import figure, total_line
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.text import brief
from perf_xlsx.values.sense import effective_op


def _declared(submission: Submission) -> Iterator[tuple[Form, Form]]:
    """Each form with the declaration of its project; a single pair needs no name."""
    declarations = tuple(form for form in submission.siblings if form.kind is FormKind.DECLARATION)
    for form in submission.forms:
        declared = pairs.same_form(form, declarations)
        if declared is None and len(declarations) == len(submission.forms) == 1:
            declared = declarations[0]
        if declared is not None:
            yield form, declared


def targets(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """年度指标值 other than declared."""
    for form, declared in _declared(submission):
        hits = [
            Hit(
                row,
                row.target_place,
                found=row.target_text,
                expected=promised.target_text,
                detail=f"申报{brief(promised.target_text)}，自评{brief(row.target_text)}",
            )
            for row, promised in pairs.same_rows(form, declared)
            if _differs(row, promised)
        ]
        yield from rows("siblings.target_differs", form, hits)


def _differs(row: Indicator, promised: Indicator) -> bool:
    if row.initial_target_text and row.initial_target_text == promised.target_text:
        return False
    one, other = row.target, promised.target
    if not isinstance(one, Target) or not isinstance(other, Target):
        return False
    mine, theirs = _edges(row, one), _edges(promised, other)
    return (*mine, one.span, one.words) != (*theirs, other.span, other.words)


def _edges(row: Indicator, target: Target) -> tuple[Decimal | None, Decimal | None]:
    """The edges as they are meant: a bare 120场 is ≥120场."""
    op = effective_op(row)
    low = None if op in (Op.AT_MOST, Op.BELOW) else target.low
    high = None if op in (Op.AT_LEAST, Op.ABOVE) else target.high
    return low, high


def missing(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """Declared indicators that the form leaves out."""
    for form, declared in _declared(submission):
        left_out = pairs.only_in(declared, form)
        if left_out and len(left_out) < len(declared.indicators):
            hits = [Hit(row, row.place, detail=brief(row.target_text)) for row in left_out]
            yield from rows("siblings.indicator_missing", form, hits)


def budget(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """年初预算数 other than declared."""
    for form, declared in _declared(submission):
        mine, theirs = total_line(form), total_line(declared)
        if mine is None or theirs is None:
            continue
        stated = mine.initial if isinstance(mine.initial, Amount) else mine.full_year
        amounts = [figure(theirs, column) for column in ("initial", "full_year")]
        promised = next((each for each in amounts if isinstance(each, Amount)), None)
        if not isinstance(stated, Amount) or promised is None or sum_agrees(stated, (promised,)):
            continue
        yield problem(
            "siblings.budget_differs",
            form,
            stated.place,
            also=(promised.place,),
            found=money(stated.value),
            expected=money(promised.value),
            difference=money(stated.value - promised.value),
        )
