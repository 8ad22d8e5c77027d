"""The house holds its plan: data flows one way, and each library and format has one door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "perf_xlsx"

EVERYWHERE = {"model", "text", "figures", "personal"}
"""Rooms that every other room may know."""

KNOWS = {
    "model": set(),
    "text": set(),
    "figures": set(),
    "personal": set(),
    "reading": set(),
    "values": set(),
    "scoring": {"values"},
    "checks": {"values", "scoring"},
    "evaluate": {"reading", "values", "scoring", "checks"},
    "merge": {"evaluate", "reading", "values", "scoring", "checks"},
    "record": {"evaluate", "values", "scoring", "checks"},
    "explain": {"record", "evaluate", "values", "scoring", "checks"},
    "writing": {"record", "explain", "evaluate", "reading", "values", "scoring", "checks"},
    "report": {"writing", "record", "explain", "evaluate", "reading", "values", "scoring", "checks"},
    "desk": {"report", "writing", "record", "explain", "evaluate", "reading", "values", "scoring", "checks"},
    "batch": {
        "merge",
        "desk",
        "report",
        "writing",
        "record",
        "explain",
        "evaluate",
        "reading",
        "values",
        "scoring",
        "checks",
    },
}
"""What a room may import, besides ``EVERYWHERE`` and itself.  ``cli`` may know all."""

DOORS = {
    "openpyxl": {"writing/fill.py"},
    "xlsxwriter": {"writing/book.py", "writing/fast.py", "writing/fast_book.py"},
    "pandas": {"batch/summary.py"},
    "xlrd": {"reading/legacy.py"},
    "python_calamine": set(),
    "docx": {"report/docx.py"},
    "distributed": {"batch/cluster.py"},
}
"""The only modules that may import a library."""


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}: imports are absolute"
            yield node.module or ""


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


@pytest.mark.parametrize("path", modules(), ids=name)
def test_a_module_knows_only_the_rooms_before_its_own(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own not in KNOWS:
        assert own.startswith(("cli", "__")), f"{name(path)} stands in no room of the plan"
        return
    known = {room(module) for module in imports(path) if module.startswith("perf_xlsx.")}
    assert known - EVERYWHERE - KNOWS[own] - {own} == set()


@pytest.mark.parametrize("path", modules(), ids=name)
def test_a_library_is_imported_at_its_door_only(path: Path) -> None:
    libraries = {module.split(".")[0] for module in imports(path)}
    strangers = {library for library in libraries & DOORS.keys() if name(path) not in DOORS[library]}
    assert strangers == set()
    assert "click" not in libraries or name(path).startswith("cli")


@pytest.mark.parametrize("path", modules(), ids=name)
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400
