"""The words and cells of every rule's entry are those of the readable list."""

from __future__ import annotations

import pytest
from checks_told import of, written

LIST = written()


@pytest.mark.parametrize("rule", LIST)
def test_the_entry_of_a_rule_says_what_stands_in_the_list(rule: str) -> None:
    assert of(rule) == LIST[rule]
