"""How a score came about: the texts as typed, how they were read, method, arithmetic, source.

``explain`` gives plain data; ``text`` puts it in lines for people.  What is asked for (``what``) is a cell
(``Sheet!G12``, ``G12``) or part of a project's or an indicator's name; nothing asks for everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from perf_xlsx.checks.covered import OwnTotal, own_total
from perf_xlsx.checks.unit_score import MEANS
from perf_xlsx.checks.words import is_filler
from perf_xlsx.evaluate import Evaluation
from perf_xlsx.explain import reviewed
from perf_xlsx.explain.readings import actual_words, figure_words, target_words
from perf_xlsx.figures import plain, points
from perf_xlsx.model import (
    Amount,
    Finding,
    FormScore,
    Interval,
    PartScore,
    Place,
    Review,
    RowScore,
    Scorecard,
    UnitScore,
    column_number,
)
from perf_xlsx.scoring.arithmetic import arithmetic, budget_arithmetic, points_shown
from perf_xlsx.scoring.budget import BASES
from perf_xlsx.scoring.methods import METHODS, status_word
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.scoring.why import text as why_text
from perf_xlsx.text import label

_ADDRESS: Final = re.compile(r"(?:'?(?P<sheet>.+?)'?!)?\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>\d{1,7})")


@dataclass(frozen=True, slots=True)
class Explanation:
    """One score: its title, its place in the input, and its steps as (label, text)."""

    title: str
    place: Place | None
    steps: tuple[tuple[str, str], ...]


def explain(evaluation: Evaluation, what: str = "") -> tuple[Explanation, ...]:
    """The explanations that ``what`` asks for, in the order of the workbook; empty when nothing fits."""
    scorecard, scheme = evaluation.scorecard, evaluation.scheme
    if scorecard is None or scheme is None:
        return _findings(evaluation, what)
    asked = what.strip()
    address = _ADDRESS.fullmatch(asked)
    if address is not None:
        found = tuple(_at(evaluation, scorecard, scheme, address))
        if found:
            return found
    if not asked:
        submission = evaluation.submission
        review = Review() if submission is None else submission.cover.review
        return tuple(_everything(scorecard, scheme, review))
    return tuple(_named(scorecard, scheme, label(asked)))


def text(explanation: Explanation) -> str:
    """The explanation in lines."""
    where = f"（{explanation.place.sheet}!{explanation.place.cell}）" if explanation.place else ""
    lines = [f"■ {explanation.title}{where}"]
    lines += (f"  {name}：{told}" for name, told in explanation.steps)
    return "\n".join(lines)


# ---------------------------------------------------------------- what is asked for


def _everything(scorecard: Scorecard, scheme: Scheme, review: Review) -> Iterator[Explanation]:
    yield _unit(scorecard, scheme, review)
    for form in scorecard.forms:
        yield _total(form, scheme)
        yield _budget(form, scheme)
        yield from (_row(row, form, scheme) for row in form.rows)


def _named(scorecard: Scorecard, scheme: Scheme, asked: str) -> Iterator[Explanation]:
    for form in scorecard.forms:
        if asked in label(form.form.project.text):
            yield _total(form, scheme)
            yield _budget(form, scheme)
        for row in form.rows:
            if asked in label(row.indicator.level3.text or row.indicator.level2.text):
                yield _row(row, form, scheme)


def _at(
    evaluation: Evaluation, scorecard: Scorecard, scheme: Scheme, address: re.Match[str]
) -> Iterator[Explanation]:
    """What stands in a cell's row; a cell without a score is told as what it is."""
    row, column = int(address["row"]), column_number(address["column"])
    for form in scorecard.forms:
        sheet = form.form.sheet
        if address["sheet"] is not None and label(address["sheet"]) != label(sheet):
            continue
        found = list(_in_row(form, scheme, row, column))
        yield from found or _cell(evaluation, Place(sheet, row, column))


def _in_row(form: FormScore, scheme: Scheme, row: int, column: int) -> Iterator[Explanation]:
    for scored in form.rows:
        if scored.indicator.place.row == row:
            yield _row(scored, form, scheme)
    if any(line.place.row == row for line in form.form.funds):
        yield _budget(form, scheme)
    stated = getattr(form.form.stated_total, "place", None)
    if stated is not None and stated.row == row:
        yield _total(form, scheme)
    for part in form.parts:
        if part.place is not None and part.place.row == row:
            yield _part(part, form, scheme)


def _cell(evaluation: Evaluation, place: Place) -> Iterator[Explanation]:
    """A cell that no score comes from: its content, and what was found there."""
    sheets = evaluation.book.sheets if evaluation.book else ()
    cell = next((s.at(place.row, place.column) for s in sheets if s.name == place.sheet), None)
    told = [finding for finding in evaluation.findings if place in (finding.place, *finding.also)]
    if cell is None and not told:
        return
    steps = [("内容", cell.text if cell else "（空）")]
    steps += [("问题", f"{finding.message}{finding.repair}") for finding in told]
    steps += [] if told else [("得分", "这个单元格不参与评分。")]
    yield Explanation("单元格", place, tuple(steps))


def _findings(evaluation: Evaluation, what: str) -> tuple[Explanation, ...]:
    """A workbook that was not scored: why."""
    told = evaluation.findings
    return tuple(
        Explanation(f"未评分：{finding.title}", finding.place, _finding_steps(finding)) for finding in told
    )


def _finding_steps(finding: Finding) -> tuple[tuple[str, str], ...]:
    return (("原因", finding.message), ("处理", finding.repair))


# ---------------------------------------------------------------- one score


def _row(row: RowScore, form: FormScore, scheme: Scheme) -> Explanation:
    indicator = row.indicator
    method = METHODS[row.method]
    names = (indicator.level1.text, indicator.level2.text, indicator.level3.text)
    steps = [
        ("年度指标值", _read(indicator.target_text, target_words(indicator.target))),
        ("实际完成值", _read(indicator.actual_text, actual_words(indicator.actual))),
        ("判定", f"{status_word(row)}。{why_text(row.why)}"),
        ("分值", _weight(row)),
        ("方法", method.title),
        ("计算", arithmetic(row, scheme)),
        ("得分", f"{points_shown(row.points, scheme)}（四舍五入到 {scheme.rounding} 位小数）"),
    ]
    if isinstance(indicator.reported_score, Amount):
        steps.append(("自评得分", _compared(indicator.reported_score.value, row.points)))
    steps += reviewed.of_row(row, form)
    if row.far_exceeded:
        owed = "需要说明原因" if is_filler(indicator.reason.text) else "原因已写明"
        steps.append(("提示", f"超过指标值较多，年初指标值可能偏低，{owed}。"))
    steps.append(("出处", _source(scheme, _row_keys(row))))
    place = indicator.actual_place or indicator.place
    return Explanation(" — ".join(name for name in names if name), place, tuple(steps))


def _read(typed: str, meant: str) -> str:
    return f"“{typed}”，{meant}" if typed else meant


def _weight(row: RowScore) -> str:
    return f"{plain(row.weight)}（{'原表所填' if row.weight_typed else '原表未填，按评分标准分配'}）"


def _compared(reported: Decimal, computed: Interval) -> str:
    shown = plain(reported)
    if computed.low <= reported <= computed.high:
        return f"{shown}，与复算{'一致' if computed.exact is not None else '不矛盾'}"
    gap = reported - (computed.high if reported > computed.high else computed.low)
    return f"{shown}，比复算{'高' if gap > 0 else '低'} {points(abs(gap))} 分"


def _budget(form: FormScore, scheme: Scheme) -> Explanation:
    budget = form.budget
    steps = [("分母", BASES[budget.base])]
    if budget.line is not None:
        figure = getattr(budget.line, budget.base)
        steps.append((BASES[budget.base], figure_words(figure)))
        steps.append(("全年执行数", figure_words(budget.line.executed)))
    steps += [
        ("依据", why_text(budget.why)),
        ("分值", plain(budget.weight)),
        ("计算", budget_arithmetic(budget, scheme)),
        ("得分", points_shown(budget.points, scheme)),
    ]
    if budget.line is not None and isinstance(budget.line.reported_score, Amount):
        steps.append(("自评得分", _compared(budget.line.reported_score.value, budget.points)))
    steps += reviewed.of_budget(budget, form)
    steps.append(("出处", _source(scheme, ("budget.points", "budget.method"))))
    place = budget.line.place if budget.line else None
    return Explanation(f"{form.form.project.text}：预算执行率", place, tuple(steps))


def _total(form: FormScore, scheme: Scheme) -> Explanation:
    steps = [("预算执行率", points_shown(form.budget.points, scheme))]
    steps += (
        (_short(row), f"{points_shown(row.points, scheme)}／{plain(row.weight)} {status_word(row)}")
        for row in form.rows
    )
    steps += (
        (part.title, f"{points_shown(part.points, scheme)}／{plain(part.weight)}") for part in form.parts
    )
    steps.append(("分值合计", plain(form.weight_total)))
    if form.cap is not None:
        steps.append(("各项合计", points_shown(form.uncapped, scheme)))
        steps.append(("总分上限", f"{plain(form.cap)}（按预算执行率）"))
    steps.append(("总分", f"{points_shown(form.total, scheme)}，等级 {form.grade or '待定'}"))
    own = own_total(form, scheme)
    if own is not None:
        steps.append(("自评总分", _compared(own.value, own.points) + _own_parts(own, scheme)))
    steps += reviewed.of_total(form.review, form.form.review, scheme, "项目")
    place = getattr(form.form.stated_total, "place", None) or form.form.place
    return Explanation(f"{form.form.project.text}：总分", place, tuple(steps))


def _own_parts(own: OwnTotal, scheme: Scheme) -> str:
    """What a form's own total adds up, where that is not the whole form as stated."""
    if not own.stated:
        return "，表上没有总分，按各行自评得分合计"
    return "" if own.weight == scheme.full_points else f"，表上总分行只合计指标，满分 {plain(own.weight)}"


def _short(row: RowScore) -> str:
    return row.indicator.level3.text or row.indicator.level2.text or "（未写指标名称）"


def _part(part: PartScore, form: FormScore, scheme: Scheme) -> Explanation:
    steps = (
        ("依据", why_text(part.why)),
        ("分值", plain(part.weight)),
        ("得分", points_shown(part.points, scheme)),
        *reviewed.of_part(part, form),
    )
    return Explanation(part.title, part.place, steps)


def _unit(scorecard: Scorecard, scheme: Scheme, review: Review) -> Explanation:
    unit = scorecard.unit
    steps = [("评分标准", f"{scheme.title}。{why_text(scorecard.chosen_because)}")]
    steps += ((form.form.project.text, points_shown(form.total, scheme)) for form in scorecard.forms)
    steps += ((part.title, points_shown(part.points, scheme)) for part in unit.parts)
    steps += _means(unit, scheme)
    if unit.total is not None:
        steps.append(("单位得分", f"{points_shown(unit.total, scheme)}，等级 {unit.grade or '待定'}"))
    steps += reviewed.of_total(unit.review, review, scheme, "单位")
    return Explanation("单位得分", None, tuple(steps))


def _means(unit: UnitScore, scheme: Scheme) -> Iterator[tuple[str, str]]:
    for name, title in MEANS.items():
        mean: Interval | None = getattr(unit, name)
        if mean is not None:
            yield title, points_shown(mean, scheme)


def _row_keys(row: RowScore) -> tuple[str, ...]:
    if row.method == "words":
        return ("tiers.full.low", "tiers.partial.low")
    return ("unmet.higher", "unmet.lower")


def _source(scheme: Scheme, keys: tuple[str, ...]) -> str:
    shown = (scheme.sources[key].shown for key in keys if key in scheme.sources)
    return "、".join(dict.fromkeys(shown)) or "通行做法"
