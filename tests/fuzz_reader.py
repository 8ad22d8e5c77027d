"""Structure-aware fuzzing of the reader: valid workbooks of every kind, a few things changed in each.

    python tests/fuzz_reader.py --seconds 600 [--seed 1]

Nothing but a ``Book`` or a ``Problem`` may come out.  The command prints how many inputs it tried, how
many were still read, and the slowest one in processor time; it ends with 1 and the seed at a failure.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Callable
from typing import Final

from cases import binary_books, old_books, open_documents, zips
from cases.compound_files import compound
from cases.parts import Parts, clean, data_of, zipped
from cases.readable import alternate, around, more_sheets, moved_book, noise, shared_formula

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


def made(seed: int) -> bytes:
    """The input of a seed: always the same bytes."""
    chance = random.Random(seed)
    kind = chance.randrange(10)
    if kind < 6:
        return zipped(mutated_parts(chance.choice(PACKAGES)(), chance))
    if kind == 6:
        return mutated_bytes(zips.streamed(clean()) if chance.random() < 0.5 else zipped(clean()), chance)
    if kind == 7:
        return compound({"Workbook": mutated_bytes(old_books.stream(), chance)})
    if kind == 8:
        return mutated_bytes(old_books.book(), chance)
    return mutated_bytes(old_books.stream(), chance)


def outcome(seed: int) -> Book | Problem:
    return read_book(made(seed), "a.xlsx")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    seed, read, slowest = options.seed, 0, (0.0, 0)
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        begin = time.process_time()
        try:
            came = outcome(seed)
        except BaseException:
            print(f"seed {seed}", file=sys.stderr)
            raise
        slowest = max(slowest, (time.process_time() - begin, seed))
        read += isinstance(came, Book)
        seed += 1
    tried = seed - options.seed
    print(f"{tried} inputs, {read} read, the slowest {slowest[0]:.2f} s (seed {slowest[1]})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
