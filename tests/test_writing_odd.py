# ruff: noqa: E501
"""Odd cells anywhere: the output stays sound, whole and right, and comes back with the same scores."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from lint_xlsx import lint
from parity import by_formualizer, differences, formulas, values
from scored_case import AID, LAW, book, evaluated
from tables import sheet
from test_writing_output import lost

from perf_xlsx.evaluate import Options, evaluate
from perf_xlsx.model import Sheet
from perf_xlsx.writing.scored import write_scored

ODD = (
    "=1+1", "+5", "-", "@x", 'he said "hi"', "{cell}", "{0}", "a{b}c", "长" * 300, "长" * 30_000, "😀件",
    "5😀", "a\tb", "_x0041_", "&<>\"'", "5'件", "'x'", "1e5", "≥", "<5>", "95%", "0%", "-5%", "１２３", "1,234件",
    "12,34", "3.70万", "0.0", "#DIV/0!", "TRUE", "2021-05-01", "9月底前", "11月", "达成", "未完成", "部分达成", "—",
    "不适用", "0", "100", "1000000000000000", "1.5亿元", "50%以上", "不足5次", "约3", "无", "5\n件", "∞", "5/6",
    "三十五件", "≥5且≤8", "5~8", "&A&P", "History", "评分汇总",
)  # fmt: skip
SCHEMES = (None, "guangdong", "hubei", "platform", "cn-2017", "cn-2021")


def disturbed(given: Sheet, chance: random.Random) -> Sheet:
    """The sheet with up to a dozen odd texts below its title."""
    cells = dict(given.cells)
    for _ in range(chance.randint(1, 12)):
        place = chance.choice([place for place in cells if place[0] > 2])
        cells[place] = cells[place]._replace(text=chance.choice(ODD), number=None, number_format="General")
    return replace(given, cells=cells)


@pytest.mark.parametrize("seed", range(12))
def test_an_output_of_odd_cells_is_sound_and_comes_back(seed: int) -> None:
    chance = random.Random(seed)
    scheme = SCHEMES[seed % len(SCHEMES)]
    sheets = [disturbed(sheet(name, table), chance) for name, table in (("一", AID), ("二'", LAW))]
    before = evaluated(book(*sheets), scheme)
    data = write_scored(before)
    assert differences(formulas(data), by_formualizer(data)) == []
    assert lint(data) == []
    assert lost(before, data) == []
    (after,) = evaluate(data, "x_评分.xlsx", Options(schemes=(scheme,) if scheme else ()))
    assert before.scorecard is not None
    assert after.scorecard is not None
    assert [form.total for form in after.scorecard.forms] == [form.total for form in before.scorecard.forms]


def test_a_0_that_sums_up_nothing_stays_and_what_is_typed_over_it_counts() -> None:
    blank = AID.replace("| 200 | 250 | 200 | 10 | 80% | < | 8", "| 200 | 0 | 180 | 10 | 90% | < | 9")
    before = evaluated(book(sheet("一", blank.replace("| 200 | 250 | 200 | — |", "| 200 | | 180 | — |"))))
    assert before.scorecard is not None
    (scored,) = before.scorecard.forms
    assert (scored.budget.base, scored.budget.points.exact) == ("initial", 9)
    data = write_scored(before)
    assert differences(formulas(data), by_formualizer(data)) == []
    assert 'IF(N(F7)<>0,F7,"")' in [formula for formula, _ in values(data).values()]
