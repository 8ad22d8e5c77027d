"""``perf-xlsx explain``: how scores came about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from perf_xlsx.cli.chinese import Command
from perf_xlsx.cli.options import scheme_option

if TYPE_CHECKING:
    from perf_xlsx.explain import Explanation


@click.command(cls=Command, short_help="说明得分怎么来的。")
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@click.argument("what", required=False, default="", metavar="[单元格或名称]")
@scheme_option
@click.option("--json", "as_json", is_flag=True, help="改为每行一个 JSON 对象（UTF-8）。")
def explain(file: Path, what: str, schemes: tuple[str, ...], as_json: bool) -> None:
    """说明得分怎么来的：原文、怎样读懂、方法、逐步计算、舍入和出处。

    \b
    单元格或名称可以是：
      单元格，如 G12 或 项目1!G12
      项目名称或指标名称的一部分，如 法律援助
    不给时说明全部得分。
    """
    from perf_xlsx.cli.options import existing, known_schemes
    from perf_xlsx.evaluate import Options, evaluate
    from perf_xlsx.explain import explain as explained
    from perf_xlsx.explain import text

    existing([file])
    if not file.is_file():
        raise click.UsageError(f"{file} 不是文件。")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise click.ClickException(f"{file.name} 无法打开：{error.strerror}。") from error
    evaluations = evaluate(data, file.name, Options(schemes=known_schemes(schemes)))
    found = [
        (each.scheme.title if each.scheme else "", one)
        for each in evaluations
        for one in explained(each, what)
    ]
    if not found:
        raise click.ClickException(f"没有找到“{what}”：请给单元格（如 G12）或项目、指标名称的一部分。")
    for title, explanation in found:
        _show(title if len(evaluations) > 1 else "", explanation, text(explanation), as_json=as_json)
    if all(each.scorecard is None for each in evaluations):
        raise click.exceptions.Exit(1)


def _show(scheme: str, explanation: Explanation, told: str, *, as_json: bool) -> None:
    from perf_xlsx.batch.job import dumps
    from perf_xlsx.cli.console import json_line

    if not as_json:
        click.echo((f"〔{scheme}〕\n" if scheme else "") + told + "\n")
        return
    place = explanation.place
    json_line(
        dumps(
            {
                "scheme": scheme or None,
                "title": explanation.title,
                "sheet": place.sheet if place else None,
                "cell": place.cell if place else None,
                "steps": [{"label": name, "text": step} for name, step in explanation.steps],
            }
        )
    )
