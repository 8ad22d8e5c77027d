"""One workbook, bytes to bytes: time by stage against the floor, openpyxl and LibreOffice.

    python benchmarks/workbook.py [FILE] [--no-libreoffice]

Processor time, the best of several runs.  The floor is unzipping the input and parsing its sheets,
and deflating the parts of the output.  openpyxl loads a workbook, fills a column and saves it;
LibreOffice loads, recalculates and saves it (its processor time for ten copies in one call, by ten): both
for the input, which has few formulas, and for the output, which has all of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl

from perf_xlsx.batch.job import Task, Wanted, work
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
RUNS = 7
COPIES = 10


def best(action: Callable[[], object]) -> float:
    """Milliseconds of the fastest run."""
    taken = []
    for _ in range(RUNS):
        begin = time.process_time()
        action()
        taken.append(time.process_time() - begin)
    return min(taken) * 1000


def floor(data: bytes, output: bytes) -> None:
    with ZipFile(BytesIO(data)) as source:
        for name in source.namelist():
            part = source.read(name)
            if name.endswith(".xml") and ("sheet" in name or "sharedStrings" in name):
                for _, element in ElementTree.iterparse(BytesIO(part)):
                    element.clear()
    with ZipFile(BytesIO(output)) as source:
        parts = [source.read(name) for name in source.namelist()]
    for part in parts:
        zlib.compress(part)


def by_openpyxl(data: bytes) -> None:
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


def stages(data: bytes, name: str) -> dict[str, float]:
    book = read_book(data, name)
    assert isinstance(book, Book)
    draft = locate(book)
    submission, _ = understand(draft)
    scheme, because = choose(submission, None)
    scorecard = score(submission, scheme, because)
    evaluation = evaluate(data, name)[0]
    plan = scored_plan(evaluation)
    return {
        "读取（解包、单元格）": best(lambda: read_book(data, name)),
        "定位": best(lambda: locate(book)),
        "读懂": best(lambda: understand(draft)),
        "评分": best(lambda: score(submission, scheme, because)),
        "检查": best(lambda: check(submission, scorecard, scheme)),
        "记录": best(lambda: record(evaluation)),
        "版面": best(lambda: scored_plan(evaluation)),
        "写出": best(lambda: write_book(plan)),
    }


def main() -> None:
    given = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    path = Path(given[0]) if given else SAMPLE
    data = path.read_bytes()
    task = Task("key", data, path.name, path.name, "0" * 32, Wanted())
    (_, output), *_ = work(task).files
    least = best(lambda: floor(data, output))
    whole = best(lambda: work(task))
    print(f"{path.name}：输入 {len(data) // 1024} KiB，输出 {len(output) // 1024} KiB")
    for title, taken in stages(data, path.name).items():
        print(f"  {title:<12} {taken:8.1f} ms  {taken / least:5.1f} × 底线")
    print(f"  {'全部':<12} {whole:8.1f} ms  {whole / least:5.1f} × 底线（{least:.1f} ms）")
    for title, file in (("输入", data), ("输出", output)):
        told = best(partial(by_openpyxl, file))
        print(f"  openpyxl 读入、填写、保存{title} {told:8.1f} ms  = {told / whole:.1f} × 本工具")
        if "--no-libreoffice" not in sys.argv:
            office = by_libreoffice(file)
            print(f"  LibreOffice 重算{title}         {office:8.1f} ms  = {office / whole:.1f} × 本工具")


if __name__ == "__main__":
    main()
