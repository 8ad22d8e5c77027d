"""A unit's 单位说明 in an edited result is not lost when the original is mended and scored again."""

from __future__ import annotations

from pathlib import Path

import pytest
from batch_work import workbook
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from perf_xlsx.cli.app import app

NOTE = "年中追加两场活动，已附批复"


def run(inbox: Path, output: Path) -> Result:
    return CliRunner().invoke(app, ["run", str(inbox / "表.xlsx"), "-o", str(output)])


def explained(path: Path) -> list[str]:
    """The rules whose row in 问题清单 has the note."""
    return [row[16] for row in _rows(path) if row[12] == NOTE]


def _rows(path: Path) -> list[tuple[str, ...]]:
    return list(load_workbook(path)["问题清单"].iter_rows(min_row=5, values_only=True))


def explain(path: Path, rule: str) -> None:
    """Write the note into the row of a rule, as the unit does."""
    book = load_workbook(path)
    sheet = book["问题清单"]
    (row,) = [number for number, each in enumerate(_rows(path), start=5) if each[16] == rule]
    sheet.cell(row, 13, NOTE)
    book.save(path)


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    inbox, output = tmp_path / "待评分", tmp_path / "评分结果"
    inbox.mkdir()
    (inbox / "表.xlsx").write_bytes(workbook(done=70))
    run(inbox, output)
    explain(output / "表_评分.xlsx", "reasons.missing")
    return inbox, output


def test_it_goes_along_into_the_result_beside(places: tuple[Path, Path]) -> None:
    inbox, output = places
    (inbox / "表.xlsx").write_bytes(workbook(done=75))
    result = run(inbox, output)
    assert "原结果里写的单位说明 1 条，已带入新的结果" in result.output
    assert explained(output / "表_评分(2).xlsx") == ["reasons.missing"]


def test_the_newest_edited_result_counts(places: tuple[Path, Path]) -> None:
    inbox, output = places
    (inbox / "表.xlsx").write_bytes(workbook(done=75))
    run(inbox, output)
    explain(output / "表_评分(2).xlsx", "form.contact_blank")
    (inbox / "表.xlsx").write_bytes(workbook(done=78))
    run(inbox, output)
    assert explained(output / "表_评分(3).xlsx") == ["reasons.missing", "form.contact_blank"]


def test_a_note_on_what_is_mended_is_kept_at_the_end_of_the_list(places: tuple[Path, Path]) -> None:
    inbox, output = places
    (inbox / "表.xlsx").write_bytes(workbook(done=80))
    run(inbox, output)
    last = _rows(output / "表_评分(2).xlsx")[-1]
    assert (last[1], last[12], last[16]) == ("原说明", NOTE, "reasons.missing")


def test_without_a_change_nothing_is_made_anew(places: tuple[Path, Path]) -> None:
    inbox, output = places
    result = run(inbox, output)
    assert "原样保留" in result.output
    assert "已带入新的结果" not in result.output
    assert [path.name for path in output.glob("*.xlsx")] == ["表_评分.xlsx"]
