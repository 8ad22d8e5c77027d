"""Marks of secrecy and numbers of persons: found where they stand, business words left alone."""

from dataclasses import replace
from pathlib import Path

import pytest
from checks_forms import FORM, Told, edited, told
from tables import book, sheet

from perf_xlsx.checks.run import forbidden
from perf_xlsx.evaluate import evaluate
from perf_xlsx.model import Leftover, Place, Sheet

SAMPLES = Path(__file__).parents[1] / "samples"


def mark(*lines: str) -> str:
    problem = forbidden(book(sheet("表", "\n".join(lines))), "a.xlsx")
    return "" if problem is None else f"{problem.place.cell if problem.place else ''} {problem.found}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("秘密★10年", "A1 秘密★"),
        ("机密 ★ 长期", "A1 机密★"),
        ("密级：秘密", "A1 密级:秘密"),
        ("绝密", "A1 绝密"),
        ("（涉密）", "A1 (涉密)"),
        ("涉密文件", "A1 涉密文件"),
        ("项目支出绩效自评表（机密）", "A1 (机密)"),
        ("【秘密】项目支出绩效自评表", "A1 (秘密)"),
        ("秘密*1年", "A1 秘密*"),
        ("涉密文件，严禁上网", "A1 涉密文件"),
        ("本表属涉密资料", "A1 本表属涉密资料"),
    ],
)
def test_a_mark_of_secrecy_is_found(text: str, found: str) -> None:
    assert mark(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "保密宣传活动场次",
        "涉密载体销毁数量",
        "保守国家秘密教育",
        "密级：无",
        "商业秘密保护案件",
        "密切联系群众",
        "涉密人员培训",
        "涉密文件销毁份数",
        "机密资料室改造",
        "不涉密",
    ],
)
def test_business_words_are_no_mark(text: str) -> None:
    assert mark(text) == ""


def test_words_in_brackets_far_below_the_title_are_no_mark() -> None:
    assert mark(*["x"] * 8, "开展宣传（秘密保护）") == ""
    assert mark(*["x"] * 8, "项目（机密）") == ""


def test_words_in_brackets_in_the_last_row_of_the_title_are_a_mark() -> None:
    assert mark(*["x"] * 5, "项目（机密）") == "A6 (机密)"
    assert mark(*["x"] * 6, "项目（机密）") == ""


def test_the_choices_of_a_drop_down_are_no_mark() -> None:
    assert mark("公开", "秘密", "机密", "绝密") == ""
    hidden = book(sheet("选项", "秘密", visible=False))
    assert forbidden(hidden, "a.xlsx") is None


@pytest.mark.parametrize(
    "made",
    [
        replace(sheet("表", "x"), margins=("机密★3年",)),
        replace(sheet("表", "x"), margins=("某县自评表（秘密）",)),
        sheet("秘密★附件", "x"),
    ],
    ids=["in a header", "in a text box", "in a sheet's name"],
)
def test_a_mark_beside_the_cells_counts(made: Sheet) -> None:
    problem = forbidden(book(made), "a.xlsx")
    assert problem is not None
    assert problem.place == Place(made.name, 1, 1)
    assert forbidden(book(replace(made, visible=False)), "a.xlsx") is None


def test_a_mark_in_the_file_name_or_a_property_counts() -> None:
    plain = book(sheet("表", "x"))
    assert forbidden(plain, "某局自评表（秘密）.xlsx") is not None
    assert forbidden(plain, "某局保密宣传自评表.xlsx") is None
    assert forbidden(replace(plain, properties={"密级": "机密"}), "a.xlsx") is not None


def test_a_marked_workbook_leaves_nothing_of_its_content() -> None:
    data = (SAMPLES / "示例_问题表.xlsx").read_bytes()
    (evaluation,) = evaluate(data, "自评表（秘密）.xlsx")
    assert [each.rule for each in evaluation.findings] == ["privacy.secret"]
    assert evaluation.book is None
    assert evaluation.submission is None


def with_reason(text: str) -> Told:
    return told(("普法", edited(FORM, {"外来人口流动大，宣传覆盖不够；下一步进企业宣传。": text})))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("下一步由张某(11010519491231002X)跟进", "身份证号"),
        ("下一步联系１３８００１３８０００", "手机号"),
        ("补贴将发到6222021234567890128", "银行卡号"),
        ("下一步联系138 0013 8000", "手机号"),
        ("下一步联系138-0013-8000", "手机号"),
        ("补贴将发到6222 0212 3456 7890 128", "银行卡号"),
        ("将联系13800138000，身份证11010519491231002x", "身份证号、手机号"),
    ],
)
def test_numbers_of_persons_are_told_but_not_repeated(text: str, kinds: str) -> None:
    (problem,) = with_reason(text).of("privacy.personal_number")
    assert problem.found == kinds
    assert "138" not in str(problem)


@pytest.mark.parametrize(
    "text",
    [
        "合同号20230001138001380001，将跟进",
        "将投入12345678901元",
        "将投入13812345678元",
        "将投入13812345678.50元",
        "编号110105194912310021，将办",
        "将办理6222021234567890123",
    ],
)
def test_other_long_numbers_are_left_alone(text: str) -> None:
    assert not with_reason(text).of("privacy.personal_number")


def test_numbers_in_other_cells_of_the_form_are_told_too() -> None:
    made = told(("普法", FORM + "备注 | 电话13800138000"))
    assert isinstance(made.submission.leftovers[0], Leftover)
    (problem,) = made.of("privacy.personal_number")
    assert problem.place == Place("普法", 21, 2)
