"""A fault of this program in one line: where it came up, without the machine's paths or anybody's data."""

from __future__ import annotations

import traceback
from pathlib import Path


def fault(error: BaseException) -> str:
    """The error's type, then modules, functions and lines from the innermost outwards."""
    frames = traceback.extract_tb(error.__traceback__)
    where = (f"{Path(frame.filename).stem}.{frame.name}:{frame.lineno}" for frame in reversed(frames))
    return " < ".join([type(error).__name__, *where])
