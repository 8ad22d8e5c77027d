"""What a worker keeps of thousands of workbooks: nothing but the words that recur."""

from __future__ import annotations

import functools
import gc
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import perf_xlsx
from perf_xlsx.batch.job import Task, Wanted, work
from perf_xlsx.model import Cell
from perf_xlsx.reading.markup import walk
from perf_xlsx.writing.fast import PlanWorksheet

SAMPLE = Path(__file__).parent.parent / "samples" / "示例_问题表.xlsx"
OPTIONAL = ("perf_xlsx.batch.cluster", "perf_xlsx.__main__")
MOST = 16_384

BY_KEYS_OF_OUR_OWN_FILES = {
    "_bare_words", "_boxes", "_builtin", "_columns", "_fields", "_products", "_stages", "_table", "_words",
    "_wordings", "load", "pattern", "table", "texts", "tool_digest", "words",
}  # fmt: skip


def caches() -> Iterator[functools._lru_cache_wrapper[object]]:
    """Every cached function of the package."""
    for found in pkgutil.walk_packages(perf_xlsx.__path__, "perf_xlsx."):
        if found.name not in OPTIONAL:
            for value in vars(importlib.import_module(found.name)).values():
                if isinstance(value, functools._lru_cache_wrapper):
                    yield value


def test_every_cache_of_what_workbooks_say_is_bounded() -> None:
    sizes = {cached.__name__: cached.cache_parameters()["maxsize"] for cached in caches()}
    unbounded = {name for name, size in sizes.items() if size is None}
    assert unbounded <= BY_KEYS_OF_OUR_OWN_FILES
    assert max(size for size in sizes.values() if size is not None) <= MOST


def alive(kind: type) -> int:
    return sum(isinstance(each, kind) for each in gc.get_objects())


def test_a_finished_workbook_leaves_nothing_for_the_collector() -> None:
    task = Task("key", SAMPLE.read_bytes(), SAMPLE.name, SAMPLE.name, "0" * 32, Wanted())
    gc.collect()
    before = alive(Cell), alive(PlanWorksheet)
    gc.disable()
    try:
        assert work(task).files
        assert (alive(Cell), alive(PlanWorksheet)) == before
    finally:
        gc.enable()


def test_a_part_that_was_read_lets_its_handlers_go() -> None:
    class Handler:
        def start(self, _: dict[str, str]) -> None:
            pass

    gc.disable()
    try:
        walk("part.xml", [b"<worksheet><c/></worksheet>"], {"c": Handler().start}, {})
        assert not any(type(each) is Handler for each in gc.get_objects())
    finally:
        gc.enable()
