"""The catalogue: its files are held to their format, and a problem always becomes a readable finding."""

from pathlib import Path

import pytest

from perf_xlsx.checks.catalogue import GROUPS, RULES, CatalogueError, finding, parse, rule_page
from perf_xlsx.model import Place, Problem, Severity

GOOD = """
[money.low]
severity = "warning"
group = "数据真实"
title = "执行率偏低"
message = "{project}执行率{found}，应为{expected}{note}。"
repair = "改为{expected}。"
source = "通行做法"
false_positives = ""
"""


def faults(*documents: str) -> list[str]:
    with pytest.raises(CatalogueError) as told:
        parse({f"{number}.toml": text for number, text in enumerate(documents)})
    return str(told.value).splitlines()


def test_a_rule_is_read_with_its_words():
    rule = parse({"money.toml": GOOD})["money.low"]
    assert (rule.id, rule.severity, rule.group, rule.title) == (
        "money.low",
        Severity.WARNING,
        "数据真实",
        "执行率偏低",
    )


def test_all_faults_are_told_at_once_with_file_and_rule():
    broken = GOOD.replace('"warning"', '"severe"').replace('"数据真实"', '"别的"').replace("执行率偏低", " ")
    broken += 'unknown = "x"\n'.replace("unknown", "extra")
    assert faults(broken) == ["0.toml: money.low: unknown key 'extra'"]
    assert faults(broken.replace('extra = "x"\n', ""), "[x]\ny = 1\n", "nonsense") == [
        "0.toml: money.low: severity 'severe', one of error, warning, note is due",
        "0.toml: money.low: group '别的', one of 内容完整, 权重合理, 数据真实, 结果客观 is due",
        "0.toml: money.low: title is empty",
        "1.toml: x.y: is no table",
        "2.toml: Expected '=' after a key in a key/value pair (at end of document)",
    ]


def test_missing_keys_and_wrong_types_are_told():
    assert faults('[a.b]\nseverity = "note"\ngroup = "数据真实"\ntitle = 1\n') == [
        "0.toml: a.b: missing key 'false_positives'",
        "0.toml: a.b: missing key 'message'",
        "0.toml: a.b: missing key 'repair'",
        "0.toml: a.b: missing key 'source'",
        "0.toml: a.b: title is no text",
    ]


def test_a_rule_told_twice_or_outside_a_subject_is_a_fault():
    assert faults(GOOD, GOOD) == ["1.toml: money.low: told twice"]
    assert faults("lonely = 1\n") == ["0.toml: lonely: is no table"]


def test_texts_must_be_fillable_and_printable_on_a_chinese_console():
    assert faults(GOOD.replace("{note}", "{note")) == [
        "0.toml: money.low: message: expected '}' before end of string"
    ]
    assert faults(GOOD.replace("{note}", "{0}")) == ["0.toml: money.low: message: slot '0'"]
    assert faults(GOOD.replace("{note}", "✓")) == ["0.toml: money.low: message: '✓' is not in GBK"]


def test_a_problem_becomes_a_finding_in_the_words_of_its_rule():
    place = Place("项目1", 5, 7)
    problem = Problem(
        "funds.negative",
        place,
        (Place("项目1", 6, 7),),
        "普法",
        "",
        "-3万元",
        slots={"item": "合计", "column": "年初预算数"},
    )
    told = finding(problem)
    assert told.message == "“合计”的年初预算数是-3万元。"
    assert (told.rule, told.severity, told.place, told.also, told.project) == (
        "funds.negative",
        Severity.ERROR,
        place,
        (Place("项目1", 6, 7),),
        "普法",
    )


def test_a_missing_slot_is_shown_as_missing_and_never_raises():
    assert finding(Problem("funds.negative")).message == "“（未提供）”的（未提供）是（未提供）。"


def test_braces_in_what_people_typed_are_no_slots():
    assert (
        finding(Problem("funds.negative", found="{0}{x", slots={"item": "{y}"})).message
        == "“{y}”的（未提供）是{0}{x。"
    )


def test_an_unknown_rule_is_a_fault_of_the_program():
    with pytest.raises(AssertionError, match=r"no\.such"):
        finding(Problem("no.such"))


def test_every_message_of_the_package_fills_and_ends_as_a_sentence():
    for rule in RULES.values():
        told = finding(Problem(rule.id))
        assert told.message
        assert told.repair.endswith(("。", "）", "”", "？")), rule.id
        assert rule.group in GROUPS


def test_unchecked_articles_are_never_shown_as_law():
    sources = {rule.source for rule in RULES.values()}
    assert all(source.startswith(("通行做法", "本工具", "网络安全")) for source in sources), sources


def test_the_page_of_rules_shows_every_rule_once_in_its_group():
    page = rule_page()
    for rule in RULES.values():
        assert page.count(f"`{rule.id}`") == 1
    assert [line[3:] for line in page.splitlines() if line.startswith("## ")] == list(GROUPS)
    assert page.endswith("\n")
    assert not page.endswith("\n\n")


def test_the_page_in_docs_is_fresh():
    page = Path(__file__).parent.parent / "docs" / "规则.md"
    assert page.read_text(encoding="utf-8") == rule_page(), "docs/规则.md 已过时，请用 rule_page() 重新生成"


def test_a_rule_without_a_case_is_shown_with_words_for_its_slots():
    rule = parse({"money.low": GOOD})["money.low"]
    assert rule.shown_message == "〔项目〕执行率〔现值〕，应为〔应为〕〔……〕。"
    assert rule.shown_repair == "改为〔应为〕。"
