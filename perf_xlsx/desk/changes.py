"""What changed from one version of a workbook to the next, by cell, and what it did to the points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from perf_xlsx.figures import plain
from perf_xlsx.text import folded, label

Record = Mapping[str, Any]
_Key = tuple[str, int]
_Sheets = tuple[str, str]

_INDICATOR: Final[Mapping[str, str]] = {
    "target_text": "年度指标值",
    "actual_text": "实际完成值",
    "reported_weight": "分值",
    "reported_score": "自评得分",
    "deviation_reason": "偏差原因分析及改进措施",
}
_FUND: Final[Mapping[str, str]] = {
    "initial": "年初预算数",
    "full_year": "全年预算数",
    "received": "到位（到账）数",
    "executed": "全年执行数",
    "reported_score": "自评得分",
}
_PART: Final[Mapping[str, str]] = {"score": "复算得分"}
_ROLES: Final[Mapping[str, str]] = {"total": "年度资金总额", "line": "资金项", "part": "资金来源"}
_STATED: Final[Mapping[str, str]] = {
    "budget": "预算安排（合计）",
    "budget_general": "预算安排（一般公共预算）",
    "budget_fund": "预算安排（政府性基金预算）",
    "executed": "支出（合计）",
    "executed_general": "支出（一般公共预算）",
    "executed_fund": "支出（政府性基金预算）",
    "reported": "单位自评得分",
}
_GOAL: Final[Mapping[str, str]] = {"expected": "预期目标", "actual": "实际完成情况"}
_NEW: Final = "（新增）"
_GONE: Final = "（删去）"


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that differs.  ``old`` or ``new`` is empty where nothing stood or stands.

    ``cell`` is the newer file's (sheet and address), ``old_cell`` the older one's where that differs.
    ``points``: the row's computed points before and after, where they changed (8 → 10).
    """

    project: str
    row: str
    field: str
    old: str
    new: str
    cell: str = ""
    old_cell: str = ""
    points: str = ""


def changes(old: Record, new: Record) -> tuple[Change, ...]:
    """What differs between two versions, in the order of the newer one; the unit's own figures first."""
    before, after = _named(old["projects"], "name"), _named(new["projects"], "name")
    found = list(_unit(old, new))
    for key, project in after.items():
        if key in before:
            found.extend(_project(before[key], project))
        else:
            found.append(Change(_title(project), "", "项目", "", _NEW, points=f"→ {_total(project)}"))
    gone = (project for key, project in before.items() if key not in after)
    found.extend(
        Change(_title(project), "", "项目", _GONE, "", points=f"{_total(project)} →") for project in gone
    )
    return tuple(found)


def unit_points(old: Record, new: Record) -> str:
    """The unit's computed score before and after; empty where it is the same."""
    return _moved(*(_headline(record["unit_score"]) for record in (old, new)))


def _headline(score: Record) -> str:
    ends = score[score["headline"]]
    return _interval(ends["low"], ends["high"])


def _title(project: Record) -> str:
    return project["name"] or "（未填项目名称）"


def _named(rows: Sequence[Record], *keys: str) -> dict[_Key, Record]:
    """Rows by the first of the keys that is given; names that stand several times are told apart by turn."""
    turns: dict[str, int] = {}
    found: dict[_Key, Record] = {}
    for row in rows:
        name = label(next((row[key] for key in keys if row[key]), ""))
        turns[name] = turns.get(name, 0) + 1
        found[name, turns[name]] = row
    return found


def _unit(old: Record, new: Record) -> Iterator[Change]:
    """What stands on 基本信息."""
    stated, later = ({**each["stated"], "reported": each["unit_score"]["reported"]} for each in (old, new))
    yield from _texts("", "", old, new, {"agency": "单位名称"})
    yield from _texts("", "", stated, later, _STATED)


def _texts(
    project: str, row: str, old: Record, new: Record, fields: Mapping[str, str], sheets: _Sheets = ("", "")
) -> Iterator[Change]:
    """Fields that stand alone; ``sheets`` where their cells don't name the sheet themselves."""
    for field, title in fields.items():
        before, after = old.get(field) or "", new.get(field) or ""
        if folded(before) != folded(after):
            place, earlier = _cell(sheets[1], new, field), _cell(sheets[0], old, field)
            yield Change(project, row, title, before, after, place, "" if earlier == place else earlier)


def _cell(sheet: str, record: Record, field: str) -> str:
    cell = record.get("cells", {}).get(field, "")
    return f"{sheet}!{cell}" if sheet and cell else cell


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of row: its fields, what it is called, and its points."""

    fields: Mapping[str, str]
    noun: str
    name: Callable[[Record], str]
    points: Callable[[Record], str]


def _project(old: Record, new: Record) -> Iterator[Change]:
    sheets = old["sheet"], new["sheet"]
    title = _title(new)
    yield from _rows(title, sheets, _by_role(old), _by_role(new), _MONEY)
    goal, later = ({**each["goal"], "cells": each["cells"]} for each in (old, new))
    yield from _texts(title, "年度总体目标", goal, later, _GOAL, sheets)
    before, after = (_named(each["indicators"], "level3", "level2") for each in (old, new))
    yield from _rows(title, sheets, before, after, _INDICATORS)
    before, after = (_named(each.get("parts") or (), "title") for each in (old, new))
    yield from _rows(title, sheets, before, after, _PARTS)
    for change in _texts(title, "总分", old, new, {"reported_total": "自评得分"}, sheets):
        yield replace(change, points=_moved(_total(old), _total(new)))


def _by_role(project: Record) -> dict[_Key, Record]:
    """The total line is one whatever it is called; the others go by their names."""
    lines = project["funds"]
    named = _named([line for line in lines if line["role"] != "total"], "item")
    total = next((line for line in lines if line["role"] == "total"), None)
    return named if total is None else {("total", 1): total} | named


def _rows(
    project: str, sheets: _Sheets, old: Mapping[_Key, Record], new: Mapping[_Key, Record], kind: _Kind
) -> Iterator[Change]:
    for key, row in new.items():
        if key in old:
            yield from _fields(project, sheets, old[key], row, kind)
        else:
            cell = _place(sheets[1], row, "")
            yield Change(
                project, kind.name(row), kind.noun, "", _NEW, cell, points=_moved("", kind.points(row))
            )
    for key, row in old.items():
        if key not in new:
            cell = _place(sheets[0], row, "")
            yield Change(
                project, kind.name(row), kind.noun, _GONE, "", "", cell, points=_moved(kind.points(row), "")
            )


def _fields(project: str, sheets: _Sheets, old: Record, new: Record, kind: _Kind) -> Iterator[Change]:
    points = _moved(kind.points(old), kind.points(new))
    for field, title in kind.fields.items():
        before, after = old.get(field) or "", new.get(field) or ""
        if folded(before) != folded(after):
            place, earlier = _place(sheets[1], new, field), _place(sheets[0], old, field)
            other = "" if earlier == place else earlier
            yield Change(project, kind.name(new), title, before, after, place, other, points)


def _place(sheet: str, row: Record, field: str) -> str:
    cell = row.get("cells", {}).get(field) or row["cell"]
    return f"{sheet}!{cell}" if cell else ""


def _moved(old: str, new: str) -> str:
    return "" if old == new else f"{old} → {new}".strip()


def _total(project: Record) -> str:
    return _interval(project["total_low"], project["total_high"])


def _row_points(row: Record) -> str:
    return _interval(row["score_low"], row["score_high"])


def _interval(low: str | None, high: str | None) -> str:
    if low is None or high is None:
        return "待定"
    return _short(low) if low == high else f"{_short(low)}～{_short(high)}"


def _short(number: str) -> str:
    return plain(Decimal(number))


def _budget_points(line: Record) -> str:
    return _short(line["score"]) if line["score"] is not None else ""


_MONEY: Final = _Kind(_FUND, "资金项", lambda line: line["item"] or _ROLES[line["role"]], _budget_points)
_INDICATORS: Final = _Kind(_INDICATOR, "指标", lambda row: row["level3"] or row["level2"] or "", _row_points)
_PARTS: Final = _Kind(_PART, "评分项", lambda part: part["title"], _row_points)
