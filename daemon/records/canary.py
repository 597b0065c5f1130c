"""The canary's part of the records: letters to ourselves, when they went, when they came back.

One is missing when the mailbox was read after it had to be there: of a mailbox that nobody could read, or of a machine
that was off, other alarms tell.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlite_utils import Database

from daemon.canary import Flight
from daemon.model import LetterState
from daemon.records.database import Connection, change, first, insert, rows
from daemon.records.notes import add_note, get_meta, queue_letter
from daemon.records.polls import LAST_OK
from daemon.records.values import Note, Outgoing, moment, when, when_or_none


class CanaryRecords:
    """The part of `Records` about canaries.  Every method may raise RecordsError."""

    _connection: Connection

    def canary(self) -> Flight:
        """How the latest ones fared."""
        with self._connection.reading() as db:
            return flight(db)

    def send_canary(self, outgoing: Outgoing, due_back: datetime, now: datetime) -> None:
        """Puts one in the outbox.  What still waits of its predecessors is dropped: the newest tells more."""
        with self._connection.writing() as db:
            letter = queue_letter(db, now, outgoing, cause=None, due_at=now)
            insert(db, "canaries", {"letter": letter, "sent_at": moment(now), "due_back": moment(due_back)})

    def miss_canaries(self, now: datetime) -> int:
        """Notes those that should have been there when the mailbox was last read, once; how many."""
        with self._connection.writing() as db:
            found = rows(
                db,
                "SELECT letter, sent_at, due_back FROM canaries "
                "WHERE returned_at IS NULL AND missed_at IS NULL AND due_back <= :read",
                {"read": get_meta(db, LAST_OK)},
            )
            for row in found:
                change(
                    db,
                    "UPDATE canaries SET missed_at = :now WHERE letter = :letter",
                    {"now": moment(now), "letter": row["letter"]},
                )
                text = f"The letter to ourselves of {row['sent_at']} has not come back by {row['due_back']}."
                add_note(db, now, Note("canary_missed", text, attention=True), letter=row["letter"])
        return len(found)


def canary_came_back(db: Database, key: str, message: int, now: datetime) -> None:
    """A message bears the token of one.  That of a letter we no longer know, or know to be back, says nothing."""
    row = first(
        db,
        "SELECT c.letter, c.sent_at, c.missed_at, l.state, l.recipient_key FROM canaries c "
        "JOIN letters l ON l.id = c.letter WHERE l.key = :key AND c.returned_at IS NULL",
        {"key": key},
    )
    if row is None:
        return
    letter = row["letter"]
    change(
        db,
        "UPDATE canaries SET returned_at = :now, message = :message WHERE letter = :letter",
        {"now": moment(now), "message": message, "letter": letter},
    )
    if row["state"] == LetterState.UNCERTAIN.value:  # it went out: here it is
        sql = "UPDATE letters SET state = 'sent', sent_at = :now, reply = :how, last_error = NULL WHERE id = :id"
        change(db, sql, {"id": letter, "now": moment(now), "how": "it came back"})
    # Letters to our own address came back as undeliverable before, if it is there.
    change(db, "DELETE FROM failing_addresses WHERE address_key = :key", {"key": row["recipient_key"]})
    late = row["missed_at"] is not None
    text = f"The letter to ourselves of {row['sent_at']} has come back{', late' if late else ''}."
    add_note(db, now, Note("canary_back", text, attention=late), message=message, letter=letter)


def flight(db: Database) -> Flight:
    """How the latest ones fared."""
    last = first(db, "SELECT max(sent_at) AS at FROM canaries")
    back = first(
        db,
        "SELECT c.letter, c.returned_at, l.sent_at, c.sent_at AS written, "
        "(SELECT max(internal_date) FROM sightings s WHERE s.message = c.message) AS arrived "
        "FROM canaries c JOIN letters l ON l.id = c.letter "
        "WHERE c.returned_at IS NOT NULL ORDER BY c.letter DESC LIMIT 1",
    )
    missing = first(
        db,
        "SELECT min(sent_at) AS at FROM canaries WHERE returned_at IS NULL AND due_back <= :read AND letter > :last",
        {"read": get_meta(db, LAST_OK), "last": back["letter"] if back else 0},
    )
    returned = when(back["returned_at"]) if back else None
    # One that is seen before the SMTP server's answer was noted took no time.
    taken_over = when_or_none(back["sent_at"]) if back else None
    latency = max(returned - (taken_over or returned), timedelta()) if returned else None
    arrived = when_or_none(back["arrived"]) if back else None
    return Flight(
        when_or_none(last["at"]) if last else None,
        returned,
        latency,
        when(back["written"]) - arrived if back and arrived else None,
        when_or_none(missing["at"]) if missing else None,
    )
