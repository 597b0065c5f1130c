"""`thamluan login`, and a season by the grant it gave: taken back it is an alarm everywhere, granted again it is over."""

from __future__ import annotations

import base64
import io
import itertools
import json
import re
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from flow_trial import Trial, letter
from servers import Account, Certificate, Dovecot, SmtpSink
from token_server import SECRET, TokenService

pytestmark = pytest.mark.server

NOW = "2021-11-09T09:00:00+07:00"
_numbers = itertools.count(1)


@pytest.fixture
def account(certificate: Certificate) -> Iterator[tuple[TokenService, Account]]:
    """A mailbox that the token server's tokens open."""
    username = f"cap-quyen-{next(_numbers)}"
    with (
        TokenService(username, interval=0.01) as service,
        Dovecot(certificate, introspection=f"{service.url}/introspect") as dovecot,
    ):
        yield service, dovecot.account(username)


@pytest.fixture
def by_grant(trial: Trial, account: tuple[TokenService, Account], certificate: Certificate) -> Iterator[Trial]:
    """A configuration in mode live that logs in by OAuth2 everywhere; nobody has granted anything yet."""
    service, box = account
    (trial.folder / "secret").write_text(SECRET, "utf-8")
    with SmtpSink(certificate, login=(box.username, ""), mechanisms="XOAUTH2") as sink:
        sink.is_good = service.is_good
        ca = certificate.certificate
        trial.write(
            conference={"mode": "live"},
            mailbox={
                "address": "hoithao@thanhhoa.example", "host": "localhost", "port": box.port, "security": "starttls",
                "ca_file": ca, "username": box.username, "auth": "oauth2", "timeout_seconds": 10,
            },
            smtp={
                "host": "localhost", "port": sink.port, "security": "starttls", "ca_file": ca,
                "username": box.username, "auth": "oauth2", "timeout_seconds": 10,
            },
            oauth2=service.keys() | {"client_secret_file": "secret"},
            secretariat={"addresses": ["thuky@thanhhoa.example"]},
            render={"enabled": False},
        )  # fmt: skip
        yield trial


def test_from_login_to_an_alarm_and_back(by_grant: Trial, account: tuple[TokenService, Account]) -> None:
    service, box = account
    box.deliver(letter("an@nghean.example", "Gửi bài", "Kính gửi Ban Thư ký."))
    done = by_grant.run("once", "--now", NOW, expect=2)
    assert "There is no grant for this account yet. Run `thamluan login`." in done.stderr

    service.pending = 2
    done = by_grant.run("login")
    assert f"Open {service.url}/kich-hoat on any device" in done.stderr
    assert "WDJB-MJHT" in done.stderr
    assert f"The mailbox {box.username} opens." in done.stderr
    assert "localhost: STARTTLS, login as" in done.stderr
    by_grant.run("once", "--now", NOW)
    status = by_grant.json("status", "--now", NOW)
    assert (status["outbox"]["sent"], status["trouble"]) == (1, [])
    assert re.search(r"✓ grant +custom lets us in as", by_grant.run("doctor").stdout)

    service.revoke()
    done = by_grant.run("once", "--now", NOW, expect=2)
    assert "CRITICAL daemon.service: The OAuth2 grant of the mailbox: The provider refuses the grant" in done.stderr
    asked = len(service.asks("/token"))
    for _ in range(3):
        by_grant.run("once", "--now", NOW, "--anyway", expect=2)
    assert len(service.asks("/token")) == asked, "nobody is hammered"
    status = by_grant.json("status", "--now", NOW, expect=1)
    assert any("OAuth2 grant is good for nothing since" in sentence for sentence in status["trouble"])
    assert "grant_refused" in {event["kind"] for event in status["attention"]}
    said = " ".join(by_grant.run("doctor", expect=1).stdout.split())
    assert re.search(r"✗ grant The provider refuses the grant [^✓✗]+ Run `thamluan login`", said)

    by_grant.run("login", "--flow", "device")
    by_grant.run("once", "--now", NOW)
    assert by_grant.json("status", "--now", NOW)["trouble"] == []


def test_in_a_browser_on_another_machine(
    by_grant: Trial, account: tuple[TokenService, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    service, _ = account

    def person(*_: object, **__: object) -> str:
        assert isinstance(sys.stderr, io.TextIOWrapper)
        said = sys.stderr.buffer.getvalue().decode()  # type: ignore[attr-defined]
        (url,) = re.findall(r"^http\S+/authorize\?\S+$", said, re.MULTILINE)
        return service.authorize(dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query)))

    monkeypatch.setattr(typer, "prompt", person)
    done = by_grant.run("login", "--paste")
    assert "opens." in done.stderr
    kept = by_grant.folder / "state" / "grant.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    for token in ("refresh-", "access-", "code-", SECRET):
        assert token not in done.stdout + done.stderr


def test_the_wrong_account(by_grant: Trial, account: tuple[TokenService, Account]) -> None:
    service, _ = account
    service.username = "nguoi-khac"
    done = by_grant.run("login", expect=1)
    assert "The mailbox does not open with it: The IMAP server" in done.stderr
    assert "Run `thamluan login` as cap-quyen-" in done.stderr


def test_servers_that_repeat_tokens(by_grant: Trial, account: tuple[TokenService, Account]) -> None:
    service, _ = account
    by_grant.run("login")
    kept = json.loads((by_grant.folder / "state" / "grant.json").read_text("utf-8"))
    secrets = (kept["refresh_token"], kept["access_token"], SECRET)
    service.revoke()
    said = {"error": "invalid_grant", "error_description": f"unknown: {' '.join(secrets)}"}
    service.instead = [(400, said)] * 5
    done = [by_grant.run("--verbose", "once", "--now", NOW, expect=2)]
    done += [by_grant.run("status", expect=1), by_grant.run("doctor", expect=1)]
    assert any("unknown: (secret)" in each.stderr for each in done)
    shown = "".join(each.stdout + each.stderr for each in done)
    for path in (by_grant.folder / "state").rglob("*"):
        if path.is_file() and path.name != "grant.json":
            shown += path.read_bytes().decode("latin-1")
    refusal = json.loads((by_grant.folder / "state" / "grant.json").read_text("utf-8"))["refused"]
    for secret in secrets:
        assert secret not in shown
        assert secret not in refusal
        assert base64.b64encode(secret.encode()).decode().rstrip("=")[:-2] not in shown


def test_where_there_is_nothing_to_log_in_to(trial: Trial) -> None:
    trial.write()
    done = trial.run("login", expect=2)
    assert 'set auth = "oauth2" in [mailbox] and [smtp] first' in done.stderr


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"oauth2": {"client_id": ""}}, "[oauth2] client_id: is missing."),
        ({"oauth2": {"token_endpoint": ""}}, "[oauth2] token_endpoint: is missing with provider"),
        ({"oauth2": {"token_endpoint": "http://x.example/t"}}, "[oauth2] token_endpoint: is not an https address."),
        ({"oauth2": {"tenant": "a/b"}}, "[oauth2] tenant: has the wrong form."),
        ({"smtp": {"username": ""}}, "[smtp] username: is missing with auth"),
        ({"mailbox": {"auth": "kerberos"}}, "[mailbox] auth: has a value that is not allowed."),
        ({"oauth2": {"client_secret_file": "absent"}}, "[oauth2] client_secret_file: names no file that exists: "),
    ],
)
def test_a_configuration_that_cannot_be(by_grant: Trial, changes: dict[str, dict[str, object]], said: str) -> None:
    by_grant.write(**changes)
    assert said in by_grant.run("login", expect=2).stderr


def test_where_the_grant_cannot_be_kept_nobody_is_sent_to_a_page(
    by_grant: Trial, account: tuple[TokenService, Account]
) -> None:
    service, _ = account
    (by_grant.folder / "state").write_text("a file where the folder should be")
    done = by_grant.run("login", expect=2)
    assert "grant.json cannot be written" in done.stderr
    assert service.asked == []


def test_a_grant_that_the_provider_said_would_be_over_by_now(by_grant: Trial) -> None:
    by_grant.run("login")
    kept = by_grant.folder / "state" / "grant.json"
    table = json.loads(kept.read_text("utf-8")) | {"refresh_expires": "2021-01-01T00:00:00+00:00"}
    kept.write_text(json.dumps(table), "utf-8")
    said = " ".join(by_grant.run("doctor", expect=1).stdout.split())
    assert "✗ grant it ended at 01/01/2021 07:00 +07. That is over: run `thamluan login`." in said


def test_an_expired_certificate_authority_of_ones_own_is_a_sentence(by_grant: Trial, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("not PEM", "utf-8")
    by_grant.write(oauth2={"ca_file": "ca.pem"})
    assert "Check [oauth2] ca_file." in by_grant.run("login", expect=2).stderr
