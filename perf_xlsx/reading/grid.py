"""The only door of the .xlsx format: a package becomes a ``Book``, in one streaming pass per part.

What matters to a form is read (values, formulas with their stored results, number formats, addresses,
merged areas, what is hidden); styles, drawings, comments, filters and the like are passed over, so
that nothing in them can keep a workbook from being read.
"""

from __future__ import annotations

from typing import Final

from perf_xlsx.model import Book, FileKind, Problem, Sheet
from perf_xlsx.reading import limits
from perf_xlsx.reading.cells import Cells
from perf_xlsx.reading.contents import Contents
from perf_xlsx.reading.ghosts import cut_merges, take_ghosts
from perf_xlsx.reading.margins import text_boxes
from perf_xlsx.reading.noticed import odd_cells, together
from perf_xlsx.reading.own_formulas import answer
from perf_xlsx.reading.package import Package
from perf_xlsx.reading.refusal import Refusal, refusal
from perf_xlsx.reading.shared_strings import shared_strings
from perf_xlsx.reading.sheet_part import Stored, read_sheet
from perf_xlsx.reading.stale import Stale
from perf_xlsx.reading.styles import number_formats
from perf_xlsx.reading.workbook_part import (
    SheetLink,
    created,
    custom_properties,
    find_workbook,
    read_workbook,
)

_NO_CELLS: Final = ("chartsheet", "dialogsheet", "xlmacrosheet", "xlintlmacrosheet", "xlintlmacro", "xlmacro")


def read_grid(package: Package) -> Book:
    """The workbook of a package; raises ``Refusal`` when it can't be trusted to be whole."""
    part = find_workbook(package)
    if part is None:
        raise refusal("file.not_a_workbook")
    workbook = read_workbook(package, part)
    if not workbook.sheets:
        raise refusal("file.no_sheets")
    if len(workbook.sheets) > limits.SHEETS:
        raise refusal("file.too_many_sheets", found=str(len(workbook.sheets)), expected=str(limits.SHEETS))
    problems: list[Problem] = []
    texts = shared_strings(package, _sibling(package, part, "sharedStrings"))
    formats = _formats(package, part, problems)
    contents = Contents(texts, Cells(formats, from_1904=workbook.from_1904))
    stored = _read_sheets(package, workbook.sheets, contents, problems)
    if workbook.exact:
        Stale({link.name: found.cells for link, found in stored}).mark()
    sheets = tuple(_sheet(package, link, found, problems) for link, found in stored)
    return Book(
        FileKind.XLSM if workbook.has_macros else FileKind.XLSX,
        sheets,
        custom_properties(package),
        created(package),
        together(problems),
    )


def _sibling(package: Package, workbook: str, kind: str) -> str | None:
    """A part that the workbook links to; by its usual name where the links are lost."""
    found = package.linked(workbook, kind)
    usual = f"xl/{kind.lower()}.xml"
    return found or (usual if usual in package else None)


def _formats(package: Package, workbook: str, problems: list[Problem]) -> list[str]:
    try:
        return number_formats(package, _sibling(package, workbook, "styles"))
    except Refusal as refused:
        if refused.problem.rule != "file.part_damaged":
            raise
        problems.append(Problem("file.formats_lost"))
        return []


def _read_sheets(
    package: Package, links: tuple[SheetLink, ...], contents: Contents, problems: list[Problem]
) -> list[tuple[SheetLink, Stored]]:
    """All sheets, the small ones first: a list of something else must not take the room of the forms."""
    there = [(link, link.part) for link in links if link.kind not in _NO_CELLS and link.part is not None]
    problems += [
        Problem("file.sheet_missing", found=link.name)
        for link in links
        if link.kind not in _NO_CELLS and link.part is None
    ]
    read: dict[str, Stored] = {}
    room, crowded = limits.CELLS, False
    for link, part in sorted(there, key=lambda pair: package.entries[pair[1]].size):
        sheet = None if crowded else _read_one(package, link, part, contents, room)
        if sheet is None:
            crowded = True  # those that follow are larger still
            problems.append(Problem("file.crowded_sheet", found=link.name, expected=str(limits.CELLS)))
        else:
            room -= len(sheet.cells)
            answer(sheet.cells, contents.cells, contents.cells.unanswered)
            read[link.name] = sheet
        contents.cells.unanswered.clear()
    if not any(sheet.cells for sheet in read.values()):
        _refuse_all(problems, nothing=not read)
    return [(link, read[link.name]) for link, _ in there if link.name in read]


def _refuse_all(problems: list[Problem], *, nothing: bool) -> None:
    """Why no sheet could be read, when that is so."""
    of_rule = {problem.rule: problem.found for problem in problems}
    if "file.crowded_sheet" in of_rule:
        raise refusal("file.too_many_cells", expected=str(limits.CELLS))
    if nothing and "file.sheet_missing" in of_rule:
        raise refusal("file.sheet_damaged", found=of_rule["file.sheet_missing"])
    if nothing:
        raise refusal("file.no_sheets")


def _read_one(package: Package, link: SheetLink, part: str, contents: Contents, room: int) -> Stored | None:
    """None when the sheet has more cells than are read: lists of something else beside the forms."""
    try:
        return read_sheet(package, part, link.name, contents, room)
    except Refusal as refused:
        if refused.problem.rule == "file.too_many_cells":
            return None
        if refused.problem.slots.get("part") == part:
            raise refusal("file.sheet_damaged", found=link.name) from None
        raise


def _sheet(package: Package, link: SheetLink, found: Stored, problems: list[Problem]) -> Sheet:
    merges = cut_merges(found.merges, found.cells)
    ghosts = take_ghosts(merges, found.cells)
    if link.visible:
        problems += [*found.problems, *ghosts, *odd_cells(found.cells)]
    margins = (*found.margins, *text_boxes(package, link.part or ""))
    return Sheet(link.name, found.cells, merges, link.visible, margins)
