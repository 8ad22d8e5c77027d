"""What 汇总 needs of many records, taken from one at a time: rows of plain values.

Units and projects are held; what is many times more lies in files (``spill``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, NamedTuple

from perf_xlsx.batch.harvest_review import ReviewRow, review_rows, reviewed
from perf_xlsx.batch.rule_counts import RuleCounts, RuleRow
from perf_xlsx.batch.spill import Spill
from perf_xlsx.figures import number
from perf_xlsx.model import Severity

Record = Mapping[str, Any]

_REASON_LENGTH: Final = 200
_UNMET: Final = "unmet"
_OPEN: Final = ("undecided", "blank")
_FULL: Final = 100
SLIM_CHUNK: Final = 50
"""So many workbooks are held; each is long."""


class UnitRow(NamedTuple):
    """One workbook: a unit and its year."""

    agency: str
    year: int | None
    file: str
    scheme: str
    projects: int
    initial: Decimal | None
    full_year: Decimal | None
    executed: Decimal | None
    reported: Decimal | None
    low: Decimal | None
    high: Decimal | None
    grade: str
    unmet: int
    undecided: int
    errors: int
    warnings: int
    notes: int
    review_low: Decimal | None = None
    review_high: Decimal | None = None
    reviewed: str = ""
    computed_grade: str = ""
    reviewer: str = ""


class ProjectRow(NamedTuple):
    """One project of one workbook.  ``rate`` is a ratio on ``base``; ``reason`` joins the unmet rows'.

    ``reported`` is of ``reported_base`` points; ``reported_above`` is 自评 − 复算 over the same parts.
    ``review`` is what 复核 comes to, ``reviewed`` how far it is; ``grade`` counts it where it is given.
    """

    agency: str
    year: int | None
    department: str
    unit: str
    project: str
    initial: Decimal | None
    full_year: Decimal | None
    received: Decimal | None
    executed: Decimal | None
    base: Decimal | None
    rate: Decimal | None
    reported: Decimal | None
    low: Decimal | None
    high: Decimal | None
    review: Decimal | None
    grade: str
    indicators: int
    unmet: int
    undecided: int
    errors: int
    warnings: int
    reason: str
    file: str
    reported_base: Decimal | None = None
    reported_above: Decimal | None = None
    review_low: Decimal | None = None
    review_high: Decimal | None = None
    reviewed: str = ""

    @property
    def final_low(self) -> Decimal | None:
        """The points that count: after 复核 where there is one, else computed."""
        return self.low if self.review_low is None else self.review_low

    @property
    def final_high(self) -> Decimal | None:
        return self.high if self.review_high is None else self.review_high


class UnmetRow(NamedTuple):
    """An indicator that was not reached, or is not decided."""

    agency: str
    year: int | None
    project: str
    level1: str
    level2: str
    level3: str
    target: str
    actual: str
    completion: Decimal | None
    state: str
    weight: Decimal | None
    low: Decimal | None
    high: Decimal | None
    reason: str
    file: str
    place: str


class IndicatorRow(NamedTuple):
    """An indicator of one year, for the comparison over the years."""

    agency: str
    year: int | None
    project: str
    indicator: str
    target: str
    actual: str
    target_number: Decimal | None
    actual_number: Decimal | None
    score: Decimal | None


class UnscoredRow(NamedTuple):
    """A file that could not be scored."""

    file: str
    reason: str
    repair: str


@dataclass(slots=True)
class Harvest:
    """The rows of all records so far.  ``over_years``: also every indicator, to compare the years."""

    over_years: bool = False
    units: list[UnitRow] = field(default_factory=list)
    projects: list[ProjectRow] = field(default_factory=list)
    unmet: Spill[UnmetRow] = field(default_factory=Spill)
    indicators: Spill[IndicatorRow] = field(default_factory=Spill)
    unscored: list[UnscoredRow] = field(default_factory=list)
    slim: Spill[Record] = field(default_factory=lambda: Spill(chunk=SLIM_CHUNK))
    reviews: list[ReviewRow] = field(default_factory=list)
    _rules: RuleCounts = field(default_factory=RuleCounts)

    def add(self, record: Record) -> None:
        """Take one record in."""
        if record["scheme"]["id"] is None:
            self.unscored.append(_unscored(record))
            return
        self._rules.add(record)
        first = len(self.projects)
        counts = _project_counts(record["findings"])
        for project in record["projects"]:
            self.projects.append(_project(record, project, counts.get(_text(project["name"]), (0, 0))))
            self.unmet.extend(_unmet(record, project))
            if self.over_years:
                self.indicators.extend(_indicators(record, project))
        self.units.append(_unit(record, self.projects[first:]))
        self.reviews += review_rows(record)
        self.slim.append(slim(record))

    @property
    def rules(self) -> list[RuleRow]:
        """The rules that told something, the gravest and most frequent first."""
        return self._rules.rows()


def _text(value: str | None) -> str:
    return value or ""


def _unscored(record: Record) -> UnscoredRow:
    ranked = sorted(record["findings"], key=lambda finding: Severity(finding["severity"]).rank)
    first = ranked[0] if ranked else {"message": "没有找到项目支出绩效自评表。", "repair": ""}
    return UnscoredRow(record["source"]["file"], first["message"], first["repair"])


def _project_counts(findings: Sequence[Record]) -> dict[str, tuple[int, int]]:
    """须更正 and 须说明 by project."""
    counts: dict[str, tuple[int, int]] = {}
    for finding in findings:
        name = _text(finding["project"])
        errors, warnings = counts.get(name, (0, 0))
        counts[name] = (
            errors + (finding["severity"] == "error"),
            warnings + (finding["severity"] == "warning"),
        )
    return counts


def _total_line(project: Record) -> Record:
    lines = project["funds"]
    scored = [line for line in lines if line["role"] == "total"]
    return scored[0] if scored else lines[0] if lines else {}


def _project(record: Record, project: Record, counts: tuple[int, int]) -> ProjectRow:
    funds = _total_line(project)
    rows = project["indicators"]
    states = [row["status"] for row in rows]
    base = funds.get(funds.get("rate_base", ""))
    review = project["review"] or {}
    return ProjectRow(
        agency=_text(record["agency"]),
        year=record["year"],
        department=_text(project["department"]),
        unit=_text(project["implementing_unit"]),
        project=_text(project["name"]),
        initial=number(funds.get("initial")),
        full_year=number(funds.get("full_year")),
        received=number(funds.get("received")),
        executed=number(funds.get("executed")),
        base=number(base),
        rate=number(funds.get("rate")),
        reported=number(project["own_total"]),
        low=number(project["total_low"]),
        high=number(project["total_high"]),
        review=number(review.get("score")),
        grade=_text(review.get("grade") or project["grade"]),
        indicators=len(rows),
        unmet=states.count(_UNMET),
        undecided=sum(state in _OPEN for state in states),
        errors=counts[0],
        warnings=counts[1],
        reason=_reasons(rows),
        file=record["source"]["file"],
        reported_base=number(project["reported_base"]),
        reported_above=number(project["reported_above"]),
        review_low=number(review.get("score_low")),
        review_high=number(review.get("score_high")),
        reviewed=reviewed(review),
    )


def _reasons(rows: Sequence[Record]) -> str:
    told = [
        f"{_text(row['level3'])}：{row['deviation_reason'] or '未说明原因'}"
        for row in rows
        if row["status"] == _UNMET
    ]
    joined = "；".join(told)
    return joined if len(joined) <= _REASON_LENGTH else joined[:_REASON_LENGTH] + "……"


def _unit(record: Record, projects: Sequence[ProjectRow]) -> UnitRow:
    severities = [finding["severity"] for finding in record["findings"]]
    mean = record["unit_score"][record["unit_score"]["headline"]]
    low, high = number(mean["low"]), number(mean["high"])
    review = record["unit_score"]["review"] or {}
    return UnitRow(
        agency=_text(record["agency"]),
        year=record["year"],
        file=record["source"]["file"],
        scheme=_text(record["scheme"]["title"]),
        projects=len(projects),
        initial=total(row.initial for row in projects),
        full_year=total(row.full_year for row in projects),
        executed=total(row.executed for row in projects),
        reported=number(record["unit_score"]["reported"]),
        low=low,
        high=high,
        grade=_text(review.get("grade") or record["unit_score"]["grade"]),
        unmet=sum(row.unmet for row in projects),
        undecided=sum(row.undecided for row in projects),
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        notes=severities.count("note"),
        review_low=number(review.get("score_low")),
        review_high=number(review.get("score_high")),
        reviewed=reviewed(review),
        computed_grade=_text(record["unit_score"]["grade"]),
        reviewer=_text(review.get("reviewer")),
    )


def total(values: Iterator[Decimal | None]) -> Decimal | None:
    """The sum of what is given; None when nothing is."""
    given = [value for value in values if value is not None]
    return sum(given, Decimal(0)) if given else None


def _unmet(record: Record, project: Record) -> Iterator[UnmetRow]:
    for row in project["indicators"]:
        if row["status"] == _UNMET or row["status"] in _OPEN:
            yield UnmetRow(
                agency=_text(record["agency"]),
                year=record["year"],
                project=_text(project["name"]),
                level1=_text(row["level1"]),
                level2=_text(row["level2"]),
                level3=_text(row["level3"]),
                target=_text(row["target_text"]),
                actual=_text(row["actual_text"]),
                completion=number(row["completion"]),
                state="未完成" if row["status"] == _UNMET else "待评定",
                weight=number(row["weight"]),
                low=number(row["score_low"]),
                high=number(row["score_high"]),
                reason=_text(row["deviation_reason"]),
                file=record["source"]["file"],
                place=f"{_text(project['sheet'])}!{_text(row['cell'])}",
            )


def _indicators(record: Record, project: Record) -> Iterator[IndicatorRow]:
    for row in project["indicators"]:
        target, actual = row["target"] or {}, row["actual"] or {}
        yield IndicatorRow(
            agency=_text(record["agency"]),
            year=record["year"],
            project=_text(project["name"]),
            indicator=_text(row["level3"]) or _text(row["level2"]),
            target=_text(row["target_text"]),
            actual=_text(row["actual_text"]),
            target_number=_one(target) if target.get("op") != "by_date" else None,
            actual_number=_one(actual),
            score=number(row["score"]),
        )


def _one(value: Record) -> Decimal | None:
    """The one number of a target or actual: its edge, or its stated end."""
    low, high = value.get("low"), value.get("high")
    return number(low if low is not None else high)


def slim(record: Record) -> Record:
    """What checks across workbooks look at, and no more."""
    return {
        "source": {"file": record["source"]["file"]},
        "agency": record["agency"],
        "year": record["year"],
        "unit_score": {"reported": record["unit_score"]["reported"]},
        "projects": [
            {
                "name": project["name"],
                "implementing_unit": project["implementing_unit"],
                "department": project["department"],
                "own_total": _whole(project),
                "total": project["total"],
                "goal": {"actual": project["goal"]["actual"]},
                "funds": [_slim_fund(line) for line in project["funds"] if line["role"] != "part"],
                "indicators": [
                    {key: row[key] for key in ("level3", "target_text", "actual_text", "deviation_reason")}
                    for row in project["indicators"]
                ],
            }
            for project in record["projects"]
        ],
    }


def _whole(project: Record) -> str | None:
    """The 自评总分, where it is of 100 points and can stand beside others."""
    base = project["reported_base"]
    return project["own_total"] if base is not None and Decimal(base) == _FULL else None


def _slim_fund(line: Record) -> Record:
    return {key: line[key] for key in ("role", "initial", "full_year", "executed")}
