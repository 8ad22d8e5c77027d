"""报送稿: the scored workbook as it goes to finance, without 问题清单 and working columns.

The form's own formulas stay where all that they refer to stays; any other becomes its stored result.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from perf_xlsx.evaluate import Evaluation
from perf_xlsx.model import Area, Finding, Severity
from perf_xlsx.writing import names
from perf_xlsx.writing.book import write_book
from perf_xlsx.writing.layout import AID
from perf_xlsx.writing.plan import BookPlan, CellPlan, Highlight, SheetPlan
from perf_xlsx.writing.scored import scored_plan

LEFT_OUT: Final = frozenset([names.ISSUES, names.WORKPAPER])
"""Sheets for the unit's and the reviewer's own work."""

_REFERENCE: Final = re.compile(
    r"(?:(?P<quoted>'(?:[^']|'')+')!|(?P<plain>[^\s'!(),;:+\-*/&=<>^\"]+)!)?"
    r"\$?(?P<column>[A-Z]{1,3})\$?[0-9]+(?::\$?(?P<last>[A-Z]{1,3})\$?[0-9]+)?(?![\w(])"
)
_TEXT: Final = re.compile(r'"(?:[^"]|"")*"')


def refused(evaluation: Evaluation) -> tuple[Finding, ...]:
    """The 须更正 that stand against sending the workbook; none when it may be sent."""
    return tuple(each for each in evaluation.findings if each.severity is Severity.ERROR)


def write_final(evaluation: Evaluation, fingerprint: str = "") -> bytes:
    """The 报送稿 of an evaluation that was scored; whether it may be sent is the caller's question."""
    return write_book(final_plan(scored_plan(evaluation, fingerprint)))


def final_plan(plan: BookPlan) -> BookPlan:
    """A scored workbook's plan without the sheets and columns that are no part of the form."""
    kept = [sheet for sheet in plan.sheets if sheet.name not in LEFT_OUT]
    last = {sheet.name: AID if _is_form(sheet) else None for sheet in kept}
    sheets = tuple(_sheet(sheet, last) for sheet in kept)
    return replace(plan, sheets=sheets, title="项目支出绩效自评报送稿")


def _is_form(sheet: SheetPlan) -> bool:
    """A project's sheet: its print area ends where the official form does."""
    return sheet.name not in names.RESERVED and sheet.page.area is not None and sheet.freeze is not None


def _sheet(sheet: SheetPlan, last: Mapping[str, int | None]) -> SheetPlan:
    """The sheet up to its last column, its formulas and links only where their cells stay."""
    end = last[sheet.name]
    cells = {
        (row, column): _cell(cell, sheet.name, last)
        for (row, column), cell in sheet.cells.items()
        if end is None or column <= end
    }
    return replace(
        sheet,
        cells=cells,
        merges=[area for area in sheet.merges if _inside(area, end)],
        widths={column: width for column, width in sheet.widths.items() if end is None or column <= end},
        validations=[each for each in sheet.validations if _inside(each.area, end)] if end is None else [],
        highlights=[each for each in sheet.highlights if _stays(each, sheet.name, last)],
        comments={at: text for at, text in sheet.comments.items() if end is None or at[1] <= end},
    )


def _inside(area: Area, end: int | None) -> bool:
    return end is None or area.right <= end


def _stays(highlight: Highlight, sheet: str, last: Mapping[str, int | None]) -> bool:
    return _inside(highlight.area, last[sheet]) and _refers_inside(highlight.formula, sheet, last)


def _cell(cell: CellPlan, sheet: str, last: Mapping[str, int | None]) -> CellPlan:
    if cell.link is not None and not _refers_inside(cell.link, sheet, last):
        cell = cell._replace(link=None)
    if cell.formula is not None and not _refers_inside(cell.formula, sheet, last):
        return cell._replace(formula=None)
    return cell


def _refers_inside(formula: str, sheet: str, last: Mapping[str, int | None]) -> bool:
    """Whether every cell that a formula names stays in the 报送稿."""
    for match in _REFERENCE.finditer(_TEXT.sub('""', formula)):
        named = match["plain"] or (match["quoted"] or "")[1:-1].replace("''", "'") or sheet
        if named not in last:
            return False
        end = last[named]
        if end is not None and _number(match["last"] or match["column"]) > end:
            return False
    return True


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
