"""复核 typed into the results of a run: it outlives complete re-runs and is what 汇总 counts."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from batch_work import workbook
from click.testing import CliRunner
from openpyxl import load_workbook

from perf_xlsx.batch.harvest_review import ReviewRow, Whole, by_unit
from perf_xlsx.cli.app import app

HALF = 27
"""The column of 复核得分 on a project sheet."""


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [*map(str, arguments), "--jobs", "1"])
    assert result.exit_code == 0, result.output
    return result.output


def rows(path: Path, sheet: str) -> list[tuple[object, ...]]:
    listed = load_workbook(path, data_only=True)[sheet].iter_rows(min_row=5, values_only=True)
    return [row for row in listed if any(value is not None for value in row)]


def review(path: Path, points: list[float], whole: float | None = None) -> None:
    """Type 复核得分 beside the first indicators, or one for the whole project."""
    book = load_workbook(path)
    form = book.worksheets[1]
    heads = [cell.row for cell in form["AA"] if cell.value == "复核得分"]
    for row, value in enumerate(points, start=heads[-1] + 1):
        form.cell(row, HALF).value = value
        form.cell(row, HALF + 2).value = "李四"
    if whole is not None:
        (total,) = [cell.row for cell in form["A"] if cell.value == "总分"]
        form.cell(total, HALF).value = whole
        form.cell(total, HALF + 1).value = "整体核减"
        paper = book["复核底稿"]
        (foot,) = [cell.row for cell in paper["A"] if cell.value == "复核人"]
        paper.cell(foot, 3).value = "王五"
        paper.cell(foot, 10).value = "2024-05-06"
    book.save(path)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three units: one reviewed in part, one as a whole, one not at all; then everything runs again."""
    root = tmp_path_factory.mktemp("office")
    (root / "报来").mkdir()
    for name in ("甲", "乙", "丙"):
        (root / "报来" / f"{name}.xlsx").write_bytes(workbook(f"{name}局"))
    run("run", root / "报来", "-o", root / "初审")
    review(root / "初审" / "甲_评分.xlsx", [40.0])
    review(root / "初审" / "乙_评分.xlsx", [], whole=75.0)
    run("run", root / "报来", "-o", root / "初审")
    run("run", root / "初审", "-o", root / "复核后")
    run("summary", root / "初审", "-o", root / "复核汇总.xlsx")
    return root


@pytest.mark.parametrize("summary", ["复核汇总.xlsx", "复核后/汇总.xlsx"])
def test_the_final_grade_counts_what_finance_gave(office: Path, summary: str) -> None:
    told = {row[1]: row for row in rows(office / summary, "单位汇总")}
    assert [told[unit][9:13] for unit in ("甲局", "乙局", "丙局")] == [
        ("100.00", "90.00", "已复核 1/3 项", "优"),
        ("100.00", "75.00", "全部复核", "中"),
        ("100.00", None, None, "优"),
    ]
    projects = {row[1]: row for row in rows(office / summary, "项目明细")}
    assert projects["甲局"][15:18] == (90, "已复核 1/3 项", "优")


def test_the_reviewed_workbooks_are_left_alone_and_say_the_same_after_a_re_run(office: Path) -> None:
    first = load_workbook(office / "初审" / "甲_评分.xlsx").worksheets[1]
    again = load_workbook(office / "复核后" / "甲_评分.xlsx").worksheets[1]
    typed = [cell.value for cell in first["AA"] if cell.value == 40]
    assert [cell.value for cell in again["AA"] if cell.value == 40] == typed == [40]


def test_units_are_compared_with_what_they_gave_themselves(office: Path) -> None:
    told = {row[1]: row for row in rows(office / "复核汇总.xlsx", "复核情况")}
    assert list(told) == ["乙局", "甲局", None]
    assert told["乙局"][14:17] == ("75.00", "优 → 中", "王五")
    assert told["甲局"][16] == "李四"
    details = {row[1]: row for row in rows(office / "复核汇总.xlsx", "复核明细")}
    assert details["乙局"][9:13] == ("整项评定", "优", "中", "整体核减")
    assert details["甲局"][8] == -10


def test_who_signs_the_paper_once_stands_beside_every_project_that_nobody_else_signed(office: Path) -> None:
    details = {row[1]: row for row in rows(office / "复核汇总.xlsx", "复核明细")}
    assert details["乙局"][13:15] == ("王五", "2024-05-06")
    assert details["甲局"][13:15] == ("李四", None)


def test_nothing_is_said_of_review_before_it_begins(office: Path) -> None:
    assert "复核情况" not in load_workbook(office / "初审" / "汇总.xlsx", read_only=True).sheetnames


def test_the_table_for_machines_carries_it(office: Path) -> None:
    text = (office / "复核后" / "汇总.csv").read_text("utf-8-sig")
    lines = {row["agency"]: row for row in csv.DictReader(io.StringIO(text))}
    assert (lines["乙局"]["review"], lines["乙局"]["grade"]) == ("75", "中")


# ---------------------------------------------------------------- the original scored again


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    """A unit's workbook, scored, the first row of its result reviewed and the whole remarked on."""
    (tmp_path / "表.xlsx").write_bytes(workbook("甲局"))
    run("run", tmp_path / "表.xlsx", "-o", tmp_path / "初审")
    review(tmp_path / "初审" / "表_评分.xlsx", [40.0, 28.0])
    return tmp_path


def typed(path: Path) -> list[tuple[object, object]]:
    """复核得分 and 复核意见 of the indicators."""
    form = load_workbook(path).worksheets[1]
    first = [cell.row for cell in form["AA"] if cell.value == "复核得分"][-1] + 1
    return [(form.cell(row, HALF).value, form.cell(row, HALF + 1).value) for row in range(first, first + 3)]


def test_reviews_go_along_when_the_original_is_scored_again(reviewed: Path) -> None:
    told = run("run", reviewed / "表.xlsx", "-o", reviewed / "初审", "--force")
    assert "原结果里填的复核已带入新的结果" in told
    assert typed(reviewed / "初审" / "表_评分(2).xlsx") == [(40, None), (28, None), (None, None)]


def test_a_review_of_what_the_unit_has_changed_since_is_told_and_no_longer_counts(reviewed: Path) -> None:
    (reviewed / "表.xlsx").write_bytes(workbook("甲局", done=90))
    run("run", reviewed / "表.xlsx", "-o", reviewed / "初审")
    assert typed(reviewed / "初审" / "表_评分(2).xlsx") == [
        (None, "原复核40分，所评内容已改，请重新复核"),
        (28, None),
        (None, None),
    ]


# ---------------------------------------------------------------- by unit


def row(project: str, reported: str | None, points: str, **other: object) -> ReviewRow:
    from decimal import Decimal

    given = None if reported is None else Decimal(reported)
    usual = ReviewRow(
        "甲局", 2021, project, given, Decimal(90), Decimal(90), Decimal(points), Decimal(points),
        False, 3, 3, "优", "优", "", "李四", "", 0, "甲.xlsx",
    )  # fmt: skip
    return usual._replace(**other)


def test_statistics_count_lowered_and_raised_apart_and_name_the_largest() -> None:
    reviewed = [
        row("一", "95", "90"),
        row("二", "80", "83.5"),
        row("三", "88", "88"),
        row("四", None, "70"),
        row("五", "99", "60", review_high=row("", None, "65").review_low),
    ]
    (told,) = by_unit(reviewed, {("甲局", 2021): Whole(7, None, None, "优", "良", "王五")})
    assert (told.projects, told.reviewed, told.compared) == (7, 5, 3)
    assert (told.lowered, str(told.lowered_by), told.raised, str(told.raised_by)) == (1, "5", 1, "3.5")
    assert (str(told.largest), told.largest_project) == ("-5", "一")
    assert (str(told.reported), str(told.points)) == ("87.67", "87.17")
    assert told.reviewers == "王五、李四"
