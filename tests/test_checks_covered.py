"""What a form's 自评总分 adds up: held against the same parts of the computed total."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from checks_forms import FORM, edited, told
from scored_case import evaluated
from tables import book, sheet

from perf_xlsx.checks.covered import own_total
from perf_xlsx.model import Amount, Figure, NotGiven, Unreadable
from perf_xlsx.writing import layout as at
from perf_xlsx.writing.scored import scored_plan

TOTAL = "总分 | < | < | < | < | 100 | 98.67 |  |"
UNTOLD = "总分 | < | < | < | < | 100 |  |  |"
SESSIONS = "≥120场 | 130场 | 20 | 20 |"
MONEY = "98.50% | 9.85"
KNOWN = "80% | 20 | 18.82 |"


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
    own = own_total(form, seen.scheme)
    assert own is not None
    assert isinstance(form.form.stated_total, Amount)
    assert (own.value, own.stated) == (form.form.stated_total.value, True)
    assert (own.weight, own.above) == (Decimal(weight), Decimal(above))


UNSTATED = {
    "all rows typed": ({}, "98.67"),
    "one row too high": ({KNOWN: "80% | 20 | 20 |"}, "99.85"),
    "预算执行率 left to be computed": ({MONEY: "98.50% |"}, "98.67"),
    "a row left to be computed": ({SESSIONS: "≥120场 | 130场 | 20 |  |"}, "98.67"),
    "a row that can't be computed": ({SESSIONS: "≥120场 |  | 20 |  |"}, None),
    "a row that can't be read": ({SESSIONS: "≥120场 | 130场 | 20 | 优 |"}, None),
    "预算执行率 that can't be read": ({MONEY: "98.50% | 优"}, None),
}


@pytest.mark.parametrize("name", UNSTATED)
def test_without_a_stated_total_the_typed_rows_make_it(name: str) -> None:
    edits, expected = UNSTATED[name]
    seen = told(("普法宣传", edited(FORM, {TOTAL: UNTOLD, **edits})))
    own = own_total(seen.scorecard.forms[0], seen.scheme)
    if expected is None:
        assert own is None
        return
    assert own is not None
    assert (own.value, own.weight, own.stated) == (Decimal(expected), 100, False)
    assert own.above == Decimal(expected) - seen.scorecard.forms[0].total.high


def without_scores() -> str:
    """The form with no points of its own."""
    lines = FORM.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("产出指标"))
    for number in range(start, len(lines)):
        cells = lines[number].split("|")
        lines[number] = "|".join([*cells[:6], "  ", *cells[7:]]) if len(cells) > 7 else lines[number]
    return "\n".join(lines)


def test_a_form_that_gives_itself_no_points_has_no_total_of_its_own() -> None:
    seen = told(("普法宣传", without_scores()))
    (form,) = seen.scorecard.forms
    assert {row.indicator.reported_score for row in form.rows} == {NotGiven()}
    assert own_total(form, seen.scheme) is None


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (Unreadable("", "formula_no_result"), "98.67"),  # a sum that was never calculated
        (Unreadable("优", "number"), None),
        (NotGiven(), "98.67"),
    ],
)
def test_only_a_total_that_is_left_open_is_summed(stated: Figure, expected: str | None) -> None:
    seen = told(("普法宣传", FORM))
    (form,) = seen.scorecard.forms
    own = own_total(replace(form, form=replace(form.form, stated_total=stated)), seen.scheme)
    assert (None if own is None else own.value) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize("name", [name for name, (_, expected) in UNSTATED.items() if expected])
def test_the_scored_workbook_shows_the_same_total(name: str) -> None:
    edits, expected = UNSTATED[name]
    plan = scored_plan(evaluated(book(sheet("普法宣传", edited(FORM, {TOTAL: UNTOLD, **edits})))))
    page = plan.sheets[1]
    (row,) = (row for (row, column), cell in page.cells.items() if column == 1 and cell.value == "总分")
    assert page.cells[row, at.SCORE].value == page.cells[row, at.TYPED].value == Decimal(expected or "")
