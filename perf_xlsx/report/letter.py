"""An official letter as texts, ready to be set; what stands in 【】 a person fills in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DATE: Final = "【　　　　年　　月　　日】"


@dataclass(frozen=True, slots=True)
class Block:
    """The points about one workbook: its heading (empty when there is only one), the points, what is left."""

    heading: str
    points: tuple[str, ...]
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """From title to date.  ``unit``, ``year`` and ``file``, the first one, say whom and what it is about."""

    title: str
    unit: str
    year: int | None
    file: str
    addressee: str
    opening: str
    blocks: tuple[Block, ...]
    closing: str
    attachments: tuple[str, ...]
    contact: str = "（联系人及电话：【　　　　　　】）"
    signature: str = "【发文单位（盖章）】"
    date: str = DATE
