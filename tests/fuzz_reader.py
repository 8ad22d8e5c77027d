"""Structure-aware fuzzing of the reader: valid workbooks of every kind, a few things changed in each.

    python tests/fuzz_reader.py --seconds 600 [--seed 1] [--guided]

Nothing but a ``Book`` or a ``Problem`` may come out; ``fuzzing.py`` has the limits and what is printed.
``--guided`` goes on from inputs that reach new lines of the reader; slower.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from typing import Any, Final

from cases import binary_books, old_books, open_documents, zips
from cases.compound_files import compound
from cases.parts import Parts, clean, data_of, zipped
from cases.readable import alternate, around, more_sheets, moved_book, noise, shared_formula
from fuzzing import Input, Lines, run

from perf_xlsx.model import Book, Problem
from perf_xlsx.reading.open import read_book

NASTY: Final = (
    "", "0", "-1", "1", "1048576", "1048577", "99999999999999999999", "1e308", "1e999", "NaN", "-0", "0x10",
    "XFD1048576", "A0", "A1", "ZZZZ1", "A1:XFD1048576", "B2:A1", "s", "str", "inlineStr", "b", "e", "d",
    "true", "①", "١", "../../x", "/", "rId1", "rId2", "\U0001f600", "_x0000_", "_xD83D_", "[h]:mm",
    "0%;;;@", "yyyy",
    "&amp;" * 50, "2021-02-30", "9999-12-31T23:59:59.999", "SUM(A1:A1048576)", "A1+A1", "((((((((", "#REF!",
    "1/0", "General",
)  # fmt: skip
VALUE: Final = re.compile(r'(?<==")[^"]*(?=")|(?<=>)[^<>]+(?=</)')
ELEMENT: Final = re.compile(r"<(\w[\w:]*)(?: [^<>]*)?(?:/>|>[^<>]*</\1>)")
PACKAGES: Final[tuple[Callable[[], Parts], ...]] = (
    clean, clean, around, more_sheets, moved_book, noise, shared_formula, lambda: alternate("choice"),
    open_documents.parts, binary_books.parts,
)  # fmt: skip


def mutated_text(content: str, chance: random.Random) -> str:
    """One change in a text part: a value, an element gone, doubled or moved, a cut, a strange character."""
    change = chance.randrange(6)
    values, elements = list(VALUE.finditer(content)), list(ELEMENT.finditer(content))
    if change <= 2 and values:
        found = chance.choice(values)
        return content[: found.start()] + chance.choice(NASTY) + content[found.end() :]
    if change == 3 and elements:
        found = chance.choice(elements)
        return content[: found.start()] + found[0] * chance.choice((0, 2, 300)) + content[found.end() :]
    if change == 4 and len(elements) > 1:
        first, second = chance.sample(elements, 2)
        return content.replace(first[0], second[0], 1)
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(("", "\x00", "\ufffe", "<", "&", "<!--", "]]>", "\u202e"))


def mutated_bytes(data: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, cut out or doubled."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        if not changed:
            break
        at = chance.randrange(len(changed))
        kind = chance.randrange(5)
        if kind <= 2:
            changed[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        elif kind == 3:
            del changed[at : at + chance.choice((1, 2, 4, 64))]
        else:
            changed[at:at] = changed[at : at + chance.choice((1, 4, 64))]
    return bytes(changed)


def mutated_parts(parts: Parts, chance: random.Random) -> Parts:
    changed = dict(parts)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        name = chance.choice(list(changed))
        content = changed[name]
        if chance.random() < 0.05:
            del changed[name]
        elif isinstance(content, str) and chance.random() < 0.9:
            changed[name] = mutated_text(content, chance)
        else:
            changed[name] = mutated_bytes(data_of(content), chance)
        if not changed:
            break
    return changed


@dataclass(frozen=True)
class Sample:
    """Something to change: parts of a package or bytes, and how it becomes a file."""

    content: Parts | bytes
    pack: Callable[[Any], bytes]

    def changed(self, chance: random.Random) -> Sample:
        if isinstance(self.content, bytes):
            return replace(self, content=mutated_bytes(self.content, chance))
        return replace(self, content=mutated_parts(self.content, chance))

    def data(self) -> bytes:
        return self.pack(self.content)


def in_compound(stream: bytes) -> bytes:
    return compound({"Workbook": stream[:60_000]})


@cache
def samples() -> tuple[Sample, ...]:
    """What every run begins with; packages more often than bytes."""
    packages = tuple(Sample(build(), zipped) for build in PACKAGES)
    return (
        *packages,
        Sample(zipped(clean()), bytes),
        Sample(zips.streamed(clean()), bytes),
        Sample(old_books.stream(), in_compound),
        Sample(old_books.book(), bytes),
        Sample(old_books.stream(), bytes),
    )


def made(seed: int) -> Sample:
    """The input of a seed: always the same."""
    chance = random.Random(seed)
    return chance.choice(samples()).changed(chance)


def outcome(seed: int) -> Book | Problem:
    return read_book(made(seed).data(), "a.xlsx")


def inputs(first: int, guided: bool, lines: Lines) -> Iterator[Input]:
    """Inputs by seed, for ever; guided ones go on from what reached new lines."""
    corpus = list(samples())
    for seed in count(first):
        chance = random.Random(seed)
        sample = chance.choice(corpus).changed(chance) if guided else made(seed)
        data = sample.data()
        yield Input(seed, data, lambda data=data: isinstance(read_book(data, "a.xlsx"), Book))
        if lines.fresh:
            corpus.append(sample)


if __name__ == "__main__":
    sys.exit(run(__doc__, "reading", inputs))
