"""Sheets of 汇总 for the reviewer's desk: 分拣, and 退回意见, the letters that go back to the units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import Final

from perf_xlsx.batch.lists import FIRST_ROW, NOTHING, Column, Entry, list_sheet
from perf_xlsx.batch.summary_units import points
from perf_xlsx.checks.catalogue import SEVERITY_WORDS
from perf_xlsx.desk.returns import Item, Letter
from perf_xlsx.desk.triage import Row, words
from perf_xlsx.model import Area, Finding
from perf_xlsx.text import listed
from perf_xlsx.writing import styles
from perf_xlsx.writing.heights import fitted_height
from perf_xlsx.writing.plan import Highlight, SheetPlan

TRIAGE: Final = "分拣"
LETTERS: Final = "退回意见"

_TRIAGE_COLUMNS: Final = (
    Column("建议处理", 10, styles.CELL_CENTRE),
    Column("单位", 20),
    Column("须更正", 7, styles.CELL_NUMBER),
    Column("须说明", 7, styles.CELL_NUMBER),
    Column("最主要的三条", 74),
    Column("涉及预算（万元）", 12, styles.CELL_MONEY),
    Column("自评高出复算", 9, styles.CELL_POINTS),
    Column("复算得分", 13, styles.CELL_CENTRE),
    Column("抽查建议", 18),
    Column("稿次", 10, styles.CELL_CENTRE),
    Column("项目数", 7, styles.CELL_NUMBER),
    Column("文件", 24),
)
_SHOWN_FILES: Final = 3
_NAMES_ROW: Final = 3
_NAMED: Final = 40


def triage_sheet(rows: Sequence[Row]) -> SheetPlan:
    """Which to send back, and why: the gravest first."""
    sheet, last = list_sheet(
        TRIAGE,
        "分拣：哪些退回，为什么",
        _triage_note(rows),
        _TRIAGE_COLUMNS,
        rows,
        partial(_triage_entries, several=_several_years(rows)),
        freeze_columns=2,
    )
    if rows:
        _name_those_to_return(sheet, rows)
        area = Area(FIRST_ROW, 1, last, 1)
        cell, advice = f"$A{FIRST_ROW}", words()["advice"]
        sheet.highlights += [
            Highlight(area, f'{cell}="{advice["return"]}"', styles.UNMET),
            Highlight(area, f'{cell}="{advice["explain"]}"', styles.UNDECIDED),
        ]
    return sheet


def _name_those_to_return(sheet: SheetPlan, rows: Sequence[Row]) -> None:
    """Above the list, so that the answer is seen without scrolling: who is to mend or hand in."""
    advice, last, several = words()["advice"], len(_TRIAGE_COLUMNS), _several_years(rows)
    told = []
    for word in (advice["return"], advice["missing"]):
        units = [_named(row, several=several) for row in rows if row.advice == word]
        told += [f"{word}（{len(units)}）：{listed(units, _NAMED, '个单位')}"] if units else []
    text = "\n".join(told) or "没有需要退回的单位。"
    sheet.merge(Area(_NAMES_ROW, 1, _NAMES_ROW, last), text, styles.TEXT)
    width = sum(column.width for column in _TRIAGE_COLUMNS)
    sheet.heights[_NAMES_ROW] = fitted_height(text, width, styles.TEXT.size, 18)


def _several_years(rows: Sequence[Row]) -> bool:
    return len({row.year for row in rows} - {None}) > 1


def _named(row: Row, *, several: bool) -> str:
    return f"{row.unit}（{row.year}年）" if several and row.year else row.unit


def _triage_note(rows: Sequence[Row]) -> str:
    counts = Counter(row.advice for row in rows)
    told = "，".join(
        f"{advice} {counts[advice]} 个" for advice in words()["advice"].values() if counts[advice]
    )
    drawn = sum(bool(row.sample) for row in rows)
    named = sum(row.named for row in rows)
    nameless = f"、{len(rows) - named} 个未填单位的文件" if named < len(rows) else ""
    return (
        f"共 {named} 个单位{nameless}：{told}；建议抽查 {drawn} 个。须退回的在前，逐条意见见“退回意见”。"
        "自评高出复算：各项目及单位得分中自评减复算（同口径）的最大值，负数为自评偏低。"
    )


def _triage_entries(_: int, row: Row, *, several: bool) -> list[Entry]:
    return [
        row.advice,
        _named(row, several=several),
        row.errors,
        row.warnings,
        "\n".join(f"{place}. {told}" for place, told in enumerate(row.gravest, start=1)) or NOTHING,
        row.budget if row.projects else None,
        row.difference,
        points(row.score_low, row.score_high) if row.projects else "",
        "、".join(row.sample),
        "、".join(dict.fromkeys(row.versions)),
        row.projects,
        listed(row.files, _SHOWN_FILES, "个文件"),
    ]


# ---------------------------------------------------------------- 退回意见

_COLUMNS: Final = (
    Column("单位", 24),
    Column("序号", 7, styles.CELL_CENTRE),
    Column("程度", 9, styles.CELL_CENTRE),
    Column("位置", 30),
    Column("意见", 70),
    Column("请这样处理", 56),
)


def letters_sheet(letters: Collection[Letter], beside: Sequence[tuple[str, Finding]] = ()) -> SheetPlan:
    """A block per unit: what is sent back, numbered as in the unit's 问题清单.

    ``beside``: what 应报清单 has about units, which no 问题清单 lists.
    """
    listed = "按应报清单核对的在最后；" if beside else ""
    sheet, _ = list_sheet(
        LETTERS,
        "退回意见",
        f"每个单位一段，序号与该单位评分工作簿“问题清单”一致；{listed}可按“单位”筛选后复制到公文。",
        _COLUMNS,
        _Lines(letters, sorted(beside, key=lambda told: told[0])),
    )
    return sheet


class _Lines(Collection[list[Entry]]):
    """The letters' lines one after the other, made when they are written; then those of 应报清单."""

    def __init__(self, letters: Collection[Letter], beside: Sequence[tuple[str, Finding]]) -> None:
        self._letters = letters
        self._beside = beside
        self._count = sum(1 + len(letter.items) + bool(letter.left_out) for letter in letters) + len(beside)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[list[Entry]]:
        yield from (line for letter in self._letters for line in _letter(letter))
        yield from (_listed(unit, told) for unit, told in self._beside)

    def __contains__(self, line: object) -> bool:
        return any(line == each for each in self)


def _letter(letter: Letter) -> Iterator[list[Entry]]:
    yield [letter.unit, "", "", letter.file, letter.opening, letter.closing]
    for item in letter.items:
        yield _item(letter, item)
    if letter.left_out:
        yield [letter.unit, "", "", "", f"其余{letter.left_out}条见“问题清单”。", ""]


def _listed(unit: str, told: Finding) -> list[Entry]:
    return [unit, "", SEVERITY_WORDS[told.severity], "应报清单", told.message, told.repair]


def _item(letter: Letter, item: Item) -> list[Entry]:
    return [letter.unit, item.number, item.severity, f"{item.project}{item.place}", item.message, item.repair]
