"""Rows as nearly all programs write them, read by patterns instead of the parser.

The parser calls back five to eight times for a cell.  Here one pattern recognises a whole row, a second
one gives its cells, both at the speed of C, and the parser sees neither.  Any other row goes to the parser,
alone: single quotes, other attributes, entities other than the five of XML, shared formulas, texts in
runs, cells of another row …  Where anything but rows begins, or a comment, CDATA or an instruction within
one, nothing more is taken out: so every row found here stands directly in ``sheetData``, and means what
the parser would have said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from perf_xlsx.reading.blanks import Blanks, blanks_of, without_blanks
from perf_xlsx.reading.markup import Attributes

PlainCell = tuple[str, str, str, str, str]
"""Column letters; attributes but for ``r``; formula; value; and what is not empty where a value stands.

All as written, entities not yet resolved."""
TakeRow = Callable[[int, Attributes, list[PlainCell]], None]
Merge = Callable[[list[str]], None]

_BEGIN: Final = re.compile(rb"<((?:[A-Za-z][\w.-]*:)?)sheetData>")
_DIALECT: Final = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?worksheet\s[^<>]*\bxmlns:x14ac=[\"'][^\"'<>]")
_CONTROLS: Final = bytes(code for code in range(0x20) if code not in b"\t\n")
_NEVER: Final = (b"\xef\xbf\xbe", b"\xef\xbf\xbf", b"]]>")
"""What no text of XML may hold."""
_STRANGE: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)")
_NO_TAG: Final = re.compile("<[!?]")
_ATTRIBUTE: Final = re.compile(r' ([A-Za-z0-9:]+)="([^"]*)"')
_SPACE: Final = r"[ \t\n]*+"
_KIND: Final = r'(?:(?: s="[0-9]++")?+(?: t="[A-Za-z]++")?+| t="[A-Za-z]++" s="[0-9]++")'
_HELD: Final = 2**20
"""How much of a row may wait for its end: more than 16,384 cells need."""
_PATIENCE: Final = 50
"""So many rows more than were taken may go to the parser, before all others do."""


@dataclass(frozen=True, slots=True)
class _Syntax:
    """The patterns for one prefix of the elements' names; ``blanks``: any number of blank rows."""

    blanks: re.Pattern[str]
    row: re.Pattern[str]
    cell: re.Pattern[str]
    merges: re.Pattern[bytes]
    opened: str
    closed: str


@lru_cache(maxsize=8)
def _syntax(prefix: str, *, dialect: bool) -> _Syntax:
    """``dialect``: the root declares the prefix x14ac, with which Excel tells of its rows' fonts."""
    x = re.escape(prefix)
    name = r"(?:x14ac:)?+[A-Za-z]++" if dialect else r"[A-Za-z]++"
    row = rf'{_SPACE}<{x}row r="([1-9][0-9]{{0,5}}+)"((?: (?!xmlns){name}="[A-Za-z0-9.: -]*+")*+)'
    formula = rf'(?:<{x}f(?: aca="false")?+>[^<]*+</{x}f>)?+'
    inline = rf'(?<=t="inlineStr">)<{x}is><{x}t(?: xml:space="preserve")?+>[^<]*+</{x}t></{x}is>'
    value = rf"(?:<{x}v>[^<]*+</{x}v>|<{x}v/>|{inline})?+"
    cell = rf'{_SPACE}<{x}c r="[A-Z]{{1,2}}+\1"{_KIND}(?:/>|>{formula}{value}</{x}c>)'
    blank = rf'{_SPACE}<{x}c r="[A-Z]{{1,2}}+[1-9][0-9]{{0,5}}+"{_KIND}(?:/>|></{x}c>)'
    return _Syntax(
        re.compile(rf"(?:{row}(?:/>|>(?:{blank})*+{_SPACE}</{x}row>))*+"),
        re.compile(rf"{row}>((?:{cell})*+){_SPACE}</{x}row>"),
        re.compile(
            rf'<{x}c r="([A-Z]++)[^"]++"([^>]*+)(?<!/)>(?:<{x}f[^>]*+>([^<]*+)</{x}f>)?+'
            rf"(?:<{x}(?:v|is><{x}t)[^>]*+>([^<]*+)(<))?+"
        ),
        re.compile(
            rf"(\s*</{x}sheetData>)\s*<{x}mergeCells(?: count=\"[0-9]*\")?>"
            rf"((?:<{x}mergeCell ref=\"[A-Z0-9:]++\"/>)++)</{x}mergeCells>".encode("ascii")
        ),
        f"<{prefix}row",
        f"</{prefix}row>",
    )


def without_plain_rows(
    chunks: Iterator[bytes], encoding: str, inside: Callable[[], bool], take: TakeRow, merge: Merge
) -> Iterator[bytes]:
    """The bytes without plain rows, the merged areas that follow them, and blank cells.

    ``take`` gets the rows, each when the parser has been given all that stands before it, and ``merge``
    the areas.  ``inside`` tells whether the parser stands in the cells of a sheet.
    """
    first = next(chunks, b"")
    begin = _BEGIN.search(first) if encoding == "utf-8" else None
    if begin is None:
        yield from without_blanks(chain([first], chunks))
        return
    yield first[: begin.end()]
    rest = first[begin.end() :]
    if not inside():
        yield rest
        yield from chunks
        return
    syntax = _syntax(begin[1].decode("ascii"), dialect=_DIALECT.search(first, 0, begin.end()) is not None)
    blanks = blanks_of(begin[1])
    rest = yield from _Rows(syntax, blanks, take).read(rest, chunks)
    merges = syntax.merges.match(rest)
    if merges is not None:
        yield merges[1]
        merge(merges[2].decode("ascii").split('"')[1::2])
        rest = rest[merges.end() :]
    yield from without_blanks(chain([rest], chunks), blanks)


class _Rows:
    """Takes the plain rows of one sheet."""

    def __init__(self, syntax: _Syntax, blanks: Blanks, take: TakeRow) -> None:
        self.syntax = syntax
        self.blanks = blanks
        self.take = take
        self.patience = _PATIENCE

    def read(self, rest: bytes, chunks: Iterator[bytes]) -> Generator[bytes, None, bytes]:
        """Yields the other rows; returns what is to be read in the usual way."""
        closed = self.syntax.closed.encode("ascii")
        for chunk in chain([b""], chunks):
            rest += chunk
            cut = rest.rfind(closed) + len(closed)
            if cut < len(closed):
                if len(rest) > _HELD:
                    break
                continue
            rows = rest[:cut]
            if not _is_clean(rows):
                break
            text = rows.decode("utf-8")
            stopped = yield from self.split(text)
            rest = text[stopped:].encode("utf-8") + rest[cut:]
            if stopped < len(text):
                break
        return rest

    def split(self, text: str) -> Generator[bytes, None, int]:
        """Takes the plain rows of a text, yields the others; returns where it stopped."""
        position = 0
        while position < len(text):
            taken = self.taken(text, position)
            if taken == position:
                taken = text.index(self.syntax.closed, position) + len(self.syntax.closed)
                odd = text[position:taken]
                self.patience -= 1
                if self.patience < 0 or not self.is_one_row(odd):
                    break
                yield self.blanks.out_of(odd.encode("utf-8"))
            position = taken
        return position

    def taken(self, text: str, position: int) -> int:
        """Where a plain row or blank ones end that begin at a position; the position when there are none."""
        syntax = self.syntax
        found = syntax.row.match(text, position)
        if found is None:
            return self.after_blanks(text, position)
        number, written, _ = found.groups()
        begin, end = found.span(3)
        attributes = _attributes(written)
        if attributes is None or (text.find("&", begin, end) >= 0 and _STRANGE.search(text, begin, end)):
            return position
        cells = syntax.cell.findall(text, begin, end)
        if not cells:
            return self.after_blanks(text, position)
        self.take(int(number), attributes, cells)
        self.patience += 1
        return found.end()

    def after_blanks(self, text: str, position: int) -> int:
        """Where the blank rows end that begin at a position."""
        begin = self.syntax.blanks.match(text, position)
        return begin.end() if begin else position

    def is_one_row(self, odd: str) -> bool:
        """Whether a text that ends with the end of a row holds that row and nothing else."""
        opened = self.syntax.opened
        begins = odd.lstrip(" \t\n").startswith(opened)
        return begins and odd.count(opened) == 1 and _NO_TAG.search(odd) is None


@lru_cache(maxsize=256)
def _attributes(written: str) -> Attributes | None:
    """The attributes of a row; None when one of them comes twice, which the parser refuses."""
    found = _ATTRIBUTE.findall(written)
    named = dict(found)
    return named if len(named) == len(found) and "r" not in named else None


def _is_clean(rows: bytes) -> bool:
    """Whether no character stands there that the parser refuses, or turns into another."""
    return len(rows.translate(None, _CONTROLS)) == len(rows) and not any(each in rows for each in _NEVER)
