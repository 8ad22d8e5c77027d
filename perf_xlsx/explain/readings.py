"""How a text was read, in words: 「≥95%」 is 不低于 95%, and what could not be read is told with examples."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from perf_xlsx.figures import plain
from perf_xlsx.model import Actual, Amount, Bound, Figure, NotGiven, Op, Span, Target, Tier, Unreadable
from perf_xlsx.values.why import WHY

_PARTS: Final[Mapping[str, int]] = {"%": 100, "‰": 1000}
_OPS: Final[Mapping[Op, str]] = {
    Op.AT_LEAST: "不低于",
    Op.ABOVE: "高于",
    Op.AT_MOST: "不高于",
    Op.BELOW: "低于",
    Op.EQUAL: "等于",
}
_BOUNDS: Final[Mapping[Bound, str]] = {
    Bound.EXACT: "",
    Bound.AT_LEAST: "至少 ",
    Bound.ABOVE: "超过 ",
    Bound.AT_MOST: "至多 ",
    Bound.BELOW: "不足 ",
    Bound.ABOUT: "约 ",
    Bound.WORDS: "",
}
_TIERS: Final[Mapping[Tier, str]] = {Tier.FULL: "达成", Tier.PARTIAL: "部分达成", Tier.NONE: "未达成"}


def target_words(target: Target | NotGiven | Unreadable) -> str:
    """A 年度指标值 as it was understood."""
    if not isinstance(target, Target):
        return _nothing(target)
    if target.op is Op.WORDS:
        return "读作文字要求"
    if target.op is Op.BY_DATE:
        return f"读作时限：{_span(target.span)}"
    if target.op is Op.BETWEEN:
        return f"读作 {_quantity(target.low, target.unit)} 至 {_quantity(target.high, target.unit)} 之间"
    edge = target.high if target.op in (Op.AT_MOST, Op.BELOW) else target.low
    sense = "" if target.signed else "（未写符号，按指标性质判断）"
    return f"读作{_OPS[target.op]} {_quantity(edge, target.unit)}{sense}"


def actual_words(actual: Actual | NotGiven | Unreadable) -> str:
    """An 实际完成值 as it was understood."""
    if not isinstance(actual, Actual):
        return _nothing(actual)
    if actual.span is not None:
        return f"读作时间：{_span(actual.span)}"
    if actual.bound is Bound.WORDS or (actual.low is None and actual.high is None):
        return f"读作{_TIERS[actual.tier]}" if actual.tier else "读作文字说明，没有说明是否达成"
    if actual.low is not None and actual.high is not None and actual.low != actual.high:
        ends = f"{_quantity(actual.low, actual.unit)} 至 {_quantity(actual.high, actual.unit)}"
        return f"读作{_BOUNDS[actual.bound]}{ends} 之间"
    stated = actual.low if actual.low is not None else actual.high
    return f"读作{_BOUNDS[actual.bound] or ' '}{_quantity(stated, actual.unit)}"


def figure_words(figure: Figure) -> str:
    """An amount of money as it was understood."""
    if isinstance(figure, Amount):
        return _read(figure)
    return _nothing(figure)


def _read(amount: Amount) -> str:
    shown = f"{plain(amount.value)} 万元"
    return f"“{amount.raw}”，读作 {shown}" if amount.raw else shown


def _nothing(value: NotGiven | Unreadable) -> str:
    if isinstance(value, NotGiven):
        return "（未填）"
    return f"不能识别：{WHY[value.why].text}"


def _quantity(number: Decimal | None, unit: str) -> str:
    if number is None:
        return "（不限）"
    return f"{plain(number * _PARTS.get(unit, 1))}{unit}"


def _span(span: Span | None) -> str:
    if span is None:
        return "（未写明）"
    year = f"{span.year}年" if span.year else ""
    first, last = (f"{month}月{day}日" for month, day in (span.first, span.last))
    return f"{year}{last}" if span.first == span.last else f"{year}{first}至{last}"
