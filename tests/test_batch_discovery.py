"""Which files of a folder are workbooks, and where each result goes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from batch_work import archive, workbook
from click.testing import CliRunner

from perf_xlsx.batch.beside import Reason
from perf_xlsx.batch.discovery import Discovery, discover
from perf_xlsx.batch.left_out import left_out_record
from perf_xlsx.batch.names import shown_name
from perf_xlsx.batch.seal import Seal, sealed
from perf_xlsx.cli.app import app

WORKBOOK = archive()


def tree(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(WORKBOOK)
    return root


def outputs(found: Discovery) -> dict[str, str]:
    return {source.file: source.output.as_posix() for source in found.sources}


def left_out(found: Discovery) -> dict[str, Reason]:
    return {each.file: each.reason for each in found.left_out}


def test_a_tree_is_mirrored(tmp_path: Path) -> None:
    root = tree(tmp_path / "报来", "一局/甲.xlsx", "一局/深/乙.xlsx", "丙.xlsx")
    assert outputs(discover([root], None)) == {
        "丙.xlsx": "丙",
        "一局/甲.xlsx": "一局/甲",
        "一局/深/乙.xlsx": "一局/深/乙",
    }


def test_of_several_paths_each_folder_has_its_own(tmp_path: Path) -> None:
    tree(tmp_path, "2020/甲.xlsx", "2021/甲.xlsx", "单独.xlsx")
    found = discover([tmp_path / "2020", tmp_path / "2021", tmp_path / "单独.xlsx"], None)
    assert outputs(found) == {"2020/甲.xlsx": "2020/甲", "2021/甲.xlsx": "2021/甲", "单独.xlsx": "单独"}


def test_given_files_of_one_name_are_called_by_their_folders(tmp_path: Path) -> None:
    tree(tmp_path, "第一次/甲.xlsx", "第二次/甲.xlsx", "第二次/乙.xlsx")
    given = [tmp_path / name for name in ("第一次/甲.xlsx", "第二次/甲.xlsx", "第二次/乙.xlsx")]
    assert outputs(discover(given, None)) == {
        "第一次/甲.xlsx": "甲",
        "第二次/甲.xlsx": "甲_2",
        "乙.xlsx": "乙",
    }


def test_lock_files_and_other_documents_are_left_out_with_a_word(tmp_path: Path) -> None:
    tree(tmp_path, "~$甲.xlsx", ".~乙.xlsx", "._丙.xlsx", "说明.docx", "甲.xlsx")
    (tmp_path / "注.txt").write_text("字", "utf-8")
    found = discover([tmp_path], None)
    assert list(outputs(found)) == ["甲.xlsx"]
    assert left_out(found) == {
        "~$甲.xlsx": Reason.LOCK,
        ".~乙.xlsx": Reason.LOCK,
        "._丙.xlsx": Reason.COMPANION,
        "说明.docx": Reason.TEXT,
        "注.txt": Reason.NOT_WORKBOOK,
    }


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("报告.doc", Reason.TEXT),
        ("报告.WPS", Reason.TEXT),
        ("扫描件.pdf", Reason.PICTURE),
        ("公章.jpg", Reason.PICTURE),
        ("名单.csv", Reason.TABLE),
        ("首页.html", Reason.TABLE),
        ("设置.xml", Reason.TABLE),
        ("照片.zip", Reason.ARCHIVE),
        ("佐证.rar", Reason.ARCHIVE),
        ("演示.pptx", Reason.NOT_WORKBOOK),
        ("说明.txt", Reason.NOT_WORKBOOK),
    ],
)
def test_what_lies_beside_workbooks_is_left_out_by_its_kind(
    tmp_path: Path, name: str, reason: Reason
) -> None:
    (tmp_path / name).write_bytes("姓名,电话\n".encode("gbk"))
    assert left_out(discover([tmp_path], None)) == {name: reason}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("自评表.csv", "三级指标,年度指标值".encode()),
        ("自评表.CSV", "三级指标,年度指标值".encode("gbk")),
        ("自评表.tsv", "三级指标\t年度指标值".encode("utf-16")),
        ("自评表.htm", "<td>三级指标</td>".encode("gbk")),
        ("自评表.html", b"<td>&#19977;&#32423;&#25351;&#26631;</td>"),
        ("自评表.mht", b"Content-Type: x\n\n=E4=B8=89=E7=BA=A7=E6=8C=87=E6=A0=87"),
        ("自评表.xml", "<Data>三级指标</Data>".encode()),
        ("自评表.fods", "<text:p>三级指标</text:p>".encode()),
        ("各单位.zip", archive(name="甲局/自评表.XLSX")),
    ],
)
def test_a_form_saved_in_another_way_is_told_as_one_that_could_not_be_scored(
    tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    assert list(outputs(discover([tmp_path], None))) == [name]
    assert left_out(discover([tmp_path], tmp_path)) == {}  # beside our own results: in silence


def test_a_summary_of_our_own_is_no_form_saved_in_another_way(tmp_path: Path) -> None:
    (tmp_path / "汇总.csv").write_bytes("指标,得分".encode())
    assert left_out(discover([tmp_path], None)) == {"汇总.csv": Reason.TABLE}


def test_a_folder_named_like_a_workbook_is_told_and_walked(tmp_path: Path) -> None:
    tree(tmp_path, "乙.xlsx/甲.xlsx")
    found = discover([tmp_path], None)
    assert list(outputs(found)) == ["乙.xlsx/甲.xlsx"]
    assert left_out(found) == {"乙.xlsx": Reason.FOLDER}


def test_what_is_left_out_stands_in_the_json_too(tmp_path: Path) -> None:
    tree(tmp_path, "~$甲.xlsx")
    (left,) = discover([tmp_path], None).left_out
    told = left_out_record(left)
    assert (told["rule"], told["severity"], told["found"]) == ("batch.left_out", "note", "~$甲.xlsx")
    assert told["message"] == "“~$甲.xlsx”没有处理：打开中的临时文件。"


@pytest.mark.skipif(os.name == "nt", reason="names are texts there")
def test_a_name_that_is_no_text_has_one_for_people(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff\xfe.xlsx")).write_bytes(workbook())
    (source,) = discover([tmp_path], None).sources
    assert source.name.encode()
    result = CliRunner().invoke(app, ["run", str(tmp_path), "-o", str(tmp_path / "结果"), "--jobs", "1"])
    assert result.exit_code == 0, result.output


def test_a_name_can_not_write_lines_or_commands_into_lists() -> None:
    assert shown_name("甲\n03:00　乙.xlsx") == "甲_03:00　乙.xlsx"
    assert shown_name("\x1b[2J甲.xlsx") == "_[2J甲.xlsx"
    assert shown_name("甲\u202exslx.exe") == "甲_xslx.exe"


def test_a_workbook_is_told_by_its_content_when_its_name_says_nothing(tmp_path: Path) -> None:
    tree(tmp_path, "没有扩展名", "下载.xlsx.bak")
    assert set(outputs(discover([tmp_path], None))) == {"没有扩展名", "下载.xlsx.bak"}


def test_a_given_file_is_an_input_whatever_its_name(tmp_path: Path) -> None:
    tree(tmp_path, "~$甲.txt")
    assert list(outputs(discover([tmp_path / "~$甲.txt"], None))) == ["~$甲.txt"]


def test_own_results_are_left_out_only_inside_the_output_folder(tmp_path: Path) -> None:
    result = sealed(WORKBOOK, Seal("scored", "f" * 32))
    for name in ("评分结果/甲_评分.xlsx", "报来/乙_评分.xlsx"):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_bytes(result)
    tree(tmp_path, "评分结果/别人的.xlsx", "甲.xlsx")
    found = discover([tmp_path], tmp_path / "评分结果")
    assert outputs(found) == {
        "甲.xlsx": "甲",
        "报来/乙_评分.xlsx": "报来/乙",
        "评分结果/别人的.xlsx": "评分结果/别人的",
    }
    assert left_out(found) == {"评分结果/甲_评分.xlsx": Reason.OWN_OUTPUT}


def test_a_summary_of_this_tool_is_no_input_anywhere(tmp_path: Path) -> None:
    (tmp_path / "汇总.xlsx").write_bytes(sealed(WORKBOOK, Seal("summary", "f" * 32)))
    assert left_out(discover([tmp_path], None)) == {"汇总.xlsx": Reason.OWN_SUMMARY}


def test_inputs_with_one_output_name_are_told_apart(tmp_path: Path) -> None:
    tree(tmp_path, "甲.xls", "甲.xlsx", "甲.xlsm", "甲_评分.xlsx", "b.xlsx", "B.xlsx")
    found = outputs(discover([tmp_path], None))
    assert found["甲.xlsx"] == "甲"
    assert found["甲.xls"] == "甲_xls"
    assert found["甲.xlsm"] == "甲_xlsm"
    assert found["甲_评分.xlsx"] == "甲_2"
    assert len({output.casefold() for output in found.values()}) == len(found)


def test_the_same_file_given_twice_is_scored_once(tmp_path: Path) -> None:
    tree(tmp_path, "甲.xlsx")
    assert len(discover([tmp_path, tmp_path / "甲.xlsx"], None).sources) == 1


def test_a_folder_given_in_two_ways_is_scored_once(tmp_path: Path) -> None:
    root = tree(tmp_path / "报来", "甲.xlsx", "深/乙.xlsx")
    found = discover([root, root / "深" / "..", root / "深", root.parent / "报来" / "甲.xlsx"], None)
    assert outputs(found) == {"报来/甲.xlsx": "报来/甲", "报来/深/乙.xlsx": "报来/深/乙"}


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own")
def test_a_link_to_a_folder_is_not_followed_and_that_is_told(tmp_path: Path) -> None:
    root = tree(tmp_path / "报来", "甲.xlsx")
    (root / "别处").symlink_to(tree(tmp_path / "外", "乙.xlsx"))
    (root / "自己").symlink_to(root)
    found = discover([root], None)
    assert outputs(found) == {"甲.xlsx": "甲"}
    assert left_out(found) == {"别处": Reason.LINK, "自己": Reason.LINK}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system")
def test_what_is_no_file_is_left_out_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.xlsx")
    assert left_out(discover([tmp_path], None)) == {"管道.xlsx": Reason.NO_FILE}


@pytest.mark.skipif(os.name == "nt", reason="Windows names are Unicode")
def test_a_name_in_gbk_bytes_is_shown_as_people_wrote_it(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/" + "自评表.xlsx".encode("gbk")
    Path(os.fsdecode(raw)).write_bytes(WORKBOOK)
    assert outputs(discover([tmp_path], None)) == {"自评表.xlsx": "自评表"}


def test_what_lies_beside_earlier_results_is_passed_over_in_silence(tmp_path: Path) -> None:
    output = tmp_path / "评分结果"
    output.mkdir()
    (tmp_path / "表.xlsx").write_bytes(WORKBOOK)
    (tmp_path / "说明.txt").write_bytes(b"x")
    (output / "表_邮件草稿.eml").write_bytes(b"Subject: x")
    (output / "汇总.csv").write_bytes(b"x")
    found = discover((tmp_path,), output)
    assert [each.file for each in found.sources] == ["表.xlsx"]
    assert [each.file for each in found.left_out] == ["说明.txt"]
