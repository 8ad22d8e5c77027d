"""Recognising what this tool wrote: by the seal, or by the property that survives an edit."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from perf_xlsx.batch.seal import mail_fingerprint, read_seal
from perf_xlsx.model import Problem

FINGERPRINT: Final = "perf_xlsx_fingerprint"
"""The custom property in which the fingerprint of a run travels (see ``resume``)."""

SUMMARY_KIND: Final = "summary"
LETTER_SUFFIX: Final = ".docx"
_SUMMARY_STEM: Final = "汇总"


def is_own_summary(path: Path) -> bool:
    """Whether a file is a 汇总 of this tool; only a name that begins so is opened."""
    if not path.name.startswith(_SUMMARY_STEM):
        return False
    seal = read_seal(path)
    if seal is not None:
        return seal.kind == SUMMARY_KIND
    return property_of(path, FINGERPRINT).startswith(SUMMARY_KIND)


def is_own_output(path: Path) -> bool:
    """Whether a file is a result of this tool, edited since or not."""
    return read_seal(path) is not None or bool(property_of(path, FINGERPRINT))


def fingerprint_of(path: Path) -> str:
    """The fingerprint that a result carries, edited since or not; empty for every other file."""
    if path.suffix == LETTER_SUFFIX:
        from perf_xlsx.report.docx import mark_of

        return mark_of(path)
    return mail_fingerprint(path) or property_of(path, FINGERPRINT)


def property_of(path: Path, name: str) -> str:
    """A custom property of a workbook; empty when it has none or can't be read."""
    from perf_xlsx.reading.open import read_book

    try:
        book = read_book(path.read_bytes(), path.name)
    except OSError:
        return ""
    return "" if isinstance(book, Problem) else book.properties.get(name, "")
