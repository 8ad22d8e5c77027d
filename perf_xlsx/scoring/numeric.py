"""定量 rows: a target with edges against an actual between two ends.

The actual is an interval, most often of one number.  All of it meets the target: met.  None of it:
unmet, valued at its stated end.  Else nobody can say: undecided.  Comparisons of a 定量 row are the
same in Decimal and in its formula; thresholds with a tolerance are rounded in both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Final

from perf_xlsx.figures import half_up
from perf_xlsx.model import Operands, Status
from perf_xlsx.scoring import formulas as f
from perf_xlsx.scoring.measures import HIGHER, LOWER, within
from perf_xlsx.scoring.rules import RowRules

COMPLETION_PLACES: Final = 6
THRESHOLD_PLACES: Final = 10
NONE: Final = ""
A_LOW, A_HIGH, B_LOW, B_HIGH = "{target_low}", "{target_high}", "{actual_low}", "{actual_high}"
_STATED: Final = f"MIN({B_LOW},{B_HIGH})"
"""The stated end: the lower one, the upper one where nothing bounds it below."""

Compare = Callable[[Decimal, Decimal], bool]
_SIGNS: Final[Mapping[Compare, str]] = {ge: ">=", gt: ">", le: "<=", lt: "<"}


@dataclass(frozen=True, slots=True)
class Test:
    """A comparison of one end of the actual with one edge of the target.

    ``give``: the parameter that moves the edge outwards: ``tolerance``, ``about`` (for 约50人) or none.
    """

    end: str
    compare: Compare
    edge: str
    give: str = "tolerance"

    def holds(self, operands: Operands, rules: RowRules) -> bool:
        end = operands.actual_low if self.end == B_LOW else operands.actual_high
        edge = operands.target_low if self.edge == A_LOW else operands.target_high
        if end is None or edge is None:
            return False
        return self.compare(end, _threshold(edge, self.edge, self._share(rules)))

    def formula(self, rules: RowRules) -> str:
        edge = _threshold_formula(self.edge, self.give) if self._share(rules) else self.edge
        return f.number(self.end, _SIGNS[self.compare] + edge)

    def _share(self, rules: RowRules) -> Decimal:
        return {"tolerance": rules.tolerance, "about": rules.about}.get(self.give, Decimal(0))


def _threshold(edge: Decimal, which: str, tolerance: Decimal) -> Decimal:
    """The edge moved outwards by a share of itself."""
    if not tolerance:
        return edge
    give = abs(edge) * tolerance
    return half_up(edge - give if which == A_LOW else edge + give, THRESHOLD_PLACES)


def _threshold_formula(edge: str, give: str) -> str:
    sign = "-" if edge == A_LOW else "+"
    return f"ROUND({edge}{sign}ABS({edge})*p_{give},{THRESHOLD_PLACES})"


@dataclass(frozen=True, slots=True)
class Numeric:
    """A kind of 定量 target.

    ``met``: all must hold; ``unmet``: one is enough.  ``unmet_first``: which is asked first when the
    actual's own edge is excluded (大于98% meets >98%).  ``higher`` / ``lower``: the side on which an
    actual can miss the target.
    """

    met: tuple[Test, ...]
    unmet: tuple[Test, ...]
    unmet_first: bool = False
    higher: bool = False
    lower: bool = False

    @property
    def edges(self) -> tuple[str, ...]:
        return (*((A_LOW,) if self.higher else ()), *((A_HIGH,) if self.lower else ()))

    def status(self, operands: Operands, rules: RowRules) -> Status:
        if operands.actual_low is None and operands.actual_high is None:
            return Status.BLANK
        if (self.higher and operands.target_low is None) or (self.lower and operands.target_high is None):
            return Status.UNDECIDED
        is_met = all(test.holds(operands, rules) for test in self.met)
        is_unmet = any(test.holds(operands, rules) for test in self.unmet)
        if is_met and not (is_unmet and self.unmet_first):
            return Status.MET
        return Status.UNMET if is_unmet else Status.UNDECIDED

    def status_formula(self, rules: RowRules) -> str:
        met = _joined("AND", [test.formula(rules) for test in self.met])
        unmet = _joined("OR", [test.formula(rules) for test in self.unmet])
        pairs = [(met, f.MET), (unmet, f.UNMET)]
        (first, first_word), (second, second_word) = reversed(pairs) if self.unmet_first else pairs
        count = len(self.edges)
        missing = f"OR(COUNT({','.join(self.edges)})<{count},COUNT({B_LOW},{B_HIGH})=0)"
        return (
            f'IF(AND({B_LOW}="",{B_HIGH}=""),"{f.BLANK}",IF({missing},"{f.UNDECIDED}",'
            f'IF({first},"{first_word}",IF({second},"{second_word}","{f.UNDECIDED}"))))'
        )

    def misses_above(self, operands: Operands) -> bool:
        """Too much rather than too little: valued by the upper edge."""
        if not self.higher:
            return True
        low, edge = operands.actual_low, operands.target_high
        return self.lower and low is not None and edge is not None and low > edge

    def unmet_points(
        self, w: Decimal, operands: Operands, rules: RowRules, percent: bool, places: int
    ) -> Decimal:
        stated = _stated(operands)
        if self.misses_above(operands):
            edge = operands.target_high or Decimal(0)
            return within(w, LOWER[rules.lower].points(w, edge, stated, rules, percent), places)
        edge = operands.target_low or Decimal(0)
        return within(w, HIGHER[rules.higher].points(w, edge, stated, rules, percent), places)

    def unmet_formula(self, rules: RowRules, percent: bool) -> str:
        return self._by_side(
            HIGHER[rules.higher].formula(A_LOW, _STATED, rules, percent),
            LOWER[rules.lower].formula(A_HIGH, B_LOW, rules, percent),
        )

    def _by_side(self, higher: str, lower: str) -> str:
        if self.higher and self.lower:
            return f"IF({f.number(B_LOW, '>' + A_HIGH)},{lower},{higher})"
        return higher if self.higher else lower

    def completion(self, operands: Operands, status: Status) -> Decimal | None:
        """完成率 at the actual's stated end; None where it says nothing (a target of 0)."""
        if status is Status.BLANK or (self.higher and operands.target_low is None):
            return None
        if self.lower and operands.target_high is None:
            return None
        if self.higher and self.lower and status is Status.MET:
            return Decimal(1)
        stated = _stated(operands)
        if self.misses_above(operands):
            edge = operands.target_high or Decimal(0)
            return half_up(edge / stated, COMPLETION_PLACES) if edge >= 0 and stated > 0 else None
        edge = operands.target_low or Decimal(0)
        return half_up(stated / edge, COMPLETION_PLACES) if edge > 0 else None

    def completion_formula(self) -> str:
        higher = f'IF({A_LOW}>0,ROUND({_STATED}/{A_LOW},{COMPLETION_PLACES}),"")'
        lower = f'IF(AND({A_HIGH}>=0,{_STATED}>0),ROUND({A_HIGH}/{_STATED},{COMPLETION_PLACES}),"")'
        ratio = self._by_side(higher, lower)
        if self.higher and self.lower:
            ratio = f'IF({{status}}="{f.MET}",1,{ratio})'
        count = len(self.edges)
        return f'IF(OR(COUNT({",".join(self.edges)})<{count},COUNT({B_LOW},{B_HIGH})=0),"",{ratio})'


def _joined(word: str, conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"{word}({','.join(conditions)})"


def _stated(operands: Operands) -> Decimal:
    """The worksheet's MIN: the lower one of the ends that are given, 0 without any."""
    ends = [end for end in (operands.actual_low, operands.actual_high) if end is not None]
    return min(ends, default=Decimal(0))


def _higher(met: Compare, unmet: Compare, unmet_first: bool) -> Numeric:
    return Numeric((Test(B_LOW, met, A_LOW),), (Test(B_HIGH, unmet, A_LOW),), unmet_first, higher=True)


def _lower(met: Compare, unmet: Compare, unmet_first: bool) -> Numeric:
    return Numeric((Test(B_HIGH, met, A_HIGH),), (Test(B_LOW, unmet, A_HIGH),), unmet_first, lower=True)


BETWEEN: Final = Numeric(
    (Test(B_LOW, ge, A_LOW), Test(B_HIGH, le, A_HIGH)),
    (Test(B_HIGH, lt, A_LOW), Test(B_LOW, gt, A_HIGH)),
    higher=True,
    lower=True,
)
BY_DATE: Final = Numeric(
    (Test(B_HIGH, le, A_LOW, give=NONE),),
    (Test(B_LOW, gt, A_HIGH, give=NONE),),
    higher=True,
    lower=True,
)
"""On time on the earliest day that can be the deadline; late after the latest.  Days are serials."""

ABOUT: Final = Numeric((Test(B_LOW, ge, A_LOW),), (Test(B_HIGH, lt, A_LOW, give="about"),), higher=True)
"""约50人: 50 is met, a little less is for a person to decide."""

KINDS: Final[Mapping[str, Numeric]] = {
    "at_least": _higher(ge, lt, unmet_first=False),
    "at_least.open": _higher(ge, le, unmet_first=False),
    "at_least.about": ABOUT,
    "above": _higher(gt, le, unmet_first=True),
    "above.open": _higher(ge, le, unmet_first=True),
    "at_most": _lower(le, gt, unmet_first=False),
    "at_most.open": _lower(le, ge, unmet_first=False),
    "below": _lower(lt, ge, unmet_first=True),
    "below.open": _lower(le, ge, unmet_first=True),
    "between": BETWEEN,
}
