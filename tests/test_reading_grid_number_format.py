"""Numbers, dates and texts are shown as a worksheet shows them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xlsx.reading.chinese_numerals import spell
from perf_xlsx.reading.date_format import day_of
from perf_xlsx.reading.number_format import is_date, show_number, show_text
from perf_xlsx.reading.numbers import decimal

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '

SHOWN = """
0.98 | 0% | 98%
0.895 | 0% | 90%
0.8045 | 0.00% | 80.45%
4521 | 0"件" | 4521件
0.95 | "≥"0% | ≥95%
4000 | "≥"0"件" | ≥4000件
0.002 | "≤"0.0% | ≤0.2%
1234567.891 | #,##0.00 | 1,234,567.89
999 | #,##0 | 999
1000 | #,##0 | 1,000
12345 | 0!.0,"万" | 1.2万
1234567 | #,##0,"千" | 1,235千
12345678 | #,###, | 12,346
0 | # |
0.5 | #.## | .5
12.5 | .00 | 12.50
7 | 0,000 | 0,007
12 | ??0 | 12
1234.5 | #,##0.0# | 1,234.5
5 | 0.0# | 5.0
5.25 | 0.0# | 5.25
-5 | 0.00 | -5.00
-5 | 0.00;(0.00) | (5.00)
-1 | #,##0.00_);[Red]\\(#,##0.00\\) | (1.00)
0 | 0;-0;"无" | 无
0.3 | ;;; |
7 | 000 | 007
138 | 000-0000 | 000-0138
5 | [>=10]0"多";0"少" | 5少
15 | [>=10]0"多";0"少" | 15多
-15 | [<-10]0"低";0"高" | 15低
3 | G/通用格式"人" | 3人
3 | General"人" | 3人
12 | "第"0"名" | 第12名
98.5 | 0.0"%" | 98.5%
0.256 | 0.0‰ | 0.3‰
1 | ¥#,##0.00 | ¥1.00
1 | [$¥-804]#,##0.00 | ¥1.00
12345 | 0.00E+00 | 1.23E+04
1.25 | # ?/? | 1 1/4
0.5 | ?/2 | 1/2
123 | [DBNum1][$-804]General | 一百二十三
15 | [DBNum1]General | 十五
15 | [DBNum1] | 十五
2.5 | [Red] | 2.5
10020 | [DBNum2]General"元" | 壹万零贰拾元
120 | [DBNum1]0 | 一二〇
12 | [DBNum3]0 | １２
100 | @ | 100
5 | 0;-0;;@ | 5
0 | 0;-0;;@ |
44260 | yyyy-mm-dd | 2021-03-05
44260 | yyyy/m/d | 2021/3/5
44260 | yyyy"年"m"月" | 2021年3月
44260 | yyyy"年"m"月"d"日";@ | 2021年3月5日
44260 | m"月"d"日" | 3月5日
44260 | [$-804]yyyy"年"m"月"d"日" | 2021年3月5日
44260 | [DBNum1][$-804]yyyy"年"m"月"d"日" | 二〇二一年三月五日
44260 | [$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy | 2021年3月5日
44260 | aaaa | 星期五
44260 | d-mmm-yy | 5-Mar-21
44260.5 | yyyy/m/d h:mm | 2021/3/5 12:00
0.5 | h:mm:ss | 12:00:00
0.75 | h:mm AM/PM | 6:00 PM
0.75 | 上午/下午h"时"mm"分" | 下午6时00分
1.5 | [h]:mm | 36:00
0.00001 | mm:ss.0 | 00:00.9
0.0004 | h:mm:ss | 0:00:35
43831.999999 | yyyy-mm-dd h:mm | 2020-01-01 23:59
0.333333333333333 | h:mm | 8:00
60 | yyyy-mm-dd | 1900-01-01
-1 | yyyy-mm-dd | -1
99999999 | yyyy-mm-dd | 99999999
"""


def rows() -> list[tuple[str, str, str]]:
    lines = [line.split(" | ") for line in SHOWN.strip().replace(" |\n", " | \n").splitlines()]
    return [(number, code.replace("\\\\", "\\"), shown.strip()) for number, code, shown in lines]


@pytest.mark.parametrize(("number", "code", "shown"), rows())
def test_a_number_is_shown_by_its_format(number: str, code: str, shown: str) -> None:
    if (number, code) == ("60", "yyyy-mm-dd"):
        assert day_of(Decimal(60)) is None
        return
    assert show_number(Decimal(number), code) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [("0", "-"), ("1234.5", "1,234.50"), ("-1234.5", "-1,234.50"), ("0.001", "0.00")]
)
def test_accounting_formats_show_zero_as_a_dash(number: str, shown: str) -> None:
    assert show_number(Decimal(number), ACCOUNTING) == shown


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [("80", '@"件"', "80件"), ("80", '0;0;0;@"人"', "80人"), ("完成", ACCOUNTING, "完成"), ("a", "0%", "a")],
)
def test_a_text_section_adds_to_texts(text: str, code: str, shown: str) -> None:
    assert show_text(text, code) == shown


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("89.740000000000009", "89.74"),
        ("0.30000000000000004", "0.3"),
        ("1E3", "1000"),
        ("-0", "0"),
        (" 12 ", "12"),
        ("123456789012345678", "123456789012346000"),
    ],
)
def test_stored_numbers_are_seen_with_15_digits(raw: str, number: str) -> None:
    assert decimal(raw) == Decimal(number)


@pytest.mark.parametrize("raw", ["", "abc", "NaN", "inf", "1e999", "1_000", "0x10"])
def test_what_is_no_number_is_none(raw: str) -> None:
    assert decimal(raw) is None


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        ("1", date(1900, 1, 1)),
        ("59", date(1900, 2, 28)),
        ("61", date(1900, 3, 1)),
        ("44260.9", date(2021, 3, 5)),
    ],
)
def test_serial_numbers_are_days(serial: str, day: date) -> None:
    assert day_of(Decimal(serial)) == day


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("yyyy-mm-dd", True),
        ('0"年"', False),
        ("[h]:mm", False),
        ("h:mm", True),
        ("General", False),
        ("[Red]0", False),
    ],
)
def test_formats_of_dates_are_known(code: str, expected: bool) -> None:
    assert is_date(code) is expected


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**14), max_value=10**14),
    st.text(alphabet='0#?.,%;"E+-/@[]ymdhsAMP上午年件 _*!\\$<>=1', max_size=20),
)
def test_no_format_fails(number: Decimal, code: str) -> None:
    assert isinstance(show_number(number, code), str)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.decimals(allow_nan=False, places=4, min_value=-(10**9), max_value=10**9))
def test_fixed_formats_read_back(number: Decimal) -> None:
    assert Decimal(show_number(number, "0.0000")) == number
    assert Decimal(show_number(number, "#,##0.0000").replace(",", "")) == number


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(0, 99_999))
def test_spelled_numbers_are_distinct_from_their_neighbours(value: int) -> None:
    assert spell(value, 1) != spell(value + 1, 1)
    assert spell(value, 2) != spell(value + 1, 2)
