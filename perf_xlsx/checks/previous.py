"""Year over year: this year's promises beside what last year reached."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from perf_xlsx.checks.pairs import same_form, same_rows
from perf_xlsx.checks.tell import Hit, problem, rows
from perf_xlsx.checks.words import bare
from perf_xlsx.model import Actual, Bound, Indicator, Op, Problem, Submission, Target
from perf_xlsx.text import brief
from perf_xlsx.values.align import Fit, align

_LONG: Final = 10
_CLOSE: Final = Decimal("0.9")
"""A target that stays within a tenth of last year's actual is no easy promise."""


def target_below(submission: Submission, previous: Submission) -> Iterator[Problem]:
    """A target below what last year already reached: one entry per project."""
    for form in submission.forms:
        before = same_form(form, previous.forms)
        if before is None:
            continue
        hits = [
            Hit(
                row,
                row.target_place,
                found=row.target_text,
                expected=f"不低于上年实际{last.actual_text}",
                detail=f"上年实际{brief(last.actual_text)}，本年指标值{brief(row.target_text)}",
            )
            for row, last in same_rows(form, before)
            if _is_below(row, last)
        ]
        yield from rows("previous.target_below", form, hits)


def _is_below(row: Indicator, last: Indicator) -> bool:
    target, actual = row.target, last.actual
    if not isinstance(target, Target) or not isinstance(actual, Actual):
        return False
    if target.op not in (Op.AT_LEAST, Op.ABOVE) or target.low is None or actual.bound is Bound.WORDS:
        return False
    aligned = align(target, actual)
    if aligned.kind in (Fit.DIFFERENT, Fit.AMBIGUOUS):
        return False
    return all(reading.low is not None and target.low < reading.low * _CLOSE for reading in aligned.readings)


def unit_differs(submission: Submission, previous: Submission) -> Iterator[Problem]:
    """The same indicator counted in another unit than last year."""
    for form in submission.forms:
        before = same_form(form, previous.forms)
        if before is None:
            continue
        hits = [
            Hit(row, row.target_place, found=unit, expected=old, detail=f"上年“{old}”，本年“{unit}”")
            for row, last in same_rows(form, before)
            for unit, old in [(_unit(row), _unit(last))]
            if unit and old and unit != old
        ]
        yield from rows("previous.unit_differs", form, hits)


def _unit(row: Indicator) -> str:
    return row.target.unit if isinstance(row.target, Target) else ""


def text_copied(submission: Submission, previous: Submission) -> Iterator[Problem]:
    """实际完成情况 of last year, word for word."""
    for form in submission.forms:
        before = same_form(form, previous.forms)
        if before is None:
            continue
        old = {bare(goal.actual.text) for goal in before.goals}
        for goal in form.goals:
            if len(bare(goal.actual.text)) > _LONG and bare(goal.actual.text) in old:
                yield problem("previous.text_copied", form, goal.actual.place, found="与上年相同")
