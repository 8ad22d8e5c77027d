"""偏差原因分析及改进措施: missing where due, filler, repeated, without a measure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perf_xlsx.checks.judged import JudgedForm, Verdict
from perf_xlsx.checks.shortfall import gap
from perf_xlsx.checks.targets import is_out_of_question
from perf_xlsx.checks.tell import Hit, empty_cell, rows
from perf_xlsx.checks.words import bare, is_filler, mentioned
from perf_xlsx.model import Form, FormScore, Indicator, Place, Problem, RowScore, Status
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.text import brief, folded

_SHORT = 6
_CLAUSE = re.compile("[,，。;；\n]")
_YEAR = re.compile(r"(20\d\d)年")


def due(scored: FormScore) -> tuple[RowScore, ...]:
    """The rows that owe a reason: unmet ones, and 部分达成 and 未达成 of 定性 rows."""
    return tuple(
        row
        for row in scored.rows
        if row.status is Status.UNMET and not is_out_of_question(row.indicator, scored.form.year)
    )


def missing(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """Unmet without a reason; a row whose full score is told elsewhere is left out."""
    told = {
        id(row.indicator)
        for cell in scored.cells
        if cell.verdict in (Verdict.UNMET_FULL, Verdict.UNMET_ROUNDED, Verdict.TOO_HIGH, Verdict.TIER)
        for row in cell.rows
    }
    owing = due(scored)
    bare_rows = [row for row in owing if not row.indicator.reason and id(row.indicator) not in told]
    filler = [row for row in owing if row.indicator.reason and is_filler(row.indicator.reason.text)]
    yield from rows("reasons.missing", scored.form, [_missing_hit(scored.form, row) for row in bare_rows])
    yield from rows(
        "reasons.filler",
        scored.form,
        [
            Hit(
                row.indicator,
                _place(row.indicator),
                found=row.indicator.reason.text,
                detail=brief(row.indicator.reason.text),
            )
            for row in filler
        ],
    )


def _place(row: Indicator) -> Place:
    return row.reason.place or row.actual_place or row.place


def _missing_hit(form: Form, row: RowScore) -> Hit:
    indicator = row.indicator
    short = gap(row)
    detail = f"{brief(indicator.target_text)} → {brief(indicator.actual_text)}"
    return Hit(
        indicator,
        indicator.reason.place or empty_cell(form, "reason", indicator.place),
        found="未填",
        difference=short,
        detail=f"{detail}，{short}" if short else detail,
    )


def _given(scored: FormScore) -> list[RowScore]:
    return [row for row in due(scored) if not is_filler(row.indicator.reason.text)]


def repeated(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """One text for several rows that owe a reason."""
    texts: dict[str, list[RowScore]] = {}
    for row in _given(scored):
        texts.setdefault(bare(row.indicator.reason.text), []).append(row)
    for same in texts.values():
        places = {row.indicator.reason.place for row in same}
        if len(places) > 1:
            reason = same[0].indicator.reason.text
            hits = [Hit(row.indicator, _place(row.indicator), found=reason) for row in same]
            yield from rows("reasons.repeated", scored.form, hits, reason=brief(reason))


def _tells_measure(text: str, year: int | None) -> bool:
    """A word of doing, or a later year that a clause sets: 2024年3月底前补购到位 for 2023."""
    if mentioned(text, "measure"):
        return True
    clauses = _CLAUSE.split(folded(text))
    return year is not None and any(
        int(later) > year and not mentioned(clause, "not_done")
        for clause in clauses
        for later in _YEAR.findall(clause)
    )


def no_measure(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """A cause without a word on what will be done."""
    hits = [
        Hit(
            row.indicator,
            _place(row.indicator),
            found=row.indicator.reason.text,
            detail=brief(row.indicator.reason.text),
        )
        for row in _given(scored)
        if not _tells_measure(row.indicator.reason.text, scored.form.year)
    ]
    yield from rows("reasons.no_measure", scored.form, hits)


def beside_met(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """A reason that tells of a shortfall beside a row that was met with full points."""
    deducted = {
        id(row)
        for cell in scored.cells
        if cell.typed is not None and cell.typed.value < cell.weight
        for row in cell.rows
    }
    hits = [
        Hit(
            row.indicator,
            _place(row.indicator),
            found=row.indicator.reason.text,
            detail=brief(row.indicator.reason.text),
        )
        for row in scored.rows
        if row.status is Status.MET
        and id(row) not in deducted
        and mentioned(row.indicator.reason.text, "short")
        and len(bare(row.indicator.reason.text)) > _SHORT
    ]
    yield from rows("reasons.beside_met", scored.form, hits)
