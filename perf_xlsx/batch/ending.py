"""How a run ended: the counts behind its closing words and its exit code."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from perf_xlsx.batch.brief import Brief
from perf_xlsx.batch.results import is_draft
from perf_xlsx.batch.store import Saved
from perf_xlsx.record import Record


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one workbook.

    ``records`` are JSON texts, only when they were asked for; ``words`` are sentences for people;
    ``unwritten``: a result that could not be written anywhere; ``refused``: no 报送稿, for the reason in
    ``words``.  ``failure``: a fault of this program.
    ``inputs``: of how many files it is; none for a department's merged workbook, whose units have theirs.
    """

    file: str
    briefs: tuple[Brief, ...]
    records: tuple[str, ...] = ()
    saved: tuple[Saved, ...] = ()
    words: tuple[str, ...] = ()
    inputs: int = 1
    skipped: bool = False
    unwritten: bool = False
    refused: bool = False
    failure: str = ""

    @property
    def scored(self) -> bool:
        return all(brief.scored for brief in self.briefs)


@dataclass(slots=True)
class Ending:
    """The counts of a run, as they grow.  ``across``: findings that concern several workbooks."""

    total: int = 0
    scored: int = 0
    unscored: int = 0
    skipped: int = 0
    with_errors: int = 0
    with_warnings: int = 0
    unwritten: int = 0
    refused: int = 0
    drafts: int = 0
    units_merged: int = 0
    departments_merged: int = 0
    failures: int = 0
    summary: Path | None = None
    across: tuple[Record, ...] = ()
    words: list[str] = field(default_factory=list)

    def count(self, report: Report) -> None:
        """Take one workbook into the counts."""
        self.scored += report.inputs if report.scored else 0
        self.unscored += 0 if report.scored else report.inputs
        self.skipped += report.inputs if report.skipped else 0
        self.units_merged += report.scored and report.inputs > 1
        self.departments_merged += report.scored and report.inputs == 0
        self.with_errors += any(brief.errors for brief in report.briefs if brief.scored)
        self.with_warnings += any(brief.warnings for brief in report.briefs if brief.scored)
        self.unwritten += report.unwritten
        self.refused += report.refused
        self.drafts += sum(map(is_draft, report.saved))
        self.failures += bool(report.failure)
