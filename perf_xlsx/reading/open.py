"""The way into a file: bytes become a ``Book``, or the ``Problem`` that keeps them from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from perf_xlsx.model import Book, FileKind, Problem
from perf_xlsx.reading.binary import read_binary
from perf_xlsx.reading.grid import read_grid
from perf_xlsx.reading.guard import Classified, classify
from perf_xlsx.reading.legacy import read_old
from perf_xlsx.reading.open_document import read_open_document
from perf_xlsx.reading.package import Package
from perf_xlsx.reading.refusal import Refusal

_PACKAGES: Final[dict[FileKind, Callable[[Package], Book]]] = {
    FileKind.XLSX: read_grid,
    FileKind.ODS: read_open_document,
    FileKind.XLSB: read_binary,
}


def read_book(data: bytes, name: str) -> Book | Problem:
    """The workbook in a file's bytes; ``name`` only tells .et from .xls and lock files from workbooks.

    A problem instead of a book says why nothing can be read; a book carries its own in ``problems``.
    Nothing raises, whatever the bytes are.
    """
    try:
        return _read(data, classify(data, name))
    except Refusal as refused:
        return refused.problem


def _read(data: bytes, classified: Classified) -> Book:
    if classified.package is None:
        return read_old(data, classified.kind)
    return _PACKAGES[classified.kind](classified.package)
