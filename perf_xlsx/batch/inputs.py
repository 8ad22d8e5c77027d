"""The bytes of an input, or why they can't be had."""

from __future__ import annotations

from pathlib import Path

from perf_xlsx.batch.results import said
from perf_xlsx.reading.limits import FILE_BYTES


def read_input(path: Path) -> tuple[bytes, str]:
    """The input's bytes, and why they can't be had; of a file that is too large its beginning."""
    if not path.is_file():
        return b"", "不是普通文件"
    try:
        with path.open("rb") as source:
            return source.read(FILE_BYTES + 1), ""
    except OSError as error:
        return b"", said(error)
