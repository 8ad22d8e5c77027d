"""报送稿: the scored workbook as it goes to finance, without 问题清单 and working columns.

The form's own formulas stay where all that they refer to stays; any other becomes its stored result.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from perf_xlsx.evaluate import Evaluation
from perf_xlsx.model import Area, Finding, Severity, column_number
from perf_xlsx.writing import names
from perf_xlsx.writing.book import write_book
from perf_xlsx.writing.layout import AID
from perf_xlsx.writing.plan import BookPlan, CellPlan, Highlight, SheetPlan, Style
from perf_xlsx.writing.scored import scored_plan
from perf_xlsx.writing.summary import REVIEW_COLUMN
from perf_xlsx.writing.summary_review import head_row
from perf_xlsx.writing.summary_unit import HELP_LABEL
from perf_xlsx.writing.without_column import REFERENCE, TEXT, without_column

_JUMP: Final = re.compile(r'HYPERLINK\("#((?:[^"]|"")*)"')
LEFT_OUT: Final = frozenset([names.ISSUES, names.WORKPAPER])
"""Sheets for the unit's and the reviewer's own work."""


def refused(evaluation: Evaluation) -> tuple[Finding, ...]:
    """The 须更正 that stand against sending the workbook; none when it may be sent."""
    return tuple(each for each in evaluation.findings if each.severity is Severity.ERROR)


def write_final(evaluation: Evaluation, fingerprint: str = "") -> bytes:
    """The 报送稿 of an evaluation that was scored; whether it may be sent is the caller's question."""
    return write_book(final_plan(scored_plan(evaluation, fingerprint)))


def final_plan(plan: BookPlan) -> BookPlan:
    """A scored workbook's plan without the sheets and columns that are no part of the form."""
    kept = [_not_reviewed(sheet) for sheet in plan.sheets if sheet.name not in LEFT_OUT]
    last = {sheet.name: AID if _is_form(sheet) else None for sheet in kept}
    last[names.SUMMARY] = HELP_LABEL
    sheets = tuple(_sheet(sheet, last) for sheet in kept)
    sheets = tuple(
        without_column(sheet, REVIEW_COLUMN) if sheet.name == names.SUMMARY else sheet for sheet in sheets
    )
    return replace(plan, sheets=sheets, title="项目支出绩效自评报送稿")


def _not_reviewed(sheet: SheetPlan) -> SheetPlan:
    """评分汇总 without the block that finance fills in, and nothing computed from its column."""
    below = head_row(sheet) if sheet.name == names.SUMMARY else None
    if below is None:
        return sheet
    area = sheet.page.area
    return replace(
        sheet,
        cells={
            (row, column): _unreviewed(cell, sheet.name)
            for (row, column), cell in sheet.cells.items()
            if row < below
        },
        merges=[each for each in sheet.merges if each.top < below],
        heights={row: height for row, height in sheet.heights.items() if row < below},
        page=replace(sheet.page, area=area and area._replace(bottom=below - 2)),
    )


def _unreviewed(cell: CellPlan, sheet: str) -> CellPlan:
    formula = cell.formula
    return cell if formula is None or not _names_review(formula, sheet) else cell._replace(formula=None)


def _names_review(formula: str, sheet: str) -> bool:
    """Whether a formula of 评分汇总 reads its column of 复核得分."""
    for match in REFERENCE.finditer(TEXT.sub('""', formula)):
        if match["plain"] or match["quoted"]:
            continue
        first, last = column_number(match["column"]), column_number(match["last"] or match["column"])
        if first <= REVIEW_COLUMN <= last:
            return True
    return False


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
        validations=sheet.validations if end is None else [],
        highlights=[each for each in sheet.highlights if _stays(each, sheet.name, last)],
        comments={at: text for at, text in sheet.comments.items() if end is None or at[1] <= end},
    )


def _inside(area: Area, end: int | None) -> bool:
    return end is None or area.right <= end


def _stays(highlight: Highlight, sheet: str, last: Mapping[str, int | None]) -> bool:
    return _inside(highlight.area, last[sheet]) and _refers_inside(highlight.formula, sheet, last)


def _cell(cell: CellPlan, sheet: str, last: Mapping[str, int | None]) -> CellPlan:
    formula, link = cell.formula or "", cell.link or ""
    jump = _JUMP.match(formula)
    target = link or (jump[1].replace('""', '"') if jump is not None else "")
    if target and not _refers_inside(target, sheet, last):
        return CellPlan(cell.value, replace(cell.style, color=Style().color, underline=False))
    if formula and jump is None and not _refers_inside(formula, sheet, last):
        return cell._replace(formula=None)
    return cell


def _refers_inside(formula: str, sheet: str, last: Mapping[str, int | None]) -> bool:
    """Whether every cell that a formula names stays in the 报送稿."""
    for match in REFERENCE.finditer(TEXT.sub('""', formula)):
        named = match["plain"] or (match["quoted"] or "")[1:-1].replace("''", "'") or sheet
        if named not in last:
            return False
        end = last[named]
        if end is not None and column_number(match["last"] or match["column"]) > end:
            return False
    return True
