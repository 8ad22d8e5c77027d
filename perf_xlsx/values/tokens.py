"""The words of the value grammar: a text cut into tokens, each with its meaning.

The scanner goes from left to right and takes, at each place, the first of: odd compounds of digits
(7×24, 1:3, 1.2.3), times (``dates``), signs and words of comparison, numerals (``numbers``) that stand
for themselves, structure (separators, parentheses, 其中), and else a character of running text.
What each word means stands in ``signs.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from perf_xlsx.model import Op
from perf_xlsx.text import REMEMBERED, folded
from perf_xlsx.values import dates, numbers
from perf_xlsx.values.dates import When
from perf_xlsx.values.numbers import Numeral
from perf_xlsx.values.signs import BEHIND, COMPARISON, COMPARISONS, Kind, behind_at, guarded
from perf_xlsx.values.tables import longest_first, table
from perf_xlsx.values.units import is_unit, kind, unit_end

_SIGNS: Final = table("signs")


Meaning = Numeral | When | Op | str


@dataclass(frozen=True, slots=True)
class Token:
    """A token with its place in the compact text; ``meaning`` by kind, a numeral's ``unit`` as written."""

    kind: Kind
    start: int
    end: int
    meaning: Meaning = ""
    unit: str = ""


_LOOSE_SPACE: Final = re.compile(r"(?<![0-9A-Za-z.%]) +| +(?![0-9A-Za-z.])")
_BREAK: Final = "(?:_+|[一二三四五六七八九十拾廿卅]+)"
_ODD: Final = re.compile(
    rf"[0-9]+(?:\.[0-9]+)?(?:(?:天?[×*xX]|[:/+]|{_BREAK})[0-9]+(?:\.[0-9]+)?)+|[0-9]+(?:\.[0-9]+){{2,}}"
)
MIXED: Final = re.compile(
    f"[0-9]{_BREAK}[0-9]|[0-9][十拾廿卅]|[十拾廿卅][0-9]|[0-9][万千百][二三四五六七八九两]"
)
"""What is broken by a slip of the hand: 十 for +, 一 for —, _ for a comma, digits among Chinese ones."""
_TENS, _ONES = frozenset("十拾廿卅"), frozenset("二三四五六七八九两")
_INTERVAL: Final = re.compile(r"\[([^\[\],]{1,12}),([^\[\],]{1,12})\]")
_LINED: Final = re.compile("(?<![0-9_])_{2,}(?=[0-9])|(?<=[0-9])_{2,}(?![0-9_])")
_DOCUMENT: Final = re.compile(r"\((?:19|20)[0-9]{2}\)第?[0-9]+号")
_LATIN_RUN: Final = re.compile("[0-9]*[A-Za-z][A-Za-z0-9.+/-]*")
_LATIN: Final = re.compile("[A-Za-z]+(?:/[A-Za-z0-9]+)?")
_SEPARATORS: Final = frozenset(_SIGNS["structure"]["separators"])
_PARTS: Final = re.compile(f"(?:{longest_first(_SIGNS['structure']['parts']).pattern}):?")
_NUMBERING: Final = re.compile(r"\(?[0-9]{1,2}(?:[.、)](?![0-9]))+")
_AFTER_NUMBER: Final = frozenset(_SIGNS["structure"]["after_number"])
_RANGE: Final = longest_first(_SIGNS["ranges"]["signs"])
_IDIOMS: Final = longest_first(_SIGNS["idioms"]["words"])
_BEFORE_IDIOM: Final = frozenset(_SIGNS["idioms"]["before"])
_LEADS: Final = tuple(_SIGNS["idioms"]["leads"])
_DIGITS: Final = frozenset("0123456789")
_BRACKETED: Final = re.compile(r"\(([^()]{1,8})\)")
_MORE_BEHIND: Final = re.compile("余$|多$|余(?=[,;。)])|多(?=[,;。)])")
_LOOSE: Final = frozenset([Kind.TEXT, Kind.WHEN, Kind.SEPARATOR, Kind.OPEN, Kind.ODD, Kind.PART])
_BEFORE_NUMBER: Final = frozenset(
    [Kind.SIGN, Kind.WEAK, Kind.VAGUE, Kind.PLUS_MINUS, Kind.SIGNUM, Kind.RANGE]
)
_ORDINAL: Final = tuple(_SIGNS["structure"]["ordinals"])
_SCALES: Final = ("万", "亿")
_DIGIT_RUN: Final = re.compile("[0-9,.]+")
_AND_A_HALF: Final = re.compile("个半(小时|钟头|月|天|年)")
_TIMES: Final = ("duration", "months")
_FAR_BEHIND: Final = frozenset("以及或")
_STARTERS: Final = numbers.STARTERS | dates.STARTERS | {word[0] for word in COMPARISONS}


@lru_cache(maxsize=REMEMBERED)
def compact(raw: str) -> str:
    """The folded text without spaces, but for those that keep two numbers or names apart.

    (含) adds nothing to how a bound is read; [90%,95%] is 90%~95%; __10__ on its line is 10.
    """
    text = _LOOSE_SPACE.sub("", folded(raw))
    text = text.replace(">=", "≥").replace("<=", "≤").replace("(含)", "")
    return _INTERVAL.sub(r"\1~\2", _LINED.sub("", text) if "__" in text else text)


def _stands(text: str, numeral: Numeral) -> bool:
    """Whether a numeral is an amount here, and not part of a word, a name or an ordinal."""
    before, after = text[: numeral.start].rstrip()[-1:], text[numeral.end : numeral.end + 1]
    if before in _ORDINAL or (before.isascii() and before.isalpha()) or (after and after in _AFTER_NUMBER):
        return False
    if not numeral.chinese:
        return not (before in _TENS or after in _TENS or (numeral.scale > 1 and after in _ONES))
    if _IDIOMS.match(text, numeral.start) and not (numeral.start == 0 and numeral.end == len(text)):
        return False
    return not before or (before not in _BEFORE_IDIOM and before not in numbers.STARTERS)


def _chinese_amount(text: str, numeral: Numeral) -> bool:
    """A Chinese numeral needs an end behind its unit, or a word before it that asks for a number."""
    end = unit_end(text, numeral.end)
    if numeral.unit or end == len(text) or text[end] == "半":
        return True
    if end == numeral.end and text[end] not in _SEPARATORS and not BEHIND.match(text, end):
        return bool(_RANGE.match(text, end))
    following = text[end]
    if following in _SEPARATORS or following in ")(" or BEHIND.match(text, end) or _RANGE.match(text, end):
        return True
    head = text[: numeral.start]
    return head.endswith(_LEADS) or bool(COMPARISON.search(head[-4:]) and head)


class Scanner:
    """One pass over a compact text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = []

    def run(self) -> tuple[Token, ...]:
        """All tokens, in order, without gaps."""
        at, text = 0, self.text
        while at < len(text):
            token = self._token(at, text[at])
            self.tokens.append(token)
            at = token.end
        return tuple(self.tokens)

    def _token(self, at: int, char: str) -> Token:
        if char in _STARTERS or char == "半":
            found = (
                self._odd(at, char)
                or self._when(at, char)
                or self._comparison(at, char)
                or self._numeral(at, char)
            )
            if found is not None:
                return found
        return self._structure(at, char) or self._latin(at) or Token(Kind.TEXT, at, at + 1)

    def _previous(self) -> Token | None:
        return self.tokens[-1] if self.tokens else None

    def _odd(self, at: int, char: str) -> Token | None:
        if char not in _DIGITS:
            return None
        previous = self._previous()
        if previous is None or previous.kind is Kind.SEPARATOR:
            numbering = _NUMBERING.match(self.text, at)
            if numbering is not None and numbering.end() < len(self.text):
                return Token(Kind.SEPARATOR, at, numbering.end())
        match = _ODD.match(self.text, at)
        if match is None or dates.read_when(self.text, at) is not None:
            return None
        return Token(Kind.ODD, at, match.end())

    def _when(self, at: int, char: str) -> Token | None:
        if char not in dates.STARTERS:
            return None
        if (end := dates.recurring_end(self.text, at)) > at:
            return Token(Kind.ODD, at, end)
        when = dates.read_when(self.text, at)
        if when is None or (when.doubtful and self._is_number(when)):
            return None
        return Token(Kind.WHEN, at, when.end, when)

    def _is_number(self, when: When) -> bool:
        """2021.12 behind a sign or before a unit is no month."""
        signed = bool(self.tokens) and self.tokens[-1].kind in _BEFORE_NUMBER
        return (
            signed
            or unit_end(self.text, when.end) > when.end
            or self.text[when.end : when.end + 1] in _SCALES
        )

    def _comparison(self, at: int, char: str) -> Token | None:
        match = COMPARISON.match(self.text, at)
        if match is None:
            return None
        if guarded(self.text, match[0], at, match.end()):
            return None
        kind_, meaning = COMPARISONS[match[0]]
        return Token(kind_, at, match.end(), meaning)

    def _numeral(self, at: int, char: str) -> Token | None:
        numeral = self._half(at) if char == "半" else numbers.read_numeral(self.text, at)
        if numeral is None:
            run = _DIGIT_RUN.match(self.text, at)
            return None if run is None else Token(Kind.ODD, at, run.end())
        previous = self._previous()
        if not _stands(self.text, numeral) or (previous and previous.kind is Kind.ODD and previous.end == at):
            return None if numeral.chinese else Token(Kind.ODD, at, numeral.end)
        signed = previous is not None and previous.kind not in _LOOSE
        if numeral.chinese and not (signed or _chinese_amount(self.text, numeral)):
            return None
        if (end := self._latin_name(numeral)) > numeral.end:
            return Token(Kind.ODD, at, end)
        return self._with_unit(at, numeral)

    def _with_unit(self, at: int, numeral: Numeral) -> Token:
        """The unit behind a numeral, also in parentheses, and the 余 or 半 behind the unit."""
        start = numeral.end + self.text.startswith(" ", numeral.end)
        end = start if numeral.unit else unit_end(self.text, start)
        unit = numeral.unit or self.text[start:end]
        bracketed = _BRACKETED.match(self.text, numeral.end)
        if not unit and bracketed is not None and is_unit(bracketed[1]):
            unit, end = bracketed[1], bracketed.end()
        end = end if unit and not numeral.unit else numeral.end
        if (half := _AND_A_HALF.match(self.text, end - len(unit))) is not None and is_unit(half[1]):
            half_more = replace(numeral, value=numeral.value + numbers.HALF, step=numbers.TENTH)
            return Token(Kind.NUMERAL, at, half.end(), half_more, half[1])
        if self.text.startswith("半", end) and kind(unit) in _TIMES:
            numeral, end = replace(numeral, value=numeral.value + numbers.HALF), end + 1
        if (more := _MORE_BEHIND.match(self.text, end)) is not None and not numeral.unit and unit:
            numeral, end = replace(numeral, more=True), more.end()
        return Token(Kind.NUMERAL, at, end, numeral, unit)

    def _half(self, at: int) -> Numeral | None:
        """半年, 半天: half of a unit of time."""
        end = unit_end(self.text, at + 1)
        if kind(self.text[at + 1 : end]) not in _TIMES:
            return None
        half = numbers.HALF
        return Numeral(half, numbers.TENTH, numbers.TENTH, at, at + 1, chinese=True)

    def _latin_name(self, numeral: Numeral) -> int:
        """5G, 4A景区: the end of letters that are no unit, unless they are all that is left (25PB)."""
        run = _LATIN_RUN.match(self.text, numeral.end)
        if run is None or numeral.unit or unit_end(self.text, numeral.end) > numeral.end:
            return numeral.end
        whole = run.end() == len(self.text) and run.end() - run.start() >= 2
        return numeral.end if whole and _LATIN.fullmatch(run[0]) else run.end()

    def _structure(self, at: int, char: str) -> Token | None:
        previous = self._previous()
        behind = previous is not None and previous.kind in (Kind.NUMERAL, Kind.WHEN, Kind.BEHIND)
        if (token := self._behind(at, char, directly=behind)) is not None:
            return token
        if (part := _PARTS.match(self.text, at)) is not None:
            return Token(Kind.PART, at, part.end())
        if char in _SEPARATORS:
            return Token(Kind.SEPARATOR, at, at + 1)
        if char == "(" and (number := _DOCUMENT.match(self.text, at)) is not None:
            return Token(Kind.ODD, at, number.end())
        if char in "()":
            return Token(Kind.OPEN if char == "(" else Kind.CLOSE, at, at + 1)
        if char in "-+" and not behind and self.text[at + 1 : at + 2] in _DIGITS:
            return Token(Kind.SIGNUM, at, at + 1, char)
        match = _RANGE.match(self.text, at)
        if match is None and char in "和与" and behind and self.text.find("之间", at) > at:
            return Token(Kind.RANGE, at, at + 1)
        return None if match is None else Token(Kind.RANGE, at, match.end())

    def _behind(self, at: int, char: str, *, directly: bool) -> Token | None:
        """以上 directly behind a number, or behind the thing that is counted (10个项目以上)."""
        if not directly and not (char in _FAR_BEHIND and self._counted()):
            return None
        meaning, end = behind_at(self.text, at)
        return None if meaning is None else Token(Kind.BEHIND, at, end, meaning)

    def _counted(self) -> bool:
        for token in reversed(self.tokens[-5:]):
            if token.kind is not Kind.TEXT:
                return token.kind is Kind.NUMERAL
        return False

    def _latin(self, at: int) -> Token | None:
        match = _LATIN_RUN.match(self.text, at)
        if match is None:
            return None
        odd = any(char in _DIGITS for char in match[0])
        return Token(Kind.ODD if odd else Kind.TEXT, at, match.end())


@lru_cache(maxsize=REMEMBERED)
def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a text that ``compact`` has made."""
    return Scanner(text).run()
