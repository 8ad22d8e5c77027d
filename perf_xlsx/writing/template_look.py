"""How the template looks and speaks: its styles, its words, its input rules."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Final

from perf_xlsx.model import Area
from perf_xlsx.writing import heights
from perf_xlsx.writing.paging import paged
from perf_xlsx.writing.plan import Highlight, OnError, PrintSetup, SheetPlan, Style, Validation

SIZE: Final = 10.5
TITLE: Final = Style(font="黑体", size=18, border="", align="center")
SUBTITLE: Final = Style(font="宋体", size=11, border="", align="center")
PLAIN: Final = Style(font="宋体", size=SIZE, border="", wrap=False)
HINT: Final = Style(font="宋体", size=9.5, color="6B7280", border="")
LABEL: Final = Style(font="黑体", size=SIZE, fill="EAF0F6", align="center")
LEFT_LABEL: Final = replace(LABEL, align="left", indent=1)
INPUT: Final = Style(font="宋体", size=SIZE, align="center")
INPUT_LEFT: Final = replace(INPUT, align="left", indent=1)
LONG_TEXT: Final = replace(INPUT_LEFT, valign="top")
TEXT_INPUT: Final = replace(INPUT, number_format="@")
TEXT_LEFT: Final = replace(INPUT_LEFT, number_format="@")
MONEY: Final = replace(INPUT, align="right", indent=1, number_format="#,##0.00####", wrap=False)
POINTS: Final = replace(INPUT, number_format="General", wrap=False)
DAY: Final = replace(INPUT, number_format='yyyy"年"m"月"d"日"', wrap=False)
DASH: Final = replace(INPUT, color="7F7F7F")
SUM_MONEY: Final = replace(MONEY, fill="F5F6F8")
SUM_POINTS: Final = replace(POINTS, fill="F5F6F8", bold=True)
RATE: Final = replace(INPUT, number_format="0.00%", fill="F5F6F8", wrap=False)
AID_LABEL: Final = replace(LABEL, fill="F7F3E8", size=9.5, border="hair")
AID_TEXT: Final = replace(TEXT_LEFT, border="hair", size=9.5)
AID_MONEY: Final = replace(MONEY, border="hair")
AID_SUM: Final = replace(AID_MONEY, fill="F5F6F8")
WARN: Final = Style(color="7A4B00", fill="FCE9C8", bold=True)

FOOTER: Final = "&C&9&A　第 &P 页 共 &N 页"


@cache
def words() -> Mapping[str, Any]:
    """The template's texts, from ``template.toml``."""
    source = resources.files("perf_xlsx.writing").joinpath("template.toml").read_text("utf-8")
    return tomllib.loads(source)


def sheet_name(key: str, **slots: object) -> str:
    """A sheet's name, such as 基本信息 for ``cover``."""
    name: str = words()["sheets"][key]
    return name.format(**slots)


def page(sheet: SheetPlan, area: Area, *, repeat: int | None = None) -> PrintSetup:
    """A4 landscape, one page wide; ``repeat`` is a header row printed again on each further page."""
    repeated = (repeat, repeat) if repeat else None
    return paged(sheet, PrintSetup(area=area, repeat_rows=repeated, footer=FOOTER))


def _hint(key: str) -> tuple[str, str]:
    hint = words()["hints"][key]
    return hint["title"], hint["text"]


def typed(area: Area, hint: str) -> Validation:
    """Anything may be typed; a message helps."""
    title, message = _hint(hint)
    return Validation(area, "any", title=title, message=message)


def number(area: Area, hint: str, low: Decimal = Decimal(0), high: Decimal | None = None) -> Validation:
    """A number is expected between two ends; anything else is asked about, never refused."""
    title, message = _hint(hint)
    return Validation(
        area, "decimal", low=low, high=high, title=title, message=message,
        error_title=title, error=words()["errors"]["number"], on_error=OnError.WARN,
    )  # fmt: skip


def choice(area: Area, hint: str, entries: tuple[str, ...]) -> Validation:
    """A drop-down that warns instead of stopping."""
    title, message = _hint(hint)
    return Validation(
        area, "list", source=entries, title=title, message=message,
        error_title=title, error=words()["errors"]["list"], on_error=OnError.WARN,
    )  # fmt: skip


def day(area: Area, hint: str) -> Validation:
    """A date is expected; anything else is asked about."""
    title, message = _hint(hint)
    return Validation(
        area, "date", low=date(2000, 1, 1), high=date(2099, 12, 31), title=title, message=message,
        error_title=title, error=words()["errors"]["date"], on_error=OnError.WARN,
    )  # fmt: skip


def warned(area: Area, formula: str) -> Highlight:
    """Colour what deserves a second look; the check itself is the tool's."""
    return Highlight(area, formula, WARN)


def fitted_height(text: str, width: float, least: float = 0) -> float:
    """The height of a row of this template in which a text fits."""
    return heights.fitted_height(text, width, SIZE, least)


def sign_off(sheet: SheetPlan, row: int, columns: Sequence[int], seal: Area) -> int:
    """The lines for signatures, then seal and day; gives the last row.

    ``columns``: where the three signers stand, each with room beside it; ``seal`` lies in the row below.
    """
    form = words()["form"]
    for column, label in zip(columns, form["signers"], strict=True):
        sheet.put(row, column, label, PLAIN)
    sheet.merge(seal, form["seal"], replace(PLAIN, align="right"))
    sheet.heights |= {row: 34, row + 1: 24}
    return row + 1
