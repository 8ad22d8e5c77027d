"""Places of several workbooks side by side: ``[甲.xlsx]项目1`` is sheet 项目1 of 甲.xlsx, as Excel writes it.

A sheet's own name holds no brackets, so that the file is found again whatever its name is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar, cast

from perf_xlsx.model import Book, Form, Place, SheetNote

T = TypeVar("T")


def within(file: str, sheet: str) -> str:
    """A sheet of a file; one that was carried from an earlier merge keeps its first home."""
    return sheet if sheet.startswith("[") else f"[{file}]{sheet}"


def home(sheet: str) -> str:
    """The file that a sheet of a merged workbook came from; empty for every other sheet."""
    file, bracket, _ = sheet.rpartition("]")
    return file[1:] if bracket and file.startswith("[") else ""


def moved(value: T, file: str) -> T:
    """The same value with every place in it told as one of the file's."""
    return cast("T", _moved(value, file))


def moved_book(book: Book, file: str) -> Book:
    """The workbook with its sheets named as those of the file; cells keep their addresses."""
    sheets = tuple(replace(sheet, name=within(file, sheet.name)) for sheet in book.sheets)
    return replace(book, sheets=sheets)


def _moved(value: Any, file: str) -> Any:
    if isinstance(value, Place):
        return Place(within(file, value.sheet), value.row, value.column)
    if isinstance(value, tuple):
        there = tuple(_moved(each, file) for each in value)
        return there if any(one is not other for one, other in zip(there, value, strict=True)) else value
    if isinstance(value, Mapping):
        return {key: _moved(each, file) for key, each in value.items()} if value else value
    return _moved_fields(value, file) if is_dataclass(value) and not isinstance(value, type) else value


def _moved_fields(value: Any, file: str) -> Any:
    changes = {}
    kind: type = type(value)
    for name in _fields(kind):
        before = getattr(value, name)
        after = _moved(before, file)
        if after is not before:
            changes[name] = after
    named = {Form: "sheet", SheetNote: "name"}.get(kind)
    if named is not None:
        changes[named] = within(file, getattr(value, named))
    return replace(value, **changes) if changes else value


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
