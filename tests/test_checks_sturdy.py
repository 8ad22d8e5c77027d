"""Whatever stands in a cell: the checks never raise, and everything they tell can be shown."""
# ruff: noqa: E501

from __future__ import annotations

from checks_forms import COVER, FORM, ISSUES, told
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xlsx.checks.catalogue import finding

QUIET = settings(derandomize=True, max_examples=60, deadline=None)

LINES = FORM.strip("\n").splitlines()
CELLS = [
    (row, column)
    for row, line in enumerate(LINES)
    for column, cell in enumerate(line.split("|"))
    if row not in (4, 11) and cell.strip() not in ("<", "^")
]
ODD = (
    "", "0", "-1", "1", "1e9", "99999999999999999999", "0.0000001", "100%", "-5%", "无", "—", "/", "见附件", "约100余", "≥", "≤0",
    ">=0", "0起", "3/4", "2023年2月30日", "12月", "一万二", "九成", "全部完成", "未完成", "100场；200人", "@0.5;0%", "@1;0.00%", "'001",
    "“{rows}”", "{0}", "%s", "=SUM(A1)", "😀", "x" * 2000, "13800138000", "（请填写）", "±10%", "5万元", "5元", "10分", "50~60",
)  # fmt: skip


@QUIET
@given(st.lists(st.tuples(st.sampled_from(CELLS), st.sampled_from(ODD)), min_size=1, max_size=4))
def test_odd_cells_are_told_in_words_and_never_raise(edits: list[tuple[tuple[int, int], str]]) -> None:
    grid = [[cell.strip() for cell in line.split("|")] for line in LINES]
    for (row, column), text in edits:
        grid[row][column] = text
    table = "\n".join(" | ".join(line) for line in grid)
    made = told(("普法", table), ("基本信息", COVER), ("存在问题及建议", ISSUES))
    for problem in made.problems:
        shown = finding(problem)
        assert shown.message
        assert "（未提供）" not in shown.message + shown.repair, problem


@QUIET
@given(st.sets(st.integers(0, len(LINES) - 1), max_size=6))
def test_missing_lines_never_raise(gone: set[int]) -> None:
    table = "\n".join(line for row, line in enumerate(LINES) if row not in gone)
    for problem in told(("普法", table)).problems:
        assert "（未提供）" not in finding(problem).message, problem
