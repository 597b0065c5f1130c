"""A question reaches the secretary, who lives in the submission mailbox itself, and stays in front of him."""

from __future__ import annotations

from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser

import pytest
from flow_trial import Trial, letter
from servers import Account, SmtpSink

pytestmark = pytest.mark.server

IN_TIME = datetime(2021, 11, 5, 2, 0, tzinfo=UTC)
NOW = "2021-11-05T10:00:00+07:00"
BOX = "hoithao@thanhhoa.example"
BINH = "Nguyễn Văn Bình <binh@nghean.example>"


def test_the_notice_stays_in_the_inbox_and_is_answered_to_the_author(
    connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink
) -> None:
    connected.write(secretariat={"addresses": [BOX]})
    dovecot_account.deliver(letter(BINH, "Hỏi về nơi nghỉ", "Có bố trí nơi nghỉ không?\n"), IN_TIME)
    connected.run("once", "--now", NOW)
    told = {sent.recipients: sent.raw for sent in smtp_sink.letters}
    assert set(told) == {("binh@nghean.example",), (BOX,)}
    notice = BytesParser(policy=policy.default).parsebytes(told[BOX,])
    assert notice["Subject"] == "[Cần xem] Câu hỏi – Nguyễn Văn Bình: Hỏi về nơi nghỉ"
    assert notice["Reply-To"].addresses[0].addr_spec == "binh@nghean.example"

    arrived = dovecot_account.deliver(told[BOX,], IN_TIME)
    connected.run("once", "--now", NOW)
    connected.run("once", "--now", NOW)
    assert dovecot_account.messages() == [arrived]
    assert len(dovecot_account.messages("Da-xu-ly")) == 1
    assert len(smtp_sink.letters) == 2
    shown = connected.run("status", "--now", NOW).stdout
    assert "For a person's attention" in shown
    assert connected.json("status", "--now", NOW)["attention"][0]["kind"] == "question"


def test_thanks_are_left_alone(connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink) -> None:
    dovecot_account.deliver(letter(BINH, "Re: [TL-2021-001] Đã nhận bài", "Đã nhận, cảm ơn.\n"), IN_TIME)
    connected.run("once", "--now", NOW)
    assert smtp_sink.letters == []
    assert connected.json("status", "--now", NOW)["messages"]["by_disposition"] == {"question": 1}
