"""Rows that a scheme adds to a form: 评分要点 answered for the unit, 资金到位, 资金支付.

They stand between the indicators and 总分; column A says 附加评分项, so that they are no indicators
when the workbook comes back.
"""

from __future__ import annotations

from itertools import groupby

from perf_xlsx.model import Area, PartScore
from perf_xlsx.scoring import why
from perf_xlsx.scoring.methods import STATUS_WORDS
from perf_xlsx.scoring.parts import part_formulas
from perf_xlsx.scoring.rules import PartRule
from perf_xlsx.writing import layout as at
from perf_xlsx.writing import styles
from perf_xlsx.writing.form_budget import basis, brief
from perf_xlsx.writing.heights import fitted_height
from perf_xlsx.writing.layout import ProjectLayout, Source
from perf_xlsx.writing.plan import address, literal


def write_parts(plan: ProjectLayout, source: Source, row: int) -> int:
    """The added rows, if the scheme has any; gives the row after them."""
    parts = plan.score.parts
    if not parts:
        return row
    rules = {rule.key: rule for rule in source.scheme.parts}
    for offset, part in enumerate(parts):
        plan.parts.append(row + offset)
        _part(plan, source, row + offset, part)
    _levels(plan, [rules[part.key] for part in parts], row)
    last = row + len(parts) - 1
    plan.sheet.merge(Area(row, at.LABEL, last, at.LABEL), at.APART_LABEL, styles.LABEL)
    return last + 1


def _levels(plan: ProjectLayout, rules: list[PartRule], row: int) -> None:
    for level1, group1 in groupby(rules, key=lambda rule: rule.level1):
        top1 = row
        for level2, group2 in groupby(group1, key=lambda rule: rule.level2):
            top2, row = row, row + len(list(group2))
            plan.sheet.merge(Area(top2, at.LEVEL2, row - 1, at.LEVEL2), level2, styles.CENTRE)
        plan.sheet.merge(Area(top1, at.LEVEL1, row - 1, at.LEVEL1), level1, styles.CENTRE)


def _part(plan: ProjectLayout, source: Source, row: int, part: PartScore) -> None:
    sheet = plan.sheet
    text = brief(why.text(part.why))
    here = {"weight": address(row, at.USED), "low": address(row, at.LOW), "high": address(row, at.HIGH)}
    sheet.merge(Area(row, at.LEVEL3, row, at.LEVEL3 + 1), part.title, styles.TEXT)
    sheet.merge(Area(row, at.TARGET, row, at.ACTUAL), text, styles.TEXT, f"{address(row, at.BASIS)}")
    sheet.put(row, at.WEIGHT, part.weight, styles.POINTS, here["weight"])
    score = at.points_value(part.points)
    sheet.put(row, at.SCORE, score, styles.POINTS, at.joined(here["low"], here["high"]))
    sheet.merge(Area(row, at.REASON, row, at.LAST), None, styles.TEXT)
    sheet.put(row, at.USED, part.weight, styles.WORK, f"p_part_{part.key}")
    _working(plan, source, row, part, text)
    sheet.heights[row] = fitted_height(text, at.width(at.TARGET, at.ACTUAL), 10.5, least=26)


def _working(plan: ProjectLayout, source: Source, row: int, part: PartScore, text: str) -> None:
    sheet = plan.sheet
    answers = plan.rubric.get(part.key, "")
    word = STATUS_WORDS[part.status]
    if part.method == "rubric" and not answers:
        _unanswered(plan, row, part, text, word)
        return
    formulas = part_formulas(source.scheme, part.method)
    slots = {
        "answers": answers,
        "weight": address(row, at.USED),
        "decided": address(row, at.DECIDED),
        "points_low": address(row, at.LOW),
        "budget": address(plan.budget_row, at.M_BASE),
        "received": address(plan.budget_row, at.M_RECEIVED),
        "executed": address(plan.budget_row, at.M_EXECUTED),
    }
    sheet.put(row, at.STATUS, word, styles.WORK_BOLD, formulas.status.format_map(slots))
    sheet.put(row, at.LOW, part.points.low, styles.WORK, formulas.points_low.format_map(slots))
    sheet.put(row, at.HIGH, part.points.high, styles.WORK, formulas.points_high.format_map(slots))
    sheet.put(row, at.BASIS, text, styles.WORK_TEXT, basis(row, text, word, part.points))


def _unanswered(plan: ProjectLayout, row: int, part: PartScore, text: str, word: str) -> None:
    """Nobody answered the 评分要点: all of it is open."""
    sheet = plan.sheet
    decided = address(row, at.DECIDED)
    sheet.put(row, at.STATUS, word, styles.WORK_BOLD, f'IF(ISNUMBER({decided}),"",{literal(word)})')
    sheet.put(row, at.DECIDED, None, styles.OPEN)
    for column, value in ((at.LOW, part.points.low), (at.HIGH, part.points.high)):
        formula = f"IF(ISNUMBER({decided}),MAX(0,MIN({address(row, at.USED)},{decided})),{value:f})"
        sheet.put(row, column, value, styles.WORK, formula)
    sheet.put(row, at.BASIS, text, styles.WORK_TEXT)
