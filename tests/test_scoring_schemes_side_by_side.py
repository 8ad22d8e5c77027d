"""The same workbook under two schemes, and the same unit's earlier draft."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from scoring_forms import form, fund, row, submission

from perf_xlsx import __version__
from perf_xlsx.model import Marker, NotGiven, Problem, Submission, Unreadable, Why
from perf_xlsx.scoring.compare import Side, differences
from perf_xlsx.scoring.methods import status_word
from perf_xlsx.scoring.read import read
from perf_xlsx.scoring.scheme import load
from perf_xlsx.scoring.score import score
from perf_xlsx.scoring.why import text, texts

FORM = form(
    row("数量", "件数", "≥10件", "10件", "50"),
    row("成本", "成本", "≤10万元", "15万元", "20"),
    row("社会", "效果", "显著提高", "部分达成", "20"),
    funds=[fund("100", "100", "100", weight="10")],
)
WHY = Why("chosen_requested", {"title": "某标准"})


def test_only_what_differs_is_told() -> None:
    given = submission(FORM)
    found = differences(score(given, load("cn-2020"), WHY), score(given, load("platform"), WHY))
    assert [each.item for each in found] == ["成本", "总分", "单位得分"]
    cost = found[0]
    assert cost.one is not None
    assert cost.other is not None
    # 20×10÷15 与 20×(2×10-15)÷10
    assert (cost.one.points, cost.other.points) == (
        pytest.approx(cost.one.points),
        cost.other.points,
    )
    assert (str(cost.one.points.exact), str(cost.other.points.exact)) == ("13.33", "10.00")  # type: ignore[union-attr]


def test_a_scheme_with_parts_beside_one_without() -> None:
    given = submission(FORM)
    found = differences(score(given, load("cn-2020"), WHY), score(given, load("guangdong"), WHY))
    by_item = {each.item: each for each in found}
    assert by_item["预算执行率"].other is None
    assert by_item["预算执行率"].place == FORM.funds[0].place
    assert by_item["资金到位"].one is None
    assert by_item["件数"].other == Side(by_item["件数"].other.points, "25.00", "完成")  # type: ignore[union-attr]


def earlier(scheme: str, version: str, **totals: str) -> Submission:
    marker = Marker("abcd1234", 2, "a.xlsx", version, scheme, totals=totals)
    return replace(submission(FORM), marker=marker)


def told(given: Submission, scheme: str = "cn-2020") -> list[Problem]:
    return [each for each in score(given, load(scheme), WHY).problems if each.rule == "scheme.totals_changed"]


def test_the_same_totals_are_not_told() -> None:
    assert not told(earlier("cn-2020", __version__, 甲项目="85.33～89.33"))
    assert not told(earlier("cn-2020", __version__, 乙项目="90"))
    assert not told(earlier("cn-2020", __version__, 甲项目="约九十"))
    assert not told(submission(FORM))


def test_an_edited_form_is_the_cause() -> None:
    (problem,) = told(earlier("cn-2020", __version__, 甲项目="95.00"))
    assert problem.slots == {"draft": "2", "totals": "甲项目 95.00→85.33～89.33", "causes": "表内数据"}


def test_another_scheme_is_the_cause() -> None:
    (problem,) = told(earlier("platform", __version__, 甲项目="82.00～86.00"))
    platform, cn = load("platform").title, load("cn-2020").title
    assert problem.slots["causes"] == f"评分标准（{platform}→{cn}）"


def test_another_scheme_and_an_edited_form_are_the_causes() -> None:
    (problem,) = told(earlier("platform", "0.0.1", 甲项目="99.00"))
    assert problem.slots["causes"].endswith(f"、程序版本（0.0.1→{__version__}）、表内数据")


def test_an_unknown_earlier_scheme_is_named() -> None:
    (problem,) = told(earlier("县标准", __version__, 甲项目="99.00"))
    assert problem.slots["causes"] == f"评分标准（县标准→{load('cn-2020').title}）"


def test_projects_of_one_name_tell_nothing_and_many_are_cut_short() -> None:
    marker = Marker("abcd1234", 1, "a.xlsx", __version__, "cn-2020", totals={"甲项目": "1"})
    assert not told(replace(submission(FORM, FORM), marker=marker))
    names = [f"项目{n}" for n in range(5)]
    forms = [replace(FORM, project=replace(FORM.project, text=name)) for name in names]
    marker = replace(marker, totals=dict.fromkeys(names, "99.00"))
    (problem,) = told(replace(submission(*forms), marker=marker))
    assert problem.slots["totals"].endswith("；另有2个项目")
    (problem,) = told(replace(submission(*forms[:3]), marker=marker))
    assert problem.slots["totals"].count("；") == 2


# ---------------------------------------------------------------- reading a row


CN = load("cn-2020").rows

# kind, target, actual → why, 判定
READ = [
    ("时效", "9月底前", "95%", "number_against_date", "待评定"),
    ("时效", "9月底前", "正在推进", "words_against_date", "待评定"),
    ("质量", "100%", "已全覆盖", "words_met_number", "完成"),
    ("质量", "100%", "正在推进", "words_against_number", "待评定"),
    ("数量", "≥5件", "9月", "date_against_number", "待评定"),
    ("时效", "9月前", "9月前", "by_date_met", "完成"),
    ("时效", "9月底前", "按时完成", "words_met_date", "完成"),
    ("社会", "显著提高", "95%", "number_against_words", "待评定"),
    ("社会", "显著提高", "见附件", "words_undecided", "待评定"),
    ("质量", "≥95%", "1", "readings_differ", "待评定"),
    ("质量", "≥95%", "98", "reading_assumed", "完成"),
    ("数量", "≤100件", "近200件", "number_straddles", "待评定"),
    ("数量", "约50人", "48人", "number_about", "待评定"),
    ("数量", "≥5件", "不适用", "not_applicable", "不适用"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "target", "actual", "why", "word"), READ)
def test_how_a_row_is_read(kind: str, target: str, actual: str, why: str, word: str) -> None:
    indicator = row(kind, "指标", target, actual, "10")
    (one,) = score(submission(form(indicator, year=2021)), load("cn-2020"), WHY).forms
    assert (one.rows[0].why.id, status_word(one.rows[0])) == (why, word)
    assert "{" not in text(one.rows[0].why)


def test_two_readings_are_told_as_people_write_them() -> None:
    (one,) = score(submission(form(row("质量", "合格率", "≥95%", "1", "10"))), load("cn-2020"), WHY).forms
    assert text(one.rows[0].why) == "实际完成值 1 的单位写得不全，可读作 1% 或 100%，结果不同，请补充。"
    (two,) = score(submission(form(row("质量", "件数", "≥95", "98%", "10"))), load("cn-2020"), WHY).forms
    assert text(two.rows[0].why).endswith("可读作 98 或 0.98，结果不同，请补充。")


@pytest.mark.parametrize(
    ("target", "actual", "completion", "shown"),
    [("每季度1次", "4次", "1", "1次/季度"), ("≥95%", "98", "1.031579", "98%")],
)
def test_of_two_readings_with_one_result_the_likelier_counts(
    target: str, actual: str, completion: str, shown: str
) -> None:
    (one,) = score(submission(form(row("数量", "指标", target, actual, "10"))), load("cn-2020"), WHY).forms
    (found,) = one.rows
    assert (found.completion, found.far_exceeded) == (Decimal(completion), False)
    assert text(found.why).endswith(f"按 {shown} 评分。")


def test_what_cannot_be_read_is_undecided() -> None:
    good = row("数量", "指标", "≥5件", "5件", "10")
    bad = Unreadable("五六件七八", "several")
    for change, why in (({"target": bad}, "target_unreadable"), ({"actual": bad}, "actual_unreadable")):
        reading = read(replace(good, **change), CN, 2021)  # type: ignore[arg-type]
        assert (reading.method, reading.why) == ("judged", Why(why, {"raw": "五六件七八"}))
    assert read(replace(good, target=NotGiven()), CN, 2021).why.id == "no_target"


def test_an_actual_below_a_bound_has_no_lower_end() -> None:
    operands = read(row("数量", "指标", "≥400件", "近200件"), CN, 2021).operands
    assert (operands.actual_low, operands.actual_high) == (None, Decimal(200))


def test_the_29th_of_february_of_a_year_without_one_is_the_28th() -> None:
    leap = read(row("时效", "指标", "2月29日前", "2月29日"), CN, 2020).operands
    other = read(row("时效", "指标", "2月29日前", "2月29日"), CN, 2021).operands
    assert (leap.actual_high, other.actual_high) == (Decimal(43890), Decimal(44255))


def test_days_without_a_year_lie_in_the_forms() -> None:
    dated = row("时效", "指标", "9月底前", "8月")
    assert read(dated, CN, 2021).operands.target_high == Decimal(44469)  # 2021-09-30
    assert read(dated, CN, None).operands.target_high == Decimal(36799)  # 2000-09-30
    named = row("时效", "指标", "2022年9月底前", "8月")
    assert read(named, CN, None).operands.target_high == Decimal(44834)  # 2022-09-30


def test_every_reason_has_its_words() -> None:
    assert all((not each.endswith(" ") and each.endswith("。")) or "×" in each for each in texts().values())
