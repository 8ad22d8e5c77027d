"""The shared texts of a workbook: rich text joined, phonetic guides left out."""

from __future__ import annotations

from perf_xlsx.reading.markup import Attributes, walk
from perf_xlsx.reading.package import Package
from perf_xlsx.text import decode_escapes


def shared_strings(package: Package, part: str | None) -> list[str]:
    """The texts in their order; none when the workbook has no such part.

    Raises ``Refusal`` when the part is damaged: nearly every text of the workbook stands in it.
    """
    if part is None:
        return []
    found: list[str] = []
    runs: list[str] = []
    phonetic = False

    def begin(_: Attributes) -> None:
        runs.clear()

    def guide(_: Attributes) -> None:
        nonlocal phonetic
        phonetic = True

    def guide_ends(_: str) -> None:
        nonlocal phonetic
        phonetic = False

    def text(run: str) -> None:
        if not phonetic:
            runs.append(run)

    def end(_: str) -> None:
        found.append(decode_escapes("".join(runs)))

    walk(
        part,
        package.chunks(part),
        {"si": begin, "t": _nothing, "rPh": guide},
        {"si": end, "t": text, "rPh": guide_ends},
        main_only=True,
    )
    return found


def _nothing(_: Attributes) -> None:
    """The text of a run begins: what stood before it is no part of it."""
