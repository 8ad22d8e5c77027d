"""``run --merge`` from the command line: sub-units, their department, a broken file, and all of it again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from click.testing import CliRunner, Result
from merge_work import DEPARTMENT, book, put
from parity import At, values
from parity import edited as typed
from test_batch_run import edited, records, results

from perf_xlsx.batch.engines import Serial
from perf_xlsx.batch.names import LOGS, SURVEY
from perf_xlsx.cli.app import app

AID, NOTARY = "某市法律援助处", "某市公证处"
OF_AID = f"援助/{AID}2021年_汇总上报.xlsx"
OF_OFFICE = f"机关/{DEPARTMENT}本级2021年_汇总上报.xlsx"
OF_ALL = f"{DEPARTMENT}2021年_汇总上报.xlsx"


def run(*given: object) -> Result:
    """The command in this process; workers only where they are asked for."""
    if "--jobs" in given:
        return CliRunner().invoke(app, ["run", *map(str, given), "--merge"])
    with patch("perf_xlsx.cli.running.engine", lambda *_: Serial()):
        return CliRunner().invoke(app, ["run", *map(str, given), "--merge"])


def handed_in(root: Path) -> Path:
    """What a department collects: two files of one unit, one of another, its own, and a broken one."""
    return put(
        root,
        {
            "援助/法援.xlsx": book(AID, "法律援助经费 70", preparer="张三"),
            "援助/值班.xlsx": book(AID, "值班律师经费 90", preparer="李四"),
            "公证/公证.xlsx": book(NOTARY, "公证经费 60", "公用经费"),
            "公证/坏的.xlsx": b"PK\x03\x04 torn",
            "机关/普法.xlsx": book(DEPARTMENT, "普法经费", "公用经费 76"),
            "机关/矫正.xlsx": book(DEPARTMENT, "矫正经费"),
        },
    )


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return handed_in(tmp_path_factory.mktemp("inbox") / "收来")


@pytest.fixture(scope="module")
def whole(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    output = tmp_path_factory.mktemp("whole")
    return output, run(inbox, "-o", output, "--json")


def told(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout_bytes.decode("utf-8").splitlines()]


def scores(records_: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[str, str]]:
    """Both ends of every project's total, by unit and project."""
    return {
        (project["implementing_unit"], project["name"]): (project["total_low"], project["total_high"])
        for record in records_
        for project in record.get("projects", ())
    }


# ---------------------------------------------------------------- what comes of it


def test_units_and_their_department_have_their_workbooks(whole: tuple[Path, Result]) -> None:
    output, result = whole
    assert set(results(output)) == {
        OF_AID, "公证/公证_评分.xlsx", OF_OFFICE, OF_ALL, "汇总.xlsx", "汇总.jsonl", "汇总.csv",
    }  # fmt: skip
    assert result.exit_code == 1  # for the broken file
    assert "共 6 个工作簿：已评分 5，未能评分 1。" in result.stderr
    assert "合并成簿：单位 2 个，主管部门 1 个" in result.stderr


def test_json_tells_each_workbook_and_of_what_it_was_made(whole: tuple[Path, Result]) -> None:
    by_file = {each["source"]["file"]: each for each in told(whole[1]) if "source" in each}
    assert set(by_file) == {"公证/公证.xlsx", "公证/坏的.xlsx", OF_AID, OF_OFFICE, OF_ALL}
    aid, everything = by_file[OF_AID], by_file[OF_ALL]
    assert [each["file"] for each in aid["source"]["members"]] == ["援助/值班.xlsx", "援助/法援.xlsx"]
    assert (aid["agency"], aid["merged"]) == (AID, {"level": "unit", "units": []})
    assert everything["merged"] == {"level": "department", "units": [DEPARTMENT, NOTARY, AID]}
    missing = [each for each in everything["findings"] if each["rule"] == "merge.file_missing"]
    assert [each["found"] for each in missing] == ["公证/坏的.xlsx"]


def test_every_project_scores_as_in_its_own_file(
    inbox: Path, whole: tuple[Path, Result], tmp_path: Path
) -> None:
    with patch("perf_xlsx.cli.running.engine", lambda *_: Serial()):
        alone = CliRunner().invoke(app, ["run", str(inbox), "-o", str(tmp_path), "--json"])
    merged = [each for each in told(whole[1]) if each.get("source", {}).get("file") == OF_ALL]
    assert scores(merged) == scores(told(alone))
    assert len(scores(merged)) == 7


def test_each_project_counts_once_in_the_summary(whole: tuple[Path, Result], tmp_path: Path) -> None:
    output, _ = whole
    rows = (output / "汇总.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) == 1 + 7
    again = CliRunner().invoke(
        app, ["summary", str(output), "-o", str(tmp_path / "再汇.xlsx"), "--jobs", "1"]
    )
    assert again.exit_code == 0
    assert f"“{OF_ALL}”的项目都在各单位的工作簿中，汇总只按各单位计算。" in again.stderr
    listed = [
        value
        for at, (_, value) in values((tmp_path / "再汇.xlsx").read_bytes()).items()
        if at.sheet == "项目明细" and value in ("普法经费", "值班律师经费")
    ]
    assert sorted(map(str, listed)) == ["值班律师经费", "普法经费"]


def test_the_log_tells_which_files_went_where(whole: tuple[Path, Result]) -> None:
    (log,) = (whole[0] / LOGS).glob("*.log")
    assert f"合并　{OF_AID}　援助/值班.xlsx、援助/法援.xlsx" in log.read_text("utf-8-sig")


# ---------------------------------------------------------------- again, in another order, elsewhere


def test_nothing_changed_is_skipped_and_nothing_is_written(inbox: Path, whole: tuple[Path, Result]) -> None:
    output, _ = whole
    before = results(output)
    stamps = {path: path.stat().st_mtime_ns for path in output.rglob("*.xlsx")}
    again = run(inbox, "-o", output)
    assert again.stdout.count("（未变，跳过）") == 4
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*.xlsx")} == stamps
    assert results(output) == before


def test_workers_and_the_order_of_what_is_given_change_no_workbook(tmp_path: Path) -> None:
    def workbooks(output: Path) -> dict[str, bytes]:
        return {name: data for name, data in results(output).items() if not name.startswith("汇总")}

    few = {
        "援助/一.xlsx": book(AID, "甲经费"),
        "援助/二.xlsx": book(AID, "乙经费"),
        "公证/三.xlsx": book(NOTARY, "丙经费"),
    }
    folders = sorted(path for path in put(tmp_path / "收来", few).iterdir())
    run(*folders, "-o", tmp_path / "顺")
    run(*folders[::-1], "-o", tmp_path / "逆", "--jobs", 2)
    assert workbooks(tmp_path / "顺") == workbooks(tmp_path / "逆")
    assert len(workbooks(tmp_path / "顺")) == 3


def test_a_changed_file_makes_its_workbooks_anew_and_no_others(tmp_path: Path) -> None:
    inbox, output = handed_in(tmp_path / "收来"), tmp_path / "结果"
    run(inbox, "-o", output)
    before = results(output)
    (inbox / "援助" / "法援.xlsx").write_bytes(book(AID, "法律援助经费 80"))
    again = run(inbox, "-o", output)
    assert again.stdout.count("（未变，跳过）") == 2
    after = results(output)
    assert {name for name in before if before[name] != after[name] and not name.startswith("汇总")} == {
        OF_AID,
        OF_ALL,
    }
    assert "（未变，跳过）" not in run(inbox, "-o", output, "--force").stdout


def test_an_edited_workbook_is_never_overwritten(tmp_path: Path) -> None:
    inbox, output = handed_in(tmp_path / "收来"), tmp_path / "结果"
    run(inbox, "-o", output)
    theirs = edited(output / OF_ALL)
    unchanged = run(inbox, "-o", output)
    assert "已有结果经人工修改，原样保留" in unchanged.stderr
    (inbox / "援助" / "法援.xlsx").write_bytes(book(AID, "法律援助经费 80"))
    changed = run(inbox, "-o", output)
    assert f"未覆盖，另存为 {DEPARTMENT}2021年_汇总上报(2).xlsx" in changed.stderr
    assert (output / OF_ALL).read_bytes() == theirs


def test_what_a_unit_wrote_into_its_merged_workbook_goes_into_the_next_one(tmp_path: Path) -> None:
    inbox = put(tmp_path / "收来", {"一.xlsx": book(AID, "甲经费 60"), "二.xlsx": book(AID, "乙经费")})
    output, name = tmp_path / "结果", f"{AID}2021年_汇总上报"
    run(inbox, "-o", output)
    data = (output / f"{name}.xlsx").read_bytes()
    (row,) = [at.cell[1:] for at, (_, value) in values(data).items() if value == "reasons.missing"]
    theirs = typed(data, {At("问题清单", f"M{row}"): "场地维修，已补办"})
    (output / f"{name}.xlsx").write_bytes(theirs)
    (inbox / "二.xlsx").write_bytes(book(AID, "乙经费 90"))
    assert f"另存为 {name}(2).xlsx" in run(inbox, "-o", output).stderr
    assert (output / f"{name}.xlsx").read_bytes() == theirs
    again = values((output / f"{name}(2).xlsx").read_bytes())
    assert "场地维修，已补办" in [value for at, (_, value) in again.items() if at.sheet == "问题清单"]


def test_what_was_learned_is_learned_again_when_its_cache_is_gone(
    inbox: Path, whole: tuple[Path, Result]
) -> None:
    output, _ = whole
    before = results(output)
    (output / LOGS / SURVEY).unlink()
    assert run(inbox, "-o", output).stdout.count("（未变，跳过）") == 4
    assert results(output) == before
    assert (output / LOGS / SURVEY).is_file()


# ---------------------------------------------------------------- upwards


def test_units_workbooks_merge_into_their_departments(tmp_path: Path) -> None:
    """In two steps: each unit merges and sends its workbook, the department merges what it gets."""
    sent = tmp_path / "报来"
    for name, files in {
        "援助": {"一.xlsx": book(AID, "法律援助经费 70"), "二.xlsx": book(AID, "值班律师经费 90")},
        "公证": {"一.xlsx": book(NOTARY, "公证经费 60"), "二.xlsx": book(NOTARY, "公用经费")},
    }.items():
        inbox, output = put(tmp_path / name, files), tmp_path / f"{name}结果"
        assert run(inbox, "-o", output).exit_code == 0
        (workbook,) = output.glob("*_汇总上报.xlsx")
        put(sent, {workbook.name: workbook.read_bytes()})
    result = run(sent, "-o", tmp_path / "部门")
    assert result.exit_code == 0
    assert {path.name for path in (tmp_path / "部门").glob("*.xlsx")} == {
        f"{AID}2021年_评分.xlsx", f"{NOTARY}2021年_评分.xlsx", OF_ALL, "汇总.xlsx",
    }  # fmt: skip
    shown = values((tmp_path / "部门" / OF_ALL).read_bytes())
    assert shown[At("评分汇总", "C3")][1] == DEPARTMENT
    files = [shown[At("合并来源", cell)][1] for cell in ("B5", "B6")]
    assert files == [f"{NOTARY}2021年_汇总上报.xlsx", f"{AID}2021年_汇总上报.xlsx"]
    assert len(records(tmp_path / "部门")) == 3


def test_a_newer_draft_counts_and_its_project_only_once(tmp_path: Path) -> None:
    inbox = put(
        tmp_path / "收来",
        {
            "普法.xlsx": book(AID, "普法经费 40"),
            "普法（第2稿）.xlsx": book(AID, "普法经费 80"),
            "二.xlsx": book(AID, "值班经费"),
        },
    )
    result = run(inbox, "-o", tmp_path / "结果", "--json")
    (record,) = told(result)
    assert [(each["name"], each["total"]) for each in record["projects"]] == [
        ("值班经费", "100"),
        ("普法经费", "100"),
    ]
    (once,) = [each for each in record["findings"] if each["rule"] == "merge.same_project"]
    assert "取“普法（第2稿）.xlsx”（按文件名它是最新的一份）" in once["message"]


# ---------------------------------------------------------------- beside other options


def test_merging_and_filling_exclude_each_other(tmp_path: Path) -> None:
    put(tmp_path, {"一.xlsx": book(AID, "甲经费")})
    result = run(tmp_path, "--fill")
    assert result.exit_code == 2
    assert "--merge 不能与 --fill 同时使用" in result.stderr


def test_schemes_are_compared_and_a_final_copy_is_made(tmp_path: Path) -> None:
    inbox = put(tmp_path / "收来", {"一.xlsx": book(AID, "甲经费"), "二.xlsx": book(AID, "乙经费")})
    result = run(
        inbox, "-o", tmp_path / "结果", "--scheme", "cn-2020", "--scheme", "cn-2017", "--final", "--anyway"
    )
    assert result.exit_code == 0
    assert {path.name for path in (tmp_path / "结果").glob(f"{AID}*")} == {
        f"{AID}2021年_汇总上报.xlsx", f"{AID}2021年_cn-2017_汇总上报.xlsx", f"{AID}2021年_报送稿.xlsx",
    }  # fmt: skip


def test_a_single_file_is_scored_as_ever(tmp_path: Path) -> None:
    put(tmp_path, {"一.xlsx": book(AID, "甲经费")})
    result = run(tmp_path / "一.xlsx", "-o", tmp_path / "结果")
    assert [path.name for path in (tmp_path / "结果").iterdir()] == ["一_评分.xlsx"]
    assert "没有可以合并的文件" in result.stderr
