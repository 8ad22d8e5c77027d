"""基本信息, 存在问题及建议 and 组织实施, carried into the output in the template's own layout."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from perf_xlsx.model import Amount, Cover, Figure, RubricPoint, Text, Unreadable
from perf_xlsx.scoring.scheme import builtin
from perf_xlsx.text import label
from perf_xlsx.writing.layout import Source
from perf_xlsx.writing.plan import SheetPlan, fixed, quoted
from perf_xlsx.writing.template_cover import cover_sheet, issues_sheet, rubric_sheet
from perf_xlsx.writing.template_entries import CoverEntry, RubricEntry

_ANSWER_COLUMN = 6
_FIRST_ANSWER = 4


def carried_cover(source: Source) -> list[SheetPlan]:
    """基本信息, and 存在问题及建议 when the unit wrote any."""
    entry = _cover(source)
    titles = [scheme.title for scheme in builtin()]
    if entry.scheme and entry.scheme not in titles:
        titles.append(entry.scheme)
    sheets = [_restyled(cover_sheet(entry, tuple(titles)), source)]
    if entry.issues or entry.advice:
        sheets.append(_restyled(issues_sheet(entry), source))
    return sheets


def _restyled(sheet: SheetPlan, source: Source) -> SheetPlan:
    sheet.page = replace(sheet.page, footer=source.footer)
    return sheet


def _cover(source: Source) -> CoverEntry:
    cover: Cover = source.submission.cover
    return CoverEntry(
        agency=cover.agency.text or source.submission.agency,
        year=_year(cover.year, source.submission.year),
        preparer=cover.preparer.text,
        phone=cover.phone.text,
        filled_on=_day(source, cover.filled_on),
        scheme=cover.scheme.text,
        budget=_value(cover.budget),
        budget_general=_value(cover.budget_general),
        budget_fund=_value(cover.budget_fund),
        executed=_value(cover.executed),
        executed_general=_value(cover.executed_general),
        executed_fund=_value(cover.executed_fund),
        reported_score=_value(cover.reported_score),
        issues=cover.issues.text,
        advice=cover.issues_advice.text,
    )


def _value(figure: Figure) -> Decimal | str | None:
    if isinstance(figure, Amount):
        return figure.value
    return figure.raw if isinstance(figure, Unreadable) else None


def _year(typed: Text, read: int | None) -> int | None:
    return int(typed.text) if typed.text.isdecimal() else read


def _day(source: Source, typed: Text) -> date | str | None:
    cell = source.cell(typed.place)
    day = cell.date if cell is not None else None
    return day or typed.text or None


def carried_rubric(source: Source) -> tuple[SheetPlan | None, dict[str, str]]:
    """组织实施 with its answers, and the area of the answers of each scored part."""
    points = source.submission.rubric
    if not points:
        return None, {}
    weights = {label(part.title): part.points for part in source.scheme.parts}
    sheet = rubric_sheet([_rubric(point, weights) for point in points])
    return _restyled(sheet, source), _areas(source, sheet, points)


def _rubric(point: RubricPoint, weights: dict[str, Decimal]) -> RubricEntry:
    weight = weights.get(label(point.level3.text), Decimal(0))
    answer = {True: "是", False: "否", None: "不适用"}
    given = point.answer
    shown = answer[given] if given is None or isinstance(given, bool) else getattr(given, "raw", "")
    return RubricEntry(
        point.level1.text,
        point.level2.text,
        point.level3.text,
        weight,
        point.point.text,
        shown,
        point.explanation.text,
    )


def _areas(source: Source, sheet: SheetPlan, points: tuple[RubricPoint, ...]) -> dict[str, str]:
    """Answers of a part that stand one below the other."""
    found: dict[str, str] = {}
    row = _FIRST_ANSWER
    blocks: dict[str, list[tuple[int, int]]] = {}
    for name, members in groupby(points, key=lambda point: label(point.level3.text)):
        count = len(list(members))
        blocks.setdefault(name, []).append((row, row + count - 1))
        row += count
    for part in source.scheme.parts:
        spans = blocks.get(label(part.title), [])
        if len(spans) == 1:
            first, last = spans[0]
            area = f"{fixed(first, _ANSWER_COLUMN)}:{fixed(last, _ANSWER_COLUMN)}"
            found[part.key] = f"{quoted(sheet.name)}!{area}"
    return found
