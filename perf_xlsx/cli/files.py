"""Reading one given file and writing a new one, with errors in words."""

from __future__ import annotations

from pathlib import Path

import click


def read_input(file: Path) -> bytes:
    """The bytes of a given file; one that isn't there is wrong usage."""
    from perf_xlsx.batch.results import said
    from perf_xlsx.cli.options import existing

    existing([file])
    if not file.is_file():
        raise click.UsageError(f"{file} 是文件夹，请给出其中的一个文件。")
    try:
        return file.read_bytes()
    except OSError as error:
        raise click.ClickException(
            f"{file.name} 无法打开：{said(error)}。请关闭正在使用它的程序后再试。"
        ) from error


def write_new(target: Path, data: bytes) -> None:
    """Write a file, never over another one."""
    from perf_xlsx.batch.results import said
    from perf_xlsx.batch.store import write_whole

    if target.exists():
        raise click.ClickException(f"{target} 已存在，没有覆盖。请用 -o 另给一个名称。")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, data)
    except OSError as error:
        raise click.ClickException(f"{target} 不能写入：{said(error)}。请用 -o 换一个位置。") from error
