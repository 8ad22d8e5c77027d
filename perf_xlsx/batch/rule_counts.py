"""How often each rule told something over all workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from perf_xlsx.model import Severity


class RuleRow(NamedTuple):
    """A rule over all workbooks."""

    severity: str
    group: str
    rule: str
    findings: int
    workbooks: int
    example: str


@dataclass(slots=True)
class _Count:
    severity: str
    group: str
    findings: int = 0
    files: set[str] = field(default_factory=set)
    example: str = ""


@dataclass(slots=True)
class RuleCounts:
    """Counts findings of records, one record at a time."""

    _rules: dict[str, _Count] = field(default_factory=dict)

    def add(self, record: Mapping[str, Any]) -> None:
        """Count the findings of one record."""
        for finding in record["findings"]:
            told = self._rules.get(finding["rule"])
            if told is None:
                told = _Count(finding["severity"], finding["group"], example=finding["message"])
                self._rules[finding["rule"]] = told
            told.findings += 1
            told.files.add(record["source"]["file"])

    def rows(self) -> list[RuleRow]:
        """The rules that told something, the gravest and most frequent first."""
        rows = [
            RuleRow(told.severity, told.group, rule, told.findings, len(told.files), told.example)
            for rule, told in self._rules.items()
        ]
        return sorted(rows, key=lambda row: (Severity(row.severity).rank, -row.findings, row.rule))
