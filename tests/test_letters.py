"""退回意见 as .docx: one official letter for each unit, on a page, never over a person's own."""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from batch_work import workbook
from click.testing import CliRunner, Result

from perf_xlsx.checks.catalogue import finding
from perf_xlsx.cli.app import app
from perf_xlsx.desk.official import name_of, official_letters
from perf_xlsx.desk.returns import Item, Letter
from perf_xlsx.model import Problem

PAGE, WIDTH = 638, 442
"""Points of a page's text: 29.7 − 3.7 − 3.5 cm high, 21 − 2.8 − 2.6 cm wide."""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments), "--jobs", "1"])


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A unit that must explain, one that need not, and a file that won't open."""
    folder = tmp_path / "报来"
    folder.mkdir()
    (folder / "甲.xlsx").write_bytes(workbook("甲局", done=60))
    (folder / "乙.xlsx").write_bytes(workbook("乙局"))
    (folder / "坏的.xlsx").write_bytes(b"PK\x03\x04")
    return folder


def text(path: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]


def height(path: Path) -> float:
    """How much of a page a letter takes, line by line."""
    document = docx.Document(str(path))
    usual = document.styles["Normal"].paragraph_format.line_spacing
    whole = 0.0
    for paragraph in document.paragraphs:
        look, size = paragraph.paragraph_format, paragraph.runs[0].font.size.pt
        wide = sum(1 if unicodedata.east_asian_width(sign) in "WF" else 0.5 for sign in paragraph.text)
        lines = -(-(wide * size + (look.first_line_indent or docx.shared.Pt(0)).pt) // WIDTH)
        whole += lines * (look.line_spacing or usual).pt + (look.space_after or docx.shared.Pt(0)).pt
    return whole


def test_every_unit_with_something_to_do_gets_its_letter_and_the_others_none(inbox: Path) -> None:
    result = run("run", inbox, "-o", inbox.parent / "out", "--letters")
    assert "退回意见 2 份" in result.output
    folder = inbox.parent / "out" / "退回意见"
    assert sorted(path.name for path in folder.iterdir()) == ["坏的.docx", "甲局.docx"]
    told = text(folder / "甲局.docx")
    assert told[0] == "关于请说明2021年度项目支出绩效自评有关事项的函"
    assert told[1] == "甲局："
    assert "须说明" in told[2]
    assert told[3].startswith("1.（须说明）《普法宣传经费》")
    assert told[-3:] == [
        "【发文单位（盖章）】",
        "【　　　　年　　月　　日】",
        "（联系人及电话：【　　　　　　】）",
    ]
    assert text(folder / "坏的.docx")[0] == "关于退回项目支出绩效自评表的意见"


def test_summary_writes_the_same_letters(inbox: Path) -> None:
    run("summary", inbox, "-o", inbox.parent / "再汇" / "汇总.xlsx", "--letters")
    assert (inbox.parent / "再汇" / "退回意见" / "甲局.docx").exists()


def test_a_single_workbook_has_its_letter_too(inbox: Path) -> None:
    run("run", inbox / "甲.xlsx", "-o", inbox.parent / "一份", "--letters")
    assert text(inbox.parent / "一份" / "退回意见" / "甲局.docx")[1] == "甲局："


def test_the_same_run_again_leaves_letters_and_what_a_person_made_of_them(inbox: Path) -> None:
    out = inbox.parent / "out"
    run("run", inbox, "-o", out, "--letters")
    letter = out / "退回意见" / "甲局.docx"
    first = letter.read_bytes()
    run("run", inbox, "-o", out, "--letters")
    assert letter.read_bytes() == first
    document = docx.Document(str(letter))
    document.paragraphs[2].runs[0].text = "经研究，"
    document.save(str(letter))
    result = run("run", inbox, "-o", out, "--letters")
    assert "原样保留：甲局.docx" in result.output
    assert text(letter)[2].startswith("经研究")
    (inbox / "甲.xlsx").write_bytes(workbook("甲局", done=50))
    run("run", inbox, "-o", out, "--letters")
    assert text(letter)[2].startswith("经研究")
    assert (out / "退回意见" / "甲局(2).docx").exists()


def test_a_letter_that_is_no_longer_due_is_told(inbox: Path) -> None:
    out = inbox.parent / "out"
    run("run", inbox, "-o", out, "--letters")
    (inbox / "甲.xlsx").write_bytes(workbook("甲局"))
    result = run("run", inbox, "-o", out, "--letters")
    assert "退回意见里有 1 份是以前写的，这次已不需要：甲局.docx" in result.output


def test_without_the_library_it_is_said_before_any_work(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    result = run("run", inbox, "-o", inbox.parent / "out", "--letters")
    assert result.exit_code == 2
    assert "perf_xlsx[report]" in result.output
    assert not (inbox.parent / "out").exists()


def test_what_the_roster_has_about_a_unit_stands_in_its_letter(inbox: Path) -> None:
    """甲局 has more to explain, 乙局 nothing else, 丙局 sent nothing."""
    listed = openpyxl.Workbook()
    for row in (
        ("单位", "项目名称", "批复预算（万元）"),
        ("甲局", "普法宣传经费", 60),
        ("甲局", "库房改造", 5),
        ("甲局", "培训", 6),
        ("乙局", "普法宣传经费", 70),
        ("丙局", "普法宣传经费", 50),
    ):
        listed.active.append(row)
    listed.save(inbox.parent / "清单.xlsx")
    out = inbox.parent / "out"
    result = run("run", inbox, "-o", out, "--letters", "--roster", inbox.parent / "清单.xlsx")
    assert "退回意见 4 份" in result.output
    first = text(out / "退回意见" / "甲局.docx")
    assert first[0] == "关于退回2021年度项目支出绩效自评表的意见"
    heading = first.index("另按应报清单核对，须更正3条：")
    told = first[heading + 1 : heading + 4]
    assert ["60" in told[0], "《库房改造》" in told[1], "《培训》" in told[2]] == [True] * 3
    assert ["请单位补报" in each for each in told] == [False, False, True]  # once, behind the last
    assert first[heading + 4].endswith("前更正，须说明的事项逐条写明情况，加盖公章后连同电子表重新报送。")
    second, third = (text(out / "退回意见" / f"{unit}.docx") for unit in ("乙局", "丙局"))
    assert second[2] == "经与应报清单核对，你单位须更正1条，具体如下："
    assert "70" in second[3]
    assert third[1] == "丙局："
    assert third[3].startswith("（须更正）应报清单上的项目没有报来：丙局《普法宣传经费》")
    assert third[4].endswith("加盖公章后连同电子表报送。")
    run(
        "summary",
        inbox,
        "-o",
        out / "再汇" / "汇总.xlsx",
        "--letters",
        "--roster",
        inbox.parent / "清单.xlsx",
    )
    assert text(out / "再汇" / "退回意见" / "丙局.docx") == third


def test_what_the_roster_has_stands_in_the_letter_of_the_latest_year() -> None:
    told = finding(Problem("roster.extra", slots={"unit": "甲 局", "project": "培训"}))
    earlier, later = replace(returned("甲局", "旧.xlsx", 1), year=2020), returned("甲局", "新.xlsx", 1)
    letters = [*official_letters([later, earlier], [("甲 局", told)])]
    assert [(each.year, len(each.blocks)) for each in letters] == [(2020, 1), (later.year, 2)]
    assert letters[1].blocks[1].heading == "另按应报清单核对，须说明1条："


# ---------------------------------------------------------------- the text

LONG = "没有达到指标值而自评满分：" + "；".join(
    f"“指标{n}”（≥80场 → 60场；分值20分，自评20分）" for n in range(9)
)


def returned(unit: str, file: str, count: int, *, scored: bool = True) -> Letter:
    items = tuple(
        Item(number, "须更正", "《项目》", "（表 G12）", LONG, "把得分改为复算的分数，并填写偏差原因。")
        for number in range(1, min(count, 12) + 1)
    )
    return Letter(unit, 2021, file, "", items, "", max(count - 12, 0), "ab12cd34", count, 0, scored)


def test_a_letter_fits_on_its_page_and_names_what_it_leaves_out(tmp_path: Path) -> None:
    from perf_xlsx.batch.letters import write_letters

    write_letters(tmp_path, [returned("甲局", "甲.xlsx", 40)])
    path = tmp_path / "退回意见" / "甲局.docx"
    assert height(path) <= PAGE
    points = [line for line in text(path) if line[0].isdigit()]
    assert len(points) >= 3
    assert f"其余{40 - len(points)}条见“问题清单”。" in text(path)
    assert all("（≥80场" not in line for line in points)


def test_two_workbooks_of_a_unit_share_one_letter() -> None:
    (letter,) = official_letters([returned("甲局", "一.xlsx", 2), returned("甲局", "二.xlsx", 1)])
    assert [block.heading for block in letter.blocks] == [
        "《一.xlsx》（文件编号ab12cd34）",
        "《二.xlsx》（文件编号ab12cd34）",
    ]
    assert letter.attachments == ("一.xlsx", "二.xlsx")
    assert "共2个文件" in letter.opening
    assert "须更正3条" in letter.opening


def test_a_file_that_was_not_scored_has_no_result_to_attach_and_no_list_to_point_at() -> None:
    (letter,) = official_letters([returned("", "收来/坏.xlsx", 1, scored=False)])
    assert letter.opening == "你单位报来的《收来/坏.xlsx》已收悉，但未能评分，原因如下："
    assert letter.attachments == ()
    assert "重新报送" in letter.closing
    assert name_of(letter, several_years=False) == "坏"


def test_beside_a_scored_workbook_only_its_result_is_attached() -> None:
    (letter,) = official_letters(
        [returned("甲局", "一.xlsx", 2), returned("甲局", "坏.xlsx", 1, scored=False)]
    )
    assert letter.attachments == ("一.xlsx",)
    assert [block.heading for block in letter.blocks] == [
        "《一.xlsx》（文件编号ab12cd34）",
        "《坏.xlsx》（未能评分）",
    ]
