"""预算执行率 on a project sheet: 分值, 执行率, 得分 and the working columns of 年度资金总额."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from perf_xlsx.figures import half_up
from perf_xlsx.model import Amount, Area, BudgetScore, FundLine, NotGiven, Text
from perf_xlsx.scoring import why
from perf_xlsx.scoring.budget import budget_formulas
from perf_xlsx.scoring.methods import STATUS_WORDS
from perf_xlsx.writing import layout as at
from perf_xlsx.writing import styles
from perf_xlsx.writing.as_typed import as_typed, rate_cell
from perf_xlsx.writing.layout import ProjectLayout, Source
from perf_xlsx.writing.plan import Style, Value, address, literal

MAX_BASIS: Final = 600


def write_budget(plan: ProjectLayout, source: Source, total: FundLine | None) -> None:
    """The row of 年度资金总额: 分值, 执行率, 得分 and the working columns."""
    sheet, row, budget = plan.sheet, plan.budget_row, plan.score.budget
    formulas = budget_formulas(source.scheme)
    slots = {
        "initial": address(row, at.M_INITIAL),
        "full_year": address(row, at.M_FULL_YEAR),
        "received": address(row, at.M_RECEIVED),
        "executed": address(row, at.M_EXECUTED),
        "budget": address(row, at.M_BASE),
        "rate": address(row, at.COMPLETION),
        "status": address(row, at.STATUS),
        "weight": address(row, at.USED),
        "points_low": address(row, at.LOW),
    }
    base = _stored_base(plan)
    rate: Value = "" if budget.rate is None else budget.rate
    sheet.put(row, at.M_BASE, base, styles.WORK, formulas.base.format_map(slots))
    sheet.put(row, at.COMPLETION, rate, styles.WORK_RATE, formulas.rate.format_map(slots))
    sheet.put(row, at.STATUS, STATUS_WORDS[budget.status], styles.WORK, formulas.status.format_map(slots))
    sheet.put(row, at.LOW, budget.points.low, styles.WORK, formulas.points_low.format_map(slots))
    sheet.put(row, at.HIGH, budget.points.high, styles.WORK, formulas.points_high.format_map(slots))
    _budget_weight(plan, source, total)
    _budget_rate(plan, source, total, rate)
    _budget_score(plan, source, total)
    _budget_basis(plan, total, budget)


_WORKING: Final = {
    "initial": at.M_INITIAL,
    "full_year": at.M_FULL_YEAR,
    "received": at.M_RECEIVED,
    "executed": at.M_EXECUTED,
}


def _stored_base(plan: ProjectLayout) -> Value:
    """The denominator as its working cell holds it: a number, an unread text, or nothing."""
    budget = plan.score.budget
    if budget.budget is not None:
        return budget.budget
    cell = plan.sheet.cells[plan.budget_row, _WORKING[budget.base]]
    return "" if cell.value is None else cell.value


def _budget_weight(plan: ProjectLayout, source: Source, total: FundLine | None) -> None:
    sheet, row, used = plan.sheet, plan.budget_row, plan.score.budget.weight
    typed = total.weight if total is not None else NotGiven()
    here, working = address(row, at.WEIGHT), address(row, at.USED)
    if isinstance(typed, NotGiven):
        sheet.put(row, at.WEIGHT, used, styles.POINTS, working)
        is_scheme = used == source.scheme.budget.points
        sheet.put(row, at.USED, used, styles.WORK, "p_budget_points" if is_scheme else None)
        return
    value, style = as_typed(source, typed, styles.POINTS, None)
    sheet.put(row, at.WEIGHT, value, style)
    same = isinstance(typed, Amount) and typed.value == used and isinstance(value, Decimal)
    sheet.put(row, at.USED, used, styles.WORK, here if same else None)
    if typed.place is not None:
        plan.places[typed.place] = (row, at.WEIGHT)


def _budget_rate(plan: ProjectLayout, source: Source, total: FundLine | None, rate: Value) -> None:
    row = plan.budget_row
    area = Area(row, at.RATE, row, at.RATE + 1)
    working = address(row, at.COMPLETION)
    if total is None or isinstance(total.rate, NotGiven):
        plan.sheet.merge(area, rate, styles.RATE, working)
        return
    plan.sheet.merge(area, *rate_cell(source, total.rate, rate, working))
    if total.rate.place is not None:
        plan.places[total.rate.place] = (row, at.RATE)


def _budget_score(plan: ProjectLayout, source: Source, total: FundLine | None) -> None:
    """得分: what the unit typed, else the computed one."""
    sheet, row, points = plan.sheet, plan.budget_row, plan.score.budget.points
    typed = total.reported_score if total is not None else NotGiven()
    low, high = address(row, at.LOW), address(row, at.HIGH)
    here, shown = address(row, at.FUND_SCORE), address(row, at.TYPED)
    if isinstance(typed, NotGiven) or source.accept:
        sheet.put(row, at.FUND_SCORE, at.points_value(points), styles.POINTS, at.joined(low, high))
        own = typed.value if isinstance(typed, Amount) else None
        sheet.put(row, at.TYPED, own, styles.WORK)
    else:
        value, style = as_typed(source, typed, styles.POINTS, None)
        sheet.put(row, at.FUND_SCORE, value, style)
        own = typed.value if isinstance(typed, Amount) and isinstance(value, Decimal) else None
        stored: Value = "" if own is None else own
        sheet.put(row, at.TYPED, stored, styles.WORK, f'IF(ISNUMBER({here}),{here},"")')
    sheet.put(row, at.DIFFERENCE, *difference(shown, low, high, own, points.exact))
    if not isinstance(typed, NotGiven) and typed.place is not None:
        plan.places[typed.place] = (row, at.FUND_SCORE)


def difference(
    typed: str, low: str, high: str, own: Decimal | None, computed: Decimal | None
) -> tuple[Value, Style, str]:
    """自评 less 复算, blank while either is open."""
    value: Value = "" if own is None or computed is None else half_up(own - computed, 4)
    return value, styles.WORK, f'IF(AND(ISNUMBER({typed}),{low}={high}),ROUND({typed}-{low},4),"")'


def _budget_basis(plan: ProjectLayout, total: FundLine | None, budget: BudgetScore) -> None:
    """依据: how the points came about, as long as the numbers are those that were read."""
    row = plan.budget_row
    text = why.text(budget.why)
    reason = total.reason if total is not None else Text()
    if reason:
        text = f"{text}　说明：{reason.text}"
    text = brief(text)
    plan.sheet.put(
        row, at.BASIS, text, styles.WORK_TEXT, basis(row, text, STATUS_WORDS[budget.status], budget.points)
    )


def brief(text: str) -> str:
    """A reason short enough for a formula."""
    return text if len(text) <= MAX_BASIS else f"{text[: MAX_BASIS - 2]}……"


def basis(row: int, text: str, status: str, points: object, changed: str = "") -> str:
    """The live 依据: the run's own words, unless the numbers have changed since."""
    low, high = getattr(points, "low", 0), getattr(points, "high", 0)
    same = (
        f"AND({address(row, at.STATUS)}={literal(status)},ROUND({address(row, at.LOW)}-{low:f},4)=0,"
        f"ROUND({address(row, at.HIGH)}-{high:f},4)=0)"
    )
    live = f"IF({same},{literal(text)},{literal(at.RECOMPUTED)})"
    return f"IF({changed},{literal(at.CHANGED)},{live})" if changed else live
