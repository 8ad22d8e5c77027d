"""Names of indicators and groups: numbering off, points apart, aliases to one key."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perf_xlsx.values.names import (
    group_and_kind,
    group_of,
    group_title,
    indicator_name,
    is_filler,
    is_level,
    kind_of,
    kind_title,
    label_points,
    name_points,
    one_line,
    split_levels,
    split_points,
    without_code,
)


def test_points_in_brackets_behind_a_name() -> None:
    assert name_points("培训场次（15分）") == ("培训场次", "15")
    assert name_points("培训场次 (7.5 分)") == ("培训场次", "7.5")
    assert name_points("培训场次（15场）") == ("培训场次（15场）", "")
    assert name_points("（15分）") == ("（15分）", "")


def test_one_cell_with_both_levels() -> None:
    assert split_levels("产出指标-数量指标") == ("产出指标", "数量指标")
    assert split_levels("效益指标 / 社会效益指标") == ("效益指标", "社会效益指标")
    assert split_levels("满意度指标：服务对象满意度指标") == ("满意度指标", "服务对象满意度指标")
    assert split_levels("产出-其他") == ("", "产出-其他")
    assert split_levels("数量指标") == ("", "数量指标")


def rows(table: str) -> list[list[str]]:
    lines = [line for line in table.strip("\n").splitlines() if line.strip()]
    return [[piece.strip().replace("\\n", "\n") for piece in line.split("|")] for line in lines]


NAMES = """
指标1：补贴渔船数 | 补贴渔船数
指标1:完成中型灌区节水改造项目数量 | 完成中型灌区节水改造项目数量
指标1工程资金金额 | 工程资金金额
指标 12、培训人次 | 培训人次
绩效指标3：覆盖率 | 覆盖率
指标（1）：覆盖率 | 覆盖率
指标一：覆盖率 | 覆盖率
★法律援助案件数 | 法律援助案件数
法律援助案件数★ | 法律援助案件数
★ 1.法律援助案件数 | 法律援助案件数
（1）培训次数 | 培训次数
指标１：培训次数 | 培训次数
（２）培训次数 | 培训次数
３．培训次数 | 培训次数
１．５公里道路 | １．５公里道路
(一)培训次数 | 培训次数
1、培训次数 | 培训次数
1.培训次数 | 培训次数
2）培训次数 | 培训次数
一、培训次数 | 培训次数
①培训次数 | 培训次数
1.5公里道路 | 1.5公里道路
5G基站建设数 | 5G基站建设数
X光机检查人次 | X光机检查人次
12345热线办结率 | 12345热线办结率
2022年全年 | 2022年全年
12月底之前完成 | 12月底之前完成
一个存储备份器 | 一个存储备份器
一对一心理辅导 | 一对一心理辅导
WIFI全覆盖，绿色环保 | WIFI全覆盖，绿色环保
可持续影\\n响程度 | 可持续影响程度
new\\nbooks | new books
指标1： |
"""


@pytest.mark.parametrize(("raw", "name"), rows(NAMES))
def test_a_name_loses_its_numbering_and_keeps_its_numbers(raw: str, name: str) -> None:
    assert indicator_name(raw) == name


@pytest.mark.parametrize("raw", ["", "……", "/", "指标2：", "指标1:/", "…", "无", "不适用", "★"])
def test_a_filler_is_no_name(raw: str) -> None:
    assert is_filler(raw)


def test_a_name_is_no_filler() -> None:
    assert not is_filler("指标1：培训")


POINTS = """
产出指标(50分) | 产出指标 | 50
产出指标（50） | 产出指标 | 50
效益指标 30分) | 效益指标 | 30
(50分) | | 50
（30分） | | 30
满意度指标（满分10分） | 满意度指标 | 10
产出指标（12.5分） | 产出指标 | 12.5
产出指标\\n（50分） | 产出指标 | 50
产出指标（40%） | 产出指标 | 40
年度绩效目标1（80分） | 年度绩效目标1 | 80
产出指标 | 产出指标 |
服务对象满意度指标等 | 服务对象满意度指标等 |
"""


@pytest.mark.parametrize(("raw", "name", "points"), rows(POINTS))
def test_a_label_may_carry_points(raw: str, name: str, points: str) -> None:
    assert split_points(raw) == (name, points)
    assert label_points(raw) == (Decimal(points) if points else None)


GROUPS = """
产出指标 | 数量指标 | output | quantity
产 出 指 标 | 质量指标 | output | quality
项目产出 | 产出时效 | output | time
产出指标 | 成本指标 | output | cost
效益指标 | 经济效益 | benefit | economic
效果指标 | 社会效益指标 | benefit | social
效益指标 | 环境效益 | benefit | ecological
效益指标 | 生态效益指标 | benefit | ecological
效益指标 | 可持续影\\n响指标 | benefit | sustained
效益指标 | 服务对象满意度指标 | benefit | satisfaction
满意度指标 | 服务对象满意度指标等 | satisfaction | satisfaction
满意度指标 | 读者 | satisfaction | satisfaction
服务对象满意度 | | satisfaction | satisfaction
成本指标 | 经济成本指标 | cost | cost
成本指标 | 社会成本指标 | cost | cost
成本指标 | 生态环境成本指标 | cost | cost
| 数量指标 | output | quantity
| 社会效益 | benefit | social
| 满意度指标 | satisfaction | satisfaction
社会效益指标 | | benefit | social
数量指标 | | output | quantity
投入 | 项目立项 | input |
过程 | 资金管理 | process |
决策 | 项目立项 | decision |
管理指标 | | management |
年度产出目标 | 数量 | output | quantity
社会公众满意情况 | | satisfaction | satisfaction
生态情况 | | benefit | ecological
其他 | 其他 | |
| 效益指标 | benefit |
| | |
"""


@pytest.mark.parametrize(("level1", "level2", "group", "kind"), rows(GROUPS))
def test_both_levels_tell_the_group_and_the_kind(level1: str, level2: str, group: str, kind: str) -> None:
    assert group_and_kind(level1, level2) == (group, kind)


def test_the_titles_are_those_of_the_official_form() -> None:
    assert kind_title("社会效益") == "社会效益指标"
    assert kind_title("法律援助案件受援人满意度") == "服务对象满意度指标"
    assert kind_title("其他") == ""
    assert group_title("数量指标") == "产出指标"
    assert group_title("服务对象满意度指标") == "满意度指标"
    assert group_title("") == ""


def test_names_of_levels_stand_alone() -> None:
    assert group_of("") == ""
    assert kind_of("时效") == "time"
    assert one_line("一行") == "一行"


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("219001-池州市贵池区棠溪镇人民政府", "池州市贵池区棠溪镇人民政府"),
        ("314002-成安县民政局机关", "成安县民政局机关"),
        ("江门市司法局", "江门市司法局"),
        ("12-3街道", "12-3街道"),
    ],
)
def test_a_budget_code_before_a_unit_is_left_out(raw: str, name: str) -> None:
    assert without_code(raw) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("经济效益指标", True),
        ("产出指标（50分）", True),
        ("生态效益", True),
        ("经济效益显著", False),
        ("", False),
    ],
)
def test_the_name_of_a_level_alone_is_known(text: str, expected: bool) -> None:
    assert is_level(text) is expected
