"""Units of measure: found in a text, and brought to one another.

A unit stays as it was written; ``relation`` tells how two of them stand to each other.  Compound
units (元/人·月, 次/年) are convertible when their heads are and the rest is the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Final

from perf_xlsx.text import REMEMBERED
from perf_xlsx.values.tables import longest_first, table

GENERAL_COUNTER: Final = "个"
PERCENT: Final = "%"
PERCENT_POINT: Final = "个百分点"


@dataclass(frozen=True, slots=True)
class _Unit:
    kind: str
    factor: Fraction
    counter: bool


def _read_units() -> dict[str, _Unit]:
    units: dict[str, _Unit] = {}
    for kind, content in table("units").items():
        counter = content.get("counter", False)
        for factor, names in content.items():
            if factor != "counter":
                units.update(dict.fromkeys(names, _Unit(kind, Fraction(factor), counter)))
    return units


_UNITS: Final = _read_units()
_BY_LOWER: Final = {name.lower(): unit for name, unit in _UNITS.items() if len(name) > 1}
_WORDY = [name for name in _UNITS if len(name) > 1]
_LETTERS = [name for name in _UNITS if len(name) == 1 and name.isascii()]
_SIMPLE: Final = re.compile(
    f"(?:(?i:{longest_first(_WORDY).pattern})|{longest_first(_LETTERS).pattern})(?![A-Za-z0-9])"
)
_SIMPLE_CJK: Final = longest_first(name for name in _UNITS if not name.isascii())
_YEAR: Final = "年"
_PER_YEAR: Final = {"半年": 2, "季度": 4, "季": 4, "个月": 12, "月": 12, "周": 52}
_TIMES: Final = re.compile("次(?![日年月要数级])")
"""篇次, 车次: a count of times, which is another unit than the thing counted."""
_JOIN: Final = re.compile(r"\s?[/·.每]\s?(?=[^\d\s])")


class Relation(StrEnum):
    """How two units stand to each other; ``PARTLY``: one of them leaves out its "per" (元/人·月, 元)."""

    SAME = "same"
    CONVERTIBLE = "convertible"
    PARTLY = "partly"
    DIFFERENT = "different"


_ONLY_IN_COMPOUNDS: Final = frozenset(["月", "月份", "季", "季度", "半年"])
"""Behind a number these make a date (3月); a length of time is 3个月."""


def _simple_end(text: str, start: int) -> int:
    match = _SIMPLE_CJK.match(text, start) or _SIMPLE.match(text, start)
    return start if match is None else match.end()


def unit_end(text: str, start: int) -> int:
    """Where the known unit that begins at ``start`` ends; ``start`` itself when there is none."""
    end = _simple_end(text, start)
    if text[start:end] in _ONLY_IN_COMPOUNDS:
        return start
    if end > start and _TIMES.match(text, end) and text[end - 1] != "次":
        return end + 1
    while end > start and (join := _JOIN.match(text, end)):
        following = _simple_end(text, join.end())
        if following == join.end():
            break
        end = following
    return end


def is_unit(text: str) -> bool:
    """Whether the whole text is a known unit."""
    return bool(text) and unit_end(text, 0) == len(text)


@lru_cache(maxsize=REMEMBERED)
def _parts(unit: str) -> tuple[str, str]:
    """Head and rest of a compound unit, its joints unified: 元/人·月 → 元, 人/月.

    What is told per year is what the whole year's value is: 次/年 is 次.
    """
    pieces = [piece for piece in re.split(r"[/·.每]", unit.replace(" ", "")) if piece]
    if unit in _UNITS or not pieces:
        return unit, ""
    return pieces[0], "/".join(piece for piece in pieces[1:] if piece != _YEAR)


def _known(name: str) -> _Unit | None:
    return _UNITS.get(name) or _BY_LOWER.get(name.lower())


def kind(unit: str) -> str:
    """The class of a unit's head (``money``, ``people`` …), empty when it is unknown."""
    known = _known(_parts(unit)[0])
    return "" if known is None else known.kind


@lru_cache(maxsize=REMEMBERED)
def factor(unit: str, into: str) -> Fraction:
    """What a number in ``unit`` is multiplied by to stand in ``into``; both of one class."""
    ours, theirs = _known(_parts(unit)[0]), _known(_parts(into)[0])
    if ours is None or theirs is None:
        return Fraction(1)
    return ours.factor / theirs.factor


def per_year(unit: str) -> int:
    """How often the period of a unit such as 次/月 comes in a year; 1 when it has none."""
    return _PER_YEAR.get(_parts(unit)[1], 1)


@lru_cache(maxsize=REMEMBERED)
def relation(left: str, right: str) -> Relation:
    """Same (件 and 宗), convertible (元 and 万元) or different (人 and 人次, unknown spellings too)."""
    (left_head, left_rest), (right_head, right_rest) = _parts(left), _parts(right)
    if left_rest != right_rest:
        partly = not (left_rest and right_rest) and left_head == right_head
        return Relation.PARTLY if partly else Relation.DIFFERENT
    if left_head == right_head:
        return Relation.SAME
    ours, theirs = _known(left_head), _known(right_head)
    if ours is None or theirs is None:
        return Relation.DIFFERENT
    if ours.kind == theirs.kind:
        return Relation.SAME if ours.factor == theirs.factor else Relation.CONVERTIBLE
    if GENERAL_COUNTER in (left_head, right_head) and ours.counter and theirs.counter:
        return Relation.SAME
    return Relation.DIFFERENT
