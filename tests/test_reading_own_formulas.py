"""The template's own sums are known, also where a program stored no results."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal

import openpyxl
import pytest

from perf_xlsx.evaluate import Evaluation, evaluate
from perf_xlsx.model import Cell
from perf_xlsx.writing.template import TemplateOptions, write_template

ROWS = {"D17": "活动场次", "F17": "≥10场", "G17": "10场", "H17": 50, "I17": 50,
        "D18": "参加人次", "F18": "≥100人次", "G18": "120人次", "H18": 40, "I18": 40}  # fmt: skip


def filled(amounts: Mapping[str, object]) -> tuple[Evaluation, Mapping[tuple[int, int], Cell]]:
    """The template filled in by a program that stores no results; its form sheet as read."""
    book = openpyxl.load_workbook(
        io.BytesIO(write_template(TemplateOptions(projects=1, agency="某局", department="某局", year=2023)))
    )
    form = book["项目1"]
    for address, value in {"C4": "某项目", "K7": 9, **ROWS, **amounts}.items():
        form[address] = value
    written = io.BytesIO()
    book.save(written)
    (evaluation,) = evaluate(written.getvalue(), "自评表.xlsx")
    assert evaluation.book is not None
    return evaluation, next(sheet.cells for sheet in evaluation.book.sheets if sheet.name == "项目1")


@pytest.mark.parametrize(
    "amounts",
    [
        {"E11": 100, "F11": 70, "F12": 30, "G11": 60, "G12": 30},
        {"C8": "设备", "E8": 60, "F8": 60, "G8": 50, "C9": "培训", "E9": 40, "F9": 40, "G9": 40},
        {"E8": 100, "F8": 100, "G8": 90, "G11": 90, "E11": 100, "F11": 100},
    ],
)
def test_totals_of_the_template_count_as_if_they_had_been_calculated(amounts: Mapping[str, object]) -> None:
    evaluation, cells = filled(amounts)
    assert [cells[7, column].number for column in (5, 6, 7)] == [100, 100, 90]
    assert (cells[33, 8].number, cells[33, 9].number) == (100, 99)
    assert not {finding.rule for finding in evaluation.findings if finding.severity == "error"}
    assert evaluation.scorecard is not None
    assert evaluation.scorecard.forms[0].budget.points.exact == 9


def test_a_sum_over_something_unknown_stays_unknown() -> None:
    _, cells = filled({"E11": 100, "E12": "=基本信息!C12", "F11": 70, "G11": 70})
    assert cells[7, 5].number is None
    assert cells[7, 6].number == 70


def test_another_formula_is_not_taken_for_the_templates() -> None:
    own = 'IF(ROW($C$11)-ROW($C$7)>1,IF(COUNT(OFFSET($C$7,1,2):OFFSET($C$11,-1,2))>0,1,""),"")'
    _, cells = filled({"E7": f"={own}", "E11": 100, "H33": "=SUM(H17:H32)", "F7": '=IF(COUNT(F11)=0,"",F11)'})
    assert [cells[key].number for key in ((7, 5), (7, 6), (33, 8))] == [None] * 3


def test_an_empty_template_has_no_sums() -> None:
    _, cells = filled({"H17": None, "H18": None, "I17": None, "I18": None})
    assert [cells[key].number for key in ((7, 5), (33, 8), (33, 9))] == [None] * 3
    assert Decimal(10) == cells[7, 8].number
