"""What a title row says of unit, year and project."""

from __future__ import annotations

import pytest
from checks_forms import told

from perf_xlsx.reading.forms import title_kind
from perf_xlsx.reading.titles import said

TABLE = """
{title} | | | | | | |
{head}
一级 | 二级 | 三级指标 | 目标值 | 完成值 | 权重 | 自评分 | 未完成原因
产出 | 数量 | 购置设备 | 10台 | 9台 | 50 | 45 | 一台流标，下年补采
效益 | 社会效益 | 门诊人次 | ≥20万人次 | 21万人次 | 50 | 50 |
"""


def read(title: str, head: str = "") -> tuple[str, int | None, str]:
    """Unit, year and project of a form under this title."""
    submission = told(("Sheet1", TABLE.format(title=title, head=head))).submission
    (form,) = submission.forms
    return submission.agency, submission.year, form.project.text


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("某市人民医院 2023年度专科建设项目绩效自评情况", ("某市人民医院", 2023, "专科建设项目")),
        ("某医院 2023年度某某项目支出绩效自评表", ("某医院", 2023, "某某")),
        ("某市司法局2023年度项目支出绩效自评表", ("某市司法局", 2023, "")),
        ("某镇政府（2023年度）道路养护项目自评表", ("某镇政府", 2023, "道路养护项目")),
        ("附件2 某县财政局2023年预算项目绩效自评表", ("某县财政局", 2023, "")),
        ("某市妇联2023年部门整体支出绩效自评表", ("某市妇联", 2023, "部门整体支出")),
        ("2023年度图书采购项目支出绩效自评表", ("", 2023, "图书采购")),
        ("附件2 2023年图书采购项目自评表", ("", 2023, "图书采购项目")),
        ("省级部门2023年度项目支出绩效自评表", ("", 2023, "")),
        ("运动会2023年度保障经费项目支出绩效自评表", ("", 2023, "运动会保障经费")),
    ],
)
def test_a_title_tells_unit_year_and_project_where_its_shape_is_unmistakable(
    title: str, expected: tuple[str, int | None, str]
) -> None:
    unit, year, project = read(title)
    assert (unit, year) == expected[:2]
    assert project == expected[2]


def test_what_stands_in_a_labelled_cell_counts_before_the_title() -> None:
    title = "某医院 2023年度专科建设项目支出绩效自评表"
    head = "项目名称 | 设备更新 | | | 实施单位 | 某市中医院 | |"
    assert read(title, head) == ("某市中医院", 2023, "设备更新")


@pytest.mark.parametrize("text", ["绩效自评情况", "项目绩效自评情况", "2023年度绩效自评", "某局绩效自评情况"])
def test_a_heading_without_unit_and_year_is_no_title(text: str) -> None:
    assert title_kind(text) is None
    assert not said(text).sure
