"""A 自评报告 in the seed's genre becomes a filled 自评附表: 项目n, 年度总体目标, （n）某指标--…, 资金.

Nothing is invented: each value keeps the sentence it was taken from, and what no field took is listed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from perf_xlsx.report.genre import pattern, wordings
from perf_xlsx.report.money import Money, read_money
from perf_xlsx.report.sentences import Spare, read_sentences
from perf_xlsx.values.names import group_title, kind_title
from perf_xlsx.values.phrase import parse
from perf_xlsx.writing.template_entries import (
    CoverEntry,
    Entries,
    FundEntry,
    IndicatorEntry,
    ProjectEntry,
)

_KIND_END: Final = re.compile(r"\s*(?:--+|——|—|－－|:|：)\s*")
_EDGES: Final = "，,、；;。：: "
_SOURCE: Final = "报告：{sentence}"


@dataclass(frozen=True, slots=True)
class Note:
    """A piece of the report that no field took, with its sentence and the reason, in Chinese."""

    text: str
    sentence: str
    why: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import found: the workbook's content, and what was not understood."""

    entries: Entries
    notes: tuple[Note, ...]


@dataclass(slots=True)
class _Project:
    name: str
    goal: list[str] = field(default_factory=list)
    goal_actual: str = ""
    indicators: list[IndicatorEntry] = field(default_factory=list)
    funds: list[FundEntry] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    """Walks the paragraphs once; ``part`` is the section it stands in."""

    projects: dict[str, _Project] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
    part: str = ""
    current: _Project | None = None
    in_goal: bool = False

    def read(self, lines: Iterable[str]) -> None:
        for line in lines:
            if pattern("headings", "section", before=r"^\s*").match(line):
                self._section(line)
            elif self.part == "funds":
                self._funds(line)
            elif self.part == "issues":
                self.issues.append(line)
            else:
                self._line(line)

    def _section(self, line: str) -> None:
        self.current, self.in_goal = None, False
        titles = ("performance", "funds", "issues", "conclusion")
        self.part = next((key for key in titles if pattern("sections", key).search(line)), "")

    def _line(self, line: str) -> None:
        heading = _heading(line)
        if heading is not None:
            number, name = heading
            self.current = self.projects.setdefault(number, _Project(name))
            self.in_goal = False
        elif self.current is not None:
            self._within(self.current, line)

    def _within(self, project: _Project, line: str) -> None:
        goal = pattern("headings", "goal", before=r"^\s*", after=r"\s*[：:]\s*(?P<rest>.*)$").match(line)
        item = pattern("headings", "item", before=r"^\s*").match(line)
        reached = pattern("headings", "reached", before=r"^\s*", after=r"\s*[：:]\s*(?P<rest>.+)$").match(
            line
        )
        if goal is not None:
            self.in_goal = True
            self._goal(project, goal["rest"])
        elif reached is not None and self.in_goal:
            project.goal_actual = reached["rest"].strip()
        elif pattern("headings", "indicators", before=r"^\s*", after=r"\s*[：:]?\s*$").match(line):
            self.in_goal = False
        elif item is not None and (not self.in_goal or _kind(line[item.end() :])[0]):
            self.in_goal = False
            self._item(project, line[item.end() :], line)
        elif self.in_goal:
            self._goal(project, line)
        elif parse(line).amounts:
            self._item(project, line, line)
        else:
            self.notes.append(Note(line, line, "不像绩效指标，也不像年度目标"))

    def _goal(self, project: _Project, text: str) -> None:
        done = pattern("goal", "done").search(text)
        if done is not None:
            project.goal_actual = done[0].strip()
            text = text[: done.start()]
        if text.strip():
            project.goal.append(text.strip())

    def _item(self, project: _Project, text: str, line: str) -> None:
        kind, body = _kind(text)
        told, spare = read_sentences(body)
        for each in told:
            level1, level2 = _levels(kind, each.name)
            source = _SOURCE.format(sentence=each.sentence)
            project.indicators.append(
                IndicatorEntry(
                    level1, level2, each.name, each.target, each.actual, reason=each.reason, evidence=source
                )
            )
            if not each.actual:
                self.notes.append(Note(each.name, line, "没有找到实际完成值"))
        self.notes.extend(Note(each.text, each.sentence, _why(each)) for each in spare)

    def _funds(self, line: str) -> None:
        heading = _heading(line)
        text = line
        if heading is not None:
            number, text = heading
            self.current = self.projects.setdefault(number, _Project(text.split("。")[0]))
        if self.current is None:
            self.notes.append(Note(line, line, "资金不知属于哪个项目"))
            return
        lines, unread = read_money(text)
        self.current.funds.extend(_fund(each) for each in lines)
        self.notes.extend(Note(each, line, "不像资金项，也没有金额") for each in unread)


def read_report(lines: tuple[str, ...]) -> Imported:
    """Read a report's paragraphs (``source.paragraphs``)."""
    reader = _Reader()
    reader.read(lines)
    text = "\n".join(lines)
    agency, year = _agency(text), _year(text)
    projects = tuple(_entry(project, agency) for project in reader.projects.values())
    cover = _cover(lines, agency, year, "\n".join(reader.issues))
    return Imported(Entries(cover, projects), tuple(reader.notes))


def _why(spare: Spare) -> str:
    if spare.near:
        return f"与“{spare.near}”也相近，没有采用，请核对该指标的实际完成值"
    return "找到了这个数，但不能确定属于哪个指标"


def _heading(line: str) -> tuple[str, str] | None:
    """The number and name of a project heading; the name stands for a missing number."""
    match = re.match(rf"^\s*(?:{wordings('headings', 'project')[0].pattern})$", line)
    if match is None:
        return None
    name = match["name"].strip(_EDGES)
    return match["number"] or name, name


def _kind(text: str) -> tuple[str, str]:
    """数量指标--件数≥5件 → (数量指标, 件数≥5件); no kind where the separator is missing."""
    head = _KIND_END.search(text)
    if head is None or head.start() > _LONGEST_KIND:
        return "", text
    kind = text[: head.start()].strip()
    known = kind_title(kind) or pattern("headings", "groups").fullmatch(kind)
    return (kind, text[head.end() :]) if known else ("", text)


_LONGEST_KIND: Final = 14
_ANY: Final = "绩效指标"
"""What stands for a kind where a form names none."""


def _levels(kind: str, name: str) -> tuple[str, str]:
    """Level 1 follows from level 2; without one, a 满意度 or 率 in the name tells, else it is a count."""
    title = kind_title(kind) or kind_title(name)
    group = group_title(title) if title else group_title("数量指标")
    stated = kind if pattern("headings", "groups").fullmatch(kind) and kind != _ANY else group
    return stated, title if stated == group else ""


def _fund(money: Money) -> FundEntry:
    return FundEntry(money.item, money.initial, money.full_year, money.received, money.executed)


def _entry(project: _Project, agency: str) -> ProjectEntry:
    return ProjectEntry(
        name=project.name,
        department=agency,
        implementing_unit=agency,
        funds=tuple(project.funds),
        goal_expected="\n".join(project.goal),
        goal_actual=project.goal_actual,
        indicators=tuple(project.indicators),
    )


# ---------------------------------------------------------------- 基本信息


def _agency(text: str) -> str:
    for wording in wordings("agency", "names"):
        match = wording.search(text)
        if match is not None:
            return match["name"]
    return ""


def _year(text: str) -> int | None:
    years = Counter(re.findall(r"(20[0-9]{2})年", text))
    return int(years.most_common(1)[0][0]) if years else None


def _cover(lines: tuple[str, ...], agency: str, year: int | None, issues: str) -> CoverEntry:
    budget, spent = _stated(lines, "initial"), _stated(lines, "executed")
    return CoverEntry(
        agency=agency,
        year=year,
        budget=budget.get("total"),
        budget_general=budget.get("general"),
        budget_fund=budget.get("fund"),
        executed=spent.get("total"),
        executed_general=spent.get("general"),
        executed_fund=spent.get("fund"),
        reported_score=_reported(lines),
        issues=issues,
    )


def _stated(lines: tuple[str, ...], key: str) -> dict[str, Decimal]:
    """A total with its two parts in parentheses: 预算安排…1063.98万元（其中：一般公共预算…）."""
    amount = r"[^。；（(0-9]{0,16}(?P<total>[0-9]+(?:\.[0-9]+)?)\s*万元\s*[（(](?P<parts>[^）)]*)[）)]"
    stated = pattern("money", key, after=amount)
    for line in lines:
        match = stated.search(line)
        if match is not None:
            found = {"total": Decimal(match["total"])}
            for part in ("general", "fund"):
                share = pattern("money", part, after=r"[^0-9]{0,4}(?P<amount>[0-9]+(?:\.[0-9]+)?)")
                told = share.search(match["parts"])
                if told is not None:
                    found[part] = Decimal(told["amount"])
            return found
    return {}


def _reported(lines: tuple[str, ...]) -> Decimal | None:
    for line in reversed(lines):
        for wording in wordings("score", "reported"):
            match = wording.search(line)
            if match is not None:
                return Decimal(match["points"])
    return None
