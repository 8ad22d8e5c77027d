"""The seal of an output: tells for certain whether somebody has edited it since it was written.

A workbook is a zip archive; the seal is the archive's comment, with the run's fingerprint and a digest
over the names and checksums of all parts.  Any program that saves the workbook anew drops the comment.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

_MARK: Final = "perf_xlsx"
_FIELDS: Final = 4


@dataclass(frozen=True, slots=True)
class Seal:
    """What an untouched output says of itself.  ``kind``: ``scored``, ``filled`` or ``summary``."""

    kind: str
    fingerprint: str


def sealed(data: bytes, seal: Seal) -> bytes:
    """The workbook's bytes with its seal."""
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = _comment(seal, _digest(archive))
    return buffer.getvalue()


def read_seal(source: Path | BinaryIO) -> Seal | None:
    """The seal of an untouched output; None for every other file, readable or not."""
    try:
        with zipfile.ZipFile(source) as archive:
            words = archive.comment.decode("ascii", errors="replace").split(" ")
            if len(words) != _FIELDS or words[0] != _MARK:
                return None
            seal = Seal(words[1], words[2])
            return seal if archive.comment == _comment(seal, _digest(archive)) else None
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return None


def _comment(seal: Seal, digest: str) -> bytes:
    return " ".join((_MARK, seal.kind, seal.fingerprint, digest)).encode("ascii")


def _digest(archive: zipfile.ZipFile) -> str:
    parts = (f"{entry.filename}\0{entry.CRC}\0{entry.file_size}" for entry in archive.infolist())
    return sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]
