"""Versions of one workbook: which files are some, which counts, what changed; the letter that goes back."""

from __future__ import annotations

from hashlib import sha256
from itertools import permutations
from typing import Any

import pytest

from perf_xlsx.desk.changes import Change, changes
from perf_xlsx.desk.history import version_problems
from perf_xlsx.desk.returns import letter
from perf_xlsx.desk.versions import Versions, copy_of, versions

Record = dict[str, Any]


def indicator(name: str, actual: str = "100%", cell: str = "G12", score: str = "10", **others: Any) -> Record:
    row = {
        "level2": "", "level3": name, "target_text": "≥95%", "actual_text": actual, "cell": cell,
        "cells": {}, "score_low": score, "score_high": score,
    }  # fmt: skip
    return row | others


def project(name: str, *indicators: Record, executed: str = "10", total: str = "90") -> Record:
    funds = {
        "item": "年度资金总额", "role": "total", "executed": executed, "cell": "B7",
        "cells": {"executed": "G7"}, "score": "10",
    }  # fmt: skip
    return {
        "name": name,
        "sheet": "项目1",
        "funds": [funds],
        "goal": {"expected": None, "actual": None},
        "cells": {},
        "indicators": list(indicators),
        "reported_total": None,
        "total_low": total,
        "total_high": total,
    }


def record(
    file: str,
    *projects: Record,
    agency: str | None = "甲局",
    year: int | None = 2021,
    draft: int | None = None,
    of: str | None = None,
    content: str = "",
    scheme: str = "cn-2020",
) -> Record:
    """A record; its file's content is as its name, where nothing else is said."""
    return {
        "agency": agency,
        "year": year,
        "draft": draft,
        "draft_of": of and code(of),
        "scheme": {"id": scheme},
        "source": {"file": file, "sha256": digest(content or file)},
        "projects": list(projects),
        "unit_score": {"reported": None, "headline": "mean", "mean": {"low": "90", "high": "90"}},
        "stated": {"cells": {}},
        "findings": [],
    }


def digest(content: str) -> str:
    return sha256(content.encode()).hexdigest()


def code(content: str) -> str:
    return digest(content)[:8]


def grouped(*records: Record) -> tuple[Versions, ...]:
    found = (copy_of(place, each) for place, each in enumerate(records))
    return versions(copy for copy in found if copy is not None)


def files(*records: Record) -> list[list[str]]:
    """The files of each workbook, the oldest first."""
    return [[copy.file for copy in group.copies] for group in grouped(*records)]


ONE, TWO, THREE, FOUR = (project(name) for name in ("普法", "公证", "调解", "培训"))


# ---------------------------------------------------------------- which files are versions


def test_the_same_projects_of_a_unit_and_year_are_versions() -> None:
    assert files(record("1.xlsx", ONE, TWO), record("2.xlsx", TWO, ONE)) == [["1.xlsx", "2.xlsx"]]


@pytest.mark.parametrize(
    "other",
    [
        record("2.xlsx", ONE, agency="乙局"),
        record("2.xlsx", ONE, year=2022),
        record("2.xlsx", TWO),
        record("2.xlsx", ONE, scheme="guangdong"),
        record("2.xlsx", ONE, TWO, THREE),
    ],
    ids=["unit", "year", "project", "scheme", "one of three projects"],
)
def test_another_workbook_is_no_version(other: Record) -> None:
    assert files(record("1.xlsx", ONE), other) == [["1.xlsx"], ["2.xlsx"]]


def test_files_without_a_unit_are_no_versions_for_their_projects_alone() -> None:
    assert len(grouped(record("1.xlsx", ONE, agency=None), record("2.xlsx", ONE, agency=None))) == 2


def test_a_project_more_or_renamed_among_several_is_still_a_version() -> None:
    first, second = record("1.xlsx", ONE, TWO, THREE), record("2.xlsx", ONE, TWO, FOUR)
    assert len(grouped(first, second)) == 1
    assert len(grouped(first, record("2.xlsx", ONE, TWO, THREE, FOUR))) == 1


def test_just_half_of_the_projects_will_do_where_the_names_are_alike() -> None:
    assert len(grouped(record("甲局自评表.xlsx", ONE), record("甲局自评表(2).xlsx", ONE, TWO))) == 1
    assert len(grouped(record("甲局自评表.xlsx", ONE), record("科室表.xlsx", ONE, TWO))) == 2


def test_a_file_made_from_another_is_its_version_whatever_its_projects_are_called() -> None:
    first = record("表.xlsx", ONE, agency=None)
    made = record("表_评分.xlsx", TWO, draft=1, of="表.xlsx")
    assert files(made, first) == [["表.xlsx", "表_评分.xlsx"]]
    assert len(grouped(record("表.xlsx", ONE, agency="乙局"), made)) == 2


def test_the_same_content_counts_once_under_the_name_that_says_most() -> None:
    group = grouped(record("表.xlsx", ONE, content="x"), record("表 终稿.xlsx", ONE, content="x"))[0]
    assert (group.newest.file, [copy.file for copy in group.same]) == ("表 终稿.xlsx", ["表.xlsx"])
    assert group.title == "共2份"


# ---------------------------------------------------------------- which is the newest

OLDER_AND_NEWER = [
    (record("a.xlsx", ONE, draft=1), record("b.xlsx", ONE, draft=2), "第n稿"),
    (record("b.xlsx", ONE), record("a.xlsx", ONE, draft=1, of="b.xlsx"), "文件编号"),
    (record("自评表第一稿.xlsx", ONE), record("自评表第二稿.xlsx", ONE), "文件名"),
    (record("自评表.xlsx", ONE), record("自评表(1).xlsx", ONE), "文件名"),
    (record("自评表（2）.xlsx", ONE), record("自评表 V10.xlsx", ONE), "文件名"),
    (record("自评表v3.xlsx", ONE), record("自评表最终.xlsx", ONE), "文件名"),
    (record("自评表 修改稿3.xlsx", ONE), record("自评表 终稿2.xlsx", ONE), ""),
    (record("自评表.xlsx", ONE), record("自评表 修改稿.xlsx", ONE), "文件名"),
    (record("自评表 初稿.xlsx", ONE), record("自评表.xlsx", ONE), "文件名"),
    (record("表20220315.xlsx", ONE), record("表2022年4月1日.xlsx", ONE), "文件名中的日期"),
    (record("表9月1日.xlsx", ONE), record("表10月1日.xlsx", ONE), "文件名中的日期"),
    (record("第一次报送/甲局.xlsx", ONE), record("第二次报送/甲局.xlsx", ONE), "文件名"),
    (record("表 修改稿 20220401.xlsx", ONE), record("表 终稿 20220315.xlsx", ONE), ""),
    (record("a.xlsx", ONE, draft=1), record("b.xlsx", ONE, draft=1), ""),
    (record("a.xlsx", ONE), record("b.xlsx", ONE), ""),
    (record("2021年自评表.xlsx", ONE), record("自评表.xlsx", ONE), ""),
    (record("a.xlsx", ONE), record("b.xlsx", ONE, draft=2), ""),
]


@pytest.mark.parametrize(("older", "newer", "why"), OLDER_AND_NEWER)
def test_the_newest_counts_and_how_that_is_known(older: Record, newer: Record, why: str) -> None:
    """Signs that are missing or contradict each other decide nothing, which is told."""
    for given in ([older, newer], [newer, older]):
        (group,) = grouped(*given)
        assert group.newest.file == newer["source"]["file"]
        assert [step.why for step in group.steps] == [why]
        assert [copy.file for copy in group.undecided] == ([] if why else [older["source"]["file"]])


def test_the_order_is_the_same_however_the_files_arrive() -> None:
    given = [
        record("表.xlsx", ONE),
        record("表(1).xlsx", ONE),
        record("表 终稿.xlsx", ONE),
        record("表_评分.xlsx", ONE, draft=1, of="表(1).xlsx"),
    ]
    assert len({tuple(map(tuple, files(*order))) for order in permutations(given)}) == 1


# ---------------------------------------------------------------- what is told


def told(*records: Record) -> list[tuple[str, str]]:
    return [(each.rule, each.found) for each in version_problems(grouped(*records))]


def test_an_older_version_is_told_as_not_counting() -> None:
    assert told(record("1.xlsx", ONE, draft=1), record("2.xlsx", ONE, draft=2)) == [
        ("versions.superseded", "2.xlsx")
    ]


def test_versions_without_a_known_order_are_told_with_the_one_that_counts() -> None:
    assert told(record("a.xlsx", ONE), record("b.xlsx", ONE)) == [("versions.undecided", "b.xlsx")]


def test_a_project_that_the_newer_version_lacks_is_told() -> None:
    first, second = record("1.xlsx", ONE, TWO, THREE, draft=1), record("2.xlsx", ONE, TWO, draft=2)
    rules = dict(told(first, second))
    assert rules == {"versions.superseded": "2.xlsx", "versions.project_gone": "2.xlsx"}


def test_the_same_content_twice_is_told_and_one_file_alone_is_not() -> None:
    assert told(record("1.xlsx", ONE, content="x"), record("2.xlsx", ONE, content="x")) == [
        ("versions.same", "2.xlsx")
    ]
    assert told(record("1.xlsx", ONE)) == []


# ---------------------------------------------------------------- what changed


def test_what_changed_is_told_by_cell_with_the_points_it_moved() -> None:
    shows, rate = indicator("场次", "200场", score="8"), indicator("满意度")
    old = record("1.xlsx", project("普法", shows, rate, executed="10"))
    cells = {"actual_text": "F12"}
    new = record(
        "2.xlsx",
        project("普法", indicator("场次", "210场", cells=cells), indicator("知晓率"), executed="12"),
    )
    assert changes(old, new) == (
        Change("普法", "年度资金总额", "全年执行数", "10", "12", "项目1!G7"),
        Change("普法", "场次", "实际完成值", "200场", "210场", "项目1!F12", "项目1!G12", "8 → 10"),
        Change("普法", "知晓率", "指标", "", "（新增）", "项目1!G12", points="→ 10"),
        Change("普法", "满意度", "指标", "（删去）", "", old_cell="项目1!G12", points="10 →"),
    )


def test_full_width_and_half_width_are_no_change_and_lost_projects_are_told() -> None:
    old = record("1.xlsx", project("普法", indicator("率", "98％")), project("公证"))
    new = record("2.xlsx", project("普法", indicator("率", "98%")), project("培训"))
    assert changes(old, new) == (
        Change("培训", "", "项目", "", "（新增）", points="→ 90"),
        Change("公证", "", "项目", "（删去）", "", points="90 →"),
    )


def test_changes_of_the_total_and_of_the_cover_have_their_cells_too() -> None:
    first, second = project("普法"), project("普法", total="93")
    first |= {"reported_total": "90", "cells": {"reported_total": "G20"}}
    second |= {"reported_total": "93", "cells": {"reported_total": "G21"}}
    old, new = record("1.xlsx", first), record("2.xlsx", second)
    new["stated"] = {"budget": "12", "cells": {"budget": "基本信息!B9"}}
    assert changes(old, new) == (
        Change("", "", "预算安排（合计）", "", "12", "基本信息!B9"),
        Change("普法", "总分", "自评得分", "90", "93", "项目1!G21", "项目1!G20", "90 → 93"),
    )


# ---------------------------------------------------------------- 退回意见


def finding(severity: str, message: str, project_name: str | None = None, answer: str = "") -> Record:
    return {
        "severity": severity, "message": message, "repair": "请改正。", "project": project_name,
        "sheet": "项目1", "cell": "G12", "answer": answer,
    }  # fmt: skip


def test_a_letter_has_the_numbers_of_the_list_and_leaves_out_what_is_answered() -> None:
    told = record("甲.xlsx", project("一"), project("二"))
    told["findings"] = [
        finding("note", "提示。"),
        finding("warning", "已答。", "一", answer="附批复"),
        finding("error", "二错。", "二"),
        finding("error", "一错。", "一"),
        finding("warning", "待答。"),
    ]
    written = letter(told)
    assert written is not None
    assert [(item.number, item.severity, item.message) for item in written.items] == [
        (1, "须更正", "一错。"),
        (2, "须更正", "二错。"),
        (3, "须说明", "待答。"),
    ]
    assert "须更正2条、须说明1条" in written.opening
    assert written.paragraphs[1] == "1. 【须更正】《一》（项目1 G12）：一错。请改正。"


def test_nothing_to_send_back_gives_no_letter() -> None:
    told = record("甲.xlsx", project("一"))
    told["findings"] = [finding("note", "提示。")]
    assert letter(told) is None


def test_a_long_letter_says_how_much_more_the_list_holds() -> None:
    told = record("甲.xlsx", project("一"))
    told["findings"] = [finding("error", f"第{n}处。") for n in range(30)]
    written = letter(told)
    assert written is not None
    assert len(written.items) == 12
    assert "其余18条" in written.paragraphs[-2]
