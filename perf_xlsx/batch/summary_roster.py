"""The sheet 应报清单核对 of 汇总: 应报, 已报, 未报, and what nobody asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from perf_xlsx.batch.lists import FIRST_ROW, Column, Entry, list_sheet
from perf_xlsx.desk.match import HandedIn, Match, Reconciled
from perf_xlsx.model import Area, Problem
from perf_xlsx.writing import styles
from perf_xlsx.writing.plan import Highlight, SheetPlan

NAME: Final = "应报清单核对"

_COLUMNS: Final = (
    Column("情况", 11, styles.CELL_CENTRE),
    Column("单位", 24),
    Column("项目", 34),
    Column("批复预算（万元）", 13, styles.CELL_MONEY),
    Column("与批复不同", 52),
    Column("名称相近的已报项目（请核对）", 42),
    Column("文件", 36),
)
_MISSING: Final = "未报"
_RENAMED: Final = "名称不同？"
_EXTRA: Final = "清单外"
_DIFFERS: Final = "与批复不同"
_FITS: Final = "已报"


def roster_sheet(reconciled: Reconciled) -> SheetPlan:
    """What is missing first, then what nobody asked for, what differs from the approval, and the rest."""
    due, missing, extra = len(reconciled.matches), len(reconciled.missing), len(reconciled.extra)
    differs = sum(bool(match.differences) for match in reconciled.matches)
    note = (
        f"应报 {due} 个项目，已报 {due - missing} 个（其中 {differs} 个与批复不同），"
        f"未报 {missing} 个，清单外 {extra} 个。名称逐字匹配，相近的只作提示。"
    )
    rows = sorted(_lines(reconciled), key=lambda line: _ORDER[line.state])
    sheet, last = list_sheet(NAME, "应报清单核对", note, _COLUMNS, rows, _entries, freeze_columns=3)
    if rows:
        area, cell = Area(FIRST_ROW, 1, last, 1), f"$A{FIRST_ROW}"
        sheet.highlights += [
            Highlight(area, f'OR({cell}="{_MISSING}",{cell}="{_DIFFERS}")', styles.UNMET),
            Highlight(area, f'OR({cell}="{_RENAMED}",{cell}="{_EXTRA}")', styles.UNDECIDED),
        ]
    return sheet


_ORDER: Final = {state: place for place, state in enumerate((_MISSING, _RENAMED, _EXTRA, _DIFFERS, _FITS))}


@dataclass(frozen=True, slots=True)
class _Line:
    state: str
    match: Match | None = None
    extra: HandedIn | None = None


def _lines(reconciled: Reconciled) -> Iterator[_Line]:
    yield from (_Line(_state(match), match) for match in reconciled.matches)
    yield from (_Line(_EXTRA, extra=handed) for handed in reconciled.extra)


def _state(match: Match) -> str:
    if match.handed is None:
        return _RENAMED if match.near else _MISSING
    return _DIFFERS if match.differences else _FITS


def _entries(_: int, line: _Line) -> list[Entry]:
    match, extra = line.match, line.extra
    if match is None:
        assert extra is not None
        return [line.state, extra.unit, extra.project, None, "", "", extra.file]
    expected = match.expected
    file = match.handed.file if match.handed else ""
    differences = "；".join(map(_difference, match.differences))
    near = "、".join(match.near)
    return [line.state, expected.unit, expected.project, expected.budget, differences, near, file]


def _difference(problem: Problem) -> str:
    if problem.rule == "roster.no_target":
        return f"没有批复的指标“{problem.expected}”"
    what = problem.indicator or problem.slots.get("field", "")
    return f"{what}填{problem.found}，批复为{problem.expected}"
