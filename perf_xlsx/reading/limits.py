"""How large a workbook may be: the one home of the reader's limits, generous for real work.

A year's forms of a large department stay far below each of them; what lies above is a list of
something else or an attack.
"""

from __future__ import annotations

from typing import Final

FILE_BYTES: Final = 50 * 2**20
"""The file itself, as it lies on the disk."""

ENTRIES: Final = 2_000
"""Parts of a zip package."""

DECLARED_BYTES: Final = 1 * 2**30
"""All parts of a package unpacked, as its directory declares them."""

PART_BYTES: Final = 64 * 2**20
"""One part that is read, unpacked."""

SHEET_BYTES: Final = 160 * 2**20
"""One sheet part, unpacked: it is streamed, and blank cells with borders fill it quickly."""

TOTAL_BYTES: Final = 224 * 2**20
"""All parts that are read, unpacked."""

TAGS: Final = 3_000_000
"""Tags of one part that the parser has to look at (blank cells are passed over before)."""

CELLS: Final = 200_000
"""Non-empty cells of one workbook."""

OLD_CELLS: Final = 2_000_000
"""Cells of an old workbook, blank ones included."""

SHEETS: Final = 1_000
"""Sheets of one workbook."""

TEXT: Final = 32_767
"""Characters of one cell, as Excel has it; what follows is cut off."""

CHARACTERS: Final = 20_000_000
"""Characters of all cells of one workbook: one long shared text may stand in very many of them."""

ROWS: Final = 1_048_576
COLUMNS: Final = 16_384
"""The grid of Excel 2007 and later."""

MERGES: Final = 100_000
"""Merged areas of one sheet that are looked at."""

FORMULA_STEPS: Final = 1_000_000
"""Characters and cells looked at in one workbook, to compare results with what their formulas refer to."""
