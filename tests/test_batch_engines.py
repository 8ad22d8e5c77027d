"""Engines: the same results from each, a dead worker replaced, the file that kills told."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from batch_work import Errand, double, ignores_interrupts

from perf_xlsx.batch.engines import Engine, Processes, Serial

ENGINES = [Serial(), Processes(1), Processes(2)]
needs_signals = pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="POSIX signals")


@pytest.mark.parametrize("engine", ENGINES, ids=["serial", "one", "two"])
def test_every_engine_gives_every_result(engine: Engine) -> None:
    errands = [Errand(number) for number in range(20)]
    results = dict(engine.run(double, errands))
    assert results == {errand: errand.number * 2 for errand in errands}


@pytest.mark.parametrize("engine", ENGINES, ids=["serial", "one", "two"])
def test_nothing_to_do_gives_nothing(engine: Engine) -> None:
    assert list(engine.run(double, [])) == []


@needs_signals
@pytest.mark.parametrize("workers", [1, 2])
def test_a_task_that_kills_its_worker_is_told_and_the_others_go_on(workers: int) -> None:
    errands = [Errand(1), Errand(2, "always"), Errand(3), Errand(4)]
    results = dict(Processes(workers).run(double, errands))
    assert results == {errands[0]: 2, errands[1]: None, errands[2]: 6, errands[3]: 8}


@needs_signals
def test_a_worker_that_was_killed_by_chance_costs_nothing(tmp_path: Path) -> None:
    errands = [Errand(1), Errand(2, "once", str(tmp_path / "mark")), Errand(3)]
    assert dict(Processes(1).run(double, errands)) == {errand: errand.number * 2 for errand in errands}
    assert (tmp_path / "mark").exists()


@needs_signals
def test_workers_are_deaf_to_interrupts_from_their_first_moment() -> None:
    assert [result for _, result in Processes(1).run(ignores_interrupts, [Errand(0)])] == [True]


@needs_signals
def test_an_interrupt_while_a_worker_starts_is_not_lost() -> None:
    from perf_xlsx.batch.engines import interrupts_held

    with pytest.raises(KeyboardInterrupt), interrupts_held():
        os.kill(os.getpid(), signal.SIGINT)


def test_tasks_are_taken_only_when_there_is_room() -> None:
    taken: list[int] = []

    def errands() -> Iterator[Errand]:
        for number in range(10):
            taken.append(number)
            yield Errand(number)

    results = Processes(1).run(double, errands())
    next(results)
    assert len(taken) <= 3
    results.close()


def test_leaving_early_ends_all_workers() -> None:
    results = Processes(2).run(double, [Errand(number) for number in range(10)])
    next(results)
    results.close()
    assert multiprocessing.active_children() == []


_MASK_OF_THE_FIRST_WORKER = """
import signal
from functools import partial
from perf_xlsx.batch.engines import Processes

for _, mask in Processes(1).run(partial(signal.pthread_sigmask, signal.SIG_BLOCK), [()]):
    print(signal.SIGINT in mask)
"""


@needs_signals
def test_the_very_first_worker_of_a_run_is_deaf_to_ctrl_c_while_it_starts() -> None:
    told = subprocess.run([sys.executable, "-c", _MASK_OF_THE_FIRST_WORKER], capture_output=True, text=True)
    assert told.stdout.split() == ["True"], told.stderr
