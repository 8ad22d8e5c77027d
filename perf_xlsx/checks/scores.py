"""自评得分: each cell against its weight and the computed points, their sum, grade and means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from perf_xlsx.checks.covered import rows_only
from perf_xlsx.checks.judged import Judged, JudgedForm, Verdict
from perf_xlsx.checks.judged import multiplied_twice as is_multiplied
from perf_xlsx.checks.rounding import rounds_to, sum_agrees
from perf_xlsx.checks.tell import Hit, at, empty_cell, problem, rows, score
from perf_xlsx.checks.words import is_filler
from perf_xlsx.figures import percent
from perf_xlsx.model import Amount, FormScore, NotGiven, Problem, Status
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.scoring.tiered import edges, includes
from perf_xlsx.text import brief


def _hits(scored: JudgedForm, scheme: Scheme, verdict: Verdict) -> list[Hit]:
    return [_hit(cell) for cell in scored.cells if cell.verdict is verdict]


def _hit(cell: Judged) -> Hit:
    assert cell.typed is not None
    low, high = cell.points.low, cell.points.high
    computed = score(high) if low == high else f"{score(low)}～{score(high)}"
    values = "，".join(
        f"{brief(row.indicator.target_text)} → {brief(row.indicator.actual_text)}" for row in cell.rows[:1]
    )
    return Hit(
        cell.indicator,
        cell.typed.place,
        found=score(cell.typed.value),
        expected=computed,
        difference=score(cell.typed.value - high),
        detail=f"{values}；分值{score(cell.weight)}，自评{score(cell.typed.value)}，复算{computed}",
    )


_TELLS: Final[Mapping[Verdict, str]] = {
    Verdict.NEGATIVE: "scores.negative",
    Verdict.ABOVE_WEIGHT: "scores.above_weight",
    Verdict.UNMET_FULL: "scores.unmet_full",
    Verdict.UNMET_ROUNDED: "scores.unmet_rounded",
    Verdict.TOO_HIGH: "scores.too_high",
}


def wrong(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """Scores below 0, above their 分值, full for an unmet target (if only rounded), above the computed."""
    cells = scored.cells
    for verdict, rule in _TELLS.items():
        yield from rows(rule, scored.form, [_hit(cell) for cell in cells if cell.verdict is verdict])


def rounded(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """Points rounded up to the places that were typed; the budget row's among them."""
    hits = _hits(scored, scheme, Verdict.ROUNDED)
    line, computed = scored.budget.line, scored.budget.points.exact
    places = [hit.place for hit in hits]
    texts = [f"{hit.found}（复算{hit.expected}）" for hit in hits]
    if (
        line is not None
        and isinstance(line.reported_score, Amount)
        and computed is not None
        and scored.money.sure
    ):
        typed = line.reported_score
        if typed.value > computed + scheme.tolerance and rounds_to(typed, computed, scheme.tolerance):
            places.insert(0, typed.place)
            texts.insert(0, f"{score(typed.value)}（复算{score(computed)}）")
    if texts:
        yield problem(
            "scores.rounded",
            scored.form,
            places[0],
            also=places[1:],
            found="；".join(texts),
            count=str(len(texts)),
        )


def tier(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """定性: points outside the tier that the words tell."""
    hits = []
    for cell in scored.cells:
        if cell.verdict is Verdict.TIER:
            hit = _hit(cell)
            band = _band(cell, scheme)
            hits.append(
                replace(
                    hit,
                    expected=band,
                    detail=f"“{brief(cell.indicator.actual_text)}”，自评{hit.found}；该档{band}",
                )
            )
    yield from rows("scores.tier", scored.form, hits)


def _band(cell: Judged, scheme: Scheme) -> str:
    row = cell.rows[0]
    assert row.tier is not None
    ends = edges(row.weight, row.tier, scheme.tiers, scheme.rounding)
    inside = zip((ends.low, ends.high), includes(row.tier, scheme.tiers), strict=True)
    outside = "、".join(score(end) for end, belongs in inside if not belongs)
    return f"{score(ends.low)}～{score(ends.high)}" + (f"，不含{outside}" if outside else "")


def met_missing(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """Points missing though the target was reached, and no reason given."""
    if is_multiplied(scored, scheme):
        return
    yield from rows("scores.met_missing", scored.form, _hits(scored, scheme, Verdict.MET_MISSING))


def below(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """Fewer points than computed: the unit's own cautious deduction, told only as a note."""
    hits = [
        _hit(cell)
        for cell in scored.cells
        if cell.verdict is Verdict.BELOW and not (is_filler(cell.reason) and _is_unmet(cell))
    ]
    summed = scored.summed
    if summed is not None and summed.excess != 0:
        return
    yield from rows("scores.below", scored.form, hits)


def _is_unmet(cell: Judged) -> bool:
    """Unmet rows without a reason have their own entry already."""
    return any(row.status is Status.UNMET for row in cell.rows)


def multiplied_twice(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """Every score is weight × weight / 100: the weight was applied twice."""
    if not is_multiplied(scored, scheme):
        return
    cells = [cell for cell in scored.cells if cell.typed is not None]
    yield from rows(
        "scores.multiplied_twice",
        scored.form,
        [
            replace(_hit(cell), detail=f"分值{score(cell.weight)}，得分{score(cell.typed.value)}")
            for cell in cells
            if cell.typed is not None
        ],
        total=score(sum((cell.typed.value for cell in cells if cell.typed), Decimal(0))),
    )


def blank(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """Scores left blank while the other rows have theirs; the budget row's among them."""
    form, cells = scored.form, scored.cells
    figures = [cell.indicator.reported_score for cell in cells]
    typed = sum(isinstance(each, Amount) for each in figures)
    if typed * 2 <= len(figures):
        return
    missing = [
        cell.indicator
        for cell in cells
        if isinstance(cell.indicator.reported_score, NotGiven)
        and cell.rows[0].status is not Status.NOT_APPLICABLE
    ]
    yield from rows(
        "scores.blank",
        form,
        [
            Hit(row, row.reported_score.place or empty_cell(form, "reported_score", row.place), found="未填")
            for row in missing
        ],
    )
    line = scored.budget.line
    if line is not None and isinstance(line.reported_score, NotGiven) and isinstance(line.weight, Amount):
        computed = scored.budget.points.exact
        yield problem(
            "scores.budget_blank",
            form,
            at(line.reported_score, line.place),
            found="未填",
            expected=score(computed) if computed is not None else "",
            rate=percent(scored.budget.rate) if scored.budget.rate is not None else "—",
        )


def total(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """总分 against the sum of the scores, unless one wrong score told elsewhere explains it."""
    stated, parts = scored.form.stated_total, _typed_parts(scored, scheme)
    if not isinstance(stated, Amount) or not parts or sum_agrees(stated, parts):
        return
    if rows_only(scored, stated):
        return
    summed = sum((part.value for part in parts), Decimal(0))
    if _explained(scored, scheme, stated, parts) or (stated.value > summed and not _has_weights(scored)):
        return
    yield problem(
        "scores.total",
        scored.form,
        stated.place,
        also=(part.place for part in parts),
        found=score(stated.value),
        expected=score(summed),
        difference=score(stated.value - summed),
    )


def _has_weights(scored: FormScore) -> bool:
    """Without 分值 nobody can say that every scored part of the form was seen."""
    return any(isinstance(row.weight, Amount) for row in scored.form.indicators)


def _typed_parts(scored: JudgedForm, scheme: Scheme) -> tuple[Amount, ...]:
    """All typed scores of a form with the budget row's; none when one is missing or unreadable."""
    figures = [cell.indicator.reported_score for cell in scored.cells]
    line = scored.budget.line
    if line is not None:
        figures.append(line.reported_score)
    amounts = tuple(each for each in figures if isinstance(each, Amount))
    return amounts if len(amounts) == len(figures) else ()


_WRONG = frozenset(
    {
        Verdict.NEGATIVE,
        Verdict.ABOVE_WEIGHT,
        Verdict.UNMET_FULL,
        Verdict.TOO_HIGH,
        Verdict.TIER,
        Verdict.MET_MISSING,
        Verdict.BELOW,
    }
)


def _explained(scored: JudgedForm, scheme: Scheme, stated: Amount, parts: tuple[Amount, ...]) -> bool:
    """A row deleted, or one score mistyped that has its own entry, explains the difference."""
    off = stated.value - sum((part.value for part in parts), Decimal(0))
    summed = scored.summed
    if summed is not None and summed.excess < 0 < off <= -summed.excess:
        return True
    mends = [
        right - cell.typed.value
        for cell in scored.cells
        if cell.verdict in _WRONG and cell.typed is not None
        for right in (cell.expected, cell.weight)
    ]
    line, computed = scored.budget.line, scored.budget.points.exact
    if line is not None and isinstance(line.reported_score, Amount) and computed is not None:
        mends.append(computed - line.reported_score.value)
    return any(mend != 0 and abs(off - mend) <= max(stated.step / 2, scheme.tolerance) for mend in mends)


def capped(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """A stated total above the scheme's cap for a low 执行率."""
    stated, cap = scored.form.stated_total, scored.cap
    if isinstance(stated, Amount) and cap is not None and stated.value > cap and scored.money.sure:
        yield problem(
            "scores.cap",
            scored.form,
            stated.place,
            found=score(stated.value),
            expected=f"不高于{score(cap)}",
            difference=score(stated.value - cap),
            rate=percent(scored.budget.rate) if scored.budget.rate is not None else "",
            scheme=scheme.title,
        )


def grade(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """The stated grade against the band of the stated total."""
    form, stated = scored.form, scored.form.stated_grade.text
    titles = [each.title for each in scheme.grades]
    if stated not in titles or not isinstance(form.stated_total, Amount):
        return
    due = scheme.grade_of(form.stated_total.value)
    if stated != due:
        yield problem(
            "scores.grade",
            form,
            form.stated_grade.place,
            also=(form.stated_total.place,),
            found=stated,
            expected=due,
            total=score(form.stated_total.value),
        )
