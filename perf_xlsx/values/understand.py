"""Draft → Submission: every located cell understood, what can't be read told.

Money is brought to 万元, percent to ratios, names to their canonical groups.  Nothing raises and
nothing is guessed; see ``rows`` for indicators and ``money`` for the fund block.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from perf_xlsx.model import (
    Cell,
    Cover,
    Draft,
    DraftForm,
    DraftRubric,
    Field,
    Figure,
    Form,
    Goal,
    NotGiven,
    Place,
    Problem,
    Review,
    RubricPoint,
    Submission,
    Text,
    Unreadable,
)
from perf_xlsx.text import folded, shown
from perf_xlsx.values import words
from perf_xlsx.values.amounts import read_money, read_points
from perf_xlsx.values.money import form_unit, fund_lines
from perf_xlsx.values.names import one_line, without_code
from perf_xlsx.values.notes import Notes
from perf_xlsx.values.reviews import review_of
from perf_xlsx.values.rows import group_points, indicators, text_of
from perf_xlsx.values.tables import table

_ANSWERS: Final = {
    answer: value
    for key, value in (("yes", True), ("no", False), ("not_applicable", None))
    for answer in table("words")["answers"][key]
}
_YEAR: Final = re.compile("(?:19|20)[0-9]{2}|[一二][〇零一二三四五六七八九]{3}")
_CN_DIGITS: Final = str.maketrans("〇零一二三四五六七八九", "00123456789")
_FUND_ONLY: Final = frozenset(["initial", "full_year", "received", "executed", "rate"])


def understand(draft: Draft) -> tuple[Submission, tuple[Problem, ...]]:
    """A draft understood, and what in it could not be read."""
    problems: list[Problem] = []
    forms = tuple(_form(form, problems) for form in draft.forms)
    siblings = tuple(_form(form, []) for form in draft.siblings)
    notes = Notes()
    cover = _cover(draft.cover, notes)
    rubric = tuple(_rubric_point(point, notes) for point in draft.rubric)
    submission = Submission(
        cover=cover,
        agency=_agency(cover, forms),
        year=year_in(cover.year.text) or _common(form.year for form in forms),
        forms=forms,
        siblings=siblings,
        rubric=rubric,
        answers=draft.answers,
        marker=draft.marker,
        leftovers=draft.leftovers,
        other_sheets=draft.other_sheets,
        units=draft.marker.units if draft.marker is not None else (),
    )
    return submission, (*problems, *notes.problems())


def year_in(text: str) -> int | None:
    """The year that a title or cell names: （2021年度）, 2021, 二〇二一年."""
    match = _YEAR.search(folded(text))
    return None if match is None else int(match[0].translate(_CN_DIGITS))


def _common(years: Iterable[int | None]) -> int | None:
    """The year that most forms name."""
    counted = Counter(year for year in years if year is not None)
    return counted.most_common(1)[0][0] if counted else None


def _agency(cover: Cover, forms: tuple[Form, ...]) -> str:
    """The unit: as the cover says, else the 实施单位 (else 主管部门) that most forms name."""
    if cover.agency:
        return cover.agency.text
    for names in (
        [form.implementing_unit.text for form in forms],
        [form.department.text for form in forms],
    ):
        counted = Counter(name for name in map(without_code, names) if name)
        if counted:
            return counted.most_common(1)[0][0]
    return ""


# ---------------------------------------------------------------- forms


def _form(draft: DraftForm, problems: list[Problem]) -> Form:
    project = _name(draft.fields, "project")
    notes = Notes(project.text)
    rows, columns = indicators(draft, notes), frozenset(draft.columns)
    form = Form(
        kind=draft.kind,
        sheet=draft.sheet,
        place=Place(draft.sheet, draft.area.top, draft.area.left),
        project=project,
        department=_name(draft.fields, "department"),
        implementing_unit=_name(draft.fields, "implementing_unit"),
        year=_form_year(draft.fields),
        funds=fund_lines(draft, notes),
        goals=tuple(
            Goal(text_of(row.cells, "expected"), text_of(row.cells, "actual")) for row in draft.goals
        ),
        indicators=rows,
        columns=columns | (_FUND_ONLY & draft.fund_columns.keys()),
        group_points=group_points(draft),
        stated_weight=_stated(draft, "weight", notes),
        stated_total=_stated(draft, "reported_score", notes),
        stated_grade=_grade(draft),
        money_unit=form_unit(draft),
        header_places=_header_places(draft),
        reason=_form_reason(draft.fields),
        review=Review() if draft.total is None else review_of(draft.total.cells),
        part_reviews={title: review_of(row.cells) for title, row in draft.part_reviews.items()},
    )
    problems.extend(notes.problems())
    return form


def _name(fields: Mapping[Field, Cell], name: Field) -> Text:
    """A name as shown, in one line; a mark is no name."""
    cell = fields.get(name)
    if cell is None:
        return Text()
    return Text("" if words.is_mark(cell.text) else one_line(cell.text), cell.place)


def _form_year(fields: Mapping[Field, Cell]) -> int | None:
    years = (year_in(fields[name].text) for name in ("year", "title") if name in fields)
    return next((year for year in years if year is not None), None)


def _stated(draft: DraftForm, name: Field, notes: Notes) -> Figure:
    """A figure of the 总分 row; a total in the head stands in for a missing one."""
    cell = None if draft.total is None else draft.total.cells.get(name)
    figure = read_points(cell)
    if isinstance(figure, NotGiven) and name == "reported_score":
        cell = draft.fields.get("reported_total")
        figure = read_points(cell)
    notes.look(figure, cell, "figure", "reported_total", {})
    return figure


def _form_reason(fields: Mapping[Field, Cell]) -> Text:
    """偏差原因 and 改进措施 that stand once below the table (Hubei), as one text."""
    texts = [text_of(fields, name) for name in ("form_reason", "form_measures")]
    given = [text for text in texts if text and not (words.is_mark(text.text) or words.is_none(text.text))]
    return Text("；".join(text.text for text in given), given[0].place) if given else Text()


def _grade(draft: DraftForm) -> Text:
    grade = text_of(draft.fields, "grade")
    if grade or draft.total is None:
        return grade
    return text_of(draft.total.cells, "grade")


def _header_places(draft: DraftForm) -> dict[Field, Place]:
    places = {name: cell.place for name, cell in draft.columns.items()}
    funds = {name: cell.place for name, cell in draft.fund_columns.items() if name in _FUND_ONLY}
    return {**funds, **places}


# ---------------------------------------------------------------- cover and rubric


def _cover(cells: Mapping[Field, Cell], notes: Notes) -> Cover:
    def money(name: Field) -> Figure:
        return _noted(read_money(cells.get(name)), name, cells, notes)

    return Cover(
        agency=_name(cells, "agency"),
        year=text_of(cells, "year"),
        preparer=text_of(cells, "preparer"),
        phone=text_of(cells, "phone"),
        filled_on=text_of(cells, "filled_on"),
        scheme=text_of(cells, "scheme"),
        budget=money("budget"),
        budget_general=money("budget_general"),
        budget_fund=money("budget_fund"),
        executed=money("executed"),
        executed_general=money("executed_general"),
        executed_fund=money("executed_fund"),
        reported_score=_noted(read_points(cells.get("reported_score")), "reported_score", cells, notes),
        issues=text_of(cells, "issues"),
        issues_advice=text_of(cells, "issues_advice"),
        review=review_of(cells),
    )


def _noted(figure: Figure, name: Field, cells: Mapping[Field, Cell], notes: Notes) -> Figure:
    notes.look(figure, cells.get(name), "figure", name, {})
    return figure


def _rubric_point(draft: DraftRubric, notes: Notes) -> RubricPoint:
    cells = draft.row.cells
    answer = read_answer(cells.get("answer"))
    point = text_of(cells, "point")
    notes.look(answer, cells.get("answer"), "answer", "answer", {}, point.text)
    return RubricPoint(
        level1=text_of(cells, "level1"),
        level2=text_of(cells, "level2"),
        level3=text_of(cells, "level3"),
        point=point,
        answer=answer,
        explanation=text_of(cells, "explanation"),
        place=draft.row.place,
    )


def read_answer(cell: Cell | None) -> bool | NotGiven | Unreadable | None:
    """The answer to a 评分要点: 是, 否, or None for 不适用."""
    if cell is None:
        return NotGiven()
    text = folded(cell.text).replace(" ", "").strip("。.")
    if text in _ANSWERS:
        return _ANSWERS[text]
    if words.is_mark(text):
        return NotGiven(cell.place)
    return Unreadable(shown(cell.text), "answer", cell.place)
