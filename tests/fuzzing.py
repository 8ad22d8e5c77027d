"""What the fuzzers share: the run by the clock, the limits of one input, and the lines that were reached.

Limits are generous for a slow machine: 5 seconds of processor time for one input, 300 MB for the whole run.
"""

from __future__ import annotations

import argparse
import faulthandler
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Final

SECONDS: Final = 5.0
MEGABYTES: Final = 300
HANGING: Final = 300
"""Seconds of the clock after which an input counts as hanging: the run ends and shows where."""
FAILURE: Final = Path("fuzz-failure.bin")


@dataclass(frozen=True)
class Input:
    """One input: its seed, its bytes, and the work, which tells whether anything was understood."""

    seed: int
    data: bytes
    work: Callable[[], bool]


class Lines:
    """Which lines of a room have run: what reaches new ones is worth changing further."""

    def __init__(self, room: str) -> None:
        self.room = f"{Path('perf_xlsx') / room}"
        self.seen: set[tuple[str, int]] = set()
        self.fresh = False

    def __call__(self, frame: FrameType, event: str, _: object) -> Any:
        if self.room not in frame.f_code.co_filename:
            return None
        key = (frame.f_code.co_filename, frame.f_lineno)
        if key not in self.seen:
            self.seen.add(key)
            self.fresh = True
        return self

    def during(self, work: Callable[[], bool]) -> bool:
        self.fresh = False
        sys.settrace(self)
        try:
            return work()
        finally:
            sys.settrace(None)


def peak_memory() -> int | None:
    """The largest memory of this process in MB, where the system tells it."""
    try:
        import resource
    except ImportError:
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def run(about: str | None, room: str, inputs: Callable[[int, bool, Lines], Iterator[Input]]) -> int:
    """Try inputs until the time is over; at a failure the input is left in fuzz-failure.bin."""
    parser = argparse.ArgumentParser(description=(about or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--guided", action="store_true", help="keep what reaches new lines; slower")
    options = parser.parse_args()
    lines, tried, understood, slowest = Lines(room), 0, 0, (0.0, 0)
    end = time.monotonic() + options.seconds
    for given in inputs(options.seed, options.guided, lines):
        begin = time.process_time()
        faulthandler.dump_traceback_later(HANGING, exit=True)
        try:
            understood += lines.during(given.work) if options.guided else given.work()
        except BaseException:
            failed(given, "an exception")
            raise
        took = time.process_time() - begin
        if options.guided and took > SECONDS:
            took = alone(given.work)
        if took > SECONDS or (peak_memory() or 0) > MEGABYTES:
            return failed(given, f"{took:.1f} s, {peak_memory()} MB")
        tried, slowest = tried + 1, max(slowest, (took, given.seed))
        if time.monotonic() > end:
            break
    faulthandler.cancel_dump_traceback_later()
    print(f"{tried} inputs, {understood} understood, the slowest {slowest[0]:.2f} s (seed {slowest[1]})")
    print(f"peak memory {peak_memory()} MB" + (f", {len(lines.seen)} lines reached" if lines.seen else ""))
    return 0


def alone(work: Callable[[], bool]) -> float:
    """The processor time of the work when nobody follows its lines."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def failed(given: Input, why: str) -> int:
    print(f"seed {given.seed}: {why}", file=sys.stderr)
    FAILURE.write_bytes(given.data)
    return 1
