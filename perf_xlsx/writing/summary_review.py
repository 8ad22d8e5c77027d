"""财政复核 on 评分汇总: how far it has come, and the open cells for 复核意见, 复核人 and 复核日期.

It stands below the signatures of the unit, as on paper: 报送稿 ends above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from perf_xlsx.model import Area, Review, ReviewScore
from perf_xlsx.scoring.review import cells
from perf_xlsx.writing import styles
from perf_xlsx.writing.heights import fitted_height
from perf_xlsx.writing.layout import ProjectLayout, Source
from perf_xlsx.writing.plan import SheetPlan
from perf_xlsx.writing.summary_unit import HELP_DONE, Rows

HEAD: Final = "财政复核"
NOTE, REVIEWER, REVIEWED_ON = "复核意见", "复核人", "复核日期"
_LAST: Final = 12
_REVIEW: Final = 9
_TEXT_WIDTH: Final = 91
NONE: Final = "尚未复核，等级按复算得分。"
ALL: Final = "，等级按复核得分。"
PARTLY: Final = "，未复核的按复算得分计入最终得分和等级。"


def review_block(
    sheet: SheetPlan, source: Source, row: int, rows: Rows, projects: Sequence[ProjectLayout]
) -> int:
    """The block; gives its last row."""
    given: Review = source.submission.cover.review
    count = sum(each.score.review is not None for each in projects[: rows.count])
    sheet.heights[row] = 8
    first = row + 1
    sheet.merge(Area(first, 1, first, 2), HEAD, styles.LABEL)
    sheet.merge(
        Area(first, 3, first, _LAST),
        progress(source.scorecard.unit.review, count, rows.count),
        styles.TEXT,
        _formula(rows, [*_row_counts(projects[: rows.count])]) if rows.count else None,
    )
    sheet.merge(Area(first + 1, 1, first + 1, 2), NOTE, styles.LABEL)
    sheet.merge(Area(first + 1, 3, first + 1, _LAST), given.note.text or None, _OPEN)
    for word, label, cell, text in (
        (REVIEWER, (1, 2), (3, 5), given.reviewer),
        (REVIEWED_ON, (6, 7), (8, _LAST), given.on),
    ):
        sheet.merge(Area(first + 2, label[0], first + 2, label[1]), word, styles.LABEL)
        sheet.merge(Area(first + 2, cell[0], first + 2, cell[1]), text.text or None, _OPEN)
    sheet.heights |= {
        first: 24,
        first + 1: fitted_height(given.note.text, _TEXT_WIDTH, 10.5, least=40),
        first + 2: 26,
    }
    return first + 2


_OPEN: Final = styles.CELL_OPEN


def _row_counts(projects: Sequence[ProjectLayout]) -> list[int]:
    return [sum(1 for _ in cells(each.score.rows)) for each in projects]


def progress(review: ReviewScore | None, reviewed: int, projects: int) -> str:
    """How far 复核 has come: 已复核 3/12 项（1/2 个项目）……"""
    if review is None or not reviewed:
        return NONE
    told = f"已复核 {review.done}/{review.rows} 项（{reviewed}/{projects} 个项目）"
    return told + (ALL if review.done == review.rows else PARTLY)


def _formula(rows: Rows, counts: Sequence[int]) -> str:
    done = f"SUM({rows.area(HELP_DONE)})"
    marks = rows.area(_REVIEW)
    reviewed = f'SUMPRODUCT(({marks}<>"")*1)'
    of = sum(counts)
    told = f'"已复核 "&{done}&"/{of} 项（"&{reviewed}&"/{rows.count} 个项目）"'
    return f'IF({reviewed}=0,"{NONE}",{told}&IF({done}={of},"{ALL}","{PARTLY}"))'


def review_cell(sheet: SheetPlan, word: str) -> tuple[int, int]:
    """The open cell beside 复核人 or 复核日期."""
    row = next(row for (row, column), cell in sheet.cells.items() if column == 1 and cell.value == REVIEWER)
    return (row, 3) if word == REVIEWER else (row, 8)


def head_row(sheet: SheetPlan) -> int | None:
    """The first row of the block; None on a sheet without it."""
    found = [row for (row, column), cell in sheet.cells.items() if column == 1 and cell.value == HEAD]
    return max(found, default=None)
