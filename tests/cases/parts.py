# ruff: noqa: E501 - XML reads best on one line
"""The clean twin: a small 自评表 as the parts of a package, and the ways to zip them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_LINKS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

CONTENT_TYPES: Final = "[Content_Types].xml"
ROOT_LINKS: Final = "_rels/.rels"
WORKBOOK: Final = "xl/workbook.xml"
BOOK_LINKS: Final = "xl/_rels/workbook.xml.rels"
SHEET: Final = "xl/worksheets/sheet1.xml"
TEXTS: Final = "xl/sharedStrings.xml"
STYLES: Final = "xl/styles.xml"
THEME: Final = "xl/theme/theme1.xml"
CORE: Final = "docProps/core.xml"
CUSTOM: Final = "docProps/custom.xml"

Parts = dict[str, str | bytes]
Change = Callable[[Parts], Parts]


@dataclass(frozen=True)
class Stored:
    """A cell as it is stored: ``kind`` is text, number, boolean or error; ``style`` an index."""

    address: str
    kind: str
    value: str
    style: int = 0
    formula: str = ""

    @property
    def row(self) -> int:
        return int(self.address.lstrip("ABCDEFGHIJK"))


FORMATS: Final = {164: '"≥"0%', 165: '0"件"', 166: 'yyyy"年"m"月"d"日"'}
STYLE_FORMATS: Final = (0, 9, 10, 164, 165, 166, 4)
"""Styles 0 to 6: General, 0%, 0.00%, ≥0%, 0件, 年月日, #,##0.00."""

CELLS: Final = (
    Stored("A1", "text", "项目支出绩效自评表"),
    Stored("A2", "text", "项目名称"),
    Stored("C2", "text", "法律援助专项"),
    Stored("G2", "text", "填报日期"),
    Stored("H2", "number", "44260", 5),
    Stored("A3", "text", "年度资金总额"),
    Stored("E3", "number", "139.6", 6),
    Stored("F3", "number", "100", 6),
    Stored("G3", "number", "125.64", 6),
    Stored("I3", "number", "0.9", 2, "G3/E3"),
    Stored("J3", "number", "239.6", 6, "SUM(E3:F3)"),
    Stored("A4", "text", "一级指标"),
    Stored("D4", "text", "年度指标值"),
    Stored("E4", "text", "实际完成值"),
    Stored("F4", "text", "分值"),
    Stored("A5", "text", "产出指标"),
    Stored("C5", "text", "案件数 & <宗数>"),
    Stored("D5", "text", "≥4000件"),
    Stored("E5", "number", "4521", 4),
    Stored("F5", "number", "12.5"),
    Stored("C6", "text", "满意度\n（抽样）"),
    Stored("D6", "number", "0.95", 3),
    Stored("E6", "number", "0.98", 1),
    Stored("F6", "number", "10"),
    Stored("G6", "boolean", "1"),
    Stored("H6", "error", "#DIV/0!"),
)
MERGES: Final = ("A1:K1", "C2:F2", "A5:A6")


def shared_texts(cells: Iterable[Stored] = CELLS) -> list[str]:
    return list(dict.fromkeys(cell.value for cell in cells if cell.kind == "text"))


def cell_xml(cell: Stored, texts: list[str], address: str | None = None) -> str:
    where = f' r="{cell.address}"' if address is None else address
    style = f' s="{cell.style}"' if cell.style else ""
    formula = f"<f>{escape(cell.formula)}</f>" if cell.formula else ""
    kind = {"text": ' t="s"', "boolean": ' t="b"', "error": ' t="e"'}.get(cell.kind, "")
    value = str(texts.index(cell.value)) if cell.kind == "text" else cell.value
    return f"<c{where}{style}{kind}>{formula}<v>{value}</v></c>"


def rows_xml(cells: Iterable[Stored] = CELLS, draw: Callable[[Stored], str] | None = None) -> str:
    """The rows of the sheet; ``draw`` writes one cell."""
    texts = shared_texts()
    rows: dict[int, list[str]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(draw(cell) if draw else cell_xml(cell, texts))
    return "".join(f'<row r="{row}">{"".join(written)}</row>' for row, written in rows.items())


def sheet_xml(rows: str | None = None, before: str = "", after: str = "") -> str:
    merged = "".join(f'<mergeCell ref="{each}"/>' for each in MERGES)
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{LINKS}"><dimension ref="A1:K6"/>{before}'
        f"<sheetData>{rows_xml() if rows is None else rows}</sheetData>"
        f'<mergeCells count="{len(MERGES)}">{merged}</mergeCells>{after}</worksheet>'
    )


def texts_xml(items: Iterable[str] | None = None) -> str:
    made = items if items is not None else (f"<si><t>{escape(text)}</t></si>" for text in shared_texts())
    return f'{HEAD}<sst xmlns="{MAIN}">{"".join(made)}</sst>'


def styles_xml() -> str:
    formats = "".join(
        f'<numFmt numFmtId="{key}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for key, code in FORMATS.items()
    )
    styles = "".join(f'<xf numFmtId="{key}"/>' for key in STYLE_FORMATS)
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="{len(FORMATS)}">{formats}</numFmts>'
        f'<cellStyleXfs count="1"><xf numFmtId="9"/></cellStyleXfs>'
        f'<cellXfs count="{len(STYLE_FORMATS)}">{styles}</cellXfs></styleSheet>'
    )


def link(key: str, kind: str, target: str, mode: str = "") -> str:
    return f'<Relationship Id="{key}" Type="{LINKS}/{kind}" Target="{target}"{mode}/>'


def links_xml(*links: str) -> str:
    return f'{HEAD}<Relationships xmlns="{PACKAGE_LINKS}">{"".join(links)}</Relationships>'


def workbook_xml(
    sheets: str = '<sheet name="表1" sheetId="1" r:id="rId1"/>', before: str = "", after: str = ""
) -> str:
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{before}<sheets>{sheets}</sheets>{after}</workbook>'


BOOK_LINK_LIST: Final = (
    link("rId1", "worksheet", "worksheets/sheet1.xml"),
    link("rId2", "styles", "styles.xml"),
    link("rId3", "sharedStrings", "sharedStrings.xml"),
    link("rId4", "theme", "theme/theme1.xml"),
)


def clean() -> Parts:
    """The parts of the clean twin."""
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        CONTENT_TYPES: (
            f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{types}.styles+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{types}.sharedStrings+xml"/></Types>'
        ),
        ROOT_LINKS: links_xml(
            link("rId1", "officeDocument", "xl/workbook.xml"),
            link("rId2", "extended-properties", "docProps/app.xml"),
            link("rId3", "custom-properties", "docProps/custom.xml"),
        ),
        WORKBOOK: workbook_xml(),
        BOOK_LINKS: links_xml(*BOOK_LINK_LIST),
        SHEET: sheet_xml(),
        TEXTS: texts_xml(),
        STYLES: styles_xml(),
        THEME: f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:x></a:x></a:theme>',
        CORE: (
            f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
            'core-properties" xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            '<dcterms:created xsi:type="dcterms:W3CDTF">2022-01-15T08:30:00Z</dcterms:created>'
            "</cp:coreProperties>"
        ),
        CUSTOM: (
            f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
            ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
            '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="来源">'
            "<vt:lpwstr>样表</vt:lpwstr></property></Properties>"
        ),
    }


def data_of(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content


def zipped(parts: Parts, *, stored: bool = False, comment: bytes = b"") -> bytes:
    """The parts as a zip file, always the same bytes."""
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, content in parts.items():
            info = ZipInfo(name)
            info.filename = name  # a backslash must stay one
            info.compress_type = ZIP_STORED if stored else ZIP_DEFLATED
            archive.writestr(info, data_of(content))
        archive.comment = comment
    return target.getvalue()


def changed(**parts: str | bytes) -> Change:
    """A change that sets parts by their short names: ``sheet=…``, ``workbook=…``."""
    names = {
        "types": CONTENT_TYPES, "root_links": ROOT_LINKS, "workbook": WORKBOOK, "book_links": BOOK_LINKS,
        "sheet": SHEET, "texts": TEXTS, "styles": STYLES, "theme": THEME, "core": CORE, "custom": CUSTOM,
    }  # fmt: skip
    return lambda base: base | {names[name]: content for name, content in parts.items()}


def without(*names: str) -> Change:
    return lambda base: {name: content for name, content in base.items() if name not in names}


def each_part(change: Callable[[str], str | bytes]) -> Change:
    """A change of every XML part but the content types."""
    return lambda base: {
        name: change(content) if isinstance(content, str) and name != CONTENT_TYPES else content
        for name, content in base.items()
    }


def with_value(address: str, value: str) -> tuple[Stored, ...]:
    """The twin's cells with one value stored otherwise."""
    return tuple(replace(cell, value=value) if cell.address == address else cell for cell in CELLS)
