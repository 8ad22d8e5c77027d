"""Marks of secrecy, and numbers of persons that don't belong in a published table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from perf_xlsx.model import Book, Cell, Place, Problem, Scorecard, Sheet, Submission
from perf_xlsx.personal import personal_numbers as numbers_in
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.text import folded, label

_MARK: Final = re.compile(
    r"(绝密|机密|秘密)\s*[★☆*]"
    r"|密级\s*[:：]\s*(绝密|机密|秘密)"
    r"|^[(（\[]?(绝密|机密|秘密|涉密)(级|件|文件)?([★☆]?\d{0,2}(年|个月)?|长期)?[)）\]]?$"
    r"|^[(（\[](绝密|机密|秘密|涉密)[)）\]]"
    r"|^(本?(文件|表|表格|资料|材料|件)?(系|属|为|属于)?)(绝密|机密|秘密|涉密)(级)?(文件|资料|材料|信息|事项)(?=[,;!。、]|$)"
)
_TITLE_MARK: Final = re.compile(r"[(（\[](绝密|机密|秘密|涉密)[)）\]]")
_TITLE_ROWS: Final = 6
_CHOICES: Final = 3


def secret(book: Book, name: str) -> Problem | None:
    """The first mark of secrecy in a workbook: such a workbook is not scored.

    It may stand in the file's ``name``, a property, a sheet's name, its cells, its page headers and
    footers or its text boxes.  A sheet in which several levels stand one beside the other lists the
    choices of a drop-down.
    """
    for text in (PurePath(name).stem, *book.properties.values()):
        mark = _mark(text, title=True)
        if mark:
            return Problem("privacy.secret", found=mark)
    for sheet in book.sheets:
        found = _marks(sheet) if sheet.visible else []
        if found and len({mark for _, mark in found}) < _CHOICES:
            return Problem("privacy.secret", found[0][0], found=found[0][1])
    return None


def _marks(sheet: Sheet) -> list[tuple[Place, str]]:
    """The marks in a sheet, each with its place (the first cell for what stands in no cell)."""
    beside = [(Place(sheet.name, 1, 1), _mark(text, title=True)) for text in (sheet.name, *sheet.margins)]
    cells = [(cell.place, _marked(cell)) for cell in sheet.cells.values()]
    return [(place, mark) for place, mark in (*beside, *cells) if mark]


def _marked(cell: Cell) -> str:
    return _mark(cell.text, title=cell.place.row <= _TITLE_ROWS)


def _mark(raw: str, *, title: bool) -> str:
    """The mark in a text; in a ``title`` it may stand in brackets anywhere."""
    if "密" not in raw:
        return ""
    text = folded(raw)
    found = _MARK.search(label(text)) or _MARK.search(text)
    if found is None and title:
        found = _TITLE_MARK.search(text)
    return found[0] if found else ""


def personal_numbers(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """身份证号, 手机号 or 银行卡号 outside the phone field: one entry, the numbers covered."""
    found = [(place, each.kind) for place, text in _texts(submission) for each in numbers_in(text)]
    if found:
        places = [place for place, _ in found if place is not None]
        yield Problem(
            "privacy.personal_number",
            places[0] if places else None,
            tuple(dict.fromkeys(places[1:])),
            found="、".join(dict.fromkeys(kind for _, kind in found)),
            slots={"count": str(len(found))},
        )


def _texts(submission: Submission) -> Iterator[tuple[Place | None, str]]:
    cover = submission.cover
    for text in (cover.issues, cover.issues_advice, cover.preparer):
        yield text.place, text.text
    for left in submission.leftovers:
        yield left.place, left.text
    for form in submission.forms:
        for text in (form.project, form.department, form.implementing_unit):
            yield text.place, text.text
        for goal in form.goals:
            yield goal.expected.place, goal.expected.text
            yield goal.actual.place, goal.actual.text
        for row in form.indicators:
            yield row.place, row.level3.text
            yield row.target_place, row.target_text
            yield row.actual_place, row.actual_text
            for note in (row.reason, row.evidence, row.review_note):
                yield note.place, note.text
