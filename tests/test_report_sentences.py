"""Indicator and fund sentences of reports, in several wordings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perf_xlsx.report.money import Money, read_money
from perf_xlsx.report.sentences import read_sentences

SENTENCES = """
法律援助案件数>=4000件，2021年共办理4521件。其中：民事案件923件。 | 法律援助案件数 | ≥4000件 | 4521件
案件指派率100%，2021年度案件指派率已达到100%。                       | 案件指派率 | 100% | 100%
受援人满意度>=95%，2021年受援人满意度大于98%。                        | 受援人满意度 | ≥95% | 大于98%
矛盾纠纷调解率=100%，矛盾纠纷调解率已达到100%                          | 矛盾纠纷调解率 | =100% | 100%
重新犯罪率≤0.2%已达到。2021年重新犯罪率为0.05%。                       | 重新犯罪率 | ≤0.2% | 0.05%
公益劳动时间≥ 8小时，已达到。                                        | 公益劳动时间 | ≥8小时 | 已达到
失误率≤0，2021年工作零失误。                                        | 失误率 | ≤0 | 零失误
组织覆盖率>=100%，2021年各村人民调解组织已全覆盖。                     | 组织覆盖率 | ≥100% | 已全覆盖
受理案件>=15件，受理市直医疗纠纷案共16件，调结16件。                   | 受理案件 | ≥15件 | 16件
举办培训班不少于12期，2023年实际举办培训班15期，培训学员860人次。        | 举办培训班 | 不少于12期 | 15期
许可审批时效，2021年均在法定时效内办结，未出现超期。 | 许可审批时效 |  | 均在法定时效内办结，未出现超期
"""


@pytest.mark.parametrize("line", SENTENCES.strip().splitlines())
def test_a_sentence_gives_name_target_and_actual(line: str) -> None:
    sentence, name, target, actual = (part.strip() for part in line.split("|"))
    told, spare = read_sentences(sentence)
    assert [(each.name, each.target, each.actual) for each in told] == [(name, target, actual)]
    assert spare == ()


def test_two_promises_in_one_item_are_two_indicators_each_with_its_own_answer() -> None:
    told, _ = read_sentences(
        "植树造林>=300亩，2022年完成植树造林320亩。抚育面积>=100亩，2022年抚育面积95亩。已完成。"
    )
    assert [(each.name, each.target, each.actual) for each in told] == [
        ("植树造林", "≥300亩", "320亩"),
        ("抚育面积", "≥100亩", "95亩"),
    ]


def test_several_bare_promises_share_out_the_answers_and_tell_what_is_left() -> None:
    told, spare = read_sentences(
        "集中教育58场次，电话抽查35000人次，心理辅导80人。2021年完成100余场次集中教育，5场公益活动，超400人次心理辅导，3.7万余人次电话抽查。"
    )
    assert [(each.name, each.actual) for each in told] == [
        ("集中教育", "100余场次"),
        ("电话抽查", "3.7万余人次"),
        ("心理辅导", "超400人次"),
    ]
    assert [each.text for each in spare] == ["5场公益活动"]


def test_what_was_not_answered_stays_empty() -> None:
    told, _ = read_sentences("走访帮扶80人，慰问30户。2021年慰问困难群众35户。")
    assert [(each.name, each.actual) for each in told] == [("走访帮扶", ""), ("慰问", "35户")]


def test_a_fund_paragraph_gives_one_line_per_item() -> None:
    lines, unread = read_money(
        "法援业务经费。年初预算财政资金159.91万元，到账107.42万元，截止2021年12月31日支出107.42万元。"
        "辩护办案经费。年初预算财政资金100万元，到账60.79万元，截止2021年12月31日支出60.79万元。"
    )
    assert lines == (
        Money("法援业务经费", Decimal("159.91"), None, Decimal("107.42"), Decimal("107.42")),
        Money("辩护办案经费", Decimal(100), None, Decimal("60.79"), Decimal("60.79")),
    )
    assert unread == ()


def test_yuan_becomes_ten_thousands_and_an_adjusted_budget_is_told_apart() -> None:
    lines, _ = read_money("公务车购置费：年初预算150000元，调整后预算12万元，实际支出11.8万元。")
    assert lines == (Money("公务车购置费", Decimal(15), Decimal(12), None, Decimal("11.8")),)


def test_a_sentence_without_amounts_is_told() -> None:
    lines, unread = read_money("资金管理规范。")
    assert lines == ()
    assert unread == ("资金管理规范",)
