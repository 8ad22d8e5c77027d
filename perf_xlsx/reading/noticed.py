"""What was noticed about the cells of a workbook, told once per rule and not once per cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from perf_xlsx.model import Cell, Place, Problem
from perf_xlsx.reading import limits
from perf_xlsx.reading.cells import PICTURE


def odd_cells(cells: Mapping[tuple[int, int], Cell]) -> list[Problem]:
    """The cells that show a picture, from which nothing can be read, and those whose text was cut off."""
    found = []
    for cell in cells.values():
        if cell.text == PICTURE:
            found.append(Problem("file.cell_picture", cell.place))
        elif len(cell.text) >= limits.TEXT:
            found.append(Problem("file.text_cut", cell.place, expected=str(limits.TEXT)))
    return found


def together(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """One problem per rule: the first, with the places of the others and their count.

    Problems without a place stand for themselves.
    """
    kept: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        kept.setdefault((problem.rule, "" if problem.place else problem.found), []).append(problem)
    return tuple(_one(alike) for alike in kept.values())


def _one(alike: list[Problem]) -> Problem:
    places: list[Place] = [each.place for each in alike if each.place is not None]
    slots = {**alike[0].slots, "count": str(len(alike))}
    return replace(alike[0], also=tuple(places[1:]), slots=slots)
