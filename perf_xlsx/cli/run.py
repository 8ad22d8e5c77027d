"""``perf-xlsx run``: scores files and folders."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from perf_xlsx.cli.chinese import BROKEN, Command
from perf_xlsx.cli.choices import Choices, choices
from perf_xlsx.cli.letters import letters_option
from perf_xlsx.cli.options import (
    INBOX,
    OUTBOX,
    cluster_option,
    jobs_option,
    json_option,
    quiet_option,
    roster_option,
)


@click.command(cls=Command, short_help="给工作簿评分，生成评分结果。")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[文件或文件夹]...")
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
@cluster_option
@click.option("--force", is_flag=True, help="未变的工作簿也重新评分。")
@click.option(
    "--merge", is_flag=True, help="同一单位的文件合成一个工作簿，各单位的再汇成主管部门的（_汇总上报.xlsx）。"
)
@letters_option
@roster_option
@json_option
@quiet_option
def run(
    paths: tuple[Path, ...],
    output: Path,
    jobs: int | None,
    cluster: str | None,
    force: bool,
    merge: bool,
    letters: bool,
    roster: Path | None,
    as_json: bool,
    quiet: bool,
    **chosen: Any,
) -> None:
    """给工作簿评分：读出每张自评表，复算得分，查出问题，写出带公式的评分工作簿。

    不给文件时，处理当前文件夹里的 待评分，结果放进 评分结果。
    给两个以上的工作簿时，另有 汇总.xlsx。原文件从不改动。
    """
    from perf_xlsx.batch.job import dumps
    from perf_xlsx.batch.left_out import left_out_record
    from perf_xlsx.cli.console import json_line
    from perf_xlsx.cli.letters import Listening, gathered_of, require_letters, write
    from perf_xlsx.cli.options import existing, roster_of
    from perf_xlsx.cli.running import go, inbox

    wanted = Choices(**chosen)
    if merge and wanted.fill:
        raise click.UsageError("--merge 不能与 --fill 同时使用：填分是填在各单位自己的原表里。")
    given = existing(paths) or inbox(Path(INBOX), Path(output), quiet=quiet)
    if not given:
        return
    if letters:
        require_letters()
    order = replace(
        wanted.order(given, output),
        merge=merge,
        force=force,
        records=as_json or letters,
        roster=roster_of(roster),
    )
    console = Listening(as_json=as_json, quiet=quiet, keep=letters)
    ending = go(order, console, jobs=jobs, cluster=cluster)
    of_several = [*ending.across, *map(left_out_record, console.left_out)]
    if as_json and of_several:
        json_line(dumps({"batch": {"findings": of_several}}))
    whole = not letters or write(console, gathered_of(console.texts, order.roster), output)
    if ending.failures:
        raise click.exceptions.Exit(BROKEN)
    if ending.unscored or ending.unwritten or ending.refused or not whole:
        raise click.exceptions.Exit(1)
