"""The official form (项目支出绩效自评表) as a sheet, cell by cell, empty or filled.

Columns A–K are the printed form.  L and M beside it help the unit (到位（到账）数, 佐证材料,
上年实际完成值) and are not printed.  Sums reach from the row under their label to the row above the
next label, so that rows inserted anywhere between are counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Final

from perf_xlsx.figures import plain
from perf_xlsx.model import Area, column_letters
from perf_xlsx.reading.own_formulas import points_formula, total_formula
from perf_xlsx.writing import template_look as look
from perf_xlsx.writing.paging import repeat_label
from perf_xlsx.writing.plan import SheetPlan, Style, quoted
from perf_xlsx.writing.template_entries import FundEntry, IndicatorEntry, ProjectEntry

WIDTHS: Final = (6, 12, 14, 11, 14, 15, 16, 8, 9, 7, 18, 28, 17)
PARTS: Final = ("其中：当年财政拨款", "　　　上年结转资金", "　　　其他资金")
TOTAL: Final = "年度资金总额"
AMOUNTS: Final[tuple[tuple[int, Callable[[FundEntry], Decimal | None]], ...]] = (
    (5, lambda fund: fund.initial),
    (6, lambda fund: fund.full_year),
    (7, lambda fund: fund.executed),
    (12, lambda fund: fund.received),
)
"""Column and amount of a fund line."""

_HEADER_ROW: Final = 6
_TOTAL_ROW: Final = 7
_FUND_HEIGHT: Final = 22.0
_ROOM: Final = 33.0
"""An empty indicator row has room for two lines: merged cells don't grow while a person types."""


def form_sheet(
    name: str,
    project: ProjectEntry,
    year: int | None,
    cover_year: str,
    *,
    budget_points: Decimal,
    full_points: Decimal = Decimal(100),
    spare_funds: int = 0,
) -> SheetPlan:
    """One project's form.

    ``cover_year`` is the address of 年度 on 基本信息, read by the title; ``budget_points`` are those of
    预算执行率 under the scheme (0: the row carries none), ``full_points`` what the form's weights add up to.
    """
    sheet = SheetPlan(name, widths=dict(enumerate(WIDTHS, start=1)))
    _head(sheet, project, year, cover_year)
    row = _funds(sheet, project, budget_points, spare_funds)
    row = _goals(sheet, project, row)
    first = row + 1
    with_last = any(entry.last_actual for entry in project.indicators)
    _indicator_header(sheet, row, with_last)
    last = _indicators(sheet, project.indicators, first, with_last)
    sheet.merge(Area(row, 1, last, 1), "绩\n效\n指\n标", look.LABEL)
    _total(sheet, project, budget_points, row, last + 1)
    wrong = f"AND(COUNT($H${last + 1})=1,ROUND(N($H${last + 1}),2)<>{plain(full_points)})"
    sheet.highlights.append(look.warned(Area(last + 1, 8, last + 1, 8), wrong))
    bottom = look.sign_off(sheet, last + 2, (1, 5, 8), Area(last + 3, 8, last + 3, 11))
    _rules(sheet, first, last)
    sheet.page = look.page(sheet, Area(1, 1, bottom, 11), repeat=row)
    repeat_label(sheet, row, 1)
    sheet.freeze = (4, 1)
    sheet.active_cell = (4, 3)
    return sheet


def _head(sheet: SheetPlan, project: ProjectEntry, year: int | None, cover_year: str) -> None:
    sheet.merge(Area(1, 1, 1, 11), look.words()["form"]["title"], look.TITLE)
    blank = "　　　　"
    shown = f"（{year if year is not None else blank}年度）"
    formula = f'IF({cover_year}="","（{blank}年度）","（"&{cover_year}&"年度）")'
    sheet.merge(Area(2, 1, 2, 11), shown, look.SUBTITLE, formula)
    sheet.heights |= {1: 32, 2: 20, 3: 6}
    sheet.merge(Area(4, 1, 4, 2), "项目名称", look.LABEL)
    sheet.merge(Area(4, 3, 4, 11), project.name, look.TEXT_INPUT)
    sheet.merge(Area(5, 1, 5, 2), "主管部门", look.LABEL)
    sheet.merge(Area(5, 3, 5, 5), project.department, look.TEXT_INPUT)
    sheet.put(5, 6, "实施单位", look.LABEL)
    sheet.merge(Area(5, 7, 5, 11), project.implementing_unit, look.TEXT_INPUT)
    sheet.heights |= {4: 26, 5: 26}


# ---------------------------------------------------------------- 项目资金


def _funds(sheet: SheetPlan, project: ProjectEntry, points: Decimal, spare: int) -> int:
    """The fund block; gives the row after it."""
    header = {5: "年初预算数", 6: "全年预算数", 7: "全年执行数", 8: "分值", 11: "得分"}
    sheet.merge(Area(_HEADER_ROW, 3, _HEADER_ROW, 4), "资金项", look.LABEL)
    sheet.merge(Area(_HEADER_ROW, 9, _HEADER_ROW, 10), "执行率", look.LABEL)
    for column, text in header.items():
        sheet.put(_HEADER_ROW, column, text, look.LABEL)
    sheet.put(_HEADER_ROW, 12, "到位（到账）数", look.AID_LABEL)
    lines = (*project.funds, *[FundEntry()] * spare) or (FundEntry(),)
    first_part = _TOTAL_ROW + 1 + len(lines)
    _total_fund(sheet, project, lines, first_part)
    _budget_points(sheet, project, points)
    for row, line in enumerate(lines, start=_TOTAL_ROW + 1):
        _fund_row(sheet, row, line.item, look.INPUT_LEFT, line)
    parts = (*project.parts, *[FundEntry()] * (len(PARTS) - len(project.parts)))
    for row, (item, part) in enumerate(zip(PARTS, parts, strict=True), start=first_part):
        _fund_row(sheet, row, item, look.LEFT_LABEL, part)
    last = first_part + len(PARTS) - 1
    sheet.merge(Area(_HEADER_ROW, 1, last, 2), "项目资金\n（万元）", look.LABEL)
    sheet.heights |= dict.fromkeys((_HEADER_ROW, _TOTAL_ROW), _FUND_HEIGHT)
    sheet.validations.append(look.typed(Area(_TOTAL_ROW + 1, 3, first_part - 1, 4), "item"))
    for column, hint in ((5, "money"), (6, "full_year"), (7, "money"), (12, "money")):
        sheet.validations.append(look.number(Area(_TOTAL_ROW, column, last, column), hint))
    return last + 1


def _fund_row(sheet: SheetPlan, row: int, item: str, style: Style, fund: FundEntry) -> None:
    sheet.merge(Area(row, 3, row, 4), item, style)
    sheet.heights[row] = look.fitted_height(item, WIDTHS[2] + WIDTHS[3] - 2, least=_FUND_HEIGHT)
    for column, amount in AMOUNTS:
        sheet.put(row, column, amount(fund), look.AID_MONEY if column == 12 else look.MONEY)
    sheet.put(row, 8, "—", look.DASH)
    _rate(sheet, row, fund)
    sheet.put(row, 11, "—", look.DASH)


def _total_fund(sheet: SheetPlan, project: ProjectEntry, lines: Sequence[FundEntry], first_part: int) -> None:
    """年度资金总额: the lines' sum where there are any, else the parts'; or what the unit typed."""
    row = _TOTAL_ROW
    sheet.merge(Area(row, 3, row, 4), TOTAL, look.LEFT_LABEL)
    sums: dict[int, Decimal | None] = {}
    for column, amount in AMOUNTS:
        style = look.AID_SUM if column == 12 else look.SUM_MONEY
        if project.stated is not None:
            sums[column] = amount(project.stated)
            sheet.put(row, column, sums[column], look.AID_MONEY if column == 12 else look.MONEY)
            continue
        sums[column] = _sum(map(amount, lines))
        if sums[column] is None:
            sums[column] = _sum(map(amount, project.parts))
        total = sums[column]
        sheet.put(
            row, column, "" if total is None else total, style, total_formula(column, _TOTAL_ROW, first_part)
        )
    _rate(sheet, row, FundEntry(TOTAL, sums[5], sums[6], sums[12], sums[7]))


def _budget_points(sheet: SheetPlan, project: ProjectEntry, points: Decimal) -> None:
    """预算执行率: 分值 and 得分 stand in the total's row only."""
    row = _TOTAL_ROW
    if not points:
        sheet.put(row, 8, "—", look.DASH)
        sheet.put(row, 11, "—", look.DASH)
        return
    sheet.put(row, 8, points, look.POINTS)
    sheet.put(row, 11, project.budget_score, look.POINTS)
    sheet.validations.append(look.number(Area(row, 8, row, 8), "weight", high=Decimal(100)))
    sheet.validations.append(look.number(Area(row, 11, row, 11), "score", high=Decimal(100)))


def _sum(amounts: Iterator[Decimal | None]) -> Decimal | None:
    given = [amount for amount in amounts if amount is not None]
    return sum(given, Decimal(0)) if given else None


def _rate(sheet: SheetPlan, row: int, fund: FundEntry) -> None:
    """执行率 on 全年预算数, else on 年初预算数; never on what was received."""
    base = fund.full_year if fund.full_year is not None else fund.initial
    rate: Decimal | str = ""
    if base and fund.executed is not None:
        rate = fund.executed / base
    formula = (
        f"IF(AND(COUNT(G{row})=1,N(F{row})>0),G{row}/F{row},"
        f'IF(AND(COUNT(G{row})=1,COUNT(F{row})=0,N(E{row})>0),G{row}/E{row},""))'
    )
    sheet.merge(Area(row, 9, row, 10), rate, look.RATE, formula)


# ---------------------------------------------------------------- 年度总体目标


def _goals(sheet: SheetPlan, project: ProjectEntry, row: int) -> int:
    sheet.merge(Area(row, 1, row + 1, 1), "年度\n总体\n目标", look.LABEL)
    sheet.merge(Area(row, 2, row, 6), "预期目标", look.LABEL)
    sheet.merge(Area(row, 7, row, 11), "实际完成情况", look.LABEL)
    sheet.merge(Area(row + 1, 2, row + 1, 6), project.goal_expected, look.LONG_TEXT)
    sheet.merge(Area(row + 1, 7, row + 1, 11), project.goal_actual, look.LONG_TEXT)
    sheet.heights[row] = 24
    left, right = sum(WIDTHS[1:6]) - 2, sum(WIDTHS[6:11]) - 2
    sheet.heights[row + 1] = max(
        look.fitted_height(project.goal_expected, left, least=56),
        look.fitted_height(project.goal_actual, right, least=56),
    )
    return row + 2


# ---------------------------------------------------------------- 绩效指标


def _indicator_header(sheet: SheetPlan, row: int, with_last: bool) -> None:
    header = {2: "一级指标", 3: "二级指标", 6: "年度指标值", 7: "实际完成值", 8: "分值", 9: "得分"}
    for column, text in header.items():
        sheet.put(row, column, text, look.LABEL)
    sheet.merge(Area(row, 4, row, 5), "三级指标", look.LABEL)
    sheet.merge(Area(row, 10, row, 11), "偏差原因分析及改进措施", look.LABEL)
    sheet.put(row, 12, "佐证材料", look.AID_LABEL)
    if with_last:
        sheet.put(row, 13, "上年实际完成值", look.AID_LABEL)
    sheet.heights[row] = 26


def _indicators(sheet: SheetPlan, entries: Sequence[IndicatorEntry], first: int, with_last: bool) -> int:
    """The rows, level names merged downwards; gives the last row."""
    row = first
    for level1, rows1 in groupby(entries, key=lambda entry: entry.level1):
        top1 = row
        for level2, rows2 in groupby(rows1, key=lambda entry: entry.level2):
            top2 = row
            for entry in rows2:
                _indicator(sheet, row, entry, with_last)
                row += 1
            _level(sheet, Area(top2, 3, row - 1, 3), level2)
        _level(sheet, Area(top1, 2, row - 1, 2), level1)
    return row - 1


def _level(sheet: SheetPlan, area: Area, name: str) -> None:
    """A level's name over its rows, each high enough for its share of the name."""
    sheet.merge(area, name, look.INPUT)
    rows = range(area.top, area.bottom + 1)
    share = look.fitted_height(name, WIDTHS[area.left - 1]) / len(rows)
    sheet.heights |= {row: max(sheet.heights[row], share) for row in rows}


def _indicator(sheet: SheetPlan, row: int, entry: IndicatorEntry, with_last: bool) -> None:
    sheet.merge(Area(row, 4, row, 5), entry.level3, look.TEXT_LEFT)
    sheet.put(row, 6, entry.target, look.TEXT_INPUT)
    sheet.put(row, 7, entry.actual, look.TEXT_INPUT)
    sheet.put(row, 8, entry.weight, look.POINTS)
    sheet.put(row, 9, entry.score, look.POINTS)
    sheet.merge(Area(row, 10, row, 11), entry.reason, look.INPUT_LEFT)
    sheet.put(row, 12, entry.evidence, look.AID_TEXT)
    if with_last:
        sheet.put(row, 13, entry.last_actual, look.AID_TEXT)
    widths = {
        entry.level3: WIDTHS[3] + WIDTHS[4] - 2,
        entry.target: WIDTHS[5],
        entry.actual: WIDTHS[6],
        entry.reason: WIDTHS[9] + WIDTHS[10] - 2,
        entry.evidence: WIDTHS[11],
    }
    least = 24 if entry.level3 else _ROOM
    sheet.heights[row] = max(look.fitted_height(text, width, least) for text, width in widths.items())


def _total(sheet: SheetPlan, project: ProjectEntry, points: Decimal, header: int, row: int) -> None:
    sheet.merge(Area(row, 1, row, 7), "总分", look.LABEL)
    weights = [entry.weight for entry in project.indicators if entry.weight is not None]
    weight: Decimal | str = sum(weights, points) if weights else ""
    sheet.put(row, 8, weight, look.SUM_POINTS, points_formula(8, header, row, f"$H${_TOTAL_ROW}"))
    if project.total_score is not None:
        sheet.put(row, 9, project.total_score, look.POINTS)
    else:
        scores = [entry.score for entry in project.indicators if entry.score is not None]
        score: Decimal | str = sum(scores, project.budget_score or Decimal(0)) if scores else ""
        sheet.put(row, 9, score, look.SUM_POINTS, points_formula(9, header, row, f"$K${_TOTAL_ROW}"))
    sheet.merge(Area(row, 10, row, 11), None, look.INPUT)
    sheet.heights[row] = 26


def _rules(sheet: SheetPlan, first: int, last: int) -> None:
    lists = look.words()["lists"]
    rules = sheet.validations
    rules.append(look.choice(Area(first, 2, last, 2), "level", tuple(lists["level1"])))
    rules.append(look.choice(Area(first, 3, last, 3), "level", tuple(lists["level2"])))
    sheet.text_numbers.append(Area(first, 4, last, 7))
    rules.append(look.typed(Area(first, 6, last, 6), "target"))
    rules.append(look.typed(Area(first, 7, last, 7), "actual"))
    rules.append(look.number(Area(first, 8, last, 8), "weight", high=Decimal(100)))
    rules.append(look.number(Area(first, 9, last, 9), "score", high=Decimal(100)))
    rules.append(look.typed(Area(first, 10, last, 11), "reason"))
    above = f"AND(COUNT($H{first},$I{first})=2,$I{first}>$H{first})"
    sheet.highlights.append(look.warned(Area(first, 9, last, 9), above))


def cover_address(sheet: str, row: int, column: int) -> str:
    """A fixed address on another sheet: 基本信息!$C$5."""
    return f"{quoted(sheet)}!${column_letters(column)}${row}"
