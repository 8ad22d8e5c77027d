"""Rounding and words: what honest rounding explains, which texts say nothing."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xlsx.checks.rounding import rate_agrees, rounds_to, sum_agrees
from perf_xlsx.checks.words import bare, explains_money, is_filler, mentioned
from perf_xlsx.figures import half_up
from perf_xlsx.model import Amount

QUIET = settings(derandomize=True, max_examples=60, deadline=None)


def printed(number: str) -> Amount:
    places = len(number.partition(".")[2])
    return Amount(Decimal(number), Decimal(1).scaleb(-places))


@pytest.mark.parametrize(
    ("total", "parts", "agrees"),
    [
        ("259.91", ["159.91", "100"], True),
        ("259.92", ["159.91", "100"], True),
        ("259.94", ["159.91", "100"], False),
        ("260", ["159.91", "100"], True),
        ("261", ["159.91", "100"], False),
        ("31", ["10", "20"], False),
        ("97", ["9.72", "15", "15", "8.33", "11", "15", "15", "10"], False),
        ("99", ["9.72", "15", "15", "8.33", "11", "15", "15", "10"], True),
        ("30", ["10", "20"], True),
        ("0.3", ["0.14", "0.14"], True),
    ],
)
def test_sums_are_compared_with_the_precision_that_was_printed(
    total: str, parts: list[str], agrees: bool
) -> None:
    assert sum_agrees(printed(total), [printed(part) for part in parts]) is agrees


@QUIET
@given(st.lists(st.decimals("0.001", "9999", places=3), min_size=1, max_size=5), st.integers(1, 2))
def test_a_sum_of_rounded_parts_always_agrees_with_its_rounded_total(
    parts: list[Decimal], places: int
) -> None:
    step = Decimal(1).scaleb(-places)
    rounded = [Amount(half_up(part, places), step) for part in parts]
    assert sum_agrees(Amount(half_up(sum(parts, Decimal(0)), places), step), rounded)


@pytest.mark.parametrize(
    ("rate", "step", "computed", "agrees"),
    [
        ("0.897", "0.001", "0.8974", True),
        ("0.897", "0.001", "0.8979", True),
        ("0.897", "0.001", "0.8981", False),
        ("0.86", "0.01", "0.862037", True),
        ("1", "1", "0.8045", False),
        ("1", "1", "0.996", True),
        ("1", "0.01", "0.8045", False),
    ],
)
def test_rates_may_be_rounded_or_cut_off(rate: str, step: str, computed: str, agrees: bool) -> None:
    assert rate_agrees(Amount(Decimal(rate), Decimal(step)), Decimal(computed)) is agrees


@QUIET
@given(st.decimals("0", "2", places=6), st.integers(2, 4))
def test_an_honestly_rounded_rate_agrees(rate: Decimal, places: int) -> None:
    assert rate_agrees(Amount(half_up(rate, places), Decimal(1).scaleb(-places)), rate)


def test_points_round_to_the_places_that_were_typed() -> None:
    tolerance = Decimal("0.01")
    assert rounds_to(printed("9"), Decimal("8.62"), tolerance)
    assert rounds_to(printed("8.6"), Decimal("8.62"), tolerance)
    assert not rounds_to(printed("8.7"), Decimal("8.62"), tolerance)
    assert rounds_to(printed("8.63"), Decimal("8.62"), tolerance)


@pytest.mark.parametrize(
    "text", ["", "无", "—", " / ", "已完成。", "按计划执行", "0", "无偏差！", "N/A", "____"]
)
def test_fillers_are_no_reason(text: str) -> None:
    assert is_filler(text)


@pytest.mark.parametrize("text", ["受疫情影响未开展", "无法进场施工", "已完成招标，款项未付"])
def test_reasons_are_no_filler(text: str) -> None:
    assert not is_filler(text)


def test_whole_texts_are_compared_without_punctuation_and_width() -> None:
    assert bare("（一）Ａ、 b。") == "一ab"
    assert mentioned("预 算执行率偏低", "low_rate") == "执行率"
    assert mentioned("无", "low_rate") == ""


def test_only_a_text_that_says_something_explains_money() -> None:
    assert explains_money(["", "尾款未付"])
    assert not explains_money(["无", "宣传覆盖不够"])
