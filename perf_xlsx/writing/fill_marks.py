"""What is to be written beside a unit's own form: computed points, rates, totals and marks by cell.

Pure data, so that the library that opens the form stays behind its door (``fill``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

from perf_xlsx.checks.rounding import rate_agrees, rounds_to
from perf_xlsx.figures import half_up, percent, points
from perf_xlsx.model import (
    Amount,
    Draft,
    DraftForm,
    Figure,
    FormScore,
    FundLine,
    Interval,
    NotGiven,
    Place,
    RowScore,
    Scorecard,
    Status,
    Unreadable,
)
from perf_xlsx.scoring import why
from perf_xlsx.scoring.methods import status_word
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.writing.styles import UNDECIDED, UNMET

_NAMES: Final = frozenset({"level1", "level2", "number", "class"})
"""Columns left of an indicator's own: merged over several rows, so they get no row's colour."""

_COLOURS: Final = {Status.UNMET: UNMET.fill, Status.UNDECIDED: UNDECIDED.fill, Status.BLANK: UNDECIDED.fill}


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell.  ``value`` is computed and goes into an empty cell.

    ``differs``: something else was typed there; ``note`` explains.  ``fill`` colours the cell in any case.
    """

    place: Place
    value: Decimal | None = None
    differs: bool = False
    is_rate: bool = False
    fill: str = ""
    note: str = ""


def marks(draft: Draft, scorecard: Scorecard, scheme: Scheme) -> Iterator[Mark]:
    """All marks of a workbook, form by form; several may name the same cell."""
    for form, score in zip(draft.forms, scorecard.forms, strict=True):
        yield from _FormMarks(form, score, scheme).all()


@dataclass(frozen=True, slots=True)
class _FormMarks:
    draft: DraftForm
    score: FormScore
    scheme: Scheme

    def all(self) -> Iterator[Mark]:
        yield from self._rates()
        yield from self._budget()
        for index, row in enumerate(self.score.rows):
            yield from self._row(index, row)
        yield from self._total()

    # ------------------------------------------------------------ project funds

    def _fund_cell(self, line: FundLine, field: str) -> Place | None:
        header = self.draft.fund_columns.get(field)
        return None if header is None else Place(line.place.sheet, line.place.row, header.place.column)

    def _rates(self) -> Iterator[Mark]:
        base = self.score.budget.base
        for line in self.score.form.funds:
            place = self._fund_cell(line, "rate")
            budget, executed = getattr(line, base), line.executed
            if place is None or not isinstance(budget, Amount) or not isinstance(executed, Amount):
                continue
            if budget.value > 0:
                rate = executed.value / budget.value
                differs = _unlike(line.rate, partial(rate_agrees, rate=rate))
                note = f"复算执行率 {percent(rate)}"
                yield Mark(place, half_up(rate, 4), differs, is_rate=True, note=note)

    def _budget(self) -> Iterator[Mark]:
        budget = self.score.budget
        if budget.weight <= 0 or budget.status is Status.NOT_APPLICABLE:
            return
        text = why.text(budget.why)
        row = self.draft.budget_row
        if row is not None:
            weight, score = (self._at(row.place.row, field) for field in ("weight", "reported_score"))
        elif budget.line is not None:
            weight = self._fund_cell(budget.line, "weight")
            score = self._fund_cell(budget.line, "reported_score")
        else:
            return
        if weight is not None:
            yield Mark(weight, budget.weight)
        if score is not None:
            typed = budget.line.reported_score if budget.line is not None else NotGiven()
            yield self._points(score, typed, budget.points, text)

    # ------------------------------------------------------------ indicators

    def _at(self, row: int, field: str) -> Place | None:
        header = self.draft.columns.get(field)
        return None if header is None else Place(header.place.sheet, row, header.place.column)

    def _row(self, index: int, row: RowScore) -> Iterator[Mark]:
        number = row.indicator.place.row
        text = f"{status_word(row)}：{why.text(row.why)}"
        colour = _COLOURS.get(row.status, "")
        if colour:
            for field, header in self.draft.columns.items():
                if field not in _NAMES:
                    yield Mark(Place(header.place.sheet, number, header.place.column), fill=colour)
            shown = self._at(number, "actual")
            if shown is not None:
                yield Mark(shown, note=text)
        if row.status is Status.NOT_APPLICABLE:
            return
        weight = self._at(number, "weight")
        if weight is not None and not row.weight_typed:
            yield Mark(weight, row.weight)
        score = self._at(number, "reported_score")
        covered = row.indicator.score_rows
        if score is not None and covered > 0:
            rows = self.score.rows[index : index + covered]
            together = sum((each.points for each in rows[1:]), rows[0].points)
            yield self._points(score, row.indicator.reported_score, together, text)

    def _points(self, place: Place, typed: Figure, computed: Interval, text: str) -> Mark:
        exact = computed.exact
        if exact is None:
            outside = isinstance(typed, Amount) and not computed.low <= typed.value <= computed.high
            note = f"复算得分 {points(computed.low)}～{points(computed.high)}。{text}"
            return Mark(place, differs=outside, note=note if outside else "")
        differs = _unlike(typed, partial(rounds_to, computed=exact, tolerance=self.scheme.tolerance))
        return Mark(place, half_up(exact, 2), differs, note=f"复算得分 {points(exact)}。{text}")

    # ------------------------------------------------------------ 总分

    def _total(self) -> Iterator[Mark]:
        row = self.draft.total
        if row is None:
            return
        form, total = self.score.form, self.score.total
        weight = self._at(row.place.row, "weight")
        if weight is not None and not self.score.parts:
            yield Mark(weight, self.score.weight_total)
        score = self._at(row.place.row, "reported_score")
        if score is not None and not self.score.parts:
            yield self._points(score, form.stated_total, total, "各行复算得分合计。")
            if total.exact is None:
                note = f"有待评定的行，评定前总分为 {points(total.low)}～{points(total.high)}。"
                yield Mark(score, fill=UNDECIDED.fill, note=note)


def _unlike(typed: Figure, agrees: Callable[[Amount], bool]) -> bool:
    """Whether a person typed something else than what was computed."""
    if isinstance(typed, Amount):
        return not agrees(typed)
    return isinstance(typed, Unreadable)
