"""Blank cells taken out of a sheet part before it is parsed: millions of them cost next to nothing.

Only cells and rows with an address go, because those without one are counted; where some have none,
only cells at the end of their row go.  The patterns work on bytes in an encoding that extends ASCII;
where a comment or CDATA begins, nothing more is taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_PREFIX: Final = re.compile(rb"<((?:[A-Za-z][\w.-]*:)?)(?:worksheet|sheetData)[\s>]")
_USUAL: Final = re.compile(rb"(?:<c r=\"[A-Z0-9]+\"(?: s=\"[0-9]+\")?(?: t=\"[a-z]+\")?(?:/>|></c>))++")
"""As nearly all programs write blank cells, many in a row: twice as fast as the general pattern."""
_LAST: Final = re.compile(rb"(?:<c(?: s=\"[0-9]+\")? ?/>)++(?=</row>)")
"""Blank cells without an address that no other cell follows."""
_HELD: Final = 4096
"""How much of a chunk's end may wait for the next one: more than any blank cell is long."""


@dataclass(frozen=True, slots=True)
class Blanks:
    """The patterns of blank cells and rows for one prefix of the elements' names."""

    cells: re.Pattern[bytes]
    rows: re.Pattern[bytes]

    def out_of(self, data: bytes) -> bytes:
        """The bytes without blank cells and rows."""
        return self.rows.sub(b"", self.cells.sub(b"", _USUAL.sub(b"", data)))


def without_blanks(chunks: Iterator[bytes], blanks: Blanks | None = None) -> Iterator[bytes]:
    """The bytes of a part without blank cells and rows."""
    rest = b""
    for chunk in chunks:
        if chunk.isspace() and not rest:
            continue
        data = rest + chunk
        if blanks is None:
            found = _PREFIX.search(data, 0, _HELD)
            blanks = blanks_of(found[1] if found else b"")
        cut = _cut(data)
        head, rest = data[:cut], data[cut:]
        if b"<!" in head:
            yield data
            yield from chunks
            return
        yield blanks.out_of(head)
    yield rest


def without_last_blanks(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The bytes of a part without blank cells that end their row and have no address."""
    for chunk in chunks:
        if b"<!" in chunk:
            yield chunk
            break
        yield _LAST.sub(b"", chunk)
    yield from chunks


@lru_cache(maxsize=8)
def blanks_of(prefix: bytes) -> Blanks:
    """The patterns for a prefix such as ``x:``, or none."""
    name = re.escape(prefix)
    blank = rb"<%b%b\s[^<>]*?\br=[\"'][^<>]*+(?:(?<=/)>|>\s*</%b%b\s*>)\s*"
    return Blanks(
        re.compile(blank % (name, b"c", name, b"c")),
        re.compile(blank % (name, b"row", name, b"row")),
    )


def _cut(data: bytes) -> int:
    """Where a cell may begin whose end is not here yet."""
    last = max(data.rfind(b"<c "), data.rfind(b":c "))
    return last - 64 if last > 64 and len(data) - last < _HELD - 64 else len(data)
