"""项目资金 within one form: amounts, sums, rates and the points of 预算执行率."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perf_xlsx.checks.judged import JudgedForm, multiplied_twice
from perf_xlsx.checks.money import MoneyFacts, amount, given
from perf_xlsx.checks.rounding import rounds_to
from perf_xlsx.checks.tell import COLUMNS, at, empty_cell, money, problem, score, value
from perf_xlsx.figures import percent
from perf_xlsx.model import Amount, Field, Form, FormScore, FundLine, NotGiven, Problem, Role, Status
from perf_xlsx.scoring.budget import figure, total_line
from perf_xlsx.scoring.rules import Scheme

_DUST = Decimal("0.005")


def blank(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """No budget or no execution: nothing can be said of 预算执行率."""
    form, line = scored.form, scored.budget.line
    missing = _missing(scored) if scored.budget.status is Status.BLANK else []
    if not missing:
        return
    if not _has_money_columns(form):
        yield _no_block(form, line)
        return
    places = [empty_cell(form, column, line.place if line else form.place) for column in missing]
    yield problem(
        "funds.blank",
        form,
        places[0],
        also=places[1:],
        found="未填",
        columns="、".join(COLUMNS[column] for column in missing),
    )


def _has_money_columns(form: Form) -> bool:
    """Whether the form asks for money anywhere: a column, or a cell of a line."""
    return any(
        column in form.header_places or any(figure(line, column).place for line in form.funds)
        for column in COLUMNS
    )


def _no_block(form: Form, line: FundLine | None) -> Problem:
    told = ""
    if line is not None:
        rate = f"（填 {percent(line.rate.value)}）" if isinstance(line.rate, Amount) else ""
        told = f"，只有“{line.item.text or '预算执行率'}”一项指标{rate}"
    return problem("funds.no_block", form, line.place if line else form.place, found="没有这一栏", told=told)


def _missing(scored: FormScore) -> list[Field]:
    """The columns that neither the total nor its parts give; an unreadable one is told already."""
    budget, line = scored.budget, scored.budget.line
    blank = {column: line is None or isinstance(figure(line, column), NotGiven) for column in COLUMNS}
    missing: list[Field] = []
    if budget.budget is None and blank["initial"] and blank["full_year"]:
        missing += ["initial", "full_year"]
    if budget.executed is None and blank["executed"]:
        missing.append("executed")
    return missing


def total_missing(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """The total row is 0 or blank above parts that hold money."""
    form, line = scored.form, total_line(scored.form)
    if line is None or not scored.money.total_missing:
        return
    shown = [
        f"{COLUMNS[column]}{money(parts)}"
        for column, parts in (
            (scored.budget.base, scored.budget.budget),
            ("executed", scored.budget.executed),
        )
        if parts is not None
    ]
    yield problem(
        "funds.total_missing",
        form,
        at(line.executed, line.place),
        also=(line.initial.place, line.full_year.place),
        found="0" if isinstance(line.executed, Amount) else "未填",
        said="填的是 0" if isinstance(line.executed, Amount) else "没有数",
        expected="，".join(shown),
    )


def parts_sum(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """Parts that don't add up to their total.

    A total some 10⁴ off its parts and off another amount of its line is told as that slip alone.
    """
    for fault in scored.money.sums:
        if scored.money.is_slip(fault):
            continue
        yield problem(
            "funds.parts_sum",
            scored.form,
            fault.total.place,
            also=(part.place for part in fault.parts),
            found=money(fault.total.value),
            expected=money(fault.sum),
            difference=money(fault.total.value - fault.sum),
            column=COLUMNS[fault.column],
        )


def negative(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """An amount below zero."""
    for line in scored.form.funds:
        for column, title in COLUMNS.items():
            number = amount(line, column)
            if number is not None and number < 0:
                yield problem(
                    "funds.negative",
                    scored.form,
                    figure(line, column).place,
                    found=money(number),
                    item=line.item.text,
                    column=title,
                )


def printed_rate(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """A printed 执行率 that the amounts don't give; other denominators are tried and named."""
    told: set[Decimal] = set()
    for fault in scored.money.rates if scored.money.slip is None else ():
        if fault.rate in told:
            continue
        told.add(fault.rate)
        line = fault.line
        rule = "funds.rate_printed" if fault.fits is None else "funds.rate_other_base"
        yield problem(
            rule,
            scored.form,
            fault.printed.place,
            also=(line.executed.place, figure(line, fault.base).place),
            found=percent(fault.printed.value),
            expected=percent(fault.rate),
            difference=f"{_signed(fault.printed.value - fault.rate)}个百分点",
            item=line.item.text,
            base=COLUMNS[fault.base],
            other=COLUMNS.get(fault.fits or "", ""),
            executed=money(amount(line, "executed") or Decimal(0)),
            budget=money(amount(line, fault.base) or Decimal(0)),
        )


def _signed(ratio: Decimal) -> str:
    return percent(ratio).removesuffix("%")


def row_points(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """自评得分 of 预算执行率 that neither the computed nor the printed rate gives."""
    budget, line = scored.budget, scored.budget.line
    if line is None or not isinstance(line.reported_score, Amount):
        return
    typed, computed = line.reported_score, budget.points.exact
    if scored.money.total_missing or not isinstance(line.weight, Amount) or budget.budget == 0:
        return
    if typed.value > budget.weight or typed.value < 0:
        yield problem(
            "funds.points_range",
            scored.form,
            typed.place,
            found=score(typed.value),
            expected=f"0～{score(budget.weight)}",
        )
        return
    rate = budget.rate
    if not scored.money.sure:
        computed, rate = _best_points(scored, scheme), None
    if computed is None or typed.value <= computed or rounds_to(typed, computed, scheme.tolerance):
        return
    yield problem(
        "funds.points_high",
        scored.form,
        typed.place,
        found=score(typed.value),
        expected=score(computed),
        difference=score(typed.value - computed),
        rate="最高" + percent(computed / budget.weight * scheme.budget.full_at)
        if rate is None
        else percent(rate),
        weight=score(budget.weight),
    )


def _best_points(scored: JudgedForm, scheme: Scheme) -> Decimal | None:
    """The points at best, where a column contradicts itself: by whichever figures give the most."""
    base, rule, facts, line = scored.budget.base, scheme.budget, scored.money, scored.budget.line
    if rule.method != "ratio" or line is None or facts.slip or facts.rate_fault(line):
        return None
    spent, budgets = _either(line, "executed", facts), _either(line, base, facts)
    rates = [one / other for one in spent for other in budgets if other]
    best = max(rates, default=None)
    return None if best is None else scored.budget.weight * min(best / rule.full_at, Decimal(1))


def _either(line: FundLine, column: Field, facts: MoneyFacts) -> list[Decimal]:
    """The amount of the total, and the sum of its parts where that is another one."""
    stated, fault = amount(line, column), facts.sum_fault(column)
    return [*([] if stated is None else [stated]), *([] if fault is None else [fault.sum])]


def low_points(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """Fewer points than the rate gives: legitimate, but perhaps a slip."""
    line, computed = scored.budget.line, scored.budget.points.exact
    if line is None or not isinstance(line.reported_score, Amount) or computed is None:
        return
    if scored.money.total_missing or multiplied_twice(scored, scheme):
        return
    typed = line.reported_score
    if 0 <= typed.value < computed and scored.money.sure and not rounds_to(typed, computed, scheme.tolerance):
        yield problem(
            "funds.points_low",
            scored.form,
            typed.place,
            found=score(typed.value),
            expected=score(computed),
            difference=score(typed.value - computed),
        )


def over_budget(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """执行数 above 全年预算数: a slip, or money spent without a budget."""
    form, total, facts = scored.form, scored.budget.line, scored.money
    if facts.slip or facts.disputes("executed"):
        return
    lines = [line for line in form.funds if _exceeds(line, _missing_budget(facts, line))]
    if total is not None and total in lines and facts.sure:
        lines = [total, *(line for line in lines if line is not total)]
    else:
        lines = [line for line in lines if line is not total]
    for line in lines[:1]:
        executed, budget = amount(line, "executed") or Decimal(0), amount(line, "full_year") or Decimal(0)
        yield problem(
            "funds.over_budget",
            form,
            line.executed.place,
            also=(line.full_year.place, *(other.executed.place for other in lines[1:])),
            found=money(executed),
            expected=f"不超过{money(budget)}",
            difference=money(executed - budget),
            item=line.item.text or "年度资金总额",
            rate=percent(executed / budget),
        )


def _missing_budget(facts: MoneyFacts, line: FundLine) -> Decimal:
    """What a part's 全年预算数 may lack, where the parts' sum is told to be below the total."""
    fault = facts.sum_fault("full_year")
    if fault is None or line.role is Role.TOTAL:
        return Decimal(0)
    return max(fault.total.value - fault.sum, Decimal(0))


def _exceeds(line: FundLine, lacking: Decimal) -> bool:
    executed, budget = amount(line, "executed"), amount(line, "full_year")
    if executed is None or budget is None:
        return False
    return budget > 0 and executed > budget + lacking + _DUST


def zero_budget(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """Budget 0 with money spent, or points for a budget row that has neither."""
    budget, line = scored.budget, scored.budget.line
    if line is None or budget.budget != 0 or scored.money.total_missing:
        return
    if budget.executed:
        yield problem(
            "funds.zero_budget",
            scored.form,
            at(figure(line, budget.base), line.place),
            also=(line.executed.place,),
            found=f"预算0，执行{money(budget.executed)}",
        )
    elif value(line.reported_score):
        yield problem(
            "funds.zero_points",
            scored.form,
            line.reported_score.place,
            also=(figure(line, budget.base).place,),
            found=score(value(line.reported_score) or Decimal(0)),
        )


def magnitude(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """Two amounts of one line some 10⁴ apart: 元 in a form that counts in 万元."""
    slip = scored.money.slip
    if slip is None:
        return
    line, base, column = slip.line, slip.base, slip.column
    one, other = amount(line, base), amount(line, column)
    assert one is not None
    assert other is not None
    yield problem(
        "funds.magnitude",
        scored.form,
        figure(line, column if other > one else base).place,
        also=(figure(line, base).place, figure(line, column).place),
        found=f"{COLUMNS[base]}{money(one)}，{COLUMNS[column]}{money(other)}",
        item=line.item.text or "年度资金总额",
    )


def over_received(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """More spent than received."""
    for line in scored.form.funds[:1]:
        executed, received = amount(line, "executed"), amount(line, "received")
        if executed is None or received is None or executed <= received + _DUST:
            continue
        if received == 0 and _is_empty_sum(scored.form, "received"):
            continue
        if scored.money.slip or scored.money.disputes("executed", "received") or _exceeds(line, Decimal(0)):
            continue
        yield problem(
            "funds.over_received",
            scored.form,
            line.executed.place,
            also=(line.received.place,),
            found=money(executed),
            expected=f"不超过{money(received)}",
            difference=money(executed - received),
        )


def _is_empty_sum(form: Form, column: Field) -> bool:
    """Whether no part of the total has an amount in a column, while parts have them in others.

    An .xls that LibreOffice wrote stores 0 for a sum that showed nothing, and so says more than its unit.
    """

    def filled(name: Field) -> bool:
        return any(given(form, role, name) for role in (Role.LINE, Role.PART))

    return not filled(column) and any(map(filled, COLUMNS))


_CHANGE = Decimal("0.3")


def adjusted(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """全年预算数 far from 年初预算数: asked for the paper of the change."""
    line, form, facts = scored.budget.line, scored.form, scored.money
    if line is None or facts.slip or facts.disputes("initial", "full_year"):
        return
    initial, full_year = amount(line, "initial"), amount(line, "full_year")
    if initial is None or full_year is None or initial <= 0 or full_year <= 0:
        return
    change = (full_year - initial) / initial
    if abs(change) > _CHANGE:
        yield problem(
            "funds.adjusted",
            form,
            line.full_year.place,
            also=(line.initial.place,),
            found=money(full_year),
            difference=money(full_year - initial),
            initial=money(initial),
            change=percent(abs(change)),
            word="增加" if change > 0 else "减少",
        )
