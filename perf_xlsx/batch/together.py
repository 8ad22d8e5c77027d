"""What concerns several workbooks: compared with each other, and with the list of what was to come."""

from __future__ import annotations

from collections.abc import Iterator

from perf_xlsx.batch.harvest import Harvest
from perf_xlsx.checks.across import check_across
from perf_xlsx.checks.catalogue import finding
from perf_xlsx.desk.match import Reconciled, handed_in, reconcile, roster_problems
from perf_xlsx.desk.roster import Roster
from perf_xlsx.model import Finding, Problem


def together(harvest: Harvest, roster: Roster | None) -> tuple[Finding, ...]:
    """The findings over all workbooks of a run; with a 应报清单 also what is missing, extra or different."""
    return tuple(map(finding, _problems(harvest, roster)))


def _problems(harvest: Harvest, roster: Roster | None) -> Iterator[Problem]:
    yield from check_across(harvest.slim)
    if roster is not None:
        yield from roster.problems
        yield from roster_problems(reconciled(harvest, roster))


def reconciled(harvest: Harvest, roster: Roster) -> Reconciled:
    """应报 against 已报."""
    return reconcile(roster, tuple(handed_in(dict(record) for record in harvest.slim)))
