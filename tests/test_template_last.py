"""Last year's workbook starts this year's."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.worksheet.worksheet import Worksheet

from perf_xlsx.cli.app import app
from perf_xlsx.model import Book, NotGiven, Submission
from perf_xlsx.reading.locate import locate
from perf_xlsx.reading.open import read_book
from perf_xlsx.values.understand import understand
from perf_xlsx.writing.template import TemplateOptions
from perf_xlsx.writing.template_last import write_from

SAMPLES = Path(__file__).parent.parent / "samples"
SEED = SAMPLES / "江门市司法局2021年自评表.xlsx"
AS_IT_IS = TemplateOptions()


def started(path: Path, options: TemplateOptions = AS_IT_IS) -> bytes:
    data, problems = write_from(path.read_bytes(), path.name, options)
    assert data is not None
    assert problems == ()
    return data


def read(data: bytes) -> Submission:
    book = read_book(data, "表.xlsx")
    assert isinstance(book, Book)
    return understand(locate(book))[0]


def test_nothing_is_taken_over_from_a_workbook_marked_secret() -> None:
    data, problems = write_from(SEED.read_bytes(), "自评表（秘密）.xlsx", AS_IT_IS)
    assert data is None
    assert [problem.rule for problem in problems] == ["privacy.secret"]


@pytest.fixture(scope="module")
def old() -> Submission:
    return read(SEED.read_bytes())


@pytest.fixture(scope="module")
def new() -> Submission:
    return read(started(SEED))


def test_the_year_after_is_this_year(new: Submission) -> None:
    assert (new.agency, new.year) == ("江门市司法局", 2022)


def test_projects_lines_goals_and_targets_are_taken_over(old: Submission, new: Submission) -> None:
    def kept(submission: Submission) -> list[object]:
        return [
            (
                form.project,
                form.department,
                form.implementing_unit,
                [(line.item, line.role) for line in form.funds],
                [goal.expected for goal in form.goals],
                [(row.level1, row.level2, row.level3, row.target_text) for row in form.indicators],
            )
            for form in submission.forms
        ]

    assert kept(new) == kept(old)


def test_actuals_and_amounts_are_emptied(new: Submission) -> None:
    rows = [row for form in new.forms for row in form.indicators]
    assert {(row.actual_text, row.reason.text, row.evidence.text) for row in rows} == {("", "", "")}
    assert {goal.actual.text for form in new.forms for goal in form.goals} == {""}
    amounts = [
        getattr(line, field)
        for form in new.forms
        for line in form.funds
        for field in ("initial", "full_year", "received", "executed")
    ]
    assert set(map(type, amounts)) == {NotGiven}


def column(sheet: Worksheet, header: str) -> dict[object, object]:
    """A column's values by the name of the row's indicator."""
    found = next(cell for row in sheet.iter_rows() for cell in row if cell.value == header)
    rows = range(found.row + 1, sheet.max_row + 1)
    return {sheet.cell(row, 4).value: sheet.cell(row, found.column).value for row in rows}


def test_last_years_actual_stands_beside_the_form() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(started(SEED)))["项目1"]
    last = column(sheet, "上年实际完成值")
    assert (last["法律援助案件数"], last["咨询人次"]) == ("4521件", "10590人次")
    assert sheet.print_area == "'项目1'!$A$1:$K$26"


def test_typed_weights_and_the_scheme_are_taken_over() -> None:
    book = openpyxl.load_workbook(io.BytesIO(started(SAMPLES / "示例_广东评分标准.xlsx")))
    weights = column(book["项目1"], "分值")
    assert weights["引导通过法律途径解决纠纷件数"] == 25
    answers = [book["组织实施"].cell(row, 6).value for row in range(4, 26)]
    assert (book["基本信息"]["C9"].value, set(answers)) == ("广东省项目支出绩效自评指标", {None})


def test_each_group_has_an_empty_row_for_a_new_indicator() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(started(SEED)))["项目1"]
    assert [sheet.cell(row, 4).value for row in (21, 23)] == [None, None]


def test_options_come_before_the_old_workbook() -> None:
    new = read(started(SEED, TemplateOptions(agency="某局", department="某部门", year=2030)))
    assert (new.agency, new.year) == ("某局", 2030)
    assert {form.department.text for form in new.forms} == {"某部门"}


def test_quick_entry_can_be_started_too() -> None:
    book = openpyxl.load_workbook(io.BytesIO(started(SEED, TemplateOptions(flat=True))))
    first = [cell.value for cell in book["指标录入"][4]]
    project = "法援及公职所业务经费、刑事辩护全覆盖律师办案工作经费"
    assert first[:6] == [project, "产出指标", "数量指标", "法律援助案件数", ">=4000件", None]
    assert first[-1] == "4521件"


def test_the_same_old_workbook_gives_the_same_bytes() -> None:
    assert started(SEED) == started(SEED)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "file.empty"),
        ((SAMPLES.parent / "templates" / "自评表模板.xlsx").read_bytes(), "structure.blank_form"),
    ],
    ids=["unreadable", "nothing filled in"],
)
def test_an_old_workbook_without_a_form_gives_its_reason(data: bytes, rule: str) -> None:
    made, problems = write_from(data, "表.xlsx", TemplateOptions())
    assert made is None
    assert [problem.rule for problem in problems] == [rule]


# ---------------------------------------------------------------- perf-xlsx template --from


def test_the_command_starts_from_an_old_workbook(tmp_path: Path) -> None:
    target = tmp_path / "今年.xlsx"
    done = CliRunner().invoke(app, ["template", "--from", str(SEED), "-o", str(target)])
    assert (done.exit_code, target.read_bytes()) == (0, started(SEED))


def test_the_command_says_why_a_file_is_no_workbook_of_last_year(tmp_path: Path) -> None:
    old = tmp_path / "上年.xlsx"
    old.write_bytes(b"")
    done = CliRunner().invoke(app, ["template", "--from", str(old), "-o", str(tmp_path / "今年.xlsx")])
    assert done.exit_code == 1
    assert "上年.xlsx 不能作为上年的工作簿" in done.output
    assert "0 字节" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["上年.xlsx"]
