"""Exact decimals rounded, printed and read from records: the one way for Python and worksheet alike."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Final

_LARGEST: Final = 18
_WORKSHEET: Final = Context(prec=15, rounding=ROUND_HALF_UP)


@lru_cache(maxsize=4096)
def number(text: str | None) -> Decimal | None:
    """A number as a record tells it; None where it tells none."""
    return None if text is None else Decimal(text)


def half_up(value: Decimal, places: int) -> Decimal:
    """Official rounding (四舍五入) as a worksheet's ROUND does it: on the 15 digits that it sees.

    A number too large to have such places stays what it is.
    """
    seen = _WORKSHEET.create_decimal(value)
    if seen.adjusted() > _LARGEST:
        return seen
    return seen.quantize(_unit(places), ROUND_HALF_UP)


@lru_cache(maxsize=64)
def _unit(places: int) -> Decimal:
    """One in the last of so many places."""
    return Decimal(1).scaleb(-places)


def plain(value: Decimal) -> str:
    """An exact decimal without exponent and trailing zeros: 8.50 → 8.5, 1E+3 → 1000, -0 → 0."""
    if not value:
        return "0"
    shown = str(value)
    if "E" in shown:
        shown = format(value, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def percent(rate: Decimal, places: int = 2) -> str:
    """A ratio as a percentage for people: 0.8045 → 80.45%."""
    return f"{half_up(rate * 100, places):f}%"


def points(value: Decimal) -> str:
    """Points for people: at most two places, no trailing zeros."""
    return plain(half_up(value, 2))
