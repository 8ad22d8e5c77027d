"""基本信息 of a scored workbook: what stood there stands there again, also what is no date or amount."""

from __future__ import annotations

from io import BytesIO

import pytest
from batch_work import workbook
from openpyxl import load_workbook

from perf_xlsx.evaluate import evaluate
from perf_xlsx.writing.scored import write_scored

COVER = "基本信息"


@pytest.mark.parametrize(
    ("cell", "typed"),
    [
        ("C8", "2022年3月15日"),
        ("C8", "3月中旬"),
        ("C12", "约180万元，待核"),
        ("D13", "见附表"),
        ("C15", "待定"),
    ],
)
def test_words_in_place_of_a_date_or_an_amount_are_carried(cell: str, typed: str) -> None:
    book = load_workbook(BytesIO(workbook()))
    book[COVER][cell] = typed
    data = BytesIO()
    book.save(data)
    scored = write_scored(evaluate(data.getvalue(), "表.xlsx")[0])
    assert load_workbook(BytesIO(scored))[COVER][cell].value == typed


def test_a_form_without_a_year_shows_the_one_of_the_cover() -> None:
    """The template's own （…年度） is a formula, without a result until a spreadsheet program saved it."""
    book = load_workbook(BytesIO(workbook()))
    book[COVER]["C5"] = 2023
    book["项目1"]["A2"] = '="（"&基本信息!C5&"年度）"'
    data = BytesIO()
    book.save(data)
    scored = load_workbook(BytesIO(write_scored(evaluate(data.getvalue(), "表.xlsx")[0])))
    assert next(sheet for sheet in scored if sheet.title.startswith("01"))["A2"].value == "（2023年度）"
