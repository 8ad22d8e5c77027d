"""Formula texts: shared formulas moved to the cells that share them."""

from __future__ import annotations

import re
from typing import Final

from perf_xlsx.model import column_letters, column_number
from perf_xlsx.reading import limits

_PIECE: Final = re.compile(
    r'"(?:[^"]|"")*"'  # texts
    r"|'(?:[^']|'')*'!?"  # quoted sheet names
    r"|\[[^\]]*\]"  # workbooks, table columns
    r"|(?P<column>\$?[A-Za-z]{1,3})(?P<row>\$?[0-9]{1,7})(?![A-Za-z0-9_.(!])"
    r"|[A-Za-z_\\.\u0080-\uffff][\w.\\]*!?"  # names, functions, sheets
    r"|[0-9.]+(?:[Ee][+-]?[0-9]+)?"
)


def moved(formula: str, down: int, right: int) -> str:
    """The formula as it reads when its cell moves: relative references move with it."""

    def piece(match: re.Match[str]) -> str:
        column, row = match["column"], match["row"]
        if column is None or row is None:
            return match[0]
        return _column(column, right) + _row(row, down)

    return _PIECE.sub(piece, formula)


def _column(column: str, right: int) -> str:
    if column.startswith("$") or not right:
        return column
    return column_letters((column_number(column) + right - 1) % limits.COLUMNS + 1)


def _row(row: str, down: int) -> str:
    if row.startswith("$") or not down:
        return row
    return str((int(row) + down - 1) % limits.ROWS + 1)
