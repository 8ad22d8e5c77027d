"""A 评分标准: the numbers of one place and year, each with its source, as frozen data.

The rules are the data of ``schemes/*.toml``; what they mean for points is in ``methods`` and its
siblings.  ``scheme`` loads them.  A key of a parameter is also its defined name in the workbook: ``p_<key>``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from perf_xlsx.model import Field

UNCHECKED: Final = "通行做法（条款待核对原文）"


class SchemeError(ValueError):
    """A scheme file that can't be used: all its faults at once, each with file and key."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from.  ``checked`` only when somebody compared it with the paper."""

    instrument: str
    article: str
    checked: bool

    @property
    def shown(self) -> str:
        """What a unit may be shown: an article that nobody checked is never shown as law."""
        return f"{self.instrument}{self.article}" if self.checked else UNCHECKED


@dataclass(frozen=True, slots=True)
class Parameter:
    """A row of sheet 评分标准.  ``unit``: 分, 比例 (a ratio), 倍 or 位."""

    key: str
    title: str
    value: Decimal
    unit: str
    source: Source

    @property
    def name(self) -> str:
        """The defined name in the workbook."""
        return f"p_{self.key}"

    @property
    def checked(self) -> bool:
        return self.source.checked


@dataclass(frozen=True, slots=True)
class Group:
    """Points of a group of indicators.

    ``match``: which rows belong here, as ``group``, ``group/kind`` or ``*/kind`` (for rows whose
    level 1 is unknown).  ``parent``: the name of the level above, when points are told apart below
    it.  ``absent_to``: the group that gets the points when no row belongs here.
    """

    key: str
    title: str
    points: Decimal
    match: tuple[str, ...]
    parent: str = ""
    absent_to: str = ""


@dataclass(frozen=True, slots=True)
class ShareBand:
    """From an execution rate (included) on, this share of the points."""

    at_least: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class BudgetRule:
    """预算执行率.  ``base``: the denominators in the order in which they are tried.

    ``method``: ``ratio`` (all points from the rate ``full_at`` on, in proportion below it) or
    ``bands``.  ``low_rate``: a rate below it needs a word of explanation.
    """

    points: Decimal
    method: str
    base: tuple[Field, ...]
    full_at: Decimal
    low_rate: Decimal
    bands: tuple[ShareBand, ...] = ()


@dataclass(frozen=True, slots=True)
class RowRules:
    """How 定量 rows lose points; chooses the form of the formulas, the numbers stay parameters.

    ``higher``: ``ratio``, ``step`` or ``zero``; ``lower``: also ``linear``.  ``equal``: ``at_least`` or
    ``symmetric``.  ``step_count``: ``up``, ``down`` or ``exact`` for a step begun.  ``tolerance`` is a
    share of the target; within the share ``about`` an approximate target (约50人) is missed undecided.
    ``exceed``: ``none``, ``points`` or ``deviation``.
    """

    higher: str
    lower: str
    equal: str
    linear_zero: Decimal
    step_size: Decimal
    step_points: Decimal
    step_count: str
    tolerance: Decimal
    about: Decimal
    late: Decimal
    exceed: str
    exceed_limit: Decimal
    exceed_points: Decimal
    exceed_rate: Decimal
    exceed_most: Decimal


@dataclass(frozen=True, slots=True)
class TierBand:
    """The lower edge of a tier as a share of the weight, and whether the edge belongs to the tier."""

    low: Decimal
    includes_low: bool


@dataclass(frozen=True, slots=True)
class Tiers:
    """达成 and 部分达成; what lies below is 未达成."""

    full: TierBand
    partial: TierBand


@dataclass(frozen=True, slots=True)
class CapBand:
    """A rate below ``below`` (not included) leaves a total of at most ``total``."""

    below: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class Grade:
    """等级: from ``at_least`` points (included) on."""

    title: str
    at_least: Decimal


@dataclass(frozen=True, slots=True)
class PartRule:
    """A scored part that is no indicator: ``method`` is ``rubric``, ``received`` or ``paid``.

    ``group``: rows of this level-1 group in a form stand for the part.  ``questions``: the 评分要点,
    answered 是, 否 or 不适用.
    """

    key: str
    title: str
    level1: str
    level2: str
    points: Decimal
    method: str
    group: str = ""
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognise:
    """By what a form shows that it follows this scheme; every given mark alone is enough.

    ``groups``: a level-1 group that only this scheme has.  ``budget_points``: those of the budget row.
    ``years``: first and last year (both included) of forms of the same layout.  ``rubric``: a sheet of
    评分要点.  ``order``: smaller is tried first.
    """

    order: int = 0
    groups: tuple[str, ...] = ()
    budget_points: Decimal | None = None
    first_year: int | None = None
    last_year: int | None = None
    rubric: bool = False


@dataclass(frozen=True, slots=True)
class Scheme:
    """A 评分标准.  ``layout``: forms of the same layout carry points that count under this scheme."""

    id: str
    title: str
    aliases: tuple[str, ...]
    summary: str
    layout: str
    full_points: Decimal
    groups: tuple[Group, ...]
    budget: BudgetRule
    rows: RowRules
    tiers: Tiers
    reason_due: str
    not_applicable: str
    caps: tuple[CapBand, ...]
    grades: tuple[Grade, ...]
    rounding: int
    tolerance: Decimal
    headline: str
    parts: tuple[PartRule, ...]
    recognise: Recognise
    sources: Mapping[str, Source]
    parameter_rows: tuple[Parameter, ...] = ()

    def parameters(self) -> tuple[Parameter, ...]:
        """The rows of sheet 评分标准, each a defined name ``p_<key>``."""
        return self.parameter_rows

    @property
    def exceed_limit(self) -> Decimal:
        return self.rows.exceed_limit

    @property
    def low_rate(self) -> Decimal:
        return self.budget.low_rate

    @property
    def budget_points(self) -> Decimal:
        return self.budget.points

    @property
    def budget_base(self) -> Field:
        return self.budget.base[0]

    @property
    def group_points(self) -> Mapping[str, Decimal]:
        """Points by group key, in the order of the file."""
        return MappingProxyType({group.key: group.points for group in self.groups})

    @property
    def group_titles(self) -> Mapping[str, str]:
        return MappingProxyType({group.key: group.title for group in self.groups})

    def grade_of(self, total: Decimal) -> str:
        """等级 of a total: an edge belongs to the higher grade."""
        return next((grade.title for grade in self.grades if total >= grade.at_least), self.grades[-1].title)
