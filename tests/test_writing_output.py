"""The scored workbook as a file: sound, complete, the same every time, and a valid input again."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import parity
import pytest
from lint_xlsx import lint
from python_calamine import CalamineWorkbook
from scored_case import AID, LAW, book, evaluated
from tables import sheet

from perf_xlsx.evaluate import Evaluation, Options, evaluate
from perf_xlsx.model import Answer, Area, Finding, Severity
from perf_xlsx.scoring.score import score
from perf_xlsx.values.names import is_level
from perf_xlsx.writing import names
from perf_xlsx.writing.book import write_book
from perf_xlsx.writing.limits import MAX_TEXT, PlanError, fitting
from perf_xlsx.writing.plan import BookPlan, SheetPlan, Style, Validation
from perf_xlsx.writing.scored import scored_plan, write_scored

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.xlsx"))
_SPACES = re.compile(r"\s+")


@pytest.fixture(scope="module")
def case() -> Evaluation:
    return evaluated(book(sheet("项目1", AID), sheet("项目2", LAW)))


@pytest.fixture(scope="module")
def output(case: Evaluation) -> bytes:
    return write_scored(case)


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda path: path.stem)
def sample(request: pytest.FixtureRequest) -> tuple[Evaluation, bytes]:
    path: Path = request.param
    (evaluation,) = evaluate(path.read_bytes(), path.name)
    return evaluation, write_scored(evaluation)


def texts(data: bytes) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for place, (_, value) in parity.values(data).items():
        if isinstance(value, str):
            found.setdefault(place.sheet, []).append(value)
    return found


# ---------------------------------------------------------------- a sound file


def test_the_lint_finds_nothing_in_any_output(sample: tuple[Evaluation, bytes], output: bytes) -> None:
    assert lint(sample[1]) == []
    assert lint(output) == []


def test_every_formula_of_the_samples_gives_its_stored_result(sample: tuple[Evaluation, bytes]) -> None:
    stored = parity.formulas(sample[1])
    assert len(stored) > 400
    assert parity.differences(stored, parity.by_formualizer(sample[1])) == []


def test_the_same_input_gives_the_same_bytes(case: Evaluation, output: bytes) -> None:
    assert write_scored(case) == output


def test_created_is_the_inputs_own_date_never_the_clock(case: Evaluation) -> None:
    assert scored_plan(case).created == datetime(2022, 3, 1, 9, 30)
    assert scored_plan(replace(case, created=None)).created == datetime(2022, 1, 1)


def test_openpyxl_and_calamine_read_the_same_values(output: bytes) -> None:
    stored = parity.values(output)
    workbook = openpyxl.load_workbook(io.BytesIO(output), data_only=True)
    other = CalamineWorkbook.from_filelike(io.BytesIO(output))
    for place, (_, value) in stored.items():
        if value in (None, ""):
            continue
        row, column = parity.numbered(place.cell)
        assert parity.same(value, _plain(workbook[place.sheet].cell(row, column).value)), place
        start = other.get_sheet_by_name(place.sheet).start or (0, 0)
        grid = other.get_sheet_by_name(place.sheet).to_python(skip_empty_area=True)
        assert parity.same(value, _plain(grid[row - 1 - start[0]][column - 1 - start[1]])), place


def _plain(value: object) -> parity.Result:
    return float(value) if isinstance(value, int) else value  # type: ignore[return-value]


# ---------------------------------------------------------------- what stands in it


def test_all_sheets_are_there_in_order(output: bytes) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(output), read_only=True)
    assert workbook.sheetnames == [
        "评分汇总",
        "01 法援业务经费",
        "02 普法 业务 经费 二",
        "未完成绩效指标清单",
        "问题清单",
        "复核底稿",
        "评分标准",
        "基本信息",
        "原表其他信息",
    ]


def test_text_that_looks_like_a_formula_stays_text(output: bytes) -> None:
    assert parity.values(output)[parity.At("01 法援业务经费", "D13")] == (None, "=咨询人次")


def test_every_visible_cell_of_the_samples_is_found_in_the_output(sample: tuple[Evaluation, bytes]) -> None:
    evaluation, data = sample
    assert lost(evaluation, data) == []


def test_every_visible_cell_of_the_case_is_found_in_the_output(case: Evaluation, output: bytes) -> None:
    assert lost(case, output) == []
    assert "备注：本表由业务科填报。" in texts(output)["原表其他信息"]


def lost(evaluation: Evaluation, data: bytes) -> list[str]:
    """Visible cells of the input's form sheets whose shown text an independent reader doesn't find.

    The names of levels beside rows left empty are the form's own print, and may go.
    """
    (again,) = evaluate(data, "x_评分.xlsx")
    assert again.book is not None
    assert evaluation.book is not None
    assert evaluation.submission is not None
    shown = {
        _SPACES.sub("", cell.text) for each in again.book.sheets for cell in each.cells.values() if cell.text
    }
    forms = {form.sheet for form in evaluation.submission.forms}
    return [
        f"{each.name}!{cell.place.cell} {cell.text}"
        for each in evaluation.book.sheets
        if each.visible and each.name in forms
        for cell in each.cells.values()
        if cell.text.strip() and not cell.hidden and _SPACES.sub("", cell.text) not in shown
        if not is_level(cell.text)
    ]


def test_levels_printed_beside_rows_left_empty_are_no_other_information() -> None:
    rows = "^ | 满意度指标 | 服务对象满意度指标 | 受援人满意度"
    empty = "^ | ^ | 生态效益指标 | | < | | | | | | <\n^ | ^ | 新型效益 | | < | | | | | | <\n"
    assert AID.count(rows) == 1
    found = texts(write_scored(evaluated(book(sheet("项目1", AID.replace(rows, empty + rows))))))
    assert "生态效益指标" not in found["原表其他信息"]
    assert "新型效益" in found["原表其他信息"]


def test_other_sheets_are_named_and_only_kept_on_demand() -> None:
    persons = sheet("发放名册", "姓名 | 金额\n张三 | 300")
    hidden = replace(sheet("旧表", "某某 | 1"), visible=False)
    given = book(sheet("项目1", AID), persons, hidden)
    named = texts(write_scored(evaluated(given)))["原表其他信息"]
    assert {"发放名册", "旧表"} <= set(named)
    assert "张三" not in named
    kept = texts(write_scored(evaluated(given, options=Options(keep_all=True))))["原表其他信息"]
    assert "张三" in kept


def _targets(data: bytes, title: str) -> set[str]:
    """Where the plain links of a sheet lead."""
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(data))[title].iter_rows() for cell in row]
    return {cell.hyperlink.location for cell in cells if cell.hyperlink is not None}


def test_lists_lead_to_the_forms(output: bytes) -> None:
    assert "'01 法援业务经费'!A1" in _targets(output, "评分汇总")
    assert "'01 法援业务经费'!G18" in _targets(output, "问题清单")  # the blank actual
    assert "'01 法援业务经费'!G13" in _targets(output, "未完成绩效指标清单")
    assert "'01 法援业务经费'!H12" in _targets(output, "复核底稿")


def test_print_setup_is_a4_one_page_wide_with_code_and_draft_in_every_footer(output: bytes) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(output))
    for each in workbook.worksheets:
        assert each.page_setup.paperSize == 9, each.title
        assert each.page_setup.fitToWidth in (None, 1), each.title
        assert each.sheet_properties.pageSetUpPr.fitToPage, each.title
        assert "第1稿" in each.oddFooter.left.text, each.title
    form = workbook["01 法援业务经费"]
    assert form.print_area == "'01 法援业务经费'!$A$1:$K$20"
    assert form.print_title_rows == "$11:$11"


def test_an_open_cell_is_limited_to_its_interval(output: bytes) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(output))
    form = workbook["01 法援业务经费"]
    rules = {str(rule.sqref): rule for rule in form.data_validations.dataValidation}
    assert (rules["U17"].formula1, rules["U17"].formula2) == ("0.0", "15.0")
    assert rules["S15"].formula1 == '"达成,部分达成,未达成,待评定,未填"'


def test_accept_puts_the_computed_points_into_the_form(case: Evaluation) -> None:
    accepted = parity.values(write_scored(replace(case, options=Options(accept=True))))
    kept = parity.values(write_scored(case))
    cell = parity.At("01 法援业务经费", "I12")
    assert kept[cell] == (None, 20.0)
    assert accepted[cell][0] is not None
    assert accepted[parity.At("01 法援业务经费", "V12")] == (None, 20.0)


# ---------------------------------------------------------------- back again


def test_the_output_is_a_valid_input_with_the_same_scores(sample: tuple[Evaluation, bytes]) -> None:
    before, data = sample
    (again,) = evaluate(data, "x_评分.xlsx")
    assert again.draft_number == before.draft_number + 1
    assert again.scorecard is not None
    assert before.scorecard is not None
    assert [form.total for form in again.scorecard.forms] == [form.total for form in before.scorecard.forms]
    assert {(each.rule, each.project) for each in again.findings} == {
        (each.rule, each.project) for each in before.findings
    }


def test_answers_and_review_marks_survive_a_second_run(output: bytes) -> None:
    rows = {
        place.cell: value for place, (_, value) in parity.values(output).items() if place.sheet == "问题清单"
    }
    first = next(cell[1:] for cell, value in rows.items() if cell[0] == "B" and value == "须更正")
    typed = parity.edited(
        output,
        {
            parity.At("问题清单", f"M{first}"): "已补填，见附件",
            parity.At("问题清单", f"N{first}"): "已更正",
            parity.At("01 法援业务经费", "AA12"): 18.0,
            parity.At("01 法援业务经费", "AB12"): "抽查三卷",
            parity.At("01 法援业务经费", "U17"): 12.0,
        },
    )
    (again,) = evaluate(typed, "x_评分.xlsx")
    second = parity.values(write_scored(again))
    assert "已补填，见附件" in {value for _, value in second.values()}
    assert second[parity.At("01 法援业务经费", "AA12")] == (None, 18.0)
    assert second[parity.At("01 法援业务经费", "AB12")] == (None, "抽查三卷")
    assert second[parity.At("01 法援业务经费", "W17")][1] == 12.0


# ---------------------------------------------------------------- lists


def _finding(number: int, severity: Severity) -> Finding:
    return Finding(
        "weights.sum",
        severity,
        "权重合理",
        "题",
        f"第 {number} 条",
        "改",
        "通行做法",
        None,
        project="法援业务经费",
    )


def test_findings_are_sorted_gravest_first_and_folded_after_twenty(case: Evaluation) -> None:
    many = [_finding(number, Severity.NOTE) for number in range(20)]
    many += [_finding(number, Severity.ERROR) for number in range(20, 23)]
    data = write_scored(replace(case, findings=tuple(many)))
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    listed = workbook["问题清单"]
    assert [listed.cell(row, 2).value for row in (5, 6, 7, 8)] == ["须更正", "须更正", "须更正", "提示"]
    assert not listed.row_dimensions[24].hidden
    assert listed.row_dimensions[25].hidden
    assert listed.auto_filter.ref == "A4:Q27"


def test_an_answer_whose_finding_is_gone_is_kept(case: Evaluation) -> None:
    assert case.submission is not None
    kept = Answer(rule="funds.sum", project="旧项目", answer="已调账", status="已更正")
    asked = replace(case, submission=replace(case.submission, answers=(kept,)), findings=())
    data = write_scored(asked)
    assert "已调账" in texts(data)["问题清单"]
    (again,) = evaluate(data, "x_评分.xlsx")
    assert again.submission is not None
    assert kept in again.submission.answers


def test_an_empty_list_says_so(case: Evaluation) -> None:
    data = write_scored(replace(case, findings=()))
    assert parity.values(data)[parity.At("问题清单", "A5")] == (None, "无")
    assert "可报送" in texts(data)["评分汇总"]


def test_a_workbook_of_a_rubric_alone_is_written_too(case: Evaluation) -> None:
    assert case.submission is not None
    assert case.scheme is not None
    assert case.scorecard is not None
    alone = replace(case.submission, forms=())
    card = score(alone, case.scheme, case.scorecard.chosen_because)
    data = write_scored(replace(case, submission=alone, scorecard=card, findings=()))
    assert lint(data) == []
    assert parity.differences(parity.formulas(data), parity.by_formualizer(data)) == []
    assert parity.values(data)[parity.At("评分汇总", "A9")] == (None, "无")


def test_forty_projects_make_a_sound_workbook() -> None:
    tables = [sheet(f"项目{n}", AID.replace("法援业务经费", f"法援业务经费{n}")) for n in range(40)]
    data = write_scored(evaluated(book(*tables)))
    assert lint(data) == []
    assert parity.differences(parity.formulas(data), parity.by_formualizer(data)) == []


# ---------------------------------------------------------------- names and limits


@pytest.mark.parametrize(
    ("project", "expected"),
    [
        ("法援", "01 法援"),
        ("普法：业务/经费[二]?*", "01 普法 业务 经费 二"),
        ("", "01 未填项目名称"),
        ("'引号'", "01 '引号"),
        ("很长" * 30, "01 " + "很长" * 14),
        ("𠮷" * 20, "01 " + "𠮷" * 14),
        ("a\nb", "01 a b"),
        ("_x0041_", "01 x0041"),
    ],
)
def test_names_of_sheets_are_safe(project: str, expected: str) -> None:
    assert names.project_sheets([project]) == (expected,)


def test_two_projects_of_the_same_name_have_two_sheets() -> None:
    assert names.project_sheets(["法援", "法援"]) == ("01 法援", "02 法援")


def test_a_text_that_no_cell_can_hold_is_cut_and_says_so() -> None:
    cut = fitting("长" * 40_000)
    assert len(cut) <= MAX_TEXT
    assert cut.endswith("（原文 40000 字，超出单元格上限，以下略）")
    assert fitting("长" * MAX_TEXT) == "长" * MAX_TEXT
    assert len(fitting("𠮷" * 20_000).encode("utf-16-le")) // 2 <= MAX_TEXT


def test_what_xml_cannot_hold_is_left_out_of_texts_and_formulas() -> None:
    plan, style = SheetPlan("表"), Style()
    plan.put(1, 1, "甲\x0b乙\r\n丙\ud800", style)
    plan.put(2, 1, "甲乙", style, formula='"甲\x0b乙"')
    data = write_book(BookPlan((plan,), datetime(2021, 1, 1)))
    assert parity.values(data)[parity.At("表", "A1")] == (None, "甲乙\n丙\ufffd")


def test_a_plan_beyond_excels_limits_is_refused() -> None:
    def written(fault: str) -> None:
        plan, style = SheetPlan("表"), Style()
        if fault == "formula":
            plan.put(1, 1, 1, style, formula="1+" * 5000 + "1")
        elif fault == "merge":
            plan.merge(Area(1, 1, 2, 2), None, style)
            plan.merge(Area(2, 2, 3, 3), None, style)
        else:
            plan.validations.append(Validation(Area(1, 1, 1, 1), "list", source=("长" * 20,) * 13))
        write_book(BookPlan((plan,), datetime(2021, 1, 1)))

    for fault in ("formula", "merge", "list"):
        with pytest.raises(PlanError):
            written(fault)
