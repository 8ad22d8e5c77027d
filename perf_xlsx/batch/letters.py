"""退回意见 as .docx files beside the results: one for each unit that has something to mend or explain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from perf_xlsx.batch.names import safe_name
from perf_xlsx.batch.results import said, words
from perf_xlsx.batch.seal import Seal, read_seal
from perf_xlsx.batch.store import save
from perf_xlsx.desk.official import Listed, name_of, official_letters
from perf_xlsx.desk.returns import Letter as Returned
from perf_xlsx.report.docx import write_letter
from perf_xlsx.report.letter import Letter
from perf_xlsx.writing.dated import made_after

FOLDER: Final = "退回意见"
KIND: Final = "letter"
_LENGTH: Final = 32


@dataclass(frozen=True, slots=True)
class Letters:
    """What was written: how many letters, what people should know, and how many could not be written."""

    count: int
    words: tuple[str, ...] = ()
    unwritten: int = 0


def write_letters(folder: Path, returned: Iterable[Returned], listed: Listed = ()) -> Letters:
    """Write the letters into a folder of their own: never over an edited one, the same not twice.

    ``listed``: what 应报清单 has about units.
    """
    letters = [*official_letters(returned, listed)]
    several_years = len({each.year for each in letters if each.year}) > 1
    told: list[str] = []
    unwritten = 0
    kept: set[Path] = set()
    for each in letters:
        name = f"{safe_name(name_of(each, several_years=several_years))}.docx"
        try:
            told += _written(folder / FOLDER / name, each, kept)
        except OSError as error:
            unwritten += 1
            told.append(f"{FOLDER}/{name} 未能写入：{said(error)}。")
    told += _earlier(folder / FOLDER, kept)
    return Letters(len(letters), tuple(told), unwritten)


def _written(path: Path, letter: Letter, kept: set[Path]) -> tuple[str, ...]:
    mark = sha256(repr(letter).encode()).hexdigest()[:_LENGTH]
    data = write_letter(letter, made_after(letter.year), mark)
    path.parent.mkdir(parents=True, exist_ok=True)
    saved = save(path, data, Seal(KIND, mark))
    kept.add(saved.path)
    return words([saved])


def _earlier(folder: Path, kept: set[Path]) -> list[str]:
    """Letters of an earlier run that this one has no cause for: nobody should send them."""
    old = [
        path.name
        for path in sorted(folder.glob("*.docx"))
        if path not in kept and (seal := read_seal(path)) is not None and seal.kind == KIND
    ]
    return [f"{FOLDER}里有 {len(old)} 份是以前写的，这次已不需要：{'、'.join(old)}"] if old else []
