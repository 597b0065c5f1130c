"""EDGE  SMTP submission of ready-made letters.  The only importer of smtplib.

In: envelope and raw bytes; nothing is rewritten but what the wire demands (CRLF, dot-stuffing: RFC 5321 §2.3.8,
§4.5.2).  Out: the server's final reply line, or a `DeliveryError` that carries the decision.

All or nothing: a letter goes to all its recipients or, with one of them refused, to none (RSET before DATA).  Who was
in the way of others is named, so that `delivery` may leave them out.

What is certain and what is not.  Until the final dot has left us the server has nothing, whatever went wrong.  After
it, a reply of 4yz or 5yz means "not accepted", 2yz means "accepted" (RFC 5321 §4.2.1, §6.1); no reply, or one that
cannot be read, means that nobody knows: `uncertain`, never together with `whole_server`, because an uncertain letter
must be looked at before anything else.

smtplib serves as a transport of commands and replies; its `sendmail` and `login` are not used: the first sends to
whoever was not refused, the second tries one mechanism after the other with the same wrong password.

One sender belongs to one thread.  The connection is made when first needed and used again for following letters.
"""

from __future__ import annotations

import base64
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from daemon import faults, xoauth2
from daemon.config import Auth, Security, Smtp
from daemon.discretion import Secret, brief
from daemon.errors import NO_WAY_THERE, DeliveryError, certificate_remedy

#: The server may scan a letter before it answers: RFC 5321 §4.5.3.2.6 asks for ten minutes, ten times the shipped 60 s.
_FINAL_REPLY_FACTOR = 10
#: Each piece has the whole time-out to itself, so that a slow line is not taken for a dead one.
_CHUNK = 64 * 1024
#: Saying goodbye must not hold up a stop.
_GOODBYE_SECONDS = 5.0
#: Where something else listens than a mail server.
_ELSEWHERE = "Check [smtp] host and port."
#: Where there is nothing to mend on our side.
_LATER = "It will be tried again; if that lasts, ask who runs the server."

_ENHANCED = re.compile(r"^([245])\.(\d{1,3})\.(\d{1,3})\b")
_BARE_LINE_END = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
#: A moment as mail writes it (RFC 5322 §3.3), among the words of a greeting.
_MOMENT = re.compile(r"\b\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:[+-]\d{4}|GMT|UTC?)")
#: What cannot stand between "<" and ">" of MAIL and RCPT: it would end or extend the command.
_UNSAFE_IN_PATH = re.compile(r"[\x00-\x20\x7f<>]")


@dataclass(frozen=True, slots=True)
class _Reply:
    """A reply (RFC 5321 §4.2), its lines joined to one.  Code -1: it was not one."""

    code: int
    text: str

    @property
    def line(self) -> str:
        return f"{self.code} {self.text}".strip() if self.code > 0 else self.text

    @property
    def ok(self) -> bool:
        return 200 <= self.code < 300

    @property
    def permanent(self) -> bool:
        """5yz, but for congestion: X.4.5 is by definition no lasting state (RFC 3463 §3.5); Gmail says 550 5.4.5
        when the day's allowance is used up.
        """
        return 500 <= self.code < 600 and self.status != ("4", "5")

    @property
    def status(self) -> tuple[str, str] | None:
        """Subject and detail of the enhanced status code (RFC 3463)."""
        match = _ENHANCED.match(self.text)
        return (match[2], match[3]) if match else None

    @property
    def about_the_server(self) -> bool:
        """Nothing to do with this letter: 421, login wanted (RFC 4954 §6), system full or not accepting
        (RFC 3463 §3.4: X.3.1, X.3.2), congestion (X.4.5).
        """
        return self.code in {421, 530, 535} or self.status in {("3", "1"), ("3", "2"), ("4", "5")}

    @property
    def about_parameters(self) -> bool:
        """At MAIL, where the server knows nothing of a letter but its parameters (size, 8-bit, SMTPUTF8) and the
        sender, who is the same for all: refused for the former (RFC 1870 §6, RFC 5321 §4.1.1.11, RFC 6531 §3.4).
        Where it says that it means the sender (RFC 3463 §3.2, §3.3: X.1.z, a full mailbox), the code does not count.
        """
        subject, detail = self.status or ("", "")
        if subject == "1" or (subject, detail) == ("2", "2"):
            return False
        return self.code in {501, 504, 552, 555} or (subject, detail) in {("2", "3"), ("3", "4")} or subject == "6"

    def too_many(self, *, taken: bool) -> bool:
        """At RCPT: no more readers in one letter, which 552 meant before 452 did, so that it is not for good (RFC 5321
        §4.5.3.1.10).  Of a 552 without enhanced status, whether readers were `taken` before decides.
        """
        return self.code == 552 and (taken if self.status is None else self.status == ("5", "3"))


class _LostError(Exception):
    """The connection ended or stalled while we waited for a reply or sent."""

    def __init__(self, words: str, *, stalled: bool) -> None:
        self.stalled = stalled
        super().__init__(words)


class _Line(smtplib.SMTP):
    """A connection that remembers how it was greeted."""

    greeting = ""

    def connect(self, *where: Any, **more: Any) -> tuple[int, bytes]:
        """See smtplib."""
        code, words = super().connect(*where, **more)
        self.greeting = _text(words)
        return code, words


class _LineInTls(_Line, smtplib.SMTP_SSL):
    """The same, encrypted from its first byte."""


class SmtpSender:
    """`model.Sender` over SMTP.  Building it touches no network; `password` is needed when there is a username."""

    def __init__(self, settings: Smtp, password: Secret | Callable[[], Secret] | None = None) -> None:
        """A function is asked at each login: for access tokens, which do not last.  What it raises leaves `send`."""
        self._settings = settings
        self._password = password
        self._connection: _Line | None = None

    def send(self, envelope_from: str, recipients: Sequence[str], raw: bytes) -> str:
        """One message to all recipients; the final reply line, e.g. "250 2.0.0 queued".  DeliveryError otherwise.

        `envelope_from` may be empty (null reverse-path, RFC 5321 §4.5.5).
        """
        if not recipients:
            raise DeliveryError("The letter has no recipient.", permanent=True, command="RCPT")
        paths = [_path(address) for address in (envelope_from, *recipients)]
        connection = self._ready()
        options = self._mail_options(connection, paths, raw)
        try:
            self._name_sender(connection, envelope_from, " ".join([f"MAIL FROM:<{paths[0]}>", *options]))
            self._name_recipients(connection, recipients, paths[1:])
            return self._transfer(connection, raw)
        except DeliveryError as error:
            self._tidy_up(error)
            raise

    def probe(self) -> str:
        """Connects and logs in, sends nothing; one English line on what the server offers.  DeliveryError as `send`."""
        connection = self._ready()
        offers = [name for name in ("size", "8bitmime", "smtputf8", "starttls") if connection.has_extn(name)]
        secured = {Security.TLS: "TLS", Security.STARTTLS: "STARTTLS", Security.NONE: "no encryption"}
        login = f"login as {self._settings.username}" if self._settings.username else "no login"
        return (
            f"{secured[self._settings.security]}, {login}; offers {', '.join(offers).upper() or 'nothing beyond SMTP'}"
        )

    def try_address(self, address: str) -> None:
        """Whether letters may go out from this address: one to itself is begun and given up before its first word, so
        that nothing is sent.  DeliveryError as `send`.

        The reader is named as well: Postfix refuses a sender only then (smtpd_delay_reject).
        """
        path, connection = _path(address), self._ready()
        try:
            self._name_sender(connection, address, f"MAIL FROM:<{path}>")
            self._name_recipients(connection, [address], [path])
        except DeliveryError as error:
            self._tidy_up(error)
            raise
        with suppress(_LostError):
            _command(connection, "RSET")

    def said_time(self) -> datetime | None:
        """What time it was there when it greeted us: Exchange, Exim and Sendmail say it.  DeliveryError as `send`."""
        return _time_in(self._ready().greeting)

    def close(self) -> None:
        """Says goodbye; never raises.  The next `send` connects anew."""
        connection, self._connection = self._connection, None
        if connection is not None:
            self._say_goodbye(connection)

    # ----------------------------------------------------------------------- one transaction

    def _mail_options(self, connection: smtplib.SMTP, paths: Sequence[str], raw: bytes) -> list[str]:
        """Parameters of MAIL: SIZE (RFC 1870), BODY (RFC 6152), SMTPUTF8 (RFC 6531).  Refuses what the server lacks."""
        header, _, _ = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
        limit = connection.esmtp_features.get("size", "")
        if limit.isdigit() and 0 < int(limit) < len(raw):
            raise self._lack(f"takes letters of up to {int(limit)} bytes, this one has {len(raw)}")
        options = [f"SIZE={len(raw)}"] if connection.has_extn("size") else []
        if not raw.isascii():
            if not connection.has_extn("8bitmime"):
                raise self._lack("does not take 8-bit text (8BITMIME), which this letter holds")
            options.append("BODY=8BITMIME")
        foreign = [path for path in paths if not path.isascii()]
        if foreign or not header.isascii():
            if not connection.has_extn("smtputf8"):
                what = f"the address {foreign[0]}" if foreign else "letters with unencoded header fields"
                raise self._lack(f"cannot carry {what} (SMTPUTF8)")
            options.append("SMTPUTF8")
        return options

    def _name_sender(self, connection: smtplib.SMTP, envelope_from: str, line: str) -> None:
        with self._lost_means_later("MAIL"):
            reply = _command(connection, line)
        if not reply.ok:
            what = "a letter like this one" if reply.about_parameters else f"the sender {envelope_from or '<>'}"
            raise self._refusal("MAIL", reply, what, whole_server=not reply.about_parameters)

    def _name_recipients(self, connection: smtplib.SMTP, recipients: Sequence[str], paths: Sequence[str]) -> None:
        """RCPT for each; all the refused ones are named at once, unless the server hangs up (421)."""
        refused: list[tuple[str, _Reply, bool]] = []  # and whether for good
        taken = False
        with self._lost_means_later("RCPT"):
            for address, path in zip(recipients, paths, strict=True):
                reply = _command(connection, f"RCPT TO:<{path}>")
                taken = taken or reply.ok
                if not reply.ok:
                    refused.append((address, reply, reply.permanent and not reply.too_many(taken=taken)))
                    if reply.code in {421, -1}:
                        break
        if not refused:
            return
        # With one recipient refused for good the letter as a whole can never go; else the first refusal speaks.
        in_the_way = [item for item in refused if item[2]] or refused
        _, worst, for_good = in_the_way[0]
        others = taken and worst.code not in {421, -1} and not worst.about_the_server
        names = ", ".join(f"{address} ({reply.line})" for address, reply, _ in refused)
        raise DeliveryError(
            f"{self._name} refused {names}; the letter went to nobody.",
            permanent=for_good,
            code=_code(worst),
            command="RCPT",
            line=worst.line,
            whole_server=worst.about_the_server,
            refused=[address for address, *_ in in_the_way] if others else (),
        )

    def _transfer(self, connection: smtplib.SMTP, raw: bytes) -> str:
        with self._lost_means_later("DATA"):
            reply = _command(connection, "DATA")
        if reply.code != 354:
            raise self._refusal("DATA", reply, "the letter")
        with self._lost_means_later("DATA"):  # the dot is in the last piece: whatever fails here, it never left
            stuffed = _on_the_wire(raw)
            for start in range(0, len(stuffed), _CHUNK):
                _send(connection, stuffed[start : start + _CHUNK])
        faults.point("smtp.data")
        reply = self._final_reply(connection)
        if reply.ok:
            faults.point("smtp.accepted")
            return reply.line
        if not 400 <= reply.code < 600:
            raise self._uncertain(f"its answer makes no sense ({reply.line or 'empty'})", reply.line)
        raise self._refusal("DATA", reply, "the letter")

    def _final_reply(self, connection: smtplib.SMTP) -> _Reply:
        timeout = self._settings.timeout_seconds
        try:
            if connection.sock is not None:
                connection.sock.settimeout(timeout * _FINAL_REPLY_FACTOR)
            reply = _reply(connection)
            if connection.sock is not None:
                connection.sock.settimeout(timeout)
        except _LostError as error:
            raise self._uncertain(f"no answer came after the whole letter had been sent ({error})", "") from error
        return reply

    # ----------------------------------------------------------------------- connection

    def _ready(self) -> _Line:
        """A connection between two transactions: the one at hand if it still answers (RSET), else a new one."""
        connection = self._connection
        if connection is not None:
            with suppress(_LostError):  # servers drop idle clients; nothing of this letter was sent yet
                if _command(connection, "RSET").ok:
                    return connection
            self._drop()
        self._connection = self._open()
        return self._connection

    def _open(self) -> _Line:
        connection = self._dial()
        try:
            # An address literal is true everywhere and asks no DNS (RFC 5321 §4.1.3).
            connection.local_hostname = _literal(connection)
            self._greet(connection)
            if self._settings.security is Security.STARTTLS:
                with self._lost_means_later("STARTTLS", whole_server=True):
                    self._start_tls(connection)
                self._greet(connection)  # RFC 3207 §4.2: forget what was learned before TLS
            if self._settings.username:
                with self._lost_means_later("AUTH", whole_server=True):
                    self._log_in(connection)
        except DeliveryError as error:
            self._hang_up(connection, error)
            raise
        return connection

    def _dial(self) -> _Line:
        settings = self._settings
        host = settings.host.strip("[]")
        try:
            if settings.security is Security.TLS:
                return _LineInTls(
                    host, settings.port, "localhost", timeout=settings.timeout_seconds, context=self._tls_context()
                )
            return _Line(host, settings.port, "localhost", timeout=settings.timeout_seconds)
        except smtplib.SMTPConnectError as error:  # smtplib has hung up, without the QUIT of RFC 5321 §3.1
            reply = _Reply(error.smtp_code, _text(error.smtp_error))
            raise self._refusal("CONNECT", reply, "us", whole_server=True) from error
        except smtplib.SMTPServerDisconnected as error:
            raise self._unreachable(error.__context__ if isinstance(error.__context__, OSError) else error) from error
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise self._unreachable(error) from error

    def _greet(self, connection: smtplib.SMTP) -> None:
        with self._lost_means_later("EHLO", whole_server=True), _smtplib_errors():
            reply = _Reply(*_decoded(connection.ehlo()))
        if not reply.ok:
            raise self._refusal("EHLO", reply, "our greeting", whole_server=True)

    def _start_tls(self, connection: smtplib.SMTP) -> None:
        """STARTTLS or nothing: a stripped capability must not lead to a login in the clear (RFC 3207 §6)."""
        if not connection.has_extn("starttls"):
            raise DeliveryError(
                f"{self._name} does not offer STARTTLS; nothing was sent. Check [smtp] security and port.",
                permanent=True,
                command="STARTTLS",
                whole_server=True,
            )
        context = self._tls_context()
        try:
            with _smtplib_errors():
                connection.starttls(context=context)
        except smtplib.SMTPResponseException as error:
            reply = _Reply(error.smtp_code, _text(error.smtp_error))
            raise self._refusal("STARTTLS", reply, "STARTTLS", whole_server=True) from error
        except OSError as error:  # the handshake
            raise self._unreachable(error, "STARTTLS") from error

    def _log_in(self, connection: smtplib.SMTP) -> None:
        """AUTH, one mechanism, once: PLAIN (RFC 4616) where offered, else LOGIN; or XOAUTH2 as configured."""
        secret = self._password() if callable(self._password) else self._password
        username, password = self._settings.username, secret.value if secret else ""
        offered = connection.esmtp_features.get("auth", "").upper().split()
        if self._settings.auth is Auth.OAUTH2:
            self._log_in_by_token(connection, username, password, offered)
            return
        if "PLAIN" in offered:
            reply = _command(connection, f"AUTH PLAIN {_base64(f'{chr(0)}{username}{chr(0)}{password}')}")
        elif "LOGIN" in offered:
            reply = _command(connection, "AUTH LOGIN")
            for word in (username, password):
                if reply.code == 334:
                    reply = _command(connection, _base64(word))
        else:
            raise self._no_login(offered)
        if not reply.ok:
            what = f"the login of {username}"
            # RFC 4954 §4.7.1: 454 is a trouble of the server's and says nothing of the password
            step = "Check [smtp] username and the password." if reply.permanent else _LATER
            raise self._refusal("AUTH", reply, what, whole_server=True, step=step)

    def _log_in_by_token(self, connection: smtplib.SMTP, username: str, token: str, offered: Sequence[str]) -> None:
        """A refusal comes as a challenge that says why, to be answered by nothing; then as 535 (see `xoauth2`)."""
        if xoauth2.MECHANISM not in offered:
            raise self._no_login(offered)
        reply = _command(connection, f"AUTH {xoauth2.MECHANISM} {_base64(xoauth2.initial(username, token))}")
        why = ""
        if reply.code == 334:
            with suppress(ValueError):  # not base64: then it says nothing
                why = xoauth2.why(base64.b64decode(reply.text))
            reply = _command(connection, "")
        if not reply.ok:
            what = f"the login of {username}" + (f" ({why})" if why else "")
            step = f"Run `thamluan login` as {username}." if reply.permanent else _LATER
            raise self._refusal("AUTH", reply, what, whole_server=True, step=step)

    def _no_login(self, offered: Sequence[str]) -> DeliveryError:
        return DeliveryError(
            f"{self._name} offers no login that we know (it offers: {', '.join(offered) or 'none'})."
            " Check [smtp] security, port, username and auth.",
            permanent=True,
            command="AUTH",
            whole_server=True,
        )

    def _tls_context(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cafile=self._settings.ca_file)
        except OSError as error:  # ssl.SSLError is one
            raise DeliveryError(
                f"The certificates in {self._settings.ca_file} cannot be read ({_text(str(error))})."
                " Check [smtp] ca_file: it must be a PEM file.",
                permanent=True,
                command="CONNECT",
                whole_server=True,
            ) from error

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _tidy_up(self, error: DeliveryError) -> None:
        """Leaves the connection between two transactions, or none at all."""
        connection = self._connection
        if connection is None:
            return
        if not error.whole_server and _in_step(connection, error):
            with suppress(_LostError):
                if _command(connection, "RSET").ok:
                    return
        self._connection = None
        self._hang_up(connection, error)

    def _hang_up(self, connection: smtplib.SMTP, error: DeliveryError) -> None:
        """Ends a session that went wrong: with QUIT wherever the server is still listening (RFC 5321 §4.1.1.10)."""
        if _in_step(connection, error):
            self._say_goodbye(connection)
        else:
            connection.close()

    def _say_goodbye(self, connection: smtplib.SMTP) -> None:
        with suppress(_LostError, OSError):
            if connection.sock is not None:
                connection.sock.settimeout(min(_GOODBYE_SECONDS, self._settings.timeout_seconds))
                _command(connection, "QUIT")
        connection.close()

    # ----------------------------------------------------------------------- errors in one place

    @property
    def _name(self) -> str:
        return f"The SMTP server {self._settings.host}:{self._settings.port}"

    def _refusal(
        self, command: str, reply: _Reply, what: str, *, whole_server: bool = False, step: str = ""
    ) -> DeliveryError:
        did, step = (
            (f"refused {what}", step) if reply.code > 0 else (f"answered {what} with no word of SMTP", _ELSEWHERE)
        )
        return DeliveryError(
            f"{self._name} {did}: {reply.line}. {step}".rstrip(),
            permanent=reply.permanent,
            code=_code(reply),
            command=command,
            line=reply.line,
            whole_server=whole_server or reply.about_the_server,
        )

    def _lack(self, what: str) -> DeliveryError:
        return DeliveryError(f"{self._name} {what}.", permanent=True, command="MAIL")

    def _uncertain(self, what: str, line: str) -> DeliveryError:
        return DeliveryError(
            f"{self._name} may or may not have the letter: {what}.",
            permanent=False,
            command="DATA",
            line=line,
            uncertain=True,
        )

    def _unreachable(self, error: Exception, command: str = "CONNECT") -> DeliveryError:
        words, permanent = _text(str(error)), False
        if isinstance(error, ssl.SSLCertVerificationError):
            permanent = True
            words = f"its certificate is not trusted ({error.verify_message.rstrip('.')}); " + certificate_remedy(
                error, "smtp"
            )
        elif isinstance(error, socket.gaierror):
            words = f"its name is not known ({_text(error.strerror or words)}); check [smtp] host and the DNS here"
        elif isinstance(error, ConnectionRefusedError):
            words = "it refuses connections; check [smtp] host and port"
        elif isinstance(error, TimeoutError):
            words = "it did not answer in time; if it never does, check [smtp] security and port"
        elif isinstance(error, OSError) and error.errno in NO_WAY_THERE:
            words = f"there is no way to it from here ({_text(error.strerror or words)}); check this machine's network"
        elif isinstance(error, ssl.SSLError) and error.reason in {"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE"}:
            permanent, words = True, "it does not speak TLS there; check [smtp] security and port"
        return DeliveryError(
            f"{self._name} is out of reach: {words}.", permanent=permanent, command=command, whole_server=True
        )

    @contextmanager
    def _lost_means_later(self, command: str, *, whole_server: bool = False) -> Iterator[None]:
        """Before the final dot a lost connection costs nothing but time.  A stall would cost every letter its time."""
        try:
            yield
        except _LostError as error:
            how = "did not answer in time" if error.stalled else "closed the connection"
            raise DeliveryError(
                f"{self._name} {how} at {command} ({error}); the letter was not sent.",
                permanent=False,
                command=command,
                whole_server=whole_server or error.stalled,
            ) from error


# --------------------------------------------------------------------------- the wire


def _in_step(connection: smtplib.SMTP, error: DeliveryError) -> bool:
    """Whether, after this error, the server waits for a command: it answered, and not that it hangs up (421)."""
    return connection.sock is not None and error.code not in {None, 421} and not error.uncertain


def _command(connection: smtplib.SMTP, line: str) -> _Reply:
    """Sends one command line and reads its reply.  _LostError."""
    _send(connection, line.encode("utf-8") + b"\r\n")
    return _reply(connection)


def _send(connection: smtplib.SMTP, data: bytes) -> None:
    with _smtplib_errors():
        connection.send(data)


def _reply(connection: smtplib.SMTP) -> _Reply:
    with _smtplib_errors():
        try:
            return _Reply(*_decoded(connection.getreply()))
        except smtplib.SMTPResponseException as error:  # a line without end: smtplib has closed and made up a code
            raise _LostError(_text(error.smtp_error), stalled=False) from error


@contextmanager
def _smtplib_errors() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPServerDisconnected as error:
        cause = error.__context__
        raise _LostError(_text(str(cause or error)), stalled=isinstance(cause, TimeoutError)) from error


def _decoded(answer: tuple[int, bytes]) -> tuple[int, str]:
    return answer[0], _text(answer[1])


def _text(words: bytes | str) -> str:
    return brief(words.decode("utf-8", "replace") if isinstance(words, bytes) else words, 500)


def _time_in(words: str) -> datetime | None:
    found = _MOMENT.search(words)
    try:
        return parsedate_to_datetime(found[0]).astimezone(UTC) if found else None
    except ValueError:  # 99 Nov
        return None


def _code(reply: _Reply) -> int | None:
    return reply.code if reply.code > 0 else None


def _base64(words: str) -> str:
    return base64.b64encode(words.encode("utf-8")).decode("ascii")


def _on_the_wire(raw: bytes) -> bytes:
    """CRLF line ends only (RFC 5321 §2.3.8), dots doubled (§4.5.2), the final dot."""
    lines = _BARE_LINE_END.sub(b"\r\n", raw)
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    return _LEADING_DOT.sub(b"..", lines) + b".\r\n"


def _path(address: str) -> str:
    """An address as MAIL and RCPT take it; a Vietnamese domain in its ASCII form (IDNA), which needs no SMTPUTF8."""
    if _UNSAFE_IN_PATH.search(address):
        raise DeliveryError(f"{address!r} is not an e-mail address.", permanent=True, command="MAIL")
    local, at, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        return local + at + domain.encode("idna").decode("ascii")
    except UnicodeError:
        return address


def _literal(connection: smtplib.SMTP) -> str:
    address = connection.sock.getsockname()[0] if connection.sock else "127.0.0.1"
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"
