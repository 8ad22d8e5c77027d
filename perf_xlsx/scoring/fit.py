"""What there is to say about scheme and workbook: an unknown name, a form of another layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from perf_xlsx.figures import plain
from perf_xlsx.model import Amount, Form, Problem, Submission
from perf_xlsx.scoring.choose import by_title, layout_of
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.scoring.weights import group_of


def problems_of(submission: Submission, scheme: Scheme, known: tuple[Scheme, ...]) -> tuple[Problem, ...]:
    """Problems of rule ids ``scheme.*``; ``known`` are the built-in schemes."""
    return (*_unknown_title(submission, scheme, known), *_foreign(submission, scheme, known))


def _unknown_title(submission: Submission, scheme: Scheme, known: tuple[Scheme, ...]) -> Iterator[Problem]:
    named = submission.cover.scheme
    if not named or by_title(named.text, (*known, scheme)) is not None:
        return
    titles = [each.title for each in known]
    near = get_close_matches(named.text, titles, n=1, cutoff=0.5)
    yield Problem(
        "scheme.unknown_title",
        named.place,
        found=named.text,
        expected=near[0] if near else "",
        slots={"used": scheme.title, "choices": near[0] if near else "、".join(titles)},
    )


def _foreign(submission: Submission, scheme: Scheme, known: tuple[Scheme, ...]) -> Iterator[Problem]:
    """Forms whose own points became proportions, and rows that no group of the scheme takes."""
    for form in submission.forms:
        if layout_of(form, submission, known) != scheme.layout and _has_weights(form):
            yield Problem(
                "scheme.proportions",
                form.place,
                project=form.project.text,
                slots={"scheme": scheme.title, "mapping": mapping(form, scheme)},
            )
        strange = [row for row in form.indicators if group_of(row, scheme) is None]
        if strange:
            yield Problem(
                "scheme.no_group",
                strange[0].place,
                also=tuple(row.place for row in strange[1:]),
                project=form.project.text,
                found="、".join(dict.fromkeys(row.level1.text or row.level3.text for row in strange)),
                slots={"scheme": scheme.title},
            )


def _has_weights(form: Form) -> bool:
    return any(isinstance(row.weight, Amount) for row in form.indicators)


def mapping(form: Form, scheme: Scheme) -> str:
    """Which of the form's groups count as which group of the scheme, with its points."""
    seconds: dict[tuple[str, str], dict[str, None]] = {}
    for row in form.indicators:
        group = group_of(row, scheme)
        if group is not None:
            goal = f"{group.title}{plain(group.points)}分"
            seconds.setdefault((row.level1.text, goal), {})[row.level2.text] = None
    return "；".join(f"{first}{_bracketed(second)}→{goal}" for (first, goal), second in seconds.items())


def _bracketed(titles: Iterable[str]) -> str:
    given = "、".join(filter(None, titles))
    return f"（{given}）" if given else ""
