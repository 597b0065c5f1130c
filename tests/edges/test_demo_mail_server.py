"""The embedded mail server of the demonstration: what its authors send arrives when the story says so."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from servers import Account, mail

from daemon.clock import ManualClock
from daemon.config import Smtp
from daemon.demo.server import MailServer
from daemon.discretion import Secret
from daemon.errors import DeliveryError
from daemon.inbox import ImapInbox
from daemon.smtp import SmtpSender

BINH, LAN = "binh@nghean.example", "lan@hatinh.example"


@pytest.fixture
def account(mail_server: MailServer) -> Account:
    return Account(mail_server.address, mail_server.password, mail_server.imap_port)


@pytest.fixture
def sender(mail_server: MailServer) -> SmtpSender:
    return SmtpSender(Smtp(host=mail_server.host, port=mail_server.smtp_port, security="none", timeout_seconds=10))


def test_an_authors_message_arrives_at_the_moment_of_the_story(mail_server: MailServer, account: Account) -> None:
    when = datetime(2021, 11, 10, 17, 0, 1, tzinfo=UTC)
    mail_server.submission(mail(), BINH, when)
    assert account.arrivals() == [when]
    (raw,) = account.messages()
    assert raw.endswith(mail())
    assert raw.startswith(f"Return-Path: <{BINH}>\r\nReceived: ".encode())
    assert mail_server.outgoing == ()


@pytest.mark.slow
def test_without_a_moment_the_clock_decides(mail_server: MailServer, account: Account, clock: ManualClock) -> None:
    mail_server.submission(mail("Một"), BINH)
    clock.advance(timedelta(days=1))
    mail_server.submission(mail("Hai"), LAN)
    assert account.arrivals() == [clock.now() - timedelta(days=1), clock.now()]


def test_a_message_of_a_machine_has_the_null_return_path(mail_server: MailServer, account: Account) -> None:
    mail_server.submission(mail(), "")
    assert account.messages()[0].startswith(b"Return-Path: <>\r\n")


def test_letters_to_others_leave_and_letters_to_the_box_stay(
    mail_server: MailServer, account: Account, sender: SmtpSender
) -> None:
    raw = mail(body="Đã nhận")
    sender.send(mail_server.address, [BINH, mail_server.address.upper(), LAN], raw)
    sender.send("", [LAN], mail("Hai"))
    sender.close()
    assert [(o.envelope_from, o.recipients) for o in mail_server.outgoing] == [
        (mail_server.address, (BINH, LAN)),
        ("", (LAN,)),
    ]
    assert mail_server.outgoing[0].raw == raw
    assert len(account.messages()) == 1


def test_folders_are_counted(mail_server: MailServer, account: Account) -> None:
    assert mail_server.folder_count("INBOX") == mail_server.folder_count("Đã xử lý") == 0
    for number in range(3):
        mail_server.submission(mail(str(number)), BINH)
    inbox = ImapInbox.connect(account.settings(), account.secret)
    inbox.file_away(inbox.list()[1].ref, "Đã xử lý")
    inbox.close()
    assert (mail_server.folder_count("INBOX"), mail_server.folder_count("Đã xử lý")) == (2, 1)


def test_many_may_write_at_once(mail_server: MailServer, account: Account) -> None:
    start = datetime(2021, 11, 1, tzinfo=UTC)
    moments = [start + timedelta(hours=number) for number in range(12)]
    authors = [
        threading.Thread(target=mail_server.submission, args=(mail(str(number)), BINH, moment))
        for number, moment in enumerate(moments)
    ]
    for author in authors:
        author.start()
    for author in authors:
        author.join()
    assert sorted(account.arrivals()) == moments


def test_it_stops_with_clients_still_connected(clock: ManualClock) -> None:
    with MailServer("hop-thu@hoithao.example", "pw", clock) as server:
        account = Account(server.address, server.password, server.imap_port)
        inbox = ImapInbox.connect(account.settings(), Secret("pw"))
        sender = SmtpSender(Smtp(host=server.host, port=server.smtp_port, security="none", timeout_seconds=10))
        sender.send("", [BINH], mail())
        inbox.list()
    inbox.close()
    with pytest.raises(DeliveryError):
        sender.send("", [BINH], mail())
    with pytest.raises(RuntimeError, match="not running"):
        server.folder_count("INBOX")


def test_two_may_run_side_by_side(clock: ManualClock) -> None:
    with MailServer("a@hoithao.example", "pw", clock) as one, MailServer("b@hoithao.example", "pw", clock) as two:
        one.submission(mail(), BINH)
        assert (one.folder_count("INBOX"), two.folder_count("INBOX")) == (1, 0)
