"""问题清单: what finance would send back, gravest first, with room for the unit's answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from perf_xlsx.checks.catalogue import SEVERITY_WORDS
from perf_xlsx.checks.run import passed
from perf_xlsx.model import Area, Finding, Place
from perf_xlsx.text import listed
from perf_xlsx.writing import layout as at
from perf_xlsx.writing import names, styles, table
from perf_xlsx.writing.heights import fitted_height
from perf_xlsx.writing.layout import ProjectLayout, Source
from perf_xlsx.writing.plan import (
    Highlight,
    OnError,
    PrintSetup,
    SheetPlan,
    Validation,
    Value,
    address,
    quoted,
)
from perf_xlsx.writing.table import Column, Entry

STATES: Final = ("已更正", "已说明", "不属实")
BEFORE_FOLD: Final = 20
EARLIER: Final = "原说明"
"""In place of 程度: an answer of the earlier draft."""

_CENTRE: Final = styles.CELL_CENTRE
COLUMNS: Final = (
    Column("序号", 5, _CENTRE),
    Column("程度", 8, replace(_CENTRE, bold=True)),
    Column("类别", 9, _CENTRE),
    Column("项目", 17),
    Column("指标", 15),
    Column("位置", 9, styles.CELL_LINK_CENTRE),
    Column("问题", 36),
    Column("现值", 11, _CENTRE),
    Column("应为", 11, _CENTRE),
    Column("差额", 10, _CENTRE),
    Column("处理办法", 32),
    Column("现判定", 8, _CENTRE),
    Column("单位说明", 22, styles.CELL_OPEN),
    Column("处理状态", 9, replace(styles.CELL_OPEN, align="center")),
    Column("原表位置", 16, replace(styles.CELL, color=styles.MUTED)),
    Column("出处", 24, replace(styles.CELL, color=styles.MUTED)),
    Column("规则", 24, replace(styles.CELL, color=styles.MUTED)),
)
PRINTED: Final = 14
_SEVERITY, _ANSWER, _STATE = 2, 13, 14
_HEADER: Final = 4


def sorted_findings(source: Source) -> tuple[Finding, ...]:
    """Gravest first, then by project in the workbook's order (the unit's own before them)."""
    projects = {form.form.project.text: number for number, form in enumerate(source.scorecard.forms, start=1)}
    return tuple(
        sorted(
            source.evaluation.findings,
            key=lambda each: (each.severity.rank, projects.get(each.project, 0)),
        )
    )


def issues_sheet(source: Source, projects: Sequence[ProjectLayout], findings: Sequence[Finding]) -> SheetPlan:
    """The list; beyond twenty entries it is folded."""
    note = f"{table.MADE_BY_RUN}{_counts(findings)}“单位说明”和“处理状态”可以填写，重新运行后保留。"
    sheet = table.titled(names.ISSUES, "问题清单", note, COLUMNS, PRINTED, tab="B45309")
    _passed(sheet, findings)
    table.header(sheet, _HEADER, COLUMNS)
    finder = _Finder(projects)
    rows = [*_rows(findings, finder), *_unmatched(source, findings)]
    last = table.fill(sheet, _HEADER + 1, COLUMNS, rows)
    if rows:
        _fold(sheet, len(findings))
        _rules(sheet, last)
        sheet.autofilter = Area(_HEADER, 1, last, len(COLUMNS))
    sheet.page = PrintSetup(
        area=Area(1, 1, last, PRINTED), repeat_rows=(_HEADER, _HEADER), footer=source.footer
    )
    sheet.freeze = (_HEADER + 1, 1)
    return sheet


def _counts(findings: Sequence[Finding]) -> str:
    by_severity = Counter(each.severity for each in findings)
    told = "，".join(f"{word} {by_severity[severity]} 项" for severity, word in SEVERITY_WORDS.items())
    return f"共 {len(findings)} 项：{told}。"


def _passed(sheet: SheetPlan, findings: Sequence[Finding]) -> None:
    """One line per group: what was checked and told nothing."""
    text = "\n".join(each.line for each in passed(findings))
    sheet.merge(Area(3, 1, 3, PRINTED), text, styles.SMALL)
    sheet.heights[3] = fitted_height(text, sum(column.width for column in COLUMNS[:PRINTED]), 9, least=18)


def _rows(findings: Sequence[Finding], finder: _Finder) -> Iterator[Sequence[Value | Entry]]:
    for number, each in enumerate(findings, start=1):
        where = finder.find(each)
        yield (
            number,
            SEVERITY_WORDS[each.severity],
            each.group,
            each.project,
            each.indicator,
            where.link,
            each.message,
            each.found,
            each.expected,
            each.difference,
            each.repair,
            where.status,
            each.answer,
            each.status,
            _original(each),
            each.source,
            each.rule,
        )


def _unmatched(source: Source, findings: Sequence[Finding]) -> Iterator[Sequence[Value | Entry]]:
    """Answers of the earlier draft whose finding is gone, or could be one of several: nothing that a person
    wrote is lost."""
    told = {(each.rule, each.project, each.indicator, each.answer, each.status) for each in findings}
    for each in source.submission.answers:
        if not each.rule or (each.rule, each.project, each.indicator, each.answer, each.status) in told:
            continue
        row: dict[str, Value] = {
            "程度": EARLIER,
            "项目": each.project,
            "指标": each.indicator,
            "问题": "上一稿的说明，本稿没有（或不止一处）对应的问题。",
            "单位说明": each.answer,
            "处理状态": each.status,
            "规则": each.rule,
        }
        yield [row.get(column.title) for column in COLUMNS]


_MOST_PLACES: Final = 5


def _original(finding: Finding) -> str:
    """The places in the unit's own workbook; a sheet is named where it changes."""
    places = [place for place in (finding.place, *finding.also) if place is not None]
    sheets = ["", *(place.sheet for place in places)]
    told = [
        place.cell if place.sheet == before else f"{place.sheet}!{place.cell}"
        for place, before in zip(places, sheets, strict=False)
    ]
    return listed(told, _MOST_PLACES, "处")


class _Where:
    """Where a finding stands in the output, as cells of the list."""

    __slots__ = ("link", "status")

    def __init__(self, link: Entry, status: Entry) -> None:
        self.link, self.status = link, status


class _Finder:
    """From the input's places to the cells of the project sheets."""

    def __init__(self, projects: Sequence[ProjectLayout]) -> None:
        self._places: dict[Place, tuple[ProjectLayout, int, int]] = {}
        self._by_name: dict[str, ProjectLayout] = {}
        for plan in projects:
            self._by_name.setdefault(plan.score.form.project.text, plan)
            for place, (row, column) in plan.places.items():
                self._places.setdefault(place, (plan, row, column))

    def find(self, finding: Finding) -> _Where:
        """The cell that a finding names; the project's sheet or 评分汇总 when it names none."""
        for place in (finding.place, *finding.also):
            known = self._places.get(place) if place is not None else None
            if known is not None and (finding.project or place is finding.place):
                return self._at(finding, *known)
        plan = self._by_name.get(finding.project) if finding.project else None
        if plan is None:
            return _Where(Entry("汇总", link=f"{quoted(names.SUMMARY)}!A1"), Entry(None))
        return _Where(Entry(_number(plan), link=f"{quoted(plan.sheet.name)}!A1"), Entry(None))

    def _at(self, finding: Finding, plan: ProjectLayout, row: int, column: int) -> _Where:
        text = f"{_number(plan)} {address(row, column)}"
        link = Entry(text, link=plan.at(row, column))
        if row not in plan.rows or not finding.indicator or finding.also:
            return _Where(link, Entry(None))
        status = plan.sheet.cells[row, at.STATUS].value
        return _Where(link, Entry(status, plan.at(row, at.STATUS)))


def _number(plan: ProjectLayout) -> str:
    """What the name of a project's sheet begins with: 07, 107."""
    return plan.sheet.name.partition(" ")[0]


def _fold(sheet: SheetPlan, count: int) -> None:
    first = _HEADER + 1 + BEFORE_FOLD
    if count <= BEFORE_FOLD:
        return
    last = _HEADER + count
    for row in range(first, last + 1):
        sheet.outline_rows[row] = 1
        sheet.hidden_rows.add(row)
    sheet.collapsed_row = last + 1
    below = max(row for row, _ in sheet.cells) + 1
    text = f"以上为最要紧的 {BEFORE_FOLD} 项，其余 {count - BEFORE_FOLD} 项已折叠：点左侧的 + 号展开。"
    sheet.merge(Area(below, 1, below, PRINTED), text, styles.SMALL)


def _rules(sheet: SheetPlan, last: int) -> None:
    first = _HEADER + 1
    sheet.validations.append(
        Validation(
            Area(first, _STATE, last, _STATE),
            "list",
            source=STATES,
            title="处理状态",
            message="更正后选“已更正”；写了说明选“已说明”；认为误报选“不属实”并写明理由。",
            error_title="处理状态",
            error="一般从列表中选。确实要这样写吗？",
            on_error=OnError.WARN,
        )
    )
    area = Area(first, _SEVERITY, last, _SEVERITY)
    for word, style in (("须更正", styles.UNMET), ("须说明", styles.UNDECIDED)):
        sheet.highlights.append(Highlight(area, f'$B{first}="{word}"', style))
