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

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from perf_xlsx.model import column_letters
from perf_xlsx.writing.limits import MAX_ROWS, PlanError, cleaned, fitting
from perf_xlsx.writing.plan import CellPlan, Stream, Style, Value, address

_EPOCH = datetime(1899, 12, 30)


class PlanWorksheet(Worksheet):  # type: ignore[misc]
    """Takes all cells of a sheet by ``take``; everything else is XlsxWriter's."""

    def __init__(self) -> None:
        super().__init__()
        self._written: dict[int, list[str]] = {}
        self._values: dict[tuple[int, int], Value] = {}
        self._stream: Stream | None = None
        self._indices: dict[Style, int] = {}

    def take(self, cells: Mapping[tuple[int, int], CellPlan], formats: Callable[[Style], Format]) -> None:
        """All cells of the plan; of links, ``write_url`` notes the targets only."""
        self.ignore_write_string = True
        shared = self.str_table._get_shared_string_index
        written = self._written
        indices: dict[int, int] = {}
        for row, column in sorted(cells):
            cell = cells[row, column]
            style = indices.get(id(cell.style))
            if style is None:
                style = indices[id(cell.style)] = formats(cell.style)._get_xf_index()
            element = _element(address(row, column), cell, style, shared)
            written.setdefault(row - 1, []).append(element)
            self._values[row - 1, column - 1] = cell.value
        if cells:
            self._check_dimensions(min(row for row, _ in cells) - 1, min(column for _, column in cells) - 1)
            self._check_dimensions(max(row for row, _ in cells) - 1, max(column for _, column in cells) - 1)

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

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """Plans hold functions of Excel 2007 only: nothing needs a prefix."""
        return formula.removeprefix("=")

    def _get_range_data(self, row_start: int, col_start: int, row_end: int, col_end: int) -> list[Any]:
        """What charts keep of the cells they show."""
        return [
            _cached(self._values.get((row, column)))
            for row in range(row_start, row_end + 1)
            for column in range(col_start, col_end + 1)
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
        return f'<c r="{place}" s="{style}" t="s"><v>{shared(fitting(value))}</v></c>'
    number = serial(value) if isinstance(value, date) else float(value)
    return f'<c r="{place}" s="{style}"><v>{number:.16G}</v></c>'


def _streamed(place: str, cell: CellPlan, style: int) -> str:
    """One cell as its XML element, its text in it."""
    value = cell.value
    if not isinstance(value, str) or not value or cell.formula is not None:
        return _element(place, cell, style, len)
    kept = ' xml:space="preserve"' if value != value.strip() else ""
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{kept}>{_escaped(fitting(value))}</t></is></c>'


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
