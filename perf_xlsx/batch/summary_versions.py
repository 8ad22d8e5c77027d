"""The sheet 版本变化 of 汇总: the versions of each workbook, what changed from one to the next by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from perf_xlsx.batch.lists import FIRST_ROW, Column, Entry, list_sheet
from perf_xlsx.desk.changes import Change
from perf_xlsx.desk.history import History, Revision
from perf_xlsx.desk.versions import Copy, Step, Versions
from perf_xlsx.model import Area
from perf_xlsx.writing import styles
from perf_xlsx.writing.plan import Highlight, SheetPlan

NAME: Final = "版本变化"

_COLUMNS: Final = (
    Column("单位", 22),
    Column("旧稿 → 新稿", 38),
    Column("先后依据", 13, styles.CELL_CENTRE),
    Column("项目", 26),
    Column("指标、资金项", 24),
    Column("栏目", 14),
    Column("原值", 22),
    Column("新值", 22),
    Column("位置", 18),
    Column("旧稿位置（不同时）", 18),
    Column("复算得分变化", 17, styles.CELL_CENTRE),
)
_WHOLE: Final = "（整份）"
_UNKNOWN: Final = "分不出，请确认"
_COUNTS: Final = "计入汇总"
_OLD: Final = "不计入"
_SAME: Final = "内容相同"
_NOTE: Final = (
    "同一单位、年度、评分标准，项目大半相同的几份文件，是同一工作簿的几稿；汇总各表只计最新一份。"
    "先后按文件编号、第n稿、文件名（第2稿、修改稿、终稿、日期）判断，不看文件的保存时间；"
    "分不出先后的，暂计文件名排在最后的一份。"
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the sheet: a step from one version to the next, a cell that differs, or a file twice."""

    group: Versions
    step: Step
    revision: Revision | None = None
    change: Change | None = None


def versions_sheet(histories: Sequence[History]) -> SheetPlan:
    """A block for each step from one version to the next: the files, then every cell that differs."""
    lines = [line for history in histories for line in _lines(history)]
    sheet, last = list_sheet(NAME, "版本变化", _NOTE, _COLUMNS, lines, _entries, freeze_columns=1)
    if lines:
        area = Area(FIRST_ROW, 3, last, 3)
        sheet.highlights.append(Highlight(area, f'$C{FIRST_ROW}="{_UNKNOWN}"', styles.UNDECIDED))
    return sheet


def _lines(history: History) -> Iterator[_Line]:
    group = history.versions
    for revision in history.revisions:
        yield _Line(group, revision.step, revision)
        for change in revision.changes:
            yield _Line(group, revision.step, change=change)
    for copy in group.same:
        twin = next(other for other in group.copies if other.sha256 == copy.sha256)
        yield _Line(group, Step(copy, twin, _SAME))


def _entries(_: int, line: _Line) -> list[Entry]:
    step, group = line.step, line.group
    start: list[Entry] = [group.newest.unit, f"{step.old.file} → {step.new.file}"]
    if line.change is not None:
        return [*start, *_change(line.change)]
    states = [_state(group, step.old), _state(group, step.new)]
    points = line.revision.points if line.revision else ""
    return [*start, step.why or _UNKNOWN, _WHOLE, _counted(line.revision), "版本", *states, "", "", points]


def _counted(revision: Revision | None) -> str:
    if revision is None:
        return ""
    return f"不同 {len(revision.changes)} 处" if revision.changes else "填报内容相同"


def _state(group: Versions, copy: Copy) -> str:
    counts = _COUNTS if copy is group.newest else _OLD
    return f"第{copy.draft}稿，{counts}" if copy.draft else counts


def _change(change: Change) -> list[Entry]:
    return [
        "",
        change.project,
        change.row,
        change.field,
        change.old,
        change.new,
        change.cell,
        change.old_cell,
        change.points,
    ]
