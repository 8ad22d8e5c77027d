"""Versions of one workbook among the files that were handed in, and which of them counts.

Two files are versions of one workbook when unit and year agree and one of these holds:
- their contents are the same, or one was made by this tool from the other (the file code says so);
- they are scored by one scheme and more than half of the projects are the same (of the one with more);
- as before, but just half of them will do where the file names are alike but for a mark of version.
So neither two projects of a unit in two files, nor a file of all projects beside a file of one of them,
are versions; what they have in common is told as 同一项目在多个文件中.

Of two versions the newer one is told by what the files say, never by the clock of a disk: the file
code, 第n稿, the words, numbers and dates in their names.  Where these say nothing, or contradict each
other, the order is not decided; the name that sorts last counts until somebody decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Any

from perf_xlsx.desk.marks import Mark, mark_of
from perf_xlsx.evaluate import FILE_CODE_LENGTH
from perf_xlsx.text import label

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Copy:
    """What tells a file as a version of a workbook.  ``index`` is its place among the records."""

    index: int
    file: str
    unit: str
    agency: str
    year: int | None
    scheme: str
    projects: frozenset[str]
    sha256: str
    draft: int | None
    draft_of: str
    mark: Mark

    @property
    def code(self) -> str:
        return self.sha256[:FILE_CODE_LENGTH]


def copy_of(index: int, record: Record) -> Copy | None:
    """The identity of a record; None where no form was found that could have versions."""
    if record["scheme"]["id"] is None or not record["projects"]:
        return None
    names = (label(project["name"] or "") for project in record["projects"])
    return Copy(
        index=index,
        file=record["source"]["file"],
        unit=record["agency"] or "",
        agency=label(record["agency"] or ""),
        year=record["year"],
        scheme=record["scheme"]["id"],
        projects=frozenset(name for name in names if name),
        sha256=record["source"]["sha256"],
        draft=record["draft"],
        draft_of=record["draft_of"] or "",
        mark=mark_of(record["source"]["file"]),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """From one version to the next.  ``why`` says in words how the order is known; "" when it is not."""

    old: Copy
    new: Copy
    why: str


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of one workbook, the oldest first; the last one counts.

    ``same``: further files whose content is that of a version.
    """

    copies: tuple[Copy, ...]
    same: tuple[Copy, ...] = ()

    @property
    def newest(self) -> Copy:
        return self.copies[-1]

    @property
    def superseded(self) -> tuple[Copy, ...]:
        """All files that don't count."""
        return (*self.copies[:-1], *self.same)

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(map(step, self.copies, self.copies[1:]))

    @property
    def undecided(self) -> tuple[Copy, ...]:
        """The versions of which nobody can say whether they are older than the one that counts."""
        return tuple(copy for copy in self.copies[:-1] if not step(copy, self.newest).why)

    @property
    def title(self) -> str:
        """第2稿（共3份）: what a reviewer reads beside the unit."""
        draft = f"第{self.newest.draft}稿" if self.newest.draft else ""
        count = len(self.copies) + len(self.same)
        return draft if count == 1 else f"{draft}（共{count}份）" if draft else f"共{count}份"


def versions(copies: Iterable[Copy]) -> tuple[Versions, ...]:
    """All workbooks, in the order in which their first file was found; most have one version only."""
    ordered = sorted(copies, key=lambda copy: copy.index)
    joined = _Joined(len(ordered))
    for left, right in _pairs(ordered):
        joined.join(left, right)
    groups: dict[int, list[Copy]] = {}
    for place, copy in enumerate(ordered):
        groups.setdefault(joined.home(place), []).append(copy)
    return tuple(map(_versions, groups.values()))


class _Joined:
    """Sets of places that grow together."""

    def __init__(self, count: int) -> None:
        self._home = list(range(count))

    def home(self, place: int) -> int:
        while self._home[place] != place:
            self._home[place] = place = self._home[self._home[place]]
        return place

    def join(self, left: int, right: int) -> None:
        first, second = sorted((self.home(left), self.home(right)))
        self._home[second] = first


def _pairs(copies: Sequence[Copy]) -> Iterator[tuple[int, int]]:
    """Places of files that belong together; projects are compared within a unit, year and scheme only."""
    codes = {copy.code: place for place, copy in enumerate(copies)}
    contents: dict[str, int] = {}
    kin: dict[tuple[object, ...], dict[frozenset[str], list[int]]] = {}
    for place, copy in enumerate(copies):
        source = codes.get(copy.draft_of)
        if source is not None and _may_be(copies[source], copy):
            yield source, place
        yield contents.setdefault(copy.sha256, place), place
        if copy.agency and copy.projects:
            sets = kin.setdefault((copy.agency, copy.year, copy.scheme), {})
            sets.setdefault(copy.projects, []).append(place)
    for sets in kin.values():
        yield from _alike(copies, sets)


def _may_be(source: Copy, made: Copy) -> bool:
    """Unit and year agree, as far as both say them."""
    units, years = {source.agency, made.agency} - {""}, {source.year, made.year} - {None}
    return len(units) < 2 and len(years) < 2


def _alike(copies: Sequence[Copy], sets: Mapping[frozenset[str], list[int]]) -> Iterator[tuple[int, int]]:
    """Within one unit, year and scheme: equal sets of projects, then sets that overlap."""
    holders: dict[str, list[frozenset[str]]] = {}
    for own, places in sets.items():
        yield from ((places[0], place) for place in places[1:])
        common = Counter(other for project in own for other in holders.get(project, ()))
        for other, count in common.items():
            larger = max(len(own), len(other))
            if 2 * count > larger:
                yield sets[other][0], places[0]
            elif 2 * count == larger:
                yield from _named_alike(copies, sets[other], places)
        for project in own:
            holders.setdefault(project, []).append(own)


def _named_alike(
    copies: Sequence[Copy], left: Sequence[int], right: Sequence[int]
) -> Iterator[tuple[int, int]]:
    stems = {copies[place].mark.stem: place for place in left}
    for place in right:
        twin = stems.get(copies[place].mark.stem)
        if twin is not None:
            yield twin, place


def _versions(group: Sequence[Copy]) -> Versions:
    """One file for each content (the one whose name says most), in their order."""
    by_content: dict[str, Copy] = {}
    for copy in sorted(group, key=lambda copy: (copy.mark.rank, copy.file)):
        by_content[copy.sha256] = copy
    ordered = in_order(tuple(by_content.values()))
    chosen = {copy.index for copy in ordered}
    return Versions(ordered, tuple(copy for copy in group if copy.index not in chosen))


# ---------------------------------------------------------------- which is the newer


def in_order(copies: Sequence[Copy]) -> tuple[Copy, ...]:
    """The oldest first; where nothing tells, by 第n稿, the marks of the name, the name."""
    known = sorted(copies, key=lambda copy: (copy.draft or 0, copy.mark.rank, copy.file, copy.index))
    return tuple(sorted(known, key=cmp_to_key(_older_first)))


def step(old: Copy, new: Copy) -> Step:
    """From one version to the next, with how their order is known."""
    order = _newer(old, new)
    return Step(old, new, "、".join(order.why) if order.vote > 0 else "")


@dataclass(frozen=True, slots=True)
class _Order:
    """``vote``: 1 when the second is the newer, −1 when the first is, 0 when unknown."""

    vote: int
    why: tuple[str, ...] = ()


def _newer(first: Copy, second: Copy) -> _Order:
    """What the two files say of their order; signs that contradict each other say nothing."""
    if first.code == second.draft_of:
        return _Order(1, ("文件编号",))
    if second.code == first.draft_of:
        return _Order(-1, ("文件编号",))
    votes = [(vote, why) for vote, why in _votes(first, second) if vote]
    if not votes:
        return _Order(0)
    agreed = all(vote == votes[0][0] for vote, _ in votes)
    return _Order(votes[0][0], tuple(dict.fromkeys(why for _, why in votes)) if agreed else ())


def _older_first(first: Copy, second: Copy) -> int:
    return -_newer(first, second).vote


def _votes(first: Copy, second: Copy) -> Iterator[tuple[int, str]]:
    if first.draft and second.draft:
        yield _compared(first.draft, second.draft), "第n稿"
    old, new = first.mark, second.mark
    yield _compared(old.stage, new.stage), "文件名"
    if old.stage == new.stage or min(old.number, new.number) > 1:  # 终稿 without a number is no first one
        yield _compared(old.number, new.number), "文件名"
    if old.dated_like(new):
        yield _compared(old.date, new.date), "文件名中的日期"


def _compared(first: int, second: int) -> int:
    return (second > first) - (second < first)
