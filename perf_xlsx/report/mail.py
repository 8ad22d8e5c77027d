"""A mail draft for finance, opened by double click and never sent by itself."""

from __future__ import annotations

from datetime import datetime
from email.generator import BytesGenerator
from email.message import EmailMessage
from io import BytesIO

from perf_xlsx.evaluate import Evaluation
from perf_xlsx.model import Severity
from perf_xlsx.writing.layout import interval_text

_XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def draft(evaluation: Evaluation, attachment: bytes, name: str, when: datetime) -> bytes:
    """The draft (.eml): subject, a short body with the totals and what is open, the workbook attached.

    ``evaluation`` must carry a scorecard.  ``X-Unsent`` makes Outlook and Foxmail open it as a draft.
    """
    submission = evaluation.submission
    assert submission is not None
    message = EmailMessage()
    year = f"{submission.year}年度" if submission.year else ""
    message["Subject"] = f"{submission.agency}{year}项目支出绩效自评表（第{evaluation.draft_number}稿）"
    message["X-Unsent"] = "1"
    message["Date"] = when
    message.set_content(_body(evaluation, name), charset="utf-8", cte="base64")
    maintype, subtype = _XLSX
    message.add_attachment(attachment, maintype=maintype, subtype=subtype, filename=name)
    message.set_boundary(f"=_{evaluation.sha256[:32]}")
    buffer = BytesIO()
    BytesGenerator(buffer, policy=message.policy.clone(linesep="\r\n")).flatten(message)
    return buffer.getvalue()


def _body(evaluation: Evaluation, name: str) -> str:
    card = evaluation.scorecard
    assert card is not None
    lines = [
        "您好：",
        "",
        f"现报送项目支出绩效自评表，见附件《{name}》（文件码 {evaluation.file_code}）。",
        "",
    ]
    lines += [f"　　{score.form.project.text}：{interval_text(score.total)}分" for score in card.forms]
    if card.unit.total is not None:
        lines.append(f"　　单位得分：{interval_text(card.unit.total)}分，等级{card.unit.grade}")
    lines += ["", _open(evaluation), "", "请审核。"]
    return "\n".join(lines) + "\n"


def _open(evaluation: Evaluation) -> str:
    errors, warnings = (
        sum(finding.severity is severity for finding in evaluation.findings)
        for severity in (Severity.ERROR, Severity.WARNING)
    )
    if not errors and not warnings:
        return "自查未发现须更正或须说明的问题。"
    return f"自查尚有须更正{errors}项、须说明{warnings}项，见附件“问题清单”。"
