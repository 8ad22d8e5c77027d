"""``perf-xlsx watch``: scores what is dropped into a folder."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from perf_xlsx.cli import INTERRUPTED
from perf_xlsx.cli.chinese import Command
from perf_xlsx.cli.choices import Choices, choices
from perf_xlsx.cli.options import INBOX, OUTBOX, jobs_option, quiet_option, roster_option

if TYPE_CHECKING:
    from perf_xlsx.batch.run import Order
    from perf_xlsx.cli.console import WatchConsole

_PAUSE: Final = 2.0  # seconds between two looks


@click.command(cls=Command, short_help="守着一个文件夹，放进来就评分。")
@click.argument("folder", type=click.Path(path_type=Path), metavar="[文件夹]", default=INBOX)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=OUTBOX,
    metavar="文件夹",
    help=f"结果文件夹，缺省 {OUTBOX}。",
)
@choices
@jobs_option
@roster_option
@quiet_option
def watch(
    folder: Path, output: Path, jobs: int | None, roster: Path | None, quiet: bool, **chosen: Any
) -> None:
    """守着一个文件夹（缺省 待评分），工作簿放进来、写完整后自动评分，按 Ctrl-C 结束。

    读不了的文件会说明原因，不影响其他文件；改过的文件会重新评分。
    """
    from perf_xlsx.cli.console import WatchConsole
    from perf_xlsx.cli.options import roster_of
    from perf_xlsx.cli.running import made

    if str(folder) == INBOX:
        made(folder)
    elif not folder.is_dir():
        raise click.UsageError(f"找不到文件夹：{folder}")
    order = replace(Choices(**chosen).order((folder,), output), roster=roster_of(roster))
    console = WatchConsole(quiet=quiet)
    console.word(f"正在守着“{folder}”，放进来的工作簿会自动评分，结果在“{output}”；按 Ctrl-C 结束。")
    try:
        _keep_watch(order, folder, output, console, jobs)
    except KeyboardInterrupt:
        console.word("已停止；已完成的结果都已保存。")
        raise click.exceptions.Exit(INTERRUPTED) from None


def _keep_watch(order: Order, folder: Path, output: Path, console: WatchConsole, jobs: int | None) -> None:
    """Look, score what is ready, wait; for ever.  What fails as a whole is tried again, and told once."""
    from perf_xlsx.batch.watching import Watch, look
    from perf_xlsx.cli.running import go

    seen, told = Watch(), ""
    while True:
        turn = seen.turn(look(folder, output))
        if turn.new:
            console.new = turn.new
            try:
                go(replace(order, only=turn.complete), console, jobs=jobs, cluster=None)
            except click.ClickException as error:
                if error.message != told:
                    console.warn(f"{error.message}稍后自动再试。")
                told = error.message
            else:
                seen.done(turn)
                told = ""
        time.sleep(_PAUSE)
