"""Statistics over many records: the only place that knows pandas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

import pandas as pd

from perf_xlsx.batch.harvest import ProjectRow, UnitRow
from perf_xlsx.text import harmless

SCORE_BANDS: Final = (0, 60, 70, 80, 90, 95, 100)
"""Edges of the distribution of scores; an edge belongs to the higher band, 100 to the last."""

RATE_BANDS: Final = ("50%以下", "50%～80%", "80%～90%", "90%～100%", "100%以上")
_CSV_ROWS: Final = 5_000
_RATE_EDGES: Final = (float("-inf"), 0.5, 0.8, 0.9, 1.0, float("inf"))


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The projects of one department (or unit) and year; money that no project gives is None."""

    name: str
    year: int | None
    projects: int
    initial: Decimal | None
    full_year: Decimal | None
    executed: Decimal | None
    mean: Decimal | None
    lowest: Decimal | None
    unmet: int
    undecided: int


@dataclass(frozen=True, slots=True)
class Band:
    """How many projects lie in a band."""

    title: str
    count: int


def by_department(projects: Sequence[ProjectRow]) -> list[GroupRow]:
    """Projects by 主管部门 and year; a project without a department goes to its agency."""
    frame = _frame(projects)
    if frame.empty:
        return []
    frame["name"] = frame["department"].where(frame["department"] != "", frame["agency"])
    settled = [row.final_low if row.final_low == row.final_high else None for row in projects]
    frame["settled"] = pd.Series(settled, dtype=object)
    groups = frame.groupby(["name", "year"], dropna=False, sort=True)
    return [_group(key, part) for key, part in groups]


def _group(key: Any, part: pd.DataFrame) -> GroupRow:
    name, year = key
    settled = part["settled"].dropna()
    return GroupRow(
        name=name,
        year=None if pd.isna(year) else int(year),
        projects=len(part),
        initial=_sum(part["initial"]),
        full_year=_sum(part["full_year"]),
        executed=_sum(part["executed"]),
        mean=_mean(settled),
        lowest=min(settled) if len(settled) else None,
        unmet=int(part["unmet"].sum()),
        undecided=int(part["undecided"].sum()),
    )


def _frame(projects: Sequence[ProjectRow]) -> pd.DataFrame:
    """The rows as a frame whose numbers stay exact decimals (None where there is none)."""
    frame = pd.DataFrame(projects, columns=list(ProjectRow._fields), dtype=object)
    frame["year"] = pd.to_numeric(frame["year"])
    return frame


def _sum(values: Iterable[Any]) -> Decimal | None:
    given = [value for value in values if value is not None and value == value]
    return sum(given, Decimal(0)) if given else None


def _mean(values: Any) -> Decimal | None:
    whole = _sum(values)
    return None if whole is None else whole / len(values)


def score_bands(projects: Sequence[ProjectRow]) -> list[Band]:
    """The distribution of settled totals, and how many are still open."""
    settled = [
        float(row.final_low)
        for row in projects
        if row.final_low is not None and row.final_low == row.final_high
    ]
    titles = [f"{low}～{high}" for low, high in pairwise(SCORE_BANDS)]
    edges = [*SCORE_BANDS[:-1], float("inf")]
    cut = pd.cut(pd.Series(settled, dtype=float), bins=edges, labels=titles, right=False)
    counts = cut.value_counts(sort=False)
    bands = [Band(title, int(counts.get(title, 0))) for title in titles]
    return [*bands, Band("待定", len(projects) - len(settled))]


def grade_counts(projects: Sequence[ProjectRow], grades: Sequence[str]) -> list[Band]:
    """How many projects have each grade; what is open is 待定."""
    counts = pd.Series([row.grade or "待定" for row in projects], dtype=object).value_counts()
    others = [str(grade) for grade in counts.index if grade not in grades]
    return [Band(grade, int(counts.get(grade, 0))) for grade in (*grades, *sorted(others))]


def rate_bands(projects: Sequence[ProjectRow]) -> list[Band]:
    """The distribution of execution rates, and how many have none."""
    rates = pd.Series([float(row.rate) for row in projects if row.rate is not None], dtype=float)
    counts = pd.cut(rates, bins=list(_RATE_EDGES), labels=list(RATE_BANDS), right=False).value_counts(
        sort=False
    )
    bands = [Band(title, int(counts.get(title, 0))) for title in RATE_BANDS]
    return [*bands, Band("无法计算", len(projects) - len(rates))]


def unit_order(units: Sequence[UnitRow]) -> list[UnitRow]:
    """The units as a reviewer wants them: what must go back first, then what must be asked."""
    return sorted(units, key=lambda row: (-row.errors, -row.warnings, row.agency, row.year or 0, row.file))


def _harmless(value: Any) -> Any:
    return harmless(value) if isinstance(value, str) else value


def projects_csv(projects: Sequence[ProjectRow]) -> bytes:
    """The projects for machines: UTF-8 with the mark by which Excel recognises it."""
    pieces = [
        _csv(projects[first : first + _CSV_ROWS], header=first == 0)
        for first in range(0, max(len(projects), 1), _CSV_ROWS)
    ]
    return b"\xef\xbb\xbf" + b"".join(pieces)


def _csv(projects: Sequence[ProjectRow], *, header: bool) -> bytes:
    frame = _frame(projects).map(_harmless)
    text: str = frame.to_csv(index=False, header=header, lineterminator="\r\n", float_format="%.15g")
    return text.encode()
