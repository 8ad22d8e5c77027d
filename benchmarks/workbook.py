"""One workbook, bytes to bytes: time by stage against the floor, openpyxl and LibreOffice.

    python benchmarks/workbook.py [FILE] [--rounds 9] [--no-libreoffice]

For two kinds of input: the file as a unit hands it in (typed cells, few formulas), and our output of it
sent in again (about as many sheets, cells and formulas going in as coming out).  Processor time; each
round measures everything once, so that all meet the same machine, and the fastest of each counts.

The floor: the input's parts unzipped, its sheets and texts parsed, the output's parts deflated.
openpyxl: the same input loaded (formulas kept), a column filled, saved.  A program that scores needs the
results of formulas, too, which openpyxl gives only in a second load (``data_only``): both are told.
LibreOffice: the same input loaded, recalculated, saved; its processor time for ten copies in one call, by
ten.
"""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import tempfile
import time
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, nullcontext
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl

from perf_xlsx.batch.job import Task, Wanted, dumps, work
from perf_xlsx.checks.run import check
from perf_xlsx.evaluate import evaluate
from perf_xlsx.model import Book
from perf_xlsx.reading.locate import locate
from perf_xlsx.reading.open import read_book
from perf_xlsx.record import record
from perf_xlsx.scoring.scheme import choose
from perf_xlsx.scoring.score import score
from perf_xlsx.values.understand import understand
from perf_xlsx.writing.book import write_book
from perf_xlsx.writing.scored import scored_plan

SAMPLE = Path(__file__).parent.parent / "samples" / "江门市司法局2021年自评表.xlsx"
COPIES = 10
Actions = dict[str, Callable[[], object]]


def floor(data: bytes, output: bytes) -> None:
    with ZipFile(BytesIO(data)) as source:
        for name in source.namelist():
            part = source.read(name)
            if name.endswith(".xml") and ("sheet" in name or "sharedStrings" in name):
                ElementTree.fromstring(part)
    with ZipFile(BytesIO(output)) as source:
        parts = [source.read(name) for name in source.namelist()]
    for part in parts:
        zlib.compress(part)


def by_openpyxl(data: bytes, *, results: bool = False) -> None:
    """Load, fill, save; ``results``: with the second load that gives the results of formulas."""
    if results:
        openpyxl.load_workbook(BytesIO(data), data_only=True)
    book = openpyxl.load_workbook(BytesIO(data))
    for sheet in book:
        for row in range(1, sheet.max_row + 1):
            cell = sheet.cell(row, 9)
            if not isinstance(cell, openpyxl.cell.cell.MergedCell) and cell.value is None:
                cell.value = 1
    book.save(BytesIO())


def by_libreoffice(data: bytes) -> float:
    """Milliseconds of processor time for one file, of ten in one call."""
    with tempfile.TemporaryDirectory() as home:
        root = Path(home)
        files = [root / f"{number}.xlsx" for number in range(COPIES)]
        for file in files:
            file.write_bytes(data)
        settings = root / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(
            '<?xml version="1.0"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
            '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode">'
            "<value>0</value></prop></item></oor:items>",
            "utf-8",
        )
        given = ["soffice", "--headless", f"-env:UserInstallation={(root / 'profile').as_uri()}"]
        before = os.times()
        subprocess.run(
            [*given, "--convert-to", "xlsx", "--outdir", str(root / "out"), *map(str, files)],
            check=True,
            capture_output=True,
        )
        after = os.times()
        if len(list((root / "out").iterdir())) != COPIES:
            raise RuntimeError("LibreOffice wrote nothing")
    used = after.children_user - before.children_user + after.children_system - before.children_system
    return used / COPIES * 1000


def stages(data: bytes, name: str) -> Actions:
    """What the whole is made of, each by itself."""
    book = read_book(data, name)
    assert isinstance(book, Book)
    draft = locate(book)
    submission, _ = understand(draft)
    scheme, because = choose(submission, None)
    scorecard = score(submission, scheme, because)
    evaluation = evaluate(data, name)[0]
    plan = scored_plan(evaluation)
    return {
        "读取（解包、单元格）": lambda: read_book(data, name),
        "定位": lambda: locate(book),
        "读懂": lambda: understand(draft),
        "评分": lambda: score(submission, scheme, because),
        "检查": lambda: check(submission, scorecard, scheme),
        "记录": lambda: dumps(record(evaluation)),
        "版面": lambda: scored_plan(evaluation),
        "写出": lambda: write_book(plan),
    }


@contextmanager
def paused() -> Iterator[None]:
    """The collector paused, as it is while the product works on a workbook."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def fastest(actions: Actions, ours: Collection[str], rounds: int) -> dict[str, float]:
    """Milliseconds of each action's fastest run, all actions taking turns; ``ours`` are stages."""
    found = dict.fromkeys(actions, float("inf"))
    for _ in range(rounds):
        for title, action in actions.items():
            gc.collect()
            with paused() if title in ours else nullcontext():
                begin = time.process_time()
                action()
            found[title] = min(found[title], (time.process_time() - begin) * 1000)
    return found


LEAST, WHOLE = "底线", "全部（字节到字节）"


def measure(kind: str, data: bytes, name: str, rounds: int, *, libreoffice: bool) -> bytes:
    """Print the figures of one input; gives its output."""
    task = Task("key", data, name, name, "0" * 32, Wanted())
    (_, output), *_ = work(task).files
    ours = stages(data, name)
    others: Actions = {
        "openpyxl 读入、填写、保存": lambda: by_openpyxl(data),
        "openpyxl 另读一次公式结果": lambda: by_openpyxl(data, results=True),
    }
    floors: Actions = {LEAST: lambda: floor(data, output)}
    taken = fastest({**floors, **ours, WHOLE: lambda: work(task), **others}, ours, rounds)
    if libreoffice:
        others["LibreOffice 重算"] = lambda: None
        taken["LibreOffice 重算"] = min(by_libreoffice(data) for _ in range(2))
    print(f"{kind}：输入 {len(data) // 1024} KiB，输出 {len(output) // 1024} KiB，底线 {taken[LEAST]:.1f} ms")
    for title in (*ours, WHOLE):
        print(f"  {title:<12} {taken[title]:8.1f} ms  {taken[title] / taken[LEAST]:5.1f} × 底线")
    for title in others:
        print(f"  {title:<20} {taken[title]:8.1f} ms  = {taken[title] / taken[WHOLE]:.1f} × 本工具")
    return output


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("file", nargs="?", type=Path, default=SAMPLE)
    asked.add_argument("--rounds", type=int, default=9)
    asked.add_argument("--no-libreoffice", dest="libreoffice", action="store_false")
    given = asked.parse_args()
    path: Path = given.file
    libreoffice: bool = given.libreoffice
    output = measure("单位报来的表", path.read_bytes(), path.name, given.rounds, libreoffice=libreoffice)
    again = f"{path.stem}_评分.xlsx"
    measure("本工具的结果再报来", output, again, given.rounds, libreoffice=libreoffice)


if __name__ == "__main__":
    main()
