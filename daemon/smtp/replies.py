"""What a reply of an SMTP server means, and that there was none.  PURE."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from daemon.discretion import brief

_ENHANCED = re.compile(r"^([245])\.(\d{1,3})\.(\d{1,3})\b")
#: A moment as mail writes it (RFC 5322 §3.3), among the words of a greeting.
_MOMENT = re.compile(r"\b\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:[+-]\d{4}|GMT|UTC?)")


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply (RFC 5321 §4.2), its lines joined to one.  Code -1: it was not one."""

    code: int
    text: str

    @property
    def line(self) -> str:
        """As the server wrote it, code first."""
        return f"{self.code} {self.text}".strip() if self.code > 0 else self.text

    @property
    def known_code(self) -> int | None:
        """None where it was no reply."""
        return self.code if self.code > 0 else None

    @property
    def ok(self) -> bool:
        """2yz."""
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


class LostError(Exception):
    """The connection ended or stalled while we waited for a reply or sent."""

    def __init__(self, words: str, *, stalled: bool) -> None:
        self.stalled = stalled
        super().__init__(words)


def time_in(greeting: str) -> datetime | None:
    """The moment that a greeting tells, in UTC: Exchange, Exim and Sendmail say it."""
    found = _MOMENT.search(greeting)
    try:
        return parsedate_to_datetime(found[0]).astimezone(UTC) if found else None
    except ValueError:  # 99 Nov
        return None


def text_of(words: bytes | str) -> str:
    """Words of a server as they may be shown: one line, bounded."""
    return brief(words.decode("utf-8", "replace") if isinstance(words, bytes) else words, 500)
