"""What stands in records: texts of exact decimals, ends of intervals, addresses of cells."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypeAlias

from perf_xlsx.figures import plain
from perf_xlsx.model import Amount, Figure, Interval, Place

Record: TypeAlias = dict[str, Any]
"""A JSON object: dicts, lists, texts and None only."""


def cell_of(place: Place | None) -> str | None:
    """The address of a place in its sheet."""
    return place.cell if place else None


def cells_of(**places: Place | None) -> dict[str, str]:
    """The cell of each field that has one."""
    return {field: place.cell for field, place in places.items() if place is not None}


def decimal_text(value: Decimal | None) -> str | None:
    """A number exactly; None stays None."""
    return None if value is None else plain(value)


def figure_text(figure: Figure) -> str | None:
    """The number of a figure that was read."""
    return plain(figure.value) if isinstance(figure, Amount) else None


def interval_ends(interval: Interval | None) -> dict[str, str | None]:
    """Both ends of an interval."""
    if interval is None:
        return {"low": None, "high": None}
    return {"low": decimal_text(interval.low), "high": decimal_text(interval.high)}
