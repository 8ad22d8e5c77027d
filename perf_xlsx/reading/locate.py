"""Finds the forms of a book by their labels and gives a ``Draft``: the right cells in named fields.

Nothing is interpreted here, nothing depends on a position or a file name, and nothing raises: what is
missing or doubtful becomes a ``Problem`` of the subject ``structure``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from perf_xlsx.model import (
    Answer,
    Book,
    Cell,
    Draft,
    DraftForm,
    DraftRubric,
    Field,
    FormKind,
    Leftover,
    Place,
    Problem,
    Sheet,
    SheetNote,
)
from perf_xlsx.reading.building import Building, finish
from perf_xlsx.reading.cover import read_cover
from perf_xlsx.reading.flat import Flat, read_flat
from perf_xlsx.reading.forms import may_head_indicators
from perf_xlsx.reading.headers import place
from perf_xlsx.reading.hidden import hidden_forms
from perf_xlsx.reading.naming import NAMES, VALUES
from perf_xlsx.reading.outputs import OWN_LISTS, marker_of, own_sheets, with_reviews, working_column
from perf_xlsx.reading.reviews import marks_of, with_marks
from perf_xlsx.reading.rubric import read_rubric
from perf_xlsx.reading.view import Anchor, View, copies, look_at
from perf_xlsx.reading.walk import Walk
from perf_xlsx.text import label, listed

_KEY_COLUMNS: Final[tuple[tuple[Field, str], ...]] = (
    ("level3", "三级指标"),
    ("target", "年度指标值"),
    ("actual", "实际完成值"),
)
_BEYOND: Final = 100_000
_LONGEST_LABEL: Final = 40
_LONGEST_ODD: Final = 400
_SIGNED: Final = re.compile(
    r"填报人|填表人|财务负责人|单位负责人|项目负责人|部门负责人|主管领导|分管领导|审核人|复核人|经办人|制表人|联系人|联系电话|电话|"
    r"日期|填报日期|填表日期|盖章|公章|签字|签章|签名|单位|填报|（|）|[()_:：;；,，/\\年月日\s-]"
)
_FOOT: Final = 100
"""Rows below the last cell of a form in which its own wording may still stand."""
_SMALL: Final = 20_000
"""Cells up to which a sheet without indicators may be the cover or a flat table of money."""
_HEADINGS: Final = ("side", "fund_side", "goal_side", "group_row")
_SIBLINGS: Final = (FormKind.DECLARATION, FormKind.MONITORING)


class _Finds:
    """What was found so far, over all sheets."""

    def __init__(self, *, own: bool) -> None:
        self.own = own
        self.blank: Place | None = None
        self.forms: list[DraftForm] = []
        self.siblings: list[DraftForm] = []
        self.flat = Flat()
        self.cover: dict[Field, Cell] = {}
        self.rubric: list[DraftRubric] = []
        self.answers: list[Answer] = []
        self.leftovers: list[Leftover] = []
        self.others: list[SheetNote] = []
        self.problems: list[Problem] = []

    def add(self, form: DraftForm, problems: list[Problem]) -> None:
        """Take a form among the scored ones or the siblings."""
        if form.kind in _SIBLINGS:
            self.siblings.append(form)
            return
        self.forms.append(form)
        self.problems += problems
        self.problems += missing_columns(form)
        self.problems += doubtful_cells(form)


def locate(book: Book) -> Draft:
    """All forms, the cover, the siblings and what lies beside them, of a book."""
    marker = marker_of(book)
    finds = _Finds(own=marker is not None)
    for sheet in book.sheets:
        if sheet.cells and not (sheet.name in OWN_LISTS and (finds.own or sheet.name == "填报说明")):
            _sheet(sheet, finds)
    if finds.own:
        answers, carried = own_sheets(book)
        finds.answers = answers + finds.answers
        finds.leftovers = _once(finds.leftovers + carried)
        _reviews(book, finds)
    for form in finds.flat.forms():
        finds.add(form, [])
    finds.problems += finds.flat.problems
    if not finds.forms and not finds.problems:
        finds.problems.append(_nothing(book, finds))
    if not finds.own:
        finds.problems += hidden_forms(book)
    return Draft(
        forms=tuple(finds.forms),
        cover=finds.cover,
        siblings=tuple(finds.siblings),
        rubric=tuple(finds.rubric),
        answers=tuple(finds.answers),
        marker=marker,
        leftovers=tuple(finds.leftovers),
        other_sheets=tuple(finds.others),
        problems=tuple(finds.problems),
    )


def _reviews(book: Book, finds: _Finds) -> None:
    """What reviewers typed into the lists of an output belongs to its forms and its cover."""
    marks = marks_of(book)
    finds.forms, told = with_marks(finds.forms, marks)
    finds.problems += told
    finds.cover |= marks.unit


def _nothing(book: Book, finds: _Finds) -> Problem:
    """Why there is no form to score."""
    if finds.blank is not None:
        return Problem("structure.blank_form", finds.blank)
    seen = [sheet for sheet in book.sheets if sheet.visible and sheet.cells]
    rule = "structure.only_siblings" if finds.siblings else "structure.no_form"
    return Problem(rule, Place(seen[0].name, 1, 1) if seen else None)


def _once(items: list[Leftover]) -> list[Leftover]:
    return list(dict.fromkeys(items))


def _sheet(sheet: Sheet, finds: _Finds) -> None:
    """Read one sheet: forms, else a flat table, a rubric or the cover, else it is only named."""
    if not sheet.visible:
        finds.others.append(SheetNote(sheet.name, len(sheet.cells), False))
        return
    if not any(may_head_indicators(cell.text) for cell in sheet.cells.values()):
        if len(sheet.cells) > _SMALL or not _other_parts(look_at(sheet), finds):
            finds.others.append(SheetNote(sheet.name, len(sheet.cells), True))
        return
    view = look_at(sheet)
    rubric = read_rubric(view)
    if rubric:
        finds.rubric += rubric
        return
    used = read_flat(view, finds.flat)
    if used is None:
        used = _forms(view, finds)
    if used:
        finds.leftovers += leftovers(view, used)
    elif used is None and not _cover(view, finds):
        finds.others.append(SheetNote(sheet.name, len(sheet.cells), True))
        finds.problems += odd_table(view)


def _other_parts(view: View, finds: _Finds) -> bool:
    """A sheet without any word for indicators: flat money or goals, or the cover."""
    used = read_flat(view, finds.flat)
    if used is None:
        return _cover(view, finds)
    finds.leftovers += leftovers(view, used)
    return True


def _forms(view: View, finds: _Finds) -> set[tuple[int, int]] | None:
    """The forms of a sheet into ``finds``; returns the cells they claim: none of a blank form, and None
    when there is no form at all."""
    first = working_column(view) if finds.own else 0
    used: set[tuple[int, int]] = set()
    seen = found = False
    for part in copies(view.band(1, first - 1) if first else view):
        walk = Walk(part)
        for built in walk.run():
            used |= built.all_used
            if built.header is None:
                continue
            seen = True
            if not _filled(built):
                finds.blank = finds.blank or place(built.header.columns[0].header)
                continue
            found = True
            form = _settled(finish(part, built), built)
            if finds.own:
                form, answers = with_reviews(form, view, first or _BEYOND)
                finds.answers += answers
            finds.add(form, built.problems)
        if walk.exhausted:
            break
    if first:
        used |= {(anchor.row, anchor.left) for anchor in view.anchors() if anchor.left >= first}
    if not found:
        return set() if seen else None
    return used


def _settled(form: DraftForm, built: Building) -> DraftForm:
    """A form without a title is told by its columns: no actual means that goals are declared."""
    columns = set(built.columns)
    if {"expected_full_year", "part_year"} & columns and built.kind is not FormKind.PROJECT:
        return replace(form, kind=FormKind.MONITORING)
    if built.kind is FormKind.DECLARATION and {"actual", "reported_score"} <= columns:
        return replace(form, kind=FormKind.PROJECT)
    if built.kind is None and not {"actual", "reported_score"} & columns:
        return replace(form, kind=FormKind.DECLARATION)
    return form


def _cover(view: View, finds: _Finds) -> bool:
    cover = read_cover(view)
    for name, cell in (cover or {}).items():
        finds.cover.setdefault(name, cell)
    return cover is not None


def _filled(built: Building) -> bool:
    """A blank spare form is no form."""
    return bool(built.table.rows or "project" in built.fields)


# ---------------------------------------------------------------- what is missing or odd


def missing_columns(form: DraftForm) -> list[Problem]:
    """Key columns that the header doesn't have, and a named project without any indicator."""
    if not form.columns:
        return []
    first = next(iter(form.columns.values())).place
    project = form.fields["project"].text if "project" in form.fields else ""
    if not form.indicators:
        return [Problem("structure.no_indicators", first, project=project)]
    missing = [word for name, word in _KEY_COLUMNS if name not in form.columns]
    if not missing:
        return []
    return [Problem("structure.column_missing", first, expected="、".join(missing), project=project)]


def doubtful_cells(form: DraftForm) -> list[Problem]:
    """Hidden rows or columns that carry points: one entry."""
    rows = [*form.indicators, *(line.row for line in form.funds)]
    hidden = [
        row.cells[name]
        for row in rows
        for name in ("weight", "reported_score")
        if name in row.cells and row.cells[name].hidden
    ]
    if not hidden:
        return []
    project = form.fields["project"].text if "project" in form.fields else ""
    places = tuple(dict.fromkeys(cell.place for cell in hidden))
    shown = listed([at.cell for at in places], 5, "格")
    return [Problem("structure.hidden_points", places[0], places[1:], project=project, found=shown)]


def odd_table(view: View) -> list[Problem]:
    """Header words one below another: a table turned by 90 degrees."""
    columns: dict[int, dict[Field, Anchor]] = {}
    if len(view.order) > _LONGEST_ODD:
        return []
    for anchor in view.anchors():
        name = anchor.names("indicator") if len(anchor.text) < _LONGEST_LABEL else ""
        if name:
            columns.setdefault(anchor.left, {}).setdefault(name, anchor)
    for found in columns.values():
        if set(found) & NAMES and set(found) & VALUES and len(found) > 3:
            anchors = list(found.values())
            return [
                Problem(
                    "structure.transposed",
                    anchors[0].cell.place,
                    found="、".join(anchor.text for anchor in anchors[:4]),
                    slots={"sheet": view.name},
                )
            ]
    return []


def leftovers(view: View, used: set[tuple[int, int]]) -> list[Leftover]:
    """Visible cells that no field claims, without the form's own headings and blank signature lines."""
    found = []
    last = max((row for row, _ in used), default=0) + _FOOT
    for row in view.order:
        line = view.rows[row]
        for number, anchor in enumerate(line):
            if (row, anchor.left) in used or anchor.cell.hidden:
                continue
            after = line[number + 1] if number + 1 < len(line) else None
            if row > last or not _wording(anchor, after):
                found.append(Leftover(anchor.cell.place, anchor.text))
    return found


def _wording(anchor: Anchor, after: Anchor | None) -> bool:
    """The form's own headings, and blank lines for signatures."""
    if anchor.names("mark") in _HEADINGS:
        return True
    return _unsigned(anchor) and (after is None or _unsigned(after))


def _unsigned(anchor: Anchor) -> bool:
    """A line for signatures that nobody has filled in."""
    return anchor.names("mark") == "sign" and not _SIGNED.sub("", label(anchor.text))
