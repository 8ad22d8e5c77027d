"""未完成绩效指标清单: what was not reached, what nobody can decide, what was exceeded by far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from perf_xlsx.checks.shortfall import gap as shortfall
from perf_xlsx.checks.tell import empty_cell
from perf_xlsx.figures import half_up
from perf_xlsx.model import Area, Finding, Interval, Place, RowScore, Status
from perf_xlsx.scoring import why
from perf_xlsx.writing import layout as at
from perf_xlsx.writing import names, styles, table
from perf_xlsx.writing.layout import ProjectLayout, Source
from perf_xlsx.writing.plan import Highlight, PrintSetup, SheetPlan, Value
from perf_xlsx.writing.table import Column, Entry

_CENTRE: Final = styles.CELL_CENTRE
COLUMNS: Final = (
    Column("序号", 5, _CENTRE),
    Column("项目", 20, styles.CELL_LINK),
    Column("绩效指标", 20),
    Column("年度指标值", 14, _CENTRE),
    Column("实际完成值", 14, _CENTRE),
    Column("情况", 10, replace(_CENTRE, bold=True)),
    Column("差距或缘由", 22),
    Column("分值", 8, styles.CELL_NUMBER),
    Column("复算得分", 13, styles.CELL_NUMBER),
    Column("失分", 12, styles.CELL_NUMBER),
    Column("现判定", 9, _CENTRE),
    Column("偏差原因分析及改进措施", 28),
    Column("原因是否齐全", 16, _CENTRE),
)
_HEADER: Final = 3
_SITUATIONS: Final = {
    Status.UNMET: "未完成",
    Status.UNDECIDED: "待评定",
    Status.BLANK: "未填",
}
NO_REASON: Final = "未写"
REASONS: Final = {
    "reasons.missing": NO_REASON,
    "reasons.filler": "写的不是原因",
    "reasons.no_measure": "缺改进措施",
    "reasons.repeated": "与别行相同",
    "reasons.beside_met": "与完成值不符",
}
"""What the list says of a reason, by the rule that found it; a reason without findings is 已写明."""
FAR: Final = "明显超额"


def unmet_sheet(source: Source, projects: Sequence[ProjectLayout], findings: Sequence[Finding]) -> SheetPlan:
    """The list of this run; the column 现判定 follows the project sheets."""
    note = f"{table.MADE_BY_RUN}“现判定”“复算得分”随项目表变化。"
    sheet = table.titled(names.UNMET_LIST, names.UNMET_LIST, note, COLUMNS, len(COLUMNS), tab="9B1C1C")
    table.header(sheet, _HEADER, COLUMNS)
    about = _by_place(findings)
    last = table.fill(sheet, _HEADER + 1, COLUMNS, _rows(source, projects, about))
    _highlight(sheet, last)
    sheet.page = PrintSetup(
        area=Area(1, 1, last, len(COLUMNS)), repeat_rows=(_HEADER, _HEADER), footer=source.footer
    )
    sheet.freeze = (_HEADER + 1, 1)
    return sheet


def situation(row: RowScore) -> str:
    """Why a row is in the list; empty when it isn't."""
    return _SITUATIONS.get(row.status, FAR if row.far_exceeded else "")


def _rows(
    source: Source, projects: Sequence[ProjectLayout], about: dict[Place, list[str]]
) -> Iterator[Sequence[Value | Entry]]:
    number = 0
    for plan in projects:
        for row, score in zip(plan.rows, plan.score.rows, strict=True):
            if not situation(score):
                continue
            number += 1
            yield _entry(source, plan, row, score, number, about)


def _entry(
    source: Source, plan: ProjectLayout, row: int, score: RowScore, number: int, about: dict[Place, list[str]]
) -> Sequence[Value | Entry]:
    indicator = score.indicator
    weight, low, high = (plan.at(row, column) for column in (at.USED, at.LOW, at.HIGH))
    lost = at.points_value(_lost(score))
    return (
        number,
        table.jump(
            source.title(plan.score.form) or plan.sheet.name, plan.at(row, at.ACTUAL), COLUMNS[1].width
        ),
        indicator.level3.text,
        indicator.target_text,
        indicator.actual_text,
        situation(score),
        gap(score),
        Entry(score.weight, weight),
        Entry(at.points_value(score.points), at.joined(low, high)),
        Entry(lost, at.joined(f"ROUND({weight}-{high},2)", f"ROUND({weight}-{low},2)")),
        Entry(plan.sheet.cells[row, at.STATUS].value, plan.at(row, at.STATUS)),
        indicator.reason.text,
        _reason(plan, score, about),
    )


def _lost(score: RowScore) -> Interval:
    high, low = (half_up(score.weight - end, 2) for end in (score.points.low, score.points.high))
    return Interval(low, high)


def gap(score: RowScore) -> str:
    """What is missing in numbers: 还差231件, 超出3个百分点; why it is open, where nobody can say."""
    if score.far_exceeded and score.completion is not None:
        return f"达到指标值的 {half_up(score.completion * 100, 1):f}%"
    if score.status is Status.BLANK:
        return "没有完成值"
    return shortfall(score) if score.status is Status.UNMET else why.text(score.why)


def _by_place(findings: Sequence[Finding]) -> dict[Place, list[str]]:
    """What the checks say of reasons, by the cells they name."""
    found: dict[Place, list[str]] = {}
    for each in findings:
        if each.rule in REASONS:
            for place in (each.place, *each.also):
                if place is not None:
                    found.setdefault(place, []).append(REASONS[each.rule])
    return found


def _reason(plan: ProjectLayout, score: RowScore, about: dict[Place, list[str]]) -> str:
    indicator = score.indicator
    places = (
        indicator.reason.place,
        empty_cell(plan.score.form, "reason", indicator.place),
        indicator.actual_place,
        indicator.level3.place,
        indicator.place,
        indicator.target_place,
        indicator.weight.place,
        indicator.reported_score.place,
    )
    told = [word for place in places if place is not None for word in about.get(place, ())]
    if told:
        return "；".join(dict.fromkeys(told))
    if indicator.reason:
        return "已写明"
    return NO_REASON if score.status is Status.UNMET or score.far_exceeded else ""


def _highlight(sheet: SheetPlan, last: int) -> None:
    area = Area(_HEADER + 1, 6, last, 6)
    cell = f"$F{_HEADER + 1}"
    for condition, style in (
        (f'{cell}="未完成"', styles.UNMET),
        (f'OR({cell}="待评定",{cell}="未填")', styles.UNDECIDED),
        (f'{cell}="{FAR}"', styles.EXCEEDED),
    ):
        sheet.highlights.append(Highlight(area, condition, style))
