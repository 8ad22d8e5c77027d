"""What is told of each single change of a well-filled form is what stands in the readable list."""

from __future__ import annotations

import pytest
from checks_rows import of, written

LIST = written()


@pytest.mark.parametrize("change", LIST)
def test_a_change_is_told_as_the_list_says(change: str) -> None:
    assert of(change) == LIST[change]
