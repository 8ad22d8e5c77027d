"""The long proof: ``python tests/prove_parity.py --cells 100000``.

Random workbooks under every scheme are scored; each formula, recalculated by LibreOffice and by
formualizer, must give its stored result.  Prints what differs and the counts; exit 1 on a difference.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from itertools import count
from pathlib import Path

import parity
from random_workbooks import SCHEMES, workbook

from perf_xlsx.evaluate import Options, evaluate
from perf_xlsx.writing.scored import write_scored

BATCH = 24


def scored(seed: int) -> bytes:
    """The scored workbook of a seed, under the scheme whose turn it is."""
    options = Options(schemes=(SCHEMES[seed % len(SCHEMES)],))
    (evaluation,) = evaluate(workbook(seed), f"{seed}.xlsx", options)
    return write_scored(evaluation)


def main() -> int:
    """Score and recalculate until so many formula cells are proven."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=100_000)
    parser.add_argument("--start", type=int, default=0, help="first seed")
    parser.add_argument("--formualizer-only", action="store_true")
    arguments = parser.parse_args()
    proven = wrong = 0
    for first in count(arguments.start, BATCH):
        books = {str(seed): scored(seed) for seed in range(first, first + BATCH)}
        stored = {name: parity.formulas(data) for name, data in books.items()}
        engines = {"formualizer": {name: parity.by_formualizer(data) for name, data in books.items()}}
        if not arguments.formualizer_only:
            with tempfile.TemporaryDirectory() as folder:
                engines["LibreOffice"] = parity.by_libreoffice(books, Path(folder))
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
