"""What lies in a folder beside its workbooks: why it is left out, or that it is a form all the same.

A form that was saved as a web page, as text or as XML, and an archive with workbooks in it, are no
companions of the workbooks: each is told as a file that could not be scored, with its own reason.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile


class Reason(StrEnum):
    """Why a file of a folder is left out."""

    LOCK = "打开中的临时文件"
    COMPANION = "苹果电脑的伴随文件"
    FOLDER = "是文件夹，里面的文件照常处理"
    LINK = "是指向别处文件夹的链接，没有进入；要处理的，请直接给出那个文件夹"
    TEXT = "是文字文档，不是工作簿；只有自评报告的，可用 perf-xlsx import 读成自评表"
    PICTURE = "是 PDF 或图片，不是工作簿"
    TABLE = "是纯文本、网页或 XML，不是工作簿"
    ARCHIVE = "是压缩包，没有打开；里面有自评表的，请先解压"
    NOT_WORKBOOK = "不是工作簿"
    OWN_OUTPUT = "本次输出文件夹中已有的评分结果"
    OWN_SUMMARY = "本工具生成的汇总表"
    NO_FILE = "不是普通文件"
    CLOSED = "无权读取的文件夹"
    PARTIAL = "还没有下载完的文件"


WORKBOOKS: Final = frozenset(
    {".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".et", ".ett", ".ods", ".xlsb"}
)
_TABLES: Final = frozenset(
    {".csv", ".tsv", ".htm", ".html", ".mht", ".mhtml", ".xml", ".fods", ".slk", ".dif"}
)
"""As what Excel and WPS save a table too."""
_KINDS: Final = (
    (Reason.TEXT, frozenset({".docx", ".docm", ".dotx", ".doc", ".wps", ".wpt", ".odt", ".rtf"})),
    (
        Reason.PICTURE,
        frozenset(
            {".pdf", ".ofd", ".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".heic"}
        ),
    ),
    (Reason.TABLE, _TABLES),
    (Reason.ARCHIVE, frozenset({".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".cab"})),
)
BESIDE: Final = frozenset({reason for reason, _ in _KINDS} | {Reason.NOT_WORKBOOK})
"""The reasons of files that are none of ours: not worth a word where our own results lie."""

_OWN_TABLE: Final = "汇总"
_HEAD: Final = 256 * 1024
_CODECS: Final = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_WORDS: Final = (
    *("指标".encode(codec) for codec in _CODECS),
    b"=E6=8C=87=E6=A0=87",
    b"&#25351;&#26631;",
)
"""What every form says, in the ways in which such files write it."""


def reason_of(path: Path) -> Reason:
    """Why a file that is no workbook is left out, by its ending."""
    suffix = path.suffix.lower()
    return next((reason for reason, suffixes in _KINDS if suffix in suffixes), Reason.NOT_WORKBOOK)


def is_form_saved_otherwise(path: Path) -> bool:
    """Whether the file is a form in a format that can't be scored, or an archive of workbooks."""
    suffix = path.suffix.lower()
    if suffix == ".zip":
        return _holds_workbooks(path)
    if suffix not in _TABLES or path.name.startswith(_OWN_TABLE):
        return False
    try:
        with path.open("rb") as source:
            head = source.read(_HEAD)
    except OSError:
        return False
    return any(word in head for word in _WORDS)


def _holds_workbooks(path: Path) -> bool:
    try:
        with ZipFile(path) as archive:
            return any(Path(name).suffix.lower() in WORKBOOKS for name in archive.namelist())
    except (BadZipFile, OSError, ValueError, LookupError, NotImplementedError):
        return False
