"""复核 in 汇总: one row per reviewed project, and what they say of each unit beside its 自评."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, Final, NamedTuple

from perf_xlsx.figures import half_up, number

Record = Mapping[str, Any]

_NOTES_LENGTH: Final = 300
_FULL: Final = Decimal(100)
_ZERO: Final = Decimal(0)


class ReviewRow(NamedTuple):
    """A project that finance has reviewed, wholly or in part.

    ``reported`` is the 自评 brought to the whole form where the unit added up other parts.  ``slips``:
    how many entries about 复核 itself wait to be looked at.
    """

    agency: str
    year: int | None
    project: str
    reported: Decimal | None
    low: Decimal | None
    high: Decimal | None
    review_low: Decimal | None
    review_high: Decimal | None
    stated: bool
    done: int
    rows: int
    grade: str
    final: str
    notes: str
    reviewer: str
    reviewed_on: str
    slips: int
    file: str

    @property
    def points(self) -> Decimal | None:
        """The one number that 复核 comes to; None while it is open."""
        return self.review_low if self.review_low == self.review_high else None

    @property
    def against_reported(self) -> Decimal | None:
        """复核 − 自评."""
        if self.points is None or self.reported is None:
            return None
        return self.points - self.reported

    @property
    def against_computed(self) -> Decimal | None:
        """复核 − 复算."""
        if self.points is None or self.low is None or self.low != self.high:
            return None
        return self.points - self.low


class UnitReview(NamedTuple):
    """自评 against 复核 over a unit's projects; sums and means over those that have both.

    ``largest``: the greatest change either way, with its project.
    """

    agency: str
    year: int | None
    projects: int
    reviewed: int
    done: int
    rows: int
    compared: int
    reported: Decimal | None
    points: Decimal | None
    lowered: int
    lowered_by: Decimal
    raised: int
    raised_by: Decimal
    largest: Decimal | None
    largest_project: str
    score_low: Decimal | None
    score_high: Decimal | None
    grade: str
    final: str
    reviewers: str
    slips: int


def review_rows(record: Record) -> Iterator[ReviewRow]:
    """The reviewed projects of a workbook."""
    for project in record["projects"]:
        review = project["review"]
        if review is not None and review["grade"] is not None:
            yield _row(record, project, review)


def _row(record: Record, project: Record, review: Record) -> ReviewRow:
    low, high = number(project["total_low"]), number(project["total_high"])
    whole = record["unit_score"]["review"] or {}
    return ReviewRow(
        agency=record["agency"] or "",
        year=record["year"],
        project=project["name"] or "",
        reported=_reported(project, high),
        low=low,
        high=high,
        review_low=number(review["score_low"]),
        review_high=number(review["score_high"]),
        stated=review["stated"] is not None,
        done=review["done"],
        rows=review["rows"],
        grade=project["grade"] or "",
        final=review["grade"],
        notes=_notes(project, review),
        reviewer=_signed("reviewer", project, review, whole),
        reviewed_on=_signed("reviewed_on", project, review, whole),
        slips=sum(_is_slip(finding, project["name"]) for finding in record["findings"]),
        file=record["source"]["file"],
    )


def _signed(field: str, project: Record, review: Record, whole: Record) -> str:
    """Who reviewed and when: as the project and its rows say, else what stands once for the unit."""
    own = _joined([review[field], *(row[field] for row in project["indicators"])])
    return own or whole.get(field) or ""


def _reported(project: Record, high: Decimal | None) -> Decimal | None:
    """The 自评; where it adds up other parts than the form has, what it means for the whole form."""
    reported, base = number(project["own_total"]), number(project["reported_base"])
    above = number(project["reported_above"])
    if reported is None or base in (None, _FULL):
        return reported
    return None if above is None or high is None else high + above


def _notes(project: Record, review: Record) -> str:
    told = [review["note"] or ""]
    told += [
        f"{row['level3'] or row['level2'] or ''}：{row['review_note']}"
        for row in project["indicators"]
        if row["review_note"]
    ]
    joined = "；".join(text for text in told if text)
    return joined if len(joined) <= _NOTES_LENGTH else f"{joined[:_NOTES_LENGTH]}……"


def _joined(texts: Sequence[str | None]) -> str:
    return "、".join(dict.fromkeys(text for text in texts if text))


def _is_slip(finding: Record, project: str | None) -> bool:
    about = finding["rule"].startswith("review.") or finding["rule"].startswith("structure.review_")
    return about and finding["project"] in (project, None)


def reviewed(review: Record) -> str:
    """How far 复核 of a record's project or unit has come; empty without any."""
    if not review.get("grade"):
        return ""
    return progress(stated=review["stated"] is not None, done=review["done"], rows=review["rows"])


def progress(*, stated: bool, done: int, rows: int) -> str:
    """How far 复核 of a project or unit has come."""
    if stated:
        return "整项评定"
    return "全部复核" if done >= rows else f"已复核 {done}/{rows} 项"


# ---------------------------------------------------------------- by unit


class Whole(NamedTuple):
    """What 汇总 knows of all of a unit's projects: their number, and the unit's score after 复核."""

    projects: int
    score_low: Decimal | None
    score_high: Decimal | None
    grade: str
    final: str
    reviewer: str


def by_unit(rows: Sequence[ReviewRow], wholes: Mapping[tuple[str, int | None], Whole]) -> list[UnitReview]:
    """The units with reviewed projects, in their order of name and year."""
    ordered = sorted(rows, key=lambda row: (row.agency, row.year or 0))
    return [
        _unit(key, list(group), wholes[key])
        for key, group in groupby(ordered, key=lambda row: (row.agency, row.year))
    ]


def _unit(key: tuple[str, int | None], rows: Sequence[ReviewRow], whole: Whole) -> UnitReview:
    both = [(row, change) for row in rows if (change := row.against_reported) is not None]
    down = [change for _, change in both if change < 0]
    up = [change for _, change in both if change > 0]
    largest = max(both, key=lambda each: abs(each[1]), default=None)
    return UnitReview(
        agency=key[0],
        year=key[1],
        projects=whole.projects,
        reviewed=len(rows),
        done=sum(row.done for row in rows),
        rows=sum(row.rows for row in rows),
        compared=len(both),
        reported=_mean([row.reported for row, _ in both]),
        points=_mean([row.points for row, _ in both]),
        lowered=len(down),
        lowered_by=-sum(down, _ZERO),
        raised=len(up),
        raised_by=sum(up, _ZERO),
        largest=largest[1] if largest is not None and largest[1] else None,
        largest_project=largest[0].project if largest is not None and largest[1] else "",
        score_low=whole.score_low,
        score_high=whole.score_high,
        grade=whole.grade,
        final=whole.final,
        reviewers=_joined([whole.reviewer, *(row.reviewer for row in rows)]),
        slips=sum(row.slips for row in rows),
    )


def _mean(values: Sequence[Decimal | None]) -> Decimal | None:
    given = [value for value in values if value is not None]
    return half_up(sum(given, _ZERO) / len(given), 2) if given else None
