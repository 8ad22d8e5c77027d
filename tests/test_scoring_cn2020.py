"""How cn-2020 computes, line by line: texts as typed, weight 10 unless told, and what comes out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from scoring_forms import form, fund, row, submission

from perf_xlsx.model import RowScore, Why
from perf_xlsx.scoring.methods import status_word
from perf_xlsx.scoring.scheme import choose, load
from perf_xlsx.scoring.score import score
from perf_xlsx.scoring.why import text

CN = load("cn-2020")


def scored(indicator: object, scheme_id: str = "cn-2020") -> RowScore:
    card = score(submission(form(indicator, funds=[fund("10", "10", "10")])), load(scheme_id), Why("blank"))
    return card.forms[0].rows[0]


# kind, target, actual, typed score → 判定, low, high, completion, far exceeded
ROWS = [
    # 目标 ≥ A
    ("数量", "≥4000件", "4521件", "", "完成", "10", "10", "1.13025", False),
    ("数量", "≥4000件", "4000件", "", "完成", "10", "10", "1", False),
    ("数量", "≥4000件", "3999件", "", "未完成", "10.00", "10.00", "0.99975", False),  # 9.9975 → 10.00
    ("数量", "≥4000件", "3000件", "", "未完成", "7.50", "7.50", "0.75", False),  # 10×3000/4000
    ("数量", "≥3件", "2件", "", "未完成", "6.67", "6.67", "0.666667", False),  # 10×2/3
    ("数量", "≥4000件", "0件", "", "未完成", "0", "0", "0", False),
    # > A：等于不算完成
    ("数量", ">8000件", "8001件", "", "完成", "10", "10", "1.000125", False),
    ("数量", ">8000件", "8000件", "", "未完成", "10", "10", "1", False),
    ("数量", ">8000件", "4000件", "", "未完成", "5", "5", "0.5", False),
    # 只有数字：不低于；= A 同
    ("数量", "58场次", "58场次", "", "完成", "10", "10", "1", False),
    ("数量", "58场次", "29场次", "", "未完成", "5", "5", "0.5", False),
    ("质量", "=100%", "100%", "", "完成", "10", "10", "1", False),
    ("质量", "=100%", "50%", "", "未完成", "5", "5", "0.5", False),
    # 指标值为约数：少 10% 以内由人评定
    ("数量", "约50人", "50人", "", "完成", "10", "10", "1", False),
    ("数量", "约50人", "49人", "", "待评定", "0", "10", "0.98", False),
    ("数量", "约50人", "45人", "", "待评定", "0", "10", "0.9", False),
    ("数量", "约50人", "44人", "", "未完成", "8.8", "8.8", "0.88", False),
    # 成本指标下只有数字：不高于
    ("成本", "50万元", "50万元", "", "完成", "10", "10", "1", False),
    ("成本", "50万元", "40万元", "", "完成", "10", "10", "1.25", False),
    ("成本", "50万元", "62.5万元", "", "未完成", "8", "8", "0.8", False),  # 10×50/62.5
    # ≤ A、< A
    ("质量", "≤0.2%", "0.05%", "", "完成", "10", "10", "4", False),
    ("质量", "≤0.2%", "0.2%", "", "完成", "10", "10", "1", False),
    ("质量", "≤0.2%", "0.4%", "", "未完成", "5", "5", "0.5", False),
    ("质量", "<5%", "5%", "", "未完成", "10", "10", "1", False),
    ("质量", "<5%", "4.9%", "", "完成", "10", "10", "1.020408", False),
    ("质量", "≤0次", "0次", "", "完成", "10", "10", None, False),
    ("质量", "≤0次", "1次", "", "未完成", "0", "0", "0", False),
    # 区间
    ("数量", "10~20件", "15件", "", "完成", "10", "10", "1", False),
    ("数量", "10~20件", "10件", "", "完成", "10", "10", "1", False),
    ("数量", "10~20件", "20件", "", "完成", "10", "10", "1", False),
    ("数量", "10~20件", "5件", "", "未完成", "5", "5", "0.5", False),
    ("数量", "10~20件", "40件", "", "未完成", "5", "5", "0.5", False),
    # 时限
    ("时效", "9月底前", "8月", "", "完成", "10", "10", None, False),
    ("时效", "9月底前", "9月", "", "完成", "10", "10", None, False),
    ("时效", "9月底前", "10月", "", "未完成", "0", "6", None, False),
    ("时效", "9月前", "9月15日", "", "待评定", "0", "10", None, False),
    # 文字对文字
    ("社会", "显著提高", "显著提高", "", "达成", "10", "10", None, False),
    ("社会", "显著提高", "显著提高", "8", "达成", "8", "8", None, False),
    ("社会", "显著提高", "显著提高", "7.99", "达成", "10", "10", None, False),
    ("社会", "显著提高", "部分达成", "", "部分达成", "6", "8", None, False),
    ("社会", "显著提高", "部分达成", "6", "部分达成", "6", "6", None, False),
    ("社会", "显著提高", "部分达成", "7.9", "部分达成", "7.9", "7.9", None, False),
    ("社会", "显著提高", "部分达成", "8", "部分达成", "6", "8", None, False),
    ("社会", "显著提高", "未达成", "", "未达成", "0", "6", None, False),
    ("社会", "显著提高", "未达成", "5.99", "未达成", "5.99", "5.99", None, False),
    ("社会", "显著提高", "未达成", "6", "未达成", "0", "6", None, False),
    # 文字对数字
    ("质量", "100%", "已全覆盖", "", "完成", "10", "10", None, False),
    ("质量", "≤0", "零失误", "", "完成", "10", "10", None, False),
    ("质量", "≥95%", "达成预期指标", "", "完成", "10", "10", None, False),
    ("质量", "≥95%", "正在推进", "", "待评定", "0", "10", None, False),
    # 实际值为范围
    ("满意", "≥95%", "大于98%", "", "完成", "10", "10", "1.031579", False),
    ("满意", "≥90%", "95%以上", "", "完成", "10", "10", "1.055556", False),
    ("数量", ">200场", "超200场", "", "完成", "10", "10", "1", False),
    ("数量", "≥450场", "400余场", "", "待评定", "0", "10", "0.888889", False),
    ("数量", "≥500场", "400余场", "", "未完成", "8", "8", "0.8", False),  # 按写明的 400
    ("数量", "≥200场", "近200场", "", "未完成", "10", "10", "1", False),  # 按写明的 200
    ("数量", "≥400场", "近200场", "", "未完成", "5", "5", "0.5", False),
    ("数量", "≥800人", "约850人", "", "完成", "10", "10", "1.0625", False),
    # 百分比与不带百分号的数
    ("质量", "≥95%", "98", "", "完成", "10", "10", "1.031579", False),
    ("质量", "≥95%", "1", "", "待评定", "0", "10", None, False),
    # 单位
    ("数量", "≥200场", "210场次", "", "完成", "10", "10", "1.05", False),
    ("经济", "≥10万元", "120000元", "", "完成", "10", "10", "1.2", False),
    ("数量", "80人", "约850人次", "", "待评定", "0", "10", None, False),
    ("数量", "≥200场", "150", "", "未完成", "7.50", "7.50", "0.75", False),
    # 超额
    ("数量", "≥100次", "129次", "", "完成", "10", "10", "1.29", False),
    ("数量", "≥100次", "130次", "", "完成", "10", "10", "1.3", True),
    ("数量", "≥100次", "131次", "", "完成", "10", "10", "1.31", True),
    # 未填
    ("数量", "≥100次", "", "", "未填", "0", "10", None, False),
    ("社会", "显著提高", "", "", "未填", "0", "10", None, False),
    ("时效", "9月底前", "", "", "未填", "0", "10", None, False),
    ("数量", "", "100次", "", "待评定", "0", "10", None, False),
    ("数量", "", "", "", "待评定", "0", "10", None, False),
    # 待评定行的自评得分只显示，不采用
    ("数量", "80人", "约850人次", "9", "待评定", "0", "10", None, False),
]


@pytest.mark.parametrize(
    ("kind", "target", "actual", "typed", "word", "low", "high", "completion", "far"), ROWS
)
def test_a_row(
    kind: str,
    target: str,
    actual: str,
    typed: str,
    word: str,
    low: str,
    high: str,
    completion: str | None,
    far: bool,
) -> None:
    result = scored(row(kind, "指标", target, actual, "10", typed))
    assert (status_word(result), result.points.low, result.points.high) == (word, Decimal(low), Decimal(high))
    assert result.completion == (None if completion is None else Decimal(completion))
    assert result.far_exceeded is far
    assert "{" not in text(result.why)


@pytest.mark.parametrize(
    ("target", "actual", "decided", "low", "high"),
    [
        ("80人", "约850人次", "7", "7", "7"),
        ("80人", "约850人次", "11", "10", "10"),  # 不高于分值
        ("≥80人", "90人", "7", "10", "10"),  # 已有结论的行不受人工评定影响
        ("9月底前", "10月", "5", "5", "5"),
        ("9月底前", "10月", "7", "6", "6"),  # 逾期不高于 60%
        ("显著提高", "部分达成", "7", "7", "7"),
    ],
)
def test_a_person_decides_an_open_row(target: str, actual: str, decided: str, low: str, high: str) -> None:
    result = scored(row("数量", "指标", target, actual, "10", decided=decided))
    assert (result.points.low, result.points.high) == (Decimal(low), Decimal(high))


def test_the_report_of_a_bureau() -> None:
    """Eleven fund lines in nine projects, scored on 年初预算: every row met, budget row by execution."""
    money = [
        ("259.91", "168.21"),
        ("32", "10.31"),
        ("45", "62.82"),
        ("52", "32.08"),
        ("62.75", "59.71"),
        ("45", "40.12"),
        ("38", "37.3"),
        ("8", "8"),
        ("325.23", "358"),
    ]
    forms = [
        form(row("数量", "件数", "≥1件", "1件"), funds=[fund(initial, None, executed)])
        for initial, executed in money
    ]
    card = score(submission(*forms), CN, Why("chosen_default", {"title": CN.title}))
    assert [each.budget.base for each in card.forms] == ["initial"] * 9
    assert [str(each.rows[0].weight) for each in card.forms] == ["90.00"] * 9
    # (6.47+3.22+10+6.17+9.52+8.92+9.82+10+10)/9 = 8.2356; of unrounded points it would be 8.2344
    means = (card.unit.mean, card.unit.by_budget, card.unit.by_executed)
    assert [str(each.exact) for each in means if each] == ["98.24", "98.36", "98.89"]
    assert (card.unit.headline, card.unit.grade) == ("mean", "优")


def test_the_default_is_chosen_and_says_why() -> None:
    scheme, why = choose(submission(form(row("数量", "件数", "≥1件", "1件"))), None)
    assert scheme.id == "cn-2020"
    assert text(why) == f"未指定评分标准，按默认的“{scheme.title}”评分。"
