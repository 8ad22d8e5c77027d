"""The commands together, the four that people need most first."""

from __future__ import annotations

import click

from perf_xlsx import __version__
from perf_xlsx.cli.catalogues import rules, schemes
from perf_xlsx.cli.check import check
from perf_xlsx.cli.chinese import Group
from perf_xlsx.cli.explain import explain
from perf_xlsx.cli.reports import import_report, report
from perf_xlsx.cli.run import run
from perf_xlsx.cli.summary import summary
from perf_xlsx.cli.template import template
from perf_xlsx.cli.watch import watch


@click.group(cls=Group, invoke_without_command=True)
@click.version_option(__version__, message="perf_xlsx %(version)s", help="显示版本。")
@click.pass_context
def app(ctx: click.Context) -> None:
    """项目支出绩效自评表：复算得分、查出问题、生成评分工作簿。

    \b
    第一次使用：
      perf-xlsx template        得到空白的 自评表模板.xlsx，填好后放进 待评分 文件夹
      perf-xlsx run             给 待评分 里的工作簿评分，结果在 评分结果 文件夹
      perf-xlsx check 文件      只查问题，不写文件
      perf-xlsx explain 文件    看每个得分怎么来的
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


_COMMANDS = (run, template, check, explain, summary, report, import_report, rules, schemes, watch)

for command in _COMMANDS:
    app.add_command(command)
