"""实际完成值: what was reached, read from a cell, in the light of its target where that helps.

An actual is an interval (95%以上 is [95%, …), 400余 is [400, 500)), a time, or words with a tier.  Of
a sentence with several numbers one is taken only where a single reading is certain: what stands
before 其中, or the one number in the target's own unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from perf_xlsx.model import Actual, Bound, Cell, NotGiven, Op, Target, Tier, Unreadable
from perf_xlsx.text import REMEMBERED, folded, shown
from perf_xlsx.values import cells, dates, words
from perf_xlsx.values.phrase import Amount, Phrase, clause_before, parse, primary
from perf_xlsx.values.targets import counts, same_value, unit_of
from perf_xlsx.values.units import PERCENT, Relation, relation

Understood = Actual | NotGiven | Unreadable
_BOUNDS: Final = {
    Op.AT_LEAST: Bound.AT_LEAST,
    Op.ABOVE: Bound.ABOVE,
    Op.AT_MOST: Bound.AT_MOST,
    Op.BELOW: Bound.BELOW,
}
_ZERO: Final = Decimal(0)


def read_actual(text: str, *, target: Target | None = None, cell: Cell | None = None) -> Understood:
    """An actual as a person wrote it; ``target`` decides where the text alone leaves two readings."""
    place = None if cell is None else cell.place
    constant = cells.constant_formula(cell)
    fault = "" if constant else cells.fault(cell)
    if fault:
        return Unreadable(shown(text), fault, place)
    understood = _read(constant or text, target)
    if cell is not None and cell.date is not None and not _is_time(understood):
        return Actual(Bound.EXACT, span=dates.day_span(cell.date), raw=shown(text), place=place)
    if not isinstance(understood, Actual):
        return replace(understood, place=place)
    low, high = understood.low, understood.high
    if understood.bound is Bound.EXACT and low is not None and low == high:
        low = high = cells.exact(low, understood.step, cell)
    return replace(understood, low=low, high=high, place=place)


def _is_time(understood: Understood) -> bool:
    return isinstance(understood, Actual) and understood.span is not None


@lru_cache(maxsize=REMEMBERED)
def _read(text: str, target: Target | None) -> Understood:
    raw = shown(text)
    if words.is_mark(text) or words.is_left_blank(text):
        return NotGiven()
    if words.is_picture(text):
        return Unreadable(raw, "picture")
    if words.is_not_applicable(text):
        return Actual(Bound.WORDS, words=raw, raw=raw)
    if words.is_none(text):
        return _nothing(raw, target)
    if target is not None and target.op is Op.WORDS:
        return _against_words(raw, target)
    return _from_phrase(parse(text), raw, target)


def _nothing(raw: str, target: Target | None) -> Understood:
    """无: none happened where the target is 0, nothing written elsewhere."""
    if target is not None and target.high == 0:
        return Actual(Bound.EXACT, _ZERO, _ZERO, unit=target.unit, words=raw, raw=raw)
    if target is not None and target.op is Op.WORDS and words.is_absence(target.words):
        return Actual(Bound.WORDS, words=raw, tier=Tier.FULL, raw=raw)
    return NotGiven()


def _against_words(raw: str, target: Target) -> Understood:
    """Words are answered by words; by a number only where it plainly says yes (100%, 0 for 无投诉)."""
    if _same_text(raw, target.words):
        tier = words.tier(raw) if words.tier(raw) is not Tier.PARTIAL else Tier.FULL
        return Actual(Bound.WORDS, words=raw, tier=tier or Tier.FULL, raw=raw)
    phrase = parse(raw)
    understood = _from_phrase(phrase, raw, None)
    tier = words.tier(raw)
    if isinstance(understood, Unreadable):
        told = tier if not phrase.amounts or tier is not Tier.FULL or words.says_done(raw) else None
        worded = any(char.isalpha() for char in raw)
        return Actual(Bound.WORDS, words=raw, tier=told, raw=raw) if worded else understood
    if isinstance(understood, NotGiven) or understood.low is None or understood.low != understood.high:
        return understood
    if understood.unit == PERCENT and understood.low == 1 and words.means_all(target.words):
        return Actual(Bound.WORDS, words=raw, tier=Tier.FULL, raw=raw)
    if words.is_absence(target.words):
        return Actual(Bound.WORDS, words=raw, tier=Tier.NONE if understood.low else Tier.FULL, raw=raw)
    if tier is not None and words.says_done(raw):
        return Actual(Bound.WORDS, words=raw, tier=tier, raw=raw)
    return understood


def _same_text(left: str, right: str) -> bool:
    return folded(left).replace(" ", "").strip("。;,.") == folded(right).replace(" ", "").strip("。;,.")


# ---------------------------------------------------------------- from a phrase


def _from_phrase(phrase: Phrase, raw: str, target: Target | None) -> Understood:
    if phrase.fault:
        return Unreadable(raw, phrase.fault)
    if target is not None and target.op is Op.BY_DATE and phrase.times:
        return _time(phrase, raw)
    amounts = tuple(amount for amount in phrase.amounts if counts(amount, phrase))
    if not amounts:
        return _words_or_time(phrase, raw)
    if target is not None and target.op is Op.BY_DATE:
        return _against_deadline(amounts, phrase, raw)
    chosen = _choose(amounts, phrase, target)
    if chosen is None:
        return Unreadable(raw, "two_values" if len(amounts) == 2 else "several_values")
    if chosen.fault:
        return Unreadable(raw, chosen.fault)
    if _negated(chosen, phrase):
        return Unreadable(raw, "negated")
    if chosen.unit == PERCENT and words.is_excess(phrase.words):
        return Actual(Bound.WORDS, words=raw, tier=Tier.FULL, raw=raw)
    if _saved(chosen, phrase, target):
        return Actual(Bound.WORDS, words=raw, raw=raw)
    return _amount(chosen, phrase, raw)


def _against_deadline(amounts: tuple[Amount, ...], phrase: Phrase, raw: str) -> Understood:
    """Numbers that answer a deadline: 提前10天 and 100% say yes, 延期10天 says no, others say nothing."""
    tier = words.tier(phrase.words) if phrase.words else None
    if len(amounts) == 1 and amounts[0].unit == PERCENT and amounts[0].low == 1 and tier is not Tier.NONE:
        tier = Tier.FULL
    if tier is not None:
        return Actual(Bound.WORDS, words=raw, tier=tier, raw=raw)
    return _amount(amounts[0], phrase, raw) if len(amounts) == 1 else Unreadable(raw, "several_values")


def _saved(amount: Amount, phrase: Phrase, target: Target | None) -> bool:
    """节约5万元 is no spending to hold against ≤90万元."""
    if target is None or target.op not in (Op.AT_MOST, Op.BELOW):
        return False
    return words.is_saving(clause_before(amount, phrase)) and not words.is_saving(target.words)


def _choose(amounts: tuple[Amount, ...], phrase: Phrase, target: Target | None) -> Amount | None:
    """The one number that is meant: the one in the target's unit, else the one that stands for itself."""
    main = tuple(amount for amount in amounts if amount in primary(phrase)) or amounts
    if target is not None and target.unit:
        for pool in (main, amounts):
            fitting = [one for one in pool if one.unit and _fits(one, target)]
            if (chosen := _certain(fitting)) is not None:
                return chosen
    return _certain(main)


def _fits(amount: Amount, target: Target) -> bool:
    return relation(amount.unit, target.unit) is not Relation.DIFFERENT


def _certain(amounts: Sequence[Amount]) -> Amount | None:
    """The one amount; several that say the same are one."""
    return amounts[0] if amounts and all(same_value(one, amounts[0]) for one in amounts) else None


def _negated(amount: Amount, phrase: Phrase) -> bool:
    """未完成100%: how much was reached is not said."""
    return amount.op is None and words.tier(clause_before(amount, phrase)[-6:]) is Tier.NONE


def _amount(amount: Amount, phrase: Phrase, raw: str) -> Actual:
    unit = unit_of(amount, phrase)
    extra = phrase.words if phrase.words != unit else ""
    base = Actual(Bound.EXACT, amount.low, amount.high, unit=unit, words=extra, step=amount.step, raw=raw)
    op = None if amount.weak else amount.op
    if amount.ranged:
        return replace(base, bound=Bound.ABOUT)
    if amount.vague == "more":
        above = op is Op.ABOVE
        high = amount.low + amount.round_to
        return replace(
            base, bound=Bound.ABOVE if above else Bound.AT_LEAST, high=high, low_open=above, high_open=True
        )
    if op in (Op.AT_LEAST, Op.ABOVE):
        return replace(base, bound=_BOUNDS[op], high=None, low_open=op is Op.ABOVE)
    if op in (Op.AT_MOST, Op.BELOW):
        return replace(base, bound=_BOUNDS[op], low=None, high_open=op is Op.BELOW)
    if amount.vague == "near":
        return replace(base, bound=Bound.BELOW, low=None, high_open=True)
    return replace(base, bound=Bound.ABOUT if amount.vague else Bound.EXACT)


def _words_or_time(phrase: Phrase, raw: str) -> Understood:
    """Without a number: a time that stands for itself, else words with their tier."""
    times = [when for when in phrase.times if not when.whole_year]
    tier = words.tier(phrase.words) if phrase.words else None
    if times and (not phrase.words or tier is not Tier.NONE):
        return _time(phrase, raw)
    if phrase.times and not phrase.words:
        return _time(phrase, raw)
    if re.search("[0-9]{19}", phrase.text):
        return Unreadable(raw, "beyond_range")
    if phrase.mixed:
        return Unreadable(raw, "digits_mixed")
    if any(char.isalpha() for char in phrase.text) or tier is not None:
        return Actual(Bound.WORDS, words=raw, tier=words.tier(raw), raw=raw)
    return Unreadable(raw, "sign_alone" if phrase.signed else "not_a_value")


def _time(phrase: Phrase, raw: str) -> Understood:
    times = [when for when in phrase.times if not when.whole_year] or list(phrase.times)
    when = times[-1]
    if when.doubtful:
        return Unreadable(raw, "ambiguous_date")
    if len({one.span for one in times}) > 1:
        return Unreadable(raw, "several_values")
    return Actual(Bound.EXACT, unit="", span=when.span, words=phrase.words, raw=raw)
