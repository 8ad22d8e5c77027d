"""分值: typed ones as they are, missing ones shared out, foreign ones as proportions."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring_city import SCHEMES as CITIES
from scoring_city import TEXT as CITY_TEXT
from scoring_forms import answers, form, fund, row, submission
from scoring_sheet import Worksheet, same

from perf_xlsx.model import Form, Indicator, Place, Why
from perf_xlsx.scoring.live import number, parameter, total
from perf_xlsx.scoring.scheme import builtin, load
from perf_xlsx.scoring.scheme_file import parse
from perf_xlsx.scoring.score import score
from perf_xlsx.scoring.weights import shared, weights_of

CN = load("cn-2020")
SCHEMES = {**{scheme.id: scheme for scheme in builtin()}, **CITIES}


def of(*rows: Indicator, scheme: str = "cn-2020", follows: bool = True, **given_: object) -> list[str]:
    found = weights_of(form(*rows, **given_), load(scheme), follows=follows)  # type: ignore[arg-type]
    return [f"{weight:f}" for weight in found.rows]


def r(kind: str, weight: str | None = None, place: Place | None = None) -> Indicator:
    return row(kind, "指标", "≥1件", "1件", weight, weight_place=place)


def test_typed_weights_are_never_altered() -> None:
    assert of(r("数量", "70"), r("社会", "70"), r("满意", "-3")) == ["70", "70", "-3"]


def test_missing_weights_share_their_group() -> None:
    # 产出 50 / 3，效益 30，满意度 10
    assert of(r("数量"), r("质量"), r("时效"), r("社会"), r("满意")) == [
        "16.67", "16.67", "16.66", "30.00", "10.00",
    ]  # fmt: skip


def test_absent_groups_go_to_the_present_ones() -> None:
    # 产出 50×90/60 = 75，满意度 10×90/60 = 15
    assert of(r("数量"), r("满意")) == ["75.00", "15.00"]
    # 产出 50×90/80，效益 30×90/80
    assert of(r("数量"), r("社会")) == ["56.25", "33.75"]


def test_labels_give_a_groups_points() -> None:
    assert of(r("数量"), r("质量"), r("社会"), labels={"output": "40", "benefit": "50"}) == [
        "20.00",
        "20.00",
        "50.00",
    ]


def test_typed_points_are_taken_from_the_group_first() -> None:
    assert of(r("数量", "20"), r("质量"), r("时效"), r("社会"), r("满意")) == [
        "20",
        "15.00",
        "15.00",
        "30.00",
        "10.00",
    ]
    # 已填的超过本组分值，余下的为 0
    assert of(r("数量", "60"), r("质量"), r("社会"), r("满意")) == ["60", "0.00", "30.00", "10.00"]


def test_the_budget_row_keeps_its_typed_points() -> None:
    found = weights_of(form(r("数量"), funds=[fund("1", "1", "1", weight="20")]), CN, follows=True)
    assert (found.budget, found.rows) == (Decimal(20), (Decimal("80.00"),))


def test_rows_of_no_known_group_share_equally() -> None:
    assert of(r(""), r("数量"), r("社会")) == ["30.00", "30.00", "30.00"]
    assert of(r("", "40"), r(""), r("")) == ["40", "25.00", "25.00"]


def test_a_row_without_level_1_goes_by_its_level_2() -> None:
    unknown = [row("数量", "甲", "≥1", "1"), row("社会", "乙", "≥1", "1")]
    bare = [_without_group(each) for each in unknown]
    assert of(*bare) == ["56.25", "33.75"]


def _without_group(indicator: Indicator) -> Indicator:
    return replace(indicator, group="")


def test_a_merged_weight_is_shared_over_its_rows() -> None:
    place = Place("项目", 9, 8)
    assert of(r("数量", "20", place), r("质量", "20", place), r("时效", "20", place), r("社会", "30")) == [
        "6.67", "6.67", "6.66", "30",
    ]  # fmt: skip


def test_cost_as_level_1_and_no_satisfaction() -> None:
    # 满意度的 10 分并入效益：20、40、30
    assert of(r("一级成本"), r("数量"), r("社会"), scheme="cn-2021") == ["20.00", "40.00", "30.00"]
    assert of(r("一级成本"), r("数量"), r("社会"), r("满意"), scheme="cn-2021") == [
        "20.00", "40.00", "20.00", "10.00",
    ]  # fmt: skip


def test_hubei_forms_without_weights() -> None:
    assert of(r("数量"), r("质量"), r("社会"), r("满意"), scheme="hubei") == [
        "20.00",
        "20.00",
        "20.00",
        "20.00",
    ]
    assert of(r("数量"), r("满意"), scheme="hubei") == ["40.00", "40.00"]


def test_a_score_merged_over_rows_takes_one_share() -> None:
    # 产出 40：四格得分各 10，合并的一格再平分
    rows = [r("数量", None), r("数量", None), r("质量"), r("时效"), r("时效"), r("成本")]
    merged = [2, 0, 1, 2, 0, 1]
    rows = [replace(each, score_rows=count) for each, count in zip(rows, merged, strict=True)]
    found = weights_of(form(*rows, r("社会"), labels={"output": "40", "benefit": "40"}), CN, follows=True)
    assert [f"{each:f}" for each in found.rows] == ["5.00", "5.00", "10.00", "5.00", "5.00", "10.00", "40.00"]
    assert found.formulas[0] == "ROUND(ROUND(40/4,2)/2,2)"


def test_blocks_of_goals_share_equally_unless_labelled() -> None:
    rows = [replace(r(""), group=f"goal{n}") for n in (1, 1, 2)]
    assert of(*rows, scheme="hubei") == ["20.00", "20.00", "40.00"]
    labels = {"goal1": "50", "goal2": "30"}
    assert of(*rows, scheme="hubei", labels=labels) == ["25.00", "25.00", "30.00"]
    assert of(*rows, scheme="hubei", labels={"goal1": "50"}) == ["25.00", "25.00", "30.00"]


def test_a_foreign_form_keeps_its_proportions_only() -> None:
    # 产出 30：数量 30 与成本 20；经济性 5、效率性 25；效益 25，满意度 5
    rows = [r("数量", "20"), r("质量", "10"), r("成本", "20"), r("社会", "30"), r("满意", "10")]
    assert of(*rows, scheme="guangdong", follows=False) == ["16.67", "8.33", "5.00", "25.00", "5.00"]


def test_points_of_an_absent_level_2_stay_within_level_1() -> None:
    rows = [r("数量", "50"), r("社会", "30"), r("满意", "10")]
    assert of(*rows, scheme="guangdong", follows=False) == ["30.00", "25.00", "5.00"]
    # 没有效益：产出得全部 60 分
    assert of(r("数量", "45"), r("质量", "45"), scheme="guangdong", follows=False) == ["30.00", "30.00"]


def test_foreign_weights_without_any_value_share_equally() -> None:
    assert of(r("数量", "0"), r("质量", "0"), r("社会", "30"), scheme="guangdong", follows=False) == [
        "15.00", "15.00", "30.00",
    ]  # fmt: skip
    assert of(r("", "5"), r("数量", "15"), scheme="guangdong", follows=False) == ["15.00", "45.00"]


def test_a_guangdong_form_with_its_own_rows_for_parts() -> None:
    rows = [r("投入"), r("投入"), r("过程", "20"), r("数量"), r("社会")]
    assert of(*rows, scheme="guangdong") == ["10.00", "10.00", "20", "30.00", "30.00"]


def follows_national(each: Form, scheme: str, **given_: object) -> bool:
    card = score(submission(each, **given_), load(scheme), Why("chosen_default"))  # type: ignore[arg-type]
    return card.forms[0].rows[0].weight_typed


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ("cn-2020", True),
        ("cn-2017", True),
        ("platform", True),
        ("guangdong", False),
        ("hubei", False),
        ("cn-2021", False),
    ],
)
def test_which_schemes_a_national_form_follows(scheme: str, expected: bool) -> None:
    assert follows_national(form(r("数量", "90")), scheme) is expected


def test_a_form_with_a_rubric_follows_guangdong() -> None:
    assert follows_national(form(r("数量", "60")), "guangdong", rubric=answers("论证决策", "是"))


def test_a_foreign_form_is_told_with_its_mapping() -> None:
    card = score(
        submission(form(r("数量", "90"), r("满意", "9"))), load("guangdong"), Why("chosen_requested")
    )
    (told,) = card.problems
    assert told.rule == "scheme.proportions"
    assert told.slots["mapping"] == "产出指标（数量指标）→效率性25分；满意度指标（满意指标）→公平性5分"


def test_rows_of_no_group_are_told() -> None:
    card = score(submission(form(r("", "50"), r("数量", "40"))), CN, Why("chosen_default"))
    assert [each.rule for each in card.problems] == ["scheme.no_group"]


def test_rows_of_no_group_of_a_foreign_form_are_not_in_its_mapping() -> None:
    card = score(submission(form(r("", "50"), r("数量", "40"))), load("guangdong"), Why("chosen_requested"))
    told = {each.rule: each for each in card.problems}
    assert set(told) == {"scheme.proportions", "scheme.no_group"}
    assert told["scheme.proportions"].slots["mapping"] == "产出指标（数量指标）→效率性25分"


def test_groups_that_a_scheme_gives_no_points_share_nothing() -> None:
    text = CITY_TEXT.replace("points = 65", "points = 90").replace("points = 25", "points = 0")
    city = parse(
        text.replace("points = 15\nmatch", "points = 0\nmatch").replace("120", "105"), "市", lambda _: None
    )
    found = weights_of(form(r("社会"), r("满意")), city, follows=True)
    assert found.rows == (Decimal(0), Decimal(0))


def test_a_number_and_its_formula_are_made_together() -> None:
    a, b = parameter("a", Decimal(6)), parameter("b", Decimal(4))
    made = {
        "p_a+p_b": a + b,
        "p_a": a - number(0),
        "p_b": number(0) + b,
        "p_a-(p_a+p_b)": a - (a + b),
        "(p_a+p_b)*p_a": (a + b) * a,
        "p_a/(p_a*p_b)": a / (a * b),
        "p_a-(-3)": a - number(-3),
        "MAX(0,p_b-p_a)": (b - a).at_least_zero(),
        "ROUND(p_a/p_b,1)": (a / b).rounded(1),
    }
    assert {text: each.text for text, each in made.items()} == {text: text for text in made}
    assert [f"{each.value.normalize():f}" for each in made.values()] == [
        "10", "6", "4", "-4", "60", "0.25", "9", "0", "1.5",
    ]  # fmt: skip
    assert total([]) == number(0)


def test_an_unknown_scheme_name_is_told_with_the_nearest() -> None:
    card = score(submission(form(r("数量")), scheme="湖北省项目支出绩效自评办法"), CN, Why("chosen_default"))
    (told,) = card.problems
    assert (told.rule, told.expected) == ("scheme.unknown_title", "湖北省项目支出绩效自评")
    card = score(submission(form(r("数量")), scheme="ABC"), CN, Why("chosen_default"))
    assert card.problems[0].slots["choices"].count("、") == 5


@settings(derandomize=True, max_examples=60, deadline=None, database=None)
@given(st.decimals(min_value=0, max_value=100, places=2), st.integers(1, 12))
def test_shares_add_up(whole: Decimal, count: int) -> None:
    found = shared(whole, count)
    assert sum(found) == whole
    assert max(found) - min(found) <= Decimal("0.01") * count


GROUPED = st.lists(
    st.sampled_from(["数量", "质量", "时效", "成本", "社会", "经济", "满意"]), min_size=1, max_size=9
)


@pytest.mark.parametrize("scheme", ["cn-2020", "cn-2021", "guangdong", "hubei"])
def test_shared_weights_fill_the_scheme(scheme: str) -> None:
    @settings(derandomize=True, max_examples=40, deadline=None, database=None)
    @given(GROUPED)
    def fill(kinds: list[str]) -> None:
        chosen = load(scheme)
        rest = chosen.full_points - chosen.budget.points - sum(part.points for part in chosen.parts)
        found = weights_of(form(*map(r, kinds)), chosen, follows=True)
        assert abs(sum(found.rows) - rest) <= Decimal("0.02")

    fill()


@pytest.mark.parametrize("scheme", ["cn-2020", "cn-2021", "guangdong", "hubei", "city"])
@pytest.mark.parametrize("follows", [True, False])
def test_made_weights_carry_their_formula(scheme: str, follows: bool) -> None:
    chosen = SCHEMES[scheme]
    sheet = Worksheet(chosen)
    typed = st.none() | st.sampled_from(["0", "5", "12.5", "30"])

    @settings(derandomize=True, max_examples=30, deadline=None, database=None)
    @given(
        st.lists(
            st.tuples(st.sampled_from(["数量", "成本", "社会", "满意", ""]), typed), min_size=1, max_size=7
        )
    )
    def agree(rows: list[tuple[str, str | None]]) -> None:
        found = weights_of(form(*(r(kind, weight) for kind, weight in rows)), chosen, follows=follows)
        made = [(str(n), formula) for n, formula in enumerate(found.formulas) if formula]
        results = sheet.evaluate({}, made)
        for name, formula in made:
            assert same(results[name], found.rows[int(name)]), (rows, formula, results)

    agree()


def test_a_made_weight_reads_the_parameters() -> None:
    found = weights_of(form(r("数量"), r("质量"), r("社会", "10"), r("社会")), CN, follows=True)
    assert found.formulas[0] == (
        "ROUND(ROUND(p_group_output*(p_full_points-p_budget_points)/(p_group_output+p_group_benefit),2)/2,2)"
    )
    assert found.formulas[2] == ""
    assert [str(each) for each in found.rows] == ["28.13", "28.12", "10", "23.75"]


def test_moving_a_row_moves_at_most_a_shared_cent() -> None:
    @settings(derandomize=True, max_examples=40, deadline=None, database=None)
    @given(GROUPED, st.randoms(use_true_random=False))
    def move(kinds: list[str], random: object) -> None:
        shuffled = list(kinds)
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        before, after = of(*map(r, kinds)), of(*map(r, shuffled))
        one, two = Counter(), Counter()
        for kind, weight in zip(kinds, before, strict=True):
            one[kind] += Decimal(weight)
        for kind, weight in zip(shuffled, after, strict=True):
            two[kind] += Decimal(weight)
        assert all(abs(one[kind] - two[kind]) <= Decimal("0.06") for kind in kinds)
        assert sum(map(Decimal, before)) == sum(map(Decimal, after))

    move()
