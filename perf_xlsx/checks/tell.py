"""How a check speaks: names of projects and rows, figures as texts, several rows in one entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from perf_xlsx.figures import plain, points
from perf_xlsx.model import Amount, Field, Figure, Form, Indicator, Place, Problem
from perf_xlsx.text import brief, listed

COLUMNS: Final[Mapping[Field, str]] = {
    "initial": "年初预算数",
    "full_year": "全年预算数",
    "received": "到位（到账）数",
    "executed": "全年执行数",
}
"""The money columns of 项目资金, in the words of the form."""

_LONGEST: Final = 80
SHOWN_ROWS: Final = 6
"""So many rows are named in one entry; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that an entry names: ``detail`` stands in brackets behind its name, figures only."""

    indicator: Indicator
    place: Place | None = None
    found: str = ""
    expected: str = ""
    difference: str = ""
    detail: str = ""


def shown_project(form: Form) -> str:
    """The project's name, or its sheet's while the name is blank."""
    return form.project.text or form.sheet


def name(indicator: Indicator) -> str:
    """What people call the row: its level-3 name, else the level above."""
    return (indicator.level3.text or indicator.level2.text or indicator.level1.text).replace("\n", "")


def value(figure: Figure) -> Decimal | None:
    """The number of a figure that was read."""
    return figure.value if isinstance(figure, Amount) else None


def at(figure: Figure, otherwise: Place | None = None) -> Place | None:
    """Where a figure stands; a blank one may know its cell."""
    return figure.place or otherwise


def empty_cell(form: Form, column: Field, row: Place) -> Place:
    """The empty cell of a column in a row; the row's own place in a form without that column."""
    header = form.header_places.get(column)
    return row if header is None or header.sheet != row.sheet else Place(row.sheet, row.row, header.column)


def money(amount: Decimal) -> str:
    """An amount for people: 867.89万元."""
    return f"{plain(amount)}万元"


def score(number: Decimal) -> str:
    """Points for people: 8.62分."""
    return f"{points(number)}分"


def problem(
    rule: str,
    form: Form,
    place: Place | None,
    *,
    also: Iterable[Place | None] = (),
    indicator: str = "",
    found: str = "",
    expected: str = "",
    difference: str = "",
    **slots: str,
) -> Problem:
    """A problem of a form; places that are not known, or told already, are left out."""
    others = dict.fromkeys(each for each in also if each is not None and each != place)
    return Problem(
        rule, place, tuple(others), form.project.text, indicator, found, expected, difference, slots
    )


def rows(rule: str, form: Form, hits: Sequence[Hit], **slots: str) -> tuple[Problem, ...]:
    """One entry for all rows of a form that the same rule names; none for none.

    Slots: ``rows`` (the names with their details), ``count``.
    """
    if not hits:
        return ()
    places = [hit.place or hit.indicator.place for hit in hits]
    return (
        problem(
            rule,
            form,
            places[0],
            also=places[1:],
            indicator="、".join(dict.fromkeys(name(hit.indicator) for hit in hits)),
            found=_joined(hit.found for hit in hits),
            expected=_joined(hit.expected for hit in hits),
            difference=_joined(hit.difference for hit in hits),
            rows=named(hits),
            count=str(len(hits)),
            **slots,
        ),
    )


def named(hits: Sequence[Hit]) -> str:
    """“甲”（12，98%）；“乙”（…）等7项."""
    names = [f"“{brief(name(hit.indicator))}”" + (f"（{hit.detail}）" if hit.detail else "") for hit in hits]
    return listed(names, SHOWN_ROWS, "项", "；")


def _joined(texts: Iterable[str]) -> str:
    """Texts of several rows in one cell: each once, a few of them."""
    different = [brief(text, _LONGEST) for text in dict.fromkeys(texts) if text]
    return "；".join(different[:SHOWN_ROWS]) + ("……" if len(different) > SHOWN_ROWS else "")
