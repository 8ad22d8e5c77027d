"""One sheet part of a package, streamed: cells with value, formula, result, format, place and sight.

Most rows are read by patterns, and blank cells passed over, before the parser sees them (``rows``,
``blanks``).  Both ways lead to the same cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from perf_xlsx.model import Area, Cell, CellState, Place, Problem, column_number
from perf_xlsx.reading import limits
from perf_xlsx.reading.addresses import ColumnSet, area, split
from perf_xlsx.reading.blanks import without_last_blanks
from perf_xlsx.reading.cells import PICTURE_LOOK, under_picture
from perf_xlsx.reading.contents import Contents, formula_of
from perf_xlsx.reading.formulas import moved
from perf_xlsx.reading.margins import PAGE_PARTS, page_texts
from perf_xlsx.reading.markup import Attributes, is_on, too_many_tags, walk
from perf_xlsx.reading.numbers import decimal
from perf_xlsx.reading.package import Package
from perf_xlsx.reading.refusal import refusal
from perf_xlsx.reading.rows import PlainCell, without_plain_rows


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


def read_sheet(package: Package, part: str, name: str, contents: Contents, room: int) -> Stored:
    """The sheet in a part; ``room``: how many cells the workbook may still have."""
    left = package.left
    try:
        return _Reader(part, name, contents, room, strict=True).run(package.chunks(part, limits.SHEET_BYTES))
    except _Unplaced:
        package.left = left
        return _Reader(part, name, contents, room, strict=False).run(package.chunks(part, limits.SHEET_BYTES))


class _Reader:
    """The handlers of one sheet."""

    def __init__(self, part: str, name: str, contents: Contents, room: int, *, strict: bool) -> None:
        self.part = part
        self.name = name
        self.contents = contents
        self.room = room
        self.strict = strict
        self.found = Stored()
        self.hidden_columns = ColumnSet()
        self.rows_hidden = False
        self.row = self.column = 0
        self.row_hidden = False
        self.tags = 0
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
                "mergeCell": self.merge_cell,
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
            passed_over=self.passed_over,
        )
        self.share_formulas()
        if self.outside:
            self.found.problems.append(
                Problem("file.outside_grid", Place(self.name, 1, 1), found=str(self.outside))
            )
        return self.found

    def passed_over(self, pieces: Iterator[bytes], encoding: str) -> Iterator[bytes]:
        if not self.strict:
            return without_last_blanks(pieces)
        return without_plain_rows(pieces, encoding, lambda: self.inside, self.plain_row, self.merge)

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
        self.row_hidden = self.hides(attributes)

    def hides(self, attributes: Attributes) -> bool:
        """Whether a row with these attributes is hidden."""
        hidden = attributes.get("hidden")
        return (
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
        self.formula = formula_of(text) or ("" if self.share is not None else None)

    def end_text(self, text: str) -> None:
        if self.runs is not None and not self.phonetic:
            self.runs.append(text)

    def end_cell(self, _: str) -> None:
        kind, value, formula = self.type, self.value, self.formula
        if self.runs is not None and not (value and kind in ("n", "s")):
            kind, value = "inlineStr", "".join(self.runs)
        if not self.inside or (value is None and formula is None):
            return
        row, column = self.row, self.column
        if not (1 <= row <= limits.ROWS and 1 <= column <= limits.COLUMNS):
            self.outside += 1
            return
        if self.share is not None:
            self.note_share(row, column)
        place, hidden = Place(self.name, row, column), self.row_hidden or column in self.hidden_columns
        if self.picture and kind == "e" and value:
            made = self.contents.cells.cell(place, PICTURE_LOOK, formula, hidden)
        else:
            made = self.contents.make(place, kind, self.style, value, formula, hidden)
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
        self.check_room()

    def check_room(self) -> None:
        if len(self.found.cells) > self.room:
            raise refusal("file.too_many_cells", expected=str(limits.CELLS))

    # ------------------------------------------------------------ rows that the parser never saw

    def plain_row(self, row: int, attributes: Attributes, found: list[PlainCell]) -> None:
        self.tags += 2 + 4 * len(found)
        if self.tags > limits.TAGS:
            raise too_many_tags(self.part)
        name, cells, contents, hidden_columns = (
            self.name,
            self.found.cells,
            self.contents,
            self.hidden_columns,
        )
        looks, formulas, pictures = contents.looks, contents.formulas, contents.formulas.pictures
        hidden, some_hidden, characters = self.hides(attributes), bool(hidden_columns), 0
        for letters, written, formula, value, given in found:
            look = looks[written, value, given]
            stored = formulas[formula]
            if stored is None and not look[0] and look[1] is None:
                continue
            text, number, day, code, state = under_picture(look) if stored in pictures else look
            column = column_number(letters)
            place, key = Place(name, row, column), (row, column)
            out_of_sight = hidden or (some_hidden and column in hidden_columns)
            made = Cell(place, text, number, day, code, stored, state, out_of_sight)
            if state is CellState.NO_RESULT:
                contents.cells.unanswered.append(place)
            if key in cells:
                self.keep(key, made)
            cells[key] = made
            characters += len(text)
        self.contents.cells.spend(characters)
        self.check_room()

    # ------------------------------------------------------------ after the cells

    def merge_cell(self, attributes: Attributes) -> None:
        self.merge([attributes.get("ref", "")])

    def merge(self, references: list[str]) -> None:
        for reference in references:
            found = area(reference)
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
                self.found.cells[key] = made._replace(formula=formula)


def _nothing(_: Attributes) -> None:
    """A leaf with text begins."""


def _whole(written: str | None) -> int:
    return int(written) if written and written.strip().isdecimal() and len(written) < 12 else 0


def _zero(written: str | None) -> bool:
    """Whether a height or width says that nothing is to be seen."""
    if not written or written[0] in "123456789":
        return False
    number = decimal(written)
    return number is not None and number == 0
