"""Text against table: goals, 大多数 beside all, 全部完成 beside an unmet row, names that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from perf_xlsx.checks.judged import JudgedCard, JudgedForm
from perf_xlsx.checks.tell import money, name, problem, shown_project
from perf_xlsx.checks.words import bare, is_filler, mentioned
from perf_xlsx.model import (
    Actual,
    Amount,
    Form,
    FormScore,
    Indicator,
    Problem,
    RowScore,
    Scorecard,
    Status,
    Submission,
    Target,
    Text,
)
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.text import brief

_NUMBER = re.compile(r"[\d.,]+(万元|元|%)?")


def goal_blank(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """年度总体目标 without 预期目标."""
    form = scored.form
    for goal in form.goals[:1]:
        if not goal.expected and not any(each.expected for each in form.goals):
            yield problem("narrative.goal_blank", form, goal.expected.place or form.place, found="未填")


def goal_without_actual(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """A goal without 实际完成情况."""
    for goal in scored.form.goals:
        if goal.expected and not goal.actual:
            place = goal.actual.place or goal.expected.place
            yield problem("narrative.goal_without_actual", scored.form, place, found="未填")


def goal_copied(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """实际完成情况 is the goal, word for word."""
    for goal in scored.form.goals:
        if len(bare(goal.expected.text)) > 1 and bare(goal.expected.text) == bare(goal.actual.text):
            yield problem(
                "narrative.goal_copied",
                scored.form,
                goal.actual.place,
                also=(goal.expected.place,),
                found="与预期目标相同",
            )


def goal_is_number(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """A goal that is only a number: an amount typed into the wrong cell."""
    for goal in scored.form.goals:
        texts = [text for text in (goal.expected, goal.actual) if _NUMBER.fullmatch(text.text)]
        if texts:
            yield problem(
                "narrative.goal_is_number",
                scored.form,
                texts[0].place,
                also=(text.place for text in texts[1:]),
                found="；".join(text.text for text in texts),
            )


def _texts(submission: Submission, form: Form | None) -> Iterator[Text]:
    """What is told in sentences of a form, or of the unit."""
    if form is None:
        yield submission.cover.issues
        yield submission.cover.issues_advice
        sheets = {each.sheet for each in submission.forms}
        yield from (
            Text(left.text, left.place) for left in submission.leftovers if left.place.sheet not in sheets
        )
        return
    for goal in form.goals:
        yield goal.actual
    yield from (
        Text(left.text, left.place) for left in submission.leftovers if left.place.sheet == form.sheet
    )


_EXCEPT: Final = re.compile(r"除.{1,30}?外|未完成|没有完成")


def all_done(submission: Submission, scorecard: JudgedCard, scheme: Scheme) -> Iterator[Problem]:
    """全部完成 in a text beside a row that was not reached, and that the unit itself doesn't score as met."""
    unmet = {scored.form.place: _admitted(scored) for scored in scorecard.forms}
    everything = [row for rows in unmet.values() for row in rows]
    for form in (*submission.forms, None):
        own = everything if form is None else unmet.get(form.place, [])
        for text in _texts(submission, form):
            said = mentioned(text.text, "all_done")
            if said and own and not mentioned(text.text, "most_done") and not _EXCEPT.search(text.text):
                yield Problem(
                    "narrative.all_done",
                    text.place,
                    tuple(row.actual_place or row.place for row in own),
                    project=form.project.text if form else "",
                    found=said,
                    expected=f"{len(own)}项未完成",
                    slots={"rows": "、".join(f"“{name(row)}”" for row in own[:6])},
                )
                break


def _admitted(scored: JudgedForm) -> list[Indicator]:
    full = {
        id(row.indicator)
        for cell in scored.cells
        if cell.typed is not None and cell.typed.value >= cell.weight
        for row in cell.rows
    }
    return [
        row.indicator for row in scored.rows if row.status is Status.UNMET and id(row.indicator) not in full
    ]


def most_done(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """大多数完成 in a text, though every row is told as met."""
    rows = [row for scored in scorecard.forms for row in scored.rows]
    if not rows or any(row.status in (Status.UNMET, Status.BLANK) for row in rows):
        return
    for form in (*submission.forms, None):
        for text in _texts(submission, form):
            said = mentioned(text.text, "most_done")
            if said:
                yield Problem(
                    "narrative.most_done",
                    text.place,
                    project=form.project.text if form else "",
                    found=said,
                    expected="表内没有未完成的指标",
                )


def issues_blank(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """存在问题 left blank, or 无, while rows are unmet."""
    issues = submission.cover.issues
    unmet = [row.indicator for scored in scorecard.forms for row in scored.rows if row.status is Status.UNMET]
    if submission.cover.agency.place is not None and is_filler(issues.text) and unmet:
        yield Problem(
            "narrative.issues_blank",
            issues.place or submission.cover.agency.place,
            found=issues.text or "未填",
            expected=f"说明{len(unmet)}项未完成指标",
            slots={
                "rows": "、".join(f"“{name(row)}”" for row in unmet[:6]),
                "said": f"只填“{brief(issues.text)}”" if issues else "未填",
            },
        )


def level2_differs(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """One indicator name under different 二级指标 in different projects."""
    seen: dict[str, dict[str, tuple[Form, Indicator]]] = {}
    for form in submission.forms:
        for row in form.indicators:
            if row.kind and len(bare(row.level3.text)) > 2:
                seen.setdefault(bare(row.level3.text), {}).setdefault(row.kind, (form, row))
    for kinds in seen.values():
        homes = list(kinds.values())
        if len(homes) > 1:
            first = homes[0][1]
            yield Problem(
                "narrative.level2_differs",
                first.level2.place or first.place,
                tuple(row.level2.place or row.place for _, row in homes[1:]),
                indicator=name(first),
                found="；".join(f"“{shown_project(form)}”列入{row.level2.text}" for form, row in homes),
                slots={"name": name(first)},
            )


_IN_MYRIADS: Final[Mapping[str, Decimal]] = {"万元": Decimal(1), "元": Decimal("0.0001"), "": Decimal(1)}
_CENT: Final = Decimal("0.01")


def cost_against_money(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """A 总成本 told among the indicators against 全年执行数."""
    executed, line = scored.budget.executed, scored.budget.line
    for row in scored.rows:
        told = _total_cost(row)
        if executed is None or told is None or abs(told.value - executed) <= max(told.step, _CENT):
            continue
        yield problem(
            "narrative.cost_against_money",
            scored.form,
            row.indicator.actual_place or row.indicator.place,
            also=(line.executed.place,) if line else (),
            indicator=name(row.indicator),
            found=money(told.value),
            expected=money(executed),
            difference=money(told.value - executed),
        )


def _total_cost(row: RowScore) -> Amount | None:
    """The actual of a 项目总成本 row in 万元; None for other rows and other units."""
    target, actual = row.indicator.target, row.indicator.actual
    if not isinstance(target, Target) or not isinstance(actual, Actual) or row.operands.actual_low is None:
        return None
    factor = _IN_MYRIADS.get(target.unit)
    if factor is None or not mentioned(row.indicator.level3.text, "total_cost"):
        return None
    return Amount(row.operands.actual_low * factor, actual.step * factor)
