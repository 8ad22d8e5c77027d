"""What concerns several workbooks: compared with each other, and with the list of what was to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from perf_xlsx.batch.harvest import SLIM_CHUNK, slim
from perf_xlsx.batch.spill import Spill
from perf_xlsx.checks.across import check_across
from perf_xlsx.checks.catalogue import finding
from perf_xlsx.desk.history import version_problems
from perf_xlsx.desk.match import Reconciled, reconcile, roster_problems
from perf_xlsx.desk.roster import Roster
from perf_xlsx.desk.versions import Copy, Versions, copy_of, versions
from perf_xlsx.model import Finding, Problem

Record = Mapping[str, Any]


@dataclass(slots=True)
class Side:
    """Workbooks side by side, where nothing keeps their records: taken in one at a time."""

    slim: Spill[Record] = field(default_factory=lambda: Spill(chunk=SLIM_CHUNK))
    copies: list[Copy] = field(default_factory=list)

    def add(self, record: Record) -> None:
        """Take one record in."""
        copy = copy_of(len(self.slim), record)
        if copy is not None:
            self.copies.append(copy)
        if record["scheme"]["id"] is not None:
            self.slim.append(slim(record))

    def told(self, roster: Roster | None) -> tuple[Finding, ...]:
        """The findings over all; of several versions of a workbook the newest counts."""
        groups = versions(self.copies)
        old = superseded(groups)
        newest = (each for place, each in enumerate(self.slim) if place not in old)
        counting = Spill(newest, SLIM_CHUNK)
        return together(counting, groups, roster, matched(counting, roster))


def superseded(groups: Sequence[Versions]) -> frozenset[int]:
    """The places of the files that don't count."""
    return frozenset(copy.index for group in groups for copy in group.superseded)


def matched(slims: Iterable[Record], roster: Roster | None) -> Reconciled | None:
    """应报 against 已报, where there is a 应报清单."""
    return None if roster is None else reconcile(roster, slims)


def together(
    slims: Iterable[Record], groups: Sequence[Versions], roster: Roster | None, found: Reconciled | None
) -> tuple[Finding, ...]:
    """The findings over all workbooks of a run; with a 应报清单 also what is missing, extra or different."""
    return tuple(map(finding, _problems(slims, groups, roster, found)))


def _problems(
    slims: Iterable[Record], groups: Sequence[Versions], roster: Roster | None, found: Reconciled | None
) -> Iterator[Problem]:
    yield from version_problems(groups)
    yield from check_across(slims)
    if roster is not None:
        yield from roster.problems
    if found is not None:
        yield from roster_problems(found)


def by_unit(found: Reconciled | None) -> Iterator[tuple[str, Finding]]:
    """What 应报清单 has about each unit."""
    for problem in roster_problems(found) if found is not None else ():
        yield problem.slots["unit"], finding(problem)
