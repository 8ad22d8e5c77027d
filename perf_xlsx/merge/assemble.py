"""Several workbooks as one ``Submission`` and one ``Book``, so that everything behind sees one workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from perf_xlsx.evaluate import Level, Merged, MergedFile
from perf_xlsx.merge.cover import department_cover, unit_cover
from perf_xlsx.merge.once import Once, once
from perf_xlsx.merge.parts import Part, Spec
from perf_xlsx.model import Answer, Book, Form, Leftover, Problem, Submission
from perf_xlsx.text import label

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit within a merge: what it handed in as one submission, and last year's."""

    name: str
    submission: Submission
    previous: Submission | None


@dataclass(frozen=True, slots=True)
class Whole:
    """All members as one workbook."""

    spec: Spec
    parts: tuple[Part, ...]
    submission: Submission
    units: tuple[Unit, ...]
    book: Book
    merged: Merged
    problems: tuple[Problem, ...]


def assemble(parts: Sequence[Part], spec: Spec) -> Whole:
    """Join the parts, in their order."""
    chosen = once(parts)
    problems = [*spec.notes, *map(_missing, spec.missing), *chosen.problems, *_noticed(parts, chosen)]
    units = [_unit(name, own, spec, chosen, parts, problems) for name, own in _by_unit(parts, spec)]
    submission = units[0].submission if spec.level is Level.UNIT else _department(units, spec)
    return Whole(
        spec=spec,
        parts=tuple(parts),
        submission=submission,
        units=tuple(units),
        book=_book(parts),
        merged=Merged(spec.level, tuple(_files(parts, chosen)), spec.missing),
        problems=tuple(problems),
    )


def _by_unit(parts: Sequence[Part], spec: Spec) -> list[tuple[str, list[Part]]]:
    """The parts of each unit; all of them in a unit's own workbook."""
    if spec.level is Level.UNIT:
        return [(spec.name, list(parts))]
    units: dict[str, tuple[str, list[Part]]] = {}
    for part in parts:
        units.setdefault(label(part.member.unit), (part.member.unit, []))[1].append(part)
    return list(units.values())


def _unit(
    name: str,
    own: Sequence[Part],
    spec: Spec,
    chosen: Once,
    parts: Sequence[Part],
    problems: list[Problem],
) -> Unit:
    cover, differing = unit_cover(own, replace(spec, name=name))
    if spec.level is Level.UNIT:
        problems += differing
    at = [index for index, part in enumerate(parts) if any(part is each for each in own)]
    submission = Submission(
        cover=cover,
        agency=name,
        year=spec.year,
        forms=_all(chosen.forms[index] for index in at),
        siblings=_all(chosen.siblings[index] for index in at),
        rubric=next((part.submission.rubric for part in own if part.submission.rubric), ()),
        answers=_all(part.submission.answers for part in own),
        leftovers=_all(_leftovers(parts[index], chosen.forms[index]) for index in at),
        other_sheets=_all(part.submission.other_sheets for part in own),
    )
    return Unit(name, submission, _previous(own))


def _department(units: Sequence[Unit], spec: Spec) -> Submission:
    """The units' submissions as their department's.  Siblings stay with their unit, whose checks see them."""
    submissions = [unit.submission for unit in units]
    return Submission(
        cover=department_cover([(unit.name, unit.submission.cover) for unit in units], spec),
        agency=spec.name,
        year=spec.year,
        forms=_all(each.forms for each in submissions),
        rubric=next((each.rubric for each in submissions if each.rubric), ()),
        answers=_all(each.answers for each in submissions),
        leftovers=_all(each.leftovers for each in submissions),
        other_sheets=_all(each.other_sheets for each in submissions),
        units=tuple(unit.name for unit in units),
    )


def _all(groups: Iterable[Iterable[T]]) -> tuple[T, ...]:
    return tuple(each for group in groups for each in group)


def _leftovers(part: Part, kept: Sequence[Form]) -> Iterator[Leftover]:
    """What lies beside the forms, but not beside one that doesn't count."""
    gone = _sheets_gone(part, kept)
    yield from (left for left in part.submission.leftovers if left.place.sheet not in gone)


def _sheets_gone(part: Part, kept: Sequence[Form]) -> set[str]:
    return {form.sheet for form in part.submission.forms} - {form.sheet for form in kept}


def _previous(parts: Sequence[Part]) -> Submission | None:
    """Last year's workbooks of a unit as one."""
    given: list[Submission] = []
    for part in parts:
        before = part.member.previous
        if before is not None and before not in given:
            given.append(before)
    return replace(given[0], forms=_all(each.forms for each in given)) if given else None


def _book(parts: Sequence[Part]) -> Book:
    first = parts[0].book
    made = [part.book.created for part in parts if part.book.created is not None]
    return Book(first.kind, _all(part.book.sheets for part in parts), created=max(made, default=None))


# ---------------------------------------------------------------- what is told


def _missing(told: tuple[str, str]) -> Problem:
    file, why = told
    return Problem("merge.file_missing", found=file, slots={"file": file, "why": why})


def _noticed(parts: Sequence[Part], chosen: Once) -> Iterator[Problem]:
    """What reading noticed, but not of forms that don't count."""
    for part, kept in zip(parts, chosen.forms, strict=True):
        gone = _sheets_gone(part, kept)
        dropped = {
            (form.sheet, form.project.text) for file, form, _ in chosen.superseded if file == part.file
        }
        for problem in part.noticed:
            sheet = problem.place.sheet if problem.place is not None else ""
            if sheet not in gone and (sheet, problem.project) not in dropped:
                yield problem


def _files(parts: Sequence[Part], chosen: Once) -> Iterator[MergedFile]:
    for part, kept in zip(parts, chosen.forms, strict=True):
        yield MergedFile(
            file=part.file,
            sha256=part.sha256,
            unit=part.member.unit,
            year=part.submission.year,
            projects=len(kept),
            is_output=part.submission.marker is not None,
            superseded=tuple(
                (form.project.text or form.sheet, newer)
                for file, form, newer in chosen.superseded
                if file == part.file
            ),
        )


def answers_of(parts: Sequence[Part], file: str) -> tuple[Answer, ...]:
    """What a person answered in the file itself."""
    return _all(part.submission.answers for part in parts if part.file == file)
