"""What the unit states of its money in 基本信息, against itself and against its projects."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perf_xlsx.checks.judged import JudgedCard
from perf_xlsx.checks.money import is_far
from perf_xlsx.checks.rounding import sum_agrees
from perf_xlsx.checks.tell import COLUMNS, money
from perf_xlsx.checks.words import explains_money
from perf_xlsx.figures import percent
from perf_xlsx.model import (
    Amount,
    Cover,
    Field,
    Figure,
    Form,
    NotGiven,
    Problem,
    Role,
    Scorecard,
    Submission,
)
from perf_xlsx.scoring.budget import figure, total_line
from perf_xlsx.scoring.rules import Scheme


def cover_parts(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """The unit's stated total against its two kinds of budget."""
    cover = submission.cover
    for title, total, general, fund in _stated(cover):
        parts = [part for part in (general, fund) if isinstance(part, Amount)]
        if isinstance(total, Amount) and len(parts) == 2 and not sum_agrees(total, parts):
            amounts = sum((part.value for part in parts), Decimal(0))
            yield Problem(
                "funds.cover_parts",
                total.place,
                tuple(part.place for part in parts if part.place),
                found=money(total.value),
                expected=money(amounts),
                difference=money(total.value - amounts),
                slots={"title": title},
            )


def _stated(cover: Cover) -> tuple[tuple[str, Figure, Figure, Figure], ...]:
    return (
        ("预算安排", cover.budget, cover.budget_general, cover.budget_fund),
        ("支出", cover.executed, cover.executed_general, cover.executed_fund),
    )


def stated_total(submission: Submission, scorecard: JudgedCard, scheme: Scheme) -> Iterator[Problem]:
    """预算安排 and 支出 as the unit states them, against the sum of its projects."""
    faulty = {fault.place for fault in cover_parts(submission, scorecard, scheme)}
    for column, title, stated in (
        ("initial", "预算安排", submission.cover.budget),
        ("executed", "支出", submission.cover.executed),
    ):
        if not isinstance(stated, Amount) or stated.place in faulty:
            continue
        sums = [
            _sum(scorecard, each) for each in ((column, "full_year") if column == "initial" else (column,))
        ]
        found = [each for each in sums if each]
        if not sums[0] or any(sum_agrees(stated, amounts) for amounts in found):
            continue
        amounts = found[0]
        total = sum((each.value for each in amounts), Decimal(0))
        slip = next((each for each in amounts if _explains(each, stated, total)), None)
        if slip is not None:
            yield Problem(
                "funds.magnitude_stated",
                slip.place,
                (stated.place,) if stated.place else (),
                found=money(slip.value),
                expected=money(slip.value / _MYRIAD),
                slots={"column": COLUMNS[column], "stated": money(stated.value)},
            )
            continue
        yield Problem(
            "funds.unit_total",
            stated.place,
            tuple(each.place for each in amounts if each.place),
            found=money(stated.value),
            expected=money(total),
            difference=money(stated.value - total),
            slots={"title": title, "count": str(len(scorecard.forms)), "column": COLUMNS[column]},
        )


_MYRIAD = Decimal(10000)


def _explains(amount: Amount, stated: Amount, total: Decimal) -> bool:
    """Whether one project's amount, taken as 元, makes the sum what the unit states."""
    mended = total - amount.value + amount.value / _MYRIAD
    return is_far(total, stated.value) and abs(mended - stated.value) <= stated.step


def _sum(scorecard: JudgedCard, column: Field) -> tuple[Amount, ...]:
    """The column's amount of every form; none when one of them is missing or disputed."""
    amounts: list[Amount] = []
    for scored in scorecard.forms:
        if scored.money.slip or scored.money.disputes(column):
            return ()
        lines = _counting(scored.form, column)
        if not lines:
            return ()
        amounts += lines
    return tuple(amounts)


def _counting(form: Form, column: Field) -> list[Amount]:
    """The total's amount, or those of its lines and parts where the total gives none."""
    total = total_line(form)
    for lines in (
        [total] if total else [],
        [line for line in form.funds if line.role is Role.LINE],
        [line for line in form.funds if line.role is Role.PART],
    ):
        figures = [figure(line, column) for line in lines]
        amounts = [each for each in figures if isinstance(each, Amount)]
        if amounts and all(isinstance(each, Amount | NotGiven) for each in figures):
            return amounts
    return []


def stated_rate(submission: Submission, scorecard: JudgedCard, scheme: Scheme) -> Iterator[Problem]:
    """The rate of the unit's own stated figures, when it is low and no issue speaks of it."""
    cover = submission.cover
    kinds = (
        ("合计", cover.budget, cover.executed),
        ("一般公共预算", cover.budget_general, cover.executed_general),
        ("政府性基金预算", cover.budget_fund, cover.executed_fund),
    )
    low = [
        (title, executed, executed.value / budget.value)
        for title, budget, executed in kinds
        if isinstance(budget, Amount)
        and isinstance(executed, Amount)
        and budget.value > 0
        and executed.value / budget.value < scheme.low_rate
    ]
    if not low or explains_money((cover.issues.text, cover.issues_advice.text)):
        return
    budget, executed = _sum(scorecard, "initial"), _sum(scorecard, "executed")
    whole = sum((each.value for each in budget), Decimal(0))
    projects = sum((each.value for each in executed), Decimal(0)) / whole if whole > 0 and executed else None
    yield Problem(
        "funds.stated_rate",
        low[0][1].place,
        tuple(executed.place for _, executed, _ in low[1:] if executed.place),
        found="；".join(f"{title}{percent(rate)}" for title, _, rate in low),
        expected=f"不低于{percent(scheme.low_rate, 0)}",
        slots={
            "limit": percent(scheme.low_rate, 0),
            "projects": "" if projects is None else f"各项目合计为{percent(projects)}。",
        },
    )
