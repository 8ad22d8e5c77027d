"""run --eml: a draft beside each scored workbook, never over a person's work."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from pathlib import Path

from click.testing import CliRunner, Result
from openpyxl import load_workbook

from perf_xlsx.cli.app import app

SAMPLES = Path(__file__).parent.parent / "samples"
CLEAN, FAULTY = "示例_广东评分标准", "示例_问题表"


def run(output: Path, *more: str, name: str = CLEAN) -> Result:
    return CliRunner().invoke(app, ["run", str(SAMPLES / f"{name}.xlsx"), "-o", str(output), "--eml", *more])


def drafts(output: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in output.glob("*.eml")}


def attachment(draft: bytes) -> tuple[str, bytes]:
    (part,) = message_from_bytes(draft, policy=default).iter_attachments()  # type: ignore[attr-defined]
    return part.get_filename(), part.get_content()


def test_the_draft_carries_the_very_file_beside_it(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 0, result.output
    assert "邮件草稿 1 份" in result.output
    name, data = attachment(drafts(tmp_path)[f"{CLEAN}_邮件草稿.eml"])
    assert name == f"{CLEAN}_评分.xlsx"
    assert data == (tmp_path / name).read_bytes()


def test_the_final_version_goes_out_where_there_is_one(tmp_path: Path) -> None:
    run(tmp_path, "--final")
    name, data = attachment(drafts(tmp_path)[f"{CLEAN}_邮件草稿.eml"])
    assert name == f"{CLEAN}_报送稿.xlsx"
    assert data == (tmp_path / name).read_bytes()


def test_where_the_final_version_is_refused_the_draft_says_what_is_open(tmp_path: Path) -> None:
    result = run(tmp_path, "--final", name=FAULTY)
    assert result.exit_code == 1
    (draft,) = drafts(tmp_path).values()
    assert attachment(draft)[0] == f"{FAULTY}_评分.xlsx"
    body = message_from_bytes(draft, policy=default).get_body()  # type: ignore[attr-defined]
    assert "须更正12项" in body.get_content()


def test_each_scheme_has_its_draft(tmp_path: Path) -> None:
    run(tmp_path, "--scheme", "guangdong", "--scheme", "cn-2017")
    made = {name: attachment(data)[0] for name, data in drafts(tmp_path).items()}
    assert made == {
        f"{CLEAN}_邮件草稿.eml": f"{CLEAN}_评分.xlsx",
        f"{CLEAN}_cn-2017_邮件草稿.eml": f"{CLEAN}_cn-2017_评分.xlsx",
    }


def test_two_runs_in_two_places_give_the_same_bytes(tmp_path: Path) -> None:
    run(tmp_path / "一")
    run(tmp_path / "二")
    assert drafts(tmp_path / "一") == drafts(tmp_path / "二")


def test_a_draft_that_a_person_changed_stays_and_the_new_one_lies_beside_it(tmp_path: Path) -> None:
    run(tmp_path)
    path = tmp_path / f"{CLEAN}_邮件草稿.eml"
    own = path.read_bytes().replace(b"X-Unsent: 1", b"X-Unsent: 1\r\nTo: czj@example.cn")
    path.write_bytes(own)
    unchanged = run(tmp_path)
    assert path.read_bytes() == own
    assert "已有结果经人工修改，原样保留" in unchanged.output
    changed = run(tmp_path, "--final")
    assert path.read_bytes() == own
    assert "邮件草稿(2).eml" in changed.output
    assert set(drafts(tmp_path)) == {f"{CLEAN}_邮件草稿.eml", f"{CLEAN}_邮件草稿(2).eml"}


def test_a_workbook_that_a_person_changed_is_not_in_the_draft_and_the_run_says_so(tmp_path: Path) -> None:
    run(tmp_path)
    scored = tmp_path / f"{CLEAN}_评分.xlsx"
    book = load_workbook(scored)
    book.save(scored)
    assert "不含人工修改" in run(tmp_path).output


def test_what_is_done_is_skipped_also_with_drafts_and_a_lost_one_is_made_again(tmp_path: Path) -> None:
    two = [str(SAMPLES / f"{name}.xlsx") for name in (CLEAN, FAULTY)]
    order = ["run", *two, "-o", str(tmp_path), "--eml", "--jobs", "1"]
    CliRunner().invoke(app, order)
    made = drafts(tmp_path)
    assert "其中未变跳过 2" in CliRunner().invoke(app, order).output
    (tmp_path / f"{CLEAN}_邮件草稿.eml").unlink()
    assert "其中未变跳过 1" in CliRunner().invoke(app, order).output
    assert drafts(tmp_path) == made
