"""The template for quick entry: one row per fund line, goal and indicator instead of forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from perf_xlsx.model import Area
from perf_xlsx.writing import template_look as look
from perf_xlsx.writing.plan import SheetPlan, Style, Validation, Value
from perf_xlsx.writing.template_entries import ProjectEntry

_HEADER_ROW: Final = 3
_LAST_RULED: Final = 1000
"""Rows down to here keep text formats and input rules, beyond those that are drawn."""


@dataclass(frozen=True, slots=True)
class _Column:
    header: str
    width: float
    style: Style
    hint: str = ""


_PROJECT: Final = _Column("项目", 26, look.TEXT_LEFT, "project")
_FUNDS: Final = (
    _PROJECT,
    _Column("资金项", 26, look.TEXT_LEFT, "item"),
    _Column("年初预算数", 15, look.MONEY, "money"),
    _Column("全年预算数（调整后）", 15, look.MONEY, "full_year"),
    _Column("到位（到账）数", 15, look.MONEY, "money"),
    _Column("全年执行数", 15, look.MONEY, "money"),
)
_GOALS: Final = (
    _PROJECT,
    _Column("主管部门", 20, look.TEXT_LEFT),
    _Column("实施单位", 20, look.TEXT_LEFT),
    _Column("预期目标", 42, look.INPUT_LEFT),
    _Column("实际完成情况", 42, look.INPUT_LEFT),
)
_INDICATORS: Final = (
    _PROJECT,
    _Column("一级指标", 12, look.INPUT, "level1"),
    _Column("二级指标", 14, look.INPUT, "level2"),
    _Column("三级指标", 26, look.TEXT_LEFT),
    _Column("年度指标值", 15, look.TEXT_INPUT, "target"),
    _Column("实际完成值", 15, look.TEXT_INPUT, "actual"),
    _Column("分值", 8, look.POINTS, "weight"),
    _Column("自评得分", 9, look.POINTS, "score"),
    _Column("偏差原因分析及改进措施", 26, look.INPUT_LEFT, "reason"),
    _Column("佐证材料", 18, look.TEXT_LEFT),
)

Row = tuple[Value, ...]


def flat_sheets(projects: Sequence[ProjectEntry]) -> tuple[SheetPlan, ...]:
    """资金录入, 目标录入 and 指标录入, with room for more rows."""
    last = any(entry.last_actual for project in projects for entry in project.indicators)
    extra = (_Column("上年实际完成值", 15, look.AID_TEXT),) if last else ()
    return (
        _sheet("funds", "资金录入（万元）", _FUNDS, list(_fund_rows(projects)), 40),
        _sheet("goals", "年度总体目标录入", _GOALS, list(_goal_rows(projects)), 20),
        _sheet("indicators", "绩效指标录入", (*_INDICATORS, *extra), list(_indicator_rows(projects)), 100),
    )


def _fund_rows(projects: Sequence[ProjectEntry]) -> Iterator[Row]:
    for project in projects:
        for fund in project.funds:
            yield project.name, fund.item, fund.initial, fund.full_year, fund.received, fund.executed


def _goal_rows(projects: Sequence[ProjectEntry]) -> Iterator[Row]:
    for project in projects:
        if project.name:
            yield (
                project.name, project.department, project.implementing_unit,
                project.goal_expected, project.goal_actual,
            )  # fmt: skip


def _indicator_rows(projects: Sequence[ProjectEntry]) -> Iterator[Row]:
    for project in projects:
        for entry in project.indicators:
            yield (
                project.name, entry.level1, entry.level2, entry.level3, entry.target, entry.actual,
                entry.weight, entry.score, entry.reason, entry.evidence, entry.last_actual,
            )  # fmt: skip


def _sheet(key: str, title: str, columns: Sequence[_Column], rows: Sequence[Row], room: int) -> SheetPlan:
    count = len(columns)
    sheet = SheetPlan(look.sheet_name(key))
    sheet.merge(Area(1, 1, 1, count), title, look.TITLE)
    sheet.merge(Area(2, 1, 2, count), look.words()["flat"][key], replace(look.HINT, align="center"))
    sheet.heights |= {1: 34, 2: 20, _HEADER_ROW: 32}
    last = _HEADER_ROW + max(len(rows), room)
    for number, column in enumerate(columns, start=1):
        sheet.widths[number] = column.width
        sheet.column_styles[number] = replace(column.style, border="")
        sheet.put(_HEADER_ROW, number, column.header, look.LABEL)
        for row in range(_HEADER_ROW + 1, last + 1):
            sheet.put(row, number, None, column.style)
        if column.hint:
            sheet.validations.append(_rule(column.hint, Area(_HEADER_ROW + 1, number, _LAST_RULED, number)))
    for row, values in enumerate(rows, start=_HEADER_ROW + 1):
        for number, (column, value) in enumerate(zip(columns, values, strict=False), start=1):
            sheet.put(row, number, value, column.style)
    sheet.heights |= {row: _height(sheet, row, columns) for row in range(_HEADER_ROW + 1, last + 1)}
    sheet.text_numbers.append(Area(_HEADER_ROW + 1, 1, _LAST_RULED, count))
    sheet.freeze = (_HEADER_ROW + 1, 2)
    sheet.autofilter = Area(_HEADER_ROW, 1, last, count)
    sheet.page = look.page(sheet, Area(1, 1, last, count), repeat=_HEADER_ROW)
    sheet.tab_color = "2F5D8A"
    sheet.active_cell = (_HEADER_ROW + 1, 1)
    return sheet


def _height(sheet: SheetPlan, row: int, columns: Sequence[_Column]) -> float:
    heights = []
    for number, column in enumerate(columns, start=1):
        value = sheet.cells[row, number].value
        heights.append(
            look.fitted_height(value if isinstance(value, str) else "", column.width - 2, least=22)
        )
    return max(heights)


def _rule(hint: str, area: Area) -> Validation:
    lists = look.words()["lists"]
    if hint in ("level1", "level2"):
        return look.choice(area, "level", tuple(lists[hint]))
    if hint in ("money", "full_year"):
        return look.number(area, hint)
    if hint in ("weight", "score"):
        return look.number(area, hint, high=Decimal(100))
    return look.typed(area, hint)
