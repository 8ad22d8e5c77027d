"""Binary workbooks (.xlsb): the same sheets as .xlsx, in records instead of XML.

Read here and not by a library, because number formats, merged areas and what is hidden matter to a
form and the one well-kept reader gives none of them (and ends the process at a far cell); it is the
oracle in the tests.  Formula texts are not decoded: their stored results stand as values.
Source: [MS-XLSB] 2.3 and 2.4.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from perf_xlsx.model import Area, Book, Cell, FileKind, Place, Problem, Sheet
from perf_xlsx.reading import limits
from perf_xlsx.reading.addresses import ColumnSet
from perf_xlsx.reading.cells import Cells, Look, error_look, text_look
from perf_xlsx.reading.ghosts import cut_merges, take_ghosts
from perf_xlsx.reading.noticed import odd_cells, together
from perf_xlsx.reading.number_format import GENERAL
from perf_xlsx.reading.numbers import of_float
from perf_xlsx.reading.package import Package
from perf_xlsx.reading.refusal import Refusal, damaged, refusal
from perf_xlsx.reading.styles import BUILT_IN
from perf_xlsx.reading.workbook_part import created, custom_properties

_ROW, _BLANK, _RK, _ERROR, _BOOLEAN, _REAL, _STRING, _SHARED = range(8)
_FORMULA_STRING, _FORMULA_NUMBER, _FORMULA_BOOLEAN, _FORMULA_ERROR = range(8, 12)
_SHORT: Final = range(12, 19)
"""Kinds 1 to 7 without a column: the cell stands right of the one before it."""
_SHARED_TEXT: Final = 19
_FORMAT: Final = 44
_STYLE: Final = 47
_COLUMNS: Final = 60
_RICH: Final = 62
_WORKBOOK_PROPERTIES: Final = 153
_SHEET: Final = 156
_MERGE: Final = 176
_BEGIN_STYLES: Final = 617
_END_STYLES: Final = 618

_ERRORS: Final = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip

Record = tuple[int, bytes]


def _records(part: str, chunks: Iterable[bytes]) -> Iterator[Record]:
    """Kind and body of each record; kinds and lengths are numbers of seven bits a byte."""
    data = b"".join(chunks)
    position, end, count = 0, len(data), 0
    try:
        while position < end:
            count += 1
            if count > limits.TAGS:
                raise refusal(
                    "file.unpacks_too_large", found=part, expected=f"{limits.TAGS // 10_000} 万个记录"
                )
            kind = data[position]
            position += 1
            if kind & 0x80:
                kind = kind & 0x7F | (data[position] & 0x7F) << 7
                position += 1
            size = shift = 0
            while True:
                byte = data[position]
                position += 1
                size |= (byte & 0x7F) << shift
                shift += 7
                if byte < 0x80 or shift > 21:
                    break
            if position + size > end:
                raise damaged(part)
            yield kind, data[position : position + size]
            position += size
    except IndexError:
        raise damaged(part) from None


def _text(body: bytes, at: int) -> str:
    """A counted text; raises ``struct.error`` where it is cut off."""
    count = struct.unpack_from("<I", body, at)[0]
    if count == 0xFFFFFFFF:
        return ""
    if at + 4 + 2 * count > len(body):
        raise struct.error("text is cut off")
    return body[at + 4 : at + 4 + 2 * count].decode("utf-16-le", "replace")


def read_binary(package: Package) -> Book:
    """The workbook of an .xlsb package; raises ``Refusal``."""
    part = package.linked("", "officeDocument") or _ending(package, "workbook.bin")
    try:
        return _book(package, part or "")
    except (struct.error, IndexError, UnicodeError):
        raise refusal("file.other_unreadable", found=".xlsb") from None


def _ending(package: Package, name: str) -> str | None:
    return next((part for part in package.entries if part.endswith("/" + name) or part == name), None)


def _book(package: Package, part: str) -> Book:
    from_1904 = False
    listed: list[tuple[str, bool, str]] = []
    for kind, body in _records(part, package.chunks(part)):
        if kind == _SHEET:
            state = struct.unpack_from("<I", body)[0]
            key = _text(body, 8)
            listed.append((_text(body, 12 + 2 * len(key)), state == 0, key))
        elif kind == _WORKBOOK_PROPERTIES:
            from_1904 = bool(body[0] & 1)
    texts = _texts(package, package.linked(part, "sharedStrings") or _ending(package, "sharedStrings.bin"))
    formats = _formats(package, package.linked(part, "styles") or _ending(package, "styles.bin"))
    cells = Cells(formats, from_1904=from_1904)
    links = package.relationships(part)
    sheets, problems = [], list[Problem]()
    room = limits.CELLS
    for name, visible, key in listed:
        link = links.get(key)
        if link is None or link.type.lower() != "worksheet":
            continue
        if link.target not in package:
            problems.append(Problem("file.sheet_missing", found=name))
            continue
        reader = _Reader(name, texts, cells, room)
        _read_sheet(reader, package, link.target)
        room -= len(reader.cells)
        merges = cut_merges(reader.merges, reader.cells)
        ghosts = take_ghosts(merges, reader.cells)
        problems += [*ghosts, *odd_cells(reader.cells)] if visible else []
        sheets.append(Sheet(name, reader.cells, merges, visible))
    if not sheets:
        raise (
            refusal("file.sheet_damaged", found=problems[0].found) if problems else refusal("file.no_sheets")
        )
    return Book(
        FileKind.XLSB, tuple(sheets), custom_properties(package), created(package), together(problems)
    )


def _read_sheet(reader: _Reader, package: Package, part: str) -> None:
    """Raises ``Refusal``: a sheet that is broken is told by its name."""
    try:
        reader.read(_records(part, package.chunks(part, limits.PART_BYTES)))
    except (struct.error, IndexError, UnicodeError):
        raise refusal("file.sheet_damaged", found=reader.name) from None
    except Refusal as refused:
        if refused.problem.slots.get("part") == part:
            raise refusal("file.sheet_damaged", found=reader.name) from None
        raise


def _texts(package: Package, part: str | None) -> list[str]:
    if part is None:
        return []
    return [_text(body, 1) for kind, body in _records(part, package.chunks(part)) if kind == _SHARED_TEXT]


def _formats(package: Package, part: str | None) -> list[str]:
    if part is None:
        return []
    own: dict[int, str] = {}
    styles: list[int] = []
    within = False
    for kind, body in _records(part, package.chunks(part)):
        if kind == _FORMAT:
            own[struct.unpack_from("<H", body)[0]] = _text(body, 2)
        elif kind in (_BEGIN_STYLES, _END_STYLES):
            within = kind == _BEGIN_STYLES
        elif kind == _STYLE and within:
            styles.append(struct.unpack_from("<H", body, 2)[0])
    codes = [own.get(key) or BUILT_IN.get(key, GENERAL) for key in styles]
    return [GENERAL if code.lower() == "general" else code for code in codes]


@dataclass(slots=True)
class _Reader:
    """One sheet, record by record."""

    name: str
    texts: list[str]
    factory: Cells
    room: int
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_columns: ColumnSet = field(default_factory=ColumnSet)
    row: int = 0
    row_hidden: bool = False
    before: int = -1
    """The column, from 0, of the last cell of the row."""

    def read(self, records: Iterable[Record]) -> None:
        for kind, body in records:
            if kind == _ROW:
                self.row = struct.unpack_from("<I", body)[0] + 1
                self.row_hidden = len(body) > 11 and bool(body[11] & 0x10)
                self.before = -1
            elif kind == _MERGE:
                top, bottom, left, right = struct.unpack_from("<4I", body)
                self.merges.append(Area(top + 1, left + 1, bottom + 1, right + 1))
            elif kind == _COLUMNS:
                first, last, width, _, flags = struct.unpack_from("<IIIIH", body)
                if flags & 1 or width == 0:
                    self.hidden_columns.add(first + 1, last + 1)
            elif kind in _SHORT:
                self.keep(kind - _SHORT[0] + _BLANK, struct.pack("<i", self.before + 1) + body)
            elif _BLANK <= kind <= _FORMULA_ERROR or kind == _RICH:
                self.keep(kind, body)

    def keep(self, kind: int, body: bytes) -> None:
        self.before, style = struct.unpack_from("<II", body)
        column = self.before + 1
        if kind == _BLANK:
            return
        if not (1 <= self.row <= limits.ROWS and column <= limits.COLUMNS):
            return
        hidden = self.row_hidden or column in self.hidden_columns
        code = self.factory.format_of(str(style & 0xFFFFFF))
        look = self.look(kind, body, code)
        place = Place(self.name, self.row, column)
        made = None if look is None else self.factory.cell(place, look, hidden=hidden)
        if made is not None:
            self.cells[self.row, column] = made
            if len(self.cells) > self.room:
                raise refusal("file.too_many_cells", expected=str(limits.CELLS))

    def look(self, kind: int, body: bytes, code: str) -> Look | None:
        if kind in (_RK, _REAL, _FORMULA_NUMBER):
            number = _rk(body) if kind == _RK else of_float(struct.unpack_from("<d", body, 8)[0])
            return None if number is None else self.factory.number(number, code)
        if kind in (_BOOLEAN, _FORMULA_BOOLEAN):
            return text_look("TRUE" if body[8:9] != b"\x00" else "FALSE", code)
        if kind in (_ERROR, _FORMULA_ERROR):
            return error_look(_ERRORS.get(body[8] if len(body) > 8 else 0, "#VALUE!"), code)
        return text_look(self.text_of(kind, body), code)

    def text_of(self, kind: int, body: bytes) -> str:
        if kind != _SHARED:
            return _text(body, 9 if kind == _RICH else 8)
        index: int = struct.unpack_from("<I", body, 8)[0]
        if index >= len(self.texts):
            raise damaged("xl/sharedStrings.bin")
        return self.texts[index]


def _rk(body: bytes) -> Decimal | None:
    """A number packed into four bytes: 30 bits of an integer or of a float, perhaps in hundredths."""
    packed = struct.unpack_from("<i", body, 8)[0]
    if packed & 2:
        number = float(packed >> 2)
    else:
        number = struct.unpack("<d", b"\x00\x00\x00\x00" + struct.pack("<i", packed & ~3))[0]
    return of_float(number / 100 if packed & 1 else number)
