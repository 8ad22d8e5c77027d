"""The catalogue of findings: the one home of their words.

``checks/rules/*.toml`` holds one file per subject; a rule's id is ``<subject>.<name>``.  Stages hand
on ``Problem``s that name a rule; ``finding`` joins them to the rule's words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter
from types import MappingProxyType
from typing import Any, Final

from perf_xlsx.model import Finding, Problem, Severity

GROUPS: Final = ("内容完整", "权重合理", "数据真实", "结果客观")
"""The four groups of findings, in the order in which they are shown."""

SEVERITY_WORDS: Final[Mapping[Severity, str]] = MappingProxyType(
    {Severity.ERROR: "须更正", Severity.WARNING: "须说明", Severity.NOTE: "提示"}
)

_TEXTS: Final = ("title", "message", "repair", "source", "false_positives")
_KEYS: Final = frozenset({"severity", "group", *_TEXTS})
_MISSING: Final = "（未提供）"


_SLOT_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "found": "现值",
        "expected": "应为",
        "difference": "差额",
        "project": "项目",
        "indicator": "指标",
        "rows": "各指标及数值",
        "lines": "各资金项及数值",
        "files": "各文件",
        "projects": "各项目",
        "count": "项数",
        "columns": "栏名",
        "fields": "栏名",
        "column": "栏名",
        "group": "一级指标",
        "groups": "一级指标",
        "scheme": "评分标准",
        "limit": "界限",
        "rate": "执行率",
        "weight": "分值",
        "year": "年度",
        "item": "资金项",
        "sheet": "工作表",
        "file": "文件",
        "unit": "单位",
        "kept": "所取文件",
        "why": "原因",
    }
)
"""What a slot stands for, where a rule is shown without a case."""


class CatalogueError(ValueError):
    """The rule files are faulty; the text tells all faults at once, each with its rule."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule says: ``message`` has slots in braces, ``false_positives`` may be empty."""

    id: str
    severity: Severity
    group: str
    title: str
    message: str
    repair: str
    source: str
    false_positives: str = ""

    @property
    def subject(self) -> str:
        """The file of the catalogue that tells the rule, such as ``funds``."""
        return self.id.partition(".")[0]

    @property
    def shown_message(self) -> str:
        """The message with words in place of its slots: 〔现值〕, 〔应为〕 …"""
        return _readable(self.message)

    @property
    def shown_repair(self) -> str:
        return _readable(self.repair)


def _readable(text: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda slot: f"〔{_SLOT_WORDS.get(slot[1], '……')}〕", text)


class _Slots(dict[str, str]):
    """A slot that nobody filled is shown as not given; a message never fails for it."""

    def __missing__(self, key: str) -> str:
        return _MISSING


def _faults(rule_id: str, entry: Any) -> list[str]:
    if not isinstance(entry, dict):
        return [f"{rule_id}: is no table"]
    faults = [f"{rule_id}: unknown key {key!r}" for key in sorted(entry.keys() - _KEYS)]
    faults += [f"{rule_id}: missing key {key!r}" for key in sorted(_KEYS - entry.keys())]
    faults += [
        f"{rule_id}: {key} is no text"
        for key in sorted(_KEYS & entry.keys())
        if not isinstance(entry[key], str)
    ]
    if faults:
        return faults
    if entry["severity"] not in tuple(Severity):
        faults.append(f"{rule_id}: severity {entry['severity']!r}, one of {', '.join(Severity)} is due")
    if entry["group"] not in GROUPS:
        faults.append(f"{rule_id}: group {entry['group']!r}, one of {', '.join(GROUPS)} is due")
    faults += [
        f"{rule_id}: {key} is empty" for key in _TEXTS if key != "false_positives" and not entry[key].strip()
    ]
    return faults + _shape_faults(rule_id, entry)


def _shape_faults(rule_id: str, entry: Mapping[str, str]) -> list[str]:
    """Texts that can't be filled, or that a Chinese Windows console can't print."""
    faults = []
    for key in _TEXTS:
        try:
            names = [name for _, name, _, _ in Formatter().parse(entry[key]) if name is not None]
        except ValueError as error:
            faults.append(f"{rule_id}: {key}: {error}")
            continue
        faults += [f"{rule_id}: {key}: slot {name!r}" for name in names if not name.isidentifier()]
        try:
            entry[key].encode("gbk")
        except UnicodeEncodeError as error:
            faults.append(f"{rule_id}: {key}: {error.object[error.start]!r} is not in GBK")
    return faults


def parse(documents: Mapping[str, str]) -> Mapping[str, Rule]:
    """Rules from the texts of TOML files by file name; raises ``CatalogueError`` with all faults."""
    faults: list[str] = []
    rules: dict[str, Rule] = {}
    for name in sorted(documents):
        try:
            document = tomllib.loads(documents[name])
        except tomllib.TOMLDecodeError as error:
            faults.append(f"{name}: {error}")
            continue
        for rule_id, entry in _entries(document):
            found = _faults(rule_id, entry)
            if rule_id in rules:
                found.append(f"{rule_id}: told twice")
            if not found:
                rules[rule_id] = Rule(id=rule_id, **{**entry, "severity": Severity(entry["severity"])})
            faults += (f"{name}: {fault}" for fault in found)
    if faults:
        raise CatalogueError("\n".join(faults))
    return MappingProxyType(rules)


def _entries(document: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    for subject, rules in document.items():
        if not isinstance(rules, dict):
            yield subject, rules
            continue
        for name, entry in rules.items():
            yield f"{subject}.{name}", entry


@cache
def load() -> Mapping[str, Rule]:
    """The rules of this package, by id, file by file."""
    folder = files("perf_xlsx.checks").joinpath("rules")
    return parse(
        {
            entry.name: entry.read_text(encoding="utf-8")
            for entry in folder.iterdir()
            if entry.name.endswith(".toml")
        }
    )


RULES: Final[Mapping[str, Rule]] = load()


def finding(problem: Problem) -> Finding:
    """A problem in the catalogue's words.

    An id that no rule file tells is a fault of this program: ``AssertionError``.
    """
    rule = RULES.get(problem.rule)
    assert rule is not None, f"no rule file tells {problem.rule!r}"
    slots = _Slots(problem.slots)
    slots |= {
        name: value
        for name, value in (
            ("found", problem.found),
            ("expected", problem.expected),
            ("difference", problem.difference),
            ("project", problem.project),
            ("indicator", problem.indicator),
        )
        if value
    }
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        group=rule.group,
        title=rule.title,
        message=rule.message.format_map(slots),
        repair=rule.repair.format_map(slots),
        source=rule.source,
        place=problem.place,
        also=problem.also,
        project=problem.project,
        indicator=problem.indicator,
        found=problem.found,
        expected=problem.expected,
        difference=problem.difference,
    )


def rule_page(rules: Mapping[str, Rule] = RULES) -> str:
    """docs/规则.md: every rule with its words, grouped as finance groups them."""
    counts = [
        f"{SEVERITY_WORDS[severity]} {sum(rule.severity is severity for rule in rules.values())}"
        for severity in Severity
    ]
    lines = [
        "# 规则",
        "",
        "本页由规则目录生成，请勿手工修改；`perf-xlsx rules` 显示同样的内容。",
        "",
        f"共 {len(rules)} 条：{'，'.join(counts)}。",
        "须更正：算错了，或这个数不可信。须说明：财政部门会来问。提示：供参考。",
        "",
        "〔 〕中的内容在问题清单里是该处的数字或文字。界限取自所用的评分标准。",
        "",
        *(
            f"- [{group}](#{group})：{sum(rule.group == group for rule in rules.values())} 条"
            for group in GROUPS
        ),
    ]
    for group in GROUPS:
        lines += ["", f"## {group}", ""]
        members = sorted(
            (rule for rule in rules.values() if rule.group == group),
            key=lambda rule: (rule.subject in _OF_FILES, rule.severity.rank, rule.id),
        )
        for rule in members:
            lines += _rule_lines(rule)
    return "\n".join(lines).rstrip("\n") + "\n"


_OF_FILES: Final = ("file", "batch")
"""Subjects that are shown last in their group: whether a file can be read at all."""


def _rule_lines(rule: Rule) -> list[str]:
    lines = [
        f"### {rule.title}",
        "",
        f"- 编号：`{rule.id}`",
        f"- 级别：{SEVERITY_WORDS[rule.severity]}",
        f"- 说明：{rule.shown_message}",
        f"- 如何处理：{rule.shown_repair}",
        f"- 出处：{rule.source}",
    ]
    if rule.false_positives:
        lines.append(f"- 误报与核对：{rule.false_positives}")
    return [*lines, ""]
