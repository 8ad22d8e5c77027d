"""A form while it is being put together: its head and foot as labels with values, its blocks, its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from perf_xlsx.model import Cell, DraftForm, Field, FormKind, Problem, Role
from perf_xlsx.reading.forms import inline, title_kind
from perf_xlsx.reading.funds import Funds, says_unit
from perf_xlsx.reading.goals import Goals
from perf_xlsx.reading.headers import Header
from perf_xlsx.reading.indicators import Table
from perf_xlsx.reading.titles import said
from perf_xlsx.reading.view import Anchor, View
from perf_xlsx.text import folded, label

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_YEAR_ALONE: Final = re.compile(
    r"\(?(?:(?:19|20)\d\d|二[〇零○O0o][一二][〇零○O0o一二三四五六七八九])年度?\)?(?:FY(?:19|20)\d\d)?"
)
_GRADE: Final = re.compile(r"[优良中差](?:秀|好|等|级)?")
_UNIT_ALONE: Final = re.compile(r"\(?(?:金额)?单位:.{1,6}")
_MONEY_UNIT: Final = re.compile(r"(?:人民币)?(?:亿|万|千|百)?元")
_SHOWN: Final = frozenset(
    {"project", "department", "implementing_unit", "agency", "year", "reported_total", "grade"}
)
"""Head fields that the scored workbook shows in places of their own: no leftovers."""
_WHOLE: Final = re.compile(r"(?:部门|单位)?(?:\([^()]*\))?(?:年度)?整体支出")
_UNITS: Final = frozenset({"agency", "department", "implementing_unit"})
_UNNAMED: Final = frozenset({"remark"})
"""Labels of a form's own remarks: they name no field."""


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
    labelled: bool = False

    def use(self, anchor: Anchor) -> None:
        self.used.add((anchor.row, anchor.left))

    @property
    def begun(self) -> bool:
        """Whether a block of the form was read, so that a new head can only be the next form's."""
        return self.header is not None or bool(self.funds.lines)

    @property
    def complete(self) -> bool:
        """Whether the indicator table has come to its end."""
        return self.table.total is not None or self.table.budget is not None

    @property
    def all_used(self) -> set[tuple[int, int]]:
        return self.used | self.funds.used | self.goals.used | self.table.used

    def take_title(self, title: Anchor) -> None:
        """The title tells the kind of the form and often its year."""
        self.kind = title_kind(title.text)
        self.fields["title"] = title.cell
        self.top = min(self.top, title.row)
        self.use(title)
        if _YEAR.search(label(title.text)):
            self.fields.setdefault("year", title.cell)

    def take_labels(self, line: list[Anchor]) -> None:
        """Labels of head or foot with the values beside them or in their own cells."""
        for number, anchor in enumerate(line):
            name = anchor.names("head")
            after = line[number + 1] if number + 1 < len(line) else None
            if name:
                self._pair(anchor, name, after)
                self._grade(name, line[number + 2 :])
            elif not self._rate(anchor, after):
                self._inline(anchor)
        self.take_unit(line)
        self.take_year(line)

    def _pair(self, anchor: Anchor, name: Field, after: Anchor | None) -> None:
        self.labelled = self.labelled or name == "project"
        if name in _SHOWN:
            self.use(anchor)
        if after is None or after.names("head"):
            return
        if name not in _UNNAMED:
            self.fields.setdefault(name, after.cell)
        if name in _SHOWN:
            self.use(after)

    def _grade(self, name: Field, rest: list[Anchor]) -> None:
        """自评得分： 97.8 优 — the grade directly behind the score."""
        if name == "reported_total" and rest and _GRADE.fullmatch(rest[0].text.strip()):
            self.fields.setdefault("grade", rest[0].cell)
            self.use(rest[0])

    def _rate(self, anchor: Anchor, after: Anchor | None) -> bool:
        """预算执行率 beside other labels belongs to the fund block above."""
        name = anchor.names("fund")
        if after is None or name not in ("rate", "weight", "reported_score") or not self.funds.lines:
            return False
        return self.funds.add_pair(name, anchor, after)

    def _inline(self, anchor: Anchor) -> None:
        for name, value in inline(anchor.text):
            if name in _UNNAMED or (name == "agency" and _MONEY_UNIT.fullmatch(value)):
                continue
            self.fields.setdefault(name, anchor.cell._replace(text=value, number=None))
            if name in _SHOWN:
                self.use(anchor)

    def take_year(self, line: list[Anchor]) -> None:
        """（2021年度） in a cell of its own says the year better than the title."""
        for anchor in line:
            if len(anchor.text) < 40 and "年" in anchor.text and _YEAR_ALONE.fullmatch(label(anchor.text)):
                if self.fields.get("year") in (None, self.fields.get("title")):
                    self.fields["year"] = anchor.cell
                self.use(anchor)

    def take_unit(self, line: list[Anchor]) -> None:
        """单位：万元 and the like, wherever it stands."""
        for anchor in line:
            if len(anchor.text) < 40 and "元" in anchor.text and says_unit(anchor.text):
                self.funds.say_unit(anchor)
                if _UNIT_ALONE.fullmatch(folded(anchor.text)):
                    self.use(anchor)


def finish(view: View, built: Building) -> DraftForm:
    """The form as the rest of the tool takes it."""
    kind = built.kind or FormKind.PROJECT
    return DraftForm(
        kind=kind,
        sheet=view.name,
        area=view.area(built.top, max(built.bottom, built.table.bottom)),
        fields=_fields(built, kind),
        funds=tuple(built.funds.lines),
        fund_columns=built.funds.columns,
        goals=tuple(built.goals.rows),
        indicators=tuple(built.table.rows),
        columns=built.columns,
        total=built.table.total,
        budget_row=built.table.budget,
    )


def _fields(built: Building, kind: FormKind) -> dict[Field, Cell]:
    fields = dict(built.fields)
    for field_name, cell in _from_title(fields.get("title"), kind, fields):
        if field_name != "project" or not built.labelled:
            fields.setdefault(field_name, cell)
    agency = fields.get("agency")
    if agency is not None:
        fields.setdefault("department" if kind is FormKind.DEPARTMENT else "implementing_unit", agency)
    if built.funds.money_unit is not None:
        fields["money_unit"] = built.funds.money_unit
    total = next((line for line in built.funds.lines if line.role is Role.TOTAL), None)
    if total is not None and "weight" in total.row.cells:
        fields.pop("budget_weight", None)
    elif built.funds.weight is not None:
        fields["budget_weight"] = built.funds.weight
    if built.table.grade is not None:
        fields.setdefault("grade", built.table.grade)
    return fields


def _from_title(
    title: Cell | None, kind: FormKind, fields: dict[Field, Cell]
) -> Iterator[tuple[Field, Cell]]:
    """Names that no label tells: the unit before the year, and what the title says beside its kind."""
    if title is None or kind not in (FormKind.PROJECT, FormKind.DEPARTMENT):
        return
    names = said(title.text)
    if names.unit and not fields.keys() & _UNITS:
        yield "agency", title._replace(text=names.unit, number=None)
    if kind is FormKind.DEPARTMENT:
        found = _WHOLE.search(label(title.text))
        yield "project", title._replace(text=found[0] if found else "部门整体支出", number=None)
    elif names.project:
        yield "project", title._replace(text=names.project, number=None)
