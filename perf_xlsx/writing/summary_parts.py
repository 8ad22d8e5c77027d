"""The unit's own parts on 评分汇总, where a scheme tells parts apart: each with the formula that gives it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from perf_xlsx.model import Area, PartScore
from perf_xlsx.scoring import why
from perf_xlsx.scoring.methods import STATUS_WORDS
from perf_xlsx.scoring.parts import part_formulas
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.scoring.unit import MEAN_OF_ROWS
from perf_xlsx.scoring.weights import group_of
from perf_xlsx.writing import layout as at
from perf_xlsx.writing import styles
from perf_xlsx.writing.heights import fitted_height
from perf_xlsx.writing.layout import ProjectLayout, Source
from perf_xlsx.writing.plan import SheetPlan, Value, address, quoted
from perf_xlsx.writing.summary_unit import (
    HELP_BUDGET,
    HELP_EXECUTED,
    HELP_FINAL_HIGH,
    HELP_FINAL_LOW,
    HELP_HIGH,
    HELP_LOW,
    HELP_RECEIVED,
    HELP_STATUS,
    Rows,
    reviewed_unit,
)

Three: TypeAlias = tuple[str | None, str | None, str | None]
_LEVEL: Final = "level_"
_WEIGHT, _POINTS, _WHY, _LAST = 7, 8, 9, 12
_WHY_WIDTH: Final = 30


def part_rows(
    sheet: SheetPlan, source: Source, projects: Sequence[ProjectLayout], rows: Rows, row: int
) -> tuple[int, tuple[int, int] | None]:
    """The parts' table; gives the next row, and the first and last row of the parts."""
    parts = source.scorecard.unit.parts
    if not parts:
        return row, None
    sheet.merge(Area(row, 1, row, 6), "单位各部分", styles.HEAD)
    sheet.put(row, _WEIGHT, "分值", styles.HEAD)
    sheet.put(row, _POINTS, "复算得分", styles.HEAD)
    sheet.merge(Area(row, _WHY, row, _LAST), "依据", styles.HEAD)
    cash = _cash(sheet, rows, row)
    chosen = projects[: rows.count]
    for here, part in enumerate(parts, start=row + 1):
        _part(sheet, source, chosen, here, part, cash)
    last = row + len(parts)
    sheet.heights |= {row: 22, last + 1: 8}
    return last + 2, (row + 1, last)


def _cash(sheet: SheetPlan, rows: Rows, row: int) -> dict[str, str]:
    """The unit's money beside the table's header: a sum, blank when one project's isn't given."""
    found = {}
    for name, column in (("budget", HELP_BUDGET), ("received", HELP_RECEIVED), ("executed", HELP_EXECUTED)):
        area = rows.area(column)
        values = [sheet.cells[each, column].value for each in range(rows.first, rows.counted + 1)]
        given = [value for value in values if not isinstance(value, str) and value is not None]
        value: Value = sum(given, styles.ZERO) if len(given) == len(values) else ""
        sheet.put(row, column, value, styles.WORK, f'IF(COUNT({area})<ROWS({area}),"",SUM({area}))')
        found[name] = address(row, column)
    return found


def _part(
    sheet: SheetPlan,
    source: Source,
    projects: Sequence[ProjectLayout],
    row: int,
    part: PartScore,
    cash: dict[str, str],
) -> None:
    text = why.text(part.why)
    sheet.merge(Area(row, 1, row, 6), part.title, styles.CELL)
    sheet.put(row, _WEIGHT, part.weight, styles.CELL_NUMBER, _weight(source.scheme, projects, part))
    low, high = address(row, HELP_LOW), address(row, HELP_HIGH)
    sheet.put(row, _POINTS, at.points_value(part.points), styles.CELL_POINTS, at.joined(low, high))
    sheet.merge(Area(row, _WHY, row, _LAST), text, styles.CELL)
    sheet.heights[row] = fitted_height(text, _WHY_WIDTH, least=20)
    formulas = _formulas(source, projects, row, part, cash)
    stored: tuple[Value, ...] = (part.points.low, part.points.high, STATUS_WORDS[part.status])
    for column, value, formula in zip((HELP_LOW, HELP_HIGH, HELP_STATUS), stored, formulas, strict=True):
        sheet.put(row, column, value, styles.WORK, formula)
    _reviewed(sheet, source, projects, row, part)


def _reviewed(
    sheet: SheetPlan, source: Source, projects: Sequence[ProjectLayout], row: int, part: PartScore
) -> None:
    """The part's points after 复核: those of its level of indicators move, the unit's own stay."""
    after = next(each for each in reviewed_unit(source).parts if each.key == part.key)
    for column, end, working, computed in (
        (HELP_FINAL_LOW, after.points.low, at.FINAL_LOW, HELP_LOW),
        (HELP_FINAL_HIGH, after.points.high, at.FINAL_HIGH, HELP_HIGH),
    ):
        is_mean = part.method == MEAN_OF_ROWS
        formula = _mean(source.scheme, projects, part, working) if is_mean else address(row, computed)
        sheet.put(row, column, end, styles.WORK, formula)


def _weight(scheme: Scheme, projects: Sequence[ProjectLayout], part: PartScore) -> str:
    if part.method != MEAN_OF_ROWS:
        return f"p_part_{part.key}"
    return _mean(scheme, projects, part, at.USED)


def _formulas(
    source: Source, projects: Sequence[ProjectLayout], row: int, part: PartScore, cash: dict[str, str]
) -> Three:
    """Low, high and 判定 of a part."""
    if part.method == MEAN_OF_ROWS:
        low, high = (_mean(source.scheme, projects, part, column) for column in (at.LOW, at.HIGH))
        return low, high, None
    if part.method == "rubric":
        return _as_in_the_forms(projects, part)
    formulas = part_formulas(source.scheme, part.method)
    slots = {**cash, "weight": address(row, _WEIGHT), "points_low": address(row, HELP_LOW)}
    status = formulas.status.format_map(slots)
    return formulas.points_low.format_map(slots), formulas.points_high.format_map(slots), status


def _as_in_the_forms(projects: Sequence[ProjectLayout], part: PartScore) -> Three:
    """The 评分要点 are answered once for the unit: every project's row says the same."""
    for plan in projects:
        for row, own in zip(plan.parts, plan.score.parts, strict=True):
            if own.key == part.key and own.points == part.points:
                return plan.at(row, at.LOW), plan.at(row, at.HIGH), plan.at(row, at.STATUS)
    return None, None, None


def _mean(scheme: Scheme, projects: Sequence[ProjectLayout], part: PartScore, column: int) -> str:
    """The mean over the projects of what their rows of this level earn."""
    title = part.key.removeprefix(_LEVEL)
    areas = [area for plan in projects for area in _areas(scheme, plan, title, column)]
    return f"ROUND(SUM({','.join(areas) or '0'})/{len(projects)},p_rounding)"


def _areas(scheme: Scheme, plan: ProjectLayout, title: str, column: int) -> Iterator[str]:
    """Rows of a level that stand one below the other."""
    first = None
    rows = [*zip(plan.rows, plan.score.rows, strict=True)]
    for row, score in rows:
        group = group_of(score.indicator, scheme)
        belongs = group is not None and (group.parent or group.title) == title
        if belongs and first is None:
            first = row
        if not belongs and first is not None:
            yield _area(plan, column, first, row - 1)
            first = None
    if first is not None:
        yield _area(plan, column, first, rows[-1][0])


def _area(plan: ProjectLayout, column: int, first: int, last: int) -> str:
    return f"{quoted(plan.sheet.name)}!{at.column_area(column, first, last)}"
