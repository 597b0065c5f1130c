"""EDGE  One connection to an SMTP server: commands out, replies in.  The only importer of smtplib.

smtplib serves as a transport; its `sendmail` and `login` are not used: the first sends to whoever was not refused, the
second tries one mechanism after the other with the same wrong password.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from daemon.smtp.replies import LostError, Reply, text_of

_BARE_LINE_END = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


class TurnedAwayError(Exception):
    """The server answered its greeting or STARTTLS with a no."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        super().__init__(reply.line)


class Line:
    """A connection that is open from the beginning, and remembers how it was greeted."""

    def __init__(self, host: str, port: int, *, seconds: float, tls: ssl.SSLContext | None) -> None:
        """`seconds`: limit on every wait.  `tls`: encrypted from the first byte.

        TurnedAwayError; OSError or ValueError where nobody was reached.
        """
        try:
            self._smtp: _Greeted = (
                _Greeted(host, port, "localhost", timeout=seconds)
                if tls is None
                else _GreetedInTls(host, port, "localhost", timeout=seconds, context=tls)
            )
        except smtplib.SMTPConnectError as error:  # smtplib has hung up, without the QUIT of RFC 5321 §3.1
            raise TurnedAwayError(Reply(error.smtp_code, text_of(error.smtp_error))) from error
        except smtplib.SMTPServerDisconnected as error:
            raise error.__context__ if isinstance(error.__context__, OSError) else error from error
        # An address literal is true everywhere and asks no DNS (RFC 5321 §4.1.3).
        self._smtp.local_hostname = _literal(self._smtp)

    @property
    def greeting(self) -> str:
        return self._smtp.greeting

    @property
    def is_open(self) -> bool:
        return self._smtp.sock is not None

    def offers(self, extension: str) -> bool:
        """Whether the last EHLO was answered with it; in small letters."""
        return self._smtp.has_extn(extension)

    def parameters(self, extension: str) -> str:
        """What the server says with an extension that it offers; "" where it says or offers nothing."""
        return self._smtp.esmtp_features.get(extension, "")

    def wait_at_most(self, seconds: float) -> None:
        """From now on, for each send and each reply."""
        if self._smtp.sock is not None:
            self._smtp.sock.settimeout(seconds)

    def command(self, line: str) -> Reply:
        """Sends one command line and reads its reply.  LostError."""
        self.send(line.encode("utf-8") + b"\r\n")
        return self.reply()

    def send(self, data: bytes) -> None:
        """LostError."""
        with _losses():
            self._smtp.send(data)

    def reply(self) -> Reply:
        """LostError."""
        with _losses():
            try:
                return _reply(self._smtp.getreply())
            except smtplib.SMTPResponseException as error:  # a line without end: smtplib has closed and made up a code
                raise LostError(text_of(error.smtp_error), stalled=False) from error

    def ehlo(self) -> Reply:
        """Greets, and learns what the server offers.  LostError."""
        with _losses():
            return _reply(self._smtp.ehlo())

    def start_tls(self, context: ssl.SSLContext) -> None:
        """STARTTLS and the handshake.  TurnedAwayError, LostError; OSError for the handshake."""
        try:
            with _losses():
                self._smtp.starttls(context=context)
        except smtplib.SMTPResponseException as error:
            raise TurnedAwayError(Reply(error.smtp_code, text_of(error.smtp_error))) from error

    def close(self) -> None:
        """Without a word.  Never raises."""
        self._smtp.close()


class _Greeted(smtplib.SMTP):
    greeting = ""

    def connect(self, *where: Any, **more: Any) -> tuple[int, bytes]:
        """See smtplib."""
        code, words = super().connect(*where, **more)
        self.greeting = text_of(words)
        return code, words


class _GreetedInTls(_Greeted, smtplib.SMTP_SSL):
    pass


@contextmanager
def _losses() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPServerDisconnected as error:
        cause = error.__context__
        raise LostError(text_of(str(cause or error)), stalled=isinstance(cause, TimeoutError)) from error


def _reply(answer: tuple[int, bytes]) -> Reply:
    return Reply(answer[0], text_of(answer[1]))


def on_the_wire(raw: bytes) -> bytes:
    """CRLF line ends only (RFC 5321 §2.3.8), dots doubled (§4.5.2), the final dot."""
    lines = _BARE_LINE_END.sub(b"\r\n", raw)
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    return _LEADING_DOT.sub(b"..", lines) + b".\r\n"


def _literal(connection: smtplib.SMTP) -> str:
    address = connection.sock.getsockname()[0] if connection.sock else "127.0.0.1"
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"
