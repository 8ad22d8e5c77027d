"""What the case of each rule tells, as a readable list: ``checks_told.txt``.

The catalogue holds the sentences; here stand the words that the checks put into them.  After a wanted
change: ``cd tests && python -c 'from checks_told import renew; renew()'``, and read the difference.
"""

from __future__ import annotations

from pathlib import Path

from checks_cases import CASES
from test_checks_rules import fired

from perf_xlsx.model import Place, Problem

LIST = Path(__file__).parent / "checks_told.txt"
HEAD = """\
每条规则的例子（checks_cases.py）说出的话：单元格、指标，发现、应为、差额，以及消息里填的词。
由 checks_told.py 生成，测试守着。
"""


def _cell(place: Place | None) -> str:
    return f"{place.sheet}!{place.cell}" if place else "（无单元格）"


def cells(problem: Problem) -> str:
    """Where an entry stands, its own cell first."""
    return " ".join(map(_cell, (problem.place, *problem.also)))


def told(problem: Problem) -> str:
    """One entry, a line for each thing that is said."""
    lines = [
        ("", cells(problem)),
        ("项目：", problem.project),
        ("指标：", problem.indicator),
        ("发现：", problem.found),
        ("应为：", problem.expected),
        ("差额：", problem.difference),
        *((f"{name}：", words) for name, words in problem.slots.items()),
    ]
    return "\n".join(f"  {name}{words}".replace("\n", "\\n") for name, words in lines if words)


def written() -> dict[str, str]:
    """The list as it stands, by rule."""
    _, *parts = LIST.read_text("utf-8").split("\n\n")
    return {part.split("\n", 1)[0]: part.split("\n", 1)[1].rstrip("\n") for part in parts}


def of(rule: str) -> str:
    """What the case of a rule tells."""
    (case,) = [case for case in CASES if case.rule == rule]
    return "\n  ---\n".join(map(told, fired(case).of(rule)))


def renew() -> None:
    """Writes the list anew."""
    entries = [f"{case.rule}\n{of(case.rule)}\n" for case in CASES]
    LIST.write_text("\n".join([HEAD, *entries]), "utf-8")
