"""A worksheet that writes a plan's cells in one go, with the same parts as XlsxWriter's own class.

XlsxWriter spends half of its time on 29 substitutions per formula, which put prefixes before functions
younger than Excel 2007; the plans have none.  The rest goes into a tuple and a list of attributes per
cell.  Here each cell becomes its element at once.  Two things differ in the file: the optional
``spans`` of rows are left out, and a formula whose result is the empty text says so (``t="str"``) as
Excel does, instead of looking like a formula that was never calculated.

The rows of a ``Stream`` become elements only while the part is assembled, and hold their texts
themselves instead of in the workbook's table: a list of any length takes no memory.

It leans on private methods of XlsxWriter; a test compares its parts with those of the stock class.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from perf_xlsx.model import column_letters
from perf_xlsx.writing.limits import MAX_ROWS, PlanError, cleaned, fitting
from perf_xlsx.writing.plan import CellPlan, Stream, Style, Value

_EPOCH = datetime(1899, 12, 30)
_LIKE_ESCAPE = re.compile("(_x[0-9a-fA-F]{4}_)")
"""What a reader would take for an escaped character."""


class PlanWorksheet(Worksheet):  # type: ignore[misc]
    """Takes all cells of a sheet by ``take``; everything else is XlsxWriter's."""

    def __init__(self) -> None:
        super().__init__()
        self._written: dict[int, list[str]] = {}
        self._cells: Mapping[tuple[int, int], CellPlan] = {}
        self._stream: Stream | None = None
        self._indices: dict[Style, int] = {}

    def take(self, cells: Mapping[tuple[int, int], CellPlan], formats: Callable[[Style], Format]) -> None:
        """All cells of the plan; of links, ``write_url`` notes the targets only."""
        self.ignore_write_string = True
        self._cells = cells
        shared = self.str_table._get_shared_string_index
        indices: dict[int, int] = {}
        letters: dict[int, str] = {}
        current, elements = 0, [""]
        for place in sorted(cells):
            row, column = place
            if row != current:
                current, elements = row, []
                self._written[row - 1] = elements
            cell = cells[place]
            style = indices.get(id(cell.style))
            if style is None:
                style = indices[id(cell.style)] = formats(cell.style)._get_xf_index()
            letter = letters.get(column)
            if letter is None:
                letter = letters[column] = column_letters(column)
            elements.append(_element(f"{letter}{row}", cell, style, shared))
        if cells:
            self._check_dimensions(min(self._written), min(letters) - 1)
            self._check_dimensions(max(self._written), max(letters) - 1)

    def take_stream(self, stream: Stream, formats: Callable[[Style], Format]) -> None:
        """Rows that are asked for when the part is assembled; their formats have to be known before."""
        if stream.last > MAX_ROWS:
            raise PlanError(f"{self.name}: {stream.last} rows")
        self._stream = stream
        self._indices = {style: formats(style)._get_xf_index() for style in stream.styles}
        self._check_dimensions(stream.first - 1, 0)
        self._check_dimensions(stream.last - 1, stream.columns - 1)

    # ---- what XlsxWriter calls while it assembles the part

    def _write_rows(self) -> None:
        rows = sorted({*self._written, *self.row_info, *self.comments})
        if self._stream is None:
            self._write_taken(rows)
            return
        before = bisect_left(rows, self._stream.first - 1)
        self._write_taken(rows[:before])
        self._write_stream(self._stream)
        self._write_taken(rows[before:])

    def _write_stream(self, stream: Stream) -> None:
        write, letters = self.fh.write, [column_letters(column + 1) for column in range(stream.columns)]
        indices = {id(style): index for style, index in self._indices.items()}
        for row, (height, cells) in enumerate(stream.rows(), start=stream.first):
            self.set_row(row - 1, height)
            self._write_row(row - 1, None, self.row_info.pop(row - 1, None))
            elements = [
                _streamed(f"{letter}{row}", cell, indices[id(cell.style)])
                for letter, cell in zip(letters, cells, strict=True)
            ]
            write(f"{''.join(elements)}</row>")

    def _write_taken(self, rows: Iterable[int]) -> None:
        known = self.row_info
        for row in rows:
            info = known.get(row)
            cells = self._written.get(row)
            if not cells:
                self._write_empty_row(row, None, info)
                continue
            self._write_row(row, None, info)
            self.fh.write("".join(cells))
            self.fh.write("</row>")

    def _write_merge_cell(self, merged_range: tuple[int, int, int, int]) -> None:
        top, left, bottom, right = merged_range
        area = f"{column_letters(left + 1)}{top + 1}:{column_letters(right + 1)}{bottom + 1}"
        self.fh.write(f'<mergeCell ref="{area}"/>')

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """Plans hold functions of Excel 2007 only: nothing needs a prefix."""
        return formula.removeprefix("=")

    def _get_range_data(self, row_start: int, col_start: int, row_end: int, col_end: int) -> list[Any]:
        """What charts keep of the cells they show."""
        return [
            None if cell is None else _cached(cell.value)
            for row in range(row_start + 1, row_end + 2)
            for column in range(col_start + 1, col_end + 2)
            for cell in (self._cells.get((row, column)),)
        ]


def _cached(value: Value) -> Any:
    if isinstance(value, Decimal | float | int):
        return f"{float(value):.16g}"
    return value if isinstance(value, str) else None


def _element(place: str, cell: CellPlan, style: int, shared: Callable[[str], int]) -> str:
    """One cell as its XML element."""
    value, _, formula, _ = cell
    if formula is not None:
        return _formula(place, style, formula, value)
    if value is None or value == "":
        return f'<c r="{place}" s="{style}"/>'
    if isinstance(value, str):
        if value.startswith("<r>"):  # XlsxWriter takes such a text for one with formats in it
            return _with_text(place, value, style)
        return f'<c r="{place}" s="{style}" t="s"><v>{shared(fitting(value))}</v></c>'
    number = serial(value) if isinstance(value, date) else float(value)
    return f'<c r="{place}" s="{style}"><v>{number:.16G}</v></c>'


def _streamed(place: str, cell: CellPlan, style: int) -> str:
    """One cell as its XML element, its text in it."""
    value = cell.value
    if isinstance(value, str) and value and cell.formula is None:
        return _with_text(place, value, style)
    return _element(place, cell, style, len)


def _with_text(place: str, value: str, style: int) -> str:
    text = _escaped(fitting(value))
    if "_x" in text:
        text = _LIKE_ESCAPE.sub(r"_x005F\1", text)
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{kept}>{text}</t></is></c>'


def _formula(place: str, style: int, formula: str, value: Value) -> str:
    if value is None or isinstance(value, str):
        kind, result = ' t="str"', _escaped(value or "")
    elif isinstance(value, Decimal):
        kind, result = "", str(int(value)) if value == value.to_integral_value() else str(float(value))
    elif isinstance(value, date):
        kind, result = "", f"{serial(value):.16G}"
    else:
        kind, result = "", str(value)
    return f'<c r="{place}" s="{style}"{kind}><f>{_escaped(formula)}</f><v>{result}</v></c>'


def _escaped(text: str) -> str:
    text = text if text.isprintable() else cleaned(text)
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def serial(day: date) -> float:
    """A day as Excel counts days."""
    moment = day if isinstance(day, datetime) else datetime.combine(day, time())
    since = moment.replace(tzinfo=None) - _EPOCH
    return since.days + since.seconds / 86_400
