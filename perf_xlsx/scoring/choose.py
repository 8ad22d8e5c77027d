"""Which scheme a workbook follows, told by what stands in it."""

from __future__ import annotations

from perf_xlsx.model import Amount, Form, Role, Submission, Why
from perf_xlsx.scoring.rules import Recognise, Scheme
from perf_xlsx.text import label


def choose_among(submission: Submission, schemes: tuple[Scheme, ...]) -> tuple[Scheme, Why]:
    """The first of ``schemes`` is the default."""
    named = by_title(submission.cover.scheme.text, schemes)
    if named is not None:
        return named, Why("chosen_named", {"title": named.title})
    earlier = _earlier(submission, schemes)
    if earlier is not None:
        return earlier, Why("chosen_earlier", {"title": earlier.title})
    for scheme in sorted(schemes, key=lambda each: each.recognise.order):
        why = _shown(submission, scheme)
        if why is not None:
            return scheme, why
    return schemes[0], Why("chosen_default", {"title": schemes[0].title})


def by_title(text: str, schemes: tuple[Scheme, ...]) -> Scheme | None:
    """The scheme that a person named by its title, its id or one of its other names."""
    wanted = label(text)
    if not wanted:
        return None
    for scheme in schemes:
        if wanted in map(label, (scheme.id, scheme.title, *scheme.aliases)):
            return scheme
    return None


def _earlier(submission: Submission, schemes: tuple[Scheme, ...]) -> Scheme | None:
    """The scheme of the output that comes back as an input."""
    marker = submission.marker
    return None if marker is None else next((each for each in schemes if each.id == marker.scheme), None)


def _shown(submission: Submission, scheme: Scheme) -> Why | None:
    marks = scheme.recognise
    title = {"title": scheme.title}
    if marks.rubric and submission.rubric:
        return Why("chosen_rubric", title)
    if any(has_group(form, marks) for form in submission.forms):
        return Why("chosen_groups", title)
    if any(has_budget_points(form, marks) for form in submission.forms):
        return Why("chosen_budget", {**title, "points": f"{marks.budget_points}"})
    if submission.forms and in_years(submission.year, marks):
        return Why("chosen_year", {**title, "year": str(submission.year)})
    return None


def has_group(form: Form, marks: Recognise) -> bool:
    """A level-1 group that only this scheme has."""
    return bool(marks.groups) and any(row.group in marks.groups for row in form.indicators)


def has_budget_points(form: Form, marks: Recognise) -> bool:
    """The budget row carries this scheme's points."""
    return marks.budget_points is not None and any(
        line.role is Role.TOTAL
        and isinstance(line.weight, Amount)
        and line.weight.value == marks.budget_points
        for line in form.funds
    )


def in_years(year: int | None, marks: Recognise) -> bool:
    """The form's year lies in the years of this scheme."""
    if year is None or (marks.first_year is None and marks.last_year is None):
        return False
    return (marks.first_year or year) <= year <= (marks.last_year or year)


def layout_of(form: Form, submission: Submission, schemes: tuple[Scheme, ...]) -> str:
    """The layout that a form has by itself, whatever scheme was asked for."""
    for scheme in sorted(schemes, key=lambda each: each.recognise.order):
        marks = scheme.recognise
        if (
            has_group(form, marks)
            or has_budget_points(form, marks)
            or (marks.rubric and bool(submission.rubric))
        ):
            return scheme.layout
    return schemes[0].layout
