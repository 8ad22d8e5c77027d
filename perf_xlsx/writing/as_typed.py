"""Figures as the unit typed them: a number that looks the same, else the text."""

from __future__ import annotations

from decimal import Decimal

from perf_xlsx.figures import half_up
from perf_xlsx.model import Amount, Figure, NotGiven
from perf_xlsx.writing import styles
from perf_xlsx.writing.layout import Source
from perf_xlsx.writing.plan import Style, Value, formatted
from perf_xlsx.writing.typed import shown_number


def as_typed(source: Source, given: Figure, style: Style, blank: Value) -> tuple[Value, Style]:
    """A figure as the unit typed it: a number that looks the same, else its text."""
    if isinstance(given, NotGiven):
        cell = source.cell(given.place)
        return (cell.text if cell is not None else blank), style
    raw = given.raw
    shown = shown_number(raw, source.exact(given.place, raw)) if raw else None
    if shown is not None:
        return shown.number, formatted(style, shown.number_format)
    if isinstance(given, Amount) and not raw:
        return given.value, style
    return raw, style


def rate_cell(
    source: Source, given: Figure, stored: Value, formula: str | None
) -> tuple[Value, Style, str | None]:
    """A typed rate that the money confirms becomes the formula that shows the same; another stays."""
    value, style = as_typed(source, given, styles.CENTRE, None)
    if isinstance(given, Amount) and isinstance(stored, Decimal):
        shown = shown_number(given.raw) if given.raw else None
        places = -int(given.step.adjusted()) if given.step else 10
        if shown is not None and "%" in given.raw and half_up(stored, places) == half_up(given.value, places):
            return stored, formatted(styles.RATE, shown.number_format), formula
    return value, style, None
