"""From located cells to a submission: fields, groups, adjusted targets, units, what is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

import pytest
from tables import cell

from perf_xlsx.checks.catalogue import RULES, finding
from perf_xlsx.model import (
    Amount,
    Area,
    Cell,
    CellState,
    Draft,
    DraftForm,
    DraftFund,
    DraftRow,
    DraftRubric,
    Field,
    Figure,
    Form,
    FormKind,
    NotGiven,
    Place,
    Problem,
    Role,
    Submission,
    Target,
    Unreadable,
)
from perf_xlsx.values.printing import print_actual, print_target
from perf_xlsx.values.understand import read_answer, understand, year_in

NATIONAL: Final = "level1 | level2 | level3 | target | actual | weight | reported_score | reason"


def cells(row: int, names: list[str], line: str) -> dict[Field, Cell]:
    """A readable row as cells by field; an empty piece is no cell."""
    made = {}
    for column, (name, piece) in enumerate(zip(names, line.split("|"), strict=False), 1):
        one = cell(Place("表", row, column), piece.strip())
        if one is not None:
            made[name] = one
    return made


def draft_row(row: int, names: list[str], line: str) -> DraftRow:
    return DraftRow(Place("表", row, 1), cells(row, names, line))


def form(
    rows: str = "",
    header: str = NATIONAL,
    *,
    fields: str = "project=普法",
    funds: tuple[DraftFund, ...] = (),
    **more: object,
) -> DraftForm:
    """A form of readable rows under a header of field names."""
    names = [name.strip() for name in header.split("|")]
    lines = [line for line in rows.strip("\n").splitlines() if line.strip()]
    given = dict(piece.split("=", 1) for piece in fields.split(";") if piece)
    made: dict[str, object] = {
        "kind": FormKind.PROJECT,
        "sheet": "表",
        "area": Area(1, 1, 99, 9),
        "fields": cells(1, list(given), "|".join(given.values())),
        "funds": funds,
        "fund_columns": {},
        "goals": (),
        "indicators": tuple(draft_row(10 + at, names, line) for at, line in enumerate(lines)),
        "columns": cells(9, names, "|".join(names)),
        **more,
    }
    return DraftForm(**made)  # type: ignore[arg-type]


def one_form(draft: DraftForm) -> tuple[Form, tuple[Problem, ...]]:
    submission, problems = understand(Draft((draft,)))
    return submission.forms[0], problems


def value(figure: Figure) -> str:
    return f"{figure.value.normalize():f}" if isinstance(figure, Amount) else type(figure).__name__


FUND: Final = ["item", "initial", "full_year", "received", "executed", "weight", "rate", "reported_score"]


def fund(role: Role, line: str, row: int = 5) -> DraftFund:
    return DraftFund(role, draft_row(row, FUND, line))


# ---------------------------------------------------------------- rows


def test_a_row_is_understood_field_by_field() -> None:
    understood, problems = one_form(
        form("产出指标(50分) | 数量指标 | 指标1：法律援助案件数 | ≥4000件 | 4521件 | 10分 | 9.5 | 有所超额")
    )
    row = understood.indicators[0]
    assert (row.level1.text, row.level2.text, row.level3.text) == ("产出指标", "数量指标", "法律援助案件数")
    assert (row.group, row.kind) == ("output", "quantity")
    assert (row.target_text, row.actual_text) == ("≥4000件", "4521件")
    assert isinstance(row.target, Target)
    assert print_target(row.target) == "≥4000件"
    assert print_actual(row.actual) == "4521件"  # type: ignore[arg-type]
    assert (value(row.weight), value(row.reported_score)) == ("10", "9.5")
    assert row.reported_score.step == Decimal("0.1")  # type: ignore[union-attr]
    assert row.reason.text == "有所超额"
    assert (row.level3.place, row.target_place, row.actual_place) == tuple(
        Place("表", 10, at) for at in (3, 4, 5)
    )
    assert value(understood.group_points["output"]) == "50"
    assert problems == ()


NOTHINGS = """
产出指标 | 数量指标 | …… |  |  |  |  |
产出指标 | 数量指标 | 指标2： |  |  | 0 |  |
产出指标 | 生态效益指标 | 指标1:/ | / | / |  |  |
产出指标 | 生态效益指标 | 空气质量 | / | / | / | / |
产出指标 | 生态效益指标 | 不适用 | 不适用 | 不适用 | — | — |
产出指标 | 生态效益指标 |  |  |  |  |  |
"""


def test_where_no_column_has_weights_the_points_behind_a_name_count() -> None:
    plain = form("产出指标 | 数量指标 | 培训场次（15分） | ≥20场 | 22场 |  | 14 |")
    columns = {name: cell for name, cell in plain.columns.items() if name != "weight"}
    row = one_form(replace(plain, columns=columns))[0].indicators[0]
    assert (row.level3.text, value(row.weight)) == ("培训场次", "15")
    assert row.weight.raw == "15分"  # type: ignore[union-attr]
    kept = one_form(plain)[0].indicators[0]
    assert (kept.level3.text, kept.weight) == ("培训场次（15分）", NotGiven())


def test_levels_joined_in_one_cell_are_told_apart() -> None:
    row = one_form(form(" | 产出指标-数量指标 | 培训场次 | ≥20场 | 22场 | 10 | 10 |"))[0].indicators[0]
    assert (row.level1.text, row.level2.text, row.group) == ("产出指标", "数量指标", "output")


def test_rows_for_nothing_are_left_out() -> None:
    assert one_form(form(NOTHINGS))[0].indicators == ()


def test_rows_that_say_anything_stay() -> None:
    kept = """
产出指标 | 数量指标 | 宣传 |  |  |  |  |
产出指标 | 数量指标 |  | 5次 |  |  |  |
产出指标 | 数量指标 |  |  |  | 10 |  |
产出指标 | 数量指标 | 空气 | / | / | 10 | 10 |
产出指标 | 数量指标 | 事故 | 无 | 0 |  |  |
"""
    assert len(one_form(form(kept))[0].indicators) == 5
    adjusted = form("…… | ≥5次", "level3 | adjusted_target")
    assert len(one_form(adjusted)[0].indicators) == 1


SPLIT: Final = "level3 | target_sign | target | target_unit | actual"


@pytest.mark.parametrize(
    ("line", "text", "read"),
    [
        ("人数 | ≧ | 735 | 人次 | 735", "≧735人次", "≥735人次"),
        ("覆盖率 | ═ | 100 | % | 100%", "═100%", "=100%"),
        ("覆盖率 | >= | 98 | %(百分比) | 100%", ">=98%(百分比)", "≥98%"),
        ("覆盖率 | >= | 98% | % | 100%", ">=98%", "≥98%"),
        ("覆盖率 | ≥ | ≥98 | % | 100%", "≥98%", "≥98%"),
        ("效果 | 定性 | 有效 |  | 有效", "有效", "有效"),
        ("效果 | 定性 | 100% | / | 100%", "100%", "100%"),
        ("人数 | 正向指标 | 20 | 人 | 20", "20人", "≥20人"),
        ("成本 | 反向 | 20 | 万元 | 20", "20万元", "≤20万元"),
        ("成本 | 反 向 | 20 | 万元 | 20", "20万元", "≤20万元"),
        ("成本 | 定量 | 20 | 万元 | 20", "20万元", "20万元"),
        ("误差 | ≤ | ±5 | % | 3%", "≤±5%", "-5～5%"),
        ("次数 | 不少于 | 20 | — | 20", "不少于20", "≥20"),
        ("次数 | 某种 | 20 | 次 | 20", "20次", "20次"),
        ("效果 | ≥ | 良好 |  | 良好", "≥良好", "良好"),
        ("次数 | = | ≥20 | 次 | 20", "≥20次", "≥20次"),
        ("次数 | > | 20 | 次 | 21", ">20次", ">20次"),
        ("次数 | < | 20 | 次 | 19", "<20次", "<20次"),
        ("次数 | ≥ | 1.5 | 万人次 | 2", "≥1.5万人次", "≥15000人次"),
        ("说明 | ≥ | / | 次 | ", "/", ""),
        ("满意度 | ≥ | 90 | (%) | 95%", "≥90(%)", "≥90%"),
        ("满意度 | ≥ | 90 | 百分比 | 95%", "≥90百分比", "≥90%"),
        ("摊位 | ≥ | 20 | 摊位 | 20", "≥20摊位", "≥20摊位"),
        ("标准 | ≥ | 20 | 元/人·月 | 20", "≥20元/人·月", "≥20元/人·月"),
        ("人次 | ≥ | 20人次 | 人次/年 | 20", "≥20人次人次/年", "≥20人次"),
        ("时限 | 定性 | 12月底前完成 |  | 12月20日完成", "12月底前完成", "12月31日前"),
        ("时限 | ≤ | 2021年12月31日 | 日期 | 12月", "≤2021年12月31日日期", "2021年12月31日前"),
        ("次数 | 定性 | ≥3次 |  | 3次", "≥3次", "≥3次"),
        ("制度 | 定性 | 建立3项制度 |  | 已建立", "建立3项制度", "建立3项制度"),
    ],
)
def test_a_target_in_three_columns_is_joined(line: str, text: str, read: str) -> None:
    row = one_form(form(line, SPLIT))[0].indicators[0]
    assert row.target_text.replace("(百分比)(百分比)", "(百分比)") == text
    assert (print_target(row.target) if isinstance(row.target, Target) else "") == read


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("次数 | ≤ | ≥20 | 次 | 20", "sign_contradicts"),
        ("次数 | ≥ | 95% | 个 | 20", "unit_contradicts"),
        ("次数 | ≥ | 10次5人 | 次 | 20", "two_values"),
    ],
)
def test_columns_that_contradict_the_value_are_told(line: str, why: str) -> None:
    understood, problems = one_form(form(line, SPLIT))
    target = understood.indicators[0].target
    assert isinstance(target, Unreadable)
    assert target.why == why
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("甲 | 1 | 疫情影响 | 加快进度", "疫情影响；加快进度"),
        ("甲 | 1 |  | 加快进度", "加快进度"),
        ("甲 | 1 | 疫情影响 | —", "疫情影响"),
        ("甲 | 1 |  | ", ""),
    ],
)
def test_a_measure_in_its_own_column_joins_the_reason(line: str, reason: str) -> None:
    assert one_form(form(line, "level3 | target | reason | measure"))[0].indicators[0].reason.text == reason


def test_the_adjusted_target_counts_and_the_first_is_kept() -> None:
    header = "level3 | target | adjusted_target | actual"
    rows = """
案件数 | ≥4000件 | ≥3000件 | 3500件
咨询 | ≥100次 | — | 90次
宣传 | ≥10次 |  | 12次
"""
    first, second, third = one_form(form(rows, header))[0].indicators
    assert (first.target_text, first.initial_target_text) == ("≥3000件", "≥4000件")
    assert print_target(first.target) == "≥3000件"  # type: ignore[arg-type]
    assert (second.target_text, second.initial_target_text) == ("≥100次", "")
    assert (third.target_text, third.initial_target_text) == ("≥10次", "")


def test_a_typed_formula_in_a_target_column_is_what_it_looks_like() -> None:
    place = Place("表", 10, 4)
    for made in (
        Cell(place, "1", Decimal(1), formula="100%"),
        Cell(place, "", formula="100%", state=CellState.NO_RESULT),
    ):
        draft = form("产出指标 | 数量指标 | 覆盖率 | x | 100%")
        row = DraftRow(
            draft.indicators[0].place, {**draft.indicators[0].cells, "target": made, "actual": made}
        )
        understood, problems = one_form(form(indicators=(row,)))
        assert print_target(understood.indicators[0].target) == "=100%"  # type: ignore[arg-type]
        assert understood.indicators[0].target.raw == "=100%"  # type: ignore[union-attr]
        assert problems == ()


def test_stored_digits_stand_behind_what_is_shown() -> None:
    row = one_form(form("产出 | 质量 | 合格率 | @0.98;0% | @0.976;0% | 10 | 10 |"))[0].indicators[0]
    assert row.actual.low == Decimal("0.976")  # type: ignore[union-attr]
    assert row.target.low == Decimal("0.98")  # type: ignore[union-attr]


def test_goal_blocks_group_the_rows_that_no_level_does() -> None:
    header = "block | level1 | level2 | level3 | target | actual"
    rows = """
年度绩效目标1（40分） |  |  | 甲 | 1 | 1
年度绩效目标二（30分） |  |  | 乙 | 1 | 1
年度绩效目标1（40分） | 产出指标 | 数量指标 | 丙 | 1 | 1
 |  |  | 丁 | 1 | 1
"""
    understood = one_form(form(rows, header))[0]
    assert [row.group for row in understood.indicators] == ["goal1", "goal2", "output", ""]
    assert {group: value(points) for group, points in understood.group_points.items()} == {
        "goal1": "40",
        "goal2": "30",
    }


def test_a_label_that_is_nothing_but_points_is_its_groups_by_the_level_beside_it() -> None:
    understood = one_form(form("（50分） | 数量指标 | 甲 | 1 | 1 | 10 | 10"))[0]
    assert {group: value(points) for group, points in understood.group_points.items()} == {"output": "50"}


def test_points_of_a_group_may_stand_in_a_column() -> None:
    header = "level1 | level1_weight | level3 | target | actual"
    understood = one_form(form("产出指标 | 60 | 甲 | 1 | 1\n效益指标 | — | 乙 | 1 | 1", header))[0]
    assert {group: value(points) for group, points in understood.group_points.items()} == {"output": "60"}


# ---------------------------------------------------------------- money


def test_a_form_in_yuan_comes_in_ten_thousands() -> None:
    lines = (
        fund(Role.TOTAL, "年度资金总额 |  | 387664.62 |  | 387664.62 | 10 | 100% | 10"),
        fund(Role.PART, "其他资金 | — | 1.2万元 |  | 万元 | — |  | —", 6),
    )
    draft = form(fields="project=普法;money_unit=单位：元", funds=lines)
    understood = one_form(draft)[0]
    total, part = understood.funds
    assert understood.money_unit == "元"
    assert (value(total.initial), value(total.full_year), value(total.executed)) == (
        "NotGiven",
        "38.766462",
        "38.766462",
    )
    assert (value(total.rate), value(total.weight), value(total.reported_score)) == ("1", "10", "10")
    assert (value(part.full_year), value(part.executed), value(part.weight)) == (
        "1.2",
        "NotGiven",
        "NotGiven",
    )


def test_a_column_with_its_own_unit_goes_before_the_forms() -> None:
    lines = (fund(Role.TOTAL, "总额 | 100 | 1000000 |  | 1000000"),)
    header = cells(4, ["full_year", "executed"], "全年预算数（元） | 全年执行数（元）")
    total = one_form(form(funds=lines, fund_columns=header))[0].funds[0]
    assert (value(total.initial), value(total.full_year), value(total.executed)) == ("100", "100", "100")


def test_a_budget_row_among_the_indicators_is_folded_into_the_total() -> None:
    names = NATIONAL.split(" | ")
    budget = draft_row(30, names, " |  | 预算执行率 | 100% | 95% | 10 | 9.5 | 结余")
    lines = (fund(Role.PART, "财政拨款 | 1 | 1 |  | 1"), fund(Role.TOTAL, "总额 | 100 | 100 |  | 95", 6))
    total = one_form(form(funds=lines, budget_row=budget))[0].funds[1]
    assert (value(total.weight), value(total.reported_score), value(total.rate)) == ("10", "9.5", "0.95")
    assert total.reason.text == "结余"
    alone = one_form(form(budget_row=budget))[0].funds[0]
    assert (alone.role, value(alone.weight), value(alone.initial)) == (Role.TOTAL, "10", "NotGiven")
    nameless = one_form(form(budget_row=draft_row(30, names, " | | | | | 10 | 9")))[0].funds[0]
    assert (nameless.item.text, value(nameless.reported_score)) == ("", "9")


def test_a_budget_row_among_the_indicators_is_told_under_the_headings_of_its_columns() -> None:
    budget = draft_row(30, NATIONAL.split(" | "), " |  | 预算执行率 | 100% | 95% | 优 | 良")
    header = cells(9, ["weight", "reported_score"], "权重 | 自评分")
    problems = one_form(form(budget_row=budget, columns=header))[1]
    assert [problem.slots["field"] for problem in problems] == ["权重", "自评分"]


@pytest.mark.parametrize(("own", "counts"), [("", "8"), ("9", "9")])
def test_what_finance_typed_beside_a_budget_row_counts_unless_the_total_has_its_own(
    own: str, counts: str
) -> None:
    names = ["level3", "weight", "review_score"]
    line = DraftFund(Role.TOTAL, draft_row(5, ["item", "executed", "review_score"], f"总额 | 95 | {own}"))
    total = one_form(form(funds=(line,), budget_row=draft_row(30, names, "预算执行率 | 10 | 8")))[0].funds[0]
    assert value(total.review.score) == counts


@pytest.mark.parametrize(
    ("heading", "weight"), [("得分（20分*执行率）", "20"), ("得分（20分）", "20"), ("得分", "NotGiven")]
)
def test_the_budget_points_of_a_header_are_the_totals_weight(heading: str, weight: str) -> None:
    lines = (fund(Role.TOTAL, "总额 | | 5 | | 5 | | 100% | 20"),)
    total = one_form(form(fields=f"project=共享工程;budget_weight={heading}", funds=lines))[0].funds[0]
    assert value(total.weight) == weight


# ---------------------------------------------------------------- the form and the submission


def test_the_form_says_its_year_total_grade_and_reason() -> None:
    names = NATIONAL.split(" | ")
    draft = form(
        "产出指标 | 数量指标 | 甲 | 1 | 1 | 10 | 10",
        fields="project=普法\\n经费;title=（2021年度）;department=—;grade=优;form_reason=疫情影响;form_measures=无",
        total=draft_row(40, names, "总分 |  |  |  |  | 100 | 96.5"),
    )
    understood = one_form(draft)[0]
    assert (understood.project.text, understood.department.text) == ("普法经费", "")
    assert (understood.year, understood.stated_grade.text) == (2021, "优")
    assert (value(understood.stated_weight), value(understood.stated_total)) == ("100", "96.5")
    assert understood.reason.text == "疫情影响"
    assert "level3" in understood.columns
    assert understood.header_places["target"] == Place("表", 9, 4)


def test_a_reason_and_its_measures_below_the_table_are_one_text() -> None:
    fields = "project=普法;form_reason=疫情影响;form_measures=加快进度"
    assert one_form(form(fields=fields))[0].reason.text == "疫情影响；加快进度"


def test_what_finance_typed_beside_a_row_is_kept() -> None:
    header = "level3 | target | actual | review_score | review_note | reviewer | reviewed_on"
    row = one_form(form("甲 | ≥5次 | 4次 | 7.5 | 核减 | 李某 | 3月1日", header))[0].indicators[0]
    assert (value(row.review_score), row.review_note.text) == ("7.5", "核减")
    assert (row.reviewer.text, row.reviewed_on.text) == ("李某", "3月1日")


def test_a_grade_may_stand_in_the_total_row_and_a_total_in_the_head() -> None:
    names = ["weight", "grade"]
    understood = one_form(form(total=draft_row(40, names, "100 | 良"), fields="reported_total=88分"))[0]
    assert understood.stated_grade.text == "良"
    assert value(understood.stated_total) == "88"
    assert one_form(form())[0].stated_grade.text == ""


def test_columns_name_what_the_form_has_a_column_for() -> None:
    header = cells(4, ["full_year", "weight", "rate"], "全年预算数 | 分值 | 执行率")
    understood = one_form(form(header="level3 | target", fund_columns=header))[0]
    assert understood.columns == {"level3", "target", "full_year", "rate"}


@pytest.mark.parametrize(
    ("text", "year"),
    [("（2021年度）", 2021), ("2022", 2022), ("二〇二一年度", 2021), ("项目支出绩效自评表", None)],
)
def test_a_title_names_the_year(text: str, year: int | None) -> None:
    assert year_in(text) == year


def submission(*forms: DraftForm, cover: Mapping[Field, Cell] | None = None) -> Submission:
    return understand(Draft(forms, cover or {}))[0]


def test_the_unit_and_the_year_come_from_the_cover_else_from_most_forms() -> None:
    first = form(fields="project=甲;implementing_unit=219001-某某镇人民政府;year=2021")
    second = form(fields="project=乙;implementing_unit=某某镇人民政府;year=2021")
    third = form(fields="project=丙;department=某某局;year=2022")
    assert (submission(first, second, third).agency, submission(first, second, third).year) == (
        "某某镇人民政府",
        2021,
    )
    assert submission(third).agency == "某某局"
    assert (submission(form()).agency, submission(form()).year) == ("", None)
    cover = cells(1, ["agency", "year", "budget", "reported_score"], "司法局 | 2023年 | 1,063.98万元 | 96分")
    named = submission(first, cover=cover)
    assert (named.agency, named.year, value(named.cover.budget)) == ("司法局", 2023, "1063.98")
    assert value(named.cover.reported_score) == "96"


def test_every_amount_of_the_cover_comes_from_its_own_cell() -> None:
    names = ["budget", "budget_general", "budget_fund", "executed", "executed_general", "executed_fund"]
    cover = submission(form(), cover=cells(1, names, "100 | 80 | 20 | 90 | 75 | 15")).cover
    assert [value(getattr(cover, name)) for name in names] == ["100", "80", "20", "90", "75", "15"]


def test_siblings_are_understood_but_never_told_of() -> None:
    faulty = form("产出指标 | 数量指标 | 甲 | 100%1000件 | 1")
    understood, problems = understand(Draft((), siblings=(faulty,)))
    assert len(understood.siblings) == 1
    assert problems == ()


ANSWERS = """
是 | True
√ | True
符合 | True
否 | False
× | False
不适用 | None
不 适 用 | None
— | nothing
大概 | answer
"""


@pytest.mark.parametrize(("text", "expected"), [line.split(" | ") for line in ANSWERS.strip().splitlines()])
def test_an_answer_is_yes_no_or_not_applicable(text: str, expected: str) -> None:
    answer = read_answer(cell(Place("表", 1, 1), text))
    told = answer.why if isinstance(answer, Unreadable) else answer
    assert ("nothing" if isinstance(told, NotGiven) else str(told)) == expected


def test_a_rubric_point_without_a_cell_is_not_answered() -> None:
    assert isinstance(read_answer(None), NotGiven)
    names = ["level1", "level2", "level3", "point", "answer"]
    rubric = DraftRubric(draft_row(3, names, "投入 | 项目立项 | 论证决策 | 有论证 | 大概"))
    understood, problems = understand(Draft((), rubric=(rubric,)))
    (point,) = understood.rubric
    levels = (point.level1, point.level2, point.level3)
    assert [each.text for each in levels] == ["投入", "项目立项", "论证决策"]
    assert point.point.text == "有论证"
    assert [problem.rule for problem in problems] == ["values.answer_unreadable"]


# ---------------------------------------------------------------- what is told

FAULTS = """
甲 | 100%1000件 | 100% | 10 | 10 | values.target_several
甲 | 12月底前完成100% | 100% | 10 | 10 | values.deadline_beside_number
甲 | ≥ | 100% | 10 | 10 | values.target_unreadable
甲 | ≥10场；≥500人 | 12场，480人 | 10 | 10 | values.target_several
甲 | ≥10 | 12场，480人 | 10 | 10 | values.actual_several
甲 | ≥10次 | 未完成100% | 10 | 10 | values.actual_unreadable
甲 | ≥10次 | （图片） | 10 | 10 | values.picture
甲 | ≥10次 | 12次 | 优 | 10 | values.figure_unreadable
甲 | ≥10次 | 12次 | 10 | 10分，扣2分 | values.figure_unreadable
"""


@pytest.mark.parametrize(("line", "rule"), [line.rsplit(" | ", 1) for line in FAULTS.strip().splitlines()])
def test_what_cannot_be_read_is_told_once(line: str, rule: str) -> None:
    problems = one_form(form(line, "level3 | target | actual | weight | reported_score"))[1]
    assert [problem.rule for problem in problems] == [rule]
    told = finding(problems[0])
    assert told.project == "普法"
    assert "（未提供）" not in told.message + told.repair


NEAR_MISSES = """
甲 | ≥90%，≤100% | 95% | 10 | 10
甲 | 全覆盖 | 275名律师参与，接访案件43件，成功化解30件 | 10 | 10
甲 | ≥4000件 | 共办理4521件，其中民事923件，刑事3598件 | 10 | 10
甲 | ≥95% | 98%（发放100份，收回98份） | 10 | 10
甲 | 12月底前 | 12月20日 | 10 | 10
甲 | 有效 | 98 | 10 | 10
甲 | ≥95% | 已全覆盖 | 10 | 10
甲 | ≥95% | — | 10分 | —
甲 | ≥95% | 98 | 10 | 10
"""


@pytest.mark.parametrize("line", NEAR_MISSES.strip().splitlines())
def test_what_can_be_read_is_not_told(line: str) -> None:
    assert one_form(form(line, "level3 | target | actual | weight | reported_score"))[1] == ()


def test_several_rows_with_one_fault_are_one_problem_that_names_them() -> None:
    rows = "\n".join(f"指标{at}：名{at} | ≥95次 | {at}人{at}户" for at in range(1, 6))
    problem = one_form(form(rows, "level3 | target | actual"))[1][0]
    assert problem.indicator == "名1、名2、名3 等5项"
    assert problem.found == "“1人1户”、“2人2户”、“3人3户” 等"
    assert (problem.place, len(problem.also)) == (Place("表", 10, 3), 4)


def test_a_cell_that_several_rows_share_is_told_once() -> None:
    shared = Cell(Place("表", 10, 6), "优")
    draft = form("甲 | ≥5次 | 6次\n乙 | ≥5次 | 6次", "level3 | target | actual")
    rows = tuple(DraftRow(row.place, {**row.cells, "weight": shared}) for row in draft.indicators)
    problem = one_form(form(indicators=rows))[1][0]
    assert problem.also == ()


def test_states_of_formulas_are_told_with_the_column_they_stand_in() -> None:
    place = Place("表", 5, 5)
    broken = {
        "executed": Cell(place, "#DIV/0!", formula="A1/B1", state=CellState.ERROR),
        "full_year": Cell(Place("表", 5, 3), "", formula="A1", state=CellState.NO_RESULT),
        "initial": Cell(Place("表", 5, 2), "100", Decimal(100), formula="SUM(E6:E9)", state=CellState.STALE),
    }
    line = DraftFund(Role.TOTAL, DraftRow(Place("表", 5, 1), broken))
    header = cells(4, ["executed"], "全年执行数（B）")
    understood, problems = one_form(form(funds=(line,), fund_columns=header))
    assert isinstance(understood.funds[0].executed, Unreadable)
    assert value(understood.funds[0].initial) == "100"
    assert {problem.rule: problem.slots["field"] for problem in problems} == {
        "values.stale_result": "年初预算数",
        "values.formula_no_result": "全年预算数",
        "values.error_value": "全年执行数(B)",
    }


def test_every_rule_that_is_told_stands_in_the_catalogue() -> None:
    told = {
        f"values.{what}_{how}" for what in ("figure", "target", "actual") for how in ("several", "unreadable")
    }
    told |= {
        "values.answer_unreadable",
        "values.formula_no_result",
        "values.stale_result",
        "values.error_value",
    }
    told |= {"values.picture", "values.deadline_beside_number"}
    assert {rule for rule in RULES if rule.startswith("values.")} == told
