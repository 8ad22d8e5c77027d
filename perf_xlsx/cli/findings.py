"""What ``check`` shows: findings as text, JSON or CSV, and the count behind its exit code."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, Final

import click

from perf_xlsx.batch.brief import GAP
from perf_xlsx.batch.ending import Ending, Report
from perf_xlsx.batch.job import dumps
from perf_xlsx.checks.catalogue import RULES, SEVERITY_WORDS
from perf_xlsx.cli.console import Console, json_line
from perf_xlsx.model import Severity
from perf_xlsx.text import harmless

COLUMNS: Final = (
    "file", "scheme", "rule", "severity", "group", "sheet", "cell", "project", "indicator",
    "found", "expected", "difference", "message", "repair", "source",
)  # fmt: skip


def ignored(rules: Sequence[str]) -> frozenset[str]:
    """The rules that nobody wants to see; an unknown one is wrong usage."""
    for rule in rules:
        if rule not in RULES:
            near = get_close_matches(rule, list(RULES), n=3)
            hint = f"，是否想用 {'、'.join(near)}？" if near else "；用 perf-xlsx rules 查看全部编号。"
            raise click.UsageError(f"没有规则 {rule}{hint}")
    return frozenset(rules)


class Findings(Console):
    """Listens to a run and shows what was found, not what was scored."""

    def __init__(self, form: str, unwanted: frozenset[str], *, quiet: bool) -> None:
        super().__init__(as_json=form == "json", quiet=quiet)
        self._form = form
        self._unwanted = unwanted
        self._begun = False
        self.counts: Counter[str] = Counter()

    def reported(self, report: Report) -> None:
        self._clear()
        for text in report.records:
            record = json.loads(text)
            record["findings"] = [each for each in record["findings"] if each["rule"] not in self._unwanted]
            self.counts.update(finding["severity"] for finding in record["findings"])
            self._show(record)
        for word in report.words:
            self.warn(f"{report.file}{GAP}{word}")
        if report.failure:
            self.warn(f"{report.file}{GAP}程序出错：{report.failure}")

    def across(self, findings: Sequence[dict[str, Any]]) -> None:
        """What concerns several files, last."""
        wanted = [each for each in findings if each["rule"] not in self._unwanted]
        self.counts.update(finding["severity"] for finding in wanted)
        if wanted and self._form == "json":
            json_line(dumps({"batch": {"findings": wanted}}))
        elif wanted:
            self._show(
                {"source": {"file": "多个文件"}, "scheme": {"id": None, "title": None}, "findings": wanted}
            )

    def ended(self, ending: Ending) -> None:
        """The closing line; nothing when quiet."""
        if ending.total:
            told = "，".join(f"{SEVERITY_WORDS[level]} {self.counts[level.value]}" for level in Severity)
            self.word(f"共查 {ending.total} 个工作簿：{told}。")

    def _show(self, record: dict[str, Any]) -> None:
        findings = sorted(record["findings"], key=lambda each: Severity(each["severity"]).rank)
        if self._form == "json":
            json_line(dumps(record))
        elif self._form == "csv":
            self._csv(record, findings)
        else:
            self._text(record, findings)

    @staticmethod
    def _text(record: dict[str, Any], findings: Sequence[dict[str, Any]]) -> None:
        counts = Counter(finding["severity"] for finding in findings)
        told = GAP.join(f"{SEVERITY_WORDS[level]} {counts[level.value]}" for level in Severity)
        click.echo(f"■ {record['source']['file']}{GAP}{told}")
        for finding in findings:
            click.echo(
                f"  {SEVERITY_WORDS[Severity(finding['severity'])]}{GAP}{_where(finding)}{finding['message']}"
            )
            click.echo(f"          → {finding['repair']}（{finding['rule']}）")

    def _csv(self, record: dict[str, Any], findings: Sequence[dict[str, Any]]) -> None:
        lines = io.StringIO()
        writer = csv.writer(lines, lineterminator="\r\n")
        if not self._begun:
            lines.write("\ufeff")  # so that Excel reads it as UTF-8
            writer.writerow(COLUMNS)
            self._begun = True
        for finding in findings:
            given = {**finding, "file": record["source"]["file"], "scheme": record["scheme"]["id"]}
            writer.writerow([_field(given.get(column)) for column in COLUMNS])
        json_line(lines.getvalue().removesuffix("\n"))


def _where(finding: dict[str, Any]) -> str:
    cells = [finding["cell"], *finding["also"][:3]] if finding["cell"] else []
    place = f"{finding['sheet']}!{'、'.join(cells)}" if cells else finding["sheet"] or ""
    names = "／".join(name for name in (finding["project"], finding["indicator"]) if name)
    told = f"{place} {names}".strip()
    return f"〔{told}〕" if told else ""


def _field(value: Any) -> str:
    return "" if value is None else harmless(str(value))
