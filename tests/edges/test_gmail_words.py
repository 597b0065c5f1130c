"""What Gmail says when it lets nobody in or takes no more, as its users report it, and what we make of it."""

from __future__ import annotations

import pytest
from servers import FakeImap, SmtpSink, mail

from daemon.discretion import Secret
from daemon.errors import DeliveryError, MailboxError
from daemon.inbox import ImapInbox
from daemon.smtp import SmtpSender

pytestmark = pytest.mark.slow  # sockets of their own

BOX, BINH = "hop-thu@hoithao.example", "binh@nghean.example"


@pytest.mark.parametrize(
    ("said", "permanent"),
    [
        ("[AUTHENTICATIONFAILED] Invalid credentials (Failure)", True),
        ("[ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833", True),
        ("[ALERT] Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754", True),
        ("[ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page", True),
        ("[ALERT] Too many simultaneous connections. (Failure)", False),
        ("[ALERT] Account exceeded command or bandwidth limits. (Failure)", False),
        ("[OVERQUOTA] Account exceeded command or bandwidth limits.", False),
        ("[UNAVAILABLE] Temporary System Error (Failure)", False),
        ("System Error (Failure)", False),
        ("[ALERT] Too many login failures", False),
    ],
)
def test_a_login_is_refused_for_good_or_for_a_quarter_of_an_hour(said: str, permanent: bool) -> None:
    with FakeImap({"LOGIN": f"TAG NO {said}\r\n".encode()}) as server, pytest.raises(MailboxError) as caught:
        ImapInbox.connect(server.account().settings(timeout_seconds=1), Secret("pw"))
    assert caught.value.permanent is permanent
    assert caught.value.locked_out is not permanent
    assert said.rstrip(".") in str(caught.value), "its words, and the address it names, are told"


@pytest.mark.parametrize(
    ("step", "said", "expected"),
    [
        ("AUTH", "535 5.7.8 Username and Password not accepted. https://support.google.com/mail/?p=BadCredentials", "all for good"),
        ("AUTH", "534 5.7.9 Application-specific password required.", "all for good"),
        ("AUTH", "454 4.7.0 Too many login attempts, please try again later.", "all for now"),
        ("AUTH", "421 4.7.0 Temporary System Problem. Try again later (10).", "all for now"),
        ("MAIL", "550 5.4.5 Daily user sending limit exceeded.", "all for now"),
        ("DOT", "550 5.4.5 Daily user sending limit exceeded.", "all for now"),
        ("DOT", "421 4.7.0 Try again later, closing connection.", "all for now"),
        ("RCPT", "450 4.2.1 The user you are trying to contact is receiving mail too quickly.", "this for now"),
        ("RCPT", "550 5.1.1 The email account that you tried to reach does not exist.", "this for good"),
        ("DOT", "552 5.7.0 This message was blocked because its content presents a potential security issue.", "this for good"),
    ],
)  # fmt: skip
def test_what_a_refusal_of_a_letter_is_about(step: str, said: str, expected: str) -> None:
    with SmtpSink(login=(BOX, "pw")) as sink:
        sink.answer(step, said)
        sender = SmtpSender(sink.settings(timeout_seconds=1), Secret("pw"))
        with pytest.raises(DeliveryError) as caught:
            sender.send(BOX, [BINH], mail())
        sender.close()
    error = caught.value
    assert f"{'all' if error.whole_server else 'this'} for {'good' if error.permanent else 'now'}" == expected
    assert not error.uncertain


def test_an_app_password_may_be_written_with_its_spaces() -> None:
    with FakeImap() as server:
        ImapInbox.connect(server.account().settings(), Secret("abcd efgh ijkl mnop")).close()
        assert 'LOGIN binh "abcd efgh ijkl mnop"' in server.heard
