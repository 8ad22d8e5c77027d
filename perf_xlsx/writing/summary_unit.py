"""The unit's score on 评分汇总: the headline, and each mean small below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from perf_xlsx.model import Amount, Area, Interval
from perf_xlsx.scoring.totals import unit_formulas
from perf_xlsx.writing import layout as at
from perf_xlsx.writing import styles
from perf_xlsx.writing.layout import Source
from perf_xlsx.writing.plan import SheetPlan, Value, address

MEANS: Final = {
    "mean": "各项目得分的算术平均",
    "by_budget": "按预算数加权平均",
    "by_executed": "按执行数加权平均",
    "by_parts": "各部分得分合计",
}
_LOW, _HIGH, _BUDGET, _EXECUTED = 15, 16, 18, 19
_TYPED, _POINTS, _GRADE = 7, 8, 10


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of the projects: ``first`` … ``counted`` make the means, up to ``last`` are listed."""

    first: int
    counted: int
    last: int
    count: int


def unit_rows(sheet: SheetPlan, source: Source, rows: Rows, row: int, last_column: int) -> int:
    """单位得分 and the means; gives the next row."""
    unit = source.scorecard.unit
    shown = [name for name in MEANS if getattr(unit, name, None) is not None or name == unit.headline]
    places = {name: row + 1 + offset for offset, name in enumerate(shown)}
    for name, here in places.items():
        _mean(sheet, source, rows, name, here, last_column)
    _headline(sheet, source, row, places[unit.headline])
    sheet.heights[max(places.values()) + 1] = 8
    return max(places.values()) + 2


def _headline(sheet: SheetPlan, source: Source, row: int, mean_row: int) -> None:
    unit, stated = source.scorecard.unit, source.submission.cover.reported_score
    sheet.merge(Area(row, 1, row, 6), f"单位得分（{MEANS[unit.headline]}）", styles.SUM)
    sheet.put(row, _TYPED, stated.value if isinstance(stated, Amount) else None, styles.SUM_POINTS)
    low, high = address(mean_row, _LOW), address(mean_row, _HIGH)
    formula = f'IF(ISNUMBER({low}),{at.joined(low, high)},"")'
    sheet.put(row, _POINTS, _shown(unit.total), styles.SUM_POINTS, formula)
    sheet.put(row, 9, None, styles.SUM)
    slots = {"low": low, "high": high, "total_low": low, "total_high": high}
    grade = unit_formulas(source.scheme).grade.format_map(slots)
    sheet.put(row, _GRADE, unit.grade, styles.SUM, f'IF(ISNUMBER({low}),{grade},"待定")')
    sheet.merge(Area(row, 11, row, 12), None, styles.SUM)
    sheet.heights[row] = 26


def _shown(points: Interval | None) -> Value:
    return "" if points is None else at.points_value(points)


def _mean(sheet: SheetPlan, source: Source, rows: Rows, name: str, row: int, last_column: int) -> None:
    value: Interval | None = getattr(source.scorecard.unit, name, None)
    sheet.merge(Area(row, 1, row, 6), MEANS[name], styles.SMALL_RIGHT)
    low, high = address(row, _LOW), address(row, _HIGH)
    shown = f'IF(ISNUMBER({low}),{at.joined(low, high)},"")'
    sheet.merge(Area(row, _TYPED, row, _POINTS), _shown(value), styles.SMALL_POINTS, shown)
    sheet.heights[row] = 16
    for column, end in ((_LOW, "low"), (_HIGH, "high")):
        stored: Value = "" if value is None else getattr(value, end)
        sheet.put(row, column, stored, styles.WORK, _formula(source, rows, name, column))


def _formula(source: Source, rows: Rows, name: str, column: int) -> str | None:
    """A mean of the low or the high ends; None where the scheme's parts are added up instead."""
    if name == "by_parts" or not rows.count:
        return None
    totals = _area(rows, column)
    formulas = unit_formulas(source.scheme)
    if name == "mean":
        return formulas.mean.format_map({"totals": totals})
    by = _area(rows, _BUDGET if name == "by_budget" else _EXECUTED)
    formula: str = getattr(formulas, name)
    weighted = formula.format_map({"totals": totals, "budgets": by, "executed": by})
    return f'IF(COUNT({by})<ROWS({by}),"",{weighted})'


def _area(rows: Rows, column: int) -> str:
    return f"{address(rows.first, column)}:{address(rows.counted, column)}"
