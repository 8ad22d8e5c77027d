"""Whole books: forms beside and below each other, siblings, flat tables, rubric, odd tables."""
# ruff: noqa: E501

from tables import beside, book, sheet

from perf_xlsx.model import Cell, CellState, Draft, DraftForm, FormKind, Place, Role, Sheet
from perf_xlsx.reading.locate import locate

SMALL = """
项目支出绩效自评表
（2022年度）
项目名称 | 甲项目 | | | 主管部门 | 某局 |
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
产出指标 | 数量指标 | 场次 | ≥10场 | 12场 | 60 | 60
 | 质量指标 | 合格率 | 95% | 96% | 40 | 40
"""
TOTAL = "总分 | | | | | 100 | 100\n"

INDICATORS = """
指标录入
每行一个指标
项目 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 自评得分 | 偏差原因分析及改进措施 | 佐证材料
普法 | 产出指标 | 数量指标 | 场次 | ≥200场 | 400场 | 50 | 50 |  | 台账
法援 | 产出指标 | 数量指标 | 案件 | ≥4000件 | 4521件 | 90 | 90 |  |
普法 | 效益指标 | 社会效益指标 | 受教育率 | ≥90% | 92% | 40 | 40 |  |
"""
MONEY = """
资金录入（金额单位：万元）

项目 | 资金项 | 年初预算数 | 全年预算数（调整后） | 到位（到账）数 | 全年执行数
普法 | 普法经费 | 45 |  | 62.82 | 62.82
法援 | 法援经费 | 159.91 |  | 107.42 | 107.42
法援 | 刑辩经费 | 100 |  | 60.79 | 60.79
"""
GOALS = """
目标录入

项目 | 主管部门 | 实施单位 | 预期目标 | 实际完成情况
普法 | 某局 | 普法科 | 开展普法 | 已完成
"""


def read(*sheets: Sheet | str, **properties: str) -> Draft:
    made = [page if isinstance(page, Sheet) else sheet(f"表{n}", page) for n, page in enumerate(sheets, 1)]
    return locate(book(*made, properties={f"perf_xlsx_{name}": value for name, value in properties.items()}))


def names(draft: Draft) -> list[str]:
    return [form.fields["project"].text for form in draft.forms]


def rules(draft: Draft) -> list[str]:
    return [problem.rule for problem in draft.problems]


def texts(form: DraftForm, field: str) -> list[str]:
    return [row.text(field) for row in form.indicators]


# ---------------------------------------------------------------- several forms


def test_forms_side_by_side_are_two_forms() -> None:
    other = SMALL.replace("甲项目", "乙项目").replace("≥10场", "≥20场")
    draft = read(beside(SMALL, other))
    assert names(draft) == ["甲项目", "乙项目"]
    assert [texts(form, "target") for form in draft.forms] == [["≥10场", "95%"], ["≥20场", "95%"]]
    assert draft.leftovers == ()


def test_forms_one_below_another_are_two_forms() -> None:
    draft = read(SMALL + TOTAL + "\n" + SMALL.replace("甲项目", "乙项目"))
    assert names(draft) == ["甲项目", "乙项目"]
    assert [form.total is not None for form in draft.forms] == [True, False]


def test_forms_below_each_other_without_titles_begin_at_the_project_name() -> None:
    bare = "\n".join(SMALL.strip().splitlines()[2:])
    draft = read(bare + "\n" + bare.replace("甲项目", "乙项目"))
    assert names(draft) == ["甲项目", "乙项目"]
    assert [len(form.indicators) for form in draft.forms] == [2, 2]


def test_a_repeated_header_goes_on_with_the_same_form_and_its_level_names() -> None:
    header = SMALL.strip().splitlines()[3]
    draft = read(SMALL + header + "\n | | 及时率 | 95% | 96% | 40 | 40\n" + TOTAL)
    (form,) = draft.forms
    assert texts(form, "level1") == ["产出指标"] * 3
    assert texts(form, "level2") == ["数量指标", "质量指标", "质量指标"]


def test_sibling_tables_are_kept_apart_from_the_form() -> None:
    declared = (
        SMALL.replace("自评表", "目标申报表")
        .replace(" | 实际完成值", "")
        .replace("| 12场", "| ")
        .replace("| 96%", "| ")
    )
    watched = SMALL.replace("绩效自评表", "绩效运行监控表").replace("实际完成值", "全年预计完成情况")
    draft = read(sheet("申报", declared), sheet("监控", watched), sheet("自评", SMALL))
    assert [form.sheet for form in draft.forms] == ["自评"]
    assert [(form.sheet, form.kind) for form in draft.siblings] == [
        ("申报", FormKind.DECLARATION),
        ("监控", FormKind.MONITORING),
    ]
    assert texts(draft.siblings[0], "target") == ["≥10场", "95%"]


def test_a_book_with_siblings_only_says_so() -> None:
    draft = read(SMALL.replace("自评表", "目标申报表").replace("实际完成值", "").replace("得分", ""))
    assert rules(draft) == ["structure.only_siblings"]


def test_tasks_of_a_department_are_carried_and_its_money_is_read_below_them() -> None:
    draft = read("""
    部门（单位）整体支出绩效自评表 | < | < | < | < | < | < | <
    部门名称 | 县农业农村局 | < | < | < | < | < | <
    年度主要任务完成情况 | 任务名称 | 主要内容 | 预算数（万元） | < | 执行数（万元） | < | 完成情况
    ^ | ^ | ^ | 总额 | 财政拨款 | 总额 | 财政拨款 | ^
    ^ | 任务1 | 高标准农田 | 101 | 80 | 90 | 80 | 完成
    ^ | 金额合计 | < | 101 | 80 | 90 | 80 |
    预算执行情况 | 年度预算数 | 1500 | 年度执行数 | 1400 | 执行率 | 93.3% |
    一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 未完成原因
    产出指标 | 数量指标 | 粮食面积 | 10万亩 | 10.2万亩 | 50 | 50 |
    """)
    (form,) = draft.forms
    assert form.kind is FormKind.DEPARTMENT
    assert form.fields["department"].text == "县农业农村局"
    assert [line.row.text("full_year") for line in form.funds] == ["1500"]
    assert ("D5", "101") in [(item.place.cell, item.text) for item in draft.leftovers]


# ---------------------------------------------------------------- flat tables


def test_flat_tables_give_one_form_for_each_project_in_their_order() -> None:
    draft = read(sheet("指标录入", INDICATORS), sheet("资金录入", MONEY), sheet("目标录入", GOALS))
    assert names(draft) == ["普法", "法援"]
    first, second = draft.forms
    assert texts(first, "level3") == ["场次", "受教育率"]
    assert texts(first, "evidence") == ["台账", ""]
    assert [(line.role, line.row.text("item"), line.row.text("received")) for line in second.funds] == [
        (Role.LINE, "法援经费", "107.42"),
        (Role.LINE, "刑辩经费", "60.79"),
    ]
    assert first.goals[0].text("expected") == "开展普法"
    assert first.fields["implementing_unit"].text == "普法科"
    assert first.fields["money_unit"].text == "资金录入（金额单位：万元）"
    assert draft.leftovers == ()
    assert draft.problems == ()


def test_a_unit_s_own_list_with_a_project_column_is_a_flat_table() -> None:
    draft = read("""
    2022年度项目绩效自评情况表
    序号 | 主管部门 | 项目名称 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 | 备注
    1 | 教育局 | 甲 | 产出指标 | 数量指标 | a | 10 | 10 | 50 | 50 |
     | | | | 质量指标 | b | 95% | 96% | 50 | 50 |
    2 | 卫健局 | 乙 | 产出指标 | 数量指标 | c | 10 | 8 | 100 | 80 | 缺药
    """)
    assert names(draft) == ["甲", "乙"]
    assert texts(draft.forms[0], "level1") == ["产出指标", "产出指标"]
    assert draft.forms[1].fields["department"].text == "卫健局"
    assert texts(draft.forms[1], "reason") == ["缺药"]


# ---------------------------------------------------------------- rubric


def test_a_rubric_is_read_with_its_answers() -> None:
    draft = read(
        SMALL,
        """
        组织实施自评表
        一级指标 | 二级指标 | 三级指标 | 分值 | 评分要点 | 自评（是/否/不适用） | 自评情况
        投入 | 项目立项 | 论证决策 | 4 | 有立项依据 | 是 | 依据职责
        ^ | ^ | ^ | ^ | 集体决策 | 否 |
        ^ | ^ | 目标设置 | 6 | 目标完整 | 不适用 |
        填报人： | | | | 单位负责人： |
        """,
    )
    assert [
        (
            point.row.text("level1"),
            point.row.text("level3"),
            point.row.text("point"),
            point.row.text("answer"),
        )
        for point in draft.rubric
    ] == [
        ("投入", "论证决策", "有立项依据", "是"),
        ("投入", "论证决策", "集体决策", "否"),
        ("投入", "目标设置", "目标完整", "不适用"),
    ]


# ---------------------------------------------------------------- what is told


def test_an_unknown_header_near_a_known_one_is_read_and_told() -> None:
    draft = read(SMALL.replace("年度指标值", "年度指标植").replace("实际完成值", "实际完成直"))
    assert [
        (problem.rule, problem.place and problem.place.cell, problem.expected) for problem in draft.problems
    ] == [
        ("structure.header_near", "D4", "年度指标值"),
        ("structure.header_near", "E4", "实际完成值"),
    ]
    assert texts(draft.forms[0], "actual") == ["12场", "96%"]


def test_a_missing_key_column_is_told_with_its_usual_name() -> None:
    draft = read(SMALL.replace("年度指标值", "").replace("≥10场", "").replace("95%", ""))
    assert [(problem.rule, problem.expected) for problem in draft.problems] == [
        ("structure.column_missing", "年度指标值")
    ]


def test_a_table_turned_by_ninety_degrees_is_told() -> None:
    draft = read("三级指标 | 场次 | 次数\n年度指标值 | 1 | 2\n实际完成值 | 1 | 2\n得分 | 10 | 10")
    assert rules(draft) == ["structure.transposed"]


def test_a_blank_form_is_told_and_a_blank_spare_one_is_not() -> None:
    blank = SMALL.replace("甲项目", "").split("产出指标")[0] + "产出指标 | 数量指标 | | | | |\n"
    assert rules(read(blank)) == ["structure.blank_form"]
    draft = read(SMALL, blank)
    assert names(draft) == ["甲项目"]
    assert draft.problems == ()
    assert draft.leftovers == ()


def test_a_named_project_without_indicators_is_told() -> None:
    draft = read(SMALL.split("产出指标")[0])
    assert [(problem.rule, problem.project) for problem in draft.problems] == [
        ("structure.no_indicators", "甲项目")
    ]


def test_a_form_in_a_hidden_sheet_is_told() -> None:
    draft = locate(book(sheet("表", SMALL), sheet("旧稿", SMALL, visible=False)))
    assert [form.sheet for form in draft.forms] == ["表"]
    (problem,) = draft.problems
    assert (problem.rule, problem.found) == ("structure.hidden_form", "旧稿")


def test_lists_in_hidden_sheets_are_no_forms() -> None:
    lists = sheet("选项", "数量指标 | 质量指标\n产出指标 | 效益指标", visible=False)
    assert not locate(book(sheet("表", SMALL), lists)).problems


def test_points_in_hidden_rows_are_read_and_told() -> None:
    draft = read(sheet("表", SMALL, hidden_rows=(6,)))
    assert len(draft.forms[0].indicators) == 2
    (problem,) = draft.problems
    assert problem.rule == "structure.hidden_points"
    assert problem.found == "F6、G6"


def with_cell(row: int, column: int, cell: Cell) -> Sheet:
    page = sheet("表", SMALL)
    return Sheet(page.name, {**page.cells, (row, column): cell}, page.merges)


def test_a_formula_whose_result_is_stale_keeps_its_state_for_the_one_who_reads_its_value() -> None:
    stale = Cell(Place("表", 5, 7), "60", None, formula="F5", state=CellState.STALE)
    draft = read(with_cell(5, 7, stale))
    assert rules(draft) == []
    assert draft.forms[0].indicators[0].cells["reported_score"].state is CellState.STALE


def test_a_formula_without_a_result_keeps_its_cell() -> None:
    cell = Cell(Place("表", 6, 4), "", None, formula="100%", state=CellState.NO_RESULT)
    assert read(with_cell(6, 4, cell)).forms[0].indicators[1].cells["target"].formula == "100%"


# ---------------------------------------------------------------- the tool's own output as an input

OUTPUT = """
项目支出绩效自评表 | < | < | < | < | < | < | < | < | < | < | | | | | | | |
（2021年度） | < | < | < | < | < | < | < | < | < | <
项目名称 | < | 普法 | < | < | < | < | < | < | < | <
项目资金（万元） | < |  | < | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | < | 得分 | 到位（到账）数 | | 预算基数（万元） | 判定 | 复核得分
^ | ^ | 年度资金总额 | < | 100 | 120 | 90 | 10 | 75% | < | 7.5 | 90 | | 120 | 完成 | 7
绩效指标 | 一级指标 | 二级指标 | 三级指标 | < | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 | < | 佐证材料 | | 目标下限 | 判定 | 复核得分 | 复核意见 | 复核人 | 自评得分
^ | 产出指标 | 数量指标 | 场次 | < | ≥200场 | 400余场次 | 90 | 90 |  | < | | | 200 | 完成 | 88 | 同意 | 乙 | 90
总分 | < | < | < | < | < | < | 100 | 97.5 |  | <
"""
FINDINGS = """
问题清单
序号 | 程度 | 类别 | 项目 | 指标 | 位置 | 问题 | 单位说明 | 处理状态 | 规则
1 | 须说明 | 数据真实 | 普法 | 场次 | G7 | 目标明显偏低 | 已报批调整 | 已处理 | targets.far_exceeded
2 | 提示 | 数据真实 | 普法 | 场次 | G7 | 约数 |  |  | actuals.approximate
"""
CARRIED = """
原表其他信息
工作表 | 单元格 | 内容
表1 | A21 | 注：本表一式两份
"""


def returned(page: Sheet | None = None) -> Draft:
    return read(
        page or sheet("01 普法", OUTPUT),
        sheet("问题清单", FINDINGS),
        sheet("原表其他信息", CARRIED),
        sheet("评分标准", "参数 | 值\n档 | 80"),
        file_code="0a1b2c3d",
        draft_number="2",
        totals='{"普法": "97.5"}',
    )


def test_an_own_output_says_what_it_is() -> None:
    marker = returned().marker
    assert marker is not None
    assert (marker.file_code, marker.draft_number, marker.totals) == ("0a1b2c3d", 2, {"普法": "97.5"})


def test_the_marker_cell_stands_in_when_the_properties_are_gone() -> None:
    draft = read(sheet("01 普法", OUTPUT), sheet("评分汇总", "文件编号 0a1b2c3d　第3稿"))
    assert draft.marker is not None
    assert (draft.marker.file_code, draft.marker.draft_number) == ("0a1b2c3d", 3)
    assert draft.other_sheets == ()


def test_answers_and_review_columns_come_back() -> None:
    draft = returned()
    first, budget, row = draft.answers
    assert (first.rule, first.project, first.indicator, first.answer, first.status) == (
        "targets.far_exceeded",
        "普法",
        "场次",
        "已报批调整",
        "已处理",
    )
    assert (budget.indicator, budget.review_score) == ("预算执行率", "7")
    assert (row.indicator, row.review_score, row.review_note, row.reviewer) == ("场次", "88", "同意", "乙")
    assert draft.forms[0].indicators[0].text("review_score") == "88"


def test_working_columns_are_neither_fields_nor_left_over_and_other_information_returns() -> None:
    draft = returned()
    assert draft.forms[0].indicators[0].text("reported_score") == "90"
    assert draft.forms[0].indicators[0].text("target") == "≥200场"
    assert [(item.place, item.text) for item in draft.leftovers] == [
        (Place("表1", 21, 1), "注：本表一式两份")
    ]
    assert draft.other_sheets == ()


def test_formulas_for_points_in_an_own_output_are_not_the_unit_s() -> None:
    page = sheet("01 普法", OUTPUT)
    cells = dict(page.cells)
    for at in ((7, 9), (5, 11), (8, 9)):
        old = cells[at]
        cells[at] = Cell(old.place, old.text, old.number, formula="ROUND(1,2)")
    form = returned(Sheet(page.name, cells, page.merges)).forms[0]
    assert "reported_score" not in form.indicators[0].cells
    assert "reported_score" not in form.funds[0].row.cells
    assert form.total is not None
    assert "reported_score" not in form.total.cells
    assert form.total.text("weight") == "100"
