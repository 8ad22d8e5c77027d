"""复核 on the project sheets: open cells for finance, and the points that count after it.

Finance types beside a row here or over the same row of 复核底稿, which shows this sheet's cell by a
formula: the points that count read 复核底稿, so that both ways move 总分, 评分汇总 and 等级.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from perf_xlsx.figures import plain
from perf_xlsx.model import Amount, Area, Figure, Interval, Review, RowScore
from perf_xlsx.scoring.review import budget_review, cells, reviewed
from perf_xlsx.values.reviewed import review_of_row
from perf_xlsx.writing import layout as at
from perf_xlsx.writing import names, styles
from perf_xlsx.writing.as_typed import as_typed
from perf_xlsx.writing.form_total import indicators_alone, write_ends
from perf_xlsx.writing.layout import ProjectLayout, Source
from perf_xlsx.writing.plan import OnError, Style, Validation, Value, address, fixed, literal, quoted

PAPER_REVIEW: Final = 11
"""The column of 复核得分 on 复核底稿."""
_ENDS: Final = (at.FINAL_LOW, at.FINAL_HIGH)


def write_reviews(plan: ProjectLayout, source: Source) -> None:
    """The open cells and the final points of every row and of 总分; ``plan.paper`` must be known."""
    form, after = plan.score.form, reviewed(plan.score, source.scheme)
    line = plan.score.budget.line
    budget = Review(score=budget_review(plan.score.budget)) if line is None else line.review
    _open(plan, source, plan.budget_row, budget)
    _final(plan, plan.budget_row, after.budget.points)
    finals = iter(zip(plan.rows, after.rows, strict=True))
    for group in cells(plan.score.rows):
        rows = [next(finals) for _ in group]
        _open_rows(plan, source, [row for row, _ in rows], group)
        _final_rows(plan, rows)
    for row, part in zip(plan.parts, after.parts, strict=True):
        _open(plan, source, row, form.part_reviews.get(part.title, Review()))
        _final(plan, row, part.points)
    write_ends(plan, source, plan.total_row, _ENDS, after.uncapped, after.total)
    _total(plan, source, after.total)
    _limits(plan)


# ---------------------------------------------------------------- rows


def _open(plan: ProjectLayout, source: Source, row: int, given: Review) -> None:
    value, style = _points(source, given.score)
    plan.sheet.put(row, at.REVIEW, value, style)
    for column, text, look in (
        (at.NOTE, given.note, styles.OPEN_TEXT),
        (at.REVIEWER, given.reviewer, styles.OPEN),
        (at.REVIEWED_ON, given.on, styles.OPEN),
    ):
        plan.sheet.put(row, column, text.text or None, look)


def _points(source: Source, given: Figure) -> tuple[Value, Style]:
    """A 复核得分 as a number whenever it could be read: formulas must count it."""
    value, style = as_typed(source, given, styles.OPEN, None)
    return (
        (given.value, styles.OPEN) if isinstance(given, Amount) and isinstance(value, str) else (value, style)
    )


def _open_rows(plan: ProjectLayout, source: Source, rows: Sequence[int], group: Sequence[RowScore]) -> None:
    """The cells of the rows that share one 复核得分; usually a single row."""
    for row, score in zip(rows, group, strict=True):
        _open(plan, source, row, review_of_row(score.indicator))
    if len(rows) > 1:
        kept = plan.sheet.cells[rows[0], at.REVIEW]
        plan.sheet.merge(Area(rows[0], at.REVIEW, rows[-1], at.REVIEW), kept.value, kept.style)


def _final(plan: ProjectLayout, row: int, points: Interval) -> None:
    _final_rows_with(plan, row, points, address(row, at.USED))


def _final_rows(plan: ProjectLayout, rows: Sequence[tuple[int, RowScore]]) -> None:
    top, last = rows[0][0], rows[-1][0]
    area = f"{address(top, at.USED)}:{address(last, at.USED)}"
    _final_rows_with(plan, top, rows[0][1].points, address(top, at.USED) if top == last else f"SUM({area})")
    for row, score in rows[1:]:
        for column, end, computed in _columns(row, score.points):
            formula = f"IF(ISNUMBER({paper(plan, top)}),0,{computed})"
            plan.sheet.put(row, column, end, styles.WORK, formula)


def _final_rows_with(plan: ProjectLayout, row: int, points: Interval, weight: str) -> None:
    """复核得分 within 0 and the weight, else the computed points."""
    given = paper(plan, row)
    low = f"IF(ISNUMBER({given}),MAX(0,MIN({weight},{given})),{address(row, at.LOW)})"
    high = f"IF(ISNUMBER({given}),{address(row, at.FINAL_LOW)},{address(row, at.HIGH)})"
    plan.sheet.put(row, at.FINAL_LOW, points.low, styles.WORK, low)
    plan.sheet.put(row, at.FINAL_HIGH, points.high, styles.WORK, high)


def _columns(row: int, points: Interval) -> tuple[tuple[int, Decimal, str], ...]:
    return (
        (at.FINAL_LOW, points.low, address(row, at.LOW)),
        (at.FINAL_HIGH, points.high, address(row, at.HIGH)),
    )


def paper(plan: ProjectLayout, row: int) -> str:
    """The cell of 复核底稿 that shows, or replaces, a row's 复核得分."""
    return f"{quoted(names.WORKPAPER)}!{address(plan.paper[row], PAPER_REVIEW)}"


def paper_area(plan: ProjectLayout, first: int, last: int) -> str:
    """The 复核得分 cells of 复核底稿 for the rows of this sheet between two."""
    place = [fixed(plan.paper[row], PAPER_REVIEW) for row in (first, last)]
    return f"{quoted(names.WORKPAPER)}!{place[0]}:{place[1]}"


# ---------------------------------------------------------------- 总分


def _total(plan: ProjectLayout, source: Source, after: Interval) -> None:
    """复核得分 of the whole: the sum, unless finance typed one; how far 复核 has come."""
    sheet, row, review = plan.sheet, plan.total_row, plan.score.form.review
    marks = paper_area(plan, plan.budget_row, (plan.parts or plan.rows or [plan.budget_row])[-1])
    low, high = address(row, at.FINAL_LOW), address(row, at.FINAL_HIGH)
    _open(plan, source, row, review)
    if not isinstance(sheet.cells[row, at.REVIEW].value, Decimal):
        shown = at.points_value(after) if _any(plan) else ""
        formula = f'IF(COUNT({marks})=0,"",{at.joined(low, high)})'
        sheet.put(row, at.REVIEW, shown, styles.OPEN_BOLD, formula)
    told = plan.score.review
    note = _own_total(plan, source)
    words = note if told is None else _progress(plan, after)
    sheet.put(row, at.BASIS, words, styles.WORK_TEXT, _progress_formula(plan, marks, note))
    grade = plan.score.grade if told is None else told.grade
    sheet.put(row, at.STATUS, grade, styles.WORK_BOLD)


def _any(plan: ProjectLayout) -> bool:
    rows = (plan.budget_row, *plan.rows, *plan.parts)
    return any(isinstance(plan.sheet.cells[row, at.REVIEW].value, Decimal) for row in rows)


WHOLE: Final = "最终得分按整项复核得分"
ALL: Final = "各项指标均已复核"


def _own_total(plan: ProjectLayout, source: Source) -> str:
    """A word on a total of the unit that adds up its indicators alone."""
    alone = indicators_alone(plan, source)
    return "" if alone is None else f"自评总分只合计各项指标，满分{plain(alone.weight)}分，差异按同样的各项计"


def _progress(plan: ProjectLayout, after: Interval) -> str:
    typed = plan.sheet.cells[plan.total_row, at.REVIEW].value
    if isinstance(typed, Decimal) and (not _any(plan) or typed != after.exact):
        return WHOLE
    done = sum(isinstance(plan.sheet.cells[row, at.REVIEW].value, Decimal) for row in plan.rows)
    of = sum(1 for _ in cells(plan.score.rows))
    return ALL if done >= of else f"已复核 {done}/{of} 项，其余按复算得分"


def _progress_formula(plan: ProjectLayout, marks: str, note: str) -> str:
    row = plan.total_row
    whole, low, high = (address(row, column) for column in (at.REVIEW, at.FINAL_LOW, at.FINAL_HIGH))
    of = sum(1 for _ in cells(plan.score.rows))
    done = f"COUNT({paper_area(plan, plan.rows[0], plan.rows[-1])})" if plan.rows else "0"
    partly = f'IF({done}>={of},"{ALL}","已复核 "&{done}&"/{of} 项，其余按复算得分")'
    typed = f"AND(ISNUMBER({whole}),OR(COUNT({marks})=0,{low}<>{high},N({whole})<>{low}))"
    return f'IF(AND(COUNT({marks})=0,NOT(ISNUMBER({whole}))),{literal(note)},IF({typed},"{WHOLE}",{partly}))'


def done_rows(plan: ProjectLayout, shown: str) -> tuple[Value, Style, str]:
    """How many rows have a 复核得分; all of them where only the whole has one, ``shown`` on 评分汇总."""
    last = (plan.parts or plan.rows or [plan.budget_row])[-1]
    of = sum(1 for _ in cells(plan.score.rows))
    done = f"COUNT({paper_area(plan, plan.rows[0], plan.rows[-1])})" if plan.rows else "0"
    whole = f"AND(COUNT({paper_area(plan, plan.budget_row, last)})=0,ISNUMBER({shown}))"
    told = plan.score.review
    return 0 if told is None else told.done, styles.WORK, f"IF({whole},{of},{done})"


def _limits(plan: ProjectLayout) -> None:
    """复核得分 lies between 0 and 分值."""
    bands = [(plan.budget_row, plan.budget_row)]
    bands += [(each[0], each[-1]) for each in (plan.rows, plan.parts) if each]
    bands.append((plan.total_row, plan.total_row))
    for first, last in bands:
        area = Area(first, at.REVIEW, last, at.REVIEW)
        plan.sheet.validations.append(limit(area, address(first, at.USED)))


def limit(area: Area, weight: str) -> Validation:
    """What may be typed as 复核得分: ``weight`` is the address beside the area's first cell."""
    return Validation(
        area,
        "decimal",
        low=Decimal(0),
        high=weight,
        title="复核得分",
        message="由财政部门填写，0 至分值之间；意见写在“复核意见”。填后总分、评分汇总和等级随之变化。",
        error_title="复核得分",
        error="复核得分应是 0 至分值之间的数；意见请写在“复核意见”里。",
        on_error=OnError.STOP,
    )
