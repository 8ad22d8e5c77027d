"""The unit's own form filled in: empty cells get values, typed ones stay, the layout stays."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from perf_xlsx.evaluate import evaluate
from perf_xlsx.model import Area, FileKind, Problem
from perf_xlsx.writing.fill import fill
from perf_xlsx.writing.template import write_entries
from perf_xlsx.writing.template_entries import CoverEntry, Entries, IndicatorEntry, ProjectEntry

SAMPLES = Path(__file__).parent.parent / "samples"
UNMET, OPEN, DIFFERS = "FFF6D5D5", "FFFCE9C8", "FFF4B183"

HEAD = [
    ["项目支出绩效自评表"],
    ["项目名称", "道路养护"],
    ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [None, "年度资金总额", 100, 100, 80, 10, None, None],
    [
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    ],
]
ROWS = [
    ["产出指标", "数量指标", "养护里程", "≥100公里", "100公里", 50, None, None],
    ["效益指标", "社会效益指标", "事故下降率", "≥10%", "8%", 30, 30, None],
    ["满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", None, 10, None, None],
]
TOTAL = ["总分", None, None, None, None, 100, None, None]


def workbook(rows: list[list[object]] = ROWS) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "道路养护"
    for row in (*HEAD, *rows, TOTAL):
        sheet.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def filled(data: bytes, *, overwrite: bool = False) -> tuple[openpyxl.Workbook, tuple[Problem, ...]]:
    copy, problems = fill(data, evaluate(data, "表.xlsx")[0], overwrite)
    assert copy is not None
    return openpyxl.load_workbook(io.BytesIO(copy)), problems


def shown(sheet: Worksheet, *cells: str) -> list[object]:
    return [sheet[cell].value for cell in cells]


def colour(sheet: Worksheet, cell: str) -> str:
    fill_of = sheet[cell].fill
    return fill_of.start_color.rgb if fill_of.fill_type else ""


def test_empty_cells_get_rate_points_and_nothing_else() -> None:
    sheet = filled(saved(workbook()))[0]["道路养护"]
    assert shown(sheet, "G4", "H4", "G6", "G7", "G8", "G9") == [0.8, 8, 50, 30, None, None]
    assert sheet["G4"].number_format == "0.00%"


def test_rows_are_coloured_and_explained_by_their_result() -> None:
    sheet = filled(saved(workbook()))[0]["道路养护"]
    assert [colour(sheet, cell) for cell in ("E6", "E7", "C7", "E8", "G9")] == ["", UNMET, UNMET, OPEN, OPEN]
    assert colour(sheet, "A7") == ""
    assert "未完成" in sheet["E7"].comment.text
    assert "未填" in sheet["E8"].comment.text
    assert "82～92" in sheet["G9"].comment.text


def test_a_typed_score_stays_and_its_difference_is_told() -> None:
    sheet = filled(saved(workbook()))[0]["道路养护"]
    assert (sheet["G7"].value, colour(sheet, "G7")) == (30, DIFFERS)
    assert "复算得分 24" in sheet["G7"].comment.text


def test_overwriting_keeps_the_typed_score_in_the_comment() -> None:
    sheet = filled(saved(workbook()), overwrite=True)[0]["道路养护"]
    assert (sheet["G7"].value, colour(sheet, "G7")) == (24, UNMET)
    assert "原填 30" in sheet["G7"].comment.text


def test_honest_rounding_is_no_difference() -> None:
    rows = [row.copy() for row in ROWS]
    rows[1][4:7] = ["9.5%", 30, 28.5]
    sheet = filled(saved(workbook(rows)))[0]["道路养护"]
    assert (sheet["G7"].value, colour(sheet, "G7")) == (28.5, UNMET)
    assert sheet["G7"].comment is None


def test_a_formula_of_the_unit_is_never_replaced() -> None:
    book = workbook()
    book["道路养护"]["G9"] = "=SUM(G6:G8)+H4"
    for overwrite in (False, True):
        sheet = filled(saved(book), overwrite=overwrite)[0]["道路养护"]
        assert sheet["G9"].value == "=SUM(G6:G8)+H4"


def test_a_score_that_covers_two_rows_gets_their_sum() -> None:
    book = workbook([[*ROWS[0][:5], 30, None, None], [*ROWS[0][:5], 20, None, None], *ROWS[1:]])
    book["道路养护"].merge_cells("G6:G7")
    data = saved(book)
    evaluation = evaluate(data, "表.xlsx")[0]
    assert evaluation.scorecard is not None
    form = evaluation.scorecard.forms[0]
    covered = [2, 0, 1, 1]
    rows = tuple(
        replace(row, indicator=replace(row.indicator, score_rows=count))
        for row, count in zip(form.rows, covered, strict=True)
    )
    scorecard = replace(evaluation.scorecard, forms=(replace(form, rows=rows),))
    copy, _ = fill(data, replace(evaluation, scorecard=scorecard))
    assert copy is not None
    assert openpyxl.load_workbook(io.BytesIO(copy))["道路养护"]["G6"].value == 50


def test_a_remark_of_a_person_stays_in_the_comment() -> None:
    book = workbook()
    book["道路养护"]["E7"].comment = Comment("已与财政沟通", "填报人")
    text = filled(saved(book))[0]["道路养护"]["E7"].comment.text
    assert text.startswith("已与财政沟通\n未完成")


def test_the_layout_stays() -> None:
    book = workbook()
    sheet = book["道路养护"]
    sheet["A1"].font = Font(name="黑体", size=18)
    sheet.merge_cells("A1:H1")
    sheet.column_dimensions["C"].width = 33
    sheet.row_dimensions[6].height = 41
    sheet.print_title_rows = "5:5"
    copy = filled(saved(book))[0]["道路养护"]
    assert (copy["A1"].font.name, copy["A1"].font.size) == ("黑体", 18)
    assert [str(area) for area in copy.merged_cells.ranges] == ["A1:H1"]
    assert (copy.column_dimensions["C"].width, copy.row_dimensions[6].height) == (33, 41)
    assert copy.print_title_rows == "$5:$5"


def test_the_same_input_gives_the_same_bytes() -> None:
    data = saved(workbook())
    evaluation = evaluate(data, "表.xlsx")[0]
    assert fill(data, evaluation) == fill(data, evaluation)


def test_the_seed_gets_its_shared_weights_and_points() -> None:
    data = (SAMPLES / "江门市司法局2021年自评表.xlsx").read_bytes()
    book, problems = filled(data)
    sheet = book["项目8"]
    row = next(row for row in range(1, 40) if sheet.cell(row, 4).value == "干警满意率")
    weight, score = shown(sheet, f"H{row}", f"I{row}")
    assert weight == score is not None
    assert sheet["K7"].value == 10
    assert [problem.rule for problem in problems] == ["fill.formulas"]


def test_quick_entry_is_filled_row_by_row() -> None:
    rows = (
        IndicatorEntry("产出指标", "数量指标", "养护里程", "≥100公里", "100公里", Decimal(90)),
        IndicatorEntry("产出指标", "质量指标", "合格率", "≥90%", "45%", Decimal(90)),
    )
    projects = tuple(ProjectEntry(f"项目{row.level3}", indicators=(row,)) for row in rows)
    sheet = filled(write_entries(Entries(CoverEntry("某局", 2024), projects), flat=True))[0]["指标录入"]
    assert shown(sheet, "H4", "H5", "H6") == [90, 45, None]
    assert [colour(sheet, cell) for cell in ("F4", "F5", "F6")] == ["", UNMET, ""]


# ---------------------------------------------------------------- what can't be kept, or opened


def with_parts(data: bytes, parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as source, ZipFile(target, "w") as copy:
        for name in source.namelist():
            if name not in parts:
                copy.writestr(name, source.read(name))
        for name, part in parts.items():
            copy.writestr(name, part)
    return target.getvalue()


@pytest.mark.parametrize(
    ("part", "content", "told"),
    [
        ("xl/cellimages.xml", b"<a/>", "单元格图片"),
        ("xl/threadedComments/threadedComment1.xml", b"<a/>", "批注的回复"),
        (
            "xl/drawings/drawing9.xml",
            b'<xdr:wsDr xmlns:xdr="x"><xdr:sp macro=""/></xdr:wsDr>',
            "图形和文本框",
        ),
        ("xl/slicers/slicer1.xml", b"<a/>", "切片器"),
        ("_xmlsignatures/sig1.xml", b"<a/>", "数字签名"),
    ],
)
def test_what_the_copy_lacks_is_told(part: str, content: bytes, told: str) -> None:
    problems = filled(with_parts(saved(workbook()), {part: content}))[1]
    assert [(problem.rule, problem.found) for problem in problems] == [("fill.dropped", told)]


def test_a_workbook_that_openpyxl_refuses_gets_no_copy() -> None:
    data = saved(workbook())
    with ZipFile(io.BytesIO(data)) as package:
        styles = package.read("xl/styles.xml")
    odd = with_parts(data, {"xl/styles.xml": styles.replace(b'val="11"', b'val="large"')})
    evaluation = evaluate(odd, "表.xlsx")[0]
    assert evaluation.scorecard is not None
    assert fill(odd, evaluation) == (None, (Problem("fill.not_loaded"),))


def test_other_kinds_get_no_copy() -> None:
    data = saved(workbook())
    evaluation = evaluate(data, "表.xlsx")[0]
    assert evaluation.book is not None
    old = replace(evaluation, book=replace(evaluation.book, kind=FileKind.XLS))
    assert fill(data, old) == (None, (Problem("fill.kind", found=".xls"),))


def test_a_giant_merged_area_gets_no_copy() -> None:
    data = saved(workbook())
    evaluation = evaluate(data, "表.xlsx")[0]
    assert evaluation.book is not None
    sheet = replace(evaluation.book.sheets[0], merges=(Area(20, 1, 1_048_576, 1),))
    giant = replace(evaluation, book=replace(evaluation.book, sheets=(sheet,)))
    assert fill(data, giant) == (None, (Problem("fill.too_large"),))


def test_a_workbook_that_was_not_scored_gets_neither_copy_nor_word() -> None:
    assert fill(b"", evaluate(b"", "空.xlsx")[0]) == (None, ())


def test_macros_stay_in_a_macro_workbook() -> None:
    data = saved(workbook())
    with ZipFile(io.BytesIO(data)) as package:
        types = package.read("[Content_Types].xml").decode()
        links = package.read("xl/_rels/workbook.xml.rels").decode()
    types = types.replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    ).replace(
        "<Default ",
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Default ',
        1,
    )
    links = links.replace(
        "</Relationships>",
        '<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
        'Target="vbaProject.bin"/></Relationships>',
    )
    parts = {
        "[Content_Types].xml": types.encode(),
        "xl/_rels/workbook.xml.rels": links.encode(),
        "xl/vbaProject.bin": b"macros",
    }
    macro = with_parts(data, parts)
    copy, _ = fill(macro, evaluate(macro, "表.xlsm")[0])
    assert copy is not None
    with ZipFile(io.BytesIO(copy)) as package:
        assert package.read("xl/vbaProject.bin") == b"macros"


def test_fonts_are_written_in_the_order_of_the_format() -> None:
    book = workbook()
    book["道路养护"]["A1"].font = Font(name="黑体", size=18, bold=True, color="FF0000")
    data = saved(book)
    copy, _ = fill(data, evaluate(data, "表.xlsx")[0])
    assert copy is not None
    with ZipFile(io.BytesIO(copy)) as package:
        styles = package.read("xl/styles.xml").decode()
    font = next(font for font in re.findall("<font>(.*?)</font>", styles) if "黑体" in font)
    assert re.findall(r"<(\w+)", font) == ["b", "sz", "color", "name"]
