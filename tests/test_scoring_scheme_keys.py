"""Every key of a scheme file: needed or with a default, of one kind, between its limits, known by name."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from scoring_city import TEXT

from perf_xlsx.scoring.rules import Scheme, SchemeError
from perf_xlsx.scoring.scheme_file import parse

WHOLE: dict[str, Any] = tomllib.loads(
    TEXT.replace("[budget]", "[budget]\nfull_at = 0.9", 1)
    .replace("points = 15\n", "points = 5\n", 1)
    .replace("[unmet]", "[unmet]\nlinear_zero = 1.5", 1)
    .replace("[exceed]", "[exceed]\npoints = 2", 1)
    .replace("[groups.output]", '[groups.output]\nparent = ""', 1)
    + """
[parts.arguing]
title = "论证决策"
level1 = "投入"
level2 = "立项"
points = 10
method = "rubric"
group = "input"
questions = ["是否论证"]
source = "own"

[recognise]
order = 3
groups = ["input"]
budget_points = 15
first_year = 2018
last_year = 2022
rubric = true
""",
    parse_float=Decimal,
)
"""A scheme that gives every key there is."""


def written(value: object) -> str:
    """A value as TOML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {written(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def outcome(tree: dict[str, Any]) -> tuple[Scheme | None, tuple[str, ...]]:
    """The scheme of a tree of tables, or what is told of it."""
    text = "\n".join(f"{key} = {written(value)}" for key, value in tree.items())
    try:
        return parse(text, "市.toml", lambda _: None), ()
    except SchemeError as error:
        return None, error.faults


def paths(node: object, above: str = "") -> Iterator[str]:
    """The names of all keys as the loader tells them: budget.bands[2].share."""
    if isinstance(node, dict):
        for key, value in node.items():
            path = f"{above}.{key}" if above else key
            yield path
            yield from paths(value, path)
    elif isinstance(node, list) and node and isinstance(node[0], dict):
        for number, each in enumerate(node, 1):
            yield from paths(each, f"{above}[{number}]")


def holder(tree: dict[str, Any], path: str) -> tuple[Any, str]:
    """The table in which a path ends, and its last name."""
    *steps, last = path.replace("[", ".[").split(".")
    table: Any = tree
    for step in steps:
        table = table[int(step[1:-1]) - 1] if step.startswith("[") else table[step]
    return table, last


def changed(path: str, value: object) -> dict[str, Any]:
    tree = deepcopy(WHOLE)
    table, last = holder(tree, path)
    table[last] = value
    return tree


def without(path: str) -> dict[str, Any]:
    tree = deepcopy(WHOLE)
    table, last = holder(tree, path)
    del table[last]
    return tree


PATHS = list(paths(WHOLE))
NAMES = (
    "sources", "sources.own", "groups", "groups.output", "groups.benefit", "groups.satisfaction",
    "parts", "parts.arguing",
)  # fmt: skip
"""Tables whose keys are names that the file chooses; one of them may be absent."""

MISSING = {
    "source": "数字没有出处（source）",
    "budget.bands": "按档计分时须给出各档",
    "unmet.step_size": "所选方法需要这个数字",
    "unmet.step_points": "所选方法需要这个数字",
    "exceed.rate": "所选方法需要这个数字",
    "exceed.most": "所选方法需要这个数字",
    "parts.arguing.questions": "评分要点不能为空",
}
"""What is told where 缺少这一项 is not."""

DEFAULTS = {
    "aliases": lambda scheme: scheme.aliases == (),
    "sources.own.article": lambda scheme: scheme.sources["budget_points"].article == "",
    "budget.full_at": lambda scheme: scheme.budget.full_at == 1,
    "groups.output.parent": lambda scheme: scheme.groups[0].parent == "",
    "groups.satisfaction.absent_to": lambda scheme: scheme.groups[2].absent_to == "",
    "unmet.linear_zero": lambda scheme: scheme.rows.linear_zero == 2,
    "unmet.step_count": lambda scheme: scheme.rows.step_count == "up",
    "exceed.points": lambda scheme: scheme.rows.exceed_points == 0,
    "parts.arguing.group": lambda scheme: scheme.parts[0].group == "",
    "recognise": lambda scheme: (scheme.recognise.groups, scheme.recognise.rubric) == ((), False),
    "recognise.order": lambda scheme: scheme.recognise.order == 0,
    "recognise.groups": lambda scheme: scheme.recognise.groups == (),
    "recognise.budget_points": lambda scheme: scheme.recognise.budget_points is None,
    "recognise.first_year": lambda scheme: scheme.recognise.first_year is None,
    "recognise.last_year": lambda scheme: scheme.recognise.last_year is None,
    "recognise.rubric": lambda scheme: scheme.recognise.rubric is False,
}
"""Keys that may be absent, and what holds then."""


def test_the_whole_scheme_is_read_as_it_is_written() -> None:
    scheme, told = outcome(WHOLE)
    assert told == ()
    assert scheme is not None
    assert (scheme.id, scheme.title, scheme.aliases, scheme.summary, scheme.layout) == (
        "city", "虚构市评分标准", ("虚构市",), "测试用。", "national",
    )  # fmt: skip
    budget, group, part, marks = scheme.budget, scheme.groups[2], scheme.parts[0], scheme.recognise
    assert (budget.full_at, budget.low_rate, budget.base) == (
        Decimal("0.9"), Decimal("0.7"), ("received", "initial"),
    )  # fmt: skip
    assert [(band.at_least, band.share) for band in budget.bands] == [
        (Decimal("0.95"), 1), (Decimal("0.8"), Decimal("0.75")), (Decimal("0.5"), Decimal("0.25")),
    ]  # fmt: skip
    assert (group.key, group.title, group.points, group.absent_to) == (
        "satisfaction", "满意度指标", 15, "benefit",
    )  # fmt: skip
    assert (part.key, part.title, part.level1, part.level2, part.points, part.method, part.group) == (
        "arguing", "论证决策", "投入", "立项", 10, "rubric", "input",
    )  # fmt: skip
    assert part.questions == ("是否论证",)
    assert (marks.order, marks.groups, marks.budget_points) == (3, ("input",), 15)
    assert (marks.first_year, marks.last_year, marks.rubric) == (2018, 2022, True)
    assert (scheme.rows.exceed_points, scheme.rows.linear_zero) == (2, Decimal("1.5"))
    assert (scheme.tiers.full.includes_low, scheme.tiers.partial.low) == (False, Decimal("0.55"))
    assert (scheme.rounding, scheme.tolerance) == (1, Decimal("0.05"))


@pytest.mark.parametrize("path", [path for path in PATHS if path not in NAMES])
def test_a_key_is_missed_or_has_a_default(path: str) -> None:
    scheme, told = outcome(without(path))
    if path in DEFAULTS:
        assert told == ()
        assert DEFAULTS[path](scheme)
        return
    last = path.rpartition(".")[2]
    if last == "source":
        above = path.removesuffix("source")
        assert told
        assert all(each.startswith(f"市.toml：{above}") for each in told)
        assert all(each.endswith("：数字没有出处（source）") for each in told)
        return
    table = "." not in path and isinstance(WHOLE[path], dict)
    assert f"市.toml：{path}：{MISSING.get(path, '缺少这一张表' if table else '缺少这一项')}" in told


@pytest.mark.parametrize("path", [path for path in PATHS if path.rpartition(".")[2] != "source"])
def test_a_value_of_another_kind_is_told_by_its_key(path: str) -> None:
    table, last = holder(WHOLE, path)
    value = table[last]
    if isinstance(value, dict):
        if path in ("sources", "groups", "parts"):
            return
        assert f"市.toml：{path}：应为一张表" in outcome(changed(path, 7))[1]
    elif isinstance(value, list):
        rows = "应为表的列表" if isinstance(value[0], dict) else "应为文字的列表"
        assert f"市.toml：{path}：{rows}" in outcome(changed(path, 7))[1]
        if not isinstance(value[0], dict):
            assert f"市.toml：{path}：{rows}" in outcome(changed(path, ["一", 2]))[1]
    elif path in CHOICES:
        assert f"市.toml：{path}：“7”不在可选范围：{CHOICES[path]}" in outcome(changed(path, 7))[1]
        assert f"市.toml：{path}：“别的”不在可选范围：{CHOICES[path]}" in outcome(changed(path, "别的"))[1]
    elif isinstance(value, str):
        assert f"市.toml：{path}：应为文字" in outcome(changed(path, 7))[1]
    elif isinstance(value, bool):
        assert f"市.toml：{path}：应为 true 或 false" in outcome(changed(path, "是"))[1]
        assert f"市.toml：{path}：应为 true 或 false" in outcome(changed(path, 1))[1]
    else:
        assert f"市.toml：{path}：应为数字" in outcome(changed(path, "七"))[1]
        assert f"市.toml：{path}：应为数字" in outcome(changed(path, True))[1]


@pytest.mark.parametrize("path", ["id", "title", "summary", "layout", "groups.output.title"])
def test_a_name_of_blanks_is_no_name(path: str) -> None:
    assert f"市.toml：{path}：应为文字" in outcome(changed(path, " "))[1]


CHOICES = {
    "budget.method": "ratio、bands",
    "unmet.higher": "ratio、step、zero",
    "unmet.lower": "ratio、linear、step、zero",
    "unmet.equal": "at_least、symmetric",
    "unmet.step_count": "up、down、exact",
    "exceed.action": "none、points、deviation",
    "reason.due": "unmet、below_weight",
    "not_applicable.policy": "rescale、full",
    "unit.headline": "mean、by_budget、by_executed、by_parts",
    "parts.arguing.method": "rubric、received、paid",
}


@pytest.mark.parametrize(("path", "allowed"), CHOICES.items())
def test_every_choice_can_be_made(path: str, allowed: str) -> None:
    for choice in allowed.split("、"):
        assert not [each for each in outcome(changed(path, choice))[1] if "可选范围" in each]


TABLES = ["", *(path for path in PATHS if isinstance(holder(WHOLE, path)[0][holder(WHOLE, path)[1]], dict))]


@pytest.mark.parametrize("table", [path for path in TABLES if path not in ("sources", "groups", "parts")])
def test_an_unknown_key_is_refused_in_every_table(table: str) -> None:
    path = f"{table}.colour" if table else "colour"
    assert outcome(changed(path, 1))[1] == (f"市.toml：{path}：不认识这一项",)


@pytest.mark.parametrize("path", ["budget.bands[1].x", "cap.bands[2].x", "grades.bands[3].x"])
def test_an_unknown_key_is_refused_in_a_list_of_tables(path: str) -> None:
    assert outcome(changed(path, 1))[1] == (f"市.toml：{path}：不认识这一项",)


LIMITS = [
    ("full_points", "1", "1000"),
    ("budget.points", "0", "1000"),
    ("budget.full_at", "0.01", "10"),
    ("budget.low_rate", "0", "1"),
    ("budget.bands[1].at_least", "0", "10"),
    ("budget.bands[3].share", "0", "1"),
    ("groups.benefit.points", "0", "1000"),
    ("unmet.linear_zero", "1.01", "1000"),
    ("unmet.step_size", "0.0001", "1"),
    ("unmet.step_points", "0", "1000"),
    ("tolerance.share", "0", "1"),
    ("tolerance.about", "0", "1"),
    ("late.share", "0", "1"),
    ("tiers.full.low", "0", "1"),
    ("tiers.partial.low", "0", "1"),
    ("exceed.limit", "1", "1000"),
    ("exceed.points", "0", "1000"),
    ("exceed.rate", "0", "1000"),
    ("exceed.most", "0", "1"),
    ("cap.bands[1].below", "0", "10"),
    ("cap.bands[2].total", "0", "1000"),
    ("grades.bands[1].at_least", "0", "1000"),
    ("parts.arguing.points", "0", "1000"),
    ("rounding.places", "0", "6"),
    ("rounding.tolerance", "0", "10"),
]


@pytest.mark.parametrize(("path", "low", "high"), LIMITS)
def test_a_number_lies_between_its_limits(path: str, low: str, high: str) -> None:
    for inside in (low, high):
        assert not [each for each in outcome(changed(path, Decimal(inside)))[1] if "不在" in each]
    for outside in (Decimal(low) - Decimal("0.0001"), Decimal(high) + 1):
        assert f"市.toml：{path}：{outside} 不在 {low} 至 {high} 之间" in outcome(changed(path, outside))[1]


def test_every_number_has_limits_or_is_a_mark() -> None:
    kinds = {path.replace("[2]", "[1]").replace("[3]", "[1]") for path, *_ in LIMITS}
    for path in PATHS:
        table, last = holder(WHOLE, path)
        number = isinstance(table[last], int | Decimal) and not isinstance(table[last], bool)
        if number and not path.startswith(("recognise.", "groups.")):
            assert path.replace("[2]", "[1]").replace("[3]", "[1]") in kinds, path


@pytest.mark.parametrize(
    ("action", "key"), [("points", "points"), ("deviation", "rate"), ("deviation", "most")]
)
def test_a_way_of_cutting_needs_its_own_numbers(action: str, key: str) -> None:
    tree = changed("exceed.action", action)
    del tree["exceed"][key]
    assert outcome(tree)[1] == (f"市.toml：exceed.{key}：所选方法需要这个数字",)


@pytest.mark.parametrize("side", ["higher", "lower"])
def test_a_step_on_either_side_needs_its_size_and_points(side: str) -> None:
    tree = changed("unmet.higher", "ratio")
    tree["unmet"] |= {"lower": "ratio", side: "step"}
    del tree["unmet"]["step_size"], tree["unmet"]["step_points"]
    told = tuple(f"市.toml：unmet.{key}：所选方法需要这个数字" for key in ("step_size", "step_points"))
    assert outcome(tree)[1] == told


def test_a_line_needs_the_place_of_its_zero() -> None:
    tree = changed("unmet.lower", "linear")
    del tree["unmet"]["linear_zero"]
    assert outcome(tree)[1] == ("市.toml：unmet.linear_zero：所选方法需要这个数字",)


@pytest.mark.parametrize("low", ["0.55", "0.5"])
def test_the_upper_tier_begins_above_the_lower_one(low: str) -> None:
    told = outcome(changed("tiers.full.low", Decimal(low)))[1]
    assert told == ("市.toml：tiers.full：“达成”档的下限须高于“部分达成”档",)


EQUAL_BANDS = [
    ("budget.bands[2].at_least", "0.95", "budget.bands：各档下限须由高到低"),
    ("cap.bands[2].below", "0.8", "cap.bands：各档须由高到低，总分随执行率降低"),
    ("cap.bands[2].total", "89", "cap.bands：各档须由高到低，总分随执行率降低"),
    ("grades.bands[2].at_least", "100", "grades.bands：各等级下限须由高到低，最低一级为 0"),
    ("grades.bands[3].at_least", "1", "grades.bands：各等级下限须由高到低，最低一级为 0"),
]


@pytest.mark.parametrize(("path", "value", "told"), EQUAL_BANDS)
def test_two_bands_never_begin_at_one_place(path: str, value: str, told: str) -> None:
    assert outcome(changed(path, Decimal(value)))[1] == (f"市.toml：{told}",)


def test_no_grades_at_all_are_refused() -> None:
    told = outcome(changed("grades.bands", []))[1]
    assert "市.toml：grades.bands：各等级下限须由高到低，最低一级为 0" in told


@pytest.mark.parametrize("base", [[], ["full_year", "money"]])
def test_the_denominators_are_of_the_known_ones(base: list[str]) -> None:
    told = outcome(changed("budget.base", base))[1]
    assert told == ("市.toml：budget.base：应由 full_year、initial、received 组成",)


def test_a_source_that_is_not_given_is_told_at_every_number() -> None:
    told = outcome(without("sources.own"))[1]
    assert "市.toml：budget.points：出处“own”不在 sources 中" in told
    assert all(each.endswith("：出处“own”不在 sources 中") for each in told)


@pytest.mark.parametrize("key", ["groups", "sources", "parts"])
def test_what_should_be_tables_by_name_but_is_not_holds_none(key: str) -> None:
    assert outcome(changed(key, 7))[1]


def test_absent_points_go_to_another_group_that_is_there() -> None:
    told = "市.toml：groups.satisfaction.absent_to：没有名为“{}”的另一组"
    for name in ("satisfaction", "cost"):
        assert outcome(changed("groups.satisfaction.absent_to", name))[1] == (told.format(name),)


def test_a_grade_may_begin_at_full_points() -> None:
    assert outcome(changed("grades.bands[1].at_least", 120))[1] == ()
    assert outcome(changed("grades.bands[1].at_least", 121))[1] == (
        "市.toml：grades.bands：等级“好”的下限高于满分",
    )


def test_by_parts_needs_parts() -> None:
    tree = changed("unit.headline", "by_parts")
    assert outcome(tree)[1] == ()
    del tree["parts"]
    tree["budget"]["points"] = 15
    assert outcome(tree)[1] == ("市.toml：unit.headline：没有 parts，不能按 by_parts 计算单位得分",)


def test_every_number_is_told_with_the_source_of_its_table() -> None:
    scheme, _ = outcome(WHOLE)
    assert scheme is not None
    assert {each.source.shown for each in scheme.parameters()} == {"虚构市办法第一条"}
    keys = [each.key for each in scheme.parameters()]
    assert {"group_output", "part_arguing", "budget_from_1", "cap_total_2", "exceed_most"} <= {*keys}


def test_a_source_of_one_number_comes_before_the_table_s() -> None:
    tree = changed("sources.law", {"instrument": "某法", "article": "第二条", "checked": True})
    tree["late"]["sources"] = {"share": "law"}
    tree["budget"]["sources"] = {"low_rate": "law"}
    scheme, told = outcome(tree)
    assert told == ()
    assert scheme is not None
    shown = {each.key: each.source.shown for each in scheme.parameters()}
    assert (shown["late"], shown["budget_points"]) == ("某法第二条", "虚构市办法第一条")
    assert scheme.sources["budget_low_rate"].instrument == "某法"
