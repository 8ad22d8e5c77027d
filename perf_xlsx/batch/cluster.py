"""The cluster: Dask distributed, an existing engine (extra ``perf-xlsx[cluster]``).

The bytes travel with the task, so that no shared disk is needed.  The scheduler gives a task of a dead
worker to another one; a file that kills several is told and left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any, Final, TypeVar

import distributed

from perf_xlsx.batch.engines import ClusterError, Results
from perf_xlsx.batch.fingerprint import tool_digest

_dask: Any = distributed  # its classes carry no types

T = TypeVar("T")
R = TypeVar("R")

_CONNECT_SECONDS: Final = 30
_AHEAD: Final = 2  # tasks per thread, so that no worker waits for the next one's bytes


class Cluster:
    """Workers of a Dask cluster, found by the address of their scheduler (``tcp://host:8786``)."""

    def __init__(self, address: str) -> None:
        self._address = address

    def run(self, function: Callable[[T], R], tasks: Iterable[T]) -> Results[T, R]:
        waiting = iter(tasks)
        first = next(waiting, None)
        if first is None:
            return
        waiting = chain((first,), waiting)
        with self._client() as client:
            running: dict[Any, T] = {}
            done = _dask.as_completed(loop=client.loop)

            def hand(count: int) -> None:
                for _ in range(count):
                    task = next(waiting, None)
                    if task is None:
                        return
                    future = client.submit(function, task, pure=False)
                    running[future] = task
                    done.add(future)

            hand(_AHEAD * max(1, sum(client.nthreads().values())))
            for future in done:
                task = running.pop(future)
                hand(1)
                yield task, _result(future)

    def _client(self) -> Any:
        try:
            client = _dask.Client(self._address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(f"连接不上集群 {self._address}：请核对地址，并确认调度程序已启动。") from error
        others = sorted(where for where, digest in client.run(tool_digest).items() if digest != tool_digest())
        if others:
            client.close()
            raise ClusterError(f"集群中 {'、'.join(others)} 上的 perf_xlsx 版本与本机不同，请先统一版本。")
        return client


def _result(future: Any) -> Any:
    try:
        return future.result()
    except _dask.KilledWorker:
        return None
