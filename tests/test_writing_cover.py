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
