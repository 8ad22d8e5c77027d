"""分拣: which unit to send back first, and why."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from perf_xlsx.checks.catalogue import RULES
from perf_xlsx.desk.sampling import Seen, samples
from perf_xlsx.desk.triage import Desk, triage, words


def finding(
    severity: str,
    message: str = "有问题。",
    answer: str | None = None,
    rule: str = "",
    found: str = "",
    expected: str = "",
) -> dict[str, Any]:
    return {
        "severity": severity,
        "message": message,
        "answer": answer,
        "rule": rule or f"own.{message}",
        "project": None,
        "found": found,
        "expected": expected,
    }


def record(
    unit: str | None,
    *findings: dict[str, Any],
    total: str | None = "95",
    reported: str | None = None,
    base: str = "100",
    budget: str = "100",
    projects: int = 1,
    year: int = 2021,
    file: str = "",
) -> dict[str, Any]:
    funds = [{"role": "total", "initial": budget, "full_year": None, "executed": budget}]
    project = {
        "name": "项目",
        "funds": funds,
        "own_total": reported,
        "reported_base": base if reported else None,
        "reported_above": str(Decimal(reported) - Decimal(total)) if reported and total else None,
        "total_high": total,
        "total_low": total,
    }
    score = {"headline": "mean", "mean": {"low": total, "high": total}, "reported": None}
    return {
        "agency": unit,
        "year": year,
        "source": {"file": file or f"{unit}.xlsx"},
        "projects": [project] * projects if total else [],
        "unit_score": score if total else None,
        "findings": list(findings),
    }


def order(*records: dict[str, Any]) -> list[tuple[str, str]]:
    return [(row.unit, row.advice) for row in triage(records)]


def test_a_unit_with_an_error_stands_above_every_one_without() -> None:
    many = [finding("warning")] * 40
    assert order(record("甲", *many), record("乙", finding("error")), record("丙")) == [
        ("乙", "退回更正"),
        ("甲", "请说明"),
        ("丙", "通过"),
    ]


def test_a_file_that_could_not_be_scored_comes_first() -> None:
    unread = record("甲", finding("error", "文件已加密。"), total=None)
    assert order(record("乙", *[finding("error")] * 3), unread)[0] == ("甲", "退回更正")


def test_an_explained_warning_no_longer_waits_but_an_error_does_until_it_is_mended() -> None:
    assert order(record("甲", finding("warning", answer="已附批复"))) == [("甲", "通过")]
    assert order(record("甲", finding("error", answer="下次改"))) == [("甲", "退回更正")]


@pytest.mark.parametrize(("reported", "difference"), [("98", Decimal(3)), ("90", Decimal(-5)), (None, None)])
def test_the_difference_is_the_self_score_above_the_computed(
    reported: str | None, difference: Decimal | None
) -> None:
    (row,) = triage([record("甲", reported=reported)])
    assert row.difference == difference


def test_the_version_of_each_file_is_told() -> None:
    rows = triage([record("甲"), record("乙")], ["", "第2稿（共3份）"])
    assert {row.unit: row.versions for row in rows} == {"甲": (), "乙": ("第2稿（共3份）",)}


def test_among_equals_the_higher_self_score_comes_first() -> None:
    assert order(record("甲", reported="95"), record("乙", reported="99"))[0][0] == "乙"


def test_the_three_gravest_are_told_and_notes_never() -> None:
    (row,) = triage(
        [
            record(
                "甲",
                finding("note", "提"),
                finding("warning", "说"),
                finding("error", "一"),
                finding("error", "二"),
            )
        ]
    )
    assert row.gravest == ("一", "二", "说")


def test_findings_of_one_rule_are_told_once_with_their_number() -> None:
    twice = finding("error", rule="scores.total", found="97分", expected="99分")
    (row,) = triage([record("甲", twice, twice, finding("warning", "说"))])
    assert row.gravest == ("总分不等于各行得分之和（2处）", "说")
    (row,) = triage([record("甲", twice)])
    assert row.gravest == ("总分不等于各行得分之和：97分，应为99分",)


@pytest.mark.parametrize(
    ("found", "expected", "told"),
    [
        ("97分", "99分", "总分不等于各行得分之和：97分，应为99分"),
        ("未填", "", "总分不等于各行得分之和"),
        ("一" * 40, "99分", "总分不等于各行得分之和"),
    ],
)
def test_a_reason_is_one_line_with_its_figures_where_they_are_short(
    found: str, expected: str, told: str
) -> None:
    (row,) = triage([record("甲", finding("error", rule="scores.total", found=found, expected=expected))])
    assert row.gravest == (told,)


def test_a_name_that_differs_is_not_told_twice() -> None:
    renamed = finding("warning", rule="roster.renamed", found="甲局《普法》", expected="普法经费")
    (row,) = triage([record("甲局", renamed | {"project": "普法经费"})])
    assert row.gravest == ("名称与清单不同《普法经费》：甲局《普法》",)


def test_a_unit_on_the_roster_that_sent_nothing_is_to_hand_in() -> None:
    desk = Desk()
    desk.add(record("甲局"))
    desk.tell("乙局", finding("error", "应报未报。"))
    desk.tell("甲 局", finding("error", "应报未报。"))
    assert [(row.unit, row.advice, row.files) for row in desk.rows()] == [
        ("乙局", "请补报", ()),
        ("甲局", "退回更正", ("甲局.xlsx",)),
    ]


def test_the_files_of_a_unit_and_year_are_one_row() -> None:
    rows = triage(
        [
            record("甲局", finding("error"), file="1.xlsx", total="90", reported="91", budget="10"),
            record("乙局"),
            record("甲 局", finding("warning"), file="2.xlsx", total="80", reported="84", budget="20"),
            record("甲局", file="3.xlsx", year=2020),
        ]
    )
    (row, *others) = rows
    assert (row.unit, row.year, row.files) == ("甲局", 2021, ("1.xlsx", "2.xlsx"))
    assert (row.errors, row.warnings, row.projects, row.budget) == (1, 1, 2, 30)
    assert (row.score_low, row.score_high, row.difference) == (85, 85, 4)
    assert sorted((other.unit, other.year) for other in others) == [("乙局", 2021), ("甲局", 2020)]


def test_files_that_name_no_unit_stand_alone() -> None:
    rows = triage([record(None, file="1.xlsx"), record(None, file="2.xlsx"), record("甲局")])
    assert [(row.unit, row.named) for row in rows] == [
        ("甲局", True),
        ("（未填单位）1.xlsx", False),
        ("（未填单位）2.xlsx", False),
    ]


# ---------------------------------------------------------------- 抽查建议


def drawn(*records: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {row.unit: row.sample for row in triage(records) if row.sample}


def test_the_largest_tenth_of_money_is_proposed() -> None:
    assert drawn(*(record(str(n), budget=str(n)) for n in range(1, 11))) == {"10": ("金额较大",)}


def test_where_all_have_the_same_money_none_stands_out() -> None:
    assert drawn(*(record(str(n)) for n in range(10))) == {}


def test_full_marks_in_every_project_are_proposed() -> None:
    full = record("甲", total="100", reported="100", budget="2", projects=3)
    nearly = record("乙", total="100", reported="99", budget="2", projects=3)
    sixty = record("丙", total="60", reported="60", base="60", budget="3", projects=2)
    one = record("丁", total="100", reported="100", budget="6")
    assert drawn(full, nearly, sixty, one) == dict.fromkeys("甲丙", ("各项目自评均为满分",))


@pytest.mark.parametrize(("reported", "sample"), [("99", ("自评高出复算较多",)), ("95.9", ()), ("90", ())])
def test_the_self_score_furthest_above_the_computed_is_proposed(
    reported: str, sample: tuple[str, ...]
) -> None:
    others = [record(str(n)) for n in range(9)]
    assert drawn(record("甲", reported=reported), *others).get("甲", ()) == sample


def test_far_exceeded_targets_without_a_reason_are_proposed_until_they_are_explained() -> None:
    open_one = finding("warning", rule="targets.too_low")
    answered = finding("warning", rule="targets.too_low", answer="年中追加任务")
    assert drawn(record("甲", open_one), record("乙", answered)) == {"甲": ("超额完成较多而未说明原因",)}


def test_reasons_below_the_threshold_propose_nothing() -> None:
    rules = words()["sample"]
    seen = [
        Seen(Decimal(100), None, (True, True), frozenset()),
        Seen(Decimal(1), None, (True, True), frozenset()),
    ]
    heavier = rules | {"threshold": rules["large_money"] + rules["all_full_marks"]}
    assert samples(seen, heavier) == [("金额较大", "各项目自评均为满分"), ()]


def test_every_rule_that_the_weights_name_is_in_the_catalogue() -> None:
    assert set(words()["sample"]["over_rules"]) <= set(RULES)
