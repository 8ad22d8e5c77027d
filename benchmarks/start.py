"""How long ``perf-xlsx --help`` takes, against an empty Python program and against importing pandas.

python benchmarks/start.py
"""

from __future__ import annotations

import os
import subprocess
import sys

RUNS = 7


def best(code: str) -> float:
    """Milliseconds of processor time of the fastest run in a process of its own."""
    taken = []
    for _ in range(RUNS):
        before = os.times()
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
        after = os.times()
        taken.append(
            after.children_user - before.children_user + after.children_system - before.children_system
        )
    return min(taken) * 1000


def main() -> None:
    empty = best("pass")
    shown = best("from perf_xlsx.cli.app import app; app(['--help'], standalone_mode=False)")
    pandas = best("import pandas")
    print(
        f"空程序 {empty:.0f} ms；--help {shown:.0f} ms = {shown / empty:.1f} ×；import pandas {pandas:.0f} ms"
    )


if __name__ == "__main__":
    main()
