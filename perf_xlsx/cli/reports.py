"""``perf-xlsx report`` and ``perf-xlsx import``: the 自评报告 out of a workbook, and into one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from perf_xlsx.cli.chinese import Command
from perf_xlsx.cli.files import read_input, write_new
from perf_xlsx.cli.options import scheme_option
from perf_xlsx.writing.dated import made_after

if TYPE_CHECKING:
    from perf_xlsx.report.importing import Note

_SHOWN: Final = 60


@click.command(cls=Command, short_help="由工作簿写出自评报告（.docx）。")
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="文件", help="缺省在当前文件夹。")
@scheme_option
def report(file: Path, output: Path | None, schemes: tuple[str, ...]) -> None:
    """由填好的自评表写出自评报告：六个部分，需要人写的地方标黄。

    未完成和待评定的指标照实写明。已有同名文件时不会覆盖。
    """
    from perf_xlsx.cli.options import known_schemes
    from perf_xlsx.evaluate import Options, evaluate
    from perf_xlsx.report.docx import MissingLibraryError, write_docx
    from perf_xlsx.report.narrative import narrative

    target = output or Path(f"{file.stem}_自评报告.docx")
    evaluation = evaluate(read_input(file), file.name, Options(schemes=known_schemes(schemes[:1])))[0]
    if evaluation.scorecard is None or evaluation.submission is None:
        reasons = "".join(finding.message + finding.repair for finding in evaluation.findings[:1])
        raise click.ClickException(f"{file.name} 不能评分，没有写报告。{reasons}")
    year = evaluation.submission.year
    written = narrative(evaluation)
    try:
        data = write_docx(written, made_after(year))
    except MissingLibraryError as error:
        raise click.ClickException(str(error)) from error
    write_new(target, data)
    click.echo(f"已生成 {target}，标黄待补充 {written.gaps} 处。")


@click.command("import", cls=Command, short_help="把自评报告读成自评表。")
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="文件", help="缺省在当前文件夹。")
def import_report(file: Path, output: Path | None) -> None:
    """把一份自评报告（.docx 或 .txt）读成填好的自评表，每个指标旁附报告原句。

    没有读懂的内容逐条列出，不会猜。已有同名文件时不会覆盖。
    """
    from perf_xlsx.report.docx import MissingLibraryError
    from perf_xlsx.report.importing import read_report
    from perf_xlsx.report.source import UnreadableReportError, paragraphs
    from perf_xlsx.writing.template import write_entries

    target = output or Path(f"{file.stem}_自评表.xlsx")
    try:
        imported = read_report(paragraphs(read_input(file)))
    except (UnreadableReportError, MissingLibraryError) as error:
        raise click.ClickException(str(error)) from error
    projects = imported.entries.projects
    if not projects:
        raise click.ClickException(
            f"{file.name} 里没有找到项目，没有生成自评表。报告里每个项目应有“项目1：名称”这样的标题，"
            "其下是年度总体目标和绩效指标；也可用 perf-xlsx template 取空表填写。"
        )
    write_new(target, write_entries(imported.entries))
    rows = sum(len(project.indicators) for project in projects)
    lines = sum(len(project.funds) for project in projects)
    click.echo(f"已生成 {target}：{len(projects)} 个项目，{rows} 个指标，{lines} 个资金项。")
    _tell(imported.notes)


def _tell(notes: tuple[Note, ...]) -> None:
    if notes:
        click.echo(f"没有读懂的内容 {len(notes)} 处，请对照报告补填：", err=True)
    for note in notes:
        text = note.text if len(note.text) <= _SHOWN else note.text[:_SHOWN] + "……"
        click.echo(f"　{text}：{note.why}", err=True)
