"""Does every formula give its stored result?  Recalculated by formualizer, LibreOffice and excelize.

The stored results are read with a small reader of its own, so that nothing of the program judges
itself.  LibreOffice trusts stored results unless its profile tells it to recalculate always.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import excelize
import formualizer
import openpyxl
from openpyxl.utils import get_column_letter

SOFFICE = shutil.which("soffice")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TOLERANCE = 1e-9
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""

Result = str | float | bool | None


class At(NamedTuple):
    """A cell: sheet and address."""

    sheet: str
    cell: str


def numbered(cell: str) -> tuple[int, int]:
    """G12 → (12, 7)."""
    match = _ADDRESS.fullmatch(cell)
    assert match is not None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def values(data: bytes) -> dict[At, tuple[str | None, Result]]:
    """Every non-empty cell: its formula, if any, and its stored value."""
    found: dict[At, tuple[str | None, Result]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        shared = _shared(package)
        for name, part in _sheets(package):
            for cell in ET.fromstring(package.read(part)).iter(f"{MAIN}c"):
                formula = cell.find(f"{MAIN}f")
                result = _result(cell, shared)
                if formula is not None or result is not None:
                    found[At(name, cell.get("r", ""))] = (None if formula is None else formula.text, result)
    return found


def _sheets(package: zipfile.ZipFile) -> Iterable[tuple[str, str]]:
    relations = {
        each.get("Id"): each.get("Target", "")
        for each in ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    }
    for sheet in ET.fromstring(package.read("xl/workbook.xml")).iter(f"{MAIN}sheet"):
        yield sheet.get("name", ""), f"xl/{relations[sheet.get(REL)].removeprefix('/xl/')}"


def _shared(package: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in package.namelist():
        return []
    root = ET.fromstring(package.read("xl/sharedStrings.xml"))
    return ["".join(text.text or "" for text in item.iter(f"{MAIN}t")) for item in root.iter(f"{MAIN}si")]


def _result(cell: ET.Element, shared: list[str]) -> Result:
    kind, value = cell.get("t", "n"), cell.find(f"{MAIN}v")
    if kind == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{MAIN}t"))
    if value is None or value.text is None:
        return "" if cell.find(f"{MAIN}f") is not None else None
    if kind == "s":
        return shared[int(value.text)]
    if kind == "b":
        return value.text == "1"
    return float(value.text) if kind == "n" else value.text


def formulas(data: bytes) -> dict[At, Result]:
    """The stored result of every formula cell."""
    return {place: result for place, (formula, result) in values(data).items() if formula is not None}


def by_formualizer(data: bytes, changes: Mapping[At, Result] | None = None) -> dict[At, Result]:
    """Every formula cell of a workbook, recalculated; ``changes`` are typed in before."""
    book = formualizer.load_workbook_bytes(data)
    for place, value in (changes or {}).items():
        book.set_value(place.sheet, *numbered(place.cell), value)
    book.evaluate_all()
    return {place: _plain(book.evaluate_cell(place.sheet, *numbered(place.cell))) for place in formulas(data)}


def _plain(value: object) -> Result:
    if isinstance(value, dict):
        return f"#{value.get('kind', value)}"
    return value if isinstance(value, str | float | bool) or value is None else float(str(value))


_IS_EMPTY = re.compile(r"""((?:'[^']+'!)?\$?[A-Z]+\$?\d+)=\"\"(?!")""")
_ENDS = re.compile(
    r'IF\((?P<low>[^"]+)=(?P<high>[^"]+),(?P=low),TEXT\((?P=low),"0\.00"\)&"～"&TEXT\((?P=high),"0\.00"\)\)'
)


def by_excelize(data: bytes) -> dict[At, Result]:
    """Every formula cell as excelize recalculates it: an engine of its own, written in Go.

    What it misreads reaches it in other words with the same meaning.  It takes 0="" for true, which Excel
    doesn't: G7="" becomes LEN(G7)=0.  It mixes up the arguments of calls nested in a comparison within a
    call (its issue 2406): the two ends of an interval get cells of their own.  It doesn't know OFFSET, which
    the template's totals use.
    """
    book, given = excelize.open_reader(data), values(data)
    for at, (formula, _) in given.items():
        if formula is not None and (plainer := _for_excelize(book, at, formula)) != formula:
            book.set_cell_formula(at.sheet, at.cell, f"={plainer}")
    return {at: _like(given[at][1], _calculated(book, at)) for at in formulas(data)}


def _for_excelize(book: excelize.File, at: At, formula: str) -> str:
    formula = _IS_EMPTY.sub(r"LEN(\1)=0", formula)
    if (ends := _ENDS.search(formula)) is None:
        return formula
    row, column = numbered(at.cell)
    low, high = (f"{get_column_letter(200 + 2 * column + end)}{row}" for end in (0, 1))
    for cell, end in ((low, ends["low"]), (high, ends["high"])):
        book.set_cell_formula(at.sheet, cell, f"={end}")
    return formula.replace(ends[0], f'IF({low}={high},{low},TEXT({low},"0.00")&"～"&TEXT({high},"0.00"))')


def _calculated(book: excelize.File, at: At) -> str:
    try:
        return str(book.calc_cell_value(at.sheet, at.cell, excelize.Options(raw_cell_value=True)))
    except RuntimeError as error:
        return f"#{error}"


def _like(stored: Result, text: str) -> Result:
    """A shown result as the kind of value that is stored: excelize gives texts."""
    if isinstance(stored, bool):
        return {"TRUE": True, "FALSE": False}.get(text, text)
    try:
        return float(text) if isinstance(stored, float) else text
    except ValueError:
        return text


def by_libreoffice(books: Mapping[str, bytes], folder: Path) -> dict[str, dict[At, Result]]:
    """Every cell of every workbook as LibreOffice recalculates it; all in one start of the program."""
    assert SOFFICE is not None
    profile, inputs, outputs = folder / "profile", folder / "in", folder / "out"
    for path in (profile / "user", inputs, outputs):
        path.mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    for name, data in books.items():
        (inputs / f"{name}.xlsx").write_bytes(data)
    command = [SOFFICE, "--headless", f"-env:UserInstallation=file://{profile}"]
    command += ["--convert-to", "xlsx", "--outdir", str(outputs)]
    command += [str(inputs / f"{name}.xlsx") for name in books]
    subprocess.run(command, check=True, capture_output=True, timeout=1800)
    made = {name: (outputs / f"{name}.xlsx").read_bytes() for name in books}
    return {name: {at: result for at, (_, result) in values(data).items()} for name, data in made.items()}


def differences(stored: Mapping[At, Result], recalculated: Mapping[At, Result]) -> list[str]:
    """Every formula cell whose recalculated result isn't the stored one, in words."""
    return [
        f"{at.sheet}!{at.cell}: stored {result!r}, recalculated {recalculated.get(at)!r}"
        for at, result in stored.items()
        if not same(result, recalculated.get(at))
    ]


def same(one: Result, other: Result) -> bool:
    """Equal texts; numbers equal to nine places; nothing and "" are the same."""
    if isinstance(one, str) or isinstance(other, str) or one is None or other is None:
        return (one or "") == (other or "") if not isinstance(one, float) else False
    return abs(float(one) - float(other)) <= TOLERANCE * max(1.0, abs(float(one)))


def edited(data: bytes, changes: Mapping[At, Result]) -> bytes:
    """The workbook with values typed into cells; its stored results are gone, recalculate it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for place, value in changes.items():
        book[place.sheet][place.cell] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
