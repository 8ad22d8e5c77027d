"""Sheets of 汇总 for the reviewer's desk: 退回意见, the letters that go back to the units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from perf_xlsx.batch.lists import Column, Entry, list_sheet
from perf_xlsx.desk.returns import Item, Letter
from perf_xlsx.writing import styles
from perf_xlsx.writing.plan import SheetPlan

LETTERS: Final = "退回意见"

_COLUMNS: Final = (
    Column("单位", 24),
    Column("序号", 7, styles.CELL_CENTRE),
    Column("程度", 9, styles.CELL_CENTRE),
    Column("位置", 30),
    Column("意见", 70),
    Column("请这样处理", 56),
)


def letters_sheet(letters: Sequence[Letter]) -> SheetPlan:
    """A block per unit: what is sent back, numbered as in the unit's 问题清单."""
    entries = (entry for letter in letters for entry in _letter(letter))
    sheet, _ = list_sheet(
        LETTERS,
        "退回意见",
        "每个单位一段，序号与该单位评分工作簿“问题清单”一致；可按“单位”筛选后复制到公文。",
        _COLUMNS,
        entries,
    )
    return sheet


def _letter(letter: Letter) -> Iterator[list[Entry]]:
    yield [letter.unit, "", "", letter.file, letter.opening, letter.closing]
    for item in letter.items:
        yield _item(letter, item)
    if letter.left_out:
        yield [letter.unit, "", "", "", f"其余{letter.left_out}条见“问题清单”。", ""]


def _item(letter: Letter, item: Item) -> list[Entry]:
    return [letter.unit, item.number, item.severity, f"{item.project}{item.place}", item.message, item.repair]
