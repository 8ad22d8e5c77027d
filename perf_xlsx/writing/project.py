"""A project's sheet: the official form in the print area, the working columns to its right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from perf_xlsx.model import Area, Form, FormKind, FormScore, Goal, Text, column_letters
from perf_xlsx.scoring.formulas import BLANK as NOT_FILLED
from perf_xlsx.scoring.formulas import NONE, PARTIAL, UNDECIDED, UNMET
from perf_xlsx.writing import layout as at
from perf_xlsx.writing import names, styles
from perf_xlsx.writing.form_funds import write_funds
from perf_xlsx.writing.form_parts import write_parts
from perf_xlsx.writing.form_rows import write_rows
from perf_xlsx.writing.form_total import write_total
from perf_xlsx.writing.heights import fitted_height
from perf_xlsx.writing.layout import ProjectLayout, Source
from perf_xlsx.writing.paging import paged, repeat_label
from perf_xlsx.writing.plan import Highlight, PrintSetup, SheetPlan, literal

TITLES: Final[Mapping[FormKind, str]] = {
    FormKind.PROJECT: "项目支出绩效自评表",
    FormKind.DEPARTMENT: "部门（单位）整体支出绩效自评表",
}
_FUNDS_ROW: Final = 6


def project_sheet(source: Source, score: FormScore, name: str, rubric: Mapping[str, str]) -> ProjectLayout:
    """The sheet of one form.  ``rubric``: the area of answers of each 评分要点 part."""
    sheet = SheetPlan(name, widths=dict(at.WIDTHS), tab_color="4A6FA5", zoom=90)
    plan = ProjectLayout(sheet, score, rubric=rubric)
    _head(plan, source)
    row = write_funds(plan, source, _FUNDS_ROW)
    row = _goals(plan, source, row)
    row = write_rows(plan, source, row)
    row = write_parts(plan, source, row)
    row = write_total(plan, source, row)
    _sign_off(plan, source, row)
    _highlights(plan)
    page = PrintSetup(
        area=Area(1, 1, row, at.LAST),
        repeat_rows=(plan.header_row, plan.header_row),
        footer=source.footer,
    )
    sheet.page = paged(sheet, page)
    repeat_label(sheet, plan.header_row, at.LABEL)
    sheet.freeze = (_FUNDS_ROW, 1)
    sheet.active_cell = (4, 3)
    return plan


def _head(plan: ProjectLayout, source: Source) -> None:
    sheet, form = plan.sheet, plan.score.form
    title = TITLES.get(form.kind, TITLES[FormKind.PROJECT])
    sheet.merge(Area(1, 1, 1, at.LAST), title, styles.TITLE)
    year = form.year or source.submission.year
    shown = "　　　　" if year is None else str(year)
    sheet.merge(Area(2, 1, 2, at.LAST), f"（{shown}年度）", styles.SUBTITLE)
    back = f"{names.SUMMARY}!A1"
    sheet.merge(Area(1, at.FIRST_WORK, 1, at.FIRST_WORK + 2), "返回评分汇总", styles.BACK, link=back)
    sheet.merge(
        Area(2, at.FIRST_WORK, 2, at.BASIS),
        "右侧各列为计算过程，不打印。改左侧表中的数字，得分、判定和汇总随之变化；浅黄色单元格可以填写。",
        styles.SMALL,
    )
    sheet.heights |= {1: 32, 2: 20, 3: 6}
    sheet.merge(Area(4, 1, 4, 2), "项目名称", styles.LABEL)
    sheet.merge(Area(4, 3, 4, at.LAST), source.raw(form.project) or None, styles.CENTRE)
    sheet.merge(Area(5, 1, 5, 2), "主管部门", styles.LABEL)
    sheet.merge(Area(5, 3, 5, 5), source.raw(form.department) or None, styles.CENTRE)
    sheet.put(5, 6, "实施单位", styles.LABEL)
    sheet.merge(Area(5, 7, 5, at.LAST), source.raw(form.implementing_unit) or None, styles.CENTRE)
    sheet.heights[4] = fitted_height(form.project.text, at.width(3, at.LAST), 10.5, least=26)
    sheet.heights[5] = max(
        fitted_height(form.department.text, at.width(3, 5), 10.5, least=26),
        fitted_height(form.implementing_unit.text, at.width(7, at.LAST), 10.5, least=26),
    )
    _head_places(plan, form)


def _head_places(plan: ProjectLayout, form: Form) -> None:
    for text, cell in ((form.project, (4, 3)), (form.department, (5, 3)), (form.implementing_unit, (5, 7))):
        if text.place is not None:
            plan.places[text.place] = cell


def _goals(plan: ProjectLayout, source: Source, row: int) -> int:
    """年度总体目标: a header row and the texts; gives the row after them."""
    sheet = plan.sheet
    goals = plan.score.form.goals or (Goal(Text(), Text()),)
    last = row + len(goals)
    sheet.merge(Area(row, 1, last, 1), "年度\n总体\n目标", styles.LABEL)
    sheet.merge(Area(row, 2, row, 6), "预期目标", styles.LABEL)
    sheet.merge(Area(row, 7, row, at.LAST), "实际完成情况", styles.LABEL)
    sheet.heights[row] = 24
    for here, goal in enumerate(goals, start=row + 1):
        expected, actual = source.raw(goal.expected), source.raw(goal.actual)
        sheet.merge(Area(here, 2, here, 6), expected or None, styles.LONG)
        sheet.merge(Area(here, 7, here, at.LAST), actual or None, styles.LONG)
        sheet.heights[here] = max(
            fitted_height(expected, at.width(2, 6), 10.5, least=56),
            fitted_height(actual, at.width(7, at.LAST), 10.5, least=56),
        )
        for text, column in ((goal.expected, 2), (goal.actual, 7)):
            if text.place is not None:
                plan.places[text.place] = (here, column)
    return last + 1


def _sign_off(plan: ProjectLayout, source: Source, row: int) -> None:
    sheet = plan.sheet
    preparer = f"填报人：{source.submission.cover.preparer.text}"
    for first, last, text in (
        (1, 4, preparer),
        (5, 7, "财务负责人："),
        (8, at.LAST, "单位负责人：　　　　　　　　（盖章）"),
    ):
        sheet.merge(Area(row, first, row, last), text, styles.PLAIN)
    sheet.heights[row] = 36


def _highlights(plan: ProjectLayout) -> None:
    """Colours that follow 判定; the words stand beside them."""
    sheet, last = plan.sheet, plan.total_row
    letters = column_letters(at.STATUS)
    for area in (
        Area(plan.budget_row, at.STATUS, last, at.STATUS),
        Area(plan.header_row + 1, at.ACTUAL, last, at.ACTUAL),
        Area(plan.header_row + 1, at.SCORE, last, at.SCORE),
    ):
        status = f"${letters}{area.top}"
        unmet = ",".join(f"{status}={literal(word)}" for word in (UNMET, NONE, PARTIAL))
        undecided = ",".join(f"{status}={literal(word)}" for word in (UNDECIDED, NOT_FILLED))
        sheet.highlights.append(Highlight(area, f"OR({unmet})", styles.UNMET))
        sheet.highlights.append(Highlight(area, f"OR({undecided})", styles.UNDECIDED))
    first = plan.budget_row
    basis = Area(first, at.BASIS, last, at.BASIS)
    changed = f"${column_letters(at.BASIS)}{first}={literal(at.CHANGED)}"
    sheet.highlights.append(Highlight(basis, changed, styles.CHANGED))
