"""From plan to bytes: the only place that knows XlsxWriter.

Excel's limits are held here: a text over 32,767 characters is cut and says so at its end; everything
else that can't be written (an address out of range, a list over 255 characters, a name Excel refuses)
is a fault of the plan and raises ``PlanError``.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from tempfile import TemporaryDirectory
from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from perf_xlsx.writing.chart import add_chart
from perf_xlsx.writing.fast import PlanWorksheet
from perf_xlsx.writing.fast_book import PlanWorkbook
from perf_xlsx.writing.limits import MAX_HEADER, MAX_LIST, PlanError
from perf_xlsx.writing.plan import (
    BookPlan,
    PrintSetup,
    SheetPlan,
    Style,
    span,
)

_BORDERS: Final = {"": 0, "thin": 1, "medium": 2, "dashed": 3, "hair": 7}
_OPTIONS: Final = {
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": False,
    "default_date_format": "yyyy-mm-dd",
}


def write_book(
    plan: BookPlan,
    sheet_class: type[Worksheet] = PlanWorksheet,
    book_class: type[Workbook] = PlanWorkbook,
) -> bytes:
    """The workbook's bytes; the same plan always gives the same.

    Other classes than the defaults serve comparisons; that of the sheets takes what stands in one.
    """
    if all(sheet.stream is None for sheet in plan.sheets):
        return _written(plan, sheet_class, book_class, {"in_memory": True})
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # parts too long to be held
        return _written(plan, sheet_class, book_class, {"tmpdir": folder})


def _written(
    plan: BookPlan,
    sheet_class: type[Worksheet],
    book_class: type[Workbook],
    options: Mapping[str, Any],
) -> bytes:
    target = io.BytesIO()
    book = book_class(target, {**_OPTIONS, **options})
    _describe(book, plan)
    formats = _Formats(book)
    for sheet in plan.sheets:
        _write_sheet(book, sheet, formats, sheet_class)
    for name, formula in plan.names.items():
        _accepted(book.define_name(name, f"={formula}"), name)
    book.close()
    for written in book.worksheets():
        written.workbook_add_format = None  # holds the workbook: all would stay until the collector runs
    return target.getvalue()


def _describe(book: Workbook, plan: BookPlan) -> None:
    book.set_properties(
        {
            "title": plan.title[:MAX_LIST],
            "subject": plan.subject[:MAX_LIST],
            "author": plan.author[:MAX_LIST],
            "comments": plan.comments[:MAX_LIST],
            "created": plan.created,
        }
    )
    for name, value in plan.properties.items():
        _accepted(book.set_custom_property(name, value, "text"), name)
    book.set_size(28_000, 16_000)
    book.set_calc_mode("auto")


class _Formats:
    """Each style as XlsxWriter's format, made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._by_style: dict[Style, Format] = {}
        self._by_id: dict[int, Format] = {}
        self._conditional: dict[Style, Format] = {}

    def __call__(self, style: Style) -> Format:
        known = self._by_id.get(id(style))
        if known is None:
            known = self._by_style.get(style)
            if known is None:
                known = self._by_style[style] = self._book.add_format(_properties(style))
            self._by_id[id(style)] = known
        return known

    def highlight(self, style: Style) -> Format:
        """A format for conditional use: only what differs from plain text."""
        known = self._conditional.get(style)
        if known is None:
            given: dict[str, Any] = {"font_color": f"#{style.color}"}
            given |= {"bold": style.bold, "italic": style.italic}
            if style.fill:
                given["bg_color"] = f"#{style.fill}"
            known = self._conditional[style] = self._book.add_format(given)
        return known


def _properties(style: Style) -> dict[str, Any]:
    given: dict[str, Any] = {
        "font_name": style.font,
        "font_size": style.size,
        "bold": style.bold,
        "italic": style.italic,
        "underline": 1 if style.underline else 0,
        "font_color": f"#{style.color}",
        "align": style.align,
        "valign": style.valign,
        "text_wrap": style.wrap,
        "shrink": style.shrink,
        "indent": style.indent,
        "num_format": style.number_format,
        "border": _BORDERS[style.border],
        "border_color": f"#{style.border_color}",
    }
    if style.fill:
        given["bg_color"] = f"#{style.fill}"
        given["pattern"] = 1
    return given


def _write_sheet(book: Workbook, plan: SheetPlan, formats: _Formats, sheet_class: type[Worksheet]) -> None:
    sheet = book.add_worksheet(plan.name, worksheet_class=sheet_class)
    sheet.take(plan, formats)
    for (row, column), text in plan.comments.items():
        _accepted(sheet.write_comment(row - 1, column - 1, text, {"author": "", "x_scale": 2}), text)
    if plan.text_numbers:
        sheet.ignore_errors({"number_stored_as_text": " ".join(map(span, plan.text_numbers))})
    for chart in plan.charts:
        add_chart(book, sheet, chart)
    _view(sheet, plan)
    _page(sheet, plan.page)


def _view(sheet: Worksheet, plan: SheetPlan) -> None:
    sheet.hide_gridlines(0 if plan.gridlines else 2)
    if plan.zoom != 100:
        sheet.set_zoom(plan.zoom)
    if plan.freeze:
        sheet.freeze_panes(plan.freeze[0] - 1, plan.freeze[1] - 1)
    if plan.autofilter:
        area = plan.autofilter
        _accepted(sheet.autofilter(area.top - 1, area.left - 1, area.bottom - 1, area.right - 1), "filter")
    if plan.tab_color:
        sheet.set_tab_color(f"#{plan.tab_color}")
    if plan.active_cell:
        row, column = plan.active_cell[0] - 1, plan.active_cell[1] - 1
        sheet.set_selection(row, column, row, column)
    if plan.collapsed_row is not None:
        sheet.outline_settings(True, True, True, False)
    if plan.hidden:
        sheet.hide()


def _page(sheet: Worksheet, page: PrintSetup) -> None:
    sheet.set_paper(9)
    if page.landscape:
        sheet.set_landscape()
    left, right, top, bottom = page.margins
    sheet.set_margins(left, right, top, bottom)
    sheet.fit_to_pages(page.pages_wide, page.pages_tall)
    if page.area:
        area = page.area
        sheet.print_area(area.top - 1, area.left - 1, area.bottom - 1, area.right - 1)
    if page.repeat_rows:
        sheet.repeat_rows(page.repeat_rows[0] - 1, page.repeat_rows[1] - 1)
    if page.centre:
        sheet.center_horizontally()
    if page.header:
        _accepted(sheet.set_header(page.header[:MAX_HEADER]), "header")
    if page.footer:
        _accepted(sheet.set_footer(page.footer[:MAX_HEADER]), "footer")


def _accepted(code: int | None, what: str) -> None:
    """XlsxWriter answers with a negative number, or False, where it refuses."""
    if code is False or (code is not None and code < 0):
        raise PlanError(f"refused ({code}): {what}")
