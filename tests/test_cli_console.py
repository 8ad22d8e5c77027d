"""What people meet on the command line: help, wrong usage, a GBK console."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from perf_xlsx.cli.app import app

COMMANDS = (
    "run", "template", "check", "explain", "summary", "report", "import", "rules", "schemes", "watch",
)  # fmt: skip
HEAVY = ("pandas", "openpyxl", "xlsxwriter", "numpy")


@pytest.fixture
def gbk() -> CliRunner:
    return CliRunner(charset="gbk")


def test_help_shows_the_four_commands_that_people_need_first(gbk: CliRunner) -> None:
    first_screen = gbk.invoke(app, ["--help"]).output.splitlines()[:24]
    listed = [line.split()[0] for line in first_screen if line.startswith("  ") and line.split()]
    assert [name for name in listed if name in COMMANDS][:4] == ["run", "template", "check", "explain"]


def test_without_a_command_the_help_is_shown(gbk: CliRunner) -> None:
    result = gbk.invoke(app, [])
    assert result.exit_code == 0
    assert "第一次使用" in result.output


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_page_is_chinese_and_printable_in_gbk(gbk: CliRunner, command: str) -> None:
    result = gbk.invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert result.output.startswith("用法：")
    assert "选项：" in result.output
    for english in ("Usage", "Options", "default:", "Show this", "INTEGER", "PATH", "TEXT", "x>="):
        assert english not in result.output


def test_help_imports_no_heavy_library() -> None:
    code = (
        "import sys\n"
        "from perf_xlsx.cli.app import app\n"
        "app(['--help'], standalone_mode=False)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["rn"], "没有命令"),
        (["run", "--jbs", "2"], "是否想用 --jobs"),
        (["run", "不在这里"], "找不到：不在这里"),
        (["check"], "缺少文件或文件夹"),
        (["check", "--format", "xml", "."], "text、json、csv"),
        (["run", "--jobs", "many"], "1 至 256 的整数"),
        (["run", "--scheme", "no-such", "."], "no-such"),
        (["check", "--ignore", "funds.nothing", "."], "funds.nothing"),
        (["rules", "funds.no_such_rule"], "没有规则"),
        (["schemes", "no-such"], "no-such"),
    ],
)
def test_wrong_usage_is_told_in_chinese_with_exit_2(gbk: CliRunner, given: list[str], told: str) -> None:
    result = gbk.invoke(app, given)
    assert result.exit_code == 2
    assert told in result.output
    assert "Error" not in result.output


def test_all_missing_paths_are_told_at_once(gbk: CliRunner) -> None:
    result = gbk.invoke(app, ["check", "甲.xlsx", "乙.xlsx"])
    assert "甲.xlsx、乙.xlsx" in result.output


def test_a_sign_that_the_console_lacks_is_replaced_and_never_raises(tmp_path: Path) -> None:
    (tmp_path / "✓emoji🙂.xlsx").write_bytes(b"")
    done = subprocess.run(
        [sys.executable, "-m", "perf_xlsx", "check", "-q", "."],
        cwd=tmp_path,
        env={"PYTHONIOENCODING": "gbk", "PATH": "", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert "emoji" in done.stdout.decode("gbk")
    assert b"Traceback" not in done.stderr


def test_rules_lists_every_rule_and_tells_one(gbk: CliRunner) -> None:
    from perf_xlsx.checks.catalogue import RULES

    listed = gbk.invoke(app, ["rules"]).output
    assert all(rule in listed for rule in RULES)
    told = gbk.invoke(app, ["rules", "batch.killed"]).output
    assert RULES["batch.killed"].repair in told


def test_rules_as_json_is_one_object_per_line(gbk: CliRunner) -> None:
    lines = gbk.invoke(app, ["rules", "batch.killed", "--json"]).stdout_bytes.decode("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["batch.killed"]


def test_schemes_lists_the_default_first_and_prints_one_with_its_sources(gbk: CliRunner) -> None:
    assert gbk.invoke(app, ["schemes"]).output.startswith("cn-2020")
    assert "出处" in gbk.invoke(app, ["schemes", "cn-2020"]).output


def test_template_is_never_written_over_a_file(gbk: CliRunner, tmp_path: Path) -> None:
    target = tmp_path / "表.xlsx"
    assert gbk.invoke(app, ["template", "-o", str(target)]).exit_code == 0
    before = target.read_bytes()
    again = gbk.invoke(app, ["template", "-o", str(target)])
    assert again.exit_code == 1
    assert "没有覆盖" in again.output
    assert target.read_bytes() == before


def test_a_summary_of_files_that_cannot_be_scored_says_so_and_names_the_reasons(
    gbk: CliRunner, tmp_path: Path
) -> None:
    (tmp_path / "报来").mkdir()
    (tmp_path / "报来" / "坏.xlsx").write_bytes(b"PK\x03\x04broken")
    made = tmp_path / "汇总.xlsx"
    result = gbk.invoke(app, ["summary", str(tmp_path / "报来"), "-o", str(made), "--jobs", "1", "-q"])
    assert result.exit_code == 1
    assert "没有一个工作簿能评分" in result.output
    assert "坏.xlsx　未评分：文件" in result.output
    assert "坏.xlsx" in str(openpyxl.load_workbook(made)["未评分文件"]["B5"].value)
