"""汇总.xlsx and 汇总.csv from records, one record at a time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from perf_xlsx.batch.apart import apart
from perf_xlsx.batch.harvest import Harvest
from perf_xlsx.batch.own import FINGERPRINT, SUMMARY_KIND
from perf_xlsx.batch.seal import Seal
from perf_xlsx.batch.spill import Spill
from perf_xlsx.batch.together import by_unit, matched, superseded, together
from perf_xlsx.desk.history import History, histories
from perf_xlsx.desk.match import Reconciled
from perf_xlsx.desk.returns import Letter, letter
from perf_xlsx.desk.roster import Roster
from perf_xlsx.desk.triage import Desk
from perf_xlsx.desk.triage import Row as TriageRow
from perf_xlsx.desk.versions import Copy, copy_of, versions
from perf_xlsx.model import Finding
from perf_xlsx.record import finding_record
from perf_xlsx.writing.dated import made_after
from perf_xlsx.writing.plan import BookPlan, SheetPlan

_VERSIONS: Final = "{count} 个工作簿有几份（旧稿或相同的文件），汇总只计最新一份，见汇总的“版本变化”。"


@dataclass(slots=True)
class Gathered:
    """All records of a run in rows, what the desk makes of them, and what concerns several."""

    harvest: Harvest
    triage: tuple[TriageRow, ...]
    across: tuple[Finding, ...]
    histories: tuple[History, ...] = ()
    matched: Reconciled | None = None
    letters: Collection[Letter] = ()
    words: tuple[str, ...] = ()


def gather(texts: Sequence[str], roster: Roster | None = None, *, over_years: bool = False) -> Gathered:
    """Read records (JSON texts) one at a time, twice: which are versions of one workbook, then what counts.

    Of several versions only the newest goes on to the sheets; of a department's merged workbook and
    those of its units, one side.
    """
    groups = versions(_copies(texts))
    twice = apart(texts)
    old = superseded(groups) | twice.places
    titles = {group.newest.index: group.title for group in groups}
    counting = [place for place in range(len(texts)) if place not in old]
    harvest = Harvest(over_years=over_years)
    letters: Spill[Letter] = Spill()
    desk = Desk()
    for place in counting:
        record = json.loads(texts[place])
        harvest.add(record)
        desk.add(record, titles.get(place, ""))
        written = letter(record)
        if written is not None:
            letters.append(written)
    found = matched(harvest.slim, roster)
    for unit, each in by_unit(found):
        desk.tell(unit, finding_record(each))
    told = tuple(histories(groups, lambda place: json.loads(texts[place])))
    return Gathered(
        harvest=harvest,
        triage=desk.rows(),
        across=together(harvest.slim, groups, roster, found),
        histories=told,
        matched=found,
        letters=letters,
        words=(*twice.words, _VERSIONS.format(count=len(told))) if told else twice.words,
    )


def _copies(texts: Sequence[str]) -> Iterator[Copy]:
    found = (copy_of(place, json.loads(text)) for place, text in enumerate(texts))
    return (copy for copy in found if copy is not None)


def seal_of(texts: Iterable[str]) -> Seal:
    """The seal of a 汇总 that was made of these records."""
    digest = sha256()
    for text in texts:
        digest.update(text.encode("utf-8", "surrogateescape"))
    return Seal(SUMMARY_KIND, digest.hexdigest()[:32])


def workbook(gathered: Gathered, fingerprint: str) -> bytes:
    """汇总.xlsx: the same records give the same bytes."""
    from perf_xlsx.writing.book import write_book

    harvest = gathered.harvest
    years = [row.year for row in harvest.units if row.year]
    plan = BookPlan(
        sheets=tuple(_sheets(gathered)),
        created=made_after(max(years, default=None)),
        title="项目支出绩效自评汇总",
        properties={FINGERPRINT: f"{SUMMARY_KIND} {fingerprint}"},
    )
    return write_book(plan)


def _sheets(gathered: Gathered) -> Iterator[SheetPlan]:
    """Pandas is imported here, and only here."""
    from perf_xlsx.batch import summary_lists as lists
    from perf_xlsx.batch import summary_units as units
    from perf_xlsx.batch.summary_charts import charts_sheet
    from perf_xlsx.batch.summary_desk import letters_sheet, triage_sheet
    from perf_xlsx.batch.summary_printed import printed_sheet
    from perf_xlsx.batch.summary_reviews import review_sheets
    from perf_xlsx.batch.summary_roster import roster_sheet
    from perf_xlsx.batch.summary_versions import versions_sheet
    from perf_xlsx.batch.summary_years import year_sheets
    from perf_xlsx.batch.years import over_years

    harvest = gathered.harvest
    yield triage_sheet(gathered.triage)
    if gathered.matched is not None:
        yield roster_sheet(gathered.matched)
    yield letters_sheet(gathered.letters, tuple(by_unit(gathered.matched)))
    yield printed_sheet(harvest.projects)
    yield units.units_sheet(harvest.units)
    yield units.projects_sheet(harvest.projects)
    yield from review_sheets(harvest.reviews, harvest.units)
    yield charts_sheet(harvest.projects)
    yield lists.unmet_sheet(harvest.unmet)
    yield lists.rules_sheet(harvest.rules)
    yield lists.across_sheet(gathered.across)
    yield versions_sheet(gathered.histories)
    yield lists.unscored_sheet(harvest.unscored)
    if harvest.over_years:
        yield from year_sheets(over_years(harvest))


def table(gathered: Gathered) -> bytes:
    """汇总.csv: the projects for machines."""
    from perf_xlsx.batch.summary import projects_csv

    return projects_csv(gathered.harvest.projects)
