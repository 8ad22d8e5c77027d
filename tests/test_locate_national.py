# ruff: noqa: E501
"""The national form (财预〔2020〕10号, 附1), cell by cell, and the sheets around it."""

from tables import book, sheet

from perf_xlsx.model import Draft, DraftRow, FormKind, Place, Role
from perf_xlsx.reading.locate import locate

NATIONAL = """
项目支出绩效自评表 | < | < | < | < | < | < | < | < | < | <
（2021年度） | < | < | < | < | < | < | < | < | < | <

项目名称 | < | 普法业务经费 | < | < | < | < | < | < | < | <
主管部门 | < | 市司法局 | < | < | 实施单位 | 市普法办 | < | < | < | <
项目资金（万元） | < |  | < | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | < | 得分
^ | ^ | 年度资金总额 | < | 100 | 120 | 90 | 10 | 75% | < | 7.5
^ | ^ | 普法业务经费 | < | 100 | 120 | 90 |  |  | < |
^ | ^ |  | < |  |  |  |  |  | < |
^ | ^ | 其中：当年财政拨款 | < | 100 | 120 | 90 | — | — | < | —
^ | ^ | 上年结转资金 | < |  |  |  | — | — | < | —
^ | ^ | 其他资金 | < |  |  |  | — | — | < | —
年度总体目标 | 预期目标 | < | < | < | < | 实际完成情况 | < | < | < | <
^ | 开展普法宣传 | < | < | < | < | 已开展普法宣传 | < | < | < | <
绩效指标 | 一级指标 | 二级指标 | 三级指标 | < | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 | <
^ | 产出指标 | 数量指标 | 普法活动场次 | < | ≥200场 | 400余场次 | 20 | 20 |  | <
^ | ^ | ^ | 学法培训场次 | < | ≥1场 | 5场 | 15 | 15 | 年初设定偏低 | <
^ | ^ | 质量指标 | …… | < |  |  |  |  |  | <
^ | ^ | 时效指标 | 工作完成及时率 | < | ≥98% | @1;0% | 15 | 15 |  | <
^ | 效益指标 | 社会效益指标 | 普法对象受教育率 | < | ≥90% | 92% | 30 | 30 |  | <
^ | ^ | 生态效益指标 |  | < |  |  |  |  |  | <
^ | 满意度指标 | 服务对象满意度指标 | 公民满意率 | < | ≥90% | 95% | 10 | 10 |  | <
总分 | < | < | < | < | < | < | 100 | 97.5 |  | <
注：本表一式两份 | < | < | < | < | < | < | < | < | < | <
"""

COVER = """
自评基本信息
单位名称 | 江门市司法局
年度 | 2021
填报人 | 甲
联系电话 | '0750
填报日期 | 2022-03-01
评分标准 |
预算安排（合计） | 1063.98
预算安排（一般公共预算） | 1013.98
预算安排（政府性基金预算） | 50
支出（合计） | 776.55
支出（一般公共预算） | 756.55
支出（政府性基金预算） | 20
单位自评得分 | 96
"""

ISSUES = """
存在问题及建议
一、存在问题
预算编制不够精准
二、改进措施及建议
加强事前测算
"""


def texts(row: DraftRow) -> dict[str, str]:
    return {name: cell.text for name, cell in row.cells.items()}


def read(*tables: str) -> Draft:
    return locate(book(*(sheet(f"表{number}", table) for number, table in enumerate(tables, 1))))


def test_the_head_of_the_national_form_is_read_by_its_labels() -> None:
    (form,) = read(NATIONAL).forms
    assert form.kind is FormKind.PROJECT
    assert {name: cell.text for name, cell in form.fields.items()} == {
        "title": "项目支出绩效自评表",
        "year": "（2021年度）",
        "project": "普法业务经费",
        "department": "市司法局",
        "implementing_unit": "市普法办",
        "money_unit": "项目资金（万元）",
    }
    assert form.fields["project"].place == Place("表1", 4, 3)


def test_the_fund_block_has_its_total_its_named_lines_and_its_parts() -> None:
    (form,) = read(NATIONAL).forms
    assert [(line.role, line.row.text("item")) for line in form.funds] == [
        (Role.TOTAL, "年度资金总额"),
        (Role.LINE, "普法业务经费"),
        (Role.PART, "其中：当年财政拨款"),
        (Role.PART, "上年结转资金"),
        (Role.PART, "其他资金"),
    ]
    assert texts(form.funds[0].row) == {
        "item": "年度资金总额",
        "initial": "100",
        "full_year": "120",
        "executed": "90",
        "weight": "10",
        "rate": "75%",
        "reported_score": "7.5",
    }


def test_goals_stand_under_their_header() -> None:
    (form,) = read(NATIONAL).forms
    assert [texts(goal) for goal in form.goals] == [{"expected": "开展普法宣传", "actual": "已开展普法宣传"}]


def test_indicator_rows_carry_merged_level_names_and_leave_out_rows_for_nothing() -> None:
    (form,) = read(NATIONAL).forms
    named = [(row.text("level1"), row.text("level2"), row.text("level3")) for row in form.indicators]
    assert named == [
        ("产出指标", "数量指标", "普法活动场次"),
        ("产出指标", "数量指标", "学法培训场次"),
        ("产出指标", "时效指标", "工作完成及时率"),
        ("效益指标", "社会效益指标", "普法对象受教育率"),
        ("满意度指标", "服务对象满意度指标", "公民满意率"),
    ]
    assert texts(form.indicators[1]) == {
        "level1": "产出指标",
        "level2": "数量指标",
        "level3": "学法培训场次",
        "target": "≥1场",
        "actual": "5场",
        "weight": "15",
        "reported_score": "15",
        "reason": "年初设定偏低",
    }
    assert form.indicators[2].cells["actual"].number_format == "0%"


def test_the_total_row_is_no_indicator() -> None:
    (form,) = read(NATIONAL).forms
    assert form.total is not None
    assert texts(form.total) == {"label": "总分", "weight": "100", "reported_score": "97.5"}


def test_columns_are_known_also_when_they_are_empty() -> None:
    (form,) = read(NATIONAL.replace("年初设定偏低", "")).forms
    assert form.columns["reason"].text == "偏差原因分析及改进措施"


def test_fillers_and_notes_are_left_over_with_their_place() -> None:
    left = [(item.place.cell, item.text) for item in read(NATIONAL).leftovers]
    assert left == [("D18", "……"), ("A24", "注：本表一式两份")]


def test_several_sheets_and_several_forms_in_a_sheet_are_told_apart() -> None:
    second = NATIONAL.replace("普法业务经费", "法律援助").replace("≥1场", "≥2场")
    draft = read(NATIONAL + "\n\n" + second, NATIONAL.replace("普法业务经费", "社区矫正"))
    assert [(form.sheet, form.fields["project"].text) for form in draft.forms] == [
        ("表1", "普法业务经费"),
        ("表1", "法律援助"),
        ("表2", "社区矫正"),
    ]
    assert [form.indicators[1].text("target") for form in draft.forms] == ["≥1场", "≥2场", "≥1场"]
    assert [len(form.funds) for form in draft.forms] == [5, 5, 5]


def test_the_cover_is_read_as_labels_with_values() -> None:
    draft = read(COVER, NATIONAL, ISSUES)
    assert {name: cell.text for name, cell in draft.cover.items()} == {
        "agency": "江门市司法局",
        "year": "2021",
        "preparer": "甲",
        "phone": "0750",
        "filled_on": "2022-03-01",
        "budget": "1063.98",
        "budget_general": "1013.98",
        "budget_fund": "50",
        "executed": "776.55",
        "executed_general": "756.55",
        "executed_fund": "20",
        "reported_score": "96",
        "issues": "预算编制不够精准",
        "issues_advice": "加强事前测算",
    }
    assert draft.other_sheets == ()


def test_a_cover_with_funds_in_columns_is_read_the_same() -> None:
    table = """
    单位名称 | 江门市司法局
    年度 | 2021
     | 合计 | 一般公共预算 | 政府性基金预算
    预算安排 | 1063.98 | 1013.98 | 50
    支出 | 776.55 | 756.55 | 20
    """
    cover = {name: cell.text for name, cell in read(table, NATIONAL).cover.items()}
    assert cover["budget"] == "1063.98"
    assert cover["budget_fund"] == "50"
    assert cover["executed_general"] == "756.55"


def test_other_and_hidden_sheets_are_named_and_not_read() -> None:
    hidden = sheet("藏", NATIONAL, visible=False)
    draft = locate(book(sheet("表1", NATIONAL), sheet("名单", "甲 | 乙\n丙 | 丁"), hidden))
    assert len(draft.forms) == 1
    assert [(note.name, note.cells, note.visible) for note in draft.other_sheets] == [
        ("名单", 4, True),
        ("藏", len(hidden.cells), False),
    ]


def test_a_book_without_a_form_is_told() -> None:
    (problem,) = read("序号 | 姓名\n1 | 甲").problems
    assert problem.rule == "structure.no_form"
