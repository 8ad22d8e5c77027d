"""Which field each cell of a header names: by its words, the group above it and its neighbours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from perf_xlsx.model import Field, Problem
from perf_xlsx.reading.forms import field_of, near
from perf_xlsx.reading.view import Anchor

NAMES: Final = frozenset({"level1", "level2", "level3", "level4", "name"})
VALUES: Final = frozenset({"target", "actual", "goal_text", "completion_note"})
NO_START: Final = frozenset({"", "project", "department", "implementing_unit", "year", "number"})
"""Words of flat tables that also stand as labels in a form's head: no header starts with them alone."""

_STAND_IN: Final[tuple[tuple[Field, Field], ...]] = (
    ("name", "level3"),
    ("goal_text", "target"),
    ("completion_note", "actual"),
    ("raw_score", "reported_score"),
    ("note", "reason"),
)
"""A weak word and the field it stands for where no stronger word names that field."""
_BY_VALUE: Final[dict[Field, Field]] = {"actual": "completion_note", "target": "goal_text"}
"""Of two columns for the same, the one headed …值 holds the value, the other one words about it."""
_KEYS: Final = frozenset({"level3", "target", "actual", "weight", "reported_score"})
"""Fields of which a second column is worth a word."""
_REVIEWER: Final = re.compile(r"评价|评审|主管|财政|部门|专家|第三方|审核|核定")


@dataclass(slots=True)
class Leaf:
    """A header cell over exactly one column, with the group heading above it."""

    anchor: Anchor
    parent: Anchor | None
    field: Field = ""


def name_leaves(leaves: list[Leaf], section: str) -> None:
    """Give each header cell its field by its words, its group and the other cells."""
    for leaf in leaves:
        leaf.field = _field(leaf, section)
    _headings(leaves)
    _weights_by_level(leaves)
    _stand_ins(leaves)
    _once_each(leaves)


def _field(leaf: Leaf, section: str) -> Field:
    parent, text = leaf.parent.text if leaf.parent else "", leaf.anchor.text
    if not parent and "·" in text:
        parent, _, text = text.partition("·")
    own = field_of(section, text)
    if not parent:
        return own
    above = field_of(section, parent)
    part = field_of("header_part", text)
    joined = field_of(section, parent + text)
    if part == "name" and above in NAMES:
        return above
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


def _headings(leaves: list[Leaf]) -> None:
    """年度绩效目标（80分） to the left of a complete header is the heading of the block."""
    if (
        leaves[0].field in ("goal_text", "name", "completion_note")
        and leaves[0].parent is None
        and len(leaves) > 1
    ):
        others = {leaf.field for leaf in leaves[1:]}
        if others & {"level1", "level2", "level3", "name"} and others & VALUES:
            leaves[0].field = ""


def _weights_by_level(leaves: list[Leaf]) -> None:
    """A 分值 after 一级指标 or 二级指标 belongs to that level when another one follows."""
    weights = [number for number, leaf in enumerate(leaves) if leaf.field == "weight"]
    for number in weights[:-1]:
        before = leaves[number - 1].field if number else ""
        if before in ("level1", "level2"):
            leaves[number].field = before + "_weight"


def _stand_ins(leaves: list[Leaf]) -> None:
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


def _goal_as_name(leaves: list[Leaf]) -> None:
    """绩效目标 beside 目标值 names the indicator where no other column does."""
    fields = [leaf.field for leaf in leaves]
    if "goal_text" in fields and "target" in fields and "level3" not in fields:
        leaves[fields.index("goal_text")].field = "level3"


def _once_each(leaves: list[Leaf]) -> None:
    """The first column of a field keeps it; its doubles are told apart by their place."""
    seen: dict[Field, Leaf] = {}
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


def _second(leaf: Leaf, first: Leaf, seen: dict[Field, Leaf]) -> Field:
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


def guess_leaves(leaves: list[Leaf], section: str) -> tuple[Problem, ...]:
    """Unknown headers near a known word take its field when nobody has it, and are told."""
    taken = {leaf.field for leaf in leaves}
    first = next((number for number, leaf in enumerate(leaves) if leaf.field), 0)
    problems = []
    for leaf in leaves[first:]:
        if leaf.field or leaf.anchor.names("mark"):
            continue
        problems += _near(leaf, section, taken)
    return tuple(problems)


def _near(leaf: Leaf, section: str, taken: set[Field]) -> list[Problem]:
    """Give an unknown header the field of the word it is close to, unless another column has it."""
    name, word = near(section, leaf.anchor.text)
    name = dict(_STAND_IN).get(name, name)
    twice = field_of(section, leaf.anchor.text)
    if not name or name in NO_START or (twice and twice not in _KEYS):
        return []
    rule = "structure.header_unread" if name in taken else "structure.header_near"
    if name not in taken:
        leaf.field = name
        taken.add(name)
    return [Problem(rule, leaf.anchor.cell.place, found=leaf.anchor.text, expected=word)]
