"""An earlier output as the input: which totals differ now, and what made them differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from perf_xlsx import __version__
from perf_xlsx.figures import half_up
from perf_xlsx.model import FormScore, Interval, Marker, Problem, Submission
from perf_xlsx.scoring.rules import Scheme

SHOWN_PLACES: Final = 2
_NAMED: Final = 3
_TO: Final = "～"

Totals = Mapping[str, Interval]
Rescore = Callable[[Scheme], tuple[FormScore, ...]]


def changed_totals(
    submission: Submission,
    forms: tuple[FormScore, ...],
    scheme: Scheme,
    known: tuple[Scheme, ...],
    rescore: Rescore,
) -> tuple[Problem, ...]:
    """One problem when totals differ from the earlier output's.  ``rescore`` scores by another scheme."""
    marker = submission.marker
    if marker is None:
        return ()
    before, now = _read(marker), totals_of(forms)
    differing = [name for name in now if name in before and before[name] != now[name]]
    if not differing:
        return ()
    changes = [f"{name} {_shown(before[name])}→{_shown(now[name])}" for name in differing[:_NAMED]]
    rest = len(differing) - _NAMED
    slots = {
        "draft": str(marker.draft_number),
        "totals": "；".join(changes) + (f"；另有{rest}个项目" if rest > 0 else ""),
        "causes": "、".join(_causes(marker, before, scheme, known, rescore)),
    }
    return (Problem("scheme.totals_changed", slots=slots),)


def totals_of(forms: tuple[FormScore, ...]) -> Totals:
    """Totals by project as they are printed; a name that stands twice tells nothing and is left out."""
    names = [form.form.project.text for form in forms]
    return {
        name: Interval(half_up(form.total.low, SHOWN_PLACES), half_up(form.total.high, SHOWN_PLACES))
        for name, form in zip(names, forms, strict=True)
        if names.count(name) == 1
    }


def _read(marker: Marker) -> Totals:
    found = {}
    for name, text in marker.totals.items():
        ends = text.split(_TO)
        try:
            found[name] = Interval(Decimal(ends[0]), Decimal(ends[-1]))
        except InvalidOperation:
            continue
    return found


def _shown(total: Interval) -> str:
    return f"{total.low:.2f}" if total.exact is not None else f"{total.low:.2f}{_TO}{total.high:.2f}"


def _causes(
    marker: Marker, before: Totals, scheme: Scheme, known: tuple[Scheme, ...], rescore: Rescore
) -> list[str]:
    """The scheme alone, when the earlier one still gives the earlier totals; else also what else changed."""
    causes = []
    earlier = next((each for each in known if each.id == marker.scheme), None)
    if marker.scheme != scheme.id:
        causes.append(f"评分标准（{earlier.title if earlier else marker.scheme}→{scheme.title}）")
        if earlier is None or _agree(before, totals_of(rescore(earlier))):
            return causes
    if marker.version != __version__:
        causes.append(f"程序版本（{marker.version}→{__version__}）")
    return [*causes, "表内数据"]


def _agree(before: Totals, again: Totals) -> bool:
    return all(before[name] == total for name, total in again.items() if name in before)
