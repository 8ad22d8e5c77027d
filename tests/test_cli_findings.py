"""``check`` and ``explain`` as people and programs use them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from batch_work import workbook
from click.testing import CliRunner, Result

from perf_xlsx.cli.app import app


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A workbook with one unmet indicator that nobody explained."""
    path = tmp_path / "甲.xlsx"
    path.write_bytes(workbook(done=60))
    return path


def invoke(*given: object) -> Result:
    return CliRunner(charset="gbk").invoke(app, list(map(str, given)))


def records(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout_bytes.decode("utf-8").splitlines()]


# ---------------------------------------------------------------- check


def test_check_writes_nothing(table: Path) -> None:
    invoke("check", table)
    assert list(table.parent.iterdir()) == [table]


def test_a_well_filled_workbook_passes_and_an_unmet_target_alone_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "好.xlsx"
    path.write_bytes(workbook())
    assert invoke("check", path).exit_code == 0


def test_each_finding_tells_where_what_and_how_to_mend(table: Path) -> None:
    text = invoke("check", table).stdout
    assert text.startswith("■ 甲.xlsx")
    assert "reasons.missing" in text
    assert "宣传场次" in text
    assert "→" in text


def test_json_is_one_object_per_workbook_and_scheme(table: Path) -> None:
    told = records(invoke("check", table, "--json", "--scheme", "cn-2020", "--scheme", "cn-2017"))
    assert [each["scheme"]["id"] for each in told] == ["cn-2020", "cn-2017"]


def test_csv_has_one_line_per_finding_and_opens_in_excel(table: Path) -> None:
    result = invoke("check", table, "--format", "csv")
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"))))
    (found,) = records(invoke("check", table, "--json"))
    assert sorted(line["rule"] for line in lines) == sorted(each["rule"] for each in found["findings"])


def test_an_ignored_rule_is_not_told_and_does_not_count(table: Path) -> None:
    assert "reasons.missing" not in invoke("check", table, "--ignore", "reasons.missing").stdout


def test_the_exit_code_follows_the_level(table: Path) -> None:
    severities = {each["severity"] for each in records(invoke("check", table, "--json"))[0]["findings"]}
    for level, grave in (("error", {"error"}), ("warning", {"error", "warning"}), ("never", set())):
        expected = 1 if severities & grave else 0
        assert invoke("check", table, "--fail-on", level).exit_code == expected


def test_a_file_that_was_not_scored_fails_at_every_level(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"")
    assert invoke("check", tmp_path / "坏.xlsx", "--fail-on", "never").exit_code == 1


def test_findings_over_several_files_come_last(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        (tmp_path / f"{name}.xlsx").write_bytes(workbook("同一局"))
    *_, last = records(invoke("check", tmp_path, "--json", "--jobs", 1))
    assert [finding["rule"] for finding in last["batch"]["findings"]]


# ---------------------------------------------------------------- explain


def cell_of(table: Path, indicator: str) -> tuple[str, str]:
    (record,) = records(invoke("check", table, "--json"))
    (project,) = record["projects"]
    return project["sheet"], next(row["cell"] for row in project["indicators"] if row["level3"] == indicator)


@pytest.mark.parametrize("way", ["cell", "sheet and cell", "part of the name"])
def test_an_indicator_is_explained_with_its_arithmetic(table: Path, way: str) -> None:
    sheet, cell = cell_of(table, "宣传场次")
    what = {"cell": cell, "sheet and cell": f"{sheet}!{cell}", "part of the name": "场次"}[way]
    result = invoke("explain", table, what)
    assert result.exit_code == 0
    for told in ("“≥80场”", "不低于 80场", "60场", "未完成", "50×60÷80=37.50", "出处"):
        assert told in result.stdout


def test_a_project_is_explained_by_its_parts(table: Path) -> None:
    text = invoke("explain", table, "普法宣传").stdout
    assert "宣传场次：37.50／50 未完成" in text
    assert "总分：87.50，等级 良" in text


def test_without_a_question_everything_is_explained(table: Path) -> None:
    text = invoke("explain", table).stdout
    assert text.index("单位得分") < text.index("总分") < text.index("宣传场次")


def test_an_unreadable_cell_tells_what_was_expected_with_two_examples(tmp_path: Path) -> None:
    from perf_xlsx.values.why import WHY
    from perf_xlsx.writing.template import write_entries
    from perf_xlsx.writing.template_entries import CoverEntry, Entries, IndicatorEntry, ProjectEntry

    row = IndicatorEntry("产出指标", "数量指标", "宣传场次", "100%1000件", "60场")
    entries = Entries(CoverEntry("甲局", 2021), (ProjectEntry("普法", "甲局", "甲局", indicators=(row,)),))
    (tmp_path / "甲.xlsx").write_bytes(write_entries(entries))
    text = invoke("explain", tmp_path / "甲.xlsx", "宣传场次").stdout
    assert "不能识别" in text
    assert any(all(example in text for example in reason.examples) for reason in WHY.values())


def test_explain_as_json_gives_the_steps(table: Path) -> None:
    (told,) = records(invoke("explain", table, "场次", "--json"))
    assert {step["label"] for step in told["steps"]} >= {"年度指标值", "实际完成值", "计算", "得分"}


def test_two_schemes_are_shown_where_they_differ(table: Path) -> None:
    text = invoke("explain", table, "--scheme", "cn-2020", "--scheme", "hubei").stdout
    assert "普法宣传经费／预算执行率" in text
    assert " → " in text
    same = invoke("explain", table, "--scheme", "cn-2020", "--scheme", "cn-2020").stdout
    assert "结果相同" in same


def test_what_is_not_there_is_told(table: Path) -> None:
    result = invoke("explain", table, "没有这个指标")
    assert result.exit_code == 1
    assert "没有找到" in result.output


@pytest.mark.parametrize("command", ["run", "check"])
def test_a_file_of_last_year_that_cannot_be_compared_is_named_with_the_reason(
    table: Path, tmp_path: Path, command: str
) -> None:
    before = tmp_path / "上年"
    before.mkdir()
    (before / "坏.xlsx").write_bytes(b"PK\x03\x04broken")
    (before / "甲.xlsx").write_bytes(table.read_bytes())
    output = ["-o", tmp_path / "结果"] if command == "run" else []
    result = invoke(command, table, "--last", before, "-q", *output)
    assert [line for line in result.stderr.splitlines() if "不能用来比较" in line] == [
        "上年的 坏.xlsx 不能用来比较：文件后半部分缺失，多半是下载、复制或发送时中断了。"
        "重新下载或请对方重新发送；原件能打开时，另存一份再用。"
    ]
