"""The one exception inside ``reading/``: it carries the problem that stops the reading of a file.

It never leaves the room: ``open.read_book`` turns it into the ``Problem`` it carries.
"""

from __future__ import annotations

from typing import Final

from perf_xlsx.model import Problem

_WORDS: Final = (
    (".rels", "内部链接"),
    ("sharedstrings", "文字内容"),
    ("workbook", "工作表目录"),
    ("styles", "格式"),
    ("content.xml", "表格内容"),
)
"""What parts are called before people."""


class Refusal(Exception):  # noqa: N818 - not an error of the program
    """The file can't be read, for the reason in ``problem``."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.rule)
        self.problem = problem


def refusal(rule: str, *, found: str = "", expected: str = "", **slots: str) -> Refusal:
    """A refusal by rule, with what was found and the further words of its message."""
    return Refusal(Problem(rule, found=found, expected=expected, slots=slots))


def damaged(part: str) -> Refusal:
    """A part that is needed can't be read: wrong checksum, broken data, broken XML."""
    words = next((words for name, words in _WORDS if name in part.lower()), part)
    return refusal("file.part_damaged", found=words, part=part)
