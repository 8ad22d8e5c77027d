"""Chinese numerals of the number formats [DBNum1] (一百二十), [DBNum2] (壹佰贰拾), [DBNum3] (full width)."""

from __future__ import annotations

import re
from typing import Final

_DIGITS: Final = {1: "〇一二三四五六七八九", 2: "零壹贰叁肆伍陆柒捌玖", 3: "０１２３４５６７８９"}
_TENS: Final = {1: ("", "十", "百", "千"), 2: ("", "拾", "佰", "仟")}
_GROUPS: Final = ("", "万", "亿", "兆", "京")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")


def digits(text: str, numerals: int, *, spelled: bool) -> str:
    """Every number in a text in Chinese numerals; ``spelled`` writes 120 as 一百二十, else 一二〇.

    Numbers beyond the named powers stay as they are.
    """
    if numerals == 3 or not spelled:
        return "".join(_DIGITS[numerals][int(char)] if char in "0123456789" else char for char in text)
    return _NUMBER.sub(lambda match: _spelled(match[0], numerals), text)


def _spelled(number: str, numerals: int) -> str:
    whole, _, decimals = number.partition(".")
    if len(whole) > 4 * len(_GROUPS):
        return number
    spelled = spell(int(whole), numerals)
    tail = "".join(_DIGITS[numerals][int(char)] for char in decimals)
    return f"{spelled}.{tail}" if tail else spelled


def spell(value: int, numerals: int) -> str:
    """A whole number in words: 120 → 一百二十, 10020 → 一万〇二十."""
    zero = _DIGITS[numerals][0]
    if value == 0:
        return zero
    words, gap = "", False
    for power in reversed(range(len(_GROUPS))):
        group = value // 10_000**power % 10_000
        if group == 0:
            gap = bool(words)
            continue
        if words and (gap or group < 1_000):
            words += zero
        words += _group(group, numerals) + _GROUPS[power]
        gap = False
    return words.removeprefix("一") if 10 <= value < 20 and numerals == 1 else words


def _group(value: int, numerals: int) -> str:
    words, gap = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += (_DIGITS[numerals][0] if gap else "") + _DIGITS[numerals][digit] + _TENS[numerals][power]
        gap = False
    return words
