"""``perf-xlsx summary``: 汇总 again from workbooks that are there, years side by side."""

from __future__ import annotations

from pathlib import Path

import click

from perf_xlsx.cli.chinese import Command
from perf_xlsx.cli.letters import letters_option
from perf_xlsx.cli.options import jobs_option, quiet_option, roster_option


@click.command(cls=Command, short_help="由已有的结果重做汇总，可多年对比。")
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件夹...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default="汇总.xlsx",
    metavar="文件",
    help="汇总文件，缺省 汇总.xlsx。",
)
@roster_option
@letters_option
@jobs_option
@quiet_option
def summary(
    folders: tuple[Path, ...], output: Path, roster: Path | None, letters: bool, jobs: int | None, quiet: bool
) -> None:
    """由文件夹里的评分结果（或自评表）重做汇总.xlsx；给多个年度的文件夹时作同比。

    复核人在评分结果里填的复核得分、复核意见由此进入汇总。
    """
    from perf_xlsx.cli.options import existing, roster_of
    from perf_xlsx.cli.running import summarise

    given = existing(folders)
    summarise(given, output, roster=roster_of(roster), letters=letters, jobs=jobs, quiet=quiet)
