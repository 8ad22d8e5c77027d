"""A report's paragraphs, whatever holds them: plain text in any usual encoding, or .docx."""

from __future__ import annotations

import re
from typing import Final

from perf_xlsx.text import shown

_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_BOOKMARK: Final = re.compile(r"\[bookmark:[^\]]*\]")


class UnreadableReportError(ValueError):
    """The file is no report that can be read; the text says what it is and what to do."""


def paragraphs(data: bytes) -> tuple[str, ...]:
    """The non-empty paragraphs of a .docx or a text file, told by content.

    Raises ``UnreadableReportError`` when the bytes are neither.
    """
    if data.startswith(b"PK"):
        from perf_xlsx.report.docx import read_docx

        lines = read_docx(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableReportError("这是旧版 Word（.doc）文件。请在 Word 或 WPS 中另存为 .docx，再导入。")
    else:
        lines = _decoded(data).splitlines()
    cleaned = (_BOOKMARK.sub("", shown(line)).strip() for line in lines)
    return tuple(line for line in cleaned if line)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableReportError("文件不是文本，也不是 .docx。请另存为 .docx 或 UTF-8 文本，再导入。")
