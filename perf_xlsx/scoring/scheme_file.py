"""A scheme file (TOML) → ``Scheme``, with every fault told at once.

A file may say ``based_on = "cn-2020"``: what it doesn't give is taken from that scheme, table by
table and key by key; ``groups``, ``parts`` and ``recognise`` are taken whole or not at all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from perf_xlsx.scoring.parameters import parameter_rows
from perf_xlsx.scoring.rules import (
    BudgetRule,
    CapBand,
    Grade,
    Group,
    PartRule,
    Recognise,
    RowRules,
    Scheme,
    SchemeError,
    ShareBand,
    Source,
    TierBand,
    Tiers,
)
from perf_xlsx.scoring.section import Faults, Raw, Section

_WHOLE: Final = ("groups", "parts", "recognise")
_BASES: Final = ("full_year", "initial", "received")
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
    base = _merged(_toml(text, str(base_id)), base_of, faults)
    return {
        key: _joined(key, base.get(key), raw.get(key)) for key in (*base, *(k for k in raw if k not in base))
    }


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


class _Reader:
    """The tables of one file; gathers each number's source by its parameter key."""

    def __init__(self, raw: Raw, faults: Faults) -> None:
        self.raw = raw
        self.faults = faults
        self.sources = self._sources()
        self.source_of: dict[str, Source] = {}

    def _sources(self) -> dict[str, Source]:
        found = {}
        tables = self.raw.get("sources", {})
        for key, raw in tables.items() if isinstance(tables, Mapping) else ():
            section = Section(raw, f"sources.{key}", self.faults)
            found[key] = Source(
                section.text("instrument"), section.text("article", ""), section.flag("checked")
            )
            section.close()
        return found

    def table(self, name: str, optional: bool = False) -> Section:
        raw: object = self.raw
        for step in name.split("."):
            raw = raw.get(step) if isinstance(raw, Mapping) else None
        if raw is None and not optional:
            self.faults.tell(name, "缺少这一张表")
        return Section({} if raw is None else raw, name, self.faults)

    def done(self, section: Section, prefix: str = "") -> None:
        """Close a table and note the source of each of its numbers as ``<prefix><key>``."""
        for key, source in section.source_keys().items():
            if source and source not in self.sources:
                section.fault(key, f"出处“{source}”不在 sources 中")
            elif source:
                self.source_of[prefix + key] = self.sources[source]
        section.close()


def _scheme(raw: Raw, faults: Faults) -> Scheme:
    reader = _Reader(raw, faults)
    top = Section({key: value for key, value in raw.items() if key not in _TABLES}, "", faults)
    places, tolerance = _rounding(reader)
    scheme = Scheme(
        id=top.text("id"),
        title=top.text("title"),
        aliases=top.texts("aliases", ()),
        summary=top.text("summary"),
        layout=top.text("layout"),
        full_points=top.number("full_points", "1", "1000"),
        groups=_groups(reader),
        budget=_budget(reader),
        rows=_rows(reader),
        tiers=_tiers(reader),
        reason_due=_single(reader, "reason", "due", ("unmet", "below_weight")),
        not_applicable=_single(reader, "not_applicable", "policy", ("rescale", "full")),
        caps=_caps(reader),
        grades=_grades(reader),
        rounding=places,
        tolerance=tolerance,
        headline=_single(reader, "unit", "headline", ("mean", "by_budget", "by_executed", "by_parts")),
        parts=_parts(reader),
        recognise=_recognise(reader),
        sources=reader.source_of,
    )
    reader.done(top)
    _consistent(scheme, faults)
    return replace(scheme, parameter_rows=parameter_rows(scheme))


def _single(reader: _Reader, table: str, key: str, allowed: tuple[str, ...]) -> str:
    section = reader.table(table)
    value = section.choice(key, allowed)
    reader.done(section)
    return value


def _budget(reader: _Reader) -> BudgetRule:
    section = reader.table("budget")
    rule = BudgetRule(
        points=section.number("points", "0", "1000"),
        method=section.choice("method", ("ratio", "bands")),
        base=section.texts("base"),
        full_at=section.number("full_at", "0.01", "10", Decimal(1)),
        low_rate=section.number("low_rate", "0", "1"),
        bands=tuple(_share_band(band) for band in section.sections("bands")) if section.has("bands") else (),
    )
    if not rule.base or any(each not in _BASES for each in rule.base):
        section.fault("base", f"应由 {'、'.join(_BASES)} 组成")
    if rule.method == "bands" and not rule.bands:
        section.fault("bands", "按档计分时须给出各档")
    if not _falling([band.at_least for band in rule.bands]):
        section.fault("bands", "各档下限须由高到低")
    reader.done(section, "budget_")
    return rule


def _share_band(section: Section) -> ShareBand:
    band = ShareBand(section.number("at_least", "0", "10"), section.number("share", "0", "1"))
    section.close()
    return band


def _falling(values: list[Decimal]) -> bool:
    return all(first > second for first, second in pairwise(values))


def _groups(reader: _Reader) -> tuple[Group, ...]:
    tables = reader.raw.get("groups", {})
    groups = []
    for key in tables if isinstance(tables, Mapping) else ():
        section = reader.table(f"groups.{key}")
        groups.append(
            Group(
                key=key,
                title=section.text("title"),
                points=section.number("points", "0", "1000"),
                match=section.texts("match"),
                parent=section.text("parent", ""),
                absent_to=section.text("absent_to", ""),
            )
        )
        reader.done(section, f"group_{key}_")
    if not groups:
        reader.faults.tell("groups", "至少要有一组指标")
    return tuple(groups)


def _rows(reader: _Reader) -> RowRules:
    unmet, tolerance = reader.table("unmet"), reader.table("tolerance")
    late, exceed = reader.table("late"), reader.table("exceed")
    one = Decimal(1)
    rules = RowRules(
        higher=unmet.choice("higher", ("ratio", "step", "zero")),
        lower=unmet.choice("lower", ("ratio", "linear", "step", "zero")),
        equal=unmet.choice("equal", ("at_least", "symmetric")),
        linear_zero=unmet.number("linear_zero", "1.01", "1000", Decimal(2)),
        step_size=unmet.number("step_size", "0.0001", "1", Decimal("0.01")),
        step_points=unmet.number("step_points", "0", "1000", one),
        step_count=unmet.choice("step_count", ("up", "down", "exact"), "up"),
        tolerance=tolerance.number("share", "0", "1"),
        late=late.number("share", "0", "1"),
        exceed=exceed.choice("action", ("none", "points", "deviation")),
        exceed_limit=exceed.number("limit", "1", "1000"),
        exceed_points=exceed.number("points", "0", "1000", Decimal(0)),
        exceed_rate=exceed.number("rate", "0", "1000", Decimal(0)),
        exceed_most=exceed.number("most", "0", "1", one),
    )
    for section, prefix in ((unmet, ""), (tolerance, "tolerance_"), (late, "late_"), (exceed, "exceed_")):
        reader.done(section, prefix)
    _needed(rules, unmet, exceed)
    return rules


def _needed(rules: RowRules, unmet: Section, exceed: Section) -> None:
    """A method whose own numbers aren't given would compute with stand-ins: refuse it."""
    wanted = {
        "linear_zero": (unmet, rules.lower == "linear"),
        "step_size": (unmet, "step" in (rules.higher, rules.lower)),
        "step_points": (unmet, "step" in (rules.higher, rules.lower)),
        "points": (exceed, rules.exceed == "points"),
        "rate": (exceed, rules.exceed == "deviation"),
        "most": (exceed, rules.exceed == "deviation"),
    }
    for key, (section, is_due) in wanted.items():
        if is_due and not section.has(key):
            section.fault(key, "所选方法需要这个数字")


def _tiers(reader: _Reader) -> Tiers:
    section = reader.table("tiers")
    tiers = Tiers(_tier(section.section("full")), _tier(section.section("partial")))
    if tiers.full.low <= tiers.partial.low:
        section.fault("full", "“达成”档的下限须高于“部分达成”档")
    reader.done(section, "tier_")
    return tiers


def _tier(section: Section) -> TierBand:
    band = TierBand(section.number("low", "0", "1"), section.flag("includes_low"))
    section.close()
    return band


def _caps(reader: _Reader) -> tuple[CapBand, ...]:
    section = reader.table("cap")
    bands = tuple(_cap_band(each) for each in section.sections("bands"))
    if not _falling([band.below for band in bands]) or not _falling([band.total for band in bands]):
        section.fault("bands", "各档须由高到低，总分随执行率降低")
    reader.done(section, "cap_")
    return bands


def _cap_band(section: Section) -> CapBand:
    band = CapBand(section.number("below", "0", "10"), section.number("total", "0", "1000"))
    section.close()
    return band


def _grades(reader: _Reader) -> tuple[Grade, ...]:
    section = reader.table("grades")
    bands = tuple(_grade(each) for each in section.sections("bands"))
    if not bands or bands[-1].at_least != 0 or not _falling([band.at_least for band in bands]):
        section.fault("bands", "各等级下限须由高到低，最低一级为 0")
    reader.done(section, "grade_")
    return bands


def _grade(section: Section) -> Grade:
    grade = Grade(section.text("title"), section.number("at_least", "0", "1000"))
    section.close()
    return grade


def _parts(reader: _Reader) -> tuple[PartRule, ...]:
    tables = reader.raw.get("parts", {})
    parts = []
    for key in tables if isinstance(tables, Mapping) else ():
        section = reader.table(f"parts.{key}")
        part = PartRule(
            key=key,
            title=section.text("title"),
            level1=section.text("level1"),
            level2=section.text("level2"),
            points=section.number("points", "0", "1000"),
            method=section.choice("method", ("rubric", "received", "paid")),
            group=section.text("group", ""),
            questions=section.texts("questions", ()),
        )
        if part.method == "rubric" and not part.questions:
            section.fault("questions", "评分要点不能为空")
        reader.done(section, f"part_{key}_")
        parts.append(part)
    return tuple(parts)


def _recognise(reader: _Reader) -> Recognise:
    section = reader.table("recognise", optional=True)
    found = Recognise(
        order=int(section.mark("order") or 0),
        groups=section.texts("groups", ()),
        budget_points=section.mark("budget_points"),
        first_year=_year(section.mark("first_year")),
        last_year=_year(section.mark("last_year")),
        rubric=section.flag("rubric", False),
    )
    reader.done(section)
    return found


def _year(mark: Decimal | None) -> int | None:
    return None if mark is None else int(mark)


def _rounding(reader: _Reader) -> tuple[int, Decimal]:
    section = reader.table("rounding")
    places, tolerance = section.whole("places", 0, 6), section.number("tolerance", "0", "10")
    reader.done(section, "rounding_")
    return places, tolerance


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
