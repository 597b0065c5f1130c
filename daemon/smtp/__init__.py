"""EDGE  SMTP submission of ready-made letters.

In: envelope and raw bytes; nothing is rewritten but what the wire demands (CRLF, dot-stuffing: RFC 5321 §2.3.8,
§4.5.2).  Out: the server's final reply line, or a `DeliveryError` that carries the decision.

line      one connection: commands out, replies in
replies   what a reply means
session   connection, TLS, login, goodbye
troubles  what goes wrong, in words

All or nothing: a letter goes to all its recipients or, with one of them refused, to none (RSET before DATA).  Who was
in the way of others is named, so that `delivery` may leave them out.

What is certain and what is not.  Until the final dot has left us the server has nothing, whatever went wrong.  After
it, a reply of 4yz or 5yz means "not accepted", 2yz means "accepted" (RFC 5321 §4.2.1, §6.1); no reply, or one that
cannot be read, means that nobody knows: `uncertain`, never together with `whole_server`, because an uncertain letter
must be looked at before anything else.

One sender belongs to one thread.  The connection is made when first needed and used again for following letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from daemon import faults
from daemon.config import Security, Smtp
from daemon.discretion import Secret
from daemon.errors import DeliveryError
from daemon.smtp.line import Line, on_the_wire
from daemon.smtp.replies import LostError, Reply, time_in
from daemon.smtp.session import Session, in_step
from daemon.smtp.troubles import Troubles

#: The server may scan a letter before it answers: RFC 5321 §4.5.3.2.6 asks for ten minutes, ten times the shipped 60 s.
_FINAL_REPLY_FACTOR = 10
_FINAL_REPLY_SECONDS = 600.0
#: Each piece has the whole time-out to itself, so that a slow line is not taken for a dead one.
_CHUNK = 64 * 1024
#: What cannot stand between "<" and ">" of MAIL and RCPT: it would end or extend the command.
_UNSAFE_IN_PATH = re.compile(r"[\x00-\x20\x7f<>]")


class SmtpSender:
    """`model.Sender` over SMTP.  Building it touches no network; `password` is needed when there is a username."""

    def __init__(self, settings: Smtp, password: Secret | Callable[[], Secret] | None = None) -> None:
        """A function is asked at each login: for access tokens, which do not last.  What it raises leaves `send`."""
        self._settings = settings
        self._password = password
        self._troubles = Troubles(settings.host, settings.port)
        self._session = Session(settings, self._troubles)
        self._line: Line | None = None

    def send(self, envelope_from: str, recipients: Sequence[str], raw: bytes) -> str:
        """One message to all recipients; the final reply line, e.g. "250 2.0.0 queued".  DeliveryError otherwise.

        `envelope_from` may be empty (null reverse-path, RFC 5321 §4.5.5).
        """
        if not recipients:
            raise DeliveryError("The letter has no recipient.", permanent=True, command="RCPT")
        paths = [_path(address) for address in (envelope_from, *recipients)]
        line = self._ready()
        options = self._mail_options(line, paths, raw)
        try:
            self._name_sender(line, envelope_from, " ".join([f"MAIL FROM:<{paths[0]}>", *options]))
            self._name_recipients(line, recipients, paths[1:])
            return self._transfer(line, raw)
        except DeliveryError as error:
            self._tidy_up(error)
            raise

    def probe(self) -> str:
        """Connects and logs in, sends nothing; one English line on what the server offers.  DeliveryError as `send`."""
        line = self._ready()
        offers = [name for name in ("size", "8bitmime", "smtputf8", "starttls") if line.offers(name)]
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
        path, line = _path(address), self._ready()
        try:
            self._name_sender(line, address, f"MAIL FROM:<{path}>")
            self._name_recipients(line, [address], [path])
        except DeliveryError as error:
            self._tidy_up(error)
            raise
        with suppress(LostError):
            line.command("RSET")

    def said_time(self) -> datetime | None:
        """What time it was there when it greeted us, where its greeting says it.  DeliveryError as `send`."""
        return time_in(self._ready().greeting)

    def close(self) -> None:
        """Says goodbye; never raises.  The next `send` connects anew."""
        line, self._line = self._line, None
        if line is not None:
            self._session.say_goodbye(line)

    # ----------------------------------------------------------------------- one transaction

    def _mail_options(self, line: Line, paths: Sequence[str], raw: bytes) -> list[str]:
        """Parameters of MAIL: SIZE (RFC 1870), BODY (RFC 6152), SMTPUTF8 (RFC 6531).  Refuses what the server lacks."""
        header, _, _ = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
        limit = line.parameters("size")
        if limit.isascii() and limit.isdecimal() and 0 < int(limit) < len(raw):
            raise self._troubles.lack(f"takes letters of up to {int(limit)} bytes, this one has {len(raw)}")
        options = [f"SIZE={len(raw)}"] if line.offers("size") else []
        if not raw.isascii():
            if not line.offers("8bitmime"):
                raise self._troubles.lack("does not take 8-bit text (8BITMIME), which this letter holds")
            options.append("BODY=8BITMIME")
        foreign = [path for path in paths if not path.isascii()]
        if foreign or not header.isascii():
            if not line.offers("smtputf8"):
                what = f"the address {foreign[0]}" if foreign else "letters with unencoded header fields"
                raise self._troubles.lack(f"cannot carry {what} (SMTPUTF8)")
            options.append("SMTPUTF8")
        return options

    def _name_sender(self, line: Line, envelope_from: str, command: str) -> None:
        with self._troubles.lost_means_later("MAIL"):
            reply = line.command(command)
        if not reply.ok:
            what = "a letter like this one" if reply.about_parameters else f"the sender {envelope_from or '<>'}"
            raise self._troubles.refusal("MAIL", reply, what, whole_server=not reply.about_parameters)

    def _name_recipients(self, line: Line, recipients: Sequence[str], paths: Sequence[str]) -> None:
        """RCPT for each; all the refused ones are named at once, unless the server hangs up (421)."""
        refused: list[tuple[str, Reply, bool]] = []  # and whether for good
        taken = False
        with self._troubles.lost_means_later("RCPT"):
            for address, path in zip(recipients, paths, strict=True):
                reply = line.command(f"RCPT TO:<{path}>")
                taken = taken or reply.ok
                if not reply.ok:
                    refused.append((address, reply, reply.permanent and not reply.too_many(taken=taken)))
                    if reply.code in {421, -1}:
                        break
        if refused:
            raise self._troubles.refused_readers(refused, taken=taken)

    def _transfer(self, line: Line, raw: bytes) -> str:
        with self._troubles.lost_means_later("DATA"):
            reply = line.command("DATA")
        if reply.code != 354:
            raise self._troubles.refusal("DATA", reply, "the letter")
        with self._troubles.lost_means_later("DATA"):
            # The dot is in the last piece: whatever fails here, it never left.
            stuffed = on_the_wire(raw)
            for start in range(0, len(stuffed), _CHUNK):
                line.send(stuffed[start : start + _CHUNK])
        faults.point("smtp.data")
        reply = self._final_reply(line)
        if reply.ok:
            faults.point("smtp.accepted")
            return reply.line
        if not 400 <= reply.code < 600:
            raise self._troubles.uncertain(f"its answer makes no sense ({reply.line or 'empty'})", reply.line)
        raise self._troubles.refusal("DATA", reply, "the letter")

    def _final_reply(self, line: Line) -> Reply:
        try:
            line.wait_at_most(final_wait(self._settings.timeout_seconds))
            reply = line.reply()
            line.wait_at_most(self._settings.timeout_seconds)
        except LostError as error:
            what = f"no answer came after the whole letter had been sent ({error})"
            raise self._troubles.uncertain(what, "") from error
        return reply

    # ----------------------------------------------------------------------- between transactions

    def _ready(self) -> Line:
        """A connection between two transactions: the one at hand if it still answers (RSET), else a new one."""
        line, self._line = self._line, None
        if line is not None:
            with suppress(LostError):  # servers drop idle clients; nothing of this letter was sent yet
                if line.command("RSET").ok:
                    self._line = line
                    return line
            line.close()
        self._line = self._session.begin(self._secret)
        return self._line

    def _secret(self) -> str:
        secret = self._password() if callable(self._password) else self._password
        return secret.value if secret else ""

    def _tidy_up(self, error: DeliveryError) -> None:
        """Leaves the connection between two transactions, or none at all."""
        line, self._line = self._line, None
        if line is None:
            return
        if not error.whole_server and in_step(line, error):
            with suppress(LostError):
                if line.command("RSET").ok:
                    self._line = line
                    return
        self._session.hang_up(line, error)


def final_wait(timeout_seconds: float) -> float:
    """How long the answer to a whole letter is waited for, in seconds.  No longer than the watchdog waits for us: ended
    by it, the letter would be uncertain, and so would the next one.
    """
    return min(timeout_seconds * _FINAL_REPLY_FACTOR, _FINAL_REPLY_SECONDS)


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
