"""The XML of a part, streamed: local names, encodings, no document types, alternate content resolved.

One expat parser per part.  Elements are known by their local names in the namespaces of the formats
(transitional, Strict, or none at all), whatever prefix a file gives them; all others are passed over.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NoReturn
from xml.parsers import expat

from perf_xlsx.reading import limits
from perf_xlsx.reading.refusal import Refusal, damaged, refusal

Attributes = dict[str, str]
"""An element's attributes; names with a namespace are ``uri name``."""

Start = Callable[[Attributes], object]
End = Callable[[str], object]

_MAIN: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_NAMESPACES: Final = (
    "",
    *_MAIN,
    "http://schemas.openxmlformats.org/package/2006/relationships",
    "http://schemas.openxmlformats.org/package/2006/content-types",
    "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    "http://purl.oclc.org/ooxml/officeDocument/customProperties",
    "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
    "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes",
    "http://purl.org/dc/terms/",
)
_COMPATIBILITY: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006 "
_ALTERNATE: Final = _COMPATIBILITY + "AlternateContent"
_UNDERSTOOD: Final = ("http://schemas.microsoft.com/office/", *_MAIN)
_LONG: Final = 50
"""More pieces of text than a cell can hold."""
_ENCODING: Final = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_NATIVE: Final = ("utf-8", "us-ascii", "iso-8859-1")
_WIDER: Final = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "cp936": "gb18030"}
"""Encodings that files name although they use characters of a wider one."""


def attribute(attributes: Attributes, name: str) -> str | None:
    """An attribute that stands in some namespace, such as ``r:id``, whatever its prefix."""
    for key, value in attributes.items():
        if key.endswith(" " + name):
            return value
    return None


def is_on(value: str | None) -> bool:
    """A true value of the formats: 1, true, on."""
    return value is not None and value.strip().lower() in ("1", "true", "on", "t")


def walk(
    part: str,
    chunks: Iterable[bytes],
    starts: Mapping[str, Start],
    ends: Mapping[str, End],
    *,
    main_only: bool = False,
    passed_over: Callable[[Iterator[bytes], str], Iterator[bytes]] | None = None,
) -> None:
    """Call the handlers for the elements of a part, in document order.

    ``starts`` get the attributes, ``ends`` the text since the last element that either knows began.
    ``main_only`` leaves out elements that stand in no spreadsheet namespace.  ``passed_over`` may take
    out of the bytes (in an encoding that extends ASCII, which it is told) what the parser need not see.
    Raises ``Refusal``: broken XML, a document type, or more tags than the limit.
    """
    pieces, encoding = _decoded(iter(chunks))
    if passed_over is not None:
        pieces = passed_over(pieces, encoding)
    namespaces = ("", *_MAIN) if main_only else _NAMESPACES
    walker = _Walker(encoding, _keyed(starts, namespaces), _keyed(ends, namespaces))
    try:
        _feed(part, pieces, walker.parser, walker.text)
    finally:
        walker.release()


def parse(
    part: str,
    chunks: Iterable[bytes],
    start: Callable[[str, Attributes], object],
    end: Callable[[str], object],
    data: Callable[[str], object],
) -> None:
    """Call the handlers for everything in a part; tags are ``uri name``.  Raises like ``walk``."""
    pieces, encoding = _decoded(iter(chunks))
    parser = expat.ParserCreate(encoding, " ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = _document_type
    _feed(part, pieces, parser, [])


def _feed(part: str, pieces: Iterable[bytes], parser: expat.XMLParserType, text: list[str]) -> None:
    """Parse piece by piece; ``text`` is what is gathered meanwhile, kept from growing without end."""
    tags = 0
    try:
        for piece in pieces:
            tags += piece.count(b"<")
            if tags > limits.TAGS:
                raise too_many_tags(part)
            parser.Parse(piece, False)
            if len(text) > _LONG:
                text[:] = ["".join(text)[: 2 * limits.TEXT]]
        parser.Parse(b"", True)
    except (expat.ExpatError, UnicodeError):
        raise damaged(part) from None


def too_many_tags(part: str) -> Refusal:
    """Why a part with more tags than ``limits.TAGS`` is not read."""
    return refusal("file.unpacks_too_large", found=part, expected=f"{limits.TAGS // 10_000} 万个标记")


def _keyed(
    handlers: Mapping[str, Callable[..., object]], namespaces: tuple[str, ...]
) -> dict[str, Callable[..., object]]:
    return {
        f"{uri} {name}" if uri else name: handler for name, handler in handlers.items() for uri in namespaces
    }


class _Walker:
    """The handlers of one parser: text gathered, branches of alternate content chosen."""

    def __init__(
        self,
        encoding: str,
        starts: dict[str, Callable[..., object]],
        ends: dict[str, Callable[..., object]],
    ) -> None:
        self.parser = expat.ParserCreate(encoding, " ")
        self.parser.buffer_text = True
        self.known_start = starts.get
        self.known_end = ends.get
        self.text: list[str] = []
        self.prefixes: dict[str, str] = {}
        self.chosen: list[bool] = []
        self.depth = 0
        self.start = self.starter()
        self.end = self.ender()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text.append
        self.parser.StartNamespaceDeclHandler = self.prefix
        self.parser.StartDoctypeDeclHandler = _document_type

    def release(self) -> None:
        """Parser and handlers hold each other: let go, or a part's cells stay until the collector runs."""
        del self.parser, self.start, self.end

    def starter(self) -> Callable[[str, Attributes], None]:
        """The handler of every start; a closure, because it runs for each of very many cells."""
        known, clear, alternate = self.known_start, self.text.clear, self.alternate

        def start(tag: str, attributes: Attributes) -> None:
            handler = known(tag)
            if handler is not None:
                clear()
                handler(attributes)
            elif tag.startswith(_COMPATIBILITY):
                alternate(tag, attributes)

        return start

    def ender(self) -> Callable[[str], None]:
        """The handler of every end, likewise."""
        known, text, clear, chosen = self.known_end, self.text, self.text.clear, self.chosen

        def end(tag: str) -> None:
            handler = known(tag)
            if handler is not None:
                handler(text[0] if len(text) == 1 else "".join(text))
                clear()
            elif tag == _ALTERNATE and chosen:
                chosen.pop()

        return end

    def alternate(self, tag: str, attributes: Attributes) -> None:
        """Exactly one branch is read: the first whose namespaces are understood, else the fallback."""
        name = tag.removeprefix(_COMPATIBILITY)
        if name == "AlternateContent":
            self.chosen.append(False)
        elif name in ("Choice", "Fallback") and self.chosen:
            if self.chosen[-1] or (name == "Choice" and not self.understood(attributes.get("Requires", ""))):
                self.depth = 1
                self.parser.StartElementHandler = self.skipped_start
                self.parser.EndElementHandler = self.skipped_end
            else:
                self.chosen[-1] = True

    def understood(self, requires: str) -> bool:
        return all(self.prefixes.get(prefix, "").startswith(_UNDERSTOOD) for prefix in requires.split())

    def skipped_start(self, _tag: str, _attributes: Attributes) -> None:
        self.depth += 1

    def skipped_end(self, _tag: str) -> None:
        self.depth -= 1
        if self.depth == 0:
            self.parser.StartElementHandler = self.start
            self.parser.EndElementHandler = self.end

    def prefix(self, name: str | None, uri: str | None) -> None:
        self.prefixes[name or ""] = uri or ""


def _document_type(*_: object) -> NoReturn:
    raise refusal("file.document_type")


def _decoded(chunks: Iterator[bytes]) -> tuple[Iterator[bytes], str]:
    """The bytes as expat understands them, with the encoding that overrides their declaration."""
    first = next(chunks, b"")
    pieces = _joined(first, chunks)
    if first.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return _transcoded(pieces, "utf-32"), "utf-8"
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _transcoded(pieces, "utf-16"), "utf-8"
    if first.startswith((b"<\x00", b"\x00<")):
        return _transcoded(pieces, "utf-16-le" if first[0] else "utf-16-be"), "utf-8"
    if first.startswith(codecs.BOM_UTF8):
        return pieces, "utf-8"
    declared = _ENCODING.match(first[:256])
    codec = declared[1].decode("ascii").lower() if declared else "utf-8"
    if codec in _NATIVE:
        return pieces, codec
    if not _is_known(codec):
        return pieces, "utf-8"
    return _transcoded(pieces, _WIDER.get(codec, codec)), "utf-8"


def _is_known(codec: str) -> bool:
    """Whether Python has a codec of texts by this name."""
    try:
        b"    ".decode(codec)
    except (LookupError, UnicodeError):
        return False
    return True


def _joined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _transcoded(pieces: Iterator[bytes], codec: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(codec)()
    for piece in pieces:
        yield decoder.decode(piece).encode("utf-8")
    yield decoder.decode(b"", True).encode("utf-8")
