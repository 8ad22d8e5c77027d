"""Targets and actuals as canonical texts, for people; what is printed reads back as the same value."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from perf_xlsx.figures import plain
from perf_xlsx.model import Actual, Bound, Op, Span, Target
from perf_xlsx.values.dates import last_day
from perf_xlsx.values.numbers import round_to
from perf_xlsx.values.units import PERCENT, PERCENT_POINT

_SIGNS: Final = {
    Op.AT_LEAST: "≥",
    Op.ABOVE: ">",
    Op.AT_MOST: "≤",
    Op.BELOW: "<",
    Bound.AT_LEAST: "≥",
    Bound.ABOVE: ">",
    Bound.AT_MOST: "≤",
    Bound.BELOW: "<",
    Bound.ABOUT: "约",
}
_SHARES: Final = (PERCENT, PERCENT_POINT)
_YEARS: Final = (1900, 2100)
_QUARTERS: Final = ("第一季度", "第二季度", "第三季度", "第四季度")
_SCALES: Final = {"亿": Decimal(10**8), "万": Decimal(10**4)}
_TO: Final = "～"


def quantity(value: Decimal, unit: str) -> str:
    """A number with its unit: 4521件, 95%; 2,021年 and 2,021.12, lest they look like a date."""
    if unit in _SHARES:
        return f"{plain(value * 100)}{unit}"
    like_a_year = _YEARS[0] <= value < _YEARS[1] and (unit.startswith("年") or value != int(value))
    return f"{value:,f}{unit}" if like_a_year else f"{plain(value)}{unit}"


def in_scale_of(text: str, value: Decimal, unit: str) -> str:
    """A number in the scale that a text writes its own in: 100000 beside 100万人次 is 10万人次.

    What is small beside that scale stays as it is: 3人, not 0.0003万人.
    """
    for name, scale in _SCALES.items():
        written = re.search(rf"[\d.]\s*{name}[余多]?\s*{re.escape(unit)}", text)
        if written and value * 100 >= scale:
            return f"{plain(value / scale)}{name}{unit}"
    return f"{plain(value)}{unit}"


def print_target(target: Target) -> str:
    """A target in one line: ≥95%, 3～5次, 2021年12月31日前, 有效提升."""
    if target.op is Op.WORDS:
        return target.words
    if target.op is Op.BY_DATE:
        return "" if target.span is None else print_deadline(target.span)
    if target.op is Op.BETWEEN:
        return _range(target.low, target.high, target.unit)
    value = target.low if target.low is not None else target.high
    sign = "=" if target.op is Op.EQUAL and target.signed else _SIGNS.get(target.op, "")
    return "" if value is None else f"{'约' if target.about else sign}{quantity(value, target.unit)}"


def _range(low: Decimal | None, high: Decimal | None, unit: str) -> str:
    assert low is not None
    assert high is not None
    return f"{plain(low * 100 if unit in _SHARES else low)}{_TO}{quantity(high, unit)}"


def print_actual(actual: Actual) -> str:
    """An actual in one line: 4521件, 400余场次, ≥95%, 7月, 已全覆盖."""
    if actual.bound is Bound.WORDS:
        return actual.words
    if actual.span is not None:
        return print_span(actual.span)
    low, high = actual.low, actual.high
    if low is not None and high is not None and low != high:
        return _between(low, high, actual)
    value = low if low is not None else high
    return "" if value is None else f"{_SIGNS.get(actual.bound, '')}{quantity(value, actual.unit)}"


def _between(low: Decimal, high: Decimal, actual: Actual) -> str:
    if not actual.high_open:
        return _range(low, high, actual.unit)
    sign = ">" if actual.low_open else ""
    return f"{sign}{_and_more(low, high - low, actual.unit)}"


def _and_more(low: Decimal, width: Decimal, unit: str) -> str:
    """400余: as many digits as leave the width open that it had (1.0万余 is up to 1.1万)."""
    share = unit in _SHARES
    shown, open_ = (low * 100, width * 100) if share else (low, width)
    scale, name = Decimal(1), ""
    if round_to(shown.normalize()) != open_ and open_ >= 1:
        scale, name = (Decimal(10**4), "万") if open_ < 10**4 else (Decimal(10**8), "亿")
    digits = (
        plain(shown)
        if round_to(shown.normalize()) == open_
        else f"{(shown / scale).quantize((open_ / scale).normalize()):f}"
    )
    return f"{digits}{name}{unit}余" if share else f"{digits}{name}余{unit}"


# ---------------------------------------------------------------- times


def _year(span: Span) -> str:
    return "" if span.year is None else f"{span.year}年"


def _day(day: tuple[int, int]) -> str:
    return f"{day[0]}月{day[1]}日"


def _whole_month(span: Span) -> bool:
    (month, day), last = span.first, span.last
    return day == 1 and last == (month, last_day(month, span.year))


def _quarter(span: Span) -> str:
    (month, day), (until, last) = span.first, span.last
    whole = day == 1 and month % 3 == 1 and until == month + 2 and last == last_day(until, span.year)
    return _QUARTERS[month // 3] if whole else ""


def print_span(span: Span) -> str:
    """A time as precise as it is: 7月, 第三季度, 2021年7月1日, 1月1日至9月30日."""
    if span.first == span.last:
        return _year(span) + _day(span.first)
    if _whole_month(span):
        return f"{_year(span)}{span.first[0]}月"
    return _year(span) + (_quarter(span) or f"{_day(span.first)}至{_day(span.last)}")


def print_deadline(span: Span) -> str:
    """A deadline: its day where it is known, else the time that it lies in (9月前)."""
    if span.first == span.last:
        return f"{_year(span)}{_day(span.first)}前"
    within = (
        f"{span.first[0]}月"
        if _whole_month(span)
        else _quarter(span) or _PARTS.get((span.first, span.last), "")
    )
    return f"{_year(span)}{within or _third(span)}前"


_PARTS: Final = {
    ((1, 1), (6, 30)): "上半年",
    ((7, 1), (12, 31)): "下半年",
    ((1, 1), (9, 30)): "前三季度",
    ((1, 1), (12, 31)): "全年",
}
_THIRDS: Final = {1: "上旬", 11: "中旬", 21: "下旬"}


def _third(span: Span) -> str:
    return f"{span.first[0]}月{_THIRDS.get(span.first[1], '')}"
