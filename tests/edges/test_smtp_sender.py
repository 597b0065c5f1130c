"""What becomes of a letter at every step of SMTP, and what the outbox is told about it."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from servers import LOOPBACK, Certificate, SmtpSink, Trouble, free_port, mail

from daemon import faults
from daemon.config import Smtp
from daemon.discretion import Secret
from daemon.errors import DeliveryError
from daemon.smtp import SmtpSender
from daemon.smtp.line import Line

pytestmark = pytest.mark.slow  # processes and sockets of their own

BOX, BINH, LAN = "hop-thu@hoithao.example", "binh@nghean.example", "lan@hatinh.example"
SHORT = 0.3  #: seconds: a stall is told from an answer
NONE = frozenset[str]()


@pytest.fixture
def sender(smtp_sink: SmtpSink) -> Iterator[SmtpSender]:
    sender = SmtpSender(smtp_sink.settings(timeout_seconds=SHORT))
    yield sender
    sender.close()


def send_to(sink: SmtpSink, raw: bytes | None = None, recipients: tuple[str, ...] = (BINH,), **changes: object) -> str:
    sender = SmtpSender(sink.settings(**changes), sink.secret)
    try:
        return sender.send(BOX, recipients, mail() if raw is None else raw)
    finally:
        sender.close()


# --------------------------------------------------------------------------- the good case


def test_a_letter_arrives_as_it_is_and_the_reply_is_kept(smtp_sink: SmtpSink, sender: SmtpSender) -> None:
    raw = mail(body=".\n..hai chấm\n" + "x" * 5000)
    assert sender.send(BOX, [BINH, LAN], raw) == "250 2.0.0 OK queued as 193"
    (taken,) = smtp_sink.letters
    assert (taken.envelope_from, taken.recipients, taken.raw) == (BOX, (BINH, LAN), raw)
    assert f"SIZE={len(raw)}" in taken.options


@pytest.mark.parametrize(
    ("raw", "arrives"),
    [
        (b"Subject: a\n\nb\n", b"Subject: a\r\n\r\nb\r\n"),
        (b"Subject: a\r\n\r\nb", b"Subject: a\r\n\r\nb\r\n"),
        (b"Subject: a\r\n\r\nb\rc\r\n", b"Subject: a\r\n\r\nb\r\nc\r\n"),
        (b"Subject: a\r\n\r\nx\n.\nMAIL FROM:<>\n", b"Subject: a\r\n\r\nx\r\n.\r\nMAIL FROM:<>\r\n"),
        (b"Subject: a\r\n\r\n.\r\n..\r\n...", b"Subject: a\r\n\r\n.\r\n..\r\n...\r\n"),
        (b".Subject: a\r\n\r\n", b".Subject: a\r\n\r\n"),
    ],
)
def test_line_ends_and_dots_are_what_the_wire_wants(
    smtp_sink: SmtpSink, sender: SmtpSender, raw: bytes, arrives: bytes
) -> None:
    sender.send(BOX, [BINH], raw)
    assert [taken.raw for taken in smtp_sink.letters] == [arrives]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.text(alphabet="ab.\u1ea1 ", max_size=8)))
def test_any_text_arrives_as_it_was(smtp_sink: SmtpSink, sender: SmtpSender, lines: list[str]) -> None:
    raw = "".join(f"{line}\r\n" for line in ["Subject: a", "", *lines]).encode()
    sender.send(BOX, [BINH], raw)
    assert smtp_sink.letters[-1].raw == raw


def test_the_null_reverse_path_is_passed_on(smtp_sink: SmtpSink, sender: SmtpSender) -> None:
    sender.send("", [BINH], mail())
    assert smtp_sink.letters[0].envelope_from == ""


def test_a_large_letter_goes_through(smtp_sink: SmtpSink, sender: SmtpSender) -> None:
    raw = b"Subject: a\r\n\r\n" + (b"x" * 76 + b"\r\n") * 60_000
    sender.send(BOX, [BINH], raw)
    assert smtp_sink.letters[0].raw == raw


# --------------------------------------------------------------------------- one connection for many letters


def test_letters_share_a_connection(smtp_sink: SmtpSink, sender: SmtpSender) -> None:
    for _ in range(3):
        sender.send(BOX, [BINH], mail())
    sender.close()
    assert smtp_sink.heard.count("CONNECT") == smtp_sink.heard.count("EHLO") == smtp_sink.heard.count("QUIT") == 1
    assert len(smtp_sink.letters) == 3


@pytest.mark.parametrize("what", [Trouble.DROP, "421 4.4.2 idle too long", "500 what?"])
def test_an_idle_connection_that_is_no_good_any_more_is_replaced(
    smtp_sink: SmtpSink, sender: SmtpSender, what: str | Trouble
) -> None:
    sender.send(BOX, [BINH], mail())
    smtp_sink.answer("RSET", what, times=1)
    sender.send(BOX, [LAN], mail())
    assert [taken.recipients for taken in smtp_sink.letters] == [(BINH,), (LAN,)]
    assert smtp_sink.heard.count("CONNECT") == 2


def test_after_close_the_next_letter_connects_anew(smtp_sink: SmtpSink, sender: SmtpSender) -> None:
    sender.send(BOX, [BINH], mail())
    sender.close()
    sender.close()
    sender.send(BOX, [BINH], mail())
    assert len(smtp_sink.letters) == 2


@pytest.mark.parametrize("goodbye", [Trouble.DROP, Trouble.STALL, "500 what?"])
def test_closing_never_fails(smtp_sink: SmtpSink, sender: SmtpSender, goodbye: str | Trouble) -> None:
    smtp_sink.answer("QUIT", goodbye)
    sender.send(BOX, [BINH], mail())
    sender.close()
    assert len(smtp_sink.letters) == 1


def test_building_a_sender_touches_no_network() -> None:
    SmtpSender(Smtp(host="smtp.hoithao.example", port=465, security="tls"), Secret("pw")).close()


# --------------------------------------------------------------------------- refusals, step by step

PERMANENT, LATER, UNSURE = "permanent", "later", "unsure"


def verdict(error: DeliveryError) -> str:
    assert not (error.uncertain and (error.permanent or error.whole_server)), "an uncertain letter is looked at first"
    if error.uncertain:
        return UNSURE
    return (PERMANENT if error.permanent else LATER) + (" all" if error.whole_server else "")


@pytest.mark.parametrize(
    ("step", "what", "expected", "code", "command"),
    [
        ("CONNECT", "554 no service for you", "permanent all", 554, "CONNECT"),
        ("CONNECT", "421 too busy", "later all", 421, "CONNECT"),
        ("CONNECT", "SSH-2.0-OpenSSH", "later all", None, "CONNECT"),
        ("CONNECT", Trouble.DROP, "later all", None, "CONNECT"),
        ("CONNECT", Trouble.STALL, "later all", None, "CONNECT"),
        ("EHLO", "502 not implemented", "permanent all", 502, "EHLO"),
        ("EHLO", "421 too busy", "later all", 421, "EHLO"),
        ("EHLO", Trouble.DROP, "later all", None, "EHLO"),
        ("EHLO", Trouble.STALL, "later all", None, "EHLO"),
        ("MAIL", "550 5.7.1 sender not owned by user", "permanent all", 550, "MAIL"),
        ("MAIL", "530 5.7.0 authentication required", "permanent all", 530, "MAIL"),
        ("MAIL", "451 4.3.0 try later", "later all", 451, "MAIL"),
        ("MAIL", "452 4.3.1 no space", "later all", 452, "MAIL"),
        ("MAIL", "552 5.3.4 too big", "permanent", 552, "MAIL"),
        ("MAIL", "555 5.5.4 unsupported option", "permanent", 555, "MAIL"),
        ("MAIL", "550 5.6.7 no such letters in UTF-8", "permanent", 550, "MAIL"),
        ("MAIL", "421 4.7.0 bye", "later all", 421, "MAIL"),
        ("MAIL", Trouble.DROP, "later", None, "MAIL"),
        ("MAIL", Trouble.STALL, "later all", None, "MAIL"),
        ("RCPT", "550 5.1.1 no such user", "permanent", 550, "RCPT"),
        ("RCPT", "550 5.4.5 daily sending quota exceeded", "later all", 550, "RCPT"),
        ("RCPT", "450 4.2.1 mailbox busy", "later", 450, "RCPT"),
        ("RCPT", "452 4.2.2 mailbox full", "later", 452, "RCPT"),
        ("RCPT", "452 4.3.1 no space", "later all", 452, "RCPT"),
        ("RCPT", "421 4.7.0 bye", "later all", 421, "RCPT"),
        ("RCPT", "530 5.7.0 authentication required", "permanent all", 530, "RCPT"),
        ("RCPT", Trouble.DROP, "later", None, "RCPT"),
        ("RCPT", Trouble.STALL, "later all", None, "RCPT"),
        ("DATA", "554 5.7.1 no", "permanent", 554, "DATA"),
        ("DATA", "451 4.3.0 later", "later", 451, "DATA"),
        ("DATA", "421 bye", "later all", 421, "DATA"),
        ("DATA", "250 fine", "later", 250, "DATA"),
        ("DATA", Trouble.DROP, "later", None, "DATA"),
        ("DATA", Trouble.STALL, "later all", None, "DATA"),
        ("DOT", "554 5.7.1 spam", "permanent", 554, "DATA"),
        ("DOT", "552 5.3.4 too big after all", "permanent", 552, "DATA"),
        ("DOT", "451 4.3.0 later", "later", 451, "DATA"),
        ("DOT", "421 4.3.2 shutting down", "later all", 421, "DATA"),
        ("DOT", "354 go on", "unsure", None, "DATA"),
        ("DOT", "hello", "unsure", None, "DATA"),
        ("DOT", Trouble.DROP, "unsure", None, "DATA"),
        ("DOT", Trouble.LOSE, "unsure", None, "DATA"),
    ],
)
def test_what_a_failure_means(
    smtp_sink: SmtpSink,
    sender: SmtpSender,
    step: str,
    what: str | Trouble,
    expected: str,
    code: int | None,
    command: str,
) -> None:
    smtp_sink.answer(step, what)
    with pytest.raises(DeliveryError) as caught:
        sender.send(BOX, [BINH], mail())
    error = caught.value
    assert (verdict(error), error.code, error.command) == (expected, code, command)
    assert "\n" not in str(error)
    if isinstance(what, str) and code is not None:
        assert error.line == what
        assert what in str(error)
    # Whatever it was, the next letter finds a usable connection.
    smtp_sink.behave()
    before = len(smtp_sink.letters)
    assert sender.send(BOX, [LAN], mail())
    assert [taken.recipients for taken in smtp_sink.letters[before:]] == [(LAN,)]


def test_silence_after_the_letter_is_uncertain(smtp_sink: SmtpSink) -> None:
    smtp_sink.answer("DOT", Trouble.STALL)
    with pytest.raises(DeliveryError, match="may or may not") as caught:
        send_to(smtp_sink, timeout_seconds=0.05)
    assert verdict(caught.value) == UNSURE


def test_the_reply_to_a_whole_letter_alone_gets_ten_times_the_patience(
    sender: SmtpSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(Line, "wait_at_most", lambda _line, seconds: waits.append(seconds))
    sender.send(BOX, [BINH], mail())
    assert waits == [10 * SHORT, SHORT]


def test_a_letter_whose_reply_was_lost_really_may_be_there(smtp_sink: SmtpSink, sender: SmtpSender) -> None:
    smtp_sink.answer("DOT", Trouble.LOSE)
    with pytest.raises(DeliveryError):
        sender.send(BOX, [BINH], mail())
    assert len(smtp_sink.letters) == 1


@pytest.mark.parametrize("point", ["smtp.data", "smtp.accepted"])
def test_there_is_a_place_to_pull_the_plug_on_both_sides_of_the_reply(
    smtp_sink: SmtpSink, sender: SmtpSender, point: str
) -> None:
    passed: list[str] = []
    with faults.armed(passed.append):
        sender.send(BOX, [BINH], mail())
    assert point in passed


# --------------------------------------------------------------------------- all or nothing


def test_with_one_recipient_refused_nobody_gets_the_letter(smtp_sink: SmtpSink, sender: SmtpSender) -> None:
    smtp_sink.answer("RCPT", "550 5.1.1 no such user", address=LAN)
    with pytest.raises(DeliveryError, match=rf"{LAN} \(550 5.1.1 no such user\); the letter went to nobody") as caught:
        sender.send(BOX, [BINH, LAN], mail())
    assert verdict(caught.value) == PERMANENT
    assert caught.value.refused == (LAN,), "who kept it from the other"
    assert BINH not in str(caught.value)
    assert smtp_sink.letters == []
    assert smtp_sink.heard[-1] == "RSET"
    assert "DATA" not in smtp_sink.heard


@pytest.mark.parametrize(
    ("binh", "lan", "expected"),
    [
        ("450 4.2.1 busy", "550 5.1.1 unknown", PERMANENT),
        ("550 5.1.1 unknown", "450 4.2.1 busy", PERMANENT),
        ("450 4.2.1 busy", "452 4.2.2 full", LATER),
        ("421 4.7.0 bye", "550 5.1.1 unknown", "later all"),  # nobody was asked after that
        ("what?", "550 5.1.1 unknown", LATER),  # nor after what is no reply
    ],
)
def test_several_refusals_are_named_together(
    smtp_sink: SmtpSink, sender: SmtpSender, binh: str, lan: str, expected: str
) -> None:
    smtp_sink.answer("RCPT", binh, address=BINH)
    smtp_sink.answer("RCPT", lan, address=LAN)
    with pytest.raises(DeliveryError) as caught:
        sender.send(BOX, [BINH, LAN], mail())
    assert verdict(caught.value) == expected
    assert BINH in str(caught.value)
    assert (LAN in str(caught.value)) is not binh.startswith(("421", "what"))


@pytest.mark.parametrize(
    ("step", "what", "quits"),
    [
        ("EHLO", "502 not implemented", True),
        ("AUTH", "535 5.7.8 no", True),
        ("MAIL", "451 4.3.0 try later", True),
        ("MAIL", "421 4.7.0 bye", False),
        ("DATA", Trouble.DROP, False),
    ],
)
def test_who_refused_us_is_told_that_we_leave(step: str, what: str | Trouble, *, quits: bool) -> None:
    """RFC 5321 §4.1.1.10: not without QUIT; unless the server is leaving itself."""
    with SmtpSink(login=(BOX, "pw")) as sink:
        sink.answer(step, what)
        sender = SmtpSender(sink.settings(timeout_seconds=SHORT), sink.secret)
        with pytest.raises(DeliveryError):
            sender.send(BOX, [BINH], mail())
        assert (sink.heard[-1] == "QUIT") is quits


# --------------------------------------------------------------------------- before anything is sent


@pytest.mark.parametrize(
    ("recipients", "sentence"),
    [
        ((), "no recipient"),
        (("a b@c.example",), "not an e-mail address"),
        (("a@c.example>\r\nDATA",), "not an e-mail address"),
        (("<a@c.example>",), "not an e-mail address"),
    ],
)
def test_an_envelope_that_is_none(smtp_sink: SmtpSink, recipients: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(DeliveryError, match=sentence) as caught:
        send_to(smtp_sink, recipients=recipients)
    assert verdict(caught.value) == PERMANENT
    assert "MAIL" not in smtp_sink.heard


def test_an_address_in_other_letters_goes_where_the_server_can_carry_it(smtp_sink: SmtpSink) -> None:
    send_to(smtp_sink, recipients=("hương@thanhhóa.example",))
    (taken,) = smtp_sink.letters
    assert taken.recipients == ("hương@xn--thanhha-q0a.example",)
    assert "SMTPUTF8" in taken.options


def test_a_domain_in_other_letters_has_an_ascii_form_that_every_server_takes() -> None:
    with SmtpSink(without=frozenset({"SMTPUTF8"})) as sink:
        send_to(sink, recipients=("huong@thanhhóa.example",))
        assert sink.letters[0].recipients == ("huong@xn--thanhha-q0a.example",)


@pytest.mark.parametrize(
    ("without", "raw", "recipient", "sentence"),
    [
        ("SMTPUTF8", mail(), "hương@thanhhoa.example", r"cannot carry the address hương.*\(SMTPUTF8\)"),
        ("SMTPUTF8", "Subject: Bài\r\n\r\nx\r\n".encode(), BINH, "unencoded header fields"),
        ("8BITMIME", "Subject: a\r\n\r\nBài\r\n".encode(), BINH, "8-bit text"),
    ],
)
def test_what_the_server_lacks_is_said_before_the_letter(
    without: str, raw: bytes, recipient: str, sentence: str
) -> None:
    with SmtpSink(without=frozenset({without})) as sink:
        with pytest.raises(DeliveryError, match=sentence) as caught:
            send_to(sink, raw, (recipient,))
        assert verdict(caught.value) == PERMANENT
        assert "MAIL" not in sink.heard


@pytest.mark.parametrize(
    ("raw", "options"),
    [
        (b"Subject: a\r\n\r\nb\r\n", set()),
        ("Subject: a\r\n\r\nBài\r\n".encode(), {"BODY=8BITMIME"}),
        ("Subject: Bài\r\n\r\nb\r\n".encode(), {"BODY=8BITMIME", "SMTPUTF8"}),
    ],
)
def test_the_letter_says_what_it_needs(smtp_sink: SmtpSink, raw: bytes, options: set[str]) -> None:
    send_to(smtp_sink, raw)
    assert set(smtp_sink.letters[0].options) - {f"SIZE={len(raw)}"} == options


def test_a_letter_over_the_servers_limit_is_not_sent() -> None:
    with SmtpSink(size_limit=1000) as sink:
        with pytest.raises(DeliveryError, match="up to 1000 bytes, this one has") as caught:
            send_to(sink, mail(body="x" * 2000))
        assert verdict(caught.value) == PERMANENT
        assert send_to(sink, mail())


@pytest.mark.parametrize("said", ["²", "-1", "many", "9" * 5])
def test_a_limit_that_is_no_number_holds_up_no_letter(smtp_sink: SmtpSink, said: str) -> None:
    with mock.patch.object(Line, "parameters", return_value=said):
        assert send_to(smtp_sink, mail())


# --------------------------------------------------------------------------- protection and login


def test_a_port_where_nobody_listens() -> None:
    sender = SmtpSender(Smtp(host=LOOPBACK, port=free_port(), security="none"))
    with pytest.raises(DeliveryError, match=r"refuses connections; check \[smtp\] host and port") as caught:
        sender.send(BOX, [BINH], mail())
    assert verdict(caught.value) == "later all"


def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    sender = SmtpSender(Smtp(host="smtp.hoithao.example", port=465, security="tls"))
    with pytest.raises(DeliveryError, match=r"its name is not known.*\[smtp\] host") as caught:
        sender.send(BOX, [BINH], mail())
    assert verdict(caught.value) == "later all"


def test_a_machine_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def unplugged(*_: object, **__: object) -> None:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(socket, "create_connection", unplugged)
    sender = SmtpSender(Smtp(host=LOOPBACK, port=25, security="none"))
    with pytest.raises(DeliveryError, match=r"from here \(Network.*\); check this machine's network") as caught:
        sender.send(BOX, [BINH], mail())
    assert verdict(caught.value) == "later all"


@pytest.mark.parametrize("tls", [False, True], ids=["starttls", "tls"])
@pytest.mark.parametrize("mechanisms", ["PLAIN LOGIN", "LOGIN", "PLAIN"])
@pytest.mark.parametrize("password", ["pw", "mật khẩu", ' "\\'])
def test_a_protected_login(certificate: Certificate, *, tls: bool, mechanisms: str, password: str) -> None:
    with SmtpSink(certificate, tls=tls, login=(BOX, password), mechanisms=mechanisms) as sink:
        assert send_to(sink)
        assert sink.heard[:2] == ["CONNECT", "EHLO"]
        assert sink.heard.count("AUTH") == 1


def test_a_wrong_password_is_tried_once_and_holds_everything() -> None:
    with SmtpSink(login=(BOX, "đúng")) as sink:
        sender = SmtpSender(sink.settings(), Secret("nhầm"))
        with pytest.raises(DeliveryError, match=rf"refused the login of {BOX}: 535.*Check \[smtp\] username") as caught:
            sender.send(BOX, [BINH], mail())
        assert verdict(caught.value) == "permanent all"
        assert (caught.value.code, caught.value.command) == (535, "AUTH")
        assert "nhầm" not in str(caught.value)
        assert sink.heard.count("AUTH") == 1


@pytest.mark.parametrize(
    ("what", "expected", "remedy"),
    [
        ("454 4.7.0 temporary authentication failure", "later all", "It will be tried again"),
        (
            "534 5.7.9 application-specific password required",
            "permanent all",
            "Check [smtp] username and the password.",
        ),
        ("421 4.7.0 too many logins", "later all", "It will be tried again"),
        (Trouble.DROP, "later all", ""),
        (Trouble.STALL, "later all", ""),
    ],
)
def test_a_login_is_refused_for_good_or_for_now(what: str | Trouble, expected: str, remedy: str) -> None:
    with SmtpSink(login=(BOX, "pw")) as sink:
        sink.answer("AUTH", what)
        with pytest.raises(DeliveryError) as caught:
            send_to(sink, timeout_seconds=SHORT)
        assert (verdict(caught.value), caught.value.command) == (expected, "AUTH")
        assert remedy in str(caught.value)
        assert ("password." in str(caught.value)) == remedy.startswith("Check"), "a password that is right is let alone"


def test_a_server_without_a_login_we_know() -> None:
    with SmtpSink(login=(BOX, "pw"), without=frozenset({"AUTH"})) as sink:
        with pytest.raises(DeliveryError, match="offers no login that we know") as caught:
            send_to(sink)
        assert verdict(caught.value) == "permanent all"


def test_without_starttls_nothing_goes_out_in_the_clear(smtp_sink: SmtpSink) -> None:
    with pytest.raises(DeliveryError, match="does not offer STARTTLS; nothing was sent") as caught:
        send_to(smtp_sink, security="starttls", username=BOX)
    assert verdict(caught.value) == "permanent all"
    assert smtp_sink.heard == ["CONNECT", "EHLO"]


@pytest.mark.parametrize(
    ("what", "expected"),
    [("454 4.7.0 TLS not available", "later all"), ("501 5.5.4 no", "permanent all"), (Trouble.DROP, "later all")],
)
def test_starttls_goes_wrong(certificate: Certificate, what: str | Trouble, expected: str) -> None:
    with SmtpSink(certificate) as sink:
        sink.answer("STARTTLS", what)
        with pytest.raises(DeliveryError) as caught:
            send_to(sink)
        assert (verdict(caught.value), caught.value.command) == (expected, "STARTTLS")
        assert "MAIL" not in sink.heard


@pytest.mark.parametrize("tls", [False, True], ids=["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for(certificate: Certificate, *, tls: bool) -> None:
    with SmtpSink(certificate, tls=tls) as sink:
        with pytest.raises(DeliveryError, match=r"certificate is not trusted.*ca_file") as caught:
            send_to(sink, ca_file=None)
        assert verdict(caught.value) == "permanent all"
        assert "MAIL" not in sink.heard


def test_a_certificate_for_another_name(tmp_path: Path) -> None:
    with SmtpSink(Certificate.make(tmp_path, "mail.elsewhere.example")) as sink:
        with pytest.raises(DeliveryError, match="certificate is not trusted") as caught:
            send_to(sink)
        assert verdict(caught.value) == "permanent all"


def test_tls_towards_a_port_that_does_not_speak_it(smtp_sink: SmtpSink) -> None:
    with pytest.raises(DeliveryError, match=r"does not speak TLS there; check \[smtp\] security") as caught:
        send_to(smtp_sink, security="tls")
    assert verdict(caught.value) == "permanent all"


@pytest.mark.parametrize("content", [None, b"not a certificate"])
def test_a_ca_file_that_is_none(smtp_sink: SmtpSink, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "ca.pem"
    if content:
        path.write_bytes(content)
    with pytest.raises(DeliveryError, match="ca_file") as caught:
        send_to(smtp_sink, security="tls", ca_file=path)
    assert verdict(caught.value) == "permanent all"


# --------------------------------------------------------------------------- garbage


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    step=st.sampled_from(["EHLO", "MAIL", "RCPT", "DATA", "DOT"]),
    words=st.one_of(
        st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\n"), max_size=40),
        st.sampled_from(["2", "25", "250", "250-", "99999 x", "-50 x", "1e2 x", "   ", "600 x", "199 x", "300 x"]),
    ),
)
def test_no_answer_however_strange_raises_anything_but_a_delivery_error(
    smtp_sink: SmtpSink, step: str, words: str
) -> None:
    """And a letter is only ever called uncertain when all of it had been sent."""
    smtp_sink.behave()
    smtp_sink.answer(step, words)
    taken = len(smtp_sink.letters)
    try:
        reply = send_to(smtp_sink, timeout_seconds=0.05)
    except DeliveryError as error:
        assert not error.uncertain or step == "DOT"  # noqa: PT017 - it need not fail
    else:
        assert reply.startswith("2")
        assert step == "DOT" or len(smtp_sink.letters) == taken + 1
