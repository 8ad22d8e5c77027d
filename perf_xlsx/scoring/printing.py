"""A scheme as readable Chinese: for ``schemes ID`` and for docs/评分标准.md."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from perf_xlsx.figures import plain
from perf_xlsx.scoring.rules import BudgetRule, Group, Parameter, Scheme, TierBand
from perf_xlsx.scoring.scheme import builtin


@cache
def _words() -> dict[str, Any]:
    text = files("perf_xlsx.scoring").joinpath("printing.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _share(value: Decimal) -> str:
    return f"{plain(value * 100)}%"


def value_shown(parameter: Parameter) -> str:
    """A parameter's value with its unit, as people write it."""
    if parameter.unit == "比例":
        return _share(parameter.value)
    return f"{plain(parameter.value)}{parameter.unit}"


def scheme_text(scheme: Scheme) -> str:
    """The whole scheme for a screen: rules in sentences, then every number with its source."""
    lines = [f"{scheme.title}（{scheme.id}）", scheme.summary, ""]
    for title, entries in _chapters(scheme):
        lines.append(f"【{title}】")
        lines.extend(f"  {entry}" for entry in entries)
    lines.append("【参数】")
    lines.extend(
        f"  {each.title}：{value_shown(each)}　出处：{each.source.shown}" for each in scheme.parameters()
    )
    return "\n".join(lines)


def _checked(parameter: Parameter) -> str:
    return "已核对" if parameter.checked else "未核对"


def scheme_page() -> str:
    """docs/评分标准.md: every built-in scheme."""
    parts = [
        "# 评分标准",
        "",
        "本页由程序生成，内容取自 `perf_xlsx/scoring/schemes/` 中的标准文件。",
        "出处未与原文核对的，一律写作“通行做法（条款待核对原文）”。",
        "",
        "| 标准 | 名称 | 要点 |",
        "|---|---|---|",
        *(f"| `{each.id}` | {each.title} | {each.summary} |" for each in builtin()),
    ]
    for scheme in builtin():
        parts += ["", *_page(scheme)]
    return "\n".join(parts) + "\n" + str(_words()["own"]["text"])


def _page(scheme: Scheme) -> Iterator[str]:
    yield f"## {scheme.title}（`{scheme.id}`）"
    yield ""
    yield scheme.summary
    for title, entries in _chapters(scheme):
        yield ""
        yield f"### {title}"
        yield ""
        yield from (f"- {entry.strip()}" for entry in entries)
    yield ""
    yield "### 参数"
    yield ""
    yield "| 参数 | 值 | 定义名称 | 出处 | 核对 |"
    yield "|---|---|---|---|---|"
    for each in scheme.parameters():
        shown = (each.title, value_shown(each), f"`{each.name}`", each.source.shown, _checked(each))
        yield f"| {' | '.join(shown)} |"


def _chapters(scheme: Scheme) -> Iterator[tuple[str, list[str]]]:
    yield "分值", list(_weights(scheme))
    if scheme.budget.points:
        yield "预算执行率", list(_budget(scheme.budget))
    yield "定量指标", list(_numbers(scheme))
    yield "定性指标", _tiers(scheme)
    if scheme.parts:
        yield "评分要点和资金", list(_parts(scheme))
    yield "总分、等级和单位得分", list(_totals(scheme))
    yield "本标准要求的说明", [_words()["reason"][scheme.reason_due]]
    yield "出处", list(_sources(scheme))


def _weights(scheme: Scheme) -> Iterator[str]:
    if scheme.budget.points:
        yield f"预算执行率 {plain(scheme.budget.points)}分"
    for part in scheme.parts:
        yield f"{part.level1}／{part.level2}／{part.title} {plain(part.points)}分"
    for group in scheme.groups:
        name = f"{group.parent}／{group.title}" if group.parent else group.title
        yield f"{name} {plain(group.points)}分（{_match(group)}）"
        if group.absent_to:
            heir = scheme.group_titles[group.absent_to]
            yield f"  没有{group.title}的，其分值并入{heir}"
    yield f"合计 {plain(scheme.full_points)}分；自评表没有的组，分值按比例分给其余各组"


def _match(group: Group) -> str:
    """Which rows belong to a group, in words: this is the mapping for forms of another layout."""
    level1, level2 = _words()["level1"], _words()["level2"]
    shown: dict[str, None] = {}
    for name in group.match:
        first, _, second = name.partition("/")
        if first == "*":
            continue
        shown[level1.get(first, first) + (f"中的{level2[second]}" if second else "")] = None
    return "对应" + "、".join(shown)


def _budget(rule: BudgetRule) -> Iterator[str]:
    words = _words()["budget"]
    text = words["base"].format(first=words[rule.base[0]])
    for before, after in zip(rule.base, rule.base[1:], strict=False):
        text += "；" + words["else"].format(before=words[before], after=words[after])
    yield text
    if rule.method == "ratio":
        over = "" if rule.full_at == 1 else f"÷{_share(rule.full_at)}"
        yield words["ratio"].format(over=over)
        return
    shown = [
        words["band"].format(at_least=_share(band.at_least), share=_share(band.share)) for band in rule.bands
    ]
    shown.append(words["below"].format(at_least=_share(rule.bands[-1].at_least)))
    yield words["bands"].format(bands="，".join(shown))


def _numbers(scheme: Scheme) -> Iterator[str]:
    words, rules = _words()["unmet"], scheme.rows
    slots = {
        "size": _share(rules.step_size),
        "points": plain(rules.step_points),
        "count": words["count"][rules.step_count],
        "zero": plain(rules.linear_zero),
    }
    yield "完成指标值得全部分值"
    yield f"越大越好的指标{words['higher'][rules.higher].format_map(slots)}"
    yield f"越小越好的指标{words['lower'][rules.lower].format_map(slots)}"
    yield words["equal"][rules.equal]
    if rules.tolerance:
        yield f"与指标值相差{_share(rules.tolerance)}以内视为完成"
    if rules.about:
        yield f"指标值为约数（约50人）的，差距在{_share(rules.about)}以内待评定"
    yield f"逾期完成的，人工评定前最多得{_share(rules.late)}"
    yield _words()["exceed"][rules.exceed].format(
        limit=_share(rules.exceed_limit),
        points=plain(rules.exceed_points),
        rate=plain(rules.exceed_rate),
        most=_share(rules.exceed_most),
    )


def _tiers(scheme: Scheme) -> list[str]:
    full, partial = scheme.tiers.full, scheme.tiers.partial
    return [
        f"达成：{_edge(full)}～100%",
        f"部分达成：{_edge(partial)}～{_share(full.low)}",
        f"未达成：0～{_share(partial.low)}",
        "自评得分在档内的采用自评得分；否则达成得全部分值，其余两档待人工评定",
    ]


def _edge(band: TierBand) -> str:
    words = _words()["tier"]
    return f"{_share(band.low)}（{words['included' if band.includes_low else 'excluded']}）"


def _parts(scheme: Scheme) -> Iterator[str]:
    words = _words()["part"]
    for part in scheme.parts:
        yield f"{part.title}（{plain(part.points)}分）：{words[part.method]}"
        for number, question in enumerate(part.questions, 1):
            yield f"  {number}. {question}"


def _totals(scheme: Scheme) -> Iterator[str]:
    yield f"得分四舍五入保留{scheme.rounding}位小数，总分为各项得分之和"
    yield _words()["not_applicable"][scheme.not_applicable]
    for band in scheme.caps:
        yield f"预算执行率低于{_share(band.below)}的，总分不高于{plain(band.total)}分"
    yield (
        "等级："
        + "，".join(f"{each.title} ≥{plain(each.at_least)}分" for each in scheme.grades[:-1])
        + (f"，其余为{scheme.grades[-1].title}；临界分归入较高等级")
    )
    yield _words()["unit"][scheme.headline]


def _sources(scheme: Scheme) -> Iterator[str]:
    """The instruments; an article that nobody compared with the paper is not named."""
    seen: dict[str, None] = {}
    for source in scheme.sources.values():
        shown = source.shown if source.checked else f"{source.instrument}（条款待核对原文）"
        seen[shown] = None
    yield from seen
