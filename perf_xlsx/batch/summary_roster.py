"""The sheet 应报清单核对 of 汇总: 应报, 已报, 未报, and what nobody asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from perf_xlsx.batch.lists import Column, Entry, list_sheet
from perf_xlsx.desk.match import HandedIn, Match, Reconciled
from perf_xlsx.writing import styles
from perf_xlsx.writing.plan import SheetPlan

NAME: Final = "应报清单核对"

_COLUMNS: Final = (
    Column("情况", 11, styles.CELL_CENTRE),
    Column("单位", 26),
    Column("项目", 40),
    Column("批复预算（万元）", 14, styles.CELL_MONEY),
    Column("文件", 34),
    Column("名称相近的已报项目（请核对）", 48),
)


def roster_sheet(reconciled: Reconciled) -> SheetPlan:
    """What is missing first, then what nobody asked for, then what is there."""
    due, missing, extra = len(reconciled.matches), len(reconciled.missing), len(reconciled.extra)
    counts = f"应报 {due} 个项目，已报 {due - missing} 个，未报 {missing} 个，清单外 {extra} 个。"
    note = f"{counts}名称逐字匹配，相近的只作提示。"
    sheet, _ = list_sheet(NAME, "应报清单核对", note, _COLUMNS, _rows(reconciled))
    return sheet


def _rows(reconciled: Reconciled) -> Iterator[list[Entry]]:
    yield from (_expected("未报", match) for match in reconciled.missing)
    yield from (_extra(handed) for handed in reconciled.extra)
    yield from (_expected("已报", match) for match in reconciled.matches if match.handed is not None)


def _expected(state: str, match: Match) -> list[Entry]:
    expected, handed = match.expected, match.handed
    file = handed.file if handed else ""
    return [state, expected.unit, expected.project, expected.budget, file, "、".join(match.near)]


def _extra(handed: HandedIn) -> list[Entry]:
    return ["清单外", handed.unit, handed.project, None, handed.file, ""]
