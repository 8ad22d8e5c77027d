"""Stored numbers as decimals, with the 15 digits that a worksheet shows and calculates with."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Final

_EXACT: Final = 15


def decimal(raw: str) -> Decimal | None:
    """The number of a stored text: 89.740000000000009 → 89.74; None when it is none (or infinite)."""
    text = raw.strip()
    if len(text) <= _EXACT and text.isascii() and text.replace(".", "", 1).isdecimal():
        return Decimal(text)
    if "_" in text:
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return of_float(number)


def of_float(number: float) -> Decimal | None:
    """The same for a binary number."""
    if not math.isfinite(number):
        return None
    exact = Decimal(f"{number:.15g}")
    return exact + 0 if exact else Decimal(0)
