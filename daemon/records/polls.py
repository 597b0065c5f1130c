"""Polls of the mailbox as a whole: begun, failed, through.  One method a use case, one transaction each.

What the last attempt was, and when the next may be made, stands here and not in a process, for each `thamluan once`
is another one.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from sqlite_utils import Database

from daemon.backoff import Attempt
from daemon.records.database import Connection
from daemon.records.notes import add_note, get_meta, set_meta
from daemon.records.values import Note, as_json, moment, when, when_or_none

_ATTEMPT = "poll.attempt"  # single fact: the last attempt, where none has succeeded since
LAST_OK = "poll.last_ok"  #: single fact: when a poll went through
FAILING_SINCE = "poll.failing_since"  #: single fact: since when none does
_ALARM = "poll.alarm"  # single fact: when a person was told that this lasts


class PollRecords:
    """The part of `Records` about polls.  Every method may raise RecordsError."""

    _connection: Connection

    def last_attempt(self) -> Attempt | None:
        """The last poll, where none has succeeded since."""
        with self._connection.reading() as db:
            return last_attempt(db)

    def poll_begins(self, attempt: Attempt, now: datetime) -> None:
        """An attempt is counted, and the next one dated, before anybody is called."""
        with self._connection.writing() as db:
            _keep(db, now, attempt)

    def poll_succeeded(self, now: datetime, not_filed: str | None = None) -> None:
        """A pass over the mailbox went through; `not_filed` is why handled messages stayed where they are."""
        with self._connection.writing() as db:
            since = when_or_none(get_meta(db, FAILING_SINCE))
            if since is not None and get_meta(db, _ALARM) is not None:
                text = f"The mailbox is read again; it was not since {moment(since)}, for {_span(now - since)}."
                data = {"since": moment(since), "minutes": int((now - since).total_seconds()) // 60}
                add_note(db, now, Note("poll_resumed", text, attention=True, data=data))
            for key in (_ATTEMPT, FAILING_SINCE, _ALARM):
                set_meta(db, now, key, None)
            set_meta(db, now, LAST_OK, moment(now))
            if not_filed is not None and get_meta(db, "filing.last_error") is None:
                add_note(db, now, Note("filing_refused", f"Handled messages cannot be moved: {not_filed}"))
            set_meta(db, now, "filing.last_error", not_filed)

    def poll_failed(self, attempt: Attempt, now: datetime, quiet: timedelta | None = None) -> timedelta | None:
        """A pass over the mailbox did not go through.  For how long none has, once, when that is longer than `quiet`:
        a person should know.
        """
        with self._connection.writing() as db:
            since = when_or_none(get_meta(db, FAILING_SINCE))
            _keep(db, now, attempt)
            if since is None:
                set_meta(db, now, FAILING_SINCE, moment(now))
                add_note(db, now, Note("poll_failed", f"The mailbox could not be read: {attempt.error}"))
                return None
            if quiet is None or now - since <= quiet or get_meta(db, _ALARM) is not None:
                return None
            set_meta(db, now, _ALARM, moment(now))
            text = f"The mailbox could not be read for {_span(now - since)}: {attempt.error}"
            add_note(db, now, Note("poll_alarm", text, attention=True))
            return now - since


def last_attempt(db: Database) -> Attempt | None:
    """The same, within a transaction."""
    kept = get_meta(db, _ATTEMPT)
    if kept is None:
        return None
    fact = json.loads(kept)
    return Attempt(when(fact["made_at"]), fact["failures"], when(fact["until"]), fact["door"], fact["error"])


def left_alone_until(db: Database, now: datetime) -> datetime | None:
    """Until when the mailbox is left alone after polls that failed, should nobody change what it is reached by."""
    last = last_attempt(db)
    return last.until if last is not None and last.leaves_alone(last.door, now) else None


def _keep(db: Database, now: datetime, attempt: Attempt) -> None:
    fact = {
        "made_at": moment(attempt.made_at),
        "failures": attempt.failures,
        "until": moment(attempt.until),
        "door": attempt.door,
        "error": attempt.error,
    }
    set_meta(db, now, _ATTEMPT, as_json(fact))


def _span(span: timedelta) -> str:
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"
