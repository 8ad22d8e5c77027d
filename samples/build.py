"""Makes what stands in templates/ and samples/: run ``python samples/build.py`` after a change.

A sample's content is a readable .toml beside it; the workbook is the template with that content typed
in.  ``build()`` gives the bytes without writing them, for the test that holds both equal.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from perf_xlsx.scoring.scheme import load
from perf_xlsx.writing.template import (
    SPARE_FUNDS,
    TemplateOptions,
    rubric_entries,
    write_entries,
    write_template,
)
from perf_xlsx.writing.template_entries import (
    CoverEntry,
    Entries,
    FundEntry,
    IndicatorEntry,
    ProjectEntry,
    RubricEntry,
)

HERE = Path(__file__).parent
TEMPLATE = HERE.parent / "templates" / "自评表模板.xlsx"

_MONEY = {"budget", "budget_general", "budget_fund", "executed", "executed_general", "executed_fund"}


def build() -> Mapping[Path, bytes]:
    """Every workbook of the two folders by its path."""
    made = {TEMPLATE: write_template(TemplateOptions())}
    for source in sorted(HERE.glob("*.toml")):
        content = tomllib.loads(source.read_text("utf-8"))
        made[source.with_suffix(".xlsx")] = write_entries(
            entries(content),
            scheme=content.get("scheme", ""),
            spare_funds=SPARE_FUNDS if content.get("spare_rows") else 0,
        )
    return made


def entries(content: Mapping[str, Any]) -> Entries:
    """A sample's .toml as the template's entries."""
    cover = dict(content["cover"])
    for key in _MONEY | {"reported_score"}:
        cover[key] = amount(cover.get(key, ""))
    scheme = content.get("scheme", "")
    if scheme:
        cover["scheme"] = load(scheme).title
    return Entries(
        CoverEntry(**cover),
        tuple(map(project, content["projects"])),
        rubric(scheme, content.get("answers", [])),
    )


def project(content: Mapping[str, Any]) -> ProjectEntry:
    """One [[projects]] table."""
    given = dict(content)
    given["funds"] = tuple(map(fund, content.get("funds", [])))
    given["parts"] = tuple(map(fund, content.get("parts", [])))
    given["stated"] = fund(content["stated"]) if "stated" in content else None
    given["budget_score"] = amount(content.get("budget_score", ""))
    given["total_score"] = amount(content.get("total_score", ""))
    given["indicators"] = tuple(map(indicator, content["indicators"]))
    return ProjectEntry(**given)


def fund(cells: Sequence[str]) -> FundEntry:
    """Item, 年初预算数, 全年预算数, 到位数, 全年执行数."""
    item, initial, full_year, received, executed = cells
    return FundEntry(item, amount(initial), amount(full_year), amount(received), amount(executed))


def indicator(cells: Sequence[Any]) -> IndicatorEntry:
    """Five texts; what else was typed into the row follows by name."""
    texts, more = cells[:5], dict(cells[5]) if len(cells) > 5 else {}
    for key in ("weight", "score"):
        more[key] = amount(more.get(key, ""))
    return IndicatorEntry(*texts, **more)


def rubric(scheme: str, answers: Sequence[Sequence[str]]) -> tuple[RubricEntry, ...]:
    """The scheme's 评分要点, each with the sample's answer."""
    if not scheme:
        return ()
    given = {(item, question): (answer, told) for item, question, answer, told in answers}
    filled = []
    for entry in rubric_entries(load(scheme)):
        answer, told = given[entry.level3, entry.point]
        filled.append(replace(entry, answer=answer, explanation=told))
    return tuple(filled)


def amount(text: str) -> Decimal | None:
    """An exact number; an empty text leaves the cell empty."""
    return Decimal(text) if text else None


def main() -> None:
    """Write what ``build`` makes."""
    for path, data in build().items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        print(path.relative_to(HERE.parent))


if __name__ == "__main__":
    main()
