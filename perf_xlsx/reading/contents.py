"""What a cell of an .xlsx holds, by its type: a number, a shared text, a text, an error, a date …"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from perf_xlsx.model import Cell, CellState, Place
from perf_xlsx.reading.cells import Cells, Look, draws_picture, error_look, moment_look, text_look
from perf_xlsx.reading.markup import is_on
from perf_xlsx.reading.numbers import decimal
from perf_xlsx.reading.refusal import damaged
from perf_xlsx.text import decode_escapes

_ATTRIBUTE: Final = re.compile(r' ([st])="([^"]*)"')
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
_REMEMBERED: Final = 20_000
"""More different values and formulas than a workbook of forms has."""


class Contents:
    """Makes the cells of one workbook from what their elements hold.

    ``texts``: the shared ones.  ``looks`` and ``formulas`` are for cells that the parser never saw.
    """

    def __init__(self, texts: Sequence[str], cells: Cells) -> None:
        self.texts = texts
        self.cells = cells
        self.looks = PlainLooks(self)
        self.formulas = PlainFormulas()

    def make(
        self, place: Place, kind: str, style: str | None, value: str | None, formula: str | None, hidden: bool
    ) -> Cell | None:
        """The cell of a type (``t``) and style; None when there is nothing to see, and no formula."""
        return self.cells.cell(place, self.look(kind, self.cells.format_of(style), value), formula, hidden)

    def look(self, kind: str, code: str, value: str | None) -> Look:
        """What a value shows in a format."""
        if value is not None and kind in ("str", "inlineStr"):
            return text_look(decode_escapes(value), code)
        if not value:
            return Look("", None, None, code, CellState.NO_RESULT)
        if kind == "s":
            return text_look(self.text_of(value), code)
        return self._other_look(kind, code, value)

    def _other_look(self, kind: str, code: str, value: str) -> Look:
        number = decimal(value) if kind == "n" else None
        if number is not None:
            return self.cells.number(number, code)
        if kind == "b":
            return text_look("TRUE" if is_on(value) else "FALSE", code)
        if kind == "e":
            return error_look(value, code)
        if kind == "d":
            return moment_look(value, code)
        return text_look(decode_escapes(value), code)

    def text_of(self, index: str) -> str:
        """The shared text of an index; a workbook whose texts are lost can't be read."""
        try:
            number = int(index)
        except ValueError:
            number = -1
        if not 0 <= number < len(self.texts):
            raise damaged("xl/sharedStrings.xml")
        return self.texts[number]


def formula_of(written: str) -> str | None:
    """A formula as it is stored; None when nothing stands there."""
    return decode_escapes(written.strip().removeprefix("=")) or None


# ---------------------------------------------------------------- as written


class PlainLooks(dict[tuple[str, str, str], Look]):
    """What a cell shows, by its attributes, its value, and whether it has one (else empty).

    Two of three cells look as another one of the same workbook.
    """

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.kinds: dict[str, tuple[str, str]] = {}

    def __missing__(self, written: tuple[str, str, str]) -> Look:
        attributes, value, given = written
        kind, code = self.kinds.get(attributes) or self.kind_of(attributes)
        look = self.contents.look(kind, code, _resolved(value) if given else None)
        if len(self) < _REMEMBERED:
            self[written] = look
        return look

    def kind_of(self, attributes: str) -> tuple[str, str]:
        """Type and number format of a cell by its attributes as written."""
        said = dict(_ATTRIBUTE.findall(attributes))
        found = said.get("t", "n"), self.contents.cells.format_of(said.get("s"))
        if len(self.kinds) < _REMEMBERED:
            self.kinds[attributes] = found
        return found


class PlainFormulas(dict[str, str | None]):
    """Formulas by their texts as written; None for the empty one.  ``pictures``: those that draw one."""

    def __init__(self) -> None:
        self.pictures: set[str] = set()

    def __missing__(self, written: str) -> str | None:
        formula = formula_of(_resolved(written))
        if formula is not None and draws_picture(formula):
            self.pictures.add(formula)
        if len(self) < _REMEMBERED:
            self[written] = formula
        return formula


def _resolved(written: str) -> str:
    """A text without the five entities of XML."""
    if "&" not in written:
        return written
    for entity, sign in _ENTITIES:
        written = written.replace(entity, sign)
    return written
