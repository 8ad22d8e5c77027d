"""A well-filled form as a readable table, edits of its lines, and what the checks say of it."""
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tables import book, sheet

from perf_xlsx.checks.run import check
from perf_xlsx.model import Book, Problem, Scorecard, Submission
from perf_xlsx.reading.locate import locate
from perf_xlsx.scoring.scheme import Scheme, choose
from perf_xlsx.scoring.score import score
from perf_xlsx.values.understand import understand

FORM = """
项目支出绩效自评表 | < | < | < | < | < | < | < | <
（2023年度） | < | < | < | < | < | < | < | <
项目名称 | 普法宣传 | < | < | < | < | < | < | <
主管部门 | 甲市司法局 | < | < | 实施单位 | 甲市司法局 | < | < | <
项目资金（万元） |  |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | 年度资金总额 | < | 100 | 100 | 98.5 | 10 | 98.50% | 9.85
^ | 其中：当年财政拨款 | < | 80 | 80 | 78.5 |  |  |
^ | 上年结转资金 | < | 20 | 20 | 20 |  |  |
^ | 其他资金 | < |  |  |  |  |  |
年度总体目标 | 预期目标 | < | < | < | 实际完成情况 | < | < | <
^ | 开展法治宣传教育，提升公民法治意识。 | < | < | < | 全年开展活动130场，覆盖各镇街。 | < | < | <
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
产出指标 | 数量指标 | 普法活动场次 | ≥120场 | 130场 | 20 | 20 |  |
^ | 质量指标 | 活动达标率 | ≥95% | 97% | 10 | 10 |  |
^ | 时效指标 | 活动完成及时率 | =100% | 100% | 10 | 10 |  |
^ | 成本指标 | 单场活动成本 | ≤0.8万元 | 0.75万元 | 10 | 10 |  |
效益指标 | 社会效益指标 | 法律知识知晓率 | ≥85% | 80% | 20 | 18.82 | 外来人口流动大，宣传覆盖不够；下一步进企业宣传。 |
^ | 可持续影响指标 | 宣传机制健全 | 建立长效宣传机制 | 达成预期指标 | 10 | 10 |  |
满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% | 92% | 10 | 10 |  |
总分 | < | < | < | < | 100 | 98.67 |  |
"""
"""One project: 98.5 of 100 spent, one unmet row with its reason, all sums right."""

COVER = """
单位基本信息 | <
单位名称 | 甲市司法局
年度 | 2023
填报人 | 张某
联系电话 | 0750-1234567
填报日期 | 2024-02-20
评分标准 |
预算安排（合计） | 100
预算安排（一般公共预算） | 80
预算安排（政府性基金预算） | 20
支出（合计） | 98.5
支出（一般公共预算） | 78.5
支出（政府性基金预算） | 20
单位自评得分 | 98.67
"""

ISSUES = """
存在问题及建议 | <
一、存在问题 | <
部分外来人口未覆盖，法律知识知晓率未达标。 | <
二、改进措施及建议 | <
进企业宣传，下年完成。 | <
"""


@dataclass(frozen=True)
class Told:
    """What was understood, scored and told of one workbook."""

    book: Book
    submission: Submission
    scorecard: Scorecard
    scheme: Scheme
    problems: tuple[Problem, ...]

    def of(self, rule: str) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.rule == rule)

    def rules(self) -> set[str]:
        return {problem.rule for problem in self.problems}


def edited(table: str, edits: Mapping[str, str]) -> str:
    """The table with each text of ``edits``, which must stand in it once, replaced."""
    for old, new in edits.items():
        assert table.count(old) == 1, f"{old!r} stands {table.count(old)} times in the table"
        table = table.replace(old, new)
    return table


def told(*tables: tuple[str, str], previous: Submission | None = None) -> Told:
    """All problems of a workbook of (sheet name, table)."""
    return told_of(book(*(sheet(name, table) for name, table in tables)), previous)


def told_of(made: Book, previous: Submission | None = None) -> Told:
    draft = locate(made)
    submission, unread = understand(draft)
    scheme, because = choose(submission, None)
    scorecard = score(submission, scheme, because)
    problems = (
        *draft.problems,
        *unread,
        *scorecard.problems,
        *check(submission, scorecard, scheme, previous),
    )
    return Told(made, submission, scorecard, scheme, problems)
