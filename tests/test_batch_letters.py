"""退回意见 in 汇总: what goes back to each unit, numbered as in its 问题清单."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from click.testing import CliRunner

from perf_xlsx.cli.app import app

SAMPLES = Path(__file__).parent.parent / "samples"


def test_the_letters_name_each_unit_with_the_numbers_of_its_own_list(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["run", str(SAMPLES), "-o", str(tmp_path)])
    assert result.exit_code == 0, result.output
    letters = openpyxl.load_workbook(tmp_path / "汇总.xlsx")["退回意见"]
    told = [row for row in letters.iter_rows(min_row=5, values_only=True) if row[0] == "某市某局" and row[1]]
    scored = openpyxl.load_workbook(tmp_path / "示例_问题表_评分.xlsx")["问题清单"]
    listed = {
        row[0]: row[6] for row in scored.iter_rows(min_row=5, values_only=True) if isinstance(row[0], int)
    }
    assert told[0][2] == "须更正"
    assert [(number, message) for _, number, _, _, message, _ in told] == [
        (number, listed[number]) for number in range(1, len(told) + 1)
    ]
