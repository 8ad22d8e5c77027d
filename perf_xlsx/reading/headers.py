"""Header rows of the indicator table: one to three rows deep, columns named by their words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from perf_xlsx.model import Field, Place, Problem
from perf_xlsx.reading.forms import field_of, near
from perf_xlsx.reading.view import Anchor, View

NAMES: Final = frozenset({"level1", "level2", "level3", "level4", "name"})
VALUES: Final = frozenset({"target", "actual", "goal_text", "completion_note"})
_DEEPEST: Final = 3
_NO_START: Final = frozenset({"", "project", "department", "implementing_unit", "year", "number"})
"""Words of flat tables that also stand as labels in a form's head: no header starts with them alone."""

_STAND_IN: Final[tuple[tuple[Field, Field], ...]] = (
    ("name", "level3"),
    ("goal_text", "target"),
    ("completion_note", "actual"),
    ("raw_score", "reported_score"),
    ("note", "reason"),
)
"""A weak word and the field it stands for where no stronger word names that field."""

_NUMBER: Final = re.compile(r"\s*[-+]?\d+(?:\.\d+)?\s*[%％分]?\s*")
_SENTENCE: Final = re.compile(r"[:：，。；;、]|\d(?!\d*\s*年)|.{16}")
"""What no group heading of a table holds."""
_BY_VALUE: Final[dict[Field, Field]] = {"actual": "completion_note", "target": "goal_text"}
"""Of two columns for the same, the one headed …值 holds the value, the other one words about it."""
_REVIEWER: Final = re.compile(r"评价|评审|主管|财政|部门|专家|第三方|审核|核定")


@dataclass(frozen=True, slots=True)
class Column:
    """A named column: the cells from ``left`` to ``right`` belong to it; its header ends at ``edge``."""

    field: Field
    left: int
    right: int
    edge: int
    header: Anchor


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its rows, its columns from left to right, and what stands to the left of them."""

    top: int
    bottom: int
    columns: tuple[Column, ...]
    side: tuple[Anchor, ...]
    unknown: tuple[Anchor, ...]
    words: tuple[Anchor, ...]
    problems: tuple[Problem, ...]

    def column(self, name: Field) -> Column | None:
        for column in self.columns:
            if column.field == name:
                return column
        return None

    @property
    def fields(self) -> frozenset[Field]:
        return frozenset(column.field for column in self.columns)


@dataclass(slots=True)
class _Leaf:
    anchor: Anchor
    parent: Anchor | None
    field: Field = ""


def find_header(view: View, index: int, section: str = "indicator") -> Header | None:
    """The header that starts in the row ``view.order[index]``; None when none does."""
    top = view.rows[view.order[index]]
    if all(anchor.names(section) in _NO_START for anchor in top) or any(_number(anchor) for anchor in top):
        return None
    bottom, leaves = _leaves(view, index, section)
    _name(leaves, section)
    if not _is_header(leaf.field for leaf in leaves):
        return None
    problems = _guess(leaves, section)
    words = tuple(anchor for row in view.order[index:] if row <= bottom for anchor in view.rows[row])
    return _header(view.order[index], bottom, leaves, words, problems)


def _number(anchor: Anchor) -> bool:
    return anchor.cell.number is not None or bool(_NUMBER.fullmatch(anchor.text))


def _is_header(fields: Iterable[Field]) -> bool:
    found = {name for name in fields if name}
    named, valued = found & NAMES, found & VALUES
    if not named or len(found) < 3:
        return False
    scored = found & {"weight", "reported_score", "reason"}
    return bool(valued) or (bool(found & {"level3", "name"}) and len(scored) > 1)


def _leaves(view: View, index: int, section: str) -> tuple[int, list[_Leaf]]:
    leaves = [_Leaf(anchor, None) for anchor in view.rows[view.order[index]]]
    bottom = view.order[index]
    for deeper in view.order[index + 1 : index + _DEEPEST]:
        if not _continues(view, leaves, deeper, bottom, section):
            break
        leaves = _deepen(leaves, view.rows[deeper])
        bottom = deeper
    return bottom, leaves


def _continues(view: View, leaves: list[_Leaf], row: int, bottom: int, section: str) -> bool:
    """Whether a row holds nothing but header words that stand under those above it."""
    line = view.rows[row]
    if row - bottom > 1 or any(anchor.right - anchor.left > 11 for anchor in line):
        return False
    if all(_known(anchor, section) for anchor in line) and not _over_text(leaves, line, section):
        below = [anchor for anchor in line if _parent(leaves, anchor) is not None]
        return bool(below) and (len(line) > 1 or len(leaves) > 3) and not _repeats(leaves, line, section)
    return False


def _over_text(leaves: list[_Leaf], line: list[Anchor], section: str) -> bool:
    """A text that is no header word above a single header cell: the row above is none of the header."""
    children: dict[int, list[Anchor]] = {}
    for anchor in line:
        parent = _parent(leaves, anchor)
        if parent is not None:
            children.setdefault(parent.anchor.left, []).append(anchor)
    for leaf in leaves:
        above, below = leaf.anchor, children.get(leaf.anchor.left, [])
        if _known(above, section) or above.names("mark"):
            continue
        if _SENTENCE.search(above.text):
            return True
        if above.left < above.right:
            continue
        # 实际 over 完成值 is one word broken over two rows
        if len(below) == 1 and not field_of(section, above.text + below[0].text):
            return True
    return False


def _repeats(leaves: list[_Leaf], line: list[Anchor], section: str) -> bool:
    """A second complete header (another table's), not the lower half of this one."""
    above = {leaf.anchor.names(section) for leaf in leaves}
    return {"level3", "level1"} <= {anchor.names(section) for anchor in line} & above


def _known(anchor: Anchor, section: str) -> bool:
    return bool(anchor.names(section)) or anchor.names("header_part") != ""


def _parent(leaves: list[_Leaf], child: Anchor) -> _Leaf | None:
    """The header cell above a sub-header; unmerged ones reach to the next header cell."""
    above = None
    for leaf in leaves:
        if leaf.anchor.left <= child.left:
            above = leaf
    if above is None or above.anchor.bottom >= child.row:
        return None
    return above


def _deepen(leaves: list[_Leaf], line: list[Anchor]) -> list[_Leaf]:
    children: dict[int, list[Anchor]] = {}
    deeper = []
    for anchor in line:
        parent = _parent(leaves, anchor)
        if parent is None:
            deeper.append(_Leaf(anchor, None))
        else:
            children.setdefault(id(parent), []).append(anchor)
    for leaf in leaves:
        below = children.get(id(leaf))
        deeper += [leaf] if below is None else [_Leaf(anchor, leaf.anchor) for anchor in below]
    return sorted(deeper, key=lambda leaf: leaf.anchor.left)


# ---------------------------------------------------------------- naming the leaves


def _name(leaves: list[_Leaf], section: str) -> None:
    for leaf in leaves:
        leaf.field = _field(leaf, section)
    _headings(leaves)
    _weights_by_level(leaves)
    _stand_ins(leaves)
    _once_each(leaves)


def _field(leaf: _Leaf, section: str) -> Field:
    parent, text = leaf.parent.text if leaf.parent else "", leaf.anchor.text
    if not parent and "·" in text:
        parent, _, text = text.partition("·")
    own = field_of(section, text)
    if not parent:
        return own
    above = field_of(section, parent)
    part = field_of("header_part", text)
    joined = field_of(section, parent + text)
    if above == "actual":
        inner = {
            "": "actual",
            "value": "actual",
            "target": "actual",
            "target_unit": "actual_unit",
            "target_sign": "actual_sign",
        }
        return inner.get(part or own, own)
    if above in ("review_score", "adjusted_target") or joined in ("review_score", "review_note"):
        return above if joined == above or own in ("reported_score", "target") else joined or own
    if part and above in ("target", "goal_text", ""):
        return part if part != "value" else "target"
    return own or joined or above


def _headings(leaves: list[_Leaf]) -> None:
    """年度绩效目标（80分） to the left of a complete header is the heading of the block."""
    if (
        leaves[0].field in ("goal_text", "name", "completion_note")
        and leaves[0].parent is None
        and len(leaves) > 1
    ):
        others = {leaf.field for leaf in leaves[1:]}
        if others & {"level1", "level2", "level3", "name"} and others & VALUES:
            leaves[0].field = ""


def _weights_by_level(leaves: list[_Leaf]) -> None:
    """A 分值 after 一级指标 or 二级指标 belongs to that level when another one follows."""
    weights = [number for number, leaf in enumerate(leaves) if leaf.field == "weight"]
    for number in weights[:-1]:
        before = leaves[number - 1].field if number else ""
        if before in ("level1", "level2"):
            leaves[number].field = before + "_weight"


def _stand_ins(leaves: list[_Leaf]) -> None:
    for weak, strong in _STAND_IN:
        if any(leaf.field == strong for leaf in leaves):
            continue
        weaker = [leaf for leaf in leaves if leaf.field == weak]
        if weaker:
            # 绩效指标 at the very left is a heading when a name column (指标内容) follows it
            (weaker[-1] if weak == "name" else weaker[0]).field = strong
    _goal_as_name(leaves)
    for number, leaf in enumerate(leaves):
        if leaf.field == "name":
            leaf.field = "explanation" if any(before.field in NAMES for before in leaves[:number]) else ""


def _goal_as_name(leaves: list[_Leaf]) -> None:
    """绩效目标 beside 目标值 names the indicator where no other column does."""
    fields = [leaf.field for leaf in leaves]
    if "goal_text" in fields and "target" in fields and "level3" not in fields:
        leaves[fields.index("goal_text")].field = "level3"


def _once_each(leaves: list[_Leaf]) -> None:
    """The first column of a field keeps it; its doubles are told apart by their place."""
    seen: dict[Field, _Leaf] = {}
    for leaf in leaves:
        if not leaf.field:
            continue
        first = seen.get(leaf.field)
        if first is None:
            seen[leaf.field] = leaf
            continue
        leaf.field = _second(leaf, first, seen)
        if leaf.field:
            seen.setdefault(leaf.field, leaf)


def _second(leaf: _Leaf, first: _Leaf, seen: dict[Field, _Leaf]) -> Field:
    """What a second column with the same meaning is; the first may have to step back."""
    text = leaf.anchor.text
    if leaf.field == "reported_score" and _REVIEWER.search(text) and not _REVIEWER.search(first.anchor.text):
        return "review_score"
    if leaf.field in _BY_VALUE and "值" in text and "值" not in first.anchor.text:
        first.field = _BY_VALUE[leaf.field]
        seen[leaf.field] = leaf
        return leaf.field
    if leaf.field == "weight" and "分" in text and "分" not in first.anchor.text:
        first.field = ""
        seen["weight"] = leaf
        return "weight"
    if leaf.field == "reason" and "措施" in text:
        return "measure"
    if leaf.field == "reason" and "措施" in first.anchor.text:
        first.field = "measure"
        seen["reason"] = leaf
        return "reason"
    if leaf.field == "level3" and "level2" not in seen:
        first.field = "level2"
        return "level3"
    return ""


def _guess(leaves: list[_Leaf], section: str) -> tuple[Problem, ...]:
    """Unknown headers near a known word take its field when nobody has it, and are told."""
    taken = {leaf.field for leaf in leaves}
    first = next((number for number, leaf in enumerate(leaves) if leaf.field), 0)
    problems = []
    for leaf in leaves[first:]:
        if leaf.field or leaf.anchor.names("mark"):
            continue
        problems += _near(leaf, section, taken)
    return tuple(problems)


def _near(leaf: _Leaf, section: str, taken: set[Field]) -> list[Problem]:
    """Give an unknown header the field of the word it is close to, unless another column has it."""
    name, word = near(section, leaf.anchor.text)
    name = dict(_STAND_IN).get(name, name)
    if not name or name in _NO_START:
        return []
    rule = "structure.header_unread" if name in taken else "structure.header_near"
    if name not in taken:
        leaf.field = name
        taken.add(name)
    return [Problem(rule, place(leaf.anchor), found=leaf.anchor.text, expected=word)]


def place(anchor: Anchor) -> Place:
    """Where an anchor's cell stands."""
    return anchor.cell.place


# ---------------------------------------------------------------- columns with their reach


def _header(
    top: int, bottom: int, leaves: list[_Leaf], words: tuple[Anchor, ...], problems: tuple[Problem, ...]
) -> Header:
    first = next(number for number, leaf in enumerate(leaves) if leaf.field)
    if leaves[first].field == "number" and first + 1 < len(leaves) and not leaves[first + 1].field:
        first += 1
    columns = []
    for number, leaf in enumerate(leaves):
        if not leaf.field:
            continue
        after = leaves[number + 1].anchor.left - 1 if number + 1 < len(leaves) else leaf.anchor.right
        columns.append(
            Column(
                leaf.field, leaf.anchor.left, max(after, leaf.anchor.right), leaf.anchor.right, leaf.anchor
            )
        )
    side = tuple(leaf.anchor for leaf in leaves[:first] if not leaf.field)
    unknown = tuple(leaf.anchor for leaf in leaves[first:] if not leaf.field)
    return Header(top, bottom, tuple(columns), side, unknown, words, problems)
