"""What a cell's own nature says about its text: formulas, stored numbers, errors."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from perf_xlsx.model import Cell, CellState

_SEEN: Final = Context(prec=15, rounding=ROUND_HALF_UP)
_CONSTANT: Final = re.compile(r"\s*[+-]?[0-9.,]+\s*%?\s*")
_EMPTY_ANSWER: Final = '""'
_FAULTS: Final = {CellState.ERROR: "error_value", CellState.NO_RESULT: "formula_no_result"}


def constant_formula(cell: Cell | None) -> str:
    """``=100%`` typed where a value stands was meant as a sign with a number: that text, else "".

    What the cell shows goes before what the formula says (its format may add a unit), unless the
    percent sign was lost on the way.
    """
    if cell is None or cell.formula is None or not _CONSTANT.fullmatch(cell.formula):
        return ""
    shown = cell.text.strip()
    lost = "%" in cell.formula and "%" not in shown
    return f"={cell.formula.strip() if lost or not shown else shown}"


def fault(cell: Cell | None) -> str:
    """The ``why`` of a cell that has no value to trust: an error, or a formula without a result.

    A formula that may itself answer with an empty text (``IF(…,"")``) and has no result shows nothing:
    writers store that answer and a missing one alike, so it counts as nothing given.
    """
    if cell is None or (cell.state is CellState.NO_RESULT and _EMPTY_ANSWER in (cell.formula or "")):
        return ""
    return _FAULTS.get(cell.state, "")


def seen(number: Decimal) -> Decimal:
    """A stored number with the 15 digits that a worksheet shows of it."""
    return _SEEN.plus(number)


def exact(shown: Decimal, step: Decimal, cell: Cell | None) -> Decimal:
    """The stored number behind a shown one, where it rounds to what is shown; else what is shown.

    A sign that the format writes otherwise, such as (5.00) for -5, is the stored number's.
    """
    if cell is None or cell.number is None:
        return shown
    stored = seen(cell.number)
    return stored if abs(abs(stored) - abs(shown)) * 2 <= step else shown
