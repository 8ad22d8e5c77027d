"""The same workbook written another way: what a score must not hang on, as changes from book to book."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from random import Random
from typing import TypeAlias

from tables import sheet

from perf_xlsx.evaluate import Evaluation
from perf_xlsx.figures import percent, plain
from perf_xlsx.model import Area, Book, Cell, DraftForm, FormScore, Place, Sheet
from perf_xlsx.reading.locate import locate

_BETWEEN = re.compile("(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
Where: TypeAlias = tuple[int, int]
Change: TypeAlias = Callable[[Book, Random], Book]

# ---------------------------------------------------------------- what is compared


@dataclass(frozen=True)
class Scores:
    """All scores and statuses by project, and the findings' rules by project and indicators."""

    forms: dict[str, tuple[object, ...]]
    unit: tuple[object, ...]
    told: frozenset[tuple[str, str, frozenset[str]]]


_SEEN = str.maketrans("≧≦〜", "≥≤~", "\u200b\ufeff\u202a\u00ad")


def name_of(text: str) -> str:
    """A name as the eye compares it: without width, spaces and what is invisible."""
    seen = text.translate(_SEEN)
    return "".join(unicodedata.normalize("NFKC", seen).split())


def scores(given: Evaluation) -> Scores:
    """What a law compares."""
    card = given.scorecard
    assert card is not None
    told = frozenset(
        (each.rule, name_of(each.project), frozenset(name_of(each.indicator).split("、")))
        for each in given.findings
    )
    unit = card.unit
    forms = {name_of(form.form.project.text): _form(form) for form in card.forms}
    return Scores(forms, (unit.mean, unit.by_budget, unit.by_executed, unit.by_parts, unit.grade), told)


def _form(form: FormScore) -> tuple[object, ...]:
    budget = form.budget
    rows = sorted(
        (name_of(row.indicator.level3.text), row.status.value, row.weight, row.points.low, row.points.high)
        for row in form.rows
    )
    parts = [(part.key, part.status, part.points) for part in form.parts]
    return form.total, form.uncapped, form.cap, form.grade, budget.status, budget.points, rows, parts


# ---------------------------------------------------------------- from cell to cell, from sheet to sheet


def each_sheet(book: Book, change: Callable[[Sheet], Sheet]) -> Book:
    return replace(book, sheets=tuple(change(each) for each in book.sheets))


def each_cell(book: Book, change: Callable[[Cell], Cell]) -> Book:
    return each_sheet(
        book, lambda one: replace(one, cells={at: change(cell) for at, cell in one.cells.items()})
    )


def moved(given: Sheet, rows: Callable[[int], int], columns: Callable[[int], int]) -> Sheet:
    """Every cell at another address, merged areas with them."""
    cells = {
        (rows(row), columns(column)): cell._replace(place=Place(given.name, rows(row), columns(column)))
        for (row, column), cell in given.cells.items()
    }
    merges = tuple(
        Area(rows(area.top), columns(area.left), rows(area.bottom), columns(area.right))
        for area in given.merges
    )
    return replace(given, cells=cells, merges=merges)


def as_text(cell: Cell, text: str) -> Cell:
    return cell._replace(text=text, number=None, number_format="General")


# ---------------------------------------------------------------- the changes


def sheets_in_another_order(book: Book, random: Random) -> Book:
    return replace(book, sheets=tuple(random.sample(book.sheets, len(book.sheets))))


def foreign_sheets(book: Book, random: Random) -> Book:
    """A hidden list of persons and a visible page of notes, anywhere between the forms."""
    persons = sheet("人员", "姓名 | 职务\n" + "\n".join(f"张{n} | 科员" for n in range(9)), visible=False)
    notes = sheet("说明", "填表说明\n本表一式两份 | 5 | 95%\n咨询电话请见通知")
    sheets = list(book.sheets)
    for one in (persons, notes):
        sheets.insert(random.randrange(len(sheets) + 1), one)
    return replace(book, sheets=tuple(sheets))


def blank_lines(book: Book, random: Random) -> Book:
    """Blank rows and columns anywhere but between the rows of a header."""

    def change(given: Sheet) -> Sheet:
        height = max((row for row, _ in given.cells), default=1)
        width = max((column for _, column in given.cells), default=1)
        heads = [_header_rows(form) for form in _forms_of(book, given.name)]
        free = [row for row in range(1, height + 1) if not any(row in head for head in heads)] or [height + 1]
        rows = [random.choice(free) for _ in range(3)]
        columns = [random.randrange(1, width + 1) for _ in range(2)]
        return moved(
            given,
            lambda row: row + sum(at <= row for at in rows),
            lambda column: column + sum(at <= column for at in columns),
        )

    return each_sheet(book, change)


def _header_rows(form: DraftForm) -> range:
    """The rows before which a blank one would part a header: headers may have an upper and a lower half."""
    rows = [cell.place.row for cell in form.columns.values()]
    return range(min(rows), max(rows) + 2) if rows else range(0)


def full_width(book: Book, _: Random) -> Book:
    def wide(text: str) -> str:
        return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)

    return each_cell(
        book, lambda cell: cell if cell.number is not None else cell._replace(text=wide(cell.text))
    )


def half_width(book: Book, _: Random) -> Book:
    def narrow(text: str) -> str:
        return "".join(chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign for sign in text)

    return each_cell(
        book, lambda cell: cell if cell.number is not None else cell._replace(text=narrow(cell.text))
    )


def numbers_as_text(book: Book, _: Random) -> Book:
    return each_cell(
        book, lambda cell: cell if cell.number is None or cell.date else as_text(cell, cell.text)
    )


def text_as_numbers(book: Book, _: Random) -> Book:
    """Texts of digits become numbers, texts of percents ratios with a format."""

    def change(cell: Cell) -> Cell:
        if cell.number is not None or cell.formula is not None:
            return cell
        for text, scale, code in ((cell.text, 1, "General"), (cell.text.removesuffix("%"), 100, "percent")):
            try:
                number = Decimal(text)
            except InvalidOperation:
                continue
            if plain(number) != text or (code == "percent") != cell.text.endswith("%"):
                continue
            if code == "percent":
                places = len(text.partition(".")[2])
                code = "0" + ("." + "0" * places if places else "") + "%"
                assert percent(number / scale, places) == cell.text
            return cell._replace(number=number / scale, number_format=code)
        return cell

    return each_cell(book, change)


def _level_merges(form: DraftForm, given: Sheet) -> Iterator[Area]:
    """The merged cells of 一级指标 and 二级指标 beside the rows."""
    rows = {row.place.row for row in form.indicators}
    columns = {form.columns[name].place.column for name in ("level1", "level2") if name in form.columns}
    for area in given.merges:
        if area.left in columns and area.top in rows and area.bottom > area.top:
            yield area


def _forms_of(book: Book, name: str) -> list[DraftForm]:
    return [form for form in locate(book).forms if form.sheet == name]


def unmerged(book: Book, random: Random) -> Book:
    """Group cells not merged: the name in the first row only, or in each."""
    repeat = random.random() < 0.5

    def change(given: Sheet) -> Sheet:
        apart = [area for form in _forms_of(book, given.name) for area in _level_merges(form, given)]
        cells = dict(given.cells)
        for area in apart if repeat else []:
            name = given.at(area.top, area.left)
            for row in range(area.top, area.bottom + 1) if name else ():
                cells[row, area.left] = name._replace(place=Place(given.name, row, area.left))
        return replace(given, cells=cells, merges=tuple(each for each in given.merges if each not in apart))

    return each_sheet(book, change)


def merged(book: Book, _: Random) -> Book:
    """Group names that are repeated stand in one merged cell."""

    def change(given: Sheet) -> Sheet:
        for form in _forms_of(book, given.name):
            for name in ("level1", "level2"):
                given = _merge_alike(given, form, name)
        return given

    return each_sheet(book, change)


def _merge_alike(given: Sheet, form: DraftForm, name: str) -> Sheet:
    """Cells of a level column that repeat the one above become one merged cell."""
    if name not in form.columns:
        return given
    column = form.columns[name].place.column
    cells, areas = dict(given.cells), list(given.merges)
    for run in _runs(given, form, name, column):
        areas.append(Area(run[0], column, run[-1], column))
        for row in run[1:]:
            del cells[row, column]
    return replace(given, cells=cells, merges=tuple(areas))


def _runs(given: Sheet, form: DraftForm, name: str, column: int) -> list[list[int]]:
    """Neighbouring rows with the same names of both levels, in cells of their own."""
    runs: list[list[int]] = []
    above: tuple[str, str] | None = None
    for row in form.indicators:
        at, names = row.place.row, (row.text("level1"), row.text(name))
        alone = given.at(at, column) and not any(area.holds(at, column) for area in given.merges)
        if alone and runs and runs[-1][-1] == at - 1 and names == above:
            runs[-1].append(at)
        elif alone:
            runs.append([at])
        above = names if alone else None
    return [run for run in runs if len(run) > 1]


def rows_in_another_order(book: Book, random: Random) -> Book:
    """Indicator rows change places within their 二级指标."""

    def change(given: Sheet) -> Sheet:
        for form in _forms_of(book, given.name):
            given = _shuffled(given, form, random)
        return given

    return each_sheet(book, change)


def _shuffled(given: Sheet, form: DraftForm, random: Random) -> Sheet:
    levels = [form.columns[name].place.column for name in ("level1", "level2") if name in form.columns]
    first = max(levels, default=0) + 1
    places = _places(given, form, first, random)

    def at(row: int, column: int) -> int:
        return places.get(row, row) if column >= first else row

    cells = {
        (at(row, column), column): cell._replace(place=Place(given.name, at(row, column), column))
        for (row, column), cell in given.cells.items()
    }
    merges = tuple(
        area._replace(top=at(area.top, area.left), bottom=at(area.bottom, area.left)) for area in given.merges
    )
    return replace(given, cells=cells, merges=merges)


def _places(given: Sheet, form: DraftForm, first: int, random: Random) -> dict[int, int]:
    """Where each row goes: rows of one 二级指标 change places, but for those that share a merged cell."""
    tied = {
        row
        for area in given.merges
        if area.bottom > area.top and area.right >= first
        for row in range(area.top, area.bottom + 1)
    }
    groups: dict[tuple[str, str], list[int]] = {}
    for row in form.indicators:
        if row.place.row not in tied:
            groups.setdefault((row.text("level1"), row.text("level2")), []).append(row.place.row)
    shuffled = {name: random.sample(rows, len(rows)) for name, rows in groups.items()}
    return {old: new for name, rows in groups.items() for old, new in zip(rows, shuffled[name], strict=True)}


def money_in_yuan(book: Book, _: Random) -> Book:
    """A form that says 万元 says 元, its money with it."""
    units, money = set(), set()
    for form in locate(book).forms:
        unit = form.fields.get("money_unit")
        if unit is not None and "万元" in unit.text:
            units.add((form.sheet, unit.place.row, unit.place.column))
            money |= set(_money_places(form))

    def change(cell: Cell) -> Cell:
        at = (cell.place.sheet, cell.place.row, cell.place.column)
        if at in units or (units and "（万元）" in cell.text):
            return cell._replace(text=cell.text.replace("万元", "元"))
        if at in money and cell.number is not None:
            number = cell.number * 10_000
            return cell._replace(number=number, text=plain(number), formula=None)
        return cell

    return each_cell(book, change)


def _money_places(form: DraftForm) -> Iterator[tuple[str, int, int]]:
    for fund in form.funds:
        for name in ("initial", "full_year", "received", "executed"):
            if (cell := fund.row.cells.get(name)) is not None:
                yield form.sheet, cell.place.row, cell.place.column


# ---------------------------------------------------------------- the same to the eye


def _texts(book: Book, change: Callable[[str], str]) -> Book:
    return each_cell(
        book, lambda cell: cell if cell.number is not None else cell._replace(text=change(cell.text))
    )


def look_alike_signs(book: Book, _: Random) -> Book:
    signs = str.maketrans("≥≤%=><-~～", "≧≦﹪﹦﹥﹤－〜〜")
    return _texts(book, lambda text: text.translate(signs))


INVISIBLE = "\u200b\ufeff\u202a\u00ad"


def invisible_signs(book: Book, random: Random) -> Book:
    """Zero-width characters and marks of direction, as pasting from web pages leaves them."""

    def change(text: str) -> str:
        return "".join(sign + (random.choice(INVISIBLE) if random.random() < 0.2 else "") for sign in text)

    return _texts(book, change)


def space_at_ends(book: Book, random: Random) -> Book:
    ends = (" ", "\n", "　", "\u00a0")
    return _texts(book, lambda text: f"{random.choice(ends)}{text}{random.choice(ends)}" if text else text)


def spaced_headers(book: Book, random: Random) -> Book:
    """Header words as 得 分, or broken over two lines."""
    heads = {
        (form.sheet, cell.place.row, cell.place.column)
        for form in locate(book).forms
        for cell in (*form.columns.values(), *form.fund_columns.values())
    }

    def change(cell: Cell) -> Cell:
        if (cell.place.sheet, cell.place.row, cell.place.column) not in heads or cell.number is not None:
            return cell
        space = random.choice((" ", "\n", "　"))
        return cell._replace(text=_BETWEEN.sub(space, cell.text))

    return each_cell(book, change)
