"""复核得分 as finance typed it: what is told of rows, 预算执行率, the whole and the unit."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from checks_forms import FORM, told
from checks_told import cells
from scoring_forms import form, fund, row, submission

from perf_xlsx.checks import review
from perf_xlsx.model import Amount, Figure, FormScore, NotGiven, Place, Problem, Review, Unreadable, Why
from perf_xlsx.scoring.review import with_review
from perf_xlsx.scoring.scheme import load
from perf_xlsx.scoring.score import score

TOLD = told(("普法", FORM))
NAMES = ("场次", "达标", "及时", "成本", "知晓", "机制", "满意")
"""The rows of the form: 20, 10, 10, 10, 20, 10 and 10 points."""


def figure(typed: str, row: int) -> Figure:
    place = Place("普法", row, 10)
    try:
        return Amount(Decimal(typed), place=place)
    except ArithmeticError:
        return Unreadable(typed, "", place)


def reviewed(typed: str) -> FormScore:
    """The form with points typed: 场次 21；预算 -1；总分 101."""
    given = dict(part.split(" ", 1) for part in typed.split("；"))
    scored = TOLD.scorecard.forms[0]
    rows = tuple(
        replace(row, indicator=replace(row.indicator, review_score=figure(given[name], 13 + number)))
        if name in given
        else row
        for number, (name, row) in enumerate(zip(NAMES, scored.rows, strict=True))
    )
    line = scored.budget.line
    assert line is not None
    if "预算" in given:
        line = replace(line, review=Review(figure(given["预算"], 6)))
    form = scored.form
    if "总分" in given:
        form = replace(form, review=Review(figure(given["总分"], 20)))
    made = replace(scored, form=form, rows=rows, budget=replace(scored.budget, line=line))
    return with_review(made, TOLD.scheme)


def shown(problem: Problem) -> str:
    said = (problem.indicator, problem.found, problem.expected, problem.difference, problem.slots.get("rows"))
    return " ".join([problem.rule, cells(problem), *filter(None, said)])


ALL_TYPED = "场次 20；达标 10；及时 10；成本 10；知晓 18；机制 10；满意 10；预算 9"
CASES = {
    "场次 20": [],
    "场次 0": [],
    "场次 20.01": [
        "review.beyond 普法!J13 普法活动场次 20.01分 0～20分 “普法活动场次”（分值20分，复核20.01分）"
    ],
    "场次 -0.01": [
        "review.beyond 普法!J13 普法活动场次 -0.01分 0～20分 “普法活动场次”（分值20分，复核-0.01分）"
    ],
    "场次 21；达标 11": [
        "review.beyond 普法!J13 普法!J14 普法活动场次、活动达标率 21分；11分 0～20分；0～10分"
        " “普法活动场次”（分值20分，复核21分）；“活动达标率”（分值10分，复核11分）"
    ],
    "预算 10": [],
    "预算 0": [],
    "预算 10.5": ["review.beyond 普法!J6 10.5分 0～10分 “预算执行率”（分值10分，复核10.5分）"],
    "预算 -1；总分 101": [
        "review.beyond 普法!J6 -1分 0～10分 “预算执行率”（分值10分，复核-1分）",
        "review.beyond 普法!J20 101分 0～100分 “总分”（分值100分，复核101分）",
    ],
    "总分 100": [],
    "总分 0": [],
    "场次 待核；达标 同意": [
        "review.unreadable 普法!J13 普法!J14 普法活动场次、活动达标率 待核；同意"
        " “普法活动场次”（待核）；“活动达标率”（同意）"
    ],
    "预算 待核；总分 同意": [
        "review.unreadable 普法!J6 待核 “预算执行率”（待核）",
        "review.unreadable 普法!J20 同意 “总分”（同意）",
    ],
    f"{ALL_TYPED}；总分 97": [],
    f"{ALL_TYPED}；总分 96": [
        "review.total_differs 普法!J20 普法!J13 普法!J14 普法!J15 普法!J16 普法!J17 普法!J18 普法!J19"
        " 96分 97分 -1分 普法活动场次"
    ],
    f"{ALL_TYPED}；总分 97.01": [],
    f"{ALL_TYPED}；总分 97.02": [
        "review.total_differs 普法!J20 普法!J13 普法!J14 普法!J15 普法!J16 普法!J17 普法!J18 普法!J19"
        " 97.02分 97分 0.02分 普法活动场次"
    ],
    f"{ALL_TYPED.replace('满意 10；', '')}；总分 96": [],
    ALL_TYPED: [],
}


@pytest.mark.parametrize("typed", CASES)
def test_a_reviewers_slip_is_told_at_its_cell(typed: str) -> None:
    scored = reviewed(typed)
    checks = (review.unreadable, review.beyond, review.total)
    assert [shown(each) for look in checks for each in look(scored, TOLD.scheme)] == CASES[typed]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("100", []),
        ("0", []),
        ("100.5", ["review.unit_score 普法!J14 100.5分 0～100分"]),
        ("-0.5", ["review.unit_score 普法!J14 -0.5分 0～100分"]),
        ("优", ["review.unit_score 普法!J14 优 0～100分"]),
    ],
)
def test_the_points_of_the_unit_are_a_number_within_full_points(typed: str, said: list[str]) -> None:
    cover = replace(TOLD.submission.cover, review=Review(figure(typed, 14)))
    found = review.unit(replace(TOLD.submission, cover=cover), TOLD.scorecard, TOLD.scheme)
    assert [shown(each) for each in found] == said


def test_no_points_of_finance_no_word() -> None:
    scored = TOLD.scorecard.forms[0]
    assert isinstance(scored.form.review.score, NotGiven)
    assert [*review.beyond(scored, TOLD.scheme), *review.total(scored, TOLD.scheme)] == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [("5", []), ("6", ["review.beyond 普法!J9 6分 0～5分 “资金到位”（分值5分，复核6分）"])],
)
def test_points_beyond_those_of_a_part_of_the_scheme_are_told(typed: str, said: list[str]) -> None:
    scheme = load("guangdong")
    money = fund("100", "100", "90", received="100")
    whole = form(row("数量", "件数", "≥1件", "1件"), funds=[money], name="普法")
    whole = replace(whole, part_reviews={"资金到位": Review(figure(typed, 9))})
    (scored,) = score(submission(whole), scheme, Why("chosen_groups")).forms
    assert [shown(each) for each in review.beyond(scored, scheme)] == said
