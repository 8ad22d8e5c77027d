"""How the scored workbook looks: one table of styles, calm colours that survive grey print."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from perf_xlsx.writing.plan import Style

ZERO: Final = Decimal(0)
MUTED: Final = "6B7280"
LINK: Final = "1F4E79"
LABEL_FILL: Final = "EAF0F6"
WORK_FILL: Final = "F3F4F6"
OPEN_FILL: Final = "FFFBEA"

TITLE: Final = Style(font="黑体", size=18, border="", align="center", wrap=False)
SUBTITLE: Final = Style(size=11, border="", align="center", wrap=False)
PLAIN: Final = Style(size=10.5, border="")
SMALL: Final = Style(size=9, color=MUTED, border="")
SMALL_RIGHT: Final = replace(SMALL, align="right")
SMALL_POINTS: Final = replace(SMALL, align="center", number_format="0.00")
SECTION: Final = Style(font="黑体", size=11, border="", wrap=False)

LABEL: Final = Style(font="黑体", size=10.5, fill=LABEL_FILL, align="center")
LEFT_LABEL: Final = replace(LABEL, align="left", indent=1)
TEXT: Final = Style(size=10.5, indent=1)
CENTRE: Final = replace(TEXT, align="center", indent=0)
LONG: Final = replace(TEXT, valign="top")
NUMBER: Final = replace(CENTRE, wrap=False)
MONEY: Final = replace(TEXT, align="right", wrap=False)
DASH: Final = replace(CENTRE, color="7F7F7F")
POINTS: Final = replace(CENTRE, wrap=True)
TOTAL: Final = replace(POINTS, bold=True, fill="F5F6F8")
CONCLUSION: Final = Style(font="黑体", size=12, indent=1)
RATE: Final = replace(CENTRE, number_format="0.00%", wrap=False)
TO_SHEET: Final = replace(CENTRE, color=LINK, underline=True)
BACK: Final = replace(TO_SHEET, border="", align="left")
TO_FINDING: Final = replace(TEXT, color=LINK, underline=True)
TO_CELL: Final = replace(TO_SHEET, align="center", wrap=False)

WORK_LABEL: Final = Style(font="黑体", size=9, fill="E5E7EB", align="center", border="hair")
WORK: Final = Style(size=9, border="hair", align="center", fill="FAFAFA", wrap=False)
WORK_TEXT: Final = replace(WORK, align="left", wrap=True)
WORK_RATE: Final = replace(WORK, number_format="0.00%")
WORK_DAY: Final = replace(WORK, number_format="yyyy-mm-dd")
WORK_BOLD: Final = replace(WORK, bold=True)
OPEN: Final = Style(size=9, border="hair", align="center", fill=OPEN_FILL, wrap=False)
OPEN_BOLD: Final = replace(OPEN, bold=True)
OPEN_TEXT: Final = replace(OPEN, align="left", wrap=True)

CELL: Final = Style(size=10)
CELL_CENTRE: Final = replace(CELL, align="center")
CELL_NUMBER: Final = replace(CELL, align="center", wrap=False)
CELL_MONEY: Final = replace(CELL, align="right", wrap=False, number_format="#,##0.00####")
CELL_RATE: Final = replace(CELL_NUMBER, number_format="0.00%")
CELL_POINTS: Final = replace(CELL_NUMBER, number_format="0.00")
CELL_LINK: Final = replace(CELL, color=LINK, underline=True)
CELL_LINK_CENTRE: Final = replace(CELL_LINK, align="center")
CELL_OPEN: Final = replace(CELL, fill=OPEN_FILL)
BAND: Final = Style(font="黑体", size=10.5, fill="F5F6F8", indent=1)
HEAD: Final = Style(font="黑体", size=10, fill=LABEL_FILL, align="center")
SUM: Final = replace(CELL_CENTRE, bold=True, fill="F5F6F8", wrap=False)
SUM_MONEY: Final = replace(CELL_MONEY, bold=True, fill="F5F6F8")
SUM_POINTS: Final = replace(SUM, number_format="0.00")
SUM_RATE: Final = replace(SUM, number_format="0.00%")

# ---- conditional: only colour, fill, bold and italic count
UNMET: Final = Style(color="8B1A1A", fill="F6D5D5", bold=True)
UNDECIDED: Final = Style(color="7A4B00", fill="FCE9C8", italic=True)
EXCEEDED: Final = Style(color="1F4E79", fill="DCE8F4")
CHANGED: Final = Style(color="FFFFFF", fill="A61E1E", bold=True)
ERROR: Final = Style(color="8B1A1A", bold=True)
GOOD: Final = Style(color="1E5631", bold=True)
