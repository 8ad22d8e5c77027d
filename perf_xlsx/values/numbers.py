"""Numerals: digits, Chinese numerals, and both mixed with 万 and 亿.

The grammar, over text that ``text.folded`` has unified::

    share    = numeral ( "%" | "‰" | 百分比 | 个百分点 )        95%  98百分比  0.5‰  5个百分点
             | ( 百分之 | 千分之 | 万分之 ) numeral             百分之九十五
             | numeral 成 [ digit ]                           九成  九成五
             | numeral 分之 numeral                           三分之二
             | 百分百 | 一半
             | numeral
    numeral  = digits { [ more ] scale [ digits ] } [ more ]  4521  1,234.5  3.7万余  10余万  1亿2000万  3万5
             | chinese [ 点 digits ] [ more ]                 三十五  一万二  廿五  贰佰  二〇二一  三点五
    scale    = [ 十 | 百 | 千 ] ( 万 | 亿 ) | 千 | 百           each smaller than the one before it
    more     = 余 | 多

A scale that begins a unit (万元, 千米) belongs to the unit.  Every numeral knows ``step``, the value
of one unit in its last written place (3.7万 → 1000), and ``round_to``, the same without the zeros
at its end (400 → 100): what 余 leaves open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from perf_xlsx.values.chinese import DIGIT, MYRIAD, PLACE, TENS, read_chinese
from perf_xlsx.values.units import PERCENT, PERCENT_POINT, unit_end

_ONE: Final = Decimal(1)
HALF: Final = Decimal("0.5")
TENTH: Final = Decimal("0.1")
_EXACT: Final = Context(prec=80, rounding=ROUND_HALF_UP)
_SEEN: Final = Context(prec=15, rounding=ROUND_HALF_UP)
"""三分之二 has no last digit: it is taken with the 15 that a worksheet holds."""
_DIGITS: Final = re.compile(
    r"([0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+|(?=\.[0-9]))(\.[0-9]+)?(?:[eE]([+-]?[0-9]{1,2})(?![0-9A-Za-z]))?"
)
_LONGEST: Final = 18
"""Digits before or behind the point beyond which no form can mean a number."""

STARTERS: Final = frozenset([*"0123456789.", *DIGIT, *TENS, "十", "拾", "百", "千", "万"])
"""The characters a numeral or share can begin with (百 for 百分之)."""

_SCALE: Final = re.compile("[十百千]?[万亿萬億]|千|百")
_MORE: Final = re.compile("余(?![额粮])|多(?![媒样功元])")
_PERCENT: Final = re.compile(
    r"\s?\([%‰]\)|\s?\(百分比\)|\s?%(?:\(百分比\))?|\s?百分比|\s?‰|\s?(?:个)?百分点|个点(?!位)"
)
_FRACTION_OF: Final = {"百分之": 100, "千分之": 1000, "万分之": 10000}
_TENTHS: Final = re.compile(
    f"成([{''.join(DIGIT)}](?![{''.join(PLACE)}个]))?(?![功效立果员本为型熟绩分长就])"
)
_SPECIAL: Final = {"百分百": _ONE, "一半": Decimal("0.5"), "百分之百": _ONE, "百分之一百": _ONE}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text from ``start`` to ``end``.

    ``unit`` is "%" or 个百分点 for a share, whose ``value`` is a ratio then.  ``more``: 余 or 多
    stands in it.  ``chinese``: in Chinese numerals, which also occur inside words (统一, 一般).
    ``scale``: the last scale behind its digits (3.7万 → 10000).
    """

    value: Decimal
    step: Decimal
    round_to: Decimal
    start: int
    end: int
    unit: str = ""
    more: bool = False
    chinese: bool = False
    scale: int = 1


def round_to(value: Decimal) -> Decimal:
    """The value of the last place that holds no zero: 400 → 100, 450 → 10, 0 → 1."""
    _, digits, exponent = value.as_tuple()
    written = "".join(map(str, digits))
    return _ONE.scaleb(int(exponent) + len(written) - len(written.rstrip("0"))) if value else _ONE


def _times(numeral: Numeral, factor: int | Decimal, end: int) -> Numeral:
    by = Decimal(factor)
    value, step, round_to = (
        _EXACT.multiply(number, by) for number in (numeral.value, numeral.step, numeral.round_to)
    )
    return replace(numeral, value=value, step=step, round_to=round_to, end=end)


def _plus(left: Numeral, right: Numeral) -> Numeral:
    value = _EXACT.add(left.value, right.value)
    return replace(right, value=value, start=left.start, more=left.more or right.more)


# ---------------------------------------------------------------- digits


def _plain(text: str, start: int) -> Numeral | None:
    match = _DIGITS.match(text, start)
    if match is None:
        return None
    whole, fraction, exponent = match[1].replace(",", ""), (match[2] or "")[1:], int(match[3] or 0)
    if max(len(whole), len(fraction), abs(exponent)) > _LONGEST:
        return None
    value = Decimal(f"{whole or 0}.{fraction}" if fraction else whole).scaleb(exponent)
    step = _ONE.scaleb(exponent - len(fraction))
    return Numeral(value, step, step if fraction else round_to(value), start, match.end())


def _scale(text: str, start: int) -> tuple[int, int]:
    """The scale at ``start`` and its end; (0, start) when there is none."""
    match = _SCALE.match(text, start)
    if match is None:
        return 0, start
    factor = 1
    for char in match[0]:
        factor *= PLACE.get(char) or MYRIAD[char]
    return factor, match.end()


def _digits(text: str, start: int) -> Numeral | None:
    """Digits with their scales: 3.7万, 10余万, 1亿2000万, 3万5千, 3万5."""
    numeral = _plain(text, start)
    total: Numeral | None = None
    below = 10**17
    while numeral is not None:
        more = _MORE.match(text, numeral.end)
        behind = more.end() if more else numeral.end
        factor, end = _scale(text, behind)
        if not 0 < factor < below or (total is None and unit_end(text, behind) > behind):
            break
        below = factor
        scaled = replace(_times(numeral, factor, end), more=more is not None, scale=factor)
        total = scaled if total is None else _plus(total, scaled)
        numeral = None if more else _plain(text, end)
    if total is None or numeral is None:
        return total or numeral
    return _with_tail(total, numeral, below)


def _with_tail(total: Numeral, tail: Numeral, scale: int) -> Numeral:
    """3万5 is 35000 and 1万2000 is 12000; other digits behind a scale belong to something else."""
    written = tail.end - tail.start
    if written == 1:
        return _plus(total, _times(tail, scale // 10, tail.end))
    return _plus(total, tail) if scale == 10**written and tail.step == 1 else total


def _chinese(text: str, start: int) -> Numeral | None:
    read = read_chinese(text, start)
    if read is None:
        return None
    value, places, end = read
    step = _ONE.scaleb(-places) if places else round_to(value)
    return Numeral(value, step, step, start, end, chinese=True)


# ---------------------------------------------------------------- shares


def _bare(text: str, start: int) -> Numeral | None:
    """A numeral without 余, % or 成."""
    return _digits(text, start) or _chinese(text, start)


def _fraction_of(text: str, start: int) -> Numeral | None:
    """百分之九十五, 百分之百, 一半."""
    for words, value in _SPECIAL.items():
        if text.startswith(words, start):
            end = start + len(words)
            return Numeral(value, Decimal("0.01"), Decimal("0.01"), start, end, PERCENT, chinese=True)
    below = _FRACTION_OF.get(text[start : start + 3])
    number = _bare(text, start + 3) if below else None
    if number is None or below is None:
        return None
    return replace(_times(number, _ONE / below, number.end), start=start, unit=PERCENT, chinese=True)


def _part_of(text: str, below: Numeral) -> Numeral | None:
    """三分之二: the numerator behind ``below``."""
    above = _bare(text, below.end + 2) if text.startswith("分之", below.end) and below.value else None
    if above is None:
        return None
    share = _SEEN.divide(above.value, below.value)
    return Numeral(share, Decimal("0.01"), Decimal("0.01"), below.start, above.end, PERCENT, chinese=True)


def _tenths(text: str, number: Numeral) -> Numeral | None:
    match = _TENTHS.match(text, number.end) if number.value <= 10 else None
    if match is None:
        return None
    tenths = _times(number, Decimal("0.1"), match.end())
    if match[1]:
        tenths = replace(tenths, value=tenths.value + Decimal(DIGIT[match[1]]) / 100)
    step = Decimal("0.01") if match[1] else Decimal("0.1")
    return replace(tenths, step=step, round_to=step, unit=PERCENT)


def _with_percent(text: str, number: Numeral) -> Numeral:
    match = _PERCENT.match(text, number.end)
    if match is None:
        return number
    sign = match[0]
    share = _times(number, Decimal("0.001") if "‰" in sign else Decimal("0.01"), match.end())
    return replace(share, unit=PERCENT_POINT if "点" in sign else PERCENT)


def _with_more(text: str, number: Numeral) -> Numeral:
    match = _MORE.match(text, number.end)
    return number if match is None else replace(number, more=True, end=match.end())


def read_numeral(text: str, start: int = 0) -> Numeral | None:
    """The numeral or share that begins at ``start``; None when there is none that can be meant."""
    share = _fraction_of(text, start)
    if share is not None:
        return _with_more(text, share)
    number = _bare(text, start)
    if number is None:
        return None
    share = _part_of(text, number) or _tenths(text, number)
    if share is not None:
        return _with_more(text, share)
    number = _with_percent(text, _with_more(text, number))
    return _with_more(text, number) if number.unit else number
