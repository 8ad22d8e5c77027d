"""All checks, in explicit tuples: which function tells which rules, and what was checked and passed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from perf_xlsx.checks import (
    actuals,
    funds,
    identity,
    narrative,
    previous,
    privacy,
    reasons,
    review,
    rubric,
    scores,
    siblings,
    stated_funds,
    stated_numbers,
    targets,
    unit_funds,
    unit_score,
    weights,
)
from perf_xlsx.checks.catalogue import GROUPS, RULES
from perf_xlsx.checks.judged import JudgedCard, JudgedForm, judged_card
from perf_xlsx.model import Book, Finding, Problem, Scorecard, Submission
from perf_xlsx.scoring.rules import Scheme

FormCheck = Callable[[JudgedForm, Scheme], Iterator[Problem]]
UnitCheck = Callable[[Submission, JudgedCard, Scheme], Iterator[Problem]]
YearCheck = Callable[[Submission, Submission], Iterator[Problem]]

FORM_CHECKS: Final[tuple[tuple[FormCheck, tuple[str, ...]], ...]] = (
    (identity.project_blank, ("form.project_blank",)),
    (identity.unit_blank, ("form.unit_blank",)),
    (identity.level3_blank, ("form.level3_blank",)),
    (identity.level2_blank, ("form.level2_blank",)),
    (funds.blank, ("funds.blank", "funds.no_block")),
    (funds.total_missing, ("funds.total_missing",)),
    (funds.parts_sum, ("funds.parts_sum",)),
    (funds.negative, ("funds.negative",)),
    (funds.magnitude, ("funds.magnitude",)),
    (funds.printed_rate, ("funds.rate_printed", "funds.rate_other_base")),
    (funds.row_points, ("funds.points_range", "funds.points_high")),
    (funds.low_points, ("funds.points_low",)),
    (funds.over_budget, ("funds.over_budget",)),
    (funds.adjusted, ("funds.adjusted",)),
    (funds.over_received, ("funds.over_received",)),
    (funds.zero_budget, ("funds.zero_budget", "funds.zero_points")),
    (weights.total, ("weights.sum", "weights.sum_row", "weights.sum_group")),
    (weights.stated_total, ("weights.stated",)),
    (weights.label_points, ("weights.label",)),
    (weights.group_points, ("weights.group",)),
    (weights.budget_points, ("weights.budget",)),
    (weights.blank, ("weights.blank",)),
    (weights.not_positive, ("weights.not_positive",)),
    (weights.missing_group, ("weights.missing_group",)),
    (
        scores.wrong,
        (
            "scores.negative",
            "scores.above_weight",
            "scores.unmet_full",
            "scores.unmet_rounded",
            "scores.too_high",
        ),
    ),
    (scores.rounded, ("scores.rounded",)),
    (scores.tier, ("scores.tier",)),
    (scores.met_missing, ("scores.met_missing",)),
    (scores.below, ("scores.below",)),
    (scores.multiplied_twice, ("scores.multiplied_twice",)),
    (scores.blank, ("scores.blank", "scores.budget_blank")),
    (scores.total, ("scores.total",)),
    (scores.capped, ("scores.cap",)),
    (scores.grade, ("scores.grade",)),
    (review.unreadable, ("review.unreadable",)),
    (review.beyond, ("review.beyond",)),
    (review.total, ("review.total_differs",)),
    (targets.blank, ("targets.blank", "targets.blank_with_actual")),
    (targets.vague, ("targets.vague",)),
    (targets.sign, ("targets.sign",)),
    (targets.above_hundred, ("targets.above_hundred",)),
    (
        targets.too_low,
        ("targets.magnitude", "targets.too_low", "targets.exceeded_applicants", "targets.exceeded"),
    ),
    (targets.easy_rate, ("targets.easy_rate",)),
    (targets.loose_limit, ("targets.loose_limit",)),
    (targets.duplicate, ("targets.duplicate",)),
    (targets.adjusted, ("targets.adjusted",)),
    (targets.other_year, ("targets.other_year",)),
    (targets.no_quantity, ("targets.no_quantity",)),
    (actuals.blank, ("actuals.blank",)),
    (actuals.unit, ("actuals.unit",)),
    (actuals.undecided, ("actuals.undecided", "actuals.straddles", "actuals.two_readings")),
    (actuals.reading_assumed, ("actuals.reading_assumed",)),
    (actuals.words_for_number, ("actuals.words_for_number",)),
    (actuals.approximate, ("actuals.approximate",)),
    (actuals.copies, ("actuals.copies",)),
    (actuals.contradicts, ("actuals.contradicts",)),
    (actuals.above_hundred, ("actuals.above_hundred",)),
    (reasons.missing, ("reasons.missing", "reasons.filler")),
    (reasons.repeated, ("reasons.repeated",)),
    (reasons.no_measure, ("reasons.no_measure",)),
    (reasons.beside_met, ("reasons.beside_met",)),
    (narrative.goal_blank, ("narrative.goal_blank",)),
    (narrative.goal_without_actual, ("narrative.goal_without_actual",)),
    (narrative.goal_copied, ("narrative.goal_copied",)),
    (narrative.goal_is_number, ("narrative.goal_is_number",)),
    (stated_numbers.differ, ("narrative.number_differs",)),
    (narrative.cost_against_money, ("narrative.cost_against_money",)),
)
"""Asked of each form, in the order in which their findings are shown."""

UNIT_CHECKS: Final[tuple[tuple[UnitCheck, tuple[str, ...]], ...]] = (
    (identity.agency_blank, ("form.agency_blank",)),
    (identity.year_blank, ("form.year_blank",)),
    (identity.years_differ, ("form.years_differ",)),
    (identity.same_project, ("form.same_project",)),
    (identity.instruction_left, ("form.instruction_left",)),
    (identity.filled_early, ("form.filled_early",)),
    (identity.contact_blank, ("form.contact_blank",)),
    (privacy.personal_numbers, ("privacy.personal_number",)),
    (stated_funds.cover_parts, ("funds.cover_parts",)),
    (stated_funds.stated_total, ("funds.unit_total", "funds.magnitude_stated")),
    (stated_funds.stated_rate, ("funds.stated_rate",)),
    (unit_funds.full_year_blank, ("funds.full_year_blank",)),
    (unit_funds.over_initial, ("funds.over_initial",)),
    (unit_funds.low_rate, ("funds.low_rate",)),
    (unit_funds.received_base, ("funds.received_base",)),
    (weights.shared, ("weights.shared",)),
    (unit_score.stated, ("scores.unit_stated", "scores.unit_other_mean", "scores.unit_unsupported")),
    (narrative.all_done, ("narrative.all_done",)),
    (narrative.most_done, ("narrative.most_done",)),
    (narrative.issues_blank, ("narrative.issues_blank",)),
    (unit_funds.low_rate_not_in_issues, ("narrative.low_rate_not_in_issues",)),
    (narrative.level2_differs, ("narrative.level2_differs",)),
    (rubric.blank, ("rubric.blank",)),
    (review.unit, ("review.unit_score",)),
    (rubric.unexplained, ("rubric.unexplained",)),
    (siblings.targets, ("siblings.target_differs",)),
    (siblings.missing, ("siblings.indicator_missing",)),
    (siblings.budget, ("siblings.budget_differs",)),
)
"""Asked of the workbook as a whole."""

YEAR_CHECKS: Final[tuple[tuple[YearCheck, tuple[str, ...]], ...]] = (
    (previous.target_below, ("previous.target_below",)),
    (previous.unit_differs, ("previous.unit_differs",)),
    (previous.text_copied, ("previous.text_copied",)),
)
"""Asked when the same unit's workbook of the year before is at hand."""

OTHER_RULES: Final = ("privacy.secret",)
"""Told before scoring, by ``forbidden``."""

_NOT_OF_ONE_RUN: Final = ("file", "across", "batch", "previous", "fill", "roster", "merge")

CHECKED_RULES: Final[frozenset[str]] = frozenset(
    rule.id for rule in RULES.values() if rule.subject not in _NOT_OF_ONE_RUN
)
"""The rules that every scored workbook is held against, whichever stage tells them."""


def check(
    submission: Submission, scorecard: Scorecard, scheme: Scheme, previous: Submission | None = None
) -> tuple[Problem, ...]:
    """Everything finance would ask about one workbook under one scheme."""
    found: list[Problem] = []
    looked = judged_card(scorecard, scheme)
    for unit_check, _ in UNIT_CHECKS:
        found += unit_check(submission, looked, scheme)
    for form in looked.forms:
        for form_check, _ in FORM_CHECKS:
            found += form_check(form, scheme)
    if previous is not None:
        for year_check, _ in YEAR_CHECKS:
            found += year_check(submission, previous)
    return tuple(found)


def forbidden(book: Book, name: str) -> Problem | None:
    """The mark of secrecy, in the workbook or its name, for which it is not scored at all."""
    return privacy.secret(book, name)


@dataclass(frozen=True, slots=True)
class Passed:
    """One group of rules: how many were checked, and how many told nothing."""

    group: str
    checked: int
    passed: int

    @property
    def line(self) -> str:
        """权重合理：检查 9 项，9 项未发现问题。"""
        return f"{self.group}：检查 {self.checked} 项，{self.passed} 项未发现问题。"


def passed(told: Iterable[Problem | Finding]) -> tuple[Passed, ...]:
    """What was checked and passed, group by group: the rules of this run that told nothing."""
    fired = {each.rule for each in told}
    lines = []
    for group in GROUPS:
        rules = [rule for rule in sorted(CHECKED_RULES) if RULES[rule].group == group]
        lines.append(Passed(group, len(rules), sum(rule not in fired for rule in rules)))
    return tuple(lines)
