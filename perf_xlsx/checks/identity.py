"""Who, what, when: names and years of the forms, texts of the blank form left in, levels blank."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perf_xlsx.checks.tell import Hit, empty_cell, problem, rows, shown_project
from perf_xlsx.checks.words import bare, mentioned
from perf_xlsx.model import Form, FormKind, FormScore, NotGiven, Place, Problem, Scorecard, Submission, Text
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.text import brief, folded
from perf_xlsx.values.words import is_left_blank


def project_blank(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """No 项目名称."""
    form = scored.form
    if form.kind is FormKind.PROJECT and not form.project:
        yield problem("form.project_blank", form, form.project.place or form.place, found="未填")


def unit_blank(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """One of 主管部门 and 实施单位 left blank; a layout without both is none of our business."""
    form = scored.form
    missing = [
        (title, text)
        for title, text in (("主管部门", form.department), ("实施单位", form.implementing_unit))
        if not text
    ]
    if len(missing) == 1 and form.kind is FormKind.PROJECT:
        title, text = missing[0]
        yield problem(
            "form.unit_blank",
            form,
            text.place or form.project.place or form.place,
            found="未填",
            fields=title,
        )


def level3_blank(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """A row with a target or an actual and no 三级指标."""
    hits = [
        Hit(
            row,
            row.level3.place or empty_cell(scored.form, "level3", row.place),
            found="未填",
            detail=f"{brief(row.target_text)} → {brief(row.actual_text)}",
        )
        for row in scored.form.indicators
        if not row.level3
    ]
    yield from rows("form.level3_blank", scored.form, hits)


def level2_blank(scored: FormScore, scheme: Scheme) -> Iterator[Problem]:
    """A row without 二级指标 in a form that has them."""
    form = scored.form
    if not any(row.level2 for row in form.indicators):
        return
    hits = [
        Hit(row, row.level2.place or empty_cell(form, "level2", row.place), found="未填")
        for row in form.indicators
        if not row.level2
    ]
    yield from rows("form.level2_blank", form, hits)


def year_blank(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """No year anywhere."""
    if submission.year is None and submission.forms:
        place = submission.cover.year.place or submission.forms[0].place
        yield Problem("form.year_blank", place, found="未填")


def years_differ(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """Forms of different years, or another year than 基本信息 says."""
    years = [(form, form.year) for form in submission.forms if form.year is not None]
    cover = _cover_year(submission)
    main = cover if cover is not None else submission.year
    odd = [(form, year) for form, year in years if year != main]
    if main is None or not odd:
        return
    yield Problem(
        "form.years_differ",
        odd[0][0].place,
        tuple(
            place for place in (submission.cover.year.place, *(form.place for form, _ in odd[1:])) if place
        ),
        project=odd[0][0].project.text if len(odd) == 1 else "",
        found="；".join(f"“{shown_project(form)}”{year}年" for form, year in odd[:6]),
        expected=f"{main}年",
    )


def _cover_year(submission: Submission) -> int | None:
    found = re.search(r"(19|20)\d\d", submission.cover.year.text)
    return int(found[0]) if found else None


def same_project(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """Two forms for one project in the same workbook; of a department's, two of one unit."""
    seen: dict[tuple[str, str], Form] = {}
    for form in submission.forms:
        unit = bare(form.implementing_unit.text) if submission.units else ""
        key = (unit, bare(form.project.text))
        if key[1] and key in seen:
            yield problem(
                "form.same_project",
                form,
                form.project.place or form.place,
                also=(seen[key].project.place or seen[key].place,),
                found=form.project.text,
                other=seen[key].sheet,
            )
        seen.setdefault(key, form)


def agency_blank(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """No 单位 anywhere."""
    if not submission.agency and submission.forms:
        place = submission.cover.agency.place or submission.forms[0].place
        yield Problem("form.agency_blank", place, found="未填")


def contact_blank(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """填报人, 联系电话 or 填报日期 left blank in 基本信息."""
    cover = submission.cover
    missing = [
        (title, text)
        for title, text in (
            ("填报人", cover.preparer),
            ("联系电话", cover.phone),
            ("填报日期", cover.filled_on),
        )
        if not text
    ]
    if missing and cover.agency.place is not None:
        yield Problem(
            "form.contact_blank",
            missing[0][1].place or cover.agency.place,
            tuple(text.place for _, text in missing[1:] if text.place),
            found="未填",
            slots={"fields": "、".join(title for title, _ in missing)},
        )


def instruction_left(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """Help texts and placeholders of the blank form that were not replaced: one entry per form."""
    for form in submission.forms:
        own = [Text(left.text, left.place) for left in submission.leftovers if left.place.sheet == form.sheet]
        texts = [text for text in _form_texts(form) if _is_instruction(text.text) or is_left_blank(text.text)]
        texts += [text for text in own if _is_instruction(text.text)]  # lines for signatures are none
        left = list(dict.fromkeys((text.text, text.place) for text in texts))
        if left:
            yield problem(
                "form.instruction_left",
                form,
                left[0][1] or form.place,
                also=(place for _, place in left[1:]),
                found="；".join(dict.fromkeys(_short(text) for text, _ in left[:3])),
            )


_INSTRUCTION = re.compile(
    r"[(（](请|说明|填写|简述|简要|综合评价|查找|提出|概述|描述|逐项|根据|按照|应)[^()（）]*[)）][。.]?",
    re.DOTALL,
)


_MARKS = re.compile(r"(?<![A-Za-z0-9*×])(?:[xX]{2,4}|[×Ｘ]{2,4})(?![A-Za-z0-9*×])")
"""A mark for what is to be filled in."""


def _is_instruction(text: str) -> bool:
    if _INSTRUCTION.fullmatch(text.strip()) or _MARKS.search(text):
        return True
    return bool(mentioned(text, "placeholder"))


_LONG = 20


def _short(text: str) -> str:
    one_line = text.replace("\n", " ")
    return one_line if len(one_line) <= _LONG else one_line[:_LONG] + "……"


def _form_texts(form: Form) -> Iterator[Text]:
    yield from (form.project, form.department, form.implementing_unit)
    for goal in form.goals:
        yield from (goal.expected, goal.actual)
    for row in form.indicators:
        yield from (
            row.level3,
            row.reason,
            _as_text(row.target_text, row.target, row.target_place),
            _as_text(row.actual_text, row.actual, row.actual_place),
        )


def _as_text(text: str, value: object, place: Place | None) -> Text:
    """A value as text; one that counts as not filled in has its own entry."""
    return Text("" if isinstance(value, NotGiven) else text, place)


_DAY = re.compile(r"((?:19|20)\d\d)\D{1,3}(\d{1,2})(?:\D{1,3}(\d{1,2}))?")
_DECEMBER = 12


def filled_early(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """填报日期 before December of the year that is told: the year was not over."""
    filled, year = submission.cover.filled_on, submission.year
    found = _DAY.search(folded(filled.text))
    if found is None or year is None:
        return
    if (int(found[1]), int(found[2])) < (year, _DECEMBER):
        yield Problem(
            "form.filled_early",
            filled.place,
            found=filled.text,
            expected=f"{year}年末以后",
            slots={"year": str(year)},
        )
