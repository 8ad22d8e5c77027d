"""Work for the engines in tests: small, importable by a worker process, and deadly on demand."""

from __future__ import annotations

import io
import os
import signal
import zipfile
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from perf_xlsx.writing.template import write_entries
from perf_xlsx.writing.template_entries import CoverEntry, Entries, FundEntry, IndicatorEntry, ProjectEntry


def archive(text: str = "内容", name: str = "part.xml") -> bytes:
    """A zip archive as small as can be: what the seal and the search for workbooks look at."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        target.writestr(name, text)
    return buffer.getvalue()


@cache
def workbook(
    agency: str = "某市某局", *, done: int = 80, project: str = "普法宣传经费", year: int = 2021
) -> bytes:
    """A unit's workbook with one project: 宣传 ``done`` of 80 场, everything else as planned."""
    fund = FundEntry(project, Decimal(50), Decimal(50), Decimal(50), Decimal(50))
    rows = (
        IndicatorEntry("产出指标", "数量指标", "宣传场次", "≥80场", f"{done}场", Decimal(50)),
        IndicatorEntry("效益指标", "社会效益指标", "知晓率", "≥90%", "92%", Decimal(30)),
        IndicatorEntry("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "95%", Decimal(10)),
    )
    form = ProjectEntry(
        project,
        agency,
        agency,
        (fund,),
        goal_expected="按计划开展宣传。",
        goal_actual="已按计划开展。",
        indicators=rows,
    )
    return write_entries(Entries(CoverEntry(agency, year), (form,)))


def folder(root: Path, count: int) -> Path:
    """A folder of so many units' workbooks."""
    root.mkdir(parents=True)
    for number in range(count):
        (root / f"{number:02} 单位.xlsx").write_bytes(workbook(f"第{number}局", done=70 + number))
    return root


class Errand(NamedTuple):
    """A number to be doubled; ``deadly`` kills its worker, once (with a mark on the disk) or always."""

    number: int
    deadly: str = ""
    mark: str = ""


def double(errand: Errand) -> int:
    if errand.deadly == "always" or (errand.deadly == "once" and not Path(errand.mark).exists()):
        if errand.mark:
            Path(errand.mark).write_text("died", "utf-8")
        os.kill(os.getpid(), signal.SIGKILL)
    return errand.number * 2


def ignores_interrupts(errand: Errand) -> bool:
    """Whether the worker is deaf to Ctrl-C: ignored, and blocked since before it began."""
    return signal.getsignal(signal.SIGINT) is signal.SIG_IGN and signal.SIGINT in signal.pthread_sigmask(
        signal.SIG_BLOCK, ()
    )
