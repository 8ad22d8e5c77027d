"""Last year's workbook starts this year's: what stays is taken over, what is new each year is emptied.

Projects, fund lines, goals, indicators, targets and typed weights are taken over; amounts, results,
points and reasons are not.  Last year's actual stands beside the target, outside the printed form.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Final

from perf_xlsx.checks.run import forbidden
from perf_xlsx.figures import plain
from perf_xlsx.model import Amount, Figure, Form, Indicator, Problem, Role, Submission
from perf_xlsx.reading.locate import locate
from perf_xlsx.reading.open import read_book
from perf_xlsx.scoring.scheme import choose
from perf_xlsx.values.understand import understand
from perf_xlsx.writing.template import TemplateOptions, rubric_entries, write_entries
from perf_xlsx.writing.template_entries import CoverEntry, Entries, FundEntry, IndicatorEntry, ProjectEntry

_SPARE_FUNDS: Final = 1


def write_from(data: bytes, name: str, options: TemplateOptions) -> tuple[bytes | None, tuple[Problem, ...]]:
    """This year's template from an old workbook of any layout that can be read.

    None when there is nothing to take over; the problems say why.  ``options.year`` is this year, the
    one after the old workbook's when not given.  Raises SchemeError for an unknown ``options.scheme``.
    """
    book = read_book(data, name)
    if isinstance(book, Problem):
        return None, (book,)
    closed = forbidden(book, name)
    if closed is not None:
        return None, (closed,)
    draft = locate(book)
    submission, _ = understand(draft)
    if not submission.forms:
        return None, draft.problems
    scheme, _ = choose(submission, options.scheme or None)
    named = options.scheme or submission.cover.scheme
    entries = Entries(
        cover=CoverEntry(
            agency=options.agency or submission.agency,
            year=options.year or _next(submission),
            scheme=scheme.title if named else "",
        ),
        projects=tuple(_project(form, options.department) for form in submission.forms),
        rubric=rubric_entries(scheme) if options.scheme or submission.rubric else (),
    )
    return write_entries(
        entries, flat=options.flat, scheme=options.scheme or scheme.id, spare_funds=_SPARE_FUNDS
    ), ()


def _next(submission: Submission) -> int | None:
    return None if submission.year is None else submission.year + 1


def _project(form: Form, department: str) -> ProjectEntry:
    return ProjectEntry(
        name=form.project.text,
        department=department or form.department.text,
        implementing_unit=form.implementing_unit.text,
        funds=tuple(FundEntry(line.item.text) for line in form.funds if line.role is Role.LINE),
        goal_expected="\n".join(goal.expected.text for goal in form.goals if goal.expected),
        indicators=tuple(_rows(form)),
    )


def _rows(form: Form) -> Iterator[IndicatorEntry]:
    """The indicators in their order, each level-1 group with an empty row at its end."""
    for _, group in groupby(form.indicators, key=lambda row: row.level1.text):
        rows = list(group)
        yield from (_row(form, row) for row in rows)
        yield IndicatorEntry(_level1(form, rows[-1]), rows[-1].level2.text)


def _row(form: Form, row: Indicator) -> IndicatorEntry:
    return IndicatorEntry(
        level1=_level1(form, row),
        level2=row.level2.text,
        level3=row.level3.text,
        target=row.target_text,
        weight=_typed(row.weight),
        last_actual=row.actual_text,
    )


def _level1(form: Form, row: Indicator) -> str:
    """The level's name with the points that its label carried: 产出指标（50分）."""
    carried = form.group_points.get(row.group)
    return row.level1.text if carried is None else f"{row.level1.text}（{plain(carried.value)}分）"


def _typed(figure: Figure) -> Decimal | None:
    return figure.value if isinstance(figure, Amount) else None
