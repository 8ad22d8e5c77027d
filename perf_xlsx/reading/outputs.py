"""The tool's own scored workbook as an input: its marker, the answers in its lists, its working columns."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from perf_xlsx.model import (
    Answer,
    Book,
    Cell,
    DraftForm,
    DraftFund,
    DraftRow,
    Field,
    Leftover,
    Marker,
    Place,
    Role,
    column_number,
)
from perf_xlsx.reading.view import Anchor, View, look_at

OWN_LISTS: Final = frozenset(
    {
        "评分汇总", "未完成绩效指标清单", "问题清单", "复核底稿", "评分标准", "原表其他信息", "合并来源",
        "填报说明",
    }
)  # fmt: skip
"""Sheets that the tool makes anew each time: never forms, never other content."""

_PREFIX: Final = "perf_xlsx_"
_MARKER_CELL: Final = re.compile(r"文件编号\s*([0-9a-f]{8})\s*第\s*(\d+)\s*稿")
_FIRST_WORKING: Final = "目标下限"
_OPEN: Final[Mapping[str, Field]] = {
    "评定得分": "decided",
    "复核得分": "review_score",
    "复核意见": "review_note",
    "复核人": "reviewer",
    "复核日期": "reviewed_on",
}
_COMPUTED: Final = ("weight", "rate", "reported_score")
"""Cells of the form in which a formula is the tool's own and stands for "not given"."""
_PART_TITLE: Final = 4
"""The column of 三级指标 on a project sheet of this tool."""
_ADDRESS: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def told_with_unit(project: str, unit: str) -> str:
    """How the lists of a department's merged workbook name a project: its units have some of one name."""
    return f"{project}（{unit}）" if unit else project


def marker_of(book: Book) -> Marker | None:
    """What an output says of itself: by its properties, else by the cell on 评分汇总; None for others."""
    said = {
        name.removeprefix(_PREFIX): value
        for name, value in book.properties.items()
        if name.startswith(_PREFIX)
    }
    if not said.get("file_code"):
        return _marker_cell(book)
    number = said.get("draft_number", "")
    return Marker(
        file_code=said["file_code"],
        draft_number=int(number) if number.isdecimal() else 1,
        source_name=said.get("source_name", ""),
        version=said.get("version", ""),
        scheme=said.get("scheme", ""),
        fingerprint=said.get("fingerprint", ""),
        totals=_totals(_pieces(said, "totals")),
        units=_units(_pieces(said, "units")),
    )


def _marker_cell(book: Book) -> Marker | None:
    for sheet in book.sheets:
        if sheet.name == "评分汇总":
            for cell in sheet.cells.values():
                found = _MARKER_CELL.search(cell.text)
                if found:
                    return Marker(found[1], int(found[2]), "", "", "")
    return None


def _pieces(said: Mapping[str, str], name: str) -> str:
    """A property holds 255 characters; what is longer goes on in ``<name>_2`` and so on."""
    pieces, number = [said.get(name, "")], 2
    while f"{name}_{number}" in said:
        pieces.append(said[f"{name}_{number}"])
        number += 1
    return "".join(pieces)


def _units(written: str) -> tuple[str, ...]:
    """The units of a department's merged workbook."""
    try:
        read = json.loads(written) if written else []
    except ValueError:
        return ()
    return tuple(map(str, read)) if isinstance(read, list) else ()


def _totals(written: str) -> dict[str, str]:
    try:
        read = json.loads(written) if written else {}
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in read.items()} if isinstance(read, dict) else {}


# ---------------------------------------------------------------- lists


def read_answers(view: View) -> list[Answer]:
    """单位说明 and 处理状态 of 问题清单, as far as something was filled in."""
    return [Answer(**row) for row in _list_rows(view, "answers") if row.get("answer") or row.get("status")]


def read_carried(view: View) -> list[Leftover]:
    """原表其他信息 returns to its places."""
    found = []
    for row in _list_rows(view, "carried"):
        address = _ADDRESS.fullmatch(row.get("cell", "").strip().upper())
        if address and row.get("text"):
            place = Place(row.get("sheet", ""), int(address[2]), column_number(address[1]))
            found.append(Leftover(place, row["text"]))
    return found


def _list_rows(view: View, section: str) -> list[dict[Field, str]]:
    columns: dict[Field, Anchor] = {}
    rows = []
    for row in view.order:
        if not columns:
            named = {anchor.names(section): anchor for anchor in view.rows[row] if anchor.names(section)}
            columns = named if len(named) > 2 else {}
            continue
        seen = {name: view.within(row, column.left, column.right) for name, column in columns.items()}
        rows.append(
            {
                name: anchor.text.strip()
                for name, anchor in seen.items()
                if anchor and columns[name].left <= anchor.left
            }
        )
    return rows


# ---------------------------------------------------------------- project sheets


def working_column(view: View) -> int:
    """The first of the working columns to the right of the form; 0 when there are none."""
    found = [anchor.left for anchor in view.anchors() if anchor.text == _FIRST_WORKING]
    return min(found, default=0)


def with_reviews(form: DraftForm, view: View, first: int) -> tuple[DraftForm, list[Answer]]:
    """The form without the tool's own formulas and with what a reviewer typed into its open columns."""
    open_columns = _open_columns(view, first)
    project = form.fields["project"].text if "project" in form.fields else ""
    answers: list[Answer] = []

    def reviewed(row: DraftRow, indicator: str) -> DraftRow:
        cells = {
            name: cell for name, cell in row.cells.items() if name not in _COMPUTED or cell.formula is None
        }
        typed = _typed(view, row.place.row, open_columns)
        if typed:
            answers.append(_answer(project, indicator, typed))
        return DraftRow(row.place, {**cells, **typed}, row.score_rows)

    funds = tuple(DraftFund(line.role, reviewed(line.row, _fund_name(line))) for line in form.funds)
    indicators = tuple(reviewed(row, row.text("level3")) for row in form.indicators)
    total = form.total and DraftRow(
        form.total.place,
        {name: cell for name, cell in form.total.cells.items() if cell.formula is None}
        | {
            name: cell
            for name, cell in _typed(view, form.total.place.row, open_columns).items()
            if not is_own_formula(cell)
        },
    )
    fields = {
        name: cell
        for name, cell in form.fields.items()
        if name not in ("reported_total", "grade") or cell.formula is None
    }
    parts = _parts(form, view, open_columns)
    whole = replace(form, funds=funds, indicators=indicators, total=total, fields=fields, part_reviews=parts)
    return whole, answers


def _parts(form: DraftForm, view: View, columns: Mapping[int, Field]) -> dict[str, DraftRow]:
    """What was typed beside the rows that a scheme adds, between the indicators and 总分, by their titles."""
    if form.total is None or not form.indicators:
        return {}
    first, last = form.indicators[-1].place.row + 1, form.total.place.row
    found = {}
    for row in range(first, last):
        title, typed = view.at(row, _PART_TITLE), _typed(view, row, columns)
        if title is not None and typed:
            found[title.text.strip()] = DraftRow(Place(view.name, row, _PART_TITLE), typed)
    return found


def is_own_formula(cell: Cell) -> bool:
    """Whether a cell of 复核 still holds the formula of this tool: every one of them begins so."""
    return cell.formula is not None and cell.formula.startswith("IF(")


def _fund_name(line: DraftFund) -> str:
    return "预算执行率" if line.role is Role.TOTAL else line.row.text("item")


def _open_columns(view: View, first: int) -> dict[int, Field]:
    return {
        anchor.left: _OPEN[anchor.text]
        for anchor in view.anchors()
        if anchor.left >= first and anchor.text in _OPEN
    }


def _typed(view: View, row: int, columns: Mapping[int, Field]) -> dict[Field, Cell]:
    found = {}
    for column, name in columns.items():
        anchor = view.at(row, column)
        if anchor is not None and anchor.text not in _OPEN:
            found[name] = anchor.cell
    return found


def _answer(project: str, indicator: str, typed: Mapping[Field, Cell]) -> Answer:
    text = {name: cell.text.strip() for name, cell in typed.items()}
    return Answer(
        project=project,
        indicator=indicator,
        review_score=text.get("review_score", ""),
        review_note=text.get("review_note", ""),
        reviewer=text.get("reviewer", ""),
    )


def own_sheets(book: Book) -> tuple[list[Answer], list[Leftover]]:
    """What the tool's own lists hold that must live on: answers and carried information."""
    answers: list[Answer] = []
    carried: list[Leftover] = []
    for sheet in book.sheets:
        if sheet.name == "问题清单":
            answers += read_answers(look_at(sheet))
        elif sheet.name == "原表其他信息":
            carried += read_carried(look_at(sheet))
    return answers, carried
