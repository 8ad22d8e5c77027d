"""A department's merged workbook beside those of its units: each project counts once in 汇总."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from perf_xlsx.text import label

_DEPARTMENT: Final = '"merged":{"level":"department"'
"""So a record of one looks in the ledger; only where there is any is every record read for this."""

Unit = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Apart:
    """The places of the records that don't count, and why, in sentences."""

    places: frozenset[int] = frozenset()
    words: tuple[str, ...] = ()


def apart(texts: Sequence[str]) -> Apart:
    """Of a department's workbook and its units' only one side counts.

    The units' when all of them are there (their rows say more), else the department's.
    """
    merged = [place for place, text in enumerate(texts) if _DEPARTMENT in text]
    if not merged:
        return Apart()
    homes = _homes(texts, frozenset(merged))
    places: set[int] = set()
    words: list[str] = []
    for place in merged:
        record = json.loads(texts[place])
        units = {(label(unit), record["year"]) for unit in record["merged"]["units"]}
        beside = units & homes.keys()
        file = record["source"]["file"]
        if beside == units:
            places.add(place)
            words.append(f"“{file}”的项目都在各单位的工作簿中，汇总只按各单位计算。")
        elif beside:
            places |= {own for unit in beside for own in homes[unit]}
            words.append(f"“{file}”已含其中 {len(beside)} 个单位的项目，汇总只按它计算。")
    return Apart(frozenset(places), tuple(words))


def _homes(texts: Sequence[str], merged: frozenset[int]) -> Mapping[Unit, list[int]]:
    """The places of every unit's own records, by unit and year."""
    found: dict[Unit, list[int]] = {}
    for place, text in enumerate(texts):
        record: Mapping[str, Any] = json.loads(text)
        if place not in merged and record["agency"] and record["projects"]:
            found.setdefault((label(record["agency"]), record["year"]), []).append(place)
    return found
