"""What a stated 总分 adds up: held against the same parts of the computed total."""

from __future__ import annotations

from decimal import Decimal

import pytest
from checks_forms import FORM, edited, told

from perf_xlsx.checks.covered import covered
from perf_xlsx.model import Amount

TOTAL = "总分 | < | < | < | < | 100 | 98.67 |  |"


@pytest.mark.parametrize(
    ("row", "weight", "above"),
    [
        (TOTAL, "100", "0"),
        ("总分 | < | < | < | < | 90 | 88.82 |  |", "90", "0"),  # the indicators alone
        ("总分 | < | < | < | < |  | 88.82 |  |", "90", "0"),
        ("总分 | < | < | < | < | 100 | 88.82 |  |", "100", "-9.85"),  # says itself that it is of 100
        ("总分 | < | < | < | < | 100 | 99.67 |  |", "100", "1"),  # a wrong sum
    ],
)
def test_a_stated_total_is_held_against_the_parts_it_adds_up(row: str, weight: str, above: str) -> None:
    seen = told(("普法宣传", edited(FORM, {TOTAL: row})))
    (form,) = seen.scorecard.forms
    parts, stated = covered(form, seen.scheme), form.form.stated_total
    assert parts is not None
    assert isinstance(stated, Amount)
    assert parts.weight == Decimal(weight)
    assert stated.value - parts.points.high == Decimal(above)


def test_without_a_stated_total_there_is_nothing_to_compare() -> None:
    seen = told(("普法宣传", edited(FORM, {TOTAL: "总分 | < | < | < | < | 100 |  |  |"})))
    assert covered(seen.scorecard.forms[0], seen.scheme) is None
