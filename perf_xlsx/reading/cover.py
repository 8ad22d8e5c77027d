"""基本信息 and 存在问题及建议: what a unit says of itself, as labels with values."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from perf_xlsx.model import Cell, Field
from perf_xlsx.reading.forms import SECTIONS, spellings
from perf_xlsx.reading.view import Anchor, View

_SUMS: Final = ("budget", "executed")
_FEWEST: Final = 3
_LONGEST: Final = 200
"""Rows beyond which a sheet is a list, not a cover."""


def read_cover(view: View) -> dict[Field, Cell] | None:
    """The cover fields of a sheet (names as in ``model.Cover``); None when it is no cover sheet."""
    if len(view.order) > _LONGEST:
        return None
    if len(view.order) > _LONGEST:
        return None
    labels = {(anchor.row, anchor.left): name for anchor in view.anchors() if (name := anchor.names("cover"))}
    known = set(labels.values())
    if len(known) < _FEWEST and not known & {"issues", "issues_advice"}:
        return None
    if known <= {"issues", "issues_advice"} and len(view.order) > 60:
        return None
    found: dict[Field, Cell] = {}
    for (row, left), name in labels.items():
        anchor = view.at(row, left)
        assert anchor is not None
        if name in _SUMS and _parts(view, anchor, name, found):
            continue
        value = _below(view, anchor) if name.startswith("issues") else _right(view, anchor)
        if value is not None:
            found.setdefault(name, value.cell)
    return found


def _right(view: View, anchor: Anchor) -> Anchor | None:
    after = next((other for other in view.rows[anchor.row] if other.left > anchor.right), None)
    return after if after is not None and not _is_label(after) else None


def _is_label(anchor: Anchor) -> bool:
    return any(map(anchor.names, ("cover", "cover_part", "head"))) or anchor.names("mark") == "sign"


def _below(view: View, anchor: Anchor) -> Anchor | None:
    """A long text stands right of its label or below it."""
    right = _right(view, anchor)
    if right is not None:
        return right
    for row in view.order:
        if row > anchor.bottom:
            first = view.rows[row][0]
            return None if _is_label(first) or first.names("mark") == "sign" else first
    return None


def _parts(view: View, anchor: Anchor, name: Field, found: dict[Field, Cell]) -> bool:
    """预算安排 with 合计, 一般公共预算 and 政府性基金预算 in the rows beside it or the columns above it."""
    taken = False
    for row in range(anchor.row, anchor.bottom + 1):
        line = [other for other in view.rows.get(row, []) if other.left > anchor.right]
        for other, after in pairwise(line):
            if _part(other) is not None and not _is_label(after):
                found.setdefault(_joined(name, _part(other)), after.cell)
                taken = True
    if taken:
        return True
    for other in (other for other in view.rows[anchor.row] if other.left > anchor.right):
        above = _heading(view, other)
        if above is not None:
            found.setdefault(_joined(name, _part(above)), other.cell)
            taken = True
    return taken


def _part(anchor: Anchor) -> str | None:
    """``""`` for 合计, else the fund kind; None when the text is no such part."""
    for spelling in spellings(anchor.text):
        if spelling in SECTIONS["cover_part"].words:
            return SECTIONS["cover_part"].words[spelling]
    return None


def _joined(name: Field, part: str | None) -> Field:
    return f"{name}_{part}" if part else name


def _heading(view: View, anchor: Anchor) -> Anchor | None:
    for row in reversed([row for row in view.order if row < anchor.row][-4:]):
        above = view.at(row, anchor.left)
        if above is not None and _part(above) is not None:
            return above
    return None
