"""Guangdong in full: 评分要点, money, indicators; per project and for the unit, formulas included."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from scoring_city import TEXT
from scoring_forms import answers, form, fund, row, submission
from scoring_sheet import Worksheet, same

from perf_xlsx.model import FormKind, PartScore, RubricPoint, Status, Why
from perf_xlsx.scoring.methods import STATUS_WORDS
from perf_xlsx.scoring.parts import Cash, part_formulas, scored_parts
from perf_xlsx.scoring.scheme import load
from perf_xlsx.scoring.scheme_file import parse
from perf_xlsx.scoring.score import score
from perf_xlsx.scoring.unit import counted
from perf_xlsx.scoring.why import text

GD = load("guangdong")
CITY = parse(
    TEXT.replace("full_points = 120", "full_points = 126")
    + '[parts.a]\ntitle = "甲"\nlevel1 = "投入"\nlevel2 = "立项"\ngroup = "input"\npoints = 4\n'
    + 'method = "rubric"\nquestions = ["一"]\nsource = "own"\n'
    + '[parts.b]\ntitle = "乙"\nlevel1 = "过程"\nlevel2 = "资金"\ngroup = "process"\npoints = 2\n'
    + 'method = "paid"\nsource = "own"\n',
    "city.toml",
    lambda _: None,
)
D = Decimal


def every(answer: str) -> list[RubricPoint]:
    found: list[RubricPoint] = []
    for part in GD.parts:
        found += answers(part.title, *[answer] * len(part.questions))
    return found


def project(received: str = "80", executed: str = "60"):
    return form(
        row("数量", "件数", "≥10件", "10件"),
        row("质量", "合格率", "≥100%", "50%"),
        row("社会", "覆盖率", "≥90%", "90%"),
        row("满意", "满意度", "≥90%", "95%"),
        funds=[fund("100", None, executed, received=received)],
    )


def test_a_project_by_parts() -> None:
    card = score(submission(project(), rubric=every("是")), GD, Why("chosen_rubric"))
    (one,) = card.forms
    parts = {part.title: part.points.exact for part in one.parts}
    # 到位 5×80/100 = 4；支付 6×60/80 = 4.5；其余评分要点全是“是”
    assert parts == {
        "论证决策": D(4), "目标设置": D(6), "保障措施": D(2), "资金到位": D(4), "资金分配": D(3),
        "资金支付": D("4.5"), "支出规范性": D(6), "实施程序": D(4), "管理情况": D(4),
    }  # fmt: skip
    # 产出 30：15 + 7.5；效益 30：25 + 5
    assert [str(each.points.exact) for each in one.rows] == ["15.00", "7.50", "25.00", "5.00"]
    # 37.5 + 22.5 + 30
    assert one.total.exact == D("90.00")
    assert one.weight_total == D(100)
    assert (one.budget.weight, one.budget.points.exact) == (D(0), D(0))


def test_the_unit_by_parts() -> None:
    forms = [project(), project("100", "100")]
    card = score(submission(*forms, rubric=every("是")), GD, Why("chosen_rubric"))
    parts = {part.title: (str(part.weight), str(part.points.exact)) for part in card.unit.parts}
    # 到位 5×180/200；支付 6×160/180
    assert parts["资金到位"] == ("5", "4.50")
    assert parts["资金支付"] == ("6", "5.33")
    assert parts["产出"] == ("30.00", "22.50")
    assert parts["效益"] == ("30.00", "30.00")
    assert card.unit.by_parts is not None
    assert card.unit.by_parts.exact == D("91.33")
    assert card.unit.mean is not None
    assert card.unit.mean.exact == D("91.25")  # (90.00 + 92.50) ÷ 2
    assert card.unit.grade == "优"


def test_a_part_that_does_not_apply_leaves_the_units_rest_scaled() -> None:
    rubric = [*every("是"), *answers("资金分配")]
    apart = [replace(each, answer=None) if each.level3.text == "资金分配" else each for each in rubric]
    card = score(submission(project("100", "100"), rubric=apart), GD, Why("chosen_rubric"))
    # (40 - 3 + 52.5) × 100 ÷ 97
    assert card.forms[0].total.exact == D("92.27")
    assert card.unit.by_parts is not None
    assert card.unit.by_parts.exact == D("92.27")


def test_the_seed_of_another_standard_stays_open_where_nothing_was_answered() -> None:
    card = score(submission(project()), GD, Why("chosen_requested"))
    (one,) = card.forms
    # 29 分评分要点未答
    assert (one.total.low, one.total.high) == (D("61.00"), D("90.00"))
    assert one.grade == "待定"


def test_rows_that_stand_for_parts_are_not_counted_twice() -> None:
    own = form(row("投入", "论证", "充分", "充分", "20"), row("数量", "件数", "≥1件", "1件", "30"), funds=[])
    card = score(submission(own), GD, Why("chosen_groups"))
    assert [part.title for part in card.forms[0].parts] == ["资金支付", "支出规范性", "实施程序", "管理情况"]


def test_rows_that_stand_for_parts_share_the_points_of_their_own_level() -> None:
    own = form(
        row("投入", "论证", "充分", "充分"),
        row("过程", "程序", "规范", "规范"),
        row("数量", "件数", "≥1件", "1件"),
    )
    for scheme, weights in ((GD, ["20", "20", "60"]), (CITY, ["4", "2", "105"])):
        card = score(submission(own), scheme, Why("chosen_groups"))
        assert [f"{each.weight.normalize():f}" for each in card.forms[0].rows] == weights


def test_a_unit_is_the_mean_of_its_projects_else_of_its_other_forms() -> None:
    whole = form(row("数量", "件数", "≥10件", "5件", "10"), kind=FormKind.DEPARTMENT, name="整体")
    done = form(row("数量", "件数", "≥10件", "10件", "10"))
    card = score(submission(whole, done), GD, Why("chosen_groups"))
    assert counted(card.forms) == card.forms[1:]
    assert counted(card.forms[:1]) == card.forms[:1]


def test_a_unit_without_forms_has_no_score() -> None:
    card = score(submission(rubric=every("是")), GD, Why("chosen_rubric"))
    assert (card.unit.mean, card.unit.parts, card.unit.grade) == (None, (), "待定")


# answers → 判定, low, high of 6 points
RUBRICS = [
    (["是", "是", "是"], "完成", "6", "6"),
    (["是", "否", "是"], "未完成", "4", "4"),
    (["是", "否", "不适用"], "未完成", "3", "3"),
    (["是", "", "否"], "未填", "2", "4"),
    (["", "", ""], "未填", "0", "6"),
    (["不适用", "不适用", "不适用"], "不适用", "0", "0"),
    (["否", "否", "否"], "未完成", "0", "0"),
]


@pytest.mark.parametrize(("given", "word", "low", "high"), RUBRICS)
def test_a_rubric_part(given: list[str], word: str, low: str, high: str) -> None:
    part = _part("目标设置", Cash(None, None, None), answers("目标设置", *given))
    assert (STATUS_WORDS[part.status], part.points.low, part.points.high) == (word, D(low), D(high))
    assert "{" not in text(part.why)


def _part(title: str, cash: Cash, rubric: list[RubricPoint], scheme=GD) -> PartScore:
    return next(part for part in scored_parts(cash, rubric, scheme, scheme.parts) if part.title == title)


def test_a_rubric_part_without_a_sheet_is_open() -> None:
    part = _part("目标设置", Cash(None, None, None), [])
    assert (part.status, part.points.low, part.points.high) == (Status.BLANK, D(0), D(6))
    assert text(part.why) == "没有评分要点的回答。"


# budget, received, executed → 到位 of 5, 支付 of 6
MONEY = [
    ("100", "80", "60", ("未完成", "4", "4"), ("未完成", "4.5", "4.5")),
    ("100", "120", "120", ("完成", "5", "5"), ("完成", "6", "6")),
    ("100", None, "60", ("未填", "0", "5"), ("未填", "0", "6")),
    ("0", "0", "0", ("不适用", "0", "0"), ("不适用", "0", "0")),
    ("0", "50", "25", ("待评定", "0", "5"), ("未完成", "3", "3")),
    ("100", "0", "5", ("未完成", "0", "0"), ("待评定", "0", "6")),
    ("-1", "0", "0", ("待评定", "0", "5"), ("不适用", "0", "0")),
    ("100", "-5", "0", ("未完成", "0", "0"), ("待评定", "0", "6")),
]


@pytest.mark.parametrize(("budget", "received", "executed", "arrival", "payment"), MONEY)
def test_money_parts(
    budget: str, received: str | None, executed: str, arrival: tuple, payment: tuple
) -> None:
    cash = Cash(*(None if each is None else D(each) for each in (budget, received, executed)))
    for title, (word, low, high) in (("资金到位", arrival), ("资金支付", payment)):
        part = _part(title, cash, [])
        assert (STATUS_WORDS[part.status], part.points.low, part.points.high) == (word, D(low), D(high))
        assert "{" not in text(part.why)


@pytest.mark.parametrize("scheme", [GD, CITY], ids=["guangdong", "city"])
def test_part_formulas_agree(scheme) -> None:
    sheet = Worksheet(scheme)
    for part in scheme.parts:
        templates = part_formulas(scheme, part.method)
        order = [("status", templates.status), ("points_low", templates.points_low)]
        order += [("points_high", templates.points_high)]
        for budget, received, executed, *_ in MONEY:
            money = [None if each is None else D(each) for each in (budget, received, executed)]
            for given, *_ in RUBRICS:
                cells = {"budget": money[0], "received": money[1], "executed": money[2]}
                found = _part(part.title, Cash(*money), answers(part.title, *given), scheme)
                results = sheet.evaluate(
                    {**cells, "weight": part.points, "answers": [each or None for each in given]}, order
                )
                shown = (part.title, money, given, results)
                assert results["status"] == STATUS_WORDS[found.status], shown
                assert same(results["points_low"], found.points.low), shown
                assert same(results["points_high"], found.points.high), shown


def test_a_part_that_does_not_apply_may_count_in_full() -> None:
    assert _part("甲", Cash(None, None, None), answers("甲", "不适用"), CITY).points.exact == D(4)
