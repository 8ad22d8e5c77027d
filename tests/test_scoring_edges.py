"""Every parameter of every scheme at its edge: just below, on it, just above.  Weight 10."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring_city import SCHEMES as CITIES
from scoring_forms import form, fund, row, submission

from perf_xlsx.model import Interval, Operands, RowScore, Status, Why
from perf_xlsx.scoring.arithmetic import arithmetic, budget_arithmetic
from perf_xlsx.scoring.budget import score_budget
from perf_xlsx.scoring.methods import METHODS, Given, status_word
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.scoring.scheme import builtin
from perf_xlsx.scoring.score import score
from perf_xlsx.scoring.totals import Entry, total_of

D = Decimal
SCHEMES = {**{scheme.id: scheme for scheme in builtin()}, **CITIES}


def scored(scheme: Scheme, kind: str, target: str, actual: str, typed: str = "") -> RowScore:
    indicator = row(kind, "指标", target, actual, "10", typed)
    # 有了同表式的分值，按自评表自己的分值评分
    weight = {"hubei": "20", "guangdong": "0"}.get(scheme.id, "10")
    extra = {"guangdong": [row("投入", "论证", "充分", "充分", "40")]}.get(scheme.id, [])
    extra += {"cn-2021": [row("一级成本", "成本", "≤5万元", "5万元", "20")]}.get(scheme.id, [])
    whole = form(indicator, *extra, funds=[fund("10", "10", "10", weight=weight)])
    return score(submission(whole), scheme, Why("chosen_default")).forms[0].rows[0]


# scheme, kind, target, actual → 判定, low, high, arithmetic in words
ROWS = [
    # 直线减分：10×(2×50-B)÷(1×50)，到 2 倍为 0
    ("platform", "成本", "≤50万元", "50万元", "完成", "10", "10", "完成，得全部分值10分"),
    ("platform", "成本", "≤50万元", "51万元", "未完成", "9.8", "9.8", "10×(2×50-51)÷(1×50)=9.80"),
    ("platform", "成本", "≤50万元", "75万元", "未完成", "5", "5", "10×(2×50-75)÷(1×50)=5.00"),
    ("platform", "成本", "≤50万元", "99.9万元", "未完成", "0.02", "0.02", "10×(2×50-99.9)÷(1×50)=0.02"),
    ("platform", "成本", "≤50万元", "100万元", "未完成", "0", "0", "10×(2×50-100)÷(1×50)=0.00"),
    ("platform", "成本", "≤50万元", "101万元", "未完成", "0", "0", "10×(2×50-101)÷(1×50)=0.00"),
    ("platform", "成本", "≤0万元", "1万元", "未完成", "0", "0", "10×0=0.00"),
    ("platform", "数量", "=0起", "0起", "完成", "10", "10", "完成，得全部分值10分"),
    ("platform", "数量", "=0起", "1起", "未完成", "0", "0", "10×0=0.00"),
    ("city", "数量", "≤0起", "2起", "未完成", "0", "0", "10×0=0.0"),
    ("linear", "成本", "≤40万元", "50万元", "未完成", "5", "5", "10×(1.5×40-50)÷(0.5×40)=5.0"),
    ("linear", "成本", "≤40万元", "60万元", "未完成", "0", "0", "10×(1.5×40-60)÷(0.5×40)=0.0"),
    # 各标准相同的折算
    ("cn-2020", "数量", "≥4000件", "3000件", "未完成", "7.5", "7.5", "10×3000÷4000=7.50"),
    ("cn-2020", "质量", "≥95%", "57%", "未完成", "6", "6", "10×57%÷95%=6.00"),
    ("cn-2020", "质量", "≤0.2%", "0.4%", "未完成", "5", "5", "10×0.2%÷0.4%=5.00"),
    # 定性档：80/60 与 80/50，下限含在本档
    ("cn-2020", "社会", "显著", "部分达成", "部分达成", "6", "8", "待定，6.00～8.00分"),
    ("cn-2017", "社会", "显著", "部分达成", "部分达成", "5", "8", "待定，5.00～8.00分"),
    ("cn-2021", "社会", "显著", "部分达成", "部分达成", "6", "8", "待定，6.00～8.00分"),
    ("guangdong", "社会", "显著", "部分达成", "部分达成", "6", "8", "待定，6.00～8.00分"),
    ("hubei", "社会", "显著", "部分达成", "部分达成", "5", "8", "待定，5.00～8.00分"),
    ("hubei", "社会", "显著", "未达成", "未达成", "0", "5", "待定，0.00～5.00分"),
    ("city", "社会", "显著", "部分达成", "部分达成", "5.5", "8.5", "待定，5.5～8.5分"),
    # 逾期上限
    ("cn-2017", "时效", "9月底前", "10月", "未完成", "0", "5", "待定，0.00～5.00分"),
    ("city", "时效", "9月底前", "10月", "未完成", "0", "4", "待定，0.0～4.0分"),
    # 容差 10%：界限含在完成内
    ("city", "数量", "≥100件", "89件", "未完成", "2.5", "2.5", "10-1.5×取整((1-89÷100)÷2%)=2.5"),
    ("city", "数量", "≥100件", "90件", "完成", "10", "10", "完成，得全部分值10分"),
    ("city", "数量", "≥100件", "91件", "完成", "10", "10", "完成，得全部分值10分"),
    ("city", "成本", "≤100万元", "110万元", "完成", "10", "10", "完成，得全部分值10分"),
    ("city", "成本", "≤100万元", "111万元", "未完成", "2.5", "2.5", "10-1.5×取整((111÷100-1)÷2%)=2.5"),
    # “＝”上下都算偏离
    ("city", "数量", "=100件", "111件", "未完成", "2.5", "2.5", "10-1.5×取整((111÷100-1)÷2%)=2.5"),
    ("city", "数量", "=100件", "110件", "完成", "10", "10", "完成，得全部分值10分"),
    ("city", "数量", "=100件", "89件", "未完成", "2.5", "2.5", "10-1.5×取整((1-89÷100)÷2%)=2.5"),
    # 每低 2 个百分点扣 1.5 分，不足一步：不扣、按一步、按比例
    ("city", "质量", "≥90%", "80%", "未完成", "2.5", "2.5", "10-1.5×取整((90%-80%)÷2%)=2.5"),
    ("city", "质量", "≥90%", "79%", "未完成", "2.5", "2.5", "10-1.5×取整((90%-79%)÷2%)=2.5"),
    ("city", "质量", "≥90%", "78%", "未完成", "1", "1", "10-1.5×取整((90%-78%)÷2%)=1.0"),
    ("points", "质量", "≥90%", "80.1%", "未完成", "2.5", "2.5", "10-1.5×进位((90%-80.1%)÷2%)=2.5"),
    ("points", "质量", "≥90%", "80%", "未完成", "2.5", "2.5", "10-1.5×进位((90%-80%)÷2%)=2.5"),
    ("points", "质量", "≥90%", "79.9%", "未完成", "1", "1", "10-1.5×进位((90%-79.9%)÷2%)=1.0"),
    ("exact", "质量", "≤10%", "15%", "未完成", "6.3", "6.3", "10-1.5×((15%-10%)÷2%)=6.3"),  # 6.25
    # 未完成不得分
    ("exact", "质量", "≥90%", "80%", "未完成", "0", "0", "10×0=0.0"),
    ("zero", "成本", "≤100万元", "111万元", "未完成", "0", "0", "10×0=0"),
    # 超额：从 125% 起按偏离扣，最多 30%；或固定扣 2 分
    ("city", "数量", "≥100件", "124件", "完成", "10", "10", "完成，得全部分值10分"),
    ("city", "数量", "≥100件", "125件", "完成", "10", "10", "完成，得全部分值10分"),
    ("city", "数量", "≥100件", "145件", "完成", "9", "9", "10×(1-(145%-125%)×0.5，最多30%)=9.0"),
    ("city", "数量", "≥100件", "185件", "完成", "7", "7", "10×(1-(185%-125%)×0.5，最多30%)=7.0"),
    ("city", "数量", "≥100件", "285件", "完成", "7", "7", "10×(1-(285%-125%)×0.5，最多30%)=7.0"),
    ("points", "数量", "≥100件", "124.9件", "完成", "10", "10", "完成，得全部分值10分"),
    ("points", "数量", "≥100件", "125件", "完成", "8", "8", "完成率125%，超额：10-2=8.0"),
]  # fmt: skip


@pytest.mark.parametrize(("scheme", "kind", "target", "actual", "word", "low", "high", "shown"), ROWS)
def test_a_row_at_an_edge(
    scheme: str, kind: str, target: str, actual: str, word: str, low: str, high: str, shown: str
) -> None:
    found = scored(SCHEMES[scheme], kind, target, actual)
    assert (status_word(found), found.points.low, found.points.high) == (word, D(low), D(high))
    assert arithmetic(found, SCHEMES[scheme]) == shown


# 自评得分在不在档内：市标准的下限不含在本档
TYPED = [
    ("cn-2020", "显著", "7.99", "10", "10"),
    ("cn-2020", "显著", "8", "8", "8"),
    ("cn-2020", "部分达成", "5.99", "6", "8"),
    ("cn-2020", "部分达成", "6", "6", "6"),
    ("cn-2020", "部分达成", "7.99", "7.99", "7.99"),
    ("cn-2020", "部分达成", "8", "6", "8"),
    ("cn-2020", "未达成", "5.99", "5.99", "5.99"),
    ("cn-2020", "未达成", "6", "0", "6"),
    ("cn-2020", "未达成", "-1", "0", "6"),
    ("hubei", "部分达成", "4.99", "5", "8"),
    ("hubei", "部分达成", "5", "5", "5"),
    ("city", "显著", "8.5", "10", "10"),
    ("city", "显著", "8.51", "8.51", "8.51"),
    ("city", "显著", "10", "10", "10"),
    ("city", "显著", "10.1", "10", "10"),
    ("city", "部分达成", "5.5", "5.5", "8.5"),
    ("city", "部分达成", "8.5", "8.5", "8.5"),
    ("city", "部分达成", "8.6", "5.5", "8.5"),
    ("city", "未达成", "5.5", "5.5", "5.5"),
    ("city", "未达成", "5.6", "0", "5.5"),
]


@pytest.mark.parametrize(("scheme", "actual", "typed", "low", "high"), TYPED)
def test_typed_points_at_the_edge_of_a_tier(
    scheme: str, actual: str, typed: str, low: str, high: str
) -> None:
    found = scored(SCHEMES[scheme], "社会", "显著", actual, typed)
    assert (found.points.low, found.points.high) == (D(low), D(high))


def test_typed_points_of_a_merged_cell_belong_to_no_single_row() -> None:
    merged = row("社会", "指标", "显著", "显著", "10", "9", score_rows=2)
    card = score(submission(form(merged)), SCHEMES["cn-2020"], Why("chosen_default"))
    assert card.forms[0].rows[0].points.exact == D(10)


def test_typed_points_of_a_foreign_form_are_on_another_scale() -> None:
    foreign = form(row("社会", "指标", "显著", "显著", "30", "24"), row("数量", "指标", "≥1件", "1件", "60"))
    card = score(submission(foreign), SCHEMES["guangdong"], Why("chosen_default"))
    (words, _) = card.forms[0].rows
    assert (words.method, status_word(words), words.points.exact) == ("words.apart", "达成", D(30))


# scheme, 到位, 年初, 全年, 执行 → points of 10 and the arithmetic
BUDGETS = [
    ("cn-2020", None, "100", None, "99.99", "10.00", "10×99.99%=10.00"),
    ("cn-2020", None, "100", None, "100", "10", "100÷100=100%，得全部分值10分"),
    ("cn-2020", None, "100", None, "100.01", "10", "100.01÷100=100.01%，得全部分值10分"),
    ("cn-2020", None, "100", "200", "100", "5", "10×50%=5.00"),
    ("city", "100", "200", "300", "94.99", "7.5", "94.99÷100=94.99%，按档得7.5分"),
    ("city", "100", "200", "300", "95", "10", "95÷100=95%，得全部分值10分"),
    ("city", "100", None, None, "80", "7.5", "80÷100=80%，按档得7.5分"),
    ("city", "100", None, None, "79.99", "2.5", "79.99÷100=79.99%，按档得2.5分"),
    ("city", "100", None, None, "50", "2.5", "50÷100=50%，按档得2.5分"),
    ("city", "100", None, None, "49.99", "0", "49.99÷100=49.99%，按档得0.0分"),
    ("city", None, "100", "50", "50", "2.5", "50÷100=50%，按档得2.5分"),
]


@pytest.mark.parametrize(
    ("scheme", "received", "initial", "full_year", "executed", "points", "shown"), BUDGETS
)
def test_the_budget_row_at_an_edge(
    scheme: str,
    received: str | None,
    initial: str | None,
    full_year: str | None,
    executed: str,
    points: str,
    shown: str,
) -> None:
    money = fund(initial, full_year, executed, received=received)
    found = score_budget(form(funds=[money]), SCHEMES[scheme], D(10))
    assert found.points.exact == D(points)
    assert budget_arithmetic(found, SCHEMES[scheme]) == shown


def test_a_budget_row_that_is_open_or_does_not_apply() -> None:
    cn, city = SCHEMES["cn-2020"], SCHEMES["city"]
    blank = score_budget(form(), cn, D(10))
    assert budget_arithmetic(blank, cn) == "待定，0.00～10.00分"
    nothing = form(funds=[fund("0", "0", "0", received="0")])
    assert budget_arithmetic(score_budget(nothing, cn, D(10)), cn) == "不适用，计0.00分"
    assert budget_arithmetic(score_budget(nothing, city, D(10)), city) == "不适用，计10.0分"


# 执行率低于 80% 总分不高于 89，低于 70% 不高于 79
CAPS = [
    ("0.8", None, "95"),
    ("0.7999", "89", "89"),
    ("0.7", "89", "89"),
    ("0.6999", "79", "79"),
    ("1", None, "95"),
]


@pytest.mark.parametrize(("rate", "cap", "total"), CAPS)
def test_the_cap_at_an_edge(rate: str, cap: str | None, total: str) -> None:
    entry = Entry(D(100), Interval(D(95), D(95)), Status.MET)
    found = total_of([entry], SCHEMES["city"], D(rate), Status.UNMET)
    assert found.cap == (None if cap is None else D(cap))
    assert (found.total.exact, found.uncapped.exact) == (D(total), D(95))


def test_a_cap_of_an_open_rate_holds_the_lower_end_only() -> None:
    entry = Entry(D(100), Interval(D(95), D(95)), Status.MET)
    found = total_of([entry], SCHEMES["city"], None, Status.BLANK)
    assert (found.total, found.cap) == (Interval(D(79), D(95)), None)
    assert total_of([entry], SCHEMES["city"], None, Status.NOT_APPLICABLE).total.exact == D(95)


def test_a_row_that_does_not_apply_counts_in_full_where_the_scheme_says_so() -> None:
    found = scored(SCHEMES["city"], "数量", "≥5件", "不适用")
    assert (found.status, found.points.exact) == (Status.NOT_APPLICABLE, D(10))
    assert arithmetic(found, SCHEMES["points"]) == "不适用，计10.0分"
    assert scored(SCHEMES["points"], "数量", "≥5件", "不适用").points.exact == D(0)


def test_arithmetic_of_a_decided_row() -> None:
    decided = row("数量", "指标", "80人", "约850人次", "10", decided="7")
    card = score(submission(form(decided)), SCHEMES["cn-2020"], Why("chosen_default"))
    assert arithmetic(card.forms[0].rows[0], SCHEMES["cn-2020"]) == "人工评定7.00分"
    assert card.forms[0].rows[0].why.id == "decided"


# ---------------------------------------------------------------- laws

TARGETS = st.decimals(min_value=D("0.01"), max_value=500, places=2)
ACTUALS = st.decimals(min_value=0, max_value=1000, places=2)
WEIGHTS = st.decimals(min_value=0, max_value=50, places=2)
KINDS = [
    kind
    for kind in METHODS
    if METHODS[kind].numeric and "." not in kind.removesuffix(".percent") and kind != "by_date"
]
RULES = ["cn-2020", "platform", *CITIES]


def worth(scheme: Scheme, kind: str, weight: Decimal, target: Decimal, actual: Decimal) -> Decimal:
    operands = Operands(target, target, actual, actual)
    exact = METHODS[kind].outcome(Given(weight, operands), scheme).points.exact
    assert exact is not None
    return exact


@pytest.mark.parametrize("scheme", RULES)
@pytest.mark.parametrize("kind", KINDS)
def test_points_lie_within_the_weight(scheme: str, kind: str) -> None:
    @settings(derandomize=True, max_examples=40, deadline=None, database=None)
    @given(WEIGHTS, TARGETS, ACTUALS)
    def inside(weight: Decimal, target: Decimal, actual: Decimal) -> None:
        assert 0 <= worth(SCHEMES[scheme], kind, weight, target, actual) <= weight

    inside()


@pytest.mark.parametrize("scheme", RULES)
def test_more_achievement_never_lowers_points_unless_the_scheme_says_so(scheme: str) -> None:
    chosen = SCHEMES[scheme]

    @settings(derandomize=True, max_examples=80, deadline=None, database=None)
    @given(WEIGHTS, TARGETS, ACTUALS, ACTUALS)
    def rises(weight: Decimal, target: Decimal, one: Decimal, two: Decimal) -> None:
        less, more = sorted((one, two))
        if chosen.rows.exceed != "none":
            more = min(more, target)
            less = min(less, more)
        for kind in ("at_least", "above"):
            assert worth(chosen, kind, weight, target, less) <= worth(chosen, kind, weight, target, more)
        for kind in ("at_most", "below"):
            assert worth(chosen, kind, weight, target, one if one < two else two) >= worth(
                chosen, kind, weight, target, max(one, two)
            )

    rises()


@pytest.mark.parametrize("scheme", ["cn-2020", "city"])
def test_a_total_before_its_cap_is_the_sum_of_its_rounded_parts(scheme: str) -> None:
    @settings(derandomize=True, max_examples=30, deadline=None, database=None)
    @given(st.lists(st.tuples(WEIGHTS, TARGETS, ACTUALS), min_size=1, max_size=6))
    def adds(rows: list[tuple[Decimal, Decimal, Decimal]]) -> None:
        indicators = [
            row("数量", f"指标{n}", f"≥{t}件", f"{a}件", f"{w}") for n, (w, t, a) in enumerate(rows)
        ]
        whole = form(*indicators, funds=[fund("100", "100", "73.21", received="100")])
        (one,) = score(submission(whole), SCHEMES[scheme], Why("chosen_default")).forms
        parts = [one.budget.points.exact, *(each.points.exact for each in one.rows)]
        assert one.uncapped.exact is not None
        assert abs(sum(parts) - one.uncapped.exact) <= D("0.05")  # type: ignore[arg-type]
        if scheme == "cn-2020":
            assert sum(parts) == one.uncapped.exact  # type: ignore[arg-type]
        assert one.total.low <= one.uncapped.low

    adds()


ODD_NUMBERS = st.sampled_from([None, "0", "-3", "3.3333333333", "1e30", "0.00001", "100"])
ODD_TEXTS = st.lists(
    st.sampled_from(
        [
            "≥",
            "≤",
            "=",
            "100",
            "1e40",
            "95%",
            "-5",
            "余",
            "约",
            "近",
            "万",
            "件",
            "9月底前",
            "已完成",
            "不适用",
            "至",
            "；",
        ]
    ),
    max_size=3,
).map("".join)


@settings(derandomize=True, max_examples=120, deadline=None, database=None)
@given(
    st.sampled_from(sorted(SCHEMES)),
    st.lists(
        st.tuples(st.sampled_from(["数量", "成本", "社会", ""]), ODD_TEXTS, ODD_TEXTS, ODD_NUMBERS),
        max_size=3,
    ),
    st.tuples(ODD_NUMBERS, ODD_NUMBERS, ODD_NUMBERS),
)
def test_nothing_a_user_typed_raises(scheme: str, rows: list, money: tuple) -> None:
    chosen = SCHEMES[scheme]
    indicators = [row(kind, "指标", target, actual, weight) for kind, target, actual, weight in rows]
    card = score(submission(form(*indicators, funds=[fund(*money)])), chosen, Why("chosen_default"))
    for each in card.forms[0].rows:
        assert D(0) <= each.points.low <= each.points.high <= max(each.weight, D(0))
        assert arithmetic(each, chosen)
