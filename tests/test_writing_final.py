"""报送稿: the form as it goes to finance; what it still computes stays right."""

from __future__ import annotations

from pathlib import Path

import parity
import pytest

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


def test_the_sums_of_the_form_stay_formulas() -> None:
    data = write_final(scored("江门市司法局2021年自评表.xlsx"))
    sheets = {at.sheet for at in parity.formulas(data)}
    assert any(name.startswith("01") for name in sheets)


def test_what_must_be_mended_stands_against_sending() -> None:
    assert refused(scored("示例_问题表.xlsx"))
    assert {each.severity.value for each in refused(scored("示例_问题表.xlsx"))} == {"error"}
    assert refused(scored("示例_广东评分标准.xlsx")) == ()
