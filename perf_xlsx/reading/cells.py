"""One stored cell becomes a ``Cell`` as a person sees it, whatever kind of file it comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple

from perf_xlsx.model import Cell, CellState, Place
from perf_xlsx.reading import limits
from perf_xlsx.reading.date_format import DAYS_BEFORE_1904, LAST_SERIAL, day_of
from perf_xlsx.reading.number_format import GENERAL, is_date, show_number, show_text
from perf_xlsx.reading.refusal import refusal
from perf_xlsx.text import shown

PICTURE: Final = "（图片）"
"""The text of a cell that shows a picture: no number can be read from it."""

_DRAWS: Final = re.compile(r"[ =]*+(?:_xlfn\.)?+(?:DISPIMG|IMAGE)\(", re.IGNORECASE)
_APOSTROPHES: Final = ("'", "‘", "’", "`")
_MARKED_NUMBER: Final = re.compile(r".[-+]?[0-9０-９][0-9０-９.,，．]*[%％]?\s*")
"""A number behind Excel's mark of texts: other programs write the mark into the text itself."""
_EPOCH: Final = datetime(1899, 12, 30)
_DATE: Final = "yyyy-mm-dd"
_TIME: Final = "yyyy-mm-dd h:mm:ss"


class Look(NamedTuple):
    """What a cell shows, wherever it stands: text, number, day, format and state.

    An empty text without a number is nothing at all; with ``NO_RESULT`` a formula never gave one.
    """

    text: str
    number: Decimal | None
    day: date | None
    code: str
    state: CellState = CellState.VALUE


PICTURE_LOOK: Final = Look(PICTURE, None, None, GENERAL)
"""A picture that stands in a cell."""


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
        self._numbers: dict[tuple[Decimal, str], Look] = {}

    def format_of(self, style: str | None) -> str:
        """The code of a style's index as stored; General when there is no such style."""
        code = self._codes.get(style)
        if code is None:
            index = int(style) if style and style.isdecimal() else -1
            code = self.formats[index] if 0 <= index < len(self.formats) else GENERAL
            self._codes[style] = code
        return code

    def cell(self, place: Place, look: Look, formula: str | None = None, hidden: bool = False) -> Cell | None:
        """The cell that looks so; None when there is nothing to see (and no formula)."""
        if formula is None and not look.text and look.number is None:
            return None
        if formula is not None and draws_picture(formula):
            look = under_picture(look)
        text, number, day, code, state = look
        if state is CellState.NO_RESULT:
            self.unanswered.append(place)
        self.spend(len(text))
        return Cell(place, text, number, day, code, formula, state, hidden)

    def spend(self, characters: int) -> None:
        """Count what cells hold; raises ``Refusal`` when it is too much for one workbook."""
        self._characters -= characters
        if self._characters < 0:
            raise refusal("file.too_many_cells", expected=str(limits.CELLS))

    def number(self, number: Decimal, code: str) -> Look:
        """A stored number, shown by its format."""
        key = (number, code)
        look = self._numbers.get(key)
        if look is None:
            look = self._numbers[key] = self._draw(number, code)
        return look

    def _draw(self, number: Decimal, code: str) -> Look:
        if code == GENERAL or not is_date(code):
            return Look(show_number(number, code), number, None, code)
        serial = number + DAYS_BEFORE_1904 if self.from_1904 else number
        return Look(show_number(serial, code), serial, day_of(serial), code)


def under_picture(look: Look) -> Look:
    """The look of a cell whose formula draws a picture over it: only numbers and errors are still seen."""
    return PICTURE_LOOK if look.number is None and look.state is not CellState.ERROR else look


def draws_picture(formula: str) -> bool:
    """Whether a formula, or a text with its sign, shows a picture in its cell."""
    return _DRAWS.match(formula) is not None


def text_look(text: str, code: str = GENERAL) -> Look:
    """A stored text."""
    if text[:2] == "=D" and draws_picture(text):
        return PICTURE_LOOK
    if not text[:1].isalnum() and not shown(text):
        return Look("", None, None, code)
    if text[:1] in _APOSTROPHES and _MARKED_NUMBER.fullmatch(text):
        text = text[1:]
    if code != GENERAL:
        text = show_text(text, code)
    return Look(text[: limits.TEXT], None, None, code)


def error_look(text: str, code: str = GENERAL) -> Look:
    """An error value such as #DIV/0!."""
    return Look(text.strip() or "#VALUE!", None, None, code, CellState.ERROR)


def moment_look(written: str, code: str) -> Look:
    """A date in ISO form; what is none stays a text."""
    serial = serial_of(written)
    if serial is None:
        return text_look(written, code)
    if not is_date(code):
        code = _DATE if serial == int(serial) else _TIME
    return Look(show_number(serial, code), serial, day_of(serial), code)


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
