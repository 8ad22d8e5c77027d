"""What is wrong: a stage's ``Problem``, and the ``Finding`` in the catalogue's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from perf_xlsx.model.places import Place


@dataclass(frozen=True, slots=True)
class Problem:
    """What a stage noticed; the catalogue (``checks/catalogue``) turns it into a ``Finding``.

    ``found``, ``expected`` and ``difference`` are texts for people (Chinese, with units).
    ``slots`` are the further words that the rule's message names in braces.
    """

    rule: str
    place: Place | None = None
    also: tuple[Place, ...] = ()
    project: str = ""
    indicator: str = ""
    found: str = ""
    expected: str = ""
    difference: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)


class Severity(StrEnum):
    """How finance would treat it: 须更正, 须说明, 提示."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """For sorting: 0 is the gravest."""
        return tuple(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem in the catalogue's words: ready to be shown."""

    rule: str
    severity: Severity
    group: str
    title: str
    message: str
    repair: str
    source: str
    place: Place | None
    also: tuple[Place, ...] = ()
    project: str = ""
    indicator: str = ""
    found: str = ""
    expected: str = ""
    difference: str = ""
    answer: str = ""
    status: str = ""
