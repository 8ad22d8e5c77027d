"""Indicator sentences: （1）数量指标--案件数>=4000件，2021年办理案件4521件 → name, target, actual.

A sentence has two halves.  The first promises (a name with its target, or several of them), the second,
from the year on, tells what was reached.  A sentence that promises nothing continues the one before.
Which number of the second half answers a promise is decided by the words they share and by the unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final

from perf_xlsx.report.framed import Framed, framed
from perf_xlsx.report.genre import pattern
from perf_xlsx.values.phrase import Amount, parse
from perf_xlsx.values.tokens import compact
from perf_xlsx.values.units import Relation, relation

_EDGES: Final = "，,、；;。：: "
_STOPS: Final = "。；;"
_COMMA: Final = re.compile(r",(?![0-9]{3})")
_SIGN: Final = re.compile("[≥≤=<>]")
_SHARED: Final = 2
"""How many characters in a row a promise and an answer must share to belong together among several."""


@dataclass(frozen=True, slots=True)
class Told:
    """One indicator as a report tells it; ``target`` and ``actual`` as written, empty when not told."""

    name: str
    target: str
    actual: str
    sentence: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Spare:
    """Something that was told and that no indicator took; ``near`` is the one it resembles, if any."""

    text: str
    sentence: str
    near: str = ""


@dataclass(frozen=True, slots=True)
class _Promise:
    name: str
    target: str
    unit: str


def read_sentences(body: str) -> tuple[tuple[Told, ...], tuple[Spare, ...]]:
    """The indicators of one item of a report, and what is left over of it."""
    told: list[Told] = []
    spare: list[Spare] = []
    for own, sentences in groupby(map(_taken_apart, framed(body)), key=lambda each: isinstance(each, Told)):
        if own:
            told.extend(each for each in sentences if isinstance(each, Told))
        else:
            freely, left = _read_freely("。".join(map(str, sentences)))
            told.extend(freely)
            spare.extend(left)
    return tuple(told), tuple(spare)


def _taken_apart(each: Framed | str) -> Told | str:
    own = None if isinstance(each, str) else _own(each)
    return own or (each if isinstance(each, str) else each.sentence)


def _own(each: Framed) -> Told | None:
    """A sentence of this tool's own reports; None when its name and target can't be told apart."""
    if each.target is not None:
        return Told(each.first, each.target, each.actual, each.sentence, each.reason)
    first = compact(each.first)
    sign = _SIGN.search(first)
    if sign is None or sign.start() == 0:
        return None
    name, target = _chinese(first[: sign.start()]), _chinese(first[sign.start() :])
    return Told(name, target, each.actual, each.sentence, each.reason)


def _read_freely(body: str) -> tuple[list[Told], list[Spare]]:
    """Sentences in a person's own words."""
    told: list[Told] = []
    spare: list[Spare] = []
    for first, second in _pairs(compact(body)):
        sentence = _chinese(_joined(first, second))
        promises = list(_promises(first))
        if len(promises) > 1:
            answered, left = _shared_out(promises, second, sentence)
            told.extend(answered)
            spare.extend(left)
        elif promises:
            answer = _answer(promises[0], second)
            told.append(Told(_chinese(promises[0].name), promises[0].target, _chinese(answer), sentence))
    return told, spare


def _chinese(text: str) -> str:
    """Commas as Chinese writes them; those within numbers stay."""
    return _COMMA.sub("，", text)


def _joined(first: str, second: str) -> str:
    return f"{first}，{second}" if first and second else first or second


# ---------------------------------------------------------------- halves


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """The sentences as (promise, answer); those that promise nothing join the answer before."""
    pending: tuple[str, str] | None = None
    for sentence in _sentences(text):
        first, second = _halves(sentence)
        if pending is None:
            pending = first, second
        elif first and second and parse(first).amounts:
            yield pending
            pending = first, second
        else:
            pending = pending[0], "，".join(filter(None, (pending[1], _joined(first, second))))
    if pending is not None:
        yield pending


def _sentences(text: str) -> list[str]:
    for stop in _STOPS:
        text = text.replace(stop, "。")
    return [piece for each in text.split("。") if (piece := each.strip(_EDGES))]


def _halves(sentence: str) -> tuple[str, str]:
    """Cut where the year comes, else behind the first target."""
    year = pattern("sentence", "year").search(sentence)
    if year is not None:
        return sentence[: year.start()].strip(_EDGES), sentence[year.start() :]
    amounts = parse(sentence).amounts
    if len(amounts) == 1 or (amounts and amounts[0].op is not None and not amounts[0].weak):
        return sentence[: amounts[0].end].strip(_EDGES), sentence[amounts[0].end :].strip(_EDGES)
    return sentence, ""


# ---------------------------------------------------------------- promises


def _promises(first: str) -> Iterator[_Promise]:
    amounts = parse(first).amounts
    at = 0
    for amount in amounts:
        name = first[at : amount.start].strip(_EDGES)
        if name:
            yield _Promise(name, first[amount.start : amount.end].strip(), amount.unit)
        at = amount.end
    if not amounts and first:
        yield _in_words(first)


def _in_words(first: str) -> _Promise:
    words = pattern("sentence", "promise", after="$").search(first)
    if words is None or words.start() == 0:
        return _Promise(first, "", "")
    return _Promise(first[: words.start()].strip(_EDGES), words[0], "")


# ---------------------------------------------------------------- answers


def _answer(promise: _Promise, second: str) -> str:
    """The part of the second half that answers the one promise; the whole of it when none stands out."""
    amounts = parse(second).amounts
    fitting = [amount for amount in amounts if _same_unit(promise.unit, amount.unit)]
    if fitting and promise.unit:
        best = max(fitting, key=lambda amount: _likeness(promise.name, _clause(second, amount)))
        return _as_written(second, best)
    words = pattern("sentence", "reached").search(second)
    if words is not None:
        return words[0].strip(_EDGES)
    if len(amounts) == 1:
        return _as_written(second, amounts[0])
    return second.strip(_EDGES)


def _as_written(text: str, amount: Amount) -> str:
    """An amount as a form would carry it: 达到100% → 100%, 95%以上 stays."""
    written = text[amount.start : amount.end].strip(_EDGES)
    return pattern("sentence", "lead", before="^").sub("", written)


def _same_unit(promised: str, told: str) -> bool:
    return promised == told or relation(promised, told) is Relation.SAME


def _clause(text: str, amount: Amount) -> str:
    """The clause in which an amount stands."""
    left = max(text.rfind(mark, 0, amount.start) for mark in "，,。；") + 1
    ends = [at for mark in "，,。；" if (at := text.find(mark, amount.end)) >= 0]
    return text[left : min(ends, default=len(text))]


def _likeness(name: str, clause: str) -> int:
    match = SequenceMatcher(None, name, clause, autojunk=False).find_longest_match()
    return match.size


def _shared_out(promises: list[_Promise], second: str, sentence: str) -> tuple[list[Told], list[Spare]]:
    """Several promises against several answers: the likest pairs first, each answer once."""
    amounts = list(parse(second).amounts)
    likeness = {
        (p, a): _likeness(promise.name, _clause(second, amount)) + _same_unit(promise.unit, amount.unit)
        for p, promise in enumerate(promises)
        for a, amount in enumerate(amounts)
        if _likeness(promise.name, _clause(second, amount)) >= _SHARED
    }
    taken: dict[int, int] = {}
    for p, a in sorted(likeness, key=lambda pair: (-likeness[pair], pair)):
        if p not in taken and a not in taken.values():
            taken[p] = a
    told = [
        Told(
            _chinese(promise.name),
            promise.target,
            _as_written(second, amounts[taken[p]]) if p in taken else "",
            sentence,
        )
        for p, promise in enumerate(promises)
    ]
    left = [
        Spare(_chinese(_clause(second, amount).strip(_EDGES)), sentence, _nearest(promises, likeness, a))
        for a, amount in enumerate(amounts)
        if a not in taken.values()
    ]
    return told, left


def _nearest(promises: list[_Promise], likeness: dict[tuple[int, int], int], answer: int) -> str:
    """The promise that an answer resembles most; empty when it resembles none."""
    scores = {p: score for (p, a), score in likeness.items() if a == answer}
    return _chinese(promises[max(scores, key=lambda p: scores[p])].name) if scores else ""
