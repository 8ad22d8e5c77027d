"""The parameters of a scheme as rows for people: key, Chinese name, value, unit and source."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from perf_xlsx.scoring.rules import UNCHECKED, Parameter, Scheme, Source

_UNKNOWN: Final = Source(UNCHECKED, "", checked=False)


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    text = files("perf_xlsx.scoring").joinpath("parameters.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def parameter_rows(scheme: Scheme) -> tuple[Parameter, ...]:
    """Every number that a formula of this scheme may name, and those that its checks use."""
    entries = (*_sums(scheme), *_row_numbers(scheme), *_bands(scheme), *_last(scheme))
    return tuple(_parameter(scheme, *entry) for entry in entries)


Entry = tuple[str, str, Decimal, str, Mapping[str, str]]
"""Key, entry of parameters.toml, value, the number's key in the file, words of the title."""


def _parameter(
    scheme: Scheme, key: str, words: str, value: Decimal, number: str, slots: Mapping[str, str]
) -> Parameter:
    entry = _words()[words]
    source = scheme.sources.get(number, _UNKNOWN)
    return Parameter(key, entry["title"].format_map(slots), value, entry["unit"], source)


def _sums(scheme: Scheme) -> Iterator[Entry]:
    yield "full_points", "full_points", scheme.full_points, "full_points", {}
    budget = scheme.budget
    yield "budget_points", "budget_points", budget.points, "budget_points", {}
    if budget.method == "ratio":
        yield "budget_full_at", "budget_full_at", budget.full_at, "budget_full_at", {}
    for n, band in enumerate(budget.bands, 1):
        yield f"budget_from_{n}", "budget_from", band.at_least, "budget_bands", {"n": str(n)}
        yield f"budget_share_{n}", "budget_share", band.share, "budget_bands", {"n": str(n)}
    yield "budget_low_rate", "budget_low_rate", budget.low_rate, "budget_low_rate", {}
    for group in scheme.groups:
        title = {"title": group.title}
        yield f"group_{group.key}", "group", group.points, f"group_{group.key}_points", title
    for part in scheme.parts:
        yield f"part_{part.key}", "part", part.points, f"part_{part.key}_points", {"title": part.title}


def _row_numbers(scheme: Scheme) -> Iterator[Entry]:
    rows = scheme.rows
    if rows.lower == "linear":
        yield "linear_zero", "linear_zero", rows.linear_zero, "linear_zero", {}
    if "step" in (rows.higher, rows.lower):
        yield "step_size", "step_size", rows.step_size, "step_size", {}
        yield "step_points", "step_points", rows.step_points, "step_points", {}
    if rows.tolerance:
        yield "tolerance", "tolerance", rows.tolerance, "tolerance_share", {}
    if rows.about:
        yield "about", "about", rows.about, "tolerance_about", {}
    yield "late", "late", rows.late, "late_share", {}
    yield "tier_full", "tier_full", scheme.tiers.full.low, "tier_full", {}
    yield "tier_partial", "tier_partial", scheme.tiers.partial.low, "tier_partial", {}
    yield "exceed_limit", "exceed_limit", rows.exceed_limit, "exceed_limit", {}
    if rows.exceed == "points":
        yield "exceed_points", "exceed_points", rows.exceed_points, "exceed_points", {}
    if rows.exceed == "deviation":
        yield "exceed_rate", "exceed_rate", rows.exceed_rate, "exceed_rate", {}
        yield "exceed_most", "exceed_most", rows.exceed_most, "exceed_most", {}


def _bands(scheme: Scheme) -> Iterator[Entry]:
    for n, cap in enumerate(scheme.caps, 1):
        yield f"cap_below_{n}", "cap_below", cap.below, "cap_bands", {"n": str(n)}
        yield f"cap_total_{n}", "cap_total", cap.total, "cap_bands", {"n": str(n)}
    for n, grade in enumerate(scheme.grades, 1):
        yield f"grade_{n}", "grade", grade.at_least, "grade_bands", {"title": grade.title}


def _last(scheme: Scheme) -> Iterator[Entry]:
    yield "rounding", "rounding", Decimal(scheme.rounding), "rounding_places", {}
    yield "compare_tolerance", "compare_tolerance", scheme.tolerance, "rounding_tolerance", {}
