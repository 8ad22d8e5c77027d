"""The only door of .docx: a report's paragraphs in, a report out (library python-docx, an extra)."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from perf_xlsx.report.narrative import GAP_OPEN, Narrative

if TYPE_CHECKING:
    from docx.document import Document


_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


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


def _paragraph(document: Document, text: str) -> None:
    from docx.enum.text import WD_COLOR_INDEX
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(32)
    for piece in text.replace(GAP_OPEN, "\0" + GAP_OPEN).replace("】", "】\0").split("\0"):
        if piece:
            run = _run(paragraph, piece, "仿宋", 16)
            if piece.startswith(GAP_OPEN):
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _run(paragraph: Any, text: str, font: str, size: int) -> Any:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    return run
