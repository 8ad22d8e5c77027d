"""What the weights of a form add up to, and which rows stand in a group of the scheme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perf_xlsx.checks.tell import value
from perf_xlsx.model import Amount, Figure, Form, FormScore, Indicator
from perf_xlsx.scoring.rules import Scheme


def weight_cells(form: Form) -> Iterator[tuple[Indicator, Figure]]:
    """Each weight cell once: a cell merged over several rows counts in the first of them."""
    last = None
    for row in form.indicators:
        place = row.weight.place
        if place is None or place != last or not isinstance(row.weight, Amount):
            yield row, row.weight
        last = place


@dataclass(frozen=True, slots=True)
class WeightSum:
    """What the typed weights add up to; ``cells`` with the budget row's.  ``excess`` over full points."""

    total: Decimal
    excess: Decimal
    cells: tuple[Amount, ...]


def keeps_own_weights(scored: FormScore) -> bool:
    """Whether the form's own 分值 count: under a scheme of another layout only their proportions do."""
    return any(row.weight_typed for row in scored.rows)


def weight_sum(scored: FormScore, scheme: Scheme) -> WeightSum | None:
    """The sum of the typed weights with the scheme's other parts; None unless every row has one."""
    cells: list[Amount] = []
    for _, weight in weight_cells(scored.form):
        if not isinstance(weight, Amount):
            return None
        cells.append(weight)
    if not cells or not keeps_own_weights(scored):
        return None
    total = sum((cell.value for cell in cells), scored.budget.weight)
    total += sum((part.weight for part in scored.parts), Decimal(0))
    line = scored.budget.line
    if line is not None and isinstance(line.weight, Amount):
        cells.append(line.weight)
    return WeightSum(total, total - scheme.full_points, tuple(cells))


def misweighted(scored: FormScore, summed: WeightSum | None) -> Indicator | None:
    """The one row whose weight, mended by the excess, equals its own 自评得分."""
    if summed is None or summed.excess == 0:
        return None
    fitting = [
        row
        for row, weight in weight_cells(scored.form)
        if isinstance(weight, Amount) and value(row.reported_score) == weight.value - summed.excess
    ]
    return fitting[0] if len(fitting) == 1 else None
