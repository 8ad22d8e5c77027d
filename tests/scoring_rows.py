"""Rows of every kind under several schemes, and what becomes of them: ``scoring_rows.txt``.

The rows stand here, the results are filled in: ``cd tests && python -c 'from scoring_rows import renew;
renew()'``, then read the difference.
"""

from __future__ import annotations

from pathlib import Path

import scoring_city
from scoring_forms import form, fund, row, submission

from perf_xlsx.figures import percent, plain
from perf_xlsx.model import Why
from perf_xlsx.scoring.arithmetic import arithmetic
from perf_xlsx.scoring.methods import status_word
from perf_xlsx.scoring.scheme import builtin
from perf_xlsx.scoring.score import score
from perf_xlsx.scoring.why import text

LIST = Path(__file__).parent / "scoring_rows.txt"
SCHEMES = {**{scheme.id: scheme for scheme in builtin()}, **scoring_city.SCHEMES}
UNDER = ("cn-2020", "platform", "city", "points", "exact")
HEAD = """\
# 每行：指标类型 | 指标值 | 完成值 | 自评得分。
# 其下：评分标准（分值10分）| 判定 | 得分 | 完成率 | 依据 | 算式 | 方法。
# 与 cn-2020 结果相同的标准不写。由 scoring_rows.py 生成，测试守着。
"""
ROWS = """
数量 | ≥100件 | 100件
数量 | ≥100件 | 99件
数量 | ≥100件 | 130件
数量 | ≥100件 | 129件
数量 | ≥30件 | 40件
数量 | ≥100件 | 100余件
数量 | ≥100件 | 90余件
数量 | ≥100件 | 约100件
数量 | ≥100件 | 95件以上
数量 | ≥100件 | 超过100件
数量 | ≥100件 | 不足100件
数量 | ≥100件 | 90～110件
数量 | ≥100件 | 0件
数量 | ≥100件 | -5件
数量 | ≥100件 | 100
数量 | ≥100件 | 100人
数量 | ≥100件 | 已完成
数量 | ≥100件 | 未完成
数量 | ≥100件 | 部分完成
数量 | ≥100件 | 不适用
数量 | ≥100件 |
数量 | ≥100件 | 12月
数量 | >100件 | 100件
数量 | >100件 | 超过100件
数量 | >100件 | 101件
数量 | 100件 | 99件
数量 | 100件 | 101件
数量 | =100件 | 101件
数量 | =100件 | 115件
数量 | 约100件 | 95件
数量 | 约100件 | 79件
数量 | 约100件 | 100件
数量 | 90～110件 | 100件
数量 | 90～110件 | 80件
数量 | 90～110件 | 130件
数量 | 90～110件 | 100～120件
数量 | ≥0件 | 0件
数量 | ≥0件 | 5件
数量 | ≥0件 | -1件
数量 | ≥0.5公里 | 0.44公里
数量 | 5万 | 4.8
数量 | ≥1次/季度 | 4次
质量 | ≥95% | 95%
质量 | ≥95% | 94%
质量 | ≥95% | 95
质量 | ≥95% | 1
质量 | ≥95% | 50
质量 | ≥95% | 96以上
质量 | ≤5% | 不足4
质量 | ≥95% | 95%以上
质量 | ≥95% | 90%以上
质量 | >95% | 95%以上
质量 | >95% | 大于95%
质量 | =100% | 100%
质量 | =100% | 已全覆盖
质量 | =100% | 基本完成
质量 | ≤5% | 5%
质量 | ≤5% | 6%
质量 | ≤5% | 不足5%
质量 | <5% | 5%
质量 | <5% | 5%以内
质量 | <5% | 不足5%
质量 | ≤0 | 零失误
质量 | ≤0 | 无
质量 | ≤0 | 2次
质量 | 全覆盖 | 100%
质量 | 全覆盖 | 98%
时效 | 9月底前 | 8月
时效 | 9月底前 | 9月30日
时效 | 9月底前 | 10月1日
时效 | 9月前 | 9月15日
时效 | 9月底前 | 按时完成
时效 | 9月底前 | 5天
时效 | ≤5天 | 5天
时效 | ≤5天 | 6天
时效 | ≤5天 | 9月
时效 | 及时 | 及时
成本 | 90万元 | 90万元
成本 | 90万元 | 91万元
成本 | 90万元 | 8万元
成本 | ≤90万元 | 900000元
成本 | ≤90万元 | 135万元
成本 | ≤90万元 | 180万元
成本 | ≤0万元 | 0万元
成本 | ≤0万元 | 1万元
成本 | ≤10万元 | 95000
社会 | 显著提升 | 达成预期指标
社会 | 显著提升 | 达成预期指标 | 9
社会 | 显著提升 | 达成预期指标 | 7
社会 | 显著提升 | 部分达成
社会 | 显著提升 | 部分达成 | 7
社会 | 显著提升 | 未达成 | 3
社会 | 显著提升 | 未达成 | 7
社会 | 显著提升 | 全市275名律师参与
社会 | 显著提升 |
社会 | 显著提升 | 不适用
社会 | | 已完成
社会 | ≥≤5 | 5件
社会 | ≥5件 | 完成5件，办结6件
满意 | ≥90% | 92.5%
满意 | ≥90% | 45%
"""


def of(line: str) -> list[str]:
    """The results of a row, a line for each scheme that differs from the first."""
    kind, target, actual, typed, *_ = (*(each.strip() for each in line.split("|")), "")
    found: list[str] = []
    seen: list[tuple[str, ...]] = []
    for name in UNDER:
        scheme = SCHEMES[name]
        whole = form(
            row(kind, "指标", target, actual, "10", typed), funds=[fund("10", "10", "10", weight="10")]
        )
        scored = score(submission(whole), scheme, Why("chosen_default")).forms[0].rows[0]
        points = "～".join(plain(each) for each in dict.fromkeys((scored.points.low, scored.points.high)))
        rate = "" if scored.completion is None else percent(scored.completion)
        result = (status_word(scored), points, rate, text(scored.why))
        if result not in seen[:1]:
            found.append("  " + " | ".join([name, *result, arithmetic(scored, scheme), scored.method]))
        seen.append(result)
    return found


def lines() -> list[str]:
    """The rows as they are written."""
    return [line for line in ROWS.splitlines() if line]


def written() -> dict[str, list[str]]:
    """The list as it stands: the results by row."""
    found: dict[str, list[str]] = {}
    for line in LIST.read_text("utf-8").splitlines():
        if line.startswith("  "):
            found[next(reversed(found))].append(line)
        elif not line.startswith("#"):
            found[line] = []
    return found


def renew() -> None:
    """Writes the list anew."""
    entries = [each for line in lines() for each in (line, *of(line))]
    LIST.write_text(HEAD + "\n".join(entries) + "\n", "utf-8")
