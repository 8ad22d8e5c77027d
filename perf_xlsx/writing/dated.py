"""The date that a made file carries: never the clock, so that the same input gives the same bytes."""

from __future__ import annotations

from datetime import datetime
from typing import Final

UNDATED: Final = datetime(2000, 1, 1)


def made_after(year: int | None) -> datetime:
    """1 January after the year that a file tells of; a fixed day where it names none."""
    return datetime(year + 1, 1, 1) if year else UNDATED
