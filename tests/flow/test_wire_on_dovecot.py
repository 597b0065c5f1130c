"""Whatever the wire does between the program and real servers: one sentence, nothing lost, and the next pass goes on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from pathlib import Path
from unittest import mock

import pytest
from flow_trial import Trial, letter, running, wait_for
from servers import Account, SmtpSink
from wire import Deed, Fault, Wire

pytestmark = pytest.mark.server

ARRIVED = datetime(2021, 11, 5, 2, 0, tzinfo=UTC)
FIRST = ("--now", "2021-11-05T10:00:00+07:00")
LATER = ("--now", "2021-11-05T10:20:00+07:00")  # beyond the longest pause between two attempts at a server
QUICK = 1.0  #: seconds; for the cases that wait for them


@pytest.fixture
def to_imap(dovecot_account: Account) -> Iterator[Wire]:
    with Wire(dovecot_account.port) as wire:
        yield wire


@pytest.fixture
def to_smtp(smtp_sink: SmtpSink) -> Iterator[Wire]:
    with Wire(smtp_sink.port) as wire:
        yield wire


@pytest.fixture
def wired(connected: Trial, to_imap: Wire, to_smtp: Wire, dovecot_account: Account, memory_path: Path) -> Trial:
    """Two letters of people wait in the mailbox."""
    connected.write(
        storage={"directory": memory_path / "state"},
        mailbox={"host": "127.0.0.1", "port": to_imap.port, "security": "none"},
        smtp={"port": to_smtp.port},
        render={"enabled": False},
    )
    for name in ("lan", "hoa"):
        raw = letter(f"{name} <{name}@hue.example>", "Hỏi về hội thảo", f"{name} xin hỏi hội thảo tổ chức ở đâu ạ?\n")
        dovecot_account.deliver(raw, ARRIVED)
    return connected


def one_sentence(stderr: str, words: str) -> None:
    """What went wrong, said once, on a line, without the insides of libraries."""
    (said,) = [line for line in stderr.splitlines() if line.startswith("thamluan: ")]
    assert re.search(words, said), said
    assert said.endswith((".", ")")), said
    assert not re.search(r"b'|Error\b|0x|Traceback|imaplib|errno", said), said


def nothing_lost(trial: Trial, box: Account) -> None:
    kept = Counter(box.messages()) + Counter(box.messages("Da-xu-ly"))
    assert sorted(kept.values()) == [1, 1], "each message is in the mailbox once"


def waiting(trial: Trial, state: str) -> int:
    """How many answers to people are in this state."""
    letters = trial.json("outbox", "list")
    return sum(letter["state"] == state and letter["kind"] != "notice" for letter in letters)


def whole_again(trial: Trial, box: Account, sink: SmtpSink) -> None:
    """Everything is answered once, filed away, and adds up."""
    nothing_lost(trial, box)
    assert len(box.messages("Da-xu-ly")) == 2
    status = trial.json("status", *LATER)
    assert (status["messages"]["total"], status["messages"]["parked"]) == (2, 0)
    assert sorted(taken.recipients[0] for taken in sink.letters if "thuky" not in taken.recipients[0]) == [
        "hoa@hue.example",
        "lan@hue.example",
    ]
    ids = Counter(BytesHeaderParser().parsebytes(taken.raw)["Message-ID"] for taken in sink.letters)
    assert set(ids.values()) == {1}
    trial.json("reconcile")


RESET = Deed.RESET
#: What goes wrong, exit code, words of the sentence (None: the pass goes on without), seconds of patience.
IMAP: dict[str, tuple[Fault, int, str | None]] = {
    "reset before the greeting": (Fault(0, RESET), 2, "closed|connection failed|broke off"),
    "reset within the greeting": (Fault(9, RESET), 2, "closed|connection failed|broke off"),
    "reset at byte 150": (Fault(150, RESET), 2, "closed|connection failed|broke off"),
    "reset at byte 700": (Fault(700, RESET), 2, "closed|connection failed|broke off"),
    "reset at login": (Fault("LOGIN", RESET), 2, "connection failed|closed the connection|broke off"),
    "hung up at login": (Fault("LOGIN", Deed.HANG_UP), 2, "closed the connection|broke off"),
    "reset in the middle of a message": (
        Fault("UID FETCH .*BODY", b"* 1 FETCH (UID 1 BODY[] {9000}\r\nFrom: lan@", RESET), 2, "fetching message 1",
    ),
    "hung up in the middle of a message": (
        Fault("UID FETCH .*BODY", b"* 1 FETCH (UID 1 BODY[] {9000}\r\nFrom: lan@", Deed.HANG_UP), 2, "fetching message 1",
    ),
    "reset while moving": (Fault("UID MOVE", RESET), 2, "moving message 1"),
    "moved, and hung up before the answer": (Fault("UID MOVE", b"* OK [COPYUID 1 1 1] moved\r\n", RESET), 2, "moving"),
    "stalled before the greeting": (Fault(0, Deed.STALL), 2, "did not answer in time while connecting"),
    "stalled at SELECT": (Fault("SELECT", Deed.STALL), 2, "did not answer in time while opening the folder"),
    "stalled in a message": (
        Fault("UID FETCH .*BODY", b"* 1 FETCH (UID 1 BODY[] {9000}\r\nFrom: lan@", Deed.STALL), 2, "in time while fetching",
    ),
    "garbage at SEARCH": (Fault("UID SEARCH", b"\x00\xff\xfe nonsense (((\r\n", Deed.HANG_UP), 2, "not IMAP|broke off"),
    "a web server's answer": (Fault("LOGIN", b"HTTP/1.1 400 Bad Request\r\n\r\n<html>\r\n", Deed.HANG_UP), 2, "IMAP|broke|closed"),
    "a size that is none": (
        Fault("UID FETCH .*SIZE", b'* 1 FETCH (UID 1 RFC822.SIZE many INTERNALDATE "05-Nov-2021 02:00:00 +0000")\r\nTAG OK so\r\n'),
        2, "not IMAP",
    ),
    "neither size nor date": (Fault("UID FETCH .*SIZE", b"TAG OK so\r\n"), 0, None),
    "BYE at SELECT": (Fault("SELECT", b"* BYE Server is shutting down\r\n", Deed.HANG_UP), 2, "broke off.*shutting down"),
    "throttled at login": (Fault("LOGIN", b"TAG NO [THROTTLED] Account exceeded bandwidth\r\n"), 2, "for now.*bandwidth"),
    "too many connections": (Fault("LOGIN", b"TAG NO [ALERT] Too many simultaneous connections. (Failure)\r\n"), 2, "for now"),
    "password refused": (Fault("LOGIN", b"TAG NO [AUTHENTICATIONFAILED] Invalid credentials\r\n"), 2, "app password"),
    "throttled at SELECT": (Fault("SELECT", b"TAG NO [THROTTLED] Come back\r\n"), 2, "refused while opening.*tried again"),
    "unavailable at SEARCH": (Fault("UID SEARCH", b"TAG NO [UNAVAILABLE] Storage\r\n"), 2, "refused while listing.*tried again"),
    "throttled at FETCH": (Fault("UID FETCH .*BODY", b"TAG NO [THROTTLED] Bandwidth\r\n"), 1, None),
    "over quota at MOVE": (Fault("UID MOVE", b"TAG NO [OVERQUOTA] Quota exceeded\r\n"), 0, None),
    "BYE while moving": (Fault("UID MOVE", b"* BYE [UNAVAILABLE] maintenance\r\n", Deed.HANG_UP), 2, "broke off.*maintenance"),
}  # fmt: skip


@pytest.mark.parametrize("case", IMAP)
def test_faults_towards_the_mailbox(
    case: str, wired: Trial, to_imap: Wire, dovecot_account: Account, smtp_sink: SmtpSink
) -> None:
    fault, code, words = IMAP[case]
    to_imap.fail(fault)
    if Deed.STALL in (fault.do, fault.then):
        wired.write(mailbox={"timeout_seconds": QUICK})
    done = wired.run("once", *FIRST, expect=code)
    if words is not None:
        one_sentence(done.stderr, words)
    assert to_imap.count("LOGIN|AUTHENTICATE") <= 1
    nothing_lost(wired, dovecot_account)
    to_imap.mend()
    wired.write(mailbox={"timeout_seconds": 10})
    wired.run("once", *LATER)
    whole_again(wired, dovecot_account, smtp_sink)


def test_nobody_listens(wired: Trial, to_imap: Wire, dovecot_account: Account, smtp_sink: SmtpSink) -> None:
    to_imap.refuse()
    one_sentence(wired.run("once", *FIRST, expect=2).stderr, "refuses connections. Check .* and that it runs")
    to_imap.mend()
    wired.run("once", *LATER)
    whole_again(wired, dovecot_account, smtp_sink)


TLS: dict[str, tuple[dict[str, object], Fault | None, str]] = {
    "no TLS on this port": ({"security": "tls"}, None, "does not speak TLS"),
    "hung up in the handshake": ({"security": "starttls"}, Fault("STARTTLS", b"TAG OK begin\r\n", Deed.HANG_UP), "failed|closed"),
    "garbage for a handshake": ({"security": "starttls"}, Fault("STARTTLS", b"TAG OK begin\r\n\x15\xff nonsense"), "TLS|failed"),
    "STARTTLS refused": ({"security": "starttls"}, Fault("STARTTLS", b"TAG NO not now\r\n"), "STARTTLS|starting TLS"),
    "STARTTLS stripped": (
        {"security": "starttls"}, Fault("CAPABILITY", b"* CAPABILITY IMAP4rev1\r\nTAG OK so\r\n"), "does not offer|starting TLS",
    ),
    "a stranger's certificate": ({"security": "starttls", "ca_file": ""}, None, "certificate .* is not trusted"),
}  # fmt: skip


@pytest.mark.parametrize("case", TLS)
def test_without_protection_nothing_is_said(
    case: str, wired: Trial, to_imap: Wire, dovecot_account: Account, smtp_sink: SmtpSink
) -> None:
    changes, fault, words = TLS[case]
    if changes.get("ca_file") == "":
        changes = {**changes, "ca_file": "/etc/ssl/certs/ca-certificates.crt"}
    before = dict(wired.changes["mailbox"])
    wired.write(mailbox={**changes, "timeout_seconds": 3})
    if fault is not None:
        to_imap.fail(fault)
    one_sentence(wired.run("once", *FIRST, expect=2).stderr, words)
    assert to_imap.count("LOGIN|AUTHENTICATE") == 0
    to_imap.mend()
    wired.write(mailbox=before)
    wired.run("once", *LATER)
    whole_again(wired, dovecot_account, smtp_sink)


#: What goes wrong, the exit code, what becomes of the letters, and whether they go out by themselves later.
SMTP: dict[str, tuple[Fault, int, str, bool]] = {
    "reset before the greeting": (Fault(0, RESET), 1, "queued", True),
    "hung up before the greeting": (Fault(0, Deed.HANG_UP), 1, "queued", True),
    "reset within EHLO's answer": (Fault(60, RESET), 1, "queued", True),
    "stalled before the greeting": (Fault(0, Deed.STALL), 1, "queued", True),
    "stalled at MAIL": (Fault("(?i)MAIL", Deed.STALL), 1, "queued", True),
    "no SMTP at all": (Fault("(?i)EHLO", b"SSH-2.0-OpenSSH_9.2\r\n", Deed.HANG_UP), 1, "queued", True),
    "garbage at RCPT": (Fault("(?i)RCPT", b"\x00\xff\xfe nonsense\r\n", Deed.HANG_UP), 0, "queued", True),
    "421 at EHLO": (Fault("(?i)EHLO", b"421 4.3.2 shutting down\r\n", Deed.HANG_UP), 1, "queued", True),
    "421 at MAIL": (Fault("(?i)MAIL", b"421 4.7.0 try later\r\n", Deed.HANG_UP), 1, "queued", True),
    "452 at MAIL": (Fault("(?i)MAIL", b"452 4.3.1 insufficient storage\r\n"), 1, "queued", True),
    "451 at RCPT": (Fault("(?i)RCPT", b"451 4.7.1 greylisted\r\n"), 0, "queued", True),
    "451 at DATA": (Fault("(?i)DATA", b"451 4.3.0 later\r\n"), 0, "queued", True),
    "reset at DATA": (Fault("(?i)DATA", RESET), 0, "queued", True),
    "550 at RCPT": (Fault("(?i)RCPT", b"550 5.1.1 no such user\r\n"), 1, "failed", False),
    "reset at the dot": (Fault(r"\.$", RESET), 1, "uncertain", False),
    "garbage at the dot": (Fault(r"\.$", b"\x00\xff nonsense\r\n", Deed.HANG_UP), 1, "uncertain", False),
}


@pytest.mark.parametrize("case", SMTP)
def test_faults_towards_the_smtp_server(
    case: str, wired: Trial, to_smtp: Wire, dovecot_account: Account, smtp_sink: SmtpSink
) -> None:
    fault, code, state, recovers = SMTP[case]
    to_smtp.fail(fault)
    if Deed.STALL in (fault.do, fault.then):
        wired.write(smtp={"timeout_seconds": QUICK})
    wired.run("once", *FIRST, expect=code)
    assert len(dovecot_account.messages("Da-xu-ly")) == 2, "what came in does not wait for what goes out"
    assert waiting(wired, state) == 2
    assert smtp_sink.letters == []
    to_smtp.mend()
    wired.write(smtp={"timeout_seconds": 10})
    wired.run("once", *LATER)
    if recovers:
        whole_again(wired, dovecot_account, smtp_sink)
    else:  # a person decides: nothing is sent again blindly
        assert waiting(wired, state) == 2
        assert [taken for taken in smtp_sink.letters if "thuky" not in taken.recipients[0]] == []


def test_bye_in_idle(wired: Trial, to_imap: Wire, dovecot_account: Account) -> None:
    """The service opens IDLE again: only that brings the last message, for a poll comes once an hour."""
    to_imap.fail(Fault("IDLE", b"+ idling\r\n* BYE Server is shutting down\r\n", Deed.HANG_UP, times=1))
    with running(wired, FIRST[1]) as service:
        wait_for(service, "Delivery: sent")
        assert to_imap.hears("IDLE", 2)
        dovecot_account.deliver(letter("Thu <thu@hue.example>", "Hỏi", "Xin hỏi hội thảo ở đâu ạ?\n"), ARRIVED)
        wait_for(service, "Intake: ", "Delivery: sent")


def test_processes_started_by_a_timer_do_not_hammer_a_refused_login(
    wired: Trial, to_imap: Wire, dovecot_account: Account, smtp_sink: SmtpSink, secret_file: Callable[[str], Path]
) -> None:
    """Each `once` is another process; a person need not wait, nor does who has changed the password."""

    def logins(*arguments: str, minute: int = 0, expect: int) -> int:
        before = to_imap.count("LOGIN|AUTHENTICATE")
        now = () if arguments[0] == "doctor" else ("--now", f"2021-11-05T10:{minute:02}:00+07:00")
        said = wired.run(*arguments, *now, expect=expect).stderr
        if expect == 2:
            one_sentence(said, "app password")
        return to_imap.count("LOGIN|AUTHENTICATE") - before

    to_imap.fail(Fault("LOGIN", b"TAG NO [AUTHENTICATIONFAILED] Invalid credentials\r\n"))
    wired.write(mailbox={"password_file": secret_file("cũ")})
    minutes = (0, 5, 14, 16, 30, 32, 46, 48)
    assert [logins("once", minute=minute, expect=2) for minute in minutes] == [1, 0, 0, 1, 0, 1, 0, 1]
    status = wired.json("status", "--now", "2021-11-05T10:55:00+07:00", expect=1)
    assert status["next_poll"].startswith("2021-11-05T11:03:")
    assert f"the next comes after {status['next_poll']}: The IMAP server" in status["trouble"][0]
    assert logins("once", "--anyway", minute=56, expect=2) == 1
    assert logins("doctor", expect=1) == 1
    wired.write(mailbox={"password_file": secret_file(dovecot_account.password)})
    assert logins("once", minute=57, expect=2) == 1
    assert logins("once", minute=58, expect=2) == 0
    to_imap.mend()
    assert logins("once", "--anyway", minute=59, expect=0) == 1
    whole_again(wired, dovecot_account, smtp_sink)


def test_what_came_before_is_served_while_the_mailbox_is_left_alone(
    wired: Trial, to_imap: Wire, smtp_sink: SmtpSink
) -> None:
    smtp_sink.answer("MAIL", "452 4.3.1 insufficient storage")
    wired.run("once", *FIRST, expect=1)
    to_imap.fail(Fault("LOGIN", b"TAG NO [AUTHENTICATIONFAILED] Invalid credentials\r\n"))
    wired.run("once", "--now", "2021-11-05T10:10:00+07:00", expect=2)
    assert waiting(wired, "queued") == 2
    smtp_sink.behave()
    to_imap.mend()
    said = wired.run("once", "--now", "2021-11-05T10:15:00+07:00", expect=2).stderr
    one_sentence(said, "left alone until 2021-11-05T10:25:")
    assert to_imap.heard == []
    assert waiting(wired, "sent") == 2


def test_after_passes_that_were_killed_the_next_waits_by_itself(
    wired: Trial, dovecot_account: Account, smtp_sink: SmtpSink
) -> None:
    rested: list[float] = []
    with mock.patch("daemon.service.time.sleep", rested.append):
        with mock.patch("daemon.service.run_intake", side_effect=SystemExit(137)):
            for _ in range(4):
                wired.run("once", "--now", "2021-11-05T10:10:00+07:00", expect=137)
        rested.clear()
        said = wired.run("once", "--now", "2021-11-05T10:10:02+07:00").stderr
    assert "The last polls were cut off" in said
    (seconds,) = (it for it in rested if it > 1)
    assert seconds <= 20
    whole_again(wired, dovecot_account, smtp_sink)


def test_reconcile_waits_as_well(wired: Trial, to_imap: Wire) -> None:
    to_imap.fail(Fault("LOGIN", b"TAG NO [AUTHENTICATIONFAILED] Invalid credentials\r\n", times=1))
    wired.run("once", expect=2)
    one_sentence(wired.run("reconcile", expect=2).stderr, "left alone until")
    assert to_imap.count("LOGIN|AUTHENTICATE") == 1
    assert wired.json("reconcile", "--anyway", expect=1)["mailbox"] == 2


def test_the_look_for_the_digest_costs_no_login_and_comes_once_a_day(wired: Trial, to_imap: Wire) -> None:
    for day, minute, looks in (("05", 0, 1), ("05", 1, 1), ("05", 59, 1), ("06", 1, 2), ("06", 2, 2)):
        wired.run("once", "--now", f"2021-11-{day}T06:{minute:02}:00+07:00")
        assert to_imap.count("EXAMINE.*INBOX") == looks
    assert to_imap.count("LOGIN|AUTHENTICATE") == 5


def test_a_look_for_the_digest_that_fails_holds_up_nothing(
    wired: Trial, to_imap: Wire, dovecot_account: Account, smtp_sink: SmtpSink
) -> None:
    to_imap.fail(Fault("EXAMINE", RESET))
    for minute, looks in ((0, 1), (5, 1), (14, 1), (16, 2)):
        wired.run("once", "--now", f"2021-11-05T06:{minute:02}:00+07:00")
        assert to_imap.count("EXAMINE") == looks, "not with every poll"
    assert wired.json("status", "--now", "2021-11-05T06:17:00+07:00")["trouble"] == []
    to_imap.mend()
    whole_again(wired, dovecot_account, smtp_sink)


def test_a_refused_login_is_not_tried_again_at_once(wired: Trial, to_imap: Wire) -> None:
    """Neither by polling nor by IDLE, which stands beside it."""
    to_imap.fail(Fault("LOGIN", b"TAG NO [AUTHENTICATIONFAILED] Invalid credentials\r\n"))
    with running(wired, FIRST[1]) as service:
        wait_for(service, "app password", "Next try in 900 s")
        service.terminate()
        service.wait(20)
    with running(wired, "2021-11-05T10:05:00+07:00") as service:  # nor by the next, should somebody restart it
        wait_for(service, "left alone until 2021-11-05T10:15", "Next try in")
        service.terminate()
        service.wait(20)
    assert to_imap.count("LOGIN|AUTHENTICATE") == 1
