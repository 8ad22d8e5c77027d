"""Nothing raises on what clerks typed with a few pieces changed (the long run: tests/fuzz_values.py)."""

from __future__ import annotations

from itertools import islice

from fuzz_values import inputs
from fuzzing import Lines


def test_changed_texts_are_read_or_have_their_reason() -> None:
    first = list(islice(inputs(0, False, Lines("values")), 600))
    assert 100 < sum(each.work() for each in first) < 500
