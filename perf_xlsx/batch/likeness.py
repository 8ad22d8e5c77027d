"""Names that are nearly the same: told, so that somebody looks, and never taken for one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from perf_xlsx.text import label

_NEAR: Final = 0.85
_SHORTEST: Final = 3
_MOST_NAMES: Final = 400
"""Beyond so many names nobody reads the pairs, and comparing all of them takes minutes."""
_SHOWN: Final = 5
_NUMERALS: Final = frozenset("0123456789一二三四五六七八九十百〇零两东西南北中上下新老大小")


def alike(names: Iterable[str], kind: str) -> Iterator[str]:
    """A sentence for each pair of near names, and one for those that are not shown."""
    known = {label(name): name for name in names if name}
    if len(known) > _MOST_NAMES:
        return
    pairs = [(one, other) for one, other in combinations(sorted(known), 2) if _near(one, other)]
    for one, other in pairs[:_SHOWN]:
        yield (
            f"{kind}名称相近，没有合并：“{known[one]}”与“{known[other]}”；"
            f"是同一个{kind}的，请统一名称后再运行。"
        )
    if len(pairs) > _SHOWN:
        yield f"另有 {len(pairs) - _SHOWN} 对{kind}名称相近，没有合并。"


def _near(one: str, other: str) -> bool:
    """One name within the other, or nearly the same letters; 第一小学 and 第二小学 are plainly two."""
    short, long = sorted((one, other), key=len)
    if len(short) >= _SHORTEST and (long.startswith(short) or long.endswith(short)):
        return True
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _NEAR or matcher.quick_ratio() < _NEAR or matcher.ratio() < _NEAR:
        return False
    changed = "".join(
        one[first:last] + other[start:end]
        for tag, first, last, start, end in matcher.get_opcodes()
        if tag != "equal"
    )
    return not set(changed) <= _NUMERALS
