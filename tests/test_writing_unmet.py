"""未完成绩效指标清单: what it says of each row."""

from __future__ import annotations

import pytest
from checks_cases import SHOWS
from checks_forms import FORM, edited
from scored_case import book, evaluated
from tables import sheet

from perf_xlsx.checks.catalogue import RULES
from perf_xlsx.writing.scored import scored_plan
from perf_xlsx.writing.unmet import COLUMNS, REASONS

_TITLES = [column.title for column in COLUMNS]


def listed(row: str) -> dict[str, object]:
    """The entry of the first row of the form, by the titles of the list."""
    plan = scored_plan(evaluated(book(sheet("普法", edited(FORM, {SHOWS: row})))))
    sheet_plan = next(each for each in plan.sheets if each.name == "未完成绩效指标清单")
    return {title: sheet_plan.cells[4, column].value for column, title in enumerate(_TITLES, 1)}


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", "未写"),
        ("无", "写的不是原因"),
        ("场地维修", "缺改进措施"),
        ("外来人口流动大，宣传覆盖不够；下一步进企业宣传。", "与别行相同"),
        ("场地维修，明年另选场地", "已写明"),
    ],
)
@pytest.mark.parametrize("typed", ["16.67", "20"])
def test_the_list_says_one_thing_of_a_reason_whatever_the_typed_score(
    reason: str, said: str, typed: str
) -> None:
    assert listed(f"| 普法活动场次 | ≥120场 | 100场 | 20 | {typed} | {reason} |")["原因是否齐全"] == said


def test_an_unexplained_excess_is_without_a_reason_too() -> None:
    entry = listed("| 普法活动场次 | ≥50场 | 130场 | 20 | 20 |  |")
    assert (entry["情况"], entry["原因是否齐全"]) == ("明显超额", "未写")


def test_each_rule_about_reasons_has_its_word() -> None:
    assert set(REASONS) == {rule.id for rule in RULES.values() if rule.subject == "reasons"}
