"""The right cells in named fields, located but not yet interpreted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from perf_xlsx.model.book import Cell
from perf_xlsx.model.findings import Problem
from perf_xlsx.model.places import Area, Place


class FormKind(StrEnum):
    """Which official form a table is."""

    PROJECT = "project"  # 项目支出绩效自评表
    DEPARTMENT = "department"  # 部门（单位）整体支出绩效自评表
    DECLARATION = "declaration"  # 绩效目标申报表: a sibling, never scored
    MONITORING = "monitoring"  # 绩效监控表: a sibling, never scored


class Role(StrEnum):
    """What a line of the fund block is: 年度资金总额, a named fund line, or a part (当年财政拨款 …)."""

    TOTAL = "total"
    LINE = "line"
    PART = "part"


Field: TypeAlias = str
"""A field's name as ``reading/forms.toml`` gives it, such as ``target`` or ``full_year``."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One table row: its cells by field name.  An absent field has no cell or no column.

    A merged cell (level names, one score for two rows) is in every row it covers; ``score_rows`` says
    how many rows the score cell covers: n in the first of them, 0 in the others, 1 when unmerged.
    """

    place: Place = field(compare=False)
    cells: Mapping[Field, Cell]
    score_rows: int = 1

    def text(self, name: Field) -> str:
        cell = self.cells.get(name)
        return "" if cell is None else cell.text


@dataclass(frozen=True, slots=True)
class DraftFund:
    """One line of the fund block: ``item``, ``initial``, ``full_year``, ``received``, ``executed``,
    ``weight``, ``rate``, ``reported_score``, ``reason``."""

    role: Role
    row: DraftRow


@dataclass(frozen=True, slots=True)
class DraftForm:
    """A form that was found.  ``fields``: ``project``, ``department``, ``implementing_unit``, ``year``,
    ``title``, ``money_unit`` (the cell that says 元 or 万元), ``reported_total``, ``grade`` …

    ``indicators`` rows have ``level1``, ``level2``, ``level3``, ``target``, ``target_sign``,
    ``target_unit``, ``adjusted_target``, ``actual``, ``weight``, ``reported_score``, ``review_score``,
    ``review_note``, ``reason``, ``measure`` (改进措施 in a column of its own), ``evidence``,
    ``explanation``, ``completion``, ``completion_note``, ``raw_score``, ``block`` (年度绩效目标1（80分）).
    ``columns``: every field that has a column with its header cell, also when all its cells are empty.
    ``total``: the 总分 row.
    ``budget_row``: 预算执行率 standing among the indicators (it is no indicator).
    """

    kind: FormKind
    sheet: str
    area: Area
    fields: Mapping[Field, Cell]
    funds: tuple[DraftFund, ...]
    fund_columns: Mapping[Field, Cell]
    goals: tuple[DraftRow, ...]
    indicators: tuple[DraftRow, ...]
    columns: Mapping[Field, Cell]
    total: DraftRow | None = None
    budget_row: DraftRow | None = None
    part_reviews: Mapping[str, DraftRow] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftRubric:
    """One 评分要点 of a 组织实施 sheet: ``level1``, ``level2``, ``level3``, ``point``, ``answer``,
    ``explanation``."""

    row: DraftRow


@dataclass(frozen=True, slots=True)
class Leftover:
    """A visible non-empty cell of a form sheet that belongs to no field."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class SheetNote:
    """A sheet that is not copied: its name, the count of its non-empty cells, and whether it is hidden."""

    name: str
    cells: int
    visible: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person wrote into an earlier output, to be carried into the next one.

    ``where`` is the place that its row names, as the list shows it: ``04 G12``, first the sheet's number.
    """

    rule: str = ""
    project: str = ""
    indicator: str = ""
    answer: str = ""
    status: str = ""
    review_score: str = ""
    review_note: str = ""
    reviewer: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """What an output of this tool says of itself when it comes back as an input."""

    file_code: str
    draft_number: int
    source_name: str
    version: str
    scheme: str
    fingerprint: str = ""
    totals: Mapping[str, str] = field(default_factory=dict)
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """All that was located in a book."""

    forms: tuple[DraftForm, ...]
    cover: Mapping[Field, Cell] = field(default_factory=dict)
    siblings: tuple[DraftForm, ...] = ()
    rubric: tuple[DraftRubric, ...] = ()
    answers: tuple[Answer, ...] = ()
    marker: Marker | None = None
    leftovers: tuple[Leftover, ...] = ()
    other_sheets: tuple[SheetNote, ...] = ()
    problems: tuple[Problem, ...] = ()
