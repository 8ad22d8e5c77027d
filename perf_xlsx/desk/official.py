"""A 退回意见 as an official letter: title, addressee, numbered points, the gaps that a person fills in.

One page for a unit: what must be mended comes first, and what finds no room is left to 问题清单, whose
numbers the letter keeps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, TypeAlias

from perf_xlsx.checks.catalogue import SEVERITY_WORDS
from perf_xlsx.desk.returns import Item
from perf_xlsx.desk.returns import Letter as Returned
from perf_xlsx.model import Finding, Severity
from perf_xlsx.report.letter import DATE, Block, Letter
from perf_xlsx.text import label

_LINE: Final = 36
"""Full-width characters of a line of the points."""
_LINES: Final = 14
"""Lines that the points of a letter may take on its page."""
_FEWEST: Final = 3
_MESSAGE, _REPAIR = 64, 48
"""Characters that an entry's message and its repair may take."""
_DETAIL: Final = re.compile("（[^（）]*）")


Listed: TypeAlias = Iterable[tuple[str, Finding]]
"""What 应报清单 has about units, by their names."""


def official_letters(letters: Iterable[Returned], listed: Listed = ()) -> Iterator[Letter]:
    """One letter for each unit and year, in the order of their names; without a name, one for each file.

    What 应报清单 has about a unit stands in the letter of its latest year, or in a letter of its own.
    """

    def key(letter: Returned) -> tuple[str, int, str]:
        return letter.unit, letter.year or 0, "" if letter.unit else letter.file

    beside: dict[str, list[Finding]] = {}
    names: dict[str, str] = {}
    for unit, finding in listed:
        beside.setdefault(label(unit), []).append(finding)
        names.setdefault(label(unit), unit)
    groups = [list(group) for _, group in groupby(sorted(letters, key=key), key=key)]
    latest = {label(group[0].unit): place for place, group in enumerate(groups) if group[0].unit}
    for place, group in enumerate(groups):
        unit = label(group[0].unit)
        yield _official(group, beside.pop(unit, []) if latest.get(unit) == place else [])
    for unit, findings in sorted(beside.items()):
        yield _of_list(names[unit], findings)


def _official(letters: Sequence[Returned], listed: Sequence[Finding]) -> Letter:
    first = letters[0]
    errors, warnings = (sum(getattr(each, name) for each in letters) for name in ("errors", "warnings"))
    year = f"{first.year}年度" if first.year else ""
    more_errors, more_warnings = _weighed(listed)
    heading = f"另按应报清单核对，{_counts(more_errors, more_warnings)}："
    return Letter(
        title=f"关于退回{year}项目支出绩效自评表的意见"
        if errors or more_errors
        else f"关于请说明{year}项目支出绩效自评有关事项的函",
        unit=first.unit,
        year=first.year,
        file=first.file,
        addressee=f"{first.unit or '【主送单位】'}：",
        opening=_opening(letters, year, errors, warnings),
        blocks=(*_blocks(letters), *([Block(heading, _listed(listed))] if listed else [])),
        closing=_closing(letters, errors + more_errors, warnings + more_warnings),
        attachments=tuple(each.file for each in letters if each.scored),
    )


def _of_list(unit: str, listed: Sequence[Finding]) -> Letter:
    """To a unit whose workbooks need nothing, or that has sent none."""
    return Letter(
        title="关于项目支出绩效自评表报送情况的意见",
        unit=unit,
        year=None,
        file="应报清单",
        addressee=f"{unit or '【主送单位】'}：",
        opening=f"经与应报清单核对，你单位{_counts(*_weighed(listed))}，具体如下：",
        blocks=(Block("", _listed(listed)),),
        closing=f"请于{DATE}前按上述办法处理，加盖公章后连同电子表报送。",
        attachments=(),
    )


def _listed(findings: Sequence[Finding]) -> tuple[str, ...]:
    """All of them, for no 问题清单 has them; the repair stands once, behind the last of its kind."""
    last = {finding.rule: place for place, finding in enumerate(findings)}
    return tuple(
        f"（{SEVERITY_WORDS[finding.severity]}）{finding.message}"
        f"{finding.repair if last[finding.rule] == place else ''}"
        for place, finding in enumerate(findings)
    )


def _weighed(findings: Sequence[Finding]) -> tuple[int, int]:
    """How many are 须更正, how many 须说明."""
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    return errors, len(findings) - errors


def _counts(errors: int, warnings: int) -> str:
    told = [f"须更正{errors}条"] if errors else []
    told += [f"须说明{warnings}条"] if warnings else []
    return "、".join(told)


def _opening(letters: Sequence[Returned], year: str, errors: int, warnings: int) -> str:
    if not any(letter.scored for letter in letters):
        named = "".join(f"《{letter.file}》" for letter in letters)
        return f"你单位报来的{named}已收悉，但未能评分，原因如下："
    code = f"（文件编号{letters[0].code}）" if len(letters) == 1 else f"共{len(letters)}个文件"
    return (
        f"你单位报来的{year}项目支出绩效自评表{code}已收悉。经审核，{_counts(errors, warnings)}。"
        "主要意见如下，序号与评分结果的“问题清单”一致："
    )


def _closing(letters: Sequence[Returned], errors: int, warnings: int) -> str:
    if not any(letter.scored for letter in letters):
        return f"请于{DATE}前按上述办法处理，加盖公章后连同电子表重新报送。"
    if not errors:
        return f"请于{DATE}前逐条写明情况（可填在“问题清单”的单位说明栏），加盖公章后报送。"
    told = "，须说明的事项逐条写明情况" if warnings else ""
    return f"请于{DATE}前更正{told}，加盖公章后连同电子表重新报送。"


def _blocks(letters: Sequence[Returned]) -> Iterator[Block]:
    """The points as far as they fit; every workbook gets its share of the page."""
    room, fewest = _LINES // len(letters), max(_FEWEST // len(letters), 1)
    for letter in letters:
        points: list[str] = []
        used = 0
        for item in letter.items:
            text = _point(item)
            used += -(-len(text) // _LINE)
            if used > room and len(points) >= fewest:
                break
            points.append(text)
        left = letter.errors + letter.warnings - len(points)
        rest = f"其余{left}条见“问题清单”。" if left else ""
        told = f"文件编号{letter.code}" if letter.scored else "未能评分"
        heading = f"《{letter.file}》（{told}）" if len(letters) > 1 else ""
        yield Block(heading, tuple(points), rest)


def _point(item: Item) -> str:
    about = f"{item.project}{item.place}"
    message, repair = _short(item.message, _MESSAGE), _short(item.repair, _REPAIR)
    return f"{item.number}.（{item.severity}）{about}{message}{repair}"


def _short(text: str, longest: int) -> str:
    """A long entry without its details; one that names many rows up to where there is room."""
    if len(text) <= longest:
        return text
    bare = _DETAIL.sub("", text)
    if len(bare) <= longest:
        return bare
    for sign in ("。", "；", "，", "、"):
        head, found, _ = bare[:longest].rpartition(sign)
        if found and len(head) > longest // 2:
            return f"{head}。" if sign == "。" else f"{head}等。"
    return f"{bare[:longest]}……。"


def name_of(letter: Letter, *, several_years: bool) -> str:
    """The letter's file name without its ending: the unit, and the year where there are several."""
    unit = label(letter.unit) and letter.unit
    stem = unit or letter.file.rpartition("/")[2].rpartition(".")[0]
    return f"{stem}（{letter.year}年度）" if several_years and letter.year else stem
