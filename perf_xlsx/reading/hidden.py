"""Forms in hidden sheets: they aren't scored, and a person is told that they are there."""

from __future__ import annotations

from perf_xlsx.model import Book, FormKind, Place, Problem, Sheet
from perf_xlsx.reading.forms import may_head_indicators
from perf_xlsx.reading.view import look_at
from perf_xlsx.reading.walk import Walk


def hidden_forms(book: Book) -> list[Problem]:
    """One entry that names the hidden sheets with a form that somebody filled in."""
    names = [sheet.name for sheet in book.sheets if not sheet.visible and _holds_form(sheet)]
    if not names:
        return []
    return [Problem("structure.hidden_form", Place(names[0], 1, 1), found="、".join(names))]


def _holds_form(sheet: Sheet) -> bool:
    if not any(may_head_indicators(cell.text) for cell in sheet.cells.values()):
        return False
    return any(
        built.header is not None
        and bool(built.table.rows)
        and built.kind is not FormKind.DECLARATION
        and {"actual", "reported_score"} & set(built.columns)
        for built in Walk(look_at(sheet)).run()
    )
