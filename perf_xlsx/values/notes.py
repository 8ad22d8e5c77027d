"""What understanding noticed: collected per form, one problem per rule and reason, all its cells named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from perf_xlsx.model import Cell, CellState, Field, Place, Problem, Unreadable
from perf_xlsx.text import brief, label, listed
from perf_xlsx.values.phrase import parse
from perf_xlsx.values.tables import table
from perf_xlsx.values.why import WHY

_BY_WHY: Final = {
    "error_value": "values.error_value",
    "formula_no_result": "values.formula_no_result",
    "picture": "values.picture",
}
_FIELDS: Final[dict[str, str]] = table("words")["fields"]
_SEVERAL: Final = frozenset(["two_values", "several_values"])
_SHOWN: Final = 3
"""How many of the texts concerned a message quotes."""


@dataclass(frozen=True, slots=True)
class _Note:
    rule: str
    why: str
    place: Place | None
    found: str
    name: str
    indicator: str


def title_of(columns: Mapping[Field, Cell], name: Field) -> str:
    """What the form calls a column, else its usual name."""
    header = columns.get(name)
    title = "" if header is None else label(header.text)
    return title or _FIELDS[name]


class Notes:
    """A form's unread values while it is being understood."""

    def __init__(self, project: str = "") -> None:
        self.project = project
        self._notes: dict[tuple[str, Place | None], _Note] = {}

    @staticmethod
    def several(value: object) -> bool:
        """Whether a cell holds several values, so that its neighbour will too."""
        return isinstance(value, Unreadable) and value.why in _SEVERAL

    def unread(self, value: object, what: str, name: str, indicator: str = "") -> None:
        """Note an ``Unreadable``; anything else is fine.  ``what``: figure, target, actual or answer."""
        if not isinstance(value, Unreadable):
            return
        rule = _BY_WHY.get(value.why)
        if rule is None:
            rule = f"values.{what}_several" if value.why in _SEVERAL else f"values.{what}_unreadable"
        self._add(_Note(rule, value.why, value.place, value.raw, name, indicator))

    def stale(self, cell: Cell | None, name: str, indicator: str = "") -> None:
        """Note a stored result that contradicts the cells it refers to."""
        if cell is not None and cell.state is CellState.STALE:
            self._add(_Note("values.stale_result", "", cell.place, cell.text, name, indicator))

    def look(
        self,
        value: object,
        cell: Cell | None,
        what: str,
        name: Field,
        columns: Mapping[Field, Cell],
        indicator: str = "",
    ) -> None:
        """Note whatever is wrong with a value and its cell, in the words of its column."""
        stale = cell is not None and cell.state is CellState.STALE
        if stale or isinstance(value, Unreadable):
            title = title_of(columns, name)
            self.unread(value, what, title, indicator)
            self.stale(cell, title, indicator)

    def tell(self, rule: str, place: Place | None, found: str, name: str, indicator: str = "") -> None:
        """Note anything else by its rule."""
        self._add(_Note(rule, "", place, found, name, indicator))

    def _add(self, note: _Note) -> None:
        self._notes.setdefault((note.rule, note.place), note)

    def problems(self) -> Iterator[Problem]:
        """One problem per rule and reason."""
        grouped: dict[tuple[str, str, str], list[_Note]] = {}
        for note in self._notes.values():
            grouped.setdefault((note.rule, note.why, note.name), []).append(note)
        for (rule, why, name), notes in grouped.items():
            yield self._problem(rule, why, name, notes)

    def _problem(self, rule: str, why: str, name: str, notes: list[_Note]) -> Problem:
        reason = WHY.get(why)
        places = [note.place for note in notes if note.place is not None]
        return Problem(
            rule,
            places[0] if places else None,
            also=tuple(places[1:]),
            project=self.project,
            indicator=_names(notes),
            found=_quoted(note.found for note in notes),
            expected="" if reason is None else f"例如 {'、'.join(reason.examples)}",
            slots={
                "field": name,
                "expectation": "" if reason is None else reason.expected,
                "count": str(len(notes)),
                "values": _values(notes),
            },
        )


def _names(notes: list[_Note]) -> str:
    names = list(dict.fromkeys(note.indicator for note in notes if note.indicator))
    return listed(names, _SHOWN, "项")


def _quoted(texts: Iterable[str]) -> str:
    distinct = list(dict.fromkeys(brief(text) for text in texts if text))
    return "、".join(f"“{text}”" for text in distinct[:_SHOWN]) + (" 等" if len(distinct) > _SHOWN else "")


def values_in(text: str) -> tuple[str, ...]:
    """The values that a text holds, each as written: 100%1000件 → 100%, 1000件."""
    phrase = parse(text)
    whens = [phrase.text[when.start : when.end] for when in phrase.times]
    return (*(phrase.text[one.start : one.end] for one in phrase.amounts), *whens)


def _values(notes: list[_Note]) -> str:
    return "；".join("、".join(values_in(note.found)) for note in notes[:_SHOWN])
