"""The schemes at hand: the built-in ones and files that a user names."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from perf_xlsx.model import Submission, Why
from perf_xlsx.scoring.choose import choose_among
from perf_xlsx.scoring.rules import (
    UNCHECKED,
    Parameter,
    Scheme,
    SchemeError,
    Source,
)
from perf_xlsx.scoring.scheme_file import parse

DEFAULT: Final = "cn-2020"
BUILTIN: Final = ("cn-2020", "cn-2017", "cn-2021", "guangdong", "hubei", "platform")

__all__ = [
    "BUILTIN",
    "DEFAULT",
    "UNCHECKED",
    "Parameter",
    "Scheme",
    "SchemeError",
    "Source",
    "builtin",
    "choose",
    "load",
]


def _text(scheme_id: str) -> str | None:
    if scheme_id not in BUILTIN:
        return None
    return files("perf_xlsx.scoring").joinpath("schemes", f"{scheme_id}.toml").read_text(encoding="utf-8")


@cache
def _builtin(scheme_id: str) -> Scheme:
    return parse(_text(scheme_id) or "", f"{scheme_id}.toml", _text)


def builtin() -> tuple[Scheme, ...]:
    """All schemes that come with the program, the default one first."""
    return tuple(map(_builtin, BUILTIN))


def load(id_or_path: str) -> Scheme:
    """A built-in scheme by its id, or a scheme file by its path.

    Raises SchemeError: no such scheme, or all the faults of the file.
    """
    if id_or_path in BUILTIN:
        return _builtin(id_or_path)
    path = Path(id_or_path)
    if not path.is_file():
        known = "、".join(BUILTIN)
        raise SchemeError((f"没有评分标准“{id_or_path}”：既不是内置标准（{known}），也不是文件",))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SchemeError((f"{path.name}：文件应以 UTF-8 编码保存",)) from None
    return parse(text, path.name, _text)


def choose(submission: Submission, requested: str | None) -> tuple[Scheme, Why]:
    """The scheme for a workbook and why: requested, named in 基本信息, shown by its form, or default.

    Raises SchemeError when ``requested`` is no scheme.
    """
    if requested:
        scheme = load(requested)
        return scheme, Why("chosen_requested", {"title": scheme.title})
    return choose_among(submission, builtin())
