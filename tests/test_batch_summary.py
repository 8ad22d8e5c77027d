"""汇总: what stands on its sheets, over one year and over several; formulas agree with their results."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import formualizer
import pytest
from batch_work import workbook
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from perf_xlsx.cli.app import app


def rows(path: Path, sheet: str) -> list[tuple[object, ...]]:
    """The rows below the header, as a person sees them."""
    listed = load_workbook(path, data_only=True)[sheet].iter_rows(min_row=5, values_only=True)
    return [row for row in listed if any(value is not None for value in row)]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("office")
    inbox = root / "报来"
    inbox.mkdir()
    (inbox / "甲局.xlsx").write_bytes(workbook("甲局", done=80))
    (inbox / "乙局.xlsx").write_bytes(workbook("乙局", done=40))
    (inbox / "乙局 再报.xlsx").write_bytes(workbook("乙局", done=60))
    (inbox / "坏的.xlsx").write_bytes(b"PK\x03\x04")
    result = CliRunner().invoke(app, ["run", str(inbox), "-o", str(root / "out"), "--jobs", "1"])
    assert result.exit_code == 1, result.output
    return root / "out"


def test_the_first_sheet_answers_which_to_send_back(output: Path) -> None:
    book = load_workbook(output / "汇总.xlsx", read_only=True)
    assert book.sheetnames[0] == "分拣"
    told = {row[1]: row[0] for row in rows(output / "汇总.xlsx", "分拣")}
    assert told["乙局"] != "通过"
    assert rows(output / "汇总.xlsx", "分拣")[0][0] == "退回更正"


def test_every_project_stands_in_the_official_table_under_its_department(output: Path) -> None:
    table = rows(output / "汇总.xlsx", "自评情况汇总表")
    assert [row[0] for row in table] == ["乙局（1 个项目）", 1, "甲局（1 个项目）", 2, "合计（2 个项目）"]
    assert table[-1][3:6] == (100, 100, 100)
    assert table[1][10] == "宣传场次：未说明原因"


def test_unmet_indicators_of_all_are_listed_with_their_place(output: Path) -> None:
    listed = rows(output / "汇总.xlsx", "未完成指标")
    assert [(row[1], row[6], row[8], row[10]) for row in listed] == [("乙局", "宣传场次", "60场", "未完成")]
    assert all("!" in str(row[15]) for row in listed)


def test_files_without_a_result_are_listed_with_the_reason(output: Path) -> None:
    assert [row[1] for row in rows(output / "汇总.xlsx", "未评分文件")] == ["坏的.xlsx"]


def test_what_no_single_workbook_shows_is_told(output: Path) -> None:
    (told,) = rows(output / "汇总.xlsx", "跨表问题")
    assert told[1] == "旧稿不计入汇总"
    assert "只计“乙局 再报.xlsx”" in str(told[3])


def test_what_changed_between_two_versions_is_listed_by_cell(output: Path) -> None:
    head, change = rows(output / "汇总.xlsx", "版本变化")
    assert head[:3] == ("乙局", "乙局.xlsx → 乙局 再报.xlsx", "文件名")
    assert head[6:8] + head[10:] == ("不计入", "计入汇总", "75 → 87.5")
    assert change[3:8] == ("普法宣传经费", "宣传场次", "实际完成值", "40场", "60场")
    assert str(change[8]).startswith("项目1!")
    assert change[9:] == (None, "25 → 37.5")


def test_an_empty_list_says_so(tmp_path: Path) -> None:
    for name in ("甲", "丙"):
        (tmp_path / f"{name}.xlsx").write_bytes(workbook(f"{name}局"))
    CliRunner().invoke(app, ["summary", str(tmp_path), "-o", str(tmp_path / "汇总.xlsx"), "--jobs", "1"])
    assert rows(tmp_path / "汇总.xlsx", "未评分文件")[0][0] == "无"


def test_the_table_for_machines_has_one_line_per_project(output: Path) -> None:
    text = (output / "汇总.csv").read_text("utf-8-sig")
    assert [(row["agency"], row["executed"]) for row in csv.DictReader(io.StringIO(text))] == [
        ("乙局", "50"),
        ("甲局", "50"),
    ]


def test_no_field_of_the_table_for_machines_is_a_formula(tmp_path: Path) -> None:
    for name in ("=1+1", "@甲"):
        (tmp_path / f"{name}.xlsx").write_bytes(workbook(name))
    output = tmp_path / "结果"
    CliRunner().invoke(app, ["run", str(tmp_path), "-o", str(output), "--jobs", "1"])
    text = (output / "汇总.csv").read_text("utf-8-sig")
    assert [row["agency"] for row in csv.DictReader(io.StringIO(text))] == ["'=1+1", "'@甲"]


def formulas(path: Path) -> Iterator[tuple[str, int, int, object]]:
    """Every formula cell with its stored result."""
    written, stored = load_workbook(path), load_workbook(path, data_only=True)
    for sheet in written:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield (
                        sheet.title,
                        cell.row,
                        cell.column,
                        stored[sheet.title].cell(cell.row, cell.column).value,
                    )


def test_every_formula_recalculated_equals_its_stored_result(output: Path, years: Path) -> None:
    for path in (output / "汇总.xlsx", years):
        book = formualizer.load_workbook(str(path))
        book.evaluate_all()
        found = list(formulas(path))
        assert len(found) > 20
        for sheet, row, column, stored in found:
            value = book.evaluate_cell(sheet, row, column)
            if isinstance(stored, int | float):
                assert value == pytest.approx(stored), (path.name, sheet, row, column)
            else:
                assert (value or None) == stored, (path.name, sheet, row, column)


# ---------------------------------------------------------------- 应报清单


def roster(path: Path, *lines: tuple[object, ...]) -> Path:
    book = Workbook()
    assert book.active is not None
    for line in (("单位", "项目名称", "批复预算（万元）"), *lines):
        book.active.append(line)
    book.save(path)
    return path


def test_a_roster_tells_what_is_missing_and_what_differs(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("甲局", "乙局"):
        (tmp_path / "in" / f"{name}.xlsx").write_bytes(workbook(name))
    listed = roster(tmp_path / "清单.xlsx", ("甲局", "普法宣传经费", 60), ("丙局", "公证业务经费", 10))
    given = [str(tmp_path / "in"), "--roster", str(listed), "--jobs", "1"]
    CliRunner().invoke(app, ["run", *given, "-o", str(tmp_path / "out")])
    states = [(row[0], row[1]) for row in rows(tmp_path / "out" / "汇总.xlsx", "应报清单核对")]
    assert states == [("未报", "丙局"), ("清单外", "乙局"), ("与批复不同", "甲局")]
    (absent,) = (row for row in rows(tmp_path / "out" / "汇总.xlsx", "分拣") if row[1] == "丙局")
    assert (absent[0], absent[5:8]) == ("请补报", (None, None, None))
    again = ["summary", *given, "-o", str(tmp_path / "重做.xlsx"), "-q"]
    assert CliRunner().invoke(app, again).exit_code == 0
    assert rows(tmp_path / "重做.xlsx", "应报清单核对") == rows(
        tmp_path / "out" / "汇总.xlsx", "应报清单核对"
    )
    told = CliRunner().invoke(app, ["check", *given, "--json", "-q"]).stdout_bytes.decode("utf-8")
    batch = json.loads(told.splitlines()[-1])["batch"]["findings"]
    assert {finding["rule"] for finding in batch} >= {"roster.missing", "roster.extra", "roster.budget"}


def test_an_approved_indicator_that_is_missing_stands_beside_its_project(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("甲局", "乙局"):
        (tmp_path / "in" / f"{name}.xlsx").write_bytes(workbook(name))
    book = Workbook()
    assert book.active is not None
    book.active.append(("单位", "项目名称", "批复指标值"))
    book.active.append(("甲局", "普法宣传经费", "无此指标≥95%"))
    book.save(tmp_path / "清单.xlsx")
    given = [str(tmp_path / "in"), "--roster", str(tmp_path / "清单.xlsx"), "-o", str(tmp_path / "out")]
    CliRunner().invoke(app, ["run", *given, "--jobs", "1"])
    told = [row[4] for row in rows(tmp_path / "out" / "汇总.xlsx", "应报清单核对") if row[1] == "甲局"]
    assert told == ["没有批复的指标“无此指标≥95%”"]


def test_a_roster_that_lists_nothing_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "甲.xlsx").write_bytes(workbook())
    result = CliRunner().invoke(app, ["check", str(tmp_path), "--roster", str(tmp_path / "甲.xlsx")])
    assert result.exit_code == 2


# ---------------------------------------------------------------- over the years


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("years")
    for year, done in ((2020, 60), (2021, 80)):
        (root / str(year)).mkdir()
        (root / str(year) / "甲.xlsx").write_bytes(workbook("甲局", done=done, year=year))
        name = "法律宣传工作经费" if year == 2020 else "法律宣传经费"
        (root / str(year) / "乙.xlsx").write_bytes(workbook("乙局", project=name, year=year))
        (root / str(year) / "丙.xlsx").write_bytes(workbook("丙局", done=72, year=year))
    given = ["summary", str(root / "2020"), str(root / "2021"), "-o", str(root / "对比.xlsx"), "--jobs", "1"]
    assert CliRunner().invoke(app, given).exit_code == 0
    return root / "对比.xlsx"


def test_projects_without_a_year_are_named_above_the_years_they_could_not_join(tmp_path: Path) -> None:
    for year, agency in ((2020, "甲局"), (2021, "甲局"), (2021, "乙局")):
        (tmp_path / f"{year}{agency}.xlsx").write_bytes(workbook(agency, year=year))
    book = load_workbook(tmp_path / "2021乙局.xlsx")
    for sheet in book:
        for cell in (cell for line in sheet.iter_rows() for cell in line):
            if cell.value == 2021 or "2021" in str(cell.value) or "年度）" in str(cell.value):
                cell.value = None
    book.save(tmp_path / "乙局.xlsx")
    (tmp_path / "2021乙局.xlsx").unlink()
    given = ["summary", str(tmp_path), "-o", str(tmp_path / "对比.xlsx"), "--jobs", "1"]
    assert CliRunner().invoke(app, given).exit_code == 0
    note = load_workbook(tmp_path / "对比.xlsx")["同比"]["A2"].value
    assert str(note).endswith("没有填年度的不在本表：乙局《普法宣传经费》。")


def test_a_project_of_both_years_stands_in_one_row_with_its_change(years: Path) -> None:
    compared = {(row[0], row[1]): row for row in rows(years, "同比")}
    assert compared["甲局", "普法宣传经费"][5] == 87.5
    assert compared["甲局", "普法宣传经费"][9:] == (100, 0, 12.5, "普法宣传经费（甲局）")


def test_a_near_name_is_proposed_and_never_assumed(years: Path) -> None:
    assert [row[1:4:2] for row in rows(years, "名称相近的项目")] == [("法律宣传工作经费", "法律宣传经费")]
    assert {row[1] for row in rows(years, "同比")} >= {"法律宣传工作经费", "法律宣传经费"}


def test_targets_and_actuals_stand_side_by_side(years: Path) -> None:
    (row,) = [row for row in rows(years, "指标逐年") if row[0] == "甲局" and row[2] == "宣传场次"]
    assert row[3:] == ("≥80场", "60场", "≥80场", "80场")


@pytest.mark.parametrize(("chosen", "scores"), [("甲局", [87.5, 100]), ("丙局", [95, 95])])
def test_two_units_with_a_project_of_one_name_are_kept_apart_in_the_trend(
    years: Path, chosen: str, scores: list[float]
) -> None:
    book = formualizer.load_workbook(str(years))
    book.set_value("趋势", 3, 2, f"普法宣传经费（{chosen}）")
    book.evaluate_all()
    assert [book.evaluate_cell("趋势", row, 5) for row in (6, 7)] == scores
