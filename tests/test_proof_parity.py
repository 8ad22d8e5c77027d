"""A small part of the long proof (``prove_parity.py``) in every run: random workbooks, every scheme.

What the other tests write is proven in ``conftest.py``.
"""

from __future__ import annotations

import io

import excelize
import parity
import pytest
import xlsxwriter
from prove_parity import scored
from random_workbooks import SCHEMES


@pytest.mark.parametrize("seed", range(2 * len(SCHEMES)))
def test_every_formula_of_a_random_workbook_gives_its_stored_result(seed: int) -> None:
    data = scored(seed)
    stored = parity.formulas(data)
    assert len(stored) > 50
    assert parity.differences(stored, parity.by_formualizer(data)) == []


@pytest.mark.parametrize("seed", range(len(SCHEMES)))
def test_an_independent_engine_gives_the_same_results(seed: int) -> None:
    data = scored(seed)
    assert parity.differences(parity.formulas(data), parity.by_excelize(data)) == []


def test_the_independent_engine_still_needs_its_help() -> None:
    """When it learns what 0="" is, ``parity.by_excelize`` gets simpler."""
    book = excelize.new_file()
    book.set_cell_formula("Sheet1", "A1", '=IF(0="",1,2)')
    assert book.calc_cell_value("Sheet1", "A1") == "1"


@pytest.mark.xfail(reason="wrong on purpose", raises=AssertionError, strict=True)
def test_a_test_that_writes_a_formula_with_another_result_fails() -> None:
    with xlsxwriter.Workbook(io.BytesIO()) as book:
        book.add_worksheet().write_formula("A1", "=1+1", None, 3)
