"""How values are printed again, and what stands beside them, is as the list says."""

from __future__ import annotations

import pytest
from values_beside import of_actual, of_target, written


@pytest.mark.parametrize(("kind", "text", "expected"), written())
def test_what_stands_beside_a_value_is_as_the_list_says(kind: str, text: str, expected: list[str]) -> None:
    beside, *cells = expected
    read = of_target(text) if kind == "target" else of_actual(text, beside)
    assert " | ".join(read or []).rstrip(" |") == " | ".join(cells).rstrip(" |")
