"""The long proof: ``python tests/prove_parity.py --cells 100000``.

Random workbooks under every scheme: each formula of what is written, recalculated by LibreOffice, formualizer
and excelize, must give its stored result.  Prints what differs and the counts; exit 1 on a difference.
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

from perf_xlsx.evaluate import Evaluation, Options, evaluate
from perf_xlsx.writing.final import write_final
from perf_xlsx.writing.scored import write_scored

BATCH = 24
Results: TypeAlias = dict[parity.At, parity.Result]


def evaluated(seed: int) -> Evaluation:
    """A random workbook, scored by the scheme whose turn it is."""
    options = Options(schemes=(SCHEMES[seed % len(SCHEMES)],))
    (evaluation,) = evaluate(workbook(seed), f"{seed}.xlsx", options)
    return evaluation


def scored(seed: int) -> bytes:
    """The scored workbook of a seed."""
    return write_scored(evaluated(seed))


def written(seed: int) -> dict[str, bytes]:
    """What is written for a seed: the scored workbook, its 报送稿 and the filled template it came from."""
    evaluation = evaluated(seed)
    return {
        f"{seed}": write_scored(evaluation),
        f"{seed} final": write_final(evaluation),
        f"{seed} template": workbook(seed),
    }


def one_by_one(engine: Callable[[bytes], Results]) -> Callable[[Mapping[str, bytes]], dict[str, Results]]:
    """An engine that takes one workbook, for a batch of them."""
    return lambda books: {name: engine(data) for name, data in books.items()}


def by_excelize(books: Mapping[str, bytes]) -> dict[str, Results]:
    """All but templates, whose totals use OFFSET."""
    return {name: parity.by_excelize(data) for name, data in books.items() if "template" not in name}


def by_libreoffice(books: Mapping[str, bytes]) -> dict[str, Results]:
    with tempfile.TemporaryDirectory() as folder:
        return parity.by_libreoffice(books, Path(folder))


ENGINES: Final = {
    "LibreOffice": by_libreoffice,
    "formualizer": one_by_one(parity.by_formualizer),
    "excelize": by_excelize,
}


def main() -> int:
    """Write and recalculate until so many formula cells are proven by every engine that is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=100_000)
    parser.add_argument("--start", type=int, default=0, help="first seed")
    parser.add_argument("--engine", action="append", choices=sorted(ENGINES), help="default: all of them")
    arguments = parser.parse_args()
    proven = dict.fromkeys(arguments.engine or ENGINES, 0)
    wrong = 0
    for first in count(arguments.start, BATCH):
        books = {name: data for seed in range(first, first + BATCH) for name, data in written(seed).items()}
        stored = {name: parity.formulas(data) for name, data in books.items()}
        for engine in proven:
            for name, results in ENGINES[engine](books).items():
                found = parity.differences(stored[name], results)
                wrong += len(found)
                proven[engine] += len(stored[name])
                for line in found[:3]:
                    print(f"{engine}, seed {name}: {line}")
        counts = ", ".join(f"{cells} by {engine}" for engine, cells in proven.items())
        print(f"formula cells: {counts}; {wrong} differences", flush=True)
        if min(proven.values()) >= arguments.cells:
            break
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
