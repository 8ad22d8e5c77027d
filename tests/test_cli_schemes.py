"""run under several schemes: one result for each, told apart by its name."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from perf_xlsx.cli.app import app

SAMPLE = Path(__file__).parent.parent / "samples" / "示例_广东评分标准.xlsx"


def test_each_scheme_has_its_own_workbook_and_a_second_run_keeps_both(tmp_path: Path) -> None:
    command = ["run", str(SAMPLE), "-o", str(tmp_path), "--scheme", "cn-2020", "--scheme", "guangdong"]
    first = CliRunner().invoke(app, command)
    assert first.exit_code == 0, first.output
    names = ["示例_广东评分标准_guangdong_评分.xlsx", "示例_广东评分标准_评分.xlsx"]
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == names
    assert all(name in first.output for name in names)
    stamps = {name: (tmp_path / name).read_bytes() for name in names}
    assert len(set(stamps.values())) == len(names)
    assert CliRunner().invoke(app, command).exit_code == 0
    assert {name: (tmp_path / name).read_bytes() for name in names} == stamps
