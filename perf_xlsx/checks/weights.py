"""分值: their sum, the points of level 1, and weights that can't be."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perf_xlsx.checks.groups import keeps_own_weights, weight_cells
from perf_xlsx.checks.judged import JudgedForm
from perf_xlsx.checks.tell import Hit, empty_cell, name, problem, rows, score
from perf_xlsx.model import Amount, Form, FormScore, Indicator, NotGiven, Problem, Scorecard, Submission
from perf_xlsx.scoring.rules import Group, Scheme


def total(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """Σ分值 against full points: where one row's own score tells which weight is wrong, it is named."""
    form, summed = scored.form, scored.summed
    if summed is None or summed.excess == 0 or any(cell.value <= 0 for cell in summed.cells):
        return
    stated = form.stated_weight
    places = [cell.place for cell in summed.cells]
    suspect = scored.suspect
    group = _missing_text(scored, scheme) or _deviating(scored, scheme, summed.excess)
    if suspect is not None:
        places = [suspect.weight.place, stated.place, *places]
        rule = "weights.sum_row"
    else:
        places = [stated.place, *places] if stated.place else places
        rule = "weights.sum_group" if group else "weights.sum"
    known = [place for place in places if place is not None]
    yield problem(
        rule,
        form,
        known[0] if known else form.place,
        also=known[1:],
        indicator=name(suspect) if suspect else "",
        found=score(summed.total),
        expected=score(scheme.full_points),
        difference=score(summed.excess),
        weight=score(suspect.weight.value) if suspect and isinstance(suspect.weight, Amount) else "",
        typed=_typed(suspect),
        group=group,
        budget=score(scored.budget.weight),
    )


def _typed(row: Indicator | None) -> str:
    return score(row.reported_score.value) if row and isinstance(row.reported_score, Amount) else ""


def _missing(scored: JudgedForm, scheme: Scheme) -> list[Group]:
    """Level-1 groups of the scheme without a row; none while a row's own group is unknown."""
    if not scored.groups or None in scored.groups:
        return []
    return [group for group in scheme.groups if not group.absent_to and not scored.members(group)]


def _missing_text(scored: JudgedForm, scheme: Scheme) -> str:
    missing = _missing(scored, scheme)
    return f"没有设置{_titles(missing)}" if missing else ""


def _titles(groups: list[Group]) -> str:
    return "、".join(f"{group.title}（标准为{score(group.points)}）" for group in groups)


def _deviating(scored: JudgedForm, scheme: Scheme, excess: Decimal) -> str:
    """The groups whose points alone explain the excess, in words: 产出指标应为50分，现合计60分."""
    for group in scheme.groups:
        present, due = _group_sum(scored, group), _due(scored.form, group)
        if present is not None and present - due == excess:
            return f"{scheme.group_titles[group.key]}现合计{score(present)}，应为{score(due)}"
    if scored.budget.weight - scheme.budget_points == excess:
        return f"预算执行率现为{score(scored.budget.weight)}，应为{score(scheme.budget_points)}"
    return ""


def _due(form: Form, group: Group) -> Decimal:
    """The points of a group: those of its own label, else the scheme's."""
    label = form.group_points.get(group.key)
    return group.points if label is None else label.value


def _group_sum(scored: JudgedForm, group: Group) -> Decimal | None:
    """What the weights of a group add up to; None in a form without it, or with one that wasn't read."""
    own = {id(row) for row in scored.members(group)}
    cells = [weight for row, weight in weight_cells(scored.form) if id(row) in own]
    if not cells or not all(isinstance(cell, Amount) for cell in cells):
        return None
    return sum((cell.value for cell in cells if isinstance(cell, Amount)), Decimal(0))


def stated_total(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """The 总分 row's 分值 against the sum above it, where that sum is right."""
    summed, stated = scored.summed, scored.form.stated_weight
    if summed is None or summed.excess != 0 or not isinstance(stated, Amount):
        return
    rows_only = sum(
        (weight.value for _, weight in weight_cells(scored.form) if isinstance(weight, Amount)), Decimal(0)
    )
    if stated.value in (summed.total, rows_only, rows_only + scored.budget.weight):
        return
    yield problem(
        "weights.stated",
        scored.form,
        stated.place,
        found=score(stated.value),
        expected=score(summed.total),
        difference=score(stated.value - summed.total),
    )


def label_points(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """A level-1 label that carries points (产出指标(50分)) against the sum of its rows."""
    summed = scored.summed
    if summed is not None and summed.excess != 0:
        return
    form = scored.form
    for group in scheme.groups:
        label = form.group_points.get(group.key)
        present = None if label is None else _group_sum(scored, group)
        if label is None or present is None or present == label.value:
            continue
        yield problem(
            "weights.label",
            form,
            label.place,
            also=(row.weight.place for row in scored.members(group)),
            found=score(present),
            expected=score(label.value),
            difference=score(present - label.value),
            group=group.title,
        )


def group_points(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """Level-1 points that differ from the scheme's, in a form that doesn't state its own."""
    form, summed = scored.form, scored.summed
    if summed is None or summed.excess != 0 or form.group_points or not keeps_own_weights(scored):
        return
    off = []
    for group in scheme.groups:
        present = _group_sum(scored, group)
        if present is not None and present != group.points:
            off.append((group, present))
    present_groups = [group for group in scheme.groups if scored.members(group)]
    if not off or len(present_groups) < len(scheme.groups):
        return
    places = [row.weight.place for group, _ in off for row in scored.members(group)]
    yield problem(
        "weights.group",
        form,
        places[0],
        also=places[1:],
        found="，".join(f"{group.title}{score(present)}" for group, present in off),
        expected="，".join(f"{group.title}{score(group.points)}" for group, _ in off),
        scheme=scheme.title,
    )


def budget_points(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """The points of 预算执行率 against the scheme's."""
    line, summed = scored.budget.line, scored.summed
    if line is None or not isinstance(line.weight, Amount) or line.weight.value == scheme.budget_points:
        return
    if not keeps_own_weights(scored):
        return
    if summed is not None and summed.excess != 0:
        return
    yield problem(
        "weights.budget",
        scored.form,
        line.weight.place,
        found=score(line.weight.value),
        expected=score(scheme.budget_points),
        scheme=scheme.title,
    )


def blank(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """Some rows without 分值 while others have one."""
    cells = list(weight_cells(scored.form))
    typed = [row for row, weight in cells if isinstance(weight, Amount)]
    missing = [row for row, weight in cells if isinstance(weight, NotGiven)]
    if typed and missing:
        yield from rows(
            "weights.blank",
            scored.form,
            [
                Hit(row, row.weight.place or empty_cell(scored.form, "weight", row.place), found="未填")
                for row in missing
            ],
        )


def not_positive(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """分值 of 0 or less."""
    hits = [
        Hit(row, weight.place, found=score(weight.value), detail=score(weight.value))
        for row, weight in weight_cells(scored.form)
        if isinstance(weight, Amount) and weight.value <= 0
    ]
    yield from rows("weights.not_positive", scored.form, hits)


def missing_group(scored: JudgedForm, scheme: Scheme) -> Iterator[Problem]:
    """A level-1 group of the scheme without a row: one entry per project."""
    form, summed = scored.form, scored.summed
    missing = _missing(scored, scheme)
    if not missing or (summed is not None and summed.excess != 0):
        return
    yield problem(
        "weights.missing_group",
        form,
        form.indicators[0].level1.place or form.indicators[0].place,
        found="未设置",
        expected=_titles(missing),
        groups="、".join(group.title for group in missing),
    )


def shared(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """No row of a form has 分值: points were shared out, one entry for all such forms."""
    forms = [
        scored.form
        for scored in scorecard.forms
        if scored.form.indicators and all(isinstance(row.weight, NotGiven) for row in scored.form.indicators)
    ]
    if not forms:
        return
    places = [empty_cell(form, "weight", form.indicators[0].place) for form in forms]
    yield Problem(
        "weights.shared",
        places[0],
        tuple(places[1:]),
        project=forms[0].project.text if len(forms) == 1 else "",
        found=f"{len(forms)}个项目未填分值",
        expected=f"合计{score(scheme.full_points)}",
        slots={"count": str(len(forms)), "scheme": scheme.title},
    )
