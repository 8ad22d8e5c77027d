"""The workbooks of the year before: which of them belongs to which of this year's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from perf_xlsx.batch.discovery import Source, discover
from perf_xlsx.batch.names import output_stem
from perf_xlsx.evaluate import Evaluation, evaluate
from perf_xlsx.model import Submission

_YEAR: Final = re.compile(r"(19|20)\d{2}(年度?)?")


@dataclass(frozen=True, slots=True)
class LastYear:
    """Last year's submissions by the name of their file without its year.

    One single workbook belongs to every input; of a folder, the one whose name is the same but for the
    year, or the agency's if this year's name holds it.  ``unread``: of each file without a form that
    can be compared, why, for people.
    """

    by_name: Mapping[str, Submission]
    digest: str
    single: bool
    unread: tuple[str, ...] = ()

    def of(self, source: Source) -> Submission | None:
        """Last year's submission for a workbook; None when there is none."""
        if self.single:
            return next(iter(self.by_name.values()), None)
        name = _name(source.path)
        if name in self.by_name:
            return self.by_name[name]
        named = [each for each in self.by_name.values() if each.agency and each.agency in name]
        return named[0] if len(named) == 1 else None


def last_year(path: Path) -> LastYear:
    """Read a workbook or a folder of workbooks; those that can't be read are left out and told."""
    digest = sha256()
    by_name: dict[str, Submission] = {}
    unread: list[str] = []
    for source in discover([path], None).sources:
        data = source.path.read_bytes()
        digest.update(sha256(data).digest())
        evaluation = evaluate(data, source.name)[0]
        if evaluation.submission is not None and evaluation.submission.forms:
            by_name.setdefault(_name(source.path), evaluation.submission)
        else:
            unread.append(_unread(source.file, evaluation))
    return LastYear(by_name, digest.hexdigest(), single=path.is_file(), unread=tuple(unread))


def _unread(file: str, evaluation: Evaluation) -> str:
    told = next(iter(evaluation.findings), None)
    why = f"{told.message}{told.repair}" if told else "没有读到自评表。"
    return f"上年的 {file} 不能用来比较：{why}"


def _name(path: Path) -> str:
    return _YEAR.sub("", output_stem(path.stem)).strip()
