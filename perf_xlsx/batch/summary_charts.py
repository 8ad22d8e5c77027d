"""The sheet 统计 of 汇总: by department and year, distributions of scores, grades and execution rates."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from perf_xlsx.batch.harvest import ProjectRow
from perf_xlsx.batch.lists import FOOTER, NOTHING
from perf_xlsx.batch.summary import Band, GroupRow, by_department, grade_counts, rate_bands, score_bands
from perf_xlsx.model import Area
from perf_xlsx.writing import styles
from perf_xlsx.writing.plan import BarChart, PrintSetup, Series, SheetPlan, Style, fixed, quoted

NAME: Final = "统计"

_GRADES: Final = ("优", "良", "中", "差")
_WIDTHS: Final = (26, 8, 9, 14, 14, 14, 10, 10, 10, 9, 9)
_HEADS: Final = (
    "主管部门", "年度", "项目数", "年初预算数", "全年预算数", "全年执行数",
    "执行率", "平均得分", "最低得分", "未完成", "待评定",
)  # fmt: skip
_BLUE, _GREEN, _AMBER = "2F5D8A", "4F7F5B", "B07D2B"
_CHART_ROWS: Final = 15
_CHART_WIDTH, _CHART_HEIGHT = 560, 280


def charts_sheet(projects: Sequence[ProjectRow]) -> SheetPlan:
    """Three distributions as tables with charts, then the departments."""
    sheet = SheetPlan(NAME)
    last = len(_WIDTHS)
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.widths[column] = width
    sheet.merge(Area(1, 1, 1, last), "项目支出绩效自评统计", styles.TITLE)
    sheet.heights[1] = 30
    note = f"共 {len(projects)} 个项目。得分：复核了的为复核得分，其余为复算得分；还未确定的计入“待定”。"
    sheet.merge(Area(2, 1, 2, last), note, styles.SMALL)
    row = _bands(sheet, 4, "得分分布", score_bands(projects), _BLUE)
    row = _bands(sheet, row, "等级分布", grade_counts(projects, _GRADES), _GREEN)
    row = _bands(sheet, row, "预算执行率分布", rate_bands(projects), _AMBER)
    _departments(sheet, row, by_department(projects))
    sheet.page = PrintSetup(landscape=False, footer=FOOTER)
    return sheet


def _bands(sheet: SheetPlan, row: int, title: str, bands: Sequence[Band], color: str) -> int:
    """A distribution: its table on the left, its chart beside; gives the next free row."""
    sheet.merge(Area(row, 1, row, 3), title, styles.SECTION)
    for column, head in enumerate((title.removesuffix("分布"), "项目数", "占比"), start=1):
        sheet.put(row + 1, column, head, styles.HEAD)
    first, last = row + 2, row + 1 + len(bands)
    count = sum(band.count for band in bands)
    for place, band in enumerate(bands, start=first):
        share = Decimal(band.count) / count if count else ""
        total = f"SUM({fixed(first, 2)}:{fixed(last, 2)})"
        sheet.put(place, 1, band.title, styles.CELL_CENTRE)
        sheet.put(place, 2, band.count, styles.CELL_NUMBER)
        sheet.put(place, 3, share, styles.CELL_RATE, f'IF({total}=0,"",B{place}/{total})')
    sheet.charts.append(_chart(sheet.name, row, title, first, last, color))
    return row + _CHART_ROWS + 2


def _chart(name: str, row: int, title: str, first: int, last: int, color: str) -> BarChart:
    place = quoted(name)
    series = Series(
        name="项目数",
        categories=f"{place}!{fixed(first, 1)}:{fixed(last, 1)}",
        values=f"{place}!{fixed(first, 2)}:{fixed(last, 2)}",
        color=color,
        labels=True,
    )
    return BarChart(
        row=row,
        column=5,
        width=_CHART_WIDTH,
        height=_CHART_HEIGHT,
        title=title,
        series=(series,),
        description=f"{title}柱形图",
        horizontal=False,
    )


def _departments(sheet: SheetPlan, row: int, groups: Sequence[GroupRow]) -> None:
    sheet.merge(Area(row, 1, row, 4), "按主管部门和年度（金额单位：万元）", styles.SECTION)
    for column, head in enumerate(_HEADS, start=1):
        sheet.put(row + 1, column, head, styles.HEAD)
    if not groups:
        sheet.merge(Area(row + 2, 1, row + 2, len(_HEADS)), NOTHING, styles.CELL_CENTRE)
    for place, group in enumerate(groups, start=row + 2):
        _department(sheet, place, group)


def _department(sheet: SheetPlan, row: int, group: GroupRow) -> None:
    base = f"IF(N(E{row})=0,N(D{row}),E{row})"
    money = group.full_year or group.initial
    rate = group.executed / money if money and group.executed is not None else ""
    entries: list[tuple[object, Style, str | None]] = [
        (group.name or "（未填）", styles.CELL, None),
        (group.year, styles.CELL_NUMBER, None),
        (group.projects, styles.CELL_NUMBER, None),
        (group.initial, styles.CELL_MONEY, None),
        (group.full_year, styles.CELL_MONEY, None),
        (group.executed, styles.CELL_MONEY, None),
        (rate, styles.CELL_RATE, f'IF(OR(F{row}="",{base}=0),"",F{row}/{base})'),
        (group.mean, styles.CELL_POINTS, None),
        (group.lowest, styles.CELL_POINTS, None),
        (group.unmet, styles.CELL_NUMBER, None),
        (group.undecided, styles.CELL_NUMBER, None),
    ]
    for column, (value, style, formula) in enumerate(entries, start=1):
        sheet.put(row, column, value, style, formula)  # type: ignore[arg-type]
