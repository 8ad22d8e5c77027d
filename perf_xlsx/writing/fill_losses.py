"""What a copy saved by openpyxl lacks of the original, found in the package before it is opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from typing import Final
from zipfile import ZipFile, ZipInfo

_PARTS: Final = (
    ("单元格图片", r"xl/(cellimages|richdata/)"),
    ("切片器", r"xl/(slicers|timelines)/"),
    ("图示", r"xl/diagrams/"),
    ("嵌入的对象", r"xl/embeddings/"),
    ("批注的回复", r"xl/threadedcomments/"),
    ("数字签名", r"_xmlsignatures/"),
)
_CONTROLS: Final = ("窗体控件", r"xl/(ctrlprops|activex)/")
_PICTURES: Final = ("图片", r"xl/media/")
_DRAWING: Final = re.compile(r"xl/drawings/drawing\d*\.xml")
_SHAPE: Final = re.compile(rb"<(\w+:)?(sp|grpSp|cxnSp)[\s>]")
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
_EXTENSIONS: Final = (
    ("迷你图", b"sparklineGroup "),
    ("部分条件格式", b"x14:conditionalFormatting "),
    ("部分下拉选项", b"x14:dataValidation "),
)

MOST_BYTES: Final = 24 * 2**20
"""Sheets that unpack to more are left alone: openpyxl takes minutes over blank formatted cells."""


def too_large(data: bytes) -> bool:
    """Whether the sheets are too large to be opened for filling."""
    with ZipFile(BytesIO(data)) as package:
        return sum(info.file_size for info in _matching(package, _SHEET)) > MOST_BYTES


def losses(data: bytes, *, macros: bool) -> tuple[str, ...]:
    """The kinds of content that the copy lacks, in words.  ``macros``: a .xlsm keeps its controls."""
    with ZipFile(BytesIO(data)) as package:
        names = [info.filename.replace("\\", "/").lower() for info in package.infolist()]
        patterns = list(_PARTS)
        if not macros:
            patterns.append(_CONTROLS)
        if find_spec("PIL") is None:
            patterns.append(_PICTURES)
        found = [word for word, pattern in patterns if any(re.match(pattern, name) for name in names)]
        if any(_SHAPE.search(package.read(info)) for info in _matching(package, _DRAWING)):
            found.append("图形和文本框")
        sheets = [package.read(info) for info in _matching(package, _SHEET)]
        found += [word for word, mark in _EXTENSIONS if any(mark in sheet for sheet in sheets)]
    return tuple(found)


def _matching(package: ZipFile, pattern: re.Pattern[str]) -> Iterator[ZipInfo]:
    for info in package.infolist():
        if pattern.fullmatch(info.filename.replace("\\", "/").lower()):
            yield info
