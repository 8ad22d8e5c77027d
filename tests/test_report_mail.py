"""The mail draft: what a mail program makes of its bytes, and what stands in it."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.policy import compat32, default
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xlsx.evaluate import Evaluation, evaluate
from perf_xlsx.report.mail import draft

SAMPLES = Path(__file__).parent.parent / "samples"
NAME = "示例_评分.xlsx"


@cache
def evaluated(name: str) -> Evaluation:
    return evaluate((SAMPLES / name).read_bytes(), name)[0]


@pytest.fixture(scope="module")
def faulty() -> Evaluation:
    return evaluated("示例_问题表.xlsx")


@pytest.fixture(scope="module")
def clean() -> Evaluation:
    return evaluated("示例_广东评分标准.xlsx")


def read(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def text(evaluation: Evaluation, *, final: bool = False) -> str:
    body = read(draft(evaluation, b"PK", NAME, final=final)).get_body()
    assert isinstance(body, EmailMessage)
    return str(body.get_content())


def attached(data: bytes) -> Message:
    """The attachment as an old mail program sees it: headers not decoded."""
    (_, attachment) = message_from_bytes(data, policy=compat32).get_payload()
    assert isinstance(attachment, Message)
    return attachment


def test_it_is_unsent_and_names_nobody_and_no_day(clean: Evaluation) -> None:
    message = read(draft(clean, b"PK", NAME))
    assert message["X-Unsent"] == "1"
    assert {"From", "To", "Date", "Message-ID", "User-Agent"}.isdisjoint(message.keys())


def test_the_subject_says_who_what_and_which_draft(clean: Evaluation) -> None:
    assert read(draft(clean, b"PK", NAME))["Subject"] == "某市某局2022年度项目支出绩效自评表（第1稿）"


def test_a_line_break_in_the_name_of_a_unit_makes_no_header(clean: Evaluation) -> None:
    assert clean.submission is not None
    odd = replace(clean, submission=replace(clean.submission, agency="某局\r\nBcc: a@b.c"))
    message = read(draft(odd, b"PK", NAME))
    assert message["Bcc"] is None
    assert str(message["Subject"]).startswith("某局 Bcc: a@b.c2022年度")


def test_the_body_tells_totals_and_what_is_open(faulty: Evaluation) -> None:
    body = text(faulty)
    assert "见附件《示例_评分.xlsx》" in body
    assert "单位得分：64.62～92.87分，等级待定" in body
    assert "自查尚有须更正12项、须说明16项" in body
    assert "见附件“问题清单”" in body


def test_the_body_beside_a_workbook_without_a_list_of_problems_points_to_none(faulty: Evaluation) -> None:
    assert "问题清单" not in text(faulty, final=True)


def test_the_body_of_a_clean_workbook_says_so(clean: Evaluation) -> None:
    assert "自查未发现须更正或须说明的问题。" in text(clean)


def test_what_the_unit_explained_goes_along(faulty: Evaluation) -> None:
    warning = next(each for each in faulty.findings if each.severity == "warning")
    explained = replace(faulty, findings=(replace(warning, answer="已附批复"),))
    assert "说明：已附批复" in text(explained)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    st.text(st.sampled_from("项目支出绩效自评表 （）〔〕“”_-.~%'aZ09é𠮷"), min_size=1, max_size=90).map(
        str.strip
    )
)
def test_any_name_is_read_by_old_and_new_mail_programs(stem: str) -> None:
    clean = evaluated("示例_广东评分标准.xlsx")
    name = f"{' '.join(stem.split())}_评分.xlsx"
    data = draft(clean, b"PK", name)
    (modern,) = read(data).iter_attachments()
    assert modern.get_filename() == name, "RFC 2231"
    old = attached(data).get_param("name")
    assert isinstance(old, str)
    assert str(make_header(decode_header(old))) == name, "RFC 2047"
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 80, "the type of an .xlsx alone takes 80"
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_the_attachment_is_the_workbook_to_the_byte_and_the_same_twice(clean: Evaluation) -> None:
    workbook = bytes(range(256)) * 40
    data = draft(clean, workbook, NAME)
    (attachment,) = read(data).iter_attachments()
    assert attachment.get_content() == workbook
    assert data == draft(clean, workbook, NAME)
