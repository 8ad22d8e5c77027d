"""How much faster the door of .xlsx is than one bare openpyxl load of the same bytes.

    python benchmarks/reading.py [FILE…]

Without a file it makes four workbooks: ordinary forms, the same with 20,000 blank bordered rows
below, and one whose used range ends in row 1,048,576.  Each figure is processor time, the best of
several runs; the floor is unzipping the same parts and parsing them with ElementTree.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import xlsxwriter

from perf_xlsx.model import Book
from perf_xlsx.reading.open import read_book

HEADERS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因")


def forms(projects: int = 12, rows: int = 20, blank_rows: int = 0, last_row: bool = False) -> bytes:
    """A workbook of ordinary bordered forms."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    plain, percent = book.add_format({"border": 1}), book.add_format({"border": 1, "num_format": "0.00%"})
    for number in range(1, projects + 1):
        sheet = book.add_worksheet(f"{number:02d} 项目")
        sheet.merge_range("A1:K1", "项目支出绩效自评表", plain)
        sheet.write_row(1, 0, HEADERS, plain)
        for row in range(2, rows + 2):
            sheet.write_row(
                row, 0, ["产出指标", "数量指标", f"{number}之{row}项工作完成数量", f"≥{row}件"], plain
            )
            sheet.write_row(row, 4, [row * 11, 2.5, 2.5], plain)
            sheet.write_formula(row, 8, f"=F{row + 1}/E{row + 1}", percent, 2.5 / (row * 11))
            sheet.merge_range(row, 9, row, 10, "", plain)
        for row in range(rows + 2, rows + 2 + (blank_rows if number == 1 else 0)):
            for column in range(11):
                sheet.write_blank(row, column, None, plain)
        if last_row and number == 1:
            sheet.write_blank(1_048_575, 0, None, plain)
    book.close()
    return target.getvalue()


def best(action: Callable[[], object], times: int) -> float:
    """Seconds of the fastest run."""
    taken = []
    for _ in range(times):
        begin = time.process_time()
        action()
        taken.append(time.process_time() - begin)
    return min(taken)


def floor(data: bytes) -> None:
    with ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(archive.read(name))


def compare(title: str, data: bytes, times: int = 5) -> None:
    book = read_book(data, title)
    assert isinstance(book, Book), book
    cells = sum(len(sheet.cells) for sheet in book.sheets)
    own = best(lambda: read_book(data, title), times)
    bare = best(lambda: openpyxl.load_workbook(BytesIO(data)), 1 if own > 0.2 else 3)
    least = best(lambda: floor(data), 1 if own > 0.2 else times)
    print(
        f"{title}: {cells} cells, {len(data) // 1024} KB: {own * 1000:.1f} ms, "
        f"openpyxl {bare * 1000:.0f} ms = {bare / own:.1f} × ours, ours {own / least:.1f} × the floor"
    )


def main(paths: list[str]) -> None:
    for path in paths:
        compare(path, Path(path).read_bytes())
    if not paths:
        compare("12 forms", forms())
        compare("one form", forms(projects=1))
        compare("20,000 blank bordered rows", forms(blank_rows=20_000), 1)
        compare("used range to the last row", forms(last_row=True))


if __name__ == "__main__":
    main(sys.argv[1:])
