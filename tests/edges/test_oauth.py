"""The OAuth2 grant, on a local token server that speaks the protocol: granted, renewed, refused, never hammered."""

from __future__ import annotations

import json
import os
import socket
import stat
import struct
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import SimpleQueue

import pytest
from servers import Certificate, free_port
from token_server import CLIENT, SCOPES, SECRET, TokenService

from daemon import durable, xoauth2
from daemon.clock import ManualClock
from daemon.config import OAuth2, Provider
from daemon.discretion import Secret, scrub
from daemon.errors import GrantError
from daemon.oauth import Access, Client, Grant, Granted, GrantFile, TokenServer, by_browser, by_device, endpoints
from daemon.oauth.grant import NAME
from daemon.oauth.login import code_in
from daemon.oauth.protocol import granted, refusal

pytestmark = pytest.mark.slow  # sockets of their own

BOX = "hop-thu@hoithao.example"
START = datetime(2021, 11, 5, 1, 0, tzinfo=UTC)
OURS = Client(CLIENT, Secret(SECRET))


@pytest.fixture
def service() -> Iterator[TokenService]:
    with TokenService(BOX) as made:
        yield made


@pytest.fixture
def real_clock() -> ManualClock:
    """The one that tokens go by."""
    return ManualClock(START)


@pytest.fixture
def file(tmp_path: Path) -> GrantFile:
    return GrantFile(tmp_path / "kho")


@pytest.fixture
def access(service: TokenService, file: GrantFile, real_clock: ManualClock) -> Access:
    """After a login an hour ago: the token at hand has ended."""
    given = Granted(Secret("access-0-" + "a" * 20), START, Secret(service.new_refresh_token()), None)
    file.write(Grant.of(CLIENT, f"{service.url}/token", BOX, given, START - timedelta(hours=1)))
    return access_by(service, file, real_clock)


def access_by(service: TokenService, file: GrantFile, clock: ManualClock, username: str = BOX) -> Access:
    return Access(
        file,
        TokenServer(service.settings()),
        OURS,
        token_endpoint=f"{service.url}/token",
        username=username,
        warn=timedelta(days=3),
        now=clock.now,
    )


def log_in(service: TokenService, file: GrantFile, now: datetime) -> Granted:
    """As `thamluan login` does."""
    given = Granted(
        Secret("access-new-" + "b" * 20), now + timedelta(hours=1), Secret(service.new_refresh_token()), None
    )
    file.write(Grant.of(CLIENT, f"{service.url}/token", BOX, given, now))
    return given


# --------------------------------------------------------------------------- renewing


def test_one_token_serves_until_two_thirds_of_its_life_are_over(
    service: TokenService, access: Access, real_clock: ManualClock
) -> None:
    first = access.token()
    real_clock.advance(timedelta(minutes=39))
    assert access.token().value == first.value
    assert len(service.asks("/token")) == 1
    real_clock.advance(timedelta(minutes=2))
    assert access.token().value != first.value
    assert access.trouble() is None
    assert service.asks("/token")[0]["grant_type"] == "refresh_token"


def test_another_process_uses_the_same_token(
    service: TokenService, access: Access, file: GrantFile, real_clock: ManualClock
) -> None:
    token = access.token()
    assert access_by(service, file, real_clock).token().value == token.value
    assert len(service.asks("/token")) == 1


def test_threads_and_processes_that_all_need_one_ask_once(
    service: TokenService, access: Access, file: GrantFile, real_clock: ManualClock
) -> None:
    service.rotates = True  # a refresh token used twice would be refused
    users = [access, access, *(access_by(service, file, real_clock) for _ in range(4))]
    got: list[str] = []
    threads = [threading.Thread(target=lambda user=user: got.append(user.token().value)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(got) == len(users)
    assert len(set(got)) == 1
    assert len(service.asks("/token")) == 1


def test_a_refresh_token_that_changes_is_kept(
    service: TokenService, access: Access, file: GrantFile, real_clock: ManualClock
) -> None:
    service.rotates = True
    for _ in range(3):
        access.token()
        real_clock.advance(timedelta(hours=2))
    used = [form["refresh_token"] for form in service.asks("/token")]
    assert len(set(used)) == 3
    kept = file.read()
    assert kept is not None
    assert kept.refresh.value not in used


def test_one_that_cannot_be_written_serves_this_process_and_is_written_later(
    service: TokenService,
    access: Access,
    file: GrantFile,
    real_clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    service.rotates = True

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    before = file.read()
    with monkeypatch.context() as patch:
        patch.setattr(durable, "write", full)
        token = access.token()
        assert access.token().value == token.value
        real_clock.advance(timedelta(hours=2))
        assert access.token().value != token.value, "by the refresh token that only this process knows"
    assert "No space left on device" in caplog.text
    after = file.read()
    assert before is not None
    assert after is not None
    assert after.refresh.value == before.refresh.value
    access.token()
    after = file.read()
    assert after is not None
    assert after.refresh.value != before.refresh.value


def test_one_that_could_not_be_written_does_not_undo_a_login(
    service: TokenService, access: Access, file: GrantFile, real_clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk was full while the provider refused; a person made room and logged in."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    service.revoke()
    with monkeypatch.context() as patch:
        patch.setattr(durable, "write", full)
        with pytest.raises(GrantError):
            access.token()
    given = log_in(service, file, real_clock.now())
    assert access.trouble() is None
    assert access.token().value == given.access.value
    assert access_by(service, file, real_clock).token().value == given.access.value


def test_a_token_that_a_mail_server_did_not_take_is_not_used_again(
    service: TokenService, access: Access, file: GrantFile, real_clock: ManualClock
) -> None:
    token = access.token()
    access.distrust(token)
    new = access_by(service, file, real_clock).token()
    assert new.value != token.value
    access.distrust(token)  # of a connection that began before: the new one is not meant
    assert access.token().value == new.value
    assert len(service.asks("/token")) == 2


# --------------------------------------------------------------------------- refused


def test_a_grant_taken_back_is_known_before_the_token_at_hand_ends(
    service: TokenService, access: Access, real_clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    token = access.token()
    service.revoke()
    real_clock.advance(timedelta(minutes=41))
    assert access.token().value == token.value, "it is good for some minutes more"
    trouble = access.trouble()
    assert trouble is not None
    assert (trouble.kind, trouble.at) == ("grant_refused", real_clock.now())
    assert "invalid_grant: Token has been expired or revoked" in trouble.text
    assert "thamluan login" in trouble.text
    assert "was not renewed" in caplog.text
    real_clock.advance(timedelta(minutes=20))
    with pytest.raises(GrantError, match="refuses the grant") as caught:
        access.token()
    assert caught.value.permanent


def test_a_refused_grant_is_asked_for_once_an_hour_in_all_processes(
    service: TokenService, access: Access, file: GrantFile, real_clock: ManualClock
) -> None:
    service.revoke()
    for minute in range(120):
        user = access if minute % 2 else access_by(service, file, real_clock)
        with pytest.raises(GrantError, match="refuses the grant"):
            user.token()
        real_clock.advance(timedelta(minutes=1))
    assert len(service.asks("/token")) == 2


def test_a_new_login_ends_it_at_once(
    service: TokenService, access: Access, file: GrantFile, real_clock: ManualClock
) -> None:
    service.revoke()
    with pytest.raises(GrantError):
        access.token()
    given = log_in(service, file, real_clock.now())
    assert access.token().value == given.access.value
    assert access.trouble() is None


@pytest.mark.parametrize(
    ("answer", "permanent", "words"),
    [
        ((503, {"page": "<html>busy</html>"}), False, "HTTP status 503"),
        ((429, {"error": "rate_limit"}), False, "rate_limit"),
        ((400, {"error": "temporarily_unavailable"}), False, "It will be tried again"),
        (
            (401, {"error": "invalid_client", "error_description": "The secret has ended."}),
            True,
            "Check [oauth2] client",
        ),
        ((400, {"error": "interaction_required"}), True, "thamluan login"),
        ((200, {"token_type": "Bearer"}), False, "no access token"),
        ((200, {"page": "<html>log in to the hotel's network</html>"}), False, "not a token server's"),
        ((302, {"location": "https://elsewhere.example/"}), True, "wants to send us elsewhere"),
    ],
)
def test_what_a_token_server_may_say(
    service: TokenService, access: Access, answer: tuple[int, dict[str, str]], permanent: bool, words: str
) -> None:
    service.instead.append(answer)
    with pytest.raises(GrantError) as caught:
        access.token()
    assert caught.value.permanent is permanent
    assert words in str(caught.value)


def test_trouble_that_passes_leaves_no_mark_and_is_asked_for_once_a_minute(
    service: TokenService, access: Access, real_clock: ManualClock
) -> None:
    access.token()
    real_clock.advance(timedelta(minutes=41))
    service.instead = [(503, {})] * 100
    for _ in range(10):
        access.token()  # the one at hand is good
        real_clock.advance(timedelta(seconds=20))
    assert 3 <= len(service.asks("/token")) - 1 <= 4
    assert access.trouble() is None
    service.instead.clear()
    real_clock.advance(timedelta(minutes=2))
    access.token()


def test_nobody_there(file: GrantFile, real_clock: ManualClock, service: TokenService, access: Access) -> None:
    gone = OAuth2.model_validate(service.keys() | {"token_endpoint": f"http://127.0.0.1:{free_port()}/token"})
    user = Access(
        file, TokenServer(gone), OURS, token_endpoint=gone.token_endpoint, username=BOX, warn=timedelta(), now=START.now
    )
    with pytest.raises(GrantError, match="no grant for this account"):
        user.token()
    with pytest.raises(GrantError, match=r"127\.0\.0\.1 is out of reach \(Connection refused\)") as caught:
        TokenServer(gone).ask(gone.token_endpoint, {})
    assert not caught.value.permanent


# --------------------------------------------------------------------------- ends


@pytest.mark.parametrize(("days", "kind"), [(7, None), (2, "grant_expires")])
def test_a_grant_that_ends_is_told_days_before(
    service: TokenService, access: Access, real_clock: ManualClock, days: int, kind: str | None
) -> None:
    """Google says so of grants of applications in testing: seven days."""
    service.refresh_expires_in = days * 86400
    access.token()
    ends = real_clock.now() + timedelta(days=days)
    service.refresh_expires_in = None
    for later in (timedelta(), timedelta(hours=1)):  # renewed by then, and nothing was said of the end
        real_clock.advance(later)
        access.token()
        trouble = access.trouble()
        assert (trouble.kind if trouble else None) == kind
        if trouble:
            assert trouble.at == ends


@pytest.mark.parametrize(
    "change",
    [{"username": "khac@hoithao.example"}, {"client_id": "another"}, {"token_endpoint": "https://x.example/t"}],
)
def test_a_grant_for_another_account_client_or_provider_is_none(
    service: TokenService, access: Access, file: GrantFile, real_clock: ManualClock, change: dict[str, str]
) -> None:
    user = Access(
        file,
        TokenServer(service.settings()),
        Client(change.get("client_id", CLIENT), Secret(SECRET)),
        token_endpoint=change.get("token_endpoint", f"{service.url}/token"),
        username=change.get("username", BOX),
        warn=timedelta(days=3),
        now=real_clock.now,
    )
    with pytest.raises(GrantError, match="no grant for this account yet"):
        user.token()
    trouble = user.trouble()
    assert trouble is not None
    assert trouble.kind == "grant_refused"
    assert service.asked == []


# --------------------------------------------------------------------------- the file


class TestTheFile:
    def test_it_is_for_nobody_else(self, access: Access, tmp_path: Path) -> None:
        before = os.umask(0)
        try:
            access.token()
        finally:
            os.umask(before)
        path = tmp_path / "kho" / NAME
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert {entry.name for entry in path.parent.iterdir()} == {NAME, "grant.lock"}, "no draft is left"

    def test_there_and_back(self, access: Access, file: GrantFile, service: TokenService) -> None:
        service.revoke()
        with pytest.raises(GrantError):
            access.token()
        grant = file.read()
        assert grant is not None
        file.write(grant)
        again = file.read()
        assert again is not None
        assert (again.refresh.value, again.refusal, again.expires) == (
            grant.refresh.value,
            grant.refusal,
            grant.expires,
        )
        assert grant.refresh.value not in repr(grant)

    @pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"refresh_token": 5}', b"\xff"])
    def test_one_that_is_damaged_is_a_sentence(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / NAME).write_bytes(content)
        with pytest.raises(GrantError, match=r"grant\.json is damaged\. Run `thamluan login`"):
            GrantFile(tmp_path).read()

    def test_one_that_cannot_be_read_is_a_sentence(self, tmp_path: Path) -> None:
        (tmp_path / NAME).mkdir()
        with pytest.raises(GrantError, match="cannot be read"):
            GrantFile(tmp_path).read()

    def test_a_crash_while_it_is_written_leaves_the_former(
        self, access: Access, file: GrantFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = (tmp_path / "kho" / NAME).read_bytes()

        def power_cut(_: int) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(os, "fsync", power_cut)
        with pytest.raises(KeyboardInterrupt):
            access.token()
        assert (tmp_path / "kho" / NAME).read_bytes() == before
        assert {entry.name for entry in (tmp_path / "kho").iterdir()} == {NAME, "grant.lock"}

    def test_made_by_root_it_belongs_to_whose_folder_it_is(
        self, access: Access, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        handed: list[tuple[int, int]] = []
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        monkeypatch.setattr(os, "fchown", lambda _, user, group: handed.append((user, group)))
        access.token()
        there = (tmp_path / "kho").stat()
        assert set(handed) == {(there.st_uid, there.st_gid)}
        assert len(handed) == 2, "the grant and its lock"


# --------------------------------------------------------------------------- TLS


def test_over_tls_the_certificate_is_checked(certificate: Certificate) -> None:
    with TokenService(BOX, certificate) as service:
        form = {"grant_type": "refresh_token", "refresh_token": service.new_refresh_token(), "client_id": CLIENT}
        answer = TokenServer(service.settings()).ask(f"{service.url}/token", form | {"client_secret": SECRET})
        assert answer["token_type"] == "Bearer"
        with pytest.raises(GrantError, match=r"certificate of localhost is not trusted.*\[oauth2\] ca_file") as caught:
            TokenServer(service.settings(ca_file=None)).ask(f"{service.url}/token", form)
        assert caught.value.permanent
        assert len(service.asked) == 1, "nothing was said to the stranger"


@pytest.mark.parametrize(
    "url", ["http://login.example/token", "ftp://login.example/token", "https://", "login.example"]
)
def test_tokens_are_not_sent_in_the_clear(url: str) -> None:
    with pytest.raises(ValueError, match=r"https|names no server"):
        OAuth2(token_endpoint=url)


# --------------------------------------------------------------------------- logging in


class TestDevice:
    def test_a_code_is_shown_and_waited_for(self, service: TokenService) -> None:
        service.pending = 3
        shown, slept = [], []
        given = by_device(
            TokenServer(service.settings()), endpoints(service.settings()), OURS, shown.append, sleep=slept.append
        )
        (code,) = shown
        assert (code.user_code, code.verification_uri) == ("WDJB-MJHT", f"{service.url}/kich-hoat")
        assert slept == [5.0] * 4, "as often as the server allows"
        assert given.refresh is not None
        assert service.asks("/device") == [{"client_id": CLIENT, "scope": " ".join(SCOPES)}]

    def test_asked_to_be_slower_it_is_slower(self, service: TokenService) -> None:
        service.instead = [(400, {"error": "slow_down"}), (503, {}), (400, {"error": "authorization_pending"})]
        slept: list[float] = []
        by_device(
            TokenServer(service.settings()), endpoints(service.settings()), OURS, lambda _: None, sleep=slept.append
        )
        assert slept == [5.0, 10.0, 20.0, 20.0]

    @pytest.mark.parametrize("error", ["access_denied", "expired_token", "invalid_client"])
    def test_a_refusal_ends_it(self, service: TokenService, error: str) -> None:
        service.instead = [(400, {"error": error})]
        with pytest.raises(GrantError, match=error) as caught:
            by_device(
                TokenServer(service.settings()),
                endpoints(service.settings()),
                OURS,
                lambda _: None,
                sleep=lambda _: None,
            )
        assert caught.value.permanent

    def test_it_is_not_waited_for_for_ever(self, service: TokenService) -> None:
        service.pending = 10_000
        clock = ManualClock(START)
        with pytest.raises(GrantError, match="Nobody has typed the code in time"):
            by_device(
                TokenServer(service.settings()), endpoints(service.settings()), OURS, lambda _: None,
                sleep=lambda seconds: clock.advance(timedelta(seconds=seconds)), now=clock.now,
            )  # fmt: skip
        assert len(service.asks("/token")) == 900 // 5

    def test_google_has_none_for_mail(self) -> None:
        google = endpoints(OAuth2(provider=Provider.GOOGLE, client_id="x"))
        with pytest.raises(GrantError, match="no device flow for mail"):
            by_device(TokenServer(OAuth2()), google, OURS, lambda _: None)


def browse(url: str, service: TokenService, **how: bool) -> str:
    """A person opens the page and allows it; where the browser is sent."""
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))
    assert query["login_hint"] == BOX
    return service.authorize(query, **how)


def visit(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


class TestBrowser:
    def granted(self, service: TokenService, person: Callable[[str, int], None], **how: object) -> Granted:
        return by_browser(
            TokenServer(service.settings()), endpoints(service.settings()), OURS, person, username=BOX, **how
        )  # type: ignore[arg-type]

    def test_it_comes_back_to_this_machine(self, service: TokenService) -> None:
        pages: SimpleQueue[tuple[int, str]] = SimpleQueue()

        def person(url: str, port: int) -> None:
            def work() -> None:
                base = f"http://127.0.0.1:{port}"
                pages.put(visit(f"{base}/favicon.ico"))
                pages.put(visit(f"{base}/?code=stolen&state=another"))
                pages.put(visit(browse(url, service)))

            threading.Thread(target=work).start()

        given = self.granted(service, person)
        assert given.refresh is not None
        seen = [pages.get(timeout=10) for _ in range(3)]
        assert [status for status, _ in seen] == [404, 404, 200]
        assert "Có thể đóng trang này" in seen[2][1]
        (asked,) = service.asks("/token")
        assert asked["redirect_uri"].startswith("http://127.0.0.1:")
        assert 43 <= len(asked["code_verifier"]) <= 128

    def test_a_browser_that_hangs_up_is_waited_for_again(
        self, service: TokenService, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """Browsers open connections that they may not need."""

        def person(url: str, port: int) -> None:
            with socket.create_connection(("127.0.0.1", port)) as speculative:
                speculative.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # reset on close
            threading.Thread(target=lambda: visit(browse(url, service))).start()

        assert self.granted(service, person).refresh is not None
        assert capfd.readouterr().err == ""

    def test_or_the_person_pastes_the_address(self, service: TokenService) -> None:
        seen: list[str] = []
        given = self.granted(service, lambda url, _: seen.append(url), paste=lambda: f"  {browse(seen[0], service)}\n")
        assert given.refresh is not None

    def test_a_person_who_refuses(self, service: TokenService) -> None:
        seen: list[str] = []
        with pytest.raises(GrantError, match=r"was not granted \(access_denied\)") as caught:
            self.granted(service, lambda url, _: seen.append(url), paste=lambda: browse(seen[0], service, denies=True))
        assert caught.value.permanent
        assert service.asks("/token") == []

    def test_nobody_comes(self, service: TokenService) -> None:
        with pytest.raises(GrantError, match="Nobody has come back"):
            self.granted(service, lambda *_: None, patience=timedelta(seconds=0.05))

    def test_a_port_that_is_taken(self, service: TokenService) -> None:
        with pytest.raises(GrantError, match=r"cannot be listened on .*--port"):
            self.granted(service, lambda *_: None, port=service.port)

    @pytest.mark.parametrize(
        ("address", "words"),
        [
            ("http://127.0.0.1:1/?code=x&state=other", "not the address of the login"),
            ("http://127.0.0.1:1/?code=x", "not the address of the login"),
            ("nonsense", "not the address of the login"),
            ("http://[127.0.0.1:1/?code=x&state=ours", "not the address of the login"),
            ("http://127.0.0.1:1/?state=ours", "holds no code"),
            ("http://127.0.0.1:1/?state=ours&error=%3Cscript%3E", "was not granted"),
        ],
    )
    def test_addresses_that_are_not_the_one(self, address: str, words: str) -> None:
        with pytest.raises(GrantError, match=words):
            code_in(address, "ours")

    def test_what_a_page_shows_is_escaped(self, service: TokenService) -> None:
        pages: SimpleQueue[tuple[int, str]] = SimpleQueue()

        def person(url: str, port: int) -> None:
            state = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["state"][0]
            address = f"http://127.0.0.1:{port}/?state={state}&error=%3Cscript%3E"
            threading.Thread(target=lambda: pages.put(visit(address))).start()

        with pytest.raises(GrantError):
            self.granted(service, person)
        assert "&lt;script&gt;" in pages.get(timeout=10)[1]


def test_a_grant_without_a_refresh_token_is_none() -> None:
    given = Granted(Secret("access-1-" + "a" * 20), START + timedelta(hours=1), None, None)
    with pytest.raises(GrantError, match="none to renew it with"):
        Grant.of(CLIENT, "https://x.example/token", BOX, given, START)


# --------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("provider", "token", "device"),
    [
        (Provider.GOOGLE, "https://oauth2.googleapis.com/token", ""),
        (
            Provider.MICROSOFT,
            "https://login.microsoftonline.com/truong.example/oauth2/v2.0/token",
            "https://login.microsoftonline.com/truong.example/oauth2/v2.0/devicecode",
        ),
    ],
)
def test_the_providers_endpoints(provider: Provider, token: str, device: str) -> None:
    found = endpoints(OAuth2(provider=provider, tenant="truong.example"))
    assert (found.token, found.device) == (token, device)
    other = endpoints(OAuth2(provider=provider, token_endpoint="https://proxy.example/token", scopes=("a",)))
    assert (other.token, other.scopes) == ("https://proxy.example/token", ("a",))


@pytest.mark.parametrize(
    ("said", "lives"),
    [
        (3599, timedelta(seconds=3599)),
        ("3599", timedelta(seconds=3599)),  # some servers write numbers as texts
        *[(value, timedelta(minutes=30)) for value in (None, "soon", 0, -5, [], float("nan"))],
        (float("inf"), timedelta(seconds=1e9)),
        (10**400, timedelta(minutes=30)),
    ],
)
def test_how_long_a_token_lives(said: object, lives: timedelta) -> None:
    assert granted({"access_token": "access-1", "expires_in": said}, START).expires == START + lives


def test_a_refusal_bears_no_secret() -> None:
    held = Secret("refresh-1-rrrrrrrr")
    error = refusal({"error": "invalid_grant", "error_description": f"unknown token {held.value}"}, 400)
    assert held.value not in f"{error} {error!r}"
    assert held.value not in scrub(json.dumps({"refresh_token": held.value}))


@pytest.mark.parametrize(
    ("challenge", "said"),
    [
        (
            b'{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}',
            "status 400, scope https://mail.google.com/",
        ),
        (b'{"status":"invalid_token"}', "status invalid_token"),
        (b"", ""),
        (b"[]", ""),
        (b"\xff", ""),
        (b'{"status": {}}', ""),
    ],
)
def test_what_a_refusing_challenge_says(challenge: bytes, said: str) -> None:
    assert xoauth2.why(challenge) == said
