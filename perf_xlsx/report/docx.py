"""The only door of .docx: reports and letters out, a report's paragraphs in (python-docx, an extra)."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from perf_xlsx.report.letter import Letter
from perf_xlsx.report.narrative import GAP_OPEN, Narrative

if TYPE_CHECKING:
    from docx.document import Document


_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_PROPERTIES: Final = "docProps/core.xml"
_CATEGORY: Final = re.compile(r"<cp:category>([^<]*)</cp:category>")


class MissingLibraryError(RuntimeError):
    """python-docx is not installed; the text says how to get it."""


def _library() -> Any:
    try:
        import docx
    except ImportError:
        raise MissingLibraryError("读写 .docx 需要 python-docx：pip install 'perf_xlsx[report]'。") from None
    return docx


def read_docx(data: bytes) -> list[str]:
    """The paragraphs of a document, those in tables included, in their order.

    Raises ``ValueError`` when the bytes are no Word document.
    """
    document = _library().Document(io.BytesIO(data))
    lines: list[str] = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            lines.extend(cell.text for row in block.rows for cell in row.cells)
        else:
            lines.append(block.text)
    return lines


def write_docx(narrative: Narrative, created: datetime) -> bytes:
    """A report as .docx: 仿宋 16, headings 黑体, gaps highlighted.  The same content gives the same bytes."""
    docx = _library()
    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = created
    document.core_properties.author = ""
    _style(document)
    title = document.add_paragraph()
    title.alignment = docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER
    _run(title, narrative.title, "方正小标宋简体", 22)
    for section in narrative.sections:
        _run(document.add_paragraph(), section.title, "黑体" if section.level == 1 else "楷体", 16)
        for text in section.paragraphs:
            _paragraph(document, text)
    buffer = io.BytesIO()
    document.save(buffer)
    return _undated(buffer)


def write_letter(letter: Letter, created: datetime, mark: str = "") -> bytes:
    """An official letter as .docx.  ``mark`` stands among its properties and survives an edit."""
    docx = _library()
    document = docx.Document()
    properties = document.core_properties
    properties.created = properties.modified = created
    properties.author, properties.category = "", mark
    _style(document)
    title = document.add_paragraph()
    title.alignment = docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = docx.shared.Pt(14)
    _run(title, letter.title, "方正小标宋简体", 20)
    _run(document.add_paragraph(), letter.addressee, "仿宋", 16)
    _paragraph(document, letter.opening)
    for block in letter.blocks:
        for text in (block.heading, *block.points, block.rest):
            if text:
                _point(document, text)
    _paragraph(document, letter.closing)
    for number, file in enumerate(letter.attachments, start=1):
        several = str(number) if len(letter.attachments) > 1 else ""
        _point(document, f"附件{several}：评分结果（{file}）")
    for text, right in ((letter.signature, 3), (letter.date, 2)):
        signed = _paragraph(document, text)
        signed.alignment = docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT
        signed.paragraph_format.right_indent = docx.shared.Cm(right)
    _paragraph(document, letter.contact)
    buffer = io.BytesIO()
    document.save(buffer)
    return _undated(buffer)


def _point(document: Document, text: str) -> None:
    """A point of a letter: smaller and closer than its body, so that a letter is one page."""
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(24)
    paragraph.paragraph_format.line_spacing = Pt(19)
    _run(paragraph, text, "仿宋", 12)


def mark_of(path: Path) -> str:
    """The mark of a letter, edited since or not; empty for every other file."""
    try:
        with zipfile.ZipFile(path) as package:
            found = _CATEGORY.search(package.read(_PROPERTIES).decode("utf-8", "replace"))
    except (OSError, zipfile.BadZipFile, KeyError, NotImplementedError):
        return ""
    return found[1] if found is not None else ""


def require_docx() -> None:
    """Raises ``MissingLibraryError`` where no .docx can be written."""
    _library()


def _undated(saved: io.BytesIO) -> bytes:
    """The same package with a fixed time in each entry: the library stamps the time of saving."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return buffer.getvalue()


def _style(document: Document) -> None:
    from docx.shared import Cm, Pt

    normal = document.styles["Normal"].paragraph_format
    normal.line_spacing = Pt(28)
    normal.space_after = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)


def _paragraph(document: Document, text: str) -> Any:
    from docx.enum.text import WD_COLOR_INDEX
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(32)
    for piece in text.replace(GAP_OPEN, "\0" + GAP_OPEN).replace("】", "】\0").split("\0"):
        if piece:
            run = _run(paragraph, piece, "仿宋", 16)
            if piece.startswith(GAP_OPEN):
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return paragraph


def _run(paragraph: Any, text: str, font: str, size: int) -> Any:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    return run
