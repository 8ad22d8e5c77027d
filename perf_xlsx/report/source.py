"""A report's paragraphs, whatever holds them: plain text in any usual encoding, or .docx."""

from __future__ import annotations

import re
from typing import Final
from zipfile import BadZipFile

from perf_xlsx.checks.catalogue import finding
from perf_xlsx.reading.guard import classify
from perf_xlsx.reading.refusal import Refusal
from perf_xlsx.text import shown

_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_TEXTS: Final = frozenset({"file.text", "file.csv", "file.unknown"})
_SAVE_AS: Final = "请在 Word 或 WPS 中打开自评报告，另存为 .docx，再导入。"
_BOOKMARK: Final = re.compile(r"\[bookmark:[^\]]*\]")
_GAP: Final = re.compile("【请补充：[^】]*】")
"""What a person left open in a report that this tool wrote."""


class UnreadableReportError(ValueError):
    """The file is no report that can be read; the text says what it is and what to do."""


def paragraphs(data: bytes) -> tuple[str, ...]:
    """The non-empty paragraphs of a .docx or a text file, told by content.

    Raises ``UnreadableReportError`` when the bytes are neither.
    """
    lines = _document(data) if _is_document(data) else _decoded(data).splitlines()
    cleaned = (_GAP.sub("", _BOOKMARK.sub("", shown(line))).strip() for line in lines)
    return tuple(line for line in cleaned if line)


def _is_document(data: bytes) -> bool:
    """Whether the bytes are a .docx; plain text is none.  Raises for everything else, saying what it is."""
    try:
        classify(data, "")
    except Refusal as refused:
        rule = refused.problem.rule
        if rule == "file.word" and data.startswith(b"PK"):
            return True
        if rule == "file.word":
            raise UnreadableReportError(f"这是旧版 Word（.doc）文件。{_SAVE_AS}") from None
        if rule in _TEXTS:
            return False
        raise UnreadableReportError(f"{finding(refused.problem).message}{_SAVE_AS}") from None
    raise UnreadableReportError("这是工作簿，不是自评报告：工作簿请直接用 perf-xlsx run 评分。")


def _document(data: bytes) -> list[str]:
    from perf_xlsx.report.docx import read_docx

    try:
        return read_docx(data)
    except (
        ValueError,
        KeyError,
        SyntaxError,
        AttributeError,
        BadZipFile,
    ):  # what the library raises for a broken document
        raise UnreadableReportError(f"Word 文档已损坏，读不出来。{_SAVE_AS}") from None


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableReportError(f"文件不是文本，也不是 .docx。{_SAVE_AS}")
