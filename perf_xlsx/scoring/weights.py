"""分值 of each row: typed ones as they are, missing ones shared out, foreign ones as proportions.

A form that follows the scheme (its layout is the scheme's) keeps its own points.  A form of another
layout keeps their proportions only: inside each group that the scheme's ``match`` gives.  Weights
that are made here carry the formula that makes them out of the scheme's parameters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from perf_xlsx.figures import half_up
from perf_xlsx.model import Amount, Form, Indicator
from perf_xlsx.scoring.budget import total_line
from perf_xlsx.scoring.live import Live, number, parameter, total
from perf_xlsx.scoring.pools import group_points
from perf_xlsx.scoring.rules import Group, Scheme

SHARE_PLACES: Final = 2


@dataclass(frozen=True, slots=True)
class Weights:
    """Of 预算执行率 and of the form's rows in their order.

    ``follows``: the form's own points are points of the scheme.  ``formulas``: "" for typed weights.
    ``groups``: the scheme's group of each row, None for none.
    """

    budget: Decimal
    rows: tuple[Decimal, ...]
    formulas: tuple[str, ...]
    groups: tuple[Group | None, ...]
    follows: bool

    @property
    def typed(self) -> tuple[bool, ...]:
        """Whether each row is scored by the weight that was typed."""
        return tuple(not formula for formula in self.formulas)


def group_of(row: Indicator, scheme: Scheme) -> Group | None:
    """The scheme's group of a row: ``group/kind`` before ``group``, by kind alone without level 1."""
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
    typed = typed_weights(form.indicators)
    rest = _rest(budget, scheme)
    if follows or not any(each is not None for each in typed):
        made = _filled(form, typed, groups, scheme, rest)
    else:
        made = _proportions(typed, groups, scheme, rest)
        typed = (None,) * len(typed)
    rows = tuple(each if each is not None else made[index].value for index, each in enumerate(typed))
    formulas = tuple("" if each is not None else made[index].text for index, each in enumerate(typed))
    return Weights(budget.value, rows, formulas, groups, follows)


def _budget(form: Form, scheme: Scheme, *, follows: bool) -> Live:
    line = total_line(form)
    if follows and line is not None and isinstance(line.weight, Amount):
        return number(line.weight.value)
    return parameter("budget_points", scheme.budget.points)


def _rest(budget: Live, scheme: Scheme) -> Live:
    """What is left for the indicators beside the budget row and the parts."""
    parts = (parameter(f"part_{part.key}", part.points) for part in scheme.parts)
    return parameter("full_points", scheme.full_points) - budget - total(parts)


# ---------------------------------------------------------------- typed


def typed_weights(rows: Sequence[Indicator]) -> tuple[Decimal | None, ...]:
    """Typed weights; a cell merged over several rows is shared out over them."""
    found = [_amount(row) for row in rows]
    for members in _merged(rows):
        whole = found[members[0]] or Decimal(0)
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


# ---------------------------------------------------------------- shared out


def _filled(
    form: Form, typed: Sequence[Decimal | None], groups: Sequence[Group | None], scheme: Scheme, rest: Live
) -> Mapping[int, Live]:
    """Missing weights, by row, from what their group has left."""
    found: dict[int, Live] = {}
    if None not in typed:
        return found
    for members, points in _pools(form, groups, scheme, rest):
        missing = [index for index in members if typed[index] is None]
        given = sum((typed[index] or Decimal(0) for index in members), Decimal(0))
        if missing:
            left = (points - number(given)).at_least_zero() if given else points
            found.update(_by_score(left, missing, form.indicators))
    return found


def _by_score(whole: Live, missing: Sequence[int], rows: Sequence[Indicator]) -> Iterator[tuple[int, Live]]:
    """Equal shares for each score cell, and within one that is merged over rows for each of its rows."""
    blocks: list[list[int]] = []
    for index in missing:
        if blocks and rows[index].score_rows == 0 and blocks[-1][-1] == index - 1:
            blocks[-1].append(index)
        else:
            blocks.append([index])
    for block, share in zip(blocks, _equal(whole, len(blocks)), strict=True):
        yield from zip(block, _equal(share, len(block)) if len(block) > 1 else [share], strict=True)


def _equal(whole: Live, count: int) -> list[Live]:
    if count == 1:
        return [whole.rounded(SHARE_PLACES)]
    share = (whole / number(count)).rounded(SHARE_PLACES)
    last = (whole - share * number(count - 1)).rounded(SHARE_PLACES)
    return [share] * (count - 1) + [last]


def _pools(
    form: Form, groups: Sequence[Group | None], scheme: Scheme, rest: Live
) -> Iterator[tuple[list[int], Live]]:
    """Rows that share points, with the points: those of their label, else of their scheme's group."""
    labels, others = form.group_points, []
    labelled: dict[str, list[int]] = {}
    for index, row in enumerate(form.indicators):
        group = groups[index]
        key = row.group if row.group in labels or group is None else group.key
        if key in labels:
            labelled.setdefault(key, []).append(index)
        else:
            others.append(index)
    for key, members in labelled.items():
        yield members, number(labels[key].value)
    if any(groups[index] is None for index in others):
        given = total(number(labels[key].value) for key in labelled)
        yield from _blocks(form, others, rest - given)
        return
    points = group_points(groups, scheme, rest)
    for key, members in _by_key(others, [group.key if group else "" for group in groups]).items():
        yield members, points[key]


def _blocks(form: Form, members: Sequence[int], rest: Live) -> Iterator[tuple[list[int], Live]]:
    """Rows of no group that the scheme knows: equal shares for each block (年度绩效目标1, 2 …)."""
    blocks = _by_key(members, [row.group for row in form.indicators])
    named = list(blocks.values()) if "" not in blocks else [list(members)]
    yield from zip(named, _equal(rest.at_least_zero(), len(named)), strict=True)


def _by_key(members: Sequence[int], keys: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for index in members:
        found.setdefault(keys[index], []).append(index)
    return found


# ---------------------------------------------------------------- proportions


def _proportions(
    typed: Sequence[Decimal | None], groups: Sequence[Group | None], scheme: Scheme, rest: Live
) -> Mapping[int, Live]:
    """A foreign form: the typed weights are proportions inside the scheme's groups."""
    if any(group is None for group in groups):
        return dict(enumerate(_by_share(rest, typed)))
    points = group_points(groups, scheme, rest)
    pools = _by_key(range(len(groups)), [group.key if group else "" for group in groups])
    found: dict[int, Live] = {}
    for key, members in pools.items():
        found.update(zip(members, _by_share(points[key], [typed[i] for i in members]), strict=True))
    return found


def _by_share(whole: Live, typed: Sequence[Decimal | None]) -> list[Live]:
    """Shares in proportion, rounded to cents; the last one takes the remainder."""
    parts = [max(Decimal(0), each or Decimal(0)) for each in typed]
    every = sum(parts, Decimal(0))
    if not every:
        return _equal(whole, len(parts))
    found = [(whole * number(part) / number(every)).rounded(SHARE_PLACES) for part in parts[:-1]]
    return [*found, (whole - total(found)).rounded(SHARE_PLACES)]
