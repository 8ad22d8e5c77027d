"""Names that are nearly the same: told, so that somebody looks, and never taken for one.

A slip of the pen is looked for: few signs differ, at one place.  Names over the years (``years``) and
against the roster (``desk.match``) may differ in many, and are ranked by what they have in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, takewhile
from typing import Final

from perf_xlsx.text import label

_ALIKE: Final = 0.75
"""The part of the longer name, from its beginning, that makes two names alike."""
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
    """One name within the other, the same but for the end, or but for one character.

    第一小学 and 第二小学 are plainly two, and so are the bureaus of two districts.
    """
    short, long = sorted((one, other), key=len)
    if len(short) >= _SHORTEST and (long.startswith(short) or long.endswith(short)):
        return True
    before = _shared(one, other)
    after = _shared(one[before:][::-1], other[before:][::-1])
    changed = one[before : len(one) - after] + other[before : len(other) - after]
    if set(changed) <= _NUMERALS:
        return False
    return before >= _ALIKE * len(long) or (len(long) - before - after == 1 and len(long) > _SHORTEST)


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
