"""Columns that the header doesn't name and only the rows below it tell."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from perf_xlsx.model import Field
from perf_xlsx.reading.headers import Column, Header
from perf_xlsx.reading.indicators import SIGN
from perf_xlsx.reading.view import Anchor, View

_NUMBER: Final = re.compile(r"\s*-?\d+(?:\.\d+)?\s*(?:分)?\s*")
_ANY: Final = re.compile(r"\S")
_SIGN_ALONE: Final = re.compile(rf"^(?:{SIGN.pattern})$")
_UNIT_ALONE: Final = re.compile(r"^\s*[^\d≥≤=><]+\s*$")
_LEVEL1: Final = re.compile(r"产出|效益指标|效果|满意度指标|成本指标|投入|过程")
_LEVEL2: Final = re.compile(r"数量|质量|时效|经济|社会|生态|可持续")


_LOOKED_AT: Final = 60
"""Rows below a header that tell what its columns hold: a sheet full of headers must not take minutes."""


def complete(view: View, index: int, header: Header) -> Header:
    """The header with the columns that only the rows below it tell."""
    header = _with_data(view, index, header)
    header = _with_class(view, index, _with_levels(view, index, _with_score(view, index, header)))
    return _with_parts(view, index, _with_name(view, index, _with_side_levels(view, index, header)))


def _below(view: View, index: int, header: Header) -> list[Anchor]:
    rows = view.order[index : index + _LOOKED_AT]
    return [anchor for row in rows if row > header.bottom for anchor in view.rows[row]]


def _with_data(view: View, index: int, header: Header) -> Header:
    """Of two columns for the same the filled one counts: an empty 分值 beside 参考分值."""
    doubles = {name: anchor for anchor in header.unknown if (name := anchor.names("indicator"))}
    if not doubles:
        return header
    filled = {anchor.left for anchor in _below(view, index, header)}
    taken: list[Anchor] = []
    columns = []
    for column in header.columns:
        other = doubles.get(column.field)
        empty = not filled & set(range(column.left, column.edge + 1))
        if other is not None and empty and filled & set(range(other.left, other.right + 1)):
            columns.append(Column(column.field, other.left, other.right, other.right, other))
            taken.append(other)
        else:
            columns.append(column)
    return replace(
        header,
        columns=tuple(sorted(columns, key=lambda column: column.left)),
        unknown=tuple(anchor for anchor in header.unknown if anchor not in taken),
        problems=tuple(
            problem
            for problem in header.problems
            if problem.place not in [anchor.cell.place for anchor in taken]
        ),
    )


def _with_side_levels(view: View, index: int, header: Header) -> Header:
    """Level names to the left of the named columns, under 绩效指标 or under nothing."""
    names = [column for column in header.columns if column.field in ("level2", "level3", "name")]
    if header.column("level1") or not names:
        return header
    first = min(column.left for column in header.columns)
    columns = list(header.columns)
    for name, words in (("level1", _LEVEL1), ("level2", _LEVEL2)):
        if header.column(name):
            continue
        left = _column_of(view, index, header, 1, first - 1, words)
        if left is not None:
            anchor = next(found for found in _below(view, index, header) if found.left == left)
            columns.append(Column(name, left, left, left, anchor))
    return replace(header, columns=tuple(sorted(columns, key=lambda column: column.left)))


def _column_of(
    view: View, index: int, header: Header, left: int, right: int, words: re.Pattern[str], longest: int = 40
) -> int | None:
    """The column in which most texts fit; None when there is none."""
    counts: dict[int, int] = {}
    for anchor in _below(view, index, header):
        if left <= anchor.left <= right:
            fits = len(anchor.text) <= longest and words.search(anchor.text) is not None
            counts[anchor.left] = counts.get(anchor.left, 0) + (1 if fits else -1)
    best = [column for column, count in counts.items() if count > 0]
    return min(best) if best else None


def _with_name(view: View, index: int, header: Header) -> Header:
    """Names under no heading right of level 2; without any, the lowest level is the name too."""
    if header.column("level3"):
        return header
    lowest = header.column("level2") or header.column("level1")
    if lowest is None:
        return header
    left = _column_of(view, index, header, lowest.edge + 1, lowest.right, _ANY)
    if left is None:
        columns = [*header.columns, replace(lowest, field="level3")]
    else:
        columns = [column for column in header.columns if column is not lowest]
        columns += [replace(lowest, right=left - 1)]
        columns += [Column("level3", left, lowest.right, lowest.right, lowest.header)]
    return replace(header, columns=tuple(sorted(columns, key=lambda column: column.left)))


def _with_parts(view: View, index: int, header: Header) -> Header:
    """Sign and unit of the target beside it, under no heading."""
    target = header.column("target")
    if target is None or {"target_sign", "target_unit"} & header.fields:
        return header
    columns = [column for column in header.columns if column is not target]
    before = max(
        (column for column in columns if column.left < target.left), key=lambda c: c.left, default=None
    )
    if before is not None:
        left = _column_of(view, index, header, before.edge + 1, target.left - 1, _SIGN_ALONE)
        if left is not None:
            columns = [replace(c, right=left - 1) if c is before else c for c in columns]
            columns.append(Column("target_sign", left, target.left - 1, target.left - 1, target.header))
    left = _column_of(view, index, header, target.edge + 1, target.right, _UNIT_ALONE, longest=8)
    if left is not None:
        columns.append(Column("target_unit", left, target.right, target.right, target.header))
        target = replace(target, right=left - 1)
    return replace(header, columns=tuple(sorted([*columns, target], key=lambda column: column.left)))


def _with_score(view: View, index: int, header: Header) -> Header:
    """A score column without a header (regional transfer forms): the unnamed column of numbers."""
    if header.column("reported_score"):
        return header
    counts, firsts = _unnamed_numbers(view, index, header)
    best = [left for left, (good, bad) in counts.items() if good > 1 and good > 2 * bad]
    if not best:
        return header
    left = max(best)
    columns = [
        replace(column, right=min(column.right, left - 1)) if column.left < left else column
        for column in header.columns
    ]
    columns.append(Column("reported_score", left, left, left, firsts[left]))
    return replace(header, columns=tuple(sorted(columns, key=lambda column: column.left)))


def _unnamed_numbers(
    view: View, index: int, header: Header
) -> tuple[dict[int, tuple[int, int]], dict[int, Anchor]]:
    """How many numbers and other texts stand in each column without a header, with the first of each."""
    counts: dict[int, tuple[int, int]] = {}
    firsts: dict[int, Anchor] = {}
    name = header.column("level3") or header.columns[0]
    unknown = {anchor.left for anchor in header.unknown}
    for anchor in _below(view, index, header):
        inside = any(column.left <= anchor.left <= column.edge for column in header.columns)
        if anchor.left > name.left and not inside and anchor.left not in unknown:
            good, bad = counts.get(anchor.left, (0, 0))
            numeric = bool(_NUMBER.fullmatch(anchor.text))
            counts[anchor.left] = (good + numeric, bad + (not numeric))
            firsts.setdefault(anchor.left, anchor)
    return counts, firsts


def _with_levels(view: View, index: int, header: Header) -> Header:
    """One name header over several columns of names: they are the levels, the last one the name."""
    name = header.column("level3")
    if name is None or name.right == name.left or {"level1", "level2"} & header.fields:
        return header
    inside = [anchor for anchor in _below(view, index, header) if name.left <= anchor.left <= name.right]
    starts = sorted({anchor.left for anchor in inside if anchor.right <= name.right})[:3]
    if len(starts) < 2:
        return header
    fields: tuple[Field, ...] = ("level1", "level2", "level3") if len(starts) == 3 else ("level2", "level3")
    ends = [*(start - 1 for start in starts[1:]), name.right]
    split = [Column(fields[n], start, ends[n], ends[n], name.header) for n, start in enumerate(starts)]
    columns = [column for column in header.columns if column is not name] + split
    return replace(header, columns=tuple(sorted(columns, key=lambda column: column.left)))


def _with_class(view: View, index: int, header: Header) -> Header:
    """指标类型 names level 1 or level 2: its first texts tell which; 定量 and 定性 are neither."""
    column = header.column("class")
    if column is None:
        return header
    texts = [
        anchor.text for anchor in _below(view, index, header) if column.left <= anchor.left <= column.right
    ]
    name = ""
    if any(map(_LEVEL2.search, texts)) and not header.column("level2"):
        name = "level2"
    elif any(map(_LEVEL1.search, texts)) and not header.column("level1"):
        name = "level1"
    if not name:
        return header
    columns = (replace(kept, field=name) if kept is column else kept for kept in header.columns)
    return replace(header, columns=tuple(columns))
