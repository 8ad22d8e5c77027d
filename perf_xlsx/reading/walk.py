"""One walk down a sheet: which block starts in each row, and the forms that the blocks make."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from perf_xlsx.model import Cell, DraftForm, Field, FormKind, Problem
from perf_xlsx.reading.forms import inline, title_kind
from perf_xlsx.reading.funds import (
    Funds,
    fund_header,
    is_pairs,
    read_fund_pairs,
    read_fund_table,
    says_points,
    says_unit,
)
from perf_xlsx.reading.goals import Goals, goal_header, goal_pairs, read_goal_table
from perf_xlsx.reading.headers import Header, find_header, place
from perf_xlsx.reading.indicators import Table, complete, is_total, read_table, read_total
from perf_xlsx.reading.view import Anchor, View
from perf_xlsx.text import folded, label

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_YEAR_ALONE: Final = re.compile(r"\(?(?:19|20)\d\d年?度?\)?")
_CARRIED_ON: Final = frozenset(
    {"project", "department", "implementing_unit", "agency", "year", "reported_total", "grade"}
)
"""Head fields that the scored workbook shows in places of their own: no leftovers."""
_NEW_FORM: Final = frozenset({"project", "department", "agency", "implementing_unit"})


@dataclass(slots=True)
class Building:
    """A form while it is being put together."""

    top: int
    kind: FormKind | None = None
    fields: dict[Field, Cell] = field(default_factory=dict)
    funds: Funds = field(default_factory=Funds)
    goals: Goals = field(default_factory=Goals)
    table: Table = field(default_factory=Table)
    carried: dict[Field, Anchor] = field(default_factory=dict)
    header: Header | None = None
    columns: dict[Field, Cell] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    used: set[tuple[int, int]] = field(default_factory=set)
    bottom: int = 0

    def use(self, anchor: Anchor) -> None:
        self.used.add((anchor.row, anchor.left))

    @property
    def begun(self) -> bool:
        """Whether a block of the form was read, so that a new head can only be the next form's."""
        return self.header is not None or bool(self.funds.lines)

    @property
    def all_used(self) -> set[tuple[int, int]]:
        return self.used | self.funds.used | self.goals.used | self.table.used


class Walk:
    """Reads the forms of one view from top to bottom."""

    def __init__(self, view: View):
        self.view = view
        self.done: list[Building] = []
        self.form: Building | None = None
        self._title: Anchor | None = None
        self._starts: dict[int, tuple[str, object]] = {}

    def run(self) -> list[Building]:
        """The forms found, in their order; a building without a header is no form."""
        index = 0
        while index < len(self.view.order):
            kind, found = self.start(index)
            index = self._read(index, kind, found)
        self._close()
        return self.done

    # ------------------------------------------------------------ what starts where

    def start(self, index: int) -> tuple[str, object]:
        """Which block starts in a row, with what was recognised of it."""
        known = self._starts.get(index)
        if known is None:
            known = self._starts[index] = self._recognise(index)
        return known

    def ends(self, index: int) -> bool:
        return self.start(index)[0] != ""

    def _recognise(self, index: int) -> tuple[str, object]:
        line = self.view.rows[self.view.order[index]]
        title = self._title_of(line)
        if title is not None:
            return "title", title
        header = find_header(self.view, index)
        if header is not None:
            return "header", header
        if self._awaits_total() and is_total(self.view, self.view.order[index]):
            return "total", None
        if any(anchor.names("mark") == "tasks" for anchor in line[:2]):
            return "tasks", None
        for kind, recognise in (("fund", fund_header), ("goal", goal_header), ("goal_pairs", goal_pairs)):
            found = recognise(self.view, index)
            if found is not None:
                return kind, found
        if is_pairs(self.view, index):
            return "pairs", None
        if any(anchor.names("head") or inline(anchor.text)[0] for anchor in line):
            return "head", None
        return ("note", None) if line[0].names("mark") in ("note", "sign") else ("", None)

    def _awaits_total(self) -> bool:
        return self.form is not None and self.form.header is not None and self.form.table.total is None

    def _title_of(self, line: list[Anchor]) -> Anchor | None:
        if len(line) > 3:
            return None
        return next((anchor for anchor in line if title_kind(anchor.text)), None)

    # ------------------------------------------------------------ reading the blocks

    def _read(self, index: int, kind: str, found: object) -> int:
        if kind == "title":
            self._begin_title(found)
        elif kind == "header":
            return self._indicators(index, found)
        elif kind in ("fund", "pairs"):
            return self._funds(index, found)
        elif kind in ("goal", "goal_pairs"):
            return self._goals(index, found)
        elif kind == "tasks":
            return self._tasks(index)
        elif kind == "total":
            self._total(index)
        else:
            self._head(index, kind)
        return index + 1

    def _current(self, index: int, *, anew: bool = False) -> Building:
        """The form that a block belongs to: a new one where the last one is complete."""
        row = self.view.order[index]
        if self.form is not None and anew:
            self._close()
        if self.form is None:
            self.form = Building(row)
            self._take_title(self.form)
        self.form.bottom = row
        return self.form

    def _close(self) -> None:
        if self.form is not None:
            self.done.append(self.form)
        self.form = None

    def _begin_title(self, found: object) -> None:
        assert isinstance(found, Anchor)
        if self.form is not None and not self.form.begun and "title" in self.form.fields:
            kind = title_kind(found.text)
            if self.form.kind is FormKind.PROJECT and kind is not None:
                self._title = found
                self._take_title(self.form)
            return
        self._title = found
        if self.form is not None and self.form.table.total is not None:
            self._close()

    def _take_title(self, form: Building) -> None:
        title, self._title = self._title, None
        if title is None:
            return
        form.kind = title_kind(title.text)
        form.fields["title"] = title.cell
        form.top = min(form.top, title.row)
        form.use(title)
        if _YEAR.search(title.text):
            form.fields.setdefault("year", title.cell)

    def _indicators(self, index: int, found: object) -> int:
        assert isinstance(found, Header)
        found = complete(self.view, index, found)
        form = self._current(
            index, anew=self._title is not None and self.form is not None and self._complete()
        )
        if form.header is None:
            form.header = found
            self._take_title(form)
        form.problems += found.problems
        for column in found.columns:
            form.columns.setdefault(column.field, column.header.cell)
        after = read_table(self.view, index, found, self._table_ends, form.table, form.carried)
        form.bottom = max(form.bottom, form.table.bottom)
        self._say_unit(form, self.view.rows[self.view.order[index]])
        return after

    def _total(self, index: int) -> None:
        form = self._current(index)
        assert form.header is not None
        read_total(self.view, self.view.order[index], form.header, form.table)

    def _complete(self) -> bool:
        return self.form is not None and (
            self.form.table.total is not None or self.form.table.budget is not None
        )

    def _table_ends(self, index: int) -> bool:
        kind, _ = self.start(index)
        return kind not in ("", "pairs")

    def _funds(self, index: int, found: object) -> int:
        form = self._current(
            index, anew=self.form is not None and self.form.header is not None and self._another(index)
        )
        self._take_title(form)
        self._before_funds(form, index)
        if isinstance(found, dict):
            return read_fund_table(self.view, index, found, self._fund_ends, form.funds)
        return read_fund_pairs(self.view, index, self._fund_ends, form.funds)

    def _another(self, index: int) -> bool:
        """A fund or goal block below a complete indicator table is the next form's."""
        return self._title is not None or (self._complete() and bool(self.form and self.form.funds.lines))

    def _fund_ends(self, index: int) -> bool:
        kind, _ = self.start(index)
        return kind not in ("", "pairs")

    def _before_funds(self, form: Building, index: int) -> None:
        """The row above a fund table may hold its heading: 项目资金（万元） or 预算执行情况（20分）."""
        near = self.view.order[max(0, index - 1) : index + 1]
        for row in near:
            for anchor in self.view.rows[row]:
                form.funds.say_unit(anchor)
                if anchor.names("mark") == "fund_side":
                    form.use(anchor)
                    if says_points(anchor.text):
                        form.fields.setdefault("budget_weight", anchor.cell)

    def _goals(self, index: int, found: object) -> int:
        form = self._current(
            index, anew=self.form is not None and self.form.header is not None and self._another(index)
        )
        self._take_title(form)
        assert isinstance(found, dict)
        if self.start(index)[0] == "goal":
            return read_goal_table(self.view, index, found, self.ends, form.goals)
        for anchor in self.view.rows[self.view.order[index]]:
            if anchor.names("goal") or anchor.names("mark"):
                form.use(anchor)
        for anchor in found.values():
            form.use(anchor)
        form.goals.add(found)
        return index + 1

    def _tasks(self, index: int) -> int:
        """年度主要任务 of a 部门整体 form: carried on as they stand, up to the next block."""
        form = self._current(index)
        side = self.view.rows[self.view.order[index]][0]
        index += 1
        while index < len(self.view.order):
            kind, _ = self.start(index)
            row = self.view.order[index]
            if row > side.bottom and kind in ("title", "header", "goal", "goal_pairs", "head", "note"):
                break
            if kind == "header":
                break
            form.bottom = row
            index += 1
        return index

    # ------------------------------------------------------------ head and foot: labels with values

    def _head(self, index: int, kind: str) -> None:
        line = self.view.rows[self.view.order[index]]
        named = [(anchor, anchor.names("head")) for anchor in line]
        fresh = {name for _, name in named} | {inline(anchor.text)[0] for anchor in line}
        if self.form is None and kind == "":
            self._loose(line)
            return
        begun = self.form is not None and self.form.begun
        another = begun and (
            ("project" in fresh) or (self._title is not None and bool(fresh & _NEW_FORM))
        )  # fmt: skip
        form = self._current(index, anew=bool(another))
        if not form.begun:
            self._take_title(form)
        for number, (anchor, name) in enumerate(named):
            after = line[number + 1] if number + 1 < len(line) else None
            self._pair(form, anchor, name, after)
        self._say_unit(form, line)
        self._year(form, line)

    def _pair(self, form: Building, anchor: Anchor, name: Field, after: Anchor | None) -> None:
        if not name:
            name, _, value = inline(anchor.text)
            if name:
                form.fields.setdefault(name, replace(anchor.cell, text=value))
                if name in _CARRIED_ON:
                    form.use(anchor)
            return
        if name in _CARRIED_ON:
            form.use(anchor)
        if after is None or after.names("head"):
            return
        if name != "remark":
            form.fields.setdefault(name, after.cell)
        if name in _CARRIED_ON:
            form.use(after)

    def _loose(self, line: list[Anchor]) -> None:
        """A line between title and form: the year, the unit of money, or a remark."""
        if self._title is None:
            return
        form = self._current(self.view.order.index(line[0].row))
        self._year(form, line)
        self._say_unit(form, line)

    def _year(self, form: Building, line: list[Anchor]) -> None:
        for anchor in line:
            if len(anchor.text) < 16 and _YEAR_ALONE.fullmatch(label(anchor.text)):
                if not form.fields.get("year") or form.fields.get("year") is form.fields.get("title"):
                    form.fields["year"] = anchor.cell
                form.use(anchor)

    def _say_unit(self, form: Building, line: list[Anchor]) -> None:
        for anchor in line:
            if len(anchor.text) < 40 and "元" in anchor.text and says_unit(anchor.text):
                form.funds.say_unit(anchor)
                if re.fullmatch(r"\(?(?:金额)?单位:.{1,6}", folded(anchor.text)):
                    form.use(anchor)


def finish(view: View, built: Building) -> DraftForm:
    """The form as the rest of the tool takes it."""
    fields = dict(built.fields)
    kind = built.kind or FormKind.PROJECT
    agency = fields.get("agency")
    if agency is not None:
        fields.setdefault("department" if kind is FormKind.DEPARTMENT else "implementing_unit", agency)
    if built.funds.money_unit is not None:
        fields["money_unit"] = built.funds.money_unit
    total = next((line for line in built.funds.lines if line.role.value == "total"), None)
    if total is not None and "weight" in total.row.cells:
        fields.pop("budget_weight", None)
    elif built.funds.weight is not None:
        fields["budget_weight"] = built.funds.weight
    if built.table.grade is not None:
        fields.setdefault("grade", built.table.grade)
    bottom = max(built.bottom, built.table.bottom)
    return DraftForm(
        kind=kind,
        sheet=view.name,
        area=view.area(built.top, bottom),
        fields=fields,
        funds=tuple(built.funds.lines),
        fund_columns=built.funds.columns,
        goals=tuple(built.goals.rows),
        indicators=tuple(built.table.rows),
        columns=built.columns,
        total=built.table.total,
        budget_row=built.table.budget,
    )


__all__ = ["Building", "Walk", "finish", "place"]
