"""Sheets of 汇总 over several years: 同比, 指标逐年, 名称相近的项目, 趋势."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from perf_xlsx.batch.harvest import ProjectRow
from perf_xlsx.batch.lists import FIRST_ROW, FOOTER, Column, Computed, Entry, list_sheet
from perf_xlsx.batch.years import ProjectYears, Years, lasting, titles_of
from perf_xlsx.model import Area, column_letters
from perf_xlsx.text import listed
from perf_xlsx.writing import styles
from perf_xlsx.writing.plan import (
    BarChart,
    PrintSetup,
    Series,
    SheetPlan,
    Validation,
    Value,
    fixed,
    quoted,
)

COMPARED: Final = "同比"
INDICATORS: Final = "指标逐年"
NEAR: Final = "名称相近的项目"
TREND: Final = "趋势"

_FIXED: Final = 2  # 单位, 项目
_PER_YEAR: Final = 4  # 预算数, 执行数, 执行率, 得分


def year_sheets(years: Years) -> Iterator[SheetPlan]:
    """The sheets, when there is more than one year."""
    if len(years.years) > 1:
        yield _compared(years)
        yield _indicators(years)
        yield _near(years)
        yield _trend(years)


def _compared(years: Years) -> SheetPlan:
    columns = [Column("单位", 24), Column("项目", 36)]
    for year in years.years:
        columns += [
            Column(f"{year}年预算数", 13, styles.CELL_MONEY),
            Column(f"{year}年执行数", 13, styles.CELL_MONEY),
            Column(f"{year}年执行率", 10, styles.CELL_RATE),
            Column(f"{year}年得分", 9, styles.CELL_POINTS),
        ]
    columns += [Column("预算同比", 10, styles.CELL_RATE), Column("得分增减", 9, styles.CELL_POINTS)]
    columns.append(Column("趋势表中的名称", 30))
    titles = titles_of(years.projects)

    def entries(number: int, project: ProjectYears) -> list[Entry]:
        return [*_compared_row(project, years), titles[number - 1]]

    sheet, _ = list_sheet(
        COMPARED,
        "各年度对比",
        _compared_note(years),
        columns,
        years.projects,
        entries,
        freeze_columns=_FIXED,
    )
    return sheet


def _compared_note(years: Years) -> str:
    undated = ""
    if years.undated:
        named = listed(years.undated, _SHOWN_UNDATED, "个项目")
        undated = f"没有填年度的不在本表：{named}。"
    return (
        "金额单位：万元。预算数为全年预算数，没有的用年初预算数；同比为最近两个年度相比。"
        f"项目按单位和名称逐字匹配。{undated}"
    )


_SHOWN_UNDATED: Final = 5


def _compared_row(project: ProjectYears, years: Years) -> list[Entry]:
    entries: list[Entry] = [project.agency, project.project]
    for place, year in enumerate(years.years):
        row = project.by_year.get(year)
        first = column_letters(_FIXED + place * _PER_YEAR + 1)
        second = column_letters(_FIXED + place * _PER_YEAR + 2)
        formula = f'IF(OR(N({first}{{row}})=0,{second}{{row}}=""),"",{second}{{row}}/{first}{{row}})'
        budget, executed = _budget(row), row.executed if row else None
        rate = executed / budget if budget and executed is not None else ""
        entries += [budget, executed, Computed(rate, formula), _score(row)]
    return [*entries, *_changes(project, years)]


def _changes(project: ProjectYears, years: Years) -> list[Entry]:
    last = _FIXED + (len(years.years) - 1) * _PER_YEAR
    now, then = (project.by_year.get(year) for year in (years.years[-1], years.years[-2]))
    new, old = (column_letters(place + 1) for place in (last, last - _PER_YEAR))
    growth: Value = ""
    budget, before = _budget(now), _budget(then)
    if budget is not None and before:
        growth = budget / before - 1
    scores = (column_letters(place + _PER_YEAR) for place in (last, last - _PER_YEAR))
    score, earlier = _score(now), _score(then)
    change: Value = score - earlier if score is not None and earlier is not None else ""
    new_score, old_score = scores
    return [
        Computed(growth, f'IF(OR({new}{{row}}="",N({old}{{row}})=0),"",{new}{{row}}/{old}{{row}}-1)'),
        Computed(
            change,
            f'IF(AND(ISNUMBER({new_score}{{row}}),ISNUMBER({old_score}{{row}})),{new_score}{{row}}-{old_score}{{row}},"")',
        ),
    ]


def _budget(row: ProjectRow | None) -> Decimal | None:
    return None if row is None else row.full_year if row.full_year is not None else row.initial


def _score(row: ProjectRow | None) -> Decimal | None:
    """The settled computed total."""
    return row.low if row is not None and row.low == row.high else None


def _indicators(years: Years) -> SheetPlan:
    columns = [Column("单位", 22), Column("项目", 30), Column("指标", 28)]
    for year in years.years:
        columns += [Column(f"{year}年指标值", 16), Column(f"{year}年完成值", 16)]
    rows = (
        [each.agency, each.project, each.indicator, *_texts(each.by_year.get(year) for year in years.years)]
        for each in lasting(years.indicators)
    )
    sheet, _ = list_sheet(
        INDICATORS,
        "指标逐年对照",
        "在两个以上年度都出现的指标（单位、项目、指标名称逐字相同）。",
        columns,
        rows,
        freeze_columns=3,
    )
    return sheet


def _texts(rows: Iterator[object]) -> Iterator[Entry]:
    for row in rows:
        yield getattr(row, "target", "")
        yield getattr(row, "actual", "")


_NEAR_COLUMNS: Final = (
    Column("单位", 24),
    Column("前一名称", 40),
    Column("年度", 16, styles.CELL_CENTRE),
    Column("后一名称", 40),
    Column("年度", 16, styles.CELL_CENTRE),
)


def _near(years: Years) -> SheetPlan:
    rows = (
        [each.agency, each.earlier, _listed(each.earlier_years), each.later, _listed(each.later_years)]
        for each in years.near
    )
    sheet, _ = list_sheet(
        NEAR,
        "名称相近的项目",
        "可能是同一项目改了名称，请核对；本表没有把它们当作同一项目。",
        _NEAR_COLUMNS,
        rows,
    )
    return sheet


def _listed(years: tuple[int, ...]) -> str:
    return "、".join(map(str, years))


# ---------------------------------------------------------------- 趋势

_SOUGHT: Final = 'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE($B$3,"~","~~"),"*","~*"),"?","~?")'
"""The chosen name for MATCH, to which * ? and ~ are wildcards."""


def _trend(years: Years) -> SheetPlan:
    """A project is chosen in a list; its years and its line follow by formulas."""
    sheet = SheetPlan(TREND)
    for column, width in enumerate((14, 16, 16, 12, 12), start=1):
        sheet.widths[column] = width
    sheet.merge(Area(1, 1, 1, 5), "项目逐年趋势", styles.TITLE)
    sheet.heights[1] = 30
    sheet.put(3, 1, "选择项目", styles.HEAD)
    first = years.projects[0]
    sheet.merge(Area(3, 2, 3, 5), titles_of(years.projects)[0], styles.CELL_OPEN)
    last, column = FIRST_ROW + len(years.projects) - 1, _FIXED + len(years.years) * _PER_YEAR + 3
    names = f"{quoted(COMPARED)}!{fixed(FIRST_ROW, column)}:{fixed(last, column)}"
    sheet.validations.append(
        Validation(
            Area(3, 2, 3, 2), "list", names, title="选择项目", message="从列表中选一个项目，图表随之更新。"
        )
    )
    for column, head in enumerate(("年度", "预算数", "执行数", "执行率", "得分"), start=1):
        sheet.put(5, column, head, styles.HEAD)
    for place, year in enumerate(years.years):
        _trend_row(sheet, 6 + place, place, year, first, names)
    _trend_charts(sheet, 6, 5 + len(years.years))
    sheet.page = PrintSetup(landscape=False, footer=FOOTER)
    return sheet


def _trend_row(sheet: SheetPlan, row: int, place: int, year: int, project: ProjectYears, names: str) -> None:
    found = project.by_year.get(year)
    budget, executed = _budget(found), found.executed if found else None
    rate = executed / budget if budget and executed is not None else None
    values = (budget, executed, rate, _score(found))
    looks = (styles.CELL_MONEY, styles.CELL_MONEY, styles.CELL_RATE, styles.CELL_POINTS)
    sheet.put(row, 1, f"{year}年", styles.CELL_CENTRE)
    for offset, (value, style) in enumerate(zip(values, looks, strict=True)):
        column = column_letters(_FIXED + place * _PER_YEAR + offset + 1)
        area = f"{quoted(COMPARED)}!${column}${FIRST_ROW}:${column}${FIRST_ROW + 100_000}"
        cell = f"INDEX({area},MATCH({_SOUGHT},{names},0))"
        shown: Value = "" if value is None else value
        sheet.put(row, 2 + offset, shown, style, f'IF(ISNUMBER({cell}),{cell},"")')


def _trend_charts(sheet: SheetPlan, first: int, last: int) -> None:
    place = quoted(TREND)
    categories = f"{place}!{fixed(first, 1)}:{fixed(last, 1)}"

    def series(column: int, name: str, color: str) -> Series:
        return Series(name, categories, f"{place}!{fixed(first, column)}:{fixed(last, column)}", color)

    money = (series(2, "预算数", "2F5D8A"), series(3, "执行数", "B07D2B"))
    below = last + 2
    sheet.charts += [
        BarChart(below, 1, 520, 260, "预算与执行（万元）", money, description="预算与执行折线图", line=True),
        BarChart(
            below + 15,
            1,
            520,
            260,
            "得分",
            (series(5, "得分", "4F7F5B"),),
            description="得分折线图",
            line=True,
        ),
    ]
