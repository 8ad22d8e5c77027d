"""Lists that may be longer than the memory: added to and gone through, from a file without a name."""

from __future__ import annotations

import pickle
import weakref
from collections.abc import Collection, Iterable, Iterator, Sequence
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import Any, Final, TypeVar, overload

T = TypeVar("T")

CHUNK: Final = 1_000
"""So many rows are held; lists that stay shorter never touch the disk."""
_HELD_BYTES: Final = 4_000_000


class Spill(Collection[T]):
    """Rows in their order; what is more than a chunk lies in a temporary file of this process.

    Raises OSError when the disk that holds temporary files is full.
    """

    def __init__(self, rows: Iterable[T] = (), chunk: int = CHUNK) -> None:
        self._chunk = chunk
        self._file: Any = None
        self._places: list[int] = []
        self._held: list[T] = []
        self.extend(rows)

    def append(self, row: T) -> None:
        """Add one row at the end."""
        self._held.append(row)
        if len(self._held) == self._chunk:
            self._put()

    def extend(self, rows: Iterable[T]) -> None:
        """Add rows at the end."""
        for row in rows:
            self.append(row)

    def _put(self) -> None:
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 - closed when the list goes
            weakref.finalize(self, self._file.close)
        place = self._file.seek(0, 2)
        pickle.dump(self._held, self._file, pickle.HIGHEST_PROTOCOL)
        self._places.append(place)
        self._held = []

    def __len__(self) -> int:
        return self._chunk * len(self._places) + len(self._held)

    def __iter__(self) -> Iterator[T]:
        for place in self._places:
            self._file.seek(place)
            yield from pickle.load(self._file)
        yield from self._held

    def __contains__(self, row: object) -> bool:
        return any(row == each for each in self)


class Texts(Sequence[str]):
    """Long texts, each read again when it is asked for; few of them never touch the disk."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._file = SpooledTemporaryFile(_HELD_BYTES)  # noqa: SIM115 - closed when the list goes
        weakref.finalize(self, self._file.close)
        self._ends = [0]
        self.extend(texts)

    def extend(self, texts: Iterable[str]) -> None:
        """Add texts at the end."""
        for text in texts:
            self.append(text)

    def append(self, text: str) -> None:
        """Add one text at the end."""
        self._file.seek(0, 2)
        self._file.write(text.encode("utf-8", "surrogatepass"))
        self._ends.append(self._file.tell())

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        at = range(len(self))[place]
        self._file.seek(self._ends[at])
        return self._file.read(self._ends[at + 1] - self._ends[at]).decode("utf-8", "surrogatepass")
