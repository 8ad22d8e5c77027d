"""What a person typed, written so that it looks the same and can drive formulas.

「4521件」 becomes the number 4521 shown by the format ``0"件"``; 「≥95%」 becomes 0.95 shown by
``"≥"0%``.  Where no number format shows the text exactly, or the number alone doesn't say what was
understood (3.7万余), the text stays and the numbers stand open in the working columns.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from perf_xlsx.figures import half_up, plain
from perf_xlsx.text import REMEMBERED
from perf_xlsx.writing.plan import Value, literal

_NUMBER: Final = re.compile(
    r"(?P<before>[^\d%.,\n]*?)(?P<minus>-?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<places>\d+))?"
    r"(?P<percent>%?)(?P<after>[^\d%\n]*)",
    re.ASCII,
)
_FORMAT: Final = re.compile(
    r'(?:"(?P<before>[^"]*)")?(?P<core>General|#,##0|0)(?:\.(?P<places>0+)#*)?(?P<percent>%)?'
    r'(?:"(?P<after>[^"]*)")?'
)
_NEVER_LITERAL: Final = re.compile(r'["\\\x00-\x1f]')
_POWERS: Final = {Decimal(10) ** power: power for power in range(-8, 13)}
MAX_DIGITS: Final = 15
MAX_AFFIX: Final = 40
MAX_COMPARED: Final = 200
"""So much of a long text is watched for changes."""


class Shown(NamedTuple):
    """A number, and the format by which it looks like the text."""

    number: Decimal
    number_format: str
    before: str
    after: str


@lru_cache(maxsize=REMEMBERED)
def shown_number(text: str, exact: Decimal | None = None) -> Shown | None:
    """The number and format that show exactly this text; None where there is none.

    ``exact`` is the number that the input's cell held, when it was finer than what it showed.
    """
    match = _NUMBER.fullmatch(text)
    if match is None or _NEVER_LITERAL.search(text):
        return None
    digits, places = match["digits"].replace(",", ""), match["places"] or ""
    before, after = match["before"], match["after"]
    if not _writable(digits, places, before, after, match["minus"]):
        return None
    number = Decimal(f"{match['minus']}{digits}.{places or '0'}")
    scale = Decimal(100) if match["percent"] else Decimal(1)
    is_finer = exact is not None and half_up(exact * scale, len(places)) == number
    kept = exact if exact is not None and is_finer else number / scale
    number_format = _format(match, places, plain_enough=kept == number / scale)
    return Shown(kept, number_format, before, after)


def _writable(digits: str, places: str, before: str, after: str, minus: str) -> bool:
    if len(digits) > 1 and digits.startswith("0"):
        return False
    if minus and before:
        return False
    return len(digits) + len(places) <= MAX_DIGITS and max(len(before), len(after)) <= MAX_AFFIX


def _format(match: re.Match[str], places: str, plain_enough: bool) -> str:
    whole = "#,##0" if "," in match["digits"] else "0"
    core = whole + (f".{'0' * len(places)}" if places else "") + match["percent"]
    is_bare = not match["before"] and not match["after"] and core.strip("0.") == ""
    if is_bare and plain_enough and not places.endswith("0"):
        return "General"
    return _quoted(match["before"]) + core + _quoted(match["after"])


def shown_text(number: Decimal, number_format: str) -> str:
    """What a cell shows, for the formats that ``shown_number`` gives and those of the sheets' own."""
    match = _FORMAT.fullmatch(number_format)
    if match is None:
        return plain(number)
    if match["core"] == "General":
        return f"{match['before'] or ''}{plain(number)}{match['after'] or ''}"
    places = len(match["places"] or "")
    scaled = half_up(number * 100 if match["percent"] else number, places)
    digits = f"{scaled:,.{places}f}" if match["core"].startswith("#") else f"{scaled:.{places}f}"
    return f"{match['before'] or ''}{digits}{match['percent'] or ''}{match['after'] or ''}"


def _quoted(affix: str) -> str:
    return f'"{affix}"' if affix else ""


class Driven(NamedTuple):
    """A form's cell and how its numbers are reached from it.

    ``low`` / ``high``: formula of that end with {cell} for the form's cell, or None where the end is
    a constant (or nothing).  ``live``: the cell itself is a number that drives.  ``awaited``: the cell is
    empty, a number typed into it will drive.
    """

    value: Value
    number_format: str = "General"
    low: str | None = None
    high: str | None = None
    live: bool = False
    after: str = ""
    awaited: bool = False

    def changed(self, cell: str, working: str) -> str:
        """A condition: the form's cell no longer says what was read.

        ``working`` is the working cell that must hold a number while the cell drives.
        """
        if self.awaited:
            return f"AND(LEN({cell})>0,NOT(ISNUMBER({working})))"
        if self.live:
            return f"NOT(ISNUMBER({working}))"
        text = "" if self.value is None else str(self.value)
        if not text:
            return f"LEN({cell})>0"
        if len(text) <= MAX_COMPARED:
            return f"NOT(EXACT({cell},{literal(text)}))"
        return f"NOT(EXACT(LEFT({cell},{MAX_COMPARED}),{literal(text[:MAX_COMPARED])}))"


def awaited(percent: bool) -> Driven:
    """An empty cell in which a number is expected: typed later, it counts."""
    formula = 'IF(ISNUMBER({cell}),{cell},"")'
    return Driven(None, "0.00%" if percent else "General", formula, formula, live=True, awaited=True)


def drive(
    text: str,
    exact: Decimal | None,
    low: Decimal | None,
    high: Decimal | None,
    bounded: Decimal | None = None,
) -> Driven:
    """How to write a target or an actual that was understood to lie between ``low`` and ``high``.

    ``bounded``: an end that holds whatever the number is (100% above 「95%以上」).
    """
    shown = shown_number(text, exact)
    if shown is None:
        return Driven(text)
    ends = {end for end in (low, high) if end is not None}
    if bounded is not None and low != bounded:
        ends.discard(bounded)
    if len(ends) != 1:
        return Driven(text)
    end = ends.pop()
    power = _power(shown, end)
    if power is None:
        return Driven(text)
    formula = _formula(shown, power)
    return Driven(
        shown.number,
        shown.number_format,
        formula if low == end else None,
        formula if high == end else None,
        live=True,
        after=shown.after,
    )


def _power(shown: Shown, end: Decimal) -> int | None:
    """By which power of ten the shown number becomes the understood one."""
    if shown.number == 0:
        scaled = any(char in shown.after for char in "万亿千百十元")
        return 0 if end == 0 and not scaled else None
    return _POWERS.get(end / shown.number)


def _formula(shown: Shown, power: int) -> str:
    """The number in the cell, or in a text typed over it with the same words around (「3000件」).

    {cell} is put in by ``replace``: what stands around a number may hold braces.
    """
    bare = "{cell}"
    for affix in (shown.before, shown.after.strip()):
        if affix:
            bare = f'SUBSTITUTE({bare},{literal(affix)},"")'
    fallback = f'IFERROR(VALUE({bare}),"")' if bare != "{cell}" else 'IFERROR(VALUE({cell}),"")'
    if power == 0:
        return f"IF(ISNUMBER({{cell}}),{{cell}},{fallback})"
    sign = "*" if power > 0 else "/"
    factor = plain(Decimal(10) ** abs(power))
    return f'IF(ISNUMBER({{cell}}),ROUND({{cell}}{sign}{factor},10),"")'
