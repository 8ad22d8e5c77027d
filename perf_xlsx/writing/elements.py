"""Cells and texts as XML: the elements of a sheet's rows, values as the file writes them."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Final

from perf_xlsx.writing.limits import MAX_FORMULA, PlanError, cleaned, fitting
from perf_xlsx.writing.plan import Value

_EPOCH: Final = datetime(1899, 12, 30)
_LIKE_ESCAPE: Final = re.compile("(_x[0-9a-fA-F]{4}_)")
"""What a reader would take for an escaped character."""


def escaped(text: str) -> str:
    """A text between tags."""
    text = text if text.isprintable() else cleaned(text)
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def attribute(text: str) -> str:
    """A text as the value of an attribute."""
    return escaped(text).replace('"', "&quot;").replace("\n", "&#xA;")


def string_item(text: str) -> str:
    """A text that fits a cell, as its element in the table of texts."""
    return f"<si>{_text(text)}</si>"


def inline(text: str) -> str:
    """The rest of a cell's element when the cell holds its text itself."""
    return f' t="inlineStr"><is>{_text(fitting(text))}</is></c>'


def _text(text: str) -> str:
    text = escaped(text)
    if "_x" in text:
        text = _LIKE_ESCAPE.sub(r"_x005F\1", text)
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<t{kept}>{text}</t>"


def number(value: Decimal | float | date) -> str:
    """The rest of a cell's element that holds a number or a day."""
    exact = serial(value) if isinstance(value, date) else float(value)
    return f"><v>{exact:.16G}</v></c>"


def computed(formula: str, value: Value) -> str:
    """The rest of a cell's element that holds a formula and its result."""
    if len(formula) >= MAX_FORMULA:
        raise PlanError(f"a formula of {len(formula)} characters: {formula[:80]}")
    if value is None or isinstance(value, str):
        return f' t="str"><f>{escaped(formula)}</f><v>{escaped(value or "")}</v></c>'
    if isinstance(value, Decimal):
        result = _result(value)
    elif isinstance(value, date):
        result = f"{serial(value):.16G}"
    else:
        result = str(value)
    return f"><f>{escaped(formula)}</f><v>{result}</v></c>"


@lru_cache(maxsize=4096)
def _result(value: Decimal) -> str:
    """A number as the nearest that Excel holds; most of a workbook's numbers stand in several cells."""
    near = float(value)
    return str(int(value)) if near.is_integer() else str(near)


def serial(day: date) -> float:
    """A day as Excel counts days."""
    moment = day if isinstance(day, datetime) else datetime.combine(day, time())
    since = moment.replace(tzinfo=None) - _EPOCH
    return since.days + since.seconds / 86_400
