"""复核 of an earlier result, taken over when the unit's own workbook is scored again.

A 复核得分 was given for what stood there: where target, actual and weight are still the same it counts
on; where they are not it becomes part of 复核意见, so that nobody's work is lost and nothing old counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from perf_xlsx.figures import plain
from perf_xlsx.model import Amount, Form, FundLine, Indicator, NotGiven, Review, Role, Submission, Text
from perf_xlsx.text import label

CHANGED = "原复核{score}分，所评内容已改，请重新复核"


def has_reviews(submission: Submission) -> bool:
    """Whether finance typed anything into a result."""
    return bool(_count(submission))


def _count(submission: Submission) -> int:
    given = [submission.cover.review]
    for form in submission.forms:
        given += [form.review, *form.part_reviews.values(), *(line.review for line in form.funds)]
        given += [review_of_row(row) for row in form.indicators]
    return sum(each != Review() for each in map(_without_places, given))


def review_of_row(row: Indicator) -> Review:
    """What finance typed beside an indicator."""
    return Review(row.review_score, row.review_note, row.reviewer, row.reviewed_on)


def with_reviews_of(submission: Submission, earlier: Submission) -> Submission:
    """The submission with the reviews of an earlier result, project by project and row by row."""
    known = {label(form.project.text): form for form in earlier.forms}
    forms = tuple(_form(form, known.get(label(form.project.text))) for form in submission.forms)
    own = submission.cover.review
    whole = own if _given(own) else _without_places(earlier.cover.review)
    if any(_changed(form, known) for form in submission.forms):
        whole = _outdated(whole)
    return replace(submission, forms=forms, cover=replace(submission.cover, review=whole))


def _given(review: Review) -> bool:
    return not isinstance(review.score, NotGiven) or bool(review.note or review.reviewer or review.on)


def _form(form: Form, earlier: Form | None) -> Form:
    if earlier is None:
        return form
    rows = {label(row.level3.text): row for row in earlier.indicators}
    changed = _content(form) != _content(earlier)
    whole = form.review if _given(form.review) else _without_places(earlier.review)
    return replace(
        form,
        indicators=tuple(_row(row, rows) for row in form.indicators),
        funds=tuple(_line(line, earlier) for line in form.funds),
        review=_outdated(whole) if changed else whole,
        part_reviews=form.part_reviews or {k: _without_places(v) for k, v in earlier.part_reviews.items()},
    )


def _changed(form: Form, known: Mapping[str, Form]) -> bool:
    earlier = known.get(label(form.project.text))
    return earlier is None or _content(form) != _content(earlier)


def _content(form: Form) -> tuple[object, ...]:
    """What a review of the whole is about."""
    return tuple(_said(row) for row in form.indicators), tuple(map(_money, _totals(form)))


def _totals(form: Form) -> list[FundLine]:
    return [line for line in form.funds if line.role is Role.TOTAL]


def _money(line: FundLine) -> tuple[object, ...]:
    return line.initial, line.full_year, line.received, line.executed


def _said(row: Indicator) -> tuple[object, ...]:
    return label(row.level3.text), label(row.target_text), label(row.actual_text)


def _row(row: Indicator, earlier: Mapping[str, Indicator]) -> Indicator:
    before = earlier.get(label(row.level3.text))
    if before is None or _given(review_of_row(row)):
        return row
    review = _without_places(review_of_row(before))
    if _said(row) != _said(before):
        review = _outdated(review)
    return replace(
        row,
        review_score=review.score,
        review_note=review.note,
        reviewer=review.reviewer,
        reviewed_on=review.on,
    )


def _line(line: FundLine, earlier: Form) -> FundLine:
    before = next(iter(_totals(earlier)), None)
    if before is None or line.role is not Role.TOTAL or _given(line.review):
        return line
    review = _without_places(before.review)
    return replace(line, review=review if _money(line) == _money(before) else _outdated(review))


def _outdated(review: Review) -> Review:
    """The review without its points, which are told in words."""
    if not isinstance(review.score, Amount):
        return review
    told = CHANGED.format(score=plain(review.score.value))
    note = f"{review.note.text}；{told}" if review.note else told
    return replace(review, score=NotGiven(), note=Text(note))


def _without_places(review: Review) -> Review:
    """The earlier result's cells mean nothing in this workbook."""
    score = replace(review.score, place=None)
    return Review(score, Text(review.note.text), Text(review.reviewer.text), Text(review.on.text))
