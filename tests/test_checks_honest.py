"""Workbooks drawn at random in which everything is right: rounded as people round, nothing is told."""

from __future__ import annotations

from decimal import Decimal

from checks_forms import told
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xlsx.checks.catalogue import RULES, finding
from perf_xlsx.figures import half_up, plain
from perf_xlsx.model import Severity

QUIET = settings(derandomize=True, max_examples=40, deadline=None)

COUNTS = (("普法活动场次", "场"), ("办理案件", "件"), ("发放资料", "份"), ("服务群众", "人次"))
RATES = ("活动达标率", "案件办结率", "法律知识知晓率", "工作完成及时率")
REASON = "受汛期影响少办两场；下一步错开汛期补办。"

money = st.decimals("5", "5000", places=2)
shares = st.decimals("0.91", "1", places=4)


@st.composite
def forms(draw: st.DrawFn) -> str:
    """A national form whose every figure follows from the others, printed to 0 to 2 places."""
    places = draw(st.integers(1, 2))
    budget = draw(money)
    carried = half_up(budget * draw(st.decimals("0", "0.4", places=2)), 2)
    executed = half_up(budget * draw(shares), 2)
    spent_carried = min(carried, executed)
    rate = executed / budget
    rows, points = [], half_up(min(rate, Decimal(1)) * 10, places)
    total = points
    weights = draw(st.sampled_from(((20, 10, 10, 10), (15, 15, 10, 10), (12, 13, 14, 11))))
    for number, weight in enumerate(weights):
        line, score = _row(draw, number, weight, places)
        rows.append(line)
        total += score
    total += 40
    printed_rate = half_up(rate * 100, draw(st.integers(0, 2)))
    return f"""
项目支出绩效自评表 | < | < | < | < | < | < | < | <
（2023年度） | < | < | < | < | < | < | < | <
项目名称 | 法治建设 | < | < | < | < | < | < | <
主管部门 | 甲市司法局 | < | < | 实施单位 | 甲市司法局 | < | < | <
项目资金（万元） |  |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | 年度资金总额 | < | {budget} | {budget} | {executed} | 10 | {printed_rate}% | {points}
^ | 其中：当年财政拨款 | < | {budget - carried} | {budget - carried} | {executed - spent_carried} |  |  |
^ | 上年结转资金 | < | {carried} | {carried} | {spent_carried} |  |  |
年度总体目标 | 预期目标 | < | < | < | 实际完成情况 | < | < | <
^ | 推进法治建设。 | < | < | < | 各项工作有序开展。 | < | < | <
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
{chr(10).join(rows)}
效益指标 | 社会效益指标 | 重大责任事故 | 0起 | 0起 | 30 | 30 |  |
满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% | 93.5% | 10 | 10 |  |
总分 | < | < | < | < | 100 | {plain(half_up(total, places))} |  |
"""


def _row(draw: st.DrawFn, number: int, weight: int, places: int) -> tuple[str, Decimal]:
    first, second = ("产出指标", "数量指标") if number % 2 == 0 else ("产出指标", "质量指标")
    met = draw(st.booleans())
    if number % 2 == 0:
        title, unit = COUNTS[number]
        target = draw(st.integers(20, 90000))
        actual = draw(
            st.integers(target, target * 129 // 100) if met else st.integers(target // 2, target - 1)
        )
        share, shown = Decimal(actual) / target, (f"≥{target}{unit}", f"{actual}{unit}")
    else:
        title = RATES[number]
        target = draw(st.integers(75, 99))
        actual = draw(st.integers(target, 100) if met else st.integers(target // 2, target - 1))
        share, shown = Decimal(actual) / target, (f"≥{target}%", f"{actual}%")
    score = half_up(weight * min(share, Decimal(1)), places)
    reason = "" if met else f"{title}{REASON}"
    return (
        f"{first} | {second} | {title} | {shown[0]} | {shown[1]} | {weight} | {plain(score)} | {reason} |",
        score,
    )


@QUIET
@given(forms())
def test_honest_figures_are_told_nothing_above_a_note(form: str) -> None:
    grave = [
        finding(problem).message
        for problem in told(("法治", form)).problems
        if RULES[problem.rule].severity is not Severity.NOTE
    ]
    assert grave == [], form
