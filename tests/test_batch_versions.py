"""Versions among real files: an original with its output, an output that came back, foreign forms."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from batch_work import workbook
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from perf_xlsx.cli.app import app

FORM = (
    ("项目支出绩效自评表",),
    ("（2021年度）",),
    ("项目名称", "普法宣传"),
    ("主管部门", "甲市司法局", "实施单位", "甲市司法局"),
    ("项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
    ("", "年度资金总额", 100, 100, 100, 10, "100%", 10),
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
    ("产出指标", "数量指标", "普法活动场次", "≥120场", "130场", 50, 50),
    ("效益指标", "社会效益指标", "法律知识知晓率", "≥85%", "86%", 30, 30),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "92%", 10, 10),
)
"""A form that this tool did not make: one sheet, no 基本信息."""


def foreign(name: str = "普法宣传", done: str = "130场") -> bytes:
    book = Workbook()
    assert book.active is not None
    for line in FORM:
        changed = {"普法宣传": name, "130场": done}
        book.active.append([changed.get(str(text), text) for text in line])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def run(source: Path, output: Path) -> Path:
    given = ["run", str(source), "-o", str(output), "--jobs", "1", "-q"]
    assert CliRunner().invoke(app, given).exit_code == 0
    return output / "汇总.xlsx"


def rows(summary: Path, sheet: str) -> list[tuple[object, ...]]:
    listed = load_workbook(summary, data_only=True)[sheet].iter_rows(min_row=5, values_only=True)
    return [row for row in listed if any(value is not None for value in row)]


def counted(summary: Path) -> list[object]:
    """The files that stand in 项目明细, last column."""
    return [row[-1] for row in rows(summary, "项目明细") if row[0] != "合计"]


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """汇总 of an inbox with a unit's original, what the tool made of it, and the output of that output."""
    root = tmp_path_factory.mktemp("returned")
    (root / "报来").mkdir()
    (root / "报来" / "甲局.xlsx").write_bytes(workbook("甲局", done=60))
    (root / "报来" / "乙局.xlsx").write_bytes(workbook("乙局"))
    run(root / "报来", root / "一")
    shutil.copy(root / "一" / "甲局_评分.xlsx", root / "报来" / "甲局_评分.xlsx")
    (root / "又").mkdir()
    for name in ("甲局_评分.xlsx", "乙局_评分.xlsx"):
        shutil.copy(root / "一" / name, root / "又" / name)
    run(root / "又", root / "二")
    shutil.copy(root / "二" / "甲局_评分.xlsx", root / "报来" / "甲局 第二次.xlsx")
    return run(root / "报来", root / "三")


def test_of_an_original_and_its_outputs_the_last_one_counts(returned: Path) -> None:
    assert sorted(map(str, counted(returned))) == ["乙局.xlsx", "甲局 第二次.xlsx"]
    heads = [row for row in rows(returned, "版本变化") if row[5] == "版本"]
    assert [(row[1], row[2], row[6], row[7]) for row in heads] == [
        ("甲局.xlsx → 甲局_评分.xlsx", "文件编号", "不计入", "第1稿，不计入"),
        ("甲局_评分.xlsx → 甲局 第二次.xlsx", "文件编号", "第1稿，不计入", "第2稿，计入汇总"),
    ]
    versions = {row[1]: row[9] for row in rows(returned, "分拣")}
    assert versions == {"甲局": "第2稿（共3份）", "乙局": None}


def test_scoring_a_workbook_and_its_output_changes_no_cell(returned: Path) -> None:
    assert [row[1] for row in rows(returned, "版本变化") if row[5] != "版本"] == []


@pytest.mark.parametrize(
    ("older", "newer", "why"),
    [
        ("普法.xlsx", "普法(2).xlsx", "文件名"),
        ("普法20220301.xlsx", "普法20220402.xlsx", "文件名中的日期"),
        ("普法a.xlsx", "普法b.xlsx", "分不出，请确认"),
    ],
)
def test_foreign_forms_are_versions_by_what_stands_in_them(
    tmp_path: Path, older: str, newer: str, why: str
) -> None:
    inbox = tmp_path / "报来"
    inbox.mkdir()
    (inbox / older).write_bytes(foreign(done="110场"))
    (inbox / newer).write_bytes(foreign())
    (inbox / "公证.xlsx").write_bytes(foreign("公证业务"))
    summary = run(inbox, tmp_path / "结果")
    assert sorted(map(str, counted(summary))) == sorted(["公证.xlsx", newer])
    head, change = rows(summary, "版本变化")
    assert head[2] == why
    assert change[4:9] == ("普法活动场次", "实际完成值", "110场", "130场", "Sheet!E8")
    assert (len(rows(summary, "分拣")), rows(summary, "分拣")[0][10]) == (1, 2)
