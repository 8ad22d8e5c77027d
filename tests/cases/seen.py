"""What of a book must agree with the clean twin, as plain data that a failing test can show."""

from __future__ import annotations

from perf_xlsx.model import Book, Cell, Sheet


def cell(made: Cell) -> tuple[object, ...]:
    text = made.text.replace("\r\n", "\n")
    return text, made.number, made.date, made.formula, made.state.value, made.hidden


def sheet(made: Sheet) -> dict[str, tuple[object, ...]]:
    return {each.place.cell: cell(each) for each in sorted(made.cells.values(), key=lambda each: each.place)}


def merges(made: Sheet) -> list[tuple[int, int, int, int]]:
    """The merged areas of the form itself."""
    return sorted((each.top, each.left, each.bottom, each.right) for each in made.merges if each.top < 30)


def book(made: Book) -> dict[str, object]:
    """The visible sheets: cells by address, merged areas."""
    return {
        each.name: (
            sheet(each),
            sorted((a.top, a.left, a.bottom, a.right) for a in each.merges if a.top < 30),
        )
        for each in made.sheets
        if each.visible
    }
