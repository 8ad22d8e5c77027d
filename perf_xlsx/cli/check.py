"""``perf-xlsx check``: findings only; writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from perf_xlsx.cli.chinese import BROKEN, Command
from perf_xlsx.cli.options import jobs_option, last_option, quiet_option, roster_option, scheme_option

_LEVELS: Final = {"error": ("error",), "warning": ("error", "warning"), "never": ()}


@click.command(cls=Command, short_help="只查问题，不写文件。")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件或文件夹...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    help="输出格式：text、json 或 csv。",
)
@click.option("--json", "as_json", is_flag=True, help="同 --format json。")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    help="有哪一级问题时返回 1：error 须更正（缺省）、warning 须说明、never 不返回 1。",
)
@click.option("--ignore", multiple=True, metavar="编号", help="不看这条规则；可多次给出。")
@scheme_option
@last_option
@roster_option
@jobs_option
@quiet_option
def check(
    paths: tuple[Path, ...],
    form: str,
    as_json: bool,
    fail_on: str,
    ignore: tuple[str, ...],
    schemes: tuple[str, ...],
    last: Path | None,
    roster: Path | None,
    jobs: int | None,
    quiet: bool,
) -> None:
    """只查问题：复算每张自评表，列出财政部门会退回或询问的地方，不写任何文件。"""
    from perf_xlsx.batch.job import Wanted
    from perf_xlsx.batch.run import Order
    from perf_xlsx.cli.findings import Findings, ignored
    from perf_xlsx.cli.options import existing, known_schemes, last_of, roster_of
    from perf_xlsx.cli.running import go
    from perf_xlsx.evaluate import Options

    given = existing(paths)
    unwanted = ignored(ignore)
    order = Order(
        paths=given,
        output=None,
        wanted=Wanted(Options(schemes=known_schemes(schemes)), outputs=False),
        records=True,
        across=True,
        last=last_of(last),
        roster=roster_of(roster),
    )
    console = Findings("json" if as_json else form, unwanted, quiet=quiet)
    ending = go(order, console, jobs=jobs, cluster=None)
    console.across(ending.across)
    console.ended(ending)
    if ending.failures:
        raise click.exceptions.Exit(BROKEN)
    if ending.unscored or any(console.counts[level] for level in _LEVELS[fail_on]):
        raise click.exceptions.Exit(1)
