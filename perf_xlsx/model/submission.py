"""What the unit says: the fields understood as amounts, targets, actuals and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeAlias

from perf_xlsx.model.draft import Answer, Field, FormKind, Leftover, Marker, Role, SheetNote
from perf_xlsx.model.places import Place


@dataclass(frozen=True, slots=True)
class Text:
    """A text as shown, trimmed; empty when not given.  ``place`` is None when there is no cell."""

    text: str = ""
    place: Place | None = field(default=None, compare=False)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class NotGiven:
    """Nothing stands there (or a mark for nothing: — / \\ -)."""

    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something stands there that can't be read as what the field asks for.

    ``why`` is an id of ``values/why.toml``; its text says what was expected.
    """

    raw: str
    why: str
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that was read: money in 万元, a rate as a ratio, or points.

    ``step`` is the value of one unit in the last printed place in the same unit (89.7% → 0.001;
    8.6 → 0.1), so that sums and rates are compared with the precision that was printed.
    """

    value: Decimal
    step: Decimal = field(default=Decimal(1), compare=False)
    raw: str = field(default="", compare=False)
    place: Place | None = field(default=None, compare=False)


Figure: TypeAlias = Amount | NotGiven | Unreadable


@dataclass(frozen=True, slots=True)
class Review:
    """What finance typed about a row, a form or the unit: 复核得分, 复核意见, 复核人, 复核日期."""

    score: Figure = NotGiven()
    note: Text = Text()
    reviewer: Text = Text()
    on: Text = Text()


class Op(StrEnum):
    """How a target is to be reached."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"
    EQUAL = "="
    BETWEEN = "between"
    BY_DATE = "by_date"
    WORDS = "words"


class Bound(StrEnum):
    """What an actual says of its number: 4521, 95%以上, 超400, 不足5, 近200, 约850, or words."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    BELOW = "below"
    ABOUT = "about"
    WORDS = "words"


class Tier(StrEnum):
    """达成 / 部分达成 / 未达成."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Span:
    """A time as precise as it was written: 9月前 → 1 to 30 September; a year without a number is None.

    ``first`` and ``last`` are (month, day) within ``year``; for whole years 1-1 and 12-31.
    """

    year: int | None
    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Target:
    """A 年度指标值 that was understood.

    ``low`` and ``high`` are the edges (one of them None for one-sided targets, equal for "=").
    ``unit`` is as written (件, 人次, %); with "%" the edges are ratios.  ``signed`` tells whether the
    text itself carried a sign or word for ``op``: a bare number gets its ``op`` from where it stands.
    ``about``: the number itself is approximate (约50人, 50人左右, 近50人), without saying by how much.
    """

    op: Op
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    span: Span | None = None
    words: str = ""
    signed: bool = True
    step: Decimal = field(default=Decimal(1), compare=False)
    raw: str = field(default="", compare=False)
    place: Place | None = field(default=None, compare=False)
    about: bool = False


@dataclass(frozen=True, slots=True)
class Actual:
    """An 实际完成值 that was understood: an interval with its bound, a time, or words with a tier.

    ``low_open`` / ``high_open``: the edge itself is excluded.  ``high`` is None when nothing bounds it.
    """

    bound: Bound
    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False
    unit: str = ""
    span: Span | None = None
    words: str = ""
    tier: Tier | None = None
    step: Decimal = field(default=Decimal(1), compare=False)
    raw: str = field(default="", compare=False)
    place: Place | None = field(default=None, compare=False)


MONEY_FIELDS: Final[tuple[Field, ...]] = ("initial", "full_year", "received", "executed")
"""年初预算数, 全年预算数, 到位数 and 全年执行数: the money of a fund line, in the order of the form."""


@dataclass(frozen=True, slots=True)
class FundLine:
    """One line of 项目资金.  Money in 万元 whatever the form's own unit."""

    item: Text
    role: Role
    initial: Figure
    full_year: Figure
    received: Figure
    executed: Figure
    weight: Figure
    rate: Figure
    reported_score: Figure
    reason: Text
    place: Place
    review: Review = Review()


@dataclass(frozen=True, slots=True)
class Goal:
    """年度总体目标: what was expected and what was reached, in words."""

    expected: Text
    actual: Text


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of 绩效指标.

    ``group`` is the canonical key of its level-1 group (``values/words.toml``: output, benefit,
    satisfaction, cost, input, process …), empty when unknown; ``kind`` that of level 2 (quantity,
    quality, time, cost, economic, social, ecological, sustained, satisfaction).  ``level1`` is the name
    without its points.  ``target_text`` and ``actual_text`` are as shown; a split target is joined.
    ``initial_target_text`` is the 年初 target where an adjusted one stands beside it.
    ``score_rows``: see ``DraftRow``.  ``decided``: the points that a person set in an earlier output for
    a row that was open (评定得分).  Rows for nothing ("……", "/", "不适用" throughout) do not get here.
    """

    level1: Text
    level2: Text
    level3: Text
    group: str
    kind: str
    target_text: str
    actual_text: str
    target: Target | NotGiven | Unreadable
    actual: Actual | NotGiven | Unreadable
    weight: Figure
    reported_score: Figure
    review_score: Figure
    review_note: Text
    reason: Text
    evidence: Text
    place: Place
    target_place: Place | None = None
    actual_place: Place | None = None
    initial_target_text: str = ""
    score_rows: int = 1
    decided: Figure = NotGiven()
    reviewer: Text = Text()
    reviewed_on: Text = Text()


@dataclass(frozen=True, slots=True)
class Form:
    """One 自评表, understood.  ``group_points``: points that level-1 labels carry (产出指标(50分)).

    ``columns``: the fields that the form has a column for; ``stated_weight`` and ``stated_total``
    are the 总分 row's figures.
    """

    kind: FormKind
    sheet: str
    place: Place
    project: Text
    department: Text
    implementing_unit: Text
    year: int | None
    funds: tuple[FundLine, ...]
    goals: tuple[Goal, ...]
    indicators: tuple[Indicator, ...]
    columns: frozenset[Field]
    group_points: Mapping[str, Amount]
    stated_weight: Figure
    stated_total: Figure
    stated_grade: Text
    money_unit: str = "万元"
    header_places: Mapping[Field, Place] = field(default_factory=dict, compare=False)
    reason: Text = Text()
    """The form's one reason for all rows (偏差大或目标未完成原因分析 below the table), with its measures."""
    review: Review = Review()
    """The project as a whole: 复核得分 typed into its 总分 row (or 评分汇总) replaces the sum of the rows."""
    part_reviews: Mapping[str, Review] = field(default_factory=dict)
    """Reviews of the rows that a scheme adds, by their title."""


@dataclass(frozen=True, slots=True)
class Cover:
    """基本信息: who fills, and what the unit states for itself."""

    agency: Text = Text()
    year: Text = Text()
    preparer: Text = Text()
    phone: Text = Text()
    filled_on: Text = Text()
    scheme: Text = Text()
    budget: Figure = NotGiven()
    budget_general: Figure = NotGiven()
    budget_fund: Figure = NotGiven()
    executed: Figure = NotGiven()
    executed_general: Figure = NotGiven()
    executed_fund: Figure = NotGiven()
    reported_score: Figure = NotGiven()
    issues: Text = Text()
    issues_advice: Text = Text()
    review: Review = Review()


@dataclass(frozen=True, slots=True)
class RubricPoint:
    """One 评分要点 answered: ``answer`` is True 是, False 否, None 不适用, or NotGiven / Unreadable."""

    level1: Text
    level2: Text
    level3: Text
    point: Text
    answer: bool | NotGiven | Unreadable | None
    explanation: Text
    place: Place


@dataclass(frozen=True, slots=True)
class Submission:
    """What a unit handed in, understood.  ``units``: whose forms a department's merged workbook holds."""

    cover: Cover
    agency: str
    year: int | None
    forms: tuple[Form, ...]
    siblings: tuple[Form, ...] = ()
    rubric: tuple[RubricPoint, ...] = ()
    answers: tuple[Answer, ...] = ()
    marker: Marker | None = None
    leftovers: tuple[Leftover, ...] = ()
    other_sheets: tuple[SheetNote, ...] = ()
    units: tuple[str, ...] = ()
