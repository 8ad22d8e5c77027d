"""Running an order with the console as its listener."""

from __future__ import annotations

from pathlib import Path

import click

from perf_xlsx.batch.ending import Ending
from perf_xlsx.batch.run import Order, OutputError
from perf_xlsx.batch.run import run as run_order
from perf_xlsx.cli.console import Console
from perf_xlsx.cli.options import engine


def inbox(box: Path, output: Path, *, quiet: bool) -> tuple[Path, ...]:
    """The inbox; when it isn't there both boxes are made, with a friendly word."""
    if box.is_dir():
        return (box,)
    console = Console(quiet=quiet)
    for folder in (box, output):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise click.ClickException(
                f"不能在这里建立文件夹“{folder}”，请换一个有写入权限的位置。"
            ) from error
    console.word(f"已建好文件夹“{box}”和“{output}”。")
    console.word(f"请把填好的自评表放进“{box}”，再运行一次 perf-xlsx run。")
    console.word("还没有自评表？先运行 perf-xlsx template 得到空白模板。")
    return ()


def go(order: Order, console: Console, *, jobs: int | None, cluster: str | None) -> Ending:
    """Run, show, and say the closing words."""
    try:
        ending = run_order(order, lambda count: engine(count, jobs, cluster), console)
    except OutputError as error:
        raise click.ClickException(str(error)) from error
    if not ending.total:
        console.word("没有找到工作簿（.xlsx、.xlsm、.xls、.et、.ods、.xlsb）。")
    elif order.output is not None:
        console.closing(ending, order.output)
    return ending
