"""How several hundred texts of real forms are read: the tables in ``tests/values`` line by line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from perf_xlsx.figures import plain
from perf_xlsx.model import Actual, Bound, NotGiven, Op, Span, Target, Unreadable
from perf_xlsx.values.actuals import read_actual
from perf_xlsx.values.targets import read_target

TABLES = Path(__file__).parent / "values"


def lines(name: str) -> list[list[str]]:
    """The rows of a table: cells between bars, without comments."""
    written = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.split(" | ")] for line in written if line and line[0] != "#"]


def number(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def days(span: Span) -> list[str]:
    year = "" if span.year is None else f"{span.year}-"
    return [f"{year}{month}-{day}" for month, day in (span.first, span.last)]


def target_line(value: Target | NotGiven | Unreadable) -> list[str]:
    if isinstance(value, NotGiven):
        return ["nothing"]
    if isinstance(value, Unreadable):
        return ["unreadable", value.why]
    if value.op is Op.WORDS:
        return ["words"]
    if value.span is not None:
        return ["by_date", *days(value.span)]
    return [value.op.value if value.signed else "bare", number(value.low), number(value.high), value.unit]


def actual_line(value: Actual | NotGiven | Unreadable) -> list[str]:
    if isinstance(value, NotGiven):
        return ["nothing"]
    if isinstance(value, Unreadable):
        return ["unreadable", value.why]
    if value.bound is Bound.WORDS:
        return ["words", value.tier.value if value.tier else "-"]
    if value.span is not None:
        return ["time", *days(value.span)]
    low = "" if value.low is None else f"{'(' if value.low_open else '['}{number(value.low)}"
    high = "" if value.high is None else f"{number(value.high)}{')' if value.high_open else ']'}"
    return [value.bound.value, low, high, value.unit]


def trimmed(cells: list[str]) -> str:
    return " | ".join(cells).rstrip(" |")


@pytest.mark.parametrize(("text", "expected"), [(row[0], row[1:]) for row in lines("targets.txt")])
def test_a_target_is_read_as_the_table_says(text: str, expected: list[str]) -> None:
    assert trimmed(target_line(read_target(text))) == trimmed(expected)


@pytest.mark.parametrize(
    ("text", "beside", "expected"), [(row[0], row[1], row[2:]) for row in lines("actuals.txt")]
)
def test_an_actual_is_read_as_the_table_says(text: str, beside: str, expected: list[str]) -> None:
    target = read_target(beside)
    actual = read_actual(text, target=target if isinstance(target, Target) else None)
    assert trimmed(actual_line(actual)) == trimmed(expected)
