"""Why a text could not be read, in words: what was expected, and two examples of how to write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from perf_xlsx.values.tables import table


@dataclass(frozen=True, slots=True)
class Reason:
    """What was expected in a cell, for people."""

    expected: str
    examples: tuple[str, str]

    @property
    def text(self) -> str:
        """One sentence: 「一格里有两个数值……，例如 100%、1000件」."""
        return f"{self.expected}，例如 {self.examples[0]}、{self.examples[1]}"


def _read(entry: Mapping[str, object]) -> Reason:
    examples = entry["examples"]
    assert isinstance(examples, list)
    return Reason(str(entry["expected"]), (examples[0], examples[1]))


WHY: Final[Mapping[str, Reason]] = {key: _read(entry) for key, entry in table("why").items()}
"""Every ``Unreadable.why`` with its reason."""
