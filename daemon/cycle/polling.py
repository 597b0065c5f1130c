"""When the mailbox may be asked: after failures it is left alone for a while, and somebody is told when it lasts."""

from __future__ import annotations

import logging
import random
from datetime import datetime, timedelta, tzinfo

from daemon import backoff
from daemon.backoff import Jitter
from daemon.desk import Desk
from daemon.errors import MailboxError
from daemon.records import Records

log = logging.getLogger(__name__)


def heed_pause(records: Records, door: str, now: datetime, zone: tzinfo, *, looks: bool = False) -> None:
    """MailboxError while the mailbox is to be left alone: polls failed, and the next is not due yet.

    `door` stands for what it is reached by (`Edges.door`).  Who only `looks` heeds a server that failed, and not that
    polls were cut off: nothing will be counted that could go on without end.
    """
    last = records.last_attempt()
    if last is None or not last.leaves_alone(door, now) or (looks and last.error is None):
        return
    until = last.until.astimezone(zone).isoformat(timespec="seconds")
    why = "the last polls were cut off." if last.error is None else f"the last poll failed: {last.error}"
    raise MailboxError(
        f"The mailbox is left alone until {until} (--anyway does not wait), because {why}", wait=last.until - now
    )


def short_pause(records: Records, door: str, now: datetime) -> timedelta | None:
    """How long a command that is run again after others were killed waits by itself, to poll `anyway` then; None where
    nothing was cut off: the server may have failed, and is left alone.

    Polls that were cut off say nothing of the server, and who runs the command once more wants the mail taken in.
    """
    last = records.last_attempt()
    if last is None or last.error is not None:
        return None
    return last.until - now if last.leaves_alone(door, now) else timedelta()


def begin_poll(desk: Desk, door: str, *, anyway: bool = False, jitter: Jitter = random.random) -> None:
    """Counts an attempt before anybody is called.  MailboxError where the mailbox is left alone, unless `anyway`."""
    now = desk.clock.now()
    if not anyway:
        heed_pause(desk.records, door, now, desk.config.zone)
    desk.records.poll_begins(backoff.begun(desk.records.last_attempt(), door, now, jitter), now)


def poll_failed(desk: Desk, error: MailboxError, jitter: Jitter = random.random) -> None:
    """Notes it and says in the error how long the mailbox is left alone; louder when it has lasted too long."""
    now = desk.clock.now()
    begun = desk.records.last_attempt() or backoff.begun(None, "", now, jitter)
    attempt = backoff.failed(begun, str(error), now, jitter, permanent=error.permanent or error.locked_out)
    error.wait = attempt.until - now
    lasted = desk.records.poll_failed(attempt, now, desk.config.quiet)
    if lasted is not None:
        minutes = int(lasted.total_seconds()) // 60
        log.critical("No poll of the mailbox has succeeded for %d minutes. %s", minutes, error)
