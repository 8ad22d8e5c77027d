"""Whether more or less is better: what a bare number in a target means."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from perf_xlsx.model import Indicator, Op, Target
from perf_xlsx.text import REMEMBERED, label
from perf_xlsx.values.tables import table

_SENSE: Final = table("words")["sense"]
_LOWER: Final = tuple(_SENSE["lower"])
_HIGHER: Final = tuple(_SENSE["higher"])


@lru_cache(maxsize=REMEMBERED)
def _ending(name: str) -> str:
    """``lower``, ``higher`` or "" by the word that stands last in the name."""
    found = [
        (name.rfind(word) + len(word), len(word), sense)
        for sense, group in (("lower", _LOWER), ("higher", _HIGHER))
        for word in group
        if word in name
    ]
    return max(found)[2] if found else ""


def lower_is_better(name: str, *, cost: bool = False) -> bool:
    """投诉率, 失误率 and the like; under 成本指标 everything but 达标率, 执行率 and the like."""
    sense = _ending(label(name))
    return sense == "lower" or (cost and sense != "higher")


def effective_op(indicator: Indicator) -> Op:
    """The op that a target's number has where it stands.

    A bare number is ≥, but ≤ under cost and for names that are better when lower; 0 can only be ≤.
    A typed "=" stays, for the scheme to say how it is scored, except where lower is better.
    """
    target = indicator.target
    if not isinstance(target, Target):
        return Op.WORDS
    if target.op is not Op.EQUAL:
        return target.op
    cost = "cost" in (indicator.group, indicator.kind) and not target.signed
    if target.high == 0 or lower_is_better(indicator.level3.text, cost=cost):
        return Op.AT_MOST
    return Op.EQUAL if target.signed else Op.AT_LEAST
