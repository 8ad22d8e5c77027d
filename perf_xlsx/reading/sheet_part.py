"""One sheet part of a package, streamed: cells with value, formula, result, format, place and sight.

Blank cells are passed over before the parser sees them (``blanks``): bordered forms and used ranges
down to the last row consist of little else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from perf_xlsx.model import Area, Cell, Place, Problem
from perf_xlsx.reading import limits
from perf_xlsx.reading.addresses import ColumnSet, area, split
from perf_xlsx.reading.blanks import without_blanks
from perf_xlsx.reading.cells import Cells
from perf_xlsx.reading.formulas import moved
from perf_xlsx.reading.margins import PAGE_PARTS, page_texts
from perf_xlsx.reading.markup import Attributes, is_on, walk
from perf_xlsx.reading.numbers import decimal
from perf_xlsx.reading.package import Package
from perf_xlsx.reading.refusal import damaged, refusal
from perf_xlsx.text import decode_escapes


@dataclass(slots=True)
class Stored:
    """A sheet as its part holds it: ``merges`` as written, ``problems`` about single cells, page headers
    and footers in ``margins``."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)


class _Unplaced(Exception):  # noqa: N818 - a signal
    """A cell or row without an address: blank ones must be counted, so none may be passed over."""


def read_sheet(
    package: Package, part: str, name: str, texts: Sequence[str], cells: Cells, room: int
) -> Stored:
    """The sheet in a part; ``room``: how many cells the workbook may still have."""
    left = package.left
    try:
        return _Reader(part, name, texts, cells, room, strict=True).run(
            package.chunks(part, limits.SHEET_BYTES)
        )
    except _Unplaced:
        package.left = left
        return _Reader(part, name, texts, cells, room, strict=False).run(
            package.chunks(part, limits.SHEET_BYTES)
        )


class _Reader:
    """The handlers of one sheet."""

    def __init__(
        self, part: str, name: str, texts: Sequence[str], cells: Cells, room: int, *, strict: bool
    ) -> None:
        self.part = part
        self.name = name
        self.texts = texts
        self.factory = cells
        self.room = room
        self.strict = strict
        self.found = Stored()
        self.hidden_columns = ColumnSet()
        self.rows_hidden = False
        self.row = self.column = 0
        self.row_hidden = False
        self.shared: dict[str, tuple[int, int, str]] = {}
        self.followers: list[tuple[tuple[int, int], str]] = []
        self.outside = 0
        self.inside = False
        self.type = "n"
        self.style: str | None = None
        self.picture = False
        self.value: str | None = None
        self.formula: str | None = None
        self.share: str | None = None
        self.runs: list[str] | None = None
        self.phonetic = False

    def run(self, chunks: Iterable[bytes]) -> Stored:
        walk(
            self.part,
            chunks,
            {
                "sheetData": self.begin_data,
                "row": self.begin_row,
                "c": self.begin_cell,
                "v": _nothing,
                "f": self.begin_formula,
                "is": self.begin_inline,
                "t": _nothing,
                "rPh": self.begin_phonetic,
                "col": self.columns,
                "sheetFormatPr": self.defaults,
                "mergeCell": self.merge,
            }
            | dict.fromkeys(PAGE_PARTS, _nothing),
            {
                "sheetData": self.end_data,
                "c": self.end_cell,
                "v": self.end_value,
                "f": self.end_formula,
                "t": self.end_text,
                "rPh": self.end_phonetic,
            }
            | dict.fromkeys(PAGE_PARTS, self.end_page_part),
            main_only=True,
            passed_over=without_blanks if self.strict else None,
        )
        self.share_formulas()
        if self.outside:
            self.found.problems.append(
                Problem("file.outside_grid", Place(self.name, 1, 1), found=str(self.outside))
            )
        return self.found

    # ------------------------------------------------------------ what hides

    def defaults(self, attributes: Attributes) -> None:
        self.rows_hidden = is_on(attributes.get("zeroHeight"))

    def columns(self, attributes: Attributes) -> None:
        if is_on(attributes.get("hidden")) or _zero(attributes.get("width")):
            first, last = _whole(attributes.get("min")), _whole(attributes.get("max"))
            if first and last:
                self.hidden_columns.add(first, last)

    # ------------------------------------------------------------ rows and cells

    def begin_data(self, _: Attributes) -> None:
        self.inside = True

    def end_data(self, _: str) -> None:
        self.inside = False

    def begin_row(self, attributes: Attributes) -> None:
        written = attributes.get("r")
        if written is None:
            if self.strict:
                raise _Unplaced
            self.row += 1
        else:
            self.row = _whole(written) or self.row + 1
        self.column = 0
        hidden = attributes.get("hidden")
        self.row_hidden = (
            is_on(hidden) if hidden is not None else self.rows_hidden and "ht" not in attributes
        ) or _zero(attributes.get("ht"))

    def begin_cell(self, attributes: Attributes) -> None:
        get = attributes.get
        self.type = get("t", "n")
        self.style = get("s")
        self.picture = "vm" in attributes
        self.value = self.formula = self.share = self.runs = None
        written = get("r")
        if written is None:
            if self.strict:
                raise _Unplaced
            self.column += 1
            return
        place = split(written)
        if place is None:
            place = split(written.strip()) or (0, 0)
        self.row, self.column = place

    def begin_formula(self, attributes: Attributes) -> None:
        self.formula = ""
        self.share = attributes.get("si") if attributes.get("t") == "shared" else None

    def begin_inline(self, _: Attributes) -> None:
        self.runs = []
        self.phonetic = False

    def begin_phonetic(self, _: Attributes) -> None:
        self.phonetic = True

    def end_phonetic(self, _: str) -> None:
        self.phonetic = False

    def end_value(self, text: str) -> None:
        self.value = text

    def end_formula(self, text: str) -> None:
        text = decode_escapes(text.strip().removeprefix("="))
        self.formula = text if text or self.share is not None else None

    def end_text(self, text: str) -> None:
        if self.runs is not None and not self.phonetic:
            self.runs.append(text)

    def end_cell(self, _: str) -> None:
        if not self.inside or (self.value is None and self.formula is None and self.runs is None):
            return
        row, column = self.row, self.column
        if not (1 <= row <= limits.ROWS and 1 <= column <= limits.COLUMNS):
            self.outside += 1
            return
        if self.share is not None:
            self.note_share(row, column)
        made = self.make(Place(self.name, row, column))
        if made is not None:
            self.keep((row, column), made)

    def note_share(self, row: int, column: int) -> None:
        share = self.share or ""
        if self.formula:
            self.shared.setdefault(share, (row, column, self.formula))
        else:
            self.followers.append(((row, column), share))

    def keep(self, key: tuple[int, int], made: Cell) -> None:
        cells = self.found.cells
        before = cells.get(key)
        if before is not None and before.text != made.text:
            self.found.problems.append(
                Problem("file.cell_twice", made.place, found=before.text, slots={"taken": made.text})
            )
        cells[key] = made
        if len(cells) > self.room:
            raise refusal("file.too_many_cells", expected=str(limits.CELLS))

    def make(self, place: Place) -> Cell | None:
        hidden = self.row_hidden or place.column in self.hidden_columns
        factory, formula = self.factory, self.formula
        code = factory.format_of(self.style)
        if self.type == "n" and self.value:
            number = decimal(self.value)
            if number is None:
                return factory.text(place, decode_escapes(self.value), code, formula, hidden)
            return factory.number(place, number, code, formula, hidden)
        if self.type == "s" and self.value:
            return factory.text(place, self.text_of(self.value), code, formula, hidden)
        return self.make_other(place, code, hidden)

    def make_other(self, place: Place, code: str, hidden: bool) -> Cell | None:
        factory, formula, kind = self.factory, self.formula, self.type
        if self.runs is not None:
            return factory.text(place, decode_escapes("".join(self.runs)), code, formula, hidden)
        if kind in ("str", "inlineStr") and self.value is not None:
            return factory.text(place, decode_escapes(self.value), code, formula, hidden)
        if not self.value:
            return None if formula is None else factory.no_result(place, formula, code, hidden)
        if kind == "b":
            return factory.text(place, "TRUE" if is_on(self.value) else "FALSE", code, formula, hidden)
        if kind == "e":
            if self.picture:
                return factory.picture(place, formula, hidden)
            return factory.error(place, self.value, code, formula, hidden)
        if kind == "d":
            return factory.moment(place, self.value, code, formula, hidden)
        return factory.text(place, decode_escapes(self.value), code, formula, hidden)

    def text_of(self, index: str) -> str:
        """The shared text of an index; a workbook whose texts are lost can't be read."""
        try:
            number = int(index)
        except ValueError:
            number = -1
        if not 0 <= number < len(self.texts):
            raise damaged("xl/sharedStrings.xml")
        return self.texts[number]

    # ------------------------------------------------------------ after the cells

    def merge(self, attributes: Attributes) -> None:
        found = area(attributes.get("ref", ""))
        if found is not None and (found.top, found.left) != (found.bottom, found.right):
            self.found.merges.append(found)

    def end_page_part(self, text: str) -> None:
        self.found.margins += page_texts(text)

    def share_formulas(self) -> None:
        for key, share in self.followers:
            made, master = self.found.cells.get(key), self.shared.get(share)
            if made is not None and master is not None:
                row, column, text = master
                formula = moved(text, key[0] - row, key[1] - column)
                self.found.cells[key] = replace(made, formula=formula)


def _nothing(_: Attributes) -> None:
    """A leaf with text begins."""


def _whole(written: str | None) -> int:
    return int(written) if written and written.strip().isdecimal() and len(written) < 12 else 0


def _zero(written: str | None) -> bool:
    """Whether a height or width says that nothing is to be seen."""
    number = decimal(written) if written else None
    return number is not None and number == 0
