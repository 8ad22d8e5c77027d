"""The 自评报告 that goes with the 附表, written from the data in its usual six parts.

What only a person can know is a marked gap, never invented; unmet and undecided rows are told as such.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import groupby

from perf_xlsx.evaluate import Evaluation
from perf_xlsx.figures import percent, plain, points
from perf_xlsx.model import (
    Amount,
    Cover,
    Figure,
    FormScore,
    FundLine,
    Interval,
    Role,
    RowScore,
    Scorecard,
    Status,
)
from perf_xlsx.scoring import why
from perf_xlsx.text import folded
from perf_xlsx.writing.layout import interval_text

GAP_OPEN = "【"


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the report: its title and its paragraphs; ``level`` 1 or 2."""

    title: str
    paragraphs: tuple[str, ...]
    level: int = 1


@dataclass(frozen=True, slots=True)
class Narrative:
    """A whole report.  Gaps stand in its texts between 【 and 】."""

    title: str
    sections: tuple[Section, ...]

    @property
    def gaps(self) -> int:
        """How many places wait for a person."""
        return sum(text.count(GAP_OPEN) for section in self.sections for text in section.paragraphs)


@cache
def _wordings() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("perf_xlsx.report") / "narrative.toml").read_text("utf-8"))


def _say(section: str, key: str, **slots: object) -> str:
    return _wordings()[section][key].format(**slots)


def narrative(evaluation: Evaluation) -> Narrative:
    """The report of a scored workbook.  ``evaluation`` must carry a scorecard."""
    card, submission = evaluation.scorecard, evaluation.submission
    assert card is not None
    assert submission is not None
    assert evaluation.scheme is not None
    year = submission.year if submission.year is not None else "【请补充：年度】"
    agency = submission.agency or "【请补充：单位名称】"
    names = "、".join(score.form.project.text for score in card.forms)
    overview = _say("overview", "count", agency=agency, year=year, count=len(card.forms), names=names)
    sections = (
        Section(_say("titles", "overview"), (overview, _say("overview", "gap"))),
        Section(_say("titles", "performance"), ()),
        *(_project(number, score) for number, score in enumerate(card.forms, 1)),
        Section(_say("titles", "organisation"), tuple(_organisation(card, submission.cover, year))),
        Section(_say("titles", "funds"), tuple(_funds(card))),
        Section(_say("titles", "issues"), tuple(_issues(card, submission.cover))),
        Section(
            _say("titles", "conclusion"),
            tuple(_conclusion(card, submission.cover, evaluation.scheme.title)),
        ),
    )
    return Narrative(_say("titles", "report", agency=agency, year=year), sections)


# ---------------------------------------------------------------- 二、项目绩效情况


def _project(number: int, score: FormScore) -> Section:
    return Section(
        _say("titles", "project", number=number, name=score.form.project.text or _say("titles", "no_name")),
        (*_goals(score), _say("titles", "indicators"), *_rows(score.rows)),
        level=2,
    )


def _goals(score: FormScore) -> Iterator[str]:
    goals = [goal for goal in score.form.goals if goal.expected or goal.actual]
    if not goals:
        yield _say("titles", "goals", expected=_say("goal", "expected_gap"))
    for goal in goals:
        yield _say("titles", "goals", expected=goal.expected.text or _say("goal", "expected_gap"))
        yield (
            _say("goal", "reached", actual=goal.actual.text) if goal.actual else _say("goal", "actual_gap")
        )


def _rows(rows: tuple[RowScore, ...]) -> Iterator[str]:
    by_kind = groupby(rows, key=lambda row: row.indicator.level2.text or row.indicator.level1.text)
    for number, (kind, members) in enumerate(by_kind, 1):
        sentences = "。".join(_sentence(row) for row in members) + "。"
        yield _say("row", "group", number=number, kind=kind or _say("row", "no_kind"), sentences=sentences)


def _sentence(row: RowScore) -> str:
    """One indicator in one sentence, such as 法律援助案件数≥4000件，实际4521件，已完成."""
    indicator = row.indicator
    if row.status is Status.NOT_APPLICABLE:
        return _say("row", "not_applicable", name=indicator.level3.text)
    if not indicator.target_text:
        return _say("row", "no_target", name=indicator.level3.text, actual=indicator.actual_text)
    slots = {
        "name": indicator.level3.text,
        "target": _joined(indicator.target_text),
        "actual": folded(indicator.actual_text),
        "completion": "",
        "why": why.text(row.why).rstrip("。"),
    }
    if row.status is Status.UNMET and row.completion is not None:
        slots["completion"] = _say("row", "completion", rate=percent(row.completion))
    return _say("row", row.status.value, **slots) + _reason(row)


def _joined(target: str) -> str:
    text = folded(target)
    return text if text[:1] in "≥≤=<>" else f"（目标：{text}）"


def _reason(row: RowScore) -> str:
    if row.indicator.reason and row.status is not Status.MET:
        return _say("row", "reason", reason=row.indicator.reason.text.rstrip("。"))
    return _say("row", "reason_gap") if row.status is Status.UNMET else ""


# ---------------------------------------------------------------- 三、四：组织实施与资金


def _given(figure: Figure) -> Decimal | None:
    return figure.value if isinstance(figure, Amount) else None


def _parts(general: Figure, fund: Figure) -> str:
    amounts = {"part_general": _given(general), "part_fund": _given(fund)}
    told = [
        _say("organisation", key, amount=plain(value)) for key, value in amounts.items() if value is not None
    ]
    return _say("organisation", "parts", parts="，".join(told)) if told else ""


def _organisation(card: Scorecard, cover: Cover, year: object) -> Iterator[str]:
    stated, executed = _given(cover.budget), _given(cover.executed)
    lines = [score.budget for score in card.forms]
    money = ""
    if stated is not None:
        parts = _parts(cover.budget_general, cover.budget_fund)
        money += _say("organisation", "input_stated", year=year, budget=plain(stated), parts=parts)
    budgets = [line.budget for line in lines if line.budget is not None]
    if budgets:
        money += _say("organisation", "input_lines", initial=plain(sum(budgets, Decimal(0))))
    yield _say("organisation", "input", money=money or _say("funds", "none"))
    spent = [line.executed for line in lines if line.executed is not None]
    total = executed if executed is not None else sum(spent, Decimal(0))
    parts = _parts(cover.executed_general, cover.executed_fund)
    yield _say("organisation", "process", executed=plain(total), parts=parts)
    yield _say("organisation", "gap_process")
    yield _say("organisation", "management")


def _funds(card: Scorecard) -> Iterator[str]:
    for number, score in enumerate(card.forms, 1):
        named = [line for line in score.form.funds if line.role is Role.LINE]
        for line in named or [line for line in score.form.funds if line.role is Role.TOTAL]:
            item = line.item.text if line.role is Role.LINE else score.form.project.text
            yield _say("funds", "line", number=number, item=item, amounts=_amounts(line))
        if not score.form.funds:
            yield _say("funds", "none")


def _amounts(line: FundLine) -> str:
    figures = {"initial": line.initial, "full_year": line.full_year, "received": line.received}
    told = [
        _say("funds", key, amount=plain(value))
        for key, figure in (figures | {"executed": line.executed}).items()
        if (value := _given(figure)) is not None
    ]
    base, executed = _given(line.full_year) or _given(line.initial), _given(line.executed)
    if base and executed is not None:
        told.append(_say("funds", "rate", rate=percent(executed / base)))
    return "，".join(told) or _say("funds", "none")


# ---------------------------------------------------------------- 五、六：问题与结论


def _named(card: Scorecard, status: Status) -> list[str]:
    return [
        f"{score.form.project.text}“{row.indicator.level3.text}”"
        for score in card.forms
        for row in score.rows
        if row.status is status
    ]


def _issues(card: Scorecard, cover: Cover) -> Iterator[str]:
    for status in (Status.UNMET, Status.UNDECIDED):
        names = _named(card, status)
        if names:
            yield _say("issues", status.value, count=len(names), names="、".join(names))
    written = [text.text for text in (cover.issues, cover.issues_advice) if text]
    yield from written or [_say("issues", "gap")]


def _conclusion(card: Scorecard, cover: Cover, scheme: str) -> Iterator[str]:
    total = card.unit.total
    if total is not None:
        yield _verdict(total, card.unit.grade, scheme)
    reported = _given(cover.reported_score)
    if reported is not None:
        yield _say("conclusion", "reported", points=points(reported))
    told = (
        _say(
            "conclusion",
            "project",
            name=score.form.project.text,
            total=interval_text(score.total),
            grade=score.grade,
        )
        for score in card.forms
    )
    yield "；".join(told) + "。" + _say("conclusion", "attachment")


def _verdict(total: Interval, grade: str, scheme: str) -> str:
    if total.exact is not None:
        return _say("conclusion", "exact", scheme=scheme, total=points(total.exact), grade=grade)
    return _say("conclusion", "open", scheme=scheme, low=points(total.low), high=points(total.high))
