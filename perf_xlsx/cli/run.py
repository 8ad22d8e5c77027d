"""``perf-xlsx run``: scores files and folders."""

from __future__ import annotations

from pathlib import Path

import click

from perf_xlsx.cli.chinese import BROKEN, Command
from perf_xlsx.cli.letters import letters_option
from perf_xlsx.cli.options import (
    INBOX,
    OUTBOX,
    cluster_option,
    jobs_option,
    json_option,
    last_option,
    quiet_option,
    roster_option,
    scheme_option,
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
@scheme_option
@jobs_option
@cluster_option
@click.option("--force", is_flag=True, help="未变的工作簿也重新评分。")
@click.option("--fill", is_flag=True, help="另存一份填好得分的原表（_填分.xlsx）。")
@click.option("--overwrite", is_flag=True, help="配合 --fill：已填的格也改为复算值。")
@click.option("--final", is_flag=True, help="另存报送稿（_报送稿.xlsx）；还有须更正时不生成，并列出。")
@click.option("--anyway", is_flag=True, help="配合 --final：有须更正也生成。")
@click.option("--eml", is_flag=True, help="另存邮件草稿（_邮件草稿.eml），附上结果，双击打开；不会自动发送。")
@click.option(
    "--merge", is_flag=True, help="同一单位的文件合成一个工作簿，各单位的再汇成主管部门的（_汇总上报.xlsx）。"
)
@letters_option
@click.option("--accept", is_flag=True, help="用复算得分代替自评得分。")
@last_option
@roster_option
@click.option("--keep-all", is_flag=True, help="其他工作表的内容也带入结果。")
@json_option
@quiet_option
def run(
    paths: tuple[Path, ...],
    output: Path,
    schemes: tuple[str, ...],
    jobs: int | None,
    cluster: str | None,
    force: bool,
    fill: bool,
    overwrite: bool,
    final: bool,
    anyway: bool,
    eml: bool,
    merge: bool,
    letters: bool,
    accept: bool,
    last: Path | None,
    roster: Path | None,
    keep_all: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """给工作簿评分：读出每张自评表，复算得分，查出问题，写出带公式的评分工作簿。

    不给文件时，处理当前文件夹里的 待评分，结果放进 评分结果。
    给两个以上的工作簿时，另有 汇总.xlsx。原文件从不改动。
    """
    from perf_xlsx.batch.job import Wanted, dumps
    from perf_xlsx.batch.left_out import left_out_record
    from perf_xlsx.batch.run import Order
    from perf_xlsx.cli.console import json_line
    from perf_xlsx.cli.letters import Listening, letters_of, require_letters, write
    from perf_xlsx.cli.options import existing, known_schemes, last_of, roster_of, scheme_parts
    from perf_xlsx.cli.running import go, inbox
    from perf_xlsx.evaluate import Options

    if merge and fill:
        raise click.UsageError("--merge 不能与 --fill 同时使用：填分是填在各单位自己的原表里。")
    given = existing(paths) or inbox(Path(INBOX), Path(output), quiet=quiet)
    if not given:
        return
    if letters:
        require_letters()
    previous = last_of(last)
    options = Options(schemes=known_schemes(schemes), accept=accept, keep_all=keep_all)
    wanted = Wanted(options, fill=fill, overwrite=overwrite, final=final, anyway=anyway, mail=eml)
    flags = (
        f"accept={accept} keep_all={keep_all} fill={fill} overwrite={overwrite} "
        f"final={final} anyway={anyway} eml={eml}"
    )
    order = Order(
        paths=given,
        output=output,
        wanted=wanted,
        parts=(flags, *scheme_parts(schemes), previous.digest if previous else ""),
        merge=merge,
        force=force,
        records=as_json or letters,
        last=previous,
        roster=roster_of(roster),
    )
    console = Listening(as_json=as_json, quiet=quiet, keep=letters)
    ending = go(order, console, jobs=jobs, cluster=cluster)
    of_several = [*ending.across, *map(left_out_record, console.left_out)]
    if as_json and of_several:
        json_line(dumps({"batch": {"findings": of_several}}))
    whole = not letters or write(console, letters_of(console.texts), output)
    if ending.failures:
        raise click.exceptions.Exit(BROKEN)
    if ending.unscored or ending.unwritten or ending.refused or not whole:
        raise click.exceptions.Exit(1)
