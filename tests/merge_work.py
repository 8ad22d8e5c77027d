"""Workbooks for the tests of a merge: units with projects, as small as they can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from perf_xlsx.evaluate import Evaluation, Level, Options
from perf_xlsx.merge.evaluate import evaluate_merged
from perf_xlsx.merge.parts import Member, Spec
from perf_xlsx.scoring.scheme import load
from perf_xlsx.writing.template import rubric_entries, write_entries
from perf_xlsx.writing.template_entries import CoverEntry, Entries, FundEntry, IndicatorEntry, ProjectEntry

DEPARTMENT = "某市司法局"


@cache
def book(
    agency: str,
    *projects: str,
    department: str = DEPARTMENT,
    unit: str | None = None,
    year: int | None = 2021,
    preparer: str = "",
    score: str = "",
    budget: str = "",
    goal: str = "已按计划开展。",
    answered: str = "",
) -> bytes:
    """A unit's workbook.  A project is written ``普法经费 70``: 70 of 80 场 were reached.

    ``answered``: what every 评分要点 of Guangdong is answered with.
    """
    unit = agency if unit is None else unit
    cover = CoverEntry(
        agency,
        year,
        preparer=preparer,
        reported_score=Decimal(score) if score else None,
        budget=Decimal(budget) if budget else None,
    )
    rubric = rubric_entries(load("guangdong")) if answered else ()
    return write_entries(
        Entries(
            cover,
            tuple(_project(each, department, unit, goal) for each in projects),
            tuple(replace(point, answer=answered) for point in rubric),
        )
    )


def _project(written: str, department: str, unit: str, goal: str) -> ProjectEntry:
    name, _, done = written.partition(" ")
    money = Decimal(50)
    rows = (
        IndicatorEntry("产出指标", "数量指标", "宣传场次", "≥80场", f"{done or 80}场", Decimal(50)),
        IndicatorEntry("效益指标", "社会效益指标", "知晓率", "≥90%", "92%", Decimal(30)),
        IndicatorEntry("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "95%", Decimal(10)),
    )
    return ProjectEntry(
        name,
        department,
        unit,
        (FundEntry(name, money, money, money, money),),
        goal_expected="按计划开展宣传。",
        goal_actual=goal,
        indicators=rows,
    )


def put(root: Path, files: Mapping[str, bytes]) -> Path:
    """A folder with these files."""
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def merged(
    files: Mapping[str, tuple[str, bytes]],
    level: Level = Level.UNIT,
    name: str = "某市法律援助处",
    older: Mapping[str, Mapping[str, str]] | None = None,
    options: Options | None = None,
) -> Evaluation:
    """Files by name, each with its unit and bytes, as one; the later in the mapping is the newer."""
    members = [
        Member(data, file, file, unit, age, (older or {}).get(file, {}))
        for age, (file, (unit, data)) in enumerate(files.items())
    ]
    return evaluate_merged(members, Spec(level, name, name, 2021), options or Options())[0]


def told(evaluation: Evaluation, subject: str = "") -> list[str]:
    """The messages of findings, of one subject or all."""
    return [each.message for each in evaluation.findings if each.rule.startswith(subject)]


def points(evaluation: Evaluation) -> dict[str, tuple[Decimal, Decimal]]:
    """The ends of every project's total."""
    assert evaluation.scorecard is not None
    return {form.form.project.text: (form.total.low, form.total.high) for form in evaluation.scorecard.forms}
