"""What was handed in against what was to be: exact names first, near ones proposed, never assumed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from heapq import nlargest
from typing import Any, Final

from perf_xlsx.desk.roster import Expected, Roster
from perf_xlsx.figures import plain
from perf_xlsx.model import Problem, Target
from perf_xlsx.text import folded, label
from perf_xlsx.values.names import without_code
from perf_xlsx.values.targets import read_target

_NEAR: Final = 0.6
"""Lower than over the years (``batch.years``): a roster names projects in words of its own, and what is
found is proposed to a person as one of a few, the nearest first.
"""
_PROPOSALS: Final = 3
_SHARED: Final = 0.5
_COMPARED: Final = 12
"""Names that share fewer signs than the first are not near; of the others so many are compared closely."""
_BITS: Final = 1021
_CENT: Final = Decimal("0.01")
_BETWEEN: Final = re.compile(r"[;；\n]")

Record = Mapping[str, Any]
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A project that came: its unit and department as the workbook says them, its name, its file."""

    unit: str
    project: str
    file: str
    department: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """An expected project with what was handed in for it, or the near names among the rest.

    ``differences``: what differs from the approval.
    """

    expected: Expected
    handed: HandedIn | None = None
    near: tuple[str, ...] = ()
    differences: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Reconciled:
    """应报 / 已报 / 未报, and what nobody asked for."""

    matches: tuple[Match, ...]
    extra: tuple[HandedIn, ...]

    @property
    def missing(self) -> tuple[Match, ...]:
        return tuple(match for match in self.matches if match.handed is None)


def reconcile(roster: Roster, records: Iterable[Record]) -> Reconciled:
    """Match the projects of records, one record at a time, by unit and project as labels.

    The unit is the one that the workbook names, else the project's own 实施单位.
    """
    expected = {_key(each.unit, each.project): place for place, each in enumerate(roster.expected)}
    matches = [Match(each) for each in roster.expected]
    free: dict[_Key, HandedIn] = {}
    for record in records:
        for project in record["projects"]:
            handed = _handed(record, project)
            own = _key(handed.unit, handed.project)
            found = expected.get(own, expected.get(_key(project["implementing_unit"] or "", handed.project)))
            if found is None:
                free[own] = handed
            else:
                told = tuple(_against_approval(roster.expected[found], project))
                matches[found] = Match(roster.expected[found], handed, differences=told)
    near = _Near(free.values())
    return Reconciled(
        tuple(match if match.handed else replace(match, near=near.of(match.expected)) for match in matches),
        tuple(free.values()),
    )


def _key(unit: str, project: str) -> _Key:
    return label(without_code(unit)), label(project)


def _handed(record: Record, project: Record) -> HandedIn:
    unit = record["agency"] or project["implementing_unit"] or ""
    return HandedIn(unit, project["name"] or "", record["source"]["file"], project["department"] or "")


class _Near:
    """Near names among the projects nobody asked for: of like units, and of those below the one asked."""

    def __init__(self, free: Iterable[HandedIn]) -> None:
        self._by_unit: dict[str, dict[str, list[HandedIn]]] = {}
        self._below: dict[str, set[str]] = {}
        for each in free:
            unit, project = _key(each.unit, each.project)
            self._by_unit.setdefault(unit, {}).setdefault(project, []).append(each)
            self._below.setdefault(label(without_code(each.department)), set()).add(unit)
        self._units = _Names(self._by_unit)
        self._projects = {unit: _Names(projects) for unit, projects in self._by_unit.items()}
        self._like: dict[str, dict[str, float]] = {}

    def of(self, expected: Expected) -> tuple[str, ...]:
        ranked = sorted(self._likely(expected), key=lambda pair: (-pair[0], pair[1].unit, pair[1].project))
        return tuple(f"{each.unit}《{each.project}》" for _, each in ranked[:_PROPOSALS])

    def _likely(self, expected: Expected) -> Iterator[tuple[float, HandedIn]]:
        unit, project = _key(expected.unit, expected.project)
        if unit not in self._like:
            self._like[unit] = self._units.like(unit) | dict.fromkeys(self._below.get(unit, ()), 1.0)
        for other, likeness in self._like[unit].items():
            for name, near in self._projects[other].like(project).items():
                yield from ((min(near, likeness), each) for each in self._by_unit[other][name])


class _Names:
    """Names that others are compared with: closely only with the few that share most signs."""

    def __init__(self, names: Iterable[str]) -> None:
        self._signs = {name: _signs(name) for name in names}

    def like(self, name: str) -> dict[str, float]:
        """The names that are near, and how near."""
        own = _signs(name)
        shares = (
            (2 * (own & theirs).bit_count() / (own.bit_count() + theirs.bit_count() or 1), other)
            for other, theirs in self._signs.items()
        )
        closest = nlargest(_COMPARED, (pair for pair in shares if pair[0] >= _SHARED))
        near = {other: _likeness(name, other) for _, other in closest}
        return {other: likeness for other, likeness in near.items() if likeness >= _NEAR}


def _signs(name: str) -> int:
    """The signs of a name as bits: what two names share is counted at once."""
    bits = 0
    for sign in name:
        bits |= 1 << ord(sign) % _BITS
    return bits


def _likeness(left: str, right: str) -> float:
    """How alike two names are; 0 where they can't be near."""
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _NEAR else 0.0


# ---------------------------------------------------------------- findings


def roster_problems(reconciled: Reconciled) -> Iterator[Problem]:
    """Missing, extra and renamed projects, and figures that differ from the approval."""
    for match in reconciled.matches:
        expected = match.expected
        if match.handed is not None:
            yield from match.differences
        elif match.near:
            yield Problem(
                "roster.renamed", project=expected.project, found="、".join(match.near),
                expected=expected.project, slots={"unit": expected.unit},
            )  # fmt: skip
        else:
            yield Problem("roster.missing", project=expected.project, slots={"unit": expected.unit})
    for extra in reconciled.extra:
        yield Problem("roster.extra", project=extra.project, slots={"unit": extra.unit})


def _against_approval(expected: Expected, project: Record) -> Iterator[Problem]:
    slots = {"unit": expected.unit, "approval": expected.approval or "未注明"}
    figures = (("initial", expected.budget, "年初预算数"), ("full_year", expected.adjusted, "全年预算数"))
    for field, approved, title in figures:
        told = _total(project, field)
        if approved is not None and told is not None and abs(told - approved) >= _CENT:
            yield Problem(
                "roster.budget", project=expected.project, found=f"{plain(told)}万元",
                expected=f"{plain(approved)}万元", difference=f"{plain(told - approved)}万元",
                slots=slots | {"field": title},
            )  # fmt: skip
    yield from _against_targets(expected, project["indicators"], slots)


def _against_targets(
    expected: Expected, indicators: Sequence[Record], slots: Mapping[str, str]
) -> Iterator[Problem]:
    """Indicators whose target differs from the approved one, and approved ones that aren't there."""
    by_name = {label(each["level3"] or ""): each for each in reversed(indicators)}
    for name, approved in _approved(expected, by_name):
        indicator = by_name.get(label(name))
        told = (indicator["target_text"] or "") if indicator else ""
        if indicator is None:
            if name or not any(_value(approved) == _value(each["target_text"] or "") for each in indicators):
                yield Problem(
                    "roster.no_target", project=expected.project,
                    expected=f"{name}{approved}", slots=slots,
                )  # fmt: skip
        elif approved and _value(approved) != _value(told):
            yield Problem(
                "roster.target", project=expected.project, indicator=indicator["level3"],
                found=told or "空白", expected=approved, slots=slots,
            )  # fmt: skip


def _approved(expected: Expected, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Approved targets by indicator; of a text that holds several, each by the name it begins with."""
    longest_first = sorted(filter(None, names), key=len, reverse=True)
    for name, target in expected.targets:
        if name:
            yield name, target
            continue
        for piece in filter(None, map(str.strip, _BETWEEN.split(target))):
            text = label(piece)
            known = next((each for each in longest_first if text.startswith(each)), "")
            yield known, text[len(known) :].lstrip(":") if known else piece


def _total(project: Record, field: str) -> Decimal | None:
    lines: Sequence[Record] = project["funds"]
    for line in lines:
        if line["role"] == "total" and line[field] is not None:
            return Decimal(line[field])
    told = [Decimal(line[field]) for line in lines if line["role"] == "line" and line[field]]
    return sum(told, Decimal(0)) if told else None


def _value(text: str) -> object:
    """What a target means, so that ≥95% and 不低于95% are the same; unread texts compare as written."""
    target = read_target(text)
    return target if isinstance(target, Target) else folded(text).replace(" ", "")
