"""The command line: a thin layer of click over the library."""

from __future__ import annotations


def main() -> None:
    """Entry point of ``perf-xlsx``."""
