"""Sheets that are heaps of header words: looked through without losing the form on top, in bounded work."""

from __future__ import annotations

from collections import Counter

import pytest
from tables import book, sheet

from perf_xlsx.model import Book
from perf_xlsx.reading import walk
from perf_xlsx.reading.headers import find_header
from perf_xlsx.reading.locate import locate
from perf_xlsx.reading.view import copies, look_at

HEADER = "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施"
ROW = "产出指标 | 数量指标 | 办案数 | 100件 | 100件 | 10 | 10 | "
FORM = f"项目支出绩效自评表\n项目名称 | 普法\n{HEADER}\n{ROW}\n总分 | | | | | 10 | 10 |"


def heap(*parts: str) -> Book:
    return book(sheet("表", "\n".join(parts)))


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """How often a header is looked for in each row."""
    seen: Counter[int] = Counter()

    def counted(view: object, index: int) -> object:
        seen[index] += 1
        return find_header(view, index)  # type: ignore[arg-type]

    monkeypatch.setattr(walk, "find_header", counted)
    return seen


def test_hundreds_of_headers_without_rows_are_not_all_read(looked_at: Counter[int]) -> None:
    draft = locate(heap(*[HEADER] * 2000))
    assert [problem.rule for problem in draft.problems] == ["structure.blank_form"]
    assert len(looked_at) < 1000
    assert max(looked_at.values()) == 1


def test_a_form_above_a_heap_of_headers_is_read(looked_at: Counter[int]) -> None:
    draft = locate(heap(FORM, *[HEADER] * 2000))
    assert [len(form.indicators) for form in draft.forms] == [1]


def test_many_headers_with_rows_are_all_read() -> None:
    draft = locate(heap(*[HEADER, ROW] * 400))
    assert sum(len(form.indicators) for form in draft.forms) == 400


def test_a_heap_is_not_looked_for_again_in_the_columns_beside_it(looked_at: Counter[int]) -> None:
    locate(heap(*[" | ".join([HEADER] * 8)] * 900))
    assert sum(looked_at.values()) < 2000


def test_forms_side_by_side_are_cut_as_if_each_were_looked_at_alone() -> None:
    view = look_at(heap(" | ".join([HEADER] * 3), " | ".join([ROW.rstrip(" |")] * 3)).sheets[0])
    parts = list(copies(view))
    alone = [view.band(left, left + 7) for left in (1, 9, 17)]
    assert [part.rows for part in parts] == [part.rows for part in alone]
    assert [part.within(1, 1, 400) for part in parts] == [part.within(1, 1, 400) for part in alone]
