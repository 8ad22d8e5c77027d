"""How much memory and time 汇总 of many workbooks takes.

    python benchmarks/summary.py [COUNT]

Makes the record of one workbook (nine projects of twelve indicators, two thirds of them unmet, each with a
reason of its own) and varies it COUNT times (10,000 if not told), so that no name, text or file is the
same.  The records are made when they are asked for, as a run reads them from 汇总.jsonl; the most memory
this process takes (Linux, macOS) is told after each step.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from time import process_time
from typing import TypeVar, overload

from folder import project

from perf_xlsx.batch.job import Task, Wanted, work
from perf_xlsx.batch.summing import gather, table, workbook
from perf_xlsx.writing.template import write_entries
from perf_xlsx.writing.template_entries import CoverEntry, Entries

AGENCY = "某市司法局"
PROJECTS = 9
REASON = "第{}号因上级调整任务安排，完成数略有减少，明年将提前落实。"
T = TypeVar("T")


class Varied(Sequence[str]):
    """The records of many workbooks, made from one when they are asked for."""

    def __init__(self, count: int) -> None:
        self._count = count
        projects = tuple(project(1, place, AGENCY) for place in range(1, PROJECTS + 1))
        data = write_entries(Entries(CoverEntry(AGENCY, 2021), projects))
        task = Task("key", data, "表.xlsx", "表.xlsx", "0" * 32, Wanted(outputs=False))
        (self._text,) = work(task).records
        self._sha256 = json.loads(self._text)["source"]["sha256"]

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(self._count))]
        if not 0 <= place < self._count:
            raise IndexError(place)
        text = self._text
        for old, new in (
            (AGENCY, f"第{place}号司法局"),
            (self._sha256, sha256(str(place).encode()).hexdigest()),
            ('"file":"', f'"file":"{place // 40}局/{place}-'),
            ('"deviation_reason":null', f'"deviation_reason":"{REASON.format(place)}"'),
        ):
            text = text.replace(old, new)
        return text


def told(title: str, action: Callable[[], T]) -> T:
    """Do something and print what it took."""
    begin = process_time()
    result = action()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = f"，{len(result) / 2**20:.1f} MiB" if isinstance(result, bytes) else ""
    print(f"  {title} {process_time() - begin:6.1f} 秒，至此最多用内存 {peak:.0f} MiB{size}", flush=True)
    return result


def main() -> None:
    texts = Varied(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    size = len(texts[0].encode()) // 1024
    print(f"{len(texts)} 个工作簿，{len(texts) * PROJECTS} 个项目，每条记录 {size} KiB")
    gathered = told("归集    ", lambda: gather(texts))
    told("汇总.xlsx", lambda: workbook(gathered, "0" * 32))
    told("汇总.csv ", lambda: table(gathered))


if __name__ == "__main__":
    main()
