"""The workbook that a unit fills in: empty, or with entries that are already known.

The only public doors are ``write_template`` (an empty one, for ``perf-xlsx template``) and
``write_entries`` (the same workbook with content: samples, last year's carried over, an imported report).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.scoring.scheme import DEFAULT, builtin, load
from perf_xlsx.writing import template_look as look
from perf_xlsx.writing.book import write_book
from perf_xlsx.writing.dated import made_after
from perf_xlsx.writing.plan import BookPlan, SheetPlan
from perf_xlsx.writing.template_cover import YEAR_CELL, cover_sheet, guide_sheet, issues_sheet, rubric_sheet
from perf_xlsx.writing.template_entries import CoverEntry, Entries, IndicatorEntry, ProjectEntry, RubricEntry
from perf_xlsx.writing.template_flat import flat_sheets
from perf_xlsx.writing.template_form import cover_address, form_sheet

SPARE_FUNDS: Final = 3
_UNDATED: Final = datetime(2025, 1, 1)


@dataclass(frozen=True, slots=True)
class TemplateOptions:
    """What an empty template holds.  ``scheme`` is an id or a scheme file, empty for no choice."""

    projects: int = 3
    flat: bool = False
    agency: str = ""
    department: str = ""
    year: int | None = None
    scheme: str = ""


def write_template(options: TemplateOptions) -> bytes:
    """An empty template; the same options always give the same bytes.

    Raises SchemeError when ``options.scheme`` is no scheme.
    """
    return write_entries(_empty(options), flat=options.flat, scheme=options.scheme, spare_funds=SPARE_FUNDS)


def write_entries(entries: Entries, *, flat: bool = False, scheme: str = "", spare_funds: int = 0) -> bytes:
    """The template with content.  ``spare_funds``: empty fund lines below those of each project."""
    rules = load(scheme or DEFAULT)
    titles = tuple(known.title for known in builtin())
    sheets = [guide_sheet(flat=flat), cover_sheet(entries.cover, titles)]
    sheets += flat_sheets(entries.projects) if flat else _forms(entries, rules, spare_funds)
    if entries.rubric:
        sheets.append(rubric_sheet(entries.rubric))
    sheets.append(issues_sheet(entries.cover))
    year = entries.cover.year
    return write_book(
        BookPlan(
            sheets=tuple(sheets),
            created=_UNDATED if year is None else made_after(year),
            title=look.words()["form"]["title"],
            subject=look.words()["guide"]["title"],
        )
    )


def _forms(entries: Entries, rules: Scheme, spare_funds: int) -> Iterator[SheetPlan]:
    on_the_form = rules.full_points - sum((part.points for part in rules.parts), Decimal(0))
    address = cover_address(look.sheet_name("cover"), *YEAR_CELL)
    for number, project in enumerate(entries.projects, start=1):
        name = look.sheet_name("project", number=number)
        sheet = form_sheet(
            name, project, entries.cover.year, address,
            budget_points=rules.budget.points, full_points=on_the_form, spare_funds=spare_funds,
        )  # fmt: skip
        sheet.tab_color = "2F5D8A"
        yield sheet


def _empty(options: TemplateOptions) -> Entries:
    rules = load(options.scheme) if options.scheme else None
    cover = CoverEntry(agency=options.agency, year=options.year, scheme=rules.title if rules else "")
    project = ProjectEntry(
        department=options.department,
        implementing_unit=options.agency,
        indicators=skeleton(rules.id if rules else ""),
    )
    if options.flat:
        return Entries(cover, (), rubric_entries(rules))
    return Entries(cover, (project,) * options.projects, rubric_entries(rules))


def skeleton(scheme: str) -> tuple[IndicatorEntry, ...]:
    """The empty indicator rows of a form under a scheme."""
    skeletons = look.words()["skeletons"]
    chosen = next((each for each in skeletons if scheme in each["schemes"]), skeletons[0])
    return tuple(
        IndicatorEntry(level1, level2) for level1, level2, count in chosen["rows"] for _ in range(count)
    )


def rubric_entries(rules: Scheme | None) -> tuple[RubricEntry, ...]:
    """The 评分要点 that a scheme asks a unit to answer; none for most."""
    if rules is None:
        return ()
    return tuple(
        RubricEntry(part.level1, part.level2, part.title, part.points, question)
        for part in rules.parts
        if part.method == "rubric"
        for question in part.questions
    )
