"""预算执行率: which money is compared, the rate, and its points.  Decimal and formulas side by side.

Slots: {initial} {full_year} {received} {executed} (the money cells), {budget} (the cell that holds
``base``), {rate}, {status}, {weight}.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Final

from perf_xlsx.figures import half_up, percent, plain
from perf_xlsx.model import (
    MONEY_FIELDS,
    Amount,
    BudgetScore,
    Field,
    Figure,
    Form,
    FundLine,
    Interval,
    NotGiven,
    Role,
    Status,
    Unreadable,
    Why,
)
from perf_xlsx.scoring import formulas as f
from perf_xlsx.scoring.measures import within, within_formula
from perf_xlsx.scoring.rules import BudgetRule, Scheme

RATE_PLACES: Final = 10
BASES: Final = {"full_year": "全年预算数", "initial": "年初预算数", "received": "到位（到账）数"}
"""What a rate may be a rate of, in the words of the form."""


@dataclass(frozen=True, slots=True)
class Money:
    """A form's money in one field: the total, or the sum of its parts where the total can't be used.

    ``mended``: the total row is 0 or unread above parts that can be read.  ``unread``: something
    stands there that is no amount.
    """

    value: Decimal | None
    mended: bool = False
    unread: bool = False


def total_line(form: Form) -> FundLine | None:
    """年度资金总额, None in a form without one."""
    return next((line for line in form.funds if line.role is Role.TOTAL), None)


def money(form: Form, field: Field) -> Money:
    """One column of 项目资金 for the whole project, in 万元."""
    line = total_line(form)
    stated: Figure = NotGiven() if line is None else figure(line, field)
    if isinstance(stated, Amount) and stated.value != 0:
        return Money(stated.value)
    parts = _sum_of(form, Role.LINE, field)
    if parts is None:
        parts = _sum_of(form, Role.PART, field)
    if parts is not None and not (isinstance(stated, Amount) and parts == 0):
        return Money(parts, mended=not isinstance(stated, NotGiven))
    if isinstance(stated, Amount):
        return Money(None) if field == "full_year" and _is_blank_sum(form) else Money(stated.value)
    return Money(None, unread=isinstance(stated, Unreadable))


def _is_blank_sum(form: Form) -> bool:
    """Whether the total's 0 of 全年预算数 sums up nothing: its parts give 年初 and 执行, but not this.

    Some programs store 0 for the formula of a column in which nothing was typed.
    """
    parts = [line for line in form.funds if line.role is not Role.TOTAL]
    given = {
        field for field in MONEY_FIELDS for line in parts if not isinstance(figure(line, field), NotGiven)
    }
    spent = any(isinstance(line.executed, Amount) and line.executed.value > 0 for line in parts)
    return spent and "initial" in given and "full_year" not in given


def figure(line: FundLine, field: Field) -> Figure:
    """The money of a line by the field's name."""
    return _FIGURES[field](line)


_FIGURES: Final[Mapping[Field, Callable[[FundLine], Figure]]] = {
    "initial": attrgetter("initial"),
    "full_year": attrgetter("full_year"),
    "received": attrgetter("received"),
    "executed": attrgetter("executed"),
}


def _sum_of(form: Form, role: Role, field: Field) -> Decimal | None:
    """Named lines count only when every one of them is given; parts may be blank (上年结转 …)."""
    figures = [figure(line, field) for line in form.funds if line.role is role]
    amounts = [each.value for each in figures if isinstance(each, Amount)]
    whole = len(amounts) == len(figures) if role is Role.LINE else True
    unread = any(isinstance(each, Unreadable) for each in figures)
    return sum(amounts, Decimal(0)) if amounts and whole and not unread else None


def score_budget(form: Form, scheme: Scheme, weight: Decimal) -> BudgetScore:
    """预算执行率 of a form with the points it is worth."""
    base, budget = _base(form, scheme.budget)
    executed = money(form, "executed")
    rate = rate_of(budget.value, executed.value)
    status = _status(budget, executed, rate, scheme.budget)
    points = _points(status, rate, weight, scheme)
    why = _why(status, base, budget, executed, rate, weight, points)
    return BudgetScore(
        base, budget.value, executed.value, rate, weight, status, points, why, total_line(form)
    )


def _base(form: Form, rule: BudgetRule) -> tuple[Field, Money]:
    """The first denominator of the scheme that stands in the form; an unread one isn't passed over."""
    for field in rule.base:
        found = money(form, field)
        if found.value is not None or found.unread:
            return field, found
    return rule.base[0], Money(None)


def rate_of(budget: Decimal | None, executed: Decimal | None) -> Decimal | None:
    """执行 / 预算 as a ratio to ten places; None without a budget above 0."""
    if budget is None or executed is None or budget <= 0:
        return None
    return half_up(executed / budget, RATE_PLACES)


def _status(budget: Money, executed: Money, rate: Decimal | None, rule: BudgetRule) -> Status:
    if (budget.value is None and not budget.unread) or (executed.value is None and not executed.unread):
        return Status.BLANK
    if budget.value == 0 and executed.value == 0:
        return Status.NOT_APPLICABLE
    if rate is None:
        return Status.UNDECIDED
    return Status.MET if _share(rate, rule) >= 1 else Status.UNMET


def _share(rate: Decimal, rule: BudgetRule) -> Decimal:
    """The share of the points that a rate earns."""
    if rule.method == "ratio":
        return rate / rule.full_at
    return next((band.share for band in rule.bands if rate >= band.at_least), Decimal(0))


def _points(status: Status, rate: Decimal | None, weight: Decimal, scheme: Scheme) -> Interval:
    full = max(weight, Decimal(0))
    if status is Status.NOT_APPLICABLE:
        apart = full if scheme.not_applicable == "full" else Decimal(0)
        return Interval(apart, apart)
    if rate is None:
        return Interval(Decimal(0), full)
    if status is Status.MET:
        return Interval(full, full)
    points = within(weight, weight * _share(rate, scheme.budget), scheme.rounding)
    return Interval(points, points)


def _why(
    status: Status,
    base: Field,
    budget: Money,
    executed: Money,
    rate: Decimal | None,
    weight: Decimal,
    points: Interval,
) -> Why:
    slots = {
        "base": base,
        "budget": "" if budget.value is None else plain(budget.value),
        "executed": "" if executed.value is None else plain(executed.value),
        "rate": "" if rate is None else percent(rate),
        "weight": plain(weight),
        "points": plain(points.low),
    }
    if rate is not None:
        return Why(f"budget_{base}", slots)
    return Why(f"budget_{status.value}", slots)


# ---------------------------------------------------------------- as formulas


@dataclass(frozen=True, slots=True)
class BudgetFormulas:
    """``base``: the denominator; ``rate``: 执行率; ``status`` and the points as for rows."""

    base: str
    rate: str
    status: str
    points_low: str
    points_high: str


def budget_formulas(scheme: Scheme) -> BudgetFormulas:
    """The formulas of the 预算执行率 row under a scheme."""
    return _formulas(scheme.budget, scheme.not_applicable)


@lru_cache(maxsize=64)
def _formulas(rule: BudgetRule, policy: str) -> BudgetFormulas:
    base = '""'
    for field in reversed(rule.base):
        base = f'IF({{{field}}}="",{base},{{{field}}})'
    rate = (
        'IF(COUNT({budget},{executed})<2,"",'
        f'IF({{budget}}>0,ROUND({{executed}}/{{budget}},{RATE_PLACES}),""))'
    )
    share = _share_formula(rule)
    status = (
        f'IF(OR({{budget}}="",{{executed}}=""),"{f.BLANK}",'
        f'IF(COUNT({{budget}},{{executed}})<2,"{f.UNDECIDED}",'
        f'IF(AND({{budget}}=0,{{executed}}=0),"{f.NOT_APPLICABLE}",'
        f'IF({{budget}}<=0,"{f.UNDECIDED}",IF({share}>=1,"{f.MET}","{f.UNMET}")))))'
    )
    apart = f.WEIGHT if policy == "full" else "0"

    low = (
        f'IF({{status}}="{f.MET}",{f.WEIGHT},IF({{status}}="{f.NOT_APPLICABLE}",{apart},'
        f"IF(ISNUMBER({{rate}}),{within_formula('{weight}*' + share)},0)))"
    )
    high = f'IF(OR(ISNUMBER({{rate}}),{{status}}="{f.NOT_APPLICABLE}"),{{points_low}},{f.WEIGHT})'
    return BudgetFormulas(base, rate, status, low, high)


def _share_formula(rule: BudgetRule) -> str:
    if rule.method == "ratio":
        return "{rate}/p_budget_full_at"
    share = "0"
    for n in range(len(rule.bands), 0, -1):
        share = f"IF({{rate}}>=p_budget_from_{n},p_budget_share_{n},{share})"
    return share
