"""Files that are text: web pages, tables with commas, old XML workbooks, mails, whatever their name."""

from __future__ import annotations

import codecs
import re
from typing import Final

_HEAD: Final = 4096
_LINES: Final = 12
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEADER_LINE: Final = r"[\w-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*"
_MARKS: Final = (
    (
        "file.message",
        rf"(?:{_HEADER_LINE})*?(?:received|return-path|delivered-to|message-id|to|dkim-signature):",
    ),
    ("file.mhtml", rf"(?:{_HEADER_LINE})*?(?:mime-version|content-type:\s*multipart/related)"),
    ("file.message", r"(?:(?:received|return-path|message-id|from|to|cc|subject|date|x-[\w-]+):[^\n]*\n){2}"),
    ("file.html", r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|div|style)\b"),
    ("file.xml_2003", r".*?(?:urn:schemas-microsoft-com:office:spreadsheet|<ss:workbook)"),
    ("file.flat_ods", r".*?urn:oasis:names:tc:opendocument:xmlns:office"),
    ("file.html", r"\s*<\?xml.*?<html\b"),
    ("file.xml", r"\s*<(?:\?xml|!DOCTYPE|[A-Za-z])"),
    ("file.sylk", r"ID;P"),
    ("file.json", r"\s*[\[{]\s*[\"\[{\d]"),
)
"""What the beginning of a text tells; the first that fits."""

_PATTERNS: Final = tuple((rule, re.compile(mark, re.IGNORECASE | re.DOTALL)) for rule, mark in _MARKS)
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SEPARATORS: Final = (",", "\t", ";", "|", "，")


def text_rule(data: bytes) -> str:
    """The rule that names the kind of text; empty when the bytes are no text."""
    text = _text(data)
    if text is None:
        return ""
    for rule, mark in _PATTERNS:
        if mark.match(text):
            return rule
    return "file.csv" if _is_table(text) else "file.text"


def _text(data: bytes) -> str | None:
    head = data[:_HEAD]
    for bom, codec in _BOMS:
        if head.startswith(bom):
            return _clean(head.decode(codec, "ignore"))
    for codec in ("utf-8", "gb18030"):
        try:
            return _clean(codecs.getincrementaldecoder(codec)().decode(head))
        except UnicodeDecodeError:
            continue
    return None


def _clean(text: str) -> str | None:
    """The text, unless it has characters that no text has."""
    return None if _CONTROL.search(text) else text


def _is_table(text: str) -> bool:
    """Whether one separator stands in most lines, equally often in most of these."""
    lines = [line for line in text.splitlines()[:_LINES] if line.strip()]
    return any(_is_separator(sign, lines) for sign in _SEPARATORS)


def _is_separator(sign: str, lines: list[str]) -> bool:
    counts = [count for line in lines if (count := line.count(sign))]
    usual = max(map(counts.count, counts), default=0)
    return usual * 2 > len(counts) and len(counts) * 2 > len(lines)
