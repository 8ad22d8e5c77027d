"""The grammar of a target or actual: tokens in, amounts and times with what is said of them out.

::

    text    = { amount | when | part | words | separator }
    part    = 其中 … up to the next 。 | "(" … ")"
    amount  = { sign | weak | vague } value { behind }
    value   = number | number to number | ± number | number ± number
    number  = [ + | - ] numeral [ unit ]

A sign reaches over up to four characters of words (不少于每年2次, 10个项目以上).  Several signs of one
direction are one sign, the stricter; of two directions they are a fault.  3～5天内 is at most 5.
Amounts in parentheses and behind 其中 are parts: they count only where there is no other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from perf_xlsx.model import Op
from perf_xlsx.text import REMEMBERED
from perf_xlsx.values.dates import When
from perf_xlsx.values.numbers import Numeral
from perf_xlsx.values.signs import Kind
from perf_xlsx.values.tables import longest_first, table
from perf_xlsx.values.tokens import MIXED, Token, compact, tokens
from perf_xlsx.values.units import PERCENT, PERCENT_POINT, factor, kind

_MOST_AMOUNTS: Final = 40
"""Each number of a text is weighed against all others; nobody chooses one from more."""
_REACH: Final = 4
_TURNED: Final = {"≤": Op.AT_LEAST, "<": Op.ABOVE, "≥": Op.AT_MOST, ">": Op.BELOW}
_STRICT: Final = {Op.AT_LEAST: Op.ABOVE, Op.AT_MOST: Op.BELOW}
_PREFIXES: Final = frozenset([Kind.SIGN, Kind.WEAK, Kind.VAGUE, Kind.PLUS_MINUS, Kind.SIGNUM])
_UP: Final = frozenset([Op.AT_LEAST, Op.ABOVE])
_PUNCTUATION: Final = ",;。、:.!?()· "
_SECONDARY: Final = longest_first(table("signs")["structure"]["secondary"])
_CLAUSE_ENDS: Final = ",;。"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or range with its sign.

    ``op`` is None without a sign; ``weak`` when only 达到 or 控制在 stood there.  ``vague`` is "about",
    "near" or "more" (余).  ``bare``: nothing (sign, unit, %) but digits.  ``fault`` is an id of
    ``why.toml``.  ``start`` and ``end`` are places in the compact text.
    """

    low: Decimal
    high: Decimal
    unit: str
    step: Decimal
    round_to: Decimal
    start: int
    end: int
    op: Op | None = None
    weak: bool = False
    vague: str = ""
    scale: int = 1
    fault: str = ""

    @property
    def ranged(self) -> bool:
        return self.low != self.high

    @property
    def bare(self) -> bool:
        return self.op is None and not self.unit and not self.ranged


@dataclass(frozen=True, slots=True)
class Phrase:
    """A whole text, parsed: its amounts, parts and times, and the words between them.

    ``mixed``: digits stand in it that something broke (1十2, 1_000), which are no number.
    """

    text: str
    amounts: tuple[Amount, ...]
    parts: tuple[Amount, ...]
    times: tuple[When, ...]
    words: str
    mixed: bool
    signed: bool

    @property
    def fault(self) -> str:
        """Why the text as a whole gives no value: a day that is none, or a crowd of numbers."""
        if len(self.amounts) > _MOST_AMOUNTS:
            return "several_values"
        return "" if all(when.valid for when in self.times) else "no_such_date"


def _joined(ops: list[Op]) -> tuple[Op | None, str]:
    """Several signs as one, with the fault when they contradict each other."""
    distinct = set(ops)
    if len(distinct) > 1:
        distinct.discard(Op.EQUAL)
    if not distinct:
        return None, ""
    if len(distinct) == 1:
        return distinct.pop(), ""
    if distinct <= _UP:
        return Op.ABOVE, ""
    if not distinct & _UP:
        return Op.BELOW, ""
    return None, "signs_contradict"


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.at = 0
        self.prefix: list[Token] = []
        self.depth = 0
        self.in_parts = False
        self.open = False
        self.amounts: list[Amount] = []
        self.parts: list[Amount] = []
        self.times: list[When] = []
        self.covered: list[tuple[int, int]] = []

    def run(self) -> Phrase:
        while self.at < len(self.tokens):
            self._step(self.tokens[self.at])
        amounts, parts = tuple(self.amounts), tuple(self.parts)
        if not amounts:
            amounts, parts = parts, ()
        signed = any(token.kind in (Kind.SIGN, Kind.PLUS_MINUS) for token in self.tokens)
        mixed = MIXED.search(self.text) is not None
        return Phrase(self.text, amounts, parts, tuple(self.times), self._words(), mixed, signed)

    def _step(self, token: Token) -> None:
        self.at += 1
        if token.kind in _PREFIXES:
            self.prefix.append(token)
        elif token.kind is Kind.NUMERAL:
            self._amount(token)
        elif token.kind is Kind.WHEN:
            self._when(token)
        elif token.kind is Kind.TEXT:
            if self.prefix and token.end - self.prefix[-1].end > _REACH:
                self.prefix.clear()
        else:
            self._structure(token)

    def _structure(self, token: Token) -> None:
        if token.kind is Kind.OPEN:
            self.depth += 1
        elif token.kind is Kind.CLOSE:
            self.depth = max(0, self.depth - 1)
        elif token.kind is Kind.PART:
            self.in_parts = True
        elif token.kind is Kind.SEPARATOR and self.text[token.start] == "。":
            self.in_parts = False
        self.prefix.clear()
        self.open = self._opens_a_range(token)

    def _opens_a_range(self, token: Token) -> bool:
        """~5% and —5% lack their first end."""
        alone = self.at == 1 or self.tokens[self.at - 2].kind is Kind.SEPARATOR
        return token.kind is Kind.RANGE and alone and not self.text[token.start].isalpha()

    def _when(self, token: Token) -> None:
        if isinstance(token.meaning, When) and not (self.depth or self.in_parts):
            self.times.append(token.meaning)
            self.covered.append((token.start, token.end))

    # ---- amounts

    def _peek(self, ahead: int = 0) -> Token | None:
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else None

    def _amount(self, token: Token) -> None:
        first = _number(token, self.prefix)
        if any(sign.kind is Kind.PLUS_MINUS for sign in self.prefix):
            value = _around(Decimal(0), first)
        else:
            value = self._range(first) or self._deviation(first) or first
        behind = self._behind()
        amount = _with_signs(value, [*self.prefix, *behind])
        amount = self._turned(amount)
        if self.open:
            amount = replace(amount, fault=amount.fault or "range_open")
        start = min([amount.start, *(sign.start for sign in self.prefix[:1])])
        self.covered.append((amount.start, max(amount.end, *(sign.end for sign in behind[-1:]), 0)))
        self.covered.extend((sign.start, sign.end) for sign in [*self.prefix, *behind])
        amount = replace(amount, start=start, end=max([amount.end, *(sign.end for sign in behind)]))
        (self.parts if self.depth or self.in_parts else self.amounts).append(amount)
        self.prefix.clear()
        self.open = False

    def _second(self, kind: Kind) -> Amount | None:
        """The number behind a token of ``kind`` that comes next, with its own + or -."""
        joint, following = self._peek(), self._peek(1)
        if joint is None or following is None or joint.kind is not kind:
            return None
        sign = [following] if following.kind is Kind.SIGNUM else []
        number = self._peek(1 + len(sign))
        if number is None or number.kind is not Kind.NUMERAL:
            return None
        self.at += 2 + len(sign)
        return _number(number, sign)

    def _range(self, first: Amount) -> Amount | None:
        second = self._second(Kind.RANGE)
        return None if second is None else _between(first, second)

    def _deviation(self, first: Amount) -> Amount | None:
        second = self._second(Kind.PLUS_MINUS)
        if second is None:
            return None
        around = _around(first.low, second)
        return replace(around, start=first.start, unit=first.unit or second.unit)

    def _behind(self) -> list[Token]:
        found: list[Token] = []
        while (token := self._peek()) is not None and token.kind is Kind.BEHIND:
            found.append(token)
            self.at += 1
        for ahead in range(_REACH + 1):
            token = self._peek(ahead)
            if token is None or token.kind is not Kind.TEXT:
                if token is not None and token.kind is Kind.BEHIND:
                    found.append(token)
                break
        return found

    def _turned(self, amount: Amount) -> Amount:
        """90%≤满意度: a sign behind the number, before words, is turned round."""
        sign, following = self._peek(), self._peek(1)
        if amount.op or amount.ranged or sign is None or following is None or following.kind is not Kind.TEXT:
            return amount
        turned = _TURNED.get(self.text[sign.start : sign.end])
        if turned is None:
            return amount
        self.at += 1
        self.covered.append((sign.start, sign.end))
        return replace(amount, op=turned, end=sign.end)

    def _words(self) -> str:
        """What is left between amounts and times, its punctuation trimmed."""
        kept: list[str] = []
        at = 0
        for start, end in sorted(self.covered):
            kept.append(self.text[at:start])
            at = max(at, end)
        kept.append(self.text[at:])
        return " ".join(piece for part in kept if (piece := part.strip(_PUNCTUATION)))


def _number(token: Token, prefix: list[Token]) -> Amount:
    numeral = token.meaning
    assert isinstance(numeral, Numeral)
    negative = any(sign.kind is Kind.SIGNUM and sign.meaning == "-" for sign in prefix)
    value = -numeral.value if negative else numeral.value
    return Amount(
        value,
        value,
        token.unit,
        numeral.step,
        numeral.round_to,
        token.start,
        token.end,
        vague="more" if numeral.more else "",
        scale=numeral.scale,
    )


def _between(first: Amount, second: Amount) -> Amount:
    """90-95% and 1-2万 give the first number what only the second shows."""
    low, high = first.low, second.low
    if second.unit in (PERCENT, PERCENT_POINT) and not first.unit:
        low /= 100
    elif second.scale > first.scale and low < high / second.scale:
        low *= second.scale
    elif first.scale > second.scale and not first.unit and kind(second.unit) == "money":
        low *= Decimal(factor("元", second.unit).numerator) / factor("元", second.unit).denominator
    unit = second.unit or first.unit
    fault = "range_reversed" if low > high else ""
    if first.unit and second.unit and first.unit != second.unit:
        fault = "two_values"
    return replace(second, low=low, high=high, unit=unit, start=first.start, fault=fault)


def _around(middle: Decimal, deviation: Amount) -> Amount:
    width = abs(deviation.low)
    return replace(deviation, low=middle - width, high=middle + width)


def _with_signs(amount: Amount, signs: list[Token]) -> Amount:
    strong = [
        sign.meaning
        for sign in signs
        if sign.kind in (Kind.SIGN, Kind.BEHIND) and isinstance(sign.meaning, Op)
    ]
    weak = [sign.meaning for sign in signs if sign.kind is Kind.WEAK and isinstance(sign.meaning, Op)]
    vague = [sign.meaning for sign in signs if sign.meaning in ("about", "near", "more")]
    op, fault = _joined(strong)
    if amount.ranged and strong == [Op.AT_MOST] and signs[-1].kind is Kind.BEHIND:
        amount = replace(amount, low=amount.high)
    elif amount.ranged and (set(strong) - {Op.EQUAL} or fault):
        op, fault = None, "sign_on_range"
    elif op is None and not fault and weak and not amount.ranged:
        op = weak[-1]
    if any(sign.meaning == "strict" for sign in signs) and op in _STRICT:
        op = _STRICT[op]
    return replace(
        amount,
        op=None if amount.ranged else op,
        weak=op is not None and not strong,
        vague=amount.vague or str(vague[0] if vague else ""),
        fault=amount.fault or fault,
    )


def primary(phrase: Phrase) -> tuple[Amount, ...]:
    """The amounts that stand for themselves; all when each compares with something else."""
    kept = tuple(one for one in phrase.amounts if not _SECONDARY.search(clause_before(one, phrase)))
    return kept or phrase.amounts


def clause_before(amount: Amount, phrase: Phrase) -> str:
    """What stands before an amount in its own clause."""
    head = phrase.text[: amount.start]
    return head[max(head.rfind(mark) for mark in _CLAUSE_ENDS) + 1 :]


@lru_cache(maxsize=REMEMBERED)
def parse(raw: str) -> Phrase:
    """The phrase of a raw text.  Never raises: what it can't read is words."""
    return _Parser(compact(raw)).run()
