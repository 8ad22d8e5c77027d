"""What a workbook can hold: texts are made to fit, and what was cut is told; plans are held to the rest."""

from __future__ import annotations

import re
from typing import Final

MAX_ROWS: Final = 1_048_576
MAX_COLUMNS: Final = 16_384
MAX_TEXT: Final = 32_767
MAX_FORMULA: Final = 8_192
MAX_LIST: Final = 255
MAX_HEADER: Final = 255
MAX_TITLE: Final = 32
MAX_LINKS: Final = 65_530

_NEVER: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_HALF: Final = re.compile("[\ud800-\udfff]")


class PlanError(Exception):
    """The plan asks for what a workbook can't hold: a fault of the program, never of the user."""


def fitting(text: str) -> str:
    """A text that a cell can hold; what was cut is told at its end."""
    if not text.isprintable():
        text = cleaned(text)
    if len(text) * 2 <= MAX_TEXT or _utf16(text) <= MAX_TEXT:
        return text
    note = f"……（原文 {len(text)} 字，超出单元格上限，以下略）"
    kept = text[: MAX_TEXT - len(note)]
    while _utf16(kept) + len(note) > MAX_TEXT:
        kept = kept[: -max(1, (_utf16(kept) + len(note) - MAX_TEXT) // 2)]
    return kept + note


def cleaned(text: str) -> str:
    """A text without what XML can't hold; line ends as Excel writes them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HALF.sub("\ufffd", _NEVER.sub("", text))


def cut(text: str, most: int) -> str:
    """The start of a text, at most so many characters as Excel counts them."""
    text = text[:most]
    while _utf16(text) > most:
        text = text[:-1]
    return text


def _utf16(text: str) -> int:
    """Excel counts UTF-16 units: a character outside the basic plane counts twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
