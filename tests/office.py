"""A finance office of one year: 40 units, 300 projects, slips planted in them, versions, a 应报清单.

Everything follows from the number of a unit and of a project, so that every run plants the same.  What
was planted is listed beside it (``Slip``, ``Gap``), so that a test says of each what must be told.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from pathlib import Path

from openpyxl import Workbook

from perf_xlsx.writing.template import write_entries
from perf_xlsx.writing.template_entries import CoverEntry, Entries, FundEntry, IndicatorEntry, ProjectEntry

YEAR = 2021
UNITS, PROJECTS = 40, 300
_PLACES = ("江北", "江南", "东城", "西城", "城中", "临港", "高新", "新会", "台山", "开平")
_WORK = ("司法局", "教育局", "水务局", "卫健局")
_SUBJECTS = (
    "普法宣传", "校园维修", "河道保洁", "疾病防控", "法律援助", "教师培训", "泵站改造", "妇幼保健",
    "人民调解", "学生资助", "堤防巡查", "健康体检", "社区矫正", "营养午餐", "水质监测", "急救培训",
)  # fmt: skip


# ---------------------------------------------------------------- well filled


def unit_name(unit: int) -> str:
    return f"{_PLACES[unit % 10]}区{_WORK[unit // 10]}"


def counts() -> list[int]:
    """How many projects each unit has: 300 over 40 units, some with few, some with many."""
    few_and_many = [5, 6, 7, 8, 9, 10]
    numbers = [few_and_many[unit % 6] for unit in range(UNITS)]
    numbers[-1] += PROJECTS - sum(numbers)
    return numbers


def project(unit: int, number: int) -> ProjectEntry:
    """A well-filled project: nearly all spent, every target met, all sums right."""
    seed = unit * 11 + number
    budget = Decimal(40 + seed % 37)
    spent = budget - Decimal(seed % 3) / 10
    name = f"{_SUBJECTS[seed % 16]}{'一二三四五六七八九十'[number % 10]}期经费"
    target = 100 + seed
    rate = (spent / budget * 10).quantize(Decimal("0.01"))
    work, done = name[:4], f"{target + seed % 9}场"
    rows = (
        _met(("产出指标", "数量指标", f"{work}场次", f"≥{target}场", done), 50),
        _met(("效益指标", "社会效益指标", "服务覆盖率", "≥90%", f"{91 + seed % 8}%"), 30),
        _met(("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", f"{90 + seed % 9}.5%"), 10),
    )
    return ProjectEntry(
        name,
        unit_name(unit),
        unit_name(unit),
        (FundEntry(f"{work}支出", budget, budget, budget, spent),),
        budget_score=rate,
        goal_expected=f"全年开展{work}不少于{target}场。",
        goal_actual=f"全年开展{work}{done}，按计划完成。",
        indicators=rows,
        total_score=90 + rate,
    )


def _met(texts: tuple[str, str, str, str, str], points: int) -> IndicatorEntry:
    return IndicatorEntry(*texts, weight=Decimal(points), score=Decimal(points))


# ---------------------------------------------------------------- slips

Mutation = Callable[[ProjectEntry], ProjectEntry]


def _row(form: ProjectEntry, place: int, **changes: object) -> ProjectEntry:
    rows = list(form.indicators)
    rows[place] = replace(rows[place], **changes)  # type: ignore[arg-type]
    return replace(form, indicators=tuple(rows))


def _summed(form: ProjectEntry) -> ProjectEntry:
    """The form with a total that adds up again."""
    scores = [row.score or Decimal(0) for row in form.indicators]
    return replace(form, total_score=sum(scores, form.budget_score or Decimal(0)))


def _four_fifths(form: ProjectEntry) -> tuple[ProjectEntry, Decimal]:
    """The first row reaches four fifths of its target, and says so in words; with the points it earns."""
    target = int(form.indicators[0].target.strip("≥场"))
    done = target * 4 // 5
    made = _row(form, 0, actual=f"{done}场", reason="")
    points = (Decimal(50 * done) / target).quantize(Decimal("0.01"))
    return replace(made, goal_actual=f"全年开展{form.name[:4]}{done}场。"), points


def funds_off(form: ProjectEntry) -> ProjectEntry:
    (line,) = form.funds
    assert line.executed is not None
    return replace(form, stated=replace(line, executed=line.executed - 5))


def weight_lost(form: ProjectEntry) -> ProjectEntry:
    return _row(form, 0, weight=Decimal(45), score=Decimal(45))


def wrong_total(form: ProjectEntry) -> ProjectEntry:
    return replace(form, total_score=(form.total_score or Decimal(0)) - 3)


def unmet_in_full(form: ProjectEntry) -> ProjectEntry:
    made, _ = _four_fifths(form)
    return _summed(_row(made, 0, score=Decimal(50), reason="雨天多，场次不足；明年提前安排室内场地。"))


def above_weight(form: ProjectEntry) -> ProjectEntry:
    return _summed(_row(form, 1, score=Decimal(31)))


def no_actual(form: ProjectEntry) -> ProjectEntry:
    return _row(form, 1, actual="")


def no_target(form: ProjectEntry) -> ProjectEntry:
    return _row(form, 1, target="")


def unexplained(form: ProjectEntry) -> ProjectEntry:
    made, points = _four_fifths(form)
    return _summed(_row(made, 0, score=points))


def goal_half_told(form: ProjectEntry) -> ProjectEntry:
    return replace(form, goal_actual="")


def far_exceeded(form: ProjectEntry) -> ProjectEntry:
    return _row(form, 0, actual="999场")


ERRORS: dict[str, Mutation] = {
    "funds.parts_sum": funds_off,
    "weights.sum_group": weight_lost,
    "scores.total": wrong_total,
    "scores.unmet_full": unmet_in_full,
    "scores.above_weight": above_weight,
    "actuals.blank": no_actual,
    "targets.blank": no_target,
}
"""Slips that are 须更正, under the rule that must tell them."""

WARNINGS: dict[str, Mutation] = {
    "reasons.missing": unexplained,
    "narrative.goal_without_actual": goal_half_told,
    "targets.too_low": far_exceeded,
}
"""Slips that are 须说明."""


@dataclass(frozen=True)
class Slip:
    """A slip planted in a project of a unit, by the rule that must tell it."""

    unit: int
    number: int
    rule: str


def slips() -> list[Slip]:
    """Every second unit has one to three that must be mended; half of the others one to be explained."""
    planted = []
    for unit in range(UNITS):
        if unit % 2:
            rules = [list(ERRORS)[(unit // 2 + turn * 3) % len(ERRORS)] for turn in range(1 + unit % 3)]
            planted += [Slip(unit, number, rule) for number, rule in enumerate(rules)]
        elif unit % 4 == 0:
            planted.append(Slip(unit, 0, list(WARNINGS)[unit // 4 % len(WARNINGS)]))
    return planted


def with_slips(unit: int, forms: list[ProjectEntry]) -> list[ProjectEntry]:
    made = list(forms)
    for slip in slips():
        if slip.unit == unit:
            made[slip.number] = (ERRORS | WARNINGS)[slip.rule](made[slip.number])
    return made


# ---------------------------------------------------------------- workbooks and versions


def forms_of(unit: int) -> list[ProjectEntry]:
    return [project(unit, number) for number in range(counts()[unit])]


def book(unit: int, forms: list[ProjectEntry]) -> bytes:
    budget = sum((form.funds[0].full_year or Decimal(0) for form in forms), Decimal(0))
    executed = sum((form.funds[0].executed or Decimal(0) for form in forms), Decimal(0))
    cover = CoverEntry(
        unit_name(unit),
        YEAR,
        preparer="张某",
        phone="0750-1234567",
        budget=budget,
        budget_general=budget,
        executed=executed,
        executed_general=executed,
        issues="个别活动组织偏晚。",
        advice="明年一季度前完成全年排期。",
    )
    return write_entries(Entries(cover, tuple(forms)))


REVISED = (0, 2, 6)
"""Clean or nearly clean units that came in three times: with an error, mended in part, as it counts."""
TWICE = 10
"""A unit with two files of which nothing tells the newer one."""


def versions_of(unit: int) -> list[tuple[str, list[ProjectEntry]]]:
    """A unit's files by name, with what stands in them: the last one counts."""
    forms = with_slips(unit, forms_of(unit))
    name = unit_name(unit)
    if unit in REVISED:
        first, second = wrong_total(forms[0]), no_actual(forms[1])
        return [
            (f"{name}自评表.xlsx", [first, second, *forms[2:]]),
            (f"{name}自评表（修改稿）.xlsx", [first, *forms[1:]]),
            (f"{name}自评表（终稿）.xlsx", forms),
        ]
    if unit == TWICE:
        other = [_row(forms[0], 1, evidence="验收单"), *forms[1:]]
        return [(f"{name}.xlsx", other), (f"{name}自评.xlsx", forms)]
    return [(f"{name}自评表.xlsx", forms)]


def counting(unit: int) -> str:
    """The file of a unit that counts."""
    return versions_of(unit)[-1][0]


def superseded() -> set[str]:
    """The files that don't count."""
    return {name for unit in range(UNITS) for name, _ in versions_of(unit)[:-1]}


# ---------------------------------------------------------------- 应报清单


@dataclass(frozen=True)
class Gap:
    """A gap between 应报清单 and what came: the rule that must name the project."""

    rule: str
    unit: str
    project: str


def roster() -> tuple[bytes, list[Gap]]:
    """The list, and every gap planted in it; the other projects stand in it as they came."""
    lines: list[list[object]] = []
    gaps: list[Gap] = []
    every = ((unit, form) for unit in range(UNITS) for form in forms_of(unit))
    for place, (unit, form) in enumerate(every):
        shows, budget = form.indicators[0], form.funds[0].full_year or Decimal(0)
        line: list[object] = [unit_name(unit), form.name, budget, shows.level3, shows.target]
        kind = _GAPS.get(place % 60)
        if kind == "roster.extra":
            gaps.append(Gap(kind, unit_name(unit), form.name))
            continue
        if kind == "roster.renamed":
            line[1] = f"{form.name}（专项）"
            gaps.append(Gap("roster.extra", unit_name(unit), form.name))
        elif kind == "roster.budget":
            line[2] = budget + 8
        elif kind == "roster.target":
            line[4] = "≥900场"
        if kind:
            gaps.append(Gap(kind, unit_name(unit), str(line[1])))
        lines.append(line)
    for unit in islice(range(3, UNITS, 9), 4):
        missing = f"信息化平台运维第{unit}包"
        lines.append([unit_name(unit), missing, Decimal(30), "", ""])
        gaps.append(Gap("roster.missing", unit_name(unit), missing))
    return _listed(lines), gaps


_GAPS = {7: "roster.extra", 19: "roster.renamed", 31: "roster.budget", 43: "roster.target"}


def _listed(lines: list[list[object]]) -> bytes:
    made = Workbook()
    assert made.active is not None
    made.active.append(["预算单位", "项目名称", "批复预算（万元）", "三级指标", "批复指标值"])
    for line in lines:
        made.active.append(line)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def write(folder: Path) -> None:
    """The office's inbox."""
    folder.mkdir(parents=True)
    for unit in range(UNITS):
        for name, forms in versions_of(unit):
            (folder / name).write_bytes(book(unit, forms))
