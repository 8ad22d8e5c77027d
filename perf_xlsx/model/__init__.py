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

from perf_xlsx.model.book import Book, Cell, CellState, FileKind, Sheet
from perf_xlsx.model.draft import (
    Answer,
    Draft,
    DraftForm,
    DraftFund,
    DraftRow,
    DraftRubric,
    Field,
    FormKind,
    Leftover,
    Marker,
    Role,
    SheetNote,
)
from perf_xlsx.model.findings import Finding, Problem, Severity
from perf_xlsx.model.places import Area, Place, column_letters, column_number
from perf_xlsx.model.scorecard import (
    ZERO,
    BudgetScore,
    FormScore,
    Interval,
    Operands,
    PartScore,
    ReviewScore,
    RowScore,
    Scorecard,
    Status,
    UnitScore,
    Why,
)
from perf_xlsx.model.submission import (
    MONEY_FIELDS,
    Actual,
    Amount,
    Bound,
    Cover,
    Figure,
    Form,
    FundLine,
    Goal,
    Indicator,
    NotGiven,
    Op,
    Review,
    RubricPoint,
    Span,
    Submission,
    Target,
    Text,
    Tier,
    Unreadable,
)

__all__ = [
    "MONEY_FIELDS",
    "ZERO",
    "Actual",
    "Amount",
    "Answer",
    "Area",
    "Book",
    "Bound",
    "BudgetScore",
    "Cell",
    "CellState",
    "Cover",
    "Draft",
    "DraftForm",
    "DraftFund",
    "DraftRow",
    "DraftRubric",
    "Field",
    "Figure",
    "FileKind",
    "Finding",
    "Form",
    "FormKind",
    "FormScore",
    "FundLine",
    "Goal",
    "Indicator",
    "Interval",
    "Leftover",
    "Marker",
    "NotGiven",
    "Op",
    "Operands",
    "PartScore",
    "Place",
    "Problem",
    "Review",
    "ReviewScore",
    "Role",
    "RowScore",
    "RubricPoint",
    "Scorecard",
    "Severity",
    "Sheet",
    "SheetNote",
    "Span",
    "Status",
    "Submission",
    "Target",
    "Text",
    "Tier",
    "UnitScore",
    "Unreadable",
    "Why",
    "column_letters",
    "column_number",
]
