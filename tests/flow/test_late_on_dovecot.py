"""Sent before the deadline, arrived after it: the author is told, the secretariat sees the evidence and decides."""

from __future__ import annotations

from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser

import pytest
from docx_maker import simple_paper
from flow_trial import Trial, letter
from servers import Account, SmtpSink

pytestmark = pytest.mark.server

ARRIVED = datetime(2021, 11, 10, 17, 20, tzinfo=UTC)  # twenty past midnight in Việt Nam
RECEIVED = (
    b"Received: by 2002:a05:6512:3ca3:b0:4a2 with SMTP id h35csp41; Wed, 10 Nov 2021 09:20:00 -0800 (PST)\r\n"
    b"Received: from mail.nghean.example by mx.google.com with ESMTPS id 7sor; Wed, 10 Nov 2021 08:52:00 -0800 (PST)\r\n"
)
SECRETARY = "thuky@thanhhoa.example"


def text(sink: SmtpSink, to: str, subject: str) -> str:
    """The last letter to somebody with these words in its subject."""
    found = [BytesParser(policy=policy.default).parsebytes(one.raw) for one in sink.letters if one.recipients == (to,)]
    (*_, last) = [one for one in found if subject in one["Subject"]]
    body = last.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_paper_that_the_server_took_in_time_is_let_pass(
    connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink
) -> None:
    connected.write(render={"enabled": False})
    connected.run("season", "send", "--now", "2021-11-10T09:00:00+07:00")
    paper = simple_paper(
        ["Nghiên cứu thi hành Quy định số 09-QĐi/TW về trường chính trị chuẩn."] * 8,
        title="Nghiên cứu, thi hành Quy định về trường chính trị chuẩn",
        authors=["ThS. Nguyễn Văn Bình"],
        school="Trường Chính trị tỉnh Nghệ An",
    )
    binh, moment = "binh@nghean.example", {"Message_ID": "<1@x.example>", "Date": "Wed, 10 Nov 2021 23:50:31 +0700"}
    raw = letter(binh, "Gửi bài", "Gửi bài.\n", ("Bài.docx", paper), **moment)
    dovecot_account.deliver(RECEIVED + raw, ARRIVED)
    connected.run("once", "--now", "2021-11-11T00:30:00+07:00")
    assert connected.json("status", "--now", "2021-11-11T00:30:10+07:00")["papers"]["late"] == 1
    assert "Dấu thời gian trên thư là 23:52 ngày 10/11/2021 (giờ Việt Nam), trong thời hạn" in text(
        smtp_sink, binh, "Đã nhận"
    )

    connected.run("season", "send", "--now", "2021-11-11T07:31:00+07:00")
    connected.run("once", "--now", "2021-11-11T07:32:00+07:00")
    digest = text(smtp_sink, SECRETARY, "Bản tin")
    assert "Máy chủ thư ghi đã nhận thư này lúc 23:52 ngày 10/11/2021, trong thời hạn." in digest
    assert "ĐẠT TL-2021-001 – " in digest

    proof = b"Authentication-Results: mx.google.com; dmarc=pass header.from=thanhhoa.example\r\n"
    dovecot_account.deliver(proof + letter(SECRETARY, "Quyết định", "ĐẠT TL-2021-001\n", Message_ID="<2@x.example>"))
    connected.run("once", "--now", "2021-11-11T08:00:00+07:00")
    assert "bài đến sau thời hạn và được tiếp nhận" in text(smtp_sink, binh, "đạt yêu cầu")
    status = connected.json("status", "--now", "2021-11-11T08:00:10+07:00")
    assert (status["papers"]["pass"], status["papers"]["late"]) == (1, 1), "it counts, and stays marked"
    (nghe_an,) = [school for school in status["schools"] if school["id"] == "nghe-an"]
    assert nghe_an["compliant"] == 1
