"""问题清单 names the places of the unit's own workbook, so that they are found without the output."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from perf_xlsx.evaluate import evaluate
from perf_xlsx.writing.scored import write_scored

SAMPLES = Path(__file__).parent.parent / "samples"


def places(text: str) -> set[str]:
    """基本信息!C13、项目1!G11、G12 as full addresses."""
    found, sheet = set(), ""
    for part in text.partition(" 等 ")[0].split("、"):
        named, sign, cell = part.rpartition("!")
        sheet = named if sign else sheet
        found.add(f"{sheet}!{cell}")
    return found


def test_the_places_of_a_problem_on_several_sheets_name_each_sheet() -> None:
    (evaluation,) = evaluate((SAMPLES / "示例_问题表.xlsx").read_bytes(), "表.xlsx")
    wanted = {
        frozenset(f"{place.sheet}!{place.cell}" for place in (each.place, *each.also)[:5] if place)
        for each in evaluation.findings
        if each.place is not None and len({place.sheet for place in (each.place, *each.also)}) > 1
    }
    assert wanted
    rows = list(load_workbook(BytesIO(write_scored(evaluation)))["问题清单"].iter_rows(values_only=True))
    header = next(row for row in rows if "原表位置" in row)
    column = header.index("原表位置")
    told = {frozenset(places(str(row[column]))) for row in rows if row[column]}
    assert wanted <= told
