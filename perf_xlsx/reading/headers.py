"""Header rows of the indicator table: one to three rows deep, columns named by their words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from perf_xlsx.model import Field, Place, Problem
from perf_xlsx.reading.forms import field_of
from perf_xlsx.reading.naming import NAMES, NO_START, VALUES, Leaf, guess_leaves, name_leaves
from perf_xlsx.reading.view import Anchor, View

_LEVELS: Final = frozenset({"level1", "level2", "level3"})
_FEWEST: Final = 3
"""Cells from which on a row with other words in it may be the upper half of a header."""
_DEEPEST: Final = 3
_NUMBER: Final = re.compile(r"\s*[-+]?\d+(?:\.\d+)?\s*[%％分]?\s*")
_SENTENCE: Final = re.compile(r"[:：，。；;、]|\d(?!\d*\s*年)|.{16}")
"""What no group heading of a table holds."""


@dataclass(frozen=True, slots=True)
class Column:
    """A named column: the cells from ``left`` to ``right`` belong to it; its header ends at ``edge``."""

    field: Field
    left: int
    right: int
    edge: int
    header: Anchor


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its rows, its columns from left to right, and what stands to the left of them."""

    top: int
    bottom: int
    columns: tuple[Column, ...]
    side: tuple[Anchor, ...]
    unknown: tuple[Anchor, ...]
    words: tuple[Anchor, ...]
    problems: tuple[Problem, ...]

    def column(self, name: Field) -> Column | None:
        for column in self.columns:
            if column.field == name:
                return column
        return None

    @property
    def fields(self) -> frozenset[Field]:
        return frozenset(column.field for column in self.columns)


def find_header(view: View, index: int, section: str = "indicator") -> Header | None:
    """The header that starts in the row ``view.order[index]``; None when none does."""
    top = view.rows[view.order[index]]
    if all(anchor.names(section) in NO_START for anchor in top) or any(_number(anchor) for anchor in top):
        return None
    if _is_told(top, section):
        return None
    bottom, leaves = _leaves(view, index, section)
    name_leaves(leaves, section)
    if not _is_header(leaf.field for leaf in leaves):
        return None
    problems = guess_leaves(leaves, section)
    own = view.order[index : index + _DEEPEST]
    words = tuple(anchor for row in own if row <= bottom for anchor in view.rows[row])
    return _header(view.order[index], bottom, leaves, words, problems)


def _is_told(line: list[Anchor], section: str) -> bool:
    """Labels with their texts, such as 完成情况 and what was done: no header, even directly above one."""
    other = [not _known(anchor, section) and not anchor.names("mark") for anchor in line]
    if len(line) < _FEWEST and any(other):
        return True
    return any(text and bool(before.names("goal")) for before, text in zip(line, other[1:], strict=False))


def _number(anchor: Anchor) -> bool:
    return anchor.cell.number is not None or bool(_NUMBER.fullmatch(anchor.text))


def _is_header(fields: Iterable[Field]) -> bool:
    found = {name for name in fields if name}
    named, valued = found & NAMES, found & VALUES
    if not named or len(found) < 3:
        return False
    scored = found & {"weight", "reported_score", "reason"}
    return bool(valued) or (bool(found & {"level3", "name"}) and len(scored) > 1)


def _leaves(view: View, index: int, section: str) -> tuple[int, list[Leaf]]:
    leaves = [Leaf(anchor, None) for anchor in view.rows[view.order[index]]]
    bottom = view.order[index]
    for deeper in view.order[index + 1 : index + _DEEPEST]:
        if not _continues(view, leaves, deeper, bottom, section):
            break
        leaves = _deepen(leaves, view.rows[deeper])
        bottom = deeper
    return bottom, leaves


def _continues(view: View, leaves: list[Leaf], row: int, bottom: int, section: str) -> bool:
    """Whether a row holds nothing but header words that stand under those above it."""
    line = view.rows[row]
    if row - bottom > 1 or any(anchor.right - anchor.left > 11 for anchor in line):
        return False
    if any(leaf.anchor.bottom >= row and leaf.anchor.names(section) in _LEVELS for leaf in leaves):
        # the level names reach down over the row: it is the header's lower half, whatever its words
        return True
    if all(_known(anchor, section) for anchor in line) and not _over_text(leaves, line, section):
        below = [anchor for anchor in line if _parent(leaves, anchor) is not None]
        return bool(below) and (len(line) > 1 or len(leaves) > 3) and not _repeats(leaves, line, section)
    return False


def _over_text(leaves: list[Leaf], line: list[Anchor], section: str) -> bool:
    """A text that is no header word above a single header cell: the row above is none of the header."""
    children: dict[int, list[Anchor]] = {}
    for anchor in line:
        parent = _parent(leaves, anchor)
        if parent is not None:
            children.setdefault(parent.anchor.left, []).append(anchor)
    for leaf in leaves:
        above, below = leaf.anchor, children.get(leaf.anchor.left, [])
        if _known(above, section) or above.names("mark"):
            continue
        if _SENTENCE.search(above.text):
            return True
        if above.left < above.right:
            continue
        # 实际 over 完成值 is one word broken over two rows
        if len(below) == 1 and not field_of(section, above.text + below[0].text):
            return True
    return False


def _repeats(leaves: list[Leaf], line: list[Anchor], section: str) -> bool:
    """A second complete header (another table's), not the lower half of this one."""
    above = {leaf.anchor.names(section) for leaf in leaves}
    return {"level3", "level1"} <= {anchor.names(section) for anchor in line} & above


def _known(anchor: Anchor, section: str) -> bool:
    return bool(anchor.names(section)) or anchor.names("header_part") != ""


def _parent(leaves: list[Leaf], child: Anchor) -> Leaf | None:
    """The header cell above a sub-header; unmerged ones reach to the next header cell."""
    above = None
    for leaf in leaves:
        if leaf.anchor.left <= child.left:
            above = leaf
    if above is None or above.anchor.bottom >= child.row:
        return None
    return above


def _deepen(leaves: list[Leaf], line: list[Anchor]) -> list[Leaf]:
    children: dict[int, list[Anchor]] = {}
    deeper = []
    for anchor in line:
        parent = _parent(leaves, anchor)
        if parent is None:
            deeper.append(Leaf(anchor, None))
        else:
            children.setdefault(id(parent), []).append(anchor)
    for leaf in leaves:
        below = children.get(id(leaf))
        deeper += [leaf] if below is None else [Leaf(anchor, leaf.anchor) for anchor in below]
    return sorted(deeper, key=lambda leaf: leaf.anchor.left)


def place(anchor: Anchor) -> Place:
    """Where an anchor's cell stands."""
    return anchor.cell.place


# ---------------------------------------------------------------- columns with their reach


def _header(
    top: int, bottom: int, leaves: list[Leaf], words: tuple[Anchor, ...], problems: tuple[Problem, ...]
) -> Header:
    first = next(number for number, leaf in enumerate(leaves) if leaf.field)
    if leaves[first].field == "number" and first + 1 < len(leaves) and not leaves[first + 1].field:
        first += 1
    columns = []
    for number, leaf in enumerate(leaves):
        if not leaf.field:
            continue
        after = leaves[number + 1].anchor.left - 1 if number + 1 < len(leaves) else leaf.anchor.right
        columns.append(
            Column(
                leaf.field, leaf.anchor.left, max(after, leaf.anchor.right), leaf.anchor.right, leaf.anchor
            )
        )
    side = tuple(leaf.anchor for leaf in leaves[:first] if not leaf.field)
    unknown = tuple(leaf.anchor for leaf in leaves[first:] if not leaf.field)
    return Header(top, bottom, tuple(columns), side, unknown, words, problems)
