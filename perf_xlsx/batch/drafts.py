"""run --eml: a mail draft beside each scored workbook, with the very file that lies there attached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from perf_xlsx.batch.names import FINAL, MAIL, MERGED, SCORED
from perf_xlsx.batch.seal import seal_of, sealed
from perf_xlsx.evaluate import Evaluation
from perf_xlsx.report.mail import draft

_WHOLE: Final = (SCORED, MERGED)


def drafts(
    evaluations: Sequence[Evaluation], files: Sequence[tuple[str, bytes]], stem: str, fingerprint: str
) -> Iterator[tuple[str, bytes]]:
    """One draft per scheme, by the ending of its name.

    ``files`` are the workbook's results by ending, ``stem`` is how their names begin.  The 报送稿, where
    there is one, goes out in place of the first scheme's scored workbook.
    """
    made = dict(files)
    scored = [ending for ending in made if ending.endswith(_WHOLE)]
    for evaluation, ending in zip(evaluations, scored, strict=True):
        before = ending.removesuffix(SCORED).removesuffix(MERGED)
        final = not before and FINAL in made
        attached = FINAL if final else ending
        data = sealed(made[attached], seal_of(attached, fingerprint))
        yield before + MAIL, draft(evaluation, data, stem + attached, final=final)
