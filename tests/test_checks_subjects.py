"""What the national form of the cases can't show: other columns, other schemes, wider workbooks."""
# ruff: noqa: E501

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from checks_cases import DECLARED, KNOWN, LASTING, MONEY, NO_PARTS, PART, RATE, SHOWS, TOTAL
from checks_forms import COVER, FORM, ISSUES, Told, edited, told
from checks_told import cells
from checks_unit import SHEETS

from perf_xlsx.checks import narrative, rubric, scores, unit_score, weights
from perf_xlsx.checks.catalogue import finding
from perf_xlsx.checks.judged import judged, judged_card
from perf_xlsx.checks.run import check
from perf_xlsx.checks.shortfall import gap
from perf_xlsx.checks.tell import name
from perf_xlsx.figures import percent
from perf_xlsx.model import (
    Amount,
    Interval,
    NotGiven,
    Place,
    RubricPoint,
    Scorecard,
    Text,
    UnitScore,
    Unreadable,
)
from perf_xlsx.scoring.scheme import builtin

RECEIVED = """
项目支出绩效自评表 | < | < | < | < | < | < | < | < | <
（2023年度） | < | < | < | < | < | < | < | < | <
项目名称 | 普法宣传 | < | < | < | < | < | < | < | <
主管部门 | 甲市司法局 | < | < | 实施单位 | 甲市司法局 | < | < | < | <
项目资金（万元） |  |  | 年初预算数 | 全年预算数 | 到位（到账）数 | 全年执行数 | 分值 | 执行率 | 得分
^ | 年度资金总额 | < | 100 | 100 | 99 | 98.5 | 10 | 98.50% | 9.85
年度总体目标 | 预期目标 | < | < | < | < | 实际完成情况 | < | < | <
^ | 提升公民法治意识。 | < | < | < | < | 覆盖各镇街。 | < | < | <
一级指标 | 二级指标 | 三级指标 | 年初指标值 | 调整后指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
产出指标 | 数量指标 | 普法活动场次 | ≥120场 | ≥120场 | 130场 | 50 | 50 |  |
效益指标 | 社会效益指标 | 法律知识知晓率 | ≥85% | ≥85% | 88% | 30 | 30 |  |
满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% | ≥90% | 92% | 10 | 10 |  |
总分 | < | < | < | < | < | 100 | 99.85 |  |
"""
"""A form with 到位数, and with an adjusted target beside the first one."""


def one(edits: dict[str, str]) -> Told:
    return told(("普法", edited(FORM, edits)))


def with_received(edits: dict[str, str]) -> Told:
    return told(("普法", edited(RECEIVED, edits)))


# ---------------------------------------------------------------- funds


def test_more_spent_than_received_is_told_at_the_executed_cell() -> None:
    (problem,) = with_received({"| 99 | 98.5": "| 97 | 98.5"}).of("funds.over_received")
    assert problem.place == Place("普法", 6, 7)
    assert with_received({"| 99 | 98.5": "| 98.5 | 98.5"}).problems == ()


def test_a_zero_above_parts_without_what_was_received_says_that_nothing_was_filled_in() -> None:
    zero = {"| 99 | 98.5": "| 0 | 98.5"}
    assert with_received(zero).of("funds.over_received")
    total = "| 0 | 98.5 | 10 | 98.50% | 9.85"
    part = "^ | 其中：当年财政拨款 | < | 100 | 100 | {received} | 98.5 |  |  |"
    for received, told_ in (("", 0), ("0", 1)):
        below = {"| 99 | 98.5 | 10 | 98.50% | 9.85": f"{total}\n{part.format(received=received)}"}
        assert len(with_received(below).of("funds.over_received")) == told_


def test_more_spent_than_budget_and_received_is_told_once() -> None:
    made = with_received(
        {"| 99 | 98.5 | 10 | 98.50% | 9.85": "| 99 | 108.5 | 10 | 108.50% | 10", "99.85": "100"}
    )
    assert made.rules() == {"funds.over_budget"}


def test_received_equal_to_executed_in_every_project_is_told_once_as_a_note() -> None:
    low = edited(RECEIVED, {"| 99 | 98.5": "| 98.5 | 98.5"})
    sheets = [(name, low.replace("普法宣传", name)) for name in ("甲", "乙", "丙")]
    (problem,) = told(*sheets).of("funds.received_base")
    assert "3 个项目" in finding(problem).message
    assert told(*sheets[:2]).problems == ()
    full = low.replace(
        "| 100 | 100 | 98.5 | 98.5 | 10 | 98.50% | 9.85", "| 98.5 | 98.5 | 98.5 | 98.5 | 10 | 100% | 10"
    ).replace("99.85", "100")
    assert (
        told(*((name, full.replace("普法宣传", name)) for name, _ in sheets)).of("funds.received_base") == ()
    )


def test_a_rate_that_another_denominator_explains_says_which() -> None:
    made = with_received({"| 99 | 98.5 | 10 | 98.50% ": "| 98.5 | 98.5 | 10 | 100% "})
    (problem,) = made.of("funds.rate_other_base")
    assert "这是执行数除以到位（到账）数的结果" in finding(problem).message
    assert made.rules() == {"funds.rate_other_base"}


def test_a_wrong_rate_with_the_score_that_follows_it_is_one_entry() -> None:
    made = one({MONEY: "| 4753.66 | 4753.66 | 3824.26 | 10 | 100% | 10", "98.67": "98.82", **NO_PARTS})
    (problem,) = made.problems
    assert problem.rule == "funds.rate_printed"
    assert (problem.found, problem.expected, problem.difference) == ("100.00%", "80.45%", "19.55个百分点")


def test_a_wrong_rate_that_stands_in_total_and_parts_alike_is_told_once() -> None:
    made = one(
        {
            MONEY: "| 100 | 100 | 98.5 | 10 | 90% | 9.85",
            PART: "| 80 | 80 | 78.8 |  | 90% |",
            "| 20 | 20 | 20 |  |  |": "| 20 | 20 | 19.7 |  | 90% |",
        }
    )
    (problem,) = made.of("funds.rate_printed")
    assert problem.slots["item"] == "年度资金总额"


@pytest.mark.parametrize("printed", ["98.5%", "98.50%", "98%", "99%", "0.985", "98.4%"])
def test_rounded_and_cut_off_rates_are_silent(printed: str) -> None:
    executed = {"98.4%": "98.44"}.get(printed, "98.5")
    row = f"| 100 | 100 | {executed} | 10 | {printed} | 9.85"
    assert not one({MONEY: row, **NO_PARTS}).of("funds.rate_printed")


def test_a_score_too_high_by_any_of_the_disputed_figures_is_told() -> None:
    made = one({MONEY: "| 100 | 130 | 98.5 | 10 |  | 10", PART: "| 80 | 90 | 78.5 |  |  |", "98.67": "98.82"})
    assert made.rules() == {"funds.parts_sum", "funds.points_high"}
    (problem,) = made.of("funds.points_high")
    assert "预算执行率最高89.55%" in finding(problem).message
    fits = one(
        {MONEY: "| 100 | 130 | 98.5 | 10 |  | 8.95", PART: "| 80 | 90 | 78.5 |  |  |", "98.67": "97.77"}
    )
    assert fits.rules() == {"funds.parts_sum"}


def test_a_part_beyond_its_budget_is_told_unless_the_sum_says_the_budget_lacks() -> None:
    total, carried = "| 100 | 105 | 98.5 | 10 |  | 9.38", "| 20 | 20 | 20 |  |  |"
    lacking = one({MONEY: total, carried: "| 20 | 18 | 20 |  |  |", "98.67": "98.2"})
    assert lacking.rules() == {"funds.parts_sum"}
    beyond = one(
        {MONEY: total, carried: "| 20 | 5 | 40 |  |  |", PART: "| 80 | 80 | 58.5 |  |  |", "98.67": "98.2"}
    )
    assert beyond.rules() == {"funds.parts_sum", "funds.over_budget"}


def test_a_disputed_sum_leaves_rate_and_score_alone() -> None:
    made = one({PART: "| 80 | 80 | 28.5 |  |  |"})
    assert made.rules() == {"funds.parts_sum"}


def test_blank_money_names_the_columns_that_are_missing() -> None:
    gone = one({MONEY: "|  |  |  | 10 |  |  ", TOTAL: "总分 | < | < | < | < | 100 |  |  |", **NO_PARTS})
    (problem,) = gone.of("funds.blank")
    assert problem.slots["columns"] == "年初预算数、全年预算数、全年执行数"
    (problem,) = one({MONEY: "|  |  | 98.5 | 10 |  | 9.85", **NO_PARTS}).of("funds.blank")
    assert problem.slots["columns"] == "年初预算数、全年预算数"


def test_a_form_without_any_money_block_says_so() -> None:
    lines = [
        line
        for line in FORM.splitlines()
        if "年初预算数" not in line
        and not line.startswith(("^ | 年度资金", "^ | 其中", "^ | 上年", "^ | 其他"))
    ]
    made = told(("普法", "\n".join(lines)))
    (problem,) = made.of("funds.no_block")
    assert problem.place is not None
    assert problem.slots["told"] == ""
    assert not made.of("funds.blank")


@pytest.mark.parametrize(
    ("target", "actual", "told_of"),
    [
        ("100%", "98.5%", "，只有“预算执行率”一项指标（填 98.50%）"),
        ("100%", "已完成", "，只有“预算执行率”一项指标"),
    ],
)
def test_a_rate_among_the_indicators_is_no_money_block(target: str, actual: str, told_of: str) -> None:
    made = told(("普法", rate_row(target, actual)))
    (problem,) = made.of("funds.no_block")
    assert (problem.found, problem.slots["told"]) == ("没有这一栏", told_of)


@pytest.mark.parametrize(("target", "rate"), [("预算100万元", "98.50%"), ("预算1000000元", "98.50%")])
def test_a_rate_row_that_holds_the_money_itself_is_scored_by_it(target: str, rate: str) -> None:
    made = told(("普法", rate_row(target, "支出98.5万元")))
    assert not made.of("funds.no_block")
    scored = made.scorecard.forms[0].budget
    assert scored.rate is not None
    assert percent(scored.rate) == rate


def rate_row(target: str, actual: str) -> str:
    """The form without 项目资金, its 预算执行率 a row among the indicators."""
    lines = [
        line
        for line in FORM.splitlines()
        if "年初预算数" not in line
        and not line.startswith(("^ | 年度资金", "^ | 其中", "^ | 上年", "^ | 其他"))
    ]
    at = next(index for index, line in enumerate(lines) if line.startswith("产出指标"))
    lines.insert(at, f"预算执行率 |  |  | {target} | {actual} | 10 | 9.85 |  |")
    return "\n".join(lines)


def test_low_money_of_a_named_line_is_told_in_a_form_that_is_not_low() -> None:
    made = one(
        {
            PART: "| 50 | 50 | 30 |  |  |",
            "^ | 其中：当年财政拨款": "^ | 活动经费",
            "^ | 上年结转资金": "^ | 宣传品经费",
            "| 20 | 20 | 20 |  |  |": "| 50 | 50 | 68.5 |  |  |",
        }
    )
    (low,) = made.of("funds.low_rate")
    assert "“活动经费”执行30万元，预算50万元，执行率60.00%" in finding(low).message
    (over,) = made.of("funds.over_budget")
    assert "宣传品经费" in finding(over).message


def test_a_low_rate_explained_below_the_table_is_explained() -> None:
    low = edited(FORM, {MONEY: "| 100 | 100 | 50 | 10 | 50% | 5", "98.67": "93.82", **NO_PARTS})
    noted = low + "备注 | 执行率低系招标节约。 | < | < | < | < | < | < | <\n"
    assert not told(("普法", noted)).of("funds.low_rate")
    assert told(("普法", low + "备注 | 表中数据已核对。 | < | < | < | < | < | < | <\n")).of("funds.low_rate")


def test_a_low_rate_named_in_issues_is_explained() -> None:
    low = edited(FORM, {MONEY: "| 100 | 100 | 50 | 10 | 50% | 5", "98.67": "93.82", **NO_PARTS})
    unexplained = told(("普法", low), ("存在问题及建议", ISSUES))
    assert unexplained.of("funds.low_rate")
    explained = ISSUES.replace("部分外来人口未覆盖", "普法宣传项目支出进度慢，部分外来人口未覆盖")
    assert not told(("普法", low), ("存在问题及建议", explained)).of("funds.low_rate")
    other = ISSUES.replace("部分外来人口未覆盖", "普法宣传资金调整较晚，部分外来人口未覆盖")
    assert not told(("普法", low), ("存在问题及建议", other)).of("funds.low_rate")


def test_stated_totals_are_compared_with_full_year_when_the_initial_differs() -> None:
    grown = edited(FORM, {MONEY: "| 90 | 100 | 98.5 | 10 | 98.50% | 9.85", **NO_PARTS})
    assert not told(("普法", grown), ("基本信息", COVER)).of("funds.unit_total")
    unread = edited(FORM, {MONEY: "| 九十左右 | 100 | 98.5 | 10 | 98.50% | 9.85", **NO_PARTS})
    assert not told(("普法", unread), ("基本信息", COVER)).of("funds.unit_total")


def test_the_sum_of_a_zero_total_row_is_taken_from_its_parts() -> None:
    zero = edited(FORM, {MONEY: "|  |  |  | 10 |  | 9.85"})
    made = told(("普法", zero), ("基本信息", COVER), ("存在问题及建议", ISSUES))
    assert made.rules() == {"funds.total_missing"}


def test_money_in_one_form_of_five_disputed_is_not_told_again_on_the_cover() -> None:
    tables = {
        **SHEETS,
        "法援": edited(SHEETS["法援"], {"| 259.91 | 245.3 | 240.12 | 10": "| 259.91 | 245.3 | 204.12 | 10"}),
    }
    assert told(*tables.items()).rules() - {"narrative.low_rate_not_in_issues"} == {"funds.parts_sum"}


# ---------------------------------------------------------------- weights and scores


def test_weights_of_one_merged_cell_count_once() -> None:
    merged = one(
        {
            SHOWS: "| 普法活动场次 | ≥120场 | 130场 | 30 | 30 |  |",
            RATE: "| 活动达标率 | ≥95% | 97% | ^ | ^ |  |",
        }
    )
    assert merged.problems == ()


def test_a_row_under_one_merged_score_that_is_unmet_is_judged_with_its_partner() -> None:
    merged = one(
        {
            SHOWS: "| 普法活动场次 | ≥120场 | 60场 | 30 | 30 |  |",
            RATE: "| 活动达标率 | ≥95% | 97% | ^ | ^ |  |",
        }
    )
    (problem,) = merged.of("scores.unmet_full")
    assert problem.found == "30分"


def test_a_deleted_row_is_one_entry() -> None:
    assert one({f"^ | 质量指标 {RATE}\n": ""}).rules() == {"weights.sum_group"}


def test_the_budget_row_alone_can_explain_the_excess() -> None:
    (problem,) = one({MONEY: "| 100 | 100 | 98.5 | 15 | 98.50% | 14.78", "98.67": "103.6"}).problems
    assert "预算执行率现为15分，应为10分" in finding(problem).message


def test_a_stated_total_that_misses_a_mistyped_score_is_not_told_twice() -> None:
    assert one({RATE: "| 活动达标率 | ≥95% | 97% | 10 | 1 |  |"}).rules() == {"scores.met_missing"}
    assert one({"98.50% | 9.85": "98.50% | 8.85"}).rules() == {"funds.points_low"}


def test_a_total_above_the_cap_of_a_low_rate_is_told() -> None:
    made = one({})
    scored = replace(judged(made.scorecard.forms[0], made.scheme), cap=Decimal(89))
    (problem,) = scores.capped(scored, made.scheme)
    assert (problem.rule, problem.difference) == ("scores.cap", "9.67分")
    assert list(scores.capped(replace(scored, cap=Decimal(99)), made.scheme)) == []


def test_without_weights_a_total_above_the_sum_may_hold_other_parts() -> None:
    bare = {
        f"{actual} | {weight} |": f"{actual} |  |"
        for actual, weight in (
            ("130场", 20),
            ("97%", 10),
            ("| 100%", 10),
            ("0.75万元", 10),
            ("80%", 20),
            ("达成预期指标", 10),
            ("92%", 10),
        )
    }
    assert not one({**bare, TOTAL: "总分 | < | < | < | < | | 99.67 |  |"}).of("scores.total")
    assert one({**bare, TOTAL: "总分 | < | < | < | < | | 90.67 |  |"}).of("scores.total")


def test_a_total_row_may_sum_the_indicators_alone_when_its_weight_does_too() -> None:
    assert not one({TOTAL: "总分 | < | < | < | < | 90 | 88.82 |  |"}).of("scores.total")
    assert one({TOTAL: "总分 | < | < | < | < | 100 | 88.82 |  |"}).of("scores.total")


def test_a_score_below_by_less_than_half_a_point_is_only_a_note() -> None:
    assert one({RATE: "| 活动达标率 | ≥95% | 97% | 10 | 9.8 |  |", "98.67": "98.47"}).rules() == {
        "scores.below"
    }


def test_weights_of_another_layout_are_not_held_against_the_scheme() -> None:
    made = one({})
    guangdong = next(scheme for scheme in builtin() if scheme.id == "guangdong")
    scored = made.scorecard.forms[0]
    shares = judged(
        replace(scored, rows=tuple(replace(row, weight_typed=False) for row in scored.rows)), guangdong
    )
    for look in (weights.total, weights.stated_total, weights.group_points, weights.budget_points):
        assert list(look(shares, guangdong)) == []


def test_the_budget_points_of_the_form_are_told_where_weights_are_partly_blank() -> None:
    made = one(
        {MONEY: "| 100 | 100 | 98.5 | 15 | 98.50% | 14.78", RATE: "| 活动达标率 | ≥95% | 97% |  | 10 |  |"}
    )
    assert made.of("weights.budget")


# ---------------------------------------------------------------- the unit's score

COVERED = {"基本信息": COVER, "普法": FORM}


def unit(reported: str, means: UnitScore, *, typed: bool) -> set[str]:
    made = told(("基本信息", COVER), ("普法", FORM))
    cover = replace(made.submission.cover, reported_score=Amount(Decimal(reported), Decimal("0.01")))
    submission = replace(made.submission, cover=cover)
    forms = made.scorecard.forms
    if not typed:
        rows = tuple(replace(row, reported_score=NotGiven()) for row in forms[0].form.indicators)
        form = replace(forms[0].form, stated_total=NotGiven(), indicators=rows)
        forms = (replace(forms[0], form=form),)
    card = Scorecard(made.scorecard.scheme, made.scorecard.chosen_because, forms, means)
    seen = judged_card(card, made.scheme)
    return {problem.rule for problem in unit_score.stated(submission, seen, made.scheme)}


def exactly(number: str) -> Interval:
    return Interval(Decimal(number), Decimal(number))


def test_a_stated_score_without_any_score_in_the_forms_is_asked_for_its_working() -> None:
    means = UnitScore("mean", Interval(Decimal("90.97"), Decimal("98.24")), None, exactly("97"), "待定")
    assert unit("96", means, typed=False) == {"scores.unit_unsupported"}
    assert unit("97", means, typed=False) == {"scores.unit_other_mean"}
    assert unit("96", UnitScore("mean", exactly("96.00"), None, None, "优"), typed=False) == set()
    assert unit("96", UnitScore("mean", None, None, None, ""), typed=False) == set()


def test_a_stated_score_that_only_the_money_explains_is_a_note() -> None:
    tables = {**SHEETS, "基本信息": SHEETS["基本信息"].replace("98.79", "99.08")}
    (problem,) = told(*tables.items()).of("scores.unit_other_mean")
    assert "只有按预算加权得到这个分数" in finding(problem).message
    assert told(*{**tables, "基本信息": tables["基本信息"].replace("99.08", "98.8")}.items()).problems == ()


# ---------------------------------------------------------------- targets, actuals, reasons


def test_an_adjusted_target_needs_a_word() -> None:
    lowered = {"≥120场 | ≥120场": "≥150场 | ≥120场"}
    (problem,) = with_received(lowered).of("targets.adjusted")
    assert (problem.found, problem.expected) == ("≥120场", "≥150场")
    assert (
        with_received(
            {**lowered, "| 130场 | 50 | 50 |  |": "| 130场 | 50 | 50 | 年中压减经费，经批复调减场次。 |"}
        ).of("targets.adjusted")
        == ()
    )
    assert with_received({}).problems == ()


def test_far_exceeded_rows_of_one_project_are_one_entry_with_a_softer_word_for_applicants() -> None:
    made = one(
        {
            SHOWS: "| 普法活动场次 | ≥50场 | 130场 | 20 | 20 |  |",
            RATE: "| 接待咨询 | ≥100人次 | 140人次 | 10 | 10 |  |",
        }
    )
    (problem,) = made.of("targets.too_low")
    assert "其中“接待咨询”取决于申请人或来访人" in finding(problem).message
    assert made.rules() == {"targets.too_low"}


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("| 旅游收入增长率 | ≥8% | 12.4% | 20 | 20 |  |", "targets.too_low"),
        ("| 旅游收入增长率 | ≥5% | 7% | 20 | 20 |  |", "targets.exceeded"),
        ("| 旅游收入增长率 | ≥8% | 124% | 20 | 20 |  |", "targets.magnitude"),
        ("| 普法活动场次 | ≥2场 | 5场 | 20 | 20 |  |", "targets.exceeded"),
        ("| 法治覆盖率 | ≥75% | 100% | 20 | 20 |  |", "targets.exceeded"),
        ("| 法治覆盖率 | ≥60% | 100% | 20 | 20 |  |", "targets.easy_rate"),
        ("| 旅游收入增长率 | ≥8% | 10.3% | 20 | 20 |  |", ""),
        ("| 旅游收入增长率 | ≥8% | 12.4% | 20 | 20 | 节庆活动多于预期，下年调高指标值。 |", ""),
    ],
)
def test_every_row_that_the_scheme_calls_far_exceeded_has_one_entry_until_it_says_why(
    row: str, rule: str
) -> None:
    made = one({SHOWS: row})
    assert {told for told in made.rules() if told.startswith("targets.")} == ({rule} if rule else set())
    explained = made.scorecard.forms[0].rows[0].indicator.reason
    assert made.scorecard.forms[0].rows[0].far_exceeded is bool(rule or explained)


@pytest.mark.parametrize(
    "row",
    [
        "| 普法活动场次 | ≥1场 | 2场 | 20 | 20 |  |",
        "| 法治覆盖率 | ≥60% | 100% | 20 | 20 |  |",
        "| 法治覆盖率 | ≥60 | 100 | 20 | 20 |  |",
        "| 普法活动场次 | ≥50场 | 130场 | 20 | 20 | 上级年中下达新任务，已报备；下年据实设定。 |",
        "| 违规次数 | ≤100次 | 2次 | 20 | 20 |  |",
        "| 普法活动场次 | 50~150场 | 130场 | 20 | 20 |  |",
    ],
)
def test_small_bases_rates_reasons_and_limits_are_no_low_targets(row: str) -> None:
    assert not {"targets.too_low", "targets.exceeded_applicants"} & one({SHOWS: row}).rules()


@pytest.mark.parametrize(
    ("name", "target", "actual"),
    [
        ("群众投诉率", "≤1%", "0.5%"),
        ("会议次数", "≤4次", "4次"),
        ("不满意率", "≤5%", "2%"),
        ("响应及时性", "≤2小时", "1小时"),
        ("完成审批时间", "≤5天", "4天"),
        ("成本降低率", "≥5%", "6%"),
    ],
)
def test_names_whose_sense_is_lower_are_no_wrong_signs(name: str, target: str, actual: str) -> None:
    made = one({SHOWS: f"| {name} | {target} | {actual} | 20 | 20 |  |"})
    assert not made.of("targets.sign")


def test_a_count_that_reads_as_if_more_were_meant_is_a_wrong_sign() -> None:
    made = one({SHOWS: "| 新建示范村数量 | ≤4个 | 5个 | 20 | 20 |  |"})
    assert made.rules() == {"targets.sign"}


def test_standard_names_may_stand_in_many_projects() -> None:
    assert told(*SHEETS.items()).of("narrative.level2_differs") == ()


def test_an_unreadable_value_is_left_out_of_every_later_check() -> None:
    made = one({RATE: "| 活动达标率 | ≥95% | ？？ | 10 | 10 |  |"})
    assert len(made.problems) == 1


def test_a_time_against_a_deadline_is_judged_by_its_day() -> None:
    late = one(
        {
            "| 活动完成及时率 | =100% | 100% | 10 | 10 |  |": "| 活动完成时间 | 9月底前 | 11月 | 10 | 6 |  |",
            "98.67": "94.67",
        }
    )
    assert late.rules() == {"reasons.missing"}
    vague = one(
        {"| 活动完成及时率 | =100% | 100% | 10 | 10 |  |": "| 活动完成时间 | 9月15日前 | 9月 | 10 | 10 |  |"}
    )
    assert vague.rules() == {"actuals.straddles"}


def test_about_as_many_as_promised_can_not_be_decided() -> None:
    assert one({SHOWS: "| 普法活动场次 | 130场左右 | 128场 | 20 | 20 |  |"}).rules() == {"actuals.straddles"}


def test_what_is_missing_is_told_in_numbers() -> None:
    made = one({SHOWS: "| 每千人纠纷数 | ≤120件 | 151件 | 20 | 15.89 |  |", "98.67": "94.56"})
    (problem,) = made.of("reasons.missing")
    assert problem.difference == "超出31件"


def test_a_partly_reached_word_owes_a_reason() -> None:
    made = one(
        {"| 达成预期指标 | 10 | 10 |  |": "| 部分达成年度指标并具有一定效果 | 10 | 7 |  |", "98.67": "95.67"}
    )
    assert made.rules() == {"reasons.missing"}


def test_a_satisfaction_with_an_upper_limit_is_a_wrong_sign_and_no_second_entry() -> None:
    assert one({"≥90% | 92%": "≤90% | 92%"}).rules() == {"targets.sign"}


def test_a_time_can_only_be_in_another_year_of_a_form_that_has_one() -> None:
    dated = {"| 活动完成及时率 | =100% | 100% |": "| 活动完成时间 | 2022年12月底前 | 2022年11月 |"}
    assert one(dated).of("targets.other_year")
    assert not one({**dated, "（2023年度）": "（年度）"}).of("targets.other_year")
    late = {"| 活动完成及时率 | =100% | 100% |": "| 活动完成时间 | 12月底前 | 2022年11月 |"}
    assert one(late).rules() == {"targets.other_year"}


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("部分图书缺货，2024年3月底前补购到位", False),
        ("部分图书缺货，2024年3月到货", False),
        ("审批推迟，下年度6月前完成", False),
        ("审批推迟，来年完工", False),
        ("部分图书缺货", True),
        ("部分图书缺货，2023年12月到货", True),
        ("预计2024年也无法到货", True),
    ],
)
def test_a_clause_that_sets_a_later_year_is_a_measure(reason: str, told: bool) -> None:
    row = f"| 购置图书 | ≥100册 | 90册 | 20 | 18 | {reason} |"
    assert ("reasons.no_measure" in one({SHOWS: row}).rules()) is told


def test_no_year_is_later_than_that_of_a_form_without_one() -> None:
    row = "| 购置图书 | ≥100册 | 90册 | 20 | 18 | 部分图书缺货，2024年3月到货 |"
    assert "reasons.no_measure" in one({SHOWS: row, "（2023年度）": "（年度）"}).rules()


def test_the_gap_is_only_told_of_unmet_numbers() -> None:
    rows = {
        name(row.indicator): gap(row)
        for row in one({SHOWS: "| 普法活动场次 | >130场 | 130场 | 20 | 20 |  |"}).scorecard.forms[0].rows
    }
    assert rows["法律知识知晓率"] == "还差5个百分点"
    assert rows["普法活动场次"] == rows["活动达标率"] == rows["宣传机制健全"] == ""


@pytest.mark.parametrize(
    ("target", "actual", "said"),
    [
        ("≥100万人次", "90万人次", "还差10万人次"),
        ("≥100万人次", "99.995万人次", "还差50人次"),
        ("1.2万余亩", "9000亩", "还差0.3万亩"),
        ("≥100000人次", "90000人次", "还差10000人次"),
        ("≤2万件", "2.5 万件", "超出0.5万件"),
        ("≥3万元", "25000元", "还差0.5万元"),
        ("12月底前", "次年1月", ""),
        ("建立机制", "未建立", ""),
    ],
)
def test_the_gap_is_told_in_the_scale_that_the_target_is_written_in(
    target: str, actual: str, said: str
) -> None:
    row = one({SHOWS: f"| 普法情况 | {target} | {actual} | 20 | 0 |  |"}).scorecard.forms[0].rows[0]
    assert gap(row) == said


def test_points_cut_for_exceeding_count_against_a_full_self_score() -> None:
    made = one({})
    scored = made.scorecard.forms[0]
    cut = replace(scored.rows[0], points=exactly("18"))
    form = judged(replace(scored, rows=(cut, *scored.rows[1:])), made.scheme)
    (problem,) = scores.wrong(form, made.scheme)
    assert (problem.rule, problem.difference) == ("scores.too_high", "2分")


def test_one_reason_below_the_table_stands_for_every_row() -> None:
    made = one(
        {
            KNOWN: "| 法律知识知晓率 | ≥85% | 80% | 20 | 18.82 |  |",
            SHOWS: "| 普法活动场次 | ≥50场 | 130场 | 20 | 20 |  |",
        }
    )
    assert made.rules() == {"reasons.missing", "targets.too_low"}
    form = replace(
        made.submission.forms[0],
        reason=Text("外来人口流动大，尾款未付；下一步进企业。", Place("普法", 22, 2)),
    )
    scored = replace(made.scorecard.forms[0], form=form)
    card = replace(made.scorecard, forms=(scored,))
    assert check(replace(made.submission, forms=(form,)), card, made.scheme) == ()


# ---------------------------------------------------------------- forms that lack something


def test_a_form_without_level_two_names_is_of_another_layout() -> None:
    bare = FORM.replace("数量指标", "").replace("服务对象满意度指标", "")
    for level2 in ("质量", "时效", "成本", "社会效益", "可持续影响"):
        bare = bare.replace(f"| {level2}指标 |", "|  |")
    assert not told(("普法", bare)).of("form.level2_blank")


def test_rows_of_unknown_groups_hide_whether_a_group_is_missing() -> None:
    made = one({"满意度指标 | 服务对象满意度指标 ": "其他 | 其他 "})
    assert not made.of("weights.missing_group")


def test_an_unreadable_amount_leaves_its_column_alone() -> None:
    made = one({PART: "| 80 | 80 | 待定数 |  |  |"})
    assert {rule for rule in made.rules() if rule.startswith("funds.")} == set()
    blank = one(
        {MONEY: "| 待定数 | 100 |  | 10 |  |  ", **NO_PARTS, TOTAL: "总分 | < | < | < | < | 100 | 88.82 |  |"}
    )
    (problem,) = blank.of("funds.blank")
    assert problem.slots["columns"] == "全年执行数"


def test_a_wrong_total_of_a_form_is_not_told_again_on_the_cover() -> None:
    tables = {**SHEETS, "法援": SHEETS["法援"].replace("99.79", "96.79")}
    assert told(*tables.items()).rules() == {"scores.total"}


# ---------------------------------------------------------------- texts


def test_all_done_beside_a_row_that_the_unit_scores_as_full_is_one_entry() -> None:
    made = one(
        {
            "全年开展活动130场，覆盖各镇街。": "各项指标全部完成。",
            KNOWN: "| 法律知识知晓率 | ≥85% | 80% | 20 | 20 |  |",
            "98.67": "99.85",
        }
    )
    assert made.rules() == {"scores.unmet_full"}


@pytest.mark.parametrize(
    "goal",
    [
        "除知晓率外，各项指标全部完成。",
        "圆满完成考试组织工作，资金均按规定使用。",
        "知晓率未完成，其余指标均已完成。",
        "三个场馆均完成验收。",
    ],
)
def test_texts_that_speak_of_some_things_only_are_not_all_done(goal: str) -> None:
    assert one({"全年开展活动130场，覆盖各镇街。": goal}).problems == ()


@pytest.mark.parametrize(
    ("text", "is_left"),
    [
        ("XX项目按期开展", True),
        ("××镇道路修复", True),
        ("示例村建设", False),
        ("采购XXL工装", False),
        ("（简述完成情况）。", True),
        ("（一）开展宣传（含讲座）", False),
    ],
)
def test_placeholders_are_told_and_words_that_look_like_them_are_not(text: str, is_left: bool) -> None:
    assert bool(one({"开展法治宣传教育，提升公民法治意识。": text}).of("form.instruction_left")) is is_left


def test_all_done_in_the_issues_is_held_against_every_project() -> None:
    issues = ISSUES.replace("部分外来人口未覆盖，法律知识知晓率未达标。", "各项任务全面完成。")
    (problem,) = told(("普法", FORM), ("存在问题及建议", issues)).of("narrative.all_done")
    assert problem.place == Place("存在问题及建议", 3, 1)
    assert problem.project == ""


def test_a_cost_in_yuan_is_compared_in_its_own_unit() -> None:
    row = "| 单场活动成本 | ≤0.8万元 | 0.75万元 | 10 | 10 |  |"
    assert not one({row: "| 项目总成本 | ≤1000000元 | 985000元 | 10 | 10 |  |"}).problems
    assert one({row: "| 项目总成本 | ≤1000000元 | 895000元 | 10 | 10 |  |"}).of(
        "narrative.cost_against_money"
    )
    assert not one({row: "| 项目总成本占比 | ≤100% | 98% | 10 | 10 |  |"}).of("narrative.cost_against_money")


def test_a_number_in_the_goal_belongs_to_the_row_that_it_names() -> None:
    goal = "全年开展活动130场，覆盖各镇街。"
    assert not one({goal: "培训骨干45场次，印制资料200份，满意率达到92%。"}).problems
    assert one({goal: "群众满意度达到95%。"}).of("narrative.number_differs")
    assert not one({goal: "活动实现率95%。"}).of("narrative.number_differs")
    assert not one({goal: "普法活动100余场。"}).of("narrative.number_differs")


def test_a_form_without_goals_or_with_a_blank_sheet_of_issues_is_no_error() -> None:
    made = told(("普法", FORM))
    blank = replace(made.submission.forms[0], goals=())
    scored = judged(replace(made.scorecard.forms[0], form=blank), made.scheme)
    for look in (
        narrative.goal_blank,
        narrative.goal_without_actual,
        narrative.goal_copied,
        narrative.goal_is_number,
    ):
        assert list(look(scored, made.scheme)) == []


# ---------------------------------------------------------------- known false alarms


@pytest.mark.parametrize(
    "edits",
    [
        {
            "产出指标 | 数量指标": "产出指标（60分） | 数量指标",
            "效益指标 | 社会效益指标": "效益指标（20分） | 社会效益指标",
            SHOWS: "| 普法活动场次 | ≥120场 | 130场 | 30 | 30 |  |",
            KNOWN: "| 法律知识知晓率 | ≥85% | 88% | 10 | 10 |  |",
            "98.67": "99.85",
        },
        {KNOWN: "| 法律知识知晓率 | 比2022年提高5个百分点 | 提高5个百分点 | 20 | 20 |  |", "98.67": "99.85"},
        {"开展法治宣传教育，提升公民法治意识。": "按2021—2025年规划开展宣传，2022年结余继续使用。"},
        {RATE: "| 活动达标率 | =100% | 100% | 10 | 10 | 无 |"},
        {RATE: "| 活动达标率 | =100% | 100% | 10 | 10 | — |"},
        {SHOWS: "| 走访、慰问、帮扶场次 | ≥120场 | 130场 | 20 | 20 |  |"},
        {"| 100% | 10 | 10 |  |\n^ | 成本": "| 100% | 10 | 10 | 按计划完成 |\n^ | 成本"},
    ],
)
def test_known_false_alarms_stay_silent(edits: dict[str, str]) -> None:
    assert one(edits).problems == ()


# ---------------------------------------------------------------- rubric, siblings


def point(answer: bool | NotGiven | Unreadable | None, explanation: str = "") -> RubricPoint:
    place = Place("组织实施", 4, 6)
    return RubricPoint(
        Text("投入"), Text("项目立项"), Text("论证决策"), Text("经过论证"), answer, Text(explanation), place
    )


def rubric_rules(*points: RubricPoint) -> set[str]:
    made = told(("普法", FORM))
    submission = replace(made.submission, rubric=points)
    return {each.rule for each in check(submission, made.scorecard, made.scheme)}


def test_a_rubric_wants_answers_and_a_word_for_no() -> None:
    assert rubric_rules(point(True), point(False, "补办论证"), point(None, "无此环节")) == set()
    assert rubric_rules(point(NotGiven())) == {"rubric.blank"}
    assert rubric_rules(*[point(False)] * 5) == {"rubric.unexplained"}
    (problem,) = rubric.unexplained(
        replace(told(("普法", FORM)).submission, rubric=(point(None),) * 5), None, None
    )  # type: ignore[arg-type]
    assert problem.slots["count"] == "5"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ("未填", "组织实施!F4 未填 “论证1” 1"),
        ("未填 是 未填", "组织实施!F4 组织实施!F6 未填 “论证1”；“论证3” 2"),
        ("未填 未填 未填", "组织实施!F4 组织实施!F5 组织实施!F6 未填 “论证1”；“论证2”；“论证3” 3"),
        (
            "未填 未填 未填 未填",
            "组织实施!F4 组织实施!F5 组织实施!F6 组织实施!F7 未填 “论证1”；“论证2”；“论证3” 等4项 4",
        ),
        ("是 否 不适用", "组织实施!F5 组织实施!F6  “论证2”；“论证3” 2"),
    ],
)
def test_the_points_of_a_rubric_are_told_in_one_entry(answers: str, said: str) -> None:
    meant = {"未填": NotGiven(), "是": True, "否": False, "不适用": None}
    points = tuple(
        replace(point(meant[answer]), point=Text(f"论证{number}"), place=Place("组织实施", 3 + number, 6))
        for number, answer in enumerate(answers.split(), 1)
    )
    made = told(("普法", FORM))
    submission = replace(made.submission, rubric=points)
    looks = (rubric.blank, rubric.unexplained)
    (problem,) = [each for look in looks for each in look(submission, made.scorecard, made.scheme)]
    slots = problem.slots
    assert f"{cells(problem)} {problem.found} {slots['points']} {slots['count']}" == said


def test_a_single_declaration_needs_no_name() -> None:
    unnamed = DECLARED.replace("普法宣传", "宣传").replace("≥120场", "≥150场")
    assert told(("普法", FORM), ("申报", unnamed)).of("siblings.target_differs")
    second = FORM.replace("普法宣传", "律师管理")
    assert told(("普法", FORM), ("律师", second), ("申报", unnamed)).of("siblings.target_differs") == ()


def test_declarations_that_lack_rows_money_or_readable_targets_say_nothing_of_them() -> None:
    no_money = "\n".join(
        line for line in DECLARED.splitlines() if "年度资金总额" not in line and "年初预算数" not in line
    )
    assert told(("普法", FORM), ("申报", no_money)).problems == ()
    blank = DECLARED.replace("^ | 年度资金总额 | < | 100 |", "^ | 年度资金总额 | < |  |").replace(
        "≥120场", ""
    )
    assert told(("普法", FORM), ("申报", blank)).problems == ()
    adjusted = edited(
        RECEIVED,
        {
            "≥120场 | ≥120场": "≥150场 | ≥120场",
            "| 130场 | 50 | 50 |  |": "| 130场 | 50 | 50 | 经批复调减场次。 |",
        },
    )
    first = DECLARED.replace("≥120场", "≥150场").replace(
        "^ | 质量指标 | 活动达标率 | ≥95% |  |  |  |  |\n", ""
    )
    assert told(("普法", adjusted), ("申报", first)).of("siblings.target_differs") == ()


def test_last_year_in_words_or_other_units_is_no_measure() -> None:
    for last in ("≥120场 | 已完成", "≥120场 | 130人次", "≥120场 | ", "≥90% | 97"):
        before = told(("普法", FORM.replace("≥120场 | 130场", last))).submission
        assert told(("普法", FORM), previous=before).of("previous.target_below") == ()


def test_the_year_before_of_another_project_says_nothing() -> None:
    before = told(("普法", FORM.replace("普法宣传", "律师管理").replace("130场 |", "900场 |"))).submission
    assert told(("普法", FORM), previous=before).problems == ()


def without_money(*rows: str) -> Told:
    """The form without 项目资金, and rows before its indicators."""
    block = ("^ | 年度资金", "^ | 其中", "^ | 上年", "^ | 其他")
    lines = [line for line in FORM.splitlines() if "年初预算数" not in line and not line.startswith(block)]
    at = next(number for number, line in enumerate(lines) if line.startswith("产出指标"))
    return told(("普法", "\n".join([*lines[:at], *rows, *lines[at:]])))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("预算执行率 | < | < | 100% | 98.5% | 10 | 9.85 |  |", "，只有“预算执行率”一项指标（填 98.50%）"),
        ("预算执行率 | < | < | 100% | 已完成 | 10 | 9.85 |  |", "，只有“预算执行率”一项指标"),
        ("预算执行率 | < | < | 元旦前 | 元旦前 | 10 | 9.85 |  |", "，只有“预算执行率”一项指标"),
    ],
)
def test_a_rate_without_money_says_what_the_form_lacks(row: str, said: str) -> None:
    made = without_money(row)
    (problem,) = made.of("funds.no_block")
    assert problem.slots["told"] == said
    assert not made.of("funds.blank")


def test_money_that_stands_in_the_row_of_the_rate_is_read() -> None:
    made = without_money("预算执行率 | < | < | 预算100万元 | 支出985000元 | 10 | 9.85 |  |")
    assert not made.of("funds.no_block")
    budget = made.scorecard.forms[0].budget
    assert (budget.budget, budget.executed, budget.points.exact) == (100, Decimal("98.5"), Decimal("9.85"))


def test_a_tier_tells_the_end_that_is_not_its_own() -> None:
    changed = "| 宣传机制健全 | 建立长效宣传机制 | 部分达成预期指标 | 10 | 8 | 机制还在完善；明年建成。 |"
    (problem,) = one({LASTING: changed, "98.67": "96.67"}).of("scores.tier")
    assert problem.expected == "6分～8分，不含8分"
