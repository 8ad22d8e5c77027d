"""What was handed in against what was to be: exact names first, near ones proposed, never assumed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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

Record = Mapping[str, Any]
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A project that came: its unit as the workbook says it, its name, its file."""

    unit: str
    project: str
    file: str


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
    return label(unit), label(project)


def _handed(record: Record, project: Record) -> HandedIn:
    unit = record["agency"] or project["implementing_unit"] or ""
    return HandedIn(unit, project["name"] or "", record["source"]["file"])


class _Near:
    """Near names among the projects that nobody asked for: a unit's own first, then those of like units."""

    def __init__(self, free: Iterable[HandedIn]) -> None:
        self._by_unit: dict[str, list[HandedIn]] = {}
        for each in free:
            self._by_unit.setdefault(label(each.unit), []).append(each)
        self._like: dict[str, list[tuple[str, float]]] = {}

    def of(self, expected: Expected) -> tuple[str, ...]:
        ranked = sorted(self._likely(expected), key=lambda pair: (-pair[0], pair[1].unit, pair[1].project))
        return tuple(f"{each.unit}《{each.project}》" for _, each in ranked[:_PROPOSALS])

    def _likely(self, expected: Expected) -> Iterator[tuple[float, HandedIn]]:
        unit, project = _key(expected.unit, expected.project)
        if unit not in self._like:
            self._like[unit] = [(other, _likeness(unit, other)) for other in self._by_unit]
        for other, likeness in self._like[unit]:
            for each in self._by_unit[other] if likeness >= _NEAR else ():
                near = min(_likeness(project, label(each.project)), likeness)
                if near >= _NEAR:
                    yield near, each


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
    targets = {label(name): target for name, target in expected.targets}
    for indicator in project["indicators"] if targets else ():
        approved_text = targets.get(label(indicator["level3"] or ""), "")
        told_text = indicator["target_text"] or ""
        if approved_text and _value(approved_text) != _value(told_text):
            yield Problem(
                "roster.target", project=expected.project, indicator=indicator["level3"],
                found=told_text or "空白", expected=approved_text, slots=slots,
            )  # fmt: skip


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
