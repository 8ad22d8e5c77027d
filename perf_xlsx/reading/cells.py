"""One stored cell becomes a ``Cell`` as a person sees it, whatever kind of file it comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from perf_xlsx.model import Cell, CellState, Place
from perf_xlsx.reading import limits
from perf_xlsx.reading.date_format import DAYS_BEFORE_1904, LAST_SERIAL, day_of
from perf_xlsx.reading.number_format import GENERAL, is_date, show_number, show_text
from perf_xlsx.reading.refusal import refusal
from perf_xlsx.text import shown

PICTURE: Final = "（图片）"
"""The text of a cell that shows a picture: no number can be read from it."""

_PICTURES: Final = ("DISPIMG(", "_XLFN.DISPIMG(", "IMAGE(", "_XLFN.IMAGE(")
_APOSTROPHES: Final = ("'", "‘", "’", "`")
_MARKED_NUMBER: Final = re.compile(r".[-+]?[0-9０-９][0-9０-９.,，．]*[%％]?\s*")
"""A number behind Excel's mark of texts: other programs write the mark into the text itself."""
_EPOCH: Final = datetime(1899, 12, 30)
_DATE: Final = "yyyy-mm-dd"
_TIME: Final = "yyyy-mm-dd h:mm:ss"


class Cells:
    """Makes the cells of one workbook.

    ``formats``: the code of each style by its index.  ``from_1904``: serial numbers begin in 1904;
    the cells made here carry serials of the 1900 system, so that the same day is the same cell.
    ``unanswered``: where formulas stand that were never calculated.
    """

    def __init__(self, formats: Sequence[str], *, from_1904: bool = False) -> None:
        self.formats = formats
        self.from_1904 = from_1904
        self.unanswered: list[Place] = []
        self._characters = limits.CHARACTERS
        self._codes: dict[str | None, str] = {}
        self._drawn: dict[tuple[Decimal, str], tuple[str, Decimal, date | None]] = {}

    def format_of(self, style: str | None) -> str:
        """The code of a style's index as stored; General when there is no such style."""
        code = self._codes.get(style)
        if code is None:
            index = int(style) if style and style.isdecimal() else -1
            code = self.formats[index] if 0 <= index < len(self.formats) else GENERAL
            self._codes[style] = code
        return code

    def number(
        self, place: Place, number: Decimal, code: str, formula: str | None = None, hidden: bool = False
    ) -> Cell:
        """A stored number, shown by its format."""
        key = (number, code)
        drawn = self._drawn.get(key)
        if drawn is None:
            drawn = self._drawn[key] = self._draw(number, code)
        text, number, day = drawn
        return Cell(place, text, number, day, code, formula, CellState.VALUE, hidden)

    def _draw(self, number: Decimal, code: str) -> tuple[str, Decimal, date | None]:
        if code == GENERAL or not is_date(code):
            return show_number(number, code), number, None
        serial = number + DAYS_BEFORE_1904 if self.from_1904 else number
        return show_number(serial, code), serial, day_of(serial)

    def text(
        self, place: Place, text: str, code: str = GENERAL, formula: str | None = None, hidden: bool = False
    ) -> Cell | None:
        """A stored text; None when there is nothing to see (and no formula)."""
        if (formula is not None and _is_picture(formula)) or (text[:2] == "=D" and _is_picture(text)):
            return self.picture(place, formula, hidden)
        if not text[:1].isalnum() and not shown(text):
            return None if formula is None else Cell(place, "", None, None, code, formula, hidden=hidden)
        if text[:1] in _APOSTROPHES and _MARKED_NUMBER.fullmatch(text):
            text = text[1:]
        if code != GENERAL:
            text = show_text(text, code)
        text = text[: limits.TEXT]
        self._characters -= len(text)
        if self._characters < 0:
            raise refusal("file.too_many_cells", expected=str(limits.CELLS))
        return Cell(place, text, None, None, code, formula, CellState.VALUE, hidden)

    def picture(self, place: Place, formula: str | None, hidden: bool) -> Cell:
        """A picture that stands in a cell."""
        return Cell(place, PICTURE, None, None, GENERAL, formula, CellState.VALUE, hidden)

    def error(
        self, place: Place, text: str, code: str = GENERAL, formula: str | None = None, hidden: bool = False
    ) -> Cell:
        """An error value such as #DIV/0!."""
        return Cell(place, text.strip() or "#VALUE!", None, None, code, formula, CellState.ERROR, hidden)

    def no_result(self, place: Place, formula: str, code: str, hidden: bool) -> Cell:
        """A formula that was never calculated."""
        if _is_picture(formula):
            return self.picture(place, formula, hidden)
        self.unanswered.append(place)
        return Cell(place, "", None, None, code, formula, CellState.NO_RESULT, hidden)

    def moment(
        self, place: Place, written: str, code: str, formula: str | None = None, hidden: bool = False
    ) -> Cell | None:
        """A date in ISO form; what is none stays a text."""
        serial = serial_of(written)
        if serial is None:
            return self.text(place, written, code, formula, hidden)
        if not is_date(code):
            code = _DATE if serial == int(serial) else _TIME
        return Cell(place, show_number(serial, code), serial, day_of(serial), code, formula, hidden=hidden)


def _is_picture(formula: str) -> bool:
    return formula.lstrip(" =").upper().startswith(_PICTURES)


def serial_of(written: str) -> Decimal | None:
    """The 1900 serial number of an ISO date or time stamp; None when it is none."""
    try:
        moment = datetime.fromisoformat(written.strip()).replace(tzinfo=None)
    except ValueError:
        return None
    passed = moment - _EPOCH
    serial = Decimal(passed.days) + Decimal(passed.seconds) / 86_400
    if serial < 61:
        serial -= 1
    return serial if 1 <= serial <= LAST_SERIAL else None
