"""年度指标值: what was promised, read from a cell or from a sign, value and unit column.

A target is a number with a sign, a range, a deadline or words.  A bare number keeps ``signed=False``:
whether it is meant as ≥ or ≤ depends on where it stands (``sense``).
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from perf_xlsx.model import Cell, NotGiven, Op, Target, Unreadable
from perf_xlsx.text import REMEMBERED, folded, shown
from perf_xlsx.values import cells, dates, numbers, words
from perf_xlsx.values.phrase import Amount, Phrase, clause_before, parse, primary
from perf_xlsx.values.signs import Kind
from perf_xlsx.values.tables import longest_first, table
from perf_xlsx.values.tokens import compact, tokens
from perf_xlsx.values.units import PERCENT, PERCENT_POINT, Relation, is_unit, relation

Understood = Target | NotGiven | Unreadable
_SIGNS: Final = table("signs")
_DONE: Final = longest_first(_SIGNS["structure"]["done"])
_CONTEXT: Final = longest_first(_SIGNS["structure"]["reference"])
_LOWER: Final = frozenset([Op.AT_LEAST, Op.ABOVE])
_UPPER: Final = frozenset([Op.AT_MOST, Op.BELOW])
_QUALITATIVE: Final = "定性"
_NATURES: Final = {"正向": "≥", "正向指标": "≥", "反向": "≤", "反向指标": "≤", "逆向": "≤", "逆向指标": "≤"}
_NO_SIGN: Final = frozenset(["", "定量", "定量指标", "无", "/", "—", "-", "预期性", "约束性", "约等于"])
_STOPS: Final = frozenset(",;。)( 0123456789")
_EACH: Final = re.compile("(?:每个?(?:人次|人|户|村|次|亩|半年|年|月|季度|季|周|天|日|班|场|期))+$")
_NO_UNIT: Final = frozenset(_SIGNS["structure"]["no_unit"]) | numbers.STARTERS
_NUMBER_ENDS: Final = frozenset("0123456789余多万亿千百")


def read_target(text: str, *, sign: str = "", unit: str = "", cell: Cell | None = None) -> Understood:
    """A target as a person wrote it.

    ``sign`` and ``unit`` are the texts of the 指标性质 and 度量单位 columns where a form has them.
    ``cell`` is the value's cell: its place, its stored number, a formula such as ``=100%``.
    """
    place = None if cell is None else cell.place
    meant = cells.constant_formula(cell)
    fault = "" if meant else cells.fault(cell)
    if fault:
        return Unreadable(shown(text), fault, place)
    understood = _read(meant or text, sign, unit)
    if cell is not None and cell.date is not None and not _is_deadline(understood):
        span = dates.day_span(cell.date)
        return Target(Op.BY_DATE, span=span, signed=False, raw=shown(text), place=place)
    if not isinstance(understood, Target):
        return replace(understood, place=place)
    raw = understood.raw if meant else shown(text)
    low, high = understood.low, understood.high
    if low is not None and low == high:
        low = high = cells.exact(low, understood.step, cell)
    return replace(understood, low=low, high=high, raw=raw, place=place)


def _is_deadline(understood: Understood) -> bool:
    """A date cell is a day, however its format writes it (12-31), unless a time was read (2021年12月)."""
    return isinstance(understood, Target) and understood.op is Op.BY_DATE


@lru_cache(maxsize=REMEMBERED)
def _read(text: str, sign: str, unit: str) -> Understood:
    if words.is_mark(text) or words.is_none(text) or words.is_not_applicable(text):
        return NotGiven()
    if words.is_left_blank(text):
        return NotGiven()
    raw = shown(text)
    nature = folded(sign).replace(" ", "")
    nature = _NATURES.get(nature, nature)
    target = _from_phrase(parse(text), raw)
    if nature.startswith(_QUALITATIVE):
        plain = isinstance(target, Target) and (target.op is Op.BY_DATE or not target.words)
        return target if plain else Target(Op.WORDS, words=raw, raw=raw)
    if unit and not words.is_mark(unit):
        target = _with_unit(target, text, unit, raw)
    if not isinstance(target, Target) or target.op in (Op.WORDS, Op.BY_DATE) or nature in _NO_SIGN:
        return target
    return _with_sign(target, nature, raw)


def _with_unit(target: Understood, text: str, unit: str, raw: str) -> Understood:
    """The value with the unit of its column; a unit of its own must not contradict it."""
    if not isinstance(target, Target) or target.op in (Op.WORDS, Op.BY_DATE):
        return target
    name = compact(unit)
    if target.unit:
        differs = is_unit(name) and relation(target.unit, name) is Relation.DIFFERENT
        return Unreadable(raw, "unit_contradicts") if differs else target
    joined = _from_phrase(parse(f"{text}{name}"), raw)
    read = isinstance(joined, Target) and joined.unit and not joined.words
    return joined if read else replace(target, unit=name)


def _with_sign(target: Target, nature: str, raw: str) -> Understood:
    """The sign column's word on a value; both may say the same."""
    from_column = _read(f"{nature}1", "", "")
    if not isinstance(from_column, Target) or not from_column.signed or target.op is Op.BETWEEN:
        return target
    op, value = from_column.op, target.low if target.low is not None else target.high
    if target.signed and target.op is not op:
        return target if op is Op.EQUAL else Unreadable(raw, "sign_contradicts")
    return _one_sided(replace(target, signed=True), op, value)


def _one_sided(target: Target, op: Op, value: Decimal | None) -> Target:
    low = value if op in _LOWER or op is Op.EQUAL else None
    high = None if op in _LOWER else value
    return replace(target, op=op, low=low, high=high)


# ---------------------------------------------------------------- from a phrase


def _from_phrase(phrase: Phrase, raw: str) -> Understood:
    if fault := next((amount.fault for amount in phrase.amounts if amount.fault), phrase.fault):
        return Unreadable(raw, fault)
    amounts = tuple(amount for amount in primary(phrase) if counts(amount, phrase))
    if len(amounts) == 1:
        return _amount(amounts[0], phrase, raw)
    if amounts:
        return _several(amounts, phrase, raw)
    return _deadline(phrase) or _words(phrase, raw)


def counts(amount: Amount, phrase: Phrase) -> bool:
    """Whether a number stands for itself, or is part of a name: 12345热线, 3无小区, 0投诉."""
    behind = phrase.text[amount.end : amount.end + 1]
    if not amount.bare or not behind or behind in _STOPS:
        return True
    return bool(unit_of(amount, phrase))


def _is_unknown_unit(behind: str, *, signed: bool) -> bool:
    """A short tail that says nothing else is a unit: letters (25PB), what ends like one (3课次), 10摊.

    Behind a number with a sign any short word is one (≥5热线).
    """
    if not 0 < len(behind) <= 3 or not behind.isalpha() or not _NO_UNIT.isdisjoint(behind):
        return False
    if words.tier(behind) is not None:
        return False
    return signed or behind.isascii() or is_unit(behind[-1]) or len(behind) == 1


def _behind(amount: Amount, phrase: Phrase) -> str:
    """The running text directly behind a number, when nothing else stands there."""
    rest = [token for token in tokens(phrase.text) if token.start >= amount.end]
    directly = phrase.text[amount.end - 1] in _NUMBER_ENDS
    return phrase.text[amount.end :] if directly and all(one.kind is Kind.TEXT for one in rest) else ""


def unit_of(amount: Amount, phrase: Phrase) -> str:
    """An amount's unit as written, an unknown one too."""
    if amount.unit:
        return amount.unit + _per(amount, phrase)
    behind = _behind(amount, phrase)
    signed = amount.op is not None and not amount.weak
    return behind if _is_unknown_unit(behind, signed=signed) else ""


def _per(amount: Amount, phrase: Phrase) -> str:
    """每人每月 before an amount, as the rest of its unit: /人/月."""
    if "/" in amount.unit or amount.unit in (PERCENT, PERCENT_POINT):
        return ""
    match = _EACH.search(clause_before(amount, phrase))
    return "" if match is None else match[0].replace("每个", "/").replace("每", "/")


def _amount(amount: Amount, phrase: Phrase, raw: str) -> Target:
    unit = unit_of(amount, phrase)
    extra = phrase.words if phrase.words != unit else ""
    base = Target(
        Op.EQUAL, amount.low, amount.high, unit, words=extra, signed=False, step=amount.step, raw=raw
    )
    if amount.ranged:
        return replace(base, op=Op.BETWEEN, signed=True)
    if amount.op is not None:
        return _one_sided(replace(base, signed=True), amount.op, amount.low)
    if amount.vague == "more":
        return _one_sided(replace(base, signed=True), Op.AT_LEAST, amount.low)
    return replace(base, about=bool(amount.vague))


def _several(amounts: tuple[Amount, ...], phrase: Phrase, raw: str) -> Understood:
    """≥90%且≤95% is a range; the same value twice is one; anything else is several values."""
    first, second = amounts[0], amounts[1]
    if all(same_value(one, first) for one in amounts):
        return _amount(first, phrase, raw)
    if len(amounts) > 2:
        return Unreadable(raw, "several_values")
    if second.op in _LOWER:
        first, second = second, first
    return _from_to(first, second, phrase, raw) or Unreadable(raw, "two_values")


def time_beside(target: Target) -> str:
    """The deadline that stands beside a target's number (12月底前完成100%), as written; else ""."""
    if target.op in (Op.WORDS, Op.BY_DATE):
        return ""
    phrase = parse(target.raw)
    return next((phrase.text[one.start : one.end] for one in phrase.times if not one.whole_year), "")


def same_value(left: Amount, right: Amount) -> bool:
    """Whether two amounts say the same."""
    return (left.low, left.high, left.op, left.unit) == (right.low, right.high, right.op, right.unit)


def _from_to(low: Amount, high: Amount, phrase: Phrase, raw: str) -> Target | None:
    """A lower and an upper bound as a range, where they are that."""
    units_fit = not (low.unit and high.unit) or relation(low.unit, high.unit) is Relation.SAME
    edge = low.low / 100 if high.unit == PERCENT and not low.unit else low.low
    if low.op not in _LOWER or high.op not in _UPPER or not units_fit or edge > high.high:
        return None
    unit, op = high.unit or low.unit, Op.EQUAL if edge == high.high else Op.BETWEEN
    return Target(op, edge, high.high, unit, words=phrase.words, step=high.step, raw=raw)


def _deadline(phrase: Phrase) -> Target | Unreadable | None:
    """By a date: a time that is no mere context; a year alone only beside words of being done."""
    times = [when for when in phrase.times if not when.whole_year]
    if not times and not _DONE.sub("", phrase.words).replace(" ", ""):
        times = list(phrase.times)
    if not times or _CONTEXT.search(phrase.words):
        return None
    when = times[-1]
    if when.doubtful:
        return Unreadable(shown(phrase.text), "ambiguous_date")
    if len(times) > 1:
        return Unreadable(shown(phrase.text), "several_values")
    return Target(Op.BY_DATE, span=when.due, words=phrase.words, signed=False, raw=phrase.text)


def _words(phrase: Phrase, raw: str) -> Understood:
    if re.search("[0-9]{19}", phrase.text):
        return Unreadable(raw, "beyond_range")
    if phrase.mixed:
        return Unreadable(raw, "digits_mixed")
    if any(char.isalpha() for char in phrase.text):
        return Target(Op.WORDS, words=raw, raw=raw)
    return Unreadable(raw, "sign_alone" if phrase.signed else "not_a_value")
