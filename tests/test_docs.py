"""Every command that the documents show works as shown, in a folder that has only the samples."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from perf_xlsx.cli.app import app

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"```bash\n(.*?)```", re.DOTALL)


def blocks(page: Path) -> list[list[str]]:
    """The commands of each block, without comments; set-up lines (pip, pytest, bash) are the reader's own."""
    found = []
    for block in BLOCK.findall(page.read_text("utf-8")):
        lines = [line.split("  #")[0].strip() for line in block.splitlines()]
        commands = [line for line in lines if line.startswith("perf-xlsx ")]
        if commands:
            found.append(commands)
    return found


def roster(path: Path) -> None:
    """The 应报清单 of the reviewer's week: one project handed in, one missing."""
    book = Workbook()
    assert book.active is not None
    for line in (
        ("单位", "项目名称", "批复预算（万元）"),
        ("某市某局", "数据共享平台建设", 150),
        ("某局", "未报项目", 10),
    ):
        book.active.append(line)
    book.save(path)


CASES = [(page, commands) for page in PAGES for commands in blocks(page)]


@pytest.mark.parametrize(
    ("page", "commands"), CASES, ids=[f"{page.stem}-{commands[0]}" for page, commands in CASES]
)
def test_the_commands_of_a_block_work_one_after_another(
    page: Path, commands: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(
        ROOT / "samples", tmp_path / "samples", ignore=shutil.ignore_patterns("*.py", "*.toml", "__*")
    )
    shutil.copy(ROOT / "samples" / "示例_问题表.xlsx", "文件.xlsx")
    shutil.copytree(tmp_path / "samples", tmp_path / "报来")
    roster(tmp_path / "应报清单.xlsx")
    for command in commands:
        result = CliRunner().invoke(app, shlex.split(command)[1:])
        found_something = command.startswith("perf-xlsx check") and "--fail-on" not in command
        assert result.exit_code in {0, int(found_something)}, f"{command}\n{result.output}"


def test_pages_link_only_to_what_is_there() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} → {target}"


def test_the_scheme_of_the_developers_page_is_accepted_as_it_stands(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "开发.md").read_text("utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    file = tmp_path / "某市.toml"
    file.write_text(example, "utf-8")
    result = CliRunner().invoke(app, ["schemes", "cn-2020"])
    assert result.exit_code == 0
    sample = ROOT / "samples" / "江门市司法局2021年自评表.xlsx"
    result = CliRunner().invoke(app, ["check", str(sample), "--scheme", str(file), "--fail-on", "never"])
    assert result.exit_code == 0, result.output


def test_the_files_that_the_developers_page_names_are_there() -> None:
    page = (ROOT / "docs" / "开发.md").read_text("utf-8")
    for name in re.findall(r"`((?:reading|scoring|checks|tests|samples)/[\w/.]+)`", page):
        assert (ROOT / name).exists() or (ROOT / "perf_xlsx" / name).exists(), name
