"""Many workbooks in one run: 1 and 2 workers, a re-run with nothing changed, memory of the workers.

    python benchmarks/folder.py [COUNT] [--keep FOLDER]

Makes COUNT different workbooks (2,000 if not told) of three projects each and runs the command over
them, as a user would.  Memory is each worker's resident set after 200 workbooks and at the end (Linux).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from perf_xlsx.writing.template import write_entries
from perf_xlsx.writing.template_entries import CoverEntry, Entries, FundEntry, IndicatorEntry, ProjectEntry

DEPARTMENTS = 40
EARLY = 200


def workbook(number: int) -> bytes:
    """A unit's workbook: three projects of twelve indicators."""
    agency = f"第{number}单位"
    projects = tuple(_project(number, place, agency) for place in range(1, 4))
    return write_entries(Entries(CoverEntry(agency, 2021), projects))


def _project(number: int, place: int, agency: str) -> ProjectEntry:
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


class Run:
    """One run of the command: seconds, and the workers' memory early and at the end."""

    def __init__(self, inbox: Path, output: Path, jobs: int, count: int) -> None:
        self.early: list[int] = []
        self.late: list[int] = []
        begin = time.perf_counter()
        given = [
            sys.executable,
            "-m",
            "perf_xlsx",
            "run",
            str(inbox),
            "-o",
            str(output),
            "--jobs",
            str(jobs),
            "-q",
        ]
        process = subprocess.Popen(given, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        assert process.stdout is not None
        for number, _ in enumerate(process.stdout, start=1):
            if number == min(EARLY, count // 2):
                self.early = _workers(process.pid)
            elif number == count - jobs:
                self.late = _workers(process.pid)
        process.wait()
        self.seconds = time.perf_counter() - begin


def _workers(parent: int) -> list[int]:
    """KiB of each worker; empty where /proc tells nothing."""
    children = Path(f"/proc/{parent}/task/{parent}/children")
    if not children.exists():
        return []
    found = []
    for pid in children.read_text("utf-8").split():
        if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
            lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
            found += [int(line.split()[1]) for line in lines if line.startswith("VmRSS")]
    return sorted(found)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as home:
        root = Path(home)
        inbox = root / "报来"
        inbox.mkdir()
        for number in range(count):
            (inbox / f"{number:05}.xlsx").write_bytes(workbook(number))
        one = Run(inbox, root / "一", 1, count)
        two = Run(inbox, root / "二", 2, count)
        again = Run(inbox, root / "二", 2, count)
    print(f"{count} 个工作簿，每个 3 个项目、36 个指标")
    print(f"  1 个进程 {one.seconds:8.1f} 秒  每秒 {count / one.seconds:6.1f} 个")
    print(
        f"  2 个进程 {two.seconds:8.1f} 秒  每秒 {count / two.seconds:6.1f} 个"
        f"  = {one.seconds / two.seconds:.2f} ×"
    )
    print(f"  未变再运行 {again.seconds:6.1f} 秒  = 首次（2 个进程）的 {again.seconds / two.seconds:.1%}")
    for title, run in (("1 个进程", one), ("2 个进程", two)):
        if run.early and run.late:
            early, late = (max(values) / 1024 for values in (run.early, run.late))
            print(
                f"  {title}：每进程内存 {early:.1f} MiB（前段），{late:.1f} MiB（结束前），"
                f"{late / early - 1:+.1%}"
            )


if __name__ == "__main__":
    main()
