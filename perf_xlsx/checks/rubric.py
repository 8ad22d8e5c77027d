"""组织实施: the 评分要点 that a unit answers with 是, 否 or 不适用."""

from __future__ import annotations

from collections.abc import Iterator

from perf_xlsx.checks.words import is_filler
from perf_xlsx.model import NotGiven, Problem, RubricPoint, Scorecard, Submission
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.text import brief, listed

_SHOWN = 3


def blank(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """评分要点 without an answer: one entry for all."""
    yield from _entry(
        "rubric.blank", [each for each in submission.rubric if isinstance(each.answer, NotGiven)]
    )


def unexplained(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """否 or 不适用 without a word of explanation: one entry for all."""
    yield from _entry(
        "rubric.unexplained",
        [
            each
            for each in submission.rubric
            if (each.answer is False or each.answer is None) and is_filler(each.explanation.text)
        ],
    )


def _entry(rule: str, points: list[RubricPoint]) -> Iterator[Problem]:
    if points:
        names = [f"“{brief(each.point.text)}”" for each in points]
        yield Problem(
            rule,
            points[0].place,
            tuple(each.place for each in points[1:]),
            found="未填" if rule == "rubric.blank" else "",
            slots={
                "points": listed(names, _SHOWN, "项", "；"),
                "count": str(len(points)),
            },
        )
