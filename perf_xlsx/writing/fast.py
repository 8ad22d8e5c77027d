"""A worksheet that writes a plan in one go, with the same parts as XlsxWriter's own class.

XlsxWriter checks each call, keeps a tuple per cell and a list of attributes per element, and spends 29
substitutions per formula on prefixes of functions younger than Excel 2007; the plans have none.  Here
cells and lists become XML at once.  Two things differ in the file: the optional ``spans`` of rows are
left out, and a formula whose result is the empty text says so (``t="str"``) as Excel does, instead of
looking like a formula that was never calculated.

The rows of a ``Stream`` become elements only while the part is assembled, and hold their texts
themselves instead of in the workbook's table: a list of any length takes no memory.

It leans on private methods of XlsxWriter; a test compares its parts with those of the stock class.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from xlsxwriter.format import Format
from xlsxwriter.worksheet import ColumnInfo, Worksheet

from perf_xlsx.model import column_letters
from perf_xlsx.writing import sheet_parts
from perf_xlsx.writing.elements import computed, inline, number
from perf_xlsx.writing.limits import MAX_ROWS, PlanError, fitting
from perf_xlsx.writing.plan import CellPlan, SheetPlan, Stream, Style, Value
from perf_xlsx.writing.sheet_parts import ColumnLook


class Formats(Protocol):
    """Gives XlsxWriter's format of a style, for cells and for conditional use."""

    def __call__(self, style: Style) -> Format: ...
    def highlight(self, style: Style) -> Format: ...


class PlanWorksheet(Worksheet):  # type: ignore[misc]
    """Takes the cells and lists of a sheet by ``take``; everything else is XlsxWriter's."""

    def __init__(self) -> None:
        super().__init__()
        self._cells: Mapping[tuple[int, int], CellPlan] = {}
        self._written: dict[int, list[str]] = {}
        self._looks: dict[int, str] = {}
        self._stream: Stream | None = None
        self._indices: dict[Style, int] = {}
        self._links: list[tuple[int, int, str]] = []
        self._merged = self._highlights = self._validations = ""

    def take(self, plan: SheetPlan, formats: Formats) -> None:
        """Columns, rows, cells and their links, the stream, merged areas and rules of the plan."""
        self._take_columns(plan, formats)
        self._take_rows(plan)
        self._take_cells(plan.cells, formats)
        if plan.stream is not None:
            self._take_stream(plan.stream, formats)
        self._merged = sheet_parts.merged(plan.merges)
        self._highlights = sheet_parts.highlights(
            plan.highlights, lambda style: formats.highlight(style)._get_dxf_index()
        )
        self._validations = sheet_parts.validations(plan.validations)

    def _take_columns(self, plan: SheetPlan, formats: Formats) -> None:
        """Kept as XlsxWriter keeps them: charts and notes are placed by the widths."""
        for column in sorted({*plan.widths, *plan.hidden_columns, *plan.column_styles}):
            style, hidden = plan.column_styles.get(column), column in plan.hidden_columns
            width = sheet_parts.width_pixels(plan.widths.get(column, 8.43))
            self.col_info[column - 1] = ColumnInfo(width, formats(style) if style else None, hidden)
            counts = style is not None or (hidden and width > 0)
            if self._check_dimensions(0, column - 1, True, not counts):
                raise PlanError(f"{self.name}: column {column}")
            self.col_size_changed = True

    def _take_rows(self, plan: SheetPlan) -> None:
        known = {*plan.heights, *plan.hidden_rows, *plan.outline_rows}
        if plan.collapsed_row is not None:
            known.add(plan.collapsed_row)
        for row in known:
            hidden, level = row in plan.hidden_rows, plan.outline_rows.get(row, 0)
            pixels, self._looks[row] = sheet_parts.row_look(
                plan.heights.get(row), hidden, level, row == plan.collapsed_row
            )
            self.row_sizes[row - 1] = [pixels, hidden]
        self.outline_row_level = max(plan.outline_rows.values(), default=0)
        if known:
            self._check_dimensions(min(known) - 1, self.dim_colmin or 0)
            if self._check_dimensions(max(known) - 1, self.dim_colmin or 0):
                raise PlanError(f"{self.name}: row {max(known)}")

    def _take_cells(self, cells: Mapping[tuple[int, int], CellPlan], formats: Formats) -> None:
        self._cells = cells
        known, again = self.str_table.string_table, 0
        starts: dict[int, str] = {}  # an element is its column, its row, its style and what it holds
        looks: dict[int, str] = {}
        current, line, elements = 0, "", [""]
        for place in sorted(cells):
            row, column = place
            if row != current:
                current, line, elements = row, str(row), []
                self._written[row] = elements
            value, style, formula, link = cells[place]
            look = looks.get(id(style))
            if look is None:
                look = looks[id(style)] = f'" s="{formats(style)._get_xf_index()}"'
            start = starts.get(column)
            if start is None:
                start = starts[column] = f'<c r="{column_letters(column)}'
            if formula is not None:
                content = computed(formula, value)
            elif value is None:
                content = "/>"
            elif value in known:
                content, again = f' t="s"><v>{known[value]}</v></c>', again + 1
            else:
                content = self._new(value)
            elements.append(f"{start}{line}{look}{content}")
            if link is not None and formula is None:
                self._links.append((row, column, link))
        self.str_table.count += again
        if cells:
            self._reach(self._written, starts)

    def _new(self, value: str | Decimal | float | date) -> str:
        """The rest of a cell's element; a text that wasn't in the workbook's table will be."""
        if not isinstance(value, str):
            return number(value)
        if not value:
            return "/>"
        if value.startswith("<r>"):  # XlsxWriter takes such a text for one with formats in it
            return inline(value)
        return f' t="s"><v>{self.str_table._get_shared_string_index(fitting(value))}</v></c>'

    def _reach(self, rows: Collection[int], columns: Collection[int]) -> None:
        first, last = min(rows), max(rows)
        left, right = min(columns), max(columns)
        self._check_dimensions(first - 1, left - 1)
        if self._check_dimensions(last - 1, right - 1):
            raise PlanError(f"{self.name}: a cell in row {last}, column {right}")

    def _take_stream(self, stream: Stream, formats: Formats) -> None:
        """Rows that are asked for when the part is assembled; their formats have to be known before."""
        if stream.last > MAX_ROWS:
            raise PlanError(f"{self.name}: {stream.last} rows")
        self._stream = stream
        self._indices = {style: formats(style)._get_xf_index() for style in stream.styles}
        self._check_dimensions(stream.first - 1, 0)
        self._check_dimensions(stream.last - 1, stream.columns - 1)

    # ---- what XlsxWriter calls while it assembles the part

    def _write_cols(self) -> None:
        looks = {}
        for column, info in self.col_info.items():
            style = info.column_format._get_xf_index() if info.column_format else 0
            looks[column + 1] = ColumnLook(info.width, style, info.hidden)
        self.fh.write(sheet_parts.columns(looks))

    def _write_rows(self) -> None:
        rows = sorted({*self._written, *self._looks, *(row + 1 for row in self.comments)})
        if self._stream is None:
            self._write_taken(rows)
            return
        before = bisect_left(rows, self._stream.first)
        self._write_taken(rows[:before])
        self._write_stream(self._stream)
        self._write_taken(rows[before:])

    def _write_stream(self, stream: Stream) -> None:
        write, letters = self.fh.write, [column_letters(column + 1) for column in range(stream.columns)]
        indices = {id(style): index for style, index in self._indices.items()}
        for row, (height, cells) in enumerate(stream.rows(), start=stream.first):
            elements = [
                f'<c r="{letter}{row}" s="{indices[id(cell.style)]}"{_streamed(cell)}'
                for letter, cell in zip(letters, cells, strict=True)
            ]
            _, look = sheet_parts.row_look(height)
            write(f'<row r="{row}"{look}>{"".join(elements)}</row>')

    def _write_taken(self, rows: Iterable[int]) -> None:
        for row in rows:
            look, cells = self._looks.get(row, ""), self._written.get(row)
            self.fh.write(
                f'<row r="{row}"{look}>{"".join(cells)}</row>' if cells else f'<row r="{row}"{look}/>'
            )

    def _write_merge_cells(self) -> None:
        self.fh.write(self._merged)

    def _write_conditional_formats(self) -> None:
        self.fh.write(self._highlights)

    def _write_data_validations(self) -> None:
        self.fh.write(self._validations)

    def _write_hyperlinks(self) -> None:
        self.fh.write(sheet_parts.links(self._links))

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


def _streamed(cell: CellPlan) -> str:
    """The rest of a cell's element, its text in it."""
    value = cell.value
    if cell.formula is not None:
        return computed(cell.formula, value)
    if value is None or value == "":
        return "/>"
    return inline(value) if isinstance(value, str) else number(value)
