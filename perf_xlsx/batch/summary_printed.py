"""自评情况汇总表: the official table of 汇总, by 主管部门 with subtotals, printable as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import count, groupby
from typing import Final

from perf_xlsx.batch.harvest import ProjectRow, total
from perf_xlsx.batch.lists import (
    FIRST_ROW,
    FOOTER,
    HEAD_ROW,
    MOST_ROWS,
    NOTHING,
    Column,
    Entry,
    cell,
    row_height,
)
from perf_xlsx.batch.summary_units import BY_REVIEW, money_rate, points, reported_points, reviewed_points
from perf_xlsx.figures import half_up
from perf_xlsx.model import Area, column_letters
from perf_xlsx.writing import styles
from perf_xlsx.writing.plan import CellPlan, PrintSetup, SheetPlan, Stream, StreamedRow

PRINTED: Final = "自评情况汇总表"

_PRINTED_COLUMNS: Final = (
    Column("序号", 6, styles.CELL_NUMBER),
    Column("项目名称", 34),
    Column("实施单位", 20),
    Column("年初预算数", 12, styles.CELL_MONEY, adds=True),
    Column("全年预算数", 12, styles.CELL_MONEY, adds=True),
    Column("全年执行数", 12, styles.CELL_MONEY, adds=True),
    Column("执行率", 9, styles.CELL_RATE),
    Column("自评得分", 14, styles.CELL_CENTRE),
    Column("复核得分", 12, styles.CELL_CENTRE),
    Column("等级", 7, styles.CELL_CENTRE),
    Column("未完成原因", 40),
)


def printed_sheet(projects: Sequence[ProjectRow]) -> SheetPlan:
    """The official table, by 主管部门 with subtotals, one page wide."""
    ordered = sorted(projects, key=lambda each: (_department(each), each.year or 0, each.unit, each.project))
    departments = len({_department(each) for each in ordered})
    shown = ordered[: MOST_ROWS - departments]
    note = BY_REVIEW if len(shown) == len(ordered) else f"{BY_REVIEW}只列得下前 {len(shown)} 个项目。"
    sheet = _headed(projects, note)
    if shown:
        sheet.stream = _stream(sheet, shown)
        _grand_total(sheet, sheet.stream.last + 1, shown)
    else:
        last = len(_PRINTED_COLUMNS)
        sheet.merge(Area(FIRST_ROW, 1, FIRST_ROW, last), NOTHING, styles.CELL_CENTRE)
    sheet.freeze = (FIRST_ROW, 3)
    sheet.page = PrintSetup(repeat_rows=(HEAD_ROW, HEAD_ROW), footer=FOOTER)
    return sheet


def _headed(projects: Sequence[ProjectRow], note: str) -> SheetPlan:
    sheet = SheetPlan(PRINTED)
    last = len(_PRINTED_COLUMNS)
    years = sorted({row.year for row in projects if row.year})
    sheet.merge(Area(1, 1, 1, last), "项目支出绩效自评情况汇总表", styles.TITLE)
    sheet.merge(Area(2, 1, 2, last), f"（{_years(years)}年度）" if years else "", styles.SUBTITLE)
    sheet.merge(Area(3, 1, 3, 6), note, styles.SMALL)
    sheet.merge(Area(3, 7, 3, last), "金额单位：万元", styles.SMALL_RIGHT)
    sheet.heights[1] = 30
    for place, column in enumerate(_PRINTED_COLUMNS, start=1):
        sheet.widths[place] = column.width
        sheet.put(HEAD_ROW, place, column.title, styles.HEAD)
    sheet.heights[HEAD_ROW] = 26
    return sheet


def _stream(sheet: SheetPlan, ordered: Sequence[ProjectRow]) -> Stream:
    """The departments' rows, each subtotal above its projects."""
    groups: list[tuple[int, str, list[ProjectRow]]] = []
    row = FIRST_ROW
    for department, found in groupby(ordered, key=_department):
        members = list(found)
        groups.append((row, f"{department}（{len(members)} 个项目）", members))
        sheet.merges.append(Area(row, 1, row, 3))
        row += 1 + len(members)

    def made() -> Iterator[StreamedRow]:
        numbers = count(1)
        for top, title, members in groups:
            yield 20, _subtotal(top, title, members)
            for below, member in enumerate(members, start=top + 1):
                yield _printed_row(below, next(numbers), member)

    looks = (styles.SUM, styles.SUM_MONEY, *(column.style for column in _PRINTED_COLUMNS))
    return Stream(FIRST_ROW, row - 1, len(_PRINTED_COLUMNS), looks, made)


def _years(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}—{years[-1]}"


def _department(row: ProjectRow) -> str:
    return row.department or row.agency or "（未填主管部门）"


def _subtotal(row: int, title: str, members: Sequence[ProjectRow]) -> list[CellPlan]:
    first, last = row + 1, row + len(members)
    cells = [CellPlan(title, styles.SUM), *[CellPlan(None, styles.SUM)] * 2]
    for column, name in ((4, "initial"), (5, "full_year"), (6, "executed")):
        area = f"{column_letters(column)}{first}:{column_letters(column)}{last}"
        value = total(getattr(member, name) for member in members)
        formula = f'IF(COUNT({area})=0,"",SUM({area}))'
        cells.append(CellPlan("" if value is None else value, styles.SUM_MONEY, formula))
    return [*cells, *[CellPlan(None, styles.SUM)] * (len(_PRINTED_COLUMNS) - len(cells))]


def _own_points(project: ProjectRow) -> str:
    """自评得分 as the unit states it; the computed points where it left them to the form."""
    given = reported_points(project)
    if given is None:
        return points(project.low, project.high)
    return f"{half_up(given, 2):f}" if isinstance(given, Decimal) else given


def _printed_row(row: int, number: int, project: ProjectRow) -> StreamedRow:
    entries: list[Entry] = [
        number,
        project.project or "（未填项目名称）",
        project.unit,
        project.initial,
        project.full_year,
        project.executed,
        money_rate(project, (4, 5, 6)),
        _own_points(project),
        reviewed_points(project),
        project.grade or "待定",
        project.reason or ("" if project.unmet else NOTHING),
    ]
    cells = [cell(entry, column.style, row) for column, entry in zip(_PRINTED_COLUMNS, entries, strict=True)]
    return row_height(_PRINTED_COLUMNS, entries), cells


def _grand_total(sheet: SheetPlan, row: int, projects: Sequence[ProjectRow]) -> None:
    """The sum over the whole column, halved: every project stands in it once and once in its subtotal."""
    sheet.merge(Area(row, 1, row, 3), f"合计（{len(projects)} 个项目）", styles.SUM)
    for column, name in ((4, "initial"), (5, "full_year"), (6, "executed")):
        letters = column_letters(column)
        value = total(getattr(project, name) for project in projects)
        area = f"{letters}{FIRST_ROW}:{letters}{row - 1}"
        formula = f'IF(COUNT({area})=0,"",SUM({area})/2)'
        sheet.put(row, column, "" if value is None else value, styles.SUM_MONEY, formula)
    for column in range(7, len(_PRINTED_COLUMNS) + 1):
        sheet.put(row, column, None, styles.SUM)
    sheet.heights[row] = 22
