"""What words say: a tier of completion, nothing at all, or that an indicator does not apply.

The tier of a text is found clause by clause, negation before affirmation.  Within a clause, words
of the classes in ``words.toml`` are read from left to right::

    negation good            none      未完成
    negation whole good      partial   未全部完成
    negation negation good   full      无一未完成
    negation (occurs|bad)    full      未发生安全事故, 无投诉, 零失误
    partly good, partly      partial   基本完成, 正在推进
    good                     full      达成预期指标
    already done             full      已发放 (发放 alone says nothing)
    state, occurs noun       none      滞后, 发生事故

Clauses join so: a yes and a no make a part (已完成A，未完成B); otherwise the lowest counts.  Clauses
about the future say nothing.  No word of completion at all: None, which is undecided.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum
from functools import lru_cache
from typing import Final

from perf_xlsx.model import Tier
from perf_xlsx.text import REMEMBERED, folded
from perf_xlsx.values.tables import longest_first, table

_WORDS: Final = table("words")
_TIERS: Final = _WORDS["tiers"]


class _Class(Enum):
    NEGATION = "negation"
    WHOLE = "whole"
    PARTLY = "partly"
    GOOD = "good"
    DONE = "done"
    ALREADY = "already"
    OCCURS = "occurs"
    STATE = "state"
    NOUN = "noun"
    NEUTRAL = "neutral"
    FUTURE = "future"


_CLASS: Final = {word: cls for cls in reversed(_Class) for word in _TIERS[cls.value]}
_WORD: Final = re.compile(f"{longest_first(_CLASS).pattern}|(?<![0-9.])0(?=[^0-9.%‰])")
_BREAK: Final = re.compile(f"[,;。!?;、\\n()]|{longest_first(_TIERS['breaks']).pattern}")
_ALONE: Final = {
    **dict.fromkeys(_TIERS["alone_full"], Tier.FULL),
    **dict.fromkeys(_TIERS["alone_partial"], Tier.PARTIAL),
    **dict.fromkeys(_TIERS["alone_none"], Tier.NONE),
}
_MARKS: Final = frozenset(folded(mark).replace(" ", "") for mark in _WORDS["nothing"]["marks"])
_NONE: Final = frozenset(_WORDS["nothing"]["none"])
_NOT_APPLICABLE: Final = frozenset(_WORDS["nothing"]["not_applicable"])
_LINE: Final = re.compile("(?<![0-9_])_{2,}(?![0-9_])")
_FRACTION: Final = re.compile("[0-9]/[0-9]")
_PICTURE: Final = "(图片)"
_COMPLETE: Final = longest_first(_WORDS["complete"]["words"])
_SAVING: Final = longest_first(_WORDS["saving"]["words"])
_UP: Final = longest_first(_WORDS["direction"]["up"])
_DOWN: Final = longest_first(_WORDS["direction"]["down"])


def _bare(text: str) -> str:
    return folded(text).replace(" ", "")


@lru_cache(maxsize=REMEMBERED)
def is_mark(text: str) -> bool:
    """Whether the text is a mark for an empty cell: —, /, -, …… or really empty."""
    return _bare(text) in _MARKS


@lru_cache(maxsize=REMEMBERED)
def is_left_blank(text: str) -> bool:
    """Whether a line to be filled in stands where a value belongs: ____场, 完成____场."""
    return _LINE.search(_bare(text)) is not None


@lru_cache(maxsize=REMEMBERED)
def is_none(text: str) -> bool:
    """Whether the text is 无: nothing given, or (against a target of 0) none happened."""
    return _bare(text) in _NONE


def is_picture(text: str) -> bool:
    """Whether a cell holds a picture, which reading shows by this text."""
    return _bare(text) == _PICTURE


@lru_cache(maxsize=REMEMBERED)
def is_not_applicable(text: str) -> bool:
    """Whether the text says that the indicator does not apply: 不适用, 不涉及."""
    return _bare(text) in _NOT_APPLICABLE


def means_all(text: str) -> bool:
    """Whether words ask for all of it (全覆盖, 及时发放), so that 100% answers them."""
    return bool(_COMPLETE.search(folded(text)))


def direction(text: str) -> int:
    """1 when words tell of a rise, -1 of a fall, 0 of neither or both."""
    return bool(_UP.search(text)) - bool(_DOWN.search(text))


# ---------------------------------------------------------------- tiers


class _Clause:
    """The state of one clause while its words are read."""

    def __init__(self) -> None:
        self.negated = False
        self.covered = False
        self.whole = False
        self.partly = False
        self.already = False
        self.occurs = False
        self.future = False
        self.found: list[Tier] = []

    def take(self, cls: _Class) -> None:
        actions: dict[_Class, Callable[[], None]] = {
            _Class.NEGATION: self._negation,
            _Class.WHOLE: self._whole,
            _Class.PARTLY: self._partly,
            _Class.GOOD: self._good,
            _Class.DONE: self._done,
            _Class.ALREADY: self._already,
            _Class.OCCURS: self._occurs,
            _Class.STATE: self._state,
            _Class.NOUN: self._noun,
            _Class.FUTURE: self._future,
            _Class.NEUTRAL: self._neutral,
        }
        actions[cls]()

    def _neutral(self) -> None:
        """Holds a word of another class, but says nothing."""

    def _negation(self) -> None:
        self.negated = not self.negated

    def _whole(self) -> None:
        self.whole = True

    def _partly(self) -> None:
        self.partly = True

    def _already(self) -> None:
        self.already = True

    def _future(self) -> None:
        self.future = True

    def _good(self) -> None:
        if self.negated and not self.covered:
            self.found.append(Tier.PARTIAL if self.whole or self.partly else Tier.NONE)
        else:
            self.found.append(Tier.PARTIAL if self.partly else Tier.FULL)
        self.negated = self.whole = self.partly = False
        self.already = True

    def _done(self) -> None:
        if self.negated or self.already or self.whole or self.partly:
            self._good()

    def _occurs(self) -> None:
        if self.negated:
            self._averted()
        else:
            self.occurs = True

    def _state(self) -> None:
        if self.negated:
            self._averted()
        elif not self.covered:
            self.found.append(Tier.NONE)

    def _noun(self) -> None:
        if self.negated:
            self._averted()
        elif self.occurs and not self.covered:
            self.found.append(Tier.NONE)

    def _averted(self) -> None:
        """未发生 …, 无 …: what follows in the clause did not happen either."""
        self.found.append(Tier.PARTIAL if self.partly else Tier.FULL)
        self.negated, self.covered = False, True

    def tier(self) -> Tier | None:
        if self.future:
            return None
        if self.partly and Tier.NONE not in self.found:
            return Tier.PARTIAL
        return _lowest(self.found) if self.found else None


_RANK: Final = {Tier.NONE: 0, Tier.PARTIAL: 1, Tier.FULL: 2}


def _lowest(tiers: list[Tier]) -> Tier:
    return min(tiers, key=_RANK.__getitem__)


def _clauses(text: str) -> Iterator[Tier | None]:
    for piece in _BREAK.split(text):
        clause = _Clause()
        for match in _WORD.finditer(piece):
            clause.take(_CLASS.get(match[0], _Class.NEGATION))
        alone = _ALONE.get(piece)
        yield alone if alone is not None else clause.tier()


@lru_cache(maxsize=REMEMBERED)
def tier(text: str) -> Tier | None:
    """达成, 部分达成 or 未达成 as the words say; None when no word tells (nor where 3/4 is done)."""
    if _FRACTION.search(text):
        return None
    found = [one for one in _clauses(_bare(text)) if one is not None]
    if not found:
        return None
    if Tier.NONE in found and Tier.FULL in found:
        return Tier.PARTIAL
    return _lowest(found)


@lru_cache(maxsize=REMEMBERED)
def is_absence(text: str) -> bool:
    """Whether words ask that something does not happen (无投诉, 零事故), so that 0 answers them."""
    classes = [_CLASS.get(match[0], _Class.NEGATION) for match in _WORD.finditer(_bare(text))]
    negated = _Class.NEGATION in classes or any(word in text for word in ("零", "无"))
    return negated and (
        any(cls in classes for cls in (_Class.NOUN, _Class.OCCURS, _Class.STATE)) or "零" in text
    )


_DONE: Final = longest_first(["完成", "达成", "达到", "实现", "落实", "达标", "到位", "覆盖", "办结"])


def is_saving(text: str) -> bool:
    """Whether a number tells what was saved, not what was spent (节约5万元)."""
    return bool(_SAVING.search(text))


def is_excess(text: str) -> bool:
    """Whether a percentage tells by how much more was reached (超额完成20%)."""
    return "超额" in text


def says_done(text: str) -> bool:
    """Whether a sentence with numbers also says that the whole is done (已完成，共办理4521件)."""
    return bool(_DONE.search(_bare(text)))
