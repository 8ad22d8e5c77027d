"""The workbook part of a package: its sheets in order, where they stand, how days are counted."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from perf_xlsx.reading.markup import Attributes, End, Start, attribute, is_on, walk
from perf_xlsx.reading.package import Package
from perf_xlsx.reading.refusal import Refusal, refusal
from perf_xlsx.text import decode_escapes

_FALLBACK: Final = "xl/workbook.xml"
_SHEET_PART: Final = re.compile(r"(?:.*/)?sheet(\d*)\.xml")
_ASIDE_BYTES: Final = 4 * 2**20
_STAMP: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?")


@dataclass(frozen=True, slots=True)
class SheetLink:
    """A sheet as the workbook names it; ``part`` is None when no part is there."""

    name: str
    visible: bool
    kind: str
    part: str | None


@dataclass(frozen=True, slots=True)
class WorkbookPart:
    """``exact`` is False when the workbook calculates with shown instead of stored numbers."""

    part: str
    sheets: tuple[SheetLink, ...]
    from_1904: bool
    exact: bool
    has_macros: bool


def find_workbook(package: Package) -> str | None:
    """The workbook's part: by the package's links, else by its usual name; None when there is none."""
    linked = _linked_workbook(package)
    if linked is not None:
        return linked
    if _FALLBACK in package:
        return _FALLBACK
    return next((part for part in package.entries if posixpath.basename(part) == "workbook.xml"), None)


def _linked_workbook(package: Package) -> str | None:
    try:
        return package.linked("", "officeDocument")
    except Refusal as refused:
        if refused.problem.rule == "file.document_type":
            raise
        return None


def read_workbook(package: Package, part: str) -> WorkbookPart:
    """The workbook part; raises ``Refusal`` when it is damaged, or no workbook at all."""
    rows: list[tuple[str, str, str]] = []
    roots: list[Attributes] = []
    from_1904 = False
    exact = True

    def sheet(attributes: Attributes) -> None:
        name = decode_escapes(attributes.get("name", ""))
        rows.append((name, attributes.get("state", "visible"), _key(attributes)))

    def settings(attributes: Attributes) -> None:
        nonlocal from_1904
        from_1904 = is_on(attributes.get("date1904"))

    def calculation(attributes: Attributes) -> None:
        nonlocal exact
        exact = is_on(attributes.get("fullPrecision", "1"))

    handlers = {"workbook": roots.append, "sheet": sheet, "workbookPr": settings, "calcPr": calculation}
    walk(part, package.chunks(part), handlers, {}, main_only=True)
    if not roots:
        raise refusal("file.not_a_workbook")
    return WorkbookPart(
        part,
        _links(package, part, rows),
        from_1904,
        exact,
        has_macros=any(name.endswith("vbaproject.bin") for name in package.entries),
    )


def _key(attributes: Attributes) -> str:
    """The link's id, in whatever namespace it stands."""
    return attribute(attributes, "id") or attributes.get("id", "")


def _links(package: Package, part: str, rows: list[tuple[str, str, str]]) -> tuple[SheetLink, ...]:
    """Each sheet with its part; where the links are lost, the parts in the order of their numbers."""
    known = package.relationships(part)
    spare = [] if known else _numbered(package)
    links: list[SheetLink] = []
    names: set[str] = set()
    for index, (name, state, key) in enumerate(rows):
        link = known.get(key)
        target = link.target if link else spare[index] if index < len(spare) else None
        if target is not None and target not in package:
            target = None
        unique = _unique(name, index, names)
        kind = link.type.lower() if link else "worksheet"
        links.append(SheetLink(unique, state.lower() not in ("hidden", "veryhidden"), kind, target))
    return tuple(links)


def _numbered(package: Package) -> list[str]:
    found = [(match, part) for part in package.entries if (match := _SHEET_PART.fullmatch(part))]
    return [part for match, part in sorted(found, key=lambda pair: (int(pair[0][1] or 0), pair[1]))]


def _unique(name: str, index: int, names: set[str]) -> str:
    """Sheets are told apart by their names: an empty or repeated one gets a number."""
    plain = name or f"Sheet{index + 1}"
    unique, count = plain, 2
    while unique.lower() in names:
        unique, count = f"{plain} ({count})", count + 1
    names.add(unique.lower())
    return unique


def custom_properties(package: Package) -> dict[str, str]:
    """The custom properties by name; none where they can't be read: nothing of a form stands there."""
    found: dict[str, str] = {}
    name = ""

    def begin(attributes: Attributes) -> None:
        nonlocal name
        name = attributes.get("name", "")

    def value(text: str) -> None:
        found[name] = decode_escapes(text)

    kinds = ("lpwstr", "lpstr", "bstr", "i1", "i2", "i4", "i8", "int", "uint", "r4", "r8", "bool", "filetime")
    starts = {"property": begin} | dict.fromkeys(kinds, _nothing)
    _walk_aside(package, "custom-properties", "docprops/custom.xml", starts, dict.fromkeys(kinds, value))
    return found


def created(package: Package) -> datetime | None:
    """When the workbook was created (UTC, without zone); None where it does not say."""
    found: list[datetime] = []

    def stamp(text: str) -> None:
        if _STAMP.match(text.strip()):
            try:
                moment = datetime.fromisoformat(text.strip())
                found.append(moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment)
            except (ValueError, OverflowError):
                return

    starts = {"created": _nothing}
    _walk_aside(package, "core-properties", "docprops/core.xml", starts, {"created": stamp})
    return found[0].replace(microsecond=0) if found else None


def _walk_aside(
    package: Package, kind: str, usual: str, starts: Mapping[str, Start], ends: Mapping[str, End]
) -> None:
    """Read a part that matters to nobody's points: what is broken in it is passed over."""
    try:
        part = package.linked("", kind) or (usual if usual in package else None)
        if part is not None:
            walk(part, package.chunks(part, _ASIDE_BYTES), starts, ends)
    except Refusal as refused:
        if refused.problem.rule == "file.document_type":
            raise


def _nothing(_: Attributes) -> None:
    """A leaf with text begins."""
