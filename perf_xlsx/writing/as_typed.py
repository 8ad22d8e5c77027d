"""Figures as the unit typed them: a number that looks the same, else the text."""

from __future__ import annotations

from decimal import Decimal

from perf_xlsx.figures import half_up
from perf_xlsx.model import Amount, Figure, NotGiven
from perf_xlsx.writing import styles
from perf_xlsx.writing.layout import Source
from perf_xlsx.writing.plan import Style, Value, formatted
from perf_xlsx.writing.typed import shown_number


def as_typed(
    source: Source, given: Figure, style: Style, blank: Value, *, any_scale: bool = False
) -> tuple[Value, Style]:
    """A figure as the unit typed it: a number that looks the same, else its text.

    The number must be the one that was understood (3.7万 isn't 3.7), unless nothing is computed from
    it (``any_scale``).
    """
    if isinstance(given, NotGiven):
        cell = source.cell(given.place)
        return (cell.text if cell is not None else blank), style
    raw = given.raw
    if not isinstance(given, Amount):
        return raw, style
    if not raw:
        return given.value, style
    shown = shown_number(raw, source.exact(given.place, raw))
    if shown is None or not (any_scale or shown.number == given.value):
        return raw, style
    return shown.number, formatted(style, shown.number_format)


def rate_cell(
    source: Source, given: Figure, stored: Value, formula: str | None
) -> tuple[Value, Style, str | None]:
    """A typed rate that the money confirms becomes the formula that shows the same; another stays."""
    value, style = as_typed(source, given, styles.CENTRE, None, any_scale=True)
    if isinstance(given, Amount) and isinstance(stored, Decimal):
        shown = shown_number(given.raw) if given.raw else None
        places = -int(given.step.adjusted()) if given.step else 10
        if shown is not None and "%" in given.raw and half_up(stored, places) == half_up(given.value, places):
            return stored, formatted(styles.RATE, shown.number_format), formula
    return value, style, None
