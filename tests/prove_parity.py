"""The long proof: ``python tests/prove_parity.py --cells 100000``.

Random workbooks under every scheme are scored; each formula, recalculated by LibreOffice, formualizer and
excelize, must give its stored result.  Prints what differs and the counts; exit 1 on a difference.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Final, TypeAlias

import parity
from random_workbooks import SCHEMES, workbook

from perf_xlsx.evaluate import Options, evaluate
from perf_xlsx.writing.scored import write_scored

BATCH = 24
Results: TypeAlias = dict[parity.At, parity.Result]


def scored(seed: int) -> bytes:
    """The scored workbook of a seed, under the scheme whose turn it is."""
    options = Options(schemes=(SCHEMES[seed % len(SCHEMES)],))
    (evaluation,) = evaluate(workbook(seed), f"{seed}.xlsx", options)
    return write_scored(evaluation)


def one_by_one(engine: Callable[[bytes], Results]) -> Callable[[Mapping[str, bytes]], dict[str, Results]]:
    """An engine that takes one workbook, for a batch of them."""
    return lambda books: {name: engine(data) for name, data in books.items()}


def by_libreoffice(books: Mapping[str, bytes]) -> dict[str, Results]:
    with tempfile.TemporaryDirectory() as folder:
        return parity.by_libreoffice(books, Path(folder))


ENGINES: Final = {
    "LibreOffice": by_libreoffice,
    "formualizer": one_by_one(parity.by_formualizer),
    "excelize": one_by_one(parity.by_excelize),
}


def main() -> int:
    """Score and recalculate until so many formula cells are proven."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=100_000)
    parser.add_argument("--start", type=int, default=0, help="first seed")
    parser.add_argument("--engine", action="append", choices=sorted(ENGINES), help="default: all of them")
    arguments = parser.parse_args()
    chosen = arguments.engine or list(ENGINES)
    proven = wrong = 0
    for first in count(arguments.start, BATCH):
        books = {str(seed): scored(seed) for seed in range(first, first + BATCH)}
        stored = {name: parity.formulas(data) for name, data in books.items()}
        engines = {name: ENGINES[name](books) for name in chosen}
        for engine, results in engines.items():
            for name in books:
                found = parity.differences(stored[name], results[name])
                wrong += len(found)
                for line in found[:3]:
                    print(f"{engine}, seed {name}: {line}")
        proven += sum(len(each) for each in stored.values())
        print(f"{proven} formula cells by {' and '.join(engines)}, {wrong} differences", flush=True)
        if proven >= arguments.cells:
            break
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
