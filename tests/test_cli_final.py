"""run --final: the 报送稿, refused with the list while a 须更正 is left."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from perf_xlsx.cli.app import app

SAMPLES = Path(__file__).parent.parent / "samples"


def run(name: str, output: Path, *more: str) -> Result:
    return CliRunner().invoke(app, ["run", str(SAMPLES / name), "-o", str(output), "--final", *more])


def made(output: Path) -> set[str]:
    return {path.name for path in output.glob("*.xlsx")}


def test_a_workbook_without_errors_gets_its_final_version(tmp_path: Path) -> None:
    result = run("示例_广东评分标准.xlsx", tmp_path)
    assert result.exit_code == 0, result.output
    assert "→ 示例_广东评分标准_评分.xlsx（另有报送稿）" in result.output
    assert made(tmp_path) == {"示例_广东评分标准_评分.xlsx", "示例_广东评分标准_报送稿.xlsx"}


def test_one_with_errors_is_refused_with_the_list_and_scored_all_the_same(tmp_path: Path) -> None:
    result = run("示例_问题表.xlsx", tmp_path)
    assert result.exit_code == 1
    assert "没有生成报送稿" in result.output
    assert "\n　　12. 项目名称未填。\n" in result.output
    assert "报送稿未生成 1" in result.output
    assert "未能写入" not in result.output
    assert made(tmp_path) == {"示例_问题表_评分.xlsx"}


def test_anyway_means_anyway(tmp_path: Path) -> None:
    result = run("示例_问题表.xlsx", tmp_path, "--anyway")
    assert result.exit_code == 0, result.output
    assert "示例_问题表_报送稿.xlsx" in made(tmp_path)
