"""Numbers of persons in a text: 身份证号, 手机号, 银行卡号, found by their form and check digits.

They don't belong in a table that is published.  What leaves the machine in other forms than the unit's
own workbook (汇总, JSON) shows them covered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_PLAIN: Final = str.maketrans("０１２３４５６７８９Ｘｘ　－\u00a0", "0123456789Xx - ")
"""Full-width characters, one for one, so that places stay."""
_ENOUGH: Final = re.compile("\\d(?:[ 　\u00a0－-]?\\d){10}")
"""So many digits in a row, as typed: most texts have none and are not looked at any further."""
_BEFORE: Final = r"(?<![0-9A-Za-z.])"
_AFTER: Final = r"(?![0-9A-Za-z]|[.,]\d)"
_AMOUNT: Final = r"(?!\s?[元万亿人件个米吨平公千户亩%])"
"""A number of eleven digits with a unit counts something."""
_IDENTITY: Final = re.compile(rf"{_BEFORE}\d{{6}}[ -]?\d{{8}}[ -]?\d{{3}}[\dXx]{_AFTER}")
_MOBILE: Final = re.compile(rf"{_BEFORE}1[3-9]\d[ -]?\d{{4}}[ -]?\d{{4}}{_AFTER}{_AMOUNT}")
_CARD: Final = re.compile(
    rf"{_BEFORE}[34569]\d{{3}}(?:[ -]?\d{{4}}){{3}}(?:[ -]?\d{{1,3}})?{_AFTER}{_AMOUNT}"
)
_BETWEEN: Final = re.compile("[ -]")
_FACTORS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS: Final = "10X98765432"
_SHOWN: Final = 3
_SHORTEST: Final = 11
"""Nothing shorter is a number of a person."""


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """One number: its kind in words, and where it stands in its text."""

    kind: str
    start: int
    end: int


def personal_numbers(text: str) -> Iterator[PersonalNumber]:
    """The numbers of persons in a text, kind by kind."""
    if not _ENOUGH.search(text):
        return
    plain = text.translate(_PLAIN)
    taken: list[tuple[int, int]] = []
    for kind, pattern, holds in (
        ("身份证号", _IDENTITY, is_identity),
        ("手机号", _MOBILE, bool),
        ("银行卡号", _CARD, is_card),
    ):
        for match in pattern.finditer(plain):
            start, end = match.span()
            free = all(end <= first or last <= start for first, last in taken)
            if free and holds(_BETWEEN.sub("", match[0])):
                taken.append((start, end))
                yield PersonalNumber(kind, start, end)


def masked(text: str) -> str:
    """The text with the numbers of persons covered but for their first digits: 138********."""
    for number in personal_numbers(text) if len(text) >= _SHORTEST else ():
        shown = number.start + _SHOWN
        text = f"{text[:shown]}{'*' * (number.end - shown)}{text[number.end :]}"
    return text


def is_identity(number: str) -> bool:
    """Whether 18 characters are a 居民身份证号: birthday and check digit."""
    month, day = int(number[10:12]), int(number[12:14])
    if number[6:8] not in ("19", "20") or not 1 <= month <= 12 or not 1 <= day <= 31:
        return False
    total = sum(int(digit) * factor for digit, factor in zip(number, _FACTORS, strict=False))
    return _CHECK_DIGITS[total % 11] == number[-1].upper()


def is_card(number: str) -> bool:
    """Whether the digits pass the check of bank card numbers (Luhn)."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
