"""Which words on a form name which field: ``forms.toml``, looked up once for each distinct text."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from perf_xlsx.model import Field, FormKind
from perf_xlsx.reading.titles import said
from perf_xlsx.text import REMEMBERED, folded, label

_LONGEST_LABEL: Final = 40
_BRACKETS: Final = re.compile(r"\([^()]*\)|\([^()]*$|[^()]*分\)$")
_NUMBERING: Final = re.compile(
    r"^(?:\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十]+[、.]|\d+[、.)])(?=\D)"
)
_PLAIN: Final = re.compile(r"[\u4e00-\u9fff]+")
"""A text that folding can't change."""
_LATIN: Final = re.compile("[A-Za-z]{3}")
_NO_LABEL: Final = re.compile(r"[\d.,%\s+/-]+")
_HEADER_WORD: Final = re.compile(r"指\W*标|级|内\W*容")
_LETTER: Final = re.compile(r"(?<=[\u4e00-\u9fff])[A-E]$")
_ALSO_ENGLISH: Final = re.compile(
    r"(?<=[\u4e00-\u9fff)])\s*\(?[A-Za-z][A-Za-z .&/'-]{2,}\d?\)?$"
    r"|^[A-Za-z][A-Za-z .&/'-]{2,}\s(?=[\u4e00-\u9fff])"
)
"""The English beside a Chinese label: 得分 Score, 一级指标 Level 1, Score 得分."""
_NEAR: Final = 0.72
_LONGEST_INLINE: Final = 200
_SEAL: Final = re.compile(r"^\s*\((?:盖章|公章|签章|签字)\)|\((?:盖章|公章|签章|签字)\)\s*$")
_NEXT_LABEL: Final = re.compile(r"(?<=\S)\s+(?=[^\s:]{2,8}:)")


@dataclass(frozen=True, slots=True)
class Section:
    """The words of one part of a form, ready to be looked up."""

    words: dict[str, Field]
    patterns: tuple[tuple[re.Pattern[str], Field], ...]
    any_pattern: re.Pattern[str] | None

    def find(self, candidates: tuple[str, ...]) -> Field:
        """The field that the first fitting candidate names; empty when none does."""
        for candidate in candidates:
            if candidate in self.words:
                return self.words[candidate]
        for candidate in candidates:
            if self.any_pattern is not None and self.any_pattern.fullmatch(candidate):
                return next(name for pattern, name in self.patterns if pattern.fullmatch(candidate))
        return ""


def _pattern(wildcard: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, wildcard.split("*"))), re.DOTALL)


def _section(entries: list[dict[str, object]]) -> Section:
    words: dict[str, Field] = {}
    patterns: list[tuple[re.Pattern[str], Field]] = []
    for entry in entries:
        name = str(entry["field"])
        for word in _texts(entry.get("words")):
            words.setdefault(label(word), name)
        patterns += [(_pattern(wildcard), name) for wildcard in _texts(entry.get("like"))]
    joined = re.compile("|".join(pattern.pattern for pattern, _ in patterns), re.DOTALL)
    return Section(words, tuple(patterns), joined if patterns else None)


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _load() -> dict[str, Section]:
    source = resources.files("perf_xlsx.reading").joinpath("forms.toml").read_text(encoding="utf-8")
    return {name: _section(entries) for name, entries in tomllib.loads(source).items()}


SECTIONS: Final = _load()
_BLOCKS: Final = ("indicator", "fund", "goal", "head", "mark")


@lru_cache(maxsize=REMEMBERED)
def spellings(text: str) -> tuple[str, ...]:
    """A label in its comparable spellings, the closest to the text first; none when it is no label."""
    if len(text) > 2 * _LONGEST_LABEL or _NO_LABEL.fullmatch(text):
        return ()
    plain = text if _PLAIN.fullmatch(text) else label(text)
    if not plain or len(plain) > _LONGEST_LABEL:
        return ()
    found = [plain]
    if not plain.isascii() and _LATIN.search(plain):
        found += [label(chinese) for chinese in [_ALSO_ENGLISH.sub("", folded(text))] if label(chinese)]
        plain = found[-1]
    for shorter in (_NUMBERING.sub("", plain), _BRACKETS.sub("", _NUMBERING.sub("", plain))):
        trimmed = _LETTER.sub("", shorter.strip(":;,.、"))
        if trimmed and trimmed not in found:
            found.append(trimmed)
    return tuple(found)


def may_head_indicators(text: str) -> bool:
    """Whether a text can be the heading of a column of names; quick, for sheets of any size."""
    return len(text) <= _LONGEST_LABEL and _HEADER_WORD.search(text) is not None


@lru_cache(maxsize=4 * REMEMBERED)
def field_of(section: str, text: str) -> Field:
    """The field that a text names in a section of ``forms.toml``; empty when it names none."""
    return SECTIONS[section].find(spellings(text))


@lru_cache(maxsize=REMEMBERED)
def kinds_of(text: str) -> frozenset[str]:
    """The sections that a text is a label of, and ``inline`` for labels that hold their values."""
    found = {section for section in _BLOCKS if field_of(section, text)}
    if inline(text) or inline(text, "fund"):
        found.add("inline")
    return frozenset(found)


@lru_cache(maxsize=REMEMBERED)
def title_kind(text: str) -> FormKind | None:
    """Which form a text is the title of; None when it is no title."""
    if not 4 <= len(text) <= 80:
        return None
    plain = label(text)
    name = SECTIONS["title"].find((plain,)) if "表" in plain or "自评" in plain else ""
    if not name and "自评" in plain and said(text).sure:
        return FormKind.PROJECT
    return FormKind(name) if name else None


@lru_cache(maxsize=REMEMBERED)
def inline(text: str, section: str = "head") -> tuple[tuple[Field, str], ...]:
    """Fields with the values that stand in the same cell: 「填表人：甲　联系电话：0750」."""
    plain = folded(text)
    if ":" not in plain or len(plain) > _LONGEST_INLINE:
        return ()
    pieces = _NEXT_LABEL.split(plain)
    found = []
    for piece in pieces:
        head, _, value = piece.partition(":")
        name = SECTIONS[section].find(spellings(head)) if head else ""
        told = _SEAL.sub("", value).strip()
        if name and told:
            found.append((name, told))
    return tuple(found)


@lru_cache(maxsize=REMEMBERED)
def near(section: str, text: str) -> tuple[Field, str]:
    """The field that an unknown label is close to, and that field's usual word (「did you mean」)."""
    for candidate in spellings(text):
        close = difflib.get_close_matches(candidate, SECTIONS[section].words, n=5, cutoff=_NEAR)
        if close:
            same_length = [word for word in close if len(word) == len(candidate)]
            name = SECTIONS[section].words[(same_length or close)[0]]
            return name, next(word for word, field in SECTIONS[section].words.items() if field == name)
    return "", ""
