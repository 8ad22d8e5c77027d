"""复核 of the unit where its mean can't be made."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from scoring_city import CITY
from scoring_forms import form, fund, row, submission

from perf_xlsx.model import Amount, Why
from perf_xlsx.scoring.score import score


def test_a_unit_weighted_by_spending_has_no_review_where_nothing_was_spent() -> None:
    reviewed = replace(row("数量", "件数", "≥10件", "9件", "10"), review_score=Amount(Decimal(8)))
    for executed, found in ((None, False), ("50", True)):
        whole = form(reviewed, funds=[fund("100", "100", executed, received="100")])
        card = score(submission(whole), CITY, Why("chosen_default"))
        assert card.forms[0].review is not None
        assert (card.unit.review is not None) is found
