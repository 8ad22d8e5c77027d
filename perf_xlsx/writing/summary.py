"""评分汇总: what finance sees first — per project, the unit's score, the conclusion, a chart."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from perf_xlsx.checks.catalogue import SEVERITY_WORDS
from perf_xlsx.figures import plain
from perf_xlsx.model import Area, Finding, FormScore, Severity
from perf_xlsx.scoring import why
from perf_xlsx.scoring.budget import BASES, money
from perf_xlsx.scoring.totals import total_formulas
from perf_xlsx.scoring.unit import counted
from perf_xlsx.writing import layout as at
from perf_xlsx.writing import names, styles
from perf_xlsx.writing.form_total import indicators_alone
from perf_xlsx.writing.heights import fitted_height
from perf_xlsx.writing.layout import ProjectLayout, Source
from perf_xlsx.writing.plan import Highlight, PrintSetup, SheetPlan, Value, address, literal, quoted
from perf_xlsx.writing.review import done_rows, limit, paper
from perf_xlsx.writing.summary_chart import add_chart
from perf_xlsx.writing.summary_parts import part_rows
from perf_xlsx.writing.summary_review import review_block
from perf_xlsx.writing.summary_unit import (
    HELP_BUDGET,
    HELP_DONE,
    HELP_EXECUTED,
    HELP_FINAL_HIGH,
    HELP_FINAL_LOW,
    HELP_GAP,
    HELP_HIGH,
    HELP_LABEL,
    HELP_LOW,
    HELP_RECEIVED,
    OPEN_POINTS,
    Rows,
    unit_rows,
)
from perf_xlsx.writing.table import NOTHING, Entry, jump

_WIDTHS: Final = (5, 27, 10, 10, 10, 9, 8, 14, 9, 7, 7, 7)
LAST: Final = 12
_NUMBER, _NAME, _INITIAL, _FULL, _EXECUTED, _RATE, _TYPED, _POINTS, _REVIEW, _GRADE, _UNMET, _OPEN = range(
    1, 13
)
REVIEW_COLUMN: Final = _REVIEW
_HEADS: Final = (
    "序号", "项目名称", "年初预算数", "全年预算数", "全年执行数", "执行率", "自评得分", "复算得分",
    "复核得分", "等级", "未完成", "待评定",
)  # fmt: skip
_HELP_HEADS: Final = (
    "复算（低）", "复算（高）", "待评定部分", "预算基数", "执行数", "到位数", "图中名称",
    "最终（低）", "最终（高）", "已复核项",
)  # fmt: skip
_GRAVEST: Final = 3
ONE_PAGE: Final = 16
"""So many projects fit on one page with chart and signatures."""


def summary_sheet(
    source: Source, projects: Sequence[ProjectLayout], findings: Sequence[Finding]
) -> SheetPlan:
    """The first sheet of the output."""
    sheet = SheetPlan(names.SUMMARY, widths=dict(enumerate(_WIDTHS, start=1)), tab_color="1F4E79")
    sheet.widths |= dict.fromkeys(range(HELP_LOW, HELP_DONE + 1), 10) | {13: 2, 14: 2}
    row = _head(sheet, source)
    row = _conclusion(sheet, source, projects, findings, row)
    row = _projects(sheet, source, projects, row)
    header = _header_of(sheet)
    row = add_chart(sheet, row, len(projects), header)
    row = _sign_off(sheet, row)
    ordered = _ordered(source, projects)
    row = review_block(sheet, source, row + 1, _rows_of(source, header, ordered), ordered)
    one_page = len(projects) <= ONE_PAGE
    sheet.page = PrintSetup(
        landscape=False, area=Area(1, 1, row, LAST), pages_tall=int(one_page), footer=source.footer
    )
    sheet.active_cell = (1, 1)
    return sheet


def _header_of(sheet: SheetPlan) -> int:
    return next(row for (row, column), cell in sheet.cells.items() if column == 1 and cell.value == "序号")


def _head(sheet: SheetPlan, source: Source) -> int:
    """Title, unit, year, scheme; gives the next row."""
    evaluation, submission = source.evaluation, source.submission
    year = "　　　　" if submission.year is None else str(submission.year)
    sheet.merge(Area(1, 1, 1, LAST), "项目支出绩效自评评分汇总", styles.TITLE)
    sheet.merge(Area(2, 1, 2, LAST), f"（{year}年度）", styles.SUBTITLE)
    sheet.heights |= {1: 34, 2: 20}
    code = f"文件编号 {evaluation.file_code}　第{evaluation.draft_number}稿"
    sheet.merge(Area(3, 1, 3, 2), "预算单位", styles.LABEL)
    sheet.merge(Area(3, 3, 3, 7), submission.agency or None, styles.CENTRE)
    sheet.put(3, 8, "文件编号", styles.LABEL)
    sheet.merge(Area(3, 9, 3, LAST), code, styles.CENTRE)
    text = _scheme_text(source)
    sheet.merge(Area(4, 1, 4, 2), "适用评分标准", styles.LABEL)
    sheet.merge(Area(4, 3, 4, LAST), text, styles.TEXT)
    sheet.heights[3] = 24
    sheet.heights[4] = fitted_height(text, sum(_WIDTHS[2:]), 10.5, least=24)
    return 5


def _scheme_text(source: Source) -> str:
    bases = "，没有的按".join(BASES.get(base, base) for base in source.scheme.budget.base)
    because = why.text(source.scorecard.chosen_because)
    return f"{source.scheme.title}；预算执行率以{bases}为基数。{because}"


def _conclusion(
    sheet: SheetPlan,
    source: Source,
    projects: Sequence[ProjectLayout],
    findings: Sequence[Finding],
    row: int,
) -> int:
    """自查结论 and the three gravest findings; gives the next row."""
    sheet.merge(Area(row, 1, row, 2), "自查结论", styles.LABEL)
    errors = sum(each.severity is Severity.ERROR for each in findings)
    value = "可报送" if not errors else f"尚有 {errors} 项须更正"
    sheet.merge(Area(row, 3, row, LAST), value, styles.CONCLUSION, _conclusion_formula(projects))
    sheet.heights[row] = 26
    gravest = [each for each in findings if each.severity is not Severity.NOTE][:_GRAVEST]
    top = row + 1
    for offset, each in enumerate(gravest or [None], start=top):
        text = "无" if each is None else _told(each)
        link = None if each is None else f"{quoted(names.ISSUES)}!A{offset - top + 5}"
        entry = jump(text, link, sum(_WIDTHS[2:]), 10.5) if link else Entry(text)
        style = styles.TO_FINDING if link else styles.TEXT
        sheet.merge(Area(offset, 3, offset, LAST), text, style, entry.formula, entry.link)
        sheet.heights[offset] = fitted_height(text, sum(_WIDTHS[2:]), 10.5, least=20)
    last = top + max(len(gravest), 1) - 1
    sheet.merge(Area(top, 1, last, 2), "最要紧的问题", styles.LABEL)
    sheet.highlights += [
        Highlight(Area(row, 3, row, LAST), f'LEFT({"$C$" + str(row)},1)<>"可"', styles.ERROR),
        Highlight(Area(row, 3, row, LAST), f'{"$C$" + str(row)}="可报送"', styles.GOOD),
    ]
    sheet.heights[last + 1] = 8
    return last + 2


def _told(finding: Finding) -> str:
    about = "，".join(text for text in (finding.project, finding.indicator) if text)
    return f"【{SEVERITY_WORDS[finding.severity]}】{about + '：' if about else ''}{finding.message}"


def _conclusion_formula(projects: Sequence[ProjectLayout]) -> str:
    """Counts what 问题清单 lists and the texts that were changed since the run."""
    errors = f'COUNTIF({quoted(names.ISSUES)}!$B:$B,"{SEVERITY_WORDS[Severity.ERROR]}")'
    marks = "+".join(
        f"COUNTIF({quoted(each.sheet.name)}!{at.column_area(at.BASIS, each.budget_row, each.total_row)},"
        f"{literal(at.CHANGED)})"
        for each in projects
    )
    told = f'IF({errors}=0,"可报送","尚有 "&{errors}&" 项须更正")'
    if not marks or len(marks) > _LONGEST:
        return told
    return f'IF({marks}>0,"有 "&({marks})&" 处文字已改，请重新运行；","")&{told}'


_LONGEST: Final = 3500


def _projects(sheet: SheetPlan, source: Source, projects: Sequence[ProjectLayout], row: int) -> int:
    """One row per project, their sums and the unit's score; gives the next row."""
    for column, text in enumerate(_HEADS, start=1):
        sheet.put(
            row, column, f"{text}\n（万元）" if column in (_INITIAL, _FULL, _EXECUTED) else text, styles.HEAD
        )
    for column, text in enumerate(_HELP_HEADS, start=HELP_LOW):
        sheet.put(row, column, text, styles.WORK_LABEL)
    sheet.heights[row] = 32
    ordered = _ordered(source, projects)
    if not ordered:
        sheet.merge(Area(row + 1, 1, row + 1, LAST), NOTHING, styles.CELL_CENTRE)
        return row + 3
    for number, plan in enumerate(ordered, start=1):
        _project(sheet, source, row + number, number, plan)
    first, last = row + 1, row + len(ordered)
    _highlight(sheet, first, max(last, first))
    rows = _rows_of(source, row, ordered)
    _sums(sheet, rows, ordered)
    after, parts = part_rows(sheet, source, ordered, rows, last + 3)
    return unit_rows(sheet, source, rows, last + 2 if parts is None else after, parts)


def _rows_of(source: Source, header: int, ordered: Sequence[ProjectLayout]) -> Rows:
    chosen = len(counted(source.scorecard.forms))
    return Rows(header + 1, header + chosen, header + len(ordered), chosen)


def _ordered(source: Source, projects: Sequence[ProjectLayout]) -> list[ProjectLayout]:
    """The forms that the unit's means are made of come first."""
    chosen = {id(form) for form in counted(source.scorecard.forms)}
    return sorted(projects, key=lambda plan: id(plan.score) not in chosen)


def _project(sheet: SheetPlan, source: Source, row: int, number: int, plan: ProjectLayout) -> None:
    score = plan.score
    name = source.title(score.form) or plan.sheet.name
    sheet.put(row, _NUMBER, number, styles.CELL_NUMBER)
    entry = jump(name, plan.at(1, 1), _WIDTHS[1])
    sheet.put(row, _NAME, name, styles.CELL_LINK, entry.formula, entry.link)
    for column, working in ((_INITIAL, at.M_INITIAL), (_FULL, at.M_FULL_YEAR), (_EXECUTED, at.M_EXECUTED)):
        _from(sheet, row, column, plan, (plan.budget_row, working))
    _from(sheet, row, _RATE, plan, (plan.budget_row, at.COMPLETION))
    _typed(sheet, source, row, plan)
    low, high = (plan.at(plan.total_row, column) for column in (at.LOW, at.HIGH))
    sheet.put(row, _POINTS, at.points_value(score.total), styles.CELL_POINTS, at.joined(low, high))
    _review(sheet, source, row, plan)
    _counts(sheet, row, plan)
    _help(sheet, row, number, name, plan)
    sheet.heights[row] = fitted_height(name, _WIDTHS[1], least=22)


def _typed(sheet: SheetPlan, source: Source, row: int, plan: ProjectLayout) -> None:
    """自评得分; with its full marks (59.12/60) where the unit's total adds up its indicators alone."""
    there, alone = (plan.total_row, at.TYPED), indicators_alone(plan, source)
    if alone is None:
        _from(sheet, row, _TYPED, plan, there)
        return
    place, marks, own = plan.at(*there), plain(alone.weight), _stored(plan, there)
    value = f"{own:.2f}/{marks}" if isinstance(own, Decimal) else own
    formula = f'IF(ISNUMBER({place}),TEXT({place},"0.00")&"/{marks}",{place})'
    sheet.put(row, _TYPED, value, styles.CELL_CENTRE, formula)


def _review(sheet: SheetPlan, source: Source, row: int, plan: ProjectLayout) -> None:
    """复核得分 as 复核底稿 shows it, open for finance; the points that count after it, and their grade."""
    total, score = plan.total_row, plan.score
    there, here = paper(plan, total), address(row, _REVIEW)
    sheet.put(row, _REVIEW, _stored(plan, (total, at.REVIEW)), OPEN_POINTS, f'IF({there}="","",{there})')
    weight, final = plan.at(total, at.USED), score.total if score.review is None else score.review.points
    for column, working, end in (
        (HELP_FINAL_LOW, at.FINAL_LOW, final.low),
        (HELP_FINAL_HIGH, at.FINAL_HIGH, final.high),
    ):
        formula = f"IF(ISNUMBER({here}),MAX(0,MIN({weight},{here})),{plan.at(total, working)})"
        sheet.put(row, column, end, styles.WORK, formula)
    low, high = address(row, HELP_FINAL_LOW), address(row, HELP_FINAL_HIGH)
    grade = total_formulas(source.scheme).grade.format_map({"total_low": low, "total_high": high})
    told = score.grade if score.review is None else score.review.grade
    sheet.put(row, _GRADE, told, styles.CELL_CENTRE, grade)
    plan.sheet.put(total, at.STATUS, told, styles.WORK_BOLD, sheet.at(row, _GRADE))
    sheet.put(row, HELP_DONE, *done_rows(plan, here))
    sheet.validations.append(limit(Area(row, _REVIEW, row, _REVIEW), weight))


def _stored(plan: ProjectLayout, there: tuple[int, int]) -> Value:
    """What a working cell of the project's sheet holds; nothing as the empty text."""
    cell = plan.sheet.cells.get(there)
    return "" if cell is None or cell.value is None else cell.value


_FORMATS: Final = {
    _INITIAL: styles.CELL_MONEY,
    _FULL: styles.CELL_MONEY,
    _EXECUTED: styles.CELL_MONEY,
    _RATE: styles.CELL_RATE,
}


def _from(sheet: SheetPlan, row: int, column: int, plan: ProjectLayout, there: tuple[int, int]) -> None:
    """A figure of the project's sheet; nothing stays nothing instead of 0."""
    place = plan.at(*there)
    style = _FORMATS.get(column, styles.CELL_POINTS)
    sheet.put(row, column, _stored(plan, there), style, f'IF({place}="","",{place})')


def _counts(sheet: SheetPlan, row: int, plan: ProjectLayout) -> None:
    """未完成 and 待评定, counted in the present 判定."""
    statuses = [plan.sheet.cells[each, at.STATUS].value for each in plan.rows]
    for column, words in ((_UNMET, UNMET_WORDS), (_OPEN, OPEN_WORDS)):
        value = sum(status in words for status in statuses)
        if not plan.rows:
            sheet.put(row, column, 0, styles.CELL_NUMBER)
            continue
        area = f"{quoted(plan.sheet.name)}!{at.column_area(at.STATUS, plan.rows[0], plan.rows[-1])}"
        formula = "+".join(f"COUNTIF({area},{literal(word)})" for word in words)
        sheet.put(row, column, value, styles.CELL_NUMBER, formula)


UNMET_WORDS: Final = ("未完成", "部分达成", "未达成")
OPEN_WORDS: Final = ("待评定", "未填")


def _help(sheet: SheetPlan, row: int, number: int, name: str, plan: ProjectLayout) -> None:
    """Numbers beside the print area: the ends for chart and means."""
    score: FormScore = plan.score
    total = plan.total_row
    sheet.put(row, HELP_LOW, score.total.low, styles.WORK, plan.at(total, at.LOW))
    sheet.put(row, HELP_HIGH, score.total.high, styles.WORK, plan.at(total, at.HIGH))
    low, high = address(row, HELP_LOW), address(row, HELP_HIGH)
    sheet.put(row, HELP_GAP, score.total.high - score.total.low, styles.WORK, f"ROUND({high}-{low},4)")
    for column, working in (
        (HELP_BUDGET, at.M_BASE),
        (HELP_EXECUTED, at.M_EXECUTED),
        (HELP_RECEIVED, at.M_RECEIVED),
    ):
        there = (plan.budget_row, working)
        place = plan.at(*there)
        sheet.put(row, column, _stored(plan, there), styles.WORK, f'IF({place}="","",{place})')
    short = name if len(name) <= 14 else f"{name[:13]}…"
    sheet.put(row, HELP_LABEL, f"{number} {short}", styles.WORK)


def _sums(sheet: SheetPlan, rows: Rows, ordered: Sequence[ProjectLayout]) -> None:
    """合计: the money of all forms that count, their rate, and the counts."""
    row = rows.last + 1
    sheet.merge(Area(row, 1, row, 2), "合计", styles.SUM)
    chosen = ordered[: rows.count]
    for column, field in ((_INITIAL, "initial"), (_FULL, "full_year"), (_EXECUTED, "executed")):
        amounts = [amount for plan in chosen if (amount := money(plan.score.form, field).value) is not None]
        area = f"{address(rows.first, column)}:{address(rows.counted, column)}"
        value: Value = sum(amounts) if amounts else ""
        sheet.put(row, column, value, styles.SUM_MONEY, f'IF(COUNT({area})=0,"",SUM({area}))')
    _sum_rate(sheet, rows, chosen, row)
    for column in (_TYPED, _POINTS, _REVIEW, _GRADE):
        sheet.put(row, column, None, styles.SUM)
    for column in (_UNMET, _OPEN):
        area = f"{address(rows.first, column)}:{address(rows.last, column)}"
        values = [sheet.cells[each, column].value for each in range(rows.first, rows.last + 1)]
        total = sum(value for value in values if isinstance(value, int))
        sheet.put(row, column, total, styles.SUM, f"SUM({area})")
    sheet.heights[row] = 22


def _sum_rate(sheet: SheetPlan, rows: Rows, chosen: Sequence[ProjectLayout], row: int) -> None:
    """执行率 of all: executed over the budgets that the rates are computed on."""
    budgets = [plan.score.budget.budget for plan in chosen]
    executed = [plan.score.budget.executed for plan in chosen]
    areas = [
        f"{address(rows.first, column)}:{address(rows.counted, column)}"
        for column in (HELP_BUDGET, HELP_EXECUTED)
    ]
    whole = sum((each for each in budgets if each is not None), styles.ZERO)
    value: Value = ""
    if whole > 0 and None not in budgets and None not in executed:
        value = at.ratio(sum((each for each in executed if each is not None), styles.ZERO), whole)
    formula = (
        f"IF(AND(COUNT({areas[0]})=ROWS({areas[0]}),COUNT({areas[1]})=ROWS({areas[1]}),SUM({areas[0]})>0),"
        f'ROUND(SUM({areas[1]})/SUM({areas[0]}),10),"")'
    )
    sheet.put(row, _RATE, value, styles.SUM_RATE, formula)


def _highlight(sheet: SheetPlan, first: int, last: int) -> None:
    for column, style in ((_UNMET, styles.UNMET), (_OPEN, styles.UNDECIDED)):
        cell = address(first, column)
        sheet.highlights.append(Highlight(Area(first, column, last, column), f"{cell}>0", style))
    grade = address(first, _GRADE)
    area = Area(first, _GRADE, last, _GRADE)
    sheet.highlights.append(Highlight(area, f'{grade}="待定"', styles.UNDECIDED))
    sheet.highlights.append(Highlight(area, f'{grade}="差"', styles.UNMET))


def _sign_off(sheet: SheetPlan, row: int) -> int:
    """Signatures; gives the last row."""
    for column, text in ((1, "填报人："), (4, "财务负责人："), (8, "单位负责人：")):
        right = {1: 3, 4: 7, 8: LAST}[column]
        sheet.merge(Area(row, column, row, right), text, styles.PLAIN)
    sheet.merge(Area(row + 1, 8, row + 1, LAST), "（盖章）　　　　　　年　　月　　日", styles.PLAIN)
    sheet.heights |= {row: 30, row + 1: 30}
    return row + 1
