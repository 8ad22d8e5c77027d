"""Numbers of persons in a text: told by form and check digits, covered where others read them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xlsx.personal import is_card, is_identity, masked, personal_numbers


def test_a_birthday_that_can_not_be_is_no_identity() -> None:
    assert is_identity("11010519491231002X")
    assert not is_identity("11010519491331002X")
    assert not is_identity("11010529491231002X")
    assert not is_identity("110105194912310021")


def test_bank_cards_pass_their_check_digit() -> None:
    assert is_card("6222021234567890128")
    assert not is_card("6222021234567890129")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电话13800138000。", "电话138********。"),
        ("电话138-0013-8000", "电话138**********"),
        ("身份证11010519491231002x、13800138000", "身份证110***************、138********"),
        ("卡6222 0212 3456 7890 128", "卡622********************"),
        ("１３８００１３８０００", "１３８********"),
        ("13800138000元", "13800138000元"),
        ("a13800138000b", "a13800138000b"),
        ("4521件，共923+3581+17件", "4521件，共923+3581+17件"),
    ],
)
def test_numbers_of_persons_are_covered(text: str, expected: str) -> None:
    assert masked(text) == expected


@given(st.text(alphabet="13890 -x元。电", max_size=60))
@settings(derandomize=True, max_examples=300)
def test_what_is_covered_is_found_no_more_and_keeps_its_length(text: str) -> None:
    once = masked(text)
    assert len(once) == len(text)
    assert not list(personal_numbers(once))
