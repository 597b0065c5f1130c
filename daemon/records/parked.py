"""Messages set aside for a person, and how they are done with.

One that could not be handled is tried again or dropped.  One whose papers are on record, but could not be judged, is
done with as soon as each of them has been decided by the secretariat, replaced by a newer version, or is no longer
counted: what was left to a person is then answered for.
"""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from daemon.model import UNJUDGED, Disposition
from daemon.records.database import Connection, change, rows
from daemon.records.notes import add_note
from daemon.records.values import Note, moment


class ParkedRecords:
    """The part of `Records` about messages set aside.  Every method may raise RecordsError."""

    _connection: Connection

    def release_parked(self, message: int, now: datetime) -> bool:
        """A person has mended the cause: a parked message is tried again from where it failed; False if not parked, or
        if its papers are on record already: they would be there twice.
        """
        with self._connection.writing() as db:
            touched = change(
                db,
                "UPDATE messages SET state = iif(decided_at IS NULL, 'archived', 'to_assess'), finished_at = NULL, "
                "intake_attempts = 0, assessment_attempts = 0 WHERE id = :id AND state = 'parked' "
                "AND NOT EXISTS (SELECT 1 FROM versions v WHERE v.message = messages.id)",
                {"id": message},
            )
            if touched:
                add_note(db, now, Note("released", f"Message {message} is tried again."), message=message)
        return bool(touched)

    def drop_parked(self, message: int, now: datetime) -> bool:
        """A person has seen to a parked message, its author too: nothing more is done with it; False if not parked."""
        words = {"unreadable": Disposition.UNREADABLE.value, "reason": "set aside, and seen to by a person"}
        with self._connection.writing() as db:
            touched = change(db, _DROP, {"id": message, "now": moment(now), **words})
            if touched:
                text = f"Message {message} is no longer set aside, by hand: a person has seen to it."
                add_note(db, now, Note("parked_dropped", text), message=message)
        return bool(touched)


def settle_parked(db: Database, now: datetime) -> None:
    """Messages whose papers could not be judged, and are no longer left to a person, are done with."""
    for row in rows(db, _SETTLED, {"unjudged": UNJUDGED}):
        sql = "UPDATE messages SET state = 'done', last_error = NULL, finished_at = :now WHERE id = :id"
        change(db, sql, {"id": row["id"], "now": moment(now)})
        text = f"Message {row['id']} is no longer set aside: what could not be judged is decided, or replaced."
        add_note(db, now, Note("parked_settled", text), message=row["id"])


# The index is of messages that are not done, and SQLite takes it only for a query that says the same.
_SETTLED = """
    SELECT m.id FROM messages m WHERE m.state = 'parked' AND m.state <> 'done'
    AND EXISTS (SELECT 1 FROM versions v WHERE v.message = m.id AND v.ruleset = :unjudged)
    AND NOT EXISTS (SELECT 1 FROM versions v JOIN papers p ON p.id = v.paper
        WHERE v.message = m.id AND v.ruleset = :unjudged AND v.ruling IS NULL AND p.state = 'active'
        AND NOT EXISTS (SELECT 1 FROM versions newer WHERE newer.paper = v.paper AND newer.number > v.number))
"""
# Where no letter answers it, whoever dropped it has; where its papers are on record, one does.
_DROP = """
    UPDATE messages SET state = 'done', finished_at = :now, last_error = NULL,
        disposition = coalesce(disposition, :unreadable), reason = coalesce(reason, :reason),
        may_answer = coalesce(may_answer, 0), decided_at = coalesce(decided_at, :now),
        needs_answer = iif(EXISTS (SELECT 1 FROM versions v WHERE v.message = messages.id), needs_answer, 0)
    WHERE id = :id AND state = 'parked'
"""
