"""Versions of one unit's workbook: which counts, and what changed from one to the next, by cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from perf_xlsx.text import folded, label

Record = dict[str, Any]

_NUMBERED: Final = (
    re.compile(r"第\s*([0-9]+)\s*[稿版次]"),
    re.compile(r"[vV]\s*([0-9]+)"),
    re.compile(r"[(（]\s*([0-9]{1,2})\s*[)）]"),
)
_CHINESE: Final = re.compile(r"第\s*([一二三四五六七八九十])\s*[稿版次]")
_DIGITS: Final = "一二三四五六七八九十"
_LATEST: Final = ("最终", "终稿", "定稿", "最新")
_FIELDS: Final[Mapping[str, str]] = {
    "target_text": "年度指标值",
    "actual_text": "实际完成值",
    "reported_weight": "分值",
    "reported_score": "自评得分",
    "deviation_reason": "偏差原因分析及改进措施",
}
_MONEY: Final[Mapping[str, str]] = {
    "initial": "年初预算数",
    "full_year": "全年预算数",
    "received": "到位（到账）数",
    "executed": "全年执行数",
    "reported_score": "得分",
}


@dataclass(frozen=True, slots=True)
class Versions:
    """All versions of one workbook, the oldest first; the last one counts."""

    records: tuple[Record, ...]

    @property
    def newest(self) -> Record:
        return self.records[-1]

    @property
    def older(self) -> tuple[Record, ...]:
        return self.records[:-1]


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that differs: ``old`` or ``new`` is empty where there was or is nothing."""

    project: str
    indicator: str
    field: str
    old: str
    new: str
    cell: str


def versions(records: Iterable[Record]) -> tuple[Versions, ...]:
    """Group by unit, year and a project in common; in a group by 第n稿, then by the words of the name."""
    groups: list[list[Record]] = []
    for record in records:
        home = next((group for group in groups if _same_workbook(group[0], record)), None)
        if home is None:
            groups.append([record])
        else:
            home.append(record)
    return tuple(Versions(tuple(sorted(group, key=_age))) for group in groups)


def _same_workbook(left: Record, right: Record) -> bool:
    if label(left["agency"] or "") != label(right["agency"] or "") or left["year"] != right["year"]:
        return False
    if left["scheme"]["id"] != right["scheme"]["id"]:
        return False
    ours, theirs = _projects(left), _projects(right)
    return bool(ours & theirs) and 2 * len(ours & theirs) >= min(len(ours), len(theirs))


def _projects(record: Record) -> set[str]:
    return {label(project["name"] or "") for project in record["projects"]}


def _age(record: Record) -> tuple[int, int, str]:
    name = record["source"]["file"]
    return (record.get("draft") or 0, _named_version(name), name)


def _named_version(name: str) -> int:
    """The version that a file name speaks of: 第2稿, v3, (1), 终稿; 0 when it speaks of none."""
    plain = folded(name)
    if any(word in plain for word in _LATEST):
        return 1000
    chinese = _CHINESE.search(plain)
    if chinese is not None:
        return _DIGITS.index(chinese[1]) + 1
    found = (pattern.search(plain) for pattern in _NUMBERED)
    return next((int(match[1]) for match in found if match is not None), 0)


# ---------------------------------------------------------------- differences


def changes(old: Record, new: Record) -> tuple[Change, ...]:
    """What differs between two versions, in the order of the newer one."""
    before = {label(project["name"] or ""): project for project in old["projects"]}
    after = {label(project["name"] or ""): project for project in new["projects"]}
    found: list[Change] = []
    for key, project in after.items():
        if key in before:
            found.extend(_in_project(before[key], project))
        else:
            found.append(Change(project["name"] or "", "", "项目", "", "新增", ""))
    gone = (project for key, project in before.items() if key not in after)
    found.extend(Change(project["name"] or "", "", "项目", "已删去", "", "") for project in gone)
    return tuple(found)


def _in_project(old: Record, new: Record) -> Iterator[Change]:
    name = new["name"] or ""
    yield from _rows(name, "", _by(old["funds"], "item"), _by(new["funds"], "item"), _MONEY)
    rows = _by(old["indicators"], "level3"), _by(new["indicators"], "level3")
    yield from _rows(name, "绩效指标", *rows, _FIELDS)


def _by(rows: Sequence[Record], key: str) -> dict[tuple[str, int], Record]:
    """Rows by name; a name that stands several times is told apart by its turn."""
    turns: dict[str, int] = {}
    found: dict[tuple[str, int], Record] = {}
    for row in rows:
        name = label(row[key] or "")
        turns[name] = turns.get(name, 0) + 1
        found[name, turns[name]] = row
    return found


def _rows(
    project: str,
    kind: str,
    old: Mapping[tuple[str, int], Record],
    new: Mapping[tuple[str, int], Record],
    fields: Mapping[str, str],
) -> Iterator[Change]:
    for key, row in new.items():
        name = row.get("level3") or row.get("item") or ""
        if key not in old:
            yield Change(project, name, kind or "资金项", "", "新增", row["cell"] or "")
            continue
        for field, title in fields.items():
            before, after = old[key].get(field) or "", row.get(field) or ""
            if folded(before) != folded(after):
                yield Change(project, name, title, before, after, row["cell"] or "")
    for key, row in old.items():
        if key not in new:
            name = row.get("level3") or row.get("item") or ""
            yield Change(project, name, kind or "资金项", "已删去", "", row["cell"] or "")
