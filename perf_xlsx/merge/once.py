"""A project that stands in several of the files counts once: its newest version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from perf_xlsx.merge.parts import Part
from perf_xlsx.model import Form, FormKind, Place, Problem
from perf_xlsx.text import label
from perf_xlsx.values.names import without_code

Key = tuple[FormKind, str, str]


@dataclass(frozen=True, slots=True)
class Once:
    """The forms that count, by part, and what was left out: (file, form, file that has the newer one)."""

    forms: tuple[tuple[Form, ...], ...]
    siblings: tuple[tuple[Form, ...], ...]
    superseded: tuple[tuple[str, Form, str], ...]
    problems: tuple[Problem, ...]


def once(parts: Sequence[Part]) -> Once:
    """Of a unit's project in several files, the forms of the newest file; all else as it is.

    Two forms of a project in one file are no versions: the checks tell them.
    """
    homes = _homes(parts, siblings=False)
    newest = {key: max(several, key=lambda part: part.member.age) for key, several in homes.items()}
    kept: list[tuple[Form, ...]] = []
    superseded: list[tuple[str, Form, str]] = []
    for part in parts:
        own: list[Form] = []
        for form in part.submission.forms:
            home = newest.get(key_of(form, part) or _NOWHERE, part)
            if home is part:
                own.append(form)
            else:
                superseded.append((part.file, form, home.file))
        kept.append(tuple(own))
    problems = [_told(key, newest[key], several) for key, several in homes.items() if len(several) > 1]
    return Once(tuple(kept), tuple(_siblings(parts)), tuple(superseded), tuple(problems))


_NOWHERE = (FormKind.MONITORING, "", "")


def key_of(form: Form, part: Part) -> Key | None:
    """Whose project a form is about; None when its name is blank."""
    project = label(form.project.text)
    if not project and form.kind is not FormKind.DEPARTMENT:
        return None
    unit = without_code(form.implementing_unit.text) or part.member.unit
    return form.kind, label(unit), project


def _homes(parts: Sequence[Part], *, siblings: bool) -> Mapping[Key, list[Part]]:
    homes: dict[Key, list[Part]] = {}
    for part in parts:
        submission = part.submission
        for form in submission.siblings if siblings else submission.forms:
            key = key_of(form, part)
            if key is not None and part not in homes.setdefault(key, []):
                homes[key].append(part)
    return homes


def _siblings(parts: Sequence[Part]) -> Iterator[tuple[Form, ...]]:
    """绩效目标申报表 and the like: of several the newest file's, too; nobody needs to be told."""
    homes = _homes(parts, siblings=True)
    for part in parts:
        yield tuple(
            form
            for form in part.submission.siblings
            if (key := key_of(form, part)) is None
            or max(homes[key], key=lambda each: each.member.age) is part
        )


# ---------------------------------------------------------------- what is said of it


def _told(key: Key, kept: Part, parts: Sequence[Part]) -> Problem:
    forms = [(part, _form(part, key)) for part in parts]
    first = _form(kept, key)
    others = [form for part, form in forms if part is not kept]
    return Problem(
        "merge.same_project",
        _place(first),
        tuple(map(_place, others)),
        project=first.project.text,
        found=f"{len(parts)}个文件",
        slots={
            "files": "、".join(f"“{part.file}”" for part in parts),
            "kept": kept.file,
            "why": _why(kept, [(part, form) for part, form in forms if part is not kept], first),
        },
    )


def _form(part: Part, key: Key) -> Form:
    return next(form for form in part.submission.forms if key_of(form, part) == key)


def _place(form: Form) -> Place:
    return form.project.place or form.place


def _why(kept: Part, others: Sequence[tuple[Part, Form]], form: Form) -> str:
    """How the newest was told."""
    if all(_content(other) == _content(form) for _, other in others):
        return "内容相同"
    known = [kept.member.older.get(part.file, "") for part, _ in others]
    if all(known):
        return f"按{'、'.join(dict.fromkeys(known))}它是最新的一份"
    return "看不出哪一份较新，按文件名取排在后面的，请核对"


def _content(form: Form) -> object:
    """What a form says, wherever it stands."""
    rows = tuple(
        (row.level3.text, row.target_text, row.actual_text, row.weight, row.reported_score, row.reason.text)
        for row in form.indicators
    )
    money = tuple(
        (line.item.text, line.initial, line.full_year, line.received, line.executed, line.reported_score)
        for line in form.funds
    )
    goals = tuple((goal.expected.text, goal.actual.text) for goal in form.goals)
    return rows, money, goals, form.stated_total
