"""报送稿: the form as it goes to finance; what it still computes stays right."""

from __future__ import annotations

import io
from pathlib import Path

import parity
import pytest
from openpyxl import load_workbook

from perf_xlsx.evaluate import Evaluation, evaluate
from perf_xlsx.writing.final import final_plan, refused, write_final
from perf_xlsx.writing.scored import scored_plan

SAMPLES = Path(__file__).parent.parent / "samples"


def scored(name: str) -> Evaluation:
    path = SAMPLES / name
    return evaluate(path.read_bytes(), path.name)[0]


@pytest.fixture(scope="module", params=["示例_问题表.xlsx", "示例_广东评分标准.xlsx"])
def sample(request: pytest.FixtureRequest) -> Evaluation:
    return scored(request.param)


def test_lists_of_problems_and_working_columns_are_gone_and_the_forms_stay(sample: Evaluation) -> None:
    before, after = scored_plan(sample), final_plan(scored_plan(sample))
    names = [sheet.name for sheet in after.sheets]
    assert "问题清单" not in names
    assert "复核底稿" not in names
    forms = [sheet for sheet in after.sheets if sheet.name[:2].isdigit()]
    assert len(forms) == len(sample.scorecard.forms if sample.scorecard else ())
    whole = {sheet.name: sheet for sheet in before.sheets}
    for form in forms:
        assert max(column for _, column in form.cells) <= 12
        kept = {at: cell.value for at, cell in whole[form.name].cells.items() if at[1] <= 12}
        assert {at: cell.value for at, cell in form.cells.items()} == kept


def test_every_formula_that_is_left_gives_its_stored_result(sample: Evaluation) -> None:
    data = write_final(sample)
    stored = parity.formulas(data)
    assert stored
    assert parity.differences(stored, parity.by_formualizer(data)) == []


def test_what_finance_fills_in_is_no_part_of_it(sample: Evaluation) -> None:
    """No 复核 of finance anywhere: neither its column on 评分汇总 nor its block below the signatures."""
    book = load_workbook(io.BytesIO(write_final(sample)))
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    assert not texts & {"财政复核", "复核得分", "复核意见", "复核人", "复核日期"}
    summary = book["评分汇总"]
    heads = next(row for row in summary.iter_rows(values_only=True) if row[0] == "序号")
    assert heads[6:11] == ("自评得分", "复算得分", "等级", "未完成", "待评定")
    assert summary.print_area.endswith(f"$K${summary.max_row}")


def test_no_link_leads_to_a_sheet_that_is_left_out(sample: Evaluation) -> None:
    plan = final_plan(scored_plan(sample))
    kept = {sheet.name for sheet in plan.sheets}
    for sheet in plan.sheets:
        for cell in sheet.cells.values():
            target = cell.link or ""
            if (cell.formula or "").startswith("HYPERLINK("):
                target = (cell.formula or "").split('"')[1].removeprefix("#")
            if target:
                assert target.rpartition("!")[0].strip("'").replace("''", "'") in kept, target


def test_the_sums_of_the_form_stay_formulas() -> None:
    data = write_final(scored("江门市司法局2021年自评表.xlsx"))
    sheets = {at.sheet for at in parity.formulas(data)}
    assert any(name.startswith("01") for name in sheets)


def test_what_must_be_mended_stands_against_sending() -> None:
    assert refused(scored("示例_问题表.xlsx"))
    assert {each.severity.value for each in refused(scored("示例_问题表.xlsx"))} == {"error"}
    assert refused(scored("示例_广东评分标准.xlsx")) == ()
