"""A token server on loopback that speaks OAuth 2.0 as Google's and Microsoft's do: device flow (RFC 8628), code flow
with PKCE (RFC 7636), refreshing, and the introspection by which a mail server asks whether a token is good.

It refuses what the standards refuse (a wrong verifier, a code twice, an unknown client), and does what a test tells it.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import threading
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from servers import LOOPBACK, Certificate

from daemon.config import OAuth2

CLIENT, SECRET = "thamluan-client", "bi-mat-cua-ung-dung"
SCOPES = ("imap", "smtp")

Answer = tuple[int, Mapping[str, Any]]


@dataclass
class TokenService:
    """The state of the server; what is asked of it is in `asked`, newest last."""

    username: str
    certificate: Certificate | None = None
    secret: str | None = SECRET
    expires_in: int = 3600
    refresh_expires_in: int | None = None
    rotates: bool = False  #: each refresh token is good once
    instead: list[Answer] = field(default_factory=list)  #: answers of the token endpoint before its own, one each
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    revoked: bool = False
    interval: float = 5  #: seconds between two questions of the device flow
    pending: int = 0  #: so often the device flow says that the person is not done

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        self._refresh: set[str] = set()
        self._access: set[str] = set()
        self._codes: dict[str, tuple[str, str]] = {}  # code → challenge, redirect_uri
        self._server = ThreadingHTTPServer((LOOPBACK, 0), _handler(self))
        if self.certificate is not None:
            self._server.socket = self.certificate.context().wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        scheme, host = ("https", "localhost") if self.certificate else ("http", LOOPBACK)
        return f"{scheme}://{host}:{self.port}"

    def keys(self) -> dict[str, object]:
        """The `[oauth2]` section that asks here."""
        return {
            "provider": "custom",
            "client_id": CLIENT,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "device_endpoint": f"{self.url}/device",
            "scopes": list(SCOPES),
            "timeout_seconds": 5,
        }

    def settings(self, **changes: object) -> OAuth2:
        ca = {"ca_file": self.certificate.certificate} if self.certificate else {}
        return OAuth2.model_validate(self.keys() | ca | changes)

    def new_refresh_token(self) -> str:
        """As if somebody had granted it."""
        token = f"refresh-{next(self._numbers)}-{'r' * 20}"
        self._refresh.add(token)
        return token

    def revoke(self) -> None:
        """The person takes it back: tokens at hand end as well."""
        self._refresh.clear()
        self._access.clear()

    def is_good(self, token: str) -> bool:
        return token in self._access

    def end_tokens(self) -> None:
        """Access tokens end before their time; the grant goes on."""
        self._access.clear()

    def asks(self, path: str) -> list[dict[str, str]]:
        return [form for asked, form in self.asked if asked == path]

    # ----------------------------------------------------------------- endpoints

    def answer(self, path: str, form: dict[str, str]) -> Answer:
        self.asked.append((path, form))
        match path:
            case "/device":
                return 200, {
                    "device_code": f"device-{'d' * 20}",
                    "user_code": "WDJB-MJHT",
                    "verification_uri": f"{self.url}/kich-hoat",
                    "expires_in": 900,
                    "interval": self.interval,
                }
            case "/token":
                return self.instead.pop(0) if self.instead else self._token(form)
            case "/introspect":
                token = form.get("token") or form.get("access_token") or ""
                good = token in self._access
                return 200, {"active": good, "username": self.username} if good else {"active": False}
        return 404, {}

    def _token(self, form: dict[str, str]) -> Answer:
        if form.get("client_id") != CLIENT or form.get("client_secret") != self.secret:
            return 401, {"error": "invalid_client"}
        match form.get("grant_type"):
            case "refresh_token":
                if form.get("refresh_token") not in self._refresh:
                    return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
                if self.rotates:
                    self._refresh.discard(form["refresh_token"])
                return 200, self._given(refresh=self.rotates)
            case "authorization_code":
                challenge, redirect_uri = self._codes.pop(form.get("code", ""), ("", ""))
                digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
                if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != challenge:
                    return 400, {"error": "invalid_grant", "error_description": "Bad code or verifier."}
                if form.get("redirect_uri") != redirect_uri:
                    return 400, {"error": "redirect_uri_mismatch"}
                return 200, self._given(refresh=True)
            case "urn:ietf:params:oauth:grant-type:device_code":
                if self.pending:
                    self.pending -= 1
                    return 400, {"error": "authorization_pending"}
                return 200, self._given(refresh=True)
        return 400, {"error": "unsupported_grant_type"}

    def _given(self, *, refresh: bool) -> dict[str, Any]:
        access = f"access-{next(self._numbers)}-{'a' * 40}"
        self._access.add(access)
        answer: dict[str, Any] = {"access_token": access, "token_type": "Bearer", "expires_in": self.expires_in}
        if refresh:
            answer["refresh_token"] = self.new_refresh_token()
        if self.refresh_expires_in is not None:
            answer["refresh_token_expires_in"] = self.refresh_expires_in
        return answer

    def authorize(self, query: dict[str, str], *, denies: bool = False) -> str:
        """A person in a browser looks at the page and allows it; where the browser is sent then."""
        assert query["client_id"] == CLIENT
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        assert query["scope"] == " ".join(SCOPES)
        if denies:
            given = {"error": "access_denied"}
        else:
            code = f"code-{next(self._numbers)}"
            self._codes[code] = (query["code_challenge"], query["redirect_uri"])
            given = {"code": code}
        return f"{query['redirect_uri']}?{urllib.parse.urlencode(given | {'state': query['state']})}"


def _handler(service: TokenService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            self._answer(dict(urllib.parse.parse_qsl(body)))

        def do_GET(self) -> None:
            self._answer(dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query)))

        def _answer(self, form: dict[str, str]) -> None:
            status, said = service.answer(urllib.parse.urlsplit(self.path).path, form)
            text = said.get("page")
            data = str(text).encode() if text is not None else json.dumps(said).encode()
            self.send_response(status)
            if "location" in said:
                self.send_header("Location", said["location"])
            self.send_header("Content-Type", "text/html" if text is not None else "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None: ...

    return Handler
