"""Numbers told in 实际完成情况 against the rows of the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from perf_xlsx.checks.tell import name, problem
from perf_xlsx.figures import plain
from perf_xlsx.model import Actual, Bound, FormScore, Indicator, Problem
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.text import folded

_TOLD: Final = re.compile(
    r"(?P<before>[^\d,，。；;、:：]{2,14}?)(?P<number>\d+(?:\.\d+)?)(?P<unit>%|[^\d\s,，。；;、:：]{1,2})"
)
_LOOSE: Final = re.compile(r"[余多约近超]|以上|左右")
_COMMON: Final = frozenset(
    ("指标", "完成", "达到", "数量", "全年", "开展", "情况", "工作", "项目", "率达", "共开", "年共")
)


def differ(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """A count or rate told in the goal's 实际完成情况 that isn't the row's 实际完成值."""
    form = scored.form
    for goal in form.goals:
        told = list(_told(goal.actual.text))
        for row in form.indicators:
            exact = _exact(row)
            if exact is None:
                continue
            number, unit = exact
            same = [
                each for before, each, their in told if their.startswith(unit) and _speaks_of(before, row)
            ]
            if same and number not in same:
                yield problem(
                    "narrative.number_differs",
                    form,
                    row.actual_place or row.place,
                    also=(goal.actual.place,),
                    indicator=name(row),
                    found=f"{plain(number)}{unit}",
                    expected=f"{plain(same[0])}{unit}",
                )


def _told(text: str) -> Iterator[tuple[str, Decimal, str]]:
    for found in _TOLD.finditer(folded(text)):
        if not _LOOSE.search(found["before"][-1:] + found["unit"]):
            yield found["before"], Decimal(found["number"]), found["unit"]


def _exact(row: Indicator) -> tuple[Decimal, str] | None:
    """The row's exact number as it is written, with its unit."""
    actual = row.actual
    if (
        not isinstance(actual, Actual)
        or actual.bound is not Bound.EXACT
        or actual.low is None
        or not actual.unit
    ):
        return None
    return (actual.low * 100 if actual.unit == "%" else actual.low), actual.unit


def _speaks_of(before: str, row: Indicator) -> bool:
    """Whether the words before a number share a telling pair of characters with the row's name."""
    title = folded(row.level3.text)
    pairs = {before[index : index + 2] for index in range(len(before) - 1)} - _COMMON
    return any(pair in title for pair in pairs)
