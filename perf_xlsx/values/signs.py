"""Signs and words of comparison: what each of them means, and where it is part of another word.

All of them stand in ``signs.toml``; negated comparisons (未超过, 没有低于) are made by rule.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from perf_xlsx.model import Op
from perf_xlsx.values import numbers
from perf_xlsx.values.tables import longest_first, table

_SIGNS: Final = table("signs")


class Kind(Enum):
    """What a token is."""

    NUMERAL = auto()
    WHEN = auto()
    SIGN = auto()  # ≥, 不低于: meaning is an Op
    WEAK = auto()  # 达到, 控制在
    VAGUE = auto()  # 约, 近
    BEHIND = auto()  # 以上, 左右, 有余
    PLUS_MINUS = auto()
    SIGNUM = auto()  # + or - before a number
    RANGE = auto()
    SEPARATOR = auto()
    PART = auto()  # 其中
    OPEN = auto()
    CLOSE = auto()
    ODD = auto()  # digits that are no amount: 7×24, A4, 第3
    TEXT = auto()


_GUARDS: Final[dict[str, str]] = _SIGNS["guards"]["after"]
_GUARDS_BEFORE: Final[dict[str, str]] = _SIGNS["guards"]["before"]
_DIRECT: Final = frozenset(_SIGNS["guards"]["direct"]["words"])
_JOINTS: Final = frozenset(_SIGNS["guards"]["direct"]["joints"])


def _comparisons() -> dict[str, tuple[Kind, Op | str]]:
    """Every sign and word of comparison with its token, negated ones made by rule."""
    words: dict[str, tuple[Kind, Op | str]] = {}
    negated = _SIGNS["negated"]
    for negation in negated["negations"]:
        words.update((negation + reach, (Kind.SIGN, Op.BELOW)) for reach in negated["reach"])
        for op, names in _SIGNS["words"].items():
            for name in set(names) & set(negated["kept"]):
                words[negation + name] = (Kind.SIGN, Op(negated[op]))
    for kind_, group in ((Kind.SIGN, "symbols"), (Kind.SIGN, "words"), (Kind.WEAK, "weak")):
        for op, names in _SIGNS[group].items():
            words.update(dict.fromkeys(names, (kind_, Op(op))))
    for meaning, names in _SIGNS["vague"].items():
        words.update(dict.fromkeys(names, (Kind.VAGUE, meaning)))
    words["±"] = (Kind.PLUS_MINUS, "")
    return words


def _behind() -> dict[str, Op | str]:
    ops = {op.value: op for op in Op}
    return {name: ops.get(key, key) for key, names in _SIGNS["behind"].items() for name in names}


COMPARISONS: Final = _comparisons()
COMPARISON: Final = longest_first(COMPARISONS)
_MEANINGS: Final = _behind()
BEHIND: Final = longest_first(_MEANINGS)


def guarded(text: str, word: str, at: int, end: int) -> bool:
    """Whether a word of comparison is part of another word here: 超市, 节约, 最低生活保障."""
    before, after = text[at - 1 : at] if at else "", text[end : end + 1]
    if word in _DIRECT:
        return after not in _JOINTS and after not in numbers.STARTERS
    inside = bool(after) and after in _GUARDS.get(word, "")
    return inside or (bool(before) and before in _GUARDS_BEFORE.get(word, ""))


def behind_at(text: str, start: int) -> tuple[Op | str | None, int]:
    """The word behind a number (以上, 左右, 内 …) at ``start``, and where it ends."""
    match = BEHIND.match(text, start)
    if match is None or (
        match[0] == "内" and text[match.end() : match.end() + 1] in _GUARDS["内"] and match.end() < len(text)
    ):
        return None, start
    return _MEANINGS[match[0]], match.end()
