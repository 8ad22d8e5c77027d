"""Several workbooks as one: every project keeps its points, its place and its words; nothing counts twice."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from merge_work import book, merged, points, told
from parity import At, by_formualizer, differences, edited, formulas, values

from perf_xlsx.evaluate import Evaluation, Level, Options, evaluate
from perf_xlsx.merge.evaluate import evaluate_merged
from perf_xlsx.merge.parts import Member, Spec
from perf_xlsx.model import Amount, Answer, NotGiven
from perf_xlsx.record import record
from perf_xlsx.writing import names
from perf_xlsx.writing.plan import SheetPlan
from perf_xlsx.writing.scored import scored_plan, write_scored

SCHEMA = json.loads((Path(__file__).parent.parent / "docs" / "json.schema.json").read_text("utf-8"))
AID = "某市法律援助处"
NOTARY = "某市公证处"


def unit_files(**files: bytes) -> dict[str, tuple[str, bytes]]:
    return {f"{name}.xlsx": (AID, data) for name, data in files.items()}


def two_units() -> dict[str, tuple[str, bytes]]:
    return {
        "法援.xlsx": (AID, book(AID, "法援经费 70", "公用经费 60", preparer="张三", budget="100")),
        "公证.xlsx": (NOTARY, book(NOTARY, "公证经费", "公用经费 80", preparer="李四", budget="120")),
    }


# ---------------------------------------------------------------- points and places


@settings(derandomize=True, max_examples=4, deadline=None)
@given(st.lists(st.integers(0, 200), min_size=2, max_size=3))
def test_every_project_keeps_the_points_of_its_own_file(done: list[int]) -> None:
    files = {f"{n}.xlsx": (AID, book(AID, f"项目{n} {each}", f"子项目{n}")) for n, each in enumerate(done)}
    alone: dict[str, tuple[Decimal, Decimal]] = {}
    for file, (_, data) in files.items():
        alone |= points(evaluate(data, file)[0])
    for level in Level:
        assert points(merged(files, level)) == alone


def test_answers_to_the_rubric_count_for_every_file_that_gave_them() -> None:
    files = unit_files(甲=book(AID, "法援经费 70", answered="是"), 乙=book(AID, "值班经费", answered="是"))
    alone = points(evaluate(files["甲.xlsx"][1], "甲.xlsx")[0])
    alone |= points(evaluate(files["乙.xlsx"][1], "乙.xlsx")[0])
    one = merged(files)
    assert points(one) == alone
    assert one.scheme is not None
    assert one.scheme.id == "guangdong"
    data = write_scored(one)
    assert differences(formulas(data), by_formualizer(data)) == []
    assert points(evaluate(data, "汇总上报.xlsx")[0]) == alone


def test_last_year_is_compared_within_each_unit() -> None:
    text = "全年按计划开展了各项宣传活动并取得成效。"
    before = evaluate(book(NOTARY, "公用经费", year=2020, goal=text), "去年.xlsx")[0].submission
    members = [
        Member(book(unit, "公用经费", goal=text), file, file, unit, previous=last)
        for file, unit, last in (("甲.xlsx", AID, None), ("乙.xlsx", NOTARY, before))
    ]
    spec = Spec(Level.DEPARTMENT, "某市司法局", "某市司法局", 2021)
    (one,) = evaluate_merged(members, spec, Options())
    copied = [each.place.sheet for each in one.findings if each.rule == "previous.text_copied" and each.place]
    assert [sheet.partition("]")[0] for sheet in copied] == ["[乙.xlsx"]


def test_a_finding_tells_file_sheet_and_cell() -> None:
    one = merged(unit_files(甲=book(AID, "法援经费 70"), 乙=book(AID, "值班经费")))
    (missing,) = [each for each in one.findings if each.rule == "reasons.missing"]
    alone = evaluate(book(AID, "法援经费 70"), "甲.xlsx")[0]
    (same,) = [each for each in alone.findings if each.rule == "reasons.missing"]
    assert missing.place is not None
    assert same.place is not None
    assert (missing.place.sheet, missing.place.cell) == (f"[甲.xlsx]{same.place.sheet}", same.place.cell)
    project = record(one)["projects"][1]
    assert project["sheet"].startswith("[乙.xlsx]")


def test_checks_of_the_unit_see_all_forms() -> None:
    one = merged(unit_files(甲=book(AID, "法援经费", score="96"), 乙=book(AID, "值班经费 40", score="96")))
    assert one.scorecard is not None
    assert one.scorecard.unit.mean is not None
    assert one.scorecard.unit.mean.exact == Decimal("87.50")
    assert [each.found for each in one.findings if each.rule == "scores.unit_unsupported"] == ["96分"]


# ---------------------------------------------------------------- once


def test_of_a_project_in_two_files_the_newest_counts_and_it_is_told() -> None:
    files = unit_files(甲=book(AID, "法援经费 40", "值班经费"), 乙=book(AID, "法援经费 80"))
    one = merged(files, older={"乙.xlsx": {"甲.xlsx": "文件编号"}})
    assert points(one) == {"值班经费": (100, 100), "法援经费": (100, 100)}
    assert told(one, "merge.same_project") == [
        "项目“法援经费”同时在“甲.xlsx”、“乙.xlsx”中，取“乙.xlsx”（按文件编号它是最新的一份），其余不计。"
    ]
    assert one.merged is not None
    assert one.merged.files[0].superseded == (("法援经费", "乙.xlsx"),)
    assert not told(one, "reasons.missing")  # the 40 of 80 in 甲.xlsx are gone with all that was said of them
    assert not told(one, "form.same_project")


def test_copies_are_called_so_and_an_unknown_order_too() -> None:
    same = merged(unit_files(甲=book(AID, "法援经费"), 乙=book(AID, "法援经费", preparer="张三")))
    assert "（内容相同）" in told(same, "merge.same_project")[0]
    unsure = merged(unit_files(甲=book(AID, "法援经费 70"), 乙=book(AID, "法援经费 60")))
    assert "看不出哪一份较新" in told(unsure, "merge.same_project")[0]


def test_two_units_may_have_projects_of_one_name() -> None:
    one = merged(two_units(), Level.DEPARTMENT, "某市司法局")
    assert one.submission is not None
    assert [form.project.text for form in one.submission.forms] == [
        "法援经费",
        "公用经费",
        "公证经费",
        "公用经费",
    ]
    assert not told(one, "merge.same_project")
    assert not told(one, "form.same_project")
    back = evaluate(write_scored(one), "汇总上报.xlsx")[0]
    assert not told(back, "form.same_project")


def test_a_review_of_one_of_them_comes_back_to_it() -> None:
    one = merged(two_units(), Level.DEPARTMENT, "某市司法局")
    output = write_scored(one)
    shown = {at: value for at, (_, value) in values(output).items() if at.sheet == names.SUMMARY}
    (line,) = [at.cell[1:] for at, value in shown.items() if value == f"公用经费（{NOTARY}）"]
    (column,) = [at.cell.rstrip("0123456789") for at, value in shown.items() if value == "复核得分"]
    typed = edited(output, {At(names.SUMMARY, f"{column}{line}"): 77})
    back = evaluate(typed, "汇总上报.xlsx")[0].submission
    assert back is not None
    assert [form.review.score for form in back.forms] == [*[NotGiven()] * 3, Amount(Decimal(77))]


def test_but_one_unit_may_not() -> None:
    data = book(AID, "法援经费", "法援经费")
    assert told(evaluate(data, "甲.xlsx")[0], "form.same_project")
    files = {"甲.xlsx": (AID, data), "乙.xlsx": (NOTARY, book(NOTARY, "公证经费"))}
    assert told(merged(files, Level.DEPARTMENT), "form.same_project")


# ---------------------------------------------------------------- 基本信息


def test_what_the_files_agree_on_stays_and_people_stand_side_by_side() -> None:
    one = merged(
        unit_files(
            甲=book(AID, "法援经费", preparer="张三", budget="100"),
            乙=book(AID, "值班经费", preparer="李四", budget="100"),
        )
    )
    assert one.submission is not None
    cover = one.submission.cover
    assert (cover.agency.text, cover.preparer.text, cover.budget) == (AID, "张三、李四", Amount(Decimal(100)))
    assert told(one, "merge.cover_differs") == [
        "各文件基本信息的填报人不同：“甲.xlsx”张三；“乙.xlsx”李四，合并后写作“张三、李四”。"
    ]


def test_figures_that_differ_are_left_blank_and_told() -> None:
    one = merged(unit_files(甲=book(AID, "法援经费", score="96"), 乙=book(AID, "值班经费", score="98")))
    assert one.submission is not None
    assert one.submission.cover.reported_score == NotGiven()
    assert told(one, "merge.stated_differs") == [
        "各文件基本信息的单位自评得分不同：“甲.xlsx”96；“乙.xlsx”98，合并后留空。"
    ]


def test_a_departments_money_is_the_sum_of_its_units_when_all_state_theirs() -> None:
    one = merged(two_units(), Level.DEPARTMENT, "某市司法局")
    assert one.submission is not None
    cover = one.submission.cover
    assert (cover.agency.text, cover.budget) == ("某市司法局", Amount(Decimal(220)))
    assert (cover.preparer.text, cover.reported_score) == ("", NotGiven())
    files = two_units() | {"监狱.xlsx": ("某市监狱", book("某市监狱", "监管经费"))}
    partly = merged(files, Level.DEPARTMENT, "某市司法局")
    assert partly.submission is not None
    assert partly.submission.cover.budget == NotGiven()


# ---------------------------------------------------------------- answers of people


def test_an_answer_stays_with_its_own_file() -> None:
    answered = _answered(write_scored(evaluate(book(AID, "公用经费 60"), "甲.xlsx")[0]))
    files = {"甲_评分.xlsx": (AID, answered), "乙.xlsx": (NOTARY, book(NOTARY, "公用经费 50"))}
    one = merged(files, Level.DEPARTMENT, "某市司法局")
    asked = [each for each in one.findings if each.rule == "reasons.missing"]
    answers = {each.place.sheet.partition("]")[0]: each.answer for each in asked if each.place}
    assert answers == {"[甲_评分.xlsx": "因故减少", "[乙.xlsx": ""}


def test_an_answer_in_a_departments_workbook_stays_with_its_namesake() -> None:
    units = {f"{unit}.xlsx": (unit, book(unit, "公用经费 60")) for unit in (AID, NOTARY, "某市监狱")}
    one = merged(units, Level.DEPARTMENT, "某市司法局")
    answered = _answered(write_scored(one), row=1)
    back = evaluate(answered, "汇总上报.xlsx")[0]
    asked = [each for each in back.findings if each.rule == "reasons.missing"]
    assert [each.answer for each in asked] == ["", "因故减少", ""]


def test_an_answer_that_several_problems_could_mean_is_listed_and_not_lost() -> None:
    answer = Answer("reasons.missing", "公用经费", "宣传场次", answer="因故减少", where="02 F11")
    units = {f"{unit}.xlsx": (unit, book(unit, "公用经费 60")) for unit in (AID, NOTARY)}
    one = merged(units, Level.DEPARTMENT, options=Options(earlier=(answer,)))
    assert [each.answer for each in one.findings if each.rule == "reasons.missing"] == ["", ""]
    shown = [cell.value for cell in _sheet(one, names.ISSUES).cells.values()]
    assert "因故减少" in shown


def _answered(output: bytes, row: int = 0) -> bytes:
    """An output in which a person has answered that reasons are missing."""
    rows = [int(at.cell[1:]) for at, (_, value) in values(output).items() if value == "reasons.missing"]
    return edited(output, {At(names.ISSUES, f"M{rows[row]}"): "因故减少"})


def _sheet(evaluation: Evaluation, name: str) -> SheetPlan:
    return next(sheet for sheet in scored_plan(evaluation).sheets if sheet.name == name)


# ---------------------------------------------------------------- the workbook


def test_the_workbook_is_whole_and_its_formulas_give_what_they_store() -> None:
    one = merged(two_units(), Level.DEPARTMENT, "某市司法局")
    data = write_scored(one)
    assert differences(formulas(data), by_formualizer(data)) == []
    sheets = [sheet.name for sheet in scored_plan(one).sheets]
    assert sheets[:5] == ["评分汇总", "01 法援经费", "02 公用经费", "03 公证经费", "04 公用经费"]
    assert sheets.count(names.SOURCES) == 1
    assert len({name.casefold() for name in sheets}) == len(sheets)


def test_the_workbook_is_an_input_again_with_the_same_points() -> None:
    one = merged(two_units(), Level.DEPARTMENT, "某市司法局")
    back = evaluate(write_scored(one), "某市司法局2021年_汇总上报.xlsx")[0]
    assert back.submission is not None
    assert one.scorecard is not None
    assert back.scorecard is not None
    assert [form.total for form in back.scorecard.forms] == [form.total for form in one.scorecard.forms]
    assert (back.submission.agency, back.draft_number) == ("某市司法局", 2)
    assert back.submission.units == (AID, NOTARY)
    assert not told(back, "scheme.totals_changed")
    assert not told(back, "merge.")


def test_more_than_ninety_nine_projects_are_numbered_through() -> None:
    one = merged(unit_files(甲=book(AID, "法援经费 70"), 乙=book(AID, "值班经费 60")))
    other = evaluate(book(AID, "其他经费"), "丙.xlsx")[0].scorecard
    assert one.scorecard is not None
    assert other is not None
    card = replace(one.scorecard, forms=(*other.forms * 102, *one.scorecard.forms))
    plan = scored_plan(replace(one, scorecard=card))
    assert plan.sheets[104].name == "104 值班经费"
    issues = next(sheet for sheet in plan.sheets if sheet.name == names.ISSUES)
    links = {cell.value for cell in issues.cells.values() if cell.link and cell.link.startswith("'104 ")}
    assert links
    assert all(str(link).startswith("104 ") for link in links)


def test_the_record_has_the_documented_shape() -> None:
    for level in Level:
        told_ = record(merged(two_units(), level), "某市司法局2021年_汇总上报.xlsx")
        plain = json.loads(json.dumps(told_))
        assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(plain)] == []
        assert [each["file"] for each in told_["source"]["members"]] == ["法援.xlsx", "公证.xlsx"]
        assert told_["merged"]["level"] == level.value
