"""Several workbooks scored and checked as one: the same pure stages, over what they become together.

A project's points are those of its own workbook: scoring looks at a form alone, and only workbooks of
one scheme with the same answers to 组织实施 are given here together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from perf_xlsx.checks import siblings
from perf_xlsx.checks.catalogue import finding
from perf_xlsx.checks.run import YEAR_CHECKS, check
from perf_xlsx.evaluate import Evaluation, Level, Options, answered_by, told
from perf_xlsx.merge.assemble import Whole, answers_of, assemble
from perf_xlsx.merge.origins import home
from perf_xlsx.merge.parts import Member, Spec, read_part
from perf_xlsx.model import Finding, Problem, Scorecard, Why
from perf_xlsx.scoring.scheme import Scheme, choose
from perf_xlsx.scoring.score import score


def evaluate_merged(members: Sequence[Member], spec: Spec, options: Options) -> tuple[Evaluation, ...]:
    """One ``Evaluation`` per scheme of all members together; members come in the order of their forms.

    Without any member that can be scored there is one that tells so and was not scored.
    """
    read = [(member, read_part(member, options)) for member in members]
    parts = [part for _, part in read if part is not None]
    lost = tuple((member.file, "文件没有读出来。") for member, part in read if part is None)
    spec = replace(spec, missing=(*spec.missing, *lost))
    if not parts:
        problem = Problem("merge.file_missing", slots={"file": spec.title, "why": "没有可以评分的文件"})
        return (Evaluation(spec.title, _digest([]), (finding(problem),), options=options),)
    whole = assemble(parts, spec)
    submission = replace(whole.submission, answers=(*whole.submission.answers, *options.earlier))
    whole = replace(whole, submission=submission)
    return tuple(_scored(whole, requested, options) for requested in options.schemes or (None,))


def _scored(whole: Whole, requested: str | None, options: Options) -> Evaluation:
    scheme, because = _scheme(whole, requested)
    scorecard = score(whole.submission, scheme, because)
    problems = (*whole.problems, *scorecard.problems, *_checked(whole, scorecard, scheme))
    return Evaluation(
        source_name=whole.spec.title,
        sha256=_digest([part.sha256 for part in whole.parts]),
        findings=_told(problems, whole),
        created=whole.book.created,
        book=whole.book,
        submission=whole.submission,
        scheme=scheme,
        scorecard=scorecard,
        options=options,
        merged=whole.merged,
    )


def _digest(members: Sequence[str]) -> str:
    """The same for the same workbooks, whatever their names and order."""
    return sha256("\n".join(sorted(members)).encode()).hexdigest()


def _scheme(whole: Whole, requested: str | None) -> tuple[Scheme, Why]:
    """The one that each of the workbooks has by itself."""
    chosen = [choose(part.submission, requested) for part in whole.parts]
    scheme, because = chosen[0]
    if any(why != because for _, why in chosen):
        because = Why("chosen_merged", {"title": scheme.title})
    return scheme, because


def _checked(whole: Whole, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """As one workbook; of a department, what compares names of projects goes on within each unit."""
    if whole.spec.level is Level.UNIT:
        yield from check(whole.submission, scorecard, scheme, whole.units[0].previous)
        return
    yield from check(whole.submission, scorecard, scheme)
    for unit in whole.units:
        for look in (siblings.targets, siblings.missing, siblings.budget):
            yield from look(unit.submission, scorecard, scheme)
        if unit.previous is not None:
            for year_check, _ in YEAR_CHECKS:
                yield from year_check(unit.submission, unit.previous)


# ---------------------------------------------------------------- answers of earlier outputs


def _told(problems: Sequence[Problem], whole: Whole) -> tuple[Finding, ...]:
    """Findings with their answers: those of the file itself, else of another one if only one can be meant."""
    files: dict[str, list[int]] = {}
    for index, problem in enumerate(problems):
        files.setdefault("" if problem.place is None else home(problem.place.sheet), []).append(index)
    found: dict[int, Finding] = {}
    for file, places in files.items():
        own = tuple(problems[index] for index in places)
        found |= zip(places, told(own, answers_of(whole.parts, file)), strict=True)
    times = Counter(map(answered_by, problems))
    for index, problem in enumerate(problems):
        if times[answered_by(problem)] == 1 and not (found[index].answer or found[index].status):
            (found[index],) = told((problem,), whole.submission.answers)
    return tuple(found[index] for index in range(len(problems)))
