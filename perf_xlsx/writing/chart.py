"""Bar charts as XlsxWriter builds them: calm colours, patterns that survive grey print."""

from __future__ import annotations

from typing import Any, Final

from perf_xlsx.writing.plan import BarChart, Series

_FONT: Final = {"name": "宋体", "size": 9}
_GRID: Final = {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}}


def add_chart(book: Any, sheet: Any, plan: BarChart) -> None:
    """Put a bar chart onto a sheet; ``book`` and ``sheet`` are ``book.py``'s writer objects."""
    chart = book.add_chart({"type": "line"} if plan.line else _bars(plan))
    for series in plan.series:
        chart.add_series(_line(series) if plan.line else _series(series))
    chart.set_title({"name": plan.title, "name_font": {"name": "黑体", "size": 11, "bold": False}})
    value_axis: dict[str, Any] = {"num_font": _FONT, "major_gridlines": _GRID, "min": plan.minimum}
    if plan.maximum is not None:
        value_axis["max"] = plan.maximum
    if plan.axis_title:
        value_axis |= {"name": plan.axis_title, "name_font": {**_FONT, "bold": False}}
    names: dict[str, Any] = {"num_font": _FONT, "line": {"color": "#7F7F7F"}}
    if plan.horizontal:
        chart.set_x_axis(value_axis)
        chart.set_y_axis({**names, "reverse": True})
    else:
        chart.set_y_axis(value_axis)
        chart.set_x_axis(names)
    chart.set_legend({"position": "bottom", "font": _FONT} if len(plan.series) > 1 else {"none": True})
    chart.set_chartarea({"border": {"color": "#BFBFBF"}})
    chart.set_size({"width": plan.width, "height": plan.height})
    options = {"object_position": 2, "description": plan.description}
    sheet.insert_chart(plan.row - 1, plan.column - 1, chart, options)


def _bars(plan: BarChart) -> dict[str, str]:
    """Several series are stacked; a single one is not, so that its labels can stand outside the bars."""
    kind = "bar" if plan.horizontal else "column"
    return {"type": kind, "subtype": "stacked"} if len(plan.series) > 1 else {"type": kind}


def _line(series: Series) -> dict[str, Any]:
    return {
        "name": series.name,
        "categories": f"={series.categories}",
        "values": f"={series.values}",
        "line": {"color": f"#{series.color}", "width": 2},
        "marker": {"type": "circle", "size": 7, "fill": {"color": f"#{series.color}"}},
    }


def _series(series: Series) -> dict[str, Any]:
    given: dict[str, Any] = {
        "name": series.name,
        "categories": f"={series.categories}",
        "values": f"={series.values}",
        "gap": 45,
        "border": {"color": f"#{series.color}", "width": 0.75},
    }
    if series.pattern:
        given["pattern"] = {
            "pattern": series.pattern,
            "fg_color": f"#{series.color}",
            "bg_color": "#FFFFFF",
        }
    else:
        given["fill"] = {"color": f"#{series.color}"}
    if series.labels:
        given["data_labels"] = {"value": True, "font": _FONT, "position": "outside_end", "num_format": "0;;"}
    return given
