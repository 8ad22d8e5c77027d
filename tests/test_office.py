"""The desk of a whole office: 40 units, 300 projects, slips, versions and gaps that are known beforehand."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import office
import pytest
from click.testing import CliRunner
from office import ERRORS, REVISED, TWICE, Gap, counting, slips, unit_name
from openpyxl import load_workbook

from perf_xlsx.checks.catalogue import RULES
from perf_xlsx.cli.app import app
from perf_xlsx.model import Severity

Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """报来, 清单.xlsx, and what a run makes of them."""
    root = tmp_path_factory.mktemp("desk")
    office.write(root / "报来")
    (root / "清单.xlsx").write_bytes(office.roster()[0])
    given = ["run", str(root / "报来"), "-o", str(root / "结果"), "--roster", str(root / "清单.xlsx"), "-q"]
    result = CliRunner().invoke(app, given)
    assert result.exit_code == 0, result.output
    assert "4 个工作簿有几份" in result.stderr
    return root


@pytest.fixture(scope="module")
def summary(desk: Path) -> dict[str, Rows]:
    """Every sheet of 汇总 below its header, as a person sees it."""
    book = load_workbook(desk / "结果" / "汇总.xlsx", data_only=True)
    return {sheet.title: list(below(sheet)) for sheet in book}


def below(sheet: Any) -> Iterator[tuple[Any, ...]]:
    for row in sheet.iter_rows(min_row=5, values_only=True):
        if any(value is not None for value in row):
            yield row


@pytest.fixture(scope="module")
def gaps() -> list[Gap]:
    return office.roster()[1]


def records(desk: Path) -> dict[str, dict[str, Any]]:
    lines = (desk / "结果" / "汇总.jsonl").read_text("utf-8").splitlines()
    return {told["source"]["file"]: told for told in map(json.loads, lines)}


# ---------------------------------------------------------------- the office itself


def test_the_office_is_as_large_as_it_says(desk: Path) -> None:
    assert len(list((desk / "报来").iterdir())) == office.UNITS + 2 * len(REVISED) + 1
    table = (desk / "结果" / "汇总.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert (len({row["agency"] for row in rows}), len(rows)) == (office.UNITS, office.PROJECTS)


def test_every_planted_slip_is_told_in_its_project_and_nothing_else_is(desk: Path) -> None:
    told = records(desk)
    for unit in range(office.UNITS):
        planted = [slip for slip in slips() if slip.unit == unit]
        names = [form.name for form in office.forms_of(unit)]
        found = [
            (finding["rule"], finding["project"])
            for finding in told[counting(unit)]["findings"]
            if finding["severity"] != "note"
        ]
        assert sorted(found) == sorted((slip.rule, names[slip.number]) for slip in planted)


# ---------------------------------------------------------------- 分拣


def grave(gaps: list[Gap]) -> set[str]:
    """The units with something planted that is 须更正."""
    return {
        *(unit_name(slip.unit) for slip in slips() if slip.rule in ERRORS),
        *(gap.unit for gap in gaps if RULES[gap.rule].severity is Severity.ERROR),
    }


def test_every_unit_with_a_planted_error_stands_above_every_one_without(
    summary: dict[str, Rows], gaps: list[Gap]
) -> None:
    order = [row[1] for row in summary["分拣"]]
    expected = grave(gaps)
    assert sorted(order) == sorted(map(unit_name, range(office.UNITS)))
    assert set(order[: len(expected)]) == expected


def test_the_advice_follows_from_what_was_planted(summary: dict[str, Rows], gaps: list[Gap]) -> None:
    asked = {unit_name(slip.unit) for slip in slips()} | {gap.unit for gap in gaps}
    for row in summary["分拣"]:
        advice = "退回更正" if row[1] in grave(gaps) else "请说明" if row[1] in asked else "通过"
        assert (row[1], row[0]) == (row[1], advice)


def test_the_reasons_name_what_was_planted(summary: dict[str, Rows]) -> None:
    told = {row[1]: row[4] for row in summary["分拣"]}
    for slip in slips():
        if slip.rule in ERRORS and sum(other.unit == slip.unit for other in slips()) == 1:
            assert RULES[slip.rule].title in told[unit_name(slip.unit)]


def test_the_first_lines_name_every_unit_to_return(desk: Path, gaps: list[Gap]) -> None:
    sheet = load_workbook(desk / "结果" / "汇总.xlsx")["分拣"]
    named = str(sheet.cell(3, 1).value)
    assert all(unit in named for unit in grave(gaps))
    assert f"退回更正（{len(grave(gaps))}）" in named


def test_samples_are_drawn_for_their_reasons(summary: dict[str, Rows]) -> None:
    drawn = {row[1]: str(row[8] or "") for row in summary["分拣"]}
    by_money = sorted(summary["分拣"], key=lambda row: -row[5])
    by_difference = sorted(summary["分拣"], key=lambda row: -row[6])
    tenth = office.UNITS // 10
    least = by_difference[tenth - 1][6]
    far = {unit_name(slip.unit) for slip in slips() if slip.rule == "targets.too_low"}
    for row in summary["分拣"]:
        reasons = {
            "金额较大": row[5] >= by_money[tenth - 1][5],
            "自评高出复算较多": row[6] >= least,
            "超额完成较多而未说明原因": row[1] in far,
            "各项目自评均为满分": False,
        }
        assert {reason for reason in reasons if reason in drawn[row[1]]} == {
            reason for reason, holds in reasons.items() if holds
        }


# ---------------------------------------------------------------- 应报清单


def test_every_gap_of_the_roster_is_named(summary: dict[str, Rows], gaps: list[Gap]) -> None:
    titles = {gap.rule: RULES[gap.rule].title for gap in gaps}
    told = [row for row in summary["跨表问题"] if row[1] in titles.values()]
    assert len(told) == len(gaps)
    for gap in gaps:
        assert any(
            row[1] == titles[gap.rule] and row[2] == gap.project and gap.unit in row[3] for row in told
        ), gap


def test_the_letters_hold_what_the_roster_has_about_a_unit(summary: dict[str, Rows], gaps: list[Gap]) -> None:
    told = [row for row in summary["退回意见"] if row[3] == "应报清单"]
    assert len(told) == len(gaps)
    for gap in gaps:
        assert any(row[0] == gap.unit and gap.project in row[4] for row in told), gap


def test_the_sheet_of_the_roster_shows_each_gap_in_its_row(summary: dict[str, Rows], gaps: list[Gap]) -> None:
    states = {
        "roster.missing": "未报",
        "roster.renamed": "名称不同？",
        "roster.extra": "清单外",
        "roster.budget": "与批复不同",
        "roster.target": "与批复不同",
    }
    shown = {(row[0], row[1], row[2]) for row in summary["应报清单核对"] if row[0] != "已报"}
    assert shown == {(states[gap.rule], gap.unit, gap.project) for gap in gaps}


# ---------------------------------------------------------------- versions


def test_only_the_newest_version_counts_in_every_sheet(summary: dict[str, Rows], desk: Path) -> None:
    old = office.superseded()
    for title, rows in summary.items():
        if title not in ("版本变化", "跨表问题"):
            assert not [row for row in rows if old & set(map(str, row))], title
    assert not any(name in (desk / "结果" / "汇总.csv").read_text("utf-8-sig") for name in old)


def test_what_was_mended_between_the_versions_is_listed(summary: dict[str, Rows]) -> None:
    for unit in REVISED:
        changes = [row for row in summary["版本变化"] if row[0] == unit_name(unit)]
        first, second = [row for row in changes if row[5] != "版本"]
        names = [form.name for form in office.forms_of(unit)]
        assert (first[3], first[4], first[5], first[6]) == (names[1], "服务覆盖率", "实际完成值", None)
        assert str(first[8]).startswith("项目2!")
        assert first[10] == "0～30 → 30"
        assert (second[3], second[4], second[5]) == (names[0], "总分", "自评得分")
        assert float(second[7]) - float(second[6]) == 3


def test_versions_without_a_known_order_are_told(summary: dict[str, Rows]) -> None:
    (told,) = [row for row in summary["跨表问题"] if row[1] == RULES["versions.undecided"].title]
    assert counting(TWICE) in told[3]
    assert any(row[0] == unit_name(TWICE) and row[2] == "分不出，请确认" for row in summary["版本变化"])


# ---------------------------------------------------------------- 复核

REVIEWED = (12, 25, 36)


def test_review_marks_typed_into_outputs_survive_a_complete_re_run(desk: Path, tmp_path: Path) -> None:
    returned = tmp_path / "收回"
    returned.mkdir()
    for unit in (*REVIEWED, 30):
        name = counting(unit).replace(".xlsx", "_评分.xlsx")
        shutil.copy(desk / "结果" / name, returned / name)
    for unit in REVIEWED:
        review(returned / counting(unit).replace(".xlsx", "_评分.xlsx"), points=50 + unit)
    expected = {unit_name(unit): (f"{50 + unit}.00", "经核对原始凭证。") for unit in REVIEWED}
    for source, output in (("收回", "再次"), ("再次", "三次")):
        given = ["run", str(tmp_path / source), "-o", str(tmp_path / output), "--force", "-q"]
        result = CliRunner().invoke(app, given)
        assert result.exit_code == 0, result.output
        assert reviewed(tmp_path / output) == expected


def review(path: Path, points: int) -> None:
    """A reviewer types her points for the whole of the first project, with a word."""
    book = load_workbook(path)
    sheet = next(each for each in book if each.title.startswith("01 "))
    cells = [cell for row in sheet.iter_rows() for cell in row]
    columns = {cell.value: cell.column for cell in cells if cell.value in ("复核得分", "复核意见")}
    row = next(cell.row for cell in cells if cell.value == "总分" and cell.column == 1)
    sheet.cell(row, columns["复核得分"]).value = points
    sheet.cell(row, columns["复核意见"]).value = "经核对原始凭证。"
    book.save(path)


def reviewed(folder: Path) -> dict[str, tuple[str, str]]:
    """复核得分 and 复核意见 by unit, as 汇总 shows them."""
    book = load_workbook(folder / "汇总.xlsx", data_only=True)
    heads = [cell.value for cell in book["复核明细"][4]]
    told = [dict(zip(heads, row, strict=True)) for row in below(book["复核明细"])]
    return {row["单位"]: (row["复核得分"], row["复核意见"]) for row in told if row["单位"] != "合计"}
