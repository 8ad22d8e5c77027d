"""A run over files and folders: finds, skips what is done, scores the rest, keeps every result at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from perf_xlsx.batch.conclude import conclude, told
from perf_xlsx.batch.discovery import Discovery, Source, discover
from perf_xlsx.batch.earlier import written_in
from perf_xlsx.batch.ending import Ending, Report
from perf_xlsx.batch.engines import Engine
from perf_xlsx.batch.fingerprint import fingerprint
from perf_xlsx.batch.inputs import read_input
from perf_xlsx.batch.job import Product, Task, Wanted, unscored, work
from perf_xlsx.batch.joining import joint_fingerprint, members_of, planned
from perf_xlsx.batch.last import LastYear
from perf_xlsx.batch.ledger import Ledger
from perf_xlsx.batch.log import Log
from perf_xlsx.batch.merging import NOTHING, Joint, Plan
from perf_xlsx.batch.names import LOGS, MERGED, RECORDS, SCORED, SURVEY
from perf_xlsx.batch.results import Kept, Results, said, words
from perf_xlsx.batch.store import Saving, sweep
from perf_xlsx.batch.together import Side
from perf_xlsx.desk.roster import Roster
from perf_xlsx.evaluate import Level
from perf_xlsx.model import Problem, Submission


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for.  ``output`` is None when nothing is to be written (``check``).

    ``parts`` are the texts that, beside the input, decide a result (see ``fingerprint``).
    ``merge``: the files of a unit, and the units of a department, become one workbook.
    ``only``: those among the workbooks of the paths that are wanted now (see ``discover``).
    ``records``: reports carry their JSON texts; ``across``: they are also looked at together, when
    nothing is written that would keep them.
    """

    paths: tuple[Path, ...]
    output: Path | None
    wanted: Wanted
    parts: tuple[str, ...] = ()
    only: frozenset[Path] | None = None
    merge: bool = False
    force: bool = False
    records: bool = False
    across: bool = False
    last: LastYear | None = None
    roster: Roster | None = None

    def wanted_of(self, source: Source) -> Wanted:
        """What is wanted of one workbook: with its own of the year before, where there is one."""
        if self.last is None:
            return self.wanted
        options = replace(self.wanted.options, previous=self.previous_of(source))
        return replace(self.wanted, options=options)

    def previous_of(self, source: Source) -> Submission | None:
        """A workbook's own of the year before."""
        return None if self.last is None else self.last.of(source)


class Listener(Protocol):
    """Hears of a run while it goes on."""

    def found(self, discovery: Discovery) -> None:
        """What the paths hold, before the first workbook is read."""

    def surveyed(self, done: int, total: int) -> None:
        """One more file is known, in a run that merges: whose it is, before any workbook is made."""

    def advanced(self, done: int, total: int) -> None:
        """One more workbook is done, in whatever order."""

    def reported(self, report: Report) -> None:
        """A workbook's report, in the order of the inputs."""


class OutputError(OSError):
    """The output folder can't be used at all."""


def run(order: Order, engine: Callable[[int], Engine], listener: Listener) -> Ending:
    """Do what is asked, with an engine for so many workbooks.

    Raises OutputError before any work when nothing could be written.
    """
    discovery = discover(order.paths, order.output, order.only)
    listener.found(discovery)
    with ExitStack() as stack:
        ledger = log = None
        if order.output is not None and discovery.sources:
            _prepare(order.output)
            if len(discovery.sources) > 1:
                log = stack.enter_context(Log(order.output / LOGS))
                log.found(discovery)
                ledger = _opened(order.output, stack)
        results = Results(order.output, order.force) if order.output else None
        plan = _planned(order, discovery, engine, listener)
        if log is not None:
            log.merged(plan)
        going = _Going(order, listener, plan.jobs, results, ledger, log)
        going.ending.words += plan.words
        if not discovery.sources:
            return going.ending
        going.score(engine(len(plan.jobs)))
        going.close()
        return going.ending


def _planned(order: Order, discovery: Discovery, engine: Callable[[int], Engine], listener: Listener) -> Plan:
    """The workbooks to be made: one for each file, or as they belong together."""
    sources = discovery.sources
    if not order.merge or order.output is None or len(sources) < 2:
        return Plan(sources, (NOTHING,) if order.merge and sources else ())
    cache = order.output / LOGS / SURVEY
    return planned(sources, engine(len(sources)), order.wanted, order.parts, cache, listener.surveyed)


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)
    except OSError as error:
        raise OutputError(f"结果文件夹“{folder}”不能使用：{said(error)}。请用 -o 另给一个文件夹。") from error


def _opened(folder: Path, stack: ExitStack) -> Ledger:
    try:
        return stack.enter_context(Ledger(folder / RECORDS))
    except OSError as error:
        raise OutputError(f"结果文件夹“{folder}”不能写入：{said(error)}。请用 -o 另给一个文件夹。") from error


@dataclass(slots=True)
class _Going:
    """A run while it goes on."""

    order: Order
    listener: Listener
    sources: Sequence[Source]
    results: Results | None
    ledger: Ledger | None
    log: Log | None
    side: Side = field(default_factory=Side)
    ending: Ending = field(default_factory=Ending)
    _by_key: dict[str, Source] = field(default_factory=dict)
    _held: dict[str, Report] = field(default_factory=dict)
    _next: int = 0
    _done: int = 0

    def score(self, engine: Engine) -> None:
        """Score all workbooks; each result is written as soon as it is there."""
        self._by_key = {_key(source): source for source in self.sources}
        self.ending.total = sum(map(_inputs, self.sources))
        with closing(engine.run(work, self._tasks())) as results:
            for task, product in results:
                settled = product is not None and not product.failure
                lost = unscored(task, Problem("batch.killed", found=task.file))
                self._finish(task, product or lost, settled=settled)

    def close(self) -> None:
        """Records in the order of the inputs, 汇总, what concerns several workbooks."""
        if self.ledger is not None and self.results is not None:
            conclude(
                self.results.folder,
                self.ledger,
                [_key(source) for source in self.sources if _inputs(source)],
                self.ending,
                beside=[_key(source) for source in self.sources if not _inputs(source)],
                force=self.order.force,
                records=self.order.records,
                roster=self.order.roster,
            )
        elif self.order.across:
            self.ending.across = told(self.side.told(self.order.roster))
        if self.log is not None:
            self.log.ended(self.ending)

    def _tasks(self) -> Iterator[Task]:
        """The workbooks that have to be scored, read when there is room for them."""
        for source in self.sources:
            task, trouble = self._task(source)
            if trouble:
                lost = unscored(task, Problem("batch.unreadable", found=trouble))
                self._finish(task, lost, settled=False)
            elif not self._skipped(source, task.fingerprint):
                yield self._with_earlier(source, task)

    def _task(self, source: Source) -> tuple[Task, str]:
        """A workbook's task, and why its bytes can't be had."""
        order = self.order
        if isinstance(source, Joint):
            members = members_of(source, order.previous_of)
            mark = joint_fingerprint(source, members, order.parts)
            name = source.output.name
            return Task(_key(source), b"", name, source.told, mark, order.wanted, members, source.spec), ""
        data, trouble = read_input(source.path)
        mark = fingerprint(data, (source.file, *order.parts))
        wanted = order.wanted_of(source)
        return Task(_key(source), data, source.name, source.file, mark, wanted), trouble

    def _with_earlier(self, source: Source, task: Task) -> Task:
        """A workbook with what people wrote into the result that lies in the output folder."""
        if self.results is None:
            return task
        ending = MERGED if isinstance(source, Joint) else SCORED
        written = written_in(self.results.target(source, ending))
        reviewed = None if isinstance(source, Joint) else written.reviewed
        options = replace(task.wanted.options, earlier=written.answers, reviewed=reviewed)
        return replace(task, wanted=replace(task.wanted, options=options))

    def _skipped(self, source: Source, mark: str) -> bool:
        """Whether an earlier run has done the same, and its results are still there."""
        if self.ledger is None or self.results is None:
            return False
        entry = self.ledger.known(_key(source), mark)
        standing = self.results.standing(source, entry.endings, mark) if entry else None
        if entry is None or standing is None:
            return False
        records = tuple(self.ledger.records(_key(source))) if self.order.records else ()
        report = Report(
            source.file,
            entry.briefs,
            records,
            standing,
            words(standing),
            inputs=_inputs(source),
            skipped=True,
        )
        self._tell(source, report)
        return True

    def _finish(self, task: Task, product: Product, *, settled: bool = True) -> None:
        """Keep a result: the files first, then the record that says they are there.

        ``settled`` is False when another try may end otherwise: its record is never trusted again.
        """
        source = self._by_key[task.key]
        kept = self.results.keep(source, product.files, task.fingerprint) if self.results else Kept()
        told, unwritten, refused = list(kept.words), kept.unwritten, bool(product.refused)
        renewed = any(each.saving is not Saving.KEPT_EDITED for each in kept.saved)
        if task.wanted.options.earlier and renewed:
            told.append(f"原结果里写的单位说明 {len(task.wanted.options.earlier)} 条，已带入新的结果。")
        if task.wanted.options.reviewed and renewed:
            told.append("原结果里填的复核已带入新的结果；所评内容改过的，复核得分改记在复核意见里。")
        if refused:
            told.append(product.refused)
        if self.ledger is not None:
            try:
                self.ledger.add(
                    task.key, task.fingerprint if settled and not unwritten and not refused else "", product
                )
            except OSError as error:
                unwritten = True
                told.append(f"{RECORDS} 未能写入：{said(error)}。")
        report = Report(
            source.file,
            product.briefs,
            product.records if self.order.records else (),
            kept.saved,
            tuple(told),
            inputs=_inputs(source),
            unwritten=unwritten,
            refused=refused,
            failure=product.failure,
        )
        self._tell(source, report)

    def _tell(self, source: Source, report: Report) -> None:
        """Pass the report on, in the order of the inputs."""
        self._done += 1
        self.ending.count(report)
        if self.log is not None:
            self.log.reported(report)
        self.listener.advanced(self._done, len(self.sources))
        self._held[_key(source)] = report
        while self._next < len(self.sources):
            held = self._held.pop(_key(self.sources[self._next]), None)
            if held is None:
                return
            self._next += 1
            self._beside(held)
            self.listener.reported(held)

    def _beside(self, report: Report) -> None:
        """Without a ledger what the findings across workbooks need is taken as reports come."""
        if self.order.across and self.ledger is None:
            for text in report.records[:1]:
                self.side.add(json.loads(text))


def _key(source: Source) -> str:
    return source.output.as_posix()


def _inputs(source: Source) -> int:
    """How many files a workbook is of; none for a department's, whose units have theirs."""
    if not isinstance(source, Joint):
        return 1
    return len(source.members) if source.spec.level is Level.UNIT else 0
