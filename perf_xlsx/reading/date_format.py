"""Dates and times as a worksheet shows them: yyyy-mm-dd, yyyy"年"m"月", m"月"d"日", 上午/下午h:mm, [h]:mm.

Serial numbers here are of the 1900 system; 60 is its 29 February 1900 that never was.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Protocol

from perf_xlsx.reading.chinese_numerals import digits as chinese_digits
from perf_xlsx.reading.chinese_numerals import spell

LAST_SERIAL: Final = 2_958_465
"""31 December 9999."""
DAYS_BEFORE_1904: Final = 1_462
"""What the 1904 system counts less."""

_EPOCH: Final = date(1899, 12, 30)
_SECONDS: Final = 86_400
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS_CHINESE: Final = "一二三四五六日"
_CHINESE: Final = ("804", "404", "C04", "1004", "0804")
_SYSTEM_DATE: Final = "F800"


class Token(Protocol):
    """A piece of a format, as ``number_format`` cuts it."""

    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...


def day_of(serial: Decimal) -> date | None:
    """The day of a serial number; None when the calendar has none for it."""
    whole = int(serial) if abs(serial) < LAST_SERIAL + 1 else -1
    if not 1 <= whole <= LAST_SERIAL or whole == 60:
        return None
    return _EPOCH + timedelta(days=whole if whole > 60 else whole + 1)


def show_date(serial: Decimal, tokens: Sequence[Token], locale: str, numerals: int) -> str:
    """The serial as the tokens show it; raises ``ValueError`` for what is no time at all."""
    if not 0 <= serial < LAST_SERIAL + 1:
        raise ValueError(serial)
    seconds = (serial * _SECONDS).quantize(Decimal("0.001"), rounding=ROUND_HALF_UP)
    if any(token.kind in ("date", "elapsed") and token.text[0] == "s" for token in tokens):
        unit = Decimal(1).scaleb(-_second_places(tokens))
        seconds = seconds.quantize(unit, rounding=ROUND_HALF_UP)
    day = day_of(seconds // _SECONDS)
    if locale.endswith(_SYSTEM_DATE) and day is not None:
        return f"{day.year}年{day.month}月{day.day}日"
    writer = _Writer(day, seconds, locale, numerals)
    writer.twelve = any(token.kind == "meridiem" for token in tokens)
    return "".join(writer.piece(tokens, index) for index in range(len(tokens)))


def _second_places(tokens: Sequence[Token]) -> int:
    """Decimals of the seconds: zeros after a point."""
    places, pointed = 0, False
    for token in tokens:
        if token.kind == "sign" and token.text == ".":
            pointed = True
        elif token.kind == "digit" and pointed:
            places += 1
        else:
            pointed = False
    return min(places, 3)


class _Writer:
    """One moment, token by token."""

    def __init__(self, day: date | None, seconds: Decimal, locale: str, numerals: int) -> None:
        self.day = day
        self.seconds = seconds
        self.chinese = locale.lstrip("0") in _CHINESE
        self.numerals = numerals
        self.twelve = False
        within = seconds % _SECONDS
        self.hour = int(within // 3600)
        self.minute = int(within // 60 % 60)
        self.second = int(within % 60)

    def piece(self, tokens: Sequence[Token], index: int) -> str:
        token = tokens[index]
        if token.kind == "date":
            return self._date(tokens, index)
        if token.kind == "elapsed":
            divisor = {"h": 3600, "m": 60, "s": 1}[token.text[0]]
            return f"{int(self.seconds // divisor):0{len(token.text)}d}"
        if token.kind == "meridiem":
            return self._meridiem(token.text)
        if token.kind == "digit":
            return self._fraction_digit(tokens, index)
        if token.kind == "gap":
            return " "
        return token.text if token.kind in ("literal", "sign") else ""

    def _date(self, tokens: Sequence[Token], index: int) -> str:
        letter, width = tokens[index].text[0], len(tokens[index].text)
        if letter == "h":
            hour = (self.hour % 12 or 12) if self.twelve else self.hour
            return self._figure(hour, width)
        if letter == "s":
            return self._figure(self.second, width)
        if letter == "m" and width <= 2 and _beside_time(tokens, index):
            return self._figure(self.minute, width)
        return self._calendar(letter, width)

    def _calendar(self, letter: str, width: int) -> str:
        day = self.day or date(1900, 1, 1)
        if letter in "ye":
            return self._year(day.year, width if letter == "y" else 4)
        if letter == "m":
            return self._month(day.month, width)
        if letter == "d":
            number = day.day if self.day else int(self.seconds // _SECONDS) % 31
            return self._figure(number, width) if width <= 2 else self._weekday(day, width)
        if letter == "a":
            return ("星期" if width >= 4 else "") + _WEEKDAYS_CHINESE[day.weekday()]
        return ""

    def _year(self, year: int, width: int) -> str:
        text = f"{year % 100:02d}" if width <= 2 else str(year)
        return chinese_digits(text, self.numerals, spelled=False) if self.numerals else text

    def _month(self, month: int, width: int) -> str:
        if width <= 2:
            return self._figure(month, width)
        if self.chinese:
            return f"{spell(month, 1)}月"
        return _MONTHS[month - 1][: 3 if width == 3 else 1 if width == 5 else None]

    def _weekday(self, day: date, width: int) -> str:
        if self.chinese:
            return ("周" if width == 3 else "星期") + _WEEKDAYS_CHINESE[day.weekday()]
        return _WEEKDAYS[day.weekday()][: 3 if width == 3 else None]

    def _figure(self, number: int, width: int) -> str:
        if self.numerals in (1, 2):
            return spell(number, self.numerals)
        return f"{number:0{width}d}" if width > 1 else str(number)

    def _meridiem(self, text: str) -> str:
        late = self.hour >= 12
        if text in ("上午/下午",) or (self.chinese and len(text) > 3):
            return "下午" if late else "上午"
        return text.split("/")[late]

    def _fraction_digit(self, tokens: Sequence[Token], index: int) -> str:
        start = index
        while start and tokens[start - 1].kind == "digit":
            start -= 1
        digits = f"{self.seconds % 1:.3f}".partition(".")[2]
        return digits[index - start] if index - start < 3 else ""


def _beside_time(tokens: Sequence[Token], index: int) -> bool:
    """m means minutes after hours or before seconds."""

    def letter(step: int) -> str:
        at = index + step
        while 0 <= at < len(tokens):
            if tokens[at].kind in ("date", "elapsed"):
                return tokens[at].text[0]
            at += step
        return ""

    return letter(-1) == "h" or letter(1) == "s"
