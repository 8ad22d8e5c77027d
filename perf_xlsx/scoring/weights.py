"""分值 of each row: typed ones as they are, missing ones shared out, foreign ones as proportions.

A form that follows the scheme (its layout is the scheme's) keeps its own points.  A form of another
layout keeps their proportions only: inside each group that the scheme's ``match`` gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from perf_xlsx.figures import half_up
from perf_xlsx.model import Amount, Form, Indicator
from perf_xlsx.scoring.budget import total_line
from perf_xlsx.scoring.rules import Group, Scheme

SHARE_PLACES: Final = 2


@dataclass(frozen=True, slots=True)
class Weights:
    """``rows`` and ``typed`` in the order of the form's indicators; ``budget``: of 预算执行率.

    ``groups``: the scheme's group of each row, None where none matches.
    """

    budget: Decimal
    rows: tuple[Decimal, ...]
    typed: tuple[bool, ...]
    groups: tuple[Group | None, ...]


def group_of(row: Indicator, scheme: Scheme) -> Group | None:
    """The scheme's group of a row: ``group/kind`` before ``group``, by kind alone when level 1 is unknown."""
    wanted = (f"{row.group}/{row.kind}", row.group) if row.group else (f"*/{row.kind}",)
    for name in wanted:
        for group in scheme.groups:
            if name in group.match:
                return group
    return _part_group(row, scheme)


def _part_group(row: Indicator, scheme: Scheme) -> Group | None:
    """Rows that stand for the scheme's parts share the points of these parts."""
    parts = [part for part in scheme.parts if row.group and part.group == row.group]
    if not parts:
        return None
    points = sum((part.points for part in parts), Decimal(0))
    return Group(row.group, parts[0].level1, points, (), parts[0].level1)


def weights_of(form: Form, scheme: Scheme, *, follows: bool) -> Weights:
    """The weights that a form is scored by."""
    groups = tuple(group_of(row, scheme) for row in form.indicators)
    budget = _budget(form, scheme, follows=follows)
    typed = _typed(form.indicators)
    rest = scheme.full_points - budget - sum((part.points for part in scheme.parts), Decimal(0))
    rows = (
        _filled(form, typed, groups, scheme, rest)
        if follows or not any(typed)
        else _proportions(form, typed, groups, scheme, rest)
    )
    own = follows or not any(typed)
    return Weights(budget, rows, tuple(own and each is not None for each in typed), groups)


def _budget(form: Form, scheme: Scheme, *, follows: bool) -> Decimal:
    line = total_line(form)
    if follows and line is not None and isinstance(line.weight, Amount):
        return line.weight.value
    return scheme.budget.points


def _typed(rows: Sequence[Indicator]) -> tuple[Decimal | None, ...]:
    """Typed weights; a cell merged over several rows is shared out over them."""
    found: list[Decimal | None] = [_amount(row) for row in rows]
    for members in _merged(rows):
        whole = _amount(rows[members[0]])
        if whole is not None:
            for index, share in zip(members, shared(whole, len(members)), strict=True):
                found[index] = share
    return tuple(found)


def _amount(row: Indicator) -> Decimal | None:
    return row.weight.value if isinstance(row.weight, Amount) else None


def _merged(rows: Sequence[Indicator]) -> Iterator[list[int]]:
    """Rows whose weight stands in one cell."""
    by_place: dict[object, list[int]] = {}
    for index, row in enumerate(rows):
        if isinstance(row.weight, Amount) and row.weight.place is not None:
            by_place.setdefault(row.weight.place, []).append(index)
    yield from (members for members in by_place.values() if len(members) > 1)


def shared(whole: Decimal, count: int) -> list[Decimal]:
    """Equal shares rounded to cents, the last one takes the remainder."""
    share = half_up(whole / count, SHARE_PLACES)
    return [share] * (count - 1) + [whole - share * (count - 1)]


def _filled(
    form: Form,
    typed: Sequence[Decimal | None],
    groups: Sequence[Group | None],
    scheme: Scheme,
    rest: Decimal,
) -> tuple[Decimal, ...]:
    """Missing weights from what their group has left."""
    found = list(typed)
    for members, points in _pools(form, groups, scheme, rest):
        missing = [index for index in members if typed[index] is None]
        given = sum((typed[index] or Decimal(0) for index in members), Decimal(0))
        if missing:
            left = max(Decimal(0), points - given)
            for index, share in zip(missing, shared(left, len(missing)), strict=True):
                found[index] = share
    return tuple(each if each is not None else Decimal(0) for each in found)


def _pools(
    form: Form, groups: Sequence[Group | None], scheme: Scheme, rest: Decimal
) -> Iterator[tuple[list[int], Decimal]]:
    """Rows that share points, with the points.  Rows of no known group make all rows one pool."""
    if any(group is None for group in groups):
        yield list(range(len(groups))), rest
        return
    by_label: dict[str, list[int]] = {}
    for index, row in enumerate(form.indicators):
        by_label.setdefault(_pool_key(row, groups[index], form), []).append(index)
    points = group_points(groups, scheme, rest)
    for key, members in by_label.items():
        label = form.group_points.get(key)
        group = groups[members[0]]
        yield members, label.value if label is not None else points[group.key if group else ""]


def _pool_key(row: Indicator, group: Group | None, form: Form) -> str:
    """The form's own label comes first, else the scheme's group."""
    if row.group in form.group_points:
        return row.group
    return group.key if group is not None else ""


def group_points(groups: Sequence[Group | None], scheme: Scheme, rest: Decimal) -> Mapping[str, Decimal]:
    """Points of each group that has rows: those of absent groups go where the scheme says, else to all."""
    own = {group.key: group.points for group in scheme.groups}
    apart = {group.key: group.points for group in groups if group is not None and group.key not in own}
    present = {group.key for group in groups if group is not None} - set(apart)
    for group in scheme.groups:
        if group.absent_to and group.key not in present:
            own[group.absent_to] += own[group.key]
            own[group.key] = Decimal(0)
    _within_parents(scheme, present, own)
    every = sum((own[key] for key in present), Decimal(0))
    return {**{key: own[key] * rest / every if every else Decimal(0) for key in present}, **apart}


def _within_parents(scheme: Scheme, present: set[str], points: dict[str, Decimal]) -> None:
    """Below a level that has rows, the points of its absent groups stay within the level."""
    for parent in {group.parent for group in scheme.groups if group.parent}:
        members = [group.key for group in scheme.groups if group.parent == parent]
        here = [key for key in members if key in present]
        whole = sum((points[key] for key in members), Decimal(0))
        held = sum((points[key] for key in here), Decimal(0))
        for key in here:
            points[key] = points[key] * whole / held if held else whole / len(here)


def _proportions(
    form: Form,
    typed: Sequence[Decimal | None],
    groups: Sequence[Group | None],
    scheme: Scheme,
    rest: Decimal,
) -> tuple[Decimal, ...]:
    """A foreign form: the typed weights are proportions inside the scheme's groups."""
    found = [Decimal(0)] * len(typed)
    pools: dict[str, list[int]] = {}
    for index, group in enumerate(groups):
        pools.setdefault(group.key if group else "", []).append(index)
    points = group_points(groups, scheme, rest) if "" not in pools else {}
    if "" in pools:
        pools, points = {"": list(range(len(typed)))}, {"": rest}
    for key, members in pools.items():
        whole = half_up(points[key], SHARE_PLACES)
        for index, share in zip(members, _by_share(whole, [typed[i] for i in members]), strict=True):
            found[index] = share
    return tuple(found)


def _by_share(whole: Decimal, typed: Sequence[Decimal | None]) -> list[Decimal]:
    """Shares in proportion, rounded to cents; the last one takes the remainder."""
    parts = [max(Decimal(0), each or Decimal(0)) for each in typed]
    every = sum(parts, Decimal(0))
    if not every:
        return shared(whole, len(parts))
    found = [half_up(whole * part / every, SHARE_PLACES) for part in parts[:-1]]
    return [*found, whole - sum(found, Decimal(0))]
