"""Whether a sheet is brought onto one printed page, or goes on to the next at its full width.

Excel and LibreOffice leave page breaks of our own out where a sheet is fitted to a page's width, and
widths differ by a third between machines: so no sheet carries a break or a scale.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from perf_xlsx.writing.plan import PrintSetup, SheetPlan

_SHORT, _LONG = 8.27 * 72, 11.69 * 72
"""A4 in points."""
LEAST: Final = 0.65
"""Below this scale 宋体 10.5 is too small on paper."""
_TWO_LINES: Final = 34.0
_ROW: Final = 15.0
"""The height of a row that has none of its own."""


def paged(sheet: SheetPlan, page: PrintSetup) -> PrintSetup:
    """The set-up with its pages: one where all rows of the print area fit, else as many as it takes."""
    area = page.area
    assert area is not None
    _, _, top, bottom = (72 * inches for inches in page.margins)
    room = (_SHORT if page.landscape else _LONG) - top - bottom
    needed = sum(sheet.heights.get(row, _ROW) for row in range(area.top, area.bottom + 1))
    return replace(page, pages_tall=int(needed * LEAST <= room))


def repeat_label(sheet: SheetPlan, header: int, column: int) -> None:
    """A label merged over a whole table is read on each page: in the header row, which is repeated.

    In its middle the end of a page would cut it.
    """
    if sheet.page.pages_tall == 1:
        return
    cell = sheet.cells[header, column]
    text = str(cell.value).replace("\n", "")
    half = (len(text) + 1) // 2
    sheet.cells[header, column] = cell._replace(
        value=f"{text[:half]}\n{text[half:]}", style=replace(cell.style, valign="top")
    )
    sheet.heights[header] = max(sheet.heights.get(header, _ROW), _TWO_LINES)
