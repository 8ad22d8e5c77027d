"""What stands under merged cells: a person doesn't see it, so it is no part of the sheet.

Programs leave it there (Excel keeps only the upper left value).  It is told when it differs from
what is seen; merged areas are cut to the used part of the sheet, so that one down to the last row is
as large as the form it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Final

from perf_xlsx.model import Area, Cell, Problem
from perf_xlsx.reading import limits

_MARGIN_DOWN: Final = 200
_MARGIN_RIGHT: Final = 50
_STEPS: Final = 2_000_000


def cut_merges(merges: Iterable[Area], cells: Mapping[tuple[int, int], Cell]) -> tuple[Area, ...]:
    """The merged areas near the used part of the sheet, without those that are one cell, no two alike."""
    bottom = max(map(itemgetter(0), cells), default=0) + _MARGIN_DOWN
    right = max(map(itemgetter(1), cells), default=0) + _MARGIN_RIGHT
    kept: dict[Area, None] = {}
    for index, each in enumerate(merges):
        if index == limits.MERGES:
            break
        if each.top > bottom or each.left > right:
            continue
        if each.bottom > bottom or each.right > right:
            kept[Area(each.top, each.left, min(each.bottom, bottom), min(each.right, right))] = None
        else:
            kept[each] = None
    return tuple(each for each in kept if (each.top, each.left) != (each.bottom, each.right))


def take_ghosts(merges: tuple[Area, ...], cells: dict[tuple[int, int], Cell]) -> list[Problem]:
    """Take the covered cells out of ``cells``; the problems name those that say something else."""
    heads = {(each.top, each.left) for each in merges}
    steps = _STEPS
    told: list[Problem] = []
    for each in merges:
        steps -= min(_size(each), len(cells))
        if steps < 0:
            break
        seen = cells.get((each.top, each.left))
        for key in _covered(each, cells):
            if key in heads:
                continue
            ghost = cells.pop(key)
            if ghost.text and (seen is None or seen.text != ghost.text):
                told.append(_told(ghost, seen))
    return told


def _size(each: Area) -> int:
    return (each.bottom - each.top + 1) * (each.right - each.left + 1)


def _covered(each: Area, cells: Mapping[tuple[int, int], Cell]) -> list[tuple[int, int]]:
    if _size(each) > len(cells):
        return [key for key in cells if each.holds(*key) and key != (each.top, each.left)]
    return [
        (row, column)
        for row in range(each.top, each.bottom + 1)
        for column in range(each.left, each.right + 1)
        if (row, column) in cells and (row, column) != (each.top, each.left)
    ]


def _told(ghost: Cell, seen: Cell | None) -> Problem:
    return Problem(
        "file.under_merge", ghost.place, found=ghost.text, slots={"shown": seen.text if seen else "（空）"}
    )
