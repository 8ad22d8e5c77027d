"""What it is worth: status and points of rows, forms and the unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

from perf_xlsx.model.draft import Field
from perf_xlsx.model.findings import Problem
from perf_xlsx.model.places import Place
from perf_xlsx.model.submission import Form, FundLine, Indicator, Tier


class Status(StrEnum):
    """A row's result, apart from its points.  Unmet is a result, not an error."""

    MET = "met"
    UNMET = "unmet"
    UNDECIDED = "undecided"
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Interval:
    """Points between two ends, both included; one number when they agree."""

    low: Decimal
    high: Decimal

    @property
    def exact(self) -> Decimal | None:
        """The one number, or None while it is open."""
        return self.low if self.low == self.high else None

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)


ZERO: Final = Interval(Decimal(0), Decimal(0))


@dataclass(frozen=True, slots=True)
class Why:
    """How a status or number came about: an id of ``scoring/why.toml`` and the words for its slots."""

    id: str
    slots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operands:
    """The numbers a method works on, brought to one unit (the target's); None where there is none.

    They are what the working columns 目标下限, 目标上限, 完成下限, 完成上限 show.
    """

    target_low: Decimal | None = None
    target_high: Decimal | None = None
    actual_low: Decimal | None = None
    actual_high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RowScore:
    """An indicator scored.

    ``weight`` is the one used: typed, or shared out (``weight_typed`` False).  ``method`` is an id of
    ``scoring/methods``.  ``completion`` is a ratio, None where there is none.  ``tier`` for words.
    ``weight_formula`` (without "=") makes a weight that wasn't typed out of the parameters ``p_<key>``.
    """

    indicator: Indicator
    weight: Decimal
    weight_typed: bool
    status: Status
    points: Interval
    method: str
    why: Why
    operands: Operands = Operands()
    completion: Decimal | None = None
    tier: Tier | None = None
    far_exceeded: bool = False
    weight_formula: str = ""


@dataclass(frozen=True, slots=True)
class BudgetScore:
    """预算执行率 of a form: which line, on which base (``full_year``, ``initial``, ``received``)."""

    base: Field
    budget: Decimal | None
    executed: Decimal | None
    rate: Decimal | None
    weight: Decimal
    status: Status
    points: Interval
    why: Why
    line: FundLine | None = None


@dataclass(frozen=True, slots=True)
class PartScore:
    """A scored part that is no indicator row: a rubric item or a computed item of a scheme."""

    key: str
    title: str
    weight: Decimal
    points: Interval
    status: Status
    why: Why
    method: str
    place: Place | None = None
    operands: Operands = Operands()


@dataclass(frozen=True, slots=True)
class ReviewScore:
    """What a form or a unit comes to after 复核: reviewed points where given, computed ones elsewhere.

    ``stated``: finance gave one score for the whole, which counts alone.  ``done`` of ``rows``
    indicators have their 复核得分 (all of them where the whole has one).  ``projects``: of a unit, how
    many of its projects were reviewed at all.
    """

    points: Interval
    stated: Decimal | None
    done: int
    rows: int
    grade: str
    projects: int = 1

    @property
    def complete(self) -> bool:
        return self.stated is not None or self.done == self.rows


@dataclass(frozen=True, slots=True)
class FormScore:
    """A form scored: ``total`` is the sum of its rounded parts, after ``cap`` when there is one."""

    form: Form
    rows: tuple[RowScore, ...]
    budget: BudgetScore
    weight_total: Decimal
    uncapped: Interval
    total: Interval
    cap: Decimal | None
    grade: str
    parts: tuple[PartScore, ...] = ()
    review: ReviewScore | None = None


@dataclass(frozen=True, slots=True)
class UnitScore:
    """The unit's score by each mean; ``headline`` names the one the scheme calls the unit's score."""

    headline: str
    mean: Interval | None
    by_budget: Interval | None
    by_executed: Interval | None
    grade: str
    parts: tuple[PartScore, ...] = ()
    by_parts: Interval | None = None
    review: ReviewScore | None = None

    @property
    def total(self) -> Interval | None:
        means: Mapping[str, Interval | None] = {
            "by_parts": self.by_parts,
            "mean": self.mean,
            "by_budget": self.by_budget,
            "by_executed": self.by_executed,
        }
        return means[self.headline]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A submission scored by one scheme."""

    scheme: str
    chosen_because: Why
    forms: tuple[FormScore, ...]
    unit: UnitScore
    problems: tuple[Problem, ...] = ()
