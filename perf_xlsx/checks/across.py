"""Checks over the records of many workbooks: what no single workbook shows.

A record is plain data in the shape of the documented JSON: one workbook under one scheme, numbers as
strings.  Findings here have no cell; they name files in the slot ``files``.

Ten thousand workbooks are gone through again for each question, from wherever they lie; what is held is
little: first only which texts stand in several homes, then these alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeAlias

from perf_xlsx.checks.tell import score
from perf_xlsx.checks.unit_score import MEANS
from perf_xlsx.checks.words import bare, is_filler
from perf_xlsx.model import Problem
from perf_xlsx.text import listed

Record: TypeAlias = Mapping[str, Any]

SHOWN_FILES: Final = 5
_SEVERAL: Final = 3
_LONG: Final = 15
_CENT: Final = Decimal("0.01")
_HALF: Final = Decimal("0.5")


def check_across(records: Iterable[Record]) -> tuple[Problem, ...]:
    """Everything that concerns several workbooks; a workbook under several schemes counts once.

    ``records`` can be gone through several times.
    """
    once = _Once(records)
    return tuple(problem for look, _ in ACROSS_CHECKS for problem in look(once))


@dataclass(frozen=True, slots=True)
class _Once:
    """The first record of each file; files of one name in several folders differ by unit or year."""

    records: Iterable[Record]

    def __iter__(self) -> Iterator[Record]:
        seen: set[tuple[str, ...]] = set()
        for record in self.records:
            file = (_file(record), str(record.get("agency")), str(record.get("year")))
            if file not in seen:
                seen.add(file)
                yield record


def _in_several(told: Iterable[tuple[str, Hashable]]) -> set[int]:
    """The hashes of what stands in several homes."""
    first: dict[int, str] = {}
    return {mark for home, key in told if first.setdefault(mark := hash(key), home) != home}


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
    return listed([f"“{name}”" for name in dict.fromkeys(files)], SHOWN_FILES, "个文件")


def same_project(records: Iterable[Record]) -> Iterator[Problem]:
    """One unit's project of one year in two workbooks."""
    several = _in_several((file, key) for file, key, _ in _named(records))
    homes: dict[tuple[str, str, str], list[str]] = {}
    names: dict[tuple[str, str, str], str] = {}
    for file, key, name in _named(records):
        if hash(key) in several:
            homes.setdefault(key, []).append(file)
            names.setdefault(key, name)
    for key, files in homes.items():
        if len(set(files)) > 1:
            yield Problem(
                "across.same_project",
                project=names[key],
                found=f"{len(set(files))}个文件",
                slots={"files": _files(files)},
            )


def _named(records: Iterable[Record]) -> Iterator[tuple[str, tuple[str, str, str], str]]:
    """Each project's file, what it is known by (unit, year, name), and its name as written."""
    for record in records:
        for project in _projects(record):
            name = str(project.get("name") or "")
            key = (bare(str(record.get("agency") or "")), str(record.get("year")), bare(name))
            if key[0] and key[2]:
                yield _file(record), key, name


def all_full(records: Iterable[Record]) -> Iterator[Problem]:
    """Every project of a unit scores itself full points."""
    for record in records:
        totals = [_number(project.get("own_total")) for project in _projects(record)]
        if len(totals) >= _SEVERAL and all(total == 100 for total in totals):
            yield Problem(
                "across.all_full",
                found=f"{len(totals)}个项目都是100分",
                slots={"files": _files([_file(record)]), "count": str(len(totals))},
            )


def texts_copied(records: Iterable[Record]) -> Iterator[Problem]:
    """One long text in the tables of different units."""
    several = _in_several((agency, key) for agency, _, key, _ in _long_texts(records))
    homes: dict[str, dict[str, str]] = {}
    shown: dict[str, str] = {}
    for agency, file, key, text in _long_texts(records):
        if hash(key) in several:
            homes.setdefault(key, {}).setdefault(agency, file)
            shown.setdefault(key, text)
    for key, files in homes.items():
        if len(files) > 1:
            yield Problem(
                "across.text_copied",
                found=_short(shown[key]),
                slots={"files": _files(files.values()), "count": str(len(files))},
            )


def _long_texts(records: Iterable[Record]) -> Iterator[tuple[str, str, str, str]]:
    """Unit, file, what is compared, and the text as written."""
    for record in records:
        agency = _unit(record)
        for text in _texts(record):
            key = bare(text)
            if len(key) >= _LONG and not is_filler(text):
                yield agency, _file(record), key, text


def _unit(record: Record) -> str:
    return bare(str(record.get("agency") or "")) or _file(record)


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


def tables_copied(records: Iterable[Record]) -> Iterator[Problem]:
    """All indicators with all their actuals alike in the tables of different units."""
    several = _in_several((agency, key) for agency, _, key, _ in _tables(records))
    homes: dict[tuple[str, ...], dict[str, tuple[str, str]]] = {}
    for agency, file, key, name in _tables(records):
        if hash(key) in several:
            homes.setdefault(key, {}).setdefault(agency, (file, name))
    for key, places in homes.items():
        if len(places) > 1:
            yield Problem(
                "across.table_copied",
                project=next(iter(places.values()))[1],
                found=f"{len(key)}项指标",
                slots={"files": _files(file for file, _ in places.values()), "count": str(len(key))},
            )


def _tables(records: Iterable[Record]) -> Iterator[tuple[str, str, tuple[str, ...], str]]:
    """Unit, file, the indicators with their actuals, and the project's name."""
    for record in records:
        agency = _unit(record)
        for project in _projects(record):
            rows = project.get("indicators") or ()
            key = tuple(f"{bare(str(row.get('level3')))}={bare(str(row.get('actual_text')))}" for row in rows)
            if len(key) > _SEVERAL:
                yield agency, _file(record), key, str(project.get("name") or "")


@dataclass(frozen=True, slots=True)
class _Stated:
    """A workbook's stated score, and of each project points (None while open), budget and 支出."""

    file: str
    agency: str
    reported: Decimal | None
    projects: tuple[tuple[Decimal | None, Decimal, Decimal], ...]


def stated_score(records: Iterable[Record]) -> Iterator[Problem]:
    """One score stated in several workbooks of a unit, that no mean of all its projects gives."""
    units: dict[tuple[str, str], list[_Stated]] = {}
    for record in records:
        if record.get("agency") and _projects(record):
            units.setdefault((bare(str(record["agency"])), str(record.get("year"))), []).append(
                _stated(record)
            )
    for own in units.values():
        stated = {each.reported for each in own} - {None}
        if len(own) < 2 or len(stated) != 1:
            continue
        told = stated.pop()
        means = _means(own)
        assert told is not None
        if means and not any(_rounds(told, mean) for mean in means.values()):
            yield Problem(
                "across.stated_score",
                found=score(told),
                expected="，".join(f"{MEANS[key]}{score(mean)}" for key, mean in means.items()),
                slots={
                    "files": _files(each.file for each in own),
                    "agency": own[0].agency,
                    "count": str(len(own)),
                },
            )


def _stated(record: Record) -> _Stated:
    reported = _number((record.get("unit_score") or {}).get("reported"))
    projects = tuple(
        (_points(project), _money(project, "full_year", "initial"), _money(project, "executed"))
        for project in _projects(record)
    )
    return _Stated(_file(record), str(record["agency"]), reported, projects)


def _points(project: Mapping[str, Any]) -> Decimal | None:
    """The project's own total, else the computed one."""
    reported = _number(project.get("own_total"))
    return _number(project.get("total")) if reported is None else reported


def _rounds(told: Decimal, mean: Decimal) -> bool:
    exponent = told.normalize().as_tuple().exponent
    step = Decimal(1).scaleb(min(0, exponent)) if isinstance(exponent, int) else _CENT
    return abs(told - mean) <= max(step * _HALF, _CENT)


def _means(workbooks: Sequence[_Stated]) -> dict[str, Decimal]:
    """The means over all projects; empty while one is open."""
    entries = [project for each in workbooks for project in each.projects]
    totals = [total for total, _, _ in entries if total is not None]
    if len(totals) < len(entries):
        return {}
    weights = {
        "mean": [Decimal(1)] * len(entries),
        "by_budget": [budget for _, budget, _ in entries],
        "by_executed": [executed for _, _, executed in entries],
    }
    return {
        key: sum((total * weight for total, weight in zip(totals, shares, strict=True)), Decimal(0))
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


AcrossCheck: TypeAlias = Callable[[Iterable[Record]], Iterator[Problem]]

ACROSS_CHECKS: Final[tuple[tuple[AcrossCheck, tuple[str, ...]], ...]] = (
    (same_project, ("across.same_project",)),
    (all_full, ("across.all_full",)),
    (texts_copied, ("across.text_copied",)),
    (tables_copied, ("across.table_copied",)),
    (stated_score, ("across.stated_score",)),
)
"""Asked once over all records of a run."""
