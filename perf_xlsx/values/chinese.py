"""Chinese numerals: 三十五, 一万二, 廿五, 贰佰, 二〇二一, 三点五, read from left to right."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from perf_xlsx.values.units import unit_end

DIGIT: Final = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "两": 2, "貳": 2, "參": 3, "陸": 6,
}  # fmt: skip
TENS: Final = {"廿": 20, "卅": 30}
PLACE: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIAD: Final = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_LONGEST: Final = 18
"""Digits beyond which no form can mean a number."""
_SEQUENCE: Final = re.compile(
    f"[{''.join(DIGIT)}]{{3,{_LONGEST + 1}}}"
    f"|[{''.join(DIGIT)}]{{0,2}}[〇零][{''.join(DIGIT)}]{{1,{_LONGEST}}}"
)
_POINT: Final = re.compile(f"点([{''.join(DIGIT)}]+)")


class _Machine:
    """One left-to-right pass over a Chinese numeral, ended by the first character that doesn't fit."""

    def __init__(self) -> None:
        self.total = 0
        self.section = 0
        self.digit: int | None = None
        self.place = 10**5
        self.myriad = 10**9
        self.last = 1
        self.zero = False

    def take(self, char: str) -> bool:
        """Take one more character; False when the numeral ends before it."""
        if char in DIGIT:
            return self._take_digit(DIGIT[char])
        if char in TENS:
            return self._take_place(10, TENS[char] // 10)
        if char in PLACE:
            return self._take_place(PLACE[char], None)
        return char in MYRIAD and self._take_myriad(MYRIAD[char])

    def _take_digit(self, digit: int) -> bool:
        if self.digit is not None:
            return False
        if digit == 0 and (self.section or self.total):
            self.zero = True
            return True
        self.digit = digit
        return True

    def _take_place(self, place: int, times: int | None) -> bool:
        if place >= self.place or (times is not None and self.digit is not None):
            return False
        digit = times if times is not None else self.digit
        if digit is None:
            if place != 10 or self.section:
                return False
            digit = 1
        self.section += digit * place
        self.digit, self.place, self.last, self.zero = None, place, place, False
        return True

    def _take_myriad(self, myriad: int) -> bool:
        section = self.section + (self.digit or 0)
        if myriad >= self.myriad or not section:
            return False
        self.total += section * myriad
        self.section, self.digit, self.place, self.zero = 0, None, 10**5, False
        self.myriad, self.last = myriad, myriad
        return True

    def value(self) -> int:
        """一万二 is 12000, 一百二 is 120, 一百零二 is 102."""
        tail = self.digit or 0
        if self.digit is not None and self.last >= 100 and not self.zero:
            tail *= self.last // 10
        return self.total + self.section + tail


def _unit_begins(text: str, at: int) -> bool:
    """万元 and 亿元 are units, also behind Chinese numerals."""
    return text[at] in MYRIAD and unit_end(text, at) > at


def _whole(text: str, start: int) -> tuple[int, int]:
    """A whole number and its end; the end is ``start`` when there is none."""
    sequence = _SEQUENCE.match(text, start)
    if sequence is not None and len(sequence[0]) > _LONGEST:
        return 0, start
    if sequence is not None:
        return int("".join(str(DIGIT[char]) for char in sequence[0])), sequence.end()
    machine, end = _Machine(), start
    while end < len(text) and not _unit_begins(text, end) and machine.take(text[end]):
        end += 1
    return machine.value(), end


def read_chinese(text: str, start: int) -> tuple[Decimal, int, int] | None:
    """The numeral at ``start``: its value, its digits behind 点, and where it ends."""
    whole, end = _whole(text, start)
    if end == start:
        return None
    point = _POINT.match(text, end)
    if point is None:
        return Decimal(whole), 0, end
    if len(point[1]) > _LONGEST:
        return None
    digits = "".join(str(DIGIT[char]) for char in point[1])
    return Decimal(f"{whole}.{digits}"), len(digits), point.end()
