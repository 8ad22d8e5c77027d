"""Checks over records of many workbooks: plain data in, problems that name files out."""

from __future__ import annotations

from typing import Any

import pytest

from perf_xlsx.checks import across
from perf_xlsx.checks.across import ACROSS_CHECKS, check_across
from perf_xlsx.checks.catalogue import RULES, finding

Record = dict[str, Any]


def project(name: str, **given: Any) -> Record:
    return {
        "name": name,
        "funds": given.pop("funds", [{"role": "total", "full_year": "100", "executed": "90"}]),
        "goal": {"expected": "", "actual": given.pop("goal", "")},
        "indicators": given.pop("rows", []),
        "own_total": given.pop("reported", None),
        "total": given.pop("total", "95"),
        **given,
    }


def row(name: str, actual: str, reason: str = "") -> Record:
    return {"level3": name, "actual_text": actual, "deviation_reason": reason}


def record(
    file: str, agency: str, *projects: Record, reported: str | None = None, scheme: str = "cn-2020"
) -> Record:
    return {
        "source": {"file": file, "sha256": ""},
        "scheme": {"id": scheme},
        "agency": agency,
        "year": 2023,
        "projects": list(projects),
        "unit_score": {"reported": reported},
    }


def rules(*records: Record) -> list[str]:
    return [problem.rule for problem in check_across(records)]


def test_the_catalogue_and_the_functions_name_the_same_rules() -> None:
    named = [rule for _, rules in ACROSS_CHECKS for rule in rules]
    assert sorted(named) == sorted(rule for rule in RULES if rule.startswith("across."))


def test_one_project_in_two_workbooks_is_told_once_with_both_files() -> None:
    made = [record("a.xlsx", "甲局", project("普 法")), record("b.xlsx", "甲局", project("普法"))]
    (problem,) = check_across(made)
    assert problem.rule == "across.same_project"
    assert "“a.xlsx”、“b.xlsx”" in finding(problem).message
    assert rules(made[0], record("b.xlsx", "乙局", project("普法"))) == []
    assert rules(made[0], {**made[1], "year": 2022}) == []
    assert rules(made[0], record("b.xlsx", "甲局", project(""))) == []


def test_workbooks_that_name_no_unit_or_no_project_are_not_the_same() -> None:
    nameless = [{**record(file, "", project("普法")), "agency": None} for file in ("a.xlsx", "b.xlsx")]
    assert rules(*nameless) == []
    unnamed = [record(file, "甲局", {**project(""), "name": None}) for file in ("a.xlsx", "b.xlsx")]
    assert rules(*unnamed) == []


def test_a_workbook_under_two_schemes_counts_once() -> None:
    one = record("a.xlsx", "甲局", project("普法"))
    assert rules(one, {**one, "scheme": {"id": "hubei"}}) == []


def test_files_of_one_name_in_several_folders_are_several_workbooks() -> None:
    text = "本单位今年新成立，业务量比预计的少，明年据实调整指标。"
    first = record("自评表.xlsx", "甲局", project("普法", rows=[row("场次", "1", text)]))
    second = record("自评表.xlsx", "乙局", project("公证", rows=[row("件数", "2", text)]))
    assert rules(first, second) == ["across.text_copied"]


def test_every_project_at_a_hundred_is_told_from_three_projects_on() -> None:
    full = [project(name, reported="100") for name in ("甲", "乙", "丙")]
    assert rules(record("a.xlsx", "甲局", *full)) == ["across.all_full"]
    assert rules(record("a.xlsx", "甲局", *full[:2])) == []
    assert rules(record("a.xlsx", "甲局", *full[:2], project("丙", reported="99.5"))) == []


def test_a_long_text_in_two_units_is_told_and_shortened() -> None:
    text = "全年工作有序推进，各项任务按计划完成，群众满意度进一步提高，社会效益良好"
    made = [record(f"{name}.xlsx", name, project(name, goal=text)) for name in ("甲局", "乙局")]
    (problem,) = check_across(made)
    assert problem.rule == "across.text_copied"
    assert problem.found.endswith("……")
    assert rules(made[0], record("c.xlsx", "甲局", project("丙", goal=text))) == []
    assert rules(*(record(name, name, project(name, goal="已完成")) for name in "甲乙")) == []
    reasons = [record(name, name, project(name, rows=[row("x", "1", text[:18])])) for name in "甲乙"]
    assert check_across(reasons)[0].found == text[:18]


def test_several_goals_of_one_project_are_read() -> None:
    text = "全年工作有序推进，各项任务按计划完成，群众满意"
    made = [record(name, name, {**project(name), "goal": [{"actual": text}]}) for name in "甲乙"]
    assert rules(*made) == ["across.text_copied"]
    assert rules(*(record(name, name, {**project(name), "goal": None}) for name in "甲乙")) == []


def test_a_table_copied_from_another_unit_is_told() -> None:
    rows = [row(f"指标{number}", f"{number}个") for number in range(4)]
    made = [record(f"{name}.xlsx", name, project(name, rows=rows)) for name in ("甲局", "乙局")]
    assert rules(*made) == ["across.table_copied"]
    other = [*rows[:3], row("指标3", "9个")]
    assert rules(made[0], record("乙.xlsx", "乙局", project("乙", rows=other))) == []


def test_a_score_stated_in_several_workbooks_is_held_against_all_projects() -> None:
    low, high = project("甲", reported="90"), project("乙", reported="98")
    made = [record("a.xlsx", "甲局", low, reported="96"), record("b.xlsx", "甲局", high, reported="96")]
    (problem,) = check_across(made)
    assert problem.rule == "across.stated_score"
    assert problem.expected == "简单平均94分，按预算加权94分，按支出加权94分"
    fits = [{**each, "unit_score": {"reported": "94.0"}} for each in made]
    assert rules(*fits) == []


def test_a_stated_score_is_not_judged_while_a_project_is_open_or_the_files_differ() -> None:
    made = [
        record("a.xlsx", "甲局", project("甲"), reported="96"),
        record("b.xlsx", "甲局", project("乙"), reported="96"),
    ]
    assert rules(*made) == ["across.stated_score"]
    still_open = record("b.xlsx", "甲局", project("乙", total=None), reported="96")
    assert rules(made[0], still_open) == []
    assert rules(made[0], record("b.xlsx", "甲局", project("乙"), reported="97")) == []
    assert rules(made[0], record("b.xlsx", "甲局", project("乙"), reported="九十六")) == [
        "across.stated_score"
    ]
    assert rules(made[0]) == []


def test_money_may_stand_on_the_lines_or_be_missing() -> None:
    lines = {
        "funds": [
            {"role": "line", "initial": "30", "executed": "30"},
            {"role": "line", "initial": "70", "executed": None},
        ]
    }
    made = [
        record("a.xlsx", "甲局", {**project("甲", reported="90"), **lines}, reported="96"),
        record("b.xlsx", "甲局", {**project("乙", reported="98"), "funds": []}, reported="96"),
    ]
    assert check_across(made)[0].expected == "简单平均94分，按预算加权90分，按支出加权90分"


def test_many_files_are_counted_not_listed() -> None:
    made = [record(f"{number}.xlsx", "甲局", project("普法")) for number in range(8)]
    assert "等8个文件" in finding(check_across(made)[0]).message


def test_workbooks_without_projects_say_nothing() -> None:
    assert (
        rules(
            {"source": {"file": "a.xlsx"}, "projects": None, "agency": None, "year": None, "unit_score": None}
        )
        == []
    )


def test_texts_that_only_share_their_hash_are_no_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(across, "hash", lambda _: 7, raising=False)
    ours = [row(f"指标{n}", f"{n}件", "因场地维修推迟，下半年已补办完成。") for n in range(4)]
    theirs = [row(f"事项{n}", f"{n}人", "因人员变动推迟，下一年度补办完成。") for n in range(4)]
    made = [
        record("a.xlsx", "甲局", project("普法", rows=ours)),
        record("b.xlsx", "乙局", project("调解", rows=theirs)),
    ]
    assert rules(*made) == []


HUNDRED = {"role": "total", "full_year": "100", "initial": "7", "executed": "90"}
INITIAL = {"role": "total", "full_year": None, "initial": "300", "executed": "30"}
PART = {"role": "part", "full_year": "50", "initial": "50", "executed": "45"}
TOLD_IN_FULL = {
    "two units, a reason of fifteen characters": (
        [record(f"{name}.xlsx", name, project(name, rows=[row("x", "1", "一" * 15)])) for name in "甲乙"],
        ["across.text_copied||一一一一一一一一一一一一一一一||“甲.xlsx”、“乙.xlsx”|2"],
    ),
    "fourteen characters are no long text": (
        [record(f"{name}.xlsx", name, project(name, rows=[row("x", "1", "一" * 14)])) for name in "甲乙"],
        [],
    ),
    "thirty characters are shown whole": (
        [record(f"{name}.xlsx", name, project(name, goal="一二" * 15)) for name in "甲乙丙"],
        ["across.text_copied||" + "一二" * 15 + "||“甲.xlsx”、“乙.xlsx”、“丙.xlsx”|3"],
    ),
    "thirty-one are cut": (
        [record(f"{name}.xlsx", name, project(name, goal="一二" * 15 + "三")) for name in "甲乙"],
        ["across.text_copied||" + "一二" * 15 + "……||“甲.xlsx”、“乙.xlsx”|2"],
    ),
    "the text is shown as the first file writes it": (
        [
            record(f"{name}.xlsx", name, project(name, goal=text))
            for name, text in (
                ("甲", "一 二\n三四五六七八九十甲乙丙丁戊"),
                ("乙", "一二三四五六七八九十甲乙丙丁戊"),
            )
        ],
        ["across.text_copied||一 二 三四五六七八九十甲乙丙丁戊||“甲.xlsx”、“乙.xlsx”|2"],
    ),
    "a workbook without a unit is known by its file": (
        [record(f"{name}.xlsx", "", project(name, goal="一二" * 8)) for name in "甲乙"],
        ["across.text_copied||" + "一二" * 8 + "||“甲.xlsx”、“乙.xlsx”|2"],
    ),
    "four rows alike are a copied table": (
        [
            record(f"{unit}.xlsx", unit, project(name, rows=[row(f"指标{n}", f"{n}个") for n in range(4)]))
            for unit, name in (("甲", "普法"), ("乙", "公证"))
        ],
        ["across.table_copied|普法|4项指标||“甲.xlsx”、“乙.xlsx”|4"],
    ),
    "three rows alike are not": (
        [
            record(f"{unit}.xlsx", unit, project(name, rows=[row(f"指标{n}", f"{n}个") for n in range(3)]))
            for unit, name in (("甲", "普法"), ("乙", "公证"))
        ],
        [],
    ),
    "five files are listed": (
        [record(f"{n}.xlsx", "甲局", project("普 法" if n == 0 else "普法")) for n in range(5)],
        [
            "across.same_project|普 法|5个文件||“0.xlsx”、“1.xlsx”、“2.xlsx”、“3.xlsx”、“4.xlsx”|",
        ],
    ),
    "six are counted": (
        [record(f"{n}.xlsx", "甲局", project("普法")) for n in range(6)],
        [
            "across.same_project|普法|6个文件||“0.xlsx”、“1.xlsx”、“2.xlsx”、“3.xlsx”、“4.xlsx” 等6个文件|",
        ],
    ),
    "one project twice in one workbook is no matter of several": (
        [record("a.xlsx", "甲局", project("普法"), project("普法"))],
        [],
    ),
    "three projects at a hundred": (
        [record("a.xlsx", "甲局", *(project(name, reported="100") for name in "甲乙丙"))],
        ["across.all_full||3个项目都是100分||“a.xlsx”|3"],
    ),
    "a file of one name in another year is another workbook": (
        [
            {**record("a.xlsx", "甲局", *(project(name, reported="100") for name in "甲乙丙")), "year": year}
            for year in (2022, 2023)
        ],
        ["across.all_full||3个项目都是100分||“a.xlsx”|3"] * 2,
    ),
    "a unit without a name has no stated score to compare": (
        [record(f"{n}.xlsx", "", project(n, reported="90"), reported="96") for n in "甲乙"],
        [],
    ),
    "two years of a unit are two matters": (
        [
            {**record(f"{n}.xlsx", "甲局", project(n, reported="90"), reported="96"), "year": year}
            for n, year in (("甲", 2022), ("乙", 2023))
        ],
        [],
    ),
    "a workbook without a stated score counts with its projects": (
        [
            record("a.xlsx", "甲 局", project("甲", reported="90"), reported="96"),
            record("b.xlsx", "甲局", project("乙", reported="98")),
        ],
        [
            "across.stated_score||96分|简单平均94分，按预算加权94分，按支出加权94分|“a.xlsx”、“b.xlsx”|2",
        ],
    ),
    "a score rounded to whole points fits within half a point": (
        [record(f"{n}.xlsx", "甲局", project(n, reported="94.5"), reported="95") for n in "甲乙"],
        [],
    ),
    "one off by more does not": (
        [record(f"{n}.xlsx", "甲局", project(n, reported="94.49"), reported="95") for n in "甲乙"],
        [
            "across.stated_score||95分|简单平均94.49分，按预算加权94.49分，按支出加权94.49分|"
            "“甲.xlsx”、“乙.xlsx”|2",
        ],
    ),
    "of two decimals a cent is allowed": (
        [record(f"{n}.xlsx", "甲局", project(n, reported="94.12"), reported="94.13") for n in "甲乙"],
        [],
    ),
    "of tens the last place is the unit": (
        [record(f"{n}.xlsx", "甲局", project(n, reported="89.4"), reported="90") for n in "甲乙"],
        [
            "across.stated_score||90分|简单平均89.4分，按预算加权89.4分，按支出加权89.4分|“甲.xlsx”、“乙.xlsx”|2"
        ],
    ),
    "budgets and spending weigh": (
        [
            record("a.xlsx", "甲局", project("甲", reported="90", funds=[PART, HUNDRED]), reported="99"),
            record("b.xlsx", "甲局", project("乙", reported="98", funds=[INITIAL]), reported="99"),
        ],
        [
            "across.stated_score||99分|简单平均94分，按预算加权96分，按支出加权92分|“a.xlsx”、“b.xlsx”|2",
        ],
    ),
    "one mean that gives it is enough": (
        [
            record("a.xlsx", "甲局", project("甲", reported="90", funds=[HUNDRED]), reported="96"),
            record("b.xlsx", "甲局", project("乙", reported="98", funds=[INITIAL]), reported="96"),
        ],
        [],
    ),
    "without money there is only the plain mean": (
        [record(f"{n}.xlsx", "甲局", project(n, reported="90", funds=[]), reported="99") for n in "甲乙"],
        ["across.stated_score||99分|简单平均90分|“甲.xlsx”、“乙.xlsx”|2"],
    ),
}


@pytest.mark.parametrize("name", TOLD_IN_FULL)
def test_what_is_told_across_workbooks_is_told_in_full(name: str) -> None:
    records, expected = TOLD_IN_FULL[name]
    assert [
        "|".join(
            (
                each.rule,
                each.project,
                each.found,
                each.expected,
                each.slots["files"],
                each.slots.get("count", ""),
            )
        )
        for each in check_across(records)
    ] == expected
