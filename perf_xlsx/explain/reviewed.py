"""What 复核 says of a score, in one line: the points typed, what they count for, by whom."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perf_xlsx.figures import plain
from perf_xlsx.model import Amount, BudgetScore, FormScore, PartScore, Review, ReviewScore, RowScore
from perf_xlsx.scoring.arithmetic import points_shown
from perf_xlsx.scoring.review import cells, weight_of, within
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.values.reviewed import review_of_row

Steps = Iterator[tuple[str, str]]


def of_row(row: RowScore, form: FormScore) -> Steps:
    """The line of an indicator; a 复核得分 merged over several rows counts for all of them."""
    group = next(group for group in cells(form.rows) if any(each is row for each in group))
    together = f"（与同一格的共 {len(group)} 行合计）" if len(group) > 1 else ""
    yield from _line(review_of_row(row.indicator), weight_of(group), form, together)


def of_budget(budget: BudgetScore, form: FormScore) -> Steps:
    """The line of 预算执行率."""
    if budget.line is not None:
        yield from _line(budget.line.review, budget.weight, form)


def of_part(part: PartScore, form: FormScore) -> Steps:
    """The line of a row that the scheme adds."""
    review = form.form.part_reviews.get(part.title)
    if review is not None:
        yield from _line(review, part.weight, form)


def _line(review: Review, weight: Decimal, form: FormScore, together: str = "") -> Steps:
    if not isinstance(review.score, Amount):
        return
    typed, counts = plain(review.score.value), within(review.score, weight)
    text = f"{typed}{together}"
    if counts is not None and counts != review.score.value:
        text += f"，不在 0～分值之间，按 {plain(counts)} 计"
    if form.review is not None and form.review.stated is not None:
        text += "，不计入：整个项目另填了复核得分"
    yield "复核得分", f"{text}{_by(review)}"


def of_total(score: ReviewScore | None, review: Review, scheme: Scheme, what: str) -> Steps:
    """The line of a total: typed for the whole, or the sum with every reviewed row in its place."""
    if score is None:
        return
    shown = f"{points_shown(score.points, scheme)}，等级 {score.grade or '待定'}"
    if score.stated is not None:
        yield "复核总分", f"{shown}，{what}直接填写的复核得分{_by(review)}"
    elif score.complete:
        yield "复核总分", f"{shown}，各行都已复核{_by(review)}"
    else:
        rest = f"已复核 {score.done}/{score.rows} 行，其余按复算"
        yield "复核总分", f"{shown}，{rest}{_by(review)}"


def _by(review: Review) -> str:
    """Opinion, name and day of the reviewer, as far as they were typed."""
    told = [f"意见：{review.note}"] if review.note else []
    told += [f"复核人 {review.reviewer}"] if review.reviewer else []
    told += [str(review.on)] if review.on else []
    return f"；{'，'.join(told)}" if told else ""
