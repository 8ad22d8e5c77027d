"""``perf-xlsx watch``: scores what is dropped into a folder."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

import click

from perf_xlsx.cli.chinese import Command
from perf_xlsx.cli.options import INBOX, OUTBOX, quiet_option, scheme_option

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
@scheme_option
@quiet_option
def watch(folder: Path, output: Path, schemes: tuple[str, ...], quiet: bool) -> None:
    """守着一个文件夹（缺省 待评分），工作簿放进来、写完整后自动评分，按 Ctrl-C 结束。

    读不了的文件会说明原因，不影响其他文件。
    """
    from perf_xlsx.batch.job import Wanted
    from perf_xlsx.batch.run import Order
    from perf_xlsx.batch.watching import batches, look
    from perf_xlsx.cli.console import Console
    from perf_xlsx.cli.options import known_schemes, scheme_parts
    from perf_xlsx.cli.running import go, inbox
    from perf_xlsx.evaluate import Options

    if not folder.is_dir() and str(folder) != INBOX:
        raise click.UsageError(f"找不到：{folder}")
    inbox(folder, output, quiet=quiet)
    wanted = Wanted(Options(schemes=known_schemes(schemes)))
    console = Console(quiet=quiet)
    console.word(f"正在守着“{folder}”，放进来的工作簿会自动评分；按 Ctrl-C 结束。")
    for batch in batches(folder, lambda: look(folder, output), lambda: time.sleep(_PAUSE)):
        order = Order(batch.files, output / batch.below, wanted, scheme_parts(schemes))
        go(order, console, jobs=1, cluster=None)
