"""原表其他信息: what the visible cells of the form sheets hold beyond the forms, with address.

Whatever of them isn't found on another sheet of the output stands here, so that nothing is lost.
Other and hidden sheets are named with the count of their cells and not copied, unless all is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from perf_xlsx.model import Area, Leftover
from perf_xlsx.values.names import is_level
from perf_xlsx.writing import names, styles, table
from perf_xlsx.writing.layout import Source
from perf_xlsx.writing.plan import PrintSetup, SheetPlan, Value
from perf_xlsx.writing.table import Column, Entry
from perf_xlsx.writing.typed import shown_text

COLUMNS: Final = (
    Column("工作表", 26),
    Column("单元格", 10, styles.CELL_CENTRE),
    Column("内容", 90),
)
_HEADER: Final = 3


def leftovers_sheet(source: Source, others: Sequence[SheetPlan]) -> SheetPlan | None:
    """The sheet, or None when there is nothing beyond the forms."""
    cells = [*_told(source), *_lost(source, others)]
    sheets = [note for note in source.submission.other_sheets if note.cells]
    kept = _kept(source) if source.evaluation.options.keep_all else []
    if not (cells or sheets or kept):
        return None
    note = "原表中不属于自评表栏目的内容，按原单元格列出；重新运行后保留。"
    sheet = table.titled(names.LEFTOVERS, names.LEFTOVERS, note, COLUMNS, len(COLUMNS), tab="8A8F98")
    table.header(sheet, _HEADER, COLUMNS)
    last = table.fill(sheet, _HEADER + 1, COLUMNS, _unique([*cells, *kept]))
    last = _sheets(sheet, last + 2, source) if sheets else last
    sheet.page = PrintSetup(
        landscape=False,
        area=Area(1, 1, last, len(COLUMNS)),
        repeat_rows=(_HEADER, _HEADER),
        footer=source.footer,
    )
    sheet.freeze = (_HEADER + 1, 1)
    return sheet


def _sheets(sheet: SheetPlan, row: int, source: Source) -> int:
    """Sheets that are not copied: they may hold lists of persons."""
    sheet.merge(Area(row, 1, row, len(COLUMNS)), "未复制的工作表", styles.SECTION)
    for column, text in enumerate(("名称", "非空格数", "说明"), start=1):
        sheet.put(row + 1, column, text, styles.HEAD)
    last = row + 1
    for last, note in enumerate(source.submission.other_sheets, start=row + 2):
        sheet.put(last, 1, note.name, styles.CELL)
        sheet.put(last, 2, note.cells, styles.CELL_CENTRE)
        shown = "可见的其他工作表" if note.visible else "隐藏的工作表"
        sheet.put(last, 3, f"{shown}，内容留在原文件中。", styles.CELL)
    return last


Found = tuple[str, str, str]
"""Sheet, address and text."""


def _told(source: Source) -> Iterator[Found]:
    for left in source.submission.leftovers:
        yield _found(left)


def _found(left: Leftover) -> Found:
    return left.place.sheet, left.place.cell, left.text


def _unique(found: Iterable[Found]) -> Iterator[Sequence[Value | Entry]]:
    yield from dict.fromkeys(found)


def _form_sheets(source: Source) -> set[str]:
    submission = source.submission
    return {form.sheet for form in (*submission.forms, *submission.siblings)}


def _lost(source: Source, others: Sequence[SheetPlan]) -> Iterator[Found]:
    """Visible cells of the form sheets that stand nowhere else in the output."""
    if source.submission.marker is not None:
        return
    wanted = _form_sheets(source)
    book = source.evaluation.book
    if book is None:
        return
    own = _own_sheets(source)
    told = {(left.place.sheet, left.place.cell) for left in source.submission.leftovers}
    found = [
        (sheet.name, cell)
        for sheet in book.sheets
        if sheet.name in wanted and sheet.visible and sheet.name not in own
        for cell in sheet.cells.values()
        if cell.text and not cell.hidden
    ]
    missing = _missing({squeezed(cell.text) for _, cell in found}, others)
    for name, cell in found if missing else ():
        if squeezed(cell.text) in missing and (name, cell.place.cell) not in told:
            yield name, cell.place.cell, cell.text


def _own_sheets(source: Source) -> set[str]:
    """Of a merged workbook, the sheets of files that are outputs of this tool: nothing of theirs is lost."""
    merged = source.evaluation.merged
    files = [each.file for each in merged.files if each.is_output] if merged else []
    return {name for name in _form_sheets(source) if name.startswith(tuple(f"[{file}]" for file in files))}


def squeezed(text: str) -> str:
    """A text without spaces and line breaks: 绩 效\\n指标 shows the same words as 绩效指标."""
    return "".join(text.split())


def _missing(texts: set[str], sheets: Sequence[SheetPlan]) -> set[str]:
    """Those of some texts that no cell of the output shows.

    Numbers are printed by their formats only for what no text shows.  The names of levels beside rows
    left empty are the form's own print.
    """
    values = {cell.value for sheet in sheets for cell in sheet.cells.values()}
    missing = texts - {squeezed(value) for value in values if isinstance(value, str)}
    if not missing:
        return missing
    numbers = {
        (value, style.number_format)
        for sheet in sheets
        for value, style, _, _ in sheet.cells.values()
        if isinstance(value, Decimal)
    }
    missing -= {squeezed(shown_text(*number)) for number in numbers}
    return {text for text in missing if text and not is_level(text)}


def _kept(source: Source) -> list[Found]:
    """Every cell of the other sheets, when all is to be kept."""
    book = source.evaluation.book
    if book is None:
        return []
    names_of_others = {note.name for note in source.submission.other_sheets}
    return [
        (sheet.name, cell.place.cell, cell.text)
        for sheet in book.sheets
        if sheet.name in names_of_others
        for cell in sheet.cells.values()
        if cell.text
    ]
