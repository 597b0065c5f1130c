"""A person grants us the mailbox: with a code typed on another device, or in a browser that comes back to us."""

from __future__ import annotations

import html
import secrets
import socketserver
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

from daemon.discretion import Secret
from daemon.errors import GrantError
from daemon.oauth.protocol import (
    Client,
    DeviceCode,
    Endpoints,
    Granted,
    authorization_url,
    code_form,
    device_code,
    device_form,
    device_token_form,
    granted,
    new_verifier,
)
from daemon.oauth.server import TokenServer

_LOOPBACK = "127.0.0.1"
#: RFC 8628 §3.5: so much more between two questions when the server says so.
_SLOWER = timedelta(seconds=5)
#: A person who reads, looks for a telephone and types.
_PATIENCE = timedelta(minutes=10)

_PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>thamluan</title>
<p>{text}</p></html>"""
_DONE = "Đã cho phép. Có thể đóng trang này và trở lại cửa sổ lệnh. (Granted; you may close this page.)"
_NOT_OURS = "Trang này không phải của lần đăng nhập đang chờ. (This is not the login that is waited for.)"


def _utc() -> datetime:
    return datetime.now(UTC)


def by_device(
    server: TokenServer,
    where: Endpoints,
    client: Client,
    show: Callable[[DeviceCode], None],
    *,
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], datetime] = _utc,
) -> Granted:
    """RFC 8628: `show` tells the person where to type what, then we ask until it is done.  GrantError."""
    if not where.device:
        raise GrantError("This provider has no device flow for mail. Use --flow browser.", permanent=True)
    code = device_code(server.ask(where.device, device_form(client, where.scopes)))
    show(code)
    interval, ends = code.interval, now() + code.expires_in
    while now() < ends:
        sleep(interval.total_seconds())
        try:
            return granted(server.ask(where.token, device_token_form(client, code.device_code)), now())
        except GrantError as error:
            if error.permanent:
                raise
            if error.code == "slow_down":
                interval += _SLOWER
            elif error.code != "authorization_pending":  # §3.5: a connection that failed is tried ever more rarely
                interval *= 2
    raise GrantError("Nobody has typed the code in time. Run `thamluan login` again.", permanent=True)


def by_browser(
    server: TokenServer,
    where: Endpoints,
    client: Client,
    show: Callable[[str, int], None],
    *,
    username: str,
    port: int = 0,
    paste: Callable[[], str] | None = None,
    patience: timedelta = _PATIENCE,
    now: Callable[[], datetime] = _utc,
) -> Granted:
    """RFC 8252: `show` tells the person which page to open and our port; the browser comes back to this machine with
    the code.  `paste` asks the person for the address the browser was sent to instead, where it runs elsewhere.

    GrantError.
    """
    if not where.authorization:
        raise GrantError("[oauth2] authorization_endpoint is not set. Use --flow device.", permanent=True)
    verifier, state = new_verifier(), secrets.token_urlsafe(16)
    with _listening(port, state) as catcher:
        # §7.3: the address, not "localhost", and any port.
        redirect_uri = f"http://{_LOOPBACK}:{catcher.port}/"
        url = authorization_url(
            where, client, redirect_uri=redirect_uri, state=state, verifier=verifier, username=username
        )
        show(url, catcher.port)
        code = code_in(paste(), state) if paste is not None else catcher.wait(patience)
    return granted(server.ask(where.token, code_form(client, code, verifier, redirect_uri)), now())


def code_in(address: str, state: str) -> Secret:
    """The code in the address that a browser was sent to (RFC 6749 §4.1.2).

    GrantError when it is not of this login, or says that the person refused.
    """
    try:
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(address.strip()).query)
    except ValueError:  # "http://[": then it is not ours either
        query = {}
    if not secrets.compare_digest(query.get("state", [""])[0].encode(), state.encode()):
        raise GrantError("This is not the address of the login that is waited for. Log in again.", permanent=True)
    if error := query.get("error", [""])[0]:
        raise GrantError(f"It was not granted ({error}). Log in again, and allow it.", permanent=True, code=error)
    code = query.get("code", [""])[0]
    if not code:
        raise GrantError("The address holds no code. Copy it as a whole.", permanent=True)
    return Secret(code)


# --------------------------------------------------------------------------- the browser comes back


class _Catcher(socketserver.TCPServer):
    """Waits on loopback for the one request that bears our state."""

    allow_reuse_address = True

    def __init__(self, port: int, state: str) -> None:
        self.state = state
        self.caught: Secret | GrantError | None = None
        super().__init__((_LOOPBACK, port), _Handler)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def wait(self, patience: timedelta) -> Secret:
        """The code.  GrantError."""
        ends = time.monotonic() + patience.total_seconds()
        while self.caught is None and (left := ends - time.monotonic()) > 0:
            self.timeout = left
            self.handle_request()
        if self.caught is None:
            raise GrantError("Nobody has come back from the page in time. Log in again.", permanent=True)
        if isinstance(self.caught, GrantError):
            raise self.caught
        return self.caught

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up in the middle is waited for again, and is nothing to show a person."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Catcher
    timeout = 10  # a connection that says nothing must not keep others waiting

    def do_GET(self) -> None:
        if self.server.state not in self.path:  # an icon, or another page's attempt
            self._say(404, _NOT_OURS)
            return
        try:
            self.server.caught = code_in(self.path, self.server.state)
        except GrantError as error:
            self.server.caught = error
            self._say(400, str(error))
        else:
            self._say(200, _DONE)

    def _say(self, status: int, text: str) -> None:
        page = _PAGE.format(text=html.escape(text)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: Any) -> None:
        """The path holds the code: it is nobody's to read."""


@contextmanager
def _listening(port: int, state: str) -> Iterator[_Catcher]:
    try:
        catcher = _Catcher(port, state)
    except OSError as error:
        text = f"Port {port} of this machine cannot be listened on ({error.strerror}). Name another with --port."
        raise GrantError(text, permanent=True) from error
    with catcher:
        yield catcher
