"""Scored workbooks under every scheme: each formula, recalculated by another engine, equals its result."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import formualizer
import pytest
import scoring_city

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
