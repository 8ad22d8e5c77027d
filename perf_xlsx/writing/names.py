"""Names of sheets: safe for Excel, unique without regard to case, never one of the tool's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

SUMMARY: Final = "评分汇总"
UNMET_LIST: Final = "未完成绩效指标清单"
ISSUES: Final = "问题清单"
WORKPAPER: Final = "复核底稿"
SCHEME: Final = "评分标准"
COVER: Final = "基本信息"
RUBRIC: Final = "组织实施"
LEFTOVERS: Final = "原表其他信息"
SOURCES: Final = "合并来源"
RESERVED: Final = (
    SUMMARY,
    UNMET_LIST,
    ISSUES,
    WORKPAPER,
    SCHEME,
    COVER,
    RUBRIC,
    LEFTOVERS,
    SOURCES,
    "填报说明",
    "History",
)
MAX_NAME: Final = 31

_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f：？＊／＼［］]+")

_ESCAPE: Final = re.compile(r"_(x[0-9A-Fa-f]{4})_")
"""What looks like an escape of the file format is written differently in different parts."""


def project_sheets(projects: Iterable[str]) -> tuple[str, ...]:
    """``01 法援业务经费``: one name for each project, in order; the number keeps them apart."""
    return tuple(_fitting(f"{number:02d} {_cleaned(name)}") for number, name in enumerate(projects, 1))


def _cleaned(name: str) -> str:
    plain = _ESCAPE.sub(r"\1", _FORBIDDEN.sub(" ", name))
    return " ".join(plain.split()) or "未填项目名称"


def _fitting(name: str) -> str:
    """At most 31 UTF-16 units, no apostrophe at the ends."""
    while len(name.encode("utf-16-le")) // 2 > MAX_NAME:
        name = name[:-1]
    return name.strip("' ")


def footer_text(text: str) -> str:
    """A text as headers and footers take it: & is a sign of theirs."""
    return text.replace("&", "&&")
