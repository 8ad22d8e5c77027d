"""Two columns for the same, goals over two rows, flat sums, areas without end."""

import pytest
from tables import book, sheet

from perf_xlsx.model import Area, DraftForm, Sheet
from perf_xlsx.reading.locate import locate


def only(table: str) -> DraftForm:
    (form,) = locate(book(sheet("表", table))).forms
    return form


def row(header: str, cells: str) -> dict[str, str]:
    form = only(f"项目支出绩效自评表\n项目名称 | 甲\n{header}\n{cells}")
    return {name: cell.text for name, cell in form.indicators[0].cells.items()}


@pytest.mark.parametrize(
    ("header", "cells", "told"),
    [
        (
            "三级指标 | 年度指标值 | 实际完成值 | 得分 | 评价得分",
            "场次 | 1 | 2 | 30 | 28",
            {"reported_score": "30", "review_score": "28"},
        ),
        (
            "三级指标 | 年度指标值 | 实际完成情况 | 实际完成值",
            "场次 | 1 | 已完成 | 2",
            {"actual": "2", "completion_note": "已完成"},
        ),
        ("三级指标 | 年度指标值 | 实际完成值 | 权重 | 分值", "场次 | 1 | 2 | 30% | 27", {"weight": "27"}),
        (
            "三级指标 | 年度指标值 | 实际完成值 | 改进措施 | 未完成原因",
            "场次 | 1 | 0 | 补办 | 下雨",
            {"reason": "下雨", "measure": "补办"},
        ),
        (
            "三级指标 | 年度指标值 | 实际完成值 | 未完成原因 | 改进措施",
            "场次 | 1 | 0 | 下雨 | 补办",
            {"reason": "下雨", "measure": "补办"},
        ),
        (
            "一级指标 | 三级指标 | 具体指标 | 年度指标值 | 实际完成值",
            "产出 | 数量 | 场次 | 1 | 2",
            {"level2": "数量", "level3": "场次"},
        ),
        (
            "一级指标 | 二级指标 | 三级指标 | 四级指标 | 年度指标值 | 实际完成值",
            "产出 | 数量 | 活动 | 场次 | 1 | 2",
            {"level3": "活动", "level4": "场次"},
        ),
    ],
)
def test_of_two_columns_for_the_same_each_is_what_its_words_say(
    header: str, cells: str, told: dict[str, str]
) -> None:
    found = row(header, cells)
    assert {name: found.get(name) for name in told} == told


def test_a_goal_and_its_completion_in_two_rows_are_one_goal() -> None:
    form = only("""
    项目支出绩效自评表
    项目名称 | 甲
    年度总体目标 | 修好道路
    年度总体目标完成情况 | 已修好
    三级指标 | 年度指标值 | 实际完成值
    长度 | 1公里 | 1公里
    """)
    assert [{name: cell.text for name, cell in goal.cells.items()} for goal in form.goals] == [
        {"expected": "修好道路", "actual": "已修好"}
    ]


@pytest.mark.parametrize("gap", ["", " | < | <"])
def test_a_goal_with_its_completion_directly_above_the_header_is_no_part_of_it(gap: str) -> None:
    form = only(f"""
    项目支出绩效自评表
    项目名称 | 甲
    年度总体目标 | 修好道路{gap} | 完成情况 | 已修好{gap}
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 备注
    产出指标 | 数量指标 | 长度 | 1公里 | 1公里 | 90 | 90 |
    """)
    assert [{name: cell.text for name, cell in goal.cells.items()} for goal in form.goals] == [
        {"expected": "修好道路", "actual": "已修好"}
    ]


def test_a_flat_table_keeps_sums_and_execution_of_each_project_apart_from_its_rows() -> None:
    draft = locate(
        book(
            sheet(
                "表",
                """
                项目 | 一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
                甲 | 预算执行率 | 预算执行率 | 100% | 95% | 10 | 9.5
                甲 | 产出指标 | 场次 | 1 | 1 | 90 | 90
                合计 | | | | | 100 | 99.5
                乙 | 产出指标 | 人次 | 1 | 1 | 100 | 100
                """,
            )
        )
    )
    first, second = draft.forms
    assert [form.indicators[0].text("level3") for form in (first, second)] == ["场次", "人次"]
    assert first.budget_row is not None
    assert first.budget_row.text("reported_score") == "9.5"
    assert first.total is not None
    assert first.total.text("reported_score") == "99.5"
    assert second.total is None


def test_merged_areas_to_the_last_row_and_column_do_no_harm() -> None:
    page = sheet("表", "项目支出绩效自评表\n项目名称 | 甲\n三级指标 | 年度指标值 | 实际完成值\n场次 | 1 | 2")
    endless = (Area(1, 1, 1_048_576, 16_384), Area(6, 500, 9, 600), Area(2, 1, 2, 1))
    (form,) = locate(
        book(Sheet(page.name, {at: c for at, c in page.cells.items() if at[0] > 1}, endless))
    ).forms
    assert form.indicators[0].text("target") == "1"


def test_a_list_of_any_length_without_words_for_indicators_is_only_named() -> None:
    draft = locate(book(sheet("名单", "\n".join(f"某人{n} | {n}" for n in range(300)))))
    assert draft.other_sheets[0].cells == 600
    assert [problem.rule for problem in draft.problems] == ["structure.no_form"]
