"""Sheets of 汇总 about units and projects: 单位汇总, 自评情况汇总表 (printable), 项目明细."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Final

from perf_xlsx.batch.harvest import ProjectRow, UnitRow, total
from perf_xlsx.batch.lists import (
    FIRST_ROW,
    FOOTER,
    HEAD_ROW,
    NOTHING,
    Column,
    Computed,
    Entry,
    list_sheet,
    put_total,
)
from perf_xlsx.figures import half_up
from perf_xlsx.model import Area, Interval, column_letters
from perf_xlsx.writing import styles
from perf_xlsx.writing.heights import fitted_height
from perf_xlsx.writing.layout import interval_text
from perf_xlsx.writing.plan import PrintSetup, SheetPlan

UNITS: Final = "单位汇总"
PRINTED: Final = "自评情况汇总表"
PROJECTS: Final = "项目明细"

_UNIT_COLUMNS: Final = (
    Column("序号", 6, styles.CELL_NUMBER),
    Column("单位", 24),
    Column("年度", 8, styles.CELL_NUMBER),
    Column("项目数", 8, styles.CELL_NUMBER, adds=True),
    Column("年初预算数", 13, styles.CELL_MONEY, adds=True),
    Column("全年预算数", 13, styles.CELL_MONEY, adds=True),
    Column("全年执行数", 13, styles.CELL_MONEY, adds=True),
    Column("执行率", 9, styles.CELL_RATE),
    Column("自评得分", 9, styles.CELL_POINTS),
    Column("复算得分", 14, styles.CELL_CENTRE),
    Column("等级", 7, styles.CELL_CENTRE),
    Column("未完成", 8, styles.CELL_NUMBER, adds=True),
    Column("待评定", 8, styles.CELL_NUMBER, adds=True),
    Column("须更正", 8, styles.CELL_NUMBER, adds=True),
    Column("须说明", 8, styles.CELL_NUMBER, adds=True),
    Column("评分标准", 24),
    Column("文件", 30),
)
_INITIAL, _FULL, _EXECUTED = 5, 6, 7


def units_sheet(units: Sequence[UnitRow]) -> SheetPlan:
    """One row per workbook: money, scores, counts."""
    rows = [_unit_entries(number, row) for number, row in enumerate(units, start=1)]
    sheet, last = list_sheet(
        UNITS,
        "项目支出绩效自评单位汇总",
        "金额单位：万元。执行率以全年预算数为分母，没有全年预算数的以年初预算数为分母。",
        _UNIT_COLUMNS,
        rows,
        freeze_columns=2,
    )
    if units:
        put_total(sheet, last + 1, _UNIT_COLUMNS, _unit_sums(units))
    return sheet


def _rate_formula(initial: int, full: int, executed: int) -> str:
    """执行率 as the note says: by 全年预算数, else by 年初预算数."""
    first, second, top = (f"{column_letters(column)}{{row}}" for column in (full, initial, executed))
    base = f"IF(N({first})=0,N({second}),{first})"
    return f'IF(OR({top}="",{base}=0),"",{top}/{base})'


def _rate_value(initial: Decimal | None, full: Decimal | None, executed: Decimal | None) -> Decimal | str:
    base = full or initial
    return executed / base if base and executed is not None else ""


def _money_rate(row: UnitRow | ProjectRow, columns: tuple[int, int, int]) -> Computed:
    return Computed(_rate_value(row.initial, row.full_year, row.executed), _rate_formula(*columns))


def _unit_entries(number: int, row: UnitRow) -> list[Entry]:
    return [
        number,
        row.agency or "（未填单位）",
        row.year,
        row.projects,
        row.initial,
        row.full_year,
        row.executed,
        _money_rate(row, (_INITIAL, _FULL, _EXECUTED)),
        row.reported,
        points(row.low, row.high),
        row.grade or "待定",
        row.unmet,
        row.undecided,
        row.errors,
        row.warnings,
        row.scheme,
        row.file,
    ]


def points(low: Decimal | None, high: Decimal | None) -> str:
    """Points as one number or as an interval; 待定 without any."""
    if low is None or high is None:
        return "待定"
    return interval_text(Interval(half_up(low, 2), half_up(high, 2)))


def _unit_sums(units: Sequence[UnitRow]) -> list[Entry]:
    initial, full, executed = (
        total(getattr(row, name) for row in units) or Decimal(0)
        for name in ("initial", "full_year", "executed")
    )
    return [
        "合计", None, None,
        sum(row.projects for row in units),
        initial, full, executed,
        None, None, None, None,
        sum(row.unmet for row in units),
        sum(row.undecided for row in units),
        sum(row.errors for row in units),
        sum(row.warnings for row in units),
        None, None,
    ]  # fmt: skip


# ---------------------------------------------------------------- 项目支出绩效自评情况汇总表

_PRINTED_COLUMNS: Final = (
    Column("序号", 6, styles.CELL_NUMBER),
    Column("项目名称", 34),
    Column("实施单位", 20),
    Column("年初预算数", 12, styles.CELL_MONEY, adds=True),
    Column("全年预算数", 12, styles.CELL_MONEY, adds=True),
    Column("全年执行数", 12, styles.CELL_MONEY, adds=True),
    Column("执行率", 9, styles.CELL_RATE),
    Column("自评得分", 14, styles.CELL_CENTRE),
    Column("等级", 7, styles.CELL_CENTRE),
    Column("未完成原因", 40),
)


def printed_sheet(projects: Sequence[ProjectRow]) -> SheetPlan:
    """The official table, by 主管部门 with subtotals, one page wide."""
    sheet = SheetPlan(PRINTED)
    last = len(_PRINTED_COLUMNS)
    years = sorted({row.year for row in projects if row.year})
    sheet.merge(Area(1, 1, 1, last), "项目支出绩效自评情况汇总表", styles.TITLE)
    sheet.merge(Area(2, 1, 2, last), f"（{_years(years)}年度）" if years else "", styles.SUBTITLE)
    sheet.merge(Area(3, 1, 3, last), "金额单位：万元", styles.SMALL_RIGHT)
    sheet.heights[1] = 30
    for place, column in enumerate(_PRINTED_COLUMNS, start=1):
        sheet.widths[place] = column.width
        sheet.put(HEAD_ROW, place, column.title, styles.HEAD)
    sheet.heights[HEAD_ROW] = 26
    row, subtotals, number = HEAD_ROW, [], 0
    ordered = sorted(projects, key=lambda each: (_department(each), each.year or 0, each.unit, each.project))
    for department, group in groupby(ordered, key=_department):
        members = list(group)
        row += 1
        subtotals.append(row)
        _subtotal(sheet, row, f"{department}（{len(members)} 个项目）", members)
        for member in members:
            row, number = row + 1, number + 1
            _printed_row(sheet, row, number, member)
    if projects:
        _grand_total(sheet, row + 1, subtotals, projects)
    else:
        sheet.merge(Area(row + 1, 1, row + 1, last), NOTHING, styles.CELL_CENTRE)
    sheet.freeze = (FIRST_ROW, 3)
    sheet.page = PrintSetup(repeat_rows=(HEAD_ROW, HEAD_ROW), footer=FOOTER)
    return sheet


def _years(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}—{years[-1]}"


def _department(row: ProjectRow) -> str:
    return row.department or row.agency or "（未填主管部门）"


def _subtotal(sheet: SheetPlan, row: int, title: str, members: Sequence[ProjectRow]) -> None:
    sheet.merge(Area(row, 1, row, 3), title, styles.SUM)
    first, last = row + 1, row + len(members)
    for column, name in ((4, "initial"), (5, "full_year"), (6, "executed")):
        letters = column_letters(column)
        value = total(getattr(member, name) for member in members) or Decimal(0)
        sheet.put(row, column, value, styles.SUM_MONEY, f"SUM({letters}{first}:{letters}{last})")
    for column in range(7, len(_PRINTED_COLUMNS) + 1):
        sheet.put(row, column, None, styles.SUM)
    sheet.heights[row] = 20


def _printed_row(sheet: SheetPlan, row: int, number: int, project: ProjectRow) -> None:
    entries: list[Entry] = [
        number,
        project.project or "（未填项目名称）",
        project.unit,
        project.initial,
        project.full_year,
        project.executed,
        _money_rate(project, (4, 5, 6)),
        f"{half_up(project.reported, 2):f}"
        if project.reported is not None
        else points(project.low, project.high),
        project.grade or "待定",
        project.reason or ("" if project.unmet else NOTHING),
    ]
    height = 18.0
    for place, (column, entry) in enumerate(zip(_PRINTED_COLUMNS, entries, strict=True), start=1):
        if isinstance(entry, Computed):
            sheet.put(row, place, entry.value, column.style, entry.formula.format(row=row))
            continue
        sheet.put(row, place, entry, column.style)
        if isinstance(entry, str):
            height = max(height, fitted_height(entry, column.width))
    sheet.heights[row] = height


def _grand_total(
    sheet: SheetPlan, row: int, subtotals: Sequence[int], projects: Sequence[ProjectRow]
) -> None:
    """The sum over the whole column, halved: every project stands in it once and once in its subtotal."""
    sheet.merge(Area(row, 1, row, 3), f"合计（{len(projects)} 个项目）", styles.SUM)
    for column, name in ((4, "initial"), (5, "full_year"), (6, "executed")):
        letters = column_letters(column)
        value = total(getattr(project, name) for project in projects) or Decimal(0)
        area = f"{letters}{FIRST_ROW}:{letters}{row - 1}"
        sheet.put(row, column, value, styles.SUM_MONEY, f"SUM({area})/2")
    for column in range(7, len(_PRINTED_COLUMNS) + 1):
        sheet.put(row, column, None, styles.SUM)
    sheet.heights[row] = 22


# ---------------------------------------------------------------- 项目明细

_PROJECT_COLUMNS: Final = (
    Column("序号", 6, styles.CELL_NUMBER),
    Column("单位", 22),
    Column("年度", 7, styles.CELL_NUMBER),
    Column("主管部门", 20),
    Column("实施单位", 20),
    Column("项目", 34),
    Column("年初预算数", 12, styles.CELL_MONEY, adds=True),
    Column("全年预算数", 12, styles.CELL_MONEY, adds=True),
    Column("到位数", 12, styles.CELL_MONEY, adds=True),
    Column("全年执行数", 12, styles.CELL_MONEY, adds=True),
    Column("执行率", 9, styles.CELL_RATE),
    Column("自评得分", 9, styles.CELL_POINTS),
    Column("复算得分（低）", 10, styles.CELL_POINTS),
    Column("复算得分（高）", 10, styles.CELL_POINTS),
    Column("自评高出", 9, styles.CELL_POINTS),
    Column("复核得分", 9, styles.CELL_POINTS),
    Column("等级", 7, styles.CELL_CENTRE),
    Column("指标数", 7, styles.CELL_NUMBER, adds=True),
    Column("未完成", 7, styles.CELL_NUMBER, adds=True),
    Column("待评定", 7, styles.CELL_NUMBER, adds=True),
    Column("须更正", 7, styles.CELL_NUMBER, adds=True),
    Column("须说明", 7, styles.CELL_NUMBER, adds=True),
    Column("文件", 30),
)


def projects_sheet(projects: Sequence[ProjectRow]) -> SheetPlan:
    """One row per project, with everything that can be filtered and sorted."""
    rows = (_project_entries(number, row) for number, row in enumerate(projects, start=1))
    sheet, last = list_sheet(
        PROJECTS,
        "项目明细",
        "金额单位：万元。自评高出：自评得分高于复算得分（高）的分数。",
        _PROJECT_COLUMNS,
        rows,
        freeze_columns=6,
    )
    if projects:
        put_total(sheet, last + 1, _PROJECT_COLUMNS, _project_sums(projects))
    return sheet


def _project_entries(number: int, row: ProjectRow) -> list[Entry]:
    above: Decimal | str = ""
    if row.reported is not None and row.high is not None and row.reported > row.high:
        above = row.reported - row.high
    return [
        number,
        row.agency,
        row.year,
        row.department,
        row.unit,
        row.project,
        row.initial,
        row.full_year,
        row.received,
        row.executed,
        _money_rate(row, (7, 8, 10)),
        row.reported,
        row.low,
        row.high,
        Computed(above, 'IF(AND(ISNUMBER(L{row}),L{row}>N{row}),L{row}-N{row},"")'),
        row.review,
        row.grade or "待定",
        row.indicators,
        row.unmet,
        row.undecided,
        row.errors,
        row.warnings,
        row.file,
    ]


def _project_sums(projects: Sequence[ProjectRow]) -> list[Entry]:
    def added(name: str) -> Decimal | int:
        return sum((getattr(row, name) or 0 for row in projects), Decimal(0))

    money = [added(name) for name in ("initial", "full_year", "received", "executed")]
    counts = [added(name) for name in ("indicators", "unmet", "undecided", "errors", "warnings")]
    return ["合计", *[None] * 5, *money, *[None] * 7, *counts, None]
