"""What a run leaves out, as data: one note a file beside the findings that concern several."""

from __future__ import annotations

from perf_xlsx.batch.discovery import LeftOut
from perf_xlsx.checks.catalogue import finding
from perf_xlsx.model import Problem
from perf_xlsx.record import Record, finding_record


def left_out_record(left: LeftOut) -> Record:
    """The note about one file that no result is made for."""
    return finding_record(
        finding(Problem("batch.left_out", found=left.file, slots={"reason": left.reason.value}))
    )
