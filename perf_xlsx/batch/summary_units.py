"""Sheets of 汇总 about units and projects: 单位汇总 and 项目明细."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from perf_xlsx.batch.harvest import ProjectRow, UnitRow, total
from perf_xlsx.batch.lists import Column, Computed, Entry, list_sheet, put_total
from perf_xlsx.figures import half_up, plain
from perf_xlsx.model import Interval, column_letters
from perf_xlsx.writing import styles
from perf_xlsx.writing.layout import interval_text
from perf_xlsx.writing.plan import SheetPlan

UNITS: Final = "单位汇总"
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
    Column("复核得分", 14, styles.CELL_CENTRE),
    Column("复核进度", 16, styles.CELL_CENTRE),
    Column("等级", 7, styles.CELL_CENTRE),
    Column("未完成", 8, styles.CELL_NUMBER, adds=True),
    Column("待评定", 8, styles.CELL_NUMBER, adds=True),
    Column("须更正", 8, styles.CELL_NUMBER, adds=True),
    Column("须说明", 8, styles.CELL_NUMBER, adds=True),
    Column("评分标准", 24),
    Column("文件", 30),
)
_INITIAL, _FULL, _EXECUTED = 5, 6, 7
_FULL_MARKS: Final = Decimal(100)
BY_REVIEW: Final = "等级：复核了的按复核得分，没有复核的按复算得分。"


def units_sheet(units: Sequence[UnitRow]) -> SheetPlan:
    """One row per workbook: money, scores, counts."""
    sheet, last = list_sheet(
        UNITS,
        "项目支出绩效自评单位汇总",
        f"金额单位：万元。执行率以全年预算数为分母，没有全年预算数的以年初预算数为分母。{BY_REVIEW}",
        _UNIT_COLUMNS,
        units,
        _unit_entries,
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


def money_rate(row: UnitRow | ProjectRow, columns: tuple[int, int, int]) -> Computed:
    """执行率 with its formula over the columns of 年初预算数, 全年预算数 and 全年执行数."""
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
        money_rate(row, (_INITIAL, _FULL, _EXECUTED)),
        row.reported,
        points(row.low, row.high),
        reviewed_points(row),
        row.reviewed,
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


def reviewed_points(row: UnitRow | ProjectRow) -> str:
    """What 复核 comes to; blank where nothing was reviewed."""
    return "" if row.review_low is None else points(row.review_low, row.review_high)


def reported_points(row: ProjectRow) -> Decimal | str | None:
    """自评得分, with its full marks where the unit's total adds up other parts than the whole form."""
    if row.reported is None or row.reported_base in (None, _FULL_MARKS):
        return row.reported
    return f"{half_up(row.reported, 2):f}（满分{plain(row.reported_base)}）"


def _unit_sums(units: Sequence[UnitRow]) -> list[Entry]:
    initial, full, executed = (
        total(getattr(row, name) for row in units) for name in ("initial", "full_year", "executed")
    )
    return [
        "合计", None, None,
        sum(row.projects for row in units),
        initial, full, executed,
        *[None] * 6,
        sum(row.unmet for row in units),
        sum(row.undecided for row in units),
        sum(row.errors for row in units),
        sum(row.warnings for row in units),
        None, None,
    ]  # fmt: skip


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
    Column("自评得分", 16, styles.CELL_POINTS),
    Column("复算得分（低）", 10, styles.CELL_POINTS),
    Column("复算得分（高）", 10, styles.CELL_POINTS),
    Column("自评高出", 9, styles.CELL_POINTS),
    Column("复核得分", 13, styles.CELL_POINTS),
    Column("复核进度", 16, styles.CELL_CENTRE),
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
    sheet, last = list_sheet(
        PROJECTS,
        "项目明细",
        f"金额单位：万元。自评高出：自评得分高于复算得分（同口径，取高值）的分数。{BY_REVIEW}",
        _PROJECT_COLUMNS,
        projects,
        _project_entries,
        freeze_columns=6,
    )
    if projects:
        put_total(sheet, last + 1, _PROJECT_COLUMNS, _project_sums(projects))
    return sheet


def _project_entries(number: int, row: ProjectRow) -> list[Entry]:
    above = row.reported_above
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
        money_rate(row, (7, 8, 10)),
        reported_points(row),
        row.low,
        row.high,
        above if above is not None and above > 0 else None,
        row.review if row.review is not None else reviewed_points(row),
        row.reviewed,
        row.grade or "待定",
        row.indicators,
        row.unmet,
        row.undecided,
        row.errors,
        row.warnings,
        row.file,
    ]


def _project_sums(projects: Sequence[ProjectRow]) -> list[Entry]:
    def added(name: str) -> Decimal | None:
        return total(getattr(row, name) for row in projects)

    money = [added(name) for name in ("initial", "full_year", "received", "executed")]
    counts = [added(name) for name in ("indicators", "unmet", "undecided", "errors", "warnings")]
    return ["合计", *[None] * 5, *money, *[None] * 8, *counts, None]
