"""How a row is judged and what it is worth: each method in Decimal and as worksheet formulas.

A method answers four questions about its row, in Python and as a formula each: the status (判定),
the completion (完成率), the lowest and the highest points.  Formulas are without "=", their slots are

    {weight} {target_low} {target_high} {actual_low} {actual_high}   the numbers of the row
    {completion} {status} {points_low}   the row's own 完成率, 判定 and lowest points
    {typed}                   自评得分, used by 定性 rows only
    {decided}                 评定得分: points that a person sets while the row is open

and parameters stand in them as defined names ``p_<key>``.  A cell without a number (blank, or "")
is an end that nothing bounds; both ends blank is 未填.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from perf_xlsx.model import Interval, Operands, RowScore, Status, Tier
from perf_xlsx.scoring import formulas as f
from perf_xlsx.scoring import tiered
from perf_xlsx.scoring.formulas import Formulas
from perf_xlsx.scoring.measures import within, within_formula
from perf_xlsx.scoring.numeric import BY_DATE, KINDS, Numeric
from perf_xlsx.scoring.rules import RowRules, Scheme, Tiers

STATUS_WORDS: Final[Mapping[Status, str]] = MappingProxyType(
    {
        Status.MET: f.MET,
        Status.UNMET: f.UNMET,
        Status.UNDECIDED: f.UNDECIDED,
        Status.BLANK: f.BLANK,
        Status.NOT_APPLICABLE: f.NOT_APPLICABLE,
    }
)
TIER_WORDS: Final[Mapping[Tier, str]] = MappingProxyType(
    {Tier.FULL: f.FULL, Tier.PARTIAL: f.PARTIAL, Tier.NONE: f.NONE}
)
TIER_STATUS: Final[Mapping[Tier, Status]] = MappingProxyType(
    {Tier.FULL: Status.MET, Tier.PARTIAL: Status.UNMET, Tier.NONE: Status.UNMET}
)
_NOTHING: Final = Decimal(0)
NO_OPERANDS: Final = Operands()


@dataclass(frozen=True, slots=True)
class Given:
    """What a method works on.  ``status`` and ``tier`` are those that reading the words gave."""

    weight: Decimal
    operands: Operands = NO_OPERANDS
    tier: Tier | None = None
    status: Status = Status.UNDECIDED
    typed: Decimal | None = None
    decided: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a method gives back."""

    status: Status
    points: Interval
    completion: Decimal | None = None
    far_exceeded: bool = False


@dataclass(frozen=True, slots=True)
class Method:
    """A method by its id.  ``choices``: the words of the 判定 list cell; empty when it is a formula."""

    id: str
    title: str
    choices: tuple[str, ...] = ()
    numeric: Numeric | None = field(default=None, repr=False)
    percent: bool = False

    def formulas(self, scheme: Scheme) -> Formulas:
        """The row's formulas under a scheme; the same strings every time."""
        return _formulas(self.id, scheme.rows, scheme.tiers, scheme.not_applicable)

    def outcome(self, given: Given, scheme: Scheme) -> Outcome:
        """Status and points in exact decimals."""
        if self.id in TIERED:
            return _words(given if self.id == WORDS else replace(given, typed=None), scheme)
        if self.numeric is None:
            return _judged(given, scheme)
        if self.id == DATE:
            return _date(given, scheme)
        return _number(self.numeric, self.percent, given, scheme)


ABOUT: Final = "at_least.about"
WORDS: Final = "words"
WORDS_APART: Final = "words.apart"
"""As ``words``, where the typed 自评得分 is on another scale: one for several rows, a foreign form's."""
TIERED: Final = (WORDS, WORDS_APART)
JUDGED: Final = "judged"
DATE: Final = "by_date"

_TITLES: Final = {
    "at_least": "不低于指标值",
    "above": "高于指标值",
    "at_most": "不高于指标值",
    "below": "低于指标值",
    "between": "在指标值范围内",
}


def _catalogue() -> dict[str, Method]:
    found = {}
    for key, kind in KINDS.items():
        title = _TITLES[key.partition(".")[0]]
        found[key] = Method(key, title, (), kind)
        found[f"{key}.percent"] = Method(f"{key}.percent", title, (), kind, percent=True)
    found[DATE] = Method(DATE, "按时限完成", (), BY_DATE)
    for key in TIERED:
        found[key] = Method(key, "定性分档", (f.FULL, f.PARTIAL, f.NONE, f.UNDECIDED, f.BLANK))
    found[JUDGED] = Method(JUDGED, "人工判定", (f.UNDECIDED, f.MET, f.UNMET, f.NOT_APPLICABLE))
    return found


METHODS: Final[Mapping[str, Method]] = MappingProxyType(_catalogue())


def status_word(row: RowScore) -> str:
    """The word that stands in the 判定 cell of a row."""
    if row.method in TIERED and row.tier is not None and row.status in (Status.MET, Status.UNMET):
        return TIER_WORDS[row.tier]
    return STATUS_WORDS[row.status]


# ---------------------------------------------------------------- in decimals


def _all(weight: Decimal) -> Interval:
    full = max(weight, _NOTHING)
    return Interval(full, full)


def _decided(interval: Interval, decided: Decimal | None) -> Interval:
    """What a person decided counts where the points are open, kept between their ends."""
    if decided is None or interval.exact is not None:
        return interval
    inside = max(interval.low, min(interval.high, decided))
    return Interval(inside, inside)


def _open(given: Given, high: Decimal | None = None) -> Interval:
    top = max(given.weight, _NOTHING) if high is None else high
    return _decided(Interval(_NOTHING, top), given.decided)


def _words(given: Given, scheme: Scheme) -> Outcome:
    if given.tier is None:
        return Outcome(given.status, _open(given))
    points = tiered.points(given.weight, given.tier, given.typed, scheme.tiers, scheme.rounding)
    return Outcome(TIER_STATUS[given.tier], _decided(points, given.decided))


def _judged(given: Given, scheme: Scheme) -> Outcome:
    if given.status is Status.MET:
        return Outcome(given.status, _all(given.weight))
    if given.status is Status.NOT_APPLICABLE:
        counts = scheme.not_applicable == "full"
        return Outcome(given.status, _all(given.weight) if counts else Interval(_NOTHING, _NOTHING))
    return Outcome(given.status, _open(given))


def _date(given: Given, scheme: Scheme) -> Outcome:
    status = BY_DATE.status(given.operands, scheme.rows)
    if status is Status.MET:
        return Outcome(status, _all(given.weight))
    if status is Status.UNMET:
        most = within(given.weight, given.weight * scheme.rows.late, scheme.rounding)
        return Outcome(status, _open(given, most))
    return Outcome(status, _open(given))


def _number(kind: Numeric, percent: bool, given: Given, scheme: Scheme) -> Outcome:
    rules, operands, w = scheme.rows, given.operands, given.weight
    status = kind.status(operands, rules)
    completion = kind.completion(operands, status)
    far = _is_far(kind, status, completion, rules)
    if status is Status.MET:
        points = _met_points(w, completion, far, rules, scheme.rounding)
        return Outcome(status, Interval(points, points), completion, far)
    if status is Status.UNMET:
        points = kind.unmet_points(w, operands, rules, percent, scheme.rounding)
        return Outcome(status, Interval(points, points), completion)
    return Outcome(status, _open(given), completion)


def _is_far(kind: Numeric, status: Status, completion: Decimal | None, rules: RowRules) -> bool:
    """Exceeding is a matter of targets that are to be reached, not of those to stay below."""
    if kind.lower or status is not Status.MET or completion is None:
        return False
    return completion >= rules.exceed_limit


def _met_points(w: Decimal, completion: Decimal | None, far: bool, rules: RowRules, places: int) -> Decimal:
    full = max(w, _NOTHING)
    if not far or rules.exceed == "none" or completion is None:
        return full
    if rules.exceed == "points":
        return max(_NOTHING, full - rules.exceed_points)
    share = min(rules.exceed_most, (completion - rules.exceed_limit) * rules.exceed_rate)
    return within(w, w * (1 - share), places)


# ---------------------------------------------------------------- as formulas


@lru_cache(maxsize=1024)
def _formulas(method: str, rules: RowRules, tiers: Tiers, policy: str) -> Formulas:
    if method in TIERED:
        low, high = tiered.formula(tiers, high=False), tiered.formula(tiers, high=True)
        if method == WORDS_APART:
            low, high = (each.replace("{typed}", '""') for each in (low, high))
        return Formulas("", '""', low, high, "FALSE")
    if method == JUDGED:
        return _judged_formulas(policy)
    if method == DATE:
        return _date_formulas(rules)
    chosen = METHODS[method]
    assert chosen.numeric is not None
    return _number_formulas(chosen.numeric, chosen.percent, rules)


_OPEN_LOW: Final = f.decided("0", f.WEIGHT, "0")


def _by_status(*cases: tuple[str, str], otherwise: str) -> str:
    text = otherwise
    for word, then in reversed(cases):
        text = f'IF({{status}}="{word}",{then},{text})'
    return text


def _high(*closed: str, otherwise: str = f.WEIGHT) -> str:
    """The upper end is the lower one where the row is closed or a person decided."""
    is_closed = ",".join(f'{{status}}="{word}"' for word in closed)
    return f"IF(OR({is_closed},ISNUMBER({{decided}})),{{points_low}},{otherwise})"


def _judged_formulas(policy: str) -> Formulas:
    apart = f.WEIGHT if policy == "full" else "0"
    low = _by_status((f.MET, f.WEIGHT), (f.NOT_APPLICABLE, apart), otherwise=_OPEN_LOW)
    return Formulas("", '""', low, _high(f.MET, f.NOT_APPLICABLE), "FALSE")


def _date_formulas(rules: RowRules) -> Formulas:
    most = within_formula("{weight}*p_late")
    late = f.decided("0", most, "0")
    low = _by_status((f.MET, f.WEIGHT), (f.UNMET, late), otherwise=_OPEN_LOW)
    high = _high(f.MET, otherwise=_by_status((f.UNMET, most), otherwise=f.WEIGHT))
    return Formulas(BY_DATE.status_formula(rules), '""', low, high, "FALSE")


def _number_formulas(kind: Numeric, percent: bool, rules: RowRules) -> Formulas:
    exceeded = "FALSE"
    met = f.WEIGHT
    if not kind.lower:
        exceeded = f'AND({{status}}="{f.MET}",ISNUMBER({{completion}}),{{completion}}>=p_exceed_limit)'
        met = _met_formula(rules)
    low = _by_status((f.MET, met), (f.UNMET, kind.unmet_formula(rules, percent)), otherwise=_OPEN_LOW)
    return Formulas(
        kind.status_formula(rules), kind.completion_formula(), low, _high(f.MET, f.UNMET), exceeded
    )


def _met_formula(rules: RowRules) -> str:
    if rules.exceed == "none":
        return f.WEIGHT
    far = f.number("{completion}", ">=p_exceed_limit")
    if rules.exceed == "points":
        return f"IF({far},MAX(0,{{weight}}-p_exceed_points),{f.WEIGHT})"
    share = "MIN(p_exceed_most,({completion}-p_exceed_limit)*p_exceed_rate)"
    return f"IF({far},{within_formula(f'{{weight}}*(1-{share})')},{f.WEIGHT})"
