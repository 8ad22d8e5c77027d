"""Every rule of the checks: fired at its cell by its case, silent on its near miss, alone, in clear words."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from checks_cases import CASES, Case
from checks_forms import COVER, FORM, ISSUES, Told, edited, told

from perf_xlsx.checks.catalogue import RULES, finding
from perf_xlsx.checks.judged import judged_card
from perf_xlsx.checks.run import FORM_CHECKS, OTHER_RULES, UNIT_CHECKS, YEAR_CHECKS, passed
from perf_xlsx.model import Problem, Severity

TELLING = {case.rule: case for case in CASES}


def workbook(case: Case, edits: Mapping[str, str], second: str, last_year: str) -> Told:
    tables = {"普法": FORM}
    if case.whole:
        tables |= {"基本信息": COVER, "存在问题及建议": ISSUES}
    for old, new in edits.items():
        (home,) = [name for name, table in tables.items() if table.count(old) == 1]
        tables[home] = edited(tables[home], {old: new})
    if second:
        tables["申报" if "申报表" in second else "二"] = second
    before = told(("普法", last_year)).submission if last_year else None
    return told(*tables.items(), previous=before)


def fired(case: Case) -> Told:
    return workbook(case, case.fires, case.second, case.last_year)


def missed(case: Case) -> Told:
    second = case.second if case.second_near is None else case.second_near
    last_year = case.last_year if case.last_year_near is None else case.last_year_near
    return workbook(case, case.near, second, last_year)


def where(problem: Problem) -> str:
    assert problem.place is not None
    return f"{problem.place.sheet}!{problem.place.cell}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_the_case_fires_the_rule_at_its_cell(case: Case) -> None:
    problems = fired(case).of(case.rule)
    at = case.at if "!" in case.at else f"普法!{case.at}"
    assert at in [where(problem) for problem in problems]
    assert case.message in finding(problems[0]).message


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_the_near_miss_is_silent(case: Case) -> None:
    assert missed(case).of(case.rule) == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_one_cause_is_told_once(case: Case) -> None:
    """The case tells nothing else above 提示 than it says."""
    grave = {rule for rule in fired(case).rules() if RULES[rule].severity is not Severity.NOTE}
    assert grave - {case.rule} == set(case.also)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_the_message_has_no_gap(case: Case) -> None:
    for problem in fired(case).of(case.rule):
        shown = finding(problem)
        assert "未提供" not in shown.message + shown.repair
        assert "：。" not in shown.message
        assert "“”" not in shown.message
        (shown.message + shown.repair).encode("gbk")


def test_a_well_filled_workbook_is_told_nothing() -> None:
    assert told(("普法", FORM), ("基本信息", COVER), ("存在问题及建议", ISSUES)).problems == ()
    assert told(("普法", FORM)).problems == ()


def emitted() -> list[str]:
    named = [rules for checks in (FORM_CHECKS, UNIT_CHECKS, YEAR_CHECKS) for _, rules in checks]
    return [*(rule for rules in named for rule in rules), *OTHER_RULES]


OWN = (
    "form", "privacy", "funds", "weights", "scores", "targets", "actuals", "reasons", "narrative",
    "siblings", "previous", "rubric", "review",
)  # fmt: skip
"""The subjects whose rules are told by the checks."""


def test_catalogue_functions_and_cases_name_the_same_rules() -> None:
    catalogue = {rule for rule in RULES if rule.partition(".")[0] in OWN}
    assert sorted(emitted()) == sorted(set(emitted()))
    assert set(emitted()) == catalogue
    assert {*TELLING, *ELSEWHERE} == catalogue
    assert len(CASES) == len(TELLING)


ELSEWHERE = {
    "privacy.secret": "test_checks_privacy",
    "funds.no_block": "test_checks_subjects",
    "funds.over_received": "test_checks_subjects",
    "funds.received_base": "test_checks_subjects",
    "rubric.blank": "test_checks_subjects",
    "rubric.unexplained": "test_checks_subjects",
    "review.beyond": "test_review",
    "review.total_differs": "test_review",
    "review.unit_score": "test_review",
    "review.unreadable": "test_review",
    "scores.cap": "test_checks_subjects",
    "scores.unit_other_mean": "test_checks_subjects",
    "scores.unit_unsupported": "test_checks_subjects",
    "targets.adjusted": "test_checks_subjects",
}
"""Rules that need columns which the form of the cases doesn't have, with the tests that hold them."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_function_tells_only_the_rules_it_is_registered_for(case: Case) -> None:
    made = fired(case)
    card = judged_card(made.scorecard, made.scheme)
    for look, rules in FORM_CHECKS:
        for scored in card.forms:
            assert {problem.rule for problem in look(scored, made.scheme)} <= set(rules)
    for unit_look, rules in UNIT_CHECKS:
        told_rules = {each.rule for each in unit_look(made.submission, card, made.scheme)}
        assert told_rules <= set(rules)


def test_what_passed_is_listed_group_by_group() -> None:
    lines = passed(fired(TELLING["weights.label"]).problems)
    assert [line.group for line in lines] == ["内容完整", "权重合理", "数据真实", "结果客观"]
    weights = lines[1]
    assert (weights.checked - weights.passed, weights.line) == (
        1,
        f"权重合理：检查 {weights.checked} 项，{weights.checked - 1} 项未发现问题。",
    )
    assert all(line.checked == line.passed for line in (lines[0], *lines[2:]))
