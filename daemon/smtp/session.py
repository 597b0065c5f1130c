"""Beginning and ending a session with an SMTP server: connection, EHLO, TLS, login, goodbye.  All errors are
DeliveryErrors.
"""

from __future__ import annotations

import base64
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress

from daemon import xoauth2
from daemon.config import Auth, Security, Smtp
from daemon.errors import DeliveryError
from daemon.smtp.line import Line, TurnedAwayError
from daemon.smtp.replies import LostError
from daemon.smtp.troubles import LATER, Troubles, unreadable_certificates

#: Saying goodbye must not hold up a stop.
_GOODBYE_SECONDS = 5.0


class Session:
    """How sessions with one server begin and end.  `troubles`: how they fail."""

    def __init__(self, settings: Smtp, troubles: Troubles) -> None:
        self._settings = settings
        self._troubles = troubles

    def begin(self, secret: Callable[[], str]) -> Line:
        """A connection on which MAIL may be said.  `secret`: password or access token, asked where there is a username
        and a server to tell it to; what it raises is passed on.
        """
        line = self._dial()
        troubles = self._troubles
        try:
            self._greet(line)
            if self._settings.security is Security.STARTTLS:
                with troubles.lost_means_later("STARTTLS", whole_server=True):
                    self._start_tls(line)
                self._greet(line)  # RFC 3207 §4.2: forget what was learned before TLS
            if self._settings.username:
                with troubles.lost_means_later("AUTH", whole_server=True):
                    self._log_in(line, secret())
        except DeliveryError as error:
            self.hang_up(line, error)
            raise
        except Exception:  # there is no secret
            self.say_goodbye(line)
            raise
        return line

    def hang_up(self, line: Line, error: DeliveryError) -> None:
        """Ends a session that went wrong: with QUIT wherever the server is still listening (RFC 5321 §4.1.1.10)."""
        if in_step(line, error):
            self.say_goodbye(line)
        else:
            line.close()

    def say_goodbye(self, line: Line) -> None:
        """Never raises."""
        with suppress(LostError, OSError):
            if line.is_open:
                line.wait_at_most(min(_GOODBYE_SECONDS, self._settings.timeout_seconds))
                line.command("QUIT")
        line.close()

    # ----------------------------------------------------------------------- the way there

    def _dial(self) -> Line:
        settings = self._settings
        tls = self._tls_context() if settings.security is Security.TLS else None
        try:
            return Line(settings.host.strip("[]"), settings.port, seconds=settings.timeout_seconds, tls=tls)
        except TurnedAwayError as error:
            raise self._troubles.refusal("CONNECT", error.reply, "us", whole_server=True) from error
        except (OSError, ValueError) as error:
            raise self._troubles.unreachable(error) from error

    def _greet(self, line: Line) -> None:
        with self._troubles.lost_means_later("EHLO", whole_server=True):
            reply = line.ehlo()
        if not reply.ok:
            raise self._troubles.refusal("EHLO", reply, "our greeting", whole_server=True)

    def _start_tls(self, line: Line) -> None:
        """STARTTLS or nothing: a stripped capability must not lead to a login in the clear (RFC 3207 §6)."""
        if not line.offers("starttls"):
            raise self._troubles.no_starttls()
        context = self._tls_context()
        try:
            line.start_tls(context)
        except TurnedAwayError as error:
            raise self._troubles.refusal("STARTTLS", error.reply, "STARTTLS", whole_server=True) from error
        except OSError as error:  # the handshake
            raise self._troubles.unreachable(error, "STARTTLS") from error

    def _tls_context(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cafile=self._settings.ca_file)
        except OSError as error:  # ssl.SSLError is one
            raise unreadable_certificates(self._settings.ca_file, error) from error

    # ----------------------------------------------------------------------- login

    def _log_in(self, line: Line, secret: str) -> None:
        """AUTH, one mechanism, once: PLAIN (RFC 4616) where offered, else LOGIN; or XOAUTH2 as configured."""
        username = self._settings.username
        offered = line.parameters("auth").upper().split()
        if self._settings.auth is Auth.OAUTH2:
            self._log_in_by_token(line, username, secret, offered)
            return
        if "PLAIN" in offered:
            reply = line.command(f"AUTH PLAIN {_base64(f'{chr(0)}{username}{chr(0)}{secret}')}")
        elif "LOGIN" in offered:
            reply = line.command("AUTH LOGIN")
            for word in (username, secret):
                if reply.code == 334:
                    reply = line.command(_base64(word))
        else:
            raise self._troubles.no_login(offered)
        if not reply.ok:
            # RFC 4954 §4.7.1: 454 is a trouble of the server's and says nothing of the password
            step = "Check [smtp] username and the password." if reply.permanent else LATER
            raise self._troubles.refusal("AUTH", reply, f"the login of {username}", whole_server=True, step=step)

    def _log_in_by_token(self, line: Line, username: str, token: str, offered: Sequence[str]) -> None:
        """A refusal comes as a challenge that says why, to be answered by nothing; then as 535 (see `xoauth2`)."""
        if xoauth2.MECHANISM not in offered:
            raise self._troubles.no_login(offered)
        reply = line.command(f"AUTH {xoauth2.MECHANISM} {_base64(xoauth2.initial(username, token))}")
        why = ""
        if reply.code == 334:
            with suppress(ValueError):  # not base64: then it says nothing
                why = xoauth2.why(base64.b64decode(reply.text))
            reply = line.command("")
        if not reply.ok:
            what = f"the login of {username}" + (f" ({why})" if why else "")
            step = f"Run `thamluan login` as {username}." if reply.permanent else LATER
            raise self._troubles.refusal("AUTH", reply, what, whole_server=True, step=step)


def in_step(line: Line, error: DeliveryError) -> bool:
    """Whether, after this error, the server waits for a command: it answered, and not that it hangs up (421)."""
    return line.is_open and error.code not in {None, 421}


def _base64(words: str) -> str:
    return base64.b64encode(words.encode("utf-8")).decode("ascii")
