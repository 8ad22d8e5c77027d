"""What people wrote into a result goes along when the original is scored again beside it."""

from __future__ import annotations

from itertools import count, takewhile
from pathlib import Path

from perf_xlsx.batch.names import numbered
from perf_xlsx.batch.seal import read_seal
from perf_xlsx.model import Answer, Problem
from perf_xlsx.reading.open import read_book
from perf_xlsx.reading.outputs import own_sheets


def answers_in(target: Path) -> tuple[Answer, ...]:
    """The 单位说明 in the newest result of this name that a person has edited; none where there is none."""
    names = (target, *(target.with_name(numbered(target.name, number)) for number in _numbers(target)))
    for path in reversed(names):
        if path.is_file() and read_seal(path) is None:
            return _answers(path)
    return ()


def _numbers(target: Path) -> list[int]:
    """The numbers of the siblings that are there."""
    return list(takewhile(lambda number: target.with_name(numbered(target.name, number)).exists(), count(2)))


def _answers(path: Path) -> tuple[Answer, ...]:
    try:
        book = read_book(path.read_bytes(), path.name)
    except OSError:
        return ()
    if isinstance(book, Problem):
        return ()
    answers, _ = own_sheets(book)
    return tuple(each for each in answers if each.rule)
