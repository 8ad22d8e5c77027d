"""Money across the forms of one workbook: what the unit states, 全年预算数 left blank, low rates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from perf_xlsx.checks.judged import JudgedCard
from perf_xlsx.checks.money import amount
from perf_xlsx.checks.rounding import rate_agrees
from perf_xlsx.checks.tell import at, empty_cell, money, problem
from perf_xlsx.checks.words import explains_money, mentioned
from perf_xlsx.figures import percent
from perf_xlsx.model import (
    Amount,
    Form,
    FormScore,
    FundLine,
    NotGiven,
    Problem,
    Role,
    Scorecard,
    Status,
    Submission,
)
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.text import listed

_DUST = Decimal("0.005")
_SEVERAL = 3


def full_year_blank(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """全年预算数 left blank, so that 年初预算数 is used: one entry for all forms that left it."""
    lines = [
        (scored.form, line)
        for scored in scorecard.forms
        for line in (scored.budget.line, *_named(scored.form))
        if scored.budget.base == "initial" and line is not None and isinstance(line.full_year, NotGiven)
    ]
    lines = [pair for index, pair in enumerate(lines) if index == 0 or lines[index - 1][0] is not pair[0]]
    if not lines:
        return
    places = [line.full_year.place or empty_cell(form, "full_year", line.place) for form, line in lines]
    first = lines[0][0]
    yield Problem(
        "funds.full_year_blank",
        places[0],
        tuple(places[1:]),
        project=first.project.text if len(lines) == 1 else "",
        found="未填",
        slots={"projects": _names([form for form, _ in lines])},
    )


def _names(forms: list[Form]) -> str:
    return listed([f"“{form.project.text or form.sheet}”" for form in forms], _SEVERAL, "个项目")


def over_initial(submission: Submission, scorecard: JudgedCard, scheme: Scheme) -> Iterator[Problem]:
    """超年初预算 where no 全年预算数 is given: money was added in the year, by which paper?"""
    for scored in scorecard.forms:
        if scored.money.slip or scored.money.disputes("executed", "initial"):
            continue
        over = [line for line in _named(scored.form) if _beyond_initial(line)]
        if over:
            yield _about_lines(
                "funds.over_initial", scored, over, scheme, "不超过年初预算数，或有追加、调整批复"
            )


def _named(form: Form) -> list[FundLine]:
    """The total and the named lines: how the sources (其中) were drawn on says nothing of the rate."""
    return [line for line in form.funds if line.role is not Role.PART]


def _beyond_initial(line: FundLine) -> bool:
    executed, initial = amount(line, "executed"), amount(line, "initial")
    if executed is None or initial is None or not isinstance(line.full_year, NotGiven):
        return False
    return 0 < initial < executed - _DUST


def low_rate(submission: Submission, scorecard: JudgedCard, scheme: Scheme) -> Iterator[Problem]:
    """A low rate that no sentence of the form or of 存在问题 explains: one entry per project."""
    yield from _low(submission, scorecard, scheme, explained=False)


def low_rate_not_in_issues(
    submission: Submission, scorecard: JudgedCard, scheme: Scheme
) -> Iterator[Problem]:
    """A low rate with its reason in the form, while 存在问题 says nothing of money."""
    cover = submission.cover
    if not cover.issues or explains_money((cover.issues.text, cover.issues_advice.text)):
        return
    for told in _low(submission, scorecard, scheme, explained=True):
        yield Problem(
            "narrative.low_rate_not_in_issues",
            cover.issues.place,
            (told.place,) if told.place else (),
            project=told.project,
            found=told.found,
        )


def _low(
    submission: Submission, scorecard: JudgedCard, scheme: Scheme, *, explained: bool
) -> Iterator[Problem]:
    for scored in scorecard.forms:
        if scored.budget.status in (Status.UNDECIDED, Status.NOT_APPLICABLE) or not scored.money.sure:
            continue
        low = [line for line in _named(scored.form) if _is_low(line, scheme)]
        if low and explains_money(_reasons(submission, scored.form)) is explained:
            expected = f"不低于{percent(scheme.low_rate, 0)}，或说明原因"
            yield _about_lines("funds.low_rate", scored, low, scheme, expected)


def _is_low(line: FundLine, scheme: Scheme) -> bool:
    """Whether a line's rate is below the scheme's limit, also as it was printed."""
    executed = amount(line, "executed")
    base = amount(line, "full_year") or amount(line, "initial")
    if executed is None or base is None or base <= 0 or executed < 0:
        return False
    rate, printed = executed / base, line.rate
    rounded = isinstance(printed, Amount) and rate_agrees(printed, rate) and printed.value >= scheme.low_rate
    return rate < scheme.low_rate and not rounded


def _reasons(submission: Submission, form: Form) -> Iterator[str]:
    yield from (line.reason.text for line in form.funds)
    yield form.reason.text
    yield from (row.reason.text for row in form.indicators)
    yield from (goal.actual.text for goal in form.goals)
    yield from (
        left.text for left in submission.leftovers if left.place.sheet == form.sheet and _is_reason(left.text)
    )
    issues = submission.cover.issues.text
    if (form.project.text and form.project.text in issues) or mentioned(issues, "low_rate"):
        yield issues


def _is_reason(text: str) -> bool:
    return bool(mentioned(text, "low_rate"))


def _about_lines(
    rule: str, scored: FormScore, lines: list[FundLine], scheme: Scheme, expected: str
) -> Problem:
    """One entry for the lines of a form, the total first; lines that say the same are named once."""
    total = scored.budget.line
    first = total if total is not None and total in lines else lines[0]
    named = [line for line in lines if line.role is Role.LINE]
    shown = named if len(named) == 1 and _same(named[0], first) else _once([first, *named])
    return problem(
        rule,
        scored.form,
        at(first.executed, first.place),
        also=(line.executed.place for line in lines),
        found=percent(_rate(first)),
        expected=expected,
        lines=_shown(shown),
        limit=percent(scheme.low_rate, 0),
    )


def _once(lines: list[FundLine]) -> list[FundLine]:
    return [line for index, line in enumerate(lines) if line not in lines[:index]]


def _same(line: FundLine, other: FundLine) -> bool:
    columns: tuple[Callable[[FundLine], Decimal | None], ...] = (
        lambda each: amount(each, "executed"),
        _base,
    )
    return all(column(line) == column(other) for column in columns)


def _base(line: FundLine) -> Decimal | None:
    return amount(line, "full_year") or amount(line, "initial")


def _rate(line: FundLine) -> Decimal:
    executed, base = amount(line, "executed"), _base(line)
    assert executed is not None
    assert base
    return executed / base


def _shown(lines: list[FundLine]) -> str:
    """“律师管理业务经费”执行10.31万元，预算32万元，执行率32.22%."""
    texts = []
    for line in lines:
        item = line.item.text.strip("：: ") or "年度资金总额"
        executed, base = amount(line, "executed") or Decimal(0), _base(line) or Decimal(0)
        texts.append(f"“{item}”执行{money(executed)}，预算{money(base)}，执行率{percent(_rate(line))}")
    return "；".join(texts)


def received_base(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """到位数 equal to 执行数 in every project, though not to the budget: on 到位数 every rate is 100%."""
    lines = [scored.budget.line for scored in scorecard.forms if scored.budget.line is not None]
    pairs = [(amount(line, "received"), amount(line, "executed"), _base(line)) for line in lines]
    if len(pairs) < _SEVERAL or any(
        received is None or received != executed for received, executed, _ in pairs
    ):
        return
    if all(executed == base for _, executed, base in pairs):
        return
    yield Problem(
        "funds.received_base",
        lines[0].received.place,
        tuple(line.received.place for line in lines[1:] if line.received.place),
        found=f"{len(lines)}个项目到位数与执行数相同",
        slots={"count": str(len(lines))},
    )
