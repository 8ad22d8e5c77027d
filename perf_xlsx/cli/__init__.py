"""The command line: a thin layer of click over the library."""

from __future__ import annotations

import sys
from typing import Final

INTERRUPTED: Final = 130


def main() -> None:
    """Entry point of ``perf-xlsx``."""
    try:
        from perf_xlsx.cli.app import app

        app()
    except KeyboardInterrupt:  # before the commands could take care of it
        sys.exit(INTERRUPTED)
