"""What people wrote into a result goes along when the original is scored again beside it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, takewhile
from pathlib import Path

from perf_xlsx.batch.names import numbered
from perf_xlsx.batch.seal import read_seal
from perf_xlsx.model import Answer, Problem, Submission
from perf_xlsx.reading.locate import locate
from perf_xlsx.reading.open import read_book
from perf_xlsx.reading.outputs import own_sheets
from perf_xlsx.values.reviewed import has_reviews
from perf_xlsx.values.understand import understand


@dataclass(frozen=True, slots=True)
class Written:
    """What people wrote into a result: the unit's 单位说明, and the workbook in which finance reviewed it."""

    answers: tuple[Answer, ...] = ()
    reviewed: Submission | None = None


def written_in(target: Path) -> Written:
    """What stands in the newest result of this name that a person has edited; nothing where there is none."""
    names = (target, *(target.with_name(numbered(target.name, number)) for number in _numbers(target)))
    for path in reversed(names):
        if path.is_file() and read_seal(path) is None:
            return _written(path)
    return Written()


def _numbers(target: Path) -> list[int]:
    """The numbers of the siblings that are there."""
    return list(takewhile(lambda number: target.with_name(numbered(target.name, number)).exists(), count(2)))


def _written(path: Path) -> Written:
    try:
        book = read_book(path.read_bytes(), path.name)
    except OSError:
        return Written()
    if isinstance(book, Problem):
        return Written()
    answers, _ = own_sheets(book)
    submission, _ = understand(locate(book))
    return Written(
        tuple(each for each in answers if each.rule), submission if has_reviews(submission) else None
    )
