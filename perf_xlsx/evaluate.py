"""From bytes to findings: the pure core that every engine and command runs.

    bytes → Book → Draft → Submission → Scorecard → Finding

Nothing is written or printed here, and nothing that a user typed raises.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeAlias

from perf_xlsx.checks.catalogue import finding
from perf_xlsx.checks.run import check, forbidden
from perf_xlsx.model import Answer, Book, Draft, Finding, Place, Problem, Scorecard, Submission
from perf_xlsx.reading.locate import locate
from perf_xlsx.reading.open import read_book
from perf_xlsx.scoring.scheme import Scheme, choose
from perf_xlsx.scoring.score import score
from perf_xlsx.values.reviewed import with_reviews_of
from perf_xlsx.values.understand import understand

FILE_CODE_LENGTH: Final = 8
_Key: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Options:
    """What may differ between two runs over the same bytes.

    ``schemes``: ids or paths of 评分标准, empty for the workbook's own choice.  ``accept``: computed
    points replace typed ones.  ``keep_all``: cells of other sheets are carried too.  ``previous``: the
    same unit's submission of the year before.  ``earlier``: what the unit wrote into an earlier result, for
    an input that is no result itself; ``reviewed``: that result where finance reviewed it.
    """

    schemes: tuple[str, ...] = ()
    accept: bool = False
    keep_all: bool = False
    previous: Submission | None = None
    earlier: tuple[Answer, ...] = ()
    reviewed: Submission | None = None


class Level(StrEnum):
    """What a merged workbook stands for: one unit, or a department with its units (汇总上报)."""

    UNIT = "unit"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class MergedFile:
    """A workbook that went into a merged one.

    ``is_output``: it was made by this tool.  ``superseded``: its projects whose newer version stands in
    another of the files, each with that file.
    """

    file: str
    sha256: str
    unit: str
    year: int | None
    projects: int
    is_output: bool = False
    superseded: tuple[tuple[str, str], ...] = ()

    @property
    def file_code(self) -> str:
        return self.sha256[:FILE_CODE_LENGTH]


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merged workbook was made of.  ``missing``: files that belong to it and could not be read."""

    level: Level
    files: tuple[MergedFile, ...]
    missing: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One workbook under one scheme.

    ``submission`` is None when the file could not be read; ``scheme`` and ``scorecard`` are None when
    it was not scored (unreadable, or marked as a state secret).  ``file_code`` is the start of the
    input's sha256, ``draft_number`` the n of 第n稿.  ``merged``: several workbooks in one; its sha256 is
    that of theirs.
    """

    source_name: str
    sha256: str
    findings: tuple[Finding, ...]
    created: datetime | None = None
    book: Book | None = field(default=None, repr=False)
    submission: Submission | None = None
    scheme: Scheme | None = None
    scorecard: Scorecard | None = None
    options: Options = Options()
    merged: Merged | None = None

    @property
    def file_code(self) -> str:
        return self.sha256[:FILE_CODE_LENGTH]

    @property
    def draft_number(self) -> int:
        marker = self.submission.marker if self.submission else None
        return marker.draft_number + 1 if marker else 1


@dataclass(frozen=True, slots=True)
class Understood:
    """A workbook as far as it was understood, before any scheme is asked.

    ``evaluation`` has no scheme yet; its findings are what reading noticed.  ``may_be_scored`` is False
    when it could not be read, has no form, or is marked as a state secret.
    """

    evaluation: Evaluation
    noticed: tuple[Problem, ...] = ()
    may_be_scored: bool = False


def understood(data: bytes, name: str, options: Options = Options()) -> Understood:
    """Read one workbook."""
    sha256 = hashlib.sha256(data).hexdigest()
    book = read_book(data, name)
    if isinstance(book, Problem):
        return Understood(Evaluation(name, sha256, (finding(book),), options=options))
    closed = forbidden(book, name)
    if closed is not None:
        return Understood(Evaluation(name, sha256, (finding(closed),), options=options))
    draft = locate(book)
    submission, unread = understand(draft)
    if submission.marker is None:
        submission = replace(submission, answers=(*submission.answers, *options.earlier))
        if options.reviewed is not None:
            submission = with_reviews_of(submission, options.reviewed)
    noticed = (*book.problems, *draft.problems, *unread)
    unscored = Evaluation(
        name,
        sha256,
        told(noticed, submission.answers),
        created=book.created,
        book=book,
        submission=submission,
        options=options,
    )
    return Understood(unscored, noticed, may_be_scored=_has_forms(draft))


def evaluate(data: bytes, name: str, options: Options = Options()) -> tuple[Evaluation, ...]:
    """Read, score and check one workbook: one ``Evaluation`` per scheme, at least one."""
    read = understood(data, name, options)
    if not read.may_be_scored:
        return (read.evaluation,)
    return tuple(_scored(read, requested) for requested in options.schemes or (None,))


def _has_forms(draft: Draft) -> bool:
    return bool(draft.forms or draft.rubric)


def _scored(read: Understood, requested: str | None) -> Evaluation:
    submission = read.evaluation.submission
    assert submission is not None
    scheme, because = choose(submission, requested)
    scorecard = score(submission, scheme, because)
    checked = check(submission, scorecard, scheme, read.evaluation.options.previous)
    return replace(
        read.evaluation,
        scheme=scheme,
        scorecard=scorecard,
        findings=told((*read.noticed, *scorecard.problems, *checked), submission.answers),
    )


def told(problems: tuple[Problem, ...], answers: tuple[Answer, ...]) -> tuple[Finding, ...]:
    """The problems in the catalogue's words, with what a person answered in an earlier output.

    An answer belongs to the problem of its rule, project and indicator; of several, to the one on its
    sheet (units of a department have projects of one name).
    """
    given: dict[_Key, list[Answer]] = {}
    for answer in answers:
        if answer.rule:
            given.setdefault((answer.rule, answer.project, answer.indicator), []).append(answer)
    times = Counter(map(answered_by, problems)) if given else Counter[_Key]()
    return tuple(
        _answered(
            finding(problem), given.get(answered_by(problem), ()), alone=times[answered_by(problem)] == 1
        )
        for problem in problems
    )


def answered_by(problem: Problem) -> _Key:
    """What a problem and its answer in an earlier output have in common."""
    return problem.rule, problem.project, problem.indicator


def _answered(told: Finding, answers: Sequence[Answer], *, alone: bool) -> Finding:
    """The last answer that can be meant."""
    meant = [each for each in answers if alone or not each.where or _on_its_sheet(each, told.place)]
    return replace(told, answer=meant[-1].answer, status=meant[-1].status) if meant else told


def _on_its_sheet(answer: Answer, place: Place | None) -> bool:
    """Whether a place lies on the sheet whose number the answer's row names: 04 公用经费, in any file."""
    sheet = "" if place is None else place.sheet.rpartition("]")[2]
    return sheet.partition(" ")[0] == answer.where.partition(" ")[0]
