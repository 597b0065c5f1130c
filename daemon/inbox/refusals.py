"""What goes wrong with an IMAP server, as a sentence with the next step: library errors become `MailboxError`."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from imapclient.exceptions import (  # type: ignore[import-untyped]
    CapabilityError,
    IMAPClientAbortError,
    IMAPClientError,
    IMAPClientReadOnlyError,
    InvalidCriteriaError,
    LoginError,
    ProtocolError,
)

from daemon.discretion import brief, scrub
from daemon.errors import NO_WAY_THERE, MailboxError, certificate_remedy

#: What the libraries raise on an answer that is not IMAP; the guarded blocks hold library calls only.
_GARBAGE = (ValueError, LookupError, TypeError, AssertionError, AttributeError, MemoryError)
#: What a guarded block may raise at all (imaplib.IMAP4.error is the root of imapclient's own).
RAISED = (IMAPClientError, OSError, *_GARBAGE)
#: RFC 5530 and RFC 9051 §7.1 response codes, and Gmail's words: the server asks to come back later.
_LATER = re.compile(
    r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG|OVERQUOTA|THROTTLED)\b|too many|temporar|try again|later"
    r"|exceeded .*limit|system error",
    re.IGNORECASE,
)
#: How imaplib names a line of which the rest is still unread.
_TOO_LONG = re.compile(r"(?:command: .+ => )?got more than \d+ bytes")
#: How OpenSSL names the answer of a server that does not speak TLS on this port.
_NOT_TLS = frozenset({"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG", "HTTP_REQUEST"})


@contextmanager
def guarded(server: str, doing: str, refusal: str = "") -> Iterator[None]:
    """Turns what a library call raises into a MailboxError.

    `refusal` is the next step when the server says NO to something that only a person can mend; such a refusal is
    permanent unless the server itself asks to come back later.
    """
    try:
        yield
    except MailboxError:
        raise
    except RAISED as error:
        raise _explain(error, capital(server), doing, refusal) from error


def _explain(error: Exception, server: str, doing: str, refusal: str) -> MailboxError:
    said = words(error)
    if isinstance(error, OSError):
        return _explain_network(error, server, doing)
    if isinstance(error, LoginError):
        if isinstance(error.__context__, IMAPClientAbortError):  # imapclient gives a lost connection this name, too
            return MailboxError(f"{server} closed the connection while {doing} ({said}); it will be tried again.")
        if _LATER.search(said):
            text = f"{server} does not let us log in for now ({said}); it will be tried again."
            return MailboxError(text, locked_out=True)
        step = refusal or "Check [mailbox] username and the password (some providers want an app password)."
        return MailboxError(f"{server} refused the login ({said}). {step}", permanent=True)
    if isinstance(error, CapabilityError):
        return MailboxError(
            f"{server} does not offer what is needed for {doing} ({said}); nothing was sent. {refusal}".rstrip(),
            permanent=True,
        )
    if isinstance(error, IMAPClientReadOnlyError):  # a kind of abort to imaplib
        return MailboxError(
            f"{server} gives read access only while {doing} ({said}). Give the user write access.", permanent=True
        )
    if isinstance(error, IMAPClientAbortError) and not said.startswith("unexpected response"):  # no word of IMAP
        return MailboxError(f"{server} broke off while {doing} ({said}); it will be tried again.")
    if is_refusal(error):
        permanent = bool(refusal) and not _LATER.search(said)
        step = refusal if permanent else "It will be tried again."
        return MailboxError(f"{server} refused while {doing}: {said}. {step}", permanent=permanent)
    return MailboxError(
        f"{server} answered something that is not IMAP while {doing} ({said}). Check [mailbox] host and port;"
        " it will be tried again."
    )


def _explain_network(error: OSError, server: str, doing: str) -> MailboxError:
    said = words(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return MailboxError(
            f"The certificate of {server[0].lower()}{server[1:]} is not trusted ({error.verify_message.rstrip('.')});"
            f" {certificate_remedy(error, 'mailbox')}.",
            permanent=True,
        )
    if isinstance(error, ssl.SSLError) and error.reason in _NOT_TLS:
        return MailboxError(f"{server} does not speak TLS there. Check [mailbox] security and port.", permanent=True)
    if isinstance(error, socket.gaierror):
        return MailboxError(
            f"{server} is not known by that name ({said}). Check [mailbox] host and this machine's DNS."
        )
    if isinstance(error, ConnectionRefusedError):
        return MailboxError(f"{server} refuses connections. Check [mailbox] host and port, and that it runs.")
    if isinstance(error, TimeoutError):
        # A server that waits for a TLS handshake and a client that waits for a greeting wait for each other.
        hint = " If it never does, check [mailbox] security and port." if doing == "connecting" else ""
        return MailboxError(f"{server} did not answer in time while {doing}; it will be tried again.{hint}")
    if error.errno in NO_WAY_THERE:
        return MailboxError(f"{server} cannot be reached from here ({said}). Check this machine's network.")
    return MailboxError(f"{server}: the connection failed while {doing} ({said}); it will be tried again.")


def is_refusal(error: BaseException | None) -> bool:
    """A tagged NO or BAD: the dialogue goes on.  Everything else leaves it in doubt."""
    if not isinstance(error, IMAPClientError) or isinstance(error, IMAPClientAbortError | ProtocolError):
        return False
    return _TOO_LONG.fullmatch(str(error)) is None


def words(error: Exception) -> str:
    """The error's own words on one line, without the b'' that imaplib leaves around the server's."""
    words = scrub(str((error.strerror or error) if isinstance(error, OSError) else error))
    if isinstance(error, InvalidCriteriaError):  # behind the server's words imapclient advises programmers
        words = words.partition("\n\n")[0]
    return brief(re.sub(r"\bb(['\"])(.*?)\1", r"\2", words), 300) or type(error).__name__


def capital(server: str) -> str:
    """The server as a sentence begins with it."""
    return server[:1].upper() + server[1:]
