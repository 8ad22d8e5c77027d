"""Laws of the value grammar: nothing raises, and what is printed reads back the same."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tables import cell

from perf_xlsx.model import Actual, NotGiven, Op, Place, Target, Unreadable
from perf_xlsx.values.actuals import read_actual
from perf_xlsx.values.align import align, on_time
from perf_xlsx.values.amounts import read_money, read_points, read_rate
from perf_xlsx.values.notes import values_in
from perf_xlsx.values.numbers import read_numeral
from perf_xlsx.values.printing import print_actual, print_target
from perf_xlsx.values.targets import read_target
from perf_xlsx.values.why import WHY

WORDS = """
0 1 2 3 4 5 6 7 8 9 10 100 2021 3.7 1,000 95 0.5
≥ ≤ > < = ± % ‰ ~ - — / ( ) ， 。 、 ＞ ％ ·
不低于 不超过 未 没有 达到 超 约 近 余 多 以上 以内 左右 内 前 底 至 到 每
万 亿 千 百 十 三 五 半 两 零 九成 百分之 分之 点
元 万元 件 人 人次 个 个月 天 年 月 日 季度 第 上半年 全年 场次 %(百分比) TB kg
完成 未完成 已 全覆盖 投诉 无 其中 共 培训 A 号
"""
PIECES = [*WORDS.split(), " ", "\n"]
texts = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
anything = st.one_of(texts, st.text(max_size=20))
numbers = st.decimals(min_value=0, max_value=10**7, places=2, allow_nan=False)
units = st.sampled_from(["", "%", "件", "人次", "万元", "个百分点", "元/人·月", "小时", "TB"])
signs = st.sampled_from(["≥", "≤", ">", "<", "=", "", "不低于", "不超过", "约", "近", "超"])


@given(anything, anything, anything)
@settings(max_examples=600, derandomize=True, deadline=None)
def test_no_text_raises_and_every_unreadable_has_its_reason(text: str, sign: str, unit: str) -> None:
    target = read_target(text, sign=sign, unit=unit)
    actual = read_actual(text, target=target if isinstance(target, Target) else None)
    for value in (target, actual):
        assert isinstance(value, Target | Actual | NotGiven | Unreadable)
        assert not isinstance(value, Unreadable) or value.why in WHY
    values_in(text)


@given(texts, texts)
@settings(max_examples=400, derandomize=True, deadline=None)
def test_any_two_values_can_be_aligned(left: str, right: str) -> None:
    target, actual = read_target(left), read_actual(right)
    if isinstance(target, Target) and isinstance(actual, Actual):
        assert len(align(target, actual).readings) <= 2
        assert on_time(target, actual, 2021) in (True, False, None)


@given(texts)
@settings(max_examples=300, derandomize=True, deadline=None)
def test_no_figure_raises(text: str) -> None:
    made = cell(Place("表", 1, 1), text)
    for figure in (read_points(made), read_money(made), read_money(made, "元"), read_rate(made)):
        assert not isinstance(figure, Unreadable) or figure.why in WHY


@given(texts)
@settings(max_examples=700, derandomize=True, deadline=None)
def test_a_printed_target_reads_back_the_same(text: str) -> None:
    target = read_target(text)
    if isinstance(target, Target):
        plain = target if target.op is Op.WORDS else replace(target, words="")
        assert read_target(print_target(plain)) == plain


@given(texts)
@settings(max_examples=700, derandomize=True, deadline=None)
def test_a_printed_actual_reads_back_the_same(text: str) -> None:
    actual = read_actual(text)
    if isinstance(actual, Actual):
        plain = (
            actual if actual.tier or actual.low is actual.high is actual.span else replace(actual, words="")
        )
        assert read_actual(print_actual(plain)) == plain


@given(signs, numbers, units)
@settings(max_examples=400, derandomize=True, deadline=None)
def test_a_number_with_sign_and_unit_reads_back_whatever_its_size(
    sign: str, number: object, unit: str
) -> None:
    target, actual = read_target(f"{sign}{number}{unit}"), read_actual(f"{sign}{number}{unit}")
    assert isinstance(target, Target)
    assert isinstance(actual, Actual)
    assert read_target(print_target(target)) == target
    assert read_actual(print_actual(actual)) == actual


def in_chinese(number: int) -> str:
    """A whole number below 10¹² as it is spoken: 10203 → 一万零二百零三."""
    digits, places = "零一二三四五六七八九", ("", "十", "百", "千")
    sections: list[str] = []
    for section, scale in ((number // 10**8, "亿"), (number // 10**4 % 10**4, "万"), (number % 10**4, "")):
        written = ""
        for place in (3, 2, 1, 0):
            digit = section // 10**place % 10
            if digit:
                written += digits[digit] + places[place]
            elif (written or sections) and not written.endswith("零") and section % 10**place:
                written += "零"
        if written:
            sections.append(written + scale)
    return "".join(sections) or "零"


@given(st.one_of(st.integers(0, 9999), st.integers(0, 10**12 - 1)))
@settings(max_examples=500, derandomize=True, deadline=None)
def test_a_whole_number_spoken_in_chinese_is_that_number(number: int) -> None:
    read = read_numeral(in_chinese(number))
    assert read is not None
    assert read.value == number
