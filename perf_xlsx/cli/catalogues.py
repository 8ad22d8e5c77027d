"""``perf-xlsx rules`` and ``perf-xlsx schemes``: what is looked for, and by which numbers."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import click

from perf_xlsx.cli.chinese import Command
from perf_xlsx.cli.options import json_option

if TYPE_CHECKING:
    from perf_xlsx.checks.catalogue import Rule
    from perf_xlsx.scoring.rules import Scheme


@click.command(cls=Command, short_help="列出全部检查规则，或说明其中一条。")
@click.argument("rule_id", required=False, metavar="[编号]")
@json_option
def rules(rule_id: str | None, as_json: bool) -> None:
    """列出全部检查规则；给编号时说明这一条：内容、处理办法、出处、常见误报。"""
    from perf_xlsx.checks.catalogue import GROUPS, RULES, SEVERITY_WORDS

    chosen = [_one(rule_id, RULES)] if rule_id else sorted(RULES.values(), key=_by_group)
    if as_json:
        _json([_rule_data(rule) for rule in chosen])
    elif rule_id:
        click.echo(_rule_text(chosen[0]))
    else:
        for group in GROUPS:
            click.echo(group)
            for rule in chosen:
                if rule.group == group:
                    click.echo(f"  {rule.id:<28} {SEVERITY_WORDS[rule.severity]}  {rule.title}")


def _by_group(rule: Rule) -> tuple[int, str]:
    from perf_xlsx.checks.catalogue import GROUPS

    return GROUPS.index(rule.group), rule.id


def _one(rule_id: str, known: Any) -> Rule:
    if rule_id in known:
        rule: Rule = known[rule_id]
        return rule
    raise click.UsageError(_not_known("规则", rule_id, list(known)))


def _not_known(what: str, asked: str, known: Sequence[str]) -> str:
    near = get_close_matches(asked, known, n=3)
    hint = f"，是否想用 {'、'.join(near)}？" if near else "；不带编号运行这条命令，可列出全部。"
    return f"没有{what} {asked}{hint}"


def _rule_data(rule: Rule) -> dict[str, str]:
    return {
        "id": rule.id,
        "severity": rule.severity.value,
        "group": rule.group,
        "title": rule.title,
        "message": rule.shown_message,
        "repair": rule.shown_repair,
        "source": rule.source,
        "false_positives": rule.false_positives,
    }


def _rule_text(rule: Rule) -> str:
    from perf_xlsx.checks.catalogue import SEVERITY_WORDS

    lines = [
        f"{rule.title}（{rule.id}）",
        f"  程度：{SEVERITY_WORDS[rule.severity]}    类别：{rule.group}",
        f"  说明：{rule.shown_message}",
        f"  处理：{rule.shown_repair}",
        f"  出处：{rule.source}",
    ]
    return "\n".join([*lines, *([f"  误报：{rule.false_positives}"] if rule.false_positives else [])])


@click.command(cls=Command, short_help="列出评分标准，或打印其中一个。")
@click.argument("scheme_id", required=False, metavar="[编号或文件]")
@json_option
def schemes(scheme_id: str | None, as_json: bool) -> None:
    """列出内置的评分标准；给编号或文件时打印它的全部参数和出处。"""
    from perf_xlsx.scoring.printing import scheme_text
    from perf_xlsx.scoring.scheme import SchemeError, builtin, load

    if scheme_id:
        try:
            scheme = load(scheme_id)
        except SchemeError as error:
            raise click.UsageError(str(error)) from error
        if as_json:
            _json([_scheme_data(scheme)])
        else:
            click.echo(scheme_text(scheme))
        return
    if as_json:
        _json([_scheme_data(each) for each in builtin()])
        return
    for each in builtin():
        click.echo(f"{each.id:<10} {each.title}：{each.summary}")


def _scheme_data(scheme: Scheme) -> dict[str, Any]:
    from perf_xlsx.figures import plain

    return {
        "id": scheme.id,
        "title": scheme.title,
        "summary": scheme.summary,
        "parameters": [
            {
                "key": parameter.key,
                "title": parameter.title,
                "value": plain(parameter.value),
                "unit": parameter.unit,
                "source": parameter.source.shown,
                "checked": parameter.checked,
            }
            for parameter in scheme.parameters()
        ],
        "groups": [
            {"key": group.key, "title": group.title, "points": plain(group.points)} for group in scheme.groups
        ],
        "grades": [{"title": grade.title, "at_least": plain(grade.at_least)} for grade in scheme.grades],
    }


def _json(values: list[Any]) -> None:
    from perf_xlsx.batch.job import dumps
    from perf_xlsx.cli.console import json_line

    for value in values:
        json_line(dumps(value))
