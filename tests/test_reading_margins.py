"""What stands beside the cells: page headers and footers, text boxes."""

from __future__ import annotations

from cases.parts import SHEET, clean, link, links_xml, sheet_xml, zipped

from perf_xlsx.model import Book, Problem
from perf_xlsx.reading.margins import page_texts
from perf_xlsx.reading.open import read_book

DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:sp><xdr:txBody>'
    "<a:p><a:r><a:t>秘密</a:t></a:r><a:r><a:t>★3年</a:t></a:r></a:p><a:p><a:r><a:t>第二段</a:t></a:r></a:p>"
    "</xdr:txBody></xdr:sp></xdr:wsDr>"
)
LINKS = SHEET.replace("worksheets/", "worksheets/_rels/") + ".rels"


def margins(drawing: str, after: str = "") -> tuple[str, ...]:
    parts = clean() | {
        SHEET: sheet_xml(after=after),
        LINKS: links_xml(link("rId1", "drawing", "../drawings/drawing1.xml")),
        "xl/drawings/drawing1.xml": drawing,
    }
    book = read_book(zipped(parts), "a.xlsx")
    assert isinstance(book, Book)
    return book.sheets[0].margins


def test_codes_of_a_header_are_no_text() -> None:
    assert page_texts('&L&"宋体,常规"&12秘密★&C第 &P 页&R&K000000甲&&乙') == ["秘密★", "第  页", "甲&乙"]


def test_headers_and_text_boxes_are_read() -> None:
    header = (
        "<headerFooter><oddHeader>&amp;C绝密</oddHeader><oddFooter>&amp;R&amp;P</oddFooter></headerFooter>"
    )
    assert margins(DRAWING, header) == ("绝密", "秘密★3年", "第二段")


def test_a_broken_drawing_keeps_nothing_from_being_read() -> None:
    assert margins("<broken") == ()


def test_a_document_type_in_a_drawing_is_refused() -> None:
    parts = clean() | {
        LINKS: links_xml(link("rId1", "drawing", "../drawings/drawing1.xml")),
        "xl/drawings/drawing1.xml": '<!DOCTYPE x [<!ENTITY a "1">]><x/>',
    }
    problem = read_book(zipped(parts), "a.xlsx")
    assert isinstance(problem, Problem)
    assert problem.rule == "file.document_type"
