"""Money in 万元, rates as ratios, points: figures of a form, with their printed step."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tables import cell

from perf_xlsx.model import Amount, Cell, CellState, NotGiven, Place, Unreadable
from perf_xlsx.values.amounts import money_unit, read_money, read_points, read_rate
from perf_xlsx.values.cells import constant_formula, exact, fault

HERE = Place("表", 3, 4)


def written(figure: Amount | NotGiven | Unreadable) -> str:
    if isinstance(figure, NotGiven):
        return "nothing"
    if isinstance(figure, Unreadable):
        return figure.why
    return f"{figure.value.normalize():f} ±{figure.step.normalize():f}"


def rows(table: str) -> list[list[str]]:
    return [[piece.strip() for piece in line.split("|")] for line in table.strip().splitlines()]


MONEY = """
107.42 | 万元 | 107.42 ±0.01
'107.42 | 万元 | 107.42 ±0.01
1,013.98万元 | 万元 | 1013.98 ±0.01
2.38  万元 | 万元 | 2.38 ±0.01
387664.62 | 元 | 38.766462 ±0.000001
387664.62元 | 万元 | 38.766462 ±0.000001
0.5亿元 | 万元 | 5000 ±1000
1.2 | 亿元 | 12000 ±1000
50千元 | 万元 | 5 ±0.1
10万 | 元 | 10 ±1
10万 | 万元 | 10 ±1
0 | 万元 | 0 ±1
0.00 | 万元 | 0 ±0.01
-5.2 | 万元 | -5.2 ±0.1
@0;#,##0 | 万元 | 0 ±1
万元 | 万元 | nothing
— | 万元 | nothing
/ | 万元 | nothing
\\ | 万元 | nothing
无 | 万元 | nothing
不适用 | 万元 | nothing
 | 万元 | nothing
约100万元 | 万元 | not_money
100余万元 | 万元 | not_money
10～20 | 万元 | not_money
已全部到位 | 万元 | not_money
95% | 万元 | not_money
100件 | 万元 | not_money
5万元，3万元 | 万元 | not_money
123456789012345678901 | 万元 | beyond_range
"""


@pytest.mark.parametrize(("text", "unit", "expected"), rows(MONEY.replace("\\\\", "\\")))
def test_money_is_brought_to_ten_thousands(text: str, unit: str, expected: str) -> None:
    assert written(read_money(cell(HERE, text), unit)) == expected


POINTS = """
10 | 10 ±1
10分 | 10 ±1
10.0 | 10 ±0.1
8.62 | 8.62 ±0.01
'9 | 9 ±1
25% | 25 ±1
@0.25;0% | 25 ±1
0 | 0 ±1
-2 | -2 ±1
（5分） | 5 ±1
10分（满分） | 10 ±1
— | nothing
分 | nothing
十 | 10 ±10
3十 | not_a_number
1_000 | not_a_number
____分 | nothing
10件 | not_a_number
≥10 | not_a_number
优 | not_a_number
5/10 | not_a_number
"""


@pytest.mark.parametrize(("text", "expected"), rows(POINTS))
def test_points_are_numbers_whatever_is_written_behind_them(text: str, expected: str) -> None:
    assert written(read_points(cell(HERE, text))) == expected


RATES = """
86% | 0.86 ±0.01
@0.862037;0% | 0.862037 ±0.01
@0.8045;0.00% | 0.8045 ±0.0001
100.00 | 1 ±0.0001
98.5 | 0.985 ±0.001
1 | 1 ±1
0.8 | 0.8 ±0.1
1.0259 | 1.0259 ±0.0001
102.59% | 1.0259 ±0.0001
0 | 0 ±1
% | nothing
— | nothing
5件 | not_a_rate
高 | not_a_rate
"""


@pytest.mark.parametrize(("text", "expected"), rows(RATES))
def test_a_rate_is_a_ratio(text: str, expected: str) -> None:
    assert written(read_rate(cell(HERE, text))) == expected


def test_no_cell_is_nothing_given() -> None:
    assert read_money(None) == read_points(None) == read_rate(None) == NotGiven()


def test_a_number_that_its_format_hides_is_still_the_number() -> None:
    hidden = Cell(HERE, "", Decimal("12.5"), number_format=";;;")
    dash = Cell(HERE, "-", Decimal(0), number_format='_ * #,##0_ ;_ * "-"_ ')
    assert written(read_money(hidden)) == "12.5 ±1"
    assert written(read_money(dash)) == "0 ±1"


def test_a_shown_figure_keeps_the_stored_digits_and_the_printed_step() -> None:
    stored = Cell(HERE, "86.21", Decimal("86.206896551724132"), number_format="0.00")
    assert written(read_money(stored)) == "86.2068965517241 ±0.01"


def test_a_format_that_scales_is_read_as_it_shows() -> None:
    scaled = Cell(HERE, "5.0000万元", Decimal(50000), number_format='0!.0000"万元"')
    assert written(read_money(scaled, "元")) == "5 ±0.0001"


def test_negative_money_in_brackets_is_negative() -> None:
    assert written(read_money(Cell(HERE, "(5.00)", Decimal(-5), number_format="0.00;(0.00)"))) == "-5 ±0.01"


@pytest.mark.parametrize(
    ("state", "formula", "why"),
    [
        (CellState.ERROR, "A1/B1", "error_value"),
        (CellState.NO_RESULT, "A1/B1", "formula_no_result"),
    ],
)
def test_a_formula_without_a_value_is_told(state: CellState, formula: str, why: str) -> None:
    broken = Cell(HERE, "", formula=formula, state=state)
    assert written(read_money(broken)) == written(read_points(broken)) == fault(broken) == why


def test_a_formula_that_may_answer_with_nothing_has_given_nothing() -> None:
    empty = Cell(HERE, "", formula='IF(E7="","",F7/E7)', state=CellState.NO_RESULT)
    assert written(read_rate(empty)) == "nothing"
    assert fault(None) == ""


@pytest.mark.parametrize(
    ("formula", "shown", "text"),
    [
        ("100%", "1", "=100%"),
        ("100%", "100%", "=100%"),
        ("100%", "", "=100%"),
        ("4521", "4521件", "=4521件"),
        ("A1", "5", ""),
        ('"好"', "好", ""),
        (None, "5", ""),
    ],
)
def test_a_typed_equals_sign_before_a_number_was_meant_as_a_sign(
    formula: str | None, shown: str, text: str
) -> None:
    assert constant_formula(Cell(HERE, shown, Decimal(1), formula=formula)) == text


def test_the_stored_number_counts_only_where_it_rounds_to_what_is_shown() -> None:
    stored = Cell(HERE, "98%", Decimal("0.976"))
    assert exact(Decimal("0.98"), Decimal("0.01"), stored) == Decimal("0.976")
    assert exact(Decimal(5), Decimal(1), Cell(HERE, "5", Decimal("4.5"))) == Decimal("4.5")
    assert exact(Decimal(5), Decimal(1), Cell(HERE, "5", Decimal(50000))) == 5
    assert exact(Decimal(5), Decimal(1), None) == 5


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("项目资金（万元）", "万元"),
        ("单位：元", "元"),
        ("亿元", "亿元"),
        ("（千元）", "千元"),
        ("项目资金（万 元）", "万元"),
        ("项目资金（万\n元）", "万元"),
        ("项目资金（万\u200b元）", "万元"),
        ("项目资金", ""),
    ],
)
def test_a_header_names_its_money_unit(text: str, unit: str) -> None:
    assert money_unit(text) == unit
