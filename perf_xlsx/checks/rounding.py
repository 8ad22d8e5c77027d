"""What honest rounding explains: figures are compared with the precision that was printed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from perf_xlsx.model import Amount

_HALF: Final = Decimal("0.5")
_WHOLE_PERCENT: Final = Decimal("0.01")


def sum_agrees(total: Amount, parts: Sequence[Amount]) -> bool:
    """Whether parts add up to a printed total.

    Whole numbers throughout must add up exactly.  Otherwise the total may be off by half its last
    printed place, and each part with decimals by half its own or the total's, whichever is finer; a
    part without decimals beside others that have them is exact.
    """
    off = abs(total.value - sum(part.value for part in parts))
    if off == 0 or all(amount.step >= 1 for amount in (total, *parts)):
        return off == 0
    slack = total.step + sum((min(part.step, total.step) for part in parts if part.step < 1), Decimal(0))
    return off <= slack * _HALF


def rate_agrees(printed: Amount, rate: Decimal) -> bool:
    """Whether a printed rate is the rounded, or cut off, form of a computed one (both ratios).

    A rate printed as 1 stands for 100%: its precision is taken as a whole percent.
    """
    step = min(printed.step, _WHOLE_PERCENT)
    return -step * _HALF <= rate - printed.value < step


def rounds_to(typed: Amount, computed: Decimal, tolerance: Decimal) -> bool:
    """Whether typed points are computed points as rounded to the places that were typed."""
    return abs(typed.value - computed) <= max(typed.step * _HALF, tolerance)
