"""Indicator rows: names, targets, actuals, weights and scores of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from perf_xlsx.model import (
    Actual,
    Amount,
    Cell,
    DraftForm,
    DraftRow,
    Field,
    Figure,
    Indicator,
    NotGiven,
    Place,
    Target,
    Text,
    Unreadable,
)
from perf_xlsx.text import folded, shown
from perf_xlsx.values import cells, words
from perf_xlsx.values.actuals import read_actual
from perf_xlsx.values.amounts import read_points
from perf_xlsx.values.names import (
    group_and_kind,
    indicator_name,
    is_filler,
    label_points,
    name_points,
    one_line,
    split_levels,
    split_points,
)
from perf_xlsx.values.notes import Notes
from perf_xlsx.values.targets import read_target, time_beside

_BLOCK: Final = re.compile("目标([0-9]|[一二三四五六七八九])")
_BLOCK_DIGITS: Final = str.maketrans("一二三四五六七八九", "123456789")
_SIGNED: Final = re.compile("[≥≤><=]")
_COMPARES: Final = re.compile("[≥≤><=]|于|超|少|等|达")


_NO_TEXT: Final = Text()
_NOTHING: Final = NotGiven()


def text_of(cells: Mapping[Field, Cell], name: Field) -> Text:
    """A cell's text as shown; a ``Text`` without a place when there is no cell."""
    cell = cells.get(name)
    return _NO_TEXT if cell is None else Text(shown(cell.text), cell.place)


def indicators(draft: DraftForm, notes: Notes) -> tuple[Indicator, ...]:
    """The rows that say something, understood."""
    return tuple(_Row(draft, row, notes).indicator() for row in draft.indicators if not _is_nothing(row))


def _blank(row: DraftRow, name: Field) -> bool:
    """Whether a cell is missing, empty or crossed out; a number or formula is something."""
    cell = row.cells.get(name)
    if cell is None:
        return True
    if cell.number is not None or cells.fault(cell) or cells.constant_formula(cell):
        return False
    return words.is_mark(cell.text) or words.is_none(cell.text) or words.is_not_applicable(cell.text)


def _is_nothing(row: DraftRow) -> bool:
    """Nothing but marks: ……, "/" in name, target and actual, a name crossed out by "/" in all others."""
    values = [name for name in ("target", "adjusted_target", "actual") if name in row.cells]
    if any(not _blank(row, name) for name in values):
        return False
    if is_filler(row.text("level3")):
        return _blank(row, "weight") or (row.cells["weight"].number or 0) == 0
    crossed = all(name in row.cells for name in ("target", "actual"))
    return crossed and _blank(row, "weight") and _blank(row, "reported_score")


class _Row:
    """One row while it is being understood."""

    def __init__(self, draft: DraftForm, row: DraftRow, notes: Notes) -> None:
        self.draft = draft
        self.row = row
        self.cells = row.cells
        self.notes = notes
        level3 = row.cells.get("level3")
        self.name = "" if level3 is None else indicator_name(level3.text)
        self.points = ""
        if "weight" not in draft.columns:
            self.name, self.points = name_points(self.name)

    def indicator(self) -> Indicator:
        level1, level2 = self._levels()
        group, kind = group_and_kind(level1.text, level2.text)
        target_cell, target = self._target()
        actual_cell, actual = self._actual(target)
        level3 = self.cells.get("level3")
        return Indicator(
            level1=level1,
            level2=level2,
            level3=Text(self.name, None if level3 is None else level3.place),
            group=group or _block_group(self.row),
            kind=kind,
            target_text=self._target_text(target_cell),
            actual_text="" if actual_cell is None else shown(actual_cell.text),
            target=target,
            actual=actual,
            weight=self._weight(),
            reported_score=self._points("reported_score"),
            review_score=read_points(self.cells.get("review_score")),
            review_note=text_of(self.cells, "review_note"),
            reason=self._reason(),
            evidence=text_of(self.cells, "evidence"),
            place=self.row.place,
            target_place=_place(target_cell),
            actual_place=_place(actual_cell),
            initial_target_text=self.row.text("target") if self._adjusted(target_cell) else "",
            score_rows=self.row.score_rows,
            decided=self._points("decided"),
            reviewer=text_of(self.cells, "reviewer"),
            reviewed_on=text_of(self.cells, "reviewed_on"),
        )

    def _level(self, name: Field) -> Text:
        cell = self.cells.get(name)
        return Text() if cell is None else Text(split_points(cell.text)[0], cell.place)

    def _levels(self) -> tuple[Text, Text]:
        """Level 1 and 2, also where one cell joins both."""
        level1, level2 = self._level("level1"), self._level("level2")
        for joined in (level1, level2):
            first, second = split_levels(joined.text)
            if first and not (level1.text and level2.text):
                return replace(joined, text=first), replace(joined, text=second)
        return level1, level2

    # ---- target and actual

    def _adjusted(self, cell: Cell | None) -> bool:
        return cell is not None and cell is self.cells.get("adjusted_target")

    def _target(self) -> tuple[Cell | None, Target | NotGiven | Unreadable]:
        """The adjusted target where one stands, else the 年初 one."""
        cell = self.cells.get("target")
        if not _blank(self.row, "adjusted_target"):
            cell = self.cells["adjusted_target"]
        if cell is None:
            return None, NotGiven()
        sign, unit = self.row.text("target_sign"), self.row.text("target_unit")
        target = read_target(cell.text, sign=sign, unit=unit, cell=cell)
        self._look(target, cell, "target", "target")
        if isinstance(target, Target) and (due := time_beside(target)):
            self.notes.tell("values.deadline_beside_number", cell.place, due, "", self.name)
        return cell, target

    def _actual(
        self, target: Target | NotGiven | Unreadable
    ) -> tuple[Cell | None, Actual | NotGiven | Unreadable]:
        cell = self.cells.get("actual")
        if cell is None:
            return None, NotGiven()
        actual = read_actual(cell.text, target=target if isinstance(target, Target) else None, cell=cell)
        if not (self.notes.several(target) and self.notes.several(actual)):
            self._look(actual, cell, "actual", "actual")
        return cell, actual

    def _target_text(self, cell: Cell | None) -> str:
        """The target as shown; a split one joined: ≥, 735, 人次 → ≥735人次."""
        if cell is None:
            return ""
        value = shown(cell.text)
        sign, unit = shown(self.row.text("target_sign")), shown(self.row.text("target_unit"))
        if words.is_mark(value):
            return value
        if sign and _COMPARES.search(folded(sign)) and not _SIGNED.match(folded(value)):
            value = f"{sign}{value}"
        if (
            unit
            and not words.is_mark(unit)
            and any(char.isdigit() for char in value)
            and not value.endswith(unit)
        ):
            value = f"{value}{unit}"
        return value

    # ---- the rest

    def _points(self, name: Field) -> Figure:
        cell = self.cells.get(name)
        if cell is None:
            return _NOTHING
        figure = read_points(cell)
        self._look(figure, cell, "figure", name)
        return figure

    def _weight(self) -> Figure:
        """The typed weight; of a form without such a column, the points behind the name."""
        if not self.points:
            return self._points("weight")
        points = Decimal(self.points)
        step = Decimal(1).scaleb(int(points.as_tuple().exponent))
        return Amount(points, step, f"{self.points}分", self.row.place)

    def _reason(self) -> Text:
        """原因 and, where it has a column of its own, 改进措施, as one text."""
        reason, measure = text_of(self.cells, "reason"), text_of(self.cells, "measure")
        if not measure or words.is_mark(measure.text):
            return reason
        return Text(f"{reason.text}；{measure.text}", reason.place) if reason else measure

    def _look(self, value: object, cell: Cell, what: str, name: Field) -> None:
        self.notes.look(value, cell, what, name, self.draft.columns, self.name)


def _place(cell: Cell | None) -> Place | None:
    return None if cell is None else cell.place


# ---------------------------------------------------------------- groups


def _block_group(row: DraftRow) -> str:
    """goal1 for a row of the block 年度绩效目标1（40分）."""
    match = _BLOCK.search(folded(row.text("block")))
    return "" if match is None else f"goal{match[1].translate(_BLOCK_DIGITS)}"


def group_points(draft: DraftForm) -> dict[str, Amount]:
    """The points that labels carry, by group: 产出指标(50分), (50分), a column of level-1 weights."""
    points: dict[str, Amount] = {}
    for row in draft.indicators:
        group = group_and_kind(split_points(row.text("level1"))[0], split_points(row.text("level2"))[0])[0]
        block = _block_group(row)
        if block and not group:
            _carry(points, block, row.cells.get("block"))
        if group:
            _carry(points, group, row.cells.get("level1"))
            weight = row.cells.get("level1_weight")
            figure = read_points(weight)
            if isinstance(figure, Amount):
                points.setdefault(group, figure)
    return points


def _carry(points: dict[str, Amount], group: str, cell: Cell | None) -> None:
    written = None if cell is None else label_points(cell.text)
    if cell is None or written is None:
        return
    points.setdefault(group, Amount(written, Decimal(1), one_line(cell.text), cell.place))
