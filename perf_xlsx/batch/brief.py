"""The one line that a run shows of a workbook."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from perf_xlsx.evaluate import Evaluation
from perf_xlsx.figures import half_up
from perf_xlsx.model import Finding, Interval, Severity, Status

GAP: Final = "　"


@dataclass(frozen=True, slots=True)
class Brief:
    """Counts and the unit's score of one record.  ``score`` is empty when nothing was scored.

    ``trouble`` says why a workbook could not be scored.
    """

    scheme: str
    score: str
    grade: str
    unmet: int
    undecided: int
    errors: int
    warnings: int
    notes: int
    trouble: str

    @property
    def scored(self) -> bool:
        return not self.trouble


def brief(evaluation: Evaluation) -> Brief:
    """The few words of one workbook under one scheme."""
    scorecard = evaluation.scorecard
    forms = scorecard.forms if scorecard else ()
    statuses = Counter(row.status for form in forms for row in form.rows)
    severities = Counter(finding.severity for finding in evaluation.findings)
    return Brief(
        scheme=evaluation.scheme.title if evaluation.scheme else "",
        score=_score(scorecard.unit.total) if scorecard else "",
        grade=scorecard.unit.grade if scorecard else "",
        unmet=statuses[Status.UNMET],
        undecided=statuses[Status.UNDECIDED] + statuses[Status.BLANK],
        errors=severities[Severity.ERROR],
        warnings=severities[Severity.WARNING],
        notes=severities[Severity.NOTE],
        trouble="" if scorecard else _trouble(evaluation.findings),
    )


def _trouble(findings: tuple[Finding, ...]) -> str:
    """The gravest reason why nothing was scored, and what to do."""
    ranked = sorted(findings, key=lambda finding: finding.severity.rank)
    return ranked[0].message + ranked[0].repair if ranked else "没有找到项目支出绩效自评表。"


def _score(total: Interval | None) -> str:
    if total is None:
        return ""
    low, high = (f"{half_up(end, 2):f}" for end in (total.low, total.high))
    return low if low == high else f"{low}～{high}"


def line(file: str, told: Brief, *, several_schemes: bool = False) -> str:
    """What stands on the screen: 总分, 等级, 未完成, 待评定, 须更正, 须说明."""
    if not told.scored:
        return f"{file}{GAP}未评分：{told.trouble}"
    parts = [
        file,
        *([f"〔{told.scheme}〕"] if several_schemes else []),
        f"总分 {told.score or '待定'}",
        f"等级 {told.grade or '待定'}",
        f"未完成 {told.unmet}",
        f"待评定 {told.undecided}",
        f"须更正 {told.errors}",
        f"须说明 {told.warnings}",
    ]
    return GAP.join(parts)
