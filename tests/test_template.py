"""The empty template: the official form cell by cell, gentle input rules, sums that survive new rows."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import formualizer
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from perf_xlsx.model import Book, CellState
from perf_xlsx.reading.open import read_book
from perf_xlsx.scoring.rules import SchemeError
from perf_xlsx.scoring.scheme import builtin, load
from perf_xlsx.writing.plan import SheetPlan
from perf_xlsx.writing.template import TemplateOptions, write_entries, write_template
from perf_xlsx.writing.template_entries import CoverEntry, Entries, FundEntry, IndicatorEntry, ProjectEntry
from perf_xlsx.writing.template_form import form_sheet

FORM = {
    "A1": "项目支出绩效自评表",
    "A4": "项目名称",
    "A5": "主管部门",
    "F5": "实施单位",
    "A6": "项目资金\n（万元）",
    "E6": "年初预算数",
    "F6": "全年预算数",
    "G6": "全年执行数",
    "H6": "分值",
    "I6": "执行率",
    "K6": "得分",
    "L6": "到位（到账）数",
    "C7": "年度资金总额",
    "H7": 10,
    "H8": "—",
    "C11": "其中：当年财政拨款",
    "C12": "　　　上年结转资金",
    "C13": "　　　其他资金",
    "K13": "—",
    "A14": "年度\n总体\n目标",
    "B14": "预期目标",
    "G14": "实际完成情况",
    "A16": "绩效\n指标",
    "B16": "一级指标",
    "C16": "二级指标",
    "D16": "三级指标",
    "F16": "年度指标值",
    "G16": "实际完成值",
    "H16": "分值",
    "I16": "得分",
    "J16": "偏差原因分析及改进措施",
    "L16": "佐证材料",
    "B17": "产出指标",
    "C17": "数量指标",
    "A33": "总分",
    "A34": "填报人：",
}
MERGED = (
    "A1:K1",
    "A2:K2",
    "A4:B4",
    "C4:K4",
    "A5:B5",
    "C5:E5",
    "G5:K5",
    "A6:B13",
    "C7:D7",
    "I7:J7",
    "A14:A15",
)
MERGED += ("B14:F14", "G14:K14", "B15:F15", "G15:K15", "A16:A32", "B17:B25", "C17:C19", "D17:E17", "J17:K17")
MERGED += ("A33:G33",)


def opened(data: bytes, *, results: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=results)


@pytest.fixture(scope="module")
def empty() -> bytes:
    return write_template(TemplateOptions(projects=2))


@pytest.fixture(scope="module")
def form(empty: bytes) -> Worksheet:
    return opened(empty)["项目1"]


def test_the_sheets_stand_in_the_order_in_which_they_are_filled(empty: bytes) -> None:
    assert opened(empty).sheetnames == ["填报说明", "基本信息", "项目1", "项目2", "存在问题及建议"]


@pytest.mark.parametrize("cell", FORM)
def test_the_official_form_cell_by_cell(form: Worksheet, cell: str) -> None:
    assert form[cell].value == FORM[cell]


def test_the_official_form_is_merged_as_published(form: Worksheet) -> None:
    assert {str(area) for area in form.merged_cells.ranges} >= set(MERGED)


def test_indicator_texts_are_kept_as_typed(form: Worksheet) -> None:
    assert {form.cell(row, column).number_format for row in range(17, 33) for column in (4, 6, 7)} == {"@"}


def test_entries_are_asked_about_and_never_refused(empty: bytes) -> None:
    rules = [rule for sheet in opened(empty) for rule in sheet.data_validations.dataValidation]
    assert {rule.errorStyle for rule in rules if rule.type != "any"} == {"warning"}
    assert all(rule.prompt for rule in rules)


def test_nothing_is_protected_or_hidden(empty: bytes) -> None:
    assert [(sheet.protection.sheet, sheet.sheet_state) for sheet in opened(empty)] == [
        (False, "visible")
    ] * 5


def test_each_sheet_prints_on_a4_one_page_wide(empty: bytes) -> None:
    for sheet in opened(empty):
        assert (sheet.page_setup.paperSize, sheet.sheet_properties.pageSetUpPr.fitToPage) == (9, True)
        assert sheet.page_setup.fitToWidth in (None, 1)  # 1 is the format's default
        assert sheet.print_area
    assert opened(empty)["项目1"].print_title_rows == "$16:$16"


def test_the_scheme_is_chosen_by_title(empty: bytes) -> None:
    rules = opened(empty)["基本信息"].data_validations.dataValidation
    assert [rule.formula1 for rule in rules if rule.type == "list"] == [
        f'"{",".join(scheme.title for scheme in builtin())}"'
    ]


def test_the_same_options_give_the_same_bytes(empty: bytes) -> None:
    assert write_template(TemplateOptions(projects=2)) == empty


def test_agency_and_year_are_filled_in_and_shown_in_the_title() -> None:
    book = opened(write_template(TemplateOptions(projects=1, agency="某局", year=2024)), results=True)
    cover = book["基本信息"]
    assert (cover["B4"].value, cover["C4"].value, cover["B5"].value, cover["C5"].value) == (
        "单位名称", "某局", "年度", 2024,
    )  # fmt: skip
    assert book["项目1"]["A2"].value == "（2024年度）"


@pytest.mark.parametrize("department", ["", "某部门"])
def test_the_unit_is_the_implementing_unit_and_the_department_only_what_was_named(department: str) -> None:
    options = TemplateOptions(projects=1, agency="某局", department=department)
    form = opened(write_template(options))["项目1"]
    assert (form["A5"].value, form["C5"].value or "") == ("主管部门", department)
    assert (form["F5"].value, form["G5"].value) == ("实施单位", "某局")


def test_an_unknown_scheme_is_told() -> None:
    with pytest.raises(SchemeError):
        write_template(TemplateOptions(scheme="没有这个标准"))


# ---------------------------------------------------------------- 快速录入

FLAT = {
    "资金录入": "项目 资金项 年初预算数 全年预算数（调整后） 到位（到账）数 全年执行数",
    "目标录入": "项目 主管部门 实施单位 预期目标 实际完成情况",
    "指标录入": "项目 一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 自评得分 "
    "偏差原因分析及改进措施 佐证材料",
}


def test_quick_entry_has_one_table_per_subject() -> None:
    book = opened(write_template(TemplateOptions(flat=True)))
    assert {name: " ".join(cell.value for cell in book[name][3]) for name in FLAT} == FLAT
    assert not [name for name in book.sheetnames if name.startswith("项目")]


# ---------------------------------------------------------------- 组织实施


def test_a_scheme_with_questions_gets_its_sheet() -> None:
    book = opened(write_template(TemplateOptions(projects=1, scheme="guangdong")))
    sheet = book["组织实施"]
    asked = [part for part in load("guangdong").parts if part.method == "rubric"]
    points = [sheet.cell(row, 5).value for row in range(4, sheet.max_row + 1) if sheet.cell(row, 5).value]
    assert points[: sum(len(part.questions) for part in asked)] == [
        question for part in asked for question in part.questions
    ]
    assert book["基本信息"]["C9"].value == load("guangdong").title


# ---------------------------------------------------------------- 合计

LINE = FundEntry("甲", Decimal("1.5"), Decimal(2), Decimal("0.5"), Decimal(1))
ROW = IndicatorEntry("产出指标", "数量指标", "件数", "≥1件", "1件", Decimal(45), Decimal(40))


def plan(lines: int, rows: int) -> SheetPlan:
    project = ProjectEntry("甲", funds=(LINE,) * lines, indicators=(ROW,) * rows)
    return form_sheet("项目1", project, 2024, "基本信息!$C$5", budget_points=Decimal(10))


def after_inserting(formula: str, row: int) -> str:
    """The formula as a worksheet rewrites it when a row is inserted above ``row``."""

    def moved(match: re.Match[str]) -> str:
        return f"{match[1]}{int(match[2]) + (int(match[2]) >= row)}"

    return re.sub(r"(\$?[A-Z]\$?)(\d+)", moved, formula)


@pytest.mark.parametrize("row", [8, 9, 10], ids=["first", "between", "last"])
@pytest.mark.parametrize("column", [5, 6, 7, 12])
def test_a_fund_line_inserted_anywhere_is_summed(row: int, column: int) -> None:
    two, three = plan(2, 2).cells[7, column].formula, plan(3, 2).cells[7, column].formula
    assert two is not None
    assert after_inserting(two, row) == three


@pytest.mark.parametrize("row", [17, 18, 19], ids=["first", "between", "last"])
@pytest.mark.parametrize("column", [8, 9])
def test_an_indicator_inserted_anywhere_is_summed(row: int, column: int) -> None:
    two, three = plan(3, 2).cells[19, column].formula, plan(3, 3).cells[20, column].formula
    assert two is not None
    assert after_inserting(two, row) == three


def results(data: bytes) -> dict[tuple[str, str], object]:
    return {
        (sheet.title, cell.coordinate): cell.value or ""
        for sheet in opened(data, results=True)
        for row in sheet.iter_rows()
        for cell in row
    }


FILLED = Entries(
    CoverEntry("某局", 2024),
    (
        ProjectEntry("两行", funds=(LINE, LINE), indicators=(ROW, ROW), budget_score=Decimal(5)),
        ProjectEntry("只有来源", parts=(LINE, FundEntry(), LINE), indicators=(ROW,)),
        ProjectEntry(
            "没有全年预算", funds=(FundEntry("甲", Decimal(8), executed=Decimal(6)),), indicators=(ROW,)
        ),
        ProjectEntry(
            "预算为零", funds=(FundEntry("甲", Decimal(8), Decimal(0), None, Decimal(6)),), indicators=(ROW,)
        ),
        ProjectEntry("空", indicators=(IndicatorEntry("产出指标", "数量指标"),)),
    ),
)


@pytest.mark.parametrize("spare", [0, 3])
def test_every_stored_result_is_what_the_formula_gives(spare: int) -> None:
    data = write_entries(FILLED, spare_funds=spare)
    again = formualizer.recalculate_xlsx_bytes(data)["bytes"]
    assert results(again) == results(data)


def test_sums_and_rates_of_a_filled_form() -> None:
    book = opened(write_entries(FILLED), results=True)
    first = book["项目1"]
    assert [first[cell].value for cell in ("E7", "F7", "G7", "I7", "L7")] == [3, 4, 2, 0.5, 1]
    assert (first["H18"].value, first["I18"].value) == (100, 85)
    assert [book[f"项目{number}"]["I7"].value for number in (2, 3, 4, 5)] == [0.5, 0.75, None, None]


def test_an_empty_total_counts_as_calculated(empty: bytes) -> None:
    book = read_book(empty, "表.xlsx")
    assert isinstance(book, Book)
    form = next(sheet for sheet in book.sheets if sheet.name == "项目1")
    formulas = [cell for cell in form.cells.values() if cell.formula is not None]
    assert {cell.state for cell in formulas} == {CellState.VALUE}
