"""A submission scored by one scheme: rows, budget row, parts, totals, the unit's means."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Final

from perf_xlsx.figures import percent, plain
from perf_xlsx.model import (
    Amount,
    BudgetScore,
    Figure,
    Form,
    FormScore,
    Indicator,
    PartScore,
    RowScore,
    Scorecard,
    Status,
    Submission,
    Why,
)
from perf_xlsx.scoring.budget import score_budget
from perf_xlsx.scoring.choose import layout_of
from perf_xlsx.scoring.earlier import changed_totals
from perf_xlsx.scoring.fit import problems_of
from perf_xlsx.scoring.methods import ABOUT, JUDGED, METHODS, WORDS, WORDS_APART, Given, Outcome
from perf_xlsx.scoring.parts import form_parts
from perf_xlsx.scoring.read import Reading, read
from perf_xlsx.scoring.review import with_review, with_unit_review
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.scoring.scheme import builtin
from perf_xlsx.scoring.totals import Entry, grade, total_of
from perf_xlsx.scoring.unit import score_unit
from perf_xlsx.scoring.weights import Weights, weights_of


def score(submission: Submission, scheme: Scheme, because: Why) -> Scorecard:
    """Points of every form and of the unit.  Nothing a user typed raises."""
    forms = score_forms(submission, scheme)
    known = _known(scheme)
    return Scorecard(
        scheme=scheme.id,
        chosen_because=because,
        forms=forms,
        unit=with_unit_review(score_unit(forms, submission, scheme), forms, submission, scheme),
        problems=(
            *problems_of(submission, scheme, known),
            *changed_totals(submission, forms, scheme, known, partial(score_forms, submission)),
        ),
    )


def score_forms(submission: Submission, scheme: Scheme) -> tuple[FormScore, ...]:
    """Every form under a scheme."""
    return tuple(score_form(form, submission, scheme) for form in submission.forms)


def follows(form: Form, submission: Submission, scheme: Scheme) -> bool:
    """Whether the form's own points are points of this scheme."""
    return layout_of(form, submission, _known(scheme)) == scheme.layout


def _known(scheme: Scheme) -> tuple[Scheme, ...]:
    """The built-in schemes and the one of a user's file, whose marks count for its own forms."""
    known = builtin()
    return known if scheme in known else (*known, scheme)


def score_form(form: Form, submission: Submission, scheme: Scheme) -> FormScore:
    """One form under a scheme."""
    weights = weights_of(form, scheme, follows=follows(form, submission, scheme))
    rows = tuple(_row(index, row, form, weights, scheme) for index, row in enumerate(form.indicators))
    budget = score_budget(form, scheme, weights.budget)
    parts = form_parts(form, submission, scheme)
    scored: tuple[BudgetScore | RowScore | PartScore, ...] = (budget, *rows, *parts)
    entries = [Entry(each.weight, each.points, each.status) for each in scored]
    total = total_of(entries, scheme, budget.rate, budget.status)
    scored_form = FormScore(
        form=form,
        rows=rows,
        budget=budget,
        weight_total=sum((entry.weight for entry in entries), Decimal(0)),
        uncapped=total.uncapped,
        total=total.total,
        cap=total.cap,
        grade=grade(total.total, scheme),
        parts=parts,
    )
    return with_review(scored_form, scheme)


def _row(index: int, row: Indicator, form: Form, weights: Weights, scheme: Scheme) -> RowScore:
    reading = _on_its_scale(read(row, scheme.rows, form.year), row, weights)
    weight = weights.rows[index]
    reading, outcome = _settled(reading, row, weight, scheme)
    return RowScore(
        indicator=row,
        weight=weight,
        weight_typed=weights.typed[index],
        status=outcome.status,
        points=outcome.points,
        method=reading.method,
        why=_why(reading, outcome, row, weight),
        operands=reading.operands,
        completion=outcome.completion,
        tier=reading.tier,
        far_exceeded=outcome.far_exceeded,
        weight_formula=weights.formulas[index],
    )


def _on_its_scale(reading: Reading, row: Indicator, weights: Weights) -> Reading:
    """A typed score counts for its own row only, and only in points of the scheme."""
    if reading.method != WORDS or (weights.follows and row.score_rows == 1):
        return reading
    return replace(reading, method=WORDS_APART)


def _settled(reading: Reading, row: Indicator, weight: Decimal, scheme: Scheme) -> tuple[Reading, Outcome]:
    """Of two readings with one result the likelier counts: nearer to its target.  Else nobody can say."""
    outcome = _outcome(reading, row, weight, scheme)
    if reading.other is None:
        return reading, outcome
    other = _outcome(reading.other, row, weight, scheme)
    if (outcome.status, outcome.points) != (other.status, other.points):
        unsure = Reading(JUDGED, Why("readings_differ", reading.why.slots))
        return unsure, _outcome(unsure, row, weight, scheme)
    if _distance(other) < _distance(outcome):
        slots = {"first": reading.why.slots["second"], "second": reading.why.slots["first"]}
        return replace(reading.other, why=Why(reading.why.id, slots)), other
    return reading, outcome


def _distance(outcome: Outcome) -> Decimal:
    return abs((outcome.completion or Decimal(0)) - 1)


def _outcome(reading: Reading, row: Indicator, weight: Decimal, scheme: Scheme) -> Outcome:
    given = Given(
        weight=weight,
        operands=reading.operands,
        tier=reading.tier,
        status=reading.status,
        typed=_value(row.reported_score),
        decided=_value(row.decided),
    )
    return METHODS[reading.method].outcome(given, scheme)


def _value(figure: Figure) -> Decimal | None:
    return figure.value if isinstance(figure, Amount) else None


def _why(reading: Reading, outcome: Outcome, row: Indicator, weight: Decimal) -> Why:
    """The reason of the status, with the words that its text names."""
    slots = {
        "target": row.target_text,
        "actual": row.actual_text,
        "weight": plain(weight),
        "low": plain(outcome.points.low),
        "high": plain(outcome.points.high),
        "completion": "" if outcome.completion is None else percent(outcome.completion),
        **reading.why.slots,
    }
    why = _why_id(reading, outcome, row)
    settled = why in _OPEN_BY_NATURE and outcome.points.exact is not None
    return Why(f"{why}_settled" if settled else why, slots)


_OPEN_BY_NATURE: Final = ("by_date_unmet", "tier_partial", "tier_none")
"""Reasons that tell between which points a person decides, as long as nobody has."""


def _why_id(reading: Reading, outcome: Outcome, row: Indicator) -> str:
    if isinstance(row.decided, Amount) and outcome.points.exact is not None and _is_open(outcome.status):
        return "decided"
    if reading.why.id not in ("number", "by_date") or reading.method == JUDGED:
        return reading.why.id
    suffix = {Status.MET: "met", Status.UNMET: "unmet"}.get(outcome.status, "straddles")
    if suffix == "straddles" and reading.method.startswith(ABOUT):
        suffix = "about"
    return f"{reading.why.id}_{suffix}"


def _is_open(status: Status) -> bool:
    return status in (Status.UNDECIDED, Status.BLANK)
