"""自评总分: what a form's own points come to, beside the computed points of the same parts.

On some layouts the 总分 row sums the indicators alone: 预算执行率, or the 组织实施 table of the unit, has
its points elsewhere.  59.12 of 60 points beside a computed 94.60 of 100 would compare nothing.  Where no
总分 stands, or a formula whose result was never stored, the typed points of the rows make it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from perf_xlsx.checks.groups import weight_cells
from perf_xlsx.checks.rounding import sum_agrees
from perf_xlsx.figures import half_up
from perf_xlsx.model import ZERO, Amount, Figure, FormScore, Interval, NotGiven, Unreadable
from perf_xlsx.scoring.rules import Scheme

_PLACES = 4
"""To so many places the sheet's own formula rounds a sum of typed points."""


@dataclass(frozen=True, slots=True)
class OwnTotal:
    """The points a form gives itself, with the full marks and the computed points of what they add up.

    ``stated``: a 总分 says so; else they are the sum of the rows.
    """

    value: Decimal
    weight: Decimal
    points: Interval
    stated: bool = True

    @property
    def above(self) -> Decimal:
        """自评 − 复算, against the higher end of what is undecided."""
        return self.value - self.points.high


def own_total(scored: FormScore, scheme: Scheme) -> OwnTotal | None:
    """The form's 自评总分; None where it gives itself no points, or some that can't be read."""
    stated = scored.form.stated_total
    if is_left_open(stated):
        value = _typed_sum(scored)
        return None if value is None else OwnTotal(value, scheme.full_points, scored.total, stated=False)
    if not isinstance(stated, Amount):
        return None
    if not rows_only(scored, stated):
        return OwnTotal(stated.value, scheme.full_points, scored.total)
    weight = sum((row.weight for row in scored.rows), Decimal(0))
    return OwnTotal(stated.value, weight, sum((row.points for row in scored.rows), ZERO))


def is_left_open(total: Figure) -> bool:
    """Whether a 总分 is to be summed by whoever opens the form: blank, or a formula never calculated."""
    if isinstance(total, Unreadable):
        return total.why == "formula_no_result"
    return isinstance(total, NotGiven)


def _typed_sum(scored: FormScore) -> Decimal | None:
    """Σ得分: typed where typed, computed elsewhere; None while a part is open, or nothing is typed."""
    budget = scored.budget
    entries: list[tuple[Figure, Interval]] = [
        (row.indicator.reported_score, row.points) for row in scored.rows if row.indicator.score_rows > 0
    ]
    if not any(isinstance(figure, Amount) for figure, _ in entries):
        return None
    line = budget.line
    entries.append((NotGiven() if line is None else line.reported_score, budget.points))
    entries += ((NotGiven(), part.points) for part in scored.parts)
    whole = Decimal(0)
    for figure, points in entries:
        value = figure.value if isinstance(figure, Amount) else points.exact
        if value is None or isinstance(figure, Unreadable):
            return None
        whole += value
    return half_up(whole, _PLACES)


def rows_only(scored: FormScore, stated: Amount) -> bool:
    """Whether a 总分 sums the indicators alone."""
    form = scored.form
    figures = [row.reported_score for row in form.indicators if row.score_rows > 0]
    typed = [figure for figure in figures if isinstance(figure, Amount)]
    if not typed or not sum_agrees(stated, typed):
        return False
    weights = [weight for _, weight in weight_cells(form) if isinstance(weight, Amount)]
    return not isinstance(form.stated_weight, Amount) or sum_agrees(form.stated_weight, weights)
