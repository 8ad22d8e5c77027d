"""The end of a run over several workbooks: records in order, 汇总, what concerns several files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final, overload

from perf_xlsx.batch.ending import Ending
from perf_xlsx.batch.fingerprint import tool_digest
from perf_xlsx.batch.ledger import Ledger
from perf_xlsx.batch.names import RECORDS, SUMMARY, TABLE
from perf_xlsx.batch.own import SUMMARY_KIND
from perf_xlsx.batch.results import said, words
from perf_xlsx.batch.seal import Seal
from perf_xlsx.batch.store import current, save, write_whole
from perf_xlsx.desk.roster import Roster
from perf_xlsx.model import Finding
from perf_xlsx.record import Record, finding_record

_LENGTH: Final = 32


def conclude(
    folder: Path,
    ledger: Ledger,
    keys: Sequence[str],
    ending: Ending,
    *,
    force: bool,
    records: bool,
    roster: Roster | None,
    beside: Sequence[str] = (),
) -> None:
    """Write 汇总.jsonl, 汇总.xlsx and 汇总.csv; what can't be written is told in the ending.

    ``records``: somebody reads the findings across workbooks, also when 汇总 is as it was.
    ``beside``: workbooks whose projects are in others already (a department's); they are kept in the
    ledger and stay out of 汇总.
    """
    try:
        ledger.set_in_order([*keys, *beside])
    except OSError as error:
        _untold(ending, RECORDS, error)
    seal = Seal(SUMMARY_KIND, _fingerprint(ledger, keys, roster))
    try:
        standing = None if force else current(folder / SUMMARY, seal)
        if standing is not None:
            ending.summary = standing.path
            ending.across = _across(ledger, keys, roster) if records else ()
            return
        _summarise(folder, ledger, keys, ending, seal, roster)
    except OSError as error:
        _untold(ending, SUMMARY, error)


def _summarise(
    folder: Path, ledger: Ledger, keys: Sequence[str], ending: Ending, seal: Seal, roster: Roster | None
) -> None:
    from perf_xlsx.batch.summing import gather, table, workbook

    gathered = gather(FirstRecords(ledger, keys), roster)
    ending.across = told(gathered.across)
    data = workbook(gathered, seal.fingerprint)
    saved = save(folder / SUMMARY, data, seal, force=True)
    ending.summary = saved.path
    ending.words += words([saved])
    ending.words += gathered.words
    write_whole(folder / TABLE, table(gathered))


def _across(ledger: Ledger, keys: Sequence[str], roster: Roster | None) -> tuple[Record, ...]:
    from perf_xlsx.batch.together import Side

    side = Side()
    for text in FirstRecords(ledger, keys):
        side.add(json.loads(text))
    return told(side.told(roster))


def told(findings: Sequence[Finding]) -> tuple[Record, ...]:
    """Findings as plain data."""
    return tuple(map(finding_record, findings))


class FirstRecords(Sequence[str]):
    """One record per workbook, that of the first scheme, read from the ledger when it is asked for."""

    def __init__(self, ledger: Ledger, keys: Sequence[str]) -> None:
        self._ledger = ledger
        self._keys = [key for key in keys if ledger.holds(key)]

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return FirstRecords(self._ledger, self._keys[place])
        return next(self._ledger.records(self._keys[place]))


def _fingerprint(ledger: Ledger, keys: Sequence[str], roster: Roster | None) -> str:
    """What 汇总 depends on: the workbooks in their order, 应报清单, and this program."""
    digest = sha256(f"{tool_digest()}\0{roster}".encode())
    for key in keys:
        digest.update(f"\0{key}\0{ledger.mark(key)}".encode())
    return digest.hexdigest()[:_LENGTH]


def _untold(ending: Ending, name: str, error: OSError) -> None:
    ending.unwritten += 1
    ending.words.append(f"{name} 未能写入：{said(error)}。")
