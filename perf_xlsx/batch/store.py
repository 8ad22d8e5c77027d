"""Writing results: whole or not at all, and never over a person's work."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Final

from perf_xlsx.batch.names import numbered
from perf_xlsx.batch.own import fingerprint_of
from perf_xlsx.batch.seal import Seal, read_seal, sealed

_TEMPORARY: Final = ".perf_xlsx.tmp"


class Saving(StrEnum):
    """What became of a result that was to be written."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    KEPT_EDITED = "kept_edited"
    BESIDE_EDITED = "beside_edited"
    BESIDE_LOCKED = "beside_locked"


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a result lies now, and how it got there."""

    path: Path
    saving: Saving


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, safe against a power cut; raises OSError."""
    write_pieces(path, (data,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """As ``write_whole``, for what is too large to be held at once."""
    temporary = path.with_name(f".{path.name}{_TEMPORARY}")
    try:
        with temporary.open("wb") as target:
            target.writelines(pieces)
            target.flush()
            os.fsync(target.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Make a rename durable where the system can (Windows can't open a folder)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(folder: Path) -> None:
    """Remove what a killed run left half written."""
    for left in folder.rglob(f".*{_TEMPORARY}"):
        with suppress(OSError):
            left.unlink()


def current(path: Path, seal: Seal) -> Saved | None:
    """The result that an earlier run left under this name, if it is of the same input and options.

    One that a person has edited since is still it: the fingerprint travels in the workbook's properties.
    """
    for candidate in _names(path):
        if not candidate.exists():
            return None
        if candidate.is_dir():
            continue
        present = read_seal(candidate)
        if present == seal:
            return Saved(candidate, Saving.UNCHANGED)
        if present is None and fingerprint_of(candidate) == seal.fingerprint:
            return Saved(candidate, Saving.KEPT_EDITED)
    raise AssertionError("names never end")


def save(path: Path, data: bytes, seal: Seal, *, force: bool = False) -> Saved:
    """Write an output under its name, or under a numbered one.

    An edited output is never overwritten; one that can't be written (opened in Excel) gets a sibling.
    The same result is not written twice, unless forced.  Raises OSError when no name can be written.
    """
    present = None if force else current(path, seal)
    if present is not None:
        return present
    signed = sealed(data, seal)
    saving = Saving.WRITTEN
    for candidate in _names(path):
        obstacle = _obstacle(candidate)
        if obstacle is None and _replaced(candidate, signed):
            return Saved(candidate, saving)
        saving = obstacle or Saving.BESIDE_LOCKED
    raise AssertionError("names never end")


def _obstacle(path: Path) -> Saving | None:
    """Why an existing file is left alone; None when it may be replaced or isn't there."""
    if not path.exists():
        return None
    if path.is_dir():
        return Saving.BESIDE_LOCKED
    if read_seal(path) is None:
        return Saving.BESIDE_EDITED
    return None if _writable(path) else Saving.BESIDE_LOCKED


def _replaced(path: Path, data: bytes) -> bool:
    """Write; False when another program holds the existing file."""
    try:
        write_whole(path, data)
    except PermissionError:
        if not path.exists():
            raise
        return False
    return True


def _names(path: Path) -> Iterator[Path]:
    yield path
    for number in count(2):
        yield path.with_name(numbered(path.name, number))


def _writable(path: Path) -> bool:
    """Whether the file itself may be written: a file marked read-only is left alone, as on Windows."""
    return bool(path.stat().st_mode & stat.S_IWUSR) and os.access(path, os.W_OK)
