# ruff: noqa: E501
"""A realistic unit for the tests of the scored workbook, as the readable tables of its own file."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Final

from perf_xlsx.checks.run import check
from perf_xlsx.evaluate import Evaluation, Options, told
from perf_xlsx.model import Book, FileKind, Sheet
from perf_xlsx.reading.locate import locate
from perf_xlsx.scoring.scheme import choose
from perf_xlsx.scoring.score import score
from perf_xlsx.values.understand import understand

AID: Final = """
项目支出绩效自评表 | < | < | < | < | < | < | < | < | < | <
（2021年度） | < | < | < | < | < | < | < | < | < | <

项目名称 | < | 法援业务经费 | < | < | < | < | < | < | < | <
主管部门 | < | 江门市司法局 | < | < | 实施单位 | 江门市法律援助处 | < | < | < | <
项目资金（万元） | < | | < | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | < | 得分
^ | < | 年度资金总额 | < | 200 | 250 | 200 | 10 | 80% | < | 8
^ | < | 其中：当年财政拨款 | < | 200 | 250 | 200 | — | | < | —
年度总体目标 | 预期目标 | < | < | < | < | 实际完成情况 | < | < | < | <
^ | 基本实现应援尽援。 | < | < | < | < | 已完成。 | < | < | < | <
绩效指标 | 一级指标 | 二级指标 | 三级指标 | < | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 | <
^ | 产出指标 | 数量指标 | 法律援助案件数 | < | ≥4000件 | 4521件 | 20 | 20 | | <
^ | ^ | ^ | =咨询人次 | < | ≥10000人次 | 9000人次 | 10 | 9 | 窗口搬迁，已恢复；明年加派人手 | <
^ | ^ | 质量指标 | 案件指派率 | < | =100% | @1;0% | 10 | 10 | | <
^ | ^ | 时效指标 | 办理及时情况 | < | 及时办理 | 部分达成 | 10 | | 人手不足，明年补充 | <
^ | 效益指标 | 社会效益指标 | 电话抽查 | < | 35000人次 | 3.7万余人次 | 15 | 15 | | <
^ | ^ | ^ | 走访帮扶 | < | 80人 | 约850人次 | 15 | | | <
^ | 满意度指标 | 服务对象满意度指标 | 受援人满意度 | < | ≥95% | | 10 | | | <
总分 | < | < | < | < | < | < | 100 | | | <
备注：本表由业务科填报。
"""

LAW: Final = """
项目支出绩效自评表 | < | < | < | < | < | < | < | < | < | <
（2021年度） | < | < | < | < | < | < | < | < | < | <

项目名称 | < | 普法：业务/经费[二] | < | < | < | < | < | < | < | <
主管部门 | < | 江门市司法局 | < | < | 实施单位 | 江门市司法局 | < | < | < | <
项目资金（万元） | < | | < | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | < | 得分
^ | < | 年度资金总额 | < | 45 | | 45 | 10 | | < |
绩效指标 | 一级指标 | 二级指标 | 三级指标 | < | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 | <
^ | 产出指标 | 数量指标 | 普法宣传活动 | < | ≥200场 | 400余场次 | | | | <
^ | ^ | 质量指标 | 差错率 | < | ≤0.2% | 0.05% | | | | <
^ | ^ | 成本指标 | 活动成本 | < | ≤3.5万元 | 4万元 | | | 物价上涨，明年集中采购 | <
^ | 效益指标 | 社会效益指标 | 受教育率 | < | 90%以上 | 95%以上 | | | | <
^ | 满意度指标 | 服务对象满意度指标 | 群众满意率 | < | ≥90% | 95% | | | | <
总分 | < | < | < | < | < | < | | | | <
"""


def book(*sheets: Sheet) -> Book:
    """A workbook of sheets."""
    return Book(FileKind.XLSX, sheets, created=datetime(2022, 3, 1, 9, 30))


def evaluated(given: Book, scheme: str | None = None, options: Options | None = None) -> Evaluation:
    """The stages behind the reading of bytes, on a book of readable tables."""
    draft = locate(given)
    submission, unread = understand(draft)
    chosen, because = choose(submission, scheme)
    card = score(submission, chosen, because)
    problems = (*given.problems, *draft.problems, *unread, *card.problems)
    problems += check(submission, card, chosen, None)
    sha256 = hashlib.sha256(repr(given).encode()).hexdigest()
    whole = Evaluation(
        "自评表.xlsx", sha256, (), given.created, given, submission, chosen, card, options or Options()
    )
    return replace(whole, findings=told(problems, submission.answers))
