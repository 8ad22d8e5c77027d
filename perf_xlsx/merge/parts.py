"""What goes into a merge: workbooks with what is known of them, and what they become together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from perf_xlsx.evaluate import Evaluation, Level, Options, understood
from perf_xlsx.merge.origins import moved, moved_book
from perf_xlsx.model import Book, Place, Problem, Submission


@dataclass(frozen=True, slots=True)
class Member:
    """One workbook of a merge.

    ``file`` is its name for people, told apart from the others'; ``unit`` the one it is counted under,
    as it is shown (empty when nobody knows); ``age`` its place among the others by their versions, the
    greatest is the newest; ``older`` the files that it is known to be newer than, and how (empty when
    that is not sure).  ``previous``: the unit's workbook of the year before.
    """

    data: bytes = field(repr=False)
    name: str
    file: str
    unit: str
    age: int = 0
    older: Mapping[str, str] = field(default_factory=dict)
    previous: Submission | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Spec:
    """What the members become: the workbook of a unit, or of a department with its units.

    ``name`` is the unit's or department's own, empty when no form tells it; ``title`` always says
    something.  ``notes``: what was decided about files before they were read as one; ``missing``: files
    that belong here and could not be read, with the reason.
    """

    level: Level
    name: str
    title: str
    year: int | None
    notes: tuple[Problem, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A member that was read; every place in it tells its file."""

    member: Member
    sha256: str
    evaluation: Evaluation
    book: Book
    submission: Submission
    noticed: tuple[Problem, ...]

    @property
    def file(self) -> str:
        return self.member.file


def read_part(member: Member, options: Options) -> Part | None:
    """A member read; None when it can't be scored.

    What people wrote into the merged result (``earlier``) is the whole's, not the member's.
    """
    read = understood(member.data, member.name, replace(options, earlier=()))
    book, submission = read.evaluation.book, read.evaluation.submission
    if not read.may_be_scored or book is None or submission is None:
        return None
    first = Place(book.sheets[0].name, 1, 1)
    noticed = tuple(
        replace(problem, place=first) if problem.place is None else problem for problem in read.noticed
    )
    return Part(
        member,
        read.evaluation.sha256,
        read.evaluation,
        moved_book(book, member.file),
        moved(submission, member.file),
        moved(noticed, member.file),
    )
