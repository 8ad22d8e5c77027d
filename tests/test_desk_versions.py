"""Versions of one workbook: which counts, what changed; and the letter that goes back."""

from __future__ import annotations

from typing import Any

import pytest

from perf_xlsx.desk.returns import letter
from perf_xlsx.desk.versions import Change, changes, versions

Record = dict[str, Any]


def indicator(name: str, actual: str = "100%", cell: str = "G12", **others: str) -> Record:
    return {"level3": name, "target_text": "≥95%", "actual_text": actual, "cell": cell, **others}


def project(name: str, *indicators: Record, executed: str = "10") -> Record:
    return {
        "name": name,
        "funds": [{"item": "年度资金总额", "executed": executed, "cell": "G7"}],
        "indicators": list(indicators),
    }


def record(file: str, *projects: Record, agency: str = "甲局", year: int = 2021, draft: int = 0) -> Record:
    return {
        "agency": agency,
        "year": year,
        "draft": draft,
        "scheme": {"id": "cn-2020"},
        "source": {"file": file, "sha256": "0123456789abcdef"},
        "projects": list(projects),
        "findings": [],
    }


ONE = project("普法")


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (record("a.xlsx", ONE, draft=1), record("a.xlsx", ONE, draft=2)),
        (record("自评表第一稿.xlsx", ONE), record("自评表第二稿.xlsx", ONE)),
        (record("自评表.xlsx", ONE), record("自评表(2).xlsx", ONE)),
        (record("自评表v3.xlsx", ONE), record("自评表最终.xlsx", ONE)),
    ],
)
def test_the_newest_of_the_versions_counts(older: Record, newer: Record) -> None:
    for given in ([older, newer], [newer, older]):
        (group,) = versions(given)
        assert group.newest is newer
        assert group.older == (older,)


def test_other_units_years_and_projects_are_no_versions() -> None:
    records = [
        record("1.xlsx", ONE),
        record("2.xlsx", ONE, agency="乙局"),
        record("3.xlsx", ONE, year=2022),
        record("4.xlsx", project("公证")),
    ]
    assert [group.records for group in versions(records)] == [(each,) for each in records]


def test_what_changed_is_told_by_cell() -> None:
    old = record("1.xlsx", project("普法", indicator("场次", "200场"), indicator("满意度"), executed="10"))
    new = record("2.xlsx", project("普法", indicator("场次", "210场"), indicator("知晓率"), executed="12"))
    assert changes(old, new) == (
        Change("普法", "年度资金总额", "全年执行数", "10", "12", "G7"),
        Change("普法", "场次", "实际完成值", "200场", "210场", "G12"),
        Change("普法", "知晓率", "绩效指标", "", "新增", "G12"),
        Change("普法", "满意度", "绩效指标", "已删去", "", "G12"),
    )


def test_full_width_and_half_width_are_no_change_and_lost_projects_are_told() -> None:
    old = record("1.xlsx", project("普法", indicator("率", "98％")), project("公证"))
    new = record("2.xlsx", project("普法", indicator("率", "98%")), project("培训"))
    assert changes(old, new) == (
        Change("培训", "", "项目", "", "新增", ""),
        Change("公证", "", "项目", "已删去", "", ""),
    )


# ---------------------------------------------------------------- 退回意见


def finding(severity: str, message: str, project_name: str | None = None, answer: str = "") -> Record:
    return {
        "severity": severity, "message": message, "repair": "请改正。", "project": project_name,
        "sheet": "项目1", "cell": "G12", "answer": answer,
    }  # fmt: skip


def test_a_letter_has_the_numbers_of_the_list_and_leaves_out_what_is_answered() -> None:
    told = record("甲.xlsx", project("一"), project("二"))
    told["findings"] = [
        finding("note", "提示。"),
        finding("warning", "已答。", "一", answer="附批复"),
        finding("error", "二错。", "二"),
        finding("error", "一错。", "一"),
        finding("warning", "待答。"),
    ]
    written = letter(told)
    assert written is not None
    assert [(item.number, item.severity, item.message) for item in written.items] == [
        (1, "须更正", "一错。"),
        (2, "须更正", "二错。"),
        (3, "须说明", "待答。"),
    ]
    assert "须更正2条、须说明1条" in written.opening
    assert written.paragraphs[1] == "1. 【须更正】《一》（项目1 G12）：一错。请改正。"


def test_nothing_to_send_back_gives_no_letter() -> None:
    told = record("甲.xlsx", project("一"))
    told["findings"] = [finding("note", "提示。")]
    assert letter(told) is None


def test_a_long_letter_says_how_much_more_the_list_holds() -> None:
    told = record("甲.xlsx", project("一"))
    told["findings"] = [finding("error", f"第{n}处。") for n in range(30)]
    written = letter(told)
    assert written is not None
    assert len(written.items) == 12
    assert "其余18条" in written.paragraphs[-2]
