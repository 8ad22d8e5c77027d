"""项目资金 on a project sheet: the official block, and the money in 万元 that drives 预算执行率."""

from __future__ import annotations

from typing import Final

from perf_xlsx.checks.tell import empty_cell
from perf_xlsx.model import Area, FundLine, NotGiven, Role
from perf_xlsx.scoring.budget import figure
from perf_xlsx.writing import layout as at
from perf_xlsx.writing import styles
from perf_xlsx.writing.as_typed import as_typed, rate_cell
from perf_xlsx.writing.form_budget import write_budget
from perf_xlsx.writing.form_money import MONEY, MoneyCells
from perf_xlsx.writing.heights import fitted_height
from perf_xlsx.writing.layout import ProjectLayout, Source
from perf_xlsx.writing.plan import Value, formatted

TOTAL: Final = "年度资金总额"
_OF_TOTALS: Final = ("总", "合计", "小计")
DASH: Final = "—"


def write_funds(plan: ProjectLayout, source: Source, row: int) -> int:
    """The block from its header row on; gives the row after it."""
    form = plan.score.form
    _header(plan, row)
    total = next((line for line in form.funds if line.role is Role.TOTAL), None)
    lines = [total, *(line for line in form.funds if line is not total)]
    plan.budget_row = row + 1
    cells = MoneyCells(form, source, lines, plan.budget_row)
    for offset, line in enumerate(lines):
        _line(plan, source, row + 1 + offset, line, cells)
    for name, column, working in MONEY:
        value, formula = cells.reached(name, column)
        plan.sheet.put(plan.budget_row, working, value, styles.WORK, formula)
    last = row + len(lines)
    plan.sheet.merge(Area(row, 1, last, 2), f"项目资金\n（{form.money_unit or '万元'}）", styles.LABEL)
    write_budget(plan, source, total)
    return last + 1


def _header(plan: ProjectLayout, row: int) -> None:
    sheet = plan.sheet
    sheet.merge(Area(row, 3, row, 4), "资金项", styles.LABEL)
    for column, text in (
        (at.INITIAL, "年初预算数"),
        (at.FULL_YEAR, "全年预算数"),
        (at.EXECUTED, "全年执行数"),
        (at.WEIGHT, "分值"),
        (at.FUND_SCORE, "得分"),
    ):
        sheet.put(row, column, text, styles.LABEL)
    sheet.merge(Area(row, at.RATE, row, at.RATE + 1), "执行率", styles.LABEL)
    sheet.put(row, at.AID, "到位（到账）数", styles.WORK_LABEL)
    for column, text in enumerate(at.FUND_HEADS, start=at.FIRST_WORK):
        sheet.put(row, column, text, styles.WORK_LABEL)
    sheet.heights[row] = 27


def _line(plan: ProjectLayout, source: Source, row: int, line: FundLine | None, cells: MoneyCells) -> None:
    sheet = plan.sheet
    item = _item(source, line)
    is_line = line is not None and line.role is Role.LINE
    sheet.merge(
        Area(row, at.ITEM, row, at.ITEM + 1), item or None, styles.TEXT if is_line else styles.LEFT_LABEL
    )
    sheet.heights[row] = fitted_height(item, at.width(3, 4), 10.5, least=22)
    for name, column, _ in MONEY:
        driven, formula = cells.written(name, column, row)
        sheet.put(row, column, driven.value, formatted(styles.MONEY, driven.number_format), formula)
        _note_place(plan, line, name, row, column)
    if line is None or line.role is Role.TOTAL:
        return
    sheet.put(row, at.WEIGHT, *as_typed(source, line.weight, styles.DASH, DASH))
    _line_rate(plan, source, row, line, cells)
    sheet.put(row, at.FUND_SCORE, *as_typed(source, line.reported_score, styles.DASH, DASH))
    if line.reason:
        sheet.put(row, at.BASIS, line.reason.text, styles.WORK_TEXT)


def _item(source: Source, line: FundLine | None) -> str:
    """A line's own name; 年度资金总额 for a total that only its block named (预算数 of a row of pairs)."""
    if line is None:
        return TOTAL
    item = source.raw(line.item)
    return TOTAL if line.role is Role.TOTAL and not any(word in item for word in _OF_TOTALS) else item


def _note_place(plan: ProjectLayout, line: FundLine | None, name: str, row: int, column: int) -> None:
    if line is None:
        return
    place = figure(line, name).place
    if place is not None:
        plan.places[place] = (row, column)
    plan.places.setdefault(line.place, (row, at.ITEM))
    plan.places.setdefault(empty_cell(plan.score.form, name, line.place), (row, column))


def _line_rate(plan: ProjectLayout, source: Source, row: int, line: FundLine, cells: MoneyCells) -> None:
    """执行率 of a line: the unit's own, else a formula where its money is numbers of one unit."""
    area = Area(row, at.RATE, row, at.RATE + 1)
    stored, formula = cells.rate(row)
    if isinstance(line.rate, NotGiven):
        cell = source.cell(line.rate.place)
        blank: Value = cell.text if cell is not None else None
        plan.sheet.merge(area, stored if formula else blank, styles.RATE, formula)
        return
    plan.sheet.merge(area, *rate_cell(source, line.rate, stored, formula))
