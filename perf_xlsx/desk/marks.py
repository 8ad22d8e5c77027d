"""What the name of a file says of its version: 第2稿, v3, (1), 修改稿, 终稿, 2022-03-15."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Final

from perf_xlsx.text import folded

_PLAIN: Final = 1
_YEARS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Mark:
    """``stage`` by the words of ``versions.toml``, ``number`` 1 where none stands, ``date`` as yyyymmdd.

    The date is 0 where none stands and below 10,000 where it has no year.  ``stem`` is the name without
    all that.
    """

    stem: str = ""
    stage: int = _PLAIN
    number: int = 1
    date: int = 0

    @property
    def rank(self) -> tuple[int, int, int]:
        return (self.stage, self.number, self.date)

    def dated_like(self, other: Mark) -> bool:
        """Whether both have a date, both with a year or both without."""
        return bool(self.date and other.date) and (self.date < _YEARS) == (other.date < _YEARS)


_NUMBER: Final = re.compile(
    r"第\s*(?P<counted>[0-9]{1,2}|[一二三四五六七八九十])\s*[稿版次]"
    r"|[vV]\s*(?P<version>[0-9]{1,2})(?![0-9])"
    r"|(?:修[改订正]稿?|[稿版])\s*(?P<revision>[0-9]{1,2})(?![0-9])"
    r"|[(]\s*(?P<twin>[0-9]{1,2})\s*[)]"
)
_DATE: Final = re.compile(
    r"(?<![0-9])(?:"
    r"(?P<y1>20[0-9]{2})(?P<m1>[01][0-9])(?P<d1>[0-3][0-9])(?![0-9])"
    r"|(?P<y2>20[0-9]{2})\s*[-._年]\s*(?P<m2>[0-9]{1,2})\s*[-._月]\s*(?P<d2>[0-9]{1,2})(?![0-9])日?"
    r"|(?P<m3>[0-9]{1,2})月(?P<d3>[0-9]{1,2})日"
    r")"
)
_DIGITS: Final = "一二三四五六七八九十"
_OWN_ENDING: Final = re.compile(r"_(评分|填分|报送稿|汇总上报)(?=[(]|$)")
_NOISE: Final = re.compile(r"[\s_\-—.()\[\]]+")


@cache
def _stages() -> tuple[tuple[str, ...], ...]:
    """The words of each stage, the oldest stage first."""
    table = tomllib.loads((files("perf_xlsx.desk") / "versions.toml").read_text("utf-8"))["stages"]
    return tuple(tuple(words) for words in table.values())


def mark_of(file: str) -> Mark:
    """The mark in a file's name, else that of the folders it lies in (第二次报送/甲局.xlsx)."""
    path = PurePosixPath(file)
    own = _read(_OWN_ENDING.sub("", folded(path.stem)))
    if own.rank != Mark().rank or len(path.parts) == 1:
        return own
    outer = _read(folded(path.parent.as_posix()))
    return Mark(own.stem, outer.stage, outer.number, outer.date)


def _read(name: str) -> Mark:
    stages = [rank for rank, words in enumerate(_stages()) if any(word in name for word in words)]
    undated = _DATE.sub("", name)
    return Mark(
        _stem(undated),
        max(stages, default=_PLAIN),
        _number(_NUMBER.search(undated)),
        _date(_DATE.search(name)),
    )


def _stem(undated: str) -> str:
    bare = _NUMBER.sub("", undated)
    for words in _stages():
        for word in words:
            bare = bare.replace(word, "")
    return _NOISE.sub("", bare)


def _number(found: re.Match[str] | None) -> int:
    """The number of a version; the file that a browser or Excel calls (1) is the second one."""
    if found is None:
        return 1
    if found["twin"]:
        return int(found["twin"]) + 1
    text = found[found.lastgroup or ""]
    return int(text) if text.isascii() else _DIGITS.index(text) + 1


def _date(found: re.Match[str] | None) -> int:
    if found is None:
        return 0
    given = {name[0]: int(text) for name, text in found.groupdict().items() if text}
    return given.get("y", 0) * _YEARS + given["m"] * 100 + given["d"]
