"""Which dropped files are ready: completely written, and not scored as they are yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from perf_xlsx.batch.discovery import discover

Stamp: TypeAlias = tuple[int, int]
"""Time of change in nanoseconds, and size in bytes."""

Snapshot: TypeAlias = Mapping[Path, Stamp]


@dataclass(frozen=True, slots=True)
class Turn:
    """What a look found: ``new`` is complete and not scored as it is, ``complete`` all that is."""

    new: frozenset[Path]
    complete: frozenset[Path]


def look(folder: Path, output: Path) -> Snapshot:
    """The workbooks below a folder with their stamps; one that vanishes meanwhile is left out."""
    found: dict[Path, Stamp] = {}
    for source in discover((folder,), output).sources:
        try:
            stat = source.path.stat()
        except OSError:
            continue
        found[source.path] = (stat.st_mtime_ns, stat.st_size)
    return found


@dataclass(slots=True)
class Watch:
    """Looks one after the other: a file is complete when it did not change between two.

    A file that stays as it is comes once, whatever became of it; a changed one comes again.
    """

    _before: Snapshot = field(default_factory=dict)
    _done: dict[Path, Stamp] = field(default_factory=dict)

    def turn(self, now: Snapshot) -> Turn:
        """What is complete, now that the folder looks so."""
        complete = {path for path, stamp in now.items() if stamp[1] > 0 and self._before.get(path) == stamp}
        new = {path for path in complete if self._done.get(path) != now[path]}
        self._before = now
        return Turn(frozenset(new), frozenset(complete))

    def done(self, turn: Turn) -> None:
        """The turn's files need not come again as they were at the last look."""
        self._done.update((path, self._before[path]) for path in turn.new)
