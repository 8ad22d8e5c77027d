"""Readable tables as sheets and books: what a test shows is what a person would see.

One line is one row, cells are parted by ``|``.  ``<`` merges with the cell to the left, ``^`` with the
cell above.  A bare number is a number cell, ``'10`` is the text 10, ``@0.98;0%`` a number with its
format (shown as ``98%``; 0.00 is the number 0 shown with two places), anything else a text; ``\\n`` is a
line break in a cell.

    >>> sheet("表", "项目名称 | 普法 | <\\n分值 | 10 | @0.98;0%").at(2, 3).text
    '98%'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from perf_xlsx.figures import percent, plain
from perf_xlsx.model import Area, Book, Cell, FileKind, Place, Sheet

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def cell(place: Place, written: str, *, hidden: bool = False) -> Cell | None:
    """One cell as the table writes it; None when it is empty."""
    written = written.replace("\\n", "\n")
    if not written:
        return None
    if written.startswith("@"):
        number, _, code = written[1:].partition(";")
        return Cell(place, _formatted(Decimal(number), code), Decimal(number), None, code, hidden=hidden)
    if _NUMBER.fullmatch(written):
        number = Decimal(written)
        code = "General" if written == plain(number) else "0." + "0" * len(written.partition(".")[2])
        return Cell(place, written, number, None, code, hidden=hidden)
    return Cell(place, written.removeprefix("'"), hidden=hidden)


def _formatted(number: Decimal, code: str) -> str:
    places = len(code.partition(".")[2].rstrip("%")) if "." in code else 0
    return percent(number, places) if code.endswith("%") else plain(number)


def sheet(name: str, table: str, *, visible: bool = True, hidden_rows: tuple[int, ...] = ()) -> Sheet:
    """A sheet of a readable table; empty lines at its ends are left out, others are empty rows."""
    grid = [[piece.strip() for piece in line.strip().split("|")] for line in table.strip("\n").splitlines()]
    cells: dict[tuple[int, int], Cell] = {}
    for row, line in enumerate(grid, 1):
        for column, written in enumerate(line, 1):
            if written in ("<", "^"):
                continue
            made = cell(Place(name, row, column), written, hidden=row in hidden_rows)
            if made is not None:
                cells[row, column] = made
    return Sheet(name, cells, _merges(grid), visible)


def _at(grid: list[list[str]], row: int, column: int) -> str:
    return grid[row][column] if row < len(grid) and column < len(grid[row]) else ""


def _merges(grid: list[list[str]]) -> tuple[Area, ...]:
    areas = []
    for row, line in enumerate(grid):
        for column, written in enumerate(line):
            if written in ("<", "^"):
                continue
            right = column
            while _at(grid, row, right + 1) == "<":
                right += 1
            bottom = row
            while all(_at(grid, bottom + 1, covered) == "^" for covered in range(column, right + 1)):
                bottom += 1
            if (right, bottom) != (column, row):
                areas.append(Area(row + 1, column + 1, bottom + 1, right + 1))
    return tuple(areas)


def book(*sheets: Sheet, properties: Mapping[str, str] | None = None) -> Book:
    """A workbook of the given sheets."""
    return Book(FileKind.XLSX, sheets, properties or {})


def beside(left: str, right: str, gap: int = 1) -> str:
    """Two tables side by side in one, ``gap`` empty columns between them."""
    lines, others = left.strip("\n").splitlines(), right.strip("\n").splitlines()
    width = max(line.count("|") + 1 for line in lines)
    joined = []
    for index in range(max(len(lines), len(others))):
        line = lines[index].strip() if index < len(lines) else ""
        pieces = line.split("|") + [""] * (width - (line.count("|") + 1) + gap)
        joined.append("|".join(pieces) + "|" + (others[index].strip() if index < len(others) else ""))
    return "\n".join(joined)
