"""A sheet as a person sees it: cells in rows, a merged area as one cell wherever it reaches."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from perf_xlsx.model import Area, Cell, CellState, Sheet
from perf_xlsx.reading.forms import field_of

_TALLEST: Final = 2000
"""Rows that a merged area is followed down; taller ones are no part of any form."""
_WIDE_AREA: Final = 20_000
"""Cells of a merged area; larger ones are taken as one row."""
_WIDEST: Final = 400
"""Columns beyond this are no part of any form."""


class Anchor(NamedTuple):
    """A non-empty cell with the rectangle that it covers (one cell when it isn't merged)."""

    row: int
    left: int
    bottom: int
    right: int
    cell: Cell
    text: str

    def names(self, section: str) -> str:
        """The field that the text names in a section of ``forms.toml``."""
        return field_of(section, self.text)


class View:
    """Rows of anchors, from left to right; cells hidden under a merge are not there.

    ``order`` holds the rows that have an anchor.  Looking at part of the columns: ``band``.
    """

    __slots__ = ("_cover", "_empty", "name", "order", "rows")

    def __init__(
        self,
        name: str,
        rows: dict[int, list[Anchor]],
        cover: dict[tuple[int, int], Anchor],
        empty: dict[tuple[int, int], Area],
    ):
        self.name = name
        self.rows = rows
        self.order = sorted(rows)
        self._cover = cover
        self._empty = empty

    def at(self, row: int, column: int) -> Anchor | None:
        """What a person sees at an address, also inside a merged area."""
        return self._cover.get((row, column))

    def merged_over(self, row: int, column: int) -> int:
        """How many rows the cell at an address covers, also an empty one; 0 below its first row."""
        found = self._cover.get((row, column))
        if found is not None:
            return found.bottom - found.row + 1 if found.row == row else 0
        area = self._empty.get((row, column))
        if area is None:
            return 1
        return area.bottom - area.top + 1 if area.top == row else 0

    def within(self, row: int, left: int, right: int) -> Anchor | None:
        """The first thing seen in a row between two columns, both included."""
        for column in range(left, right + 1):
            found = self._cover.get((row, column))
            if found is not None:
                return found
        return None

    def anchors(self) -> Iterator[Anchor]:
        for row in self.order:
            yield from self.rows[row]

    def band(self, left: int, right: int) -> View:
        """The part of the sheet between two columns, both included."""
        rows = {
            row: kept
            for row, line in self.rows.items()
            if (kept := [anchor for anchor in line if left <= anchor.left <= right])
        }
        cover = {at: anchor for at, anchor in self._cover.items() if left <= anchor.left <= right}
        return View(self.name, rows, cover, self._empty)

    def bands(self, starts: Sequence[int]) -> Iterator[View]:
        """The sheet cut before some columns, all parts in one pass; the first is column 1."""
        rows: list[dict[int, list[Anchor]]] = [{} for _ in starts]
        covers: list[dict[tuple[int, int], Anchor]] = [{} for _ in starts]
        for row, line in self.rows.items():
            for anchor in line:
                rows[bisect(starts, anchor.left) - 1].setdefault(row, []).append(anchor)
        for at, anchor in self._cover.items():
            covers[bisect(starts, anchor.left) - 1][at] = anchor
        for own, cover in zip(rows, covers, strict=True):
            yield View(self.name, own, cover, self._empty)

    def area(self, top: int, bottom: int) -> Area:
        """The rectangle around what stands in rows top to bottom."""
        found = [anchor for row in self.order if top <= row <= bottom for anchor in self.rows[row]]
        left = min((anchor.left for anchor in found), default=1)
        return Area(top, left, bottom, max((anchor.right for anchor in found), default=left))


def look_at(sheet: Sheet) -> View:
    """Make the view of a sheet."""
    last_row = max(sheet.cells, default=(0, 0))[0]
    starts: dict[tuple[int, int], Area] = {}
    for area in sheet.merges:
        bottom, right = min(area.bottom, last_row, area.top + _TALLEST), min(area.right, _WIDEST)
        if (bottom - area.top + 1) * (right - area.left + 1) > _WIDE_AREA:
            bottom = area.top
        if area.top <= bottom and area.left <= right:
            starts[area.top, area.left] = Area(area.top, area.left, bottom, right)
    rows: dict[int, list[Anchor]] = {}
    cover: dict[tuple[int, int], Anchor] = {}
    for at in sorted(sheet.cells):
        cell = sheet.cells[at]
        # what is covered already lies hidden under a merge
        row, column = at
        text = cell.text
        if at in cover or column > _WIDEST or ((not text or text.isspace()) and _shows_nothing(cell)):
            continue
        merged = starts.get(at)
        if merged is None:
            anchor = cover[at] = Anchor(row, column, row, column, cell, text)
        else:
            anchor = Anchor(row, column, merged.bottom, merged.right, cell, text)
            across = range(column, merged.right + 1)
            for covered in range(row, merged.bottom + 1):
                for beside in across:
                    cover[covered, beside] = anchor
        rows.setdefault(row, []).append(anchor)
    empty = {
        (row, area.left): area
        for at, area in starts.items()
        if at not in cover and area.top < area.bottom
        for row in range(area.top, area.bottom + 1)
    }
    return View(sheet.name, rows, cover, empty)


def _shows_nothing(cell: Cell) -> bool:
    """A formula that was never calculated is something to be seen, unless it may show nothing."""
    return cell.state is not CellState.NO_RESULT or '""' in (cell.formula or "")


def copies(view: View) -> Iterator[View]:
    """The forms that stand side by side, each as a view of its own; one view when there is only one.

    A header row whose first word comes again to the right, with a header of its own, starts the next.
    """
    for row in view.order:
        line = view.rows[row]
        if len(line) < 6 or all(anchor.text != line[0].text for anchor in line[3:]):
            continue
        cuts = _cuts(line)
        if cuts:
            yield from view.bands([1, *cuts])
            return
    yield view


def _cuts(line: list[Anchor]) -> list[int]:
    fields = [anchor.names("indicator") for anchor in line]
    if not {"target", "actual", "goal_text", "completion_note"} & set(fields):
        return []
    first = line[0].text
    starts = [number for number, anchor in enumerate(line) if anchor.text == first]
    pieces = [fields[start:end] for start, end in zip(starts, [*starts[1:], len(line)], strict=True)]
    complete = [{"level3", "name"} & set(piece) and {"target", "actual"} & set(piece) for piece in pieces]
    return [line[start].left for start in starts[1:]] if len(starts) > 1 and all(complete) else []
