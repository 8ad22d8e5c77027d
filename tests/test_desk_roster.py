"""应报清单: read by its headers, matched exactly first, near names proposed and never assumed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tables import book, sheet

from perf_xlsx.desk.match import reconcile, roster_problems
from perf_xlsx.desk.roster import Expected, Roster, read_roster, roster_of

ROSTER = """
2021年度项目支出绩效自评应报清单
序号 | 预算单位 | 项目名称 | 批复预算（万元） | 调整后预算 | 批复文号 | 三级指标 | 批复指标值
1 | 市司法局 | 法律援助经费 | 259.91 |  |  | 法律援助案件数 | ≥4000件
2 | ^ | ^ |  |  |  | 咨询人次 | ≥10000人次
3 | ^ | 普法业务经费 | 45 | 62.82 | 财预〔2021〕5号 |  |
4 | 市档案馆 | 库房改造 | '120.5万元 |  |  |  |
"""


def project(name: str, **initial_and_targets: Any) -> dict[str, Any]:
    initial = initial_and_targets.pop("initial", None)
    return {
        "name": name,
        "funds": [{"role": "total", "initial": initial, "full_year": None, "executed": None}],
        "indicators": [
            {"level3": level3, "target_text": target} for level3, target in initial_and_targets.items()
        ],
    }


def handed(
    unit: str | None, name: str, by: str | None = None, of: str | None = None, **data: Any
) -> dict[str, Any]:
    """A record with one project, whose 实施单位 is ``by`` and whose 主管部门 is ``of``."""
    return {
        "agency": unit,
        "source": {"file": "表.xlsx"},
        "projects": [project(name, **data) | {"implementing_unit": by, "department": of}],
    }


def test_a_roster_is_read_by_its_header_words_and_rows_of_one_project_are_joined() -> None:
    assert roster_of(book(sheet("清单", ROSTER))).expected == (
        Expected(
            "市司法局", "法律援助经费", budget=Decimal("259.91"),
            targets=(("法律援助案件数", "≥4000件"), ("咨询人次", "≥10000人次")), row=3,
        ),
        Expected(
            "市司法局", "普法业务经费", budget=Decimal(45), adjusted=Decimal("62.82"),
            approval="财预〔2021〕5号", row=5,
        ),
        Expected("市档案馆", "库房改造", budget=Decimal("120.5"), row=6),
    )  # fmt: skip


def test_money_in_yuan_becomes_ten_thousands() -> None:
    roster = roster_of(book(sheet("清单", "单位：元\n单位 | 项目 | 预算数\n甲局 | 一 | 150000")))
    assert [line.budget for line in roster.expected] == [Decimal(15)]


@pytest.mark.parametrize("table", ["姓名 | 电话\n甲 | 1", "项目名称 | 预算数\n一 | 2"])
def test_a_workbook_without_both_columns_is_told(table: str) -> None:
    roster = roster_of(book(sheet("名册", table)))
    assert [(problem.rule, problem.found) for problem in roster.problems] == [("roster.no_columns", "名册")]


def test_a_file_that_is_no_workbook_is_told() -> None:
    roster = read_roster("单位,项目".encode(), "清单.csv")
    assert roster.expected == ()
    assert len(roster.problems) == 1


def roster(*lines: Expected) -> Roster:
    return Roster(lines)


def test_what_is_missing_extra_or_named_otherwise_is_told_and_nothing_is_assumed() -> None:
    reconciled = reconcile(
        roster(
            Expected("甲局", "普法 业务经费"),
            Expected("甲局", "公证业务经费"),
            Expected("乙馆", "库房改造"),
        ),
        [handed("甲局", "普法业务经费"), handed("甲局", "公证业务专项经费"), handed("丙中心", "培训")],
    )
    assert [(each.rule, each.project, each.found) for each in roster_problems(reconciled)] == [
        ("roster.renamed", "公证业务经费", "甲局《公证业务专项经费》"),
        ("roster.missing", "库房改造", ""),
        ("roster.extra", "公证业务专项经费", ""),
        ("roster.extra", "培训", ""),
    ]


def test_the_same_project_name_of_another_unit_is_no_match() -> None:
    reconciled = reconcile(roster(Expected("甲局", "培训")), [handed("乙局", "培训")])
    assert [match.handed for match in reconciled.matches] == [None]


def test_a_unit_that_reports_within_its_department_is_found_by_its_own_name() -> None:
    listed = roster(Expected("丁中心", "培训"))
    for came in (handed("甲局", "培训", by="丁中心"), handed(None, "培训", by="丁中心")):
        assert reconcile(listed, [came]).missing == ()


def test_near_names_of_other_units_are_proposed_only_where_the_units_are_alike() -> None:
    listed = roster(Expected("甲区司法局", "公证业务经费"))
    came = [handed("甲区司法局机关", "公证业务专项经费"), handed("乙市水务集团", "公证业务经费")]
    assert reconcile(listed, came).matches[0].near == ("甲区司法局机关《公证业务专项经费》",)


@pytest.mark.parametrize(
    ("initial", "told"),
    [("45", []), ("45.004", []), ("54", [("54万元", "45万元", "9万元")]), (None, [])],
)
def test_a_budget_that_differs_from_the_approval_is_told(initial: str | None, told: list[Any]) -> None:
    reconciled = reconcile(
        roster(Expected("甲局", "普法", budget=Decimal(45))), [handed("甲局", "普法", initial=initial)]
    )
    found = [(each.found, each.expected, each.difference) for each in roster_problems(reconciled)]
    assert found == told


@pytest.mark.parametrize(
    ("target", "differs"),
    [("≥95%", False), ("不低于95%", False), (">=95％", False), ("≥90%", True), ("", True)],
)
def test_a_target_is_compared_by_what_it_means(target: str, differs: bool) -> None:
    expected = Expected("甲局", "普法", targets=(("满意度", "≥95%"),))
    reconciled = reconcile(roster(expected), [handed("甲局", "普法", 满意度=target)])
    assert [each.rule for each in roster_problems(reconciled)] == ["roster.target"] * differs


@pytest.mark.parametrize("target", ["满意度≥95%", "覆盖率：≥80%；满意度不低于95%", "≥95%"])
def test_targets_that_stand_in_one_cell_are_compared_by_the_names_they_begin_with(target: str) -> None:
    expected = Expected("甲局", "普法", targets=(("", target),))
    fits = handed("甲局", "普法", 满意度="≥95%", 覆盖率="≥80%")
    assert list(roster_problems(reconcile(roster(expected), [fits]))) == []
    differs = handed("甲局", "普法", 满意度="≥90%", 覆盖率="≥80%")
    rules = [each.rule for each in roster_problems(reconcile(roster(expected), [differs]))]
    assert rules == ["roster.no_target" if target == "≥95%" else "roster.target"]


def test_an_approved_indicator_that_is_not_in_the_form_is_told() -> None:
    expected = Expected("甲局", "普法", targets=(("满意度", "≥95%"), ("", "场次≥9场")))
    (one, other) = roster_problems(reconcile(roster(expected), [handed("甲局", "普法", 覆盖率="≥80%")]))
    assert (one.rule, one.expected) == ("roster.no_target", "满意度≥95%")
    assert (other.rule, other.expected) == ("roster.no_target", "场次≥9场")


def test_a_budget_code_before_a_unit_is_no_part_of_its_name() -> None:
    listed = roster_of(book(sheet("清单", "单位 | 项目\n219001-某镇人民政府 | 培训")))
    assert listed.expected[0].unit == "某镇人民政府"
    assert reconcile(listed, [handed("某镇人民政府", "培训")]).missing == ()
    assert reconcile(listed, [handed("219001-某镇人民政府", "培训")]).missing == ()


def test_a_project_of_a_unit_below_the_one_asked_is_proposed() -> None:
    came = [handed("县人民医院", "信息化建设", of="县卫健局"), handed("县法院", "信息化建设", of="县法院")]
    reconciled = reconcile(roster(Expected("县卫健局", "信息化建设")), came)
    assert reconciled.matches[0].near == ("县人民医院《信息化建设》",)


LAYOUTS = {
    "headers over two rows": """
        序号 | 单位 | 项目名称 | 批复预算（元） | <
        ^ | ^ | ^ | 年初 | 调整后
        1 | 甲局 | 一 | 1000000 | 900000
        2 | ^ | 二 | 500000 |
        """,
    "the sum of several columns": """
        单位 | 项目 | 2023年预算（万元） | < | < | 调整后预算（元）
        ^ | ^ | 财政拨款 | 其他 | 合计 | ^
        甲局 | 一 | 60 | 40 | 100 | 900000
        甲局 | 二 | 50 |  | 50 |
        """,
    "sums, numbers of columns, notes and headers once more": """
        单位：元（元旦晚会另列）
        单位 | 项目名称 | 预算数 | 调整后预算
        1 | 2 | 3 | 4
        甲局 | 一（元旦晚会） | 100万元 | 900000
        小计 |  | 1000000 | 900000
        单位 | 项目名称 | 预算数 | 调整后预算
        甲局 | 二 | 500000 |
        合计 |  | 1500000 |
        注：本表不含涉密项目 |  |  |
        """,
    "units as headings of their own": """
        预算单位 | 项目名称 | 批复预算 | 调整后预算
        甲局 |  | 150 |
         | 一 | 100 | 90
         | 二 | 50 |
        """,
}


@pytest.mark.parametrize("table", LAYOUTS.values(), ids=LAYOUTS)
def test_every_layout_of_a_roster_gives_its_projects_and_nothing_else(table: str) -> None:
    found = [
        (line.unit, line.project[:1], line.budget, line.adjusted)
        for line in roster_of(book(sheet("清单", table))).expected
    ]
    assert found == [("甲局", "一", Decimal(100), Decimal(90)), ("甲局", "二", Decimal(50), None)]


def test_a_department_named_anew_ends_the_unit_above_it() -> None:
    table = "主管部门 | 单位 | 项目\n甲局 | 甲中心 | 一\n乙局 |  | 二\n | 乙中心 | 三"
    found = [
        (line.department, line.unit, line.project) for line in roster_of(book(sheet("清单", table))).expected
    ]
    assert found == [("甲局", "甲中心", "一"), ("乙局", "乙局", "二"), ("乙局", "乙中心", "三")]


def test_a_roster_may_have_a_sheet_for_each_department() -> None:
    sheets = [sheet(name, f"单位 | 项目\n{name} | 培训") for name in ("甲局", "乙局")]
    assert [line.unit for line in roster_of(book(*sheets)).expected] == ["甲局", "乙局"]
