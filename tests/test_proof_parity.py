"""A small part of the long proof (``prove_parity.py``) in every run: random workbooks, every scheme."""

from __future__ import annotations

import parity
import pytest
from prove_parity import scored
from random_workbooks import SCHEMES


@pytest.mark.parametrize("seed", range(2 * len(SCHEMES)))
def test_every_formula_of_a_random_workbook_gives_its_stored_result(seed: int) -> None:
    data = scored(seed)
    stored = parity.formulas(data)
    assert len(stored) > 50
    assert parity.differences(stored, parity.by_formualizer(data)) == []
