"""OpenDocument spreadsheets (.ods), read from their content part in one streaming pass.

The standard library does: the part holds each value with its kind *and* its text as shown, so that
percent and dates are certain, and reading it needs no library that may fail on a far cell.
Source: OpenDocument 1.3 part 3, chapters 9 and 19.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final

from perf_xlsx.model import Area, Book, Cell, CellState, FileKind, Place, Sheet
from perf_xlsx.reading import limits
from perf_xlsx.reading.addresses import ColumnSet
from perf_xlsx.reading.cells import serial_of
from perf_xlsx.reading.date_format import day_of
from perf_xlsx.reading.ghosts import cut_merges
from perf_xlsx.reading.markup import Attributes, parse
from perf_xlsx.reading.number_format import GENERAL, general
from perf_xlsx.reading.numbers import decimal
from perf_xlsx.reading.package import Package
from perf_xlsx.reading.refusal import Refusal, refusal
from perf_xlsx.text import shown

_PREFIX: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE: Final = _PREFIX + "office:1.0 "
_TABLE: Final = _PREFIX + "table:1.0 "
_TEXT: Final = _PREFIX + "text:1.0 "
_STYLE: Final = _PREFIX + "style:1.0 "
_META: Final = _PREFIX + "meta:1.0 "
_EXTENSION: Final = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_ASIDE: Final = (_OFFICE + "annotation", _TEXT + "ruby-text", _PREFIX + "drawing:1.0 frame")
_UNSEEN: Final = ("collapse", "filter")
_NUMBERS: Final = ("float", "percentage", "currency")


@dataclass(slots=True)
class _Open:
    """The cell that is being read."""

    attributes: Attributes
    covered: bool
    lines: list[str] = field(default_factory=list)


class _Content:
    """Handlers of the content part: one table after the other, repeated rows and cells counted."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.room = limits.CELLS
        self.aside = 0
        self.depth = 0
        self.cell: _Open | None = None
        self.text: list[str] = []
        self.in_text = 0
        self.begin_table({})

    def begin_table(self, attributes: Attributes) -> None:
        self.name = attributes.get(_TABLE + "name", "") or f"Sheet{len(self.sheets) + 1}"
        self.visible = attributes.get(_TABLE + "style-name", "") not in self.hidden_styles
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merges: list[Area] = []
        self.hidden_columns = ColumnSet()
        self.row = self.column = self.columns = 0
        self.row_repeat = 1
        self.row_hidden = False

    def start(self, tag: str, attributes: Attributes) -> None:
        if self.aside:
            self.aside += 1
        elif tag in _ASIDE and self.cell is not None:
            self.aside = 1
        elif tag.startswith(_TABLE):
            self.start_table(tag.removeprefix(_TABLE), attributes)
        elif tag.startswith(_TEXT):
            self.start_text(tag.removeprefix(_TEXT), attributes)
        elif tag == _STYLE + "style":
            self.style = attributes.get(_STYLE + "name", "")
        elif tag == _STYLE + "table-properties" and attributes.get(_TABLE + "display") == "false":
            self.hidden_styles.add(self.style)

    def start_table(self, name: str, attributes: Attributes) -> None:
        if name in ("table-cell", "covered-table-cell"):
            self.cell = _Open(attributes, name != "table-cell")
        elif name == "table-row":
            self.row += 1
            self.column = 0
            self.row_repeat = _count(attributes, "number-rows-repeated")
            self.row_hidden = attributes.get(_TABLE + "visibility") in _UNSEEN
        elif name == "table-column":
            repeat = _count(attributes, "number-columns-repeated")
            if attributes.get(_TABLE + "visibility") in _UNSEEN:
                self.hidden_columns.add(self.columns + 1, self.columns + repeat)
            self.columns += repeat
        elif name == "table":
            self.depth += 1
            if self.depth == 1:
                self.begin_table(attributes)

    def start_text(self, name: str, attributes: Attributes) -> None:
        if name in ("p", "h"):
            self.in_text += 1
            self.text.clear()
        elif self.in_text and name == "s":
            count = attributes.get(_TEXT + "c", "1")
            self.text.append(" " * min(int(count) if count.isdecimal() else 1, 1000))
        elif self.in_text and name in ("tab", "line-break"):
            self.text.append("\t" if name == "tab" else "\n")

    def data(self, text: str) -> None:
        if self.in_text and not self.aside:
            self.text.append(text)

    def end(self, tag: str) -> None:
        if self.aside:
            self.aside -= 1
        elif tag in (_TEXT + "p", _TEXT + "h"):
            self.in_text -= 1
            if self.cell is not None:
                self.cell.lines.append("".join(self.text))
            self.text.clear()
        elif tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            self.end_cell()
        elif tag == _TABLE + "table-row":
            self.row += self.row_repeat - 1
        elif tag == _TABLE + "table":
            self.depth -= 1
            if self.depth == 0:
                merges = cut_merges(self.merges, self.cells)
                self.sheets.append(Sheet(self.name, self.cells, merges, self.visible))

    def end_cell(self) -> None:
        opened, self.cell = self.cell, None
        if opened is None:
            return
        repeat = _count(opened.attributes, "number-columns-repeated")
        if not opened.covered:
            self.note_merge(opened.attributes)
            if opened.lines or opened.attributes.keys() & {_OFFICE + "value-type", _TABLE + "formula"}:
                self.keep(opened, repeat)
        self.column += repeat

    def note_merge(self, attributes: Attributes) -> None:
        down, right = _count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned")
        if down > 1 or right > 1:
            top, left = self.row, self.column + 1
            self.merges.append(Area(top, left, top + down - 1, left + right - 1))

    def keep(self, opened: _Open, repeat: int) -> None:
        self.room -= repeat * self.row_repeat
        if self.room < 0:
            raise refusal("file.too_many_cells", expected=str(limits.CELLS))
        for row in range(self.row, self.row + self.row_repeat):
            for column in range(self.column + 1, self.column + repeat + 1):
                hidden = self.row_hidden or column in self.hidden_columns
                made = _cell(Place(self.name, row, column), opened, hidden)
                if made is not None:
                    self.cells[row, column] = made


def _count(attributes: Attributes, name: str) -> int:
    written = attributes.get(_TABLE + name, "1")
    return max(1, min(int(written), limits.ROWS)) if written.isdecimal() and len(written) < 9 else 1


def _cell(place: Place, opened: _Open, hidden: bool) -> Cell | None:
    get = opened.attributes.get
    kind = get(_OFFICE + "value-type", "")
    text = "\n".join(opened.lines) or get(_OFFICE + "string-value", "")
    written = get(_TABLE + "formula")
    formula = _formula(written) if written else None
    if get(_EXTENSION + "value-type") == "error" or (formula and text.startswith(("#", "Err:"))):
        return Cell(place, text or "#VALUE!", None, None, GENERAL, formula, CellState.ERROR, hidden)
    if formula is not None and not kind and not text:
        return Cell(place, "", None, None, GENERAL, formula, CellState.NO_RESULT, hidden)
    if kind in _NUMBERS:
        return _number(place, kind, decimal(get(_OFFICE + "value", "")), text, formula, hidden)
    if kind == "date":
        serial = serial_of(get(_OFFICE + "date-value", ""))
        if serial is not None:
            day = day_of(serial)
            return Cell(place, text or str(day), serial, day, "yyyy-mm-dd", formula, hidden=hidden)
    if kind == "boolean" and not text:
        text = get(_OFFICE + "boolean-value", "").upper()
    if not shown(text) and formula is None:
        return None
    return Cell(place, text, None, None, GENERAL, formula, hidden=hidden)


def _number(
    place: Place, kind: str, number: Decimal | None, text: str, formula: str | None, hidden: bool
) -> Cell:
    if number is None or text in ("TRUE", "FALSE"):
        return Cell(place, text, None, None, GENERAL, formula, hidden=hidden)
    code = GENERAL
    if kind == "percentage":
        text = text or f"{general(number * 100)}%"
        places = len(text.rstrip("% ").partition(".")[2])
        code = f"0.{'0' * places}%" if places else "0%"
    return Cell(place, text or general(number), number, None, code, formula, hidden=hidden)


def _formula(written: str) -> str:
    """of:=SUM([.A1:.B2]) as a worksheet of Excel has it: SUM(A1:B2)."""
    body = written.partition("=")[2] if ":=" in written[:8] else written.lstrip("=")
    return body.replace("[.", "").replace(":.", ":").replace("]", "").replace(";", ",")


def read_open_document(package: Package) -> Book:
    """The workbook of an .ods package; raises ``Refusal``."""
    content = _Content()
    chunks = package.chunks("content.xml")
    parse("content.xml", chunks, content.start, content.end, content.data)
    if not content.sheets:
        raise refusal("file.no_sheets")
    properties, created = _meta(package)
    return Book(FileKind.ODS, tuple(content.sheets), properties, created)


def _meta(package: Package) -> tuple[dict[str, str], datetime | None]:
    """The user's properties, and when the document was created."""
    properties: dict[str, str] = {}
    stamps: list[str] = []
    text: list[str] = []
    name = ""

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal name
        text.clear()
        name = attributes.get(_META + "name", "") if tag == _META + "user-defined" else ""

    def end(tag: str) -> None:
        if tag == _META + "user-defined":
            properties[name] = "".join(text)
        elif tag == _META + "creation-date":
            stamps.append("".join(text))

    if "meta.xml" in package:
        try:
            parse("meta.xml", package.chunks("meta.xml", 4 * 2**20), start, end, text.append)
        except Refusal as refused:
            if refused.problem.rule == "file.document_type":
                raise
    return properties, _moment(stamps)


def _moment(stamps: list[str]) -> datetime | None:
    try:
        moment = datetime.fromisoformat(stamps[0].strip()[:19]) if stamps else None
    except ValueError:
        return None
    return moment
