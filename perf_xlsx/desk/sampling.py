"""抽查建议: which units a reviewer should look at more closely, each with its reasons.

Every reason, its weight and its words stand in ``triage.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

_TIED: Final = 2
"""Where more than so many times the share stand equally high, none of them stands out."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A unit as 抽查 sees it: its money, 自评 − 复算, which projects claim full marks, what it left open."""

    budget: Decimal
    above: Decimal | None
    full: tuple[bool, ...]
    waiting: frozenset[str]


def samples(units: Sequence[Seen], rules: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """The reasons in words for each unit that should be drawn; none for the others."""
    share = Decimal(rules["top_share"])
    above = [max(unit.above or Decimal(0), Decimal(0)) for unit in units]
    large, apart = _top([unit.budget for unit in units], share), _top(above, share)
    least, several = Decimal(rules["least_difference"]), rules["several"]
    over = frozenset(rules["over_rules"])
    found = []
    for unit, difference in zip(units, above, strict=True):
        holds = {
            "large_money": large is not None and unit.budget >= large,
            "all_full_marks": len(unit.full) >= several and all(unit.full),
            "largest_difference": apart is not None and difference >= max(apart, least),
            "over_without_reason": bool(over & unit.waiting),
        }
        reasons = [reason for reason, true in holds.items() if true]
        drawn = sum(rules[reason] for reason in reasons) >= rules["threshold"]
        found.append(tuple(str(rules["words"][reason]) for reason in reasons) if drawn else ())
    return found


def _top(values: Sequence[Decimal], share: Decimal) -> Decimal | None:
    """The least value of the top share; None where nothing is above zero, or nothing stands out."""
    ranked = sorted((value for value in values if value > 0), reverse=True)
    if len(values) < 2 or not ranked:
        return None
    count = min(max(int(len(values) * share), 1), len(ranked))
    least = ranked[count - 1]
    tied = sum(value >= least for value in ranked)
    return least if tied <= _TIED * count and tied < len(values) else None
