"""退回意见: half a page per unit, from the catalogue's repairs, numbered as in the unit's 问题清单."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from perf_xlsx.checks.catalogue import SEVERITY_WORDS
from perf_xlsx.evaluate import FILE_CODE_LENGTH
from perf_xlsx.model import Severity

Record = dict[str, Any]

_MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Item:
    """One point of the letter: its number in 问题清单, what it is about and how to mend it."""

    number: int
    severity: str
    project: str
    place: str
    message: str
    repair: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What one unit is told of one workbook.

    ``errors`` and ``warnings`` count what waits; ``left_out``: further points that only 问题清单 lists.
    A file that was not ``scored`` has no result and no 问题清单.
    """

    unit: str
    year: int | None
    file: str
    opening: str
    items: tuple[Item, ...]
    closing: str
    left_out: int = 0
    code: str = ""
    errors: int = 0
    warnings: int = 0
    scored: bool = True

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The letter's text, line by line."""
        body = (
            f"{item.number}. 【{item.severity}】{item.project}{item.place}：{item.message}{item.repair}"
            for item in self.items
        )
        rest = (f"其余{self.left_out}条见“问题清单”。",) if self.left_out else ()
        return (self.opening, *body, *rest, self.closing)


def letter(record: Record) -> Letter | None:
    """The letter for a unit; None where nothing is to be sent back or explained."""
    ranked = _ranked(record["findings"], [project["name"] for project in record["projects"]])
    waiting = [(number, finding) for number, finding in enumerate(ranked, 1) if _waits(finding)]
    if not waiting:
        return None
    errors = sum(finding["severity"] == Severity.ERROR for _, finding in waiting)
    return Letter(
        unit=record["agency"] or "",
        year=record["year"],
        file=record["source"]["file"],
        opening=_opening(record, errors, len(waiting) - errors),
        items=tuple(_item(number, finding) for number, finding in waiting[:_MOST]),
        closing=_closing(errors, scored=bool(record["projects"])),
        left_out=max(len(waiting) - _MOST, 0),
        code=_code(record),
        errors=errors,
        warnings=len(waiting) - errors,
        scored=bool(record["projects"]),
    )


_MEND: Final = "请更正后重新报送，并对须说明的事项逐条写明情况。"
_EXPLAIN: Final = "请对上述事项逐条写明情况后报送。"
_AGAIN: Final = "请按上述办法处理后重新报送。"


def _closing(errors: int, *, scored: bool) -> str:
    if not scored:
        return _AGAIN
    return _MEND if errors else _EXPLAIN


def _waits(finding: Record) -> bool:
    """须更正 waits until it is mended, 须说明 until it is answered."""
    if finding["severity"] == Severity.WARNING:
        return not finding["answer"]
    return bool(finding["severity"] == Severity.ERROR)


def _opening(record: Record, errors: int, warnings: int) -> str:
    year = f"{record['year']}年度" if record["year"] else ""
    source = record["source"]
    addressee = f"{record['agency']}：" if record["agency"] else ""
    if not record["projects"]:
        return f"{addressee}你单位报来的文件（{source['file']}）已收悉，但未能评分，原因如下："
    return (
        f"{addressee}你单位报来的{year}项目支出绩效自评表（{source['file']}，"
        f"文件编号 {_code(record)}）已收悉。经审核，须更正{errors}条、须说明{warnings}条，具体如下："
    )


def _code(record: Record) -> str:
    """The 文件编号 that the unit's paper shows: of an output that came back the one in its footers."""
    return record.get("draft_of") or str(record["source"]["sha256"][:FILE_CODE_LENGTH])


def _ranked(findings: Sequence[Record], projects: Sequence[str | None]) -> list[Record]:
    """In the order of 问题清单: gravest first, then by project, the unit's own before them."""
    place = {name: number for number, name in enumerate(projects, 1)}
    return sorted(
        findings,
        key=lambda finding: (Severity(finding["severity"]).rank, place.get(finding["project"], 0)),
    )


def _item(number: int, finding: Record) -> Item:
    project = f"《{finding['project']}》" if finding["project"] else ""
    place = f"（{finding['sheet']} {finding['cell']}）" if finding["cell"] else ""
    severity = SEVERITY_WORDS[Severity(finding["severity"])]
    return Item(number, severity, project, place, finding["message"], finding["repair"])
