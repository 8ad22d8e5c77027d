"""Where things stand on a project sheet: the official form in A–K, an aid in L, working columns from N."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from perf_xlsx.figures import half_up
from perf_xlsx.model import Cell, Form, FormScore, Interval, Place, Scorecard, Submission, Text
from perf_xlsx.reading.outputs import told_with_unit
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.writing.plan import SheetPlan, Value, address, fixed

if TYPE_CHECKING:
    from perf_xlsx.evaluate import Evaluation

# ---- the official form
LABEL, LEVEL1, LEVEL2, LEVEL3, TARGET, ACTUAL, WEIGHT, SCORE, REASON, LAST = 1, 2, 3, 4, 6, 7, 8, 9, 10, 11
ITEM, INITIAL, FULL_YEAR, EXECUTED, RATE, FUND_SCORE = 3, 5, 6, 7, 9, 11
AID: Final = 12
"""到位（到账）数 in the fund block, 佐证材料 beside the indicators."""

# ---- the working columns
T_LOW, T_HIGH, A_LOW, A_HIGH, COMPLETION, STATUS, USED, DECIDED = range(14, 22)
TYPED, LOW, HIGH, DIFFERENCE, BASIS, REVIEW, NOTE, REVIEWER, REVIEWED_ON = range(22, 31)
FINAL_LOW, FINAL_HIGH = 31, 32
"""The points that count: 复核得分 where it is given, the computed ones elsewhere."""
M_INITIAL, M_FULL_YEAR, M_RECEIVED, M_EXECUTED, M_BASE = T_LOW, T_HIGH, A_LOW, A_HIGH, DECIDED
FIRST_WORK, LAST_WORK = T_LOW, FINAL_HIGH

WIDTHS: Final[Mapping[int, float]] = {
    1: 6, 2: 12, 3: 14, 4: 11, 5: 14, 6: 15, 7: 16, 8: 8, 9: 11, 10: 9, 11: 19, 12: 16, 13: 2,
    14: 11, 15: 11, 16: 11, 17: 11, 18: 10, 19: 9, 20: 8, 21: 9, 22: 9, 23: 9, 24: 9, 25: 8,
    26: 40, 27: 9, 28: 24, 29: 9, 30: 11, 31: 9, 32: 9,
}  # fmt: skip

ROW_HEADS: Final = (
    "目标下限", "目标上限", "完成下限", "完成上限", "完成率", "判定", "计分分值", "评定得分",
    "自评得分", "复算得分（低）", "复算得分（高）", "差异", "依据", "复核得分", "复核意见", "复核人",
    "复核日期", "最终得分（低）", "最终得分（高）",
)  # fmt: skip
FUND_HEADS: Final = (
    "年初预算（万元）", "全年预算（万元）", "到位数（万元）", "执行数（万元）", "执行率", "判定",
    "计分分值", "预算基数（万元）", "自评得分", "复算得分（低）", "复算得分（高）", "差异", "依据",
    "复核得分", "复核意见", "复核人", "复核日期", "最终得分（低）", "最终得分（高）",
)  # fmt: skip

CHANGED: Final = "文字已改，请重新运行"
RECOMPUTED: Final = "已按改后的数复算"
APART_LABEL: Final = "附加评分项"
"""Column A of the rows that a scheme adds; they are no indicators when the output comes back."""


@lru_cache(maxsize=256)
def width(first: int, last: int) -> float:
    """The width of merged columns."""
    return sum(WIDTHS[column] for column in range(first, last + 1))


@dataclass(frozen=True, slots=True)
class Source:
    """One workbook under one scheme, ready to be written, and how its own cells looked."""

    evaluation: Evaluation
    submission: Submission
    scheme: Scheme
    scorecard: Scorecard
    sheet_names: tuple[str, ...]
    footer: str
    cells: Mapping[str, Mapping[tuple[int, int], Cell]] = field(repr=False)

    @property
    def accept(self) -> bool:
        return self.evaluation.options.accept

    def cell(self, place: Place | None) -> Cell | None:
        """The input's own cell."""
        if place is None:
            return None
        found = self.cells.get(place.sheet)
        return None if found is None else found.get((place.row, place.column))

    def raw(self, text: Text) -> str:
        """A text as its cell shows it: a label with its points, where the cell is known."""
        cell = self.cell(text.place)
        return cell.text.strip() if cell is not None and text.text and cell.text.strip() else text.text

    def title(self, form: Form) -> str:
        """A project's name in the lists; of a department's workbook with its unit."""
        unit = form.implementing_unit.text if self.submission.units else ""
        return told_with_unit(form.project.text, unit) if form.project else ""

    def exact(self, place: Place | None, text: str) -> Decimal | None:
        """The number behind a text, when the input's cell held one and showed just this text."""
        cell = self.cell(place)
        return cell.number if cell is not None and cell.number is not None and cell.text == text else None


@dataclass(slots=True)
class ProjectLayout:
    """A project's sheet and the rows that other sheets refer to."""

    sheet: SheetPlan
    score: FormScore
    budget_row: int = 0
    header_row: int = 0
    rows: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    total_row: int = 0
    last_row: int = 0
    reported_total: Decimal | None = None
    paper: dict[int, int] = field(default_factory=dict)
    """The row of 复核底稿 that shows a row of this sheet."""
    places: dict[Place, tuple[int, int]] = field(default_factory=dict)
    rubric: Mapping[str, str] = field(default_factory=dict)

    def at(self, row: int, column: int) -> str:
        """A cell's address from another sheet."""
        return self.sheet.at(row, column)


def cells_of(row: int) -> dict[str, str]:
    """The slots of a row's formulas: see ``scoring.methods``."""
    return {
        "weight": address(row, USED),
        "target_low": address(row, T_LOW),
        "target_high": address(row, T_HIGH),
        "actual_low": address(row, A_LOW),
        "actual_high": address(row, A_HIGH),
        "completion": address(row, COMPLETION),
        "status": address(row, STATUS),
        "typed": address(row, TYPED),
        "decided": address(row, DECIDED),
        "points_low": address(row, LOW),
    }


def joined(low: str, high: str) -> str:
    """A formula that shows two ends as one number, or as 82.50～92.50 while they differ."""
    return f'IF({low}={high},{low},TEXT({low},"0.00")&"～"&TEXT({high},"0.00"))'


def points_value(points: Interval) -> Value:
    """What ``joined`` shows."""
    return points.low if points.exact is not None else interval_text(points)


def interval_text(points: Interval) -> str:
    """Points for people: 8.50, or 82.50～92.50."""
    if points.exact is not None:
        return f"{points.low:.2f}"
    return f"{points.low:.2f}～{points.high:.2f}"


def ratio(part: Decimal, whole: Decimal) -> Decimal:
    """A rate to the ten places of its formula."""
    return half_up(part / whole, 10)


def column_area(column: int, first: int, last: int) -> str:
    """A fixed area of one column: $W$7:$W$20."""
    return f"{fixed(first, column)}:{fixed(last, column)}"
