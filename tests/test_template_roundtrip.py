"""What is written into the template is read back the same, as forms and as quick entry."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xlsx.model import Amount, Book, Figure, Form, Role
from perf_xlsx.reading.locate import locate
from perf_xlsx.reading.open import read_book
from perf_xlsx.values.understand import understand
from perf_xlsx.writing.template import write_entries
from perf_xlsx.writing.template_entries import CoverEntry, Entries, FundEntry, IndicatorEntry, ProjectEntry

LEVELS = (
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("效益指标", "社会效益指标"),
    ("满意度指标", "服务对象满意度指标"),
)
TARGETS = (
    ("≥400件", "395件"),
    ("=100%", "100%"),
    ("≤0.2%", "0.05%"),
    ("9月底前", "8月"),
    ("全覆盖", "已全覆盖"),
)

money = st.none() | st.decimals(0, 99999, places=2, allow_nan=False)
points = st.none() | st.decimals(0, 90, places=1, allow_nan=False)
names = st.sampled_from(["道路养护", "校舍维修", "人才引进", "图书采购", "河道清淤"])


@st.composite
def indicators(draw: st.DrawFn) -> tuple[IndicatorEntry, ...]:
    """One to three rows in each of some groups, in the order of the form."""
    rows = []
    for number, (level1, level2) in enumerate(LEVELS):
        for count in range(draw(st.integers(0 if number else 1, 3))):
            target, actual = draw(st.sampled_from(TARGETS))
            reason = draw(st.sampled_from(["", "批复较晚，明年提前办理"]))
            evidence = draw(st.sampled_from(["", "验收单"]))
            name = f"{level2[:2]}指标之{'甲乙丙'[count]}"
            weight, score = draw(points), draw(points)
            rows.append(IndicatorEntry(level1, level2, name, target, actual, weight, score, reason, evidence))
    return tuple(rows)


@st.composite
def projects(draw: st.DrawFn) -> tuple[ProjectEntry, ...]:
    chosen = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    return tuple(
        ProjectEntry(
            name=name,
            department="某局",
            implementing_unit="某局下属单位",
            funds=tuple(
                FundEntry(f"{name}经费{letter}", *draw(st.tuples(money, money, money, money)))
                for letter in "一二三"[: draw(st.integers(1, 3))]
            ),
            goal_expected=draw(st.sampled_from(["", "完成年度任务"])),
            goal_actual=draw(st.sampled_from(["", "已完成年度任务"])),
            indicators=draw(indicators()),
        )
        for name in chosen
    )


def read(data: bytes) -> tuple[Form, ...]:
    book = read_book(data, "表.xlsx")
    assert isinstance(book, Book)
    return understand(locate(book))[0].forms


def number(figure: Figure) -> Decimal | None:
    return figure.value if isinstance(figure, Amount) else None


def as_entry(form: Form) -> ProjectEntry:
    """A form that was read, as the entries that would write it."""
    goal = form.goals[0] if form.goals else None
    return ProjectEntry(
        name=form.project.text,
        department=form.department.text,
        implementing_unit=form.implementing_unit.text,
        funds=tuple(
            FundEntry(
                line.item.text,
                *map(number, (line.initial, line.full_year, line.received, line.executed)),
            )
            for line in form.funds
            if line.role is Role.LINE
        ),
        goal_expected=goal.expected.text if goal else "",
        goal_actual=goal.actual.text if goal else "",
        indicators=tuple(
            IndicatorEntry(
                row.level1.text, row.level2.text, row.level3.text, row.target_text, row.actual_text,
                number(row.weight), number(row.reported_score), row.reason.text, row.evidence.text,
            )
            for row in form.indicators
        ),
    )  # fmt: skip


@pytest.mark.parametrize("flat", [False, True], ids=["forms", "quick entry"])
@settings(max_examples=12, derandomize=True, deadline=None)
@given(content=projects())
def test_entries_come_back(flat: bool, content: tuple[ProjectEntry, ...]) -> None:
    data = write_entries(Entries(CoverEntry("某局", 2024), content), flat=flat)
    assert tuple(map(as_entry, read(data))) == content
