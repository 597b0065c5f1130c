"""Letters that may or may not have gone out, looked up in the Sent folder.

Between the final dot of DATA and the server's answer lies a gap that no protocol closes (RFC 1047).  A provider that
keeps a copy of what is sent through it (Gmail does) closes it from the other side: the Message-ID was fixed when the
letter was queued, so a copy in the Sent folder proves that it went out.  That none is there proves nothing where the
provider keeps none, and little where it does: after `smtp.uncertain_minutes` the configuration decides, to hold the
letter for a person or to send it once more, marked as a possible repeat.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from daemon.config import Config, OnUncertain
from daemon.model import Clock, Inbox
from daemon.records import Doubtful, Records

log = logging.getLogger(__name__)

#: A letter that is held is looked for so often: a person may have sent it, or the provider been slow.
_RARELY = timedelta(hours=1)
_AT_ONCE = 50  # letters; each is a SEARCH on a connection that others wait for


@dataclass(frozen=True, slots=True)
class SeekReport:
    """What became of uncertain letters, in numbers."""

    found: int = 0  #: they went out
    resent: int = 0  #: queued once more
    held: int = 0  #: nobody knows yet


class Fate(Enum):
    """What becomes of one of them."""

    SENT = auto()
    HELD = auto()
    RESENT = auto()


def fate(letter: Doubtful, *, found: bool, now: datetime, patience: timedelta, on_uncertain: OnUncertain) -> Fate:
    """The decision.  PURE.  A letter is sent again once, never in a loop with a server that always breaks off."""
    if found:
        return Fate.SENT
    if on_uncertain is OnUncertain.RESEND and now - letter.since >= patience and not letter.may_repeat:
        return Fate.RESENT
    return Fate.HELD


def is_due(letter: Doubtful, now: datetime, patience: timedelta, *, resends: bool) -> bool:
    """Whether a letter is looked for in this pass: all the time while it is young or about to be sent again, rarely
    when it is held.  PURE.
    """
    if letter.sought_at is None or letter.sought_at - letter.since < patience:
        return True
    if resends and not letter.may_repeat:
        return True
    return not timedelta() <= now - letter.sought_at < _RARELY  # a clock set back makes nobody wait


def seek_uncertain(inbox: Inbox, records: Records, config: Config, clock: Clock) -> SeekReport:
    """Looks for the letters whose turn it is, over a connection that is open anyway.  MailboxError, RecordsError."""
    now = clock.now()
    patience = timedelta(minutes=config.smtp.uncertain_minutes)
    waiting = records.doubtful()
    resends = config.smtp.on_uncertain is OnUncertain.RESEND
    letters = [letter for letter in waiting if is_due(letter, now, patience, resends=resends)][:_AT_ONCE]
    if not letters:
        return SeekReport()
    there = inbox.sent_among([letter.message_id for letter in letters]) or frozenset()
    fates = {
        letter.message_id: fate(
            letter,
            found=letter.message_id in there,
            now=now,
            patience=patience,
            on_uncertain=config.smtp.on_uncertain,
        )
        for letter in letters
    }
    for message_id, what in fates.items():
        if what is Fate.SENT:
            records.resolve_uncertain(message_id, was_sent=True, how="found in the Sent folder", now=now)
        elif what is Fate.RESENT:
            how = f"not found in the Sent folder within {config.smtp.uncertain_minutes} minutes"
            records.resolve_uncertain(message_id, was_sent=False, how=how, now=now)
    held = [message_id for message_id, what in fates.items() if what is Fate.HELD]
    if held:
        records.not_found(held, now)
    outcomes = list(fates.values())
    report = SeekReport(outcomes.count(Fate.SENT), outcomes.count(Fate.RESENT), len(held))
    log.info(
        "Uncertain letters: %d found in the Sent folder, %d queued again, %d held.",
        report.found, report.resent, report.held,
    )  # fmt: skip
    return report
