"""The chart of 评分汇总: the computed points of each project, the undecided part hatched."""

from __future__ import annotations

from typing import Final

from perf_xlsx.writing.plan import BarChart, Series, SheetPlan, fixed, quoted
from perf_xlsx.writing.summary_unit import HELP_GAP, HELP_LABEL, HELP_LOW

_LOW, _GAP, _LABEL = HELP_LOW, HELP_GAP, HELP_LABEL
_ROW_HEIGHT: Final = 20
_PIXELS: Final = 4 / 3
MOST_PROJECTS: Final = 30
WIDTH: Final = 915


def add_chart(sheet: SheetPlan, row: int, count: int, header: int) -> int:
    """Put the chart below the table; gives the next free row."""
    if not count:
        return row
    shown = min(count, MOST_PROJECTS)
    first, last = header + 1, header + shown
    name = quoted(sheet.name)

    def area(column: int) -> str:
        return f"{name}!{fixed(first, column)}:{fixed(last, column)}"

    height = 120 + 24 * shown
    chart = BarChart(
        row=row,
        column=1,
        width=WIDTH,
        height=height,
        title="各项目复算得分",
        series=(
            Series("已确定得分", area(_LABEL), area(_LOW), "4A6FA5"),
            Series("待评定部分（填定前为区间）", area(_LABEL), area(_GAP), "C98A1B", "wide_upward_diagonal"),
        ),
        maximum=100,
        description="各项目复算得分条形图：实心为已确定得分，斜线为待评定部分。",
    )
    sheet.charts.append(chart)
    rows = -(-int(height / _PIXELS) // _ROW_HEIGHT) + 1
    for used in range(row, row + rows):
        sheet.heights[used] = _ROW_HEIGHT
    return row + rows
