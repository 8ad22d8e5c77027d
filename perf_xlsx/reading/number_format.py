"""A number as a worksheet shows it: number formats such as ``0%``, ``0"件"``, ``"≥"0%``, ``#,##0.00``.

A format has up to four sections (positive; negative; zero; text), each with an optional condition.
Digits fill their placeholders from the right, so that ``0!.0,"万"`` shows 12345 as 1.2万.
Source: the format codes of Excel (ECMA-376 part 1, 18.8.30 and 18.8.31), Chinese names of WPS and
Excel (``G/通用格式``) included.  What can't be understood is shown as General.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Final

from perf_xlsx.figures import plain
from perf_xlsx.reading.chinese_numerals import digits as chinese_digits
from perf_xlsx.reading.date_format import show_date
from perf_xlsx.reading.usual_format import usual_format

GENERAL: Final = "General"

_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|\\(?P<escaped>.)|!(?P<banged>.)"
    r"|_(?P<gap>.)|\*(?P<fill>.)"
    r"|\[(?P<bracket>[^\]]*)\]?"
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<exponent>E[+-](?=[0#?]))"
    r"|(?P<digit>[0#?])"
    r"|(?P<meridiem>AM/PM|A/P|上午/下午)"
    r"|(?P<date>y+|m+|d+|h+|s+|a{3,4}|e+|g+|b+)"
    r"|(?P<sign>[.,%/@;])"
    r"|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_COMPARE: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b, "=": lambda a, b: a == b, "<>": lambda a, b: a != b,
}  # fmt: skip
_FILLERS: Final = {"0": "0", "?": " ", "#": ""}
"""What a placeholder without a digit shows."""
_LARGEST: Final = Decimal("1E21")
_SMALLEST: Final = Decimal("1E-9")
_LONGEST: Final = 255


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a format: ``kind`` is the name of its group in the grammar above."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its tokens without condition, colour and locale."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None
    numerals: int = 0
    locale: str = ""

    @property
    def is_date(self) -> bool:
        return any(token.kind in ("date", "meridiem", "elapsed") for token in self.tokens)

    def has(self, kind: str, text: str = "") -> bool:
        return any(token.kind == kind and (not text or token.text == text) for token in self.tokens)


@lru_cache(maxsize=1024)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format code; at most four."""
    parts: list[list[Token]] = [[]]
    for match in _TOKEN.finditer(code[:_LONGEST]):
        kind = match.lastgroup or "plain"
        token = Token(kind, match[kind])
        if token.kind == "sign" and token.text == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(_section(tokens) for tokens in parts[:4])


def _section(tokens: list[Token]) -> Section:
    kept: list[Token] = []
    condition: tuple[str, Decimal] | None = None
    numerals, locale = 0, ""
    for token in tokens:
        if token.kind in ("quoted", "escaped", "banged", "plain"):
            kept.append(Token("literal", token.text))
        elif token.kind != "bracket":
            kept.append(Token(token.kind, token.text.lower() if token.kind == "date" else token.text))
        elif compared := _CONDITION.fullmatch(token.text.strip()):
            condition = compared[1], Decimal(compared[2])
        elif token.text.startswith("$"):
            symbol, _, locale_part = token.text[1:].partition("-")
            locale = locale_part.upper() or locale
            kept.append(Token("literal", symbol))
        elif token.text.lower() in ("h", "hh", "m", "mm", "s", "ss"):
            kept.append(Token("elapsed", token.text.lower()))
        elif token.text.lower().startswith("dbnum"):
            numerals = int(token.text[5:6]) if token.text[5:6] in ("1", "2", "3") else 0
    if tokens and not kept:
        kept.append(Token("general", GENERAL))  # a colour or numerals alone
    return Section(tuple(kept), condition, numerals, locale)


@lru_cache(maxsize=1024)
def is_date(code: str) -> bool:
    """Whether the format shows a day or a time of day (an elapsed time is a number of hours)."""
    first = sections(code)[0]
    return first.is_date and not first.has("elapsed")


def general(number: Decimal) -> str:
    """A number without a format: all its digits, as an exponent only where they would be endless."""
    if number and not _SMALLEST <= abs(number) < _LARGEST:
        digits, _, exponent = f"{number.normalize():E}".partition("E")
        return f"{digits}E{int(exponent):+03d}"
    return plain(number)


def show_number(number: Decimal, code: str) -> str:
    """The number as the format shows it, without the blanks at its ends."""
    if code == GENERAL:
        return general(number)
    try:
        return _show(number, code)
    except (InvalidOperation, OverflowError, ValueError):
        return general(number)


def _show(number: Decimal, code: str) -> str:
    usual = usual_format(code)
    if usual is not None:
        return usual.show(number)
    found = sections(code)
    section, shown = _chosen(found, number)
    if section is None:
        return general(number)
    if section.is_date:
        return show_date(number, section.tokens, section.locale, section.numerals).strip()
    if not section.has("digit"):
        return _words(section, shown).strip()
    if section.has("sign", "/"):
        return _fraction(section, shown).strip()
    if section.has("exponent"):
        return _scientific(section, shown).strip()
    return _fixed(section, shown).strip()


def show_text(text: str, code: str) -> str:
    """A text in a cell with a format: its text section may add a unit (``@"件"``)."""
    if "@" not in code or code == "@":
        return text
    section = sections(code)[-1]
    if not section.has("sign", "@"):
        return text
    return "".join(
        text if token.text == "@" else token.text
        for token in section.tokens
        if token.kind == "literal" or (token.kind, token.text) == ("sign", "@")
    )


def _chosen(found: tuple[Section, ...], number: Decimal) -> tuple[Section | None, Decimal]:
    """The section for a number, and the number as that section shows it (mostly without its sign)."""
    usable = [section for section in found[:3] if not section.has("sign", "@")] or None
    if usable is None:
        return None, number
    if not any(section.condition for section in usable):
        index = 0 if number > 0 else 1 if number < 0 else 2
        if index >= len(usable):
            index = 0
        return usable[index], abs(number) if index == 1 else number
    for section in usable:
        if section.condition is None or _COMPARE[section.condition[0]](number, section.condition[1]):
            return section, _unsigned(section, number)
    return usable[-1], number


def _unsigned(section: Section, number: Decimal) -> Decimal:
    if section.condition is None:
        return number
    sign, edge = section.condition
    return abs(number) if sign in ("<", "<=") and edge <= 0 else number


def _words(section: Section, number: Decimal) -> str:
    """A section without placeholders: General among literals, or literals alone."""
    shown = []
    for token in section.tokens:
        if token.kind == "general":
            shown.append(_numerals(general(number), section.numerals, spelled=True))
        elif token.kind == "literal" or token.text in (".", ",", "%", "/"):
            shown.append(token.text)
        elif token.kind == "gap":
            shown.append(" ")
    return "".join(shown)


def _fixed(section: Section, number: Decimal) -> str:
    tokens = section.tokens
    percents = sum(1 for token in tokens if token == Token("sign", "%"))
    whole, decimals, grouped, scale = _layout(tokens)
    scaled = number.scaleb(2 * percents - 3 * scale)
    rounded = abs(scaled).quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP)
    before, _, after = f"{rounded:f}".partition(".")
    digits = iter(
        _whole_pieces("" if before == "0" else before, whole, grouped) + _decimal_pieces(after, decimals)
    )
    text = "" if whole or before == "0" else before
    for token in tokens:
        if token.kind == "digit":
            text += next(digits)
        elif token.kind == "gap":
            text += " "
        elif token.kind == "literal" or (token.kind == "sign" and token.text != ","):
            text += token.text
    if section.numerals:
        text = _numerals(text, section.numerals, spelled=False)
    return f"-{text}" if number < 0 else text


def _layout(tokens: tuple[Token, ...]) -> tuple[list[str], list[str], bool, int]:
    """Placeholders before and after the point, whether thousands are grouped, thousands left out."""
    whole: list[str] = []
    decimals: list[str] = []
    grouped, commas, pointed = False, 0, False
    for token in tokens:
        if token.kind == "digit":
            (decimals if pointed else whole).append(token.text)
            if commas and not pointed:
                grouped = True
            commas = 0
        elif token == Token("sign", "."):
            pointed = True
        elif token == Token("sign", ",") and whole:
            commas += 1
    return whole, decimals, grouped, commas


def _whole_pieces(digits: str, placeholders: list[str], grouped: bool) -> list[str]:
    """What each placeholder before the point shows: the first takes all digits without one of their own."""
    spare = len(digits) - len(placeholders)
    pieces = []
    for index, placeholder in enumerate(placeholders):
        if index == 0 and spare > 0:
            piece = digits[: spare + 1]
        elif index + spare >= 0:
            piece = digits[index + spare]
        else:
            piece = _FILLERS[placeholder]
        pieces.append(_grouped(piece, len(placeholders) - 1 - index) if grouped else piece)
    return pieces


def _grouped(piece: str, right: int) -> str:
    """The digits with commas for thousands; ``right`` more follow before the point."""
    shown = ""
    for offset, digit in enumerate(piece):
        follow = right + len(piece) - 1 - offset
        shown += digit + ("," if digit.isdecimal() and follow and follow % 3 == 0 else "")
    return shown


def _decimal_pieces(digits: str, placeholders: list[str]) -> list[str]:
    """What each placeholder behind the point shows."""
    kept = _kept(digits, placeholders)
    blanks = ["" if placeholder == "#" else " " for placeholder in placeholders[kept:]]
    return list(digits[:kept]) + blanks


def _kept(after: str, decimals: list[str]) -> int:
    """How many decimals are shown: up to the last that is not 0 or has a 0 placeholder."""
    kept = len(decimals)
    while kept and decimals[kept - 1] != "0" and after[kept - 1] == "0":
        kept -= 1
    return kept


def _scientific(section: Section, number: Decimal) -> str:
    tokens = section.tokens
    at = next(index for index, token in enumerate(tokens) if token.kind == "exponent")
    _, decimals, _, _ = _layout(tokens[:at])
    width = sum(1 for token in tokens[at + 1 :] if token.kind == "digit")
    exponent = number.adjusted() if number else 0
    mantissa = number.scaleb(-exponent).quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP)
    if abs(mantissa) >= 10:
        exponent += 1
        mantissa = mantissa.scaleb(-1).quantize(Decimal(1).scaleb(-len(decimals)))
    sign = "-" if exponent < 0 else "+" if tokens[at].text.endswith("+") else ""
    before = "".join(token.text for token in tokens[:at] if token.kind == "literal")
    after = "".join(token.text for token in tokens[at + 1 :] if token.kind == "literal")
    return f"{before}{mantissa:f}E{sign}{abs(exponent):0{width}d}{after}"


def _fraction(section: Section, number: Decimal) -> str:
    tokens = section.tokens
    at = tokens.index(Token("sign", "/"))
    below = "".join(t.text for t in tokens[at + 1 :] if t.kind == "digit" or t.text.isdigit())
    ratio = Fraction(abs(number))
    mixed = sum(1 for token in tokens[:at] if token == Token("literal", " ")) > 0
    whole = int(ratio) if mixed else 0
    rest = ratio - whole
    if below.strip("0#?"):
        bottom = int("".join(char for char in below if char.isdigit()))
        top = int(rest * bottom + Fraction(1, 2))
    else:
        near = rest.limit_denominator(10 ** min(len(below), 5) - 1)
        top, bottom = near.numerator, near.denominator
    if top == bottom and mixed:
        whole, top = whole + 1, 0
    shown = f"{top}/{bottom}" if top or not mixed else ""
    text = f"{whole} {shown}".strip() if mixed and (whole or not shown) else shown
    return f"-{text}" if number < 0 else text


def _numerals(text: str, numerals: int, *, spelled: bool) -> str:
    return chinese_digits(text, numerals, spelled=spelled) if numerals else text
