"""年度指标值: blank, vague, against the sense of the name, set too low, told twice."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from perf_xlsx.checks.tell import Hit, empty_cell, name, rows
from perf_xlsx.checks.words import bare, is_filler, is_one_of, mentioned
from perf_xlsx.figures import half_up, percent, plain
from perf_xlsx.model import (
    Actual,
    Form,
    FormScore,
    Indicator,
    NotGiven,
    Op,
    Place,
    Problem,
    RowScore,
    Status,
    Target,
)
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.text import brief

_AT_MOST: Final = (Op.AT_MOST, Op.BELOW)
_AT_LEAST: Final = (Op.AT_LEAST, Op.ABOVE)


def _beside(row: Indicator) -> str:
    return f"{brief(row.target_text)} → {brief(row.actual_text)}"


def blank(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """No 年度指标值; where the name itself carries a number, that is said."""
    missing = [row for row in scored.form.indicators if isinstance(row.target, NotGiven)]
    both = [row for row in missing if isinstance(row.actual, NotGiven)]
    only = [row for row in missing if not isinstance(row.actual, NotGiven)]
    yield from rows("targets.blank", scored.form, [_blank_hit(scored.form, row) for row in only])
    yield from rows("targets.blank_with_actual", scored.form, [_blank_hit(scored.form, row) for row in both])


def _blank_hit(form: Form, row: Indicator) -> Hit:
    place = row.target_place or empty_cell(form, "target", row.place)
    return Hit(row, place, found="未填", detail=brief(row.actual_text))


def vague(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """Words without a criterion: one entry per project."""
    hits = [
        Hit(row, row.target_place, found=row.target_text, detail=brief(row.target_text))
        for row in scored.form.indicators
        if isinstance(row.target, Target)
        and row.target.op is Op.WORDS
        and is_one_of(row.target_text, "vague")
    ]
    yield from rows("targets.vague", scored.form, hits)


def sign(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """A sign against the sense of the name: 成本 with ≥, 满意度 with ≤."""
    hits = [
        Hit(
            row,
            row.target_place,
            found=row.target_text,
            expected="≥" if wrong in _AT_MOST else "≤",
            detail=brief(row.target_text),
        )
        for row in scored.form.indicators
        for wrong in [against_sense(row)]
        if wrong is not None
    ]
    yield from rows("targets.sign", scored.form, hits)


def against_sense(row: Indicator) -> Op | None:
    """The sign that contradicts the name: ≥ for a cost, ≤ for a 满意度; None when it doesn't."""
    target = row.target
    if not isinstance(target, Target) or not target.signed:
        return None
    if target.op in _AT_LEAST and _is_cost(row):
        return target.op
    if target.op in _AT_MOST and _wants_more(row, target):
        return target.op
    return None


def _is_cost(row: Indicator) -> bool:
    title = row.level3.text
    costly = row.kind == "cost" or row.group == "cost"
    return costly and bool(mentioned(title, "cost_names")) and not mentioned(title, "cost_rates")


def _counts_money(row: Indicator) -> bool:
    return "cost" in (row.kind, row.group) and not mentioned(row.level3.text, "cost_rates")


def _wants_more(row: Indicator, target: Target) -> bool:
    title = row.level3.text
    if mentioned(title, "bad_names") or row.kind == "cost" or row.group == "cost":
        return False
    if target.unit in _RATES:
        return row.kind == "satisfaction" or bool(mentioned(title, "good_names"))
    return row.kind == "quantity" and target.unit not in _TIMES and bool(mentioned(title, "work_names"))


_RATES: Final = ("%", "‰", "分")
_TIMES: Final = ("天", "日", "个工作日", "工作日", "小时", "分钟", "秒", "周", "月", "个月", "年")


def above_hundred(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """A rate that can't exceed 100%, promised above it."""
    hits = [
        Hit(
            row, row.target_place, found=row.target_text, expected="不超过100%", detail=brief(row.target_text)
        )
        for row in scored.form.indicators
        if promises_too_much(row)
    ]
    yield from rows("targets.above_hundred", scored.form, hits)


def promises_too_much(row: Indicator) -> bool:
    """Whether a rate that can't exceed 100% has a target above it."""
    target = row.target
    if not isinstance(target, Target) or target.unit != "%" or not bounded(row):
        return False
    return max(target.low or Decimal(0), target.high or Decimal(0)) > 1


def is_out_of_question(row: Indicator, year: int | None) -> bool:
    """Whether a row's target, sign or time can't be meant: told by its own entry, judged by no other."""
    return promises_too_much(row) or against_sense(row) is not None or any(True for _ in _times(row, year))


def bounded(row: Indicator) -> bool:
    """Whether the row is a rate that can't exceed 100%."""
    title = row.level3.text
    return not mentioned(title, "beyond_hundred") and (
        row.kind == "satisfaction" or bool(mentioned(title, "within_hundred"))
    )


MAGNITUDE: Final = Decimal(10)
_SMALL_BASE, _SMALL_GAP = Decimal(10), Decimal(4)
"""Below this base a few more say little: ≥2篇 and 5篇, ≥5% and 7%."""


def too_low(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """Far exceeded without a reason: each such row is told once.

    A slip of a digit, a target set too low (one entry per project, counts that depend on applicants in
    softer words), or an excess that is small in itself.
    """
    exceeded = [row for row in scored.rows if row.far_exceeded and is_filler(row.indicator.reason.text)]
    usual = [row for row in exceeded if _is_telling(row)]
    slips = [row for row in usual if _rate(row) >= MAGNITUDE]
    usual = [row for row in usual if row not in slips]
    slight = [row for row in exceeded if not _is_telling(row) and not _is_easy(row, scheme)]
    applied = [row for row in usual if depends_on_applicants(row.indicator)]
    yield from rows("targets.magnitude", scored.form, [_exceed_hit(row) for row in slips])
    rule = "targets.too_low" if len(applied) < len(usual) else "targets.exceeded_applicants"
    limit = percent(scheme.exceed_limit, 0)
    yield from rows(
        rule,
        scored.form,
        [_exceed_hit(row) for row in usual],
        limit=limit,
        soft=f"其中{_names(applied)}取决于申请人或来访人，简要说明即可。" if applied else "",
    )
    yield from rows("targets.exceeded", scored.form, [_exceed_hit(row) for row in slight], limit=limit)


def _names(exceeded: list[RowScore]) -> str:
    return "、".join(f"“{name(row.indicator)}”" for row in exceeded)


def _exceed_hit(row: RowScore) -> Hit:
    rate = f"{plain(half_up(_rate(row) * 100, 1))}%"
    indicator = row.indicator
    return Hit(
        indicator,
        indicator.target_place,
        found=rate,
        detail=f"{_beside(indicator)}，{rate}",
    )


def _rate(row: RowScore) -> Decimal:
    """实际 / 指标值 of a count, at the actual's stated end; 0 where there is none."""
    base, actual = row.operands.target_low, row.operands.actual_low
    return Decimal(0) if base is None or base <= 0 or actual is None else actual / base


def is_set_too_low(row: RowScore) -> bool:
    """Exceeded so far, without a reason that says why, that finance will ask."""
    return row.far_exceeded and is_filler(row.indicator.reason.text) and _is_telling(row)


def _is_telling(row: RowScore) -> bool:
    """More than one or two of a small count (points of a small rate), and no rate that ends at 100%."""
    target = row.indicator.target
    share = 100 if isinstance(target, Target) and target.unit == "%" else 1
    base, actual = row.operands.target_low or Decimal(0), row.operands.actual_low or Decimal(0)
    small = base * share < _SMALL_BASE and (actual - base) * share < _SMALL_GAP
    return not small and not bounded(row.indicator)


def depends_on_applicants(row: Indicator) -> bool:
    """Counts that the unit doesn't decide: 接待, 受理, 咨询 …"""
    return bool(mentioned(row.level3.text, "applicants"))


_EASY: Final = Decimal("0.7")


def easy_rate(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """A rate promised below 70% and far exceeded: perhaps a slip, at least an easy promise."""
    hits = [
        Hit(
            row.indicator,
            row.indicator.target_place,
            found=row.indicator.target_text,
            detail=_beside(row.indicator),
        )
        for row in scored.rows
        if _is_easy(row, scheme)
    ]
    yield from rows("targets.easy_rate", scored.form, hits)


def _is_easy(row: RowScore, scheme: Scheme) -> bool:
    target, actual = row.indicator.target, row.operands.actual_low
    if not isinstance(target, Target) or target.unit != "%" or target.op not in (*_AT_LEAST, Op.EQUAL):
        return False
    if target.low is None or actual is None or not bounded(row.indicator):
        return False
    return 0 < target.low < _EASY and actual >= target.low * scheme.exceed_limit


def duplicate(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """The same name with the same target twice in one form."""
    seen: dict[tuple[str, str, str, str], list[Indicator]] = {}
    for row in scored.form.indicators:
        if len(bare(row.level3.text)) > 1:
            key = (bare(row.level3.text), row.kind, bare(row.target_text), bare(row.actual_text))
            seen.setdefault(key, []).append(row)
    for same in seen.values():
        if len(same) > 1:
            yield from rows(
                "targets.duplicate",
                scored.form,
                [
                    Hit(row, row.level3.place or row.place, found=name(row), detail=_beside(row))
                    for row in same
                ],
            )


def adjusted(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """An adjusted target beside another one from the start of the year."""
    hits = [
        Hit(
            row,
            row.target_place,
            found=row.target_text,
            expected=row.initial_target_text,
            detail=f"{brief(row.initial_target_text)} → {brief(row.target_text)}",
        )
        for row in scored.form.indicators
        if row.initial_target_text
        and bare(row.initial_target_text) != bare(row.target_text)
        and is_filler(row.reason.text)
    ]
    yield from rows("targets.adjusted", scored.form, hits)


def other_year(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """A time in another year than the form's."""
    form = scored.form
    hits = [
        Hit(row, place, found=text, expected=f"{form.year}年", detail=brief(text))
        for row in form.indicators
        for text, place in _times(row, form.year)
    ]
    yield from rows("targets.other_year", form, hits, year=str(form.year or ""))


def _times(row: Indicator, year: int | None) -> Iterator[tuple[str, Place | None]]:
    target, actual = row.target, row.actual
    if year is None:
        return
    if isinstance(target, Target) and target.span is not None and target.span.year not in (None, year):
        yield row.target_text, row.target_place
    elif isinstance(actual, Actual) and actual.span is not None and actual.span.year not in (None, year):
        yield row.actual_text, row.actual_place


def no_quantity(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """A form without any 定量 target."""
    targets = [row.target for row in scored.form.indicators if isinstance(row.target, Target)]
    if len(targets) < len(scored.form.indicators) or len(targets) < 3:
        return
    if all(target.op is Op.WORDS for target in targets):
        first = scored.form.indicators[0]
        yield from rows(
            "targets.no_quantity", scored.form, [Hit(first, first.target_place, found="全部为文字")]
        )


_LOOSE: Final = Decimal("0.5")


def loose_limit(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """A cost that stays below half of its limit: the limit was set too high, or a digit slipped."""
    hits = []
    for row in scored.rows:
        limit, actual = row.operands.target_high, row.operands.actual_high
        if (
            row.status is Status.MET
            and limit
            and actual
            and _counts_money(row.indicator)
            and 0 < actual < limit * _LOOSE
        ):
            rate = f"{plain(half_up(actual / limit * 100, 1))}%"
            hits.append(
                Hit(
                    row.indicator,
                    row.indicator.target_place,
                    found=rate,
                    detail=f"{_beside(row.indicator)}，{rate}",
                )
            )
    yield from rows("targets.loose_limit", scored.form, hits)
