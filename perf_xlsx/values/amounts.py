"""Figures of the form: money in 万元, rates as ratios, points.

A mark (—, /, 无) or a lone unit is nothing given; what can't be read is told as such and never 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from perf_xlsx.model import Amount, Cell, Figure, NotGiven, Unreadable
from perf_xlsx.text import REMEMBERED, label, shown
from perf_xlsx.values import cells, units, words
from perf_xlsx.values.phrase import Amount as Read
from perf_xlsx.values.phrase import parse
from perf_xlsx.values.units import PERCENT

BASE_UNIT: Final = "万元"
_NOTHING: Final = NotGiven()
_MONEY_UNIT: Final = re.compile("亿元|百万元|千万元|万元|千元|元")
_RATIO_BELOW: Final = Decimal(2)
"""A rate without a percent sign is a ratio up to here (1.0259), above it a percentage (98.5)."""

_BEYOND: Final = Decimal(10) ** 18

_NUMBER_ALONE: Final = Read(Decimal(0), Decimal(0), "", Decimal(1), Decimal(1), 0, 0)
"""How a stored number reads whose text shows none."""

Reader = Callable[[Decimal, Read, str], tuple[Decimal, Decimal] | None]
"""Value and step of a number, by how it was written and the text around it; None: no such figure."""


def money_unit(text: str) -> str:
    """The unit that a header or note names (项目资金（万元）, 单位：元), empty when it names none."""
    match = _MONEY_UNIT.search(label(text))
    return "" if match is None else match[0]


@lru_cache(maxsize=REMEMBERED)
def _single(text: str) -> Read | None:
    """The one plain number of a text, None when there is none, several, or one with a sign."""
    phrase = parse(text)
    if len(phrase.amounts) != 1:
        return None
    amount = phrase.amounts[0]
    return None if amount.op or amount.vague or amount.ranged or amount.fault else amount


def _nothing(text: str, unit_kinds: tuple[str, ...]) -> bool:
    """A mark, 无, or a unit without its number (万元)."""
    if words.is_mark(text) or words.is_none(text) or words.is_not_applicable(text):
        return True
    if words.is_left_blank(text):
        return True
    bare = shown(text).replace(" ", "")
    return units.is_unit(bare) and units.kind(bare) in unit_kinds


def _figure(cell: Cell | None, reader: Reader, why: str, unit_kinds: tuple[str, ...]) -> Figure:
    if cell is None:
        return _NOTHING
    fault = cells.fault(cell)
    if fault:
        return Unreadable(shown(cell.text), fault, cell.place)
    read = _single(cell.text)
    if read is None and cell.number is not None:
        number = cells.seen(cell.number)
        if abs(number) >= _BEYOND:
            return Unreadable(shown(cell.text), "beyond_range", cell.place)
        value = reader(number, _NUMBER_ALONE, "")
        return _NOTHING if value is None else Amount(value[0], value[1], shown(cell.text), cell.place)
    if read is None:
        return NotGiven(cell.place) if _nothing(cell.text, unit_kinds) else _unread(cell, why)
    value = reader(cells.exact(read.low, read.step, cell), read, cell.text)
    return _unread(cell, why) if value is None else Amount(*value, shown(cell.text), cell.place)


def _unread(cell: Cell, why: str) -> Unreadable:
    raw = shown(cell.text)
    return Unreadable(raw, "beyond_range" if _too_long(raw) else why, cell.place)


def _too_long(raw: str) -> bool:
    return re.search("[0-9]{19}", raw) is not None


# ---------------------------------------------------------------- the three kinds


def read_points(cell: Cell | None) -> Figure:
    """分值 and 得分: 10, 10分, 8.62; 25% of a 权重占比（%） column is 25."""
    return _figure(cell, _points, "not_a_number", ("points", "percent"))


def _points(number: Decimal, read: Read, _text: str) -> tuple[Decimal, Decimal] | None:
    if read.unit == PERCENT:
        return number * 100, read.step * 100
    return (number, read.step) if not read.unit or units.kind(read.unit) == "points" else None


def read_rate(cell: Cell | None) -> Figure:
    """预算执行率 as a ratio: 86%, 0.86 and 86 are the same."""
    return _figure(cell, _rate, "not_a_rate", ("percent",))


def _rate(number: Decimal, read: Read, _text: str) -> tuple[Decimal, Decimal] | None:
    if read.unit:
        return (number, read.step) if read.unit == PERCENT else None
    if abs(number) > _RATIO_BELOW:
        return number / 100, read.step / 100
    return number, read.step


def read_money(cell: Cell | None, unit: str = BASE_UNIT) -> Figure:
    """Money in 万元; ``unit`` is the form's own, a unit in the cell goes before it."""
    return _figure(cell, _READERS[unit or BASE_UNIT], "not_money", ("money",))


def _money_reader(form_unit: str) -> Reader:
    def reader(number: Decimal, read: Read, text: str) -> tuple[Decimal, Decimal] | None:
        unit = read.unit
        if unit and units.kind(unit) != "money":
            return None
        if not unit:
            unit = "元" if read.scale > 1 and ("万" in text or "亿" in text) else form_unit
        factor = units.factor(unit, BASE_UNIT)
        return _times(number, factor), _times(read.step, factor)

    return reader


def _times(number: Decimal, factor: Fraction) -> Decimal:
    return number if factor == 1 else number * factor.numerator / factor.denominator


_READERS: Final = {unit: _money_reader(unit) for unit in ("元", "千元", "万元", "百万元", "千万元", "亿元")}
