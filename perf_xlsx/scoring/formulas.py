"""The pieces that worksheet formulas are put together from.  No "=", slots in braces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

WEIGHT: Final = "MAX(0,{weight})"
"""All points of a row; a weight below 0 is worth nothing."""

MET, UNMET, UNDECIDED, BLANK, NOT_APPLICABLE = "完成", "未完成", "待评定", "未填", "不适用"
FULL, PARTIAL, NONE = "达成", "部分达成", "未达成"
OPEN_GRADE: Final = "待定"


@dataclass(frozen=True, slots=True)
class Formulas:
    """A row's formulas.  ``status`` is empty where 判定 is a list cell that a person chooses from.

    ``exceeded`` gives TRUE for a target exceeded by far (年初指标值设定明显偏低).
    """

    status: str
    completion: str
    points_low: str
    points_high: str
    exceeded: str


def number(cell: str, comparison: str) -> str:
    """True when the cell holds a number and the comparison holds: text is no number here."""
    return f"AND(ISNUMBER({cell}),{cell}{comparison})"


def decided(low: str, high: str, otherwise: str) -> str:
    """What a person decided, kept between two ends; else something else."""
    return f"IF(ISNUMBER({{decided}}),MAX({low},MIN({high},{{decided}})),{otherwise})"
