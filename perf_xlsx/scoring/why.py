"""The Chinese words of a ``Why``: how a status or a number came about."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from perf_xlsx.model import Why


@cache
def texts() -> Mapping[str, str]:
    """All texts by their id."""
    raw = files("perf_xlsx.scoring").joinpath("why.toml").read_text(encoding="utf-8")
    return tomllib.loads(raw)


def text(why: Why) -> str:
    """The reason in words.  The id must be one of ``why.toml``, its slots those of the text."""
    return texts()[why.id].format_map(why.slots)
