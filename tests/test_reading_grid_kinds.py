"""Every kind of workbook gives the same cells, by content and not by name."""

from __future__ import annotations

import io
import subprocess
import sys
from decimal import Decimal

import openpyxl
import pytest
import python_calamine
from cases import binary_books, old_books, open_documents, seen
from cases.compound_files import compound
from cases.parts import clean, with_value, without, zipped
from cases.readable import BASE

from perf_xlsx.model import Book, CellState, FileKind, Sheet
from perf_xlsx.reading.open import read_book


def opened(data: bytes, name: str = "a") -> Book:
    book = read_book(data, name)
    assert isinstance(book, Book), book
    return book


TWIN = opened(BASE)
KINDS = {
    "a.xlsm": (lambda: zipped(clean() | {"xl/vbaProject.bin": b"x"}), FileKind.XLSM),
    "a.xls": (old_books.book, FileKind.XLS),
    "a.et": (old_books.book, FileKind.ET),
    "bare.xls": (old_books.stream, FileKind.XLS),
    "1904.xls": (
        lambda: old_books.book(cells=with_value("H2", str(44260 - 1462)), from_1904=True),
        FileKind.XLS,
    ),
    "old.xls": (lambda: compound({"Book": old_books.stream()}), FileKind.XLS),
    "a.ods": (open_documents.book, FileKind.ODS),
    "no mimetype.ods": (
        lambda: zipped(
            without("mimetype")(
                open_documents.parts(manifest='<m t="application/vnd.oasis.opendocument.spreadsheet"/>')
            )
        ),
        FileKind.ODS,
    ),
    "a.xlsb": (binary_books.book, FileKind.XLSB),
    "cells without columns.xlsb": (lambda: zipped(binary_books.parts(short=True)), FileKind.XLSB),
}


def values(sheet: Sheet) -> dict[str, tuple[object, ...]]:
    """Text, number, date, state and sight: old and binary kinds keep no formula texts."""
    return {address: (*cell[:3], *cell[4:]) for address, cell in seen.sheet(sheet).items()}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_gives_the_cells_of_the_twin(name: str) -> None:
    build, kind = KINDS[name]
    book = opened(build(), name)
    assert book.kind is kind
    assert values(book.sheets[0]) == values(TWIN.sheets[0])
    assert seen.merges(book.sheets[0]) == seen.merges(TWIN.sheets[0])
    assert book.problems == ()


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("other", ["a.xlsx", "a.xls", "a.txt", "a"])
def test_the_name_does_not_matter(name: str, other: str) -> None:
    build, _ = KINDS[name]
    assert values(opened(build(), other).sheets[0]) == values(TWIN.sheets[0])


def test_properties_and_the_date_of_making_are_read_where_they_are() -> None:
    for build in (open_documents.book, binary_books.book):
        book = opened(build())
        assert book.properties == TWIN.properties
        assert book.created == TWIN.created


def test_hidden_rows_are_known_in_every_kind() -> None:
    rows = open_documents.rows().replace(
        "<table:table-row>", '<table:table-row table:visibility="filter">', 1
    )
    for data in (
        old_books.book(hidden=(1,)),
        zipped(binary_books.parts(hidden=(1,))),
        zipped(open_documents.parts(open_documents.content(rows))),
    ):
        cells = opened(data).sheets[0].cells
        assert {key[0] for key, cell in cells.items() if cell.hidden} == {1}


def test_open_documents_keep_notes_pictures_and_hidden_tables_aside() -> None:
    note = "<office:annotation><text:p>批注</text:p></office:annotation>"
    spaced = f'<table:table-row><table:table-cell office:value-type="string">{note}'
    spaced += '<text:p>甲<text:s text:c="2"/>乙'
    spaced += "<text:span>丙</text:span></text:p></table:table-cell>"
    spaced += '<table:table-cell table:formula="of:=[.A1]"/></table:table-row>'
    hidden = f'<table:table table:name="藏" table:style-name="ta2">{spaced}</table:table>'
    book = opened(zipped(open_documents.parts(open_documents.content(after=hidden))))
    sheet = book.sheets[1]
    assert not sheet.visible
    assert sheet.cells[1, 1].text == "甲  乙丙"
    assert (sheet.cells[1, 2].state, sheet.cells[1, 2].formula) == (CellState.NO_RESULT, "A1")


def test_a_percentage_without_its_text_is_shown_as_one() -> None:
    rows = (
        '<table:table-row><table:table-cell office:value-type="percentage" office:value="0.952"/>'
        "</table:table-row>"
    )
    cell = opened(zipped(open_documents.parts(open_documents.content(rows)))).sheets[0].cells[1, 1]
    assert (cell.text, cell.number, cell.number_format) == ("95.2%", Decimal("0.952"), "0.0%")


def test_a_workbook_of_excel_95_is_read_in_its_own_code_page() -> None:
    sheet = opened(old_books.excel_95(["自评表", "≥95%"], "gbk", 936)).sheets[0]
    assert [(cell.text, cell.number) for cell in sheet.cells.values()] == [
        ("自评表", None),
        ("≥95%", None),
        ("2.5", Decimal("2.5")),
    ]


def test_repeated_cells_of_open_documents_are_all_read() -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2" '
    )
    rows += 'office:value-type="float" office:value="7"/></table:table-row>'
    book = opened(zipped(open_documents.parts(open_documents.content(rows))))
    assert {key: cell.text for key, cell in book.sheets[0].cells.items()} == {
        (row, column): "7" for row in (1, 2, 3) for column in (1, 2)
    }


def test_a_far_cell_in_a_binary_workbook_costs_nothing() -> None:
    far = binary_books.record(0, b"\xff\xff\x0f\x00" + bytes(13)) + binary_books.record(
        2, b"\xff\x3f\x00\x00" + bytes(4) + b"\x06\x00\x00\x00"
    )
    book = opened(zipped(binary_books.parts(extra=far)))
    assert book.sheets[0].cells[1_048_576, 16_384].text == "1"


@pytest.mark.filterwarnings("ignore:Workbook contains no default style")
def test_openpyxl_reads_the_same_values() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(BASE), data_only=True).worksheets[0]
    ours = {
        key: cell.text if cell.number is None else float(cell.number)
        for key, cell in TWIN.sheets[0].cells.items()
        if cell.date is None and cell.text != "TRUE"
    }
    theirs = {
        (cell.row, cell.column): cell.value
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and not cell.is_date and cell.value is not True
    }
    assert ours == theirs
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:K1", "C2:F2", "A5:A6"}


@pytest.mark.parametrize("name", ["a.xlsm", "a.xls", "a.ods", "a.xlsb"])
def test_calamine_reads_the_same_values(name: str) -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(KINDS[name][0]()))
    special = {(2, 8), (6, 7), (6, 8)}  # a date, a boolean, an error
    theirs = {
        (row, column): value
        for row, cells in enumerate(book.get_sheet_by_index(0).to_python(), 1)
        for column, value in enumerate(cells, 1)
        if value != "" and (row, column) not in special
    }
    ours = {
        key: cell.text if cell.number is None else float(cell.number)
        for key, cell in TWIN.sheets[0].cells.items()
        if key not in special
    }
    assert ours == theirs


def test_reading_loads_no_library_it_does_not_need() -> None:
    loaded = (
        "import sys, perf_xlsx.reading.open; "
        "print(sorted({'xlrd', 'openpyxl', 'pandas', 'xlsxwriter', 'python_calamine'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
