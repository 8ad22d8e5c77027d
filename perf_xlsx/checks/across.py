"""Checks over the records of many workbooks: what no single workbook shows.

A record is plain data in the shape of the documented JSON: one workbook under one scheme, numbers as
strings.  Findings here have no cell; they name files in the slot ``files``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeAlias

from perf_xlsx.checks.tell import score
from perf_xlsx.checks.words import bare, is_filler
from perf_xlsx.model import Problem

Record: TypeAlias = Mapping[str, Any]

SHOWN_FILES: Final = 5
_SEVERAL: Final = 3
_LONG: Final = 15
_CENT: Final = Decimal("0.01")
_HALF: Final = Decimal("0.5")


def check_across(records: Sequence[Record]) -> tuple[Problem, ...]:
    """Everything that concerns several workbooks; a workbook under several schemes counts once."""
    once = tuple({_file(record): record for record in reversed(records)}.values())[::-1]
    return tuple(problem for look, _ in ACROSS_CHECKS for problem in look(once))


def _file(record: Record) -> str:
    return str(record["source"]["file"])


def _projects(record: Record) -> Sequence[Mapping[str, Any]]:
    return record.get("projects") or ()


def _number(text: object) -> Decimal | None:
    try:
        return None if text is None else Decimal(str(text))
    except InvalidOperation:
        return None


def _files(files: Iterable[str]) -> str:
    names = list(dict.fromkeys(files))
    shown = "、".join(f"“{name}”" for name in names[:SHOWN_FILES])
    return shown if len(names) <= SHOWN_FILES else f"{shown} 等{len(names)}个文件"


def same_project(records: Sequence[Record]) -> Iterator[Problem]:
    """One unit's project of one year in two workbooks."""
    homes: dict[tuple[str, str, str], list[str]] = {}
    names: dict[tuple[str, str, str], str] = {}
    for record in records:
        for project in _projects(record):
            name = str(project.get("name") or "")
            key = (bare(str(record.get("agency") or "")), str(record.get("year")), bare(name))
            if key[0] and key[2]:
                homes.setdefault(key, []).append(_file(record))
                names.setdefault(key, name)
    for key, files in homes.items():
        if len(set(files)) > 1:
            yield Problem(
                "across.same_project",
                project=names[key],
                found=f"{len(set(files))}个文件",
                slots={"files": _files(files)},
            )


def all_full(records: Sequence[Record]) -> Iterator[Problem]:
    """Every project of a unit scores itself full points."""
    for record in records:
        totals = [_number(project.get("reported_total")) for project in _projects(record)]
        if len(totals) >= _SEVERAL and all(total == 100 for total in totals):
            yield Problem(
                "across.all_full",
                found=f"{len(totals)}个项目都是100分",
                slots={"files": _files([_file(record)]), "count": str(len(totals))},
            )


def texts_copied(records: Sequence[Record]) -> Iterator[Problem]:
    """One long text in the tables of different units."""
    homes: dict[str, dict[str, str]] = {}
    shown: dict[str, str] = {}
    for record in records:
        agency = bare(str(record.get("agency") or "")) or _file(record)
        for text in _texts(record):
            key = bare(text)
            if len(key) >= _LONG and not is_filler(text):
                homes.setdefault(key, {}).setdefault(agency, _file(record))
                shown.setdefault(key, text)
    for key, files in homes.items():
        if len(files) > 1:
            yield Problem(
                "across.text_copied",
                found=_short(shown[key]),
                slots={"files": _files(files.values()), "count": str(len(files))},
            )


def _texts(record: Record) -> Iterator[str]:
    for project in _projects(record):
        for goal in _goals(project):
            yield str(goal.get("actual") or "")
        for row in project.get("indicators") or ():
            yield str(row.get("deviation_reason") or "")


def _goals(project: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    goal = project.get("goal") or ()
    return (goal,) if isinstance(goal, Mapping) else goal


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 2 * _LONG else line[: 2 * _LONG] + "……"


def tables_copied(records: Sequence[Record]) -> Iterator[Problem]:
    """All indicators with all their actuals alike in the tables of different units."""
    homes: dict[tuple[str, ...], dict[str, tuple[str, str]]] = {}
    for record in records:
        agency = bare(str(record.get("agency") or "")) or _file(record)
        for project in _projects(record):
            rows = project.get("indicators") or ()
            key = tuple(f"{bare(str(row.get('level3')))}={bare(str(row.get('actual_text')))}" for row in rows)
            if len(key) > _SEVERAL:
                homes.setdefault(key, {}).setdefault(agency, (_file(record), str(project.get("name") or "")))
    for key, places in homes.items():
        if len(places) > 1:
            yield Problem(
                "across.table_copied",
                project=next(iter(places.values()))[1],
                found=f"{len(key)}项指标",
                slots={"files": _files(file for file, _ in places.values()), "count": str(len(key))},
            )


_MEANS: Final[Mapping[str, str]] = {
    "mean": "简单平均",
    "by_budget": "按预算加权",
    "by_executed": "按支出加权",
}


def stated_score(records: Sequence[Record]) -> Iterator[Problem]:
    """One score stated in several workbooks of a unit, that no mean of all its projects gives."""
    units: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        if record.get("agency") and _projects(record):
            units.setdefault((bare(str(record["agency"])), str(record.get("year"))), []).append(record)
    for own in units.values():
        stated = {_number((record.get("unit_score") or {}).get("reported")) for record in own} - {None}
        if len(own) < 2 or len(stated) != 1:
            continue
        told = stated.pop()
        means = _means(own)
        assert told is not None
        if means and not any(_rounds(told, mean) for mean in means.values()):
            yield Problem(
                "across.stated_score",
                found=score(told),
                expected="，".join(f"{_MEANS[key]}{score(mean)}" for key, mean in means.items()),
                slots={
                    "files": _files(map(_file, own)),
                    "agency": str(own[0]["agency"]),
                    "count": str(len(own)),
                },
            )


def _rounds(told: Decimal, mean: Decimal) -> bool:
    exponent = told.normalize().as_tuple().exponent
    step = Decimal(1).scaleb(min(0, exponent)) if isinstance(exponent, int) else _CENT
    return abs(told - mean) <= max(step * _HALF, _CENT)


def _means(records: Sequence[Record]) -> dict[str, Decimal]:
    """The means of all projects' own totals (else the computed ones); empty while one is open."""
    entries = []
    for record in records:
        for project in _projects(record):
            total = _number(project.get("reported_total"))
            total = _number(project.get("total")) if total is None else total
            if total is None:
                return {}
            entries.append((total, _money(project, "full_year", "initial"), _money(project, "executed")))
    weights = {
        "mean": [Decimal(1)] * len(entries),
        "by_budget": [budget for _, budget, _ in entries],
        "by_executed": [executed for _, _, executed in entries],
    }
    return {
        key: sum((entry[0] * weight for entry, weight in zip(entries, shares, strict=True)), Decimal(0))
        / sum(shares)
        for key, shares in weights.items()
        if sum(shares) > 0
    }


def _money(project: Mapping[str, Any], *columns: str) -> Decimal:
    funds = project.get("funds") or ()
    totals = [line for line in funds if line.get("role") == "total"] or [
        line for line in funds if line.get("role") == "line"
    ]
    for column in columns:
        amounts = [_number(line.get(column)) for line in totals]
        known = [amount for amount in amounts if amount is not None]
        if known:
            return sum(known, Decimal(0))
    return Decimal(0)


AcrossCheck: TypeAlias = Callable[[Sequence[Record]], Iterator[Problem]]

ACROSS_CHECKS: Final[tuple[tuple[AcrossCheck, tuple[str, ...]], ...]] = (
    (same_project, ("across.same_project",)),
    (all_full, ("across.all_full",)),
    (texts_copied, ("across.text_copied",)),
    (tables_copied, ("across.table_copied",)),
    (stated_score, ("across.stated_score",)),
)
"""Asked once over all records of a run."""
