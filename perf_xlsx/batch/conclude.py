"""The end of a run over several workbooks: records in order, 汇总, what concerns several files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

from perf_xlsx.batch.ending import Ending
from perf_xlsx.batch.fingerprint import tool_digest
from perf_xlsx.batch.harvest import Harvest
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
) -> None:
    """Write 汇总.jsonl, 汇总.xlsx and 汇总.csv; what can't be written is told in the ending.

    ``records``: somebody reads the findings across workbooks, also when 汇总 is as it was.
    """
    try:
        ledger.set_in_order(keys)
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

    gathered = gather(_first_records(ledger, keys), roster)
    ending.across = _told(gathered.across)
    data = workbook(gathered, seal.fingerprint)
    saved = save(folder / SUMMARY, data, seal, force=True)
    ending.summary = saved.path
    ending.words += words([saved])
    write_whole(folder / TABLE, table(gathered))


def across(harvest: Harvest, roster: Roster | None) -> tuple[Record, ...]:
    """The findings across workbooks that were harvested already."""
    from perf_xlsx.batch.together import together

    return _told(together(harvest, roster))


def _across(ledger: Ledger, keys: Sequence[str], roster: Roster | None) -> tuple[Record, ...]:
    from perf_xlsx.batch.summing import gather

    return _told(gather(_first_records(ledger, keys), roster).across)


def _told(findings: Sequence[Finding]) -> tuple[Record, ...]:
    return tuple(map(finding_record, findings))


def _first_records(ledger: Ledger, keys: Sequence[str]) -> Iterator[str]:
    """One record per workbook: that of the first scheme."""
    for key in keys:
        yield from list(ledger.records(key))[:1]


def _fingerprint(ledger: Ledger, keys: Sequence[str], roster: Roster | None) -> str:
    """What 汇总 depends on: the workbooks in their order, 应报清单, and this program."""
    digest = sha256(f"{tool_digest()}\0{roster}".encode())
    for key in keys:
        digest.update(f"\0{key}\0{ledger.mark(key)}".encode())
    return digest.hexdigest()[:_LENGTH]


def _untold(ending: Ending, name: str, error: OSError) -> None:
    ending.unwritten += 1
    ending.words.append(f"{name} 未能写入：{said(error)}。")
