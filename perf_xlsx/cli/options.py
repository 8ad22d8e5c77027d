"""Options that several commands share, and how they become the library's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from perf_xlsx.cli.chinese import Count

if TYPE_CHECKING:
    from perf_xlsx.batch.engines import Engine
    from perf_xlsx.batch.last import LastYear
    from perf_xlsx.desk.roster import Roster

F = TypeVar("F", bound=Callable[..., Any])

INBOX: Final = "待评分"
OUTBOX: Final = "评分结果"

scheme_option = click.option(
    "--scheme",
    "schemes",
    multiple=True,
    metavar="标准",
    help="评分标准的编号或文件；可多次给出以作比较。缺省由工作簿自己决定。",
)
json_option = click.option("--json", "as_json", is_flag=True, help="改为每行一个 JSON 对象（UTF-8）。")
quiet_option = click.option("-q", "--quiet", is_flag=True, help="只显示结果，不显示进度和说明。")
jobs_option = click.option(
    "--jobs", type=Count(1, 256), metavar="N", help="同时工作的进程数，缺省为处理器核数。"
)
cluster_option = click.option("--cluster", metavar="地址", help="用 Dask 集群处理，如 tcp://主机:8786。")
last_option = click.option(
    "--last", type=click.Path(path_type=Path), metavar="文件或文件夹", help="上一年的工作簿，用于两年对比。"
)

roster_option = click.option(
    "--roster",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="应报清单：核对应报、已报、未报和批复数。",
)


def existing(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The given paths; all that aren't there are told at once."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise click.UsageError(
            f"找不到：{'、'.join(missing)}。请核对名称和位置；名称里有空格的，请用英文双引号括起来。"
        )
    return tuple(paths)


def known_schemes(schemes: Sequence[str]) -> tuple[str, ...]:
    """Scheme ids and files as given; all faults of a scheme are told before anything is read."""
    from perf_xlsx.scoring.scheme import SchemeError, load

    for scheme in schemes:
        try:
            load(scheme)
        except SchemeError as error:
            raise click.UsageError(str(error)) from error
    return tuple(schemes)


def scheme_parts(schemes: Sequence[str]) -> tuple[str, ...]:
    """What decides a result about its schemes: their ids, or the very text of their files."""
    return tuple(
        Path(scheme).read_text("utf-8-sig") if Path(scheme).is_file() else scheme for scheme in schemes
    )


def last_of(path: Path | None) -> LastYear | None:
    """Last year's workbooks; what can't be compared is told, a path that isn't there is wrong usage."""
    from perf_xlsx.batch.last import last_year

    if path is None:
        return None
    existing([path])
    found = last_year(path)
    for word in found.unread:
        click.echo(word, err=True)
    return found


def roster_of(path: Path | None) -> Roster | None:
    """The 应报清单; one that isn't there or names no project is wrong usage."""
    from perf_xlsx.desk.roster import read_roster

    if path is None:
        return None
    existing([path])
    if not path.is_file():
        raise click.UsageError(f"{path} 是文件夹，请给出其中的一个文件。")
    roster = read_roster(path.read_bytes(), path.name)
    if not roster.expected:
        from perf_xlsx.checks.catalogue import finding

        told = "".join(each.message + each.repair for each in map(finding, roster.problems))
        raise click.UsageError(f"应报清单 {path.name} 不能用：{told or '没有列出项目。'}")
    return roster


def engine(count: int, jobs: int | None, cluster: str | None) -> Engine:
    """The engine for so many inputs: a single one needs no processes."""
    from perf_xlsx.batch.engines import Processes, Serial, cores

    if cluster:
        try:
            from perf_xlsx.batch.cluster import Cluster
        except ImportError as error:
            raise click.UsageError("--cluster 需要另装：pip install perf-xlsx[cluster]") from error
        return Cluster(cluster)
    if count == 1:
        return Serial()
    return Processes(min(jobs or cores(), count))
