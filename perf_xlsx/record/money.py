"""项目资金 of a form as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from perf_xlsx.model import Amount, BudgetScore, Figure, FundLine, Role
from perf_xlsx.record.values import Record, cell_of, cells_of, decimal_text, figure_text


def fund_records(lines: tuple[FundLine, ...], budget: BudgetScore) -> list[Record]:
    """The lines of the form; a form without a total line gets one that carries the budget row's points."""
    scored = budget.line
    told = [_scored_fund(line, budget) if line is scored else _fund(line, budget.base) for line in lines]
    if scored is None or all(line is not scored for line in lines):
        told.append(_summed_fund(budget))
    return told


def _fund(line: FundLine, base: str) -> Record:
    return {
        "item": line.item.text or None,
        "role": line.role.value,
        "initial": figure_text(line.initial),
        "full_year": figure_text(line.full_year),
        "received": figure_text(line.received),
        "executed": figure_text(line.executed),
        "rate_base": base,
        "rate": decimal_text(_rate(line, base)),
        "weight": figure_text(line.weight),
        "score": None,
        "reported_score": figure_text(line.reported_score),
        "review_score": figure_text(line.review.score),
        "cell": cell_of(line.place),
        "cells": cells_of(
            initial=line.initial.place,
            full_year=line.full_year.place,
            received=line.received.place,
            executed=line.executed.place,
            reported_score=line.reported_score.place,
        ),
    }


def _scored_fund(line: FundLine, budget: BudgetScore) -> Record:
    return {
        **_fund(line, budget.base),
        "rate": decimal_text(budget.rate),
        "weight": decimal_text(budget.weight),
        "score": decimal_text(budget.points.exact),
    }


def _summed_fund(budget: BudgetScore) -> Record:
    base_value = decimal_text(budget.budget)
    return {
        "item": None,
        "role": Role.TOTAL.value,
        "initial": base_value if budget.base == "initial" else None,
        "full_year": base_value if budget.base == "full_year" else None,
        "received": base_value if budget.base == "received" else None,
        "executed": decimal_text(budget.executed),
        "rate_base": budget.base,
        "rate": decimal_text(budget.rate),
        "weight": decimal_text(budget.weight),
        "score": decimal_text(budget.points.exact),
        "reported_score": None,
        "review_score": None,
        "cell": None,
        "cells": {},
    }


def _rate(line: FundLine, base: str) -> Decimal | None:
    bases: Mapping[str, Figure] = {
        "initial": line.initial,
        "full_year": line.full_year,
        "received": line.received,
    }
    budget, executed = bases.get(base), line.executed
    if isinstance(budget, Amount) and isinstance(executed, Amount) and budget.value:
        return executed.value / budget.value
    return None
