"""Readable forms for the tests of scoring: texts as a clerk types them, read by the values room."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from perf_xlsx.model import (
    Amount,
    Cover,
    Figure,
    Form,
    FormKind,
    FundLine,
    Indicator,
    NotGiven,
    Place,
    Role,
    RubricPoint,
    Submission,
    Target,
    Text,
)
from perf_xlsx.values.actuals import read_actual
from perf_xlsx.values.targets import read_target

KINDS = {
    "数量": ("output", "quantity"),
    "质量": ("output", "quality"),
    "时效": ("output", "time"),
    "成本": ("output", "cost"),
    "社会": ("benefit", "social"),
    "经济": ("benefit", "economic"),
    "满意": ("satisfaction", "satisfaction"),
    "一级成本": ("cost", "cost"),
    "投入": ("input", ""),
    "过程": ("process", ""),
    "": ("", ""),
}
LEVEL1 = {"output": "产出指标", "benefit": "效益指标", "satisfaction": "满意度指标", "cost": "成本指标"}
NOWHERE = Place("项目", 1, 1)


def amount(value: str | None, place: Place | None = None) -> Figure:
    return NotGiven() if value in (None, "") else Amount(Decimal(value or "0"), place=place)


def row(
    kind: str,
    name: str,
    target: str,
    actual: str,
    weight: str | None = None,
    typed: str | None = None,
    *,
    decided: str | None = None,
    weight_place: Place | None = None,
    score_rows: int = 1,
) -> Indicator:
    group, level2 = KINDS[kind]
    read = read_target(target)
    return Indicator(
        level1=Text(LEVEL1.get(group, kind)),
        level2=Text(f"{kind}指标"),
        level3=Text(name),
        group=group,
        kind=level2,
        target_text=target,
        actual_text=actual,
        target=read,
        actual=read_actual(actual, target=read if isinstance(read, Target) else None),
        weight=amount(weight, weight_place),
        reported_score=amount(typed),
        review_score=NotGiven(),
        review_note=Text(),
        reason=Text(),
        evidence=Text(),
        place=NOWHERE,
        decided=amount(decided),
        score_rows=score_rows,
    )


def fund(
    initial: str | None = None,
    full_year: str | None = None,
    executed: str | None = None,
    *,
    received: str | None = None,
    weight: str | None = None,
    role: Role = Role.TOTAL,
) -> FundLine:
    return FundLine(
        item=Text("年度资金总额"),
        role=role,
        initial=amount(initial),
        full_year=amount(full_year),
        received=amount(received),
        executed=amount(executed),
        weight=amount(weight),
        rate=NotGiven(),
        reported_score=NotGiven(),
        reason=Text(),
        place=NOWHERE,
    )


def form(
    *rows: Indicator,
    funds: Sequence[FundLine] = (),
    year: int | None = 2021,
    labels: dict[str, str] | None = None,
    kind: FormKind = FormKind.PROJECT,
    name: str = "甲项目",
) -> Form:
    return Form(
        kind=kind,
        sheet="项目",
        place=NOWHERE,
        project=Text(name),
        department=Text(),
        implementing_unit=Text(),
        year=year,
        funds=tuple(funds),
        goals=(),
        indicators=rows,
        columns=frozenset(),
        group_points={key: Amount(Decimal(value)) for key, value in (labels or {}).items()},
        stated_weight=NotGiven(),
        stated_total=NotGiven(),
        stated_grade=Text(),
    )


def submission(
    *forms: Form, scheme: str = "", rubric: Sequence[RubricPoint] = (), year: int | None = 2021
) -> Submission:
    return Submission(
        cover=Cover(scheme=Text(scheme, NOWHERE)),
        agency="某局",
        year=year,
        forms=forms,
        rubric=tuple(rubric),
    )


def answers(part: str, *given: str) -> list[RubricPoint]:
    """是, 否, 不适用 or blank for the 评分要点 of a part."""
    known = {"是": True, "否": False, "不适用": None, "": NotGiven()}
    return [
        RubricPoint(Text("投入"), Text(""), Text(part), Text(f"要点{n}"), known[each], Text(), NOWHERE)
        for n, each in enumerate(given, 1)
    ]
