"""The 组织实施 sheet: 评分要点 with their answers 是, 否 or 不适用."""

from __future__ import annotations

from typing import Final

from perf_xlsx.model import DraftRow, DraftRubric, Field
from perf_xlsx.reading.headers import place
from perf_xlsx.reading.view import Anchor, View

_CARRIED: Final = ("level1", "level2", "level3", "weight")
_TOP_ROWS: Final = 15


def read_rubric(view: View) -> tuple[DraftRubric, ...]:
    """The answered points of a sheet; empty when it is no such sheet."""
    for row in view.order[:_TOP_ROWS]:
        columns: dict[Field, Anchor] = {}
        for anchor in view.rows[row]:
            name = anchor.names("rubric")
            if name:
                columns.setdefault(name, anchor)
        words = {anchor.names("indicator") for anchor in view.rows[row]}
        if {"point", "answer"} <= set(columns) and not words & {"target", "adjusted_target"}:
            return tuple(_rows(view, row, columns))
    return ()


def _rows(view: View, header: int, columns: dict[Field, Anchor]) -> list[DraftRubric]:
    found = []
    carried: dict[Field, Anchor] = {}
    for row in view.order:
        if row <= header:
            continue
        if view.rows[row][0].names("mark") == "sign":
            break
        seen = {
            name: anchor
            for name, column in columns.items()
            if (anchor := view.within(row, column.left, column.right)) is not None
        }
        for rank, name in enumerate(_CARRIED):
            if name in seen and seen[name] is not carried.get(name):
                for lower in _CARRIED[rank + 1 :]:
                    carried.pop(lower, None)
                carried[name] = seen[name]
        if "point" in seen and seen["point"].row == row and seen["point"].right < columns["answer"].left:
            cells = {**carried, **seen}
            found.append(
                DraftRubric(
                    DraftRow(place(seen["point"]), {name: anchor.cell for name, anchor in cells.items()})
                )
            )
    return found
