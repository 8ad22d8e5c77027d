"""What is made quickly is what ``dataclass`` makes: frozen, equal, hashed, copied and pickled alike."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from perf_xlsx.model import Cell, Place
from perf_xlsx.model.quick import quickly_made


@dataclass(frozen=True, slots=True)
class Slow:
    place: object = field(compare=False)
    text: str
    number: int | None = None


@quickly_made
@dataclass(frozen=True, slots=True)
class Quick:
    place: object = field(compare=False)
    text: str
    number: int | None = None


ONE = Quick("B2", "甲", number=3)


def test_it_is_of_its_own_class_with_its_fields_and_defaults() -> None:
    assert type(ONE) is Quick
    assert (ONE.place, ONE.text, ONE.number) == ("B2", "甲", 3)
    assert Quick("B2", "甲").number is None


def test_it_shows_compares_and_hashes_as_one_that_dataclass_made() -> None:
    slow = Slow("B2", "甲", number=3)
    assert repr(ONE) == repr(slow).replace("Slow", "Quick")
    assert hash(ONE) == hash(slow)
    assert Quick("C3", "甲", 3) == ONE
    assert Quick("B2", "乙", 3) != ONE


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_copy_is_the_same(copied: object) -> None:
    assert callable(copied)
    again = copied(ONE)
    assert (type(again), again, again.place) == (Quick, ONE, "B2")


def test_it_is_frozen_and_replaced_as_others() -> None:
    with pytest.raises(FrozenInstanceError):
        ONE.text = "乙"  # type: ignore[misc]
    assert replace(ONE, text="乙") == Quick("B2", "乙", 3)
    with pytest.raises(TypeError):
        Quick("B2")  # type: ignore[call-arg]


def test_cells_are_made_so() -> None:
    cell = Cell(Place("表", 2, 3), "95%")
    with pytest.raises(FrozenInstanceError):
        cell.text = ""  # type: ignore[misc]
    assert replace(cell, place=Place("表", 9, 9)) == cell
    assert cell.place.cell == "C2"
