"""基本信息 of a merged workbook: what the files agree on; where they don't, what was taken is told.

What a file states (预算安排, 支出, 单位自评得分) is meant for the whole unit: figures that differ are left
blank and told, never added up.  A department's money is the sum of its units' when all of them state
theirs; its score and the people who sign are its own and stay blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from perf_xlsx.figures import plain
from perf_xlsx.merge.parts import Part, Spec
from perf_xlsx.model import Amount, Cover, Figure, NotGiven, Place, Problem, Text
from perf_xlsx.text import label, listed

_MONEY: Final = (
    ("预算安排", ("budget", "budget_general", "budget_fund")),
    ("支出", ("executed", "executed_general", "executed_fund")),
)
_SCORE: Final = ("单位自评得分", ("reported_score",))
_PEOPLE: Final = (("填报人", "preparer"), ("联系电话", "phone"))
_SHOWN: Final = 5


def unit_cover(parts: Sequence[Part], spec: Spec) -> tuple[Cover, tuple[Problem, ...]]:
    """One cover for a unit's files."""
    problems: list[Problem] = []
    newest_first = sorted(parts, key=lambda part: part.member.age, reverse=True)
    given: dict[str, Text] = {name: _joined(title, name, parts, problems) for title, name in _PEOPLE}
    figures: dict[str, Figure] = {}
    for title, names in (*_MONEY, _SCORE):
        figures |= _agreed(title, names, parts, problems)
    schemes = _texts("scheme", parts)
    cover = Cover(
        agency=Text(spec.name, _first("agency", newest_first).place),
        year=_first("year", newest_first),
        preparer=given["preparer"],
        phone=given["phone"],
        filled_on=_first("filled_on", newest_first),
        scheme=schemes[0][1] if len({label(text.text) for _, text in schemes}) == 1 else Text(),
        issues=_paragraphs("issues", parts),
        issues_advice=_paragraphs("issues_advice", parts),
        **figures,  # type: ignore[arg-type]
    )
    return cover, tuple(problems)


def department_cover(units: Sequence[tuple[str, Cover]], spec: Spec) -> Cover:
    """The cover of a department from those of its units."""
    covers = [cover for _, cover in units]
    figures: dict[str, Figure] = {
        name: _sum([getattr(cover, name) for cover in covers]) for _, names in _MONEY for name in names
    }
    schemes = {label(cover.scheme.text): cover.scheme for cover in covers}
    return Cover(
        agency=Text(spec.name),
        year=next((cover.year for cover in covers if cover.year), Text()),
        scheme=covers[0].scheme if len(schemes) == 1 else Text(),
        issues=_by_unit([(unit, cover.issues) for unit, cover in units]),
        issues_advice=_by_unit([(unit, cover.issues_advice) for unit, cover in units]),
        **figures,  # type: ignore[arg-type]
    )


# ---------------------------------------------------------------- texts


def _texts(name: str, parts: Sequence[Part]) -> list[tuple[Part, Text]]:
    """What the files write, blank ones left out."""
    told = [(part, getattr(part.submission.cover, name)) for part in parts]
    return [(part, text) for part, text in told if text]


def _first(name: str, parts: Sequence[Part]) -> Text:
    return next((text for _, text in _texts(name, parts)), Text())


def _joined(title: str, name: str, parts: Sequence[Part], problems: list[Problem]) -> Text:
    """Several people, or several telephones, one after another."""
    told = _texts(name, parts)
    distinct = {label(text.text): text for _, text in reversed(told)}
    if len(distinct) < 2:
        return told[0][1] if told else Text()
    joined = "、".join(text.text for text in reversed(distinct.values()))
    problems.append(
        _differing(
            "merge.cover_differs", title, [(part, text.text, text.place) for part, text in told], joined
        )
    )
    return Text(joined, told[0][1].place)


def _paragraphs(name: str, parts: Sequence[Part]) -> Text:
    told = _texts(name, parts)
    distinct = dict.fromkeys(text.text for _, text in told)
    return Text("\n".join(distinct), told[0][1].place) if told else Text()


def _by_unit(told: Sequence[tuple[str, Text]]) -> Text:
    given = [(unit, text) for unit, text in told if text]
    if not given:
        return Text()
    return Text(
        "\n".join(f"{unit}：{text.text}" if unit else text.text for unit, text in given), given[0][1].place
    )


# ---------------------------------------------------------------- figures


def _agreed(
    title: str, names: Sequence[str], parts: Sequence[Part], problems: list[Problem]
) -> dict[str, Figure]:
    """The figures that every file that states any states alike; else none of them."""
    stated = [(part, tuple(getattr(part.submission.cover, name) for name in names)) for part in parts]
    stated = [
        (part, figures) for part, figures in stated if any(isinstance(each, Amount) for each in figures)
    ]
    if not stated:
        return {}
    if len({figures for _, figures in stated}) == 1:
        return dict(zip(names, stated[0][1], strict=True))
    told = [(part, _shown(figures), _place(figures)) for part, figures in stated]
    problems.append(_differing("merge.stated_differs", title, told, ""))
    return {}


def _shown(figures: Sequence[Figure]) -> str:
    return "／".join(plain(each.value) for each in figures if isinstance(each, Amount))


def _place(figures: Sequence[Figure]) -> Place | None:
    return next((each.place for each in figures if isinstance(each, Amount)), None)


def _sum(figures: Sequence[Figure]) -> Figure:
    amounts = [figure for figure in figures if isinstance(figure, Amount)]
    if not amounts or len(amounts) < len(figures):
        return NotGiven()
    return Amount(sum((each.value for each in amounts), Decimal(0)), max(each.step for each in amounts))


def _differing(rule: str, title: str, told: Sequence[tuple[Part, str, Place | None]], taken: str) -> Problem:
    places = [place for _, _, place in told if place is not None]
    return Problem(
        rule,
        places[0] if places else None,
        tuple(places[1:]),
        found=listed([f"“{part.file}”{text}" for part, text, _ in told], _SHOWN, "个文件", "；"),
        expected=taken,
        slots={"fields": title},
    )
