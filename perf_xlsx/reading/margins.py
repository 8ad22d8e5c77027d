"""What stands beside the cells of a sheet: page headers and footers, text boxes.

No number of a form is looked for there, but a mark of secrecy may stand there and nowhere else.
"""

from __future__ import annotations

import re
from typing import Final

from perf_xlsx.reading.markup import parse
from perf_xlsx.reading.package import Package
from perf_xlsx.reading.refusal import Refusal

PAGE_PARTS: Final = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
"""The elements of a sheet that hold its page headers and footers."""

_CODE: Final = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d+|[A-Za-z])')
"""A code inside a header: a font, a colour, a size, a section, the page's number."""
_SECTION: Final = re.compile("&[LCR]")
_DRAWING_BYTES: Final = 4 * 2**20
_PARAGRAPH: Final = re.compile(r"http.*/drawingml/(?:2006/)?main p")
_RUN: Final = re.compile(r"http.*/drawingml/(?:2006/)?main t")


def page_texts(written: str) -> list[str]:
    """The texts of a header or footer as people see them: left, middle, right."""
    sections = (_CODE.sub("", each).replace("&&", "&").strip() for each in _SECTION.split(written))
    return [text for text in sections if text]


def text_boxes(package: Package, sheet: str) -> list[str]:
    """The paragraphs of a sheet's text boxes and shapes; none where its drawing can't be read."""
    found: list[str] = []
    try:
        part = package.linked(sheet, "drawing")
        if part is not None:
            _gather(package, part, found)
    except Refusal as refused:
        if refused.problem.rule == "file.document_type":
            raise
    return found


def _gather(package: Package, part: str, found: list[str]) -> None:
    runs: list[str] = []
    inside = False

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal inside
        inside = _RUN.fullmatch(tag) is not None

    def end(tag: str) -> None:
        nonlocal inside
        inside = False
        if runs and _PARAGRAPH.fullmatch(tag):
            found.append("".join(runs))
            runs.clear()

    def data(text: str) -> None:
        if inside:
            runs.append(text)

    parse(part, package.chunks(part, _DRAWING_BYTES), start, end, data)
