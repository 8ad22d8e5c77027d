"""``explain`` says what 复核 made of a row, of a project and of the unit."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from checks_cases import SHOWS
from checks_forms import FORM, edited
from scored_case import book, evaluated
from tables import sheet

from perf_xlsx.evaluate import Evaluation
from perf_xlsx.explain import reviewed
from perf_xlsx.explain.scores import explain
from perf_xlsx.model import Amount, PartScore, Review, ReviewScore, Status, Text, Why

TABLE = """
项目支出绩效自评表 | < | < | < | < | < | < | <
（2023年度） | < | < | < | < | < | < | <
项目名称 | 普法 | 实施单位 | 某局 | 复核得分 | | |
项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 得分 | |
年度资金总额 | 100 | 100 | 90 | 10 | 9 | |
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 自评得分 | 复核得分 | 复核意见
产出指标 | 数量指标 | 办案数 | 100件 | 90件 | 50 | 45 | {first} | {note}
效益指标 | 社会效益 | 知晓率 | ≥90% | 95% | 40 | 40 | {second} |
总分 | < | < | < | < | 100 | 94 | {total} |
"""


def made(first: str = "", second: str = "", total: str = "", note: str = "") -> Evaluation:
    table = TABLE.format(first=first, second=second, total=total, note=note)
    return evaluated(book(sheet("表", table)))


def steps(evaluation: Evaluation, what: str = "") -> dict[str, str]:
    """The lines about 复核 of all that is explained, by the title of what they stand under."""
    return {
        each.title.split(" — ")[-1]: text
        for each in explain(evaluation, what)
        for name, text in each.steps
        if name.startswith("复核")
    }


def test_without_a_review_nothing_is_said_of_it() -> None:
    assert steps(made()) == {}


def test_a_reviewed_row_says_so_and_the_total_how_far_it_is_reviewed() -> None:
    told = steps(made(first="40", note="凭据不足"))
    assert told["办案数"] == "40；意见：凭据不足"
    assert "知晓率" not in told
    assert told["普法：总分"] == "89.00，等级 良，已复核 1/2 行，其余按复算"
    assert told["单位得分"] == told["普法：总分"]
    assert steps(made(first="40"), "办案")["办案数"] == "40"


def test_all_rows_reviewed_and_points_beyond_the_weight() -> None:
    told = steps(made(first="60", second="38"))
    assert told["办案数"] == "60，不在 0～分值之间，按 50 计"
    assert told["普法：总分"] == "97.00，等级 优，各行都已复核"


def test_a_score_typed_for_the_whole_counts_alone() -> None:
    told = steps(made(first="40", total="80"))
    assert told["普法：总分"] == "80.00，等级 良，项目直接填写的复核得分"
    assert told["办案数"] == "40，不计入：整个项目另填了复核得分"


@pytest.mark.parametrize("merged", [True, False])
def test_a_score_merged_over_rows_says_for_how_many_it_stands(merged: bool) -> None:
    evaluation = made(first="80", second="^" if merged else "")
    assert ("与同一格的共 2 行合计" in steps(evaluation)["办案数"]) is merged


def test_the_budget_row_added_parts_and_the_unit_have_their_lines() -> None:
    evaluation = made()
    assert evaluation.scorecard is not None
    assert evaluation.scheme is not None
    (form,) = evaluation.scorecard.forms
    assert form.budget.line is not None
    typed = Review(Amount(Decimal(8)), reviewer=Text("李某"), on=Text("2024-05-06"))
    line = replace(form.budget.line, review=typed)
    said = "8；复核人 李某，2024-05-06"
    assert [*reviewed.of_budget(replace(form.budget, line=line), form)] == [("复核得分", said)]
    assert [*reviewed.of_budget(replace(form.budget, line=None), form)] == []
    part = PartScore("a", "论证", Decimal(4), form.total, Status.MET, Why("met"), "rubric")
    with_part = replace(form, form=replace(form.form, part_reviews={"论证": typed}))
    assert [*reviewed.of_part(part, form)] == []
    assert [text for _, text in reviewed.of_part(part, with_part)] == [
        "8，不在 0～分值之间，按 4 计；复核人 李某，2024-05-06"
    ]
    whole = ReviewScore(form.total, Decimal(90), 0, 2, "")
    (told,) = reviewed.of_total(whole, typed, evaluation.scheme, "单位")
    assert told[1].endswith("等级 待定，单位直接填写的复核得分；复核人 李某，2024-05-06")


@pytest.mark.parametrize(
    ("reason", "said"), [("", "需要说明原因"), ("年中追加任务，下年据实设定", "原因已写明")]
)
def test_a_target_far_exceeded_asks_for_the_reason_until_it_is_written(reason: str, said: str) -> None:
    evaluation = evaluated(
        book(sheet("普法", edited(FORM, {SHOWS: f"| 普法活动场次 | ≥50场 | 130场 | 20 | 20 | {reason} |"})))
    )
    (row,) = explain(evaluation, "普法活动场次")
    assert dict(row.steps)["提示"].endswith(f"{said}。")
