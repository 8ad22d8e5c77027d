"""What a run shows while it goes on: results on stdout, progress and words on stderr."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from typing import Final

import click

from perf_xlsx.batch.brief import GAP, line
from perf_xlsx.batch.discovery import Discovery, LeftOut
from perf_xlsx.batch.ending import Ending, Report
from perf_xlsx.batch.names import MAIL, MERGED
from perf_xlsx.batch.results import also

_SHOWN_LEFT_OUT: Final = 5
_PLAIN_STEPS: Final = 10  # lines of progress where there is no terminal


def json_line(text: str) -> None:
    """A line of JSON on stdout: UTF-8 whatever the console speaks."""
    sys.stdout.flush()
    stream = sys.stdout.buffer
    stream.write(text.encode("utf-8", "replace") + b"\n")
    stream.flush()


class Console:
    """Listens to a run and shows it."""

    def __init__(self, *, as_json: bool = False, quiet: bool = False) -> None:
        self._json = as_json
        self._quiet = quiet
        self._began = time.monotonic()
        self._live = sys.stderr.isatty() and not quiet
        self._on_line = False
        self.left_out: tuple[LeftOut, ...] = ()

    def word(self, text: str) -> None:
        """A sentence for people; nothing when quiet."""
        if not self._quiet:
            self._clear()
            click.echo(text, err=True)

    def warn(self, text: str) -> None:
        """A sentence that people must see."""
        self._clear()
        click.echo(text, err=True)

    def found(self, discovery: Discovery) -> None:
        """Say what is left out: of each kind all names when there are few, else the first and how many."""
        self.left_out = discovery.left_out
        for reason, count in Counter(each.reason for each in discovery.left_out).items():
            named = [each.file for each in discovery.left_out if each.reason is reason]
            if count > _SHOWN_LEFT_OUT:
                self.word(f"跳过 {count} 个文件：{reason.value}（{named[0]} 等，全部见记录）")
                continue
            for file in named:
                self.word(f"跳过 {file}：{reason.value}")

    def surveyed(self, done: int, total: int) -> None:
        """Progress of finding out whose the files are; the time of the scoring itself begins afterwards."""
        self._show_progress("识别单位", done, total)
        if done == total:
            self._began = time.monotonic()

    def advanced(self, done: int, total: int) -> None:
        """Progress with rate and time left on a terminal, a few plain lines elsewhere."""
        self._show_progress("已处理", done, total)

    def _show_progress(self, what: str, done: int, total: int) -> None:
        if self._quiet or total == 1:
            return
        if self._live:
            text = f"\r{self._progress(what, done, total)}\x1b[K"
            click.echo(text, err=True, nl=False)
            self._on_line = True
        elif done == total or done * _PLAIN_STEPS // total > (done - 1) * _PLAIN_STEPS // total:
            click.echo(self._progress(what, done, total), err=True)

    def _progress(self, what: str, done: int, total: int) -> str:
        seconds = max(time.monotonic() - self._began, 0.001)
        rate = done / seconds
        left = f"，约剩 {_duration((total - done) / rate)}" if done < total else ""
        return f"{what} {done}/{total}，每秒 {rate:.1f} 个{left}"

    def _clear(self) -> None:
        if self._on_line:
            click.echo("\r\x1b[K", err=True, nl=False)
            self._on_line = False

    def reported(self, report: Report) -> None:
        """One line per workbook (and scheme) on stdout; words about it on stderr."""
        self._clear()
        if self._json:
            for text in report.records:
                json_line(text)
        else:
            several = len(report.briefs) > 1
            for index, told in enumerate(report.briefs):
                click.echo(line(report.file, told, several_schemes=several) + self._where(report, index))
        for word in report.words:
            self.warn(f"{report.file}{GAP}{word}")
        if report.failure:
            self.warn(f"{report.file}{GAP}程序出错：{report.failure}")

    @staticmethod
    def _where(report: Report, index: int) -> str:
        """The scheme's own result; behind the last scheme's also what else was made."""
        if index >= len(report.saved):
            return ""
        state = "（未变，跳过）" if report.skipped else ""
        more = also(report.saved) if index == len(report.briefs) - 1 else ()
        beside = f"（另有{'、'.join(more)}）" if more else ""
        return f"{GAP}→ {report.saved[index].path.name}{beside}{state}"

    def closing(self, ending: Ending, output: Path) -> None:
        """How many, how many with problems, where the results lie, what to do next."""
        self._clear()
        for word in ending.words:
            self.warn(word)
        parts = [f"共 {ending.total} 个工作簿：已评分 {ending.scored}"]
        parts += [f"未能评分 {ending.unscored}"] if ending.unscored else []
        parts += [f"报送稿未生成 {ending.refused}"] if ending.refused else []
        parts += [f"结果未能写入 {ending.unwritten}"] if ending.unwritten else []
        skipped = f"；其中未变跳过 {ending.skipped}" if ending.skipped else ""
        self.word("，".join(parts) + f"{skipped}。")
        made = [f"单位 {ending.units_merged} 个"] if ending.units_merged else []
        made += [f"主管部门 {ending.departments_merged} 个"] if ending.departments_merged else []
        if made:
            self.word(f"合并成簿：{'，'.join(made)}（*{MERGED}），各由哪些文件合成见其中的“合并来源”。")
        if ending.unscored:
            self.word(f"未能评分的 {ending.unscored} 个，原因和办法见上面各行；处理后放回原处再运行一次。")
        if ending.with_errors:
            self.word(f"{ending.with_errors} 个有须更正的问题：请按各结果的“问题清单”修改原表后再运行一次。")
        elif ending.with_warnings:
            self.word(f"{ending.with_warnings} 个有须说明的问题：请在各结果的“问题清单”里填写说明。")
        if ending.across:
            self.word(f"比较各文件后另有 {len(ending.across)} 个问题，见汇总的“跨表问题”。")
        if ending.drafts:
            self.word(f"邮件草稿 {ending.drafts} 份（*{MAIL}）：双击打开，填上收件人，核对后自行发送。")
        if ending.scored:
            self.word(f"结果在：{output}" + (f"，汇总：{ending.summary.name}" if ending.summary else ""))


class WatchConsole(Console):
    """Listens to one run after another over a folder that is watched: each file is told when it is new."""

    def __init__(self, *, quiet: bool = False) -> None:
        super().__init__(quiet=quiet)
        self.new: frozenset[Path] = frozenset()
        self._told: set[LeftOut] = set()
        self._files: set[str] = set()

    def found(self, discovery: Discovery) -> None:
        """What is left out, once; and how the new files are called in reports."""
        self._files = {source.file for source in discovery.sources if source.path in self.new}
        fresh = tuple(each for each in discovery.left_out if each not in self._told)
        self._told.update(fresh)
        super().found(Discovery(discovery.sources, fresh))

    def advanced(self, done: int, total: int) -> None:
        """Nothing: each file's own line is enough."""

    def reported(self, report: Report) -> None:
        if report.file in self._files:
            super().reported(report)

    def closing(self, ending: Ending, output: Path) -> None:
        """Only what went wrong: the watch goes on."""
        for word in ending.words:
            self.warn(word)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"
