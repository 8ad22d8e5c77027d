"""复核 typed into an output: it moves the grade there and then, comes back, and outlives every re-run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import parity
import pytest
from checks_forms import FORM, told
from parity import At
from scored_case import AID, LAW, book, evaluated
from tables import sheet

from perf_xlsx.evaluate import Evaluation, evaluate
from perf_xlsx.model import Amount, Book, Cell, FormScore, Interval, Place
from perf_xlsx.reading.locate import locate
from perf_xlsx.reading.open import read_book
from perf_xlsx.record import record
from perf_xlsx.values.reviewed import has_reviews, with_reviews_of
from perf_xlsx.writing.scored import write_scored

FIRST, SECOND = "01 法援业务经费", "02 普法 业务 经费 二"
SUMMARY, PAPER = "评分汇总", "复核底稿"
CASES, ASKED, RATE = 12, 13, 14
TOTAL = 19
SAMPLES = Path(__file__).parent.parent / "samples"

Edits = Mapping[At, parity.Result]


@pytest.fixture(scope="module")
def output() -> bytes:
    return write_scored(evaluated(book(sheet("项目1", AID), sheet("项目2", LAW))))


def cell_of(data: bytes, name: str, text: str, column: str) -> At:
    """The cell of a column in the row that says a text."""
    (row,) = {
        at.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        for at, (_, value) in parity.values(data).items()
        if at.sheet == name and value == text
    }
    return At(name, f"{column}{row}")


def again(data: bytes, edits: Edits) -> Evaluation:
    """What a run makes of an output in which somebody typed."""
    return evaluate(parity.edited(data, edits), "法援_评分.xlsx")[0]


def forms(evaluation: Evaluation) -> tuple[FormScore, ...]:
    assert evaluation.scorecard is not None
    return evaluation.scorecard.forms


def rules(evaluation: Evaluation) -> set[str]:
    return {each.rule for each in evaluation.findings if "review" in each.rule}


def live(data: bytes, edits: Edits, *cells: At) -> list[parity.Result]:
    now = parity.by_formualizer(data, edits)
    return [now[at] for at in cells]


# ---------------------------------------------------------------- where people type


def places(data: bytes) -> dict[str, tuple[Edits, Interval]]:
    """The same 复核得分 typed into each place that takes one, and the first project's points after it."""
    after = Interval(Decimal("66.00"), Decimal("93.00"))
    return {
        "working columns": ({At(FIRST, f"AA{CASES}"): 18.0}, after),
        "paper": ({cell_of(data, PAPER, "法律援助案件数", "K"): 18.0}, after),
        "whole, project sheet": ({At(FIRST, f"AA{TOTAL}"): 85.0}, Interval(Decimal(85), Decimal(85))),
        "whole, summary": (
            {cell_of(data, SUMMARY, "法援业务经费", "I"): 85.0},
            Interval(Decimal(85), Decimal(85)),
        ),
        "budget row": ({At(FIRST, "AA7"): 6.0}, Interval(Decimal("66.00"), Decimal("93.00"))),
    }


@pytest.mark.parametrize(
    "where", ["working columns", "paper", "whole, project sheet", "whole, summary", "budget row"]
)
def test_what_is_typed_counts_at_once_and_the_same_after_a_re_run(output: bytes, where: str) -> None:
    edits, points = places(output)[where]
    row = cell_of(output, SUMMARY, "法援业务经费", "I")
    ends = [At(SUMMARY, f"{column}{row.cell[1:]}") for column in ("V", "W", "J")]
    low, high, grade = live(output, edits, *ends)
    assert (low, high) == (float(points.low), float(points.high))
    back = again(output, edits)
    review = forms(back)[0].review
    assert review is not None
    assert (review.points, review.grade) == (points, grade)
    made = write_scored(back)
    assert parity.differences(parity.formulas(made), parity.by_formualizer(made)) == []
    third = forms(again(made, {}))[0].review
    assert third == review


def test_the_grade_of_the_unit_and_the_progress_follow(output: bytes) -> None:
    unit, block = (
        cell_of(output, SUMMARY, text, "I") for text in ("单位得分（各项目得分的算术平均）", "财政复核")
    )
    edits = {cell_of(output, SUMMARY, text, "I"): 70.0 for text in ("法援业务经费", "普法：业务/经费[二]")}
    mean, grade, told = live(
        output, edits, unit, At(SUMMARY, f"J{unit.cell[1:]}"), At(SUMMARY, f"C{block.cell[1:]}")
    )
    assert (mean, grade) == (70.0, "中")
    assert told == "已复核 12/12 项（2/2 个项目），等级按复核得分。"
    back = again(output, edits)
    assert back.scorecard is not None
    assert back.scorecard.unit.review is not None
    assert back.scorecard.unit.review.grade == "中"


def test_partly_reviewed_is_said_so(output: bytes) -> None:
    edits: Edits = {At(FIRST, f"AA{CASES}"): 18.0, At(FIRST, f"AA{ASKED}"): 9.0}
    block = cell_of(output, SUMMARY, "财政复核", "C")
    partly, told = live(output, edits, At(FIRST, f"Z{TOTAL}"), block)
    assert partly == "已复核 2/7 项，其余按复算得分"
    assert told == "已复核 2/12 项（1/2 个项目），未复核的按复算得分计入最终得分和等级。"
    made = parity.values(write_scored(again(output, edits)))
    assert made[At(FIRST, f"Z{TOTAL}")][1] == partly
    assert made[block][1] == told


def test_words_names_and_days_come_back_everywhere(output: bytes) -> None:
    note = cell_of(output, SUMMARY, "复核意见", "C")
    signed = int(note.cell[1:]) + 1
    edits: Edits = {
        At(FIRST, f"AB{CASES}"): "台账与完成值一致",
        At(FIRST, f"AC{CASES}"): "李四",
        At(FIRST, f"AD{CASES}"): "2022-03-01",
        At(FIRST, f"AB{TOTAL}"): "总体属实",
        cell_of(output, PAPER, "=咨询人次", "L"): "请补佐证",
        note: "按期完成复核",
        At(SUMMARY, f"C{signed}"): "张三",
        At(SUMMARY, f"H{signed}"): "2022年3月2日",
    }
    told = record(again(write_scored(again(output, edits)), {}))
    rows = {row["level3"]: row for row in told["projects"][0]["indicators"]}
    assert rows["法律援助案件数"]["review_note"] == "台账与完成值一致"
    assert rows["法律援助案件数"]["reviewer"] == "李四"
    assert rows["法律援助案件数"]["reviewed_on"] == "2022-03-01"
    assert rows["=咨询人次"]["review_note"] == "请补佐证"
    assert told["projects"][0]["review"]["note"] == "总体属实"
    unit = told["unit_score"]["review"]
    assert (unit["note"], unit["reviewer"], unit["reviewed_on"]) == ("按期完成复核", "张三", "2022年3月2日")
    assert unit["score"] is None


def test_reviewers_may_write_a_formula(output: bytes) -> None:
    """=20-2 is a 复核得分 as good as 18; a formula of this tool is none."""
    read = read_book(output, "法援_评分.xlsx")
    assert isinstance(read, Book)
    typed = Cell(Place(FIRST, CASES, 27), "18", Decimal(18), formula="20-2")
    sheets = tuple(
        replace(each, cells={**each.cells, (CASES, 27): typed}) if each.name == FIRST else each
        for each in read.sheets
    )
    draft = locate(replace(read, sheets=sheets))
    assert [row.text("review_score") for row in draft.forms[0].indicators[:2]] == ["18", ""]
    assert draft.forms[0].total is not None
    assert "review_score" not in draft.forms[0].total.cells


# ---------------------------------------------------------------- slips


def test_a_score_beyond_its_weight_counts_up_to_it_and_is_told(output: bytes) -> None:
    edits = {At(FIRST, f"AA{CASES}"): 25.0, At(FIRST, "AA7"): -1.0}
    (low,) = live(output, edits, At(FIRST, f"AE{TOTAL}"))
    back = again(output, edits)
    review = forms(back)[0].review
    assert review is not None
    assert float(review.points.low) == low == 60.0
    told = [each for each in back.findings if each.rule == "review.beyond"]
    assert {each.severity.value for each in told} == {"note"}
    assert any("分值20分，复核25分" in each.message for each in told)
    assert any("预算执行率" in each.message for each in told)


def test_words_instead_of_a_number_do_not_count_and_are_told(output: bytes) -> None:
    edits = {At(FIRST, f"AA{CASES}"): "待核", At(SECOND, "AA7"): "同意"}
    back = again(output, edits)
    assert [form.review for form in forms(back)] == [None, None]
    told = [each for each in back.findings if each.rule == "review.unreadable"]
    assert len(told) == 2
    assert "待核" in told[0].message
    made = parity.values(write_scored(back))
    assert made[At(FIRST, f"AA{CASES}")][1] == "待核"


def test_a_whole_that_is_not_the_sum_of_its_rows_counts_and_is_told(output: bytes) -> None:
    heads = [
        at for at, (_, value) in parity.values(output).items() if at.sheet == SECOND and value == "复核得分"
    ]
    first = max(int(at.cell[2:]) for at in heads) + 1
    row = {At(SECOND, f"AA{number}"): 8.0 for number in range(first, first + 5)}
    whole = {At(SECOND, f"AA{first + 5}"): 70.0}
    back = again(output, {**row, **whole})
    review = forms(back)[1].review
    assert review is not None
    assert (review.points.exact, review.complete) == (Decimal(70), True)
    (finding,) = [each for each in back.findings if each.rule == "review.total_differs"]
    assert (finding.found, finding.expected) == ("70分", "50分")
    assert rules(again(output, row)) == set()


def test_two_scores_for_one_row_are_told_and_the_paper_counts(output: bytes) -> None:
    edits = {
        At(FIRST, f"AA{CASES}"): 18.0,
        cell_of(output, PAPER, "法律援助案件数", "K"): 16.0,
    }
    back = again(output, edits)
    given = forms(back)[0].rows[0].indicator.review_score
    assert isinstance(given, Amount)
    assert given.value == 16
    assert rules(back) == {"structure.review_two_places"}


def test_a_row_of_the_paper_that_fits_no_indicator_is_told(output: bytes) -> None:
    name = cell_of(output, PAPER, "法律援助案件数", "B")
    typed = At(PAPER, f"K{name.cell[1:]}")
    back = again(output, {name: "别的指标", typed: 5.0})
    assert rules(back) == {"structure.review_unmatched"}


def test_a_unit_score_that_is_none_is_told(output: bytes) -> None:
    unit = cell_of(output, SUMMARY, "单位得分（各项目得分的算术平均）", "I")
    assert rules(again(output, {unit: "优"})) == {"review.unit_score"}
    assert rules(again(output, {unit: 120.0})) == {"review.unit_score"}
    good = again(output, {unit: 88.0})
    assert good.scorecard is not None
    assert good.scorecard.unit.review is not None
    assert good.scorecard.unit.review.points.exact == 88
    assert rules(good) == set()


# ---------------------------------------------------------------- forms of others, other schemes


def test_a_form_without_review_columns_has_none() -> None:
    made = told(("普法", FORM))
    assert [form.review for form in made.scorecard.forms] == [None]
    assert made.scorecard.unit.review is None


REVIEWED = """
项目支出绩效自评表 | < | < | < | < | < | < | < | <
（2021年度） | < | < | < | < | < | < | < | <
项目名称 | 法援 | < | < | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 自评得分 | 复核得分 | 偏差原因分析及改进措施
产出指标 | 数量指标 | 案件数 | ≥80件 | 80件 | 20 | 40 | 35 |
^ | ^ | 场次 | ≥8场 | 8场 | 20 | ^ | ^ |
效益指标 | 社会效益指标 | 知晓率 | ≥90% | 92% | 50 | 50 | 50 |
总分 | < | < | < | < | 90 | 90 | 85 |
"""


def test_one_review_score_merged_over_two_rows_counts_once() -> None:
    made = evaluated(book(sheet("法援", REVIEWED)))
    review = forms(made)[0].review
    assert review is not None
    assert (review.done, review.rows) == (2, 2)
    data = write_scored(made)
    assert parity.differences(parity.formulas(data), parity.by_formualizer(data)) == []
    back = forms(again(data, {}))[0].review
    assert back == review


def test_parts_of_a_scheme_are_reviewed_too_and_the_units_parts_follow() -> None:
    path = SAMPLES / "示例_广东评分标准.xlsx"
    data = write_scored(evaluate(path.read_bytes(), path.name)[0])
    names = sorted({at.sheet for at in parity.values(data) if at.sheet[:2] == "01"})
    (part,) = [
        at for at, (_, value) in parity.values(data).items() if at.sheet == names[0] and value == "论证决策"
    ]
    edits = {At(names[0], f"AA{part.cell[1:]}"): 1.0}
    back = again(data, edits)
    review, computed = forms(back)[0].review, forms(back)[0].total
    assert review is not None
    assert computed.low - review.points.low == Decimal("3.09")  # 3 points, scaled as a row doesn't apply
    made = write_scored(back)
    assert parity.differences(parity.formulas(made), parity.by_formualizer(made)) == []
    assert forms(again(made, {}))[0].review == review


# ---------------------------------------------------------------- an earlier result


def test_an_earlier_results_reviews_are_taken_over_where_nothing_changed(output: bytes) -> None:
    edits: Edits = {
        At(FIRST, "AA7"): 7.0,
        At(FIRST, f"AA{CASES}"): 18.0,
        At(FIRST, f"AB{CASES}"): "属实",
        At(FIRST, f"AA{ASKED}"): 8.0,
        At(FIRST, f"AA{TOTAL}"): 80.0,
    }
    earlier = again(output, edits).submission
    assert earlier is not None
    assert has_reviews(earlier)
    same, changed, renamed = (
        evaluated(book(sheet("项目1", AID.replace(old, new)), sheet("项目2", LAW))).submission
        for old, new in (("法援业务经费", "法援业务经费"), ("4521件", "4600件"), ("法援业务经费", "别的项目"))
    )
    assert same is not None
    assert changed is not None
    assert renamed is not None
    assert not has_reviews(same)
    kept = with_reviews_of(same, earlier)
    assert kept.forms[0].indicators[0].review_score == earlier.forms[0].indicators[0].review_score
    assert kept.forms[0].review.score == earlier.forms[0].review.score
    assert with_reviews_of(kept, earlier) == kept
    other = with_reviews_of(changed, earlier).forms[0]
    told = "原复核18分，所评内容已改，请重新复核"
    assert other.indicators[0].review_note.text == f"属实；{told}"
    assert isinstance(other.indicators[1].review_score, Amount)
    assert other.review.note.text == told.replace("18", "80")
    assert not has_reviews(with_reviews_of(renamed, earlier))
    fewer = replace(earlier, forms=(replace(earlier.forms[0], indicators=()), *earlier.forms[1:]))
    assert not isinstance(with_reviews_of(same, fewer).forms[0].indicators[0].review_score, Amount)
