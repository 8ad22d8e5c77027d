"""One change of the well-filled form a line, and all that the checks tell of it: ``checks_rows.txt``.

The changes are written by hand, what is told is filled in: ``cd tests && python -c 'from checks_rows
import renew; renew()'``, then read the difference.
"""

from __future__ import annotations

from pathlib import Path

import checks_cases
from checks_forms import FORM, edited, told
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
    """The lines for one change; ``BARE`` is ``MONEY`` in a form without 其中 lines."""
    old, new = (part.strip(" ") for part in change.split(":=", 1))
    form = FORM
    if old == "BARE":
        form, old = edited(FORM, checks_cases.NO_PARTS), "MONEY"
    made = told(("普法", edited(form, {getattr(checks_cases, old, old): new})))
    return [_line(problem) for problem in made.problems] or ["  （没有发现）"]


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
