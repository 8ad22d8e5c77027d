"""复核 of an earlier result beside the same workbook, row by row: kept, or told in words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from scoring_forms import form, fund, row, submission

from perf_xlsx.model import Amount, Form, FundLine, Indicator, NotGiven, Place, Review, Role, Submission, Text
from perf_xlsx.values.reviewed import has_reviews, review_of_row, with_reviews_of

THERE = Place("项目", 9, 9)
TYPED = Review(Amount(Decimal(8), place=THERE), Text("核减", THERE), Text("李某", THERE), Text("3月1日"))
KEPT = Review(Amount(Decimal(8)), Text("核减"), Text("李某"), Text("3月1日"))
OUTDATED = replace(KEPT, score=NotGiven(), note=Text("核减；原复核8分，所评内容已改，请重新复核"))


def reviewed(given: Indicator, review: Review = TYPED) -> Indicator:
    return replace(
        given,
        review_score=review.score,
        review_note=review.note,
        reviewer=review.reviewer,
        reviewed_on=review.on,
    )


def whole(
    *rows: Indicator, review: Review | None = None, spent: str = "90", own: Review | None = None
) -> Form:
    money = replace(fund("100", "100", spent), review=review or Review())
    parts: list[FundLine] = [money, fund("80", "80", "70", role=Role.PART)]
    return replace(form(*rows, funds=parts), review=own or Review())


def of_unit(given: Submission, review: Review) -> Submission:
    return replace(given, cover=replace(given.cover, review=review))


SHOWS = row("数量", "活动", "≥10场", "9场", "20")
RATE = row("质量", "合格率", "≥95%", "97%", "20")
EARLIER = of_unit(submission(whole(reviewed(SHOWS), reviewed(RATE), review=TYPED, own=TYPED)), TYPED)


def test_what_finance_typed_is_seen_anywhere() -> None:
    assert not has_reviews(submission(whole(SHOWS)))
    assert has_reviews(submission(whole(reviewed(SHOWS))))
    assert has_reviews(submission(whole(SHOWS, review=TYPED)))
    assert has_reviews(of_unit(submission(), TYPED))


def test_the_same_contents_keep_every_review_without_its_cells() -> None:
    made = with_reviews_of(submission(whole(SHOWS, RATE)), EARLIER)
    (one,) = made.forms
    assert [review_of_row(each) for each in one.indicators] == [KEPT, KEPT]
    assert [line.review for line in one.funds] == [KEPT, Review()]
    assert (one.review, made.cover.review) == (KEPT, KEPT)
    assert one.indicators[0].review_score.place is None


def test_a_changed_row_asks_anew_and_so_does_the_whole() -> None:
    changed = row("数量", "活动", "≥10场", "10场", "20")
    made = with_reviews_of(submission(whole(changed, RATE)), EARLIER)
    (one,) = made.forms
    assert [review_of_row(each) for each in one.indicators] == [OUTDATED, KEPT]
    assert (one.funds[0].review, one.review, made.cover.review) == (KEPT, OUTDATED, OUTDATED)


def test_changed_money_asks_anew_for_its_own_row() -> None:
    (one,) = with_reviews_of(submission(whole(SHOWS, RATE, spent="95")), EARLIER).forms
    assert one.funds[0].review == OUTDATED
    assert [review_of_row(each) for each in one.indicators] == [KEPT, KEPT]


def test_what_is_typed_now_comes_before_what_was_typed_earlier() -> None:
    now = Review(Amount(Decimal(7)))
    mine = whole(reviewed(SHOWS, now), row("质量", "新指标", "≥1件", "1件", "20"), review=now, own=now)
    made = with_reviews_of(of_unit(submission(mine), Review(note=Text("已阅"))), EARLIER)
    (one,) = made.forms
    assert [review_of_row(each) for each in one.indicators] == [now, Review()]
    assert one.funds[0].review == now
    assert one.review.note.text == "原复核7分，所评内容已改，请重新复核"
    assert made.cover.review == Review(note=Text("已阅"))


def test_another_project_and_a_form_without_money_take_nothing_over() -> None:
    other = replace(whole(SHOWS), project=Text("乙项目"))
    assert with_reviews_of(submission(other), EARLIER).forms == (other,)
    poor = submission(replace(whole(reviewed(SHOWS)), funds=()))
    (one,) = with_reviews_of(submission(whole(SHOWS)), poor).forms
    assert one.funds[0].review == Review()
