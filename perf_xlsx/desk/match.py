"""What was handed in against what was to be: exact names first, near ones proposed, never assumed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from perf_xlsx.desk.roster import Expected, Roster
from perf_xlsx.figures import plain
from perf_xlsx.model import Problem, Target
from perf_xlsx.text import folded, label
from perf_xlsx.values.targets import read_target

_NEAR: Final = 0.6
_PROPOSALS: Final = 3
_CENT: Final = Decimal("0.01")

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A project of a record: whose it is, its name, and the record's own data of it."""

    unit: str
    project: str
    file: str
    data: Record


@dataclass(frozen=True, slots=True)
class Match:
    """An expected project with what was handed in for it, or the near names among the rest."""

    expected: Expected
    handed: HandedIn | None
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reconciled:
    """应报 / 已报 / 未报, and what nobody asked for."""

    matches: tuple[Match, ...]
    extra: tuple[HandedIn, ...]

    @property
    def missing(self) -> tuple[Match, ...]:
        return tuple(match for match in self.matches if match.handed is None)


def handed_in(records: Iterable[Record]) -> Iterator[HandedIn]:
    """Every project of the records."""
    for record in records:
        for project in record["projects"]:
            unit = record["agency"] or project["implementing_unit"] or ""
            yield HandedIn(unit, project["name"] or "", record["source"]["file"], project)


def reconcile(roster: Roster, handed: Sequence[HandedIn]) -> Reconciled:
    """Match by unit and project as labels; a project name that only one unit has counts alone."""
    exact = {(label(each.unit), label(each.project)): each for each in handed}
    free = dict(exact)
    found: dict[int, HandedIn] = {}
    for index, expected in enumerate(roster.expected):
        taken = free.pop((label(expected.unit), label(expected.project)), None)
        if taken is not None:
            found[index] = taken
    matches = tuple(
        Match(expected, found.get(index), () if index in found else _proposed(expected, free.values()))
        for index, expected in enumerate(roster.expected)
    )
    return Reconciled(matches, tuple(free.values()))


def _proposed(expected: Expected, free: Iterable[HandedIn]) -> tuple[str, ...]:
    """Near names, the same unit's first."""
    ranked = sorted(
        ((_likeness(expected, each), each) for each in free),
        key=lambda pair: (-pair[0], pair[1].unit, pair[1].project),
    )
    return tuple(
        f"{each.unit}《{each.project}》" for likeness, each in ranked[:_PROPOSALS] if likeness >= _NEAR
    )


def _likeness(expected: Expected, handed: HandedIn) -> float:
    project = _ratio(expected.project, handed.project)
    unit = _ratio(expected.unit, handed.unit)
    return project if unit == 1 else min(project, unit)


def _ratio(left: str, right: str) -> float:
    return difflib.SequenceMatcher(None, label(left), label(right), autojunk=False).ratio()


# ---------------------------------------------------------------- findings


def roster_problems(reconciled: Reconciled) -> Iterator[Problem]:
    """Missing, extra and renamed projects, and figures that differ from the approval."""
    for match in reconciled.matches:
        expected = match.expected
        if match.handed is not None:
            yield from _against_approval(expected, match.handed)
        elif match.near:
            yield Problem(
                "roster.renamed", project=expected.project, found="、".join(match.near),
                expected=expected.project, slots={"unit": expected.unit},
            )  # fmt: skip
        else:
            yield Problem("roster.missing", project=expected.project, slots={"unit": expected.unit})
    for extra in reconciled.extra:
        yield Problem("roster.extra", project=extra.project, slots={"unit": extra.unit})


def _against_approval(expected: Expected, handed: HandedIn) -> Iterator[Problem]:
    slots = {"unit": expected.unit, "approval": expected.approval or "未注明"}
    figures = (("initial", expected.budget, "年初预算数"), ("full_year", expected.adjusted, "全年预算数"))
    for field, approved, title in figures:
        told = _total(handed.data, field)
        if approved is not None and told is not None and abs(told - approved) >= _CENT:
            yield Problem(
                "roster.budget", project=expected.project, found=f"{plain(told)}万元",
                expected=f"{plain(approved)}万元", difference=f"{plain(told - approved)}万元",
                slots=slots | {"field": title},
            )  # fmt: skip
    targets = {label(name): target for name, target in expected.targets}
    for indicator in handed.data["indicators"]:
        approved_text = targets.get(label(indicator["level3"] or ""), "")
        told_text = indicator["target_text"] or ""
        if approved_text and _value(approved_text) != _value(told_text):
            yield Problem(
                "roster.target", project=expected.project, indicator=indicator["level3"],
                found=told_text or "空白", expected=approved_text, slots=slots,
            )  # fmt: skip


def _total(project: Record, field: str) -> Decimal | None:
    for line in project["funds"]:
        if line["role"] == "total" and line[field] is not None:
            return Decimal(line[field])
    told = [Decimal(line[field]) for line in project["funds"] if line["role"] == "line" and line[field]]
    return sum(told, Decimal(0)) if told else None


def _value(text: str) -> object:
    """What a target means, so that ≥95% and 不低于95% are the same; unread texts compare as written."""
    target = read_target(text)
    return target if isinstance(target, Target) else folded(text).replace(" ", "")
