"""The flat 附表: indicators, funds and goals of all projects as one table each.

Recognised by a header that has a project column; gives the same ``DraftForm`` as the official form, one
for each project in the order of their first appearance.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from perf_xlsx.model import Area, Cell, DraftForm, DraftFund, DraftRow, Field, FormKind, Problem, Role
from perf_xlsx.reading.funds import MONEY, line_role, says_unit
from perf_xlsx.reading.headers import Header, find_header, place
from perf_xlsx.reading.indicators import Table, read_table
from perf_xlsx.reading.view import Anchor, View
from perf_xlsx.text import label

_TOP_ROWS: Final = 15
"""A flat table's header stands within the first rows that hold anything."""

Columns = dict[Field, tuple[int, int]]


@dataclass(slots=True)
class Project:
    """What the flat tables say of one project."""

    cell: Cell
    fields: dict[Field, Cell] = field(default_factory=dict)
    rows: list[DraftRow] = field(default_factory=list)
    funds: list[DraftFund] = field(default_factory=list)
    goals: list[DraftRow] = field(default_factory=list)
    budget: DraftRow | None = None
    total: DraftRow | None = None


@dataclass(slots=True)
class Flat:
    """The flat tables of a book."""

    projects: dict[str, Project] = field(default_factory=dict)
    columns: dict[Field, Cell] = field(default_factory=dict)
    fund_columns: dict[Field, Cell] = field(default_factory=dict)
    money_unit: Cell | None = None
    problems: list[Problem] = field(default_factory=list)

    def project(self, cell: Cell) -> Project:
        """The project that a cell names; a new one at its first appearance."""
        return self.projects.setdefault(label(cell.text), Project(cell))

    def forms(self) -> list[DraftForm]:
        """One form for each project."""
        return [self._form(project) for project in self.projects.values()]

    def _form(self, project: Project) -> DraftForm:
        fields = {"project": project.cell, **project.fields}
        if self.money_unit is not None and project.funds:
            fields["money_unit"] = self.money_unit
        last = max((cell.place.column for cell in self.columns.values()), default=1)
        rows = [row.place.row for row in project.rows] or [project.cell.place.row]
        return DraftForm(
            kind=FormKind.PROJECT,
            sheet=project.cell.place.sheet,
            area=Area(min(rows), 1, max(rows), last),
            fields=fields,
            funds=tuple(project.funds),
            fund_columns=self.fund_columns,
            goals=tuple(project.goals),
            indicators=tuple(project.rows),
            columns=self.columns,
            total=project.total,
            budget_row=project.budget,
        )


def read_flat(view: View, flat: Flat) -> set[tuple[int, int]] | None:
    """Read a flat table into ``flat``; returns the cells it claims, None when the sheet holds none."""
    for index, row in enumerate(view.order[:_TOP_ROWS]):
        line = view.rows[row]
        if not any(anchor.names("flat_goal") == "project" for anchor in line):
            continue
        header = find_header(view, index)
        if header is not None and header.column("project") and _not_single(view, index):
            return _indicators(view, index, header, flat)
        columns = _columns(line, "fund")
        if {"project", "item"} <= set(columns) and MONEY & set(columns):
            return _funds(view, index, columns, flat)
        columns = _columns(line, "flat_goal")
        if {"project", "expected"} <= set(columns) or {"project", "actual"} <= set(columns):
            return _goals(view, index, columns, flat)
    return None


def _not_single(view: View, index: int) -> bool:
    """No label 项目名称 with its value above: that would be one project's form."""
    above = (anchor for row in view.order[:index] for anchor in view.rows[row])
    return not any(anchor.names("head") == "project" for anchor in above)


def _columns(line: list[Anchor], section: str) -> dict[Field, Anchor]:
    found: dict[Field, Anchor] = {}
    for anchor in line:
        name = anchor.names(section)
        if name:
            found.setdefault(name, anchor)
    return found


def _indicators(view: View, index: int, header: Header, flat: Flat) -> set[tuple[int, int]]:
    table = Table(flat=True)
    read_table(view, index, header, lambda _: False, table, {})
    flat.problems += header.problems
    for column in header.columns:
        flat.columns.setdefault(column.field, column.header.cell)
    for row in table.rows:
        if "project" in row.cells:
            project = flat.project(row.cells["project"])
            project.rows.append(row)
            for name in ("department", "implementing_unit", "year"):
                if name in row.cells:
                    project.fields.setdefault(name, row.cells[name])
    for row in table.budgets:
        if "project" in row.cells:
            flat.project(row.cells["project"]).budget = row
    for row in table.totals:
        if "project" in row.cells:
            flat.project(row.cells["project"]).total = row
    return table.used | _top(view, index)


def _top(view: View, index: int) -> set[tuple[int, int]]:
    """Title and hints above a flat table are its own words."""
    return {(anchor.row, anchor.left) for row in view.order[:index] for anchor in view.rows[row]}


def _body(
    view: View, index: int, columns: dict[Field, Anchor], used: set[tuple[int, int]]
) -> list[tuple[int, dict[Field, Anchor]]]:
    """The rows below a simple header; a blank project carries on the one above."""
    used |= _top(view, index + 1)
    found: list[tuple[int, dict[Field, Anchor]]] = []
    project: Anchor | None = None
    for row in view.order[index + 1 :]:
        seen = {
            name: anchor
            for name, header in columns.items()
            if (anchor := view.within(row, header.left, header.right)) is not None
        }
        own = [anchor for name, anchor in seen.items() if name != "project" and anchor.row == row]
        project = seen.get("project", project)
        if not own or project is None:
            continue
        used |= {(anchor.row, anchor.left) for anchor in seen.values()}
        found.append((row, {**seen, "project": project}))
    return found


def _funds(view: View, index: int, columns: dict[Field, Anchor], flat: Flat) -> set[tuple[int, int]]:
    used: set[tuple[int, int]] = set()
    flat.fund_columns.update({name: anchor.cell for name, anchor in columns.items()})
    for row in view.order[: index + 1]:
        for anchor in view.rows[row]:
            if flat.money_unit is None and "元" in anchor.text and says_unit(anchor.text):
                flat.money_unit = anchor.cell
    for _, seen in _body(view, index, columns, used):
        cells = {name: anchor.cell for name, anchor in seen.items() if name != "project"}
        project = flat.project(seen["project"].cell)
        item = cells.get("item")
        role = Role.TOTAL if item is None and not project.funds else Role.LINE
        if item is not None:
            role = line_role(item.text, project.funds)
        first = seen.get("item") or next(iter(seen.values()))
        project.funds.append(DraftFund(role, DraftRow(place(first), cells)))
    return used


def _goals(view: View, index: int, columns: dict[Field, Anchor], flat: Flat) -> set[tuple[int, int]]:
    used: set[tuple[int, int]] = set()
    for _, seen in _body(view, index, columns, used):
        project = flat.project(seen["project"].cell)
        texts: dict[Field, Cell] = {name: seen[name].cell for name in ("expected", "actual") if name in seen}
        if texts:
            project.goals.append(DraftRow(place(seen["project"]), texts))
        for name in ("department", "implementing_unit"):
            if name in seen:
                project.fields.setdefault(name, seen[name].cell)
    return used
