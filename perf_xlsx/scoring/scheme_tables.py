"""The tables of a scheme file, one function each; see ``scheme_file``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Final

from perf_xlsx.scoring.rules import (
    BudgetRule,
    CapBand,
    Grade,
    Group,
    PartRule,
    Recognise,
    RowRules,
    ShareBand,
    Source,
    TierBand,
    Tiers,
)
from perf_xlsx.scoring.section import Faults, Raw, Section

_BASES: Final = ("full_year", "initial", "received")


class Reader:
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


def single(reader: Reader, table: str, key: str, allowed: tuple[str, ...]) -> str:
    """The one choice of a small table."""
    section = reader.table(table)
    value = section.choice(key, allowed)
    reader.done(section)
    return value


def budget(reader: Reader) -> BudgetRule:
    """预算执行率: points, denominators, method."""
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


def groups(reader: Reader) -> tuple[Group, ...]:
    """The groups of indicators with their points."""
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


def rows(reader: Reader) -> RowRules:
    """How 定量 rows lose points: unmet, tolerance, late, exceed."""
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
        about=tolerance.number("about", "0", "1"),
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


def tiers(reader: Reader) -> Tiers:
    """The lower edges of 达成 and 部分达成."""
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


def caps(reader: Reader) -> tuple[CapBand, ...]:
    """Totals capped by execution rate, from the mildest band to the hardest."""
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


def grades(reader: Reader) -> tuple[Grade, ...]:
    """等级 from the best down; the last one begins at 0."""
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


def parts(reader: Reader) -> tuple[PartRule, ...]:
    """Scored parts that are no indicators, in the order of the file."""
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


def recognise(reader: Reader) -> Recognise:
    """The marks by which a form shows the scheme; may be absent."""
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


def rounding(reader: Reader) -> tuple[int, Decimal]:
    """Places of points, and the tolerance when comparing with typed ones."""
    section = reader.table("rounding")
    places, tolerance = section.whole("places", 0, 6), section.number("tolerance", "0", "10")
    reader.done(section, "rounding_")
    return places, tolerance
