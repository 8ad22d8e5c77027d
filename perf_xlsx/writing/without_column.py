"""A sheet's plan without one of its columns: what stood to the right moves, formulas with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from perf_xlsx.model import Area, column_letters, column_number
from perf_xlsx.writing.plan import CellPlan, SheetPlan, quoted

REFERENCE: Final = re.compile(
    r"(?:(?P<quoted>'(?:[^']|'')+')!|(?P<plain>[^\s'!(),;:+\-*/&=<>^\"]+)!)?"
    r"\$?(?P<column>[A-Z]{1,3})\$?[0-9]+(?::\$?(?P<last>[A-Z]{1,3})\$?[0-9]+)?(?![\w(])"
)
"""A cell or an area as formulas name it, with its sheet where one is named."""
TEXT: Final = re.compile(r'("(?:[^"]|"")*")')
_COLUMN: Final = re.compile(r"(\$?)([A-Z]{1,3})(\$?[0-9]+)")


def without_column(sheet: SheetPlan, column: int) -> SheetPlan:
    """The sheet without a column that no remaining formula may name; its width goes to the second one."""

    def moved(formula: str) -> str:
        return _moved(formula, sheet.name, column)

    def beside(area: Area) -> Area:
        return Area(
            area.top, area.left - (area.left > column), area.bottom, area.right - (area.right >= column)
        )

    widths = {at - (at > column): width for at, width in sheet.widths.items() if at != column}
    widths[2] = widths.get(2, 0) + sheet.widths.get(column, 0)
    area = sheet.page.area
    return replace(
        sheet,
        cells=_cells(sheet, column, moved),
        merges=[beside(each) for each in sheet.merges if not each.left == each.right == column],
        widths=widths,
        validations=[
            replace(each, area=beside(each.area))
            for each in sheet.validations
            if not each.area.left == each.area.right == column
        ],
        highlights=[
            replace(each, area=beside(each.area), formula=moved(each.formula))
            for each in sheet.highlights
            if not each.area.left == each.area.right == column
        ],
        charts=[
            replace(
                chart,
                series=tuple(
                    replace(each, categories=moved(each.categories), values=moved(each.values))
                    for each in chart.series
                ),
            )
            for chart in sheet.charts
        ],
        page=replace(sheet.page, area=None if area is None else beside(area)),
    )


def _cells(sheet: SheetPlan, column: int, moved: Callable[[str], str]) -> dict[tuple[int, int], CellPlan]:
    """Where a merged area begins in the column, its first cell stays and the next one goes."""
    begins = {area.top for area in sheet.merges if area.left == column < area.right}
    cells = {}
    for (row, at), cell in sheet.cells.items():
        gone = column + 1 if row in begins else column
        if at != gone:
            formula = None if cell.formula is None else moved(cell.formula)
            cells[row, at - (at > column)] = cell._replace(formula=formula)
    return cells


def _moved(formula: str, sheet: str, column: int) -> str:
    pieces = TEXT.split(formula)
    return "".join(
        piece if number % 2 else REFERENCE.sub(lambda match: _reference(match, sheet, column), piece)
        for number, piece in enumerate(pieces)
    )


def _reference(match: re.Match[str], sheet: str, column: int) -> str:
    named = match["plain"] or match["quoted"] or quoted(sheet)
    if named not in (sheet, quoted(sheet)):
        return match[0]
    head, mark, cells = match[0].rpartition("!")
    return head + mark + _COLUMN.sub(lambda each: _letters(each, column), cells)


def _letters(match: re.Match[str], column: int) -> str:
    number = column_number(match[2])
    return f"{match[1]}{column_letters(number - (number > column))}{match[3]}"
