"""复核 as finance typed it, understood: what is no number stays unread and is told by the checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from perf_xlsx.model import Cell, Field, Review
from perf_xlsx.values.amounts import read_points
from perf_xlsx.values.rows import text_of

_FIELDS: Final = frozenset(["review_score", "review_note", "reviewer", "reviewed_on"])
_NONE: Final = Review()


def review_of(cells: Mapping[Field, Cell]) -> Review:
    """复核得分, 复核意见, 复核人 and 复核日期 of a row, a form or the unit."""
    if _FIELDS.isdisjoint(cells):
        return _NONE
    return Review(
        score=read_points(cells.get("review_score")),
        note=text_of(cells, "review_note"),
        reviewer=text_of(cells, "reviewer"),
        on=text_of(cells, "reviewed_on"),
    )
