"""Bringing an actual to its target: units, percent readings, times, the sense of a bare number."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perf_xlsx.model import (
    Actual,
    Indicator,
    NotGiven,
    Op,
    Place,
    Target,
    Text,
    Unreadable,
)
from perf_xlsx.values.actuals import read_actual
from perf_xlsx.values.align import align, not_applicable, on_time, words_meet
from perf_xlsx.values.printing import print_actual
from perf_xlsx.values.sense import effective_op, lower_is_better
from perf_xlsx.values.targets import read_target
from perf_xlsx.values.units import Relation, is_unit, kind, relation


def target(text: str) -> Target:
    read = read_target(text)
    assert isinstance(read, Target), read
    return read


def actual(text: str) -> Actual:
    read = read_actual(text)
    assert isinstance(read, Actual), read
    return read


ALIGNED = """
≥300件 | 417件 | same | 417件
≥200场 | 400余场次 | same | 400余场
≥15件 | 16宗 | same | 16件
≥15件 | 16起 | same | 16件
≥25个 | 30家 | same | 30个
≥25个 | 30座 | same | 30个
20人 | 20名 | same | 20人
≥10处 | 12家 | different |
80人 | 约850人次 | different |
80人 | 超400人次 | different |
≥95% | 120件 | different |
≥25个 | 30户 | different |
10篇 | 12篇次 | different |
10摊 | 12 | assumed | 12摊
10摊 | 12摊 | same | 12摊
10摊 | 12位 | different |
≤10万元 | 98000元 | converted | 9.8万元
≤90万元 | 不超过900000元 | converted | ≤90万元
≥1公顷 | 15亩以上 | converted | ≥1公顷
≤1亿元 | 9800万元 | converted | 0.98亿元
≤10万元 | 9.8万 | converted | 9.8万元
5万 | 4.8万元 | converted | 48000
12000亩 | 1.2万亩 | same | 12000亩
15亩 | 1公顷 | converted | 15亩
2000平方米 | 3亩 | converted | 2000平方米
3000米 | 3公里 | converted | 3000米
1天 | 24小时 | converted | 1天
24个月 | 2年 | converted | 24个月
1TB | 1024GB | converted | 1TB
5个工作日 | 4天 | different |
≥3个百分点 | 4% | same | 4个百分点
500元/人·月 | 500元/人/月 | same | 500元/人·月
500元/人·月 | 0.05万元/人·月 | converted | 500元/人·月
500元/人·月 | 500元 | assumed | 500元/人·月
500元/人 | 500元/户 | different |
≤90万元 | 90 | assumed | 90万元
≤10万元 | 95000 | ambiguous | 95000万元, 9.5万元
≤10万元 | 不超过95000 | ambiguous | ≤95000万元, ≤9.5万元
≥5万元 | 60000以上 | ambiguous | ≥60000万元, ≥6万元
1次/季度 | 4次 | ambiguous | 4次/季度, 1次/季度
每季度1次 | 4次 | ambiguous | 4次/季度, 1次/季度
每季度1次 | 每季度1次 | same | 1次/季度
12次 | 每月1次 | ambiguous | 1次, 12次
12次 | 每年12次 | same | 12次
12次 | 12次/年 | same | 12次
每半年1次 | 2次 | ambiguous | 2次/半年, 1次/半年
每人每月500元 | 500元/人·月 | same | 500元/人/月
每人500元 | 500元 | assumed | 500元/人
每月2000元 | 1000元/季度 | different |
≥50个 | 50 | assumed | 50个
100 | 120件 | assumed | 120
100 | 120 | same | 120
≥95% | 98 | ambiguous | 98%, 9800%
≥95% | 1 | ambiguous | 1%, 100%
100 | 98% | ambiguous | 98, 0.98
5万 | 4.8 | ambiguous | 4.8, 48000
5 | 4.8万 | ambiguous | 48000, 4.8
增长5% | 下降3% | different |
增长5% | 提高6% | same | 6%
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("promised", "reached", "fit", "readings"), rows(ALIGNED))
def test_an_actual_comes_in_its_targets_unit(promised: str, reached: str, fit: str, readings: str) -> None:
    aligned = align(target(promised), actual(reached))
    assert (aligned.kind, ", ".join(map(print_actual, aligned.readings))) == (fit, readings)


STEPS = """
≤1亿元 | 9800万元 | 0.0001
≤10万元 | 98000元 | 0.0001
15亩 | 1公顷 | 15
≤90万元 | 90.5 | 0.1
≥95% | 98 | 0.01
"""


@pytest.mark.parametrize(("promised", "reached", "step"), rows(STEPS))
def test_the_value_of_the_last_written_place_comes_along(promised: str, reached: str, step: str) -> None:
    assert align(target(promised), actual(reached)).readings[0].step == Decimal(step)


ON_TIME = """
9月前 | 7月 | 2021 | True
9月前 | 8月31日 | 2021 | True
9月前 | 9月15日 | 2021 | None
9月前 | 9月1日 | 2021 | True
9月前 | 9月2日 | 2021 | None
9月前 | 9月30日 | 2021 | None
9月前 | 10月1日 | 2021 | False
9月前 | 9月前 | 2021 | True
9月前 | 10月 | 2021 | False
9月底前 | 9月30日 | 2021 | True
12月底前 | 12月 | 2021 | True
2021年12月31日 | 2021年12月31日 | 2021 | True
2021年12月底前 | 12月20日 | 2021 | True
2021年12月底前 | 2022年1月 | 2021 | False
12月底前 | 2022年1月 | 2021 | False
2022年3月底前 | 12月 | 2021 | True
第三季度 | 9月 | 2021 | True
第三季度 | 第四季度 | 2021 | False
6月20日 | 6月 | 2021 | None
12月底前 | 12月20日 | 0 | True
"""


@pytest.mark.parametrize(("due", "done", "year", "expected"), rows(ON_TIME))
def test_a_time_is_held_against_its_deadline(due: str, done: str, year: str, expected: str) -> None:
    assert str(on_time(target(due), actual(done), int(year) or None)) == expected


def test_what_is_no_time_cannot_be_late() -> None:
    assert on_time(target("≥5次"), actual("12月"), 2021) is None
    assert on_time(target("12月底前"), actual("5次"), 2021) is None


def test_words_answer_a_number_only_with_a_yes() -> None:
    assert words_meet(actual("已全覆盖"))
    assert words_meet(actual("部分完成")) is None
    assert not_applicable(actual("不适用"))
    assert not not_applicable(actual("100%"))


def row(name: str, promised: str, group: str = "output", kind_: str = "quality") -> Indicator:
    read = read_target(promised)
    nothing = NotGiven()
    return Indicator(
        Text(), Text(), Text(name), group, kind_, promised, "", read, nothing, nothing, nothing, nothing,
        Text(), Text(), Text(), Place("表", 1, 1),
    )  # fmt: skip


SENSES = """
办理件数 | 4000件 | output | quantity | >=
办理件数 | ≤4000件 | output | quantity | <=
合格率 | =100% | output | quality | =
事故发生数 | 0次 | output | quality | <=
事故发生数 | =0 | output | quality | <=
群众投诉率 | 5% | output | quality | <=
群众投诉率 | =5% | output | quality | <=
投诉处理率 | 100% | output | quality | >=
项目总成本 | 90万元 | output | cost | <=
项目总成本 | =90万元 | output | cost | =
补助标准达标率 | 100% | output | cost | >=
成本控制率 | 100 | output | cost | >=
人均成本 | 500元 | cost | cost | <=
服务质量 | 良好 | output | quality | words
验收时间 | 12月底前 | output | time | by_date
"""


@pytest.mark.parametrize(("name", "promised", "group", "kind_", "expected"), rows(SENSES))
def test_where_a_bare_number_stands_gives_its_sense(
    name: str, promised: str, group: str, kind_: str, expected: str
) -> None:
    assert effective_op(row(name, promised, group, kind_)) == expected


def test_a_target_that_is_no_target_has_no_number_to_weigh() -> None:
    assert isinstance(row("件数", "100%1000件").target, Unreadable)
    assert effective_op(row("件数", "100%1000件")) is Op.WORDS


def test_the_last_word_of_a_name_tells_its_sense() -> None:
    assert lower_is_better("社区矫正对象重新犯罪率")
    assert not lower_is_better("投诉办结率")
    assert not lower_is_better("培训人数")
    assert lower_is_better("培训费用", cost=True)


def test_units_know_their_class() -> None:
    assert kind("万元") == "money"
    assert kind("KM") == "length"
    assert kind("不明") == ""
    assert is_unit("元/人·月")
    assert not is_unit("")
    assert relation("kg", "KG") is Relation.SAME
    assert relation("摊", "摊位") is Relation.DIFFERENT
