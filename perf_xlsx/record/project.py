"""One project's form as plain data: its head, indicators, parts and totals."""

from __future__ import annotations

from perf_xlsx.checks.covered import own_total
from perf_xlsx.model import Actual, FormScore, Goal, Op, PartScore, Place, RowScore, Span, Target
from perf_xlsx.record.money import fund_records
from perf_xlsx.record.values import Record, cell_of, cells_of, decimal_text, figure_text
from perf_xlsx.scoring.review_data import review_data
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.scoring.why import text as why_text


def project_record(scored: FormScore, scheme: Scheme) -> Record:
    """A scored form."""
    form = scored.form
    told: Record = {
        "name": form.project.text or None,
        "sheet": form.sheet,
        "department": form.department.text or None,
        "implementing_unit": form.implementing_unit.text or None,
        "funds": fund_records(form.funds, scored.budget),
        "goal": _goal(form.goals),
        "indicators": [_indicator(row, form.year) for row in scored.rows],
        "total": decimal_text(scored.total.exact),
        "total_low": decimal_text(scored.total.low),
        "total_high": decimal_text(scored.total.high),
        "reported_total": figure_text(form.stated_total),
        **_own(scored, scheme),
        "cells": cells_of(reported_total=form.stated_total.place, **_goal_places(form.goals)),
        "cap": decimal_text(scored.cap),
        "grade": scored.grade or None,
        "review": review_data(scored.review, form.review),
    }
    if scored.parts:
        told["parts"] = [part_record(part) for part in scored.parts]
    return told


def _own(scored: FormScore, scheme: Scheme) -> Record:
    """What the form gives itself, beside the computed points of the parts that it adds up."""
    own = own_total(scored, scheme)
    if own is None:
        return {"own_total": None, "reported_base": None, "reported_above": None}
    return {
        "own_total": decimal_text(own.value),
        "reported_base": decimal_text(own.weight),
        "reported_above": decimal_text(own.above),
    }


def _goal(goals: tuple[Goal, ...]) -> Record:
    return {
        "expected": "\n".join(goal.expected.text for goal in goals if goal.expected) or None,
        "actual": "\n".join(goal.actual.text for goal in goals if goal.actual) or None,
    }


def _goal_places(goals: tuple[Goal, ...]) -> dict[str, Place | None]:
    return {"expected": goals[0].expected.place, "actual": goals[0].actual.place} if goals else {}


def _indicator(row: RowScore, year: int | None) -> Record:
    indicator = row.indicator
    return {
        "level1": indicator.level1.text or None,
        "level2": indicator.level2.text or None,
        "level3": indicator.level3.text or None,
        "target_text": indicator.target_text or None,
        "actual_text": indicator.actual_text or None,
        "target": _target(indicator.target, year) if isinstance(indicator.target, Target) else None,
        "actual": _actual(indicator.actual, year) if isinstance(indicator.actual, Actual) else None,
        "completion": decimal_text(row.completion),
        "status": row.status.value,
        "why": why_text(row.why),
        "reported_weight": figure_text(indicator.weight),
        "weight": decimal_text(row.weight),
        "score": decimal_text(row.points.exact),
        "score_low": decimal_text(row.points.low),
        "score_high": decimal_text(row.points.high),
        "reported_score": figure_text(indicator.reported_score),
        "review_score": figure_text(indicator.review_score),
        "review_note": indicator.review_note.text or None,
        "reviewer": indicator.reviewer.text or None,
        "reviewed_on": indicator.reviewed_on.text or None,
        "deviation_reason": indicator.reason.text or None,
        "method": row.method,
        "cell": cell_of(indicator.actual_place or indicator.place),
        "cells": cells_of(
            target_text=indicator.target_place,
            actual_text=indicator.actual_place,
            reported_weight=indicator.weight.place,
            reported_score=indicator.reported_score.place,
            deviation_reason=indicator.reason.place,
        ),
    }


def _target(target: Target, year: int | None) -> Record:
    low, high = decimal_text(target.low), decimal_text(target.high)
    if target.op is Op.BY_DATE and target.span is not None:
        low, high = None, _day(target.span, year)
    return {
        "op": target.op.value,
        "low": low,
        "high": high,
        "unit": target.unit or None,
        "words": target.words or None,
    }


def _actual(actual: Actual, year: int | None) -> Record:
    return {
        "low": decimal_text(actual.low),
        "high": decimal_text(actual.high),
        "bound": actual.bound.value,
        "unit": actual.unit or None,
        "date": _day(actual.span, year) if actual.span is not None else None,
        "words": actual.words or None,
        "tier": actual.tier.value if actual.tier else None,
    }


def _day(span: Span, year: int | None) -> str:
    """The last day of a time, as ISO date; without a year anywhere ``--MM-DD``."""
    month, day = span.last
    written = span.year or year
    return f"{written:04}-{month:02}-{day:02}" if written else f"--{month:02}-{day:02}"


def part_record(part: PartScore) -> Record:
    """A part of a scheme that the table of indicators does not hold."""
    return {
        "key": part.key,
        "title": part.title,
        "weight": decimal_text(part.weight),
        "score": decimal_text(part.points.exact),
        "score_low": decimal_text(part.points.low),
        "score_high": decimal_text(part.points.high),
        "status": part.status.value,
        "why": why_text(part.why),
        "method": part.method,
        "cell": cell_of(part.place),
    }
