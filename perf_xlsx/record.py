"""An ``Evaluation`` as plain data: what ``--json``, 汇总 and other programs read.

Numbers are texts of exact decimals, percent as a ratio; what is absent is None; texts are as shown;
a ``cell`` is the input's own address.  ``docs/json.schema.json`` describes the shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from perf_xlsx import __version__
from perf_xlsx.checks.covered import covered
from perf_xlsx.evaluate import Evaluation, Level
from perf_xlsx.figures import plain
from perf_xlsx.model import (
    Actual,
    Amount,
    BudgetScore,
    Cover,
    Figure,
    Finding,
    FormScore,
    FundLine,
    Goal,
    Interval,
    Marker,
    Op,
    PartScore,
    Place,
    Role,
    RowScore,
    Span,
    Target,
    UnitScore,
)
from perf_xlsx.personal import masked
from perf_xlsx.scoring.review_data import review_data
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.scoring.why import text as why_text

Record: TypeAlias = dict[str, Any]
"""A JSON object: dicts, lists, texts and None only."""

TOOL_NAME = "perf_xlsx"
_STATED = ("budget", "budget_general", "budget_fund", "executed", "executed_general", "executed_fund")


def record(evaluation: Evaluation, file: str | None = None) -> Record:
    """One workbook under one scheme.  ``file``: its name relative to the path that was given."""
    submission, scorecard, scheme = evaluation.submission, evaluation.scorecard, evaluation.scheme
    told: Record = {
        "tool": {"name": TOOL_NAME, "version": __version__},
        "scheme": {
            "id": scheme.id if scheme else None,
            "title": scheme.title if scheme else None,
        },
        "source": _source(evaluation, file),
        "agency": (submission.agency or None) if submission else None,
        "year": submission.year if submission else None,
        **_origin(submission.marker if submission else None),
        "projects": [_project(form, scheme) for form in scorecard.forms] if scorecard and scheme else [],
        "unit_score": _unit_score(scorecard.unit, submission.cover) if scorecard and submission else None,
        "stated": _stated(submission.cover) if submission else None,
        "findings": [finding_record(finding) for finding in evaluation.findings],
    }
    told |= _merged(evaluation)
    if evaluation.options.keep_all and submission:
        told["other_content"] = [
            {"sheet": each.place.sheet, "cell": each.place.cell, "text": each.text}
            for each in submission.leftovers
        ]
    return {key: each if key == "source" else _masked(each) for key, each in told.items()}


def _masked(value: Any) -> Any:
    """The numbers of persons in all texts covered: records go into 汇总, the log and other programs."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {key: _masked(each) for key, each in value.items()}
    return [_masked(each) for each in value] if isinstance(value, list) else value


def _origin(marker: Marker | None) -> Record:
    """Of an output that came back: its 第n稿, and the code of the file that it was made from."""
    return {
        "draft": marker.draft_number if marker else None,
        "draft_of": marker.file_code if marker else None,
    }


def _source(evaluation: Evaluation, file: str | None) -> Record:
    """The file; of a merged workbook its own name, and the files that it is made of."""
    told: Record = {"file": file or evaluation.source_name, "sha256": evaluation.sha256}
    if evaluation.merged is not None:
        told["members"] = [{"file": each.file, "sha256": each.sha256} for each in evaluation.merged.files]
    return told


def _merged(evaluation: Evaluation) -> Record:
    """What a merged workbook stands for; a department's tells the units whose projects it holds."""
    units = evaluation.submission.units if evaluation.submission else ()
    if evaluation.merged is None and not units:
        return {}
    return {"merged": {"level": (Level.DEPARTMENT if units else Level.UNIT).value, "units": list(units)}}


def records(evaluations: Iterable[Evaluation], file: str | None = None) -> list[Record]:
    """One object per scheme, in the order of the evaluations."""
    return [record(evaluation, file) for evaluation in evaluations]


def finding_record(finding: Finding) -> Record:
    """A finding as plain data; what was not given is None."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "group": finding.group,
        "sheet": finding.place.sheet if finding.place else None,
        "cell": _cell(finding.place),
        "also": [_also(place, finding.place) for place in finding.also],
        "project": finding.project or None,
        "indicator": finding.indicator or None,
        "found": finding.found or None,
        "expected": finding.expected or None,
        "difference": finding.difference or None,
        "message": finding.message,
        "repair": finding.repair,
        "source": finding.source,
        "answer": finding.answer or None,
        "status": finding.status or None,
    }


def _also(place: Place, first: Place | None) -> str:
    """A further cell; one of another sheet is told with its sheet."""
    same = first is not None and first.sheet == place.sheet
    return place.cell if same else f"{place.sheet}!{place.cell}"


# ---------------------------------------------------------------- parts


def _project(scored: FormScore, scheme: Scheme) -> Record:
    form = scored.form
    told: Record = {
        "name": form.project.text or None,
        "sheet": form.sheet,
        "department": form.department.text or None,
        "implementing_unit": form.implementing_unit.text or None,
        "funds": _funds(form.funds, scored.budget),
        "goal": _goal(form.goals),
        "indicators": [_indicator(row, form.year) for row in scored.rows],
        "total": _decimal(scored.total.exact),
        "total_low": _decimal(scored.total.low),
        "total_high": _decimal(scored.total.high),
        "reported_total": _figure(form.stated_total),
        **_against(scored, scheme),
        "cells": _cells(reported_total=form.stated_total.place, **_goal_places(form.goals)),
        "cap": _decimal(scored.cap),
        "grade": scored.grade or None,
        "review": review_data(scored.review, form.review),
    }
    if scored.parts:
        told["parts"] = [_part(part) for part in scored.parts]
    return told


def _against(scored: FormScore, scheme: Scheme) -> Record:
    """The stated 总分 beside the computed points of the parts that it adds up."""
    parts, stated = covered(scored, scheme), scored.form.stated_total
    if parts is None or not isinstance(stated, Amount):
        return {"reported_base": None, "reported_above": None}
    return {
        "reported_base": _decimal(parts.weight),
        "reported_above": _decimal(stated.value - parts.points.high),
    }


def _goal(goals: tuple[Goal, ...]) -> Record:
    return {
        "expected": "\n".join(goal.expected.text for goal in goals if goal.expected) or None,
        "actual": "\n".join(goal.actual.text for goal in goals if goal.actual) or None,
    }


def _goal_places(goals: tuple[Goal, ...]) -> dict[str, Place | None]:
    return {"expected": goals[0].expected.place, "actual": goals[0].actual.place} if goals else {}


def _funds(lines: tuple[FundLine, ...], budget: BudgetScore) -> list[Record]:
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
        "initial": _figure(line.initial),
        "full_year": _figure(line.full_year),
        "received": _figure(line.received),
        "executed": _figure(line.executed),
        "rate_base": base,
        "rate": _decimal(_rate(line, base)),
        "weight": _figure(line.weight),
        "score": None,
        "reported_score": _figure(line.reported_score),
        "review_score": _figure(line.review.score),
        "cell": _cell(line.place),
        "cells": _cells(
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
        "rate": _decimal(budget.rate),
        "weight": _decimal(budget.weight),
        "score": _decimal(budget.points.exact),
    }


def _summed_fund(budget: BudgetScore) -> Record:
    base_value = _decimal(budget.budget)
    return {
        "item": None,
        "role": Role.TOTAL.value,
        "initial": base_value if budget.base == "initial" else None,
        "full_year": base_value if budget.base == "full_year" else None,
        "received": base_value if budget.base == "received" else None,
        "executed": _decimal(budget.executed),
        "rate_base": budget.base,
        "rate": _decimal(budget.rate),
        "weight": _decimal(budget.weight),
        "score": _decimal(budget.points.exact),
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
        "completion": _decimal(row.completion),
        "status": row.status.value,
        "why": why_text(row.why),
        "reported_weight": _figure(indicator.weight),
        "weight": _decimal(row.weight),
        "score": _decimal(row.points.exact),
        "score_low": _decimal(row.points.low),
        "score_high": _decimal(row.points.high),
        "reported_score": _figure(indicator.reported_score),
        "review_score": _figure(indicator.review_score),
        "review_note": indicator.review_note.text or None,
        "reviewer": indicator.reviewer.text or None,
        "reviewed_on": indicator.reviewed_on.text or None,
        "deviation_reason": indicator.reason.text or None,
        "method": row.method,
        "cell": _cell(indicator.actual_place or indicator.place),
        "cells": _cells(
            target_text=indicator.target_place,
            actual_text=indicator.actual_place,
            reported_weight=indicator.weight.place,
            reported_score=indicator.reported_score.place,
            deviation_reason=indicator.reason.place,
        ),
    }


def _target(target: Target, year: int | None) -> Record:
    low, high = _decimal(target.low), _decimal(target.high)
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
        "low": _decimal(actual.low),
        "high": _decimal(actual.high),
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


def _part(part: PartScore) -> Record:
    return {
        "key": part.key,
        "title": part.title,
        "weight": _decimal(part.weight),
        "score": _decimal(part.points.exact),
        "score_low": _decimal(part.points.low),
        "score_high": _decimal(part.points.high),
        "status": part.status.value,
        "why": why_text(part.why),
        "method": part.method,
        "cell": _cell(part.place),
    }


def _unit_score(unit: UnitScore, cover: Cover) -> Record:
    told: Record = {
        "mean": _interval(unit.mean),
        "by_budget": _interval(unit.by_budget),
        "by_executed": _interval(unit.by_executed),
        "reported": _figure(cover.reported_score),
        "headline": unit.headline,
        "grade": unit.grade or None,
        "review": review_data(unit.review, cover.review),
    }
    if unit.by_parts is not None:
        told["by_parts"] = _interval(unit.by_parts)
    if unit.parts:
        told["parts"] = [_part(part) for part in unit.parts]
    return told


def _stated(cover: Cover) -> Record:
    figures: dict[str, Figure] = {name: getattr(cover, name) for name in _STATED}
    placed = {name: figure.place for name, figure in figures.items()} | {
        "reported": cover.reported_score.place
    }
    cells = {name: f"{place.sheet}!{place.cell}" for name, place in placed.items() if place}
    return {name: _figure(figure) for name, figure in figures.items()} | {"cells": cells}


# ---------------------------------------------------------------- values


def _cell(place: Place | None) -> str | None:
    return place.cell if place else None


def _cells(**places: Place | None) -> dict[str, str]:
    """The cell of each field that has one."""
    return {field: place.cell for field, place in places.items() if place is not None}


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _figure(figure: Figure) -> str | None:
    return plain(figure.value) if isinstance(figure, Amount) else None


def _interval(interval: Interval | None) -> dict[str, str | None]:
    if interval is None:
        return {"low": None, "high": None}
    return {"low": _decimal(interval.low), "high": _decimal(interval.high)}
