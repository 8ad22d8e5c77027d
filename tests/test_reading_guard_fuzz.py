"""Nothing but a book or a problem comes out of damaged workbooks (the long run: tests/fuzz_reader.py)."""

from __future__ import annotations

from fuzz_reader import outcome
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xlsx.checks.catalogue import RULES
from perf_xlsx.model import Book, Problem
from perf_xlsx.reading.compound import SIGNATURE
from perf_xlsx.reading.open import read_book


@settings(max_examples=250, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 10**9))
def test_damaged_workbooks_give_a_book_or_a_problem(seed: int) -> None:
    came = outcome(seed)
    assert isinstance(came, Book | Problem)
    problems = came.problems if isinstance(came, Book) else (came,)
    assert all(problem.rule in RULES for problem in problems)


@settings(max_examples=250, deadline=None, derandomize=True, database=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", SIGNATURE, b"\t\x08"]))
def test_arbitrary_bytes_give_a_problem(data: bytes, head: bytes) -> None:
    assert isinstance(read_book(head + data, "a.xlsx"), Problem)
