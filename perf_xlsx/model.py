"""The value types of the whole project: frozen, slotted, without behaviour beyond their own fields.

Data flows one way through them: Book (what stands in the file) → Draft (the right cells in named
fields, not interpreted) → Submission (the same, understood) → Scorecard (points) → Finding (what to
mend).  A stage hands on its product and its ``Problem``s; nothing raises for what a user typed.

Conventions, everywhere:

* money in 万元, percent as a ratio (95% is ``Decimal("0.95")``), points as points, all ``Decimal``;
* ``NotGiven``, ``Unreadable`` and zero are three different things;
* a ``Place`` takes no part in equality, so that the same content read from two layouts is equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeAlias

# ---------------------------------------------------------------- places


def column_letters(column: int) -> str:
    """The letters of a column counted from 1: 1 → A, 28 → AB."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a value stands: sheet name, row and column counted from 1."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """The address within its sheet, such as ``G12``."""
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, all four edges included, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right


# ---------------------------------------------------------------- problems and findings


@dataclass(frozen=True, slots=True)
class Problem:
    """What a stage noticed; the catalogue (``checks/catalogue``) turns it into a ``Finding``.

    ``found``, ``expected`` and ``difference`` are texts for people (Chinese, with units).
    ``slots`` are the further words that the rule's message names in braces.
    """

    rule: str
    place: Place | None = None
    also: tuple[Place, ...] = ()
    project: str = ""
    indicator: str = ""
    found: str = ""
    expected: str = ""
    difference: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)


class Severity(StrEnum):
    """How finance would treat it: 须更正, 须说明, 提示."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem in the catalogue's words: ready to be shown."""

    rule: str
    severity: Severity
    group: str
    title: str
    message: str
    repair: str
    source: str
    place: Place | None
    also: tuple[Place, ...] = ()
    project: str = ""
    indicator: str = ""
    found: str = ""
    expected: str = ""
    difference: str = ""
    answer: str = ""
    status: str = ""


# ---------------------------------------------------------------- what stands in the file


class FileKind(StrEnum):
    """A workbook's format, told by its content and never by its name."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLS = "xls"
    ET = "et"
    ODS = "ods"
    XLSB = "xlsb"


class CellState(StrEnum):
    """Whether a cell's value can be trusted.

    ``NO_RESULT``: a formula that was never calculated.  ``STALE``: a formula whose stored result
    contradicts the cells it plainly refers to.  ``ERROR``: #DIV/0! and the like.
    """

    VALUE = "value"
    NO_RESULT = "no_result"
    STALE = "stale"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Cell:
    """One non-empty cell as a person sees it.

    ``text`` is what Excel shows (percent, dates and literal affixes by the number format, formulas by
    their result), in its raw characters.  ``number`` is the stored number, None for texts; a date has
    its serial in ``number`` and its day in ``date``.  ``formula`` is without the leading "=".
    """

    place: Place = field(compare=False)
    text: str
    number: Decimal | None = None
    date: date | None = None
    number_format: str = "General"
    formula: str | None = None
    state: CellState = CellState.VALUE
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its non-empty cells by (row, column), its merged areas, and whether people see it.

    ``margins``: what stands beside the cells: page headers and footers, text boxes.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[Area, ...] = ()
    visible: bool = True
    margins: tuple[str, ...] = ()

    def at(self, row: int, column: int) -> Cell | None:
        """The cell at an address, counted from 1; None when it is empty."""
        return self.cells.get((row, column))


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook as it stands: sheets in their order, the custom properties, what reading noticed."""

    kind: FileKind
    sheets: tuple[Sheet, ...]
    properties: Mapping[str, str] = field(default_factory=dict)
    created: datetime | None = None
    problems: tuple[Problem, ...] = ()


# ---------------------------------------------------------------- located, not yet understood


class FormKind(StrEnum):
    """Which official form a table is."""

    PROJECT = "project"  # 项目支出绩效自评表
    DEPARTMENT = "department"  # 部门（单位）整体支出绩效自评表
    DECLARATION = "declaration"  # 绩效目标申报表: a sibling, never scored
    MONITORING = "monitoring"  # 绩效监控表: a sibling, never scored


class Role(StrEnum):
    """What a line of the fund block is: 年度资金总额, a named fund line, or a part (当年财政拨款 …)."""

    TOTAL = "total"
    LINE = "line"
    PART = "part"


Field: TypeAlias = str
"""A field's name as ``reading/forms.toml`` gives it, such as ``target`` or ``full_year``."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One table row: its cells by field name.  An absent field has no cell or no column.

    A merged cell (level names, one score for two rows) is in every row it covers; ``score_rows`` says
    how many rows the score cell covers: n in the first of them, 0 in the others, 1 when unmerged.
    """

    place: Place = field(compare=False)
    cells: Mapping[Field, Cell]
    score_rows: int = 1

    def text(self, name: Field) -> str:
        cell = self.cells.get(name)
        return "" if cell is None else cell.text


@dataclass(frozen=True, slots=True)
class DraftFund:
    """One line of the fund block: ``item``, ``initial``, ``full_year``, ``received``, ``executed``,
    ``weight``, ``rate``, ``reported_score``, ``reason``."""

    role: Role
    row: DraftRow


@dataclass(frozen=True, slots=True)
class DraftForm:
    """A form that was found.  ``fields``: ``project``, ``department``, ``implementing_unit``, ``year``,
    ``title``, ``money_unit`` (the cell that says 元 or 万元), ``reported_total``, ``grade`` …

    ``indicators`` rows have ``level1``, ``level2``, ``level3``, ``target``, ``target_sign``,
    ``target_unit``, ``adjusted_target``, ``actual``, ``weight``, ``reported_score``, ``review_score``,
    ``review_note``, ``reason``, ``measure`` (改进措施 in a column of its own), ``evidence``,
    ``explanation``, ``completion``, ``completion_note``, ``raw_score``, ``block`` (年度绩效目标1（80分）).
    ``columns``: every field that has a column with its header cell, also when all its cells are empty.
    ``total``: the 总分 row.
    ``budget_row``: 预算执行率 standing among the indicators (it is no indicator).
    """

    kind: FormKind
    sheet: str
    area: Area
    fields: Mapping[Field, Cell]
    funds: tuple[DraftFund, ...]
    fund_columns: Mapping[Field, Cell]
    goals: tuple[DraftRow, ...]
    indicators: tuple[DraftRow, ...]
    columns: Mapping[Field, Cell]
    total: DraftRow | None = None
    budget_row: DraftRow | None = None
    part_reviews: Mapping[str, DraftRow] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftRubric:
    """One 评分要点 of a 组织实施 sheet: ``level1``, ``level2``, ``level3``, ``point``, ``answer``,
    ``explanation``."""

    row: DraftRow


@dataclass(frozen=True, slots=True)
class Leftover:
    """A visible non-empty cell of a form sheet that belongs to no field."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class SheetNote:
    """A sheet that is not copied: its name, the count of its non-empty cells, and whether it is hidden."""

    name: str
    cells: int
    visible: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person wrote into an earlier output, to be carried into the next one.

    ``where`` is the place that its row names, as the list shows it: ``04 G12``, first the sheet's number.
    """

    rule: str = ""
    project: str = ""
    indicator: str = ""
    answer: str = ""
    status: str = ""
    review_score: str = ""
    review_note: str = ""
    reviewer: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """What an output of this tool says of itself when it comes back as an input."""

    file_code: str
    draft_number: int
    source_name: str
    version: str
    scheme: str
    fingerprint: str = ""
    totals: Mapping[str, str] = field(default_factory=dict)
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """All that was located in a book."""

    forms: tuple[DraftForm, ...]
    cover: Mapping[Field, Cell] = field(default_factory=dict)
    siblings: tuple[DraftForm, ...] = ()
    rubric: tuple[DraftRubric, ...] = ()
    answers: tuple[Answer, ...] = ()
    marker: Marker | None = None
    leftovers: tuple[Leftover, ...] = ()
    other_sheets: tuple[SheetNote, ...] = ()
    problems: tuple[Problem, ...] = ()


# ---------------------------------------------------------------- understood


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


# ---------------------------------------------------------------- scored


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
