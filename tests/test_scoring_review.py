"""复核 of the unit where its mean can't be made."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from scoring_city import CITY
from scoring_forms import form, fund, row, submission

from perf_xlsx.model import Amount, Review, Text, Why
from perf_xlsx.scoring.review import cells
from perf_xlsx.scoring.review_data import review_data
from perf_xlsx.scoring.score import score


def test_a_unit_weighted_by_spending_has_no_review_where_nothing_was_spent() -> None:
    reviewed = replace(row("数量", "件数", "≥10件", "9件", "10"), review_score=Amount(Decimal(8)))
    for executed, found in ((None, False), ("50", True)):
        whole = form(reviewed, funds=[fund("100", "100", executed, received="100")])
        card = score(submission(whole), CITY, Why("chosen_default"))
        assert card.forms[0].review is not None
        assert (card.unit.review is not None) is found


def test_rows_that_say_the_same_are_still_rows_of_their_own() -> None:
    twice = row("数量", "件数", "≥10件", "9件", "10")
    card = score(submission(form(twice, twice)), CITY, Why("chosen_default"))
    assert [len(group) for group in cells(card.forms[0].rows)] == [1, 1]


def test_a_note_without_points_is_kept_as_a_review_of_nothing() -> None:
    assert review_data(None, Review()) is None
    assert review_data(None, Review(note=Text("已阅"))) == {
        "score": None,
        "score_low": None,
        "score_high": None,
        "stated": None,
        "done": 0,
        "rows": 0,
        "projects": 0,
        "complete": False,
        "grade": None,
        "note": "已阅",
        "reviewer": None,
        "reviewed_on": None,
    }
