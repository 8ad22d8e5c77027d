"""Whose a workbook is: what a merge has to know of every file before it can tell which belong together."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from perf_xlsx.batch.faults import fault
from perf_xlsx.batch.job import Task
from perf_xlsx.batch.store import write_whole
from perf_xlsx.evaluate import FILE_CODE_LENGTH, understood
from perf_xlsx.model import NotGiven, RubricPoint, Submission, Unreadable
from perf_xlsx.scoring.scheme import choose
from perf_xlsx.text import label
from perf_xlsx.values.names import without_code


@dataclass(frozen=True, slots=True)
class Identity:
    """One workbook as a merge sees it.

    ``trouble`` says why it can't be scored, and then nothing else is known.  ``scheme`` is the one it
    has by itself, empty where the run names the schemes.  ``answers`` is a mark of its answers to
    组织实施: two workbooks with the same mark answer alike.  ``units``: those whose forms it holds, when it
    is a department's merged workbook already.
    """

    sha256: str
    trouble: str = ""
    unit: str = ""
    department: str = ""
    year: int | None = None
    scheme: str = ""
    answers: str = ""
    projects: tuple[str, ...] = ()
    forms: int = 0
    draft: int | None = None
    draft_of: str = ""
    units: tuple[str, ...] = ()


def survey(task: Task) -> Identity:
    """Read one workbook for its identity; a fault of this program shows again, with its trace, in the run."""
    try:
        return _identity(task)
    except Exception as error:  # the border between one workbook and the run, as in ``job.work``
        return Identity(_sha256(task.data), trouble=f"程序出错：{fault(error)}")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _identity(task: Task) -> Identity:
    options = task.wanted.options
    read = understood(task.data, task.name, options)
    submission = read.evaluation.submission
    if submission is None or not read.may_be_scored:
        ranked = sorted(read.evaluation.findings, key=lambda each: each.severity.rank)
        return Identity(_sha256(task.data), trouble=ranked[0].message if ranked else "没有找到自评表。")
    marker = submission.marker
    return Identity(
        sha256=_sha256(task.data),
        unit=without_code(submission.agency),
        department=_department(submission),
        year=submission.year,
        scheme="" if options.schemes else choose(submission, None)[0].id,
        answers=_answers(submission.rubric),
        projects=tuple(dict.fromkeys(label(form.project.text) for form in submission.forms if form.project)),
        forms=len(submission.forms),
        draft=None if marker is None else marker.draft_number,
        draft_of="" if marker is None else marker.file_code,
        units=submission.units,
    )


def _department(submission: Submission) -> str:
    """The 主管部门 that most forms name."""
    names = (without_code(form.department.text) for form in submission.forms)
    counted = Counter(name for name in names if name)
    return counted.most_common(1)[0][0] if counted else ""


def _answers(rubric: Iterable[RubricPoint]) -> str:
    told = [(label(point.level3.text), label(point.point.text), _answer(point.answer)) for point in rubric]
    return _sha256(repr(told).encode())[:FILE_CODE_LENGTH] if told else ""


def _answer(answer: bool | NotGiven | Unreadable | None) -> str:
    match answer:
        case NotGiven():
            return "?"
        case Unreadable(raw=raw):
            return f"?{raw}"
    return str(answer)


# ---------------------------------------------------------------- kept for the next run

_NAMES: Final = frozenset(each.name for each in fields(Identity))


def load(path: Path) -> dict[str, Identity]:
    """What an earlier run learned, by the fingerprint of each file; a torn or foreign cache is no cache."""
    known: dict[str, Identity] = {}
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return known
    for line in lines:
        with suppress(ValueError, TypeError, KeyError):
            told = json.loads(line)
            mark = told.pop("fingerprint")
            if set(told) == _NAMES:
                known[mark] = Identity(
                    **{**told, "projects": tuple(told["projects"]), "units": tuple(told["units"])}
                )
    return known


def keep(path: Path, known: Mapping[str, Identity]) -> None:
    """Keep it; a cache that can't be written costs only time."""
    lines = (
        json.dumps({"fingerprint": mark, **asdict(identity)}, ensure_ascii=False)
        for mark, identity in sorted(known.items())
    )
    with suppress(OSError):
        write_whole(path, "".join(f"{line}\n" for line in lines).encode())
