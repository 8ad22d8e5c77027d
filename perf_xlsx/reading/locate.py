"""Finds the forms of a book by their labels and gives a ``Draft``: the right cells in named fields.

Nothing is interpreted here, nothing depends on a position or a file name, and nothing raises: what is
missing or doubtful becomes a ``Problem`` of the subject ``structure``.
"""

from __future__ import annotations

from typing import Final

from perf_xlsx.model import (
    Book,
    Cell,
    Draft,
    DraftForm,
    Field,
    FormKind,
    Leftover,
    Place,
    Problem,
    Sheet,
    SheetNote,
)
from perf_xlsx.reading.cover import read_cover
from perf_xlsx.reading.view import View, copies, look_at
from perf_xlsx.reading.walk import Building, Walk, finish

_KEY_COLUMNS: Final[tuple[tuple[Field, str], ...]] = (
    ("level3", "三级指标"),
    ("target", "年度指标值"),
    ("actual", "实际完成值"),
)
_SIBLINGS: Final = (FormKind.DECLARATION, FormKind.MONITORING)


class _Finds:
    """What was found so far, over all sheets."""

    def __init__(self) -> None:
        self.forms: list[DraftForm] = []
        self.siblings: list[DraftForm] = []
        self.cover: dict[Field, Cell] = {}
        self.leftovers: list[Leftover] = []
        self.others: list[SheetNote] = []
        self.problems: list[Problem] = []

    def add(self, view: View, built: Building) -> None:
        form = finish(view, built)
        if "actual" not in built.columns and built.kind is None and "expected_full_year" not in built.columns:
            form = _as(form, FormKind.DECLARATION) if "reported_score" not in built.columns else form
        elif {"expected_full_year", "part_year"} & set(built.columns) and built.kind is not FormKind.PROJECT:
            form = _as(form, FormKind.MONITORING)
        if form.kind in _SIBLINGS:
            self.siblings.append(form)
            return
        self.forms.append(form)
        self.problems += built.problems
        self.problems += missing_columns(form)


def _as(form: DraftForm, kind: FormKind) -> DraftForm:
    return DraftForm(
        kind, form.sheet, form.area, form.fields, form.funds, form.fund_columns, form.goals,
        form.indicators, form.columns, form.total, form.budget_row,
    )  # fmt: skip


def missing_columns(form: DraftForm) -> list[Problem]:
    """Key columns that the header doesn't have."""
    if not form.columns:
        return []
    first = next(iter(form.columns.values())).place
    return [
        Problem("structure.column_missing", first, expected=word, project=_project(form))
        for name, word in _KEY_COLUMNS
        if name not in form.columns
    ]


def _project(form: DraftForm) -> str:
    cell = form.fields.get("project")
    return "" if cell is None else cell.text


def locate(book: Book) -> Draft:
    """All forms, the cover, the siblings and what lies beside them, of a book."""
    finds = _Finds()
    for sheet in book.sheets:
        _sheet(sheet, finds)
    if not finds.forms:
        finds.problems.append(Problem("structure.no_form", _anywhere(book)))
    return Draft(
        forms=tuple(finds.forms),
        cover=finds.cover,
        siblings=tuple(finds.siblings),
        leftovers=tuple(finds.leftovers),
        other_sheets=tuple(finds.others),
        problems=tuple(finds.problems),
    )


def _anywhere(book: Book) -> Place | None:
    seen = [sheet for sheet in book.sheets if sheet.visible and sheet.cells]
    return Place(seen[0].name, 1, 1) if seen else None


def _sheet(sheet: Sheet, finds: _Finds) -> None:
    if not sheet.cells:
        return
    if not sheet.visible:
        finds.others.append(SheetNote(sheet.name, len(sheet.cells), False))
        return
    view = look_at(sheet)
    used: set[tuple[int, int]] = set()
    found = False
    for part in copies(view):
        for built in Walk(part).run():
            used |= built.all_used
            if built.header is not None and _filled(built):
                found = True
                finds.add(part, built)
    if found:
        finds.leftovers += leftovers(view, used)
        return
    cover = read_cover(view)
    if cover:
        for name, cell in cover.items():
            finds.cover.setdefault(name, cell)
        return
    finds.others.append(SheetNote(sheet.name, len(sheet.cells), True))


def _filled(built: Building) -> bool:
    """A blank spare form is no form."""
    return bool(
        built.table.rows or "project" in built.fields or any(line.row.cells for line in built.funds.lines)
    )


def leftovers(view: View, used: set[tuple[int, int]]) -> list[Leftover]:
    """Visible cells that no field claims."""
    return [
        Leftover(anchor.cell.place, anchor.text)
        for anchor in view.anchors()
        if (anchor.row, anchor.left) not in used and not anchor.cell.hidden
        and anchor.names("mark") not in ("side", "fund_side", "goal_side", "group_row")
    ]  # fmt: skip
