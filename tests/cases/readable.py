# ruff: noqa: E501 - XML reads best on one line
"""Odd workbooks that Excel and WPS open without a word: each must give the cells of the clean twin."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from xml.sax.saxutils import escape

from cases import zips
from cases.parts import (
    BOOK_LINK_LIST,
    BOOK_LINKS,
    CELLS,
    CONTENT_TYPES,
    HEAD,
    LINKS,
    MAIN,
    ROOT_LINKS,
    SHEET,
    STYLES,
    TEXTS,
    THEME,
    WORKBOOK,
    Parts,
    Stored,
    cell_xml,
    changed,
    clean,
    each_part,
    link,
    links_xml,
    rows_xml,
    shared_texts,
    sheet_xml,
    styles_xml,
    texts_xml,
    with_value,
    without,
    workbook_xml,
    zipped,
)

STRICT_MAIN: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_LINKS: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
COMPATIBILITY: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
CORE_MAIN: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
LETTERS: Final = "ABCDEFGHIJK"


def renamed(names: Callable[[str], str]) -> Parts:
    return {names(name): content for name, content in clean().items()}


def prefixed(content: str) -> str:
    """The same XML with a prefix on every element of the main namespace."""
    if f'xmlns="{MAIN}"' not in content:
        return content
    content = re.sub(r"<(/?)([A-Za-z]\w*)(?=[ />])", r"<\1x:\2", content)
    return (
        content.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
        .replace("xmlns:r=", "xmlns:rel=")
        .replace(" r:id=", " rel:id=")
    )


def strict(content: str) -> str:
    return content.replace(MAIN, STRICT_MAIN).replace(LINKS, STRICT_LINKS)


def utf_16(content: str, codec: str, mark: bytes) -> bytes:
    return mark + content.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode(codec)


def drawn(draw: Callable[[Stored], str]) -> str:
    return sheet_xml(rows_xml(draw=draw))


def inline(cell: Stored) -> str:
    if cell.kind != "text":
        return cell_xml(cell, shared_texts())
    return (
        f'<c r="{cell.address}" t="inlineStr"><is><t xml:space="preserve">{escape(cell.value)}</t></is></c>'
    )


def formula_text(cell: Stored) -> str:
    if cell.kind != "text":
        return cell_xml(cell, shared_texts())
    return f'<c r="{cell.address}" t="str"><v>{escape(cell.value)}</v></c>'


def created(moment: str) -> str:
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{CORE_MAIN}" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dcterms:created>{moment}</dcterms:created></cp:coreProperties>"
    )


def without_addresses(cells: bool = True, rows: bool = True) -> str:
    """Rows and cells counted instead of addressed: blank ones fill the gaps."""
    texts = shared_texts()
    written = []
    for row in range(1, 7):
        of_row = {cell.address[0]: cell for cell in CELLS if cell.row == row}
        content = "".join(
            cell_xml(of_row[letter], texts, "" if cells else None)
            if letter in of_row
            else ("<c/>" if cells else "")
            for letter in LETTERS
        )
        written.append(f"<row>{content}</row>" if rows else f'<row r="{row}">{content}</row>')
    return sheet_xml("".join(written))


def blank_rows(first: int, last: int) -> str:
    blanks = {
        row: "".join(f'<c r="{letter}{row}" s="1"/>' for letter in LETTERS) for row in range(first, last)
    }
    return "".join(f'<row r="{row}" spans="1:11" ht="14.25">{cells}</row>' for row, cells in blanks.items())


def rich(text: str) -> str:
    """A text in runs, with a phonetic guide that is no part of it."""
    cut = len(text) // 2
    runs = "".join(
        f'<r><rPr><b/><sz val="12"/></rPr><t xml:space="preserve">{escape(piece)}</t></r>'
        for piece in (text[:cut], text[cut:])
    )
    return f'<si>{runs}<rPh sb="0" eb="1"><t>pinyin</t></rPh><phoneticPr fontId="1"/></si>'


def more_sheets() -> Parts:
    """Chart, dialog and macro sheets stand before and between the form's sheet."""
    sheets = (
        '<sheet name="图" sheetId="5" r:id="rId5"/><sheet name="对话" sheetId="6" r:id="rId6"/>'
        '<sheet name="表1" sheetId="1" r:id="rId1"/><sheet name="宏" sheetId="7" state="veryHidden" r:id="rId7"/>'
    )
    return clean() | {
        WORKBOOK: workbook_xml(sheets),
        BOOK_LINKS: links_xml(
            *BOOK_LINK_LIST,
            link("rId5", "chartsheet", "chartsheets/sheet1.xml"),
            link("rId6", "dialogsheet", "dialogsheets/sheet1.xml"),
            '<Relationship Id="rId7" Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" '
            'Target="macrosheets/sheet1.xml"/>',
        ),
        "xl/chartsheets/sheet1.xml": f'{HEAD}<chartsheet xmlns="{MAIN}"/>',
        "xl/dialogsheets/sheet1.xml": f'{HEAD}<dialogsheet xmlns="{MAIN}"/>',
        "xl/macrosheets/sheet1.xml": f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData/></worksheet>',
    }


def moved_book() -> Parts:
    """The workbook in a folder of its own, parts linked up and down."""
    base = clean()
    kept = {name: base[name] for name in (CONTENT_TYPES, "docProps/core.xml", "docProps/custom.xml")}
    return kept | {
        ROOT_LINKS: links_xml(
            link("r1", "officeDocument", "./book/deep/../deep/mappe.xml"),
            link("r3", "custom-properties", "/docProps/custom.xml"),
        ),
        "book/deep/mappe.xml": workbook_xml(),
        "book/deep/_rels/mappe.xml.rels": links_xml(
            link("rId1", "worksheet", "../../Tabellen/Übersicht%201.xml"),
            link("rId2", "styles", "/stil/S.xml"),
            link("rId3", "sharedStrings", "..\\texte.xml"),
        ),
        "Tabellen/Übersicht 1.xml": base[SHEET],
        "stil/S.xml": base[STYLES],
        "book/texte.xml": base[TEXTS],
    }


def dates_of_1904() -> Parts:
    return clean() | {
        WORKBOOK: workbook_xml(before='<workbookPr date1904="1"/>'),
        SHEET: sheet_xml(rows_xml(with_value("H2", str(44260 - 1462)))),
    }


def iso_date() -> Parts:
    def draw(cell: Stored) -> str:
        if cell.address == "H2":
            return '<c r="H2" s="5" t="d"><v>2021-03-05T00:00:00</v></c>'
        return cell_xml(cell, shared_texts())

    return clean() | {SHEET: drawn(draw)}


def alternate(branch: str) -> Parts:
    """The sheet's rows inside a branch of alternate content, other rows in the other one."""
    rows, other = rows_xml(), '<row r="1"><c r="A1" t="inlineStr"><is><t>另一个</t></is></c></row>'
    requires = "x14" if branch == "choice" else "unheard"
    first, second = (rows, other) if branch == "choice" else (other, rows)
    content = (
        f'<mc:AlternateContent xmlns:mc="{COMPATIBILITY}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" xmlns:unheard="urn:unheard">'
        f'<mc:Choice Requires="{requires}">{first}</mc:Choice><mc:Fallback>{second}</mc:Fallback>'
        "</mc:AlternateContent>"
    )
    return clean() | {SHEET: sheet_xml(content)}


def shared_formula() -> Parts:
    """J3 shares the formula of J2, which the twin has not: only J3 is compared."""

    def draw(cell: Stored) -> str:
        if cell.address == "I3":
            return '<c r="I3" s="2"><f t="array" ref="I3">G3/E3</f><v>0.9</v></c>'
        if cell.address == "J3":
            return '<c r="J3" s="6"><f t="shared" ref="J3:J9" si="0">SUM(E3:F3)</f><v>239.6</v></c>'
        return cell_xml(cell, shared_texts())

    return clean() | {SHEET: drawn(draw)}


def noise() -> Parts:
    """Numbers as binary arithmetic leaves them, and as exponents."""
    cells = {
        "E6": "0.97999999999999998",
        "E5": "4.521E3",
        "F5": "12.500000000000002",
        "G3": "125.64000000000001",
    }

    def draw(cell: Stored) -> str:
        value = cells.get(cell.address, cell.value)
        return cell_xml(Stored(cell.address, cell.kind, value, cell.style, cell.formula), shared_texts())

    return clean() | {SHEET: drawn(draw)}


def around() -> Parts:
    """Filters, validations, drawings, comments, links to other books: all of it broken or strange."""
    after = (
        '<autoFilter ref="A4:ZZZZ9999999"/><conditionalFormatting sqref="#REF!"><cfRule type="nonsense" '
        'priority="-1"><formula>((</formula></cfRule></conditionalFormatting>'
        '<dataValidations count="99"><dataValidation type="list" sqref="A1"><formula1>"a,b'
        '</formula1></dataValidation></dataValidations><pageMargins left="NaN"/><drawing r:id="rId77"/>'
        '<legacyDrawing r:id="rId78"/><extLst><ext uri="{x}"><c r="A1"><v>1</v></c></ext></extLst>'
    )
    return clean() | {
        SHEET: sheet_xml(after=after),
        WORKBOOK: workbook_xml(
            before='<workbookProtection lockStructure="1"/><bookViews><workbookView activeTab="99"/></bookViews>',
            after='<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="77">#REF!</definedName>'
            '</definedNames><calcPr calcId="x"/>',
        ),
        "xl/worksheets/_rels/sheet1.xml.rels": "<broken",
        "xl/drawings/drawing1.xml": "<xdr:broken",
        "xl/comments1.xml": b"\xff\xfe\x00",
        "xl/externalLinks/externalLink1.xml": "",
        "xl/calcChain.xml": "nonsense",
    }


def bad_styles() -> Parts:
    """Styles that no library takes: fonts without end, colours that are none, styles that are nowhere."""
    broken = '<fonts count="x"><font><color rgb="zz"/><family val="99"/></font></fonts><cellStyles><cellStyle/></cellStyles>'
    text = styles_xml()
    return clean() | {
        STYLES: text.replace("<cellStyleXfs", broken.split("<cellStyles>")[0] + "<cellStyleXfs")
    }


def reversed_rows() -> str:
    rows = re.findall(r"<row .*?</row>", rows_xml(), re.DOTALL)
    return sheet_xml("".join(reversed(rows)))


def reversed_cells() -> str:
    texts = shared_texts()
    rows: dict[int, list[str]] = {}
    for cell in CELLS:
        rows.setdefault(cell.row, []).insert(0, cell_xml(cell, texts))
    return sheet_xml("".join(f'<row r="{row}">{"".join(cells)}</row>' for row, cells in rows.items()))


def spread_rows() -> str:
    """One <row> element for each cell."""
    texts = shared_texts()
    return sheet_xml("".join(f'<row r="{cell.row}">{cell_xml(cell, texts)}</row>' for cell in CELLS))


def pretty(content: str) -> str:
    body = re.sub(r"><(?!/(?:t|v|f|dcterms:created|vt:lpwstr)>)", ">\r\n\t<", content.removeprefix(HEAD))
    return HEAD + body


def commented(content: str) -> str:
    at = content.rindex("</")
    remark = '<!-- <c r="A1"><v>9</v></c> --><?mso-x y?>'
    return HEAD + remark + content[len(HEAD) : at] + remark + content[at:]


def as_cdata() -> str:
    return texts_xml(f"<si><t><![CDATA[{text}]]></t></si>" for text in shared_texts())


def as_references() -> str:
    return texts_xml(
        "<si><t>" + "".join(f"&#x{ord(char):x};" for char in text) + "</t></si>" for text in shared_texts()
    )


def escaped_breaks() -> str:
    made = (escape(text).replace("\n", "_x000D__x000A_") for text in shared_texts())
    return texts_xml(f"<si><t>{text}</t></si>" for text in made)


Case = Callable[[], bytes]


def case(*changes: Callable[[Parts], Parts]) -> Case:
    def build() -> bytes:
        parts = clean()
        for change in changes:
            parts = change(parts)
        return zipped(parts)

    return build


def sheet(content: str) -> Case:
    return case(changed(sheet=content))


BASE: Final = zipped(clean())

READABLE: Final[dict[str, Case]] = {
    "clean": lambda: BASE,
    # the zip file
    "zip: parts are stored": lambda: zipped(clean(), stored=True),
    "zip: sizes come after the data": lambda: zips.streamed(clean()),
    "zip: ZIP64": lambda: zips.zip64(clean()),
    "zip: entries for folders": lambda: zips.with_folders(clean()),
    "zip: a comment": lambda: zipped(clean(), comment=b"made by something"),
    "zip: bytes before": lambda: b"#!/bin/sh\n" + BASE,
    "zip: bytes behind": lambda: BASE + b"\x00" * 300,
    "zip: a mark of UTF-8 before": lambda: b"\xef\xbb\xbf" + BASE,
    "zip: the head of a mail before": lambda: b"Content-Type: application/octet-stream\r\n\r\n" + BASE,
    "zip: split into one piece": lambda: b"PK00" + BASE,
    "zip: 100,000 bytes behind": lambda: BASE + b"\x00" * 100_000,
    "zip: flag of an encrypted part, which it is not": lambda: zips.patched_headers(BASE, zips.flags(1)),
    "zip: flag of patched data": lambda: zips.patched_headers(BASE, zips.flags(0x20)),
    "zip: flag of UTF-8 names": lambda: zips.patched_headers(BASE, zips.flags(0x800)),
    "zip: made for a later version": lambda: zips.patched_headers(BASE, zips.version(63)),
    "zip: no dates": lambda: zips.patched_headers(BASE, zips.no_date),
    "zip: other names in the local headers": lambda: zips.other_local_names(BASE),
    "zip: backslashes in names": lambda: zipped(renamed(lambda name: name.replace("/", "\\"))),
    "zip: names in capitals": lambda: zipped(renamed(str.upper)),
    "zip: names in small letters": lambda: zipped(renamed(str.lower)),
    "zip: names with a leading slash": lambda: zipped(renamed(lambda name: "/" + name)),
    "zip: names with ./": lambda: zipped(renamed(lambda name: "./" + name)),
    "zip: made for a version far ahead": lambda: zips.patched_headers(BASE, zips.version(100)),
    "zip: a comment with the mark of an end": lambda: zips.end_in_comment(BASE),
    "zip: a broken extra field": lambda: zips.broken_extra(BASE),
    "zip: all parts in a folder": lambda: zipped(renamed(lambda name: "自评表/" + name)),
    "zip: other files beside the parts": lambda: zipped(
        {"mimetype": "application/x-other", "[trash]/0000.dat": "x", "__MACOSX/._a": "x", ".DS_Store": "x"} | clean()
    ),
    "zip: a part written twice": lambda: zips.twice(clean(), SHEET),
    "zip: names that lead outside": lambda: zipped(clean() | {"../../x.txt": "x", "C:\\x.txt": "x", "/etc/x": "x"}),
    "zip: parts in reverse order": lambda: zipped(dict(reversed(list(clean().items())))),
    "zip: a wrong checksum in the theme": lambda: zips.wrong_checksum(BASE, THEME),
    "zip: a broken picture": lambda: zips.flipped(zipped(clean() | {"xl/media/a.png": "x" * 999}), "xl/media/a.png"),
    "zip: a part of 100 MB that nobody needs": lambda: zips.bomb(THEME, 100),
    # parts and links
    "no [Content_Types].xml": case(without(CONTENT_TYPES)),
    "no theme": case(without(THEME)),
    "broken properties": case(changed(core="<broken", custom="<broken")),
    "created after all years": case(changed(core=created("9999-12-31T23:59:59-10:00"))),
    "created on no day": case(changed(core=created("0000-99-99T99:99:99Z"))),
    "page headers": sheet(sheet_xml(after="<headerFooter><oddHeader>&amp;C&amp;A</oddHeader></headerFooter>")),
    "an empty workbook part of settings": case(changed(workbook=workbook_xml(before="<fileVersion/><workbookPr/>"))),
    "no root links": case(without(ROOT_LINKS)),
    "no links of the workbook": case(without(BOOK_LINKS)),
    "ids of links without a namespace": case(
        changed(workbook=workbook_xml().replace("r:id", "id"))
    ),
    "absolute targets": case(
        lambda base: base | {
            BOOK_LINKS: str(base[BOOK_LINKS]).replace('Target="', 'Target="/xl/'),
            ROOT_LINKS: str(base[ROOT_LINKS]).replace('Target="', 'Target="/'),
        }
    ),
    "targets with backslashes": case(
        lambda base: base | {BOOK_LINKS: str(base[BOOK_LINKS]).replace("worksheets/", "worksheets\\")}
    ),
    "targets in capitals": case(
        lambda base: base | {BOOK_LINKS: str(base[BOOK_LINKS]).replace("worksheets/sheet1", "WorkSheets/SHEET1")}
    ),
    "the workbook in another folder": lambda: zipped(moved_book()),
    "a link to a web page": case(
        lambda base: base | {
            BOOK_LINKS: links_xml(
                link("rId9", "externalLink", "http://example.invalid/x", ' TargetMode="External"'), *BOOK_LINK_LIST
            )
        }
    ),
    "a macro file": case(lambda base: base | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
    "chart, dialog and macro sheets": lambda: zipped(more_sheets()),
    "broken drawings, filters, validations, comments": lambda: zipped(around()),
    "broken fonts and styles": lambda: zipped(bad_styles()),
    # XML
    "prefixed namespaces": case(each_part(prefixed)),
    "Strict OOXML": case(each_part(strict)),
    "no namespace": case(lambda base: base | {SHEET: str(base[SHEET]).replace(f'xmlns="{MAIN}" ', "")}),
    "UTF-16, little end first": case(each_part(lambda content: utf_16(content, "utf-16-le", b"\xff\xfe"))),
    "UTF-16, big end first": case(each_part(lambda content: utf_16(content, "utf-16-be", b"\xfe\xff"))),
    "UTF-16 without a mark": case(each_part(lambda content: utf_16(content, "utf-16-le", b""))),
    "UTF-8 with a mark": case(each_part(lambda content: b"\xef\xbb\xbf" + content.encode())),
    "GBK": case(each_part(lambda content: content.replace("UTF-8", "GBK").encode("gb18030"))),
    "Windows-1252 with references": case(
        each_part(
            lambda content: content.replace("UTF-8", "windows-1252").encode("cp1252", "xmlcharrefreplace")
        )
    ),
    "no XML declaration": case(each_part(lambda content: content.removeprefix(HEAD))),
    "indented, with CR LF": case(each_part(pretty)),
    "comments and instructions": case(each_part(commented)),
    "texts as CDATA": case(changed(texts=as_cdata())),
    "texts as character references": case(changed(texts=as_references())),
    "numbers as CDATA": sheet(re.sub(r"<v>([^<]+)</v>", r"<v><![CDATA[\1]]></v>", sheet_xml())),
    "numbers with blanks around": sheet(re.sub(r"<v>([0-9.]+)</v>", r"<v>\n \1 </v>", sheet_xml())),
    "alternate content, first branch": lambda: zipped(alternate("choice")),
    "alternate content, fallback": lambda: zipped(alternate("fallback")),
    # cells
    "no dimension": case(
        lambda base: base | {SHEET: str(base[SHEET]).replace('<dimension ref="A1:K6"/>', "")}
    ),
    "a dimension that lies": case(lambda base: base | {SHEET: str(base[SHEET]).replace("A1:K6", "A1:A1")}),
    "no addresses at all": sheet(without_addresses()),
    "no addresses of cells": sheet(without_addresses(rows=False)),
    "no addresses of rows": sheet(without_addresses(cells=False)),
    "rows out of order": sheet(reversed_rows()),
    "cells out of order": sheet(reversed_cells()),
    "a row element for each cell": sheet(spread_rows()),
    "addresses in small letters": sheet(re.sub(r' r="([A-K]\d)"', lambda m: m[0].replace(m[1], m[1].lower()), sheet_xml())),
    "inline texts, no shared ones": case(changed(sheet=drawn(inline)), without(TEXTS)),
    "texts as results of formulas": sheet(drawn(formula_text)),
    "rich texts with phonetic guides": case(changed(texts=texts_xml(map(rich, shared_texts())))),
    "a wrong count of texts": case(changed(texts=texts_xml().replace("<sst ", '<sst count="9" uniqueCount="3" '))),
    "50,000 texts that nobody uses": case(
        changed(texts=texts_xml([*(f"<si><t xml:space=\"preserve\">{escape(text)}</t></si>" for text in shared_texts()), *["<si><t>x</t></si>"] * 50_000]))
    ),
    "styles that are nowhere": sheet(re.sub(r'<c r="(A[1-6])"(?: s="0")?', r'<c r="\1" s="9999"', sheet_xml())),
    "results before formulas": sheet(re.sub(r"(<f>[^<]*</f>)(<v>[^<]*</v>)", r"\2\1", sheet_xml())),
    "extensions in rows and cells": sheet(
        sheet_xml().replace("</v></c>", '</v><extLst><ext uri="{x}"/></extLst></c>').replace("</row>", '<extLst><ext uri="{y}"><z xmlns="urn:z"/></ext></extLst></row>')
    ),
    "escaped line breaks": case(changed(texts=escaped_breaks())),
    "a cell written twice alike": sheet(
        sheet_xml(rows_xml() + f'<row r="5">{cell_xml(CELLS[16], shared_texts())}</row>')
    ),
    "empty values, blank texts": sheet(
        sheet_xml(rows_xml() + '<row r="7"><c r="A7"><v/></c><c r="B7" t="inlineStr"><is><t> </t></is></c></row>')
    ),
    "numbers with noise and exponents": lambda: zipped(noise()),
    "days since 1904": lambda: zipped(dates_of_1904()),
    "a date in ISO form": lambda: zipped(iso_date()),
    "array and shared formulas": lambda: zipped(shared_formula()),
    "used range to the last row": sheet(sheet_xml(rows_xml() + '<row r="1048576"><c r="XFD1048576" s="1"/></row>')),
    "20,000 blank bordered rows": sheet(sheet_xml(rows_xml() + blank_rows(7, 20_007))),
    "a merged area to the last row": sheet(
        sheet_xml().replace('<mergeCell ref="A1:K1"/>', '<mergeCell ref="A1:K1"/><mergeCell ref="A30:XFD1048576"/>')
    ),
    "merged areas told twice and of one cell": sheet(
        sheet_xml().replace('<mergeCell ref="A1:K1"/>', '<mergeCell ref="A1:K1"/>' * 3 + '<mergeCell ref="D4"/>')
    ),
    "addresses in single quotes": sheet(re.sub(r'r="(\w+)"', r"r='\1'", sheet_xml())),
    "blank cells with a prefix": case(
        changed(sheet=prefixed(sheet_xml(rows_xml() + blank_rows(7, 2_007)))), changed(theme="")
    ),
    "a formula with its sign": sheet(sheet_xml().replace("<f>", "<f>=")),
    "300,000 blank cells without addresses": sheet(sheet_xml(rows_xml() + ("<row>" + '<c s="1"/>' * 100 + "</row>") * 3_000)),
    "a comment among blank cells": sheet(sheet_xml(rows_xml() + "<!-- x -->" + blank_rows(7, 100))),
    "columns and merged areas that are none": sheet(
        sheet_xml(before='<cols><col min="abc" max="3"/><col/><col min="5" max="2" hidden="1"/></cols>').replace(
            '<mergeCell ref="A1:K1"/>', '<mergeCell ref="A1:K1"/><mergeCell ref=""/><mergeCell ref="A:B"/><mergeCell/>'
        )
    ),
    "columns without end": sheet(sheet_xml(before='<cols><col min="1" max="99999999" width="9"/></cols>')),
}  # fmt: skip
"""Name → the bytes of a workbook that holds exactly the twin's cells."""
