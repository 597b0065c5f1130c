"""How long a server that failed us is left alone, and whether it is left alone now.  PURE.

Pauses double from a first to a longest one, with some chance in them, so that what one outage held up does not come
back as one wave.  Where only a person can help (a refused login, no such folder) the longest comes at once: providers
lock accounts that try a wrong password again and again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

Jitter = Callable[[], float]  #: gives a number from 0 to 1

_JITTER = 0.2  # share of a pause that chance adds


@dataclass(frozen=True, slots=True)
class Pauses:
    """A schedule."""

    first: timedelta
    longest: timedelta

    @property
    def most(self) -> timedelta:
        """No pause is longer.  A time further ahead was written by a clock that has been set back since."""
        return self.longest * (1 + _JITTER)

    def after(self, failures: int, jitter: Jitter, *, permanent: bool = False) -> timedelta:
        """How long to wait after so many failures in a row; none after none."""
        if permanent:
            return self.longest
        if failures < 1:
            return timedelta()
        doublings = min(failures - 1, 20)  # beyond that the longest pause is reached anyway
        return min(self.first * (1 << doublings), self.longest) * (1 + _JITTER * jitter())


#: Between polls that fail, whether one process makes them or each a process of its own: Gmail locks an account out
#: for a quarter of an hour, so a wrong password is tried at most four times in one.
MAILBOX = Pauses(timedelta(seconds=1), timedelta(minutes=15))

#: Between polls that were cut off, which says nothing of the server: short enough for a command to wait it out, long
#: enough for whatever kills them not to be called without end.
CUT_OFF = Pauses(timedelta(seconds=1), timedelta(seconds=15))

#: Between attempts at one letter: 1, 2, 4, 8, 16, 32, 64, 128 minutes, then 4 hours each.  Greylisting wants a retry
#: after some minutes (RFC 6647 §5), a full mailbox some hours; RFC 5321 §4.5.4.1 suggests days, but an author who
#: hears nothing within hours sends the paper again.
LETTER = Pauses(timedelta(minutes=1), timedelta(hours=4))

#: Between attempts at the server when it cannot be used at all: 15 s doubling to 15 minutes.
SERVER = Pauses(timedelta(seconds=15), timedelta(minutes=15))


@dataclass(frozen=True, slots=True)
class Attempt:
    """The last poll, where none has succeeded since."""

    made_at: datetime
    failures: int  #: polls in a row that did not succeed, this one counted
    until: datetime  #: the next one may be made then
    door: str  #: stands for what it got in by, or tried to: server, user, password
    error: str | None  #: what was wrong, as far as anybody knows: of a poll that is cut off, the one before it tells

    def leaves_alone(self, door: str, now: datetime) -> bool:
        """Whether the next one has to wait; not where server or password are others meanwhile.  A clock that was set
        back makes nobody wait.
        """
        return door == self.door and self.made_at <= now < self.until


def begun(last: Attempt | None, door: str, now: datetime, jitter: Jitter) -> Attempt:
    """A poll that begins, as it is noted before anybody is called: should it kill its process, it has counted.

    The first that is cut off keeps nobody waiting.
    """
    if last is None or last.door != door:
        return Attempt(now, 1, now, door, None)
    pauses = CUT_OFF if last.error is None else MAILBOX
    return Attempt(now, last.failures + 1, now + pauses.after(last.failures, jitter), door, last.error)


def failed(attempt: Attempt, error: str, now: datetime, jitter: Jitter, *, permanent: bool) -> Attempt:
    """The same, once it is known that it failed, and why."""
    until = now + MAILBOX.after(attempt.failures, jitter, permanent=permanent)
    return replace(attempt, made_at=now, until=until, error=error)
