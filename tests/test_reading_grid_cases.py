"""Odd but honest workbooks read as their clean twin does."""

from __future__ import annotations

from datetime import datetime

import pytest
from cases import seen
from cases.readable import BASE, READABLE

from perf_xlsx.model import Book, FileKind
from perf_xlsx.reading.open import read_book


def opened(data: bytes, name: str = "a.xlsx") -> Book:
    book = read_book(data, name)
    assert isinstance(book, Book), book
    return book


TWIN = opened(BASE)


def test_the_clean_twin_is_read_as_a_person_sees_it() -> None:
    cells = {each.place.cell: each for each in TWIN.sheets[0].cells.values()}
    shown = {address: cell.text for address, cell in cells.items()}
    assert shown["H2"] == "2021年3月5日"
    assert shown["I3"] == "90.00%"
    assert shown["E3"] == "139.60"
    assert shown["E5"] == "4521件"
    assert shown["D6"] == "≥95%"
    assert shown["E6"] == "98%"
    assert shown["C6"] == "满意度\n（抽样）"
    assert shown["G6"] == "TRUE"
    assert shown["H6"] == "#DIV/0!"
    assert cells["J3"].formula == "SUM(E3:F3)"
    assert TWIN.kind is FileKind.XLSX
    assert TWIN.properties == {"来源": "样表"}
    assert TWIN.created == datetime(2022, 1, 15, 8, 30)
    assert TWIN.problems == ()


@pytest.mark.parametrize("name", READABLE)
def test_an_odd_workbook_reads_as_its_clean_twin(name: str) -> None:
    book = opened(READABLE[name]())
    assert seen.book(book) == seen.book(TWIN)
    assert book.problems == ()
