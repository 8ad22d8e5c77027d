"""The unit's stated score against the means of its projects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from perf_xlsx.checks import scores
from perf_xlsx.checks.judged import JudgedCard
from perf_xlsx.checks.rounding import rounds_to
from perf_xlsx.checks.tell import score
from perf_xlsx.model import Amount, Interval, NotGiven, Problem, Scorecard, Submission, UnitScore
from perf_xlsx.scoring.rules import Scheme

MEANS: Final[Mapping[str, str]] = {
    "mean": "简单平均",
    "by_budget": "按预算加权",
    "by_executed": "按支出加权",
}


def stated(submission: Submission, scorecard: JudgedCard, scheme: Scheme) -> Iterator[Problem]:
    """Which mean gives the stated score: none, or only one that is not the scheme's.

    Where no form carries a score of its own, the working of the stated score is not in the workbook.
    """
    told = submission.cover.reported_score
    if not isinstance(told, Amount):
        return
    typed = _typed_means(scorecard)
    means = typed or _computed_means(scorecard.unit)
    if not means:
        return
    if typed and any(True for scored in scorecard.forms for _ in scores.total(scored, scheme)):
        return
    fitting = [key for key, mean in means.items() if _gives(told, mean, scheme)]
    if scorecard.unit.headline in fitting:
        return
    rule = "scores.unit_stated" if _any_typed(scorecard) else "scores.unit_unsupported"
    open_rows = any(mean.exact is None for mean in means.values())
    yield Problem(
        "scores.unit_other_mean" if fitting else rule,
        told.place,
        found=score(told.value),
        expected=_told(means),
        slots={
            "base": "项目自评总分" if typed else "复算得分",
            "mean": MEANS[fitting[0]] if fitting else "",
            "headline": MEANS[scorecard.unit.headline],
            "open": "（尚有待评定的指标，故为区间）" if open_rows else "",
            "scheme": scheme.title,
        },
    )


def _told(means: Mapping[str, Interval]) -> str:
    """The means for people; once when all agree, as in a workbook of one project."""
    if len(set(means.values())) == 1:
        return f"各种平均都是{_shown(next(iter(means.values())))}"
    return "，".join(f"{MEANS[key]}{_shown(mean)}" for key, mean in means.items())


def _any_typed(scorecard: Scorecard) -> bool:
    forms = [scored.form for scored in scorecard.forms]
    return any(isinstance(form.stated_total, Amount) for form in forms) or any(
        not isinstance(row.reported_score, NotGiven) for form in forms for row in form.indicators
    )


def _gives(told: Amount, mean: Interval, scheme: Scheme) -> bool:
    return mean.exact is not None and rounds_to(told, mean.exact, scheme.tolerance)


def _shown(mean: Interval) -> str:
    return score(mean.low) if mean.exact is not None else f"{score(mean.low)}～{score(mean.high)}"


def _computed_means(unit: UnitScore) -> dict[str, Interval]:
    given = {"mean": unit.mean, "by_budget": unit.by_budget, "by_executed": unit.by_executed}
    return {key: mean for key, mean in given.items() if mean is not None}


def _typed_means(scorecard: Scorecard) -> dict[str, Interval]:
    """The means of the typed totals; empty unless every project states one."""
    totals = [scored.form.stated_total for scored in scorecard.forms]
    points = [total.value for total in totals if isinstance(total, Amount)]
    if len(points) < len(totals):
        return {}
    weights = {
        "mean": [Decimal(1)] * len(points),
        "by_budget": [scored.budget.budget or Decimal(0) for scored in scorecard.forms],
        "by_executed": [scored.budget.executed or Decimal(0) for scored in scorecard.forms],
    }
    return {
        key: Interval(mean, mean)
        for key, shares in weights.items()
        if sum(shares) > 0
        for mean in [sum((p * s for p, s in zip(points, shares, strict=True)), Decimal(0)) / sum(shares)]
    }
