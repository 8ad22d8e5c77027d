"""The log of a run: which files, what became of each, how it ended.  Names only, no machine paths."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Self, TextIO

from perf_xlsx import __version__
from perf_xlsx.batch.brief import GAP, line
from perf_xlsx.batch.discovery import Discovery
from perf_xlsx.batch.ending import Ending, Report
from perf_xlsx.batch.merging import Plan


class Log:
    """One file per run in a folder of its own; a log that can't be written never stops a run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / f"{datetime.now():%Y%m%d-%H%M%S}.log"
            self._file = path.open("a", encoding="utf-8-sig", errors="replace")
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            with suppress(OSError):
                self._file.close()

    def found(self, discovery: Discovery) -> None:
        self._write(f"perf_xlsx {__version__}，工作簿 {len(discovery.sources)} 个")
        for each in discovery.left_out:
            self._write(f"跳过{GAP}{each.file}{GAP}{each.reason.value}")

    def merged(self, plan: Plan) -> None:
        """Which files went into which merged workbook."""
        for joint in plan.joints:
            self._write(f"合并{GAP}{joint.told}{GAP}{'、'.join(each.file for each in joint.members)}")

    def reported(self, report: Report) -> None:
        for told in report.briefs:
            state = "（未变，跳过）" if report.skipped else ""
            self._write(line(report.file, told, several_schemes=len(report.briefs) > 1) + state)
        for word in report.words:
            self._write(f"{report.file}{GAP}{word}")
        if report.failure:
            self._write(f"{report.file}{GAP}程序出错：{report.failure}")

    def ended(self, ending: Ending) -> None:
        for word in ending.words:
            self._write(word)
        self._write(f"结束：评分 {ending.scored}，未评分 {ending.unscored}，未变跳过 {ending.skipped}")

    def _write(self, text: str) -> None:
        if self._file is not None:
            with suppress(OSError):
                self._file.write(f"{datetime.now():%H:%M:%S}{GAP}{text}\n")
                self._file.flush()
