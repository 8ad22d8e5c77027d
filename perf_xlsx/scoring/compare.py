"""What two schemes make of the same workbook, told only where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from perf_xlsx.model import FormScore, Interval, Place, Scorecard
from perf_xlsx.scoring.methods import STATUS_WORDS, status_word

BUDGET: Final = "预算执行率"
TOTAL: Final = "总分"
UNIT: Final = "单位得分"


@dataclass(frozen=True, slots=True)
class Side:
    """One scheme's result; ``word`` is the 判定, of totals the 等级."""

    points: Interval | None
    weight: str
    word: str


@dataclass(frozen=True, slots=True)
class Difference:
    """An item that the schemes score differently.  ``place`` is where it stands in the input."""

    project: str
    item: str
    place: Place | None
    one: Side | None
    other: Side | None


def differences(one: Scorecard, other: Scorecard) -> tuple[Difference, ...]:
    """Row by row, then each form's total and the unit's; both scorecards are of one submission."""
    found: list[Difference] = []
    for first, second in zip(one.forms, other.forms, strict=True):
        found.extend(_of_form(first, second))
    found.append(Difference("", UNIT, None, _unit(one), _unit(other)))
    return tuple(each for each in found if each.one != each.other)


def _of_form(first: FormScore, second: FormScore) -> Iterator[Difference]:
    project = first.form.project.text
    line = first.budget.line
    place = None if line is None else line.place
    yield Difference(project, BUDGET, place, _budget(first), _budget(second))
    for row, again in zip(first.rows, second.rows, strict=True):
        sides = (Side(each.points, f"{each.weight:f}", status_word(each)) for each in (row, again))
        yield Difference(project, row.indicator.level3.text, row.indicator.place, *sides)
    parts, others = ({part.title: part for part in each.parts} for each in (first, second))
    for title in {**parts, **others}:
        pair = (parts.get(title), others.get(title))
        yield Difference(
            project,
            title,
            None,
            *(
                None if part is None else Side(part.points, f"{part.weight:f}", STATUS_WORDS[part.status])
                for part in pair
            ),
        )
    yield Difference(project, TOTAL, None, _total(first), _total(second))


def _budget(form: FormScore) -> Side | None:
    """None where a scheme gives the budget row no points."""
    budget = form.budget
    if not budget.weight:
        return None
    return Side(budget.points, f"{budget.weight:f}", STATUS_WORDS[budget.status])


def _total(form: FormScore) -> Side:
    return Side(form.total, f"{form.weight_total:f}", form.grade)


def _unit(card: Scorecard) -> Side:
    return Side(card.unit.total, "", card.unit.grade)
