"""Where the work is done: in this process, or in processes of this machine.

An engine takes tasks from an iterator when it has room and gives back (task, result) as they come.
The result is ``None`` when the task has killed its worker twice.  The cluster has its own module.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any, Final, Generic, Protocol, TypeAlias, TypeVar

T = TypeVar("T")
R = TypeVar("R")

Results: TypeAlias = Generator[tuple[T, R | None], None, None]

_TRIES: Final = 2
"""A worker may die of something else (memory, an administrator): one more try tells the guilty file."""


class ClusterError(RuntimeError):
    """The cluster can't be used; the text says why, in Chinese."""


def cores() -> int:
    """How many processors this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


class Engine(Protocol):
    """Runs one function over many tasks; the order of the results is free."""

    def run(self, function: Callable[[T], R], tasks: Iterable[T]) -> Results[T, R]:
        """Give back each task with its result, None when it can't be had."""
        ...


class Serial:
    """One after the other, in this process."""

    def run(self, function: Callable[[T], R], tasks: Iterable[T]) -> Results[T, R]:
        for task in tasks:
            yield task, function(task)


@dataclass(slots=True)
class _Worker(Generic[T]):
    """A process that waits for tasks at the other end of a pipe."""

    process: Any
    pipe: Connection
    tasks: list[T] = field(default_factory=list)


class Processes:
    """Worker processes of this machine, started afresh (as on Windows), replaced when one dies."""

    def __init__(self, workers: int) -> None:
        self._count = max(1, workers)
        self._context = multiprocessing.get_context("spawn")

    def run(self, function: Callable[[T], R], tasks: Iterable[T]) -> Results[T, R]:
        waiting = iter(tasks)
        deaths: dict[int, int] = {}
        workers: list[_Worker[T]] = []
        try:
            again: list[T] = []
            while True:
                self._engage(workers, function, waiting, again)
                busy = [worker for worker in workers if worker.tasks]
                if not busy:
                    return
                for ready in wait([worker.pipe for worker in busy]):
                    worker = next(each for each in busy if each.pipe is ready)
                    yield from self._answered(worker, workers, waiting, again, deaths)
        finally:
            _dismiss(workers)

    def _engage(
        self, workers: list[_Worker[T]], function: Callable[[T], R], waiting: Iterator[T], again: list[T]
    ) -> None:
        """Give every free place a task; a process is started only when there is one for it."""
        for worker in workers:
            if not worker.tasks:
                _hand(worker, waiting, again)
        while len(workers) < self._count:
            task = again.pop() if again else next(waiting, None)
            if task is None:
                return
            workers.append(self._started(function))
            again.append(task)
            _hand(workers[-1], waiting, again)

    def _started(self, function: Callable[[T], R]) -> _Worker[T]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, function))
        with interrupts_held():
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def _answered(
        self,
        worker: _Worker[T],
        workers: list[_Worker[T]],
        waiting: Iterator[T],
        again: list[T],
        deaths: dict[int, int],
    ) -> Iterator[tuple[T, R | None]]:
        """A worker's answer, or its death; it gets its next task before the answer is worked on."""
        task = worker.tasks[0]
        try:
            result: R | None = worker.pipe.recv()
        except (EOFError, OSError):
            workers.remove(worker)
            _dismiss([worker])
            deaths[id(task)] = deaths.get(id(task), 0) + 1
            if deaths[id(task)] < _TRIES:
                again.append(task)
                return
            result = None
        else:
            worker.tasks.clear()
            _hand(worker, waiting, again)
        deaths.pop(id(task), None)
        yield task, result


def _hand(worker: _Worker[T], waiting: Iterator[T], again: list[T]) -> None:
    """The next task, if there is one; a worker that has died meanwhile shows it at its pipe's end."""
    task = again.pop() if again else next(waiting, None)
    if task is not None:
        worker.tasks.append(task)
        with suppress(OSError):
            worker.pipe.send(task)


def _dismiss(workers: list[_Worker[T]]) -> None:
    """End processes: the idle ones go by themselves when their pipe closes, the others are ended."""
    for worker in workers:
        worker.pipe.close()
        if worker.tasks:
            worker.process.kill()
    for worker in workers:
        worker.process.join()
        worker.process.close()


def _serve(pipe: Connection, function: Callable[[Any], Any]) -> None:
    """A worker's life: answer until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            pipe.send(function(pipe.recv()))


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Processes started within are deaf to Ctrl-C from their very first moment.

    A Ctrl-C is for the run: it ends its workers itself.  Where signals can be blocked, one that comes
    meanwhile is not lost but raised afterwards.
    """
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # started within, it would open the signals again
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    elif threading.current_thread() is threading.main_thread():
        handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, handler)
    else:
        yield
