"""A typed text becomes a number that looks the same, where a number format can show it exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xlsx.writing.typed import drive, shown_number, shown_text

D = Decimal


@pytest.mark.parametrize(
    ("text", "number", "number_format"),
    [
        ("4521件", "4521", '0"件"'),
        ("≥95%", "0.95", '"≥"0%'),
        (">=4000件", "4000", '">="0"件"'),
        ("98.50%", "0.985", "0.00%"),
        ("4,521.5元", "4521.5", '#,##0.0"元"'),
        ("159.91", "159.91", "General"),
        ("100.00", "100", "0.00"),
        ("-3", "-3", "General"),
        ("0", "0", "General"),
        ("3.7万人次", "3.7", '0.0"万人次"'),
        ("约850人次", "850", '"约"0"人次"'),
    ],
)
def test_what_a_format_can_show(text: str, number: str, number_format: str) -> None:
    shown = shown_number(text)
    assert shown is not None
    assert (shown.number, shown.number_format) == (D(number), number_format)
    assert shown_text(shown.number, shown.number_format) == text


STAY = (
    "", "已完成", "007", "100%1000件", "12场，480人", "1-2", '5"', "1234567890123456", "9月30日", "4 521件\n",
)  # fmt: skip


@pytest.mark.parametrize("text", STAY)
def test_what_stays_text(text: str) -> None:
    assert shown_number(text) is None


def test_the_number_behind_a_rounded_display_is_kept() -> None:
    shown = shown_number("89.7%", D("0.8974"))
    assert shown is not None
    assert shown.number == D("0.8974")
    assert shown_number("89.7%", D("0.5")) == shown_number("89.7%")


@pytest.mark.parametrize(
    ("text", "low", "high", "formulas"),
    [
        ("4521件", "4521", "4521", (True, True)),
        ("≥95%", "0.95", None, (True, False)),
        ("≤0.2%", None, "0.002", (False, True)),
        ("95%以上", "0.95", None, (True, False)),
        ("3.7万人次", "37000", "37000", (True, True)),
        ("98％", "0.98", "0.98", (True, True)),
        ("400余场次", "400", "500", (False, False)),
        ("3.7万余人次", "37000", "38000", (False, False)),
        ("0万元", "0", "0", (False, False)),
    ],
)
def test_which_ends_a_cell_drives(
    text: str, low: str | None, high: str | None, formulas: tuple[bool, bool]
) -> None:
    ends = [None if end is None else D(end) for end in (low, high)]
    driven = drive(text, None, *ends)
    assert (driven.low is not None, driven.high is not None) == formulas
    assert isinstance(driven.value, str) is not any(formulas)


def test_a_text_that_does_not_drive_is_watched_for_changes() -> None:
    assert drive("400余场次", None, D(400), D(500)).changed("G5", "P5") == 'NOT(EXACT(G5,"400余场次"))'
    assert drive("5场", None, D(5), D(5)).changed("G5", "P5") == "NOT(ISNUMBER(P5))"


AFFIXES = st.text(st.sampled_from("≥<=约件次万元人 ()（）{}'&一二"), max_size=6)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(AFFIXES, st.integers(0, 10**9), st.integers(0, 4), st.sampled_from(["", "%"]), AFFIXES)
def test_a_number_written_by_its_format_shows_the_text_it_came_from(
    before: str, digits: int, places: int, percent: str, after: str
) -> None:
    text = f"{before}{D(digits).scaleb(-places):f}{percent}{after}"
    shown = shown_number(text)
    if shown is not None:
        assert shown_text(shown.number, shown.number_format) == text
    else:
        assert "%" in after or "%" in before or not text.isprintable() or before.endswith("-")
