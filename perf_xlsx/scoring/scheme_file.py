"""A scheme file (TOML) → ``Scheme``, with every fault told at once.

A file may say ``based_on = "cn-2020"``: what it doesn't give is taken from that scheme, table by
table and key by key; ``groups``, ``parts`` and ``recognise`` are taken whole or not at all.  Its
names and its summary are always its own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from perf_xlsx.scoring import scheme_tables as tables
from perf_xlsx.scoring.parameters import parameter_rows
from perf_xlsx.scoring.rules import Scheme, SchemeError
from perf_xlsx.scoring.scheme_tables import Reader
from perf_xlsx.scoring.section import Faults, Raw, Section

_OWN: Final = ("id", "title", "aliases", "summary")
_WHOLE: Final = ("groups", "parts", "recognise")
_TABLES: Final = (
    "sources", "budget", "groups", "unmet", "tolerance", "late", "tiers", "exceed", "reason",
    "not_applicable", "cap", "grades", "rounding", "unit", "parts", "recognise",
)  # fmt: skip


def parse(text: str, file: str, base_of: Callable[[str], str | None]) -> Scheme:
    """The scheme of a file's text.  ``base_of`` gives the text of a scheme by its id.

    Raises SchemeError with all faults.
    """
    faults = Faults(file)
    raw = _merged(_toml(text, file), base_of, faults)
    scheme = _scheme(raw, faults)
    if faults.told:
        raise SchemeError(tuple(faults.told))
    return scheme


def _toml(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise SchemeError((f"{file}：不是有效的 TOML 文件：{error}",)) from error


def _merged(raw: dict[str, Any], base_of: Callable[[str], str | None], faults: Faults) -> Raw:
    base_id = raw.pop("based_on", None)
    if base_id is None:
        return raw
    text = base_of(str(base_id))
    if text is None:
        faults.tell("based_on", f"没有评分标准“{base_id}”")
        return raw
    base = {
        key: value
        for key, value in _merged(_toml(text, str(base_id)), base_of, faults).items()
        if key not in _OWN
    }
    return {key: _joined(key, base.get(key), raw.get(key)) for key in {**base, **raw}}


def _joined(key: str, old: object, new: object) -> object:
    if new is None:
        return old
    if key not in _WHOLE and isinstance(old, Mapping) and isinstance(new, Mapping):
        return {**old, **new, **_kept_sources(old, new)}
    return new


def _kept_sources(old: Raw, new: Raw) -> Raw:
    """Numbers that stay keep the source that they had, even when the new table names another."""
    if "source" not in old or "source" not in new:
        return {}
    single = dict(old.get("sources", {}))
    stay = {
        key: single.get(key, old["source"])
        for key, value in old.items()
        if key not in new and key != "sources" and _holds_numbers(value)
    }
    return {"sources": {**stay, **new.get("sources", {})}}


def _holds_numbers(value: object) -> bool:
    if isinstance(value, list):
        return any(isinstance(each, Mapping) for each in value)
    return isinstance(value, Mapping | Decimal | int) and not isinstance(value, bool)


def _scheme(raw: Raw, faults: Faults) -> Scheme:
    reader = Reader(raw, faults)
    top = Section({key: value for key, value in raw.items() if key not in _TABLES}, "", faults)
    places, tolerance = tables.rounding(reader)
    scheme = Scheme(
        id=top.text("id"),
        title=top.text("title"),
        aliases=top.texts("aliases", ()),
        summary=top.text("summary"),
        layout=top.text("layout"),
        full_points=top.number("full_points", "1", "1000"),
        groups=tables.groups(reader),
        budget=tables.budget(reader),
        rows=tables.rows(reader),
        tiers=tables.tiers(reader),
        reason_due=tables.single(reader, "reason", "due", ("unmet", "below_weight")),
        not_applicable=tables.single(reader, "not_applicable", "policy", ("rescale", "full")),
        caps=tables.caps(reader),
        grades=tables.grades(reader),
        rounding=places,
        tolerance=tolerance,
        headline=tables.single(reader, "unit", "headline", ("mean", "by_budget", "by_executed", "by_parts")),
        parts=tables.parts(reader),
        recognise=tables.recognise(reader),
        sources=reader.source_of,
    )
    reader.done(top)
    _consistent(scheme, faults)
    return replace(scheme, parameter_rows=parameter_rows(scheme))


def _consistent(scheme: Scheme, faults: Faults) -> None:
    """What single keys can't show: points that add up, names that meet."""
    given = scheme.budget.points
    given += sum((group.points for group in scheme.groups), Decimal(0))
    given += sum((part.points for part in scheme.parts), Decimal(0))
    if given != scheme.full_points:
        faults.tell("full_points", f"预算执行率、各组指标和各项分值合计 {given}，应为 {scheme.full_points}")
    keys = {group.key for group in scheme.groups}
    for group in scheme.groups:
        if group.absent_to and (group.absent_to not in keys or group.absent_to == group.key):
            faults.tell(f"groups.{group.key}.absent_to", f"没有名为“{group.absent_to}”的另一组")
        if not group.match:
            faults.tell(f"groups.{group.key}.match", "至少要有一类指标")
    if scheme.headline == "by_parts" and not scheme.parts:
        faults.tell("unit.headline", "没有 parts，不能按 by_parts 计算单位得分")
    for grade in scheme.grades:
        if grade.at_least > scheme.full_points:
            faults.tell("grades.bands", f"等级“{grade.title}”的下限高于满分")
