"""The fund block: a table with a header, or labels with their values beside them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from perf_xlsx.model import Cell, DraftFund, DraftRow, Field, Place, Role
from perf_xlsx.reading.forms import field_of, inline
from perf_xlsx.reading.headers import place
from perf_xlsx.reading.view import Anchor, View
from perf_xlsx.text import folded

MONEY: Final = frozenset({"initial", "full_year", "received", "executed"})
SHOWN: Final = MONEY | {"item", "number", "rate", "weight", "reported_score", "reason"}
"""Fields of the fund block that the scored form has a place for."""
_PAIRED: Final = MONEY | {"rate", "weight", "reported_score"}
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


@lru_cache(maxsize=4096)
def says_unit(text: str) -> bool:
    """Whether a label or heading tells the unit of money: 项目资金（万元）, 单位：元."""
    return bool(_UNIT.search(folded(text)))


@lru_cache(maxsize=16384)
def is_amount(text: str) -> bool:
    """Whether a text can stand where an amount, a rate or points are due; a lone dash can."""
    return bool(_NUMBERISH.fullmatch(folded(text)))


def fund_header(view: View, index: int) -> dict[int, tuple[Field, Anchor]] | None:
    """Columns (by their left) of a fund table whose header starts in this row; None when it doesn't."""
    line = view.rows[view.order[index]]
    found = _fields(view, line)
    below = view.rows.get(view.order[index] + 1)
    if not found or _has_pairs(line) or (below and _has_pairs(below)):
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
    return under is not None and under.row > anchor.row and bool(under.names("fund_item"))


def is_pairs(line: list[Anchor]) -> bool:
    """Whether a money word, or the name of the total, has its amount beside it or in its own cell."""
    return _has_pairs(line) or any(
        is_amount(after.text)
        and ("资金" in anchor.text or "预算" in anchor.text)
        and anchor.names("fund_item") == "total"
        for anchor, after in pairwise(line)
    )


def _has_pairs(line: list[Anchor]) -> bool:
    """预算数： 2.38 in two cells or in one."""
    if any(name in MONEY for anchor in line for name, _ in inline_money(anchor.text)):
        return True
    return any(anchor.names("fund") in MONEY and is_amount(after.text) for anchor, after in pairwise(line))


@lru_cache(maxsize=4096)
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
    while index < len(view.order) and view.order[index] <= last and not ends(index):
        if not _table_row(view, view.order[index], header, first, funds):
            break
        index += 1
    _header_weight(header, funds)
    return index


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


@lru_cache(maxsize=4096)
def says_points(text: str) -> bool:
    """Whether a label carries points: 得分（20分*执行率）, 预算执行情况（20分）."""
    return bool(_POINTS.search(folded(text)))


# ---------------------------------------------------------------- labels with values


def read_fund_pairs(
    view: View, index: int, ends: Callable[[int], bool], funds: Funds, base: Field = "full_year"
) -> int:
    """Read 预算数： 2.38 | 执行数： 2.38 and the lines below it; returns the index after them.

    ``base`` is the field of an amount that is only called 年度资金总额.
    """
    columns: dict[int, Field] = {}
    heads = _rate_above(view, index, funds)
    while index < len(view.order):
        line = view.rows[view.order[index]]
        if columns and ends(index):
            break
        pairs = _pair_up(line)
        if columns and not any(value or _known(label) for label, value in pairs):
            break
        if not columns:
            columns = {label.left: _pair_field(label, {}, base) for label, _ in pairs}
        _pairs_row(line, pairs, columns, heads, funds)
        index += 1
    return index


def _known(label: Anchor) -> bool:
    return bool(label.names("fund") or label.names("fund_item") or inline_money(label.text))


def _rate_above(view: View, index: int, funds: Funds) -> dict[int, Field]:
    """Columns named in the row above the pairs, such as 预算执行进度(%)."""
    if index == 0:
        return {}
    heads: dict[int, Field] = {}
    for anchor in view.rows[view.order[index - 1]]:
        name = anchor.names("fund")
        if name:
            funds.use(anchor)
        if name in ("rate", "weight", "reported_score", "reason"):
            heads.update(dict.fromkeys(range(anchor.left, anchor.right + 1), name))
    return heads


def _pair_up(line: list[Anchor]) -> list[tuple[Anchor, Anchor | None]]:
    pairs: list[tuple[Anchor, Anchor | None]] = []
    for number, anchor in enumerate(line):
        after = line[number + 1] if number + 1 < len(line) else None
        beside = after is not None and is_amount(after.text)
        side = number == 0 and anchor.names("mark") == "fund_side" and not beside
        if side or is_amount(anchor.text) or anchor.names("head"):
            continue
        if number and line[number - 1].names("head"):
            continue
        pairs.append((anchor, after if beside else None))
    return pairs


def _pairs_row(
    line: list[Anchor],
    pairs: list[tuple[Anchor, Anchor | None]],
    columns: dict[int, Field],
    heads: dict[int, Field],
    funds: Funds,
) -> None:
    cells: dict[Field, Cell] = {}
    for label, value in pairs:
        funds.use(label)
        for name, text in inline_money(label.text):
            cells.setdefault(name, replace(label.cell, text=text, number=None))
        name = _pair_field(label, columns)
        if value is not None and name and name not in cells:
            cells[name] = value.cell
            funds.use(value)
            funds.columns.setdefault(name, label.cell)
    paired = {anchor.left for pair in pairs for anchor in pair if anchor is not None}
    _unpaired([anchor for anchor in line if anchor.left not in paired], cells, heads, funds)
    if pairs and (cells or pairs[0][0].names("fund_item")):
        _add_pairs(line, pairs[0][0], cells, funds)


def _pair_field(label: Anchor, columns: dict[int, Field], base: Field = "full_year") -> Field:
    own = label.names("fund")
    if own in _PAIRED:
        return own
    if label.names("fund_item") == "total" and not columns:
        return base
    before = [start for start in columns if start <= label.left]
    return columns[max(before)] if before else ""


def _unpaired(rest: list[Anchor], cells: dict[Field, Cell], heads: dict[int, Field], funds: Funds) -> None:
    """Numbers without a label beside them: their heading stands above, or they are the score."""
    for anchor in rest:
        if anchor.names("mark") == "fund_side":
            funds.use(anchor)
            continue
        name = heads.get(anchor.left, "reported_score")
        if is_amount(anchor.text) and name not in cells and cells:
            cells[name] = anchor.cell
            funds.use(anchor)


def _add_pairs(line: list[Anchor], item: Anchor, cells: dict[Field, Cell], funds: Funds) -> None:
    if funds.lines and item.names("fund") in _PAIRED and _merged(cells, funds):
        return
    has_total = any(known.role is Role.TOTAL for known in funds.lines)
    side = next((anchor for anchor in line if anchor.names("mark") == "fund_side"), None)
    shown = item if side is None or has_total else side
    role = Role.PART if has_total else Role.TOTAL
    funds.lines.append(DraftFund(role, DraftRow(place(item), {"item": shown.cell, **cells})))


def _merged(cells: dict[Field, Cell], funds: Funds) -> bool:
    """A second row of money words belongs to the total line when it tells other fields of it."""
    last = funds.lines[-1]
    if last.role is not Role.TOTAL or set(cells) & set(last.row.cells):
        return False
    funds.lines[-1] = DraftFund(Role.TOTAL, DraftRow(last.row.place, {**last.row.cells, **cells}))
    return True
