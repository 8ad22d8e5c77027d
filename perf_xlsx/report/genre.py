"""The words of the 自评报告 genre (``genre.toml``), compiled."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("perf_xlsx.report") / "genre.toml").read_text("utf-8"))


@cache
def pattern(section: str, key: str, *, before: str = "", after: str = "") -> re.Pattern[str]:
    """One pattern that matches any wording of a key, between ``before`` and ``after``."""
    return re.compile(f"{before}(?:{'|'.join(_table()[section][key])}){after}")


def wordings(section: str, key: str) -> list[re.Pattern[str]]:
    """The wordings of a key one by one, for those that carry named groups."""
    return [re.compile(each) for each in _table()[section][key]]
