"""Logging in with an access token: a real Dovecot that asks a token server, an SMTP server as Google's, and refusals."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from servers import Certificate, Dovecot, FakeImap, SmtpSink, mail
from token_server import CLIENT, SECRET, TokenService

from daemon.config import Auth, Config, load
from daemon.discretion import Secret
from daemon.errors import DeliveryError, GrantError, MailboxError
from daemon.inbox import ImapInbox
from daemon.logins import access_of, mailbox_opener, sender_maker
from daemon.oauth import Grant, Granted, GrantFile
from daemon.smtp import SmtpSender

SHIPPED = Path(__file__).parent.parent.parent / "config.toml"
TOKEN = Secret("ya29.a0AfB_byExampleExampleExample")
BINH = "binh@nghean.example"
_numbers = itertools.count(1)


# --------------------------------------------------------------------------- refusals, on the wire

CAPABILITIES = b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2 IDLE MOVE UIDPLUS\r\nTAG OK\r\n"
WHY = base64.b64encode(b'{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}')


def by_token(server: FakeImap) -> ImapInbox:
    return ImapInbox.connect(server.account().settings(auth="oauth2", timeout_seconds=1), TOKEN)


@pytest.mark.slow
class TestImap:
    def test_what_is_said(self) -> None:
        def check(tag: str, _: str) -> bytes:  # what comes after "+" has no tag
            said.append(base64.b64decode(tag))
            return b"TAG1 OK so\r\n"

        said: list[bytes] = []
        answers = {"CAPABILITY": CAPABILITIES, "AUTHENTICATE": b"+ \r\n", "": check}
        with FakeImap(answers) as server:
            # The tag is the library's: any answer but its own ends the login.
            with pytest.raises(MailboxError):
                by_token(server)
            assert "AUTHENTICATE XOAUTH2" in server.heard
        assert said == [b"user=binh\x01auth=Bearer " + TOKEN.value.encode() + b"\x01\x01"]

    def test_a_refusal_says_why_and_what_to_do(self) -> None:
        tags: list[str] = []

        def begin(tag: str, _: str) -> bytes:
            tags.append(tag)
            return b"+ \r\n"

        def answer(line: str, _: str) -> bytes:
            heard.append(line)
            if line:
                return b"+ " + WHY + b"\r\n"
            return f"{tags[0]} NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\r\n".encode()

        heard: list[str] = []
        advice = r"status 400, scope .*Run `thamluan login` as binh\."
        answers = {"CAPABILITY": CAPABILITIES, "AUTHENTICATE": begin, "": answer}
        with FakeImap(answers) as server, pytest.raises(MailboxError, match=advice) as caught:
            by_token(server)
        assert caught.value.permanent
        assert heard[1:] == [""], "the challenge is answered by an empty line"
        assert TOKEN.value not in str(caught.value)
        assert heard[0] not in str(caught.value)

    def test_a_server_without_it(self) -> None:
        plain = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK\r\n"
        with FakeImap({"CAPABILITY": plain}) as server:
            with pytest.raises(
                MailboxError, match=r"offers no AUTHENTICATE XOAUTH2 .* Check \[mailbox\] host"
            ) as caught:
                by_token(server)
            assert not any(line.startswith(("AUTHENTICATE", "LOGIN")) for line in server.heard)
        assert caught.value.permanent
        assert "thamluan login" not in str(caught.value), "another grant would change nothing"

    def test_a_connection_that_ends_meanwhile_is_tried_again(self) -> None:
        answers = {"CAPABILITY": CAPABILITIES, "AUTHENTICATE": None}
        with FakeImap(answers) as server, pytest.raises(MailboxError, match="tried again") as caught:
            by_token(server)
        assert not caught.value.permanent


@pytest.mark.slow
class TestSmtp:
    def test_a_good_token(self) -> None:
        with SmtpSink(login=("hop-thu@hoithao.example", ""), mechanisms="PLAIN XOAUTH2") as sink:
            sink.is_good = lambda token: token == TOKEN.value
            asked: list[int] = []
            sender = SmtpSender(sink.settings(auth="oauth2"), lambda: asked.append(1) or TOKEN)
            for _ in range(3):
                sender.send("hop-thu@hoithao.example", [BINH], mail())
            sender.close()
            assert len(asked) == 1, "one connection, one login"
            assert sink.heard.count("AUTH") == 1
            assert len(sink.letters) == 3

    def test_without_one_the_server_is_left_in_order(self) -> None:
        def none() -> Secret:
            raise GrantError("The provider has ended the grant.")

        with SmtpSink(login=("hop-thu@hoithao.example", ""), mechanisms="PLAIN XOAUTH2") as sink:
            with pytest.raises(GrantError):
                SmtpSender(sink.settings(auth="oauth2"), none).send("hop-thu@hoithao.example", [BINH], mail())
            assert sink.heard == ["CONNECT", "EHLO", "QUIT"]

    def test_a_refused_one_says_why_and_what_to_do(self) -> None:
        with SmtpSink(login=("hop-thu@hoithao.example", ""), mechanisms="PLAIN XOAUTH2") as sink:
            sender = SmtpSender(sink.settings(auth="oauth2"), TOKEN)
            with pytest.raises(
                DeliveryError, match=r"\(status 400, scope .*535 5\.7\.8.*Run `thamluan login`"
            ) as caught:
                sender.send("hop-thu@hoithao.example", [BINH], mail())
        error = caught.value
        assert (error.permanent, error.whole_server, error.command, error.code) == (True, True, "AUTH", 535)
        assert TOKEN.value not in f"{error} {error.line}"

    def test_one_refused_for_now_is_no_reason_to_log_in_anew(self) -> None:
        with SmtpSink(login=("hop-thu@hoithao.example", ""), mechanisms="PLAIN XOAUTH2") as sink:
            sink.answer("AUTH", "454 4.7.0 temporary authentication failure")
            with pytest.raises(DeliveryError, match="It will be tried again") as caught:
                SmtpSender(sink.settings(auth="oauth2"), TOKEN).send("hop-thu@hoithao.example", [BINH], mail())
        assert not caught.value.permanent
        assert "thamluan login" not in str(caught.value)

    def test_a_server_without_it(self) -> None:
        with SmtpSink(login=("hop-thu@hoithao.example", "pw")) as sink:
            with pytest.raises(
                DeliveryError, match=r"offers no login that we know \(it offers: LOGIN, PLAIN\)"
            ) as caught:
                SmtpSender(sink.settings(auth="oauth2"), TOKEN).send("hop-thu@hoithao.example", [BINH], mail())
            assert "AUTH" not in sink.heard
        assert caught.value.whole_server

    def test_what_the_grant_cannot_do_is_the_letters_trouble(self) -> None:
        def none() -> Secret:
            raise DeliveryError("There is no grant.", permanent=True, command="AUTH", whole_server=True)

        with SmtpSink(login=("hop-thu@hoithao.example", ""), mechanisms="XOAUTH2") as sink:
            with pytest.raises(DeliveryError, match="There is no grant"):
                SmtpSender(sink.settings(auth="oauth2"), none).send("hop-thu@hoithao.example", [BINH], mail())
            assert sink.heard[-1] == "EHLO"


# --------------------------------------------------------------------------- on real servers


@pytest.fixture
def username() -> str:
    return f"to-ken-{next(_numbers)}"


@pytest.fixture
def service(username: str) -> Iterator[TokenService]:
    with TokenService(username) as made:
        yield made


@pytest.fixture
def config(service: TokenService, username: str, tmp_path: Path, certificate: Certificate) -> Iterator[Config]:
    """A mailbox and an SMTP server that take tokens, and a grant whose access token has ended."""
    with (
        Dovecot(certificate, introspection=f"{service.url}/introspect") as dovecot,
        SmtpSink(certificate, login=(username, ""), mechanisms="XOAUTH2") as sink,
    ):
        sink.is_good = service.is_good
        secret = tmp_path / "secret"
        secret.write_text(SECRET, "utf-8")
        made = load(SHIPPED).with_directory(tmp_path / "kho")
        made = made.model_copy(
            update={
                "mailbox": dovecot.account(username).settings(auth="oauth2", security="starttls", host="localhost"),
                "smtp": sink.settings(auth="oauth2", host="localhost"),
                "oauth2": service.settings(client_secret_file=secret),
            }
        )
        now = datetime.now(UTC)
        ended = Granted(Secret("access-0-" + "a" * 20), now, Secret(service.new_refresh_token()), None)
        GrantFile(made.storage.directory).write(
            Grant.of(CLIENT, made.oauth2.token_endpoint, username, ended, now - timedelta(hours=1))
        )
        yield made


@pytest.mark.server
def test_mail_goes_in_and_out_by_one_grant(config: Config, service: TokenService) -> None:
    access = access_of(config)
    opener, make = mailbox_opener(config, access), sender_maker(config, access)
    inbox = opener.open()
    assert inbox.select().exists == 0
    inbox.close()
    sender = make()
    assert sender.send(config.mailbox.address, [BINH], mail()).startswith("250")
    sender.close()
    assert [form["grant_type"] for form in service.asks("/token")] == ["refresh_token"], "one token for both"


@pytest.mark.server
def test_a_grant_that_is_taken_back_shuts_both_for_good(config: Config, service: TokenService) -> None:
    access = access_of(config)
    opener, sender = mailbox_opener(config, access), sender_maker(config, access)()
    opener.open().close()
    service.revoke()
    with pytest.raises(MailboxError, match=r"provider refuses the grant \(invalid_grant") as caught:
        opener.open()  # the token was not taken, and there is no other
    assert caught.value.permanent
    with pytest.raises(DeliveryError, match="provider refuses the grant") as undelivered:
        sender.send(config.mailbox.address, [BINH], mail())
    assert (undelivered.value.whole_server, undelivered.value.permanent) == (True, True)
    assert len(service.asks("/token")) == 2, "asked once, not by each of them"
    assert access is not None
    trouble = access.trouble()
    assert trouble is not None
    assert trouble.kind == "grant_refused"


@pytest.mark.server
def test_a_token_that_ends_before_its_time_is_replaced_at_once(config: Config, service: TokenService) -> None:
    opener = mailbox_opener(config, access_of(config))
    opener.open().close()
    service.end_tokens()
    opener.open().close()
    assert len(service.asks("/token")) == 2


@pytest.mark.server
def test_an_account_that_is_not_the_mailboxs_is_tried_twice_and_no_more(config: Config, service: TokenService) -> None:
    service.username = "nguoi-khac"
    with pytest.raises(MailboxError, match=r"refused the login.*Run `thamluan login` as to-ken-") as caught:
        mailbox_opener(config, access_of(config)).open()
    assert caught.value.permanent
    assert len(service.asks("/token")) == 2
    assert len(service.asks("/introspect")) <= 4


@pytest.mark.server
def test_the_same_grant_is_the_same_door_however_often_it_is_renewed(config: Config, service: TokenService) -> None:
    service.rotates = True
    opener = mailbox_opener(config, access_of(config))
    before = opener.door()
    opener.open().close()
    assert opener.door() == before
    file = GrantFile(config.storage.directory)
    grant = file.read()
    assert grant is not None
    now = datetime.now(UTC)
    given = Granted(grant.access, now + timedelta(hours=1), grant.refresh, None)
    file.write(Grant.of(grant.client_id, grant.token_endpoint, grant.username, given, now))
    assert opener.door() != before, "somebody has logged in again"


@pytest.mark.server
def test_a_token_server_that_is_away_for_a_while_passes(config: Config, service: TokenService) -> None:
    service.instead = [(503, {})]
    opener = mailbox_opener(config, access_of(config))
    with pytest.raises(MailboxError, match="It will be tried again") as caught:
        opener.open()
    assert not caught.value.permanent
    opener.open().close()


def test_where_passwords_serve_there_is_no_grant_to_look_after(tmp_path: Path) -> None:
    config = load(SHIPPED).with_directory(tmp_path)
    assert config.mailbox.auth is Auth.PASSWORD
    assert access_of(config) is None
