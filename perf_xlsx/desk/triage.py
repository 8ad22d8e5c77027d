"""分拣: one row per unit, the one to send back first; every weight stands in ``triage.toml``."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

Record = dict[str, Any]

_GRAVEST: Final = 3
_CAP: Final = Decimal(5)
_OVER_RULE: Final = "targets.far_exceeded"
_SEVERITY_ORDER: Final = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Row:
    """A unit on the desk.  Money in 万元; ``difference`` is 自评 − 复算 at its highest, None without both."""

    unit: str
    file: str
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
    version: str
    sample: tuple[str, ...] = ()

    @property
    def weight(self) -> Decimal:
        """What the desk is sorted by."""
        order = {key: Decimal(weight) for key, weight in _words()["order"].items()}
        above = min(max(self.difference or Decimal(0), Decimal(0)), _CAP)
        unscored = order["unscored"] if self.score_high is None else Decimal(0)
        return (
            unscored
            + order["error"] * self.errors
            + order["warning"] * self.warnings
            + order["above_computed"] * above
        )


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((files("perf_xlsx.desk") / "triage.toml").read_text("utf-8"))


def triage(records: Iterable[Record], versions: Mapping[str, str] | None = None) -> tuple[Row, ...]:
    """The units, the gravest first: those with 须更正 stand above all without.

    ``versions`` gives the 稿次 of a file.
    """
    rows = [_row(record, _version(record, versions or {})) for record in records]
    drawn = _samples(rows)
    rows = [_with_sample(row, drawn[index]) for index, row in enumerate(rows)]
    return tuple(sorted(rows, key=_order))


def _version(record: Record, versions: Mapping[str, str]) -> str:
    """The 稿次 as given, else as the workbook itself says when it is an output that came back."""
    draft = record.get("draft")
    return versions.get(record["source"]["file"]) or (f"第{draft}稿" if draft else "")


def _order(row: Row) -> tuple[object, ...]:
    open_errors = row.errors == 0 and row.score_high is not None
    return (open_errors, -row.weight, row.unit, row.file)


def _row(record: Record, version: str) -> Row:
    counts = Counter(finding["severity"] for finding in record["findings"] if not _answered(finding))
    projects = record["projects"]
    mean = (record["unit_score"] or {}).get("mean") or {"low": None, "high": None}
    return Row(
        unit=record["agency"] or "（未填单位）",
        file=record["source"]["file"],
        advice=_advice(counts, scored=bool(projects)),
        errors=counts["error"],
        warnings=counts["warning"],
        budget=_sum(projects, ("full_year", "initial")),
        executed=_sum(projects, ("executed",)),
        score_low=_number(mean["low"]),
        score_high=_number(mean["high"]),
        difference=_difference(record),
        gravest=_gravest(record["findings"]),
        projects=len(projects),
        version=version,
    )


def _answered(finding: Record) -> bool:
    """A 须说明 that the unit has explained no longer waits; a 须更正 does until it is mended."""
    return finding["severity"] == "warning" and bool(finding["answer"])


def _advice(counts: Mapping[str, int], *, scored: bool) -> str:
    words = _words()["advice"]
    if counts["error"] or not scored:
        return str(words["return"])
    return str(words["explain"] if counts["warning"] else words["pass"])


def _sum(projects: Sequence[Record], fields: tuple[str, ...]) -> Decimal:
    return sum((_first(project, fields) for project in projects), Decimal(0))


def _first(project: Record, fields: tuple[str, ...]) -> Decimal:
    """The total line's figure, else the sum of the named lines, by the first field that is given."""
    for field in fields:
        for role in ("total", "line"):
            told = [Decimal(line[field]) for line in project["funds"] if line["role"] == role and line[field]]
            if told:
                return sum(told, Decimal(0))
    return Decimal(0)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _difference(record: Record) -> Decimal | None:
    """The highest 自评 − 复算 among the unit's forms and its stated score."""
    found = [
        Decimal(project["reported_above"])
        for project in record["projects"]
        if project["reported_above"] is not None
    ]
    unit = record["unit_score"]
    if unit and unit["reported"] is not None and unit["mean"]["high"] is not None:
        found.append(Decimal(unit["reported"]) - Decimal(unit["mean"]["high"]))
    return max(found, default=None)


def _gravest(findings: Sequence[Record]) -> tuple[str, ...]:
    ranked = sorted(findings, key=lambda finding: _SEVERITY_ORDER.index(finding["severity"]))
    return tuple(finding["message"] for finding in ranked[:_GRAVEST] if finding["severity"] != "note")


# ---------------------------------------------------------------- 抽查建议


def _samples(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    rules = _words()["sample"]
    share = Decimal(rules["top_share"])
    large = _top([row.budget for row in rows], share)
    apart = _top([abs(row.difference or Decimal(0)) for row in rows], share)
    found = []
    for row in rows:
        reasons = {
            "large_money": large is not None and row.budget >= large,
            "largest_difference": apart is not None and abs(row.difference or Decimal(0)) >= apart,
            "all_full_marks": row.projects > 1 and row.score_low == row.score_high == 100,
            "over_without_reason": any(_OVER_RULE in each for each in row.gravest),
        }
        weight = sum(rules[reason] for reason, holds in reasons.items() if holds)
        told = tuple(str(rules["words"][reason]) for reason, holds in reasons.items() if holds)
        found.append(told if weight >= rules["threshold"] else ())
    return found


def _top(values: Sequence[Decimal], share: Decimal) -> Decimal | None:
    """The least value of the top share; None where there is nothing above zero or only one unit."""
    ranked = sorted((value for value in values if value > 0), reverse=True)
    if len(values) < 2 or not ranked:
        return None
    return ranked[min(max(int(len(values) * share), 1), len(ranked)) - 1]


def _with_sample(row: Row, sample: tuple[str, ...]) -> Row:
    return replace(row, sample=sample)
