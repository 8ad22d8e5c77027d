"""A mail draft for finance, opened by double click and never sent by itself.

The message is put together here and not by the library, whose folding differs between versions of Python:
the same workbook gives the same bytes.  It has no sender, no receiver and no date: the mail program fills
them in when a person sends it.
"""

from __future__ import annotations

import re
from base64 import encodebytes
from collections.abc import Iterator
from email.header import Header
from typing import Final
from urllib.parse import quote

from perf_xlsx.checks.catalogue import SEVERITY_WORDS
from perf_xlsx.evaluate import Evaluation
from perf_xlsx.model import Finding, Severity, Status
from perf_xlsx.writing.layout import interval_text

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_END: Final = "\r\n"
_LINE: Final = 75
_PIECE: Final = 54
_SIGNS: Final = re.compile(r"(?:%[0-9A-F]{2}|[^%]){1,18}")
"""A piece of a percent-encoded text, its signs whole."""
_MOST: Final = 8


def draft(evaluation: Evaluation, attachment: bytes, name: str, *, final: bool = False) -> bytes:
    """The draft (.eml): subject, a short body with the totals and what is open, the workbook attached.

    ``evaluation`` must carry a scorecard; ``name`` is the attached workbook's.  ``final``: it is the
    报送稿, which has no 问题清单.  ``X-Unsent`` makes Outlook open it for sending.
    """
    boundary = f"=_perf_xlsx_{evaluation.sha256[:32]}"
    subject = f"{_whose(evaluation)}项目支出绩效自评表（第{evaluation.draft_number}稿）"
    head = (
        f"Subject: {_words(subject, len('Subject: '))}",
        "X-Unsent: 1",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/mixed;{_END} boundary="{boundary}"',
    )
    body = (
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        "",
        _base64(_END.join([*_body(evaluation, name, final), ""]).encode()),
    )
    attached = (
        f'Content-Type: {_XLSX};{_END} name="{_words(name, 7)}"',
        "Content-Transfer-Encoding: base64",
        f"Content-Disposition: attachment;{_END} {_parameter('filename', name)}",
        "",
        _base64(attachment),
    )
    opening, closing = f"--{boundary}", f"--{boundary}--{_END}"
    return _END.join([*head, "", opening, *body, opening, *attached, closing]).encode("ascii")


def _words(text: str, before: int) -> str:
    """A text as encoded words (RFC 2047), in a header as in the quoted name that Foxmail reads."""
    flat = " ".join(text.split())
    header = Header(flat, "utf-8", maxlinelen=_LINE, continuation_ws=" ", header_name="x" * before)
    return header.encode(linesep=_END)


def _parameter(key: str, value: str) -> str:
    """A parameter that is not ASCII (RFC 2231), in pieces where it is long."""
    encoded = f"utf-8''{quote(value, safe='')}"
    if len(encoded) <= _PIECE:
        return f"{key}*={encoded}"
    pieces = enumerate(_SIGNS.findall(encoded))
    return f";{_END} ".join(f"{key}*{number}*={piece}" for number, piece in pieces)


def _base64(data: bytes) -> str:
    return encodebytes(data).decode("ascii").replace("\n", _END).removesuffix(_END)


# ---------------------------------------------------------------- the words


def _whose(evaluation: Evaluation) -> str:
    submission = evaluation.submission
    assert submission is not None
    return f"{submission.agency}{submission.year}年度" if submission.year else submission.agency


def _body(evaluation: Evaluation, name: str, final: bool) -> Iterator[str]:
    submission = evaluation.submission
    assert submission is not None
    yield "您好："
    yield ""
    yield (
        f"现报送{_whose(evaluation)}项目支出绩效自评表，见附件《{name}》"
        f"（文件编号 {evaluation.file_code}，第{evaluation.draft_number}稿）。"
    )
    yield ""
    yield from _totals(evaluation)
    yield ""
    yield from _open(evaluation, final)
    yield ""
    yield "请审核。"
    if submission.agency:
        yield ""
        yield submission.agency


def _totals(evaluation: Evaluation) -> Iterator[str]:
    card, scheme = evaluation.scorecard, evaluation.scheme
    assert card is not None
    assert scheme is not None
    yield f"复算得分（按“{scheme.title}”）："
    for score in card.forms[:_MOST]:
        project = score.form.project.text or "（项目名称未填）"
        yield f"　　{project}：{interval_text(score.total)}分，等级{score.grade or '待定'}"
    if len(card.forms) > _MOST:
        yield f"　　其余{len(card.forms) - _MOST}个项目见附件。"
    if card.unit.total is not None:
        yield f"　　单位得分：{interval_text(card.unit.total)}分，等级{card.unit.grade or '待定'}"
    states = [row.status for score in card.forms for row in score.rows]
    unmet = states.count(Status.UNMET)
    waiting = states.count(Status.UNDECIDED) + states.count(Status.BLANK)
    yield f"　　绩效指标{len(states)}项，其中未完成{unmet}项、待评定{waiting}项。"


def _open(evaluation: Evaluation, final: bool) -> Iterator[str]:
    """What waits to be mended or is explained, gravest first."""
    told = [
        each
        for severity in (Severity.ERROR, Severity.WARNING)
        for each in evaluation.findings
        if each.severity is severity
    ]
    if not told:
        yield "自查未发现须更正或须说明的问题。"
        return
    errors = sum(each.severity is Severity.ERROR for each in told)
    yield (
        f"自查尚有须更正{errors}项、须说明{len(told) - errors}项："
        if errors
        else (f"自查没有须更正的问题，须说明{len(told)}项：")
    )
    yield from (f"　　{number}. {_line(each)}" for number, each in enumerate(told[:_MOST], start=1))
    if len(told) > _MOST:
        rest = f"其余{len(told) - _MOST}项"
        yield f"　　{rest}未列出。" if final else f"　　{rest}见附件“问题清单”。"


def _line(each: Finding) -> str:
    project = f"《{each.project}》" if each.project else ""
    answer = f"。说明：{' '.join(each.answer.split())}" if each.answer else ""
    return f"【{SEVERITY_WORDS[each.severity]}】{project}{each.title}{answer}"
