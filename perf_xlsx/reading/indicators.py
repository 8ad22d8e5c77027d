"""The rows of an indicator table: level names carried down, 总分 and 预算执行率 told apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from perf_xlsx.model import Cell, DraftRow, Field, Place
from perf_xlsx.reading.forms import field_of
from perf_xlsx.reading.headers import Header, place
from perf_xlsx.reading.view import Anchor, View
from perf_xlsx.text import label

SHOWN: Final = frozenset(
    {
        *("project", "department", "implementing_unit", "number", "block"),
        *("level1", "level1_weight", "level2", "level2_weight", "level3"),
        *("target", "target_sign", "target_unit", "adjusted_target"),
        *("actual", "actual_sign", "actual_unit", "weight", "reported_score"),
        *("review_score", "review_note", "reason", "measure", "evidence"),
    }
)
"""Fields that the scored form has a place for; what other columns hold is other information."""
_LEVELS: Final = ("level1", "level2", "level3", "level4")
_CARRIED: Final = (
    "project",
    "department",
    "implementing_unit",
    "level1",
    "level1_weight",
    "level2",
    "level2_weight",
)
"""What stands once for a block of rows, the wider first."""
_FILLER: Final = re.compile(
    r"(?:(?:三级)?指标\s*\d*\s*[:：.、]?|\d+[.、]?)?\s*[.…·。]*\s*(?:\(\s*\)|（\s*）)?"
)
_NUMBER: Final = re.compile(r"\s*-?\d+(?:\.\d+)?\s*(?:分)?\s*")
SIGN: Final = re.compile(
    r"\s*(?:[≥≤=><≧≦═﹦＝＞＜]{1,2}|定性|正向指标?|反向指标?|不低于|不少于|不超过|大于等于|小于等于|大于|小于|等于)\s*"
)
_GRADE: Final = re.compile(
    r"\s*[(（]?(?:(?:自评|评价|绩效)?(?:等级|等次|结果|结论)[:：])?\s*([优良中差](?:秀|好|等|级)?)[)）]?\s*"
)
_GROUP: Final = re.compile(r"产出|效益|效果|满意度|成本|投入|过程|管理|决策|履职")


@dataclass(slots=True)
class Table:
    """What was read of one indicator table (all its pages)."""

    rows: list[DraftRow] = field(default_factory=list)
    totals: list[DraftRow] = field(default_factory=list)
    budgets: list[DraftRow] = field(default_factory=list)
    flat: bool = False
    grade: Cell | None = None
    used: set[tuple[int, int]] = field(default_factory=set)
    bottom: int = 0

    @property
    def total(self) -> DraftRow | None:
        return self.totals[-1] if self.totals else None

    @property
    def budget(self) -> DraftRow | None:
        return self.budgets[0] if self.budgets else None

    def use(self, anchor: Anchor) -> None:
        self.used.add((anchor.row, anchor.left))


def read_table(
    view: View,
    index: int,
    header: Header,
    ends: Callable[[int], bool],
    table: Table,
    carried: dict[Field, Anchor],
) -> int:
    """Read the rows below a header into ``table``; returns the index of the first row after them.

    ``ends`` tells whether another block of the form starts in the row of an index.  ``carried`` holds the
    level names across a page break.
    """
    extra = {id(column.header) for column in header.columns if column.field not in SHOWN}
    for anchor in header.words:
        if id(anchor) not in extra and anchor not in header.unknown:
            table.use(anchor)
    reader = _Reader(view, header, table, carried)
    index = _read_rows(reader, index, ends)
    for column in header.columns:
        if column.field not in SHOWN and column.field not in reader.extra:
            table.use(column.header)
    return index


def _read_rows(reader: _Reader, index: int, ends: Callable[[int], bool]) -> int:
    view, header, table = reader.view, reader.header, reader.table
    while index < len(view.order):
        row = view.order[index]
        index += 1
        if row <= header.bottom:
            continue
        if is_total(view, row):
            if reader.goes_on(index, ends):
                continue
            reader.total(row)
            table.bottom = row
            if not table.flat:
                return index
        elif not reader.regular(row) and ends(index - 1):
            return index - 1
        elif not is_subtotal(view, row):
            reader.row(row)
            table.bottom = row
    return index


@dataclass(slots=True)
class _Reader:
    view: View
    header: Header
    table: Table
    carried: dict[Field, Anchor]
    extra: set[Field] = field(default_factory=set)

    def regular(self, row: int) -> bool:
        """A row that begins with level names and has values: no other block can start in it."""
        line = self.view.rows[row]
        name = self.header.column("level3")
        if name is None or len(line) < 3 or line[0].left < self.header.columns[0].left:
            return False
        own = next((anchor for anchor in line if anchor.left == name.left), None)
        if own is None or own.right > name.right or line[-1].left <= name.right:
            return False
        return len(own.text) > 8 or own.names("indicator") not in ("level3", "name")

    def goes_on(self, index: int, ends: Callable[[int], bool]) -> bool:
        """Whether indicators follow: then the sum above them is that of a group (小计)."""
        if self.table.flat or index >= len(self.view.order):
            return False
        row = self.view.order[index]
        return not is_total(self.view, row) and not ends(index) and self.regular(row)

    def row(self, row: int) -> None:
        found = self._seen(row)
        if self._added(row) or self._heading(row, found):
            return
        self._name_over_levels(found)
        self._carry(row, found)
        cells = {name: anchor.cell for name, anchor in found.items()}
        self._split_target(row, cells)
        if _empty(found, row):
            self._keep_levels(found)
            return
        for name, anchor in found.items():
            if name in SHOWN:
                self.table.use(anchor)
            else:
                self.extra.add(name)
        self._block(row, cells)
        score = self.header.column("reported_score")
        made = DraftRow(_place(found), cells, self.view.merged_over(row, score.left) if score else 1)
        if _is_budget(made):
            self.table.budgets.append(made)
        else:
            self.table.rows.append(made)

    def _added(self, row: int) -> bool:
        """Parts that a scheme added on the tool's own sheets are no indicators."""
        side = self.view.within(row, 1, self.header.columns[0].left - 1)
        if side is None or side.names("mark") != "added":
            return False
        self.table.use(side)
        for anchor in self.view.rows[row]:
            self.table.use(anchor)
        return True

    def total(self, row: int) -> None:
        """The 总分 row: weight and score in their columns, or the numbers in their order."""
        line = self.view.rows[row]
        first = total_label(self.view, row)
        cells = {"label": first.cell}
        for name in ("weight", "reported_score", "review_score"):
            column = self.header.column(name)
            anchor = column and self.view.within(row, column.left, column.edge)
            if anchor and anchor is not first:
                cells[name] = anchor.cell
        rest = [anchor for anchor in line if anchor is not first and _at(anchor) not in _places(cells)]
        numbers = [anchor for anchor in rest if _NUMBER.fullmatch(anchor.text)]
        if not {"weight", "reported_score"} & set(cells) and numbers:
            names = ("weight", "reported_score") if len(numbers) > 1 else ("reported_score",)
            cells.update(zip(names, (anchor.cell for anchor in numbers), strict=False))
        for anchor in rest:
            grade = _GRADE.fullmatch(anchor.text)
            if grade and self.table.grade is None:
                self.table.grade = anchor.cell._replace(text=grade[1])
                self.table.use(anchor)
            elif anchor.names("head") == "grade":
                self.table.use(anchor)
        for anchor in line:
            if _at(anchor) in _places(cells):
                self.table.use(anchor)
        if self.table.flat and "project" in self.carried:
            cells["project"] = self.carried["project"].cell
        self.table.totals.append(DraftRow(place(first), cells))

    def _seen(self, row: int) -> dict[Field, Anchor]:
        found = {}
        for column in self.header.columns:
            anchor = self.view.within(row, column.left, column.right)
            if anchor is not None and not (anchor.row < row and anchor.row <= self.header.bottom):
                found[column.field] = anchor
        return found

    def _heading(self, row: int, found: dict[Field, Anchor]) -> bool:
        """A row whose one text reaches over names and values: a level-1 heading or a remark."""
        line = self.view.rows[row]
        if len(line) > 2 or not found:
            return False
        wide = [anchor for anchor in line if sum(1 for seen in found.values() if seen is anchor) > 2]
        if not wide:
            return False
        if _GROUP.search(wide[0].text) and len(wide[0].text) < 20:
            self.carried["level1"] = wide[0]
            self.carried.pop("level2", None)
            self.table.use(wide[0])
        return True

    def _name_over_levels(self, found: dict[Field, Anchor]) -> None:
        """A name merged over the level-2 column is a name without a level 2."""
        same = found.get("level2")
        level2, name = self.header.column("level2"), self.header.column("level3")
        if same is None or same is not found.get("level3") or same is found.get("level1"):
            return
        if level2 is not None and name is not None and level2.left < name.left:
            del found["level2"]
            self.carried.pop("level2", None)

    def _carry(self, row: int, found: dict[Field, Anchor]) -> None:
        for rank, name in enumerate(_CARRIED):
            seen = found.get(name)
            if seen is not None and not _is_filler(seen.text):
                before = self.carried.get(name)
                if before is not seen and name in ("project", "level1") and not _same(before, seen):
                    for lower in _CARRIED[rank + 1 :]:
                        self.carried.pop(lower, None)
                self.carried[name] = seen
            elif name in self.carried:
                found[name] = self.carried[name]

    def _keep_levels(self, found: dict[Field, Anchor]) -> None:
        """The level names of an empty row are the form's own words."""
        for name in ("level1", "level2"):
            if name in found and not _is_filler(found[name].text):
                self.table.use(found[name])

    def _split_target(self, row: int, cells: dict[Field, Cell]) -> None:
        """A target header over several unnamed columns: sign, value and unit in one row."""
        column = self.header.column("target")
        if (
            column is None
            or column.edge == column.left
            or {"target_sign", "target_unit"} & self.header.fields
        ):
            return
        parts = [anchor for anchor in self.view.rows[row] if column.left <= anchor.left <= column.edge]
        if len(parts) < 2:
            return
        signs = [anchor for anchor in parts if SIGN.fullmatch(anchor.text)]
        others = [anchor for anchor in parts if anchor not in signs]
        named = {"target_sign": signs[:1], "target": others[:1], "target_unit": others[1:2]}
        for name, anchors in named.items():
            for anchor in anchors:
                cells[name] = anchor.cell
                self.table.use(anchor)

    def _block(self, row: int, cells: dict[Field, Cell]) -> None:
        """The cell at the very left, such as 年度绩效目标1（80分）, which spans a block of rows."""
        for anchor in self.header.side:
            if anchor.names("mark") != "side":
                cells["block"] = anchor.cell


def _same(before: Anchor | None, seen: Anchor) -> bool:
    """The same name again, as after a page break or in an unmerged list."""
    return before is not None and label(before.text) == label(seen.text)


def _at(anchor: Anchor) -> tuple[int, int]:
    return anchor.cell.place.row, anchor.cell.place.column


def _places(cells: dict[Field, Cell]) -> set[tuple[int, int]]:
    return {(cell.place.row, cell.place.column) for cell in cells.values()}


def _place(found: dict[Field, Anchor]) -> Place:
    for name in ("level3", "level4", "target", "actual"):
        if name in found:
            return place(found[name])
    return place(next(iter(found.values())))


def _is_filler(text: str) -> bool:
    return bool(_FILLER.fullmatch(text.strip()))


def _empty(found: dict[Field, Anchor], row: int) -> bool:
    """Nothing is told in the row: no name, no target, no actual, no points of its own."""
    told = [
        anchor
        for name, anchor in found.items()
        if name not in _CARRIED and name != "number" and anchor.row == row
    ]
    named = found.get("level3")
    if named is not None and named.row == row and not _is_filler(named.text):
        return False
    return all(_is_filler(anchor.text) for anchor in told)


def _is_budget(row: DraftRow) -> bool:
    """预算执行率 among the indicators: by its group, or by its name when no group claims it."""
    cells = row.cells
    names = [name for name in _LEVELS if name in cells]
    marks = {name: bool(field_of("budget", cells[name].text)) for name in names}
    if marks.get("level1") or marks.get("level2"):
        return True
    group = cells.get("level1")
    return bool(marks.get("level3")) and (group is None or not _GROUP.search(group.text))


def is_total(view: View, row: int) -> bool:
    """Whether a row is the 总分 row of an indicator table."""
    return any(len(anchor.text) < 24 and anchor.names("mark") == "total" for anchor in view.rows[row][:2])


def is_subtotal(view: View, row: int) -> bool:
    """Whether a row is the sum of a group, which is no indicator."""
    return any(len(anchor.text) < 24 and anchor.names("mark") == "subtotal" for anchor in view.rows[row][:3])


def total_label(view: View, row: int) -> Anchor:
    """The 总分 label of a total row."""
    return next(anchor for anchor in view.rows[row] if anchor.names("mark") == "total")


def read_total(view: View, row: int, header: Header, table: Table) -> None:
    """Read a 总分 row that stands apart from its table, below remarks."""
    _Reader(view, header, table, {}).total(row)
    table.bottom = row
