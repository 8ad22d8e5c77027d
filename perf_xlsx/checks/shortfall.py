"""How much an unmet number is short of its target, or above it, in words."""

from __future__ import annotations

from decimal import Decimal

from perf_xlsx.figures import half_up, points
from perf_xlsx.model import Op, RowScore, Status, Target
from perf_xlsx.text import folded
from perf_xlsx.values.printing import in_scale_of
from perf_xlsx.values.units import PERCENT, PERCENT_POINT


def gap(row: RowScore) -> str:
    """还差231件, 超出3个百分点, in the target's unit and scale; empty where there is no such number."""
    target, ends = row.indicator.target, row.operands
    stated = ends.actual_low if ends.actual_low is not None else ends.actual_high
    if row.status is not Status.UNMET or not isinstance(target, Target) or target.op is Op.BY_DATE:
        return ""
    if stated is None:
        return ""
    if ends.target_low is not None and stated < ends.target_low:
        return f"还差{_amount(ends.target_low - stated, target, row.indicator.target_text)}"
    if ends.target_high is not None and stated > ends.target_high:
        return f"超出{_amount(stated - ends.target_high, target, row.indicator.target_text)}"
    return ""


def _amount(value: Decimal, target: Target, text: str) -> str:
    if target.unit == PERCENT:
        return f"{points(value * 100)}{PERCENT_POINT}"
    return in_scale_of(folded(text), half_up(value, 4), target.unit)
