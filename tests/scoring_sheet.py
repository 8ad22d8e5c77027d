"""A small worksheet that evaluates formula templates of the scoring room by an independent engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from re import compile as pattern

import formualizer

from perf_xlsx.scoring.rules import Scheme

Value = Decimal | str | None
_NAME = pattern(r"\bp_[a-z0-9_]+\b")
_SHEET = "S"


class Worksheet:
    """Column A holds the scheme's parameters; every call of ``evaluate`` uses rows of its own."""

    def __init__(self, scheme: Scheme) -> None:
        self._book = formualizer.Workbook()
        self._book.add_sheet(_SHEET)
        self._names: dict[str, str] = {}
        self._row = 0
        for parameter in scheme.parameters():
            self._row += 1
            self._put(self._row, 1, parameter.value)
            self._names[parameter.name] = f"$A${self._row}"

    def _put(self, row: int, column: int, value: Value) -> None:
        if isinstance(value, Decimal):
            self._book.set_value(_SHEET, row, column, float(value))
        elif value is not None:
            self._book.set_value(_SHEET, row, column, value)

    def _formula(self, template: str, slots: Mapping[str, str]) -> str:
        text = template.format_map(slots)
        return "=" + _NAME.sub(lambda match: self._names[match[0]], text)

    def evaluate(
        self,
        cells: Mapping[str, Value | Sequence[Value]],
        formulas: Iterable[tuple[str, str]],
    ) -> dict[str, Value]:
        """Put values into cells by slot name, then formulas in order, each a slot for the next ones."""
        self._row += 1
        slots = {}
        column = 1
        height = 1
        for name, value in cells.items():
            column += 1
            values = value if isinstance(value, list | tuple) else [value]
            height = max(height, len(values))
            for offset, each in enumerate(values):
                self._put(self._row + offset, column, each)
            last = self._address(self._row + len(values) - 1, column)
            first = self._address(self._row, column)
            slots[name] = f"{first}:{last}" if isinstance(value, list | tuple) else first
        found: dict[str, Value] = {}
        for name, template in formulas:
            column += 1
            self._book.set_formula(_SHEET, self._row, column, self._formula(template, slots))
            slots[name] = self._address(self._row, column)
            found[name] = self._result(column)
        self._row += height
        return found

    def _result(self, column: int) -> Value:
        value = self._book.evaluate_cell(_SHEET, self._row, column)
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, int | float):
            return Decimal(repr(value)).normalize() + 0
        return value

    @staticmethod
    def _address(row: int, column: int) -> str:
        return f"${chr(64 + column)}${row}"


def same(one: Value, other: Value) -> bool:
    """Equal as a worksheet shows it: numbers by their 15 digits, nothing and "" alike."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return f"{float(one):.14g}" == f"{float(other):.14g}"
    return (one or "") == (other or "")
