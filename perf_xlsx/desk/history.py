"""The versions of a workbook on the desk: what is told of them, and their changes step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from perf_xlsx.checks.across import SHOWN_FILES
from perf_xlsx.desk.changes import Change, Record, changes, unit_points
from perf_xlsx.desk.versions import Copy, Step, Versions
from perf_xlsx.model import Problem
from perf_xlsx.text import listed


@dataclass(frozen=True, slots=True)
class Revision:
    """From one version to the next: the cells that differ, and the unit's computed score (90 → 95)."""

    step: Step
    changes: tuple[Change, ...]
    points: str


@dataclass(frozen=True, slots=True)
class History:
    """The versions of a workbook that has several, with what changed between two following ones."""

    versions: Versions
    revisions: tuple[Revision, ...]


def histories(groups: Iterable[Versions], read: Callable[[int], Record]) -> Iterator[History]:
    """The workbooks with several versions; ``read`` gives the record of a file by its place."""
    for group in groups:
        if group.superseded:
            yield History(group, tuple(_revision(step, read) for step in group.steps))


def _revision(step: Step, read: Callable[[int], Record]) -> Revision:
    old, new = read(step.old.index), read(step.new.index)
    return Revision(step, changes(old, new), unit_points(old, new))


def version_problems(groups: Iterable[Versions]) -> Iterator[Problem]:
    """Which files don't count and why; where nobody can say which is the newest, that is told."""
    for group in groups:
        if group.superseded:
            yield from _problems(group)


def _problems(group: Versions) -> Iterator[Problem]:
    newest, undecided = group.newest, group.undecided
    known = tuple(copy for copy in group.copies[:-1] if copy not in undecided)
    slots = {"unit": newest.unit or "未填单位", "count": str(len(group.copies))}
    if undecided:
        named = slots | {"count": str(len(undecided) + 1), "files": _files((*undecided, newest))}
        yield Problem("versions.undecided", found=newest.file, slots=named)
    if known:
        why = "、".join(dict.fromkeys(step.why for step in group.steps if step.why))
        yield Problem(
            "versions.superseded", found=newest.file, slots=slots | {"files": _files(known), "why": why}
        )
    gone = sorted(frozenset().union(*(copy.projects for copy in known)) - newest.projects)
    if gone:
        names = "、".join(f"“{name}”" for name in gone)
        yield Problem("versions.project_gone", found=newest.file, slots=slots | {"projects": names})
    for copy in group.copies:
        twins = [other for other in group.same if other.sha256 == copy.sha256]
        if twins:
            yield Problem("versions.same", found=copy.file, slots={"files": _files(twins)})


def _files(copies: Iterable[Copy]) -> str:
    return listed([f"“{copy.file}”" for copy in copies], SHOWN_FILES, "个文件")
