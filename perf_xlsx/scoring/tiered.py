"""定性 rows: three tiers, a person's points inside the tier.  Decimal and formula side by side."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from perf_xlsx.figures import half_up
from perf_xlsx.model import Interval, Tier
from perf_xlsx.scoring import formulas as f
from perf_xlsx.scoring.rules import Tiers

_FULL_LOW: Final = f"ROUND({f.WEIGHT}*p_tier_full,p_rounding)"
_PARTIAL_LOW: Final = f"ROUND({f.WEIGHT}*p_tier_partial,p_rounding)"


def edges(weight: Decimal, tier: Tier, tiers: Tiers, places: int) -> Interval:
    """The points of a tier, both ends rounded as points are."""
    w = max(weight, Decimal(0))
    full, partial = half_up(w * tiers.full.low, places), half_up(w * tiers.partial.low, places)
    ends = {Tier.FULL: (full, w), Tier.PARTIAL: (partial, full), Tier.NONE: (Decimal(0), partial)}
    return Interval(*ends[tier])


def includes(tier: Tier, tiers: Tiers) -> tuple[bool, bool]:
    """Whether the lower and the upper edge belong to the tier."""
    includes_low = {
        Tier.FULL: tiers.full.includes_low,
        Tier.PARTIAL: tiers.partial.includes_low,
        Tier.NONE: True,
    }[tier]
    includes_high = {
        Tier.FULL: True,
        Tier.PARTIAL: not tiers.full.includes_low,
        Tier.NONE: not tiers.partial.includes_low,
    }[tier]
    return includes_low, includes_high


def lies_in(points: Decimal, weight: Decimal, tier: Tier, tiers: Tiers, places: int) -> bool:
    """Whether points that a person typed lie in the tier, its edges as the scheme includes them."""
    ends = edges(weight, tier, tiers, places)
    includes_low, includes_high = includes(tier, tiers)
    above = points >= ends.low if includes_low else points > ends.low
    return above and (points <= ends.high if includes_high else points < ends.high)


def points(weight: Decimal, tier: Tier, typed: Decimal | None, tiers: Tiers, places: int) -> Interval:
    """The typed points where they lie in the tier; else all points for 达成, the tier for the others."""
    if typed is not None and lies_in(typed, weight, tier, tiers, places):
        return Interval(typed, typed)
    ends = edges(weight, tier, tiers, places)
    return Interval(ends.high, ends.high) if tier is Tier.FULL else ends


def formula(tiers: Tiers, high: bool) -> str:
    """Points by the 判定 that stands in the row's list cell; ``high``: the upper end."""
    below_full, below_partial = (">" if band.includes_low else ">=" for band in (tiers.full, tiers.partial))
    above_full, above_partial = (">=" if band.includes_low else ">" for band in (tiers.full, tiers.partial))
    met = _typed(f"{{typed}}{above_full}{_FULL_LOW}", f"{{typed}}<={f.WEIGHT}", f.WEIGHT)
    some = _typed(
        f"{{typed}}{above_partial}{_PARTIAL_LOW}",
        f"{_FULL_LOW}{below_full}{{typed}}",
        f.decided(_PARTIAL_LOW, _FULL_LOW, _FULL_LOW if high else _PARTIAL_LOW),
    )
    none = _typed(
        "{typed}>=0",
        f"{_PARTIAL_LOW}{below_partial}{{typed}}",
        f.decided("0", _PARTIAL_LOW, _PARTIAL_LOW if high else "0"),
    )
    unknown = f.decided("0", f.WEIGHT, f.WEIGHT if high else "0")
    return (
        f'IF({{status}}="{f.FULL}",{met},IF({{status}}="{f.PARTIAL}",{some},'
        f'IF({{status}}="{f.NONE}",{none},{unknown})))'
    )


def _typed(above: str, below: str, otherwise: str) -> str:
    return f"IF(AND(ISNUMBER({{typed}}),{above},{below}),{{typed}},{otherwise})"
