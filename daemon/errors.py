"""What we could not do, one root for all of it.

A refused submission or a failed check is a value (`Finding`, `Decision`), never an exception.  An exception
here says that the program could not carry something out, and carries what the caller needs to decide: whether
to try again, which message or letter it was about.  A library's own exceptions are translated in the one module
that imports it; a bug stays a traceback in the log.
"""

from __future__ import annotations

import errno
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from daemon.discretion import scrub

#: Of OSError: no server is at fault, this machine has no way there.
NO_WAY_THERE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN})

#: What OpenSSL finds wrong with a certificate (x509_vfy.h) and people mend elsewhere than in ca_file.
_NOT_YET_VALID, _EXPIRED, _OTHER_NAMES = 9, 10, frozenset({62, 64})


def certificate_remedy(error: ssl.SSLCertVerificationError, section: str, host: str = "host") -> str:
    """What to do about a certificate that is not trusted, as the end of a sentence; `host` is the key that names it."""
    if error.verify_code == _EXPIRED:
        return "its administrator must renew it, if this machine's clock is right"
    if error.verify_code == _NOT_YET_VALID:
        return "set this machine's clock (timedatectl set-ntp true)"
    if error.verify_code in _OTHER_NAMES:
        return f"check [{section}] {host}: it must be the name in the certificate"
    return f"check [{section}] {host}, or name the authority's certificate in [{section}] ca_file"


class ThamluanError(Exception):
    """Root of all errors of ours.  `str()` is one readable sentence, with the next step where there is one; whoever's
    words are in it, no secret is.
    """

    def __init__(self, message: str) -> None:
        super().__init__(scrub(message))


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """One thing wrong with a configuration: where it stands, what is wrong, what to do."""

    section: str  #: as written in the TOML, e.g. "mailbox" or "schools[2]"; "" for the file as a whole
    key: str  #: "" when the section itself is the trouble
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = f"[{self.section}] {self.key}".strip() if self.section else self.key
        return f"{where}: {self.problem} {self.remedy}".lstrip(": ").strip()


class ConfigError(ThamluanError):
    """The configuration cannot be used; all its problems at once."""

    def __init__(self, path: str, problems: Sequence[ConfigProblem]) -> None:
        self.path = path
        self.problems = tuple(problems)
        if len(self.problems) == 1:
            super().__init__(f"{path}: {self.problems[0]}")
            return
        lines = "".join(f"\n  - {problem}" for problem in self.problems)
        super().__init__(f"{path}: {len(self.problems)} problems{lines}")


class MailboxError(ThamluanError):
    """The mailbox could not be reached or did not do what we asked.

    `permanent` is true when trying again without a person's help is useless (wrong password, no such folder).
    `refused` is true when the server said NO to this one thing and the connection is good for the next one.
    `locked_out` is true when it lets nobody in for now, and each try may prolong that.
    `wait` is how long the mailbox is left alone now; None where nobody has decided that.
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool = False,
        refused: bool = False,
        locked_out: bool = False,
        wait: timedelta | None = None,
    ) -> None:
        self.permanent = permanent
        self.refused = refused
        self.locked_out = locked_out
        self.wait = wait
        super().__init__(message)


class GrantError(ThamluanError):
    """The provider's OAuth2 grant gives us no access token.

    `permanent` is true when trying again without a person's help is useless; `code` is the protocol's word for it.
    """

    def __init__(self, message: str, *, permanent: bool = False, code: str = "") -> None:
        self.permanent = permanent
        self.code = code
        super().__init__(message)


class DeliveryError(ThamluanError):
    """A letter was not accepted.  Carries the decision so that nobody greps messages (mox, smtpclient)."""

    def __init__(
        self,
        message: str,
        *,
        permanent: bool,
        code: int | None = None,
        command: str = "",
        line: str = "",
        uncertain: bool = False,
        whole_server: bool = False,
        refused: Sequence[str] = (),
    ) -> None:
        self.permanent = permanent  #: RFC 5321 §4.2.1: 5yz; trying again will not help
        self.code = code  #: SMTP reply code; None when the connection failed first
        self.command = command  #: CONNECT, STARTTLS, AUTH, MAIL, RCPT, DATA, ...
        self.line = scrub(line)  #: the server's own words
        self.uncertain = uncertain  #: failed after DATA was sent: the server may have the letter
        self.whole_server = whole_server  #: nothing about this letter; no other letter would go now either
        self.refused = tuple(refused)  #: readers who kept it from others that the server would have taken
        super().__init__(message)

    @property
    def told(self) -> str:
        """The message with the server's own words, where they do not stand in it."""
        return str(self) if self.line in str(self) else f"{self} {self.line}"


class RenderError(ThamluanError):
    """The renderer did not give a PDF for this document (dead, over its deadline, refused)."""


class ReadError(ThamluanError):
    """The isolated reader did not come back with an answer (time, memory, crash)."""

    def __init__(self, message: str, *, exhausted: bool = False, killed: bool = False) -> None:
        self.exhausted = exhausted  #: it ran into a limit of time or memory: treat the file as a bomb
        self.killed = killed  #: by somebody else, such as a kernel without memory, whoever had taken it
        super().__init__(message)


class NoReaderError(ThamluanError):
    """There is no process to read with (no memory, too many processes): nothing about what was to be read."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"No process can be started that reads what strangers send: {reason} Free memory, or see what limits the"
            " number of processes; work goes on by itself."
        )


class RecordsError(ThamluanError):
    """The records or the archive cannot be read or written (full disk, locked, corrupt, wrong owner).

    `lost` is true when only the one thing asked for is missing or damaged and everything else may be well.
    `damaged` is true when the records themselves are.
    """

    def __init__(self, message: str, *, lost: bool = False, damaged: bool = False) -> None:
        self.lost = lost
        self.damaged = damaged
        super().__init__(message)


class AlreadyRunningError(RecordsError):
    """Another instance works on the same records: they are not ours to write, or no longer."""
