"""Many workbooks in one run: by numbers of workers, a re-run with nothing changed, memory.

    python benchmarks/folder.py [COUNT] [--jobs 1 2] [--inputs FOLDER]

Makes COUNT different workbooks (2,000 if not told) of three projects each, in FOLDER if it is told (what
stands there already is used again), and runs the command over them, as a user would.  Memory (Linux):
each worker's resident set after 200 and 2,000 workbooks and near the end, and the most that the run's own
process takes, which writes 汇总.  Processor time is that of the run's process and all workers.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from time import perf_counter

from perf_xlsx.writing.template import write_entries
from perf_xlsx.writing.template_entries import CoverEntry, Entries, FundEntry, IndicatorEntry, ProjectEntry

DEPARTMENTS = 40
WATCHED = (200, 2000)


def workbook(number: int) -> bytes:
    """A unit's workbook: three projects of twelve indicators."""
    agency = f"第{number}单位"
    projects = tuple(project(number, place, agency) for place in range(1, 4))
    return write_entries(Entries(CoverEntry(agency, 2021), projects))


def project(number: int, place: int, agency: str) -> ProjectEntry:
    """A project of twelve indicators; in two of three workbooks eight of them are not reached."""
    rows = [
        IndicatorEntry(
            "产出指标", "数量指标", f"第{row}类工作完成数", f"≥{row * 10}件", f"{row * 10 - number % 3}件"
        )
        for row in range(1, 9)
    ]
    rows += [
        IndicatorEntry("效益指标", "社会效益指标", "群众知晓率", "≥90%", "92%"),
        IndicatorEntry("效益指标", "社会效益指标", "问题解决率", "≥95%", "95%以上"),
        IndicatorEntry("效益指标", "可持续影响指标", "制度健全程度", "健全", "已健全"),
        IndicatorEntry("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "96%"),
    ]
    money = Decimal(100 + number % 50)
    fund = FundEntry("业务经费", money, money, money, money - place)
    return ProjectEntry(
        f"{agency}业务经费{place}", f"第{number % DEPARTMENTS}主管部门", agency, (fund,),
        goal_expected="按计划完成全年各项工作。", goal_actual="各项工作已按计划完成。",
        indicators=tuple(rows),
    )  # fmt: skip


@dataclass(frozen=True)
class Run:
    """One run of the command.  MiB: of the largest worker after so many workbooks, of the run's process."""

    seconds: float
    processor: float
    workers: dict[int, float]
    peak: float

    def told(self, title: str, count: int) -> str:
        """The run in one line."""
        memory = " → ".join(f"{size:.1f}（{number} 个时）" for number, size in self.workers.items())
        return (
            f"  {title:<10} {self.seconds:8.1f} 秒（处理器 {self.processor:.1f} 秒）"
            f"  每秒 {count / self.seconds:6.1f} 个  主进程最多 {self.peak:.0f} MiB"
            f"{'  每进程 MiB：' if memory else ''}{memory}"
        )


def run(inbox: Path, output: Path, jobs: int, count: int) -> Run:
    """Run the command and watch its processes."""
    given = ["run", str(inbox), "-o", str(output), "--jobs", str(jobs), "-q"]
    begin, before = perf_counter(), os.times()
    process = subprocess.Popen([sys.executable, "-m", "perf_xlsx", *given], stdout=subprocess.PIPE)
    assert process.stdout is not None
    workers: dict[int, float] = {}
    peak = 0.0
    for number, _ in enumerate(process.stdout, start=1):
        if number in (*WATCHED, count - jobs) and (size := _largest(process.pid)):
            workers[number] = size
    if hasattr(os, "wait4"):
        _, status, used = os.wait4(process.pid, 0)
        process.returncode, peak = os.waitstatus_to_exitcode(status), used.ru_maxrss / 1024
    process.wait()
    after = os.times()
    spent = after.children_user - before.children_user + after.children_system - before.children_system
    return Run(perf_counter() - begin, spent, workers, peak)


def _largest(parent: int) -> float:
    """MiB of the largest worker; 0 where /proc tells nothing."""
    children = Path(f"/proc/{parent}/task/{parent}/children")
    found = [0]
    for pid in children.read_text("utf-8").split() if children.exists() else ():
        if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
            lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
            found += [int(line.split()[1]) for line in lines if line.startswith("VmRSS")]
    return max(found) / 1024


def prepare(inbox: Path, count: int) -> None:
    """Make the workbooks that are not there yet."""
    inbox.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        path = inbox / f"{number:05}.xlsx"
        if not path.exists():
            path.write_bytes(workbook(number))


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("count", nargs="?", type=int, default=2000)
    asked.add_argument("--jobs", nargs="+", type=int, default=[1, 2])
    asked.add_argument("--inputs", type=Path)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        root = Path(home)
        inbox: Path = given.inputs or root / "报来"
        prepare(inbox, given.count)
        print(f"{given.count} 个工作簿，每个 3 个项目、36 个指标", flush=True)
        runs: list[Run] = []
        for jobs in given.jobs:
            runs.append(run(inbox, root / str(jobs), jobs, given.count))
            print(runs[-1].told(f"{jobs} 个进程", given.count), flush=True)
        again = run(inbox, root / str(given.jobs[-1]), given.jobs[-1], given.count)
        print(again.told("未变再运行", given.count))
    print(f"  {given.jobs[-1]} 个进程对 {given.jobs[0]} 个进程：{runs[0].seconds / runs[-1].seconds:.2f} ×")
    print(
        f"  未变再运行对首次：时间 {again.seconds / runs[-1].seconds:.1%}，"
        f"处理器 {again.processor / runs[-1].processor:.1%}"
    )


if __name__ == "__main__":
    main()
