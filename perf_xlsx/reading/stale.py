"""Stored results that contradict the cells they plainly refer to.

A small evaluator for formulas about which there can be no doubt: plain numbers, references, ranges,
+ - * / % and parentheses, SUM and ROUND.  Whatever else a formula holds, its stored result is taken
as it is.  Programs that write formulas without calculating them store 0: that is what this finds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from perf_xlsx.figures import half_up
from perf_xlsx.model import Area, Cell, CellState
from perf_xlsx.reading import limits
from perf_xlsx.reading.addresses import area, split
from perf_xlsx.reading.numbers import of_float

Grid = dict[tuple[int, int], Cell]

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)"
    r"|(?P<sheet>(?:'(?:[^']|'')+'|[A-Za-z_\u0080-\uffff][\w.]*)!)?"
    r"(?P<range>\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?)(?![\w.(!:])"
    r"|(?P<function>SUM|ROUND)\s*(?=\()"
    r"|(?P<sign>[-+*/%(),]))",
    re.IGNORECASE,
)
_PLAIN: Final = re.compile(
    r"(?:'(?:[^']|'')++'!|[A-Za-z_\u0080-\uffff][\w.]*+!|SUM|ROUND|\$?[A-Za-z]{1,3}\$?\d|[-+*/%(),.!$:\d\s])++",
    re.IGNORECASE,
)
_DOUBTFUL: Final = "IF("
"""How most formulas of this tool begin: known without a look at the rest."""
_LONGEST: Final = 500
_DEEPEST: Final = 40
_TOLERANCE: Final = 1e-9
_LOST: Final = 1e-13
"""What a difference may be off by, in parts of its terms, of which 15 digits are known."""


class _Doubt(Exception):  # noqa: N818 - a signal
    """The formula is not one of those that leave no doubt."""


class Stale:
    """Compares the formulas of one workbook (sheets by name) with what they refer to."""

    def __init__(self, sheets: Mapping[str, Grid]) -> None:
        self.sheets = sheets
        self.by_name = {name.lower(): name for name in sheets}
        self.known: dict[tuple[str, int, int], float | None] = {}
        self.scale = 0.0
        """The largest number that was added or subtracted: its last digits may be lost."""
        self.running: set[tuple[str, int, int]] = set()
        self.steps = limits.FORMULA_STEPS

    def mark(self) -> None:
        """Give the state ``STALE`` to every formula whose stored number is another one."""
        stale = [
            (name, key)
            for name, cells in self.sheets.items()
            for key, cell in cells.items()
            if cell.formula is not None
            and cell.number is not None
            and not cell.formula.startswith(_DOUBTFUL)
            and self._contradicts(name, key, cell)
        ]
        for name, key in stale:
            cells = self.sheets[name]
            cells[key] = cells[key]._replace(state=CellState.STALE)

    def _contradicts(self, sheet: str, key: tuple[int, int], cell: Cell) -> bool:
        if cell.date is not None or cell.number is None:
            return False
        self.scale = 0.0
        worth = self.worth(sheet, key, 0)
        if worth is None:
            return False
        stored = float(cell.number)
        tolerance = _TOLERANCE * max(1.0, abs(worth), abs(stored)) + _LOST * self.scale
        return abs(worth - stored) > tolerance

    def worth(self, sheet: str, key: tuple[int, int], depth: int) -> float | None:
        """What the formula of a cell comes to; None where there is doubt."""
        address = (sheet, *key)
        if address in self.running:
            raise _Doubt  # a circle
        if address not in self.known:
            self.running.add(address)
            self.known[address] = self._evaluated(sheet, self.sheets[sheet][key], depth)
            self.running.remove(address)
        return self.known[address]

    def _evaluated(self, sheet: str, cell: Cell, depth: int) -> float | None:
        formula = cell.formula or ""
        self.steps -= len(formula)
        if self.steps < 0 or len(formula) > _LONGEST or depth > _DEEPEST or not _PLAIN.fullmatch(formula):
            return None
        try:
            return _Parser(self, sheet, formula, depth).whole()
        except (_Doubt, ZeroDivisionError, OverflowError, RecursionError):
            return None

    def cell_worth(self, sheet: str, key: tuple[int, int], depth: int) -> float | None:
        """The number in a cell that a formula refers to: None for texts, 0 for nothing at all."""
        self.steps -= 1
        if self.steps < 0:
            raise _Doubt
        cell = self.sheets[sheet].get(key)
        if cell is None:
            return 0.0
        if cell.state in (CellState.ERROR, CellState.NO_RESULT) or cell.date is not None:
            raise _Doubt
        if cell.formula is not None and cell.number is not None:
            worth = self.worth(sheet, key, depth + 1)
            if worth is not None:
                return worth
        return None if cell.number is None else float(cell.number)


class _Parser:
    """Recursive descent over one formula: sums of products of signed, percented values."""

    def __init__(self, book: Stale, sheet: str, formula: str, depth: int) -> None:
        self.book = book
        self.sheet = sheet
        self.depth = depth
        self.tokens: list[re.Match[str]] = []
        position = 0
        while position < len(formula.rstrip()):
            match = _TOKEN.match(formula, position)
            if match is None:
                raise _Doubt
            self.tokens.append(match)
            position = match.end()
        self.at = 0

    def whole(self) -> float:
        total = self.sum()
        if self.at != len(self.tokens):
            raise _Doubt
        return total

    def sign(self, signs: str) -> str:
        """The next sign when it is one of these, else nothing."""
        if self.at < len(self.tokens):
            found: str | None = self.tokens[self.at]["sign"]
            if found is not None and found in signs:
                self.at += 1
                return found
        return ""

    def sum(self) -> float:
        total = self.product()
        while sign := self.sign("+-"):
            term = self.product()
            self.book.scale = max(self.book.scale, abs(total), abs(term))
            total = total + term if sign == "+" else total - term
        return total

    def product(self) -> float:
        total = self.signed()
        while sign := self.sign("*/"):
            factor = self.signed()
            total = total * factor if sign == "*" else total / factor
        return total

    def signed(self) -> float:
        if sign := self.sign("+-"):
            return -self.signed() if sign == "-" else self.signed()
        value = self.value()
        while self.sign("%"):
            value /= 100
        return value

    def value(self) -> float:
        if self.sign("("):
            inner = self.sum()
            self.close()
            return inner
        if self.at >= len(self.tokens):
            raise _Doubt
        token = self.tokens[self.at]
        self.at += 1
        if token["number"]:
            return float(token["number"])
        if token["function"]:
            return self.function(token["function"].upper())
        if token["range"]:
            return self.reference(token)
        raise _Doubt

    def close(self) -> None:
        if not self.sign(")"):
            raise _Doubt

    def function(self, name: str) -> float:
        self.sign("(")
        if name == "ROUND":
            value = of_float(self.sum())
            if value is None or not self.sign(","):
                raise _Doubt
            places = self.sum()
            self.close()
            if places != int(places) or not 0 <= places <= 10:
                raise _Doubt
            return float(half_up(value, int(places)))
        total = self.argument()
        while self.sign(","):
            total += self.argument()
        self.close()
        return total

    def argument(self) -> float:
        """An argument of SUM: a range, whose texts count nothing, or an expression."""
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        if token is None or not token["range"] or ":" not in token["range"]:
            return self.sum()
        self.at += 1
        sheet, found = self.sheet_of(token), area(token["range"])
        if found is None:
            raise _Doubt
        terms = [self.book.cell_worth(sheet, key, self.depth) or 0.0 for key in self.keys(sheet, found)]
        self.book.scale = max([self.book.scale, *map(abs, terms)])
        return sum(terms)

    def keys(self, sheet: str, found: Area) -> list[tuple[int, int]]:
        cells = self.book.sheets[sheet]
        size = (found.bottom - found.top + 1) * (found.right - found.left + 1)
        if size > len(cells):
            self.book.steps -= len(cells)
            return [key for key in cells if found.holds(*key)]
        self.book.steps -= size
        rows, columns = range(found.top, found.bottom + 1), range(found.left, found.right + 1)
        return [(row, column) for row in rows for column in columns if (row, column) in cells]

    def reference(self, token: re.Match[str]) -> float:
        key = split(token["range"])
        if key is None:
            raise _Doubt
        number = self.book.cell_worth(self.sheet_of(token), key, self.depth)
        if number is None:
            raise _Doubt
        return number

    def sheet_of(self, token: re.Match[str]) -> str:
        written: str | None = token["sheet"]
        if not written:
            return self.sheet
        name = written[:-1].strip("'").replace("''", "'")
        found = self.book.by_name.get(name.lower())
        if found is None:
            raise _Doubt
        return found
