"""Flat tables: the checks speak of their rows as of those of a form."""

from __future__ import annotations

from checks_forms import COVER, Told, edited, told

from perf_xlsx.checks.catalogue import finding

ROWS = """
项目 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 自评得分 | 偏差原因分析及改进措施
普法 | 产出指标 | 数量指标 | 活动场次 | ≥120场 | 130场 | 50 | 50 |
普法 | 效益指标 | 社会效益指标 | 知晓率 | ≥85% | 86% | 30 | 30 |
普法 | 满意度指标 | 服务对象满意度指标 | 满意度 | ≥90% | 92% | 10 | 10 |
律师 | 产出指标 | 数量指标 | 培训次数 | ≥12次 | 13次 | 50 | 50 |
律师 | 效益指标 | 社会效益指标 | 知晓率 | ≥85% | 86% | 30 | 30 |
律师 | 满意度指标 | 服务对象满意度指标 | 满意度 | ≥90% | 95% | 10 | 10 |
"""

FUNDS = """
项目 | 资金项 | 年初预算数 | 全年预算数（调整后） | 到位（到账）数 | 全年执行数
普法 | 活动费 | 40 | 40 | 40 | 39.5
普法 | 宣传费 | 40 | 40 | 39 | 39
律师 | 培训费 | 20 | 20 | 20 | 20
"""


def flat(rows: dict[str, str] | None = None, funds: dict[str, str] | None = None) -> Told:
    return told(
        ("指标录入", edited(ROWS, rows or {})),
        ("资金录入", edited(FUNDS, funds or {})),
        ("基本信息", COVER.replace("98.67", "99.91")),
    )


def test_a_well_filled_flat_workbook_is_told_nothing() -> None:
    assert flat().problems == ()


def test_a_row_of_a_flat_table_is_told_at_its_cell() -> None:
    (problem,) = flat(rows={"≥85% | 86% | 30 | 30 |\n普法": "≥85% | 80% | 30 | 30 |\n普法"}).problems[-1:]
    assert (problem.rule, problem.place and problem.place.cell, problem.project) == (
        "scores.unmet_full",
        "H3",
        "普法",
    )


def test_money_of_a_flat_table_is_told_line_by_line() -> None:
    made = flat(funds={"| 40 | 40 | 40 | 39.5": "| 40 |  | 40 | 30"})
    (blank,) = made.of("funds.full_year_blank")
    assert blank.place is not None
    assert (blank.place.sheet, blank.place.cell, blank.project) == ("资金录入", "D2", "普法")
    (low,) = made.of("funds.low_rate")
    assert "“活动费”执行30万元，预算40万元，执行率75.00%" in finding(low).message
