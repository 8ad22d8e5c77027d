"""复核 as plain data: what the record of a workbook says of a project's and of the unit's review."""

from __future__ import annotations

from typing import Any

from perf_xlsx.figures import plain
from perf_xlsx.model import Review, ReviewScore


def review_data(told: ReviewScore | None, typed: Review) -> dict[str, Any] | None:
    """What finance made of a project or the unit; None where it typed nothing at all."""
    points, stated = (None, None) if told is None else (told.points, told.stated)
    data: dict[str, Any] = {
        "score": None if points is None or points.exact is None else plain(points.exact),
        "score_low": None if points is None else plain(points.low),
        "score_high": None if points is None else plain(points.high),
        "stated": None if stated is None else plain(stated),
        "done": 0 if told is None else told.done,
        "rows": 0 if told is None else told.rows,
        "projects": 0 if told is None else told.projects,
        "complete": told is not None and told.complete,
        "grade": None if told is None else told.grade or None,
        "note": typed.note.text or None,
        "reviewer": typed.reviewer.text or None,
        "reviewed_on": typed.on.text or None,
    }
    given = told is not None or data["note"] or data["reviewer"] or data["reviewed_on"]
    return data if given else None
