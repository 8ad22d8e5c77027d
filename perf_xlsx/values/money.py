"""The fund block: every line's money in 万元, its rate, weight and score."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from perf_xlsx.model import (
    MONEY_FIELDS,
    Amount,
    Cell,
    DraftForm,
    DraftFund,
    DraftRow,
    Field,
    Figure,
    FundLine,
    NotGiven,
    Role,
    Text,
)
from perf_xlsx.text import label
from perf_xlsx.values.amounts import BASE_UNIT, money_unit, read_money, read_points, read_rate
from perf_xlsx.values.names import label_points, one_line
from perf_xlsx.values.notes import Notes, title_of
from perf_xlsx.values.reviews import review_of
from perf_xlsx.values.rows import text_of

_TIMES_RATE: Final = re.compile("[*×xX]执行率")


def form_unit(draft: DraftForm) -> str:
    """The form's own money unit: 万元 unless it says otherwise."""
    cell = draft.fields.get("money_unit")
    return (money_unit(cell.text) if cell is not None else "") or BASE_UNIT


def fund_lines(draft: DraftForm, notes: Notes) -> tuple[FundLine, ...]:
    """All lines of 项目资金; a 预算执行率 row among the indicators is folded into the total line."""
    units = {name: _unit_of(name, draft) for name in MONEY_FIELDS}
    lines = [_line(draft, fund, units, notes) for fund in draft.funds]
    budget = _budget_row(draft.budget_row, draft, notes)
    heading = read_points(_points_of(draft.fields.get("budget_weight")))
    total = next((at for at, line in enumerate(lines) if line.role is Role.TOTAL), None)
    if total is not None:
        lines[total] = _folded(lines[total], budget, heading)
    elif budget is not None:
        lines.insert(0, _folded(budget, None, heading))
    return tuple(lines)


def _points_of(cell: Cell | None) -> Cell | None:
    """The points in a header such as 得分（20分*执行率）."""
    if cell is None:
        return None
    points = label_points(_TIMES_RATE.sub("", label(cell.text)))
    return None if points is None else cell._replace(text=str(points), number=None)


def _unit_of(name: Field, draft: DraftForm) -> str:
    """The unit of a money column: its header's, else the form's."""
    header = draft.fund_columns.get(name)
    return (money_unit(header.text) if header is not None else "") or form_unit(draft)


def _line(draft: DraftForm, fund: DraftFund, units: Mapping[Field, str], notes: Notes) -> FundLine:
    cells = fund.row.cells

    def figure(name: Field, read: Callable[[Cell | None], Figure]) -> Figure:
        value = read(cells.get(name))
        notes.look(value, cells.get(name), "figure", name, draft.fund_columns)
        return value

    def money(name: Field) -> Figure:
        return figure(name, lambda cell: read_money(cell, units[name]))

    initial, full_year, received, executed = (money(name) for name in MONEY_FIELDS)
    item = cells.get("item")
    return FundLine(
        item=Text() if item is None else Text(one_line(item.text), item.place),
        role=fund.role,
        initial=initial,
        full_year=full_year,
        received=received,
        executed=executed,
        weight=figure("weight", read_points),
        rate=figure("rate", read_rate),
        reported_score=figure("reported_score", read_points),
        reason=text_of(cells, "reason"),
        place=fund.row.place,
        review=review_of(cells),
    )


def _budget_row(row: DraftRow | None, draft: DraftForm, notes: Notes) -> FundLine | None:
    """预算执行率 standing among the indicators, as a fund line.

    In a form without 项目资金 its target and actual may be the money itself: 预算100万元, 支出98.5万元.
    """
    if row is None:
        return None
    weight, score = read_points(row.cells.get("weight")), read_points(row.cells.get("reported_score"))
    notes.look(weight, row.cells.get("weight"), "figure", "weight", draft.columns)
    notes.look(score, row.cells.get("reported_score"), "figure", "reported_score", draft.columns)
    actual = row.cells.get("actual")
    notes.stale(actual, title_of(draft.columns, "actual"))
    nothing = NotGiven()
    budget, executed = (
        nothing if draft.funds else _own_money(row.cells.get(name), form_unit(draft))
        for name in ("target", "actual")
    )
    name = row.cells.get("level3")
    return FundLine(
        item=Text() if name is None else Text(one_line(name.text), name.place),
        role=Role.TOTAL,
        initial=nothing,
        full_year=budget,
        received=nothing,
        executed=executed,
        weight=weight,
        rate=read_rate(actual) if isinstance(executed, NotGiven) else nothing,
        reported_score=score,
        reason=text_of(row.cells, "reason"),
        place=row.place,
        review=review_of(row.cells),
    )


def _own_money(cell: Cell | None, unit: str) -> Figure:
    """An amount that says itself that it is money."""
    if cell is None or "元" not in cell.text:
        return NotGiven()
    value = read_money(cell, unit)
    return value if isinstance(value, Amount) else NotGiven()


def _folded(line: FundLine, budget: FundLine | None, heading: Figure) -> FundLine:
    if budget is not None:
        line = replace(
            line,
            weight=_first(line.weight, budget.weight),
            rate=_first(line.rate, budget.rate),
            reported_score=_first(line.reported_score, budget.reported_score),
            reason=line.reason or budget.reason,
            review=budget.review if isinstance(line.review.score, NotGiven) else line.review,
        )
    return replace(line, weight=_first(line.weight, heading))


def _first(figure: Figure, other: Figure) -> Figure:
    return other if isinstance(figure, NotGiven) else figure
