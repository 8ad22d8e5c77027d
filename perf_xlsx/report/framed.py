"""Sentences as this tool's own reports write them: 案件数≥4000件，实际4521件，已完成.

Each part has its place, so that nothing has to be guessed: a report that was written from a workbook
and finished by a person gives the same rows again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perf_xlsx.report.genre import wordings


@dataclass(frozen=True, slots=True)
class Framed:
    """The parts of a sentence; ``target`` is None where it stands behind the name without a mark."""

    first: str
    target: str | None
    actual: str
    reason: str
    sentence: str


def framed(body: str) -> Iterator[Framed | str]:
    """The sentences of an item: those of this kind in their parts, the others as they are."""
    for sentence in filter(None, map(str.strip, body.split("。"))):
        yield _parts(sentence) or sentence


def _parts(sentence: str) -> Framed | None:
    for wording in wordings("framed", "sentence"):
        match = wording.fullmatch(sentence)
        if match is not None:
            told = {name: text or "" for name, text in match.groupdict().items()}
            return Framed(
                told["first"].strip(), match["target"], told["actual"], told["reason"].strip(), sentence
            )
    return None
