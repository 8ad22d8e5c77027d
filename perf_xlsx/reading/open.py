"""The way into a file: bytes become a ``Book``, or the ``Problem`` that keeps them from it."""

from __future__ import annotations

from perf_xlsx.model import Book, FileKind, Problem
from perf_xlsx.reading.grid import read_grid
from perf_xlsx.reading.guard import classify
from perf_xlsx.reading.package import open_package
from perf_xlsx.reading.refusal import Refusal


def read_book(data: bytes, name: str) -> Book | Problem:
    """The workbook in a file's bytes; ``name`` only tells .et from .xls and lock files from workbooks.

    A problem instead of a book says why nothing can be read; a book carries its own in ``problems``.
    Nothing raises, whatever the bytes are.
    """
    try:
        kind = classify(data, name)
        return _read(data, kind)
    except Refusal as refused:
        return refused.problem


def _read(data: bytes, kind: FileKind) -> Book:
    return read_grid(open_package(data))
