"""Cell addresses: G12, $G$12, A1:K40."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from perf_xlsx.model import Area, column_number
from perf_xlsx.reading import limits

_ADDRESS: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@lru_cache(maxsize=16_384)
def split(address: str) -> tuple[int, int] | None:
    """Row and column of an address; None when it is none, or outside of the grid."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return None
    row, column = int(match[2]), column_number(match[1])
    inside = 1 <= row <= limits.ROWS and column <= limits.COLUMNS
    return (row, column) if inside else None


def area(reference: str) -> Area | None:
    """The rectangle of A1:K40 or of one address; None when it is none."""
    first, _, last = reference.strip().partition(":")
    start, end = split(first), split(last or first)
    if start is None or end is None:
        return None
    (top, left), (bottom, right) = start, end
    if top <= bottom and left <= right:
        return Area(top, left, bottom, right)
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


class ColumnSet:
    """Columns counted from 1, added by ranges: which of them are hidden."""

    __slots__ = ("_marks",)

    def __init__(self) -> None:
        self._marks = bytearray()

    def add(self, first: int, last: int) -> None:
        """Add all from ``first`` to ``last``, within the grid."""
        first, last = max(first, 1), min(last, limits.COLUMNS)
        if first <= last:
            self._marks = self._marks or bytearray(limits.COLUMNS + 1)
            self._marks[first : last + 1] = b"\x01" * (last - first + 1)

    def __bool__(self) -> bool:
        return bool(self._marks)

    def __contains__(self, column: int) -> bool:
        return column < len(self._marks) and bool(self._marks[column])
