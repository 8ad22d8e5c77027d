"""分拣: one row per unit, the one to send back first; every weight stands in ``triage.toml``."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

from perf_xlsx.checks.catalogue import RULES
from perf_xlsx.desk.sampling import Seen, samples
from perf_xlsx.figures import half_up, number
from perf_xlsx.text import label

Record = dict[str, Any]

_GRAVEST: Final = 3
_CAP: Final = Decimal(5)
_SEVERITY_ORDER: Final = ("error", "warning")


@dataclass(frozen=True, slots=True)
class Row:
    """A unit and year on the desk.  Money in 万元.

    ``difference`` is 自评 − 复算 at its highest over the same parts, None where nothing was stated.
    A file that names no unit (not ``named``) has a row of its own, under its file's name.
    ``gravest``: in words, one for each rule.  ``sample``: why it should be drawn by sample, if it should.
    """

    unit: str
    year: int | None
    files: tuple[str, ...]
    advice: str
    errors: int
    warnings: int
    budget: Decimal
    executed: Decimal
    score_low: Decimal | None
    score_high: Decimal | None
    difference: Decimal | None
    gravest: tuple[str, ...]
    projects: int
    versions: tuple[str, ...]
    unscored: int = 0
    sample: tuple[str, ...] = ()
    named: bool = True

    @property
    def weight(self) -> Decimal:
        """What the desk is sorted by."""
        order = {key: Decimal(weight) for key, weight in words()["order"].items()}
        above = min(max(self.difference or Decimal(0), Decimal(0)), _CAP)
        return (
            order["unscored"] * self.unscored
            + order["error"] * self.errors
            + order["warning"] * self.warnings
            + order["above_computed"] * above
        )


@cache
def words() -> Mapping[str, Any]:
    """``triage.toml``."""
    return tomllib.loads((files("perf_xlsx.desk") / "triage.toml").read_text("utf-8"))


def triage(records: Iterable[Record], versions: Sequence[str] = ()) -> tuple[Row, ...]:
    """The rows of a desk with these records; ``versions`` names the version of each, in their order."""
    desk = Desk()
    for place, record in enumerate(records):
        desk.add(record, versions[place] if place < len(versions) else "")
    return desk.rows()


class Desk:
    """The units, taken from one record at a time."""

    def __init__(self) -> None:
        self._cases: dict[tuple[object, ...], _Case] = {}
        self._latest: dict[str, _Case] = {}

    def add(self, record: Record, version: str = "") -> None:
        """Take one record in; ``version`` is what its workbook is called (第2稿（共3份）)."""
        unit, year = label(record["agency"] or ""), record["year"]
        key = (unit, year) if unit else (len(self._cases), "")  # a file that names no unit stands alone
        case = self._cases.setdefault(key, _Case(record["agency"] or "", year))
        case.add(record, version)
        latest = self._latest.setdefault(unit, case)
        if (year or 0) > (latest.year or 0):
            self._latest[unit] = case

    def tell(self, unit: str, finding: Record) -> None:
        """A finding about a unit that no workbook holds (应报清单): it stands in the unit's latest year."""
        key = label(unit)
        if key not in self._latest:
            self._latest[key] = self._cases[key, None] = _Case(unit, None)
        self._latest[key].tell(finding)

    def rows(self) -> tuple[Row, ...]:
        """The gravest first: those with 须更正 stand above all without."""
        cases = list(self._cases.values())
        drawn = samples([case.seen() for case in cases], words()["sample"])
        rows = (replace(case.row(), sample=sample) for case, sample in zip(cases, drawn, strict=True))
        return tuple(sorted(rows, key=_order))


_NAMELESS: Final = "（未填单位）"


def _order(row: Row) -> tuple[object, ...]:
    return (not row.errors and not row.unscored, -row.weight, row.unit, row.year or 0, row.files)


@dataclass(slots=True)
class _Case:
    """What a unit's files add up to, taken from one record at a time."""

    unit: str
    year: int | None
    files: list[str] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)
    unscored: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    rules: dict[tuple[int, str], list[str]] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)
    budget: Decimal = Decimal(0)
    executed: Decimal = Decimal(0)
    scores: list[tuple[Decimal | None, Decimal | None]] = field(default_factory=list)
    totals: list[tuple[Decimal, Decimal]] = field(default_factory=list)
    above: list[Decimal] = field(default_factory=list)
    full: list[bool] = field(default_factory=list)

    def add(self, record: Record, version: str) -> None:
        self.files.append(record["source"]["file"])
        if version:
            self.versions.append(version)
        projects = record["projects"]
        self.unscored += not projects
        for finding in record["findings"]:
            self.tell(finding)
        self.budget += _sum(projects, ("full_year", "initial"))
        self.executed += _sum(projects, ("executed",))
        self._scores(record)

    def tell(self, finding: Record) -> None:
        severity = finding["severity"]
        if severity not in _SEVERITY_ORDER or _answered(finding):
            return
        self.counts[severity] += 1
        self.waiting.add(finding["rule"])
        key = (_SEVERITY_ORDER.index(severity), finding["rule"])
        told = "" if key in self.rules else _told(finding)
        self.rules.setdefault(key, []).append(told)

    def _scores(self, record: Record) -> None:
        unit = record["unit_score"]
        if unit is not None:
            ends = unit[unit["headline"]]
            self.scores.append((number(ends["low"]), number(ends["high"])))
            if unit["reported"] is not None and ends["high"] is not None:
                self.above.append(Decimal(unit["reported"]) - Decimal(ends["high"]))
        for project in record["projects"]:
            low, high = project["total_low"], project["total_high"]
            self.totals.append((Decimal(low), Decimal(high)))
            if project["reported_above"] is not None:
                self.above.append(Decimal(project["reported_above"]))
            own, base = number(project["own_total"]), number(project["reported_base"])
            self.full.append(own is not None and own == base)

    def seen(self) -> Seen:
        """What 抽查 looks at."""
        return Seen(self.budget, max(self.above, default=None), tuple(self.full), frozenset(self.waiting))

    def row(self) -> Row:
        low, high = self._score()
        return Row(
            unit=self.unit or f"{_NAMELESS}{'、'.join(self.files)}",
            named=bool(self.unit),
            year=self.year,
            files=tuple(self.files),
            advice=self._advice(),
            errors=self.counts["error"],
            warnings=self.counts["warning"],
            budget=self.budget,
            executed=self.executed,
            score_low=low,
            score_high=high,
            difference=max(self.above, default=None),
            gravest=tuple(self._gravest()),
            projects=len(self.totals),
            versions=tuple(self.versions),
            unscored=self.unscored,
        )

    def _score(self) -> tuple[Decimal | None, Decimal | None]:
        """The unit's score as its one workbook has it; over several workbooks the mean of all projects."""
        if len(self.scores) == 1:
            return self.scores[0]
        if not self.totals:
            return None, None
        low, high = (sum(ends, Decimal(0)) / len(self.totals) for ends in zip(*self.totals, strict=True))
        return half_up(low, 2), half_up(high, 2)

    def _advice(self) -> str:
        advice = words()["advice"]
        if not self.files:
            return str(advice["missing"])
        if self.counts["error"] or self.unscored:
            return str(advice["return"])
        return str(advice["explain"] if self.counts["warning"] else advice["pass"])

    def _gravest(self) -> list[str]:
        ranked = sorted(self.rules.items(), key=lambda each: (each[0][0], -len(each[1])))
        return [
            texts[0] if len(texts) == 1 else f"{_title(rule, texts[0])}（{len(texts)}处）"
            for (_, rule), texts in ranked[:_GRAVEST]
        ]


def _answered(finding: Record) -> bool:
    """A 须说明 that the unit has explained no longer waits; a 须更正 does until it is mended."""
    return finding["severity"] == "warning" and bool(finding["answer"])


def _told(finding: Record) -> str:
    """A finding in one line: what is wrong, where, and the two figures that don't agree."""
    title = _title(finding["rule"], "")
    if not title:
        return str(finding["message"])
    project = f"《{finding['project']}》" if finding["project"] else ""
    found, expected = finding["found"] or "", finding["expected"] or ""
    if expected == finding["project"]:
        expected = ""
    due = "，" if expected.startswith("例如") else "，应为"
    tells = found not in _NOTHING and len(found) + len(expected) <= _SHORT
    figures = due.join(filter(None, (found, expected))) if tells else ""
    return f"{title}{project}{'：' if figures else ''}{figures}"


_NOTHING: Final = ("未填", "空白")
_SHORT: Final = 30


def _title(rule: str, otherwise: str) -> str:
    return RULES[rule].title if rule in RULES else otherwise


def _sum(projects: Sequence[Record], fields: tuple[str, ...]) -> Decimal:
    return sum((_first(project, fields) for project in projects), Decimal(0))


def _first(project: Record, fields: tuple[str, ...]) -> Decimal:
    """The total line's figure, else the sum of the named lines, by the first field that is given."""
    for name in fields:
        for role in ("total", "line"):
            told = [Decimal(line[name]) for line in project["funds"] if line["role"] == role and line[name]]
            if told:
                return sum(told, Decimal(0))
    return Decimal(0)
