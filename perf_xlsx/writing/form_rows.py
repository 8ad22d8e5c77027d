"""The indicator rows of a project sheet: the official columns and what is computed beside them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Final

from perf_xlsx.checks.tell import empty_cell
from perf_xlsx.figures import half_up
from perf_xlsx.model import (
    Amount,
    Area,
    Indicator,
    Interval,
    NotGiven,
    RowScore,
)
from perf_xlsx.scoring import why
from perf_xlsx.scoring.formulas import Formulas
from perf_xlsx.scoring.methods import DATE, METHODS, status_word
from perf_xlsx.writing import layout as at
from perf_xlsx.writing import styles
from perf_xlsx.writing.as_typed import as_typed
from perf_xlsx.writing.form_budget import basis, brief, difference
from perf_xlsx.writing.heights import fitted_height
from perf_xlsx.writing.layout import ProjectLayout, Source
from perf_xlsx.writing.plan import Highlight, OnError, Validation, Value, address, formatted
from perf_xlsx.writing.typed import Driven, awaited, drive

_ONE: Final = Decimal(1)
_EMPTY: Final = (
    ("level2", at.LEVEL2),
    ("level3", at.LEVEL3),
    ("target", at.TARGET),
    ("actual", at.ACTUAL),
    ("weight", at.WEIGHT),
    ("reported_score", at.SCORE),
    ("reason", at.REASON),
)
"""Fields that may be blank, and the column in which their blank stands."""
FAR: Final = "明显超过指标值，请说明年初指标值设定的依据。"


def write_rows(plan: ProjectLayout, source: Source, header: int) -> int:
    """The header and the rows; gives the row after them."""
    _header(plan, header)
    plan.header_row = header
    scores = plan.score.rows
    for row, score in enumerate(scores, start=header + 1):
        plan.rows.append(row)
        _row(plan, source, row, score)
    _levels(plan, source, [score.indicator for score in scores], header + 1)
    _merged_scores(plan, header + 1)
    _merged_weights(plan, header + 1)
    last = header + len(scores)
    plan.sheet.merge(Area(header, at.LABEL, last, at.LABEL), "绩\n效\n指\n标", styles.LABEL)
    return last + 1


def _header(plan: ProjectLayout, row: int) -> None:
    sheet = plan.sheet
    for column, text in (
        (at.LEVEL1, "一级指标"),
        (at.LEVEL2, "二级指标"),
        (at.TARGET, "年度指标值"),
        (at.ACTUAL, "实际完成值"),
        (at.WEIGHT, "分值"),
        (at.SCORE, "得分"),
    ):
        sheet.put(row, column, text, styles.LABEL)
    sheet.merge(Area(row, at.LEVEL3, row, at.LEVEL3 + 1), "三级指标", styles.LABEL)
    sheet.merge(Area(row, at.REASON, row, at.LAST), "偏差原因分析及改进措施", styles.LABEL)
    sheet.put(row, at.AID, "佐证材料", styles.WORK_LABEL)
    for column, text in enumerate(at.ROW_HEADS, start=at.FIRST_WORK):
        sheet.put(row, column, text, styles.WORK_LABEL)
    sheet.heights[row] = 30


def _levels(plan: ProjectLayout, source: Source, rows: Sequence[Indicator], first: int) -> None:
    """Level names merged downwards over the rows that share them."""
    row = first
    for label1, group1 in groupby(rows, key=lambda each: source.raw(each.level1)):
        top1 = row
        for label2, group2 in groupby(group1, key=lambda each: source.raw(each.level2)):
            top2, row = row, row + len(list(group2))
            _level(plan, Area(top2, at.LEVEL2, row - 1, at.LEVEL2), label2)
        _level(plan, Area(top1, at.LEVEL1, row - 1, at.LEVEL1), label1)


def _level(plan: ProjectLayout, area: Area, label: str) -> None:
    """A level's name; its rows are made high enough for it."""
    plan.sheet.merge(area, label or None, styles.CENTRE)
    rows = range(area.top, area.bottom + 1)
    share = fitted_height(label, at.WIDTHS[area.left], 10.5) / len(rows)
    for row in rows:
        plan.sheet.heights[row] = max(plan.sheet.heights[row], round(share, 1))


def _row(plan: ProjectLayout, source: Source, row: int, score: RowScore) -> None:
    indicator = score.indicator
    sheet = plan.sheet
    name = source.raw(indicator.level3)
    sheet.merge(Area(row, at.LEVEL3, row, at.LEVEL3 + 1), name or None, styles.TEXT)
    target, actual = _target(source, score), _actual(source, score)
    sheet.put(row, at.TARGET, target.value, formatted(styles.CENTRE, target.number_format))
    sheet.put(row, at.ACTUAL, actual.value, formatted(styles.CENTRE, actual.number_format))
    sheet.merge(Area(row, at.REASON, row, at.LAST), indicator.reason.text or None, styles.TEXT)
    sheet.put(row, at.AID, indicator.evidence.text or None, styles.WORK_TEXT)
    _note_places(plan, row, indicator)
    _ends(plan, row, score, target, actual)
    _computed(plan, source, row, score, f"OR({_changed(row, target, actual)})")
    _weight(plan, source, row, score)
    _scores(plan, source, row, score)
    sheet.heights[row] = _height(source, score, name)


def _target(source: Source, score: RowScore) -> Driven:
    indicator, ends = score.indicator, score.operands
    text = indicator.target_text
    if score.method == DATE:
        return Driven(text or None)
    exact = source.exact(indicator.target_place, text)
    return drive(text, exact, ends.target_low, ends.target_high) if text else Driven(None)


def _actual(source: Source, score: RowScore) -> Driven:
    indicator, ends = score.indicator, score.operands
    text = indicator.actual_text
    if not text and METHODS[score.method].numeric is not None and score.method != DATE:
        return awaited(_is_percent(score))
    if score.method == DATE or not text:
        return Driven(text or None)
    exact = source.exact(indicator.actual_place, text)
    return drive(text, exact, ends.actual_low, ends.actual_high, bounded=_ONE if "%" in text else None)


def _note_places(plan: ProjectLayout, row: int, indicator: Indicator) -> None:
    known = {
        indicator.level1.place: at.LEVEL1,
        indicator.level2.place: at.LEVEL2,
        indicator.place: at.LEVEL3,
        indicator.level3.place: at.LEVEL3,
        indicator.target_place: at.TARGET,
        indicator.actual_place: at.ACTUAL,
        indicator.weight.place: at.WEIGHT,
        indicator.reported_score.place: at.SCORE,
        indicator.reason.place: at.REASON,
        indicator.evidence.place: at.AID,
    }
    for place, column in known.items():
        if place is not None:
            plan.places.setdefault(place, (row, column))
    for field, column in _EMPTY:
        plan.places.setdefault(empty_cell(plan.score.form, field, indicator.place), (row, column))


# ---------------------------------------------------------------- the numbers of a row


def _ends(plan: ProjectLayout, row: int, score: RowScore, target: Driven, actual: Driven) -> None:
    """目标下限 … 完成上限: from the form's cells where those drive, else open numbers."""
    ends = score.operands
    is_percent = _is_percent(score)
    plain_style = styles.WORK_DAY if score.method == DATE else styles.WORK_RATE if is_percent else styles.WORK
    open_style = formatted(styles.OPEN, plain_style.number_format)
    pairs = (
        (at.T_LOW, at.TARGET, target, ends.target_low, ends.target_high),
        (at.A_LOW, at.ACTUAL, actual, ends.actual_low, ends.actual_high),
    )
    for column, form_column, driven, low, high in pairs:
        cell = address(row, form_column)
        first = driven.low.replace("{cell}", cell) if driven.low else None
        second = driven.high.replace("{cell}", cell) if driven.high else None
        if first and second:
            second = address(row, column)
        for offset, value, formula in ((0, low, first), (1, high, second)):
            style = plain_style if formula or (value is None and driven.live) else open_style
            stored = "" if value is None and formula else value
            plan.sheet.put(row, column + offset, stored, style, formula)


def _is_percent(score: RowScore) -> bool:
    return score.method.endswith(".percent") or getattr(score.indicator.target, "unit", "") == "%"


def _changed(row: int, target: Driven, actual: Driven) -> str:
    conditions = []
    for driven, form_column, column in ((target, at.TARGET, at.T_LOW), (actual, at.ACTUAL, at.A_LOW)):
        working = address(row, column if driven.low else column + 1)
        conditions.append(driven.changed(address(row, form_column), working))
    return ",".join(conditions)


def _computed(plan: ProjectLayout, source: Source, row: int, score: RowScore, changed: str) -> None:
    """完成率, 判定, 复算得分 and 依据."""
    sheet = plan.sheet
    method = METHODS[score.method]
    formulas = method.formulas(source.scheme)
    slots = at.cells_of(row)
    if score.indicator.score_rows != 1:
        slots["typed"] = '""'
    completion: Value = "" if score.completion is None else score.completion
    word = status_word(score)
    ratio = formulas.completion.format_map(slots)
    sheet.put(row, at.COMPLETION, completion, styles.WORK_RATE, ratio if ratio != '""' else None)
    if formulas.status:
        sheet.put(row, at.STATUS, word, styles.WORK_BOLD, formulas.status.format_map(slots))
    else:
        sheet.put(row, at.STATUS, word, formatted(styles.OPEN, "General"))
        sheet.validations.append(_choice(row, method.choices))
    sheet.put(row, at.LOW, score.points.low, styles.WORK, formulas.points_low.format_map(slots))
    sheet.put(row, at.HIGH, score.points.high, styles.WORK, formulas.points_high.format_map(slots))
    _decided(plan, row, score)
    text = brief(why.text(score.why)) + (FAR if score.far_exceeded else "")
    sheet.put(row, at.BASIS, text, styles.WORK_TEXT, basis(row, text, word, score.points, changed))
    _highlight_exceeded(plan, row, formulas, slots)


def _highlight_exceeded(plan: ProjectLayout, row: int, formulas: Formulas, slots: dict[str, str]) -> None:
    if formulas.exceeded == "FALSE":
        return
    area = Area(row, at.ACTUAL, row, at.ACTUAL)
    plan.sheet.highlights.append(Highlight(area, formulas.exceeded.format_map(slots), styles.EXCEEDED))


def _choice(row: int, choices: tuple[str, ...]) -> Validation:
    return Validation(
        Area(row, at.STATUS, row, at.STATUS),
        "list",
        source=choices,
        title="判定",
        message="由人判断的一行：从列表中选择，得分、总分和评分汇总随之变化。",
        error_title="判定",
        error="请从列表中选择。",
        on_error=OnError.STOP,
    )


def _decided(plan: ProjectLayout, row: int, score: RowScore) -> None:
    """评定得分: open while the points are; limited to their interval."""
    given = score.indicator.decided
    value = given.value if isinstance(given, Amount) else None
    is_open = score.points.exact is None or value is not None
    plan.sheet.put(row, at.DECIDED, value, styles.OPEN if is_open else styles.WORK)
    if not is_open:
        return
    points = (
        score.points if score.points.exact is None else Interval(Decimal(0), max(score.weight, Decimal(0)))
    )
    shown = at.interval_text(points)
    plan.sheet.validations.append(
        Validation(
            Area(row, at.DECIDED, row, at.DECIDED),
            "decimal",
            low=points.low,
            high=points.high,
            title="评定得分",
            message=f"这一行不能由数据算定，请有权评定的人填 {shown} 之间的分数；填前总分按区间显示。",
            error_title="评定得分",
            error=f"应在 {shown} 之间。",
            on_error=OnError.STOP,
        )
    )


# ---------------------------------------------------------------- weights and scores


def _weight(plan: ProjectLayout, source: Source, row: int, score: RowScore) -> None:
    """分值: the unit's own in the form; the one that counts beside it."""
    typed = score.indicator.weight
    here, working = address(row, at.WEIGHT), address(row, at.USED)
    if isinstance(typed, NotGiven):
        plan.sheet.put(row, at.WEIGHT, score.weight, styles.POINTS, working)
        plan.sheet.put(row, at.USED, score.weight, styles.WORK, score.weight_formula or None)
        return
    value, style = as_typed(source, typed, styles.POINTS, None)
    plan.sheet.put(row, at.WEIGHT, value, style)
    drives = isinstance(typed, Amount) and typed.value == score.weight and isinstance(value, Decimal)
    plan.sheet.put(row, at.USED, score.weight, styles.WORK, here if drives else score.weight_formula or None)


def _scores(plan: ProjectLayout, source: Source, row: int, score: RowScore) -> None:
    """得分 of the form (the unit's own, else computed), 自评得分 and 差异."""
    sheet, typed = plan.sheet, score.indicator.reported_score
    low, high = address(row, at.LOW), address(row, at.HIGH)
    own = typed.value if isinstance(typed, Amount) else None
    if isinstance(typed, NotGiven) or source.accept or score.indicator.score_rows == 0:
        sheet.put(row, at.SCORE, at.points_value(score.points), styles.POINTS, at.joined(low, high))
        own = own if score.indicator.score_rows == 1 else None
        sheet.put(row, at.TYPED, own, styles.WORK)
    else:
        value, style = as_typed(source, typed, styles.POINTS, None)
        sheet.put(row, at.SCORE, value, style)
        own = own if isinstance(value, Decimal) else None
        here = address(row, at.SCORE)
        stored: Value = "" if own is None else own
        sheet.put(row, at.TYPED, stored, styles.WORK, f'IF(ISNUMBER({here}),{here},"")')
    computed = score.points.exact if score.indicator.score_rows == 1 else None
    if score.indicator.score_rows == 1:
        sheet.put(row, at.DIFFERENCE, *difference(address(row, at.TYPED), low, high, own, computed))


def _merged_scores(plan: ProjectLayout, first: int) -> None:
    """One typed score for several rows: the cell is merged, the difference is against their sum."""
    scores = plan.score.rows
    for index, score in enumerate(scores):
        count = score.indicator.score_rows
        if count < 2:
            continue
        top, bottom = first + index, first + index + count - 1
        kept = plan.sheet.cells[top, at.SCORE]
        plan.sheet.merge(Area(top, at.SCORE, bottom, at.SCORE), kept.value, kept.style, kept.formula)
        _merged_difference(plan, top, bottom, scores[index : index + count])


def _merged_weights(plan: ProjectLayout, first: int) -> None:
    """One typed weight for several rows: the cell is merged, each row's share stands beside it."""
    row = first
    for _, group in groupby(plan.score.rows, key=lambda score: score.indicator.weight.place or id(score)):
        top, row = row, row + len(list(group))
        if row - top > 1:
            kept = plan.sheet.cells[top, at.WEIGHT]
            plan.sheet.merge(Area(top, at.WEIGHT, row - 1, at.WEIGHT), kept.value, kept.style, kept.formula)


def _merged_difference(plan: ProjectLayout, top: int, bottom: int, scores: Sequence[RowScore]) -> None:
    typed = address(top, at.TYPED)
    lows = f"{address(top, at.LOW)}:{address(bottom, at.LOW)}"
    highs = f"{address(top, at.HIGH)}:{address(bottom, at.HIGH)}"
    stored = plan.sheet.cells[top, at.TYPED].value
    whole = sum((score.points for score in scores), Interval(Decimal(0), Decimal(0)))
    value: Value = ""
    if isinstance(stored, Decimal) and whole.exact is not None:
        value = half_up(stored - whole.exact, 4)
    formula = f'IF(AND(ISNUMBER({typed}),SUM({lows})=SUM({highs})),ROUND({typed}-SUM({lows}),4),"")'
    plan.sheet.put(top, at.DIFFERENCE, value, styles.WORK, formula)


def _height(source: Source, score: RowScore, name: str) -> float:
    indicator = score.indicator
    texts = (
        (name, at.width(at.LEVEL3, at.LEVEL3 + 1)),
        (indicator.target_text, at.WIDTHS[at.TARGET]),
        (indicator.actual_text, at.WIDTHS[at.ACTUAL]),
        (indicator.reason.text, at.width(at.REASON, at.LAST)),
    )
    return max(fitted_height(text, width, 10.5, least=26) for text, width in texts)
