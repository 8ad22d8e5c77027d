"""Fund sentences: 法援业务经费。年初预算财政资金159.91万元，到账107.42万元，支出107.42万元 → a fund line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from perf_xlsx.model import MONEY_FIELDS
from perf_xlsx.report.genre import pattern
from perf_xlsx.text import folded

_EDGES: Final = "，,、；;。：: "
_NUMBER: Final = r"[^0-9]{0,14}?(?P<amount>[0-9][0-9,]*(?:\.[0-9]+)?)\s*(?P<unit>万元|亿元|元)"
_DATE: Final = re.compile(r"20[0-9]{2}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?")
_FACTOR: Final = {"万元": Decimal(1), "亿元": Decimal(10000), "元": Decimal("0.0001")}
_KEYS: Final = tuple(reversed(MONEY_FIELDS))
"""In the order in which a clause is asked: 支出 says more than 预算."""
_PREFIX: Final = re.compile(r"^\s*项目\s*[0-9]*\s*[：:]\s*")


@dataclass(frozen=True, slots=True)
class Money:
    """A fund line as told, in 万元; None for what was not told."""

    item: str
    initial: Decimal | None = None
    full_year: Decimal | None = None
    received: Decimal | None = None
    executed: Decimal | None = None


def read_money(text: str) -> tuple[tuple[Money, ...], tuple[str, ...]]:
    """The fund lines of a paragraph: an item's name, then its amounts; and the sentences of neither kind."""
    lines: list[Money] = []
    unread: list[str] = []
    item = ""
    for sentence in folded(text).split("。"):
        amounts = _amounts(sentence)
        if amounts:
            name = item or _PREFIX.sub("", sentence[: _first_key(sentence)]).strip(_EDGES)
            lines.append(Money(name, *(amounts.get(key) for key in MONEY_FIELDS)))
            item = ""
        elif sentence.strip(_EDGES):
            if item:
                unread.append(item)
            item = _PREFIX.sub("", sentence).strip(_EDGES)
    if item:
        unread.append(item)
    return tuple(lines), tuple(unread)


def _first_key(sentence: str) -> int:
    found = [match.start() for key in _KEYS if (match := pattern("money", key).search(sentence))]
    return min(found, default=0)


def _amounts(sentence: str) -> dict[str, Decimal]:
    """One amount per clause, under the first key that the clause names."""
    told: dict[str, Decimal] = {}
    for clause in re.split("[，,；;]", _DATE.sub("", sentence)):
        for key in _KEYS:
            match = pattern("money", key, after=_NUMBER).search(clause)
            if match is not None:
                amount = Decimal(match["amount"].replace(",", "")) * _FACTOR[match["unit"]]
                told.setdefault(key, amount)
                break
    return told
