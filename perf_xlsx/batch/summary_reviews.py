"""Sheets of 汇总 about 复核: 复核情况 (自评 against 复核 by unit) and 复核明细 (project by project)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from perf_xlsx.batch.harvest import UnitRow
from perf_xlsx.batch.harvest_review import ReviewRow, UnitReview, Whole, by_unit, progress
from perf_xlsx.batch.lists import FIRST_ROW, Column, Entry, list_sheet, put_total
from perf_xlsx.batch.summary_units import points
from perf_xlsx.figures import half_up, plain
from perf_xlsx.model import Area
from perf_xlsx.writing import styles
from perf_xlsx.writing.plan import Highlight, SheetPlan

BY_UNIT: Final = "复核情况"
ROWS: Final = "复核明细"

_UNIT_COLUMNS: Final = (
    Column("序号", 6, styles.CELL_NUMBER),
    Column("单位", 24),
    Column("年度", 7, styles.CELL_NUMBER),
    Column("项目数", 8, styles.CELL_NUMBER, adds=True),
    Column("已复核项目", 8, styles.CELL_NUMBER, adds=True),
    Column("已复核指标", 11, styles.CELL_CENTRE),
    Column("自评平均", 9, styles.CELL_POINTS),
    Column("复核平均", 9, styles.CELL_POINTS),
    Column("平均差", 9, styles.CELL_POINTS),
    Column("调低项目", 8, styles.CELL_NUMBER, adds=True),
    Column("共调低", 9, styles.CELL_POINTS, adds=True),
    Column("调高项目", 8, styles.CELL_NUMBER, adds=True),
    Column("共调高", 9, styles.CELL_POINTS, adds=True),
    Column("最大调整", 30),
    Column("单位复核得分", 14, styles.CELL_CENTRE),
    Column("等级", 13, styles.CELL_CENTRE),
    Column("复核人", 14, styles.CELL_CENTRE),
    Column("须核对", 8, styles.CELL_NUMBER, adds=True),
)
_DIFFERENCE, _SLIPS = 9, 18


def review_sheets(rows: Sequence[ReviewRow], units: Sequence[UnitRow]) -> Iterator[SheetPlan]:
    """Both sheets; none while nothing was reviewed."""
    if rows:
        yield _units_sheet(by_unit(rows, _wholes(units)))
        yield _rows_sheet(rows)


def _wholes(units: Sequence[UnitRow]) -> dict[tuple[str, int | None], Whole]:
    """A unit's projects and score; a unit of several workbooks has no score of its own here."""
    found: dict[tuple[str, int | None], Whole] = {}
    for row in units:
        key, known = (row.agency, row.year), found.get((row.agency, row.year))
        if known is None:
            found[key] = Whole(
                row.projects, row.review_low, row.review_high, row.computed_grade, row.grade, row.reviewer
            )
        else:
            found[key] = Whole(
                known.projects + row.projects, None, None, "", "", known.reviewer or row.reviewer
            )
    return found


def _units_sheet(units: Sequence[UnitReview]) -> SheetPlan:
    sheet, last = list_sheet(
        BY_UNIT,
        "自评与复核对照（按单位）",
        "只比较自评和复核都有一个确定得分的项目：平均差＝复核平均－自评平均，负数为复核调低。"
        "没有复核的指标按复算得分计入。须核对：复核得分不是数、超出分值或前后不一致的处数，见“问题清单”的提示。",
        _UNIT_COLUMNS,
        units,
        _unit_entries,
        freeze_columns=2,
    )
    put_total(sheet, last + 1, _UNIT_COLUMNS, _sums(units))
    below, slips = Area(FIRST_ROW, _DIFFERENCE, last, _DIFFERENCE), Area(FIRST_ROW, _SLIPS, last, _SLIPS)
    sheet.highlights += [
        Highlight(below, f"AND(ISNUMBER(I{FIRST_ROW}),I{FIRST_ROW}<0)", styles.UNMET),
        Highlight(slips, f"R{FIRST_ROW}>0", styles.UNDECIDED),
    ]
    return sheet


def _unit_entries(number: int, row: UnitReview) -> list[Entry]:
    return [
        number,
        row.agency or "（未填单位）",
        row.year,
        row.projects,
        row.reviewed,
        f"{row.done}/{row.rows}",
        row.reported,
        row.points,
        _mean_difference(row),
        row.lowered,
        row.lowered_by or None,
        row.raised,
        row.raised_by or None,
        "" if row.largest is None else f"{signed(row.largest)}：{row.largest_project}",
        "" if row.score_low is None else points(row.score_low, row.score_high),
        row.final if row.grade in ("", row.final) else f"{row.grade} → {row.final}",
        row.reviewers,
        row.slips,
    ]


def _mean_difference(row: UnitReview) -> Decimal | None:
    if not row.compared:
        return None
    return half_up((row.raised_by - row.lowered_by) / row.compared, 2)


def signed(change: Decimal) -> str:
    """A change for people: －3.5 or ＋2."""
    return f"{'－' if change < 0 else '＋'}{plain(half_up(abs(change), 2))}"


def _sums(units: Sequence[UnitReview]) -> list[Entry]:
    compared = sum(row.compared for row in units)
    change = sum((row.raised_by - row.lowered_by for row in units), Decimal(0))
    return [
        "合计", None, None,
        sum(row.projects for row in units),
        sum(row.reviewed for row in units),
        f"{sum(row.done for row in units)}/{sum(row.rows for row in units)}",
        None, None,
        half_up(change / compared, 2) if compared else None,
        sum(row.lowered for row in units),
        _any([row.lowered_by for row in units]),
        sum(row.raised for row in units),
        _any([row.raised_by for row in units]),
        None, None, None, None,
        sum(row.slips for row in units),
    ]  # fmt: skip


def _any(values: Sequence[Decimal]) -> Decimal | None:
    return sum(values, Decimal(0)) or None


_ROW_COLUMNS: Final = (
    Column("序号", 6, styles.CELL_NUMBER),
    Column("单位", 22),
    Column("年度", 7, styles.CELL_NUMBER),
    Column("项目", 32),
    Column("自评得分", 9, styles.CELL_POINTS),
    Column("复算得分", 14, styles.CELL_CENTRE),
    Column("复核得分", 14, styles.CELL_CENTRE),
    Column("复核减自评", 9, styles.CELL_POINTS),
    Column("复核减复算", 9, styles.CELL_POINTS),
    Column("复核进度", 16, styles.CELL_CENTRE),
    Column("复算等级", 7, styles.CELL_CENTRE),
    Column("最终等级", 7, styles.CELL_CENTRE),
    Column("复核意见", 46),
    Column("复核人", 12, styles.CELL_CENTRE),
    Column("复核日期", 12, styles.CELL_CENTRE),
    Column("文件", 26),
)


def _rows_sheet(rows: Sequence[ReviewRow]) -> SheetPlan:
    sheet, last = list_sheet(
        ROWS,
        "复核明细",
        "已复核的项目，全部或部分指标。复核得分：复核了的指标按复核，其余按复算；整项评定的按整项。"
        "没有自评得分或得分尚未确定的，差额空着。",
        _ROW_COLUMNS,
        rows,
        _row_entries,
        freeze_columns=4,
    )
    changed = Area(FIRST_ROW, 12, last, 12)
    sheet.highlights.append(Highlight(changed, f"K{FIRST_ROW}<>L{FIRST_ROW}", styles.UNDECIDED))
    return sheet


def _row_entries(number: int, row: ReviewRow) -> list[Entry]:
    return [
        number,
        row.agency,
        row.year,
        row.project or "（未填项目名称）",
        row.reported,
        points(row.low, row.high),
        points(row.review_low, row.review_high),
        row.against_reported,
        row.against_computed,
        progress(stated=row.stated, done=row.done, rows=row.rows),
        row.grade or "待定",
        row.final or "待定",
        row.notes,
        row.reviewer,
        row.reviewed_on,
        row.file,
    ]
