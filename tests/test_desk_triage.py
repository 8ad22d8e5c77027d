"""分拣: which unit to send back first, and why."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from perf_xlsx.desk.triage import triage


def finding(severity: str, message: str = "有问题。", answer: str | None = None) -> dict[str, Any]:
    return {"severity": severity, "message": message, "answer": answer, "rule": "x.y"}


def record(
    unit: str,
    *findings: dict[str, Any],
    total: str | None = "95",
    reported: str | None = None,
    budget: str = "100",
    projects: int = 1,
) -> dict[str, Any]:
    funds = [{"role": "total", "initial": budget, "full_year": None, "executed": budget}]
    project = {
        "name": "项目",
        "funds": funds,
        "reported_above": str(Decimal(reported) - Decimal(total)) if reported and total else None,
        "total_high": total,
        "total_low": total,
    }
    return {
        "agency": unit,
        "source": {"file": f"{unit}.xlsx"},
        "projects": [project] * projects if total else [],
        "unit_score": {"mean": {"low": total, "high": total}, "reported": None} if total else None,
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


def test_the_draft_of_an_output_that_came_back_is_told() -> None:
    first, second = record("甲"), record("乙") | {"draft": 2}
    assert {row.unit: row.version for row in triage([first, second])} == {"甲": "", "乙": "第2稿"}


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


def test_large_money_and_full_marks_everywhere_are_proposed_for_sampling() -> None:
    rows = triage([record(str(n), budget=str(n)) for n in range(1, 11)])
    assert {row.unit: row.sample for row in rows if row.sample} == {"10": ("金额较大",)}
    full = triage([record("甲", total="100", projects=3), record("乙", budget="500")])
    assert {row.unit: row.sample for row in full} == {"甲": ("各项目均为满分",), "乙": ("金额较大",)}
