"""Names of indicators and of their groups: cleaned of numbering and points, brought to canonical keys.

Keys and every alias stand in ``words.toml``: ``group`` of level 1 (output, benefit, …), ``kind`` of level
2 (quantity, quality, time, cost, economic, social, ecological, sustained, satisfaction).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from perf_xlsx.text import REMEMBERED, folded, label, shown
from perf_xlsx.values.tables import table

_WORDS: Final = table("words")
_GROUPS: Final[dict[str, list[str]]] = _WORDS["groups"]
_KINDS: Final[dict[str, list[str]]] = _WORDS["kinds"]
_GROUP_OF_KIND: Final[dict[str, str]] = {
    kind: group for group, kinds in _WORDS["kind_groups"].items() for kind in kinds
}
_FILLER: Final = frozenset(_WORDS["filler"]["names"])

_POINTS: Final = re.compile(
    r"[(\[]\s*(?:权重|满分|分值|共)?:?\s*([0-9]+(?:\.[0-9]+)?)\s*(?:分|%)?\s*[)\]]?\s*$"
    r"|([0-9]+(?:\.[0-9]+)?)\s*分\s*[)\]]?\s*$"
)
_MARKS: Final = "★☆*●■◆▲△▪◎※"
_NUMBERING: Final = re.compile(
    r"\s*(?:(?:绩效|三级|具体)?指标\s*[(（]?(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})[)）]?\s*[:：、.．)）;；,，]?"
    r"|[(（]\s*(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})\s*[)）]\s*[、.．]?"
    r"|[0-9０-９]{1,2}(?:\s*[、)）]|\s*[.．](?![0-9０-９]))"
    r"|[一二三四五六七八九十]{1,2}\s*[、.．]"
    r"|[\u2460-\u2473])\s*"
)
_JOINED: Final = re.compile(r"([^-—–－/、:：·>→\\\s]+)\s*[-—–－/、:：·>→\\\s]+\s*(\S+)")
_BRACKETED_POINTS: Final = re.compile(r"\s*[(（]\s*([0-9０-９]+(?:[.．][0-9０-９]+)?)\s*分\s*[)）]\s*$")
_BROKEN: Final = re.compile(r"\s*\n\s*")
_WORDY: Final = re.compile(r"[A-Za-z0-9]\n[A-Za-z0-9]")
_CODE: Final = re.compile(r"^[0-9A-Za-z]{3,}\s*[-—_－]\s*(?=[\u4e00-\u9fff])")
_CONTAINED_GROUPS: Final = (
    ("满意", "satisfaction"), ("成本", "cost"), ("产出", "output"), ("完成指标", "output"),
    ("效益", "benefit"), ("效果", "benefit"), ("投入", "input"), ("过程", "process"),
    ("决策", "decision"), ("管理", "management"),
)  # fmt: skip
_CONTAINED_KINDS: Final = (
    ("满意", "satisfaction"), ("可持续", "sustained"), ("成本", "cost"), ("数量", "quantity"),
    ("质量", "quality"), ("时效", "time"),
    ("生态", "ecological"), ("环境效益", "ecological"), ("经济效益", "economic"), ("社会效益", "social"),
)  # fmt: skip


def _aliases(names: dict[str, list[str]]) -> dict[str, str]:
    return {label(alias): key for key, aliases in names.items() for alias in aliases}


_GROUP_BY_NAME: Final = _aliases(_GROUPS)
_KIND_BY_NAME: Final = _aliases(_KINDS)


def one_line(raw: str) -> str:
    """A name that a narrow column broke, in one line: 可持续影\\n响指标 → 可持续影响指标."""
    text = shown(raw)
    if "\n" not in text:
        return text
    return _BROKEN.sub("", _WORDY.sub(lambda match: match[0].replace("\n", " "), text))


@lru_cache(maxsize=REMEMBERED)
def indicator_name(raw: str) -> str:
    """A level-3 name without 指标1：, (1), ①, ★ and line breaks; the number of a name stays (5G, 1.5公里)."""
    name = one_line(raw).strip(_MARKS + " ")
    match = _NUMBERING.match(name)
    return (name if match is None else name[match.end() :]).strip(_MARKS + " :：")


@lru_cache(maxsize=REMEMBERED)
def is_filler(raw: str) -> bool:
    """Whether a name says nothing: blank, ……, /, 指标2：."""
    return label(indicator_name(raw)) in _FILLER or not label(indicator_name(raw))


@lru_cache(maxsize=REMEMBERED)
def split_points(raw: str) -> tuple[str, str]:
    """A level name and the points in it: 产出指标(50分) → 产出指标, 50; (50分) → "", 50."""
    text = folded(one_line(raw))
    match = _POINTS.search(text)
    if match is None:
        return one_line(raw).strip(), ""
    return text[: match.start()].strip(" :("), match[1] or match[2]


def name_points(name: str) -> tuple[str, str]:
    """A level-3 name and the points in brackets at its end: 培训场次(15分) → 培训场次, 15."""
    match = _BRACKETED_POINTS.search(name)
    return (name[: match.start()], match[1]) if match and match.start() else (name, "")


def label_points(raw: str) -> Decimal | None:
    """The points that a level name carries."""
    written = split_points(raw)[1]
    return Decimal(written) if written else None


def _contained(name: str, table_: tuple[tuple[str, str], ...]) -> str:
    return next((key for word, key in table_ if word in name), "")


@lru_cache(maxsize=REMEMBERED)
def kind_of(level2: str) -> str:
    """The kind of a level-2 name, empty when it names none."""
    name = label(split_points(level2)[0])
    return _KIND_BY_NAME.get(name) or _contained(name, _CONTAINED_KINDS)


@lru_cache(maxsize=REMEMBERED)
def group_of(level1: str) -> str:
    """The group of a level-1 name; of a level-2 name that stands in its place, the group it belongs to."""
    name = label(split_points(level1)[0])
    if not name:
        return ""
    if name in _GROUP_BY_NAME:
        return _GROUP_BY_NAME[name]
    if name in _KIND_BY_NAME:
        return _GROUP_OF_KIND[_KIND_BY_NAME[name]]
    return _contained(name, _CONTAINED_GROUPS) or _GROUP_OF_KIND.get(kind_of(level1), "")


@lru_cache(maxsize=REMEMBERED)
def group_and_kind(level1: str, level2: str) -> tuple[str, str]:
    """Both keys of a row: level 2 tells the group where level 1 is blank, and the reverse."""
    kind = kind_of(level2) or kind_of(level1)
    group = group_of(level1) or _GROUP_OF_KIND.get(kind, "") or group_of(level2)
    return group, "cost" if group == "cost" else kind


@lru_cache(maxsize=REMEMBERED)
def split_levels(name: str) -> tuple[str, str]:
    """Level 1 and level 2 of a name that joins both: 产出指标-数量指标; ("", name) when it does not."""
    match = _JOINED.fullmatch(name.strip())
    if match and label(match[1]) in _GROUP_BY_NAME and label(match[2]) in _KIND_BY_NAME:
        return match[1], match[2]
    return "", name


def is_level(text: str) -> bool:
    """Whether a text is nothing but the name of a level 1 or 2, such as forms are printed with."""
    name = label(split_points(text)[0])
    return name in _GROUP_BY_NAME or name in _KIND_BY_NAME


def kind_title(text: str) -> str:
    """The title of the level-2 kind that a text is or plainly contains: 社会效益 → 社会效益指标; else ""."""
    kind = kind_of(text)
    return _KINDS[kind][0] if kind else ""


def group_title(title: str) -> str:
    """The level-1 title that a level-2 title belongs to: 数量指标 → 产出指标; "" when unknown."""
    group = _GROUP_OF_KIND.get(kind_of(title), "")
    return _GROUPS[group][0] if group else ""


def without_code(name: str) -> str:
    """A unit's name without the budget code before it: 219001-池州市… → 池州市…."""
    return _CODE.sub("", name)
