"""The words that checks look for (``words.toml``), and the questions asked of a text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from perf_xlsx.text import REMEMBERED, folded

_PUNCTUATION = re.compile(r"[\s,.;:!?、，。；：！？()（）\"'“”‘’·\-—/\\_]+")


@cache
def words(key: str) -> tuple[str, ...]:
    """The words of one key, look-alike signs unified as in the texts that are searched."""
    table = tomllib.loads(files("perf_xlsx.checks").joinpath("words.toml").read_text(encoding="utf-8"))
    return tuple(folded(word) for word in table[key])


@lru_cache(maxsize=REMEMBERED)
def mentioned(text: str, key: str) -> str:
    """The first word of a key that stands in the text; empty when there is none."""
    within = folded(text)
    return next((word for word in words(key) if word in within), "")


@lru_cache(maxsize=REMEMBERED)
def bare(text: str) -> str:
    """A text without spaces and punctuation, for comparing whole texts."""
    return _PUNCTUATION.sub("", folded(text)).lower()


@cache
def _bare_words(key: str) -> frozenset[str]:
    return frozenset(bare(word) for word in words(key))


def is_one_of(text: str, key: str) -> bool:
    """Whether the whole text is one of the words of a key, whatever the punctuation."""
    return bare(text) in _bare_words(key)


def is_filler(text: str) -> bool:
    """A reason that says nothing: blank, a dash, 无, 已完成 …"""
    return not bare(text) or is_one_of(text, "filler")


def explains_money(texts: Iterable[str]) -> bool:
    """Whether one of the texts speaks of how the money was spent."""
    return any(mentioned(text, "money_reason") for text in texts if not is_filler(text))
