"""A plan written through XlsxWriter's public calls only: what the fast classes are compared with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from xlsxwriter.worksheet import Worksheet

from perf_xlsx.model import Area
from perf_xlsx.writing.plan import MAX_ROW_HEIGHT, Highlight, SheetPlan, Validation


def edges(area: Area) -> tuple[int, int, int, int]:
    return area.top - 1, area.left - 1, area.bottom - 1, area.right - 1


class StockSheet(Worksheet):  # type: ignore[misc]
    """XlsxWriter's own class, call by call."""

    def take(self, plan: SheetPlan, formats: Any) -> None:
        self.columns(plan, formats)
        self.rows(plan)
        self.cells(plan, formats)
        for area in plan.merges:
            self.merge.append(list(edges(area)))
        for rule in plan.validations:
            assert self.data_validation(*edges(rule.area), validation(rule)) == 0
        for highlight in plan.highlights:
            assert self.conditional_format(*edges(highlight.area), conditional(highlight, formats)) == 0

    def columns(self, plan: SheetPlan, formats: Any) -> None:
        for column in sorted({*plan.widths, *plan.hidden_columns, *plan.column_styles}):
            style = plan.column_styles.get(column)
            look = formats(style) if style else None
            options = {"hidden": 1} if column in plan.hidden_columns else {}
            assert self.set_column(column - 1, column - 1, plan.widths.get(column, 8.43), look, options) == 0

    def rows(self, plan: SheetPlan) -> None:
        collapsed = () if plan.collapsed_row is None else (plan.collapsed_row,)
        for row in sorted({*plan.heights, *plan.hidden_rows, *plan.outline_rows, *collapsed}):
            options = {
                "hidden": row in plan.hidden_rows,
                "level": plan.outline_rows.get(row, 0),
                "collapsed": row == plan.collapsed_row,
            }
            height = min(plan.heights[row], MAX_ROW_HEIGHT) if row in plan.heights else None
            assert self.set_row(row - 1, height, None, options) == 0

    def cells(self, plan: SheetPlan, formats: Any) -> None:
        for (row, column), cell in sorted(plan.cells.items(), key=lambda each: each[0]):
            place, style, value = (row - 1, column - 1), formats(cell.style), plain(cell.value)
            if cell.formula is not None:
                self.write_formula(*place, f"={cell.formula}", style, "" if value is None else value)
            elif value is None or value == "":
                self.write_blank(*place, None, style)
            elif isinstance(value, str):
                self.write_string(*place, value, style)
            elif isinstance(value, date):
                self.write_datetime(*place, value, style)
            else:
                self.write_number(*place, float(value), style)
        self.ignore_write_string = True
        for (row, column), cell in plan.cells.items():
            if cell.link is not None and cell.formula is None:
                link = f"internal:{cell.link}"
                assert self.write_url(row - 1, column - 1, link, formats(cell.style), "") == 0


def plain(value: Any) -> Any:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def limit(value: Any) -> Any:
    if isinstance(value, str):
        return f"={value}"
    return float(value) if isinstance(value, Decimal) else value


def validation(rule: Validation) -> dict[str, Any]:
    options = {
        "validate": rule.kind,
        "input_title": rule.title,
        "input_message": rule.message,
        "error_title": rule.error_title,
        "error_message": rule.error,
        "error_type": rule.on_error.value,
    }
    if rule.kind == "any":
        return options
    if rule.kind == "list":
        source = f"={rule.source}" if isinstance(rule.source, str) else list(rule.source)
        return {**options, "source": source}
    low, high = limit(rule.low), limit(rule.high)
    if rule.low is None:
        return {**options, "criteria": "<=", "value": high}
    if rule.high is None:
        return {**options, "criteria": ">=", "value": low}
    return {**options, "criteria": "between", "minimum": low, "maximum": high}


def conditional(rule: Highlight, formats: Any) -> dict[str, Any]:
    return {"type": "formula", "criteria": f"={rule.formula}", "format": formats.highlight(rule.style)}
