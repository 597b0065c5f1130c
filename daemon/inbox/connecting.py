"""From a configuration to a connection that is logged in: TLS, LOGIN or a token, and how the server names folders.

What goes wrong leaves here as a `MailboxError`, or as one of the library's errors for `refusals.guarded` around it.
"""

from __future__ import annotations

import re
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass

from imapclient import IMAPClient  # type: ignore[import-untyped]
from imapclient.exceptions import LoginError  # type: ignore[import-untyped]

from daemon import xoauth2
from daemon.config import Auth, Mailbox, Security
from daemon.discretion import Secret
from daemon.errors import MailboxError
from daemon.inbox.refusals import RAISED, guarded, words

#: LOGIN sends the name as it stands, so it must be an atom (RFC 3501 §9 "astring").
_ATOM = re.compile(r"[A-Za-z0-9@._+=/$&'!#,:;<>?^`|~-]+")


@dataclass(frozen=True, slots=True)
class Naming:
    """How the server names folders (RFC 2342, RFC 3501 §6.3.8)."""

    prefix: str  #: of the personal namespace, e.g. "INBOX."; often empty
    delimiter: str  #: "" when the server knows no hierarchy
    others: tuple[str, ...]  #: prefixes of other users' and shared namespaces

    def on_server(self, name: str) -> str:
        """A configured name as this server wants it: "/" is the hierarchy, the personal prefix may be left out."""
        if name.upper() == "INBOX":
            return "INBOX"
        if self.delimiter and self.delimiter not in name:
            name = name.replace("/", self.delimiter)
        if any(prefix and name.startswith(prefix) for prefix in (self.prefix, *self.others)):
            return name
        return self.prefix + name


def open_connection(settings: Mailbox, server: str) -> IMAPClient:
    """A connection nobody is logged in on yet; under TLS at once where that is configured.  MailboxError."""
    tls = settings.security is Security.TLS
    context = _tls_context(settings) if tls else None
    with guarded(server, "connecting"):
        client = IMAPClient(
            settings.host.strip("[]"),
            settings.port,
            ssl=tls,
            ssl_context=context,
            timeout=settings.timeout_seconds,
        )
        # The library sends a command in two pieces, and Nagle's algorithm holds the second back for 40 ms.
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return client


def _tls_context(settings: Mailbox) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=settings.ca_file)
    except OSError as error:  # ssl.SSLError is one
        raise MailboxError(
            f"The certificates in {settings.ca_file} cannot be read ({words(error)}). "
            "Check [mailbox] ca_file: it must be a PEM file.",
            permanent=True,
        ) from error


def start_tls(client: IMAPClient, settings: Mailbox, server: str) -> None:
    """STARTTLS or nothing: a stripped capability or a PREAUTH greeting must not lead to a login in the clear."""
    context = _tls_context(settings)
    with guarded(server, "starting TLS", "Check [mailbox] security and port."):
        client.starttls(context)


def log_in(client: IMAPClient, settings: Mailbox, secret: Secret) -> None:
    """LOGIN, or AUTHENTICATE PLAIN where LOGIN cannot carry the name or the password (RFC 3501 §6.2.3, RFC 4616); or
    AUTHENTICATE XOAUTH2.
    """
    if settings.auth is Auth.OAUTH2:
        _log_in_by_token(client, settings, secret.value)
        return
    username, password = settings.username, secret.value
    if any(ord(char) < 0x20 or ord(char) == 0x7F for char in username + password):
        raise MailboxError(
            "The user name or the password of the mailbox holds a control character. "
            "Check [mailbox] username and password_file: the file must hold the password alone.",
            permanent=True,
        )
    simple = password.isascii() and _ATOM.fullmatch(username) and not client.has_capability("LOGINDISABLED")
    if simple:
        client.login(username, password)
    elif client.has_capability("AUTH=PLAIN"):
        client.plain_login(username, password)
    else:
        raise LoginError("the server offers no way of logging in with this name and password on this connection")


def _log_in_by_token(client: IMAPClient, settings: Mailbox, token: str) -> None:
    """A refusal comes as a challenge that says why, to be answered by nothing; then as NO (see `xoauth2`)."""
    if not client.has_capability(f"AUTH={xoauth2.MECHANISM}"):  # another grant would change nothing
        raise MailboxError(
            f"The IMAP server {settings.host}:{settings.port} offers no AUTHENTICATE XOAUTH2 on this connection. "
            'Check [mailbox] host, port and security, or whether auth = "oauth2" is meant.',
            permanent=True,
        )
    refusals: list[str] = []

    def respond(challenge: bytes) -> str:
        if not challenge:
            return xoauth2.initial(settings.username, token)
        refusals.append(xoauth2.why(challenge))
        return ""

    try:
        client.sasl_login(xoauth2.MECHANISM, respond)
    except LoginError as error:
        error.args = ("; ".join([str(error), *filter(None, refusals)]),)
        raise


def naming(client: IMAPClient) -> Naming:
    """As the server itself says it."""
    if client.has_capability("NAMESPACE"):
        namespaces = client.namespace()
        if namespaces.personal:
            prefix, delimiter = namespaces.personal[0]
            others = tuple(item[0] for kind in (namespaces.other, namespaces.shared) for item in kind or ())
            return Naming(str(prefix), str(delimiter or ""), others)
    root = client.list_folders("", "")
    delimiter = root[0][1] if root else None
    return Naming("", delimiter.decode("ascii", "replace") if delimiter else "", ())


def hang_up(client: IMAPClient) -> None:
    """Without a word; never raises."""
    with suppress(*RAISED):
        client.shutdown()
