"""A letter to ourselves on a schedule, out by SMTP and back by IMAP.  PURE: configuration and `now` in, values out.

Everything may look well while nothing arrives: a provider that takes letters and drops them, a filter that moves what
comes in elsewhere, a forwarding that somebody changed.  The canary is the one letter of which we know that it must come
back, and by when.

It goes through the outbox as every letter does, under the rules of the modes: only where letters reach their readers.
It is known again by a token that we signed (`identity.canary_token`), and is nobody's mail: never answered, never told
to the secretariat, filed away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from daemon.config import Config


@dataclass(frozen=True, slots=True)
class Flight:
    """How the latest canaries fared."""

    last_sent: datetime | None = None  #: when the newest was put in the outbox
    last_back: datetime | None = None  #: when the newest that came back was seen
    latency: timedelta | None = None  #: from the SMTP server's taking it over until it was seen
    early: timedelta | None = None  #: so long before that one was written the mailbox had it
    missing_since: datetime | None = None  #: when the oldest went off that is overdue and has no successor back


def is_due(config: Config, last_sent: datetime | None, now: datetime) -> bool:
    """Whether the next one is to be sent."""
    if not config.sends_canaries:
        return False
    interval = timedelta(hours=config.canary.every_hours)
    return last_sent is None or not timedelta() <= now - last_sent < interval  # a clock set back stops nothing


def due_back(config: Config, now: datetime) -> datetime:
    """When one that is sent now must be back."""
    return now + timedelta(minutes=config.canary.within_minutes)


def key_of(config: Config, now: datetime) -> str:
    """Its key as a letter: one a moment, and of this conference."""
    return f"canary:{config.conference.code_prefix}:{now:%Y-%m-%dT%H:%M:%S}"
