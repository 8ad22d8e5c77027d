"""Every workbook that a test writes is proven: formualizer recalculates each formula to its stored result.

Watched is the writer itself, so that scored, final and merged workbooks, templates, 汇总 and whatever comes
later are proven wherever a test happens to write them.  The same bytes are proven once.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Generator
from pathlib import Path
from typing import Any, Final

import parity
import pytest
import xlsxwriter

COUNTS: Final = "formula_cells", "workbooks"
_COUNTED: Final = pytest.StashKey[dict[str, int]]()
_written: list[bytes] = []
_proven: set[bytes] = set()


def pytest_configure(config: pytest.Config) -> None:
    """Keep what XlsxWriter writes, until the test that wrote it is over."""
    config.stash[_COUNTED] = dict.fromkeys(COUNTS, 0)
    close = xlsxwriter.Workbook.close

    def kept(book: Any) -> None:
        close(book)
        target = book.filename
        _written.append(target.getvalue() if isinstance(target, io.BytesIO) else Path(target).read_bytes())

    xlsxwriter.Workbook.close = kept


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Fail the test when a formula of a workbook written for it gives another result."""
    came = yield
    while _written:
        data = _written.pop()
        digest = hashlib.sha256(data).digest()
        if digest in _proven:
            continue
        _proven.add(digest)
        if stored := parity.formulas(data):
            assert parity.differences(stored, parity.by_formualizer(data)) == []
            counted = pyfuncitem.config.stash[_COUNTED]
            counted["formula_cells"] += len(stored)
            counted["workbooks"] += 1
    return came


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of a parallel run hands its counts on."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output.update(session.config.stash[_COUNTED])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """The counts of a parallel run are its workers'."""
    counted = node.config.stash[_COUNTED]
    for name in COUNTS:
        counted[name] += getattr(node, "workeroutput", {}).get(name, 0)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """How much was proven in this run."""
    counted = config.stash[_COUNTED]
    if counted["workbooks"]:
        terminalreporter.write_line(
            f"{counted['formula_cells']} formula cells in {counted['workbooks']} workbooks "
            "recalculated by formualizer: each gives its stored result"
        )
