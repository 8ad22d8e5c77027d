"""What stands in templates/ and samples/ is what the command and the readable content give."""

from __future__ import annotations

import importlib.util
from collections import Counter
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from perf_xlsx.evaluate import Evaluation, evaluate
from perf_xlsx.model import Book, Draft, DraftRow, Role, RowScore, Severity, Status
from perf_xlsx.reading.locate import locate
from perf_xlsx.reading.open import read_book
from perf_xlsx.writing.template import TemplateOptions, write_template

ROOT = Path(__file__).parent.parent
SEED = ROOT / "samples" / "江门市司法局2021年自评表.xlsx"


def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("samples_build", ROOT / "samples" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def located(path: Path) -> Draft:
    book = read_book(path.read_bytes(), path.name)
    assert isinstance(book, Book)
    assert book.problems == ()
    return locate(book)


def test_the_template_is_what_the_command_writes() -> None:
    assert (ROOT / "templates" / "自评表模板.xlsx").read_bytes() == write_template(TemplateOptions())


def test_the_script_makes_every_workbook_of_the_folders_again() -> None:
    made = builder().build()
    standing = {*(ROOT / "samples").glob("*.xlsx"), *(ROOT / "templates").glob("*.xlsx")}
    assert set(made) == standing
    for path, data in made.items():
        assert path.read_bytes() == data, path.name


@pytest.fixture(scope="module")
def seed() -> Draft:
    return located(SEED)


def amounts(rows: list[DraftRow], field: str) -> list[Decimal]:
    cells = [row.cells.get(field) for row in rows]
    return [cell.number for cell in cells if cell is not None and cell.number is not None]


def test_the_seed_has_nine_forms_eleven_lines_and_44_indicators(seed: Draft) -> None:
    lines = [fund for form in seed.forms for fund in form.funds if fund.role is Role.LINE]
    assert (len(seed.forms), len(lines), sum(len(form.indicators) for form in seed.forms)) == (9, 11, 44)


@pytest.mark.parametrize("role", [Role.LINE, Role.TOTAL])
def test_the_money_of_the_seed_adds_up(seed: Draft, role: Role) -> None:
    rows = [fund.row for form in seed.forms for fund in form.funds if fund.role is role]
    sums = {field: sum(amounts(rows, field)) for field in ("initial", "received", "executed")}
    expected = {"initial": Decimal("867.89"), "received": Decimal("776.55"), "executed": Decimal("776.55")}
    assert sums == expected
    assert amounts(rows, "full_year") == []


def test_the_cover_states_what_the_report_states(seed: Draft) -> None:
    stated = {name: cell.number for name, cell in seed.cover.items() if cell.number is not None}
    assert stated == {
        "year": 2021,
        "budget": Decimal("1063.98"),
        "budget_general": Decimal("1013.98"),
        "budget_fund": 50,
        "executed": Decimal("776.55"),
        "executed_general": Decimal("756.55"),
        "executed_fund": 20,
        "reported_score": 96,
    }


def test_the_seed_gives_neither_weights_nor_scores(seed: Draft) -> None:
    given = [row for form in seed.forms for row in form.indicators]
    assert {name for row in given for name in row.cells} & {"weight", "reported_score"} == set()


# ---------------------------------------------------------------- what the tool makes of them


@pytest.fixture(scope="module")
def scored() -> dict[str, Evaluation]:
    paths = sorted((ROOT / "samples").glob("*.xlsx"))
    return {path.stem: evaluate(path.read_bytes(), path.name)[0] for path in paths}


def rows(evaluation: Evaluation) -> list[RowScore]:
    assert evaluation.scorecard is not None
    return [row for form in evaluation.scorecard.forms for row in form.rows]


def test_forty_rows_of_the_seed_are_met_and_four_are_left_to_a_person(scored: dict[str, Evaluation]) -> None:
    all_rows = rows(scored[SEED.stem])
    assert Counter(row.status for row in all_rows) == {Status.MET: 40, Status.UNDECIDED: 4}
    assert [row.indicator.level3.text for row in all_rows if row.status is Status.UNDECIDED] == [
        "行政许可审批办时效",
        "律师参与涉法涉诉信访案件",
        "重点人员走访、跟踪帮扶、解难帮困及关怀服务",
        "一对一心理测评及心理辅导",
    ]


PLANTED = """
funds.cover_parts      基本信息!C12  合计与一般公共预算、政府性基金预算之和不等
scores.unit_stated     基本信息!C15  自评得分算不出
funds.parts_sum        项目1!F7      全年预算数合计与分项不等
scores.unmet_full      项目1!I19     未完成却得满分
values.target_several  项目1!F20     一格两个指标值
reasons.filler         项目1!J23     原因写“无”
targets.sign           项目1!F24     成本指标方向写反
targets.vague          项目1!F25     指标值空泛
reasons.no_measure     项目1!J26     只有原因没有措施
actuals.blank          项目1!G27     没有实际完成值
weights.sum_group      项目1!H28     分值合计 105
targets.too_low        项目2!F18     超过指标值 200%
actuals.unit           项目2!G19     次与人次
scores.above_weight    项目2!I21     得分大于分值
targets.blank          项目2!F23     没有年度指标值
form.project_blank     项目3!        没有项目名称
form.instruction_left  项目3!B16     提示文字没有删
targets.duplicate      项目3!D18     同一个指标两行
"""


@pytest.mark.parametrize("planted", PLANTED.strip().splitlines(), ids=lambda line: line.split()[0])
def test_the_faulty_sample_shows_what_the_tool_finds(scored: dict[str, Evaluation], planted: str) -> None:
    rule, cell, _ = planted.split(maxsplit=2)
    found = [
        f"{finding.place.sheet}!{finding.place.cell}"
        for finding in scored["示例_问题表"].findings
        if finding.rule == rule and finding.place is not None
    ]
    assert any(place.startswith(cell) for place in found), found


def test_the_faulty_sample_has_a_row_of_every_result(scored: dict[str, Evaluation]) -> None:
    found = {row.status for row in rows(scored["示例_问题表"])}
    assert found == {Status.MET, Status.UNMET, Status.UNDECIDED, Status.BLANK}


def test_the_guangdong_sample_is_scored_by_its_own_scheme_without_a_complaint(
    scored: dict[str, Evaluation],
) -> None:
    evaluation = scored["示例_广东评分标准"]
    assert evaluation.scheme is not None
    assert evaluation.scheme.id == "guangdong"
    assert {finding.rule for finding in evaluation.findings if finding.severity is not Severity.NOTE} == set()
