"""Whatever a server or the network does, an inbox answers with one sentence and the decision a caller needs."""

from __future__ import annotations

import contextlib
import errno
import re
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from servers import LOOPBACK, Account, Answer, Certificate, FakeImap, free_port

from daemon import inbox as module
from daemon.discretion import Secret
from daemon.errors import MailboxError
from daemon.inbox import ImapInbox
from daemon.model import Counted, MessageRef

pytestmark = pytest.mark.slow  # processes and sockets of their own

SHORT = 0.3  #: seconds: a stall is told from an answer
FETCHED = (
    b'* 1 FETCH (UID 1 RFC822.SIZE 5 INTERNALDATE "09-Nov-2021 23:59:07 +0700" BODY[] {5}\r\na: b\n)\r\nTAG OK\r\n'
)
THREE = {
    "UID SEARCH": b"* SEARCH 1\r\nTAG OK\r\n",
    "UID SEARCH UID 1:* DELETED": b"* SEARCH\r\nTAG OK\r\n",
    "UID FETCH": FETCHED,
}


def connect(server: FakeImap, **changes: object) -> ImapInbox:
    return ImapInbox.connect(server.account().settings(**{"timeout_seconds": SHORT, **changes}), Secret("pw"))


def ref_of(inbox: ImapInbox, uid: int = 1, uidvalidity: int = 7) -> MessageRef:
    return MessageRef(inbox.account, inbox.folder, uidvalidity, uid)


# --------------------------------------------------------------------------- connecting


def test_a_port_where_nobody_listens() -> None:
    with pytest.raises(MailboxError, match=r"refuses connections\. Check \[mailbox\] host and port") as caught:
        ImapInbox.connect(Account("binh", "pw", free_port()).settings(), Secret("pw"))
    assert not caught.value.permanent


def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    account = Account("binh", "pw", 993, host="imap.hoithao.example")
    with pytest.raises(MailboxError, match=r"not known by that name.*\[mailbox\] host") as caught:
        ImapInbox.connect(account.settings(), Secret("pw"))
    assert not caught.value.permanent  # the DNS of this machine may be down


def test_a_machine_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def unplugged(*_: object, **__: object) -> None:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(socket, "create_connection", unplugged)
    with pytest.raises(MailboxError, match=r"cannot be reached from here.*this machine's network") as caught:
        ImapInbox.connect(Account("binh", "pw", 993).settings(), Secret("pw"))
    assert not caught.value.permanent


@pytest.mark.parametrize(
    ("greeting", "sentence"),
    [
        (b"", "did not answer in time while connecting"),
        (b"* OK", "did not answer in time"),
        (b"220 mail.example ESMTP\r\n", "something that is not IMAP .* Check .mailbox. host and port"),
        (b"* BYE too many connections\r\n", "too many connections"),
        (b"\x00\xff\x15\x03\r\n", "broke off while connecting|not IMAP"),
        (b"x" * 1_100_000 + b"\r\n", "while connecting"),
    ],
)
def test_a_server_that_greets_in_a_strange_way(greeting: bytes, sentence: str) -> None:
    with FakeImap(greeting=greeting) as server, pytest.raises(MailboxError, match=sentence) as caught:
        connect(server)
    assert not caught.value.permanent


def test_a_server_that_hangs_up_at_once() -> None:
    with FakeImap({"CAPABILITY": None}) as server, pytest.raises(MailboxError, match="tried again"):
        connect(server)


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [
        (b"TAG NO LOGIN failed\r\n", True),
        (b"TAG NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\r\n", True),
        (b"TAG NO [ALERT] Application-specific password required\r\n", True),
        (b"TAG NO [UNAVAILABLE] Temporary authentication failure\r\n", False),
        (b"TAG NO [ALERT] Too many simultaneous connections. (Failure)\r\n", False),
        (b"TAG NO [THROTTLED]\r\n", False),
        (b"TAG NO [LIMIT] wait\r\n", False),
        (b"TAG BAD syntax\r\n", True),
        (b"* BYE shutting down\r\n", False),
        (None, False),
        (b"", False),
    ],
)
def test_a_login_is_refused_for_good_or_for_now(answer: Answer, *, permanent: bool) -> None:
    with FakeImap({"LOGIN": answer}) as server, pytest.raises(MailboxError) as caught:
        connect(server)
    assert caught.value.permanent is permanent
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize(
    ("username", "password", "said"),
    [
        ("binh", "mật khẩu", "AUTHENTICATE PLAIN"),
        ("tên người", "pw", "AUTHENTICATE PLAIN"),
        ('a "b" c', "pw", "AUTHENTICATE PLAIN"),
        ("binh", 'p"w\\', 'LOGIN binh "p\\"w\\\\"'),
        ("binh@hoithao.example", "pw", 'LOGIN binh@hoithao.example "pw"'),
    ],
)
def test_names_and_passwords_of_all_kinds_reach_the_server(username: str, password: str, said: str) -> None:
    answers = {
        "CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK\r\n",
        "AUTHENTICATE": lambda tag, _: b"+ \r\n",
    }
    with FakeImap(answers) as server:
        account = Account(username, password, server.port)
        try:
            ImapInbox.connect(account.settings(timeout_seconds=SHORT, address="a@b.example"), account.secret).close()
        except MailboxError:
            assert said.startswith("AUTHENTICATE")  # the fake does not know how to end that dialogue
        assert said in server.heard


def test_a_password_file_with_more_than_a_password_is_told_before_anything_is_sent() -> None:
    with FakeImap() as server, pytest.raises(MailboxError, match="control character") as caught:
        ImapInbox.connect(server.account().settings(), Secret("pw\r\nx LOGOUT"))
    assert caught.value.permanent
    assert not any(said.startswith("LOGIN") for said in server.heard)


def test_a_server_that_wants_no_login_in_the_clear() -> None:
    capability = b"* CAPABILITY IMAP4rev1 LOGINDISABLED\r\nTAG OK\r\n"
    with FakeImap({"CAPABILITY": capability}) as server, pytest.raises(MailboxError, match="no way of logging in") as c:
        connect(server)
    assert c.value.permanent


# --------------------------------------------------------------------------- TLS


@pytest.mark.parametrize(
    ("greeting", "answers"),
    [
        (b"* OK ready\r\n", {}),
        (b"* PREAUTH welcome\r\n", {"CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS\r\nTAG OK\r\n"}),
        (
            b"* OK ready\r\n",
            {"CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS\r\nTAG OK\r\n", "STARTTLS": b"TAG NO not today\r\n"},
        ),
    ],
    ids=["stripped", "preauth", "refused"],
)
def test_without_starttls_nothing_goes_out_in_the_clear(greeting: bytes, answers: dict[str, Answer]) -> None:
    with (
        FakeImap(answers, greeting=greeting) as server,
        pytest.raises(MailboxError, match=r"\[mailbox\] sec") as caught,
    ):
        connect(server, security="starttls")
    assert caught.value.permanent
    assert not any(said.upper().startswith(("LOGIN", "AUTHENTICATE")) for said in server.heard)


def test_a_certificate_that_nobody_vouches_for(certificate: Certificate) -> None:
    with FakeImap(tls=certificate.context()) as server, pytest.raises(MailboxError, match=r"not trusted.*ca_file") as c:
        ImapInbox.connect(server.account().settings(security="tls", port=server.port, ca_file=None), Secret("pw"))
    assert c.value.permanent


def test_a_certificate_for_another_name(tmp_path: Path) -> None:
    other = Certificate.make(tmp_path, "mail.elsewhere.example")
    with FakeImap(tls=other.context()) as server, pytest.raises(MailboxError, match="not trusted") as caught:
        ImapInbox.connect(
            server.account().settings(security="tls", port=server.port, ca_file=other.certificate), Secret("pw")
        )
    assert caught.value.permanent


def test_a_private_authority_is_trusted_when_it_is_named(certificate: Certificate) -> None:
    with FakeImap(tls=certificate.context()) as server:
        changes = {"security": "tls", "port": server.port, "ca_file": certificate.certificate}
        inbox = ImapInbox.connect(server.account().settings(**changes), Secret("pw"))
        assert inbox.select().exists == 3
        inbox.close()


def test_tls_towards_a_port_that_does_not_speak_it() -> None:
    with FakeImap() as server, pytest.raises(MailboxError, match=r"does not speak TLS.*\[mailbox\] security") as caught:
        connect(server, security="tls", port=server.port)
    assert caught.value.permanent


@pytest.mark.parametrize("content", [None, b"not a certificate"])
def test_a_ca_file_that_is_none(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "ca.pem"
    if content:
        path.write_bytes(content)
    with FakeImap() as server, pytest.raises(MailboxError, match="ca_file") as caught:
        connect(server, security="tls", port=server.port, ca_file=path)
    assert caught.value.permanent


# --------------------------------------------------------------------------- at work


@pytest.mark.parametrize(
    ("answers", "sentence", "permanent"),
    [
        ({"SELECT": b"TAG NO [NONEXISTENT] no such mailbox\r\n"}, r"Check \[mailbox\] folder", True),
        ({"SELECT": b"TAG NO [UNAVAILABLE] rebuilding\r\n"}, "tried again", False),
        ({"SELECT": b"* 0 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\nTAG OK [READ-ONLY]\r\n"}, "read access only", True),
        ({"SELECT": b"* 0 EXISTS\r\nTAG OK\r\n"}, "not IMAP", False),  # no UIDVALIDITY: nothing could be identified
        ({"SELECT": b"* x EXISTS\r\n* OK [UIDVALIDITY y] ok\r\nTAG OK\r\n"}, "tried again", False),
        ({"SELECT": b""}, "in time", False),
        ({"SELECT": None}, "tried again", False),
        ({"UID SEARCH": b"* SEARCH one two\r\nTAG OK\r\n"}, "not IMAP", False),
        ({"UID SEARCH": b"TAG NO [SERVERBUG] oops\r\n"}, "oops", False),
        ({"UID SEARCH": b"TAG BAD no such key\r\n"}, "while .*: no such key. It will be tried again.$", False),
        ({**THREE, "UID FETCH": b"* 1 FETCH (UID 1 RFC822.SIZE\r\nTAG OK\r\n"}, "not IMAP", False),
        ({**THREE, "UID FETCH": b"* 1 FETCH (UID x RFC822.SIZE 1)\r\nTAG OK\r\n"}, "not IMAP", False),
        ({**THREE, "UID FETCH": b"* 1 FETCH (UID 1 BODY[] {99999999999999}\r\n"}, "tried again", False),
        ({**THREE, "UID FETCH": b"* BYE maintenance\r\n"}, "maintenance", False),
    ],
)
def test_listing_goes_wrong(answers: dict[str, Answer], sentence: str, *, permanent: bool) -> None:
    with FakeImap(answers) as server:
        inbox = connect(server)
        with pytest.raises(MailboxError, match=sentence) as caught:
            inbox.list()
        assert caught.value.permanent is permanent
        inbox.close()


def test_after_half_an_answer_the_connection_is_not_used_again() -> None:
    """A late answer to an earlier question must never be taken for the answer to the next one."""
    with FakeImap({**THREE, "UID FETCH": b""}) as server:
        inbox = connect(server)
        with pytest.raises(MailboxError, match="in time"):
            inbox.list()
        said = len(server.heard)
        with pytest.raises(MailboxError, match="is over"):
            inbox.fetch(ref_of(inbox))
        inbox.close()
        assert len(server.heard) == said


def test_after_a_plain_refusal_the_connection_is_good_for_more() -> None:
    with FakeImap({"UID SEARCH": b"TAG NO busy\r\n"}) as server:
        inbox = connect(server)
        with pytest.raises(MailboxError, match="busy"):
            inbox.list()
        assert inbox.select().exists == 3
        inbox.close()
        assert server.heard[-1] == "LOGOUT"


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        (b"TAG NO [SERVERBUG] Internal error occurred\r\n", True),
        (b"TAG BAD syntax\r\n", True),
        (b"* BYE maintenance\r\n", False),
        (b"* 1 FETCH (UID 1 BODY[] {9}\r\na\r\n", False),
        (b"* 1 FETCH (UID 1 BODY[] NIL" + b" " * 1_100_000 + b")\r\nTAG OK\r\n", False),  # the rest is still unread
        (None, False),
        (b"", False),
    ],
)
def test_a_message_refused_is_told_from_a_connection_lost(answer: Answer, *, refused: bool) -> None:
    with FakeImap({**THREE, "UID FETCH": answer}) as server:
        inbox = connect(server)
        inbox.select()
        with pytest.raises(MailboxError) as caught:
            inbox.fetch(ref_of(inbox))
        assert caught.value.refused is refused
        if refused:
            assert inbox.select().exists == 3
        else:
            with pytest.raises(MailboxError, match="is over"):
                inbox.select()
        inbox.close()


def test_a_message_without_readable_arrival_is_listed_as_arriving_now() -> None:
    answer = b'* 1 FETCH (UID 1 RFC822.SIZE 5 INTERNALDATE "some day")\r\nTAG OK\r\n'
    with FakeImap({**THREE, "UID FETCH": answer}) as server:
        inbox = connect(server)
        (listed,) = inbox.list()
        assert abs(listed.internal_date - datetime.now(UTC)) < timedelta(minutes=1)
        inbox.close()


@pytest.mark.parametrize("body", [b"NIL", b'""', b'"193"', b"{3}\r\n193"])
def test_a_body_comes_in_any_form_a_string_may_have(body: bytes) -> None:
    answers = {**THREE, "UID FETCH": b"* 1 FETCH (UID 1 BODY[] " + body + b")\r\nTAG OK\r\n"}
    with FakeImap(answers) as server:
        inbox = connect(server)
        expected = {b"NIL": None, b'""': b""}.get(body, b"193")
        assert inbox.fetch(ref_of(inbox)) == expected
        inbox.close()


def test_the_facts_of_a_message_are_asked_for_once() -> None:
    with FakeImap(THREE) as server:
        inbox = connect(server)
        assert inbox.list() == inbox.list()
        assert sum(said.startswith("UID FETCH") for said in server.heard) == 1
        inbox.close()


@pytest.mark.parametrize(
    ("capability", "asked", "said", "name"),
    [
        ("X-GM-EXT-1", "X-GM-MSGID", b"X-GM-MSGID 1278455344230334865", "X-GM-MSGID 1278455344230334865"),
        ("OBJECTID", "EMAILID", b"EMAILID (M6d99ac3275bb4e)", "EMAILID M6d99ac3275bb4e"),
        ("X-GM-EXT-1 OBJECTID", "X-GM-MSGID", b"X-GM-MSGID 7", "X-GM-MSGID 7"),
        ("X-GM-EXT-1", "X-GM-MSGID", b"FLAGS ()", ""),
        ("IDLE", None, b"FLAGS ()", ""),
    ],
)
def test_the_name_that_a_server_gives_to_a_message_is_listed(
    capability: str, asked: str | None, said: bytes, name: str
) -> None:
    answers = {
        **THREE,
        "CAPABILITY": f"* CAPABILITY IMAP4rev1 {capability}\r\nTAG OK\r\n".encode(),
        "UID FETCH": FETCHED.replace(b" RFC822.SIZE", b" " + said + b" RFC822.SIZE"),
    }
    with FakeImap(answers) as server:
        inbox = connect(server)
        assert [item.object_id for item in inbox.list()] == [name]
        (command,) = (line for line in server.heard if line.startswith("UID FETCH"))
        assert [word for word in ("X-GM-MSGID", "EMAILID") if word in command] == ([asked] if asked else [])
        inbox.close()


@pytest.mark.parametrize(("there", "count"), [(True, None), (False, Counted(0, None))])
def test_a_folder_that_is_not_counted_is_no_empty_one(*, there: bool, count: Counted | None) -> None:
    """STATUS refused (RFC 4314 §4: no right to it), and whatever is done next goes on."""

    def listed(tag: str, command: str) -> bytes:
        shown = b'* LIST () "/" Da-xu-ly\r\n' if there or "Da-xu-ly" not in command else b""
        return shown + tag.encode() + b" OK\r\n"

    with FakeImap({**THREE, "STATUS": b"TAG NO [NOPERM] no\r\n", "LIST": listed}) as server:
        inbox = connect(server)
        assert inbox.count("Da-xu-ly") == count
        assert [item.ref.uid for item in inbox.list()] == [1]
        inbox.close()


def test_another_uidvalidity_forgets_what_was_known() -> None:
    lives = iter([7, 8])

    def select(tag: str, _: str) -> bytes:
        return f"* 1 EXISTS\r\n* OK [UIDVALIDITY {next(lives)}] ok\r\n{tag} OK\r\n".encode()

    with FakeImap({**THREE, "SELECT": select}) as server:
        inbox = connect(server)
        assert [inbox.list()[0].ref.uidvalidity for _ in range(2)] == [7, 8]
        assert sum(said.startswith("UID FETCH") for said in server.heard) == 2
        inbox.close()


# --------------------------------------------------------------------------- many messages


class Crowd:
    """A mailbox of `count` messages with gaps between their UIDs, as FakeImap answers."""

    def __init__(self, count: int, gap: int) -> None:
        self.uids = [1 + number * gap for number in range(count)]
        self.most = 0  #: UIDs in one line

    def answers(self) -> dict[str, Answer]:
        select = f"* {len(self.uids)} EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\nTAG OK\r\n".encode()
        return {"SELECT": select, "UID SEARCH": self.search, "FETCH": self.numbers, "UID FETCH": self.facts}

    def search(self, tag: str, command: str) -> bytes:
        low, high = re.search(r"UID (\d+):(\d+|\*)", command.removeprefix("UID SEARCH")).groups()
        found = [u for u in self.uids if int(low) <= u and (high == "*" or u <= int(high))] or self.uids[-1:]
        if "DELETED" in command:
            found = found[:1]
        self.most = max(self.most, len(found))
        line = f"* SEARCH {' '.join(map(str, found))}\r\n".encode()
        assert len(line) <= 1_000_000, "no client of this kind reads longer lines"
        return line + f"{tag} OK\r\n".encode()

    def numbers(self, tag: str, command: str) -> bytes:
        wanted = [int(number) for number in command.split()[1].split(",")]
        lines = [f"* {number} FETCH (UID {self.uids[number - 1]})\r\n" for number in wanted]
        return f"{''.join(lines)}{tag} OK\r\n".encode()

    def facts(self, tag: str, command: str) -> bytes:
        assert len(command) < 8192, "servers need not take longer commands"
        lines = [
            f'* 1 FETCH (UID {uid} RFC822.SIZE {uid} INTERNALDATE "09-Nov-2021 23:59:07 +0700")\r\n'
            for uid in command.split()[2].split(",")
        ]
        return f"{''.join(lines)}{tag} OK\r\n".encode()


@pytest.mark.parametrize(("count", "gap"), [(1, 1), (39, 1), (40, 7), (41, 1_000_000), (120, 1), (121, 3), (1201, 5)])
def test_a_crowded_mailbox_is_listed_in_windows(monkeypatch: pytest.MonkeyPatch, count: int, gap: int) -> None:
    monkeypatch.setattr(module, "_SEARCH_WINDOW", 40)
    crowd = Crowd(count, gap)
    with FakeImap(crowd.answers()) as server:
        inbox = connect(server, timeout_seconds=10)
        listed = inbox.list()
        since = {uid: inbox.since(uid) for uid in (1, crowd.uids[-1], crowd.uids[-1] + 1)}
        inbox.close()
    assert [item.ref.uid for item in listed] == crowd.uids
    assert {uid: [item.ref.uid for item in found] for uid, found in since.items()} == {
        1: crowd.uids, crowd.uids[-1]: crowd.uids[-1:], crowd.uids[-1] + 1: []
    }  # fmt: skip
    assert crowd.most <= 40
    assert sum(item.deleted for item in listed) == -(-count // 40)  # the fake's: the first of each window


@pytest.mark.server
def test_a_hundred_thousand_messages_are_listed() -> None:
    crowd = Crowd(100_001, 40_000)
    with FakeImap(crowd.answers()) as server:
        inbox = connect(server, timeout_seconds=60)
        assert [item.ref.uid for item in inbox.list()] == crowd.uids
        assert [item.ref.uid for item in inbox.since(1)] == crowd.uids
        inbox.close()


# --------------------------------------------------------------------------- waiting


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (b"+ idling\r\n* 4 EXISTS\r\n", True),
        (b"+ idling\r\n* OK Still here\r\n* 4 EXISTS\r\n* 1 RECENT\r\n", True),
        (b"+ idling\r\n* BYE server (shutting down\r\n", None),
        (b"+ idling\r\nwhat?\r\n", None),
        (b"* 4 EXISTS\r\n+ idling\r\n", None),  # allowed, and too much for the library: the caller connects anew
        (b"TAG BAD not now\r\n", None),
        (b"", None),
    ],
)
def test_what_a_server_may_say_to_idle(said: bytes, *, outcome: bool | None) -> None:
    tags: list[str] = []

    def idle(tag: str, _: str) -> bytes:
        tags.append(tag)
        return said.replace(b"TAG", tag.encode())

    def done(*_: str) -> bytes:
        return f"{tags[-1]} OK\r\n".encode()

    with FakeImap({**THREE, "IDLE": idle, "": done}) as server:
        inbox = connect(server)
        inbox.list()
        if outcome is None:
            with pytest.raises(MailboxError):
                inbox.wait(0.05)
            with pytest.raises(MailboxError):
                inbox.list()
        else:
            assert inbox.wait(0.05) is outcome
            assert len(inbox.list()) == 1
        inbox.close()


def test_a_server_that_hangs_up_in_idle_is_noticed_at_once() -> None:
    """Some libraries take this for silence, and wait, or spin."""
    with FakeImap({**THREE, "IDLE": lambda *_: b"+ idling\r\n"}) as server:
        inbox = connect(server)
        inbox.list()
        server.hang_up_after("IDLE")
        started = time.monotonic()
        with pytest.raises(MailboxError):
            inbox.wait(60)
        assert time.monotonic() - started < 10
        inbox.close()


def test_no_idle_lasts_as_long_as_a_server_may_allow(monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 2177 §3: a server may log an idle client off after 30 minutes, so IDLE is said again before 29 are over."""
    lasted: list[float] = []
    tags: list[str] = []

    def silence(_: object, seconds: float) -> None:
        lasted.append(seconds)

    def idle(tag: str, _: str) -> bytes:
        tags.append(tag)
        return b"+ idling\r\n"

    monkeypatch.setattr(module, "_wait_readable", silence)
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: sum(lasted)))
    with FakeImap({**THREE, "IDLE": idle, "": lambda *_: f"{tags[-1]} OK\r\n".encode()}) as server:
        inbox = connect(server)
        inbox.list()
        assert not inbox.wait(4 * 3600)
        assert server.heard.count("IDLE") == server.heard.count("DONE") == len(lasted)
        inbox.close()
    assert sum(lasted) == 4 * 3600
    assert max(lasted) < 29 * 60


# --------------------------------------------------------------------------- garbage


class Babbler:
    """Answers every command with the words of the hour, then with OK."""

    words = b""

    def __call__(self, tag: str, _: str) -> bytes:
        return self.words + f"\r\n{tag} OK\r\n".encode()


@pytest.fixture(scope="module")
def babbler() -> Iterator[tuple[FakeImap, Babbler]]:
    babble = Babbler()
    with FakeImap(dict.fromkeys(("SELECT", "UID"), babble)) as server:
        yield server, babble


_WORDS = rb"""* 1 FETCH ( ) UID EXISTS SEARCH OK NO " {3} BODY[] RFC822.SIZE INTERNALDATE NIL BYE + \ ] [ 99999999999999999999"""
_token = st.sampled_from([*_WORDS.split(), b"[UIDVALIDITY 7]", b"\r\n", b"\xff"])


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.one_of(st.lists(_token, max_size=14).map(b" ".join), st.binary(max_size=60)))
def test_no_answer_however_strange_raises_anything_but_a_mailbox_error(
    babbler: tuple[FakeImap, Babbler], words: bytes
) -> None:
    server, babble = babbler
    babble.words = b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* " + words
    with contextlib.suppress(MailboxError):  # of which there may be one here already: the time-out is very short
        inbox = ImapInbox.connect(server.account().settings(timeout_seconds=0.1), Secret("pw"))
        for act in (inbox.list, lambda: inbox.fetch(ref_of(inbox)), lambda: inbox.file_away(ref_of(inbox), "Xong")):
            with contextlib.suppress(MailboxError):
                act()
        inbox.close()


def test_the_account_is_named_by_user_and_server() -> None:
    with FakeImap() as server:
        inbox = connect(server)
        assert inbox.account == f"binh@{LOOPBACK}"
        inbox.close()


def test_a_message_of_which_the_server_says_nothing_is_listed_and_one_that_has_gone_is_not() -> None:
    """Passing it over would lose it in silence; whether it is there is asked after a NOOP."""
    answers: dict[str, Answer] = {
        "UID SEARCH": b"* SEARCH 1 2\r\nTAG OK\r\n",
        "UID SEARCH UID 1:* DELETED": b"* SEARCH\r\nTAG OK\r\n",
        "UID SEARCH UID 1,2": b"* SEARCH 2\r\nTAG OK\r\n",
        "UID FETCH": b"TAG OK\r\n",
    }
    with FakeImap(answers) as server:
        inbox = connect(server)
        (listed,) = inbox.list()
        assert listed.ref.uid == 2
        assert abs(listed.internal_date - datetime.now(UTC)) < timedelta(minutes=1)
        assert "NOOP" in server.heard
        inbox.close()
