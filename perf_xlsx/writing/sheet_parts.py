"""The lists of a sheet's part as XML: columns, merged areas, rules of colour and of entry, links.

XlsxWriter checks every call anew and collects each element's attributes in a list.  A plan says the same
in fewer words: its lists are written here at once, a test compares them with XlsxWriter's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from perf_xlsx.model import Area
from perf_xlsx.writing.elements import attribute, escaped, serial
from perf_xlsx.writing.limits import MAX_COLUMNS, MAX_LINKS, MAX_LIST, MAX_TITLE, PlanError, cut
from perf_xlsx.writing.plan import MAX_ROW_HEIGHT, Highlight, OnError, Style, Validation, address, span

_DIGIT: Final = 7
"""Pixels of a digit in the workbook's font; a column's width counts digits."""
_COMMON_WIDTH: Final = 64
_COMMON_HEIGHT: Final = 20
_ERROR_STYLES: Final = {
    OnError.STOP: "",
    OnError.WARN: ' errorStyle="warning"',
    OnError.INFORM: ' errorStyle="information"',
}


class ColumnLook(NamedTuple):
    """A column: its width in pixels, the index of its style (0 for none), and whether it is hidden."""

    width: int
    style: int
    hidden: bool


def width_pixels(width: float) -> int:
    """A column's width of so many digits in pixels, with the margins of a cell."""
    return int(width * _DIGIT + 0.5) + 5 if width >= 1 else int(width * (_DIGIT + 5) + 0.5)


@lru_cache(maxsize=1024)
def row_look(
    height: float | None, hidden: bool = False, level: int = 0, collapsed: bool = False
) -> tuple[int, str]:
    """A row's height in pixels, and its attributes after its number; ``height`` in points."""
    pixels = _COMMON_HEIGHT if height is None else int(min(height, MAX_ROW_HEIGHT) * 4.0 / 3.0 + 0.5)
    common = pixels == _COMMON_HEIGHT
    look = "" if common else f' ht="{pixels * 0.75:.16g}"'
    if hidden:
        look += ' hidden="1"'
    if not common:
        look += ' customHeight="1"'
    if level:
        look += f' outlineLevel="{level}"'
    return pixels, f'{look} collapsed="1"' if collapsed else look


def columns(looks: Mapping[int, ColumnLook]) -> str:
    """Neighbours that look alike share an element."""
    written: list[str] = []
    first = last = 0
    for column in sorted(looks):
        if first and column == last + 1 and looks[column] == looks[first]:
            last = column
            continue
        if first:
            written.append(_column(first, last, looks[first]))
        first = last = column
    if first:
        written.append(_column(first, last, looks[first]))
    return _list("cols", written)


def _column(first: int, last: int, look: ColumnLook) -> str:
    width = look.width * 256 // _DIGIT / 256
    style = f' style="{look.style}"' if look.style else ""
    hidden = ' hidden="1"' if look.hidden else ""
    custom = ' customWidth="1"' if look.width != _COMMON_WIDTH else ""
    return f'<col min="{first}" max="{last}" width="{width:.16g}"{style}{hidden}{custom}/>'


def merged(areas: Sequence[Area]) -> str:
    """Merged areas; two that overlap make Excel repair the file, and are refused."""
    taken: set[int] = set()
    for area in areas:
        known, width = len(taken), area.right - area.left + 1
        for row in range(area.top, area.bottom + 1):
            start = row * MAX_COLUMNS + area.left
            taken.update(range(start, start + width))
        if len(taken) - known != width * (area.bottom - area.top + 1):
            raise PlanError(f"{span(area)} overlaps another merged area")
    return _counted("mergeCells", [f'<mergeCell ref="{span(area)}"/>' for area in areas])


def highlights(rules: Iterable[Highlight], index: Callable[[Style], int]) -> str:
    """Conditional formats, those of an area together; ``index`` is that of a format for conditional use."""
    by_area: dict[Area, list[str]] = {}
    for priority, rule in enumerate(rules, start=1):
        by_area.setdefault(rule.area, []).append(
            f'<cfRule type="expression" dxfId="{index(rule.style)}" priority="{priority}">'
            f"<formula>{escaped(rule.formula)}</formula></cfRule>"
        )
    return "".join(
        f'<conditionalFormatting sqref="{_reference(area)}">{"".join(written)}</conditionalFormatting>'
        for area, written in by_area.items()
    )


def validations(rules: Iterable[Validation]) -> str:
    """What may be typed; a list that Excel can't hold is refused."""
    return _counted("dataValidations", [_validation(rule) for rule in rules])


def _validation(rule: Validation) -> str:
    kind = "" if rule.kind == "any" else f' type="{rule.kind}"'
    operator, ends = _limits(rule)
    words = _words(rule.on_error, rule.error_title, rule.error, rule.title, rule.message)
    start = f'<dataValidation{kind}{operator}{words} sqref="{_reference(rule.area)}"'
    written = "".join(f"<formula{number}>{end}</formula{number}>" for number, end in enumerate(ends, 1))
    return f"{start}>{written}</dataValidation>" if kind else f"{start}/>"


def _limits(rule: Validation) -> tuple[str, tuple[str, ...]]:
    """The operator, where it is not "between", and what it compares with."""
    if rule.kind == "any":
        return "", ()
    if rule.kind == "list":
        return "", (_source(rule.source),)
    if rule.low is None:
        return ' operator="lessThanOrEqual"', (_end(rule.high),)
    if rule.high is None:
        return ' operator="greaterThanOrEqual"', (_end(rule.low),)
    return "", (_end(rule.low), _end(rule.high))


@lru_cache(maxsize=512)
def _words(on_error: OnError, error_title: str, error: str, title: str, message: str) -> str:
    """What Excel tells beside a cell and after an entry that is refused."""
    return (
        f'{_ERROR_STYLES[on_error]} allowBlank="1" showInputMessage="1" showErrorMessage="1"'
        f' errorTitle="{attribute(cut(error_title, MAX_TITLE))}" error="{attribute(cut(error, MAX_LIST))}"'
        f' promptTitle="{attribute(cut(title, MAX_TITLE))}" prompt="{attribute(cut(message, MAX_LIST))}"'
    )


def _source(source: tuple[str, ...] | str) -> str:
    """The entries of a drop-down list, or the formula of their range."""
    if isinstance(source, str):
        return escaped(source)
    joined = ",".join(source)
    if len(joined) > MAX_LIST or any("," in entry for entry in source):
        raise PlanError(f"a drop-down list of {len(joined)} characters")
    return f'"{escaped(joined)}"'


def _end(value: str | Decimal | date | None) -> str:
    if isinstance(value, str):
        return escaped(value)
    return f"{serial(value):.16g}" if isinstance(value, date) else f"{float(value or 0)}"


def links(targets: Sequence[tuple[int, int, str]]) -> str:
    """Links within the workbook: row, column and the place to jump to."""
    if len(targets) > MAX_LINKS:
        raise PlanError(f"{len(targets)} links")
    written = [
        f'<hyperlink ref="{address(row, column)}" location="{attribute(target)}" display=""/>'
        for row, column, target in targets
    ]
    return _list("hyperlinks", written)


def _reference(area: Area) -> str:
    if area.top == area.bottom and area.left == area.right:
        return address(area.top, area.left)
    return span(area)


def _list(name: str, elements: Sequence[str]) -> str:
    return f"<{name}>{''.join(elements)}</{name}>" if elements else ""


def _counted(name: str, elements: Sequence[str]) -> str:
    return f'<{name} count="{len(elements)}">{"".join(elements)}</{name}>' if elements else ""
