"""The fund block: a table with a header, or labels with their values beside them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final

from perf_xlsx.model import Cell, DraftFund, DraftRow, Field, Place, Role
from perf_xlsx.reading.forms import field_of, inline
from perf_xlsx.reading.headers import place
from perf_xlsx.reading.view import Anchor, View
from perf_xlsx.text import REMEMBERED, folded, label

MONEY: Final = frozenset({"initial", "full_year", "received", "executed"})
SHOWN: Final = MONEY | {"item", "number", "rate", "weight", "reported_score", "reason"}
"""Fields of the fund block that the scored form has a place for."""
PAIRED: Final = MONEY | {"rate", "weight", "reported_score"}
_NUMBERISH: Final = re.compile(r"[-+]?[\d,，]*\.?\d+\s*(?:万元|亿元|千元|元|万|%)?|万元|元|/|-|—|－|%")
_UNIT: Final = re.compile(
    r"\((?:[^()]*[:：,，])?\s*(?:人民币)?(?:亿元|万元|千元|百元|元)\)|单位:\s*(?:人民币)?(?:亿元|万元|千元|元)"
)
_POINTS: Final = re.compile(r"\(\s*(\d+(?:\.\d+)?)\s*分?\s*(?:[*×xX][^()]*)?\)|(\d+(?:\.\d+)?)\s*分")


@dataclass(slots=True)
class Funds:
    """What was read of a fund block."""

    lines: list[DraftFund] = field(default_factory=list)
    columns: dict[Field, Cell] = field(default_factory=dict)
    money_unit: Cell | None = None
    weight: Cell | None = None
    used: set[tuple[int, int]] = field(default_factory=set)

    def use(self, anchor: Anchor) -> None:
        self.used.add((anchor.row, anchor.left))
        self.say_unit(anchor)

    def add_pair(self, name: Field, title: Anchor, value: Anchor) -> bool:
        """Give the total line a value that stands apart from it; False when it can't be one."""
        last = self.lines[-1]
        if last.role is not Role.TOTAL or name in last.row.cells or not is_amount(value.text):
            return False
        cells = {**last.row.cells, name: value.cell}
        self.lines[-1] = DraftFund(Role.TOTAL, DraftRow(last.row.place, cells))
        self.use(title)
        self.use(value)
        return True

    def say_unit(self, anchor: Anchor) -> None:
        if self.money_unit is None and "元" in anchor.text and says_unit(anchor.text):
            self.money_unit = anchor.cell


@lru_cache(maxsize=REMEMBERED)
def says_unit(text: str) -> bool:
    """Whether a label or heading tells the unit of money: 项目资金（万元）, 单位：元."""
    return bool(_UNIT.search(label(text)))


@lru_cache(maxsize=REMEMBERED)
def is_amount(text: str) -> bool:
    """Whether a text can stand where an amount, a rate or points are due; a lone dash can."""
    return bool(_NUMBERISH.fullmatch(folded(text)))


def fund_header(view: View, index: int) -> dict[int, tuple[Field, Anchor]] | None:
    """Columns (by their left) of a fund table whose header starts in this row; None when it doesn't."""
    line = view.rows[view.order[index]]
    found = _fields(view, line)
    below = view.rows.get(view.order[index] + 1)
    if not found or has_pairs(line) or (below and has_pairs(below)):
        return None
    if below:
        deeper = _fields(view, below)
        if len(deeper) == len(below) and len(deeper) > 1 and _money(deeper):
            kept = {at: pair for at, pair in found.items() if pair[1].bottom > pair[1].row}
            found = dict(sorted({**kept, **deeper}.items()))
    money = _money(found)
    if not money or len(found) < 2:
        return None
    if len(money) < 2 and not {"rate", "reported_score", "weight"} & {name for name, _ in found.values()}:
        return None
    return found


def _money(found: dict[int, tuple[Field, Anchor]]) -> set[Field]:
    return {name for name, _ in found.values()} & MONEY


def _fields(view: View, line: list[Anchor]) -> dict[int, tuple[Field, Anchor]]:
    found: dict[int, tuple[Field, Anchor]] = {}
    taken: dict[Field, int] = {}
    for anchor in line:
        name = anchor.names("fund")
        if not name or (anchor is line[0] and _is_side(view, anchor)):
            continue
        if name in MONEY and _over_items(view, anchor):
            name = "item"
        if name == "full_year" and name in taken and "initial" not in taken:
            # 预算数 beside 调整后预算数 is the initial one
            left = taken["initial"] = taken["full_year"]
            found[left] = "initial", found[left][1]
            del taken["full_year"]
        if name not in taken:
            found[anchor.left] = name, anchor
            taken[name] = anchor.left
    return found


def _is_side(view: View, anchor: Anchor) -> bool:
    """A heading at the side such as 预算资金（万元）; above an amount the same words head a column."""
    under = view.at(anchor.bottom + 1, anchor.left)
    return anchor.names("mark") == "fund_side" and not (under is not None and is_amount(under.text))


def _over_items(view: View, anchor: Anchor) -> bool:
    """A money word above the names of the lines is the heading of the names: 年度预算数（万元）."""
    under = view.at(anchor.bottom + 1, anchor.left)
    if under is None or under.row == anchor.row or not under.names("fund_item"):
        return False
    beside = view.at(under.row, under.right + 1)
    return beside is None or not beside.names("fund_item")


def has_pairs(line: list[Anchor]) -> bool:
    """预算数： 2.38 in two cells or in one."""
    if any(name in MONEY for anchor in line for name, _ in inline_money(anchor.text)):
        return True
    return any(anchor.names("fund") in MONEY and is_amount(after.text) for anchor, after in pairwise(line))


@lru_cache(maxsize=REMEMBERED)
def inline_money(text: str) -> tuple[tuple[Field, str], ...]:
    """Amounts that stand in their label's cell: 「预算数：100万元」."""
    if ":" not in text and "：" not in text:
        return ()
    return tuple(pair for pair in inline(text, "fund") if is_amount(pair[1]))


# ---------------------------------------------------------------- a table with a header


def read_fund_table(
    view: View, index: int, header: dict[int, tuple[Field, Anchor]], ends: Callable[[int], bool], funds: Funds
) -> int:
    """Read the lines below a fund header; returns the index of the first row after them."""
    top = view.order[index]
    bottom = max(anchor.row for _, anchor in header.values())
    extra = {anchor.left for name, anchor in header.values() if name not in SHOWN}
    for row in range(top, bottom + 1):
        for anchor in view.rows.get(row, []):
            if anchor.left not in extra:
                funds.use(anchor)
    funds.columns.update({name: anchor.cell for name, anchor in header.values()})
    first = min(left for left, (name, _) in header.items() if name not in ("item", "number"))
    while view.order[index] <= bottom:
        index += 1
        if index == len(view.order):
            return index
    last = _side_end(view, top, first)
    if index < len(view.order) and _by_source(view, view.order[index], header, funds):
        index += 2
    while index < len(view.order) and view.order[index] <= last and not ends(index):
        if not _table_row(view, view.order[index], header, first, funds):
            break
        index += 1
    _header_weight(header, funds)
    return index


def _by_source(view: View, row: int, header: dict[int, tuple[Field, Anchor]], funds: Funds) -> bool:
    """预算数 and 执行数 each over 合计, 财政拨款 …: the sources stand in a row, their amounts below it."""
    under = [anchor for anchor in view.rows[row] if anchor.names("fund_item")]
    if len(under) < 3 or len(under) < len(view.rows[row]):
        return False
    amounts = view.rows.get(row + 1, [])
    if not all(is_amount(anchor.text) for anchor in amounts):
        return False
    cells: dict[str, dict[Field, Cell]] = {}
    for anchor in amounts:
        source = view.at(row, anchor.left)
        above = [left for left in header if left <= anchor.left]
        if source is None or not above:
            continue
        name = header[max(above)][0]
        item = label(source.text) if source.row == row else next(iter(cells), "")
        cells.setdefault(item, {"item": source.cell}).setdefault(name, anchor.cell)
        funds.use(source)
        funds.use(anchor)
    for item, line in cells.items():
        funds.lines.append(DraftFund(line_role(item, funds.lines), DraftRow(_first_place(line), line)))
    return True


def _side_end(view: View, top: int, first: int) -> int:
    """The last row of the heading at the side, when it is merged down over the block."""
    sides = [anchor for anchor in view.rows[top] if anchor.left < first and anchor.bottom > anchor.row + 1]
    return max((anchor.bottom for anchor in sides), default=view.order[-1])


def _table_row(
    view: View, row: int, header: dict[int, tuple[Field, Anchor]], first: int, funds: Funds
) -> bool:
    """Read one line of the table; False when the row is none of it."""
    seen = _money_cells(view, row, header)
    cells = {name: anchor.cell for name, anchor in seen.items()}
    item = _item(view, row, first)
    if item is not None and is_amount(item.text):
        item = None
    amounts = [anchor for name, anchor in seen.items() if name in MONEY]
    if amounts and not any(is_amount(anchor.text) for anchor in amounts):
        return False
    for name, anchor in seen.items():
        if name in SHOWN:
            funds.use(anchor)
    if item is None:
        if amounts and not funds.lines:
            funds.lines.append(DraftFund(Role.TOTAL, DraftRow(_first_place(cells), cells)))
        return True
    if not cells and not item.names("fund_item"):
        return True
    funds.use(item)
    role = line_role(item.text, funds.lines)
    funds.lines.append(DraftFund(role, DraftRow(place(item), {"item": item.cell, **cells})))
    return True


def _money_cells(view: View, row: int, header: dict[int, tuple[Field, Anchor]]) -> dict[Field, Anchor]:
    found: dict[Field, Anchor] = {}
    edges = sorted(header)
    for left, (name, anchor) in header.items():
        after = [edge for edge in edges if edge > left]
        right = max(anchor.right, after[0] - 1 if after else anchor.right)
        seen = view.within(row, left, right)
        if seen is not None and seen.row == row and name not in ("item", "number"):
            found[name] = seen
    return found


def _item(view: View, row: int, first: int) -> Anchor | None:
    """The line's label: the last text to the left of the money that begins in this row."""
    labels = [anchor for anchor in view.rows[row] if anchor.left < first]
    for anchor in reversed(labels):
        if anchor.names("mark") != "fund_side" or anchor.names("fund_item") == "total":
            return anchor
    return labels[-1] if labels else None


def _first_place(cells: dict[Field, Cell]) -> Place:
    return next(iter(cells.values())).place


def line_role(text: str, before: list[DraftFund]) -> Role:
    """What a line is by its label, after the lines before it."""
    kind = field_of("fund_item", text)
    has_total = any(line.role is Role.TOTAL for line in before)
    if kind == "part":
        return Role.PART
    if kind == "total" and not has_total:
        return Role.TOTAL
    return Role.LINE


def _header_weight(header: dict[int, tuple[Field, Anchor]], funds: Funds) -> None:
    """得分（20分*执行率）: the points stand in the header when no cell of the total row has them."""
    total = next((line for line in funds.lines if line.role is Role.TOTAL), None)
    if total is None or "weight" in total.row.cells:
        return
    for _, anchor in header.values():
        if anchor.names("fund") in ("reported_score", "weight", "rate") and says_points(anchor.text):
            funds.weight = anchor.cell
            return


@lru_cache(maxsize=REMEMBERED)
def says_points(text: str) -> bool:
    """Whether a label carries points: 得分（20分*执行率）, 预算执行情况（20分）."""
    return bool(_POINTS.search(folded(text)))
