"""Which group of the scheme a row belongs to, and what the weights of a form add up to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perf_xlsx.checks.tell import value
from perf_xlsx.model import Amount, Figure, Form, FormScore, Indicator, NotGiven
from perf_xlsx.scoring.rules import Group, Scheme


def belongs(indicator: Indicator, group: Group) -> bool:
    """Whether a row's level-1 group and kind are among those that a group of the scheme takes."""
    here = indicator.group
    names = {f"{here}", f"{here}/{indicator.kind}"} if here else {f"*/{indicator.kind}"}
    return bool(names & set(group.match))


def members(form: Form, group: Group) -> tuple[Indicator, ...]:
    """The rows of a form that belong to a group of the scheme."""
    return tuple(row for row in form.indicators if belongs(row, group))


def weight_cells(form: Form) -> Iterator[tuple[Indicator, Figure]]:
    """Each weight cell once: a cell merged over several rows counts in the first of them."""
    seen = set()
    for row in form.indicators:
        place = row.weight.place
        if place is not None and isinstance(row.weight, Amount):
            if place in seen:
                continue
            seen.add(place)
        yield row, row.weight


def score_cells(form: Form) -> Iterator[tuple[Indicator, Figure]]:
    """Each cell of 自评得分 once."""
    for row in form.indicators:
        if row.score_rows > 0:
            yield row, row.reported_score


@dataclass(frozen=True, slots=True)
class WeightSum:
    """What the typed weights add up to; ``cells`` with the budget row's.  ``excess`` over full points."""

    total: Decimal
    excess: Decimal
    cells: tuple[Amount, ...]


def weight_sum(scored: FormScore, scheme: Scheme) -> WeightSum | None:
    """The sum of the typed weights, None unless every row has one."""
    cells: list[Amount] = []
    for _, weight in weight_cells(scored.form):
        if not isinstance(weight, Amount):
            return None
        cells.append(weight)
    if not cells:
        return None
    line = scored.budget.line
    budget = line.weight if line is not None else NotGiven()
    if isinstance(budget, Amount):
        cells.append(budget)
        total = sum((cell.value for cell in cells), Decimal(0))
    else:
        total = sum((cell.value for cell in cells), scored.budget.weight)
    return WeightSum(total, total - scheme.full_points, tuple(cells))


def misweighted(scored: FormScore, scheme: Scheme) -> Indicator | None:
    """The one row whose weight, mended by the excess, equals its own 自评得分."""
    summed = weight_sum(scored, scheme)
    if summed is None or summed.excess == 0:
        return None
    fitting = [
        row
        for row, weight in weight_cells(scored.form)
        if isinstance(weight, Amount) and value(row.reported_score) == weight.value - summed.excess
    ]
    return fitting[0] if len(fitting) == 1 else None
