"""What a cell is: its state, its format, whether people see it; and what is told about a sheet."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from cases.parts import CELLS, rows_xml, sheet_xml, workbook_xml, zipped
from cases.parts import clean as clean_parts
from cases.readable import BASE, changed, sheet
from cases.told import TOLD

from perf_xlsx.checks.catalogue import RULES, finding
from perf_xlsx.model import Area, Book, Cell, CellState, Problem, Sheet
from perf_xlsx.reading import limits
from perf_xlsx.reading.formulas import moved
from perf_xlsx.reading.open import read_book


def opened(data: bytes) -> Book:
    book = read_book(data, "a.xlsx")
    assert isinstance(book, Book), book
    return book


def at(book: Book, address: str, of_sheet: int = 0) -> Cell:
    found = {each.place.cell: each for each in book.sheets[of_sheet].cells.values()}
    return found[address]


def with_rows(rows: str, before: str = "", after: str = "") -> Book:
    """The rows in a sheet without merged areas."""
    return opened(sheet(re.sub("<mergeCells.*</mergeCells>", "", sheet_xml(rows, before, after)))())


@pytest.mark.parametrize("name", TOLD)
def test_what_a_person_should_know_is_told(name: str) -> None:
    build, rule, cell = TOLD[name]
    book = opened(build())
    assert [problem.rule for problem in book.problems] == [rule]
    place = book.problems[0].place
    assert (place.cell if place else "") == cell
    told = finding(book.problems[0])
    assert "（未提供）" not in told.message + told.repair


def test_every_rule_of_files_reads_well() -> None:
    assert all(rule.repair.endswith("。") for rule in RULES.values() if rule.id.startswith("file."))


@pytest.mark.parametrize(
    ("cell", "state", "text"),
    [
        ("<f>SUM(B1:B2)</f>", CellState.NO_RESULT, ""),
        ("<f>SUM(B1:B2)</f><v/>", CellState.NO_RESULT, ""),
        ("<f>SUM(B1:B2)</f><v></v>", CellState.NO_RESULT, ""),
        ("<f>SUM(B1:B2)</f><v>5</v>", CellState.VALUE, "5"),
        ("<f>SUM(B1:B2)</f><v>0</v>", CellState.STALE, "0"),
        ("<f>SUM(B1,B2)*2</f><v>10</v>", CellState.VALUE, "10"),
        ("<f>B1/B2</f><v>0.66666666666666663</v>", CellState.VALUE, "0.666666666666667"),
        ("<f>B1/B2</f><v>0.67</v>", CellState.STALE, "0.67"),
        ("<f>ROUND(B1/B2,2)</f><v>0.67</v>", CellState.VALUE, "0.67"),
        ("<f>ROUND(B1/B2,2)</f><v>0.66</v>", CellState.STALE, "0.66"),
        ("<f>-(B1+$B$2)*10%</f><v>-0.5</v>", CellState.VALUE, "-0.5"),
        ("<f>'表1'!B1</f><v>2</v>", CellState.VALUE, "2"),
        ("<f>表1!B1</f><v>3</v>", CellState.STALE, "3"),
        ("<f>B1+B9</f><v>2</v>", CellState.VALUE, "2"),
        ("<f>100%</f><v>1</v>", CellState.VALUE, "1"),
        ("<f>B1/0</f><v>1</v>", CellState.VALUE, "1"),
        ("<f>IF(B1&gt;1,5,6)</f><v>99</v>", CellState.VALUE, "99"),
        ("<f>SUM(B:B)</f><v>99</v>", CellState.VALUE, "99"),
        ("<f>SUM([1]x!B1:B2)</f><v>99</v>", CellState.VALUE, "99"),
        ("<f>B3+1</f><v>99</v>", CellState.VALUE, "99"),
        ("<f>A1+1</f><v>99</v>", CellState.VALUE, "99"),
        ("<f>SUM(</f><v>99</v>", CellState.VALUE, "99"),
    ],
)
def test_a_formula_is_compared_with_what_it_plainly_refers_to(cell: str, state: CellState, text: str) -> None:
    rows = (
        f'<row r="1"><c r="A1">{cell}</c><c r="B1"><v>2</v></c></row><row r="2"><c r="B2"><v>3</v></c></row>'
        '<row r="3"><c r="B3" t="inlineStr"><is><t>字</t></is></c></row>'
    )
    made = at(with_rows(rows), "A1")
    assert (made.state, made.text) == (state, text)


def test_a_stale_result_makes_what_builds_on_it_stale() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>2</v></c><c r="B1"><f>A1*2</f><v>0</v></c><c r="C1"><f>B1+1</f><v>1</v></c>'
        '<c r="D1"><f>B1+1</f><v>5</v></c></row>'
    )
    book = with_rows(rows)
    assert [at(book, address).state.value for address in ("B1", "C1", "D1")] == ["stale", "stale", "value"]


def test_digits_beyond_the_fifteenth_make_nothing_stale() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>123456789.12345679</v></c><c r="B1"><v>123456789.12</v></c>'
        '<c r="C1"><f>A1-B1</f><v>3.4567862749099731E-3</v></c><c r="D1"><f>A1-B1</f><v>0.01</v></c></row>'
    )
    book = with_rows(rows)
    assert [at(book, address).state.value for address in ("C1", "D1")] == ["value", "stale"]


def test_nothing_is_stale_where_a_workbook_calculates_as_shown() -> None:
    parts = clean_parts() | {"xl/workbook.xml": workbook_xml(after='<calcPr fullPrecision="0"/>')}
    rows = '<row r="1"><c r="A1"><v>2</v></c><c r="B1"><f>A7*2</f><v>0</v></c></row>'
    book = opened(zipped(parts | {"xl/worksheets/sheet1.xml": sheet_xml(rows.replace('1"', '7"'))}))
    assert at(book, "B7").state is CellState.VALUE


def test_an_empty_text_is_a_result() -> None:
    for value in ("<v></v>", "<v/>"):
        made = at(with_rows(f'<row r="1"><c r="A1" t="str"><f>IF(1,"")</f>{value}</c></row>'), "A1")
        assert (made.text, made.state, made.formula) == ("", CellState.VALUE, 'IF(1,"")')


def test_a_formula_that_stands_for_a_text_keeps_its_words() -> None:
    made = at(with_rows('<row r="1"><c r="A1" s="1"><f>100%</f></c></row>'), "A1")
    assert (made.state, made.formula, made.number_format) == (CellState.NO_RESULT, "100%", "0%")


def test_shared_formulas_move_to_their_cells() -> None:
    rows = (
        '<row r="3"><c r="C3"><f t="shared" si="4"/><v>1</v></c></row>'
        '<row r="1"><c r="C1"><f t="shared" ref="C1:C3" si="4">SUM($A1:B1)*A$1</f><v>1</v></c></row>'
    )
    book = with_rows(rows)
    assert at(book, "C3").formula == "SUM($A3:B3)*A$1"
    assert at(book, "C1").formula == "SUM($A1:B1)*A$1"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("A1+$B$2", "B3+$B$2"),
        ("SUM(A1:A2)&\"A1\"", "SUM(B3:B4)&\"A1\""),
        ("'A1'!A1", "'A1'!B3"),
        ("LOG10(A1)", "LOG10(B3)"),
        ("Sheet1!A1", "Sheet1!B3"),
        ("表[A1]", "表[A1]"),
    ],
)  # fmt: skip
def test_only_references_move(formula: str, expected: str) -> None:
    assert moved(formula, 2, 1) == expected


def test_hidden_rows_columns_and_sheets_are_marked() -> None:
    rows = (
        '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c>'
        '<c r="C2"><v>1</v></c><c r="D2"><v>1</v></c></row>'
        '<row r="3" ht="0" customHeight="1"><c r="A3"><v>1</v></c></row>'
    )
    cols = '<cols><col min="3" max="3" width="9" hidden="1"/><col min="4" max="4" width="0"/></cols>'
    book = with_rows(rows, cols)
    hidden = {each.place.cell for each in book.sheets[0].cells.values() if each.hidden}
    assert hidden == {"A1", "A3", "C2", "D2"}
    for state in ("hidden", "veryHidden"):
        sheets = f'<sheet name="表1" sheetId="1" state="{state}" r:id="rId1"/>'
        assert not opened(zipped(changed(workbook=workbook_xml(sheets))(clean_parts()))).sheets[0].visible


def test_rows_may_be_hidden_by_default() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="0"><c r="A2"><v>1</v></c></row>'
    book = with_rows(rows, '<sheetFormatPr zeroHeight="1"/>')
    assert [at(book, address).hidden for address in ("A1", "A2")] == [True, False]


def test_ghosts_are_no_cells_and_merges_end_near_the_form() -> None:
    rows = rows_xml() + '<row r="1"><c r="B1"><v>7</v></c></row>'
    data = sheet(sheet_xml(rows).replace("A5:A6", "A5:A1048576"))()
    found: Sheet = opened(data).sheets[0]
    assert found.at(1, 2) is None
    assert Area(5, 1, 206, 1) in found.merges
    assert len(found.cells) == len(CELLS)


def test_the_same_notice_about_many_cells_is_told_once() -> None:
    rows = rows_xml() + "".join(f'<row r="1"><c r="{letter}1"><v>7</v></c></row>' for letter in "BCD")
    (problem,) = opened(sheet(sheet_xml(rows))()).problems
    assert (problem.rule, problem.slots["count"]) == ("file.under_merge", "3")
    assert [place.cell for place in (problem.place, *problem.also) if place] == ["B1", "C1", "D1"]


def test_percent_and_general_of_the_same_number_differ() -> None:
    book = with_rows('<row r="1"><c r="A1" s="1"><v>0.98</v></c><c r="B1"><v>0.98</v></c></row>')
    assert [(at(book, each).text, at(book, each).number) for each in ("A1", "B1")] == [
        ("98%", Decimal("0.98")),
        ("0.98", Decimal("0.98")),
    ]


def test_sheets_of_one_name_are_told_apart() -> None:
    sheets = '<sheet name="表1" r:id="rId1"/><sheet name="表1" r:id="rId1"/><sheet name="" r:id="rId1"/>'
    book = opened(zipped(changed(workbook=workbook_xml(sheets))(clean_parts())))
    assert [each.name for each in book.sheets] == ["表1", "表1 (2)", "Sheet3"]


def test_texts_end_where_cells_end() -> None:
    rows = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"长" * 40_000}</t></is></c></row>'
    assert len(at(with_rows(rows), "A1").text) == 32_767


def test_one_long_text_in_very_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHARACTERS", 50)
    problem = read_book(BASE, "a.xlsx")
    assert isinstance(problem, Problem)
    assert problem.rule == "file.too_many_cells"


def test_the_same_bytes_give_the_same_book() -> None:
    assert opened(BASE) == opened(BASE)


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("'97.87", "97.87"),
        ("’1,234.5", "1,234.5"),
        ("`９５％", "９５％"),
        ("'96", "96"),
        ("'甲'", "'甲'"),
        ("'1'", "'1'"),
        ("''1", "''1"),
    ],
)
def test_the_mark_of_texts_before_a_number_is_no_part_of_it(written: str, seen: str) -> None:
    book = with_rows(f'<row r="7"><c r="A7" t="inlineStr"><is><t>{written}</t></is></c></row>')
    assert at(book, "A7").text == seen
