"""Runs over folders: resumed, interrupted, killed, without room; always with the same results in the end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from unittest.mock import patch

import pytest
from batch_work import folder, workbook
from click.testing import CliRunner, Result

from perf_xlsx.batch.engines import Serial
from perf_xlsx.batch.names import LOGS
from perf_xlsx.batch.seal import read_seal
from perf_xlsx.cli.app import app

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc and signals")
GUARD = 120  # seconds; only so that a fault can't hang the suite
ENOUGH = 14  # records of so many workbooks don't fit into a pipe: a run that nobody reads can't end


def run(*given: object) -> Result:
    """The command in this process; workers only where they are asked for."""
    if "--jobs" in given:
        return CliRunner().invoke(app, ["run", *map(str, given)])
    with patch("perf_xlsx.cli.running.engine", lambda *_: Serial()):
        return CliRunner().invoke(app, ["run", *map(str, given)])


def results(output: Path) -> dict[str, bytes]:
    """What a run left, but for its logs."""
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and LOGS not in path.parts
    }


def records(output: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (output / "汇总.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder(tmp_path_factory.mktemp("inbox") / "报来", ENOUGH)


@pytest.fixture(scope="module")
def undisturbed(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    output = tmp_path_factory.mktemp("undisturbed")
    assert run(inbox, "-o", output).exit_code == 0
    return results(output)


def edited(path: Path) -> bytes:
    """A result that a person has saved anew: the same parts without the seal."""
    with zipfile.ZipFile(path) as source:
        parts = {entry.filename: source.read(entry) for entry in source.infolist()}
    with zipfile.ZipFile(path, "w") as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return path.read_bytes()


# ---------------------------------------------------------------- what a run leaves


def test_one_input_gives_one_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "甲.xlsx").write_bytes(workbook())
    assert run(tmp_path / "甲.xlsx", "-o", tmp_path / "out").exit_code == 0
    assert [path.name for path in (tmp_path / "out").rglob("*")] == ["甲_评分.xlsx"]


def test_from_two_inputs_on_there_are_summary_records_and_a_log(tmp_path: Path) -> None:
    inbox, output = folder(tmp_path / "in", 2), tmp_path / "out"
    result = run(inbox, "-o", output)
    assert result.exit_code == 0
    assert set(results(output)) == {
        "00 单位_评分.xlsx", "01 单位_评分.xlsx", "汇总.xlsx", "汇总.jsonl", "汇总.csv",
    }  # fmt: skip
    assert len(list((output / LOGS).iterdir())) == 1
    assert "共 2 个工作簿：已评分 2" in result.stderr
    assert [line.split("　")[0] for line in result.stdout.splitlines()] == ["00 单位.xlsx", "01 单位.xlsx"]


def test_workers_and_order_change_nothing(inbox: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    assert run(inbox, "-o", tmp_path, "--jobs", 2).exit_code == 0
    assert results(tmp_path) == undisturbed


def test_without_a_path_both_boxes_are_made_with_a_friendly_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run()
    assert result.exit_code == 0
    assert "请把填好的自评表放进“待评分”" in result.output
    assert (tmp_path / "待评分").is_dir()
    assert (tmp_path / "评分结果").is_dir()
    (tmp_path / "待评分" / "甲.xlsx").write_bytes(workbook())
    assert run().exit_code == 0
    assert (tmp_path / "评分结果" / "甲_评分.xlsx").is_file()


def test_a_folder_without_a_workbook_is_fine_and_says_so(tmp_path: Path) -> None:
    result = run(tmp_path, "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert "没有找到工作簿" in result.output
    assert not (tmp_path / "out").exists()


def test_one_bad_file_never_stops_the_others(tmp_path: Path) -> None:
    inbox, output = folder(tmp_path / "in", 2), tmp_path / "out"
    (inbox / "00 坏的.xlsx").write_bytes(b"PK\x03\x04 torn")
    result = run(inbox, "-o", output, "--json")
    assert result.exit_code == 1
    told = [json.loads(line) for line in result.stdout_bytes.decode("utf-8").splitlines()]
    bad = next(each for each in told if each.get("source", {}).get("file") == "00 坏的.xlsx")
    assert (bad["projects"], bad["scheme"]["id"]) == ([], None)
    assert bad["findings"][0]["severity"] == "error"
    assert (output / "00 单位_评分.xlsx").is_file()
    assert not (output / "00 坏的_评分.xlsx").exists()


def test_the_output_as_input_keeps_its_name_and_its_score(tmp_path: Path) -> None:
    (tmp_path / "甲.xlsx").write_bytes(workbook(done=60))
    first = run(tmp_path / "甲.xlsx", "-o", tmp_path / "一").stdout
    second = run(tmp_path / "一" / "甲_评分.xlsx", "-o", tmp_path / "二").stdout
    assert [path.name for path in (tmp_path / "二").iterdir()] == ["甲_评分.xlsx"]
    assert first.split("　")[1:5] == second.split("　")[1:5]


# ---------------------------------------------------------------- resume


def test_what_is_unchanged_is_skipped_and_stays_byte_for_byte(
    inbox: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    run(inbox, "-o", tmp_path)
    stamps = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.xlsx")}
    result = run(inbox, "-o", tmp_path, "--json")
    assert f"其中未变跳过 {ENOUGH}" in result.stderr
    assert {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.xlsx")} == stamps
    assert results(tmp_path) == undisturbed
    assert len(result.stdout.splitlines()) >= ENOUGH


def test_a_changed_input_and_other_options_are_scored_again(tmp_path: Path) -> None:
    inbox, output = folder(tmp_path / "in", 3), tmp_path / "out"
    run(inbox, "-o", output)
    (inbox / "01 单位.xlsx").write_bytes(workbook("改了", done=40))
    assert "其中未变跳过 2" in run(inbox, "-o", output).stderr
    assert "其中未变跳过" not in run(inbox, "-o", output, "--accept").stderr
    assert "其中未变跳过" not in run(inbox, "-o", output, "--accept", "--force").stderr


@pytest.mark.parametrize("damage", ["missing", "torn", "foreign"])
def test_records_are_made_again_when_they_are_missing_or_torn(tmp_path: Path, damage: str) -> None:
    inbox, output = folder(tmp_path / "in", 3), tmp_path / "out"
    run(inbox, "-o", output)
    whole = results(output)
    cache = output / "汇总.jsonl"
    lines = cache.read_bytes().splitlines(keepends=True)
    if damage == "missing":
        cache.unlink()
    elif damage == "torn":
        cache.write_bytes(b"".join(lines[:2]) + lines[2][:200])
    else:
        cache.write_bytes(b'{"some": "other"}\n\xff\xfe\n' + lines[1])
    assert run(inbox, "-o", output).exit_code == 0
    assert results(output) == whole


def test_an_edited_result_of_an_unchanged_input_is_left_as_it_is(tmp_path: Path) -> None:
    inbox, output = folder(tmp_path / "in", 2), tmp_path / "out"
    run(inbox, "-o", output)
    theirs = edited(output / "00 单位_评分.xlsx")
    result = run(inbox, "-o", output)
    assert "已有结果经人工修改，原样保留" in result.stderr
    assert (output / "00 单位_评分.xlsx").read_bytes() == theirs
    assert not (output / "00 单位_评分(2).xlsx").exists()


@pytest.mark.parametrize("cache", ["kept", "lost"])
def test_an_edited_result_is_never_overwritten_by_a_new_one(tmp_path: Path, cache: str) -> None:
    inbox, output = folder(tmp_path / "in", 2), tmp_path / "out"
    run(inbox, "-o", output)
    theirs = edited(output / "00 单位_评分.xlsx")
    (inbox / "00 单位.xlsx").write_bytes(workbook("改了", done=40))
    if cache == "lost":
        (output / "汇总.jsonl").unlink()
    result = run(inbox, "-o", output)
    assert "未覆盖，另存为 00 单位_评分(2).xlsx" in result.stderr
    assert (output / "00 单位_评分.xlsx").read_bytes() == theirs
    assert read_seal(output / "00 单位_评分(2).xlsx") is not None


def test_when_an_input_becomes_unreadable_its_old_result_stays_and_is_told(tmp_path: Path) -> None:
    inbox, output = folder(tmp_path / "in", 2), tmp_path / "out"
    run(inbox, "-o", output)
    before = (output / "00 单位_评分.xlsx").read_bytes()
    (inbox / "00 单位.xlsx").write_bytes(b"")
    result = run(inbox, "-o", output)
    assert result.exit_code == 1
    assert "上次的结果仍保留" in result.stderr
    assert (output / "00 单位_评分.xlsx").read_bytes() == before


# ---------------------------------------------------------------- killed and interrupted


class Going:
    """A run in a process of its own, told to go on only when the test reads what it says."""

    def __init__(self, inbox: Path, output: Path, jobs: int) -> None:
        given = [sys.executable, "-m", "perf_xlsx", "run", str(inbox), "-o", str(output)]
        self.process = subprocess.Popen(
            [*given, "--jobs", str(jobs), "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.read(1) == b"{"  # the first workbook is done, the last can't be

    def end(self) -> tuple[int, str]:
        """Read to the end: the exit code and what was said on stderr."""
        _, said = self.process.communicate(timeout=GUARD)
        return self.process.returncode, said.decode("utf-8")

    def workers(self) -> list[int]:
        children = (
            Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text("utf-8").split()
        )
        return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "out"


@linux
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_was_killed_ends_the_same_when_it_is_started_again(
    inbox: Path, undisturbed: dict[str, bytes], output: Path, jobs: int
) -> None:
    going = Going(inbox, output, jobs)
    os.kill(going.process.pid, signal.SIGKILL)
    going.end()
    assert 0 < len(list(output.glob("*_评分.xlsx"))) <= ENOUGH
    again = run(inbox, "-o", output)
    assert again.exit_code == 0
    assert "其中未变跳过" in again.stderr
    assert results(output) == undisturbed


@linux
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_worker_is_replaced_and_costs_nothing(
    inbox: Path, undisturbed: dict[str, bytes], output: Path, jobs: int
) -> None:
    going = Going(inbox, output, jobs)
    for worker in going.workers():
        os.kill(worker, signal.SIGKILL)
    code, said = going.end()
    assert (code, "Traceback" in said) == (0, False)
    assert results(output) == undisturbed


@linux
@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_ends_cleanly_and_keeps_what_is_done(
    inbox: Path, undisturbed: dict[str, bytes], output: Path, jobs: int
) -> None:
    going = Going(inbox, output, jobs)
    os.killpg(going.process.pid, signal.SIGINT)  # as a terminal does: the run and all its workers
    code, said = going.end()
    assert code == 130
    assert "Traceback" not in said
    assert "已中断" in said
    assert list(output.glob("*_评分.xlsx"))
    assert run(inbox, "-o", output).exit_code == 0
    assert results(output) == undisturbed


# ---------------------------------------------------------------- no room, no right


@linux
@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only an administrator can mount")
@pytest.mark.parametrize("count", [1, ENOUGH])
def test_a_full_disk_is_told_and_nothing_half_written_is_left(tmp_path: Path, count: int) -> None:
    inbox, disk = folder(tmp_path / "in", count), tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={16 * count}k", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        result = run(inbox, "-o", disk / "out")
        assert result.exit_code == 1
        assert "磁盘已满" in result.output
        for path in (disk / "out").rglob("*.xlsx"):
            assert read_seal(path) is not None
        assert not list((disk / "out").rglob(".*.tmp"))
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        assert run(inbox, "-o", disk / "out").exit_code == 0
        whole = tmp_path / "whole"
        run(inbox, "-o", whole)
        assert results(disk / "out") == results(whole)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@linux
@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only an administrator can mount")
def test_a_read_only_output_folder_is_told_before_any_work(tmp_path: Path) -> None:
    inbox, disk = folder(tmp_path / "in", 2), tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        result = run(inbox, "-o", disk)
        assert result.exit_code == 1
        assert "磁盘是只读的" in result.output
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_an_output_folder_that_is_a_file_is_told_before_any_work(tmp_path: Path) -> None:
    inbox = folder(tmp_path / "in", 2)
    (tmp_path / "out").write_text("不是文件夹", "utf-8")
    result = run(inbox, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert "不能使用" in result.output


def test_a_result_that_may_not_be_written_gets_a_sibling_and_a_word(tmp_path: Path) -> None:
    inbox, output = folder(tmp_path / "in", 2), tmp_path / "out"
    run(inbox, "-o", output)
    (output / "00 单位_评分.xlsx").chmod(0o444)
    (inbox / "00 单位.xlsx").write_bytes(workbook("改了", done=40))
    result = run(inbox, "-o", output)
    assert "另存为 00 单位_评分(2).xlsx" in result.stderr
    assert read_seal(output / "00 单位_评分(2).xlsx") is not None
