"""A run over files and folders: finds, skips what is done, scores the rest, keeps every result at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Protocol

from perf_xlsx.batch.discovery import Discovery, Source, discover
from perf_xlsx.batch.ending import Ending, Report
from perf_xlsx.batch.engines import Engine
from perf_xlsx.batch.fingerprint import fingerprint
from perf_xlsx.batch.job import Product, Task, Wanted, unscored, work
from perf_xlsx.batch.last import LastYear
from perf_xlsx.batch.ledger import Entry, Ledger
from perf_xlsx.batch.log import Log
from perf_xlsx.batch.names import FILLED, LOGS, RECORDS, SCORED
from perf_xlsx.batch.seal import Seal
from perf_xlsx.batch.store import Saved, Saving, current, save, sweep
from perf_xlsx.model import Problem
from perf_xlsx.reading.limits import FILE_BYTES

_KINDS: Final = {SCORED: "scored", FILLED: "filled"}


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for.  ``output`` is None when nothing is to be written (``check``).

    ``parts`` are the texts that, beside the input, decide a result (see ``fingerprint``).
    ``records``: reports carry their JSON texts.
    """

    paths: tuple[Path, ...]
    output: Path | None
    wanted: Wanted
    parts: tuple[str, ...] = ()
    force: bool = False
    records: bool = False
    last: LastYear | None = None

    def wanted_of(self, source: Source) -> Wanted:
        """What is wanted of one workbook: with its own of the year before, where there is one."""
        if self.last is None:
            return self.wanted
        options = replace(self.wanted.options, previous=self.last.of(source))
        return replace(self.wanted, options=options)


class Listener(Protocol):
    """Hears of a run while it goes on."""

    def found(self, discovery: Discovery) -> None:
        """What the paths hold, before the first workbook is read."""

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
    discovery = discover(order.paths, order.output)
    listener.found(discovery)
    with ExitStack() as stack:
        ledger = log = None
        if order.output is not None and discovery.sources:
            _prepare(order.output)
            if len(discovery.sources) > 1:
                log = stack.enter_context(Log(order.output / LOGS))
                log.found(discovery)
                ledger = _opened(order.output, stack)
        going = _Going(order, listener, discovery.sources, ledger, log)
        if not discovery.sources:
            return going.ending
        going.score(engine(len(discovery.sources)))
        going.close()
        return going.ending


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)
    except OSError as error:
        raise OutputError(f"结果文件夹“{folder}”不能使用：{_said(error)}。") from error


def _opened(folder: Path, stack: ExitStack) -> Ledger:
    try:
        return stack.enter_context(Ledger(folder / RECORDS))
    except OSError as error:
        raise OutputError(f"结果文件夹“{folder}”不能写入：{_said(error)}。") from error


def _said(error: OSError) -> str:
    """An error of the system in words that a clerk understands, else the system's own."""
    match error:
        case PermissionError():
            return "没有写入权限"
        case FileExistsError() | NotADirectoryError():
            return "同名的文件已存在"
        case FileNotFoundError():
            return "文件不存在"
    known = {28: "磁盘已满", 30: "磁盘是只读的", 36: "名称过长", 122: "磁盘配额已满"}
    return known.get(error.errno or 0, error.strerror or "系统没有说明原因")


@dataclass(slots=True)
class _Going:
    """A run while it goes on."""

    order: Order
    listener: Listener
    sources: Sequence[Source]
    ledger: Ledger | None
    log: Log | None
    ending: Ending = field(default_factory=Ending)
    _by_key: dict[str, Source] = field(default_factory=dict)
    _held: dict[str, Report] = field(default_factory=dict)
    _next: int = 0
    _done: int = 0

    def score(self, engine: Engine) -> None:
        """Score all workbooks; each result is written as soon as it is there."""
        self._by_key = {_key(source): source for source in self.sources}
        self.ending.total = len(self.sources)
        with closing(engine.run(work, self._tasks())) as results:
            for task, product in results:
                self._finish(task, product or unscored(task, Problem("batch.killed", found=task.file)))

    def close(self) -> None:
        """Bring the records into the order of the inputs."""
        if self.ledger is not None:
            try:
                self.ledger.set_in_order(map(_key, self.sources))
            except OSError as error:
                self.ending.unwritten += 1
                self.ending.words.append(f"{RECORDS} 未能写入：{_said(error)}。")
        if self.log is not None:
            self.log.ended(self.ending)

    def _tasks(self) -> Iterator[Task]:
        """The workbooks that have to be scored, read when there is room for them."""
        for source in self.sources:
            data, trouble = _read(source.path)
            mark = fingerprint(data, (source.file, *self.order.parts))
            task = Task(_key(source), data, source.path.name, source.file, mark, self.order.wanted)
            if trouble:
                self._finish(task, unscored(task, Problem("batch.unreadable", found=trouble)))
                continue
            entry = self.ledger.known(task.key, mark) if self.ledger else None
            standing = self._standing(source, mark, entry)
            if entry is None or standing is None:
                yield task
            else:
                self._skip(source, entry, standing)

    def _standing(self, source: Source, mark: str, entry: Entry | None) -> tuple[Saved, ...] | None:
        """The results of an earlier run over the same input, if all of them are still there."""
        if entry is None or self.order.force:
            return None
        saved = [current(self._target(source, ending), _seal(ending, mark)) for ending in entry.endings]
        return None if None in saved else tuple(each for each in saved if each is not None)

    def _target(self, source: Source, ending: str) -> Path:
        assert self.order.output is not None
        path = self.order.output.joinpath(*source.output.parts)
        return path.with_name(path.name + ending)

    def _skip(self, source: Source, entry: Entry, standing: tuple[Saved, ...]) -> None:
        assert self.ledger is not None
        records = tuple(self.ledger.records(_key(source))) if self.order.records else ()
        words = tuple(_word(saved) for saved in standing if saved.saving is Saving.KEPT_EDITED)
        self._tell(source, Report(source.file, entry.briefs, records, standing, words, skipped=True))

    def _finish(self, task: Task, product: Product) -> None:
        """Keep a result: the files first, then the record that says they are there."""
        source = self._by_key[task.key]
        saved: list[Saved] = []
        words: list[str] = []
        unwritten = False
        try:
            for ending, data in product.files:
                path = self._target(source, ending)
                path.parent.mkdir(parents=True, exist_ok=True)
                saved.append(save(path, data, _seal(ending, task.fingerprint), force=self.order.force))
            if self.ledger is not None and not product.failure:
                self.ledger.add(task.key, task.fingerprint, product)
        except OSError as error:
            unwritten = True
            words.append(f"结果未能写入：{_said(error)}。")
        words += (_word(each) for each in saved if each.saving in _WORDS)
        words += self._old_result(source, product)
        report = Report(
            source.file,
            product.briefs,
            product.records if self.order.records else (),
            tuple(saved),
            tuple(words),
            unwritten=unwritten,
            failure=product.failure,
        )
        self._tell(source, report)

    def _old_result(self, source: Source, product: Product) -> list[str]:
        """A word on the result of an earlier run, when this one gave none."""
        if self.order.output is None or product.files:
            return []
        target = self._target(source, SCORED)
        return [f"上次的结果仍保留，未更新：{target.name}"] if target.exists() else []

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
            self.listener.reported(held)


_WORDS: Final = {
    Saving.KEPT_EDITED: "已有结果经人工修改，原样保留：{name}",
    Saving.BESIDE_EDITED: "同名结果经人工修改，未覆盖，另存为 {name}",
    Saving.BESIDE_LOCKED: "同名结果正被打开或只读，另存为 {name}",
}


def _word(saved: Saved) -> str:
    return _WORDS[saved.saving].format(name=saved.path.name)


def _key(source: Source) -> str:
    return source.output.as_posix()


def _seal(ending: str, mark: str) -> Seal:
    return Seal(_KINDS[ending], mark)


def _read(path: Path) -> tuple[bytes, str]:
    """The input's bytes, and why they can't be had; of a file that is too large its beginning."""
    if not path.is_file():
        return b"", "不是普通文件"
    try:
        with path.open("rb") as source:
            return source.read(FILE_BYTES + 1), ""
    except OSError as error:
        return b"", _said(error)
