"""Points of each group that has rows: what absent groups leave goes where the scheme says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from perf_xlsx.scoring.live import NOTHING, Live, parameter, total
from perf_xlsx.scoring.rules import Group, Scheme

PLACES: Final = 2


def group_points(groups: Sequence[Group | None], scheme: Scheme, rest: Live) -> Mapping[str, Live]:
    """Points by the key of each group present, together ``rest``; the last one takes the remainder.

    Groups that stand for the scheme's parts have the points of these parts and are no part of ``rest``.
    """
    known = {group.key: parameter(f"group_{group.key}", group.points) for group in scheme.groups}
    told = {group.key: group for group in groups if group is not None}
    apart = {key: _of_parts(group, scheme) for key, group in told.items() if key not in known}
    present = [key for key in known if key in told]
    _inherited(scheme, present, known)
    _within_parents(scheme, present, known)
    return {**_scaled(present, known, rest), **apart}


def _of_parts(group: Group, scheme: Scheme) -> Live:
    return total(
        parameter(f"part_{part.key}", part.points) for part in scheme.parts if part.group == group.key
    )


def _inherited(scheme: Scheme, present: Sequence[str], points: dict[str, Live]) -> None:
    for group in scheme.groups:
        if group.absent_to and group.key not in present:
            points[group.absent_to] = points[group.absent_to] + points[group.key]
            points[group.key] = NOTHING


def _within_parents(scheme: Scheme, present: Sequence[str], points: dict[str, Live]) -> None:
    """Below a level that has rows, the points of its absent groups stay within the level."""
    for parent in dict.fromkeys(group.parent for group in scheme.groups if group.parent):
        members = [group.key for group in scheme.groups if group.parent == parent]
        here = [key for key in members if key in present]
        if len(here) == len(members) or not here:
            continue
        whole, held = total(points[key] for key in members), total(points[key] for key in here)
        for key in here:
            points[key] = points[key] * whole / held if held.value and len(here) > 1 else whole


def _scaled(present: Sequence[str], points: Mapping[str, Live], rest: Live) -> dict[str, Live]:
    every = total(points[key] for key in present)
    if not every.value:
        return dict.fromkeys(present, NOTHING)
    found = {key: (points[key] * rest / every).rounded(PLACES) for key in present[:-1]}
    for key in present[-1:]:
        found[key] = rest - total(found.values()) if found else rest
    return found
