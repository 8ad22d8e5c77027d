"""A run that merges: what every file is, which belong together, and the bytes of those that do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from itertools import combinations
from pathlib import Path

from perf_xlsx.batch.discovery import Source
from perf_xlsx.batch.engines import Engine
from perf_xlsx.batch.fingerprint import fingerprint
from perf_xlsx.batch.inputs import read_input
from perf_xlsx.batch.job import Task, Wanted
from perf_xlsx.batch.merging import Joined, Joint, Plan, plan
from perf_xlsx.batch.survey import Identity, keep, load, survey
from perf_xlsx.desk.marks import mark_of
from perf_xlsx.desk.versions import Copy, in_order, step
from perf_xlsx.merge.parts import Member
from perf_xlsx.model import Submission
from perf_xlsx.text import label


def planned(
    sources: Sequence[Source],
    engine: Engine,
    wanted: Wanted,
    parts: tuple[str, ...],
    cache: Path,
    surveyed: Callable[[int, int], None],
) -> Plan:
    """Survey the files, but for those that an earlier run knows in ``cache``, and plan their workbooks."""
    known, marks = load(cache), dict[Path, str]()
    found: dict[Path, Identity] = {}
    by_key = {str(source.output): source.path for source in sources}

    def tasks() -> Iterator[Task]:
        for source in sources:
            data, trouble = read_input(source.path)
            if trouble:
                found[source.path] = Identity(
                    sha256(data).hexdigest(), trouble=f"文件无法打开（{trouble}）。"
                )
                continue
            mark = marks[source.path] = fingerprint(data, (source.file, *parts))
            if mark in known:
                found[source.path] = known[mark]
            else:
                yield Task(str(source.output), data, source.name, source.file, mark, wanted)

    with closing(engine.run(survey, tasks())) as results:
        for task, identity in results:
            lost = Identity(sha256(task.data).hexdigest(), trouble="处理时进程中止。")
            path = by_key[task.key]
            found[path] = identity or lost
            if identity is None:
                del marks[path]
            surveyed(len(found), len(sources))
    keep(cache, {mark: found[path] for path, mark in marks.items()})
    return plan(sources, found)


def members_of(joint: Joint, previous: Callable[[Source], Submission | None]) -> tuple[Member, ...]:
    """The files of a merged workbook, read."""
    copies = [_copy(index, joined) for index, joined in enumerate(joint.members)]
    ages = {copy.index: age for age, copy in enumerate(in_order(copies))}
    older = _older(copies, ages)
    return tuple(
        Member(
            data=read_input(joined.source.path)[0],
            name=joined.source.name,
            file=joined.file,
            unit=joined.unit,
            age=ages[index],
            older=older.get(index, {}),
            previous=previous(joined.source),
        )
        for index, joined in enumerate(joint.members)
    )


def _copy(index: int, joined: Joined) -> Copy:
    identity = joined.identity
    return Copy(
        index=index,
        file=joined.file,
        unit=joined.unit,
        agency=label(joined.unit),
        year=identity.year,
        scheme=identity.scheme,
        projects=frozenset(identity.projects),
        sha256=identity.sha256,
        draft=identity.draft,
        draft_of=identity.draft_of,
        mark=mark_of(joined.file),
    )


def _older(copies: list[Copy], ages: Mapping[int, int]) -> dict[int, dict[str, str]]:
    """For each file the older ones with a project in common, and how their order is known."""
    holders: dict[str, list[Copy]] = {}
    for copy in copies:
        for project in copy.projects:
            holders.setdefault(project, []).append(copy)
    found: dict[int, dict[str, str]] = {}
    for one, other in (pair for own in holders.values() for pair in combinations(own, 2)):
        old, new = sorted((one, other), key=lambda copy: ages[copy.index])
        found.setdefault(new.index, {})[old.file] = step(old, new).why
    return found


def joint_fingerprint(joint: Joint, members: tuple[Member, ...], parts: tuple[str, ...]) -> str:
    """What a merged workbook depends on."""
    return fingerprint(b"\0".join(_digests(members)), (joint.told, repr(joint.spec), *parts))


def _digests(members: tuple[Member, ...]) -> Iterator[bytes]:
    for member in members:
        told = (member.file, member.unit, str(member.age), repr(sorted(member.older.items())))
        yield fingerprint(member.data, told).encode()
