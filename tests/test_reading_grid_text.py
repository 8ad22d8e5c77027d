"""Look-alike signs, widths and spaces are brought to one form, and nothing more."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xlsx.text import decode_escapes, folded, label, shown


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a_x000D__x000A_b", "a\r\nb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_xD83D__xDE00_", "\U0001f600"),
        ("_xD83D_", "\ufffd"),
        ("max_xy", "max_xy"),
    ],
)
def test_escapes_of_the_format_are_undone(raw: str, expected: str) -> None:
    assert decode_escapes(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (" 98%\u200b\ufeff ", "98%"),
        ("\u202e98%\u202c", "98%"),
        ("甲\r\n乙\r丙\v丁\u2028戊", "甲\n乙\n丙\n丁\n戊"),
        ("\u3000甲\u3000", "甲"),
        ("①1½", "①1½"),
    ],
)
def test_people_see_no_invisible_characters(raw: str, expected: str) -> None:
    assert shown(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("≧９５％", "≥95%"),
        (">=4000件", "≥4000件"),
        ("=<0.2﹪", "≤0.2%"),
        ("﹦100%", "=100%"),
        ("〉8000", ">8000"),
        ("３．７万余　人次", "3.7万余 人次"),
        ("（１）", "(1)"),
        ("①②½", "①②½"),
        ("10²", "10²"),
    ],
)
def test_signs_and_widths_are_unified_for_reading(raw: str, expected: str) -> None:
    assert folded(raw) == expected


@pytest.mark.parametrize("raw", ["绩效指标", "绩 效\n指 标：", "★绩效指标", "　绩效指标*", "绩\u200b效指标"])
def test_labels_are_compared_without_spaces_and_marks(raw: str) -> None:
    assert label(raw) == "绩效指标"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=40))
def test_what_is_shown_or_folded_stays_so(raw: str) -> None:
    assert shown(shown(raw)) == shown(raw)
    assert folded(folded(raw)) == folded(raw)
    assert label(label(raw)) == label(raw)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet="_x0D8ABdeF甲", max_size=40))
def test_decoded_texts_can_be_written(raw: str) -> None:
    decode_escapes(raw).encode("utf-8")
