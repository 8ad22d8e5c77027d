"""Which files become one workbook: those of one unit, and the units of one department (汇总上报).

A unit is told by its name as the workbook gives it, a department by the 主管部门 of the forms; names
count when they agree but for spaces and look-alike signs.  Similar names are told and never joined.  A
workbook without a name goes by its folder, and that is told.  Years, schemes and answers to 组织实施 that
differ make separate workbooks, so that every project keeps the points of its own file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final, TypeAlias

from perf_xlsx.batch.discovery import Source
from perf_xlsx.batch.homes import Home, departments, homes
from perf_xlsx.batch.likeness import alike
from perf_xlsx.batch.names import MERGED, safe_name
from perf_xlsx.batch.survey import Identity
from perf_xlsx.evaluate import Level
from perf_xlsx.merge.parts import Spec
from perf_xlsx.model import Problem
from perf_xlsx.text import label

NOTHING: Final = "没有可以合并的文件：各单位都只有一个文件，也没有几个单位同属一个主管部门。"

MOST_FORMS: Final = 250
"""Forms in one workbook: beyond that nobody finds a sheet any more, and Excel becomes slow."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A file on its way into a merged workbook: its name for people and the unit it is counted under."""

    source: Source
    identity: Identity
    file: str
    unit: str


@dataclass(frozen=True, slots=True)
class Joint(Source):
    """A merged workbook to be made, as a source of its own.  ``file`` is its line for people."""

    members: tuple[Joined, ...]
    spec: Spec

    @property
    def told(self) -> str:
        """What records call it: the workbook that it becomes."""
        return f"{self.output}{MERGED}"


Job: TypeAlias = Source
"""A workbook alone, or a ``Joint``."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All workbooks of a run that merges, in order; ``words``: what was decided, and what was not."""

    jobs: tuple[Job, ...]
    words: tuple[str, ...] = ()

    @property
    def joints(self) -> tuple[Joint, ...]:
        return tuple(job for job in self.jobs if isinstance(job, Joint))


def plan(sources: Sequence[Source], identities: Mapping[Path, Identity]) -> Plan:
    """The workbooks that these files become.

    A unit with one file keeps that file's own result.  A department of several units has a workbook
    beside theirs.
    """
    return _Planning(sources, identities).plan()


@dataclass(slots=True)
class _Group:
    """Files of one unit that may become one workbook."""

    home: Home
    members: list[Joined] = field(default_factory=list)

    @property
    def forms(self) -> int:
        return sum(member.identity.forms for member in self.members)


class _Planning:
    def __init__(self, sources: Sequence[Source], identities: Mapping[Path, Identity]) -> None:
        self._sources = sources
        self._identities = identities
        self._words: list[str] = []
        self._taken = {str(source.output).casefold() for source in sources}
        scored = [source for source in sources if not identities[source.path].trouble]
        own = (identities[source.path] for source in scored)
        alone = {label(identity.unit) for identity in own if not identity.units}
        scored = [source for source in scored if not self._merged_before(source, alone)]
        self._homes = homes(scored, identities)
        self._files = dict(zip((source.path for source in sources), _told_apart(sources), strict=True))
        self._troubled = self._by_folder(source for source in sources if identities[source.path].trouble)
        self._beside = self._by_folder(scored)

    def plan(self) -> Plan:
        groups = self._groups()
        above = self._departments(groups)
        own = {label(spec.title) for spec, _ in above}
        jobs: dict[Path, Job] = {}
        for group in groups:
            jobs |= self._unit(group, own)
        for source in self._sources:
            jobs.setdefault(source.path, source)
        ordered = {jobs[source.path].output: jobs[source.path] for source in self._sources}.values()
        made = [self._joint(spec, members) for spec, members in above]
        if not made and not any(isinstance(job, Joint) for job in ordered):
            self._words.append(NOTHING)
        self._words += alike([home.unit for home in self._homes.values()], "单位")
        return Plan((*ordered, *made), tuple(dict.fromkeys(self._words)))

    @staticmethod
    def _by_folder(sources: Iterable[Source]) -> dict[Path, list[Source]]:
        found: dict[Path, list[Source]] = {}
        for source in sources:
            found.setdefault(source.path.parent, []).append(source)
        return found

    def _merged_before(self, source: Source, alone: Set[str]) -> bool:
        """Whether a file is an earlier 汇总上报 of units that have files of their own here: these count."""
        if alone.isdisjoint(map(label, self._identities[source.path].units)):
            return False
        self._words.append(f"{source.file} 是以前的汇总上报，其中的单位另有自己的文件，没有再并入。")
        return True

    # ------------------------------------------------------------ units

    def _groups(self) -> list[_Group]:
        """Files by unit, year, scheme and answers, in the order in which they were found."""
        found: dict[tuple[object, ...], _Group] = {}
        kinds: dict[tuple[str, int | None], set[tuple[str, str]]] = {}
        for source in self._sources:
            home = self._homes.get(source.path)
            if home is None:
                continue
            identity = self._identities[source.path]
            kind = (identity.scheme, identity.answers)
            kinds.setdefault((home.key, home.year), set()).add(kind)
            group = found.setdefault((home.key, home.year, *kind), _Group(home))
            group.members.append(Joined(source, identity, self._files[source.path], home.title))
            self._words += home.words
        self._tell_apart(found.values(), kinds)
        for group in found.values():
            group.members.sort(key=_by_file)
        return list(found.values())

    def _tell_apart(
        self, groups: Iterable[_Group], kinds: Mapping[tuple[str, int | None], set[tuple[str, str]]]
    ) -> None:
        for group in groups:
            several = kinds[group.home.key, group.home.year]
            if len(several) > 1:
                why = "评分标准" if len({scheme for scheme, _ in several}) > 1 else "组织实施的自评"
                self._words.append(f"“{_named(group.home)}”的文件{why}不同，分别成簿。")

    def _unit(self, group: _Group, departments: set[str]) -> dict[Path, Job]:
        if len(group.members) < 2:
            return {}
        home = group.home
        if group.forms > MOST_FORMS:
            self._words.append(_too_many(_named(home), group.forms, "各文件分别成簿"))
            return {}
        title = f"{home.title}本级" if label(home.title) in departments else home.title
        spec = Spec(
            Level.UNIT,
            home.unit,
            title,
            home.year,
            notes=tuple(self._notes(group.members)),
            missing=self._missing(group.members),
        )
        joint = self._joint(spec, group.members)
        return {member.source.path: joint for member in group.members}

    # ------------------------------------------------------------ departments

    def _departments(self, groups: Sequence[_Group]) -> list[tuple[Spec, list[Joined]]]:
        """The departments that have several units here, each with all their files."""
        own = {id(group): [(member.source, member.identity) for member in group.members] for group in groups}
        told = departments([own[id(group)] for group in groups])
        found: dict[tuple[str, int | None, str, str], list[tuple[_Group, Problem | None]]] = {}
        names: dict[str, tuple[str, str]] = {}
        for group, department in zip(groups, told, strict=True):
            if department is None:
                continue
            first = group.members[0].identity
            key = (department.key, group.home.year, first.scheme, first.answers)
            found.setdefault(key, []).append((group, department.note))
            names.setdefault(department.key, (department.name, department.title))
        self._words += alike([name for name, _ in names.values()], "主管部门")
        return [
            made for key, units in found.items() for made in self._department(*names[key[0]], key[1], units)
        ]

    def _department(
        self, name: str, title: str, year: int | None, units: Sequence[tuple[_Group, Problem | None]]
    ) -> Iterator[tuple[Spec, list[Joined]]]:
        if len({group.home.key for group, _ in units}) < 2:
            return
        forms = sum(group.forms for group, _ in units)
        if forms > MOST_FORMS:
            self._words.append(_too_many(f"{title}{_year(year)}", forms, "只按单位成簿"))
            return
        ordered = sorted(units, key=lambda unit: _rank(unit[0], title))
        members = [member for group, _ in ordered for member in group.members]
        notes = [note for _, note in ordered if note is not None]
        spec = Spec(
            Level.DEPARTMENT,
            name,
            title,
            year,
            notes=(*self._notes(members), *notes),
            missing=self._missing(members),
        )
        yield spec, members

    # ------------------------------------------------------------ both

    def _notes(self, members: Sequence[Joined]) -> Iterator[Problem]:
        for member in members:
            yield from self._homes[member.source.path].notes(member.file)

    def _missing(self, members: Sequence[Joined]) -> tuple[tuple[str, str], ...]:
        """Files that could not be read in folders that belong to these members alone."""
        ours = {member.source.path for member in members}
        folders = {path.parent for path in ours if path.parent in self._troubled}
        missing = (
            (self._files[source.path], self._identities[source.path].trouble)
            for folder in folders
            if ours.issuperset(source.path for source in self._beside[folder])
            for source in self._troubled[folder]
        )
        return tuple(sorted(missing))

    def _joint(self, spec: Spec, members: Sequence[Joined]) -> Joint:
        stem = f"{spec.title}{_year(spec.year)}"
        output = self._free(_common([member.source.output.parent for member in members]) / safe_name(stem))
        line = f"{stem}（{len(members)} 个文件合并）"
        return Joint(members[0].source.path, line, output, tuple(members), spec)

    def _free(self, plain: PurePosixPath) -> PurePosixPath:
        output, number = plain, 2
        while str(output).casefold() in self._taken:
            output, number = plain.with_name(safe_name(f"{plain.name}_{number}")), number + 1
        self._taken.add(str(output).casefold())
        return output


def _rank(group: _Group, department: str) -> tuple[bool, tuple[str, str]]:
    """The department's own files before its units', these by their files."""
    return label(group.home.title) != label(department), _by_file(group.members[0])


def _by_file(member: Joined) -> tuple[str, str]:
    return member.file, member.identity.sha256


def _named(home: Home) -> str:
    return f"{home.title}{_year(home.year)}"


def _year(year: int | None) -> str:
    return "" if year is None else f"{year}年"


def _too_many(name: str, forms: int, instead: str) -> str:
    return f"“{name}”共 {forms} 张自评表，超过一个工作簿 {MOST_FORMS} 张的上限，{instead}。"


def _common(folders: Sequence[PurePosixPath]) -> PurePosixPath:
    """The deepest folder that all of them lie in."""
    common: list[str] = []
    for parts in zip(*(folder.parts for folder in folders), strict=False):
        if len(set(parts)) > 1:
            break
        common.append(parts[0])
    return PurePosixPath(*common)


def _told_apart(sources: Sequence[Source]) -> Iterator[str]:
    """The files' names for people; of two given folders the same name is told with its place."""
    times: dict[str, int] = {}
    for source in sources:
        times[source.file] = times.get(source.file, 0) + 1
    for source in sources:
        plain = f"{source.output}{source.path.suffix}"
        yield source.file if times[source.file] == 1 else plain
