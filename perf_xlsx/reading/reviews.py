"""复核 typed into the tool's own lists: 复核底稿, row by row, and 评分汇总, per project and for the unit.

Both show what stands on the project sheets by formulas; whoever types over one means it, and the
worksheet already counts it.  So it replaces what stands on the project sheet, and a difference is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from perf_xlsx.model import Book, Cell, DraftForm, DraftFund, DraftRow, Field, Problem, Role
from perf_xlsx.reading.outputs import is_own_formula, told_with_unit
from perf_xlsx.reading.view import Anchor, View, look_at
from perf_xlsx.text import label

_FIELDS: Final[Mapping[str, Field]] = {
    "复核得分": "review_score",
    "复核意见": "review_note",
    "复核人": "reviewer",
    "复核日期": "reviewed_on",
}
_BAND: Final = re.compile(r"(\d{2,})　")
_WIDE: Final = 8
_NUMBER, _NAME, _TITLE = "序号", "绩效指标", "项目名称"
_BUDGET, _ADDED, _TOTAL, _UNIT = "预算", "附加", "总分", "单位得分"

Typed = dict[Field, Cell]


@dataclass(frozen=True, slots=True)
class Marks:
    """What was typed over: rows of 复核底稿 by the number of their sheet, projects, and the unit."""

    rows: Mapping[str, Sequence[tuple[str, str, Typed]]]
    projects: Sequence[tuple[str, Typed]]
    unit: Typed


def marks_of(book: Book) -> Marks:
    """What reviewers typed into 复核底稿 and 评分汇总 of an output."""
    rows: dict[str, list[tuple[str, str, Typed]]] = {}
    projects: list[tuple[str, Typed]] = []
    unit: Typed = {}
    for sheet in book.sheets:
        if sheet.name == "复核底稿":
            view = look_at(sheet)
            rows = _paper(view)
            unit = _labelled(view) | unit
        elif sheet.name == "评分汇总":
            view = look_at(sheet)
            projects, whole = _summary(view)
            unit = unit | _labelled(view) | whole
    return Marks(rows, projects, unit)


# ---------------------------------------------------------------- the lists


def _columns(view: View, *needed: str) -> tuple[int, dict[str, int]]:
    """The header row of a list and where its words stand; row 0 when there is none."""
    for row in view.order:
        words = {anchor.text.strip(): anchor.left for anchor in view.rows[row]}
        if set(needed) <= set(words):
            return row, words
    return 0, {}


def _text(view: View, row: int, column: int) -> str:
    anchor = view.at(row, column)
    return "" if anchor is None else anchor.text.strip()


def _typed(view: View, row: int, columns: Mapping[str, int]) -> Typed:
    found: Typed = {}
    for word, name in _FIELDS.items():
        anchor = view.at(row, columns[word]) if word in columns else None
        if anchor is not None and not is_own_formula(anchor.cell):
            found[name] = anchor.cell
    return found


def _paper(view: View) -> dict[str, list[tuple[str, str, Typed]]]:
    """By the number of the project's sheet: 序号, 绩效指标 and what was typed, row by row."""
    head, columns = _columns(view, _NUMBER, _NAME, "复核得分")
    found: dict[str, list[tuple[str, str, Typed]]] = {}
    sheet = ""
    for row in (row for row in view.order if row > head > 0):
        first = view.rows[row][0]
        band = _BAND.match(first.text)
        if first.right - first.left >= _WIDE:
            sheet = band[1] if band is not None else ""
            continue
        typed = _typed(view, row, columns)
        if sheet and typed:
            key = _text(view, row, columns[_NUMBER])
            found.setdefault(sheet, []).append((key, _text(view, row, columns[_NAME]), typed))
    return found


def _summary(view: View) -> tuple[list[tuple[str, Typed]], Typed]:
    """Every project in its order with what was typed, and what was typed for the unit."""
    head, columns = _columns(view, _NUMBER, _TITLE, "复核得分")
    projects: list[tuple[str, Typed]] = []
    unit: Typed = {}
    for row in (row for row in view.order if row > head > 0):
        first = _text(view, row, columns[_NUMBER])
        typed = _typed(view, row, columns)
        if first.isdecimal():
            projects.append((_text(view, row, columns[_TITLE]), typed))
        elif first.startswith(_UNIT):
            unit = typed
            break
    return projects, unit


def _labelled(view: View) -> Typed:
    """复核意见, 复核人 and 复核日期 of the whole: the cell to the right of its label."""
    found: Typed = {}
    for row in view.order:
        line = view.rows[row]
        for anchor, after in _pairs(line):
            name = _FIELDS.get(anchor.text.strip().rstrip("：:"))
            if name is None or name == "review_score" or after is None or after.left != anchor.right + 1:
                continue
            if after.text.strip().rstrip("：:") not in _FIELDS and not is_own_formula(after.cell):
                found.setdefault(name, after.cell)
    return found


def _pairs(line: Sequence[Anchor]) -> Iterator[tuple[Anchor, Anchor | None]]:
    for number, anchor in enumerate(line):
        yield anchor, line[number + 1] if number + 1 < len(line) else None


# ---------------------------------------------------------------- into the forms


def with_marks(forms: Sequence[DraftForm], marks: Marks) -> tuple[list[DraftForm], list[Problem]]:
    """The forms with what was typed into the lists, and where the same cell has two values."""
    problems: list[Problem] = []
    named = _by_project(forms, marks.projects)
    made = []
    for index, form in enumerate(forms):
        marked = form
        for key, name, typed in marks.rows.get(form.sheet.partition(" ")[0], ()):
            marked = _with_row(marked, key, name, typed, problems)
        made.append(_with_total(marked, named.get(index, {}), problems))
    return made, problems


def _by_project(forms: Sequence[DraftForm], projects: Sequence[tuple[str, Typed]]) -> dict[int, Typed]:
    """The form that a line of 评分汇总 names; of two with one name the first line names the first."""
    found: dict[int, Typed] = {}
    for name, typed in projects:
        fits = [
            index for index, form in enumerate(forms) if index not in found and label(name) in _names(form)
        ]
        if fits:
            found[fits[0]] = typed
    return found


def _names(form: DraftForm) -> set[str]:
    """What 评分汇总 may call a project."""
    unit = form.fields["implementing_unit"].text if "implementing_unit" in form.fields else ""
    return {*map(label, (_project(form), told_with_unit(_project(form), unit), form.sheet))}


def _project(form: DraftForm) -> str:
    return form.fields["project"].text if "project" in form.fields else ""


def _with_row(form: DraftForm, key: str, name: str, typed: Typed, problems: list[Problem]) -> DraftForm:
    if key == _BUDGET:
        funds = tuple(
            DraftFund(line.role, _merged(form, line.row, "预算执行率", typed, problems))
            if line.role is Role.TOTAL
            else line
            for line in form.funds
        )
        return replace(form, funds=funds)
    if key == _ADDED:
        row = form.part_reviews.get(name) or DraftRow(next(iter(typed.values())).place, {})
        kept = _merged(form, row, name, typed, problems)
        return replace(form, part_reviews={**form.part_reviews, name: kept})
    if name == _TOTAL:
        return _with_total(form, typed, problems)
    index = _index(form, key, name)
    if index is None:
        cell = next(iter(typed.values()))
        problems.append(
            Problem(
                "structure.review_unmatched",
                cell.place,
                project=_project(form),
                indicator=name,
                found=cell.text,
            )
        )
        return form
    rows = list(form.indicators)
    rows[index] = _merged(form, rows[index], name, typed, problems)
    return replace(form, indicators=tuple(rows))


def _index(form: DraftForm, key: str, name: str) -> int | None:
    """The indicator that a row of 复核底稿 means: by its number where the name agrees, else by its name."""
    wanted = label(name)
    fits = [index for index, row in enumerate(form.indicators) if label(row.text("level3")).endswith(wanted)]
    if key.isdecimal() and int(key) - 1 in fits:
        return int(key) - 1
    return fits[0] if len(fits) == 1 else None


def _with_total(form: DraftForm, typed: Typed, problems: list[Problem]) -> DraftForm:
    if not typed:
        return form
    row = form.total or DraftRow(next(iter(typed.values())).place, {})
    return replace(form, total=_merged(form, row, "", typed, problems))


def _merged(
    form: DraftForm, row: DraftRow, indicator: str, typed: Typed, problems: list[Problem]
) -> DraftRow:
    """What the list says replaces what the project sheet says."""
    before, now = row.cells.get("review_score"), typed.get("review_score")
    if before is not None and now is not None and not _same(before, now):
        problems.append(
            Problem(
                "structure.review_two_places",
                now.place,
                (before.place,),
                project=_project(form),
                indicator=indicator,
                found=f"{now.text}（{now.place.sheet}）",
                expected=f"{before.text}（项目表）",
                slots={"taken": now.text, "sheet": now.place.sheet, "other": before.text},
            )
        )
    return DraftRow(row.place, {**row.cells, **typed}, row.score_rows)


def _same(one: Cell, other: Cell) -> bool:
    if one.number is not None and other.number is not None:
        return one.number == other.number
    return one.text.strip() == other.text.strip()
