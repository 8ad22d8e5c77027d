"""The same indicator in two workbooks or forms: by its name, its level 2 where the name repeats."""

from __future__ import annotations

from collections.abc import Iterator

from perf_xlsx.checks.words import bare
from perf_xlsx.model import Form, Indicator


def same_form(form: Form, others: tuple[Form, ...]) -> Form | None:
    """The form of the same project among others."""
    key = bare(form.project.text)
    return next((other for other in others if key and bare(other.project.text) == key), None)


def same_rows(form: Form, other: Form) -> Iterator[tuple[Indicator, Indicator]]:
    """Rows that carry the same name in both forms; a name that repeats is left out."""
    mine, theirs = _by_name(form), _by_name(other)
    for key, row in mine.items():
        if key in theirs:
            yield row, theirs[key]


def only_in(form: Form, other: Form) -> tuple[Indicator, ...]:
    """Rows whose name the other form doesn't have."""
    theirs = {bare(row.level3.text) for row in other.indicators}
    return tuple(row for row in form.indicators if row.level3 and bare(row.level3.text) not in theirs)


def _by_name(form: Form) -> dict[str, Indicator]:
    rows: dict[str, list[Indicator]] = {}
    for row in form.indicators:
        rows.setdefault(bare(row.level3.text), []).append(row)
    return {key: same[0] for key, same in rows.items() if key and len(same) == 1}
