"""A letter cut off after DATA: looked up where the provider keeps what was sent, by the program as it runs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flow_trial import Trial, letter
from servers import Account, SmtpSink, Trouble

pytestmark = pytest.mark.server

IN_TIME = datetime(2021, 11, 5, 2, 0, tzinfo=UTC)


def at(minute: int) -> tuple[str, str]:
    return ("--now", f"2021-11-05T10:{minute:02}:00+07:00")


@pytest.fixture
def cut_off(connected: Trial, dovecot_account: Account, smtp_sink: SmtpSink) -> Trial:
    """The server takes the letter over and the connection breaks before it says so."""
    raw = letter("Lan <lan@hue.example>", "Bài tham luận", "Tôi gửi kèm bài.\n")
    dovecot_account.deliver(raw, IN_TIME)
    smtp_sink.answer("DOT", Trouble.LOSE, times=1)
    return connected


def keep_sent(box: Account, sink: SmtpSink) -> None:
    """What Gmail does by itself."""
    box.create("Thư đã gửi")
    for sent in sink.letters:
        box.deliver(sent.raw, IN_TIME, "Thư đã gửi")


def test_found_in_the_sent_folder_it_is_sent(cut_off: Trial, dovecot_account: Account, smtp_sink: SmtpSink) -> None:
    cut_off.run("once", *at(0), expect=1)
    assert cut_off.json("status", *at(1), expect=1)["outbox"]["uncertain"] == 1
    keep_sent(dovecot_account, smtp_sink)
    cut_off.run("once", *at(2))
    assert cut_off.json("status", *at(2))["outbox"]["uncertain"] == 0
    assert cut_off.json("reconcile")["uncertain"] == []
    assert len(smtp_sink.letters) == 1


def test_a_provider_that_keeps_it_at_once_leaves_no_doubt_behind(
    cut_off: Trial, dovecot_account: Account, smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same pass that was cut off finds the letter."""
    take = smtp_sink.take

    def keep(taken: object) -> None:
        take(taken)
        keep_sent(dovecot_account, smtp_sink)

    monkeypatch.setattr(smtp_sink, "take", keep)
    cut_off.run("once", *at(0))
    assert cut_off.json("status", *at(1))["outbox"] == cut_off.json("status", *at(1))["outbox"] | {"sent": 1}


def test_not_found_it_is_held_or_resent_as_configured(cut_off: Trial, smtp_sink: SmtpSink) -> None:
    cut_off.run("once", *at(0), expect=1)
    cut_off.run("once", *at(20))
    assert len(smtp_sink.letters) == 1
    cut_off.write(smtp={"on_uncertain": "resend"})
    cut_off.run("once", *at(21))
    first, second = (sent.raw for sent in smtp_sink.letters)
    assert second == b"X-Thamluan-Repeat: possible\r\n" + first
    found = cut_off.json("reconcile")
    assert (found["uncertain"], len(found["possible_repeats"])) == ([], 1)
