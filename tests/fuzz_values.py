"""Structure-aware fuzzing of the value grammar: what clerks typed, a few pieces changed in each.

    python tests/fuzz_values.py --seconds 600 [--seed 1] [--guided]

Every text is read as a target and as an actual, with a sign and a unit in columns of their own, as money, a
rate, points, a date and a number.  Nothing may raise, what is unreadable has its reason, a target and an
actual can be compared, what is printed never reads back as another number.  ``fuzzing.py`` has the limits.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path
from typing import Final

import published
from fuzzing import Input, Lines, run
from tables import cell

from perf_xlsx.model import Actual, Bound, NotGiven, Op, Place, Target, Unreadable
from perf_xlsx.values.actuals import read_actual
from perf_xlsx.values.align import align, on_time
from perf_xlsx.values.amounts import read_money, read_points, read_rate
from perf_xlsx.values.dates import read_when
from perf_xlsx.values.notes import values_in
from perf_xlsx.values.numbers import read_numeral
from perf_xlsx.values.printing import print_actual, print_target
from perf_xlsx.values.tables import table
from perf_xlsx.values.targets import read_target
from perf_xlsx.values.why import WHY

SIGNS: Final = ("", "≥", "≤", ">", "<", "=", "≧", "不低于", "定性", "正向指标", "其他")
UNITS: Final = ("", "%", "件", "人次", "万元", "天", "%(百分比)", "百分比", "定性")
NASTY: Final = (
    "0", "00", "-1", "1e9", "9" * 30, "0.0000000001", "1,234", "12,34", "1.2.3", "13月", "2月30日", "0月",
    "24:00", "第五季度", "2021-02-30", "①", "½", "∞", "\u200b", "\u202e", "\n", "　", "(", ")", "（", "％％",
    "±", "≥≤", "~~", "／", "万亿", "百分之", "分之", "零", "〇", "两百五", "几十", "若干", "NaN", "=1+1",
    "😀", "其中", "累计", "每年",
)  # fmt: skip


@cache
def pieces() -> tuple[str, ...]:
    """Words of the grammar's own tables, and what it should stumble over."""
    found = {text for name in ("signs", "units", "words") for text in _texts(table(name)) if len(text) < 12}
    return (*sorted(found), *NASTY)


def _texts(given: object) -> Iterator[str]:
    if isinstance(given, str):
        yield given
    elif isinstance(given, dict):
        for key, value in given.items():
            yield from (key, *_texts(value))
    elif isinstance(given, list):
        for value in given:
            yield from _texts(value)


@cache
def typed() -> tuple[str, ...]:
    """What people typed: the tables of the value tests and the cells of published forms."""
    folder = Path(__file__).parent / "values"
    lines = [line for path in sorted(folder.glob("*.txt")) for line in path.read_text("utf-8").splitlines()]
    lines += [line for form in published.ALL.values() for line in form.splitlines()]
    return tuple(sorted({piece.strip() for line in lines for piece in line.split("|")} - {"<", "^"}))


def changed(text: str, chance: random.Random) -> str:
    """The text with up to four pieces put in, taken out, doubled or put elsewhere."""
    for _ in range(chance.randrange(1, 5)):
        at, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        text = chance.choice(
            (
                text[:at] + chance.choice(pieces()) + text[at:],
                text[:at] + str(chance.randrange(10 ** chance.randrange(1, 9))) + text[at:],
                text[:at] + text[end:],
                text[:end] + text[at:],
                text[at:] + text[:at],
                text[:at] + chance.choice(typed()),
                "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text),
            )
        )
    return text[:400]


def understood(text: str, sign: str, unit: str) -> bool:
    """Read a text in every way; whether it is a target."""
    target = read_target(text, sign=sign, unit=unit)
    actual = read_actual(text, target=target if isinstance(target, Target) else None)
    here = cell(Place("表", 1, 1), text)
    figures = (read_points(here), read_money(here), read_money(here, "元"), read_rate(here))
    for value in (target, actual, *figures):
        assert not isinstance(value, Unreadable) or value.why in WHY
    values_in(text)
    read_when(text)
    read_numeral(text)
    if isinstance(target, Target) and isinstance(actual, Actual):
        assert len(align(target, actual).readings) <= 2
        on_time(target, actual, 2021)
    _comes_back(read_target(text), read_actual(text))
    return isinstance(target, Target)


def _comes_back(target: Target | NotGiven | Unreadable, actual: Actual | NotGiven | Unreadable) -> None:
    """What is printed reads back the same, or as words or not at all: never as another number."""
    if isinstance(target, Target):
        plain = target if target.op is Op.WORDS else replace(target, words="")
        again = read_target(print_target(plain))
        assert again == plain or not isinstance(again, Target) or again.op is Op.WORDS
    if isinstance(actual, Actual):
        worded = actual.tier or actual.low is actual.high is actual.span
        same = actual if worded else replace(actual, words="")
        back = read_actual(print_actual(same))
        assert back == same or not isinstance(back, Actual) or back.bound is Bound.WORDS


def inputs(first: int, guided: bool, lines: Lines) -> Iterator[Input]:
    """Inputs by seed, for ever; guided ones go on from what reached new lines."""
    corpus = list(typed())
    for seed in count(first):
        chance = random.Random(seed)
        text = changed(chance.choice(corpus), chance)
        sign, unit = chance.choice(SIGNS), chance.choice(UNITS)
        yield Input(
            seed,
            "|".join((text, sign, unit)).encode("utf-8", "surrogatepass"),
            lambda text=text, sign=sign, unit=unit: understood(text, sign, unit),
        )
        if guided and lines.fresh:
            corpus.append(text)


if __name__ == "__main__":
    sys.exit(run(__doc__, "values", inputs))
