"""Polls of the mailbox as a whole: begun, failed, through.  One method a use case, one transaction each.

What the last attempt was, and when the next may be made, stands here and not in a process, for each `thamluan once`
is another one.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from daemon.backoff import Attempt
from daemon.model import MessageRef
from daemon.reconciling import Looked, Place
from daemon.records.database import Connection
from daemon.records.notes import add_note, get_meta, set_meta
from daemon.records.stored import seen_at
from daemon.records.values import Note, SeenUntil, Standing, Watched, as_json, moment, when, when_or_none

_ATTEMPT = "poll.attempt"  # single fact: the last attempt, where none has succeeded since
LAST_OK = "poll.last_ok"  #: single fact: when a poll went through
FAILING_SINCE = "poll.failing_since"  #: single fact: since when none does
_LOOKED = "look.last"  # single fact: what the last look through the mailbox found
_LOOK_BEGUN = "look.begun"  # single fact: when one was last begun
_ALARM = "poll.alarm"  # single fact: when a person was told that this lasts
_STOOD = "mailbox.stood"  # single fact: how many messages on record stood in the mailbox at the last poll, and where
_SEEN_UNTIL = "{what}.until"  # single fact: up to which UID a folder was seen, which one it was, and when
VANISHED = "mailbox.vanished"  #: single fact: since when none of them does, and how many they were


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

    def look_begins(self, now: datetime) -> None:
        """The mailbox is going to be looked through for a digest: whatever comes of it, not again at once."""
        with self._connection.writing() as db:
            set_meta(db, now, _LOOK_BEGUN, moment(now))

    def look_begun_at(self) -> datetime | None:
        """When that was."""
        with self._connection.reading() as db:
            return when_or_none(get_meta(db, _LOOK_BEGUN))

    def keep_look(self, looked: Looked) -> None:
        """What it found; of a message nothing but where it is: the records know the rest, or nobody does."""
        fact = {
            "at": moment(looked.at),
            "mailbox": looked.mailbox,
            "left": [
                {
                    "ref": asdict(place.ref),
                    "message": place.message,
                    "is_source": place.is_source,
                    "trouble": place.trouble,
                    "arrived_at": None if place.arrived_at is None else moment(place.arrived_at),
                }
                for place in looked.left
            ],
        }
        with self._connection.writing() as db:
            set_meta(db, looked.at, _LOOKED, as_json(fact))

    def last_look(self) -> Looked | None:
        """The last look through the mailbox that came to its end."""
        with self._connection.reading() as db:
            return last_look(db)

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

    def stood_in(self, folder: str, uidvalidity: int | None) -> bool:
        """Whether the folder of handled messages is the very one that it was at the last poll."""
        with self._connection.reading() as db:
            before = json.loads(get_meta(db, _STOOD) or "{}")
        return bool(before.get("handled") == [folder, uidvalidity])

    def stands_in(self, folder: str, uidvalidity: int | None, now: datetime) -> None:
        """Notes which folder of handled messages that is, where messages stood in the mailbox as they should."""
        with self._connection.writing() as db:
            before = get_meta(db, _STOOD)
            if before is not None and get_meta(db, VANISHED) is None:
                set_meta(db, now, _STOOD, as_json(json.loads(before) | {"handled": [folder, uidvalidity]}))

    def seen_until(self, what: Watched, folder: str, uidvalidity: int | None) -> SeenUntil:
        """Up to where a folder was seen that shows what these records have forgotten; of another folder than before,
        that nothing of it was, and when the other one was last seen.
        """
        with self._connection.reading() as db:
            seen = json.loads(get_meta(db, _SEEN_UNTIL.format(what=what)) or "{}")
        uid = int(seen["uid"]) if seen.get("of") == [folder, uidvalidity] else 1
        return SeenUntil(uid, when_or_none(seen.get("at")))

    def is_seen(self, what: Watched, folder: str, uidvalidity: int | None, until: int, now: datetime) -> None:
        """Everything there below a UID is accounted for: it is on record, or none of these records' doing."""
        before = self.seen_until(what, folder, uidvalidity)
        if before.at is not None and before.uid == until:
            return
        fact = as_json({"of": [folder, uidvalidity], "uid": until, "at": moment(now)})
        with self._connection.writing() as db:
            set_meta(db, now, _SEEN_UNTIL.format(what=what), fact)

    def compare_mailbox(self, standing: Standing, limit: int, now: datetime) -> int | None:
        """Notes how many messages stand in the mailbox.

        How many are gone, once, where there were at least `limit` and none is left: nobody deletes all of a sudden
        what a conference has received.  Letters wait from then on; until they are back, where nothing came meanwhile:
        what did may be somebody else's mail.
        """
        where = [standing.folder, standing.handled[0]]
        stood = {"where": where, "many": standing.known + standing.new, "handled": list(standing.handled)}
        with self._connection.reading() as db:
            before = json.loads(get_meta(db, _STOOD) or "{}")
            held = json.loads(get_meta(db, VANISHED) or "null")
        many = int(before["many"]) if before.get("where") == where else 0
        if held is not None:
            self._compare_again(held, standing, stood, now, are_back=standing.known >= many)
        elif 0 < limit <= many and not standing.known:
            with self._connection.writing() as db:
                set_meta(db, now, VANISHED, as_json({"at": moment(now), "many": many, "came": standing.new}))
                text = f"{many} messages are gone from the mailbox, and none is left; letters wait."
                add_note(db, now, Note("mailbox_vanished", text, attention=True))
            return many
        elif before != stood:
            with self._connection.writing() as db:
                set_meta(db, now, _STOOD, as_json(stood))
        return None

    def _compare_again(
        self, held: dict[str, Any], standing: Standing, stood: dict[str, Any], now: datetime, *, are_back: bool
    ) -> None:
        """While letters wait."""
        came = held.get("came", 0)
        if are_back and not came:
            with self._connection.writing() as db:
                set_meta(db, now, VANISHED, None)
                add_note(db, now, Note("mailbox_back", "The messages are in the mailbox again; letters go out again."))
                set_meta(db, now, _STOOD, as_json(stood))
        elif standing.new:
            with self._connection.writing() as db:
                set_meta(db, now, VANISHED, as_json(held | {"came": came + standing.new}))

    def mailbox_has_vanished(self) -> bool:
        """Whether letters wait because the mailbox was found empty."""
        with self._connection.reading() as db:
            return get_meta(db, VANISHED) is not None

    def accept_empty_mailbox(self, now: datetime) -> bool:
        """A person knows why the mailbox is empty: letters go out again.  False where none waited for that."""
        with self._connection.writing() as db:
            if get_meta(db, VANISHED) is None:
                return False
            for key in (VANISHED, _STOOD):
                set_meta(db, now, key, None)
            add_note(db, now, Note("mailbox_accepted", "The empty mailbox is as it should be; letters go out again."))
        return True


def last_attempt(db: Database) -> Attempt | None:
    """The same, within a transaction."""
    kept = get_meta(db, _ATTEMPT)
    if kept is None:
        return None
    fact = json.loads(kept)
    return Attempt(when(fact["made_at"]), fact["failures"], when(fact["until"]), fact["door"], fact["error"])


def last_look(db: Database) -> Looked | None:
    """The same, within a transaction."""
    kept = get_meta(db, _LOOKED)
    if kept is None:
        return None
    fact = json.loads(kept)
    return Looked(when(fact["at"]), fact["mailbox"], tuple(_left(db, place) for place in fact["left"]))


def _left(db: Database, place: dict[str, Any]) -> Place:
    """What came between a pass and the look that followed it was taken in by the next."""
    ref = MessageRef(**place["ref"])
    sighting = seen_at(db, ref)
    return Place(
        ref,
        None,
        place["message"] if sighting is None or sighting["message"] is None else sighting["message"],
        is_source=place["is_source"],
        trouble=place["trouble"],
        arrived_at=when_or_none(place["arrived_at"]),
    )


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
