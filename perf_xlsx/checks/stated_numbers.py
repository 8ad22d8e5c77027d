"""Numbers told in 实际完成情况 against the rows of the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from perf_xlsx.checks.judged import JudgedForm, Verdict
from perf_xlsx.checks.targets import is_set_too_low
from perf_xlsx.checks.tell import name, problem
from perf_xlsx.figures import plain
from perf_xlsx.model import Actual, Bound, Indicator, Problem, Status
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.text import folded

_TOLD: Final = re.compile(
    r"(?P<before>[^\d,，。；;、:：]{2,14}?)(?P<number>\d+(?:\.\d+)?)(?P<unit>%|[^\d\s,，。；;、:：]{1,2})"
)
_LOOSE: Final = re.compile(r"[余多约近超]|以上|左右")
_COMMON: Final = frozenset(
    ("指标", "完成", "达到", "数量", "全年", "开展", "情况", "工作", "项目", "率达", "共开", "年共")
)


def differ(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """A count or rate told in the goal's 实际完成情况 that isn't the row's 实际完成值."""
    form = scored.form
    told = _told_rows(scored)
    exact = [
        (row, found)
        for row in form.indicators
        for found in [_exact(row)]
        if found is not None and id(row) not in told
    ]
    for goal in form.goals:
        for before, number, unit in _told(goal.actual.text):
            row = _meant(before, [row for row, (_, own) in exact if unit.startswith(own)])
            if row is None:
                continue
            own, own_unit = _exact(row) or (number, unit)
            if own != number:
                yield problem(
                    "narrative.number_differs",
                    form,
                    row.actual_place or row.place,
                    also=(goal.actual.place,),
                    indicator=name(row),
                    found=f"{plain(own)}{own_unit}",
                    expected=f"{plain(number)}{own_unit}",
                )


def _told_rows(scored: JudgedForm) -> set[int]:
    """Rows whose actual has an entry of its own already."""
    full = {
        id(row.indicator)
        for cell in scored.cells
        if cell.verdict in (Verdict.UNMET_FULL, Verdict.UNMET_ROUNDED)
        for row in cell.rows
    }
    odd = {id(row.indicator) for row in scored.rows if row.status is Status.UNDECIDED or is_set_too_low(row)}
    return full | odd


def _meant(before: str, rows: list[Indicator]) -> Indicator | None:
    """The one row whose name shares most with the words before a number; None when two share as much."""
    shares = sorted(((_shared(before, row), index) for index, row in enumerate(rows)), reverse=True)
    if not shares or shares[0][0] == 0 or (len(shares) > 1 and shares[1][0] == shares[0][0]):
        return None
    return rows[shares[0][1]]


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


def _shared(before: str, row: Indicator) -> int:
    """How many telling pairs of characters stand in both."""
    title = folded(row.level3.text)
    pairs = {before[index : index + 2] for index in range(len(before) - 1)} - _COMMON
    return sum(pair in title for pair in pairs)
