"""Which workbooks a run is about, and where each result goes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath, PurePosixPath
from typing import Final

from perf_xlsx.batch.beside import BESIDE, WORKBOOKS, Reason, is_form_saved_otherwise, reason_of
from perf_xlsx.batch.names import output_stem, safe_name, shown_name
from perf_xlsx.batch.own import is_own_output, is_own_summary

_DOCUMENTS: Final = frozenset(
    {
        ".docx", ".docm", ".dotx", ".doc", ".wps", ".wpt", ".pptx", ".ppt", ".pps", ".dps", ".odt", ".odp",
        ".ofd", ".zip", ".jar", ".apk", ".epub", ".msg", ".msi", ".vsd", ".vsdx", ".mpp", ".pub", ".tmp",
    }
)  # fmt: skip
"""Formats that begin as workbooks do (PK, or Microsoft's compound file) and are none."""
_BEGINNINGS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_LOCKS: Final = ("~$", ".~")
_COMPANION: Final = "._"
_PARTIAL: Final = (
    ".crdownload",
    ".part",
    ".partial",
    ".download",
    ".downloading",
    ".xltd",
    ".td",
    ".opdownload",
)
"""What browsers and download programs call a file until it is complete."""


@dataclass(frozen=True, slots=True)
class Source:
    """A workbook to be scored.

    ``file`` is its name for people and records, relative to the given path; of several given paths a
    folder's own name stands before it (第一次/甲局.xlsx).  ``output`` is the result's path within the
    output folder, without its ending.
    """

    path: Path
    file: str
    output: PurePosixPath

    @property
    def name(self) -> str:
        """Its name for people without folders: on the disk it may be no text at all."""
        return PurePosixPath(self.file).name


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that no result is made for, and why."""

    file: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Discovery:
    """What the given paths hold, in a fixed order."""

    sources: tuple[Source, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    path: Path
    file: str
    folder: PurePosixPath
    reason: Reason | None = None


def discover(paths: Sequence[Path], output: Path | None, only: frozenset[Path] | None = None) -> Discovery:
    """The workbooks in files and folders; a given file is always one, whatever its name says.

    ``only``: those among them that are wanted now; results are named as if all were.
    """
    several = len(paths) > 1
    inside = _Inside(output)
    folders: dict[Path, Path] = {}
    seen: dict[Path, _Seen] = {}
    for path in paths:
        for each in _walk(path, inside, several) if path.is_dir() else [_given(path)]:
            folder = each.path.parent
            if folder not in folders:  # 报来 and 报来/../报来 are one folder, and so is a link to it
                folders[folder] = folder.resolve()
            seen.setdefault(folders[folder] / each.path.name, each)
    named = _named_apart(list(seen.values()))
    chosen = [each for each in named if each.reason is None]
    return Discovery(
        sources=tuple(each for each in _told_apart(chosen) if only is None or each.path in only),
        left_out=tuple(LeftOut(each.file, each.reason) for each in named if each.reason),
    )


def _named_apart(seen: Sequence[_Seen]) -> list[_Seen]:
    """Given files of one name are called by their folders, too."""
    count = Counter(each.file for each in seen)
    return [
        replace(each, file=f"{shown_name(each.path.absolute().parent.name)}/{each.file}")
        if count[each.file] > 1 and "/" not in each.file
        else each
        for each in seen
    ]


def _given(path: Path) -> _Seen:
    return _Seen(path, shown_name(path.name), PurePosixPath())


class _Inside:
    """Whether a path lies in the run's output folder."""

    def __init__(self, output: Path | None) -> None:
        self._output = output.resolve() if output else None

    def __call__(self, folder: Path) -> bool:
        return self._output is not None and folder.resolve().is_relative_to(self._output)


def _walk(root: Path, inside: _Inside, several: bool) -> Iterator[_Seen]:
    """All files below a folder, sorted; of several folders each has its own name and output.

    What lies beside the results of earlier runs (记录, drafts of mails …) is passed over in silence.
    """
    own = [shown_name(root.resolve().name)] if several else []
    top = PurePosixPath(*map(safe_name, own))
    closed: list[OSError] = []
    for place, folders, names in os.walk(root, onerror=closed.append):
        folders.sort()
        folder = Path(place)
        parts = [shown_name(part) for part in folder.relative_to(root).parts]
        mirrored = top.joinpath(*map(safe_name, parts))
        named = PurePosixPath(*own, *parts)
        in_output = inside(folder)
        for name in folders:
            reason = _reason_of_folder(folder / name)
            if reason is not None and not in_output:
                yield _Seen(folder / name, (named / shown_name(name)).as_posix(), mirrored, reason)
        for name in sorted(names):
            path = folder / name
            shown = (named / shown_name(name)).as_posix()
            reason = _reason(path, in_output)
            if not (in_output and reason in BESIDE):
                yield _Seen(path, shown, mirrored, reason)
    for error in closed:
        shown = shown_name(PurePath(error.filename or root).name)
        yield _Seen(Path(error.filename or root), shown, top, Reason.CLOSED)


def _reason_of_folder(path: Path) -> Reason | None:
    """Why a folder needs a word: it looks like a workbook, or is a link, which isn't followed."""
    if path.is_symlink():
        return Reason.LINK
    return Reason.FOLDER if path.suffix.lower() in WORKBOOKS else None


def _reason(path: Path, in_output: bool) -> Reason | None:
    if path.name.startswith(_COMPANION):
        return Reason.COMPANION
    if path.name.startswith(_LOCKS):
        return Reason.LOCK
    if not path.is_file():
        return Reason.NO_FILE
    if path.name.lower().endswith(_PARTIAL):
        return Reason.PARTIAL
    if not _is_workbook(path) and (in_output or not is_form_saved_otherwise(path)):
        return reason_of(path)
    if is_own_summary(path):
        return Reason.OWN_SUMMARY
    if in_output and is_own_output(path):
        return Reason.OWN_OUTPUT
    return None


def _is_workbook(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix in WORKBOOKS:
        return True
    if suffix in _DOCUMENTS:
        return False
    try:
        with path.open("rb") as source:
            return source.read(8).startswith(_BEGINNINGS)
    except OSError:
        return False


def _told_apart(seen: Iterable[_Seen]) -> Iterator[Source]:
    """Each its own output: names are compared without case, as Windows does.

    The plain name goes to the .xlsx whose stem it is; the others get their ending or a number, in the
    order of their names and not of their arrival.
    """
    ordered = list(seen)
    taken: set[str] = set()
    outputs: dict[Path, PurePosixPath] = {}
    for each in sorted(ordered, key=_precedence):
        stem, suffix = shown_name(each.path.stem), each.path.suffix.lower().lstrip(".")
        plain = each.folder / output_stem(stem)
        output = next(name for name in _choices(plain, suffix) if str(name).casefold() not in taken)
        taken.add(str(output).casefold())
        outputs[each.path] = output
    for each in ordered:
        yield Source(each.path, each.file, outputs[each.path])


def _precedence(seen: _Seen) -> tuple[bool, bool, str]:
    stem = shown_name(seen.path.stem)
    return (output_stem(stem) != stem, seen.path.suffix.lower() != ".xlsx", str(seen.path))


def _choices(plain: PurePosixPath, suffix: str) -> Iterator[PurePosixPath]:
    yield plain
    if suffix and suffix != "xlsx":
        yield plain.with_name(safe_name(f"{plain.name}_{suffix}"))
    number = 2
    while True:
        yield plain.with_name(safe_name(f"{plain.name}_{number}"))
        number += 1
