"""The unit's score on 评分汇总: the headline, and each mean small below it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from perf_xlsx.model import Amount, Area, Interval, UnitScore
from perf_xlsx.scoring.review import reviewed_unit as unit_after
from perf_xlsx.scoring.totals import total_formulas, unit_formulas
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
HELP_LOW, HELP_HIGH, HELP_GAP, HELP_BUDGET, HELP_EXECUTED, HELP_RECEIVED, HELP_LABEL = range(15, 22)
"""Numbers beside the print area: the ends for chart and means."""
HELP_FINAL_LOW, HELP_FINAL_HIGH, HELP_DONE = range(22, 25)
"""The points that count after 复核, and how many rows have a 复核得分."""
HELP_STATUS: Final = HELP_GAP
"""判定 of a unit's part: its rows don't stand in the chart."""
_PART_WEIGHT: Final = 7
_TYPED, _POINTS, _REVIEW, _GRADE = 7, 8, 9, 10


def reviewed_unit(source: Source) -> UnitScore:
    """The unit with every mean as 复核 makes it."""
    return unit_after(source.scorecard, source.submission, source.scheme)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of the projects: ``first`` … ``counted`` make the means, up to ``last`` are listed."""

    first: int
    counted: int
    last: int
    count: int

    def area(self, column: int) -> str:
        """A column of the rows that make the means."""
        return f"{address(self.first, column)}:{address(self.counted, column)}"


def unit_rows(sheet: SheetPlan, source: Source, rows: Rows, row: int, parts: tuple[int, int] | None) -> int:
    """单位得分 and the means; gives the next row."""
    unit = source.scorecard.unit
    shown = [name for name in MEANS if getattr(unit, name, None) is not None or name == unit.headline]
    places = {name: row + 1 + offset for offset, name in enumerate(shown)}
    for name, here in places.items():
        _mean(sheet, source, rows, name, here, parts)
    _headline(sheet, source, rows, row, places[unit.headline])
    sheet.heights[max(places.values()) + 1] = 8
    return max(places.values()) + 2


def _headline(sheet: SheetPlan, source: Source, rows: Rows, row: int, mean_row: int) -> None:
    unit, stated = source.scorecard.unit, source.submission.cover.reported_score
    sheet.merge(Area(row, 1, row, 6), f"单位得分（{MEANS[unit.headline]}）", styles.SUM)
    sheet.put(row, _TYPED, stated.value if isinstance(stated, Amount) else None, styles.SUM_POINTS)
    low, high = address(mean_row, HELP_LOW), address(mean_row, HELP_HIGH)
    formula = f'IF(ISNUMBER({low}),{at.joined(low, high)},"")'
    sheet.put(row, _POINTS, _shown(unit.total), styles.SUM_POINTS, formula)
    _review(sheet, source, rows, row, mean_row)
    low, high = address(row, HELP_FINAL_LOW), address(row, HELP_FINAL_HIGH)
    slots = {"low": low, "high": high, "total_low": low, "total_high": high}
    grade = unit_formulas(source.scheme).grade.format_map(slots)
    final = unit.grade if unit.review is None else unit.review.grade
    sheet.put(row, _GRADE, final, styles.SUM, f'IF(ISNUMBER({low}),{grade},"待定")')
    sheet.merge(Area(row, 11, row, 12), None, styles.SUM)
    sheet.heights[row] = 26


def _review(sheet: SheetPlan, source: Source, rows: Rows, row: int, mean_row: int) -> None:
    """复核得分 of the unit: the mean of its projects as reviewed, unless finance typed one here."""
    unit, given = source.scorecard.unit, source.submission.cover.review.score
    low, high = address(mean_row, HELP_FINAL_LOW), address(mean_row, HELP_FINAL_HIGH)
    if isinstance(given, Amount):
        sheet.put(row, _REVIEW, given.value, OPEN_POINTS)
    else:
        any_review = f'SUMPRODUCT(({rows.area(_REVIEW)}<>"")*1)>0' if rows.count else "FALSE"
        formula = f'IF(AND({any_review},ISNUMBER({low})),{at.joined(low, high)},"")'
        shown = _shown(unit.review.points) if unit.review is not None else ""
        sheet.put(row, _REVIEW, shown, OPEN_POINTS, formula)
    here = address(row, _REVIEW)
    final = final_points(unit)
    for column, end, mean in ((HELP_FINAL_LOW, "low", low), (HELP_FINAL_HIGH, "high", high)):
        stored: Value = "" if final is None else getattr(final, end)
        formula = f"IF(ISNUMBER({here}),MAX(0,MIN(p_full_points,{here})),{mean})"
        sheet.put(row, column, stored, styles.WORK, formula)


OPEN_POINTS: Final = replace(styles.OPEN_BOLD, size=10, border="thin", number_format="0.00")


def final_points(unit: UnitScore) -> Interval | None:
    """The unit's points after 复核, the computed ones without it."""
    return unit.total if unit.review is None else unit.review.points


def _shown(points: Interval | None) -> Value:
    return "" if points is None else at.points_value(points)


def _mean(
    sheet: SheetPlan, source: Source, rows: Rows, name: str, row: int, parts: tuple[int, int] | None
) -> None:
    value: Interval | None = getattr(source.scorecard.unit, name, None)
    sheet.merge(Area(row, 1, row, 6), MEANS[name], styles.SMALL_RIGHT)
    low, high = address(row, HELP_LOW), address(row, HELP_HIGH)
    shown = f'IF(ISNUMBER({low}),{at.joined(low, high)},"")'
    sheet.merge(Area(row, _TYPED, row, _POINTS), _shown(value), styles.SMALL_POINTS, shown)
    sheet.heights[row] = 16
    after: Interval | None = getattr(reviewed_unit(source), name, None)
    for column, points, end in (
        (HELP_LOW, value, "low"),
        (HELP_HIGH, value, "high"),
        (HELP_FINAL_LOW, after, "low"),
        (HELP_FINAL_HIGH, after, "high"),
    ):
        stored: Value = "" if points is None else getattr(points, end)
        sheet.put(row, column, stored, styles.WORK, _formula(source, rows, name, column, parts))


def _formula(source: Source, rows: Rows, name: str, column: int, parts: tuple[int, int] | None) -> str | None:
    """A mean of the low or the high ends; the sum of the parts where the scheme tells them apart."""
    if name == "by_parts":
        return None if parts is None else _sum_of_parts(source, column, parts)
    if not rows.count:
        return None
    totals = rows.area(column)
    formulas = unit_formulas(source.scheme)
    if name == "mean":
        return formulas.mean.format_map({"totals": totals})
    by = rows.area(HELP_BUDGET if name == "by_budget" else HELP_EXECUTED)
    formula: str = getattr(formulas, name)
    weighted = formula.format_map({"totals": totals, "budgets": by, "executed": by})
    return f'IF(COUNT({by})<ROWS({by}),"",{weighted})'


def _sum_of_parts(source: Source, column: int, parts: tuple[int, int]) -> str:
    formulas = total_formulas(source.scheme)
    ends = at.column_area(column, *parts)
    slots = {
        "points_low": ends,
        "points_high": ends,
        "weights": at.column_area(_PART_WEIGHT, *parts),
        "statuses": at.column_area(HELP_STATUS, *parts),
    }
    is_low = column in (HELP_LOW, HELP_FINAL_LOW)
    return (formulas.uncapped_low if is_low else formulas.uncapped_high).format_map(slots)
