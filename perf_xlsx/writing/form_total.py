"""总分 on a project sheet: the unit's own total, the computed one, the cap and the grade."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from perf_xlsx.checks.covered import OwnTotal, is_left_open, own_total
from perf_xlsx.figures import half_up
from perf_xlsx.model import Amount, Area, Interval, NotGiven
from perf_xlsx.scoring.totals import total_formulas
from perf_xlsx.writing import layout as at
from perf_xlsx.writing import styles
from perf_xlsx.writing.as_typed import as_typed
from perf_xlsx.writing.form_budget import difference
from perf_xlsx.writing.layout import ProjectLayout, Source
from perf_xlsx.writing.plan import Value, address

_ZERO = Decimal(0)


def write_total(plan: ProjectLayout, source: Source, row: int) -> int:
    """The 总分 row and, where the scheme holds totals down, two working rows below it."""
    sheet, score = plan.sheet, plan.score
    plan.total_row = row
    plan.last_row = row + (2 if source.scheme.caps else 0)
    sheet.merge(Area(row, at.LABEL, row, at.ACTUAL), "总分", styles.LABEL)
    sheet.merge(Area(row, at.REASON, row, at.LAST), None, styles.TEXT)
    sheet.heights[row] = 27
    _computed(plan, source, row)
    _weight(plan, source, row)
    _own(plan, source, row)
    low, high = address(row, at.LOW), address(row, at.HIGH)
    typed = address(row, at.TYPED)
    stored, alone = plan.reported_total, indicators_alone(plan, source)
    if alone is None:
        sheet.put(row, at.DIFFERENCE, *difference(typed, low, high, stored, score.total.exact))
    else:
        low, high = (f"SUM({_area_of(plan.rows, column)})" for column in (at.LOW, at.HIGH))
        sheet.put(row, at.DIFFERENCE, *difference(typed, low, high, stored, alone.points.exact))
    return plan.last_row + 1


def indicators_alone(plan: ProjectLayout, source: Source) -> OwnTotal | None:
    """What the unit's own total covers where it adds up its indicators alone; None where it is the whole."""
    own = own_total(plan.score, source.scheme)
    return None if own is None or own.weight == source.scheme.full_points else own


def _area_of(rows: Sequence[int], column: int) -> str:
    return f"{address(rows[0], column)}:{address(rows[-1], column)}"


def _area(plan: ProjectLayout, column: int) -> str:
    last = (plan.parts or plan.rows or [plan.budget_row])[-1]
    return f"{address(plan.budget_row, column)}:{address(last, column)}"


def _computed(plan: ProjectLayout, source: Source, row: int) -> None:
    """复算: the sum, the cap as a line of its own, the grade."""
    sheet, score = plan.sheet, plan.score
    write_ends(plan, source, row, (at.LOW, at.HIGH), score.uncapped, score.total)
    slots = _slots(plan, row, (at.LOW, at.HIGH))
    if source.scheme.caps:
        _cap(plan, row, total_formulas(source.scheme).cap.format_map(slots))
    sheet.put(row, at.COMPLETION, "等级", styles.WORK_LABEL)


def write_ends(
    plan: ProjectLayout,
    source: Source,
    row: int,
    columns: tuple[int, int],
    uncapped: Interval,
    total: Interval,
) -> None:
    """Both ends of a total: the sums of two working columns, held down where the scheme says so."""
    sheet, formulas = plan.sheet, total_formulas(source.scheme)
    sum_row = row + 1 if source.scheme.caps else row
    slots = _slots(plan, row, columns)
    for column, value, formula in (
        (columns[0], uncapped.low, formulas.uncapped_low),
        (columns[1], uncapped.high, formulas.uncapped_high),
    ):
        points = {"points_low": _area(plan, column), "points_high": _area(plan, column)}
        sheet.put(sum_row, column, value, styles.WORK_BOLD, formula.format_map({**slots, **points}))
    if source.scheme.caps:
        sheet.put(row, columns[0], total.low, styles.WORK_BOLD, formulas.total_low.format_map(slots))
        sheet.put(row, columns[1], total.high, styles.WORK_BOLD, formulas.total_high.format_map(slots))


def _slots(plan: ProjectLayout, row: int, columns: tuple[int, int]) -> dict[str, str]:
    low, high = columns
    sum_row = row if plan.last_row == row else row + 1
    return {
        "weights": _area(plan, at.USED),
        "statuses": _area(plan, at.STATUS),
        "rate": address(plan.budget_row, at.COMPLETION),
        "budget_status": address(plan.budget_row, at.STATUS),
        "low": address(sum_row, low),
        "high": address(sum_row, high),
        "total_low": address(row, low),
        "total_high": address(row, high),
    }


def _cap(plan: ProjectLayout, row: int, formula: str) -> None:
    sheet, cap = plan.sheet, plan.score.cap
    sheet.put(row + 1, at.TYPED, "封顶前", styles.WORK_LABEL)
    sheet.put(row + 2, at.TYPED, "封顶", styles.WORK_LABEL)
    sheet.put(row + 2, at.HIGH, "" if cap is None else cap, styles.WORK, formula)


def _weight(plan: ProjectLayout, source: Source, row: int) -> None:
    """Σ分值: a formula, unless the unit states another sum."""
    sheet, typed = plan.sheet, plan.score.form.stated_weight
    rows = _area(plan, at.WEIGHT)
    sheet.put(row, at.USED, plan.score.weight_total, styles.WORK_BOLD, f"SUM({_area(plan, at.USED)})")
    whole = _sum_of_column(plan, at.WEIGHT)
    value, style = as_typed(source, typed, styles.TOTAL, None)
    if isinstance(typed, NotGiven) or (isinstance(typed, Amount) and typed.value == whole):
        sheet.put(row, at.WEIGHT, whole, styles.TOTAL, f"ROUND(SUM({rows}),4)")
    else:
        sheet.put(row, at.WEIGHT, value, style)


def _sum_of_column(plan: ProjectLayout, column: int) -> Decimal:
    last = (plan.parts or plan.rows or [plan.budget_row])[-1]
    found = (plan.sheet.cells.get((row, column)) for row in range(plan.budget_row, last + 1))
    return sum((cell.value for cell in found if cell is not None and isinstance(cell.value, Decimal)), _ZERO)


def _own(plan: ProjectLayout, source: Source, row: int) -> None:
    """得分: what the unit states, or a formula that gives the same."""
    sheet, score, typed = plan.sheet, plan.score, plan.score.form.stated_total
    low, high = address(row, at.LOW), address(row, at.HIGH)
    here = address(row, at.SCORE)
    has_typed = not is_left_open(typed)
    has_rows = any(not isinstance(each.indicator.reported_score, NotGiven) for each in score.rows)
    if source.accept or not (has_typed or has_rows):
        sheet.put(row, at.SCORE, at.points_value(score.total), styles.TOTAL, at.joined(low, high))
        plan.reported_total = typed.value if isinstance(typed, Amount) else None
        sheet.put(row, at.TYPED, plan.reported_total, styles.WORK_BOLD)
        return
    sums = _sum_of_scores(plan)
    if has_typed and not (isinstance(typed, Amount) and typed.value == sums.exact):
        value, style = as_typed(source, typed, styles.TOTAL, None)
        sheet.put(row, at.SCORE, value, style)
        plan.reported_total = value if isinstance(value, Decimal) else None
    else:
        sheet.put(row, at.SCORE, at.points_value(sums), styles.TOTAL, _sum_formula(plan))
        plan.reported_total = sums.exact
    stored: Value = "" if plan.reported_total is None else plan.reported_total
    sheet.put(row, at.TYPED, stored, styles.WORK_BOLD, f'IF(ISNUMBER({here}),{here},"")')


def _sum_of_scores(plan: ProjectLayout) -> Interval:
    """Σ得分 of the form's own column: typed where typed, the computed interval elsewhere."""
    whole = Interval(_ZERO, _ZERO)
    for row, column in _score_cells(plan):
        cell = plan.sheet.cells.get((row, column))
        if cell is not None and isinstance(cell.value, Decimal):
            whole += Interval(cell.value, cell.value)
        elif cell is not None and cell.formula is not None:
            low, high = plan.sheet.cells[row, at.LOW].value, plan.sheet.cells[row, at.HIGH].value
            if isinstance(low, Decimal) and isinstance(high, Decimal):
                whole += Interval(low, high)
    return Interval(half_up(whole.low, 4), half_up(whole.high, 4))


def _score_cells(plan: ProjectLayout) -> list[tuple[int, int]]:
    return [(plan.budget_row, at.FUND_SCORE), *((row, at.SCORE) for row in (*plan.rows, *plan.parts))]


def _sum_formula(plan: ProjectLayout) -> str:
    """The numbers of 得分, and the ends of what is still open there."""
    open_rows = [
        (row, column)
        for row, column in _score_cells(plan)
        if (cell := plan.sheet.cells.get((row, column))) is not None and cell.formula is not None
    ]
    budget = address(plan.budget_row, at.FUND_SCORE)
    rows = [*plan.rows, *plan.parts]
    area = f"{address(rows[0], at.SCORE)}:{address(rows[-1], at.SCORE)}" if rows else budget
    typed = f"{budget},{area}" if rows else budget
    if not open_rows:
        return f"ROUND(SUM({typed}),4)"
    ends = []
    for column in (at.LOW, at.HIGH):
        still = "".join(
            f",IF(ISTEXT({address(row, score)}),{address(row, column)},0)" for row, score in open_rows
        )
        ends.append(f"ROUND(SUM({typed}{still}),4)")
    return at.joined(*ends)
