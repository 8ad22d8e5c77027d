"""File names that every system takes: Windows, Linux, a memory stick."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from typing import Final

SCORED: Final = "_评分.xlsx"
FILLED: Final = "_填分.xlsx"
FINAL: Final = "_报送稿.xlsx"
MAIL: Final = "_邮件草稿.eml"
SUMMARY: Final = "汇总.xlsx"
MERGED: Final = "_汇总上报.xlsx"
RECORDS: Final = "汇总.jsonl"
TABLE: Final = "汇总.csv"
LOGS: Final = "记录"
SURVEY: Final = "单位识别.jsonl"
"""What a run that merges learned of every file, in the folder of the logs; made again when it is missing."""

_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]')
_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_OWN_ENDING: Final = re.compile(r"(_(评分|汇总上报)(\(\d+\))?)+$")
_MOST_BYTES: Final = 180  # of 255, so that endings, numbers and a temporary name still fit
_MARK_LENGTH: Final = 6


def shown_name(name: str) -> str:
    """A name as people should see it, also when its bytes are no UTF-8 (archives made on Windows).

    Line ends, control characters and signs that turn the direction of writing would make a list or a log
    say what no file is called.
    """
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return _UNPRINTABLE.sub("_", raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return _UNPRINTABLE.sub("_", raw.decode("utf-8", errors="replace"))


def safe_name(name: str) -> str:
    """One part of a path, made safe: forbidden signs, reserved names, ends and length."""
    safe = _FORBIDDEN.sub("_", name).rstrip(". ").lstrip(" ") or "_"
    if _RESERVED.fullmatch(safe):
        safe = f"_{safe}"
    if len(safe.encode()) <= _MOST_BYTES:
        return safe
    mark = sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:_MARK_LENGTH]
    kept = safe.encode()[: _MOST_BYTES - _MARK_LENGTH - 1].decode("utf-8", errors="ignore")
    return f"{kept.rstrip('. ')}~{mark}"


def output_stem(stem: str) -> str:
    """The stem of an output's name before its ending; an output as input keeps its name."""
    return safe_name(_OWN_ENDING.sub("", stem) or stem)


def numbered(name: str, number: int) -> str:
    """The n-th name beside ``name``: 表_评分.xlsx → 表_评分(2).xlsx."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}({number}){dot}{suffix}"
