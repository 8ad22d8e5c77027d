"""The sheets around the forms: 填报说明, 基本信息, 存在问题及建议 and 组织实施."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Final

from perf_xlsx.model import Area
from perf_xlsx.writing import template_look as look
from perf_xlsx.writing.plan import SheetPlan, Style, Value
from perf_xlsx.writing.template_entries import CoverEntry, RubricEntry

YEAR_CELL: Final = (5, 3)
"""Where 年度 stands on 基本信息; the forms' titles read it."""

_FIRST_ROW: Final = 4
_STATED_ROW: Final = 11
_TOLD: Final = replace(look.TEXT_LEFT, indent=1)


def guide_sheet(*, flat: bool) -> SheetPlan:
    """填报说明: the steps, and how each column is written."""
    words = look.words()
    steps = words["guide_flat" if flat else "guide"]
    sheet = SheetPlan(look.sheet_name("guide"), widths={1: 2, 2: 24, 3: 62, 4: 40})
    sheet.merge(Area(1, 2, 1, 4), words["guide"]["title"], look.TITLE)
    sheet.merge(Area(2, 2, 2, 4), steps["lead"], replace(look.SUBTITLE, size=10.5))
    sheet.heights |= {1: 36, 2: 22, 3: 8}
    row = 4
    for step in steps["steps"]:
        sheet.put(row, 2, step["name"], look.LEFT_LABEL)
        sheet.merge(Area(row, 3, row, 4), step["text"], _TOLD)
        sheet.heights[row] = _guide_height((step["name"], 24), (step["text"], 102))
        row += 1
    sheet.heights[row] = 10
    row += 1
    for column, text in enumerate(("栏目", "怎样填", "示例"), start=2):
        sheet.put(row, column, text, look.LABEL)
    sheet.heights[row] = 24
    for entry in words["guide_fields"]:
        row += 1
        sheet.put(row, 2, entry["name"], look.LEFT_LABEL)
        text = entry.get("flat", entry["text"]) if flat else entry["text"]
        sheet.put(row, 3, text, _TOLD)
        sheet.put(row, 4, entry["example"], _TOLD)
        sheet.heights[row] = _guide_height((entry["name"], 24), (text, 62), (entry["example"], 40))
    sheet.page = look.page(sheet, Area(1, 2, row, 4))
    sheet.tab_color = "9AA5B1"
    return sheet


def _guide_height(*cells: tuple[str, float]) -> float:
    """Of a row of indented texts, each with its column's width."""
    return max(28.0, *(look.fitted_height(text, width - 2) + 4 for text, width in cells))


def cover_sheet(cover: CoverEntry, schemes: tuple[str, ...]) -> SheetPlan:
    """基本信息: who fills, and what the unit states; ``schemes`` are the titles of the drop-down."""
    words = look.words()["cover"]
    sheet = SheetPlan(look.sheet_name("cover"), widths={1: 2, 2: 24, 3: 26, 4: 26, 5: 26})
    sheet.merge(Area(1, 2, 1, 5), words["title"], look.TITLE)
    sheet.merge(Area(2, 2, 2, 5), words["lead"], replace(look.HINT, align="center"))
    sheet.heights |= {1: 36, 2: 20, 3: 8}
    year = None if cover.year is None else Decimal(cover.year)
    rows: tuple[tuple[str, Value, Style], ...] = (
        ("单位名称", cover.agency, look.TEXT_INPUT),
        ("年度", year, look.POINTS),
        ("填报人", cover.preparer, look.TEXT_INPUT),
        ("联系电话", cover.phone, look.TEXT_INPUT),
        ("填报日期", cover.filled_on, look.DAY),
        ("评分标准", cover.scheme, look.INPUT),
    )
    for row, (label, value, style) in enumerate(rows, start=_FIRST_ROW):
        _pair(sheet, row, label, value, style)
    sheet.heights[_FIRST_ROW + len(rows)] = 10
    _stated(sheet, cover)
    score_row = _STATED_ROW + 4
    sheet.heights[score_row - 1] = 10
    _pair(sheet, score_row, "单位自评得分", cover.reported_score, look.POINTS)
    _cover_rules(sheet, score_row, schemes)
    sheet.page = look.page(sheet, Area(1, 2, score_row, 5))
    sheet.tab_color = "2F5D8A"
    sheet.active_cell = (_FIRST_ROW, 3)
    return sheet


def _pair(sheet: SheetPlan, row: int, label: str, value: Value, style: Style) -> None:
    sheet.put(row, 2, label, look.LABEL)
    sheet.merge(Area(row, 3, row, 5), value, style)
    sheet.heights[row] = 28


def _stated(sheet: SheetPlan, cover: CoverEntry) -> None:
    words = look.words()["cover"]
    for column, text in enumerate((words["stated"], *words["columns"]), start=2):
        sheet.put(_STATED_ROW, column, text, look.LABEL)
    rows = (
        ("预算安排", cover.budget, cover.budget_general, cover.budget_fund),
        ("支出", cover.executed, cover.executed_general, cover.executed_fund),
    )
    for row, (label, *amounts) in enumerate(rows, start=_STATED_ROW + 1):
        sheet.put(row, 2, label, look.LABEL)
        for column, amount in enumerate(amounts, start=3):
            sheet.put(row, column, amount, look.MONEY)
    sheet.heights |= dict.fromkeys(range(_STATED_ROW, _STATED_ROW + 3), 28.0)


def _cover_rules(sheet: SheetPlan, score_row: int, schemes: tuple[str, ...]) -> None:
    def value(row: int) -> Area:
        return Area(row, 3, row, 5)

    sheet.validations += [
        look.typed(value(_FIRST_ROW), "agency"),
        look.number(value(YEAR_CELL[0]), "year", Decimal(2010), Decimal(2099)),
        look.day(value(_FIRST_ROW + 4), "date"),
        look.choice(value(_FIRST_ROW + 5), "scheme", schemes),
        look.number(Area(_STATED_ROW + 1, 3, _STATED_ROW + 2, 5), "stated"),
        look.number(value(score_row), "reported_score", high=Decimal(100)),
    ]


def issues_sheet(cover: CoverEntry) -> SheetPlan:
    """存在问题及建议, with the lines for the signatures."""
    words = look.words()["issues"]
    sheet = SheetPlan(look.sheet_name("issues"), widths={1: 2, 2: 30, 3: 30, 4: 30, 5: 30})
    sheet.merge(Area(1, 2, 1, 5), words["title"], look.TITLE)
    sheet.heights |= {1: 36, 2: 8}
    for row, label, text in ((3, words["problems"], cover.issues), (5, words["advice"], cover.advice)):
        sheet.merge(Area(row, 2, row, 5), label, look.LEFT_LABEL)
        sheet.merge(Area(row + 1, 2, row + 1, 5), text, look.LONG_TEXT)
        sheet.heights[row] = 26
        sheet.heights[row + 1] = look.fitted_height(text, 117, least=150)
    bottom = look.sign_off(sheet, 7, (2, 3, 5), Area(8, 4, 8, 5))
    sheet.page = look.page(sheet, Area(1, 2, bottom, 5))
    sheet.tab_color = "9AA5B1"
    return sheet


# ---------------------------------------------------------------- 组织实施

_RUBRIC_HEADER: Final = (
    "一级指标",
    "二级指标",
    "三级指标",
    "分值",
    "评分要点",
    "自评（是/否/不适用）",
    "自评情况",
)
_RUBRIC_WIDTHS: Final = (12, 13, 14, 8, 46, 22, 34)


def rubric_sheet(entries: Sequence[RubricEntry]) -> SheetPlan:
    """组织实施: the 评分要点 of a scheme, each to be answered 是, 否 or 不适用."""
    words = look.words()["rubric"]
    sheet = SheetPlan(look.sheet_name("rubric"), widths=dict(enumerate(_RUBRIC_WIDTHS, start=1)))
    sheet.merge(Area(1, 1, 1, 7), words["title"], look.TITLE)
    sheet.merge(Area(2, 1, 2, 7), words["lead"], replace(look.HINT, align="center"))
    for column, text in enumerate(_RUBRIC_HEADER, start=1):
        sheet.put(3, column, text, look.LABEL)
    sheet.heights |= {1: 36, 2: 20, 3: 32}
    row = 3
    for row, entry in enumerate(entries, start=4):
        sheet.put(row, 5, entry.point, look.INPUT_LEFT)
        sheet.put(row, 6, entry.answer, look.INPUT)
        sheet.put(row, 7, entry.explanation, look.INPUT_LEFT)
        height = max(look.fitted_height(entry.point, 44), look.fitted_height(entry.explanation, 32))
        sheet.heights[row] = max(24.0, height)
    _rubric_levels(sheet, entries)
    bottom = look.sign_off(sheet, row + 2, (1, 5, 7), Area(row + 3, 6, row + 3, 7))
    sheet.heights[row + 1] = 6
    sheet.validations.append(
        look.choice(Area(4, 6, max(row, 4), 6), "answer", tuple(look.words()["lists"]["answers"]))
    )
    sheet.page = look.page(sheet, Area(1, 1, bottom, 7), repeat=3)
    sheet.freeze = (4, 1)
    sheet.tab_color = "2F5D8A"
    return sheet


def _rubric_levels(sheet: SheetPlan, entries: Sequence[RubricEntry]) -> None:
    """Merge the names, and the points of each 三级指标, over their 评分要点."""
    keys = [(entry.level1, entry.level2, entry.level3) for entry in entries]
    for depth in range(3):
        row = 4
        for key, members in groupby(keys, key=lambda names, depth=depth: names[: depth + 1]):  # type: ignore[misc]
            count = len(list(members))
            sheet.merge(Area(row, depth + 1, row + count - 1, depth + 1), key[depth], look.INPUT)
            if depth == 2:
                sheet.merge(Area(row, 4, row + count - 1, 4), entries[row - 4].points, look.POINTS)
            row += count
