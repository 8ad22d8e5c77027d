"""Marks of secrecy, and numbers of persons that don't belong in a published table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from perf_xlsx.model import Book, Cell, Place, Problem, Scorecard, Sheet, Submission
from perf_xlsx.scoring.rules import Scheme
from perf_xlsx.text import folded, label

_MARK: Final = re.compile(
    r"(绝密|机密|秘密)\s*[★☆*]"
    r"|密级\s*[:：]\s*(绝密|机密|秘密)"
    r"|^[(（\[]?(绝密|机密|秘密|涉密)(级|件|文件)?([★☆]?\d{0,2}(年|个月)?|长期)?[)）\]]?$"
    r"|^[(（\[](绝密|机密|秘密|涉密)[)）\]]"
    r"|^(本?(文件|表|表格|资料|材料|件)?(系|属|为|属于)?)(绝密|机密|秘密|涉密)(级)?(文件|资料|材料|信息|事项)(?=[,;!。、]|$)"
)
_TITLE_MARK: Final = re.compile(r"[(（\[](绝密|机密|秘密|涉密)[)）\]]")
_TITLE_ROWS: Final = 6
_CHOICES: Final = 3


def secret(book: Book, name: str) -> Problem | None:
    """The first mark of secrecy in a workbook: such a workbook is not scored.

    It may stand in the file's ``name``, a property, a sheet's name, its cells, its page headers and
    footers or its text boxes.  A sheet in which several levels stand one beside the other lists the
    choices of a drop-down.
    """
    for text in (PurePath(name).stem, *book.properties.values()):
        mark = _mark(text, title=True)
        if mark:
            return Problem("privacy.secret", found=mark)
    for sheet in book.sheets:
        found = _marks(sheet) if sheet.visible else []
        if found and len({mark for _, mark in found}) < _CHOICES:
            return Problem("privacy.secret", found[0][0], found=found[0][1])
    return None


def _marks(sheet: Sheet) -> list[tuple[Place, str]]:
    """The marks in a sheet, each with its place (the first cell for what stands in no cell)."""
    beside = [(Place(sheet.name, 1, 1), _mark(text, title=True)) for text in (sheet.name, *sheet.margins)]
    cells = [(cell.place, _marked(cell)) for cell in sheet.cells.values()]
    return [(place, mark) for place, mark in (*beside, *cells) if mark]


def _marked(cell: Cell) -> str:
    return _mark(cell.text, title=cell.place.row <= _TITLE_ROWS)


def _mark(raw: str, *, title: bool) -> str:
    """The mark in a text; in a ``title`` it may stand in brackets anywhere."""
    if "密" not in raw:
        return ""
    text = folded(raw)
    found = _MARK.search(label(text)) or _MARK.search(text)
    if found is None and title:
        found = _TITLE_MARK.search(text)
    return found[0] if found else ""


_IDENTITY: Final = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_MOBILE: Final = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_CARD: Final = re.compile(r"(?<!\d)[34569]\d{15,18}(?!\d)")
_MANY_DIGITS: Final = re.compile(r"\d{11}")
_FACTORS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS: Final = "10X98765432"


def personal_numbers(submission: Submission, scorecard: Scorecard, scheme: Scheme) -> Iterator[Problem]:
    """身份证号, 手机号 or 银行卡号 outside the phone field: one entry, the numbers covered."""
    found = [(place, kind) for place, text in _texts(submission) for kind in _kinds(text)]
    if found:
        places = [place for place, _ in found if place is not None]
        yield Problem(
            "privacy.personal_number",
            places[0] if places else None,
            tuple(dict.fromkeys(places[1:])),
            found="、".join(dict.fromkeys(kind for _, kind in found)),
            slots={"count": str(len(found))},
        )


def _kinds(text: str) -> Iterator[str]:
    if not _MANY_DIGITS.search(text):
        return
    plain = folded(text)
    identities = [number for number in _IDENTITY.findall(plain) if is_identity(number)]
    yield from ("身份证号" for _ in identities)
    yield from ("手机号" for _ in _MOBILE.findall(plain))
    yield from ("银行卡号" for number in _CARD.findall(plain) if number not in identities and is_card(number))


def is_identity(number: str) -> bool:
    """Whether 18 characters are a 居民身份证号: birthday and check digit."""
    month, day = int(number[10:12]), int(number[12:14])
    if number[6:8] not in ("19", "20") or not 1 <= month <= 12 or not 1 <= day <= 31:
        return False
    total = sum(int(digit) * factor for digit, factor in zip(number, _FACTORS, strict=False))
    return _CHECK_DIGITS[total % 11] == number[-1].upper()


def is_card(number: str) -> bool:
    """Whether the digits pass the check of bank card numbers (Luhn)."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _texts(submission: Submission) -> Iterator[tuple[Place | None, str]]:
    cover = submission.cover
    for text in (cover.issues, cover.issues_advice, cover.preparer):
        yield text.place, text.text
    for left in submission.leftovers:
        yield left.place, left.text
    for form in submission.forms:
        for text in (form.project, form.department, form.implementing_unit):
            yield text.place, text.text
        for goal in form.goals:
            yield goal.expected.place, goal.expected.text
            yield goal.actual.place, goal.actual.text
        for row in form.indicators:
            yield row.place, row.level3.text
            yield row.target_place, row.target_text
            yield row.actual_place, row.actual_text
            for note in (row.reason, row.evidence, row.review_note):
                yield note.place, note.text
