"""What can't be read says why, in one finding, quickly and without harm."""

from __future__ import annotations

import pytest
from cases import zips
from cases.parts import CELLS, rows_xml, sheet_xml, zipped
from cases.readable import BASE, blank_rows, sheet
from cases.unreadable import UNREADABLE

from perf_xlsx.model import Book, Problem
from perf_xlsx.reading import limits
from perf_xlsx.reading.aes import cbc_decrypted, ecb_decrypted
from perf_xlsx.reading.open import read_book


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_file_tells_its_reason(name: str) -> None:
    file_name, build, rule = UNREADABLE[name]
    problem = read_book(build(), file_name)
    assert isinstance(problem, Problem)
    assert problem.rule == rule


def told(data: bytes) -> str:
    problem = read_book(data, "a.xlsx")
    assert isinstance(problem, Problem)
    return problem.rule


@pytest.mark.parametrize("codec", ["gb18030", "utf-8"])
def test_names_in_a_zip_are_read_as_explorer_writes_them(codec: str) -> None:
    plain = "x" * len("自评表".encode(codec))
    data = zips.plain_names(zipped({f"{plain}.xlsx": BASE}), codec, plain, "自评表")
    problem = read_book(data, "a.zip")
    assert isinstance(problem, Problem)
    assert (problem.rule, problem.found) == ("file.zip", "自评表.xlsx")


def test_cells_are_counted_over_all_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CELLS", len(CELLS) - 1)
    assert told(BASE) == "file.too_many_cells"


def test_tags_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TAGS", 10_000)
    assert told(sheet(sheet_xml(before="<a></a>" * 6_000))()) == "file.unpacks_too_large"


def test_blank_cells_do_not_count_as_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TAGS", 10_000)
    book = read_book(sheet(sheet_xml(rows_xml() + blank_rows(7, 2_007)))(), "a.xlsx")
    assert isinstance(book, Book)


def test_blank_cells_without_addresses_do_not_count_as_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TAGS", 10_000)
    rows = ("<row>" + '<c s="1"/>' * 40 + '<c><v>7</v></c><c s="1" /><c/>' + "<c/>" * 400 + "</row>") * 100
    book = read_book(sheet(sheet_xml(rows_xml() + rows))(), "a.xlsx")
    assert isinstance(book, Book)
    below = {place for place in book.sheets[0].cells if place[0] > 6}
    assert below == {(row, 41) for row in range(7, 107)}


@pytest.mark.parametrize(
    ("key", "cipher"),
    [
        ("000102030405060708090a0b0c0d0e0f", "69c4e0d86a7b0430d8cdb78070b4c55a"),
        ("000102030405060708090a0b0c0d0e0f1011121314151617", "dda97ca4864cdfe06eaf70a0ec0d7191"),
        (
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            "8ea2b7ca516745bfeafc49904b496089",
        ),
    ],
)
def test_aes_gives_the_vectors_of_fips_197(key: str, cipher: str) -> None:
    plain = "00112233445566778899aabbccddeeff"
    assert ecb_decrypted(bytes.fromhex(key), bytes.fromhex(cipher)).hex() == plain
    assert cbc_decrypted(bytes.fromhex(key), bytes(16), bytes.fromhex(cipher)).hex() == plain


def test_aes_refuses_what_is_no_block() -> None:
    with pytest.raises(ValueError, match="blocks"):
        ecb_decrypted(bytes(16), bytes(5))
