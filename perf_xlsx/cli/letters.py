"""``--letters``: 退回意见 as .docx, one for each unit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from perf_xlsx.batch.ending import Report
from perf_xlsx.batch.spill import Texts
from perf_xlsx.cli.console import Console

if TYPE_CHECKING:
    from perf_xlsx.batch.summing import Gathered
    from perf_xlsx.desk.roster import Roster

letters_option = click.option(
    "--letters", is_flag=True, help="另按单位写出退回意见（.docx，放在 退回意见 文件夹）。"
)


def require_letters() -> None:
    """Say before any work that letters can't be written here."""
    from perf_xlsx.report.docx import MissingLibraryError, require_docx

    try:
        require_docx()
    except MissingLibraryError as error:
        raise click.UsageError(f"--letters 写的是 .docx。{error}") from error


class Listening(Console):
    """Shows a run and keeps, where letters are wanted, the first record of each workbook."""

    def __init__(self, *, as_json: bool, quiet: bool, keep: bool) -> None:
        super().__init__(as_json=as_json, quiet=quiet)
        self.texts = Texts()
        self._keep = keep

    def reported(self, report: Report) -> None:
        """A workbook's report, kept and shown."""
        if self._keep:
            self.texts.extend(report.records[:1])
        super().reported(report)


def gathered_of(texts: Sequence[str], roster: Roster | None) -> Gathered:
    """The newest version of each workbook of a run, and what 应报清单 has about its units."""
    from perf_xlsx.batch.summing import gather

    return gather(texts, roster)


def write(console: Console, gathered: Gathered, folder: Path) -> bool:
    """Write the letters beside the results and say so; False where one could not be written."""
    from perf_xlsx.batch.letters import FOLDER, write_letters
    from perf_xlsx.batch.together import by_unit

    written = write_letters(folder, gathered.letters, by_unit(gathered.matched))
    for word in written.words:
        console.warn(word)
    if written.count:
        console.word(f"退回意见 {written.count} 份：{folder / FOLDER}，发出前请补齐标黄处。")
    else:
        console.word("没有须退回或须说明的单位，没有写退回意见。")
    return not written.unwritten
