"""The goal block: 年度总体目标 with what was expected and what was reached."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from perf_xlsx.model import DraftRow, Field
from perf_xlsx.reading.headers import place
from perf_xlsx.reading.view import Anchor, View

_POINTS: Final = re.compile(r"\s*\d+(?:\.\d+)?\s*分?\s*")


@dataclass(slots=True)
class Goals:
    """What was read of the goal block."""

    rows: list[DraftRow] = field(default_factory=list)
    used: set[tuple[int, int]] = field(default_factory=set)

    def use(self, anchor: Anchor) -> None:
        self.used.add((anchor.row, anchor.left))

    def add(self, cells: dict[Field, Anchor]) -> None:
        if not cells:
            return
        if set(cells) == {"actual"} and self.rows and "actual" not in self.rows[-1].cells:
            last = self.rows[-1]
            self.rows[-1] = DraftRow(last.place, {**last.cells, "actual": cells["actual"].cell})
        else:
            first = next(iter(cells.values()))
            self.rows.append(DraftRow(place(first), {name: anchor.cell for name, anchor in cells.items()}))


def goal_header(view: View, index: int) -> dict[Field, Anchor] | None:
    """预期目标 and 实际完成情况 side by side above their texts; None when this row is no such header.

    Of two words for the same the last one counts: the first is the heading at the side.
    """
    found: dict[Field, Anchor] = {}
    for number, anchor in enumerate(view.rows[view.order[index]]):
        name = anchor.names("goal")
        if name:
            found[name] = anchor
        elif number and not _may_stand_beside(anchor):
            return None
    return found if "actual" in found and len(found) > 1 else None


def _may_stand_beside(anchor: Anchor) -> bool:
    return bool(_POINTS.fullmatch(anchor.text)) or any(map(anchor.names, ("mark", "indicator", "fund")))


def read_goal_table(
    view: View, index: int, header: dict[Field, Anchor], ends: Callable[[int], bool], goals: Goals
) -> int:
    """Read the texts below a goal header; returns the index of the first row after them."""
    top = view.order[index]
    starts = sorted(anchor.left for anchor in header.values())
    beside = [anchor for anchor in view.rows[top] if anchor.left < starts[0]]
    for anchor in (*beside, *header.values()):
        goals.use(anchor)
    bottom = max(anchor.bottom for anchor in header.values())
    last = min((anchor.bottom for anchor in beside if anchor.bottom > bottom), default=0)
    index += 1
    while index < len(view.order):
        row = view.order[index]
        if row > max(bottom, last) and ends(index):
            return index
        if (last and row > last) or _is_heading(view, row, header):
            return index
        goals.add(_texts(view, row, header, starts, goals))
        index += 1
    return index


def _is_heading(view: View, row: int, header: dict[Field, Anchor]) -> bool:
    """A heading over the whole width, such as 绩效指标, begins the next block."""
    seen = {view.at(row, anchor.left) for anchor in header.values()}
    only = next(iter(seen))
    return len(seen) == 1 and only is not None and bool(only.names("mark"))


def _texts(
    view: View, row: int, header: dict[Field, Anchor], starts: list[int], goals: Goals
) -> dict[Field, Anchor]:
    cells: dict[Field, Anchor] = {}
    for name, anchor in header.items():
        after = [start for start in starts if start > anchor.left]
        right = max(anchor.right, after[0] - 1 if after else anchor.right)
        seen = view.within(row, anchor.left, right)
        if seen is not None and seen.row == row:
            cells[name] = seen
            goals.use(seen)
    return cells


def goal_pairs(view: View, index: int) -> dict[Field, Anchor] | None:
    """年度总体目标 | text | 完成情况 | text in one row; None when this row is not like that."""
    line = view.rows[view.order[index]]
    found: dict[Field, Anchor] = {}
    for anchor, after in pairwise(line):
        name = anchor.names("goal")
        if name in ("expected", "actual") and not after.names("goal") and not after.names("indicator"):
            found.setdefault(name, after)
    return found or None
