"""预算执行率, totals, caps, grades and means: cases, and their formulas by another engine."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring_city import CITY
from scoring_forms import form, fund, row, submission
from scoring_sheet import Worksheet, same

from perf_xlsx.model import Interval, Role, Status, Why
from perf_xlsx.scoring.budget import budget_formulas, score_budget
from perf_xlsx.scoring.methods import STATUS_WORDS
from perf_xlsx.scoring.scheme import builtin, load
from perf_xlsx.scoring.score import score
from perf_xlsx.scoring.totals import Entry, grade, mean, total_formulas, total_of, unit_formulas
from perf_xlsx.scoring.why import text

CN = load("cn-2020")
SCHEMES = {scheme.id: scheme for scheme in (*builtin(), CITY)}
D = Decimal

# lines of 项目资金 → base, 判定, rate, points low and high
MONEY = [
    ([fund("100", "80", "80")], "full_year", "完成", "1", "10", "10"),
    ([fund("100", "80", "40")], "full_year", "未完成", "0.5", "5", "5"),
    ([fund("100", "80", "96")], "full_year", "完成", "1.2", "10", "10"),
    ([fund("100", None, "90")], "initial", "未完成", "0.9", "9", "9"),
    ([fund("45", None, "62.82")], "initial", "完成", "1.396", "10", "10"),
    ([fund("100", None, "50", received="50")], "initial", "未完成", "0.5", "5", "5"),
    ([fund("4753.66", "4753.66", "3824.26")], "full_year", "未完成", "0.8044874896", "8.04", "8.04"),
    ([fund(None, None, "50", received="50")], "full_year", "未填", None, "0", "10"),
    ([fund("100", "100", None)], "full_year", "未填", None, "0", "10"),
    ([fund("0", "0", "0")], "full_year", "不适用", None, "0", "0"),
    ([fund("0", "0", "5")], "full_year", "待评定", None, "0", "10"),
    ([fund("-1", None, "5")], "initial", "待评定", None, "0", "10"),
    ([], "full_year", "未填", None, "0", "10"),
    # 合计行为 0 或空白，取分项之和
    ([fund("0", "0", "0"), fund("90", "90", "81", role=Role.PART)], "full_year", "未完成", "0.9", "9", "9"),
    ([fund(), fund("60", None, "30", role=Role.LINE), fund("40", None, "40", role=Role.LINE)],
     "initial", "未完成", "0.7", "7", "7"),
    # 合计的全年预算数为 0，而分项只有年初预算数和执行数：没有填
    ([fund("100", "0", "90"), fund("60", None, "50", role=Role.LINE), fund("40", None, "40", role=Role.LINE)],
     "initial", "未完成", "0.9", "9", "9"),
    ([fund("0", "0", "0"), fund("100", None, "90", role=Role.PART)], "initial", "未完成", "0.9", "9", "9"),
    ([fund("100", "0", "90"), fund("100", "0", "90", role=Role.PART)],
     "full_year", "待评定", None, "0", "10"),
    ([fund("100", "0", "90"), fund(None, None, "90", role=Role.PART)],
     "full_year", "待评定", None, "0", "10"),
    # 有一行未填的，合计不能用
    ([fund(), fund("60", None, "30", role=Role.LINE), fund("40", None, None, role=Role.LINE)],
     "initial", "未填", None, "0", "10"),
]  # fmt: skip


@pytest.mark.parametrize(("funds", "base", "word", "rate", "low", "high"), MONEY)
def test_budget_row(funds: list, base: str, word: str, rate: str | None, low: str, high: str) -> None:
    found = score_budget(form(funds=funds), CN, D(10))
    assert (found.base, STATUS_WORDS[found.status]) == (base, word)
    assert found.rate == (None if rate is None else D(rate))
    assert (found.points.low, found.points.high) == (D(low), D(high))
    assert "{" not in text(found.why)


AMOUNTS = st.one_of(
    st.none(),
    st.sampled_from([D(n) for n in ("0", "100", "80", "90", "60", "-3", "0.01")]),
    st.decimals(min_value=0, max_value=300, places=2, allow_nan=False),
)


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_budget_formulas_agree(scheme_id: str) -> None:
    scheme = SCHEMES[scheme_id]
    sheet = Worksheet(scheme)
    templates = budget_formulas(scheme)
    order = [("budget", templates.base), ("rate", templates.rate), ("status", templates.status)]
    order += [("points_low", templates.points_low), ("points_high", templates.points_high)]

    @settings(derandomize=True, max_examples=50, deadline=None, database=None)
    @given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, st.sampled_from([D(10), D(20), D("3.336"), D(0)]))
    def agree(
        initial: Decimal | None,
        full_year: Decimal | None,
        received: Decimal | None,
        executed: Decimal | None,
        weight: Decimal,
    ) -> None:
        line = fund(*(None if each is None else str(each) for each in (initial, full_year, executed)),
                    received=None if received is None else str(received))  # fmt: skip
        found = score_budget(form(funds=[line]), scheme, weight)
        cells = {"initial": initial, "full_year": full_year, "received": received}
        results = sheet.evaluate({**cells, "executed": executed, "weight": weight}, order)
        shown = (results, found)
        assert same(results["budget"], found.budget), shown
        assert same(results["rate"], found.rate), shown
        assert results["status"] == STATUS_WORDS[found.status], shown
        assert same(results["points_low"], found.points.low), shown
        assert same(results["points_high"], found.points.high), shown

    agree()


POINTS = st.decimals(min_value=0, max_value=40, places=2, allow_nan=False)
ENTRIES = st.lists(st.tuples(POINTS, POINTS, POINTS, st.sampled_from(list(Status))), min_size=1, max_size=6)
RATES = st.one_of(st.none(), st.sampled_from([D(n) for n in ("0.7", "0.8", "0.69", "0.8001", "1", "0")]))


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_total_formulas_agree(scheme_id: str) -> None:
    scheme = SCHEMES[scheme_id]
    sheet = Worksheet(scheme)
    templates = total_formulas(scheme)
    order = [("low", templates.uncapped_low), ("high", templates.uncapped_high), ("cap", templates.cap)]
    order += [("total_low", templates.total_low), ("total_high", templates.total_high)]
    order += [("grade", templates.grade)]

    @settings(derandomize=True, max_examples=30, deadline=None, database=None)
    @given(ENTRIES, RATES, st.sampled_from([Status.MET, Status.UNMET, Status.NOT_APPLICABLE]))
    def agree(rows: list, rate: Decimal | None, budget: Status) -> None:
        entries = [Entry(w, Interval(min(a, b), max(a, b)), status) for w, a, b, status in rows]
        found = total_of(entries, scheme, rate, budget)
        cells = {
            "points_low": [each.points.low for each in entries],
            "points_high": [each.points.high for each in entries],
            "weights": [each.weight for each in entries],
            "statuses": [STATUS_WORDS[each.status] for each in entries],
            "rate": rate,
            "budget_status": STATUS_WORDS[budget],
        }
        results = sheet.evaluate(cells, order)
        shown = (results, found)
        assert same(results["low"], found.uncapped.low), shown
        assert same(results["high"], found.uncapped.high), shown
        assert same(results["total_low"], found.total.low), shown
        assert same(results["total_high"], found.total.high), shown
        assert results["grade"] == grade(found.total, scheme), shown
        if rate is not None:
            assert same(results["cap"], found.cap), shown

    agree()


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_unit_formulas_agree(scheme_id: str) -> None:
    scheme = SCHEMES[scheme_id]
    sheet = Worksheet(scheme)
    templates = unit_formulas(scheme)
    order = [
        ("mean", templates.mean),
        ("by_budget", templates.by_budget),
        ("by_executed", templates.by_executed),
    ]

    @settings(derandomize=True, max_examples=15, deadline=None, database=None)
    @given(st.lists(st.tuples(POINTS, POINTS, POINTS), min_size=1, max_size=6))
    def agree(forms: list) -> None:
        totals = [Interval(total, total) for total, _, _ in forms]
        columns = [list(column) for column in zip(*forms, strict=True)]
        cells = dict(zip(("totals", "budgets", "executed"), columns, strict=True))
        results = sheet.evaluate(cells, order)
        for name, by in (("mean", None), ("by_budget", columns[1]), ("by_executed", columns[2])):
            found = mean(totals, by, scheme)
            assert same(results[name], None if found is None else found.low), (name, results, found)

    agree()


@pytest.mark.parametrize(
    ("total", "word"),
    [
        ("100", "优"),
        ("90", "优"),
        ("89.99", "良"),
        ("80", "良"),
        ("79.99", "中"),
        ("60", "中"),
        ("59.99", "差"),
    ],
)
def test_an_edge_belongs_to_the_higher_grade(total: str, word: str) -> None:
    assert grade(Interval(D(total), D(total)), CN) == word


def test_a_grade_is_open_while_its_ends_disagree() -> None:
    assert grade(Interval(D("82.5"), D("92.5")), CN) == "待定"
    assert grade(Interval(D("90"), D("92.5")), CN) == "优"


def test_rows_that_do_not_apply_leave_the_rest_scaled() -> None:
    rows = [row("数量", "甲", "≥10件", "5件", "50"), row("社会", "乙", "≥10件", "不适用", "40")]
    card = score(submission(form(*rows, funds=[fund("1", "1", "1")])), CN, Why("blank"))
    # (10 + 25) × 100 / 60
    assert card.forms[0].total.exact == D("58.33")


def test_where_nothing_applies_the_points_stay_as_they_are() -> None:
    apart = Entry(D(10), Interval(D(0), D(0)), Status.NOT_APPLICABLE)
    assert total_of([apart, apart], CN, None, Status.NOT_APPLICABLE).total.exact == 0
    met = Entry(D(30), Interval(D(30), D(30)), Status.MET)
    assert total_of([apart, met], CN, None, Status.NOT_APPLICABLE).total.exact == 40


def test_means_need_every_weight() -> None:
    totals = [Interval(D(90), D(90)), Interval(D(80), D(80))]
    assert mean(totals, [D(1), None], CN) is None
    assert mean(totals, [D(0), D(0)], CN) is None
    assert mean([], None, CN) is None
    assert mean(totals, [D(3), D(1)], CN) == Interval(D("87.50"), D("87.50"))
