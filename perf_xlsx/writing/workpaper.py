"""复核底稿: each row with its arithmetic in words, for auditors, on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from perf_xlsx.model import Area
from perf_xlsx.scoring import why
from perf_xlsx.scoring.arithmetic import arithmetic, budget_arithmetic, points_shown
from perf_xlsx.writing import layout as at
from perf_xlsx.writing import names, styles, table
from perf_xlsx.writing.layout import ProjectLayout, Source
from perf_xlsx.writing.plan import PrintSetup, SheetPlan, Value
from perf_xlsx.writing.table import Column, Entry

_CENTRE: Final = styles.CELL_CENTRE
_NUMBER: Final = styles.CELL_NUMBER
COLUMNS: Final = (
    Column("序号", 5, _CENTRE),
    Column("项目", 18, styles.CELL_LINK),
    Column("绩效指标", 20),
    Column("年度指标值", 14, _CENTRE),
    Column("实际完成值", 15, _CENTRE),
    Column("判定", 9, _CENTRE),
    Column("分值", 7, _NUMBER),
    Column("算式", 30),
    Column("自评得分", 9, _NUMBER),
    Column("复算得分", 13, _NUMBER),
    Column("差异", 8, _NUMBER),
    Column("复核得分", 12, _NUMBER),
    Column("复核意见", 24),
)
_HEADER: Final = 3
_TOTAL_STYLE: Final = styles.SUM


def workpaper_sheet(source: Source, projects: Sequence[ProjectLayout]) -> SheetPlan:
    """The paper: budget row, indicators and total of every project."""
    note = f"算式{table.MADE_BY_RUN}判定和各项得分随项目表变化；复核得分、复核意见在项目表右侧填写。"
    sheet = table.titled(names.WORKPAPER, names.WORKPAPER, note, COLUMNS, len(COLUMNS), tab="8A8F98")
    table.header(sheet, _HEADER, COLUMNS)
    rows = [entry for plan in projects for entry in _project(plan, source)]
    last = table.fill(sheet, _HEADER + 1, COLUMNS, rows)
    signed = last + 1
    line = "复核人：　　　　　　　　　　复核单位：　　　　　　　　　　日期：　　　　年　　月　　日"
    sheet.merge(Area(signed, 1, signed, len(COLUMNS)), line, styles.PLAIN)
    sheet.heights[signed] = 36
    sheet.page = PrintSetup(
        area=Area(1, 1, signed, len(COLUMNS)), repeat_rows=(_HEADER, _HEADER), footer=source.footer
    )
    sheet.freeze = (_HEADER + 1, 1)
    return sheet


def _project(plan: ProjectLayout, source: Source) -> Iterator[Sequence[Value | Entry]]:
    score, name = plan.score, plan.score.form.project.text or plan.sheet.name
    base = why.text(score.budget.why)
    yield _row(
        plan,
        plan.budget_row,
        (None, name, "预算执行率", base, ""),
        budget_arithmetic(score.budget, source.scheme),
    )
    for number, (row, each) in enumerate(zip(plan.rows, score.rows, strict=True), start=1):
        indicator = each.indicator
        texts = (number, name, indicator.level3.text, indicator.target_text, indicator.actual_text)
        yield _row(plan, row, texts, arithmetic(each, source.scheme))
    for row, part in zip(plan.parts, score.parts, strict=True):
        text = f"{why.text(part.why)}＝{points_shown(part.points, source.scheme)}"
        yield _row(plan, row, (None, name, part.title, "", ""), text)
    yield _total(plan, name)


def _row(
    plan: ProjectLayout, row: int, texts: tuple[Value, str, str, str, str], words: str
) -> Sequence[Value | Entry]:
    number, name, title, target, actual = texts
    low, high = plan.at(row, at.LOW), plan.at(row, at.HIGH)
    return (
        number,
        Entry(name, link=plan.at(row, at.WEIGHT)),
        title,
        target,
        actual,
        _live(plan, row, at.STATUS),
        _live(plan, row, at.USED),
        words,
        _live(plan, row, at.TYPED),
        Entry(_points(plan, row), at.joined(low, high)),
        _live(plan, row, at.DIFFERENCE),
        _live(plan, row, at.REVIEW),
        _live(plan, row, at.NOTE),
    )


def _total(plan: ProjectLayout, name: str) -> Sequence[Value | Entry]:
    row, style = plan.total_row, _TOTAL_STYLE
    low, high = plan.at(row, at.LOW), plan.at(row, at.HIGH)
    live = {column: _live(plan, row, column)._replace(style=style) for column in _LIVE_OF_TOTAL}
    blank = Entry(None, style=style)
    return (
        blank,
        Entry(name, link=plan.at(row, at.SCORE), style=style),
        Entry("总分", style=style),
        blank,
        blank,
        live[at.STATUS],
        live[at.USED],
        blank,
        live[at.TYPED],
        Entry(at.points_value(plan.score.total), at.joined(low, high), style=style),
        live[at.DIFFERENCE],
        live[at.REVIEW],
        blank,
    )


_LIVE_OF_TOTAL: Final = (at.STATUS, at.USED, at.TYPED, at.DIFFERENCE, at.REVIEW)


def _points(plan: ProjectLayout, row: int) -> Value:
    low, high = plan.sheet.cells[row, at.LOW].value, plan.sheet.cells[row, at.HIGH].value
    return low if low == high else f"{low:.2f}～{high:.2f}"


def _live(plan: ProjectLayout, row: int, column: int) -> Entry:
    """What stands in a working cell now; an empty cell stays empty instead of 0."""
    cell = plan.sheet.cells.get((row, column))
    value = "" if cell is None or cell.value is None else cell.value
    there = plan.at(row, column)
    return Entry(value, f'IF({there}="","",{there})')
