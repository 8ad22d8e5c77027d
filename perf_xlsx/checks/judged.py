"""自评得分 cell by cell beside what was computed, each cell judged once.

A cell may cover several rows (one score merged over two rows).  One verdict a cell: the checks of
``scores`` and ``reasons`` each tell their own verdicts, so that nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import Enum, auto

from perf_xlsx.checks.groups import WeightSum, misweighted, weight_sum
from perf_xlsx.checks.money import MoneyFacts, money_facts
from perf_xlsx.checks.rounding import rounds_to
from perf_xlsx.checks.targets import is_out_of_question
from perf_xlsx.checks.words import is_filler
from perf_xlsx.model import ZERO, Amount, FormScore, Indicator, Interval, RowScore, Scorecard, Status
from perf_xlsx.scoring.rules import Group, Scheme
from perf_xlsx.scoring.tiered import lies_in
from perf_xlsx.scoring.weights import group_of


class Verdict(Enum):
    """What a typed score looks like beside the computed points."""

    NONE = auto()  # nothing typed, or nothing to hold against it
    FITS = auto()
    NEGATIVE = auto()
    ABOVE_WEIGHT = auto()
    UNMET_FULL = auto()
    UNMET_ROUNDED = auto()  # full, as what was computed rounds to the places that were typed
    TOO_HIGH = auto()
    ROUNDED = auto()
    TIER = auto()
    MET_MISSING = auto()
    BELOW = auto()


_HALF_POINT = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Judged:
    """A score cell, its rows, and the verdict."""

    rows: tuple[RowScore, ...]
    typed: Amount | None
    verdict: Verdict

    @property
    def indicator(self) -> Indicator:
        return self.rows[0].indicator

    @property
    def weight(self) -> Decimal:
        return sum((row.weight for row in self.rows), Decimal(0))

    @property
    def points(self) -> Interval:
        return sum((row.points for row in self.rows), ZERO)

    @property
    def expected(self) -> Decimal:
        """The points that would have been right: the computed ones, at their upper end while open."""
        return self.points.high

    @property
    def reason(self) -> str:
        return next((row.indicator.reason.text for row in self.rows if row.indicator.reason), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedForm(FormScore):
    """A scored form looked at once for all checks.

    ``cells``: its score cells with their verdicts.  ``summed``: what its weights add up to.
    ``suspect``: the row whose weight alone explains the excess.  ``money``: what 项目资金 says of itself.
    ``groups``: the scheme's group of each row, None for none.
    """

    cells: tuple[Judged, ...]
    summed: WeightSum | None
    suspect: Indicator | None
    money: MoneyFacts
    groups: tuple[Group | None, ...]

    def members(self, group: Group) -> tuple[Indicator, ...]:
        """The rows that belong to a group of the scheme."""
        rows = zip(self.form.indicators, self.groups, strict=True)
        return tuple(row for row, own in rows if own is group)


@dataclass(frozen=True, slots=True)
class JudgedCard(Scorecard):
    """A scorecard with its forms looked at."""

    forms: tuple[JudgedForm, ...]


def judged_card(scorecard: Scorecard, scheme: Scheme) -> JudgedCard:
    """The scorecard with a verdict on each score cell of its forms."""
    forms = tuple(judged(scored, scheme) for scored in scorecard.forms)
    return JudgedCard(scorecard.scheme, scorecard.chosen_because, forms, scorecard.unit, scorecard.problems)


def judged(scored: FormScore, scheme: Scheme) -> JudgedForm:
    """The form with a verdict on each of its score cells."""
    spread = _with_form_reason(scored)
    summed = weight_sum(spread, scheme)
    suspect = misweighted(spread, summed)
    given = {each.name: getattr(spread, each.name) for each in fields(FormScore)}
    cells = tuple(_judge(spread, suspect, scheme))
    return JudgedForm(
        **given,
        cells=cells,
        summed=summed,
        suspect=suspect,
        money=money_facts(spread),
        groups=tuple(group_of(row, scheme) for row in spread.form.indicators),
    )


def _with_form_reason(scored: FormScore) -> FormScore:
    """A form's one reason (偏差大或目标未完成原因分析) stands for every row without its own."""
    form = scored.form
    if is_filler(form.reason.text):
        return scored
    own = [row if row.reason else replace(row, reason=form.reason) for row in form.indicators]
    made = {id(row): new for row, new in zip(form.indicators, own, strict=True)}
    rows = tuple(replace(row, indicator=made[id(row.indicator)]) for row in scored.rows)
    return replace(scored, form=replace(form, indicators=tuple(own)), rows=rows)


def _judge(scored: FormScore, suspect: Indicator | None, scheme: Scheme) -> Iterator[Judged]:
    for rows in _cells(scored):
        first = rows[0].indicator
        typed = first.reported_score if isinstance(first.reported_score, Amount) else None
        cell = Judged(rows, typed, Verdict.NONE)
        if typed is None or any(_is_told(row.indicator, suspect, scored) for row in rows):
            yield cell
        else:
            yield Judged(rows, typed, _verdict(cell, typed, scheme))


def _is_told(row: Indicator, suspect: Indicator | None, scored: FormScore) -> bool:
    """Whether the row's weight or target has an entry of its own already."""
    return row is suspect or is_out_of_question(row, scored.form.year)


def _cells(scored: FormScore) -> Iterator[tuple[RowScore, ...]]:
    rows = scored.rows
    for index, row in enumerate(rows):
        if row.indicator.score_rows > 0:
            yield rows[index : index + row.indicator.score_rows]


def _verdict(cell: Judged, typed: Amount, scheme: Scheme) -> Verdict:
    if typed.value < 0:
        return Verdict.NEGATIVE
    if not all(row.weight_typed and row.weight > 0 for row in cell.rows):
        return Verdict.NONE
    if typed.value > cell.weight:
        return Verdict.ABOVE_WEIGHT
    if any(row.status not in (Status.MET, Status.UNMET) for row in cell.rows):
        return Verdict.NONE
    if len(cell.rows) == 1 and cell.rows[0].tier is not None:
        return _tier_verdict(cell.rows[0], typed, scheme)
    if any(row.status is Status.UNMET for row in cell.rows):
        return _unmet_verdict(cell, typed, scheme)
    return _met_verdict(cell, typed, scheme)


def _tier_verdict(row: RowScore, typed: Amount, scheme: Scheme) -> Verdict:
    assert row.tier is not None
    inside = lies_in(typed.value, row.weight, row.tier, scheme.tiers, scheme.rounding)
    return Verdict.FITS if inside else Verdict.TIER


def _unmet_verdict(cell: Judged, typed: Amount, scheme: Scheme) -> Verdict:
    points = cell.points
    is_rounded = rounds_to(typed, points.high, scheme.tolerance)
    if typed.value == cell.weight > points.high:
        return Verdict.UNMET_ROUNDED if is_rounded else Verdict.UNMET_FULL
    if typed.value > points.high + scheme.tolerance:
        return Verdict.ROUNDED if is_rounded else Verdict.TOO_HIGH
    below = typed.value < points.low and not rounds_to(typed, points.low, scheme.tolerance)
    return Verdict.BELOW if below else Verdict.FITS


def _met_verdict(cell: Judged, typed: Amount, scheme: Scheme) -> Verdict:
    points = cell.points
    if typed.value > points.high and not rounds_to(typed, points.high, scheme.tolerance):
        return Verdict.TOO_HIGH
    lost = points.low - typed.value
    if lost <= 0:
        return Verdict.FITS
    if lost < _HALF_POINT:
        return Verdict.BELOW
    return Verdict.MET_MISSING if is_filler(cell.reason) else Verdict.FITS


def multiplied_twice(scored: JudgedForm, scheme: Scheme) -> bool:
    """Whether every score is weight × weight / 100: the weight was applied twice."""
    cells = [cell for cell in scored.cells if cell.typed is not None]
    return len(cells) > 1 and all(
        cell.typed is not None
        and cell.weight != scheme.full_points
        and abs(cell.typed.value - cell.weight * cell.weight / scheme.full_points) <= scheme.tolerance
        for cell in cells
    )
