"""What stands in templates/ and samples/ is what the command and the readable content give."""

from __future__ import annotations

import importlib.util
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from perf_xlsx.model import Book, Draft, DraftRow, Role
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
    rows = [row for form in seed.forms for row in form.indicators]
    assert {name for row in rows for name in row.cells} & {"weight", "reported_score"} == set()
