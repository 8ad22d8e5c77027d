"""One workbook as plain data: where it comes from, its projects, the unit's score, the findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from perf_xlsx import __version__
from perf_xlsx.evaluate import Evaluation, Level
from perf_xlsx.model import Cover, Figure, Finding, Marker, Place, UnitScore
from perf_xlsx.personal import masked
from perf_xlsx.record.project import part_record, project_record
from perf_xlsx.record.values import Record, cell_of, figure_text, interval_ends
from perf_xlsx.scoring.review_data import review_data

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
        "projects": _projects(evaluation),
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
    shared = {key: each for key, each in told.items() if key != "source"}
    _cover(shared)
    return told | shared


def _projects(evaluation: Evaluation) -> list[Record]:
    scorecard, scheme = evaluation.scorecard, evaluation.scheme
    return [project_record(form, scheme) for form in scorecard.forms] if scorecard and scheme else []


def _cover(part: Any) -> None:
    """The numbers of persons in all texts covered: records go into 汇总, the log and other programs."""
    for key, each in part.items() if isinstance(part, dict) else enumerate(part):
        if isinstance(each, str):
            part[key] = masked(each)
        elif isinstance(each, dict | list):
            _cover(each)


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
        "cell": cell_of(finding.place),
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


def _unit_score(unit: UnitScore, cover: Cover) -> Record:
    told: Record = {
        "mean": interval_ends(unit.mean),
        "by_budget": interval_ends(unit.by_budget),
        "by_executed": interval_ends(unit.by_executed),
        "reported": figure_text(cover.reported_score),
        "headline": unit.headline,
        "grade": unit.grade or None,
        "review": review_data(unit.review, cover.review),
    }
    if unit.by_parts is not None:
        told["by_parts"] = interval_ends(unit.by_parts)
    if unit.parts:
        told["parts"] = [part_record(part) for part in unit.parts]
    return told


def _stated(cover: Cover) -> Record:
    figures: dict[str, Figure] = {name: getattr(cover, name) for name in _STATED}
    placed = {name: figure.place for name, figure in figures.items()} | {
        "reported": cover.reported_score.place
    }
    cells = {name: f"{place.sheet}!{place.cell}" for name, place in placed.items() if place}
    return {name: figure_text(figure) for name, figure in figures.items()} | {"cells": cells}
