"""What validators of .xlsx files don't see, and Excel repairs or refuses: a lint of our own."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from parity import MAIN, REL, numbered

MAX_TEXT, MAX_LIST, MAX_FORMULA, MAX_HEIGHT, MAX_PART = 32_767, 255, 8_192, 409, 255
_NAME = re.compile(r"[A-Za-z_\\\u4e00-\u9fff][\w.\\]*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[rR]\d*[cC]\d*")
_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([\w.\u4e00-\u9fff]+))!")
_YOUNGER = re.compile(r"\b(?:IFS|XLOOKUP|TEXTJOIN|CONCAT|FILTER|LET|SWITCH|MAXIFS|MINIFS|IFNA|ISFORMULA)\(")


def lint(data: bytes) -> list[str]:
    """Every fault, in words; an empty list for a sound workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        told = [f"part {name} stands twice" for name in names if names.count(name) > 1]
        book = ET.fromstring(package.read("xl/workbook.xml"))
        sheets = [sheet.get("name", "") for sheet in book.iter(f"{MAIN}sheet")]
        told += _sheet_names(sheets)
        told += _defined_names(book, sheets)
        told += _texts(package)
        told += _properties(package)
        for sheet, part in _parts(package, book):
            told += [f"{sheet}: {fault}" for fault in _sheet(ET.fromstring(package.read(part)), sheets)]
    return told


def _parts(package: zipfile.ZipFile, book: ET.Element) -> Iterator[tuple[str, str]]:
    relations = {
        each.get("Id"): each.get("Target", "")
        for each in ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    }
    for sheet in book.iter(f"{MAIN}sheet"):
        yield sheet.get("name", ""), f"xl/{relations[sheet.get(REL)]}"


def _sheet_names(names: list[str]) -> Iterator[str]:
    folded = [name.casefold() for name in names]
    for name in names:
        if folded.count(name.casefold()) > 1:
            yield f"sheet name {name} stands twice"
        if not 0 < len(name.encode("utf-16-le")) // 2 <= 31 or re.search(r"[\[\]:*?/\\]", name):
            yield f"sheet name {name} is not allowed"
        if name.startswith("'") or name.endswith("'") or name.casefold() == "history":
            yield f"sheet name {name} is not allowed"


def _defined_names(book: ET.Element, sheets: list[str]) -> Iterator[str]:
    seen = set()
    for defined in book.iter(f"{MAIN}definedName"):
        name, scope = defined.get("name", ""), defined.get("localSheetId")
        if (name.casefold(), scope) in seen:
            yield f"defined name {name} stands twice"
        seen.add((name.casefold(), scope))
        plain = name.removeprefix("_xlnm.")
        if not _NAME.fullmatch(plain) or _LIKE_A_CELL.fullmatch(plain):
            yield f"defined name {name} is not allowed"
        for quoted, bare in _SHEET.findall(defined.text or ""):
            if (quoted.replace("''", "'") or bare) not in sheets:
                yield f"defined name {name} refers to a sheet that isn't there"


def _texts(package: zipfile.ZipFile) -> Iterator[str]:
    if "xl/sharedStrings.xml" in package.namelist():
        for item in ET.fromstring(package.read("xl/sharedStrings.xml")).iter(f"{MAIN}si"):
            text = "".join(part.text or "" for part in item.iter(f"{MAIN}t"))
            if len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
                yield f"a text of {len(text)} characters"


def _properties(package: zipfile.ZipFile) -> Iterator[str]:
    if "docProps/custom.xml" in package.namelist():
        for item in ET.fromstring(package.read("docProps/custom.xml")).iter():
            if len(item.text or "") > MAX_PART:
                yield f"a property of {len(item.text or '')} characters"


def _sheet(sheet: ET.Element, sheets: list[str]) -> Iterator[str]:
    yield from _cells(sheet, sheets)
    yield from _merges(sheet)
    for row in sheet.iter(f"{MAIN}row"):
        if float(row.get("ht", 0)) > MAX_HEIGHT:
            yield f"row {row.get('r')} is {row.get('ht')} points high"
    yield from _rules(sheet)
    for part in ("oddHeader", "oddFooter"):
        for text in sheet.iter(f"{MAIN}{part}"):
            if len(text.text or "") > MAX_PART:
                yield f"{part} of {len(text.text or '')} characters"
    for link in sheet.iter(f"{MAIN}hyperlink"):
        for quoted, bare in _SHEET.findall(link.get("location", "")):
            if (quoted.replace("''", "'") or bare) not in sheets:
                yield f"the link at {link.get('ref')} leads nowhere"


def _rules(sheet: ET.Element) -> Iterator[str]:
    for rule in sheet.iter(f"{MAIN}dataValidation"):
        listed = rule.findtext(f"{MAIN}formula1") or ""
        if rule.get("type") == "list" and listed.startswith('"') and len(listed) - 2 > MAX_LIST:
            yield f"a drop-down list of {len(listed) - 2} characters"
        if len(rule.get("prompt", "")) > MAX_LIST or len(rule.get("promptTitle", "")) > 32:
            yield f"an input message that is too long at {rule.get('sqref')}"


def _cells(sheet: ET.Element, sheets: list[str]) -> Iterator[str]:
    last_row, seen = 0, set()
    for row in sheet.iter(f"{MAIN}row"):
        number, last_column = int(row.get("r", 0)), 0
        if number <= last_row:
            yield f"row {number} is out of order"
        last_row = number
        for cell in row.iter(f"{MAIN}c"):
            place = cell.get("r", "")
            at_row, column = numbered(place)
            if at_row != number or column <= last_column or place in seen:
                yield f"cell {place} is out of order or stands twice"
            last_column = column
            seen.add(place)
            yield from _formula(cell, place, sheets)


def _formula(cell: ET.Element, place: str, sheets: list[str]) -> Iterator[str]:
    formula = cell.findtext(f"{MAIN}f")
    if formula is None:
        return
    if len(formula) > MAX_FORMULA:
        yield f"the formula in {place} has {len(formula)} characters"
    if _YOUNGER.search(formula):
        yield f"the formula in {place} needs more than Excel 2007"
    for piece in re.findall(r'"((?:[^"]|"")*)"', formula):
        if len(piece) > MAX_PART:
            yield f"the formula in {place} holds a text of {len(piece)} characters"
    if cell.get("t", "n") == "n" and not (cell.findtext(f"{MAIN}v") or "").strip():
        yield f"the formula in {place} has no stored result"
    for quoted, bare in _SHEET.findall(re.sub(r'"(?:[^"]|"")*"', "", formula)):
        if (quoted.replace("''", "'") or bare) not in sheets:
            yield f"the formula in {place} refers to a sheet that isn't there"


def _merges(sheet: ET.Element) -> Iterator[str]:
    taken: set[tuple[int, int]] = set()
    for merge in sheet.iter(f"{MAIN}mergeCell"):
        first, _, last = merge.get("ref", "").partition(":")
        (top, left), (bottom, right) = numbered(first), numbered(last)
        cells = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        if cells & taken:
            yield f"the merged area {merge.get('ref')} overlaps another"
        taken |= cells
