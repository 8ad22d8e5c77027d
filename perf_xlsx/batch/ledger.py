"""汇总.jsonl: the records of all workbooks, one line per workbook and scheme; a cache.

A line is the JSON object of a record with a first key ``run``: the fingerprint, how many lines the
workbook has, and the few words that a later run shows again without reading the rest.  Lines are
appended as results come; the end of a run brings them into the order of the inputs.  A torn or foreign
line is left out, and its workbook is read anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from io import FileIO
from pathlib import Path
from typing import Any, BinaryIO, Final, Self

from perf_xlsx.batch.brief import Brief
from perf_xlsx.batch.job import Product
from perf_xlsx.batch.store import write_pieces

_START: Final = b'{"run":'
_DECODER: Final = json.JSONDecoder()
_RUN_LIMIT: Final = 65_536  # a line's "run" object is far shorter


@dataclass(frozen=True, slots=True)
class Entry:
    """One workbook in the ledger: its lines in the file, and their few words."""

    fingerprint: str
    places: tuple[tuple[int, int], ...]  # offset and length of each line
    briefs: tuple[Brief, ...]
    endings: tuple[str, ...]  # the endings of the files that were made of it


class Ledger:
    """The file, open for the length of a run."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: FileIO | None = None
        self._entries: dict[str, Entry] = {}
        self._order: list[str] = []

    def __enter__(self) -> Self:
        if self._path.exists():
            with self._path.open("rb") as source:
                self._entries = _entries(source)
        self._order = list(self._entries)
        self._file = self._open()
        self._mend_end(self._file)
        return self

    def _open(self) -> FileIO:
        """Without a buffer: what a full disk refuses must not wait in memory and fail again at the end."""
        return FileIO(self._path, "a+")

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    @staticmethod
    def _mend_end(file: FileIO) -> None:
        """A torn last line gets its end, so that the next one begins on its own."""
        size = file.seek(0, 2)
        if size:
            file.seek(size - 1)
            if file.read(1) != b"\n":
                file.write(b"\n")

    def known(self, key: str, fingerprint: str) -> Entry | None:
        """The workbook's entry, if it is of this very input, tool and options."""
        entry = self._entries.get(key)
        return entry if entry and entry.fingerprint == fingerprint else None

    def mark(self, key: str) -> str:
        """The fingerprint of a workbook's entry; empty when it has none."""
        entry = self._entries.get(key)
        return entry.fingerprint if entry else ""

    def holds(self, key: str) -> bool:
        """Whether there are records of a workbook."""
        return key in self._entries

    def add(self, key: str, fingerprint: str, product: Product) -> None:
        """Append a workbook's records; raises OSError (a full disk) with the file still sound."""
        assert self._file is not None
        endings = [ending for ending, _ in product.files]
        offset = self._file.seek(0, 2)
        places: list[tuple[int, int]] = []
        lines: list[bytes] = []
        for number, (text, brief) in enumerate(zip(product.records, product.briefs, strict=True), start=1):
            run = {
                "key": key,
                "fingerprint": fingerprint,
                "part": number,
                "of": len(product.briefs),
                "files": endings,
                **asdict(brief),
            }
            line = _START + _dump(run) + b"," + text.encode()[1:] + b"\n"
            places.append((offset + sum(map(len, lines)), len(line)))
            lines.append(line)
        try:
            _write_all(self._file, b"".join(lines))
        except OSError:
            self._file.truncate(offset)
            raise
        self._entries[key] = Entry(fingerprint, tuple(places), product.briefs, tuple(endings))

    def records(self, key: str) -> Iterator[str]:
        """A workbook's records as JSON texts, without the ledger's own key."""
        for line in self._lines(key):
            _, end = _run(line.rstrip(b"\n"))
            yield "{" + line[end + 1 :].decode().rstrip("\n")

    def set_in_order(self, keys: Iterable[str]) -> None:
        """Write the file anew with these workbooks only, in this order; nothing to do if it is so."""
        wanted = [key for key in keys if key in self._entries]
        if wanted == self._order and self._sound():
            return
        write_pieces(self._path, (line for key in wanted for line in self._lines(key)))
        self._reopen(wanted)

    def _reopen(self, keys: list[str]) -> None:
        """Go on with the file that has just been written."""
        offset = 0
        for key in keys:
            entry = self._entries[key]
            places = []
            for _, length in entry.places:
                places.append((offset, length))
                offset += length
            self._entries[key] = replace(entry, places=tuple(places))
        assert self._file is not None
        self._file.close()
        self._file = self._open()
        self._order = keys

    def _sound(self) -> bool:
        """Whether the file holds the entries' lines one after the other and nothing else."""
        assert self._file is not None
        expected = 0
        for key in self._order:
            for offset, length in self._entries[key].places:
                if offset != expected:
                    return False
                expected = offset + length
        return self._file.seek(0, 2) == expected

    def _lines(self, key: str) -> Iterator[bytes]:
        assert self._file is not None
        if key not in self._entries:
            return
        for offset, length in self._entries[key].places:
            self._file.seek(offset)
            yield _read_all(self._file, length)


def _write_all(file: FileIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def _read_all(file: FileIO, length: int) -> bytes:
    pieces = []
    while length > 0 and (piece := file.read(length)):
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)


def _dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _run(line: bytes) -> tuple[dict[str, Any], int]:
    """The line's ``run`` object, and where in the bytes it ends; ValueError when there is none."""
    if not line.startswith(_START) or not line.endswith(b"}"):
        raise ValueError("no line of the ledger")
    text = line[len(_START) : _RUN_LIMIT].decode(errors="replace")
    run, end = _DECODER.raw_decode(text)
    if not isinstance(run, dict):
        raise ValueError("no line of the ledger")
    return run, len(_START) + len(text[:end].encode())


def _entries(source: BinaryIO) -> dict[str, Entry]:
    """What the file holds, the last word on each workbook; incomplete workbooks are left out."""
    entries: dict[str, Entry] = {}
    open_places: list[tuple[int, int]] = []
    open_briefs: list[Brief] = []
    offset = 0
    for line in source:
        place = (offset, len(line))
        offset += len(line)
        try:
            run, _ = _run(line.rstrip(b"\n"))
            brief = Brief(**{name: run[name] for name in Brief.__slots__})
            key, fingerprint, part, of, endings = (
                run[name] for name in ("key", "fingerprint", "part", "of", "files")
            )
        except (ValueError, KeyError, TypeError):
            open_places, open_briefs = [], []
            continue
        if part == 1:
            open_places, open_briefs = [], []
        open_places.append(place)
        open_briefs.append(brief)
        if part == of == len(open_places):
            entries.pop(key, None)
            entries[key] = Entry(fingerprint, tuple(open_places), tuple(open_briefs), tuple(endings))
    return entries
