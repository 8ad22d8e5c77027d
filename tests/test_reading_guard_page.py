"""docs/可靠性.md lists the cases as they are."""

from __future__ import annotations

from cases.page import NAMES, PAGE, renewed
from cases.readable import READABLE
from cases.told import TOLD
from cases.unreadable import UNREADABLE


def test_the_page_lists_every_case() -> None:
    page = PAGE.read_text("utf-8")
    assert page == renewed(page)


def test_every_case_has_a_name_in_words() -> None:
    for kind, cases in (("readable", READABLE), ("told", TOLD), ("unreadable", UNREADABLE)):
        assert list(NAMES[kind]) == list(cases)
