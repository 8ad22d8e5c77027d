"""复核底稿: each row with its arithmetic in words, for auditors, on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from perf_xlsx.figures import plain
from perf_xlsx.model import Area, BudgetScore
from perf_xlsx.scoring import why
from perf_xlsx.scoring.arithmetic import arithmetic, budget_arithmetic, points_shown
from perf_xlsx.writing import layout as at
from perf_xlsx.writing import names, styles, table
from perf_xlsx.writing.layout import ProjectLayout, Source
from perf_xlsx.writing.plan import PrintSetup, SheetPlan, Value, address
from perf_xlsx.writing.review import PAPER_REVIEW, limit
from perf_xlsx.writing.summary_review import review_cell
from perf_xlsx.writing.table import Column, Entry

_CENTRE: Final = styles.CELL_CENTRE
_NUMBER: Final = styles.CELL_NUMBER
_OPEN: Final = replace(styles.CELL_OPEN, align="center", wrap=False)
COLUMNS: Final = (
    Column("序号", 6, styles.CELL_LINK_CENTRE),
    Column("绩效指标", 24),
    Column("年度指标值", 16, _CENTRE),
    Column("实际完成值", 18, _CENTRE),
    Column("判定", 9, _CENTRE),
    Column("分值", 8, _NUMBER),
    Column("算式", 36),
    Column("自评得分", 9, _NUMBER),
    Column("复算得分", 13, _NUMBER),
    Column("差异", 8, _NUMBER),
    Column("复核得分", 12, _OPEN),
    Column("复核意见", 24, styles.CELL_OPEN),
)
_HEADER: Final = 3
_WEIGHT: Final = 6
Texts: TypeAlias = tuple[str, str, str, str]
"""Number, indicator, target, actual."""
BASES: Final = {"full_year": "全年预算", "initial": "年初预算", "received": "到位"}
_TOTAL_STYLE: Final = styles.SUM


def place_on_paper(projects: Sequence[ProjectLayout]) -> None:
    """Which row of the paper shows which row of a project's sheet."""
    last = _HEADER
    for plan in projects:
        listed = _listed(plan)
        plan.paper |= {there: row for row, there in enumerate(listed, start=last + 2)}
        last += 1 + len(listed)


def _listed(plan: ProjectLayout) -> tuple[int, ...]:
    return (plan.budget_row, *plan.rows, *plan.parts, plan.total_row)


def workpaper_sheet(source: Source, projects: Sequence[ProjectLayout], summary: SheetPlan) -> SheetPlan:
    """The paper: budget row, indicators and total of every project."""
    note = (
        f"算式{table.MADE_BY_RUN}判定和各项得分随项目表变化。浅黄色的复核得分、复核意见由财政部门填写，"
        "直接写在这里或项目表右侧都可以，总分、评分汇总和等级随之变化，重新运行后保留。"
    )
    sheet = table.titled(names.WORKPAPER, names.WORKPAPER, note, COLUMNS, len(COLUMNS), tab="8A8F98")
    table.header(sheet, _HEADER, COLUMNS)
    last = _HEADER
    for plan in projects:
        last = _band(sheet, plan, last + 1)
        first, last = last + 1, table.fill(sheet, last + 1, COLUMNS, _project(plan, source))
        area = Area(first, PAPER_REVIEW, last, PAPER_REVIEW)
        sheet.validations.append(limit(area, address(first, _WEIGHT)))
    signed = last + 1
    _sign_off(sheet, signed, summary)
    sheet.page = PrintSetup(
        area=Area(1, 1, signed, len(COLUMNS)), repeat_rows=(_HEADER, _HEADER), footer=source.footer
    )
    sheet.freeze = (_HEADER + 1, 1)
    return sheet


def _sign_off(sheet: SheetPlan, row: int, summary: SheetPlan) -> None:
    """Who reviewed, and when: as 评分汇总 says, or typed here."""
    for word, label, cell in (("复核人", (1, 2), (3, 4)), ("复核日期", (8, 9), (10, 11))):
        sheet.merge(Area(row, label[0], row, label[1]), word, styles.LABEL)
        there = review_cell(summary, word)
        value = summary.cells[there].value
        formula = f'IF({summary.at(*there)}="","",{summary.at(*there)})'
        sheet.merge(Area(row, cell[0], row, cell[1]), value or "", _OPEN, formula)
    sheet.merge(Area(row, 5, row, 7), "复核单位（盖章）：", styles.PLAIN)
    sheet.heights[row] = 36


def _band(sheet: SheetPlan, plan: ProjectLayout, row: int) -> int:
    """The project's name over its rows."""
    name = plan.score.form.project.text or plan.sheet.name
    unit = plan.score.form.implementing_unit.text
    number = plan.sheet.name.partition(" ")[0]
    text = f"{number}　{name}" + (f"（{unit}）" if unit else "")
    sheet.merge(Area(row, 1, row, len(COLUMNS)), text, styles.BAND)
    sheet.heights[row] = 22
    return row


def _project(plan: ProjectLayout, source: Source) -> Iterator[Sequence[Value | Entry]]:
    score = plan.score
    yield _row(
        plan, plan.budget_row, _budget_texts(score.budget), budget_arithmetic(score.budget, source.scheme)
    )
    for number, (row, each) in enumerate(zip(plan.rows, score.rows, strict=True), start=1):
        indicator = each.indicator
        texts = (str(number), indicator.level3.text, indicator.target_text, indicator.actual_text)
        yield _row(plan, row, texts, arithmetic(each, source.scheme))
    for row, part in zip(plan.parts, score.parts, strict=True):
        text = f"{why.text(part.why)}＝{points_shown(part.points, source.scheme)}"
        yield _row(plan, row, ("附加", part.title, "", ""), text)
    yield _total(plan)


def _budget_texts(budget: BudgetScore) -> Texts:
    """What is compared: the base with its name, and what was spent."""
    base = "" if budget.budget is None else f"{BASES.get(budget.base, budget.base)}{plain(budget.budget)}万元"
    spent = "" if budget.executed is None else f"{plain(budget.executed)}万元"
    return "预算", "预算执行率", base, spent


def _row(plan: ProjectLayout, row: int, texts: Texts, words: str) -> Sequence[Value | Entry]:
    number, title, target, actual = texts
    low, high = plan.at(row, at.LOW), plan.at(row, at.HIGH)
    return (
        Entry(number, link=plan.at(row, at.WEIGHT)),
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


def _total(plan: ProjectLayout) -> Sequence[Value | Entry]:
    row, style = plan.total_row, _TOTAL_STYLE
    low, high = plan.at(row, at.LOW), plan.at(row, at.HIGH)
    live = {column: _live(plan, row, column)._replace(style=style) for column in _LIVE_OF_TOTAL}
    blank = Entry(None, style=style)
    return (
        blank,
        Entry("总分", style=style),
        blank,
        blank,
        live[at.STATUS],
        live[at.USED],
        blank,
        live[at.TYPED],
        Entry(at.points_value(plan.score.total), at.joined(low, high), style=style),
        live[at.DIFFERENCE],
        _live(plan, row, at.REVIEW)._replace(style=_OPEN_TOTAL),
        _live(plan, row, at.NOTE)._replace(style=styles.CELL_OPEN),
    )


_OPEN_TOTAL: Final = replace(_OPEN, bold=True)
_LIVE_OF_TOTAL: Final = (at.STATUS, at.USED, at.TYPED, at.DIFFERENCE)


def _points(plan: ProjectLayout, row: int) -> Value:
    low, high = plan.sheet.cells[row, at.LOW].value, plan.sheet.cells[row, at.HIGH].value
    return low if low == high else f"{low:.2f}～{high:.2f}"


def _live(plan: ProjectLayout, row: int, column: int) -> Entry:
    """What stands in a working cell now; an empty cell stays empty instead of 0."""
    cell = plan.sheet.cells.get((row, column))
    value = "" if cell is None or cell.value is None else cell.value
    there = plan.at(row, column)
    return Entry(value, f'IF({there}="","",{there})')
