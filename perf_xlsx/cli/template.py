"""``perf-xlsx template``: an empty workbook to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from perf_xlsx.cli.chinese import Command, Count

if TYPE_CHECKING:
    from perf_xlsx.writing.template import TemplateOptions

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
@click.option("--agency", default="", metavar="名称", help="单位名称，填入基本信息和各表的实施单位。")
@click.option("--department", default="", metavar="名称", help="主管部门，填入各表；缺省留空。")
@click.option("--year", type=Count(2000, 2100), default=None, metavar="年", help="预算年度。")
@click.option("--scheme", default="", metavar="标准", help="评分标准的编号或文件。")
@click.option(
    "--from",
    "old",
    type=click.Path(path_type=Path),
    default=None,
    metavar="上年文件",
    help="从上年的工作簿开始：项目、指标、分值照用，完成情况清空，上年完成值列在表旁。",
)
def template(
    output: Path,
    projects: int,
    flat: bool,
    agency: str,
    department: str,
    year: int | None,
    scheme: str,
    old: Path | None,
) -> None:
    """得到一份空白的自评表模板，填好后放进 待评分 文件夹。

    已有同名文件时不会覆盖。
    """
    from perf_xlsx.cli.files import write_new
    from perf_xlsx.cli.options import known_schemes
    from perf_xlsx.writing.template import TemplateOptions, write_template

    known_schemes([scheme] if scheme else [])
    target = output / _NAME if output.is_dir() else output
    options = TemplateOptions(
        projects=projects, flat=flat, agency=agency, department=department, year=year, scheme=scheme
    )
    data = write_template(options) if old is None else _started(old, options)
    write_new(target, data)
    click.echo(f"已生成 {target}")


def _started(old: Path, options: TemplateOptions) -> bytes:
    """This year's template from last year's workbook."""
    from perf_xlsx.checks.catalogue import finding
    from perf_xlsx.cli.files import read_input
    from perf_xlsx.writing.template_last import write_from

    data, problems = write_from(read_input(old), old.name, options)
    if data is None:
        told = [finding(problem) for problem in problems]
        lines = [f"{old.name} 不能作为上年的工作簿。", *(f"{each.message}{each.repair}" for each in told)]
        raise click.ClickException("\n".join(lines))
    return data
