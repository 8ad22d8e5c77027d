"""What is to be made of each workbook: the options that ``run`` and ``watch`` share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from perf_xlsx.cli.options import F, known_schemes, last_of, last_option, scheme_option, scheme_parts

if TYPE_CHECKING:
    from perf_xlsx.batch.run import Order

_OPTIONS: Final = (
    scheme_option,
    click.option("--fill", is_flag=True, help="另存一份填好得分的原表（_填分.xlsx）。"),
    click.option("--overwrite", is_flag=True, help="配合 --fill：已填的格也改为复算值。"),
    click.option("--final", is_flag=True, help="另存报送稿（_报送稿.xlsx）；还有须更正时不生成，并列出。"),
    click.option("--anyway", is_flag=True, help="配合 --final：有须更正也生成。"),
    click.option(
        "--eml", is_flag=True, help="另存邮件草稿（_邮件草稿.eml），附上结果，双击打开；不会自动发送。"
    ),
    click.option("--accept", is_flag=True, help="用复算得分代替自评得分。"),
    last_option,
    click.option("--keep-all", is_flag=True, help="其他工作表的内容也带入结果。"),
)


def choices(command: F) -> F:
    """Give a command these options; they come as the fields of ``Choices``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Choices:
    """The options as given."""

    schemes: tuple[str, ...]
    fill: bool
    overwrite: bool
    final: bool
    anyway: bool
    eml: bool
    accept: bool
    last: Path | None
    keep_all: bool

    def order(self, paths: tuple[Path, ...], output: Path) -> Order:
        """The order for some paths; what the options name must be there."""
        from perf_xlsx.batch.job import Wanted
        from perf_xlsx.batch.run import Order
        from perf_xlsx.evaluate import Options

        previous = last_of(self.last)
        options = Options(schemes=known_schemes(self.schemes), accept=self.accept, keep_all=self.keep_all)
        wanted = Wanted(
            options,
            fill=self.fill,
            overwrite=self.overwrite,
            final=self.final,
            anyway=self.anyway,
            mail=self.eml,
        )
        return Order(
            paths=paths,
            output=output,
            wanted=wanted,
            parts=(self._flags(), *scheme_parts(self.schemes), previous.digest if previous else ""),
            last=previous,
        )

    def _flags(self) -> str:
        """What decides a result beside its schemes and last year's workbooks."""
        return (
            f"accept={self.accept} keep_all={self.keep_all} fill={self.fill} overwrite={self.overwrite} "
            f"final={self.final} anyway={self.anyway} eml={self.eml}"
        )
