"""The pure core of a run: a workbook's bytes and options in, files by name and records out.

Every engine runs ``work``, here or on another machine; nothing is read from or written to a disk.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import PurePosixPath

from perf_xlsx.batch.brief import Brief, brief
from perf_xlsx.batch.faults import fault
from perf_xlsx.batch.names import FILLED, FINAL, MERGED, SCORED, safe_name
from perf_xlsx.checks.catalogue import finding
from perf_xlsx.evaluate import Evaluation, Options, evaluate
from perf_xlsx.merge.evaluate import evaluate_merged
from perf_xlsx.merge.parts import Member, Spec
from perf_xlsx.model import Finding, Problem
from perf_xlsx.record import Record, record
from perf_xlsx.writing.scored import write_scored


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run makes of each workbook.

    ``outputs``: the scored workbook (``check`` wants none); ``fill``: the unit's own form filled, too;
    ``overwrite``: also cells that are typed already.  ``final``: the 报送稿, too, unless a 须更正 is left
    and not ``anyway``.  ``mail``: a draft to finance for each scored workbook.
    """

    options: Options = field(default_factory=Options)
    outputs: bool = True
    fill: bool = False
    overwrite: bool = False
    final: bool = False
    anyway: bool = False
    mail: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One workbook on its way: its bytes travel with it.

    ``key`` tells it from the others of a run; ``name`` is the file's own name, ``file`` the one in
    records (relative to the given path).  With ``merge`` it is several that become one: ``members``.
    """

    key: str
    data: bytes
    name: str
    file: str
    fingerprint: str
    wanted: Wanted
    members: tuple[Member, ...] = ()
    merge: Spec | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """What became of it.  ``files``: bytes by the ending of their name; ``records``: JSON texts, one
    per scheme.  ``refused`` says why a 报送稿 was not made.  ``failure`` is the trace of a fault of this
    program, empty when all went well."""

    files: tuple[tuple[str, bytes], ...]
    records: tuple[str, ...]
    briefs: tuple[Brief, ...]
    failure: str = ""
    refused: str = ""


def work(task: Task) -> Product:
    """Score one workbook.  A fault of this program costs this workbook only, and is told."""
    try:
        with _collector_paused():
            return _scored(task)
    except Exception as error:  # the border between one workbook and the run: the others go on
        return unscored(task, Problem("batch.failed", found=task.file), failure=fault(error))


@contextmanager
def _collector_paused() -> Iterator[None]:
    """A workbook's data hold no cycles, yet the collector would look through them again and again."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def unscored(task: Task, problem: Problem, failure: str = "") -> Product:
    """A workbook that gave nothing, with the reason."""
    evaluation = Evaluation(
        source_name=task.name,
        sha256=sha256(task.data).hexdigest(),
        findings=(finding(problem),),
        options=task.wanted.options,
    )
    return _product((evaluation,), task.file, (), failure)


def _scored(task: Task) -> Product:
    evaluations = _evaluated(task)
    first = evaluations[0]
    if first.scorecard is None or not task.wanted.outputs:
        return _product(evaluations, task.file)
    files: list[tuple[str, bytes]] = []
    if task.wanted.fill:
        from perf_xlsx.writing.fill import fill  # openpyxl is slow to import, and few runs fill

        filled, problems = fill(task.data, first, overwrite=task.wanted.overwrite)
        if filled is not None:
            files.append((FILLED, filled))
        first = replace(first, findings=(*first.findings, *map(finding, problems)))
    files[:0] = [
        (_ending(each, first, task), write_scored(each, fingerprint=task.fingerprint))
        for each in (first, *evaluations[1:])
    ]
    product = _product((first, *evaluations[1:]), task.file, tuple(files))
    product = _with_final(product, first, task) if task.wanted.final else product
    return _with_mail(product, (first, *evaluations[1:]), task) if task.wanted.mail else product


def _evaluated(task: Task) -> tuple[Evaluation, ...]:
    if task.merge is not None:
        return evaluate_merged(task.members, task.merge, task.wanted.options)
    return evaluate(task.data, task.name, task.wanted.options)


def _ending(evaluation: Evaluation, first: Evaluation, task: Task) -> str:
    """The first scheme's result has the plain name; those of others tell their scheme."""
    plain = SCORED if task.merge is None else MERGED
    if evaluation is first or evaluation.scheme is None:
        return plain
    return f"_{safe_name(evaluation.scheme.id)}{plain}"


def _with_final(product: Product, evaluation: Evaluation, task: Task) -> Product:
    """The 报送稿 among the files, or the list of what stands against it."""
    from perf_xlsx.writing.final import refused, write_final

    against = () if task.wanted.anyway else refused(evaluation)
    if against:
        return replace(product, refused=_list_of(against))
    return replace(product, files=(*product.files, (FINAL, write_final(evaluation, task.fingerprint))))


def _with_mail(product: Product, evaluations: tuple[Evaluation, ...], task: Task) -> Product:
    """A draft per scheme among the files."""
    from perf_xlsx.batch.drafts import drafts

    made = drafts(evaluations, product.files, PurePosixPath(task.key).name, task.fingerprint)
    return replace(product, files=(*product.files, *made))


def _list_of(against: tuple[Finding, ...]) -> str:
    """What stands against a 报送稿, line by line."""
    lines = [
        f"　　{number}. {f'《{each.project}》' if each.project else ''}{each.message}"
        for number, each in enumerate(against, start=1)
    ]
    head = f"尚有须更正 {len(against)} 项，没有生成报送稿（确要生成的，加 --anyway）："
    return "\n".join([head, *lines])


def _product(
    evaluations: tuple[Evaluation, ...],
    file: str,
    files: tuple[tuple[str, bytes], ...] = (),
    failure: str = "",
) -> Product:
    return Product(
        files=files,
        records=tuple(dumps(record(evaluation, file)) for evaluation in evaluations),
        briefs=tuple(map(brief, evaluations)),
        failure=failure,
    )


def dumps(value: Record) -> str:
    """A record as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
