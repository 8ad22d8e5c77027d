"""The fund block written as labels with their values beside them: 预算数： 2.38 | 执行数： 2.38."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from perf_xlsx.model import Cell, DraftFund, DraftRow, Field, Role
from perf_xlsx.reading.funds import MONEY, PAIRED, Funds, has_pairs, inline_money, is_amount
from perf_xlsx.reading.headers import place
from perf_xlsx.reading.view import Anchor, View


def is_pairs(line: list[Anchor]) -> bool:
    """Whether a money word, or the name of the total, has its amount beside it or in its own cell."""
    return has_pairs(line) or any(
        is_amount(after.text)
        and ("资金" in anchor.text or "预算" in anchor.text)
        and anchor.names("fund_item") == "total"
        for anchor, after in pairwise(line)
    )


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
            columns = _pair_columns(pairs, base)
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
            cells.setdefault(name, label.cell._replace(text=text, number=None))
        name = _pair_field(label, columns)
        if name == "full_year" and value is not None and name in cells and "initial" not in cells:
            # 预算数 beside 调整后预算数 is the initial one
            cells["initial"] = cells.pop(name)
        if value is not None and name and name not in cells:
            cells[name] = value.cell
            funds.use(value)
            funds.columns.setdefault(name, label.cell)
    paired = {anchor.left for pair in pairs for anchor in pair if anchor is not None}
    _unpaired([anchor for anchor in line if anchor.left not in paired], cells, heads, funds)
    if pairs and (cells or pairs[0][0].names("fund_item")):
        _add_pairs(line, pairs[0][0], cells, funds)


def _pair_columns(pairs: list[tuple[Anchor, Anchor | None]], base: Field) -> dict[int, Field]:
    columns = {label.left: _pair_field(label, {}, base) for label, _ in pairs}
    budgets = [left for left, name in columns.items() if name == "full_year"]
    if len(budgets) > 1 and "initial" not in columns.values():
        columns[budgets[0]] = "initial"
    return columns


def _pair_field(label: Anchor, columns: dict[int, Field], base: Field = "full_year") -> Field:
    own = label.names("fund")
    if own in PAIRED:
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
    if funds.lines and item.names("fund") in PAIRED and _merged(cells, funds):
        return
    has_total = any(known.role is Role.TOTAL for known in funds.lines)
    side = next((anchor for anchor in line if anchor.names("mark") == "fund_side"), None)
    named = has_total or (item.names("fund_item") == "total" and item.names("fund") not in MONEY)
    shown = item if side is None or named else side
    role = Role.PART if has_total else Role.TOTAL
    funds.lines.append(DraftFund(role, DraftRow(place(item), {"item": shown.cell, **cells})))


def _merged(cells: dict[Field, Cell], funds: Funds) -> bool:
    """A second row of money words belongs to the total line when it tells other fields of it."""
    last = funds.lines[-1]
    if last.role is not Role.TOTAL or set(cells) & set(last.row.cells):
        return False
    funds.lines[-1] = DraftFund(Role.TOTAL, DraftRow(last.row.place, {**last.row.cells, **cells}))
    return True
