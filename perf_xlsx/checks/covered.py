"""What the 总分 that a form states adds up, so that it is held against the same parts of the computed one.

On some layouts the 总分 row sums the indicators alone: 预算执行率, or the 组织实施 table of the unit, has
its points elsewhere.  59.12 of 60 points beside a computed 94.60 of 100 would compare nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from perf_xlsx.checks.groups import weight_cells
from perf_xlsx.checks.rounding import sum_agrees
from perf_xlsx.model import ZERO, Amount, FormScore, Interval
from perf_xlsx.scoring.rules import Scheme


@dataclass(frozen=True, slots=True)
class Covered:
    """Full marks and computed points of the parts that a stated total adds up."""

    weight: Decimal
    points: Interval


def covered(scored: FormScore, scheme: Scheme) -> Covered | None:
    """The parts behind a form's stated 总分: its indicators alone or everything; None without a 总分."""
    stated = scored.form.stated_total
    if not isinstance(stated, Amount):
        return None
    if not rows_only(scored, stated):
        return Covered(scheme.full_points, scored.total)
    weight = sum((row.weight for row in scored.rows), Decimal(0))
    return Covered(weight, sum((row.points for row in scored.rows), ZERO))


def rows_only(scored: FormScore, stated: Amount) -> bool:
    """Whether a 总分 sums the indicators alone."""
    form = scored.form
    figures = [row.reported_score for row in form.indicators if row.score_rows > 0]
    typed = [figure for figure in figures if isinstance(figure, Amount)]
    if not typed or not sum_agrees(stated, typed):
        return False
    weights = [weight for _, weight in weight_cells(form) if isinstance(weight, Amount)]
    return not isinstance(form.stated_weight, Amount) or sum_agrees(form.stated_weight, weights)
