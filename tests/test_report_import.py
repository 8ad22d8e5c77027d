"""自评报告 in, filled 自评附表 out: built for the genre, not for one text."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from perf_xlsx.evaluate import Evaluation, evaluate
from perf_xlsx.report.docx import read_docx, write_docx
from perf_xlsx.report.importing import Imported, read_report
from perf_xlsx.report.narrative import narrative
from perf_xlsx.report.source import UnreadableReportError, paragraphs
from perf_xlsx.text import label
from perf_xlsx.writing.template import write_entries

SAMPLES = Path(__file__).parent.parent / "samples"

SEEDLIKE = """
一、项目概况
根据某市档案馆主要承担全市档案的接收、保管和利用。
二、项目绩效情况
项目1：档案数字化经费
年度总体目标：完成馆藏档案数字化。项目年度总体目标已完成。
绩效目标：
（1）数量指标--数字化页数>=200万页，2022年完成215万页。
（2）质量指标--抽检合格率>=98%，2022年抽检合格率达到97.5%。
（3）服务对象满意度指标--查档群众满意率>=90%，2022年查档群众满意率95%以上。
项目2：库房安全经费
年度总目标：库房全年无事故
绩效目标：
（1）质量指标--安全责任事故=0起，2022年未发生安全责任事故。
三、项目组织实施情况
（一）投入。2022年度部门预算安排财政资金120万元（其中：一般公共预算100万元，政府性基金预算20万元）。
（二）过程。全年实际支出110.5万元（其中：一般公共预算95万元，政府性基金预算15.5万元）。
四、项目资金安排和支出情况
项目1：档案数字化经费。年初预算财政资金80万元，到账75万元，截止2022年12月31日支出75万元。
项目2：库房安全经费。年初预算财政资金40万元，到账35.5万元，截止2022年12月31日支出35.5万元。
五、存在问题及建议
数字化抽检合格率偏低，应加强质检。
六、项目自评结论及得分
该项目自评得分为95.5分。
"""

OTHERWISE = """
2023年度某县农业农村局项目支出绩效自评报告
二、项目绩效情况
项目一：高标准农田建设
预期目标：建成高标准农田。
1. 数量指标：新建高标准农田不少于2000亩，2023年实际新建高标准农田2100亩。
2. 时效指标：工程按期完工率100%，2023年工程按期完工率达到92%。
项目二：农产品检测
预期目标：守住农产品质量安全底线。
1. 社会效益：农产品抽检合格率不低于98%，2023年农产品抽检合格率为99.1%。
这一句不是指标。
四、资金使用情况
项目一：高标准农田建设，预算安排300万元，实际支出280万元。
项目二：农产品检测，预算安排500000元，实际支出45万元。
"""


def lines(text: str) -> tuple[str, ...]:
    return paragraphs(text.encode())


def rows(imported: Imported) -> list[tuple[str, ...]]:
    return [
        (project.name, row.level1, row.level2, row.level3, row.target, row.actual)
        for project in imported.entries.projects
        for row in project.indicators
    ]


def test_a_report_of_the_usual_kind_gives_every_indicator_with_its_levels() -> None:
    imported = read_report(lines(SEEDLIKE))
    one, two = "档案数字化经费", "库房安全经费"
    assert rows(imported) == [
        (one, "产出指标", "数量指标", "数字化页数", "≥200万页", "215万页"),
        (one, "产出指标", "质量指标", "抽检合格率", "≥98%", "97.5%"),
        (one, "满意度指标", "服务对象满意度指标", "查档群众满意率", "≥90%", "95%以上"),
        (two, "产出指标", "质量指标", "安全责任事故", "=0起", "未发生安全责任事故"),
    ]
    assert imported.notes == ()


def test_cover_goals_and_money_are_taken_over() -> None:
    entries = read_report(lines(SEEDLIKE)).entries
    cover = entries.cover
    assert (cover.agency, cover.year, cover.reported_score) == ("某市档案馆", 2022, Decimal("95.5"))
    assert (cover.budget, cover.budget_general, cover.budget_fund) == (120, 100, 20)
    assert (cover.executed, cover.executed_general, cover.executed_fund) == (
        Decimal("110.5"),
        95,
        Decimal("15.5"),
    )
    assert cover.issues == "数字化抽检合格率偏低，应加强质检。"
    first, second = entries.projects
    assert (first.goal_expected, first.goal_actual) == ("完成馆藏档案数字化。", "项目年度总体目标已完成。")
    assert (second.goal_expected, second.goal_actual) == ("库房全年无事故", "")
    assert [(fund.item, fund.initial, fund.executed) for fund in (*first.funds, *second.funds)] == [
        ("档案数字化经费", 80, 75),
        ("库房安全经费", 40, Decimal("35.5")),
    ]


def test_each_value_keeps_the_sentence_it_was_taken_from() -> None:
    (first, *_) = read_report(lines(SEEDLIKE)).entries.projects[0].indicators
    assert first.evidence == "报告：数字化页数≥200万页，2022年完成215万页"


def test_other_headings_numberings_and_wordings_are_understood_and_the_rest_is_listed() -> None:
    imported = read_report(lines(OTHERWISE))
    one, two = "高标准农田建设", "农产品检测"
    assert rows(imported) == [
        (one, "产出指标", "数量指标", "新建高标准农田", "不少于2000亩", "2100亩"),
        (one, "产出指标", "时效指标", "工程按期完工率", "100%", "92%"),
        (two, "效益指标", "社会效益指标", "农产品抽检合格率", "不低于98%", "99.1%"),
    ]
    assert [
        (fund.initial, fund.executed) for project in imported.entries.projects for fund in project.funds
    ] == [
        (300, 280),
        (50, 45),
    ]
    assert [note.text for note in imported.notes] == ["这一句不是指标。"]


def test_an_imported_workbook_scores_like_one_that_was_typed() -> None:
    data = write_entries(read_report(lines(SEEDLIKE)).entries)
    (evaluation,) = evaluate(data, "导入.xlsx")
    assert evaluation.scorecard is not None
    statuses = [row.status.value for form in evaluation.scorecard.forms for row in form.rows]
    assert statuses == ["met", "unmet", "met", "met"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_files_are_read_in_their_usual_encodings(encoding: str) -> None:
    assert rows(read_report(paragraphs(SEEDLIKE.encode(encoding)))) == rows(read_report(lines(SEEDLIKE)))


@pytest.mark.parametrize(
    "data",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old document, cut off",
        b"\xff\xff\xff\x00\x81",
        b"",
        b"%PDF-1.4",
        b"{\\rtf1 text}",
        b"PK\x03\x04 cut off",
    ],
)
def test_what_is_no_report_is_said_in_words(data: bytes) -> None:
    with pytest.raises(UnreadableReportError, match=r"另存为 \.docx"):
        paragraphs(data)


def test_a_workbook_is_no_report_and_goes_elsewhere() -> None:
    with pytest.raises(UnreadableReportError, match="perf-xlsx run"):
        paragraphs((SAMPLES / "示例_问题表.xlsx").read_bytes())


def test_a_damaged_document_is_told_as_such() -> None:
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document")
    with pytest.raises(UnreadableReportError, match=r"另存为 \.docx"):
        paragraphs(held.getvalue())


# ---------------------------------------------------------------- out again


@pytest.fixture(scope="module")
def faulty() -> Evaluation:
    path = SAMPLES / "示例_问题表.xlsx"
    return evaluate(path.read_bytes(), path.name)[0]


def test_the_report_has_its_six_parts_and_tells_unmet_and_open_rows_as_such(faulty: Evaluation) -> None:
    written = narrative(faulty)
    titles = [section.title[:2] for section in written.sections if section.level == 1]
    assert titles == ["一、", "二、", "三、", "四、", "五、", "六、"]
    text = "\n".join(line for section in written.sections for line in section.paragraphs)
    assert "未完成" in text
    assert "待评定" in text
    assert written.gaps > 0


def test_a_report_as_docx_can_be_read_again_and_is_the_same_each_time(faulty: Evaluation) -> None:
    written = narrative(faulty)
    data = write_docx(written, datetime(2022, 1, 1))
    assert read_docx(data)[0] == written.title
    assert data == write_docx(written, datetime(2022, 1, 1))


@pytest.mark.parametrize("name", ["江门市司法局2021年自评表", "示例_广东评分标准", "示例_问题表"])
def test_a_report_of_this_tool_gives_the_rows_that_it_was_written_from(name: str) -> None:
    """Read again after a person has finished it; an actual that nobody gave stays a gap."""
    (evaluation,) = evaluate((SAMPLES / f"{name}.xlsx").read_bytes(), f"{name}.xlsx")
    assert evaluation.submission is not None
    again = read_report(paragraphs(write_docx(narrative(evaluation), datetime(2022, 1, 1))))
    before = [
        tuple(label(text) for text in (row.level3.text, row.target_text, row.actual_text))
        for form in evaluation.submission.forms
        for row in form.indicators
    ]
    after = [tuple(map(label, row[3:])) for row in rows(again)]
    assert after == before


def test_reasons_and_goals_come_back_from_a_report_and_gaps_are_left_out() -> None:
    imported = read_report(
        lines(
            "项目1：普法经费\n年度总体目标：办活动。\n完成情况：办了5场。\n"
            "（1）数量指标——活动场次（目标：6场），实际5场，未完成（完成率83.33%）；"
            "偏差原因及改进措施：场地维修；下年补办。知晓率≥90%，【请补充：实际完成值】。\n"
            "【请补充：存在的问题及建议】"
        )
    )
    (project,) = imported.entries.projects
    assert (project.goal_expected, project.goal_actual) == ("办活动。", "办了5场。")
    first, second = project.indicators
    assert (first.level3, first.target, first.actual) == ("活动场次", "6场", "5场")
    assert first.reason == "场地维修；下年补办"
    assert (second.level3, second.target, second.actual) == ("知晓率", "≥90%", "")
    assert [note.why for note in imported.notes] == ["没有找到实际完成值"]
