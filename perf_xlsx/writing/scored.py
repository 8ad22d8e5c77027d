"""The scored workbook: an ``Evaluation`` as the bytes of an .xlsx file.

Nothing is computed here: the sheets lay out what scoring and checks found, with the formulas that
reach the same numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from perf_xlsx import __version__
from perf_xlsx.writing import names
from perf_xlsx.writing.book import write_book
from perf_xlsx.writing.carried import carried_cover, carried_rubric
from perf_xlsx.writing.dated import made_after
from perf_xlsx.writing.issues import issues_sheet, sorted_findings
from perf_xlsx.writing.layout import ProjectLayout, Source, interval_text
from perf_xlsx.writing.leftovers import leftovers_sheet
from perf_xlsx.writing.plan import BookPlan, SheetPlan
from perf_xlsx.writing.project import project_sheet
from perf_xlsx.writing.review import write_reviews
from perf_xlsx.writing.scheme_sheet import scheme_sheet
from perf_xlsx.writing.sources import sources_sheet
from perf_xlsx.writing.summary import summary_sheet
from perf_xlsx.writing.unmet import unmet_sheet
from perf_xlsx.writing.workpaper import place_on_paper, workpaper_sheet

if TYPE_CHECKING:
    from perf_xlsx.evaluate import Evaluation

_EARLIEST: Final = 1980
_PIECE: Final = 120
"""Characters of a piece: half of 255, so that none is too long in UTF-16 either."""


def write_scored(evaluation: Evaluation, fingerprint: str = "") -> bytes:
    """The workbook of an evaluation that was scored; the same evaluation gives the same bytes."""
    return write_book(scored_plan(evaluation, fingerprint))


def scored_plan(evaluation: Evaluation, fingerprint: str = "") -> BookPlan:
    """What stands on every sheet of the scored workbook."""
    source = _source(evaluation)
    rubric, answers = carried_rubric(source)
    projects = [
        project_sheet(source, score, name, answers)
        for score, name in zip(source.scorecard.forms, source.sheet_names, strict=True)
    ]
    place_on_paper(projects)
    for project in projects:
        write_reviews(project, source)
    findings = sorted_findings(source)
    scheme, defined = scheme_sheet(source)
    summary = summary_sheet(source, projects, findings)
    sheets: list[SheetPlan] = [
        summary,
        *(each.sheet for each in projects),
        *([rubric] if rubric is not None else []),
        unmet_sheet(source, projects, findings),
        issues_sheet(source, projects, findings),
        workpaper_sheet(source, projects, summary),
        scheme,
        *carried_cover(source),
    ]
    merged = sources_sheet(source, projects)
    if merged is not None:
        sheets.append(merged)
    left = leftovers_sheet(source, sheets)
    if left is not None:
        sheets.append(left)
    return BookPlan(
        tuple(sheets),
        created=_created(evaluation),
        names=defined,
        title="项目支出绩效自评评分结果",
        subject=source.submission.agency,
        properties=_properties(evaluation, source, projects, fingerprint),
    )


def _source(evaluation: Evaluation) -> Source:
    submission, scheme, scorecard = evaluation.submission, evaluation.scheme, evaluation.scorecard
    if submission is None or scheme is None or scorecard is None:
        raise ValueError("only an evaluation that was scored can be written")
    code = f"文件编号 {evaluation.file_code}　第{evaluation.draft_number}稿"
    return Source(
        evaluation,
        submission,
        scheme,
        scorecard,
        names.project_sheets(form.form.project.text for form in scorecard.forms),
        f"&L&9{names.footer_text(code)}&C&9第 &P 页 共 &N 页&R&9&A",
        {sheet.name: sheet.cells for sheet in evaluation.book.sheets} if evaluation.book else {},
    )


def _created(evaluation: Evaluation) -> datetime:
    """The input's own date, else 1 January after the form's year: never the clock."""
    created = evaluation.created
    if created is not None and created.year >= _EARLIEST:
        return created.replace(tzinfo=None, microsecond=0)
    year = evaluation.submission.year if evaluation.submission else None
    return made_after(year if year and year >= _EARLIEST else None)


def _properties(
    evaluation: Evaluation, source: Source, projects: list[ProjectLayout], fingerprint: str
) -> dict[str, str]:
    totals = {each.score.form.project.text: interval_text(each.score.total) for each in projects}
    given = {
        "file_code": evaluation.file_code,
        "draft_number": str(evaluation.draft_number),
        "source_name": evaluation.source_name,
        "version": __version__,
        "scheme": source.scheme.id,
        "fingerprint": fingerprint,
        "totals": json.dumps(totals, ensure_ascii=False, sort_keys=True),
        **({"units": _listed(source.submission.units)} if source.submission.units else {}),
    }
    return {f"perf_xlsx_{key}": piece for name, text in given.items() for key, piece in _pieces(name, text)}


def _listed(texts: Sequence[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False)


def _pieces(name: str, text: str) -> Iterator[tuple[str, str]]:
    """A property holds 255 characters: what is longer goes on in ``<name>_2`` and so on."""
    for number, start in enumerate(range(0, max(len(text), 1), _PIECE), start=1):
        yield name if number == 1 else f"{name}_{number}", text[start : start + _PIECE]
