"""Running an order with the console as its listener."""

from __future__ import annotations

from pathlib import Path

import click

from perf_xlsx.batch.brief import GAP
from perf_xlsx.batch.ending import Ending, Report
from perf_xlsx.batch.engines import ClusterError
from perf_xlsx.batch.job import Wanted
from perf_xlsx.batch.results import said, words
from perf_xlsx.batch.run import Order, OutputError
from perf_xlsx.batch.run import run as run_order
from perf_xlsx.batch.spill import Texts
from perf_xlsx.cli.console import Console
from perf_xlsx.cli.letters import require_letters, write
from perf_xlsx.cli.options import engine
from perf_xlsx.desk.roster import Roster
from perf_xlsx.evaluate import Options


def inbox(box: Path, output: Path, *, quiet: bool) -> tuple[Path, ...]:
    """The inbox; when it isn't there both boxes are made, with a friendly word."""
    if box.is_dir():
        return (box,)
    console = Console(quiet=quiet)
    for folder in (box, output):
        made(folder)
    console.word(f"已建好文件夹“{box}”和“{output}”。")
    console.word(f"请把填好的自评表放进“{box}”，再运行一次 perf-xlsx run。")
    console.word("还没有自评表？先运行 perf-xlsx template 得到空白模板。")
    return ()


def made(folder: Path) -> None:
    """See to it that a folder is there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"不能在这里建立文件夹“{folder}”，请换一个有写入权限的位置。") from error


def go(order: Order, console: Console, *, jobs: int | None, cluster: str | None) -> Ending:
    """Run, show, and say the closing words."""
    try:
        ending = run_order(order, lambda count: engine(count, jobs, cluster), console)
    except OutputError as error:
        raise click.ClickException(str(error)) from error
    except ClusterError as error:
        raise click.UsageError(str(error)) from error
    if not ending.total:
        console.word("没有找到工作簿（.xlsx、.xlsm、.xls、.et、.ods、.xlsb）。")
    elif order.output is not None:
        console.closing(ending, order.output)
    return ending


class _Gathering(Console):
    """Listens to a run whose records are all that is wanted; the lines of single workbooks are not shown."""

    def __init__(self, *, quiet: bool) -> None:
        super().__init__(quiet=quiet)
        self.texts = Texts()

    def reported(self, report: Report) -> None:
        self._clear()
        self.texts.extend(report.records[:1])
        for told in report.briefs:
            if not told.scored:
                self.warn(f"{report.file}{GAP}未评分：{told.trouble}")


def _made(path: Path, ending: Ending) -> str:
    """What a 汇总 holds; of one without any score, that there is nothing in it but what was wrong."""
    if not ending.scored:
        return (
            f"没有一个工作簿能评分。{path} 里没有得分，"
            f"只列出未能评分的 {ending.unscored} 个文件和原因（见“未评分文件”“退回意见”）。"
        )
    return f"已生成 {path}：{ending.scored} 个工作簿，未能评分 {ending.unscored} 个。"


def summarise(
    folders: tuple[Path, ...],
    output: Path,
    *,
    roster: Roster | None,
    letters: bool,
    jobs: int | None,
    quiet: bool,
) -> None:
    """汇总 from the workbooks in some folders, years side by side; on demand the letters, too."""
    from perf_xlsx.batch.store import save
    from perf_xlsx.batch.summing import gather, seal_of, workbook

    if letters:
        require_letters()
    console = _Gathering(quiet=quiet)
    order = Order(folders, None, Wanted(Options(), outputs=False), records=True)
    ending = go(order, console, jobs=jobs, cluster=None)
    if not ending.total:
        return
    seal = seal_of(console.texts)
    gathered = gather(console.texts, roster, over_years=True)
    data = workbook(gathered, seal.fingerprint)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        saved = save(output, data, seal, force=True)
    except OSError as error:
        raise click.ClickException(f"{output} 不能写入：{said(error)}。") from error
    for word in (*gathered.words, *words([saved])):
        console.warn(word)
    click.echo(_made(saved.path, ending))
    whole = not letters or write(console, gathered, output.parent)
    if ending.unscored or not whole:
        raise click.exceptions.Exit(1)
