"""The ten published forms: each row's names, target, actual, weight, score and reason, and the money."""
# ruff: noqa: E501

import published
import pytest
from tables import book, sheet

from perf_xlsx.model import DraftForm, DraftRow, FormKind
from perf_xlsx.reading.locate import locate
from perf_xlsx.text import folded

FUNDS = {
    "tangxi": """
total | 年度资金总额: | 0 | 0 | 0 | 10 | 0 | 0
part | 其中:本年财政拨款 | 90 | 89.974 | 89.974 |  |  |
part | 上年结转资金 |  |  |  |  |  |
part | 其他资金 |  |  |  |  |  |
""",
    "qingshen": """
total | 总额 | 238.93 | 251.89 | 251.89 | 10 | 100.00% |
part | 其中:财政资金 | 238.93 | 251.89 | 251.89 | / | 100.00% | /
part | 财政专户管理资金 | 0.00 | 0.00 | 0.00 | / | 0.00% | /
part | 单位资金 | 0.00 | 0.00 | 0.00 | / | 0.00% | /
part | 其他资金 |  |  |  | / |  | /
""",
    "tianchang": """
total | 年度资金总额: | 880 | 880 | 880 | 10 |  | 10
part | 其中:本年财政拨款 | 880 | 880 | 880 | - |  | -
part | 上年结转资金 |  |  |  | - |  | -
part | 其他资金 |  |  |  | - |  | -
""",
    "hubei_fishing": """
total | 年度财政资金总额 |  | 1.56 | 1.56 |  | 1 | 20
""",
    "yongde": """
total | 年度资金总额 |  | 387664.62 | 387664.62 | 10 | 100% | 10
part | 其中:当年财政拨款 |  | 387664.62 | 387664.62 | — |  | —
part | 上年结转资金 |  |  |  | — |  | —
part | 其他资金 | — | — | — | — |  | —
""",
    "huangshi": """
total | 年度财政资金总额 |  | 5 | 5 |  | 100% | 20
""",
    "langfang": """
total | 年度资金总额 | 43.2 | 43.2 | 37.24 | 10 | 86% | 9
part | 其中:当年财政拨款 | 43.2 | 43.2 | 37.24 |  |  |
part | 上年结转资金 |  |  |  |  |  |
part | 其他资金 |  |  |  |  |  |
""",
    "anju": """
total | 预算执行情况(万元) |  | 2.38 | 2.38 |  |  | 20
part | 其中:中央补助 |  | 2.38 万元 | 2.38 万元 |  |  |
part | 地方资金/其他 |  | 万元 | 万元 |  |  |
""",
    "chengan": """
total | 预算数 |  | 6.84 | 6.84 |  | 100.00 |
part | 其中:财政资金 |  | 6.84 | 6.84 |  |  |
part | 其他 |  | 0.00 | 0.00 |  |  |
""",
    "jinzhai": """
total | 年度资金总额 | 329.77 | 329.77 | 338.31 | 10 | 102.59% |
part | 其中:当年财政拨款 | 329.77 | 329.77 | 338.31 | — | 102.59% | —
part | 上年结转资金 |  |  |  | — |  | —
part | 其他资金 |  |  |  | — |  | —
""",
}

EXPECTED = {
    "tangxi": """
产出指标(50分) | 数量指标 | 基建工程委托业务项目数量 | ≥50个 | 50 | 8 | 8 |
产出指标(50分) | 质量指标 | 委托业务报告合格率 | ≥100百分比 | 100 | 8 | 8 |
产出指标(50分) | 质量指标 | 经费支出合规性 | 严格执行相关制度规定 | 达成预期指标 | 8 | 8 |
产出指标(50分) | 时效指标 | 提交报告及时性 | 在项目计划完成时间内完成 | 达成预期指标 | 8 | 8 |
产出指标(50分) | 成本指标 | 项目总成本 | ≤90万元 | 90 | 8 | 8 |
产出指标(50分) | 成本指标 | 单项业务成本 | 符合相关规定 | 达成预期指标 | 10 | 10 |
效益指标(30分) | 社会效益指标 | 对维护基建市场公平的影响程度 | 效果明显 | 达成预期指标 | 10 | 10 |
效益指标(30分) | 生态效益指标 | 对控制基建项目成本影响程度 | 效果明显 | 达成预期指标 | 10 | 10 |
效益指标(30分) | 可持续影响指标 | 对推动基建项目“四项制度”健全和落实的持续性影响 | 效果明显 | 达成预期指标 | 10 | 10 |
""",
    "qingshen": """
产出指标 | 数量指标 | 发放(缴纳)覆盖率 | = 100 % |  | 60 |  |
效益指标 | 社会效益指标 | 足额保障率(参保率) | = 100 % |  | 30 |  |
""",
    "tianchang": """
(50分) | 数量指标 | 指标1:完成中型灌区节水改造项目数量 | 1 | 1 | 10 | 10 |
(50分) | 数量指标 | 指标2:完成农业综合水价改革项目 | 1 | 1 | 10 | 10 |
(50分) | 质量指标 | 指标1:工程质量合格 |  |  | 10 | 10 |
(50分) | 时效指标 | 指标1:年度资金支付完成率100% |  |  | 10 | 10 |
(50分) | 成本指标 | 指标1:资金执行在预算范围内 |  |  | 10 | 10 |
(30分) | 经济效益指标 | 指标1:全市安全度汛 |  |  | 10 | 10 |
(30分) | 社会效益指标 | 指标1:保护全市人口财产不受损失 |  |  | 10 | 10 |
(30分) | 生态效益指标 | 指标1:/ | / | / |  |  |
(30分) | 可持续影响指标 | 指标1:已建工程良性运行 |  |  | 10 | 10 |
满意度指标(10分) | 服务对象满意度指标 | 指标1:服务对象满意度 | 90% | 100% | 10 | 10 |
""",
    "hubei_fishing": """
产出指标 | 数量指标 | 补贴渔船数 | 6 | 6 |  | 20 |
产出指标 | 质量指标 | 渔船补贴发放率 | 100% | 100% |  | 10 |
产出指标 | 时效指标 | 12月底之前完成 | 100% | 100% |  | 10 |
满意度指标 | 服务对象满意度 | 退捕渔民抽样调查满意度 | ≥90% | ≥90% |  | 40 |
""",
    "yongde": """
产出指标 | 数量指标 | 学生受资助人数 | ≧ 735 人次 | 735 | 10 | 10 |
产出指标 | 质量指标 | 营养改善计划覆盖率 | ≧ 100 % | 100% | 10 | 10 |
产出指标 | 时效指标 | 资金到位及时率 | ≧ 100 % | 100% | 10 | 7 |
产出指标 | 成本指标 | 生均补助标准达标率 | ═ 100 % | 100% | 10 | 10 |
效益指标 | 经济效益指标 | 减轻贫困学生家庭经济负担 | 有效 | 有效 | 10 | 10 |
效益指标 | 社会效益指标 | 政策知晓率 | ═ 100 % | 98% | 10 | 9 |
效益指标 | 可持续影响指标 | 促进学校教育事业健康发展 | ≧ 100 % | 100% | 10 | 10 |
满意度指标 | 服务对象满意度指标等 | 学生满意度 | ≧ 95 % | 100% | 10 | 10 |
满意度指标 | 服务对象满意度指标等 | 家长满意度 | ≧ 95 % | 100% | 10 | 10 |
""",
    "huangshi": """
产出指标(40分) | 数量指标 | 一个存储备份器 | 25TB | 25TB |  | 10 |
产出指标(40分) | 数量指标 | WIFI布点全覆盖 | 100%覆盖 | 100%覆盖 |  |  |
产出指标(40分) | 质量指标 | 以最新资源面市 | 资源采购期以当年为主 | 资源采购期以当年为主 |  | 10 |
产出指标(40分) | 时效指标 | 可保证读者使用时长 | 全天候可用 | 全天候 |  | 10 |
产出指标(40分) | 时效指标 | 2022年全年 | ≥360天 | ≥360天 |  |  |
产出指标(40分) | 成本指标 | 以低价位高质量为采购原则 | 5万 | 5万 |  | 10 |
效益指标(30分) | 经济效益 | 社会公益服务无经济效益 | 公益性事业 | 公益性事业 |  | 10 |
效益指标(30分) | 社会效益 | 使读者更方便快捷查找检阅 | 独有数据资源查询,查询范围可扩展到省图 | 独有数据资源查询,查询范围可扩展到省图 |  |  |
效益指标(30分) | 社会效益 | 促进黄石文化经济发展,丰富市民文化活动 |  |  |  |  |
效益指标(30分) | 环境效益 | 数字图书馆环境优良无污染 | 良好 | 良好 |  | 10 |
效益指标(30分) | 环境效益 | WIFI全覆盖,绿色环保 | 良好 | 良好 |  |  |
效益指标(30分) | 可持续影响指标 | ≥360天服务读者 | ≥360天 | ≥360天 |  | 10 |
""",
    "langfang": """
产出指标 | 数量指标 | 指标1工程资金金额 | 43.2 | 37.24 | 10 | 9 | 已完工,剩余3%尾款未付,且最高限价低于预算金额。提高预算准确度。
产出指标 | 质量指标 | 指标1工程完工率 | 100 | 100 | 10 | 10 |
产出指标 | 质量指标 | 指标2工程验收合格率 | 100 | 100 | 10 | 10 |
产出指标 | 时效指标 | 指标1项目完成及时率 | 100 | 100 | 10 | 10 |
产出指标 | 成本指标 | 指标1成本控制率 | 100 | 100 | 10 | 10 |
效益指标 | 经济效益指标 | 指标1安全率 | 100 | 100 | 10 | 10 | 0
效益指标 | 社会效益指标 | 指标1学校发展能力 | 100 | 100 | 10 | 10 | 0
效益指标 | 可持续影响指标 | 指标1长期使用性 | 100 | 100 | 10 | 10 |
满意度指标 | 服务对象满意度指标 | 指标1学生满意度 | 100 | 100 | 10 | 10 | 0
""",
    "anju": """
产出指标 | 质量指标 | 指标1:食品安全监管人员培训 | 已完成 | 已完成 |  | 5 |
产出指标 | 质量指标 | 指标2:违法案件查办率 | 100% | 100% |  | 4 |
产出指标 | 质量指标 | 指标3:食品经营环节风险分级 | 100% | 100% |  | 5 |
产出指标 | 质量指标 | 指标4:开展食品安全宣传周等科普宣传活 | 已完成 | 已完成 |  | 3 |
产出指标 | 质量指标 | 指标5:进口冷链食品新冠肺炎疫情应急处置示范演练 | 已完成 | 已完成 |  | 3 |
产出指标 | 质量指标 | 指标6:食品安全投诉举报处置率 | 100% | 100% |  | 3 |
产出指标 | 时效指标 | 指标1:食品监管专项工作整体完成时间 | 2021年12月31日 | 2021年12月31日 |  | 5 |
效益指标 | 社会效益指标 | 指标1:辖区内与补助资金相关的重大食品安全监管责任事故发生数 | 0次 | 0次 |  | 3 |
效益指标 | 社会效益指标 | 指标2:辖区内公众食品安全科普知识素养 | 逐步提高 | 逐步提高 |  | 3 |
""",
    "chengan": """
产出指标 | 质量指标 | 符合条件申报对象覆盖率 | >= 98 %(百分比) | 100% | 25 | 6.25 |
产出指标 | 时效指标 | 完成率 | >= 99 %(百分比) | 100% | 25 | 6.25 |
效果指标 | 社会效益指标 | 补贴发放率 | >= 75 %(百分比) | 100% | 30 | 9 |
满意度指标 | 服务对象满意度指标 | 服务对象满意度 | >= 95 %(百分比) | 100% | 10 | 1 |
""",
    "jinzhai": """
产出指标 | 数量指标 | 指标1:开展精品示范村建设数量 | ≤4 | 4 | 10 | 10 |
产出指标 | 数量指标 | 指标2:建设美丽宜居自然村庄数量 | ≥200 | 202 | 10 | 10 |
产出指标 | 数量指标 | 指标3:完成农村户用卫生厕所改造数量 | ≥2000 | 3061 | 10 | 10 |
产出指标 | 数量指标 | 指标4:新建省级中心村数量 | ≥10 | 10 | 10 | 10 |
产出指标 | 质量指标 | 指标1:美丽宜居自然村庄验收通过率 | ≥95% | 100% | 5 | 5 |
产出指标 | 质量指标 | 指标2:户用卫生厕所改造验收通过率 | ≥95% | 100% | 5 | 5 |
产出指标 | 时效指标 | 指标1:完成美丽宜居自然村庄验收时间 | 9月前 | 7月 | 5 | 5 |
产出指标 | 时效指标 | 指标2:完成户用卫生厕所改造验收时间 | 11月前 | 10月 | 5 | 5 |
""",
}


def form_of(name: str) -> DraftForm:
    (form,) = locate(book(sheet("表", published.ALL[name]))).forms
    return form


def wanted(table: str) -> list[list[str]]:
    return [[piece.strip() for piece in line.split("|")] for line in table.strip().splitlines()]


def told(row: DraftRow) -> list[str]:
    target = " ".join(filter(None, map(row.text, ("target_sign", "target", "target_unit"))))
    score = row.text("reported_score") if row.score_rows else ""
    texts = [
        row.text("level1"),
        row.text("level2"),
        row.text("level3"),
        target,
        row.text("actual"),
        row.text("weight").removesuffix(".0"),
        score.removesuffix(".0"),
        row.text("reason"),
    ]
    return [folded(text).replace("影 响", "影响").replace("== ", "= ") for text in texts]


def as_written(line: list[str]) -> list[str]:
    return [folded(text) for text in line]


@pytest.mark.parametrize("name", published.ALL)
def test_every_row_of_a_published_form_is_recovered(name: str) -> None:
    rows = [told(row) for row in form_of(name).indicators]
    assert rows == [as_written(line) for line in wanted(EXPECTED[name])]


@pytest.mark.parametrize("name", published.ALL)
def test_every_fund_line_of_a_published_form_is_recovered(name: str) -> None:
    fields = ("item", "initial", "full_year", "executed", "weight", "rate", "reported_score")
    lines = [
        [line.role.value, *(folded(line.row.text(field)) for field in fields)] for line in form_of(name).funds
    ]
    assert lines == [as_written(line) for line in wanted(FUNDS[name])]


@pytest.mark.parametrize("name", published.ALL)
def test_a_published_form_raises_no_problem_of_structure(name: str) -> None:
    assert locate(book(sheet("表", published.ALL[name]))).problems == ()


def test_the_heads_of_the_published_forms() -> None:
    fields = ("project", "department", "implementing_unit", "year")
    heads = {
        name: tuple(form.fields[field].text if field in form.fields else "" for field in fields)
        for name in published.ALL
        if (form := form_of(name))
    }
    assert heads == {
        "tangxi": (
            "委托业务项目",
            "219-池州市贵池区棠溪镇人民政府",
            "219001-池州市贵池区棠溪镇人民政府",
            "（2022年度）",
        ),
        "qingshen": (
            "51000021R000000019951-工资性支出",
            "青神县发展和改革局本级",
            "青神县发展和改革局",
            "部门预算项目支出绩效自评表（2023年度）",
        ),
        "tianchang": ("水旱灾害防御经费", "", "天长市水利局", "（2022年度）"),
        "hubei_fishing": (
            "渔业成品油价格改革补贴",
            "区市场监督管理局",
            "农业科",
            "2020年度长江禁捕项目自评表",
        ),
        "yongde": (
            "义务教育营养改善计划专项资金",
            "永德县教育体育局",
            "永德县明朗中学",
            "2022年度项目支出绩效自评表",
        ),
        "huangshi": ("共享工程", "黄石市文化和旅游局", "黄石市图书馆", "2022年度共享工程项目自评表"),
        "langfang": (
            "办公宿舍楼、食堂及餐厅暖通改造经费",
            "廊坊市发改委",
            "廊坊市食品工程学校",
            "（2019年度）",
        ),
        "anju": ("食品监管补助资金", "市场监管总局", "安居区市场监管局", "（2021年度）"),
        "chengan": (
            "19名百岁老人高龄津贴",
            "",
            "314002-成安县民政局机关",
            "成安县民政局2020年度预算项目绩效自评表",
        ),
        "jinzhai": ("部门整体支出", "金寨县茶谷和美丽乡村建设服务中心", "", "（2023年度）"),
    }


def test_totals_grades_and_points_outside_the_table() -> None:
    def total(name: str) -> tuple[str, str]:
        row = form_of(name).total
        return (row.text("weight"), row.text("reported_score")) if row else ("", "")

    assert {name: total(name) for name in published.ALL} == {
        "tangxi": ("", ""),
        "qingshen": ("100", ""),
        "tianchang": ("100", "100"),
        "hubei_fishing": ("", "100"),
        "yongde": ("100", "96"),
        "huangshi": ("", ""),
        "langfang": ("", ""),
        "anju": ("", ""),
        "chengan": ("", "23.5"),
        "jinzhai": ("", ""),
    }
    assert form_of("yongde").fields["grade"].text == "优"
    assert form_of("anju").fields["reported_total"].text == "100"


def test_twenty_points_for_the_execution_stand_in_the_header() -> None:
    assert form_of("hubei_fishing").fields["budget_weight"].text == "得分（20分*执行率）"
    assert "budget_weight" not in form_of("yongde").fields
    assert form_of("hubei_fishing").indicators[0].text("block") == "年度绩效目标1（80分）"


def test_execution_among_the_indicators_is_no_indicator() -> None:
    row = form_of("chengan").budget_row
    assert row is not None
    assert (row.text("actual"), row.text("weight"), row.text("reported_score")) == ("100%", "10.0", "1.0")


def test_raw_points_stand_beside_the_weighted_ones() -> None:
    first = form_of("chengan").indicators[0]
    assert (first.text("raw_score"), first.text("completion_note"), first.text("explanation")) == (
        "25",
        "完成",
        "符合条件的对象",
    )


def test_one_score_for_two_rows_counts_once() -> None:
    assert [row.score_rows for row in form_of("huangshi").indicators] == [2, 0, 1, 2, 0, 1, 3, 0, 0, 2, 0, 1]


def test_a_whole_department_form_is_told_by_its_title() -> None:
    assert form_of("jinzhai").kind is FormKind.DEPARTMENT


def test_money_units_are_found_where_they_stand() -> None:
    assert form_of("yongde").fields["money_unit"].text == "金额单位：元"
    assert form_of("qingshen").fields["money_unit"].text == "年度预算数（万元）"


def test_rows_below_the_table_are_a_reason_of_the_whole_form_and_left_over() -> None:
    draft = locate(book(sheet("表", published.HUBEI_FISHING)))
    assert draft.forms[0].fields["form_reason"].text == "无"
    assert ("B16", "无") in [(item.place.cell, item.text) for item in draft.leftovers]
