"""What a person types into the template: plain content, without any layout.

An empty template, a sample, last year's workbook carried over and an imported report are the same
workbook with other entries.  Money is in 万元; texts are as typed; ``None`` and "" leave a cell empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class FundEntry:
    """A named fund line: its item and four amounts in 万元."""

    item: str = ""
    initial: Decimal | None = None
    full_year: Decimal | None = None
    received: Decimal | None = None
    executed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """One indicator row.  ``last_actual`` stands in the helping column beside the form."""

    level1: str
    level2: str = ""
    level3: str = ""
    target: str = ""
    actual: str = ""
    weight: Decimal | None = None
    score: Decimal | None = None
    reason: str = ""
    evidence: str = ""
    last_actual: str = ""


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """One project's form.

    ``stated`` replaces the sums of 年度资金总额 where a person typed a total of her own; ``parts`` are
    当年财政拨款, 上年结转资金 and 其他资金 in this order.
    """

    name: str = ""
    department: str = ""
    implementing_unit: str = ""
    funds: tuple[FundEntry, ...] = ()
    parts: tuple[FundEntry, ...] = ()
    stated: FundEntry | None = None
    budget_score: Decimal | None = None
    goal_expected: str = ""
    goal_actual: str = ""
    indicators: tuple[IndicatorEntry, ...] = ()
    total_score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CoverEntry:
    """基本信息 and 存在问题及建议.  ``scheme`` is the title of a 评分标准.

    Where a form says something that is no date or amount, its text stands in place of one.
    """

    agency: str = ""
    year: int | None = None
    preparer: str = ""
    phone: str = ""
    filled_on: date | str | None = None
    scheme: str = ""
    budget: Decimal | str | None = None
    budget_general: Decimal | str | None = None
    budget_fund: Decimal | str | None = None
    executed: Decimal | str | None = None
    executed_general: Decimal | str | None = None
    executed_fund: Decimal | str | None = None
    reported_score: Decimal | str | None = None
    issues: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class RubricEntry:
    """One 评分要点 of 组织实施 with its answer (是 / 否 / 不适用) and 自评情况."""

    level1: str
    level2: str
    level3: str
    points: Decimal
    point: str
    answer: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """The whole workbook's content."""

    cover: CoverEntry = field(default_factory=CoverEntry)
    projects: tuple[ProjectEntry, ...] = ()
    rubric: tuple[RubricEntry, ...] = ()
