"""Rows of every kind become what the readable list says, scheme by scheme."""

from __future__ import annotations

import pytest
from scoring_rows import lines, of, written

LIST = written()


@pytest.mark.parametrize("line", lines())
def test_a_row_is_judged_as_the_list_says(line: str) -> None:
    assert of(line) == LIST[line]
