"""``perf-xlsx template``: an empty workbook to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from perf_xlsx.cli.chinese import Command, Count

_NAME: Final = "自评表模板.xlsx"


@click.command(cls=Command, short_help="得到空白的 自评表模板.xlsx。")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=_NAME,
    metavar="文件",
    help=f"文件名或文件夹，缺省 {_NAME}。",
)
@click.option("--projects", type=Count(1, 200), default=3, metavar="N", help="项目个数，缺省 3。")
@click.option("--flat", is_flag=True, help="清单式录入：指标、资金各一张表。")
@click.option("--agency", default="", metavar="名称", help="单位名称，填入基本信息。")
@click.option("--year", type=Count(2000, 2100), default=None, metavar="年", help="预算年度。")
@click.option("--scheme", default="", metavar="标准", help="评分标准的编号或文件。")
def template(output: Path, projects: int, flat: bool, agency: str, year: int | None, scheme: str) -> None:
    """得到一份空白的自评表模板，填好后放进 待评分 文件夹。

    已有同名文件时不会覆盖。
    """
    from perf_xlsx.batch.store import write_whole
    from perf_xlsx.cli.options import known_schemes
    from perf_xlsx.writing.template import TemplateOptions, write_template

    known_schemes([scheme] if scheme else [])
    target = output / _NAME if output.is_dir() else output
    if target.exists():
        raise click.ClickException(f"{target} 已存在，没有覆盖。请用 -o 另给一个名称。")
    data = write_template(
        TemplateOptions(projects=projects, flat=flat, agency=agency, year=year, scheme=scheme)
    )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, data)
    except OSError as error:
        raise click.ClickException(f"{target} 不能写入，请换一个位置。") from error
    click.echo(f"已生成 {target}")
