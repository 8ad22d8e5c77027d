"""A number and the formula that makes it, computed together: what is added here is added there.

Formulas are without "=" and name parameters as ``p_<key>``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from perf_xlsx.figures import half_up, plain

_SUM, _PRODUCT, _ATOM = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Live:
    """``rank`` tells how tightly the text binds, for its brackets."""

    value: Decimal
    text: str
    rank: int = _ATOM

    def __add__(self, other: Live) -> Live:
        if NOTHING in (self, other):
            return self if other == NOTHING else other
        return Live(self.value + other.value, f"{self.text}+{other.text}", _SUM)

    def __sub__(self, other: Live) -> Live:
        if other == NOTHING:
            return self
        return Live(self.value - other.value, f"{self.text}-{other._within(_PRODUCT)}", _SUM)

    def __mul__(self, other: Live) -> Live:
        return Live(self.value * other.value, f"{self._within(_PRODUCT)}*{other._within(_PRODUCT)}", _PRODUCT)

    def __truediv__(self, other: Live) -> Live:
        """``other`` is not 0."""
        return Live(self.value / other.value, f"{self._within(_PRODUCT)}/{other._within(_ATOM)}", _PRODUCT)

    def rounded(self, places: int) -> Live:
        return Live(half_up(self.value, places), f"ROUND({self.text},{places})")

    def at_least_zero(self) -> Live:
        return Live(max(Decimal(0), self.value), f"MAX(0,{self.text})")

    def _within(self, rank: int) -> str:
        return self.text if self.rank >= rank else f"({self.text})"


def number(value: Decimal | int) -> Live:
    """A number as such; below 0 it needs brackets."""
    exact = Decimal(value)
    return Live(exact, plain(exact), _ATOM if exact >= 0 else _SUM)


def parameter(key: str, value: Decimal) -> Live:
    """A parameter of the scheme by its key."""
    return Live(value, f"p_{key}")


NOTHING: Final = number(0)


def total(numbers: Iterable[Live]) -> Live:
    """The sum, 0 of nothing."""
    found = NOTHING
    for each in numbers:
        found = found + each
    return found
