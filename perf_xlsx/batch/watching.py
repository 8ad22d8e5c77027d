"""Which dropped files are ready: completely written, and not scored as they are yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from perf_xlsx.batch.discovery import discover

Stamp: TypeAlias = tuple[int, int]
"""Time of change in nanoseconds, and size in bytes."""

Snapshot: TypeAlias = Mapping[Path, Stamp]


@dataclass(frozen=True, slots=True)
class Batch:
    """Files of one folder that are ready; ``below`` is the folder relative to the watched one."""

    below: Path
    files: tuple[Path, ...]


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


def settled(before: Snapshot, now: Snapshot, done: Snapshot) -> tuple[Path, ...]:
    """The files that did not change between two looks and differ from what was scored."""
    return tuple(
        path
        for path, stamp in sorted(now.items())
        if stamp[1] > 0 and before.get(path) == stamp and done.get(path) != stamp
    )


def batches(folder: Path, take: Callable[[], Snapshot], wait: Callable[[], None]) -> Iterator[Batch]:
    """Look, wait, look again, for ever; yields what is ready, folder by folder.

    A file that stays as it is comes once, whatever became of it; a changed one comes again.
    """
    done: dict[Path, Stamp] = {}
    before: Snapshot = {}
    while True:
        now = take()
        ready = settled(before, now, done)
        for parent in sorted({path.parent for path in ready}):
            files = tuple(path for path in ready if path.parent == parent)
            yield Batch(parent.relative_to(folder), files)
        done.update((path, now[path]) for path in ready)
        before = now
        wait()
