"""Years side by side: projects matched by unit and name, near names proposed and never assumed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final, TypeAlias

from perf_xlsx.batch.harvest import Harvest, IndicatorRow, ProjectRow
from perf_xlsx.text import label

_NEAR: Final = 0.75
"""The part of the signs that two names share, in order.  A project may carry its year or its stage in its
name (2021年…, …二期): a numeral does not make two of them, unlike in ``likeness``.
"""


@dataclass(slots=True)
class ProjectYears:
    """A project over the years; of two forms in one year the later one counts."""

    agency: str
    project: str
    by_year: dict[int, ProjectRow] = field(default_factory=dict)


@dataclass(slots=True)
class IndicatorYears:
    """An indicator over several years."""

    agency: str
    project: str
    indicator: str
    by_year: dict[int, IndicatorRow] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Near:
    """A project that ends in one year, and one that begins in another under a similar name."""

    agency: str
    earlier: str
    earlier_years: tuple[int, ...]
    later: str
    later_years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Years:
    """What the years have in common.  ``undated``: projects of workbooks without a year."""

    years: tuple[int, ...]
    projects: tuple[ProjectYears, ...]
    indicators: tuple[IndicatorYears, ...]
    near: tuple[Near, ...]
    undated: tuple[str, ...] = ()


def over_years(harvest: Harvest) -> Years:
    """Match the harvest's projects and indicators over their years."""
    projects: dict[tuple[str, str], ProjectYears] = {}
    for row in harvest.projects:
        if row.year is not None:
            key = (label(row.agency), label(row.project))
            projects.setdefault(key, ProjectYears(row.agency, row.project)).by_year[row.year] = row
    indicators: dict[_Name, IndicatorYears] = {}
    repeated = _repeated(harvest.indicators)
    for entry, year in _of_a_year(harvest.indicators):
        name = _name(entry)
        if hash(name) in repeated:
            told = indicators.setdefault(name, IndicatorYears(entry.agency, entry.project, entry.indicator))
            told.by_year[year] = entry
    years = sorted({year for project in projects.values() for year in project.by_year})
    return Years(
        tuple(years),
        tuple(projects.values()),
        tuple(indicators.values()),
        tuple(_near(projects.values())),
        tuple(f"{row.agency}《{row.project}》" for row in harvest.projects if row.year is None),
    )


_Name: TypeAlias = tuple[str, str, str]


def _name(entry: IndicatorRow) -> _Name:
    return label(entry.agency), label(entry.project), label(entry.indicator)


def _of_a_year(entries: Iterable[IndicatorRow]) -> Iterator[tuple[IndicatorRow, int]]:
    return ((entry, entry.year) for entry in entries if entry.year is not None)


def _repeated(entries: Iterable[IndicatorRow]) -> set[int]:
    """The hashes of the names that stand in several years: only these indicators are worth holding."""
    first: dict[int, int] = {}
    return {
        mark
        for entry, year in _of_a_year(entries)
        if first.setdefault(mark := hash(_name(entry)), year) != year
    }


def titles_of(projects: Sequence[ProjectYears]) -> list[str]:
    """A name for each project that no other has: with its unit, where several units have the same one."""
    names = [project.project or "（未填项目名称）" for project in projects]
    counts = Counter(label(name) for name in names)
    return [
        name if counts[label(name)] == 1 else f"{name}（{project.agency or '未填单位'}）"
        for name, project in zip(names, projects, strict=True)
    ]


def _near(projects: Iterable[ProjectYears]) -> list[Near]:
    """Within a unit: names that are alike and have no year in common."""
    by_unit: dict[str, list[ProjectYears]] = {}
    for project in projects:
        by_unit.setdefault(label(project.agency), []).append(project)
    found: list[Near] = []
    for unit in by_unit.values():
        ordered = sorted(unit, key=lambda project: min(project.by_year))
        for place, earlier in enumerate(ordered):
            found += (_pair(earlier, later) for later in ordered[place + 1 :] if _alike(earlier, later))
    return found


def _alike(first: ProjectYears, second: ProjectYears) -> bool:
    if first.by_year.keys() & second.by_year.keys():
        return False
    matcher = SequenceMatcher(None, label(first.project), label(second.project), autojunk=False)
    return matcher.ratio() >= _NEAR


def _pair(earlier: ProjectYears, later: ProjectYears) -> Near:
    return Near(
        earlier.agency,
        earlier.project,
        tuple(sorted(earlier.by_year)),
        later.project,
        tuple(sorted(later.by_year)),
    )


def lasting(indicators: Sequence[IndicatorYears]) -> list[IndicatorYears]:
    """The indicators that stand in more than one year."""
    return [indicator for indicator in indicators if len(indicator.by_year) > 1]
