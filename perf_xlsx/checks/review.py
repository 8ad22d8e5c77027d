"""复核得分 as finance typed it: readable, within the 分值, and the whole in step with its rows.

A reviewer's slip is no fault of the unit: these rules are 提示, so that no workbook goes back for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perf_xlsx.checks.tell import Hit, name, problem, rows, score
from perf_xlsx.model import Amount, Figure, FormScore, Indicator, Problem, Scorecard, Submission, Unreadable
from perf_xlsx.scoring.review import cells, reviewed, weight_of
from perf_xlsx.scoring.rules import Scheme


def unreadable(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """A text where a number is due."""
    form = scored.form
    hits = [
        Hit(row.indicator, given.place, found=given.raw, detail=given.raw)
        for row, given in ((row, row.indicator.review_score) for row in scored.rows)
        if isinstance(given, Unreadable)
    ]
    yield from rows("review.unreadable", form, hits)
    for what, given, _ in _others(scored):
        if isinstance(given, Unreadable):
            yield problem(
                "review.unreadable", form, given.place, found=given.raw, rows=f"“{what}”（{given.raw}）"
            )


def beyond(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """More than the 分值, or less than nothing: it counts up to the 分值 until it is mended."""
    hits = []
    for group in cells(scored.rows):
        given, weight = group[0].indicator.review_score, weight_of(group)
        if isinstance(given, Amount) and not 0 <= given.value <= weight:
            hits.append(_hit(group[0].indicator, given, weight))
    yield from rows("review.beyond", scored.form, hits)
    for what, given, weight in _others(scored):
        if isinstance(given, Amount) and not 0 <= given.value <= weight:
            detail = f"分值{score(weight)}，复核{score(given.value)}"
            yield problem(
                "review.beyond",
                scored.form,
                given.place,
                found=score(given.value),
                expected=f"0～{score(weight)}",
                rows=f"“{what}”（{detail}）",
            )


def _hit(indicator: Indicator, given: Amount, weight: Decimal) -> Hit:
    detail = f"分值{score(weight)}，复核{score(given.value)}"
    return Hit(indicator, given.place, score(given.value), f"0～{score(weight)}", detail=detail)


def _others(scored: FormScore) -> Iterator[tuple[str, Figure, Decimal]]:
    """What has a 复核得分 beside the indicators: 预算执行率, added rows, the whole."""
    line = scored.budget.line
    if line is not None:
        yield "预算执行率", line.review.score, scored.budget.weight
    for part in scored.parts:
        given = scored.form.part_reviews.get(part.title)
        if given is not None:
            yield part.title, given.score, part.weight
    yield "总分", scored.form.review.score, scored.weight_total


def total(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """A 复核得分 for the whole beside reviewed rows that add up to something else: the whole's counts."""
    stated, told = scored.form.review.score, scored.review
    groups = [*cells(scored.rows)]
    given = [group[0].indicator for group in groups if isinstance(group[0].indicator.review_score, Amount)]
    if not isinstance(stated, Amount) or told is None or len(given) < len(groups) or not given:
        return
    summed = reviewed(scored, scheme).total.exact
    if summed is None or abs(summed - stated.value) <= scheme.tolerance:
        return
    yield problem(
        "review.total_differs",
        scored.form,
        stated.place,
        also=[row.review_score.place for row in given if isinstance(row.review_score, Amount)],
        found=score(stated.value),
        expected=score(summed),
        difference=score(stated.value - summed),
        rows=name(given[0]),
    )


def unit(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """A 复核得分 of the unit that is no number of points."""
    given = submission.cover.review.score
    if isinstance(given, Unreadable):
        yield Problem(
            "review.unit_score", given.place, found=given.raw, expected=f"0～{scheme.full_points}分"
        )
    elif isinstance(given, Amount) and not 0 <= given.value <= scheme.full_points:
        yield Problem(
            "review.unit_score",
            given.place,
            found=score(given.value),
            expected=f"0～{score(scheme.full_points)}",
        )
