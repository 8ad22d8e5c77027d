"""Scored workbooks under every scheme: each formula, recalculated by another engine, equals its result."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import formualizer
import openpyxl
import pytest
import scoring_city
from openpyxl.utils.cell import coordinate_to_tuple

from perf_xlsx.evaluate import Options, evaluate
from perf_xlsx.model import Book, Cell
from perf_xlsx.reading.open import read_book
from perf_xlsx.scoring.budget import budget_formulas
from perf_xlsx.scoring.methods import METHODS
from perf_xlsx.scoring.scheme import BUILTIN, load
from perf_xlsx.scoring.totals import total_formulas
from perf_xlsx.writing.scored import write_scored

SAMPLE = Path(__file__).parent.parent / "samples" / "示例_问题表.xlsx"


def scored(scheme: str) -> bytes:
    (one,) = evaluate(SAMPLE.read_bytes(), SAMPLE.name, Options(schemes=(scheme,)))
    return write_scored(one)


def alike(stored: Cell, found: Any) -> bool:
    if stored.number is not None and isinstance(found, int | float):
        return f"{float(stored.number):.12g}" == f"{float(found):.12g}"
    return stored.text == ("" if found is None else str(found).strip())


def compared(data: bytes) -> tuple[int, list[str]]:
    """The number of formulas, and those whose recalculation differs from what is stored."""
    book = read_book(data, "评分.xlsx")
    assert isinstance(book, Book)
    engine = formualizer.load_workbook_bytes(data)
    count, wrong = 0, []
    for sheet in book.sheets:
        for cell in sheet.cells.values():
            if cell.formula is not None:
                count += 1
                found = engine.evaluate_cell(sheet.name, cell.place.row, cell.place.column)
                if not alike(cell, found):
                    wrong.append(f"{sheet.name}!{cell.place.cell}: {cell.text!r} {found!r} {cell.formula}")
    return count, wrong


@pytest.mark.parametrize("scheme", BUILTIN)
def test_every_formula_of_a_built_in_scheme_equals_its_result(scheme: str) -> None:
    count, wrong = compared(scored(scheme))
    assert count > 400
    assert not wrong


@pytest.mark.parametrize("name", ["city", "points"])
def test_every_formula_of_a_made_up_city_equals_its_result(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.toml"
    path.write_text({"city": scoring_city.TEXT, **scoring_city.VARIANTS}[name], encoding="utf-8")
    count, wrong = compared(scored(str(path)))
    assert count > 400
    assert not wrong


def test_formulas_hold_for_any_value_of_a_parameter() -> None:
    """Numbers stand in sheet 评分标准 only: other numbers leave the formulas as they are."""
    for scheme in (load("cn-2020"), load("platform"), scoring_city.CITY):
        rows = replace(
            scheme.rows,
            late=Decimal("0.3"),
            linear_zero=Decimal(3),
            step_size=Decimal("0.05"),
            step_points=Decimal(4),
            exceed_limit=Decimal(2),
            exceed_rate=Decimal("0.1"),
            exceed_most=Decimal("0.2"),
        )
        tiers = replace(scheme.tiers, full=replace(scheme.tiers.full, low=Decimal("0.9")))
        budget = replace(scheme.budget, full_at=Decimal("0.95"), points=Decimal(12))
        other = replace(scheme, rows=rows, tiers=tiers, budget=budget, rounding=1)
        assert total_formulas(scheme) == total_formulas(other)
        assert budget_formulas(scheme) == budget_formulas(other)
        for method in METHODS.values():
            assert method.formulas(scheme) == method.formulas(other)


CHANGED = """
based_on = "cn-2020"
id = "changed"
title = "改过参数的标准"
summary = "数字与默认标准不同，方法相同。"
layout = "national"
[groups.output]
title = "产出指标"
points = 42
match = ["output", "*/quantity", "*/quality", "*/time", "*/cost"]
source = "a13"
[groups.benefit]
title = "效益指标"
points = 33
match = ["benefit", "*/economic", "*/social", "*/ecological", "*/sustained"]
source = "a13"
[groups.satisfaction]
title = "满意度指标"
points = 15
match = ["satisfaction", "*/satisfaction"]
source = "a13"
[budget]
full_at = 0.95
[tiers]
full = { low = 0.85, includes_low = true }
partial = { low = 0.55, includes_low = true }
[late]
share = 0.4
[rounding]
places = 1
[grades]
bands = [
    { title = "优", at_least = 95 },
    { title = "良", at_least = 70 },
    { title = "中", at_least = 40 },
    { title = "差", at_least = 0 },
]
"""


def parameter_cells(data: bytes) -> dict[str, tuple[str, int, int]]:
    """Where each defined name p_… stands."""
    names = openpyxl.load_workbook(io.BytesIO(data)).defined_names
    found = {}
    for name, defined in names.items():
        if name.startswith("p_"):
            sheet, address = next(iter(defined.destinations))
            row, column = coordinate_to_tuple(address.replace("$", ""))
            found[name] = (sheet, row, column)
    return found


def test_a_parameter_changed_in_the_workbook_moves_everything(tmp_path: Path) -> None:
    """One scheme's workbook with the numbers of another typed into 评分标准 gives the other's results."""
    path = tmp_path / "changed.toml"
    path.write_text(CHANGED, encoding="utf-8")
    before, after = scored("cn-2020"), scored(str(path))
    engine = formualizer.load_workbook_bytes(before)
    places = parameter_cells(before)
    for parameter in load(str(path)).parameters():
        engine.set_value(*places[parameter.name], float(parameter.value))
    engine.evaluate_all()
    one, other = read_book(before, "前.xlsx"), read_book(after, "后.xlsx")
    assert isinstance(one, Book)
    assert isinstance(other, Book)
    moved = 0
    for sheet, again in zip(one.sheets, other.sheets, strict=True):
        if not (sheet.name[:2].isdigit() or sheet.name == "评分汇总"):
            continue
        for place, cell in sheet.cells.items():
            expected = again.at(*place)
            if cell.formula is None or expected is None or cell.number is None:
                continue
            assert alike(expected, engine.evaluate_cell(sheet.name, *place)), (sheet.name, cell, expected)
            moved += expected.number != cell.number
    assert moved > 20
