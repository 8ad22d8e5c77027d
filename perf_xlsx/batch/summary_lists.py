"""Sheets of 汇总 that are lists: 未完成指标, 问题汇总, 跨表问题, 未评分文件."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from perf_xlsx.batch.harvest import UnmetRow, UnscoredRow
from perf_xlsx.batch.lists import Column, Entry, list_sheet
from perf_xlsx.batch.rule_counts import RuleRow
from perf_xlsx.batch.summary_units import points
from perf_xlsx.checks.catalogue import RULES, SEVERITY_WORDS
from perf_xlsx.model import Finding, Severity
from perf_xlsx.writing import styles
from perf_xlsx.writing.plan import SheetPlan

UNMET: Final = "未完成指标"
RULE_COUNTS: Final = "问题汇总"
ACROSS: Final = "跨表问题"
UNSCORED: Final = "未评分文件"

_UNMET_COLUMNS: Final = (
    Column("序号", 6, styles.CELL_NUMBER),
    Column("单位", 20),
    Column("年度", 7, styles.CELL_NUMBER),
    Column("项目", 28),
    Column("一级指标", 11),
    Column("二级指标", 13),
    Column("三级指标", 24),
    Column("年度指标值", 15),
    Column("实际完成值", 18),
    Column("完成率", 9, styles.CELL_RATE),
    Column("判定", 8, styles.CELL_CENTRE),
    Column("分值", 7, styles.CELL_NUMBER),
    Column("复算得分", 13, styles.CELL_CENTRE),
    Column("偏差原因分析及改进措施", 36),
    Column("文件", 26),
    Column("位置", 14),
)


def unmet_sheet(rows: Collection[UnmetRow]) -> SheetPlan:
    """All indicators that were not reached or are not decided."""
    sheet, _ = list_sheet(
        UNMET,
        "未完成及待评定指标",
        "全部工作簿中未完成、待评定和未填的指标；位置是原表中的单元格。",
        _UNMET_COLUMNS,
        rows,
        _unmet_entries,
    )
    return sheet


def _unmet_entries(number: int, row: UnmetRow) -> list[Entry]:
    return [
        number,
        row.agency,
        row.year,
        row.project,
        row.level1,
        row.level2,
        row.level3,
        row.target,
        row.actual,
        row.completion,
        row.state,
        row.weight,
        points(row.low, row.high),
        row.reason,
        row.file,
        row.place,
    ]


_RULE_COLUMNS: Final = (
    Column("程度", 9, styles.CELL_CENTRE),
    Column("类别", 11, styles.CELL_CENTRE),
    Column("问题", 34),
    Column("次数", 8, styles.CELL_NUMBER),
    Column("涉及文件数", 11, styles.CELL_NUMBER),
    Column("举例", 70),
    Column("处理办法", 50),
    Column("规则", 26),
)


def rules_sheet(rows: Sequence[RuleRow]) -> SheetPlan:
    """Findings by rule: what to tell everybody at the next training."""
    entries: Iterator[list[Entry]] = (
        [
            SEVERITY_WORDS[Severity(row.severity)],
            row.group,
            RULES[row.rule].title,
            row.findings,
            row.workbooks,
            row.example,
            RULES[row.rule].shown_repair,
            row.rule,
        ]
        for row in rows
    )
    sheet, _ = list_sheet(
        RULE_COUNTS,
        "问题汇总（按规则）",
        "同一规则在全部工作簿中出现的次数，由重到轻。",
        _RULE_COLUMNS,
        entries,
    )
    return sheet


_ACROSS_COLUMNS: Final = (
    Column("程度", 9, styles.CELL_CENTRE),
    Column("问题", 26),
    Column("项目", 30),
    Column("说明", 80),
    Column("处理办法", 50),
)


def across_sheet(findings: Sequence[Finding]) -> SheetPlan:
    """What no single workbook shows."""
    entries: Iterator[list[Entry]] = (
        [SEVERITY_WORDS[told.severity], told.title, told.project, told.message, told.repair]
        for told in findings
    )
    sheet, _ = list_sheet(
        ACROSS,
        "跨表问题",
        "比较各工作簿后发现：同一项目报了两次、各项目都是满分、不同单位文字相同等。",
        _ACROSS_COLUMNS,
        entries,
    )
    return sheet


_UNSCORED_COLUMNS: Final = (
    Column("序号", 6, styles.CELL_NUMBER),
    Column("文件", 44),
    Column("原因", 60),
    Column("处理办法", 60),
)


def unscored_sheet(rows: Sequence[UnscoredRow]) -> SheetPlan:
    """Files without a result, each with its reason."""
    entries: Iterator[list[Entry]] = (
        [number, row.file, row.reason, row.repair] for number, row in enumerate(rows, start=1)
    )
    sheet, _ = list_sheet(
        UNSCORED, "未能评分的文件", "这些文件没有结果，也没有计入其他各表。", _UNSCORED_COLUMNS, entries
    )
    return sheet
