"""实际完成值: blank, another unit, not decidable, against its own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from perf_xlsx.checks.targets import bounded
from perf_xlsx.checks.tell import Hit, empty_cell, rows
from perf_xlsx.checks.words import bare, mentioned
from perf_xlsx.model import (
    Actual,
    Bound,
    FormScore,
    Indicator,
    NotGiven,
    Op,
    Place,
    Problem,
    RowScore,
    Status,
    Target,
    Unreadable,
)
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.text import brief, folded
from perf_xlsx.values.align import Fit, align


def _place(row: Indicator) -> Place:
    return row.actual_place or row.actual.place or row.place


def _hit(row: Indicator, expected: str = "") -> Hit:
    return Hit(
        row,
        _place(row),
        found=brief(row.actual_text) or "未填",
        expected=expected,
        detail=f"{brief(row.target_text)} → {brief(row.actual_text)}",
    )


def blank(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """A target without 实际完成值."""
    missing = [
        Hit(
            row,
            row.actual_place or empty_cell(scored.form, "actual", row.place),
            found="未填",
            detail=brief(row.target_text),
        )
        for row in scored.form.indicators
        if isinstance(row.actual, NotGiven) and not isinstance(row.target, NotGiven)
    ]
    yield from rows("actuals.blank", scored.form, missing)


def _fit(row: Indicator) -> Fit | None:
    target, actual = row.target, row.actual
    if not isinstance(target, Target) or not isinstance(actual, Actual):
        return None
    if target.op in (Op.WORDS, Op.BY_DATE) or actual.bound is Bound.WORDS or actual.span is not None:
        return None
    return align(target, actual).kind


def unit(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """Units that can't be compared: 人 is not 人次."""
    hits = []
    for row in scored.form.indicators:
        if _fit(row) is Fit.DIFFERENT:
            assert isinstance(row.target, Target)
            hits.append(_hit(row, row.target.unit))
    yield from rows("actuals.unit", scored.form, hits)


def undecided(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """What can't be decided honestly and has no other entry."""
    told: dict[str, list[Hit]] = {
        "actuals.undecided": [],
        "actuals.straddles": [],
        "actuals.two_readings": [],
    }
    for row in scored.rows:
        if row.status is Status.UNDECIDED and not _told_elsewhere(row.indicator):
            told[_OPEN.get(row.why.id, "actuals.undecided")].append(_hit(row.indicator))
    for rule, hits in told.items():
        yield from rows(rule, scored.form, hits)


_OPEN: Final[Mapping[str, str]] = {
    "number_straddles": "actuals.straddles",
    "number_about": "actuals.straddles",
    "by_date_straddles": "actuals.straddles",
    "readings_differ": "actuals.two_readings",
}
"""The rule that an undecided row belongs to, by the scorer's reason."""


def _is_number(row: Indicator) -> bool:
    return isinstance(row.actual, Actual) and row.actual.bound is not Bound.WORDS


def _told_elsewhere(row: Indicator) -> bool:
    if isinstance(row.target, NotGiven | Unreadable) or isinstance(row.actual, NotGiven | Unreadable):
        return True
    return _fit(row) is Fit.DIFFERENT


def reading_assumed(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """A number without a unit that could be read in two ways with the same result: one note a project."""
    hits = [_hit(row.indicator) for row in scored.rows if row.why.id == "reading_assumed"]
    yield from rows("actuals.reading_assumed", scored.form, hits)


def words_for_number(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """Words taken as meeting a number: 已全覆盖 for 100%."""
    hits = [
        _hit(row.indicator)
        for row in scored.rows
        if row.status is Status.MET
        and isinstance(row.indicator.target, Target)
        and row.indicator.target.op not in (Op.WORDS, Op.BY_DATE)
        and isinstance(row.indicator.actual, Actual)
        and row.indicator.actual.bound is Bound.WORDS
    ]
    yield from rows("actuals.words_for_number", scored.form, hits)


_ROUNDISH: Final = (Bound.ABOUT, Bound.AT_LEAST, Bound.ABOVE, Bound.BELOW, Bound.AT_MOST)
_LOOSE: Final = ("余", "约", "左右", "近", "超", "多", "以上", "大于", "不足", "上下")


def approximate(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """Actuals in round words (余, 约, 以上) that are decided all the same: one note per project."""
    hits = [
        _hit(row.indicator)
        for row in scored.rows
        if row.status in (Status.MET, Status.UNMET)
        and isinstance(row.indicator.actual, Actual)
        and row.indicator.actual.bound in _ROUNDISH
        and any(word in row.indicator.actual_text for word in _LOOSE)
    ]
    yield from rows("actuals.approximate", scored.form, hits)


_MANY: Final = 4


def copies(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """Every counted actual equals its target to the digit: 100%, 0 and words prove nothing."""
    telling = [row for row in scored.form.indicators if _is_telling(row)]
    if len(telling) < _MANY or not all(_equal(row) for row in telling):
        return
    yield from rows("actuals.copies", scored.form, [_hit(row) for row in telling])


def _is_telling(row: Indicator) -> bool:
    target, actual = row.target, row.actual
    if not isinstance(target, Target) or not isinstance(actual, Actual) or actual.low is None:
        return False
    edge = target.low if target.low is not None else target.high
    if edge is None or edge == 0 or (target.unit == "%" and edge == 1):
        return False
    return not (target.unit != "%" and edge == 1)


def _equal(row: Indicator) -> bool:
    assert isinstance(row.target, Target)
    assert isinstance(row.actual, Actual)
    return row.actual.bound is Bound.EXACT and row.actual.low in (row.target.low, row.target.high)


def contradicts(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """A word beside the number that says the opposite: 3000件，已完成 for ≥4000件."""
    hits = [
        _hit(row.indicator)
        for row in scored.rows
        if _is_number(row.indicator)
        and len(bare(row.indicator.actual_text)) >= _MANY
        and _says_otherwise(row.status, row.indicator.actual_text)
    ]
    yield from rows("actuals.contradicts", scored.form, hits)


def _says_otherwise(status: Status, text: str) -> bool:
    """Whether words tell of a shortfall beside a row that was met, or of success beside an unmet one."""
    is_short = bool(mentioned(text, "short"))
    if status is not Status.UNMET or is_short:
        return status is Status.MET and is_short
    within = folded(text)
    return any(word in within for word in _DONE)


_DONE: Final = ("已完成", "超额", "全部完成", "已达到", "已达标", "已达成")


def above_hundred(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """A rate that can't exceed 100%, reached above it."""
    hits = [
        _hit(row.indicator, "不超过100%")
        for row in scored.rows
        if isinstance(row.indicator.target, Target)
        and row.indicator.target.unit == "%"
        and (row.operands.actual_low or Decimal(0)) > 1
        and bounded(row.indicator)
        and (row.indicator.target.low or Decimal(0)) <= 1
        and not _is_ambiguous(row)
    ]
    yield from rows("actuals.above_hundred", scored.form, hits)


def _is_ambiguous(row: RowScore) -> bool:
    return _fit(row.indicator) is Fit.AMBIGUOUS
