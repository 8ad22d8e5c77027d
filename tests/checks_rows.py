"""One change of the well-filled form a line, and all that the checks tell of it: ``checks_rows.txt``.

The changes are written by hand, what is told is filled in: ``cd tests && python -c 'from checks_rows
import renew; renew()'``, then read the difference.
"""

from __future__ import annotations

from pathlib import Path

import checks_cases
from checks_cases import DECLARED
from checks_forms import COVER, FORM, ISSUES, Told, edited, told
from checks_told import cells

from perf_xlsx.model import Problem

LIST = Path(__file__).parent / "checks_rows.txt"


def _line(problem: Problem) -> str:
    """An entry in one line: rule, cells, then what it says."""
    said = [
        f"{title}{words}"
        for title, words in (
            ("发现", problem.found),
            ("应为", problem.expected),
            ("差", problem.difference),
            *((f"{name}=", words) for name, words in problem.slots.items()),
        )
        if words
    ]
    return "  " + "｜".join([f"{problem.rule} {cells(problem)}", *said]).replace("\n", "\\n")


def of(change: str) -> list[str]:
    """The lines for one change, or for several parted by ``;;``."""
    kind, _, rest = change.partition(" ") if change.startswith(KINDS) else ("", "", change)
    edits = [
        tuple(part.strip(" ").replace("⏎", "\n") for part in each.split(":=", 1)) for each in rest.split(";;")
    ]
    if kind.endswith("四个"):
        four = _of_four(kind, edits).problems
        return [f"{_line(each)}｜{each.project}".rstrip("｜") for each in four] or ["  （没有发现）"]
    made = _told(kind, [(getattr(checks_cases, old, old), old, new) for old, new in edits])
    return [_line(problem) for problem in made.problems] or ["  （没有发现）"]


KINDS = ("全表 ", "上年 ", "申报 ", "四个 ", "上年四个 ", "申报四个 ")
"""The change is one of the whole workbook with 基本信息 and 存在问题, of last year's form, of the
declaration beside the form, or of a whole workbook of four projects (上年四个, 申报四个: of last year's,
of its declarations)."""

PROJECTS = (
    ("普法", "普法宣传", "法律知识知晓率"),
    ("律师", "律师管理", "律师办案及时率"),
    ("调解", "人民调解", "调解知识普及率"),
    ("援助", "法律援助", "援助案件覆盖率"),
)
FOUR = {
    "基本信息": edited(
        COVER,
        {
            "（合计） | 100": "（合计） | 400",
            "（一般公共预算） | 80": "（一般公共预算） | 320",
            "预算安排（政府性基金预算） | 20": "预算安排（政府性基金预算） | 80",
            "（合计） | 98.5": "（合计） | 394",
            "（一般公共预算） | 78.5": "（一般公共预算） | 314",
            "支出（政府性基金预算） | 20": "支出（政府性基金预算） | 80",
        },
    ),
    "存在问题及建议": ISSUES,
    **{
        sheet: edited(FORM, {"| 普法宣传 |": f"| {project} |", "法律知识知晓率": rate})
        for sheet, project, rate in PROJECTS
    },
}


def _of_four(kind: str, edits: list[tuple[str, str]]) -> Told:
    """Each edit in all sheets that hold its text once, or in the one it names: 律师!MONEY."""
    tables = dict(FOUR)
    if kind == "申报四个":
        tables |= {
            f"{name}申报": DECLARED.replace("普法宣传", project).replace("法律知识知晓率", rate)
            for name, project, rate in PROJECTS
        }
    for where, new in edits:
        only, _, name = where.rpartition("!")
        text = getattr(checks_cases, name, name)
        homes = [each for each, table in tables.items() if only in ("", each) and table.count(text) == 1]
        assert homes, f"{where!r} stands nowhere"
        for home in homes:
            tables[home] = edited(tables[home], {text: new})
    if kind == "上年四个":
        return told(*FOUR.items(), previous=told(*tables.items()).submission)
    return told(*tables.items())


def _told(kind: str, edits: list[tuple[str, str, str]]) -> Told:
    tables = {"普法": FORM}
    tables |= {"基本信息": COVER, "存在问题及建议": ISSUES} if kind == "全表" else {}
    tables |= {"申报": DECLARED} if kind == "申报" else {}
    if any(name == "BARE" for _, name, _ in edits):
        tables["普法"] = edited(FORM, checks_cases.NO_PARTS)
    for old, name, new in edits:
        text = checks_cases.MONEY if name == "BARE" else old
        home = "申报" if kind == "申报" else next(each for each, table in tables.items() if text in table)
        tables[home] = edited(tables[home], {text: new})
    if kind == "上年":
        return told(("普法", FORM), previous=told(*tables.items()).submission)
    return told(*tables.items())


def written() -> dict[str, list[str]]:
    """The list as it stands: what is told, by change."""
    found: dict[str, list[str]] = {}
    for line in LIST.read_text("utf-8").splitlines():
        if ":=" in line and not line.startswith(("  ", "#")):
            change = line
            found[change] = []
        elif line.startswith("  "):
            found[change].append(line)
    return found


def renew() -> None:
    """Fills in the list anew."""
    lines: list[str] = []
    for line in LIST.read_text("utf-8").splitlines():
        if line.startswith("  "):
            continue
        lines.append(line)
        if ":=" in line and not line.startswith("#"):
            lines.extend(of(line))
    LIST.write_text("\n".join(lines) + "\n", "utf-8")
