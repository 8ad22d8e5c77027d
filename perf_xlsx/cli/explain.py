"""``perf-xlsx explain``: how scores came about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from perf_xlsx.cli.chinese import Command
from perf_xlsx.cli.options import scheme_option

if TYPE_CHECKING:
    from perf_xlsx.evaluate import Evaluation
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
    不给时说明全部得分；给两个以上的 --scheme 时只列结果不同之处。
    """
    from perf_xlsx.cli.files import read_input
    from perf_xlsx.cli.options import known_schemes
    from perf_xlsx.evaluate import Options, evaluate
    from perf_xlsx.explain import text

    data = read_input(file)
    evaluations = evaluate(data, file.name, Options(schemes=known_schemes(schemes)))
    found = list(_found(evaluations, what))
    if not found:
        raise click.ClickException(f"没有找到“{what}”：请给单元格（如 G12）或项目、指标名称的一部分。")
    for title, explanation in found:
        _show(title if len(evaluations) > 1 else "", explanation, text(explanation), as_json=as_json)
    if all(each.scorecard is None for each in evaluations):
        raise click.exceptions.Exit(1)


def _found(evaluations: tuple[Evaluation, ...], what: str) -> Iterator[tuple[str, Explanation]]:
    """Explanations with their scheme's title; of several schemes and no question, where they differ."""
    from perf_xlsx.explain import compared
    from perf_xlsx.explain import explain as explained

    first, *others = evaluations
    if others and not what:
        yield from (("", compared(first, other)) for other in others)
        return
    for each in evaluations:
        title = each.scheme.title if each.scheme else ""
        yield from ((title, one) for one in explained(each, what))


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
