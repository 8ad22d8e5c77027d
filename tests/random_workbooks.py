"""Random filled workbooks by seed: every kind of target and actual, money with edges, blanks, odd texts."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from perf_xlsx.writing.template import write_entries
from perf_xlsx.writing.template_entries import (
    CoverEntry,
    Entries,
    FundEntry,
    IndicatorEntry,
    ProjectEntry,
)

SCHEMES = ("cn-2020", "cn-2017", "cn-2021", "hubei", "platform", "guangdong")

LEVELS = (
    ("产出指标", "数量指标"), ("产出指标", "质量指标"), ("产出指标", "时效指标"), ("产出指标", "成本指标"),
    ("效益指标", "社会效益指标"), ("效益指标", "可持续影响指标"), ("满意度指标", "服务对象满意度指标"),
)  # fmt: skip
UNITS = ("件", "人次", "个", "万元", "公里", "场", "%", "")
SIGNS = ("≥", ">", "≤", "<", "=", "", "不低于", "不超过")
SUFFIXES = ("", "", "", "", "以上", "左右", "余")
WORDS = (
    ("全覆盖", "已全覆盖"), ("有效提升", "有效提升"), ("长期", "基本达成"), ("按时完成", "未完成"),
    ("良好", "正在推进"), ("9月底前", "8月"), ("9月底前", "11月"), ("无事故", "未发生事故"),
    ("第三季度", "10月"),
)  # fmt: skip
ODD = ("", "", "见附件", "约定", "100%1000件", "=1+1", "12/0")
AMOUNTS = ("0", "0.01", "1", "7.5", "33.33", "99.99", "100", "1234.56", "86753.09")


def amount(random: Random) -> Decimal | None:
    if random.random() < 0.15:
        return None
    if random.random() < 0.4:
        return Decimal(random.choice(AMOUNTS))
    return Decimal(random.randrange(1, 10**7)) / 100


def number(random: Random) -> str:
    return random.choice(
        (
            str(random.randrange(0, 100)),
            str(random.randrange(100, 100000)),
            f"{random.uniform(0, 200):.2f}",
            "0",
            "1",
        )
    )


def texts(random: Random) -> tuple[str, str]:
    """A target with an actual that fits it more or less."""
    kind = random.random()
    if kind < 0.2:
        return random.choice(WORDS)
    if kind < 0.3:
        return random.choice(ODD), random.choice(ODD)
    if kind < 0.4:
        low = random.randrange(1, 90)
        return f"{low}%-{low + random.randrange(1, 9)}%", f"{random.randrange(1, 100)}%"
    unit, target = random.choice(UNITS), number(random)
    actual = target if random.random() < 0.4 else number(random)
    other = unit if random.random() < 0.9 else random.choice(UNITS)
    return f"{random.choice(SIGNS)}{target}{unit}", f"{actual}{other}{random.choice(SUFFIXES)}"


def weights(random: Random, count: int) -> list[Decimal | None]:
    """No weights, equal ones, or uneven ones, sometimes with a gap."""
    if random.random() < 0.3:
        return [None] * count
    given: list[Decimal | None] = [Decimal(random.randrange(1, 400)) / 10 for _ in range(count)]
    if random.random() < 0.2:
        given[random.randrange(count)] = None
    return given


def indicators(random: Random) -> tuple[IndicatorEntry, ...]:
    count = random.randrange(1, 9)
    levels = sorted(random.choice(range(len(LEVELS))) for _ in range(count))
    rows = []
    for number_, (level, weight) in enumerate(zip(levels, weights(random, count), strict=True), 1):
        target, actual = texts(random)
        score = weight if weight is not None and random.random() < 0.5 else None
        rows.append(IndicatorEntry(*LEVELS[level], f"指标{number_}甲", target, actual, weight, score))
    return tuple(rows)


def project(random: Random, number_: int) -> ProjectEntry:
    lines = tuple(
        FundEntry(f"资金{n}", amount(random), amount(random), amount(random), amount(random))
        for n in range(1, random.randrange(2, 4))
    )
    return ProjectEntry(
        name=f"第{number_}个项目",
        department="某市某局",
        implementing_unit="某市某局",
        funds=lines,
        goal_expected="完成",
        goal_actual=random.choice(("", "已完成")),
        indicators=indicators(random),
    )


def workbook(seed: int) -> bytes:
    """A filled template; the same seed gives the same bytes."""
    random = Random(seed)
    projects = tuple(project(random, number_) for number_ in range(1, random.randrange(2, 6)))
    cover = CoverEntry(agency="某市某局", year=random.choice((2018, 2021, 2023)))
    return write_entries(Entries(cover, projects))
