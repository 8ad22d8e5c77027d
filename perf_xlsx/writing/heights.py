"""Row heights: merged cells don't grow with their text, so the height is estimated.

A full-width character is two units wide, others one; a line holds two units less than the column is
wide.  Lines × size × 1.35 + 4 fits 宋体 in Excel, WPS and LibreOffice alike.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import Final

from perf_xlsx.writing.plan import MAX_ROW_HEIGHT

LINE: Final = 1.35
PADDING: Final = 5
SLACK: Final = 1.06
MARGIN: Final = 2
"""Units that the margins of a cell take."""
NORMAL_SIZE: Final = 11
"""A column's width counts characters of this size."""


def fits(text: str, width: float) -> bool:
    """Whether a text of normal size surely takes one line: what most cells of a list hold."""
    return 2 * len(text) <= width - MARGIN and "\n" not in text


def units(text: str) -> int:
    """The width of a line of text: full-width characters count two, as they take two bytes in GBK."""
    return len(text) if text.isascii() else len(text.encode("gbk", "replace"))


def lines(text: str, width: float, size: float = 10) -> int:
    """How many lines a text takes in a cell of a width (in characters of the normal size)."""
    room = _room(width, size)
    if "\n" not in text:
        return 1 if 2 * len(text) <= room else _wrapped(units(text), room)
    return sum(_wrapped(units(part), room) for part in text.split("\n"))


@lru_cache(maxsize=1024)
def _room(width: float, size: float) -> float:
    """Units that a line of a cell holds."""
    return max(1.0, (width - MARGIN) * NORMAL_SIZE / size)


def _wrapped(width: int, room: float) -> int:
    """Lines of one paragraph; from the second line on, breaks before punctuation cost room."""
    return 1 if width <= room else ceil(width * SLACK / room)


def fitted_height(text: str, width: float, size: float = 10, least: float = 0) -> float:
    """The height in points of a row in which a text fits, at most Excel's 409."""
    needed = _height(lines(text, width, size), size)
    return needed if needed > least else float(least)


@lru_cache(maxsize=1024)
def _height(count: int, size: float) -> float:
    return min(float(MAX_ROW_HEIGHT), round(count * size * LINE + PADDING, 1))
