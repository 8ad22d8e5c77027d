# ruff: noqa: E501 - records and XML read best on one line
"""The clean twin as an OpenDocument spreadsheet (.ods)."""

from __future__ import annotations

from xml.sax.saxutils import escape

from cases.parts import CELLS, HEAD, Parts, Stored, zipped

NAMESPACES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("meta", "meta"),
        ("draw", "drawing"), ("manifest", "manifest"),
    )
) + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'  # fmt: skip
SHOWN = {"H2": "2021年3月5日", "E3": "139.60", "F3": "100.00", "G3": "125.64", "I3": "90.00%", "J3": "239.60",
         "E5": "4521件", "D6": "≥95%", "E6": "98%"}  # fmt: skip
"""What the cells with a number format show."""
SPANS = {"A1": (1, 11), "C2": (1, 4), "A5": (2, 1)}
PERCENT = ("I3", "D6", "E6")


def lines(value: str) -> str:
    return "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))


def cell(stored: Stored) -> str:
    down, right = SPANS.get(stored.address, (1, 1))
    spans = (
        f' table:number-rows-spanned="{down}" table:number-columns-spanned="{right}"'
        if down + right > 2
        else ""
    )
    formula = stored.formula.replace("G3", "[.G3]").replace("E3:F3", "[.E3:.F3]").replace("/E3", "/[.E3]")
    spans += f' table:formula="of:={formula}"' if formula else ""
    text = SHOWN.get(stored.address, stored.value)
    if stored.kind == "text":
        content = f'office:value-type="string"{spans}>{lines(text)}'
    elif stored.kind == "error":
        content = f'office:value-type="string" calcext:value-type="error"{spans}>{lines(text)}'
    elif stored.kind == "boolean":
        content = f'office:value-type="boolean" office:boolean-value="true"{spans}>{lines("TRUE")}'
    elif stored.address == "H2":
        content = f'office:value-type="date" office:date-value="2021-03-05"{spans}>{lines(text)}'
    else:
        kind = "percentage" if stored.address in PERCENT else "float"
        content = f'office:value-type="{kind}" office:value="{stored.value}"{spans}>{lines(text)}'
    return f"<table:table-cell {content}</table:table-cell>"


def rows() -> str:
    written = ""
    for row in range(1, 7):
        of_row = {each.address[0]: each for each in CELLS if each.row == row}
        cells = "".join(
            cell(of_row[letter]) if letter in of_row else "<table:table-cell/>" for letter in "ABCDEFGHIJK"
        )
        written += f"<table:table-row>{cells}</table:table-row>"
    return written


def content(rows_written: str | None = None, after: str = "") -> str:
    blank = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    return (
        f'{HEAD}<office:document-content{NAMESPACES}><office:automatic-styles><style:style style:name="ta2">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
        '<office:body><office:spreadsheet><table:table table:name="表1"><table:table-column '
        f'table:number-columns-repeated="11"/>{rows() if rows_written is None else rows_written}{blank}'
        f"</table:table>{after}</office:spreadsheet></office:body></office:document-content>"
    )


def parts(content_xml: str | None = None, kind: str = "spreadsheet", manifest: str = "") -> Parts:
    return {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": content() if content_xml is None else content_xml,
        "meta.xml": f"{HEAD}<office:document-meta{NAMESPACES}><office:meta><meta:creation-date>2022-01-15T08:30:00"
        '</meta:creation-date><meta:user-defined meta:name="来源">样表</meta:user-defined></office:meta>'
        "</office:document-meta>",
        "META-INF/manifest.xml": f"{HEAD}<manifest:manifest{NAMESPACES}>{manifest}</manifest:manifest>",
    }


def book() -> bytes:
    return zipped(parts())
