"""A list longer than the memory behaves as a list."""

from __future__ import annotations

from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xlsx.batch.spill import CHUNK, Spill, Texts


@settings(derandomize=True, max_examples=20, deadline=None)
@given(count=st.integers(0, 3 * CHUNK + 1))
def test_what_was_added_is_gone_through_in_order(count: int) -> None:
    rows = [(number, f"第{number}行", None) for number in range(count)]
    spill = Spill(rows)
    assert len(spill) == count
    assert list(spill) == rows
    assert list(spill) == rows


def test_two_readers_and_a_writer_do_not_disturb_each_other() -> None:
    spill = Spill(range(3 * CHUNK))
    first, second = iter(spill), iter(spill)
    assert list(islice(first, CHUNK + 5)) == list(range(CHUNK + 5))
    assert list(islice(second, 2 * CHUNK + 1)) == list(range(2 * CHUNK + 1))
    spill.append(-1)
    assert next(first) == CHUNK + 5
    assert -1 in spill
    assert -2 not in spill
    assert len(spill) == 3 * CHUNK + 1


def test_no_more_than_a_chunk_is_held() -> None:
    spill = Spill(range(10 * CHUNK))
    spill.extend(range(5))
    assert len(spill._held) == 5


def test_texts_are_read_again_by_their_place() -> None:
    written = [f"第{number}行\ud800" * number for number in range(1000)]
    texts = Texts(written)
    assert list(texts) == written
    assert (texts[7], texts[-1], texts[3:5]) == (written[7], written[-1], written[3:5])
    assert len(texts) == 1000
