"""Targets and actuals in cells: dates, errors, stored numbers, and reasons in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from perf_xlsx.model import Actual, Bound, Cell, CellState, Op, Place, Span, Target, Tier, Unreadable
from perf_xlsx.values.actuals import read_actual
from perf_xlsx.values.printing import print_actual, print_deadline, print_span, print_target
from perf_xlsx.values.targets import read_target
from perf_xlsx.values.tokens import tokens
from perf_xlsx.values.why import WHY
from perf_xlsx.values.words import direction, is_absence, means_all, says_done, tier

HERE = Place("表", 3, 4)
LAST_DAY = Span(2021, (12, 31), (12, 31))


@pytest.mark.parametrize("text", ["12-31", "31-Dec-21", "44561", "2021.12"])
def test_a_date_cell_is_a_day_however_it_is_shown(text: str) -> None:
    cell = Cell(HERE, text, Decimal(44561), date(2021, 12, 31), "mm-dd")
    target, actual = read_target(text, cell=cell), read_actual(text, cell=cell)
    assert isinstance(target, Target)
    assert isinstance(actual, Actual)
    assert (target.op, target.span, target.place) == (Op.BY_DATE, LAST_DAY, HERE)
    assert (actual.span, actual.place) == (LAST_DAY, HERE)


def test_a_date_cell_that_shows_a_month_is_that_month() -> None:
    cell = Cell(HERE, "2021年12月", Decimal(44531), date(2021, 12, 1), 'yyyy"年"m"月"')
    assert read_target(cell.text, cell=cell).span == LAST_DAY  # type: ignore[union-attr]
    assert read_actual(cell.text, cell=cell).span == Span(2021, (12, 1), (12, 31))  # type: ignore[union-attr]


@pytest.mark.parametrize("state", [CellState.ERROR, CellState.NO_RESULT])
def test_a_formula_without_a_value_gives_no_value(state: CellState) -> None:
    cell = Cell(HERE, "", formula="A1/B1", state=state)
    for read in (read_target("", cell=cell), read_actual("", cell=cell)):
        assert isinstance(read, Unreadable)
        assert read.place == HERE


def test_a_place_and_the_raw_text_stay_with_what_was_read() -> None:
    cell = Cell(HERE, "≥ 95％")
    target, actual = read_target("≥ 95％", cell=cell), read_actual("/", cell=Cell(HERE, "/"))
    assert (target.place, target.raw) == (HERE, "≥ 95％")  # type: ignore[union-attr]
    assert actual.place == HERE


def test_every_reason_tells_what_was_expected_and_two_ways_to_write_it() -> None:
    for reason in WHY.values():
        assert reason.text == f"{reason.expected}，例如 {reason.examples[0]}、{reason.examples[1]}"
        assert all(reason.examples)


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (Span(None, (7, 1), (7, 31)), "7月"),
        (Span(2021, (7, 1), (9, 30)), "2021年第三季度"),
        (Span(None, (1, 1), (9, 30)), "1月1日至9月30日"),
        (LAST_DAY, "2021年12月31日"),
        (Span(None, (2, 1), (3, 31)), "2月1日至3月31日"),
    ],
)
def test_a_time_is_printed_as_precise_as_it_is(span: Span, text: str) -> None:
    assert print_span(span) == text


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (LAST_DAY, "2021年12月31日前"),
        (Span(None, (9, 1), (9, 30)), "9月前"),
        (Span(None, (7, 1), (9, 30)), "第三季度前"),
        (Span(None, (1, 1), (6, 30)), "上半年前"),
        (Span(2021, (1, 1), (12, 31)), "2021年全年前"),
        (Span(None, (11, 11), (11, 20)), "11月中旬前"),
    ],
)
def test_a_deadline_is_printed_with_what_is_uncertain_of_it(span: Span, text: str) -> None:
    assert print_deadline(span) == text


@pytest.mark.parametrize("text", ["约50人", "50人左右", "近50人", "大约50人"])
def test_an_approximate_target_says_so(text: str) -> None:
    target = read_target(text)
    assert isinstance(target, Target)
    assert (target.op, target.about, print_target(target)) == (Op.EQUAL, True, "约50人")


def test_what_has_no_number_prints_as_nothing() -> None:
    assert print_target(Target(Op.AT_LEAST)) == print_target(Target(Op.BY_DATE)) == ""
    assert print_actual(Actual(Bound.EXACT)) == ""
    assert print_target(Target(Op.AT_MOST, None, Decimal(2021), "年")) == "≤2,021年"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("400余场次", "400余场次"),
        ("3.7万余人次", "37000余人次"),
        ("1.0万余人", "1.0万余人"),
        ("1.00亿余人", "1.00亿余人"),
        ("95.0%余", "95.0%余"),
        ("超400余人", ">400余人"),
        ("约850人次", "约850人次"),
        ("不足5件", "<5件"),
        ("3至5次", "3～5次"),
        ("已全覆盖", "已全覆盖"),
    ],
)
def test_an_actual_is_printed_with_what_it_leaves_open(text: str, printed: str) -> None:
    actual = read_actual(text)
    assert isinstance(actual, Actual)
    assert print_actual(actual) == printed


def test_words_are_weighed_by_what_they_say() -> None:
    assert tier("") is None
    assert tier("已完成，未发生投诉") is Tier.FULL
    assert tier("甲已完成，乙未完成") is Tier.PARTIAL
    assert tier("未完成，正在推进") is Tier.NONE
    assert (direction("增长"), direction("下降"), direction("稳定")) == (1, -1, 0)
    assert means_all("全覆盖")
    assert not means_all("公益性事业")
    assert is_absence("零投诉")
    assert not is_absence("良好")
    assert not is_absence("投诉处理")
    assert says_done("已完成5件")
    assert not says_done("接访5件")


@pytest.mark.parametrize("text", ["1%、", "100余", "≥1万余场次，", "1-"])
def test_of_a_crowd_of_numbers_none_is_chosen(text: str) -> None:
    crowd = text * 2_000
    target = read_target("≥20场")
    assert isinstance(target, Target)
    for read in (read_target(crowd), read_actual(crowd, target=target)):
        assert isinstance(read, Unreadable)
        assert read.why == "several_values"


@pytest.mark.parametrize("text", ["一" * 9_000, "一" * 9_000 + "场", "三点" + "一" * 9_000 + "场"])
def test_digits_without_end_are_no_number(text: str) -> None:
    actual = read_actual(text)
    assert isinstance(actual, Unreadable) or actual.low is None  # type: ignore[union-attr]


def test_the_number_of_a_list_on_its_own_line_is_no_value() -> None:
    actual = read_actual("已完成\n1.培训5次")
    assert isinstance(actual, Actual)
    assert (actual.low, actual.unit) == (5, "次")


def test_tokens_leave_no_gap() -> None:
    for text in ("2021年共办理4521件,其中民事923件", "≥90%且≤95%", "7×24小时(含5G)"):
        found = tokens(text)
        assert "".join(text[token.start : token.end] for token in found) == text
