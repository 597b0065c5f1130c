"""Personal data that is older than it may be kept.

What stays is what proves and counts: that a message came and was handled (its SHA-256, its dates, its disposition),
that a letter was sent, how many papers of which school there were and what was found of them.  What goes is who wrote
what: senders, subjects, texts, authors, titles, file names, findings, the letters themselves, and what the log of
events says of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from daemon.records.accounting import ARCHIVED
from daemon.records.database import Connection, change, count, first, rows
from daemon.records.notes import add_note, single
from daemon.records.values import Note, moment


@dataclass(frozen=True, slots=True)
class Aged:
    """What is older than a moment, in numbers."""

    messages: int = 0
    letters: int = 0
    papers: int = 0
    kept: int = 0  #: messages as old that wait for a person, or whose letter does


class RetentionRecords:
    """The part of `Records` about retention.  May raise RecordsError."""

    _connection: Connection

    def aged(self, before: datetime) -> Aged:
        """What `purge` would remove."""
        with self._connection.reading() as db:
            return _count(db, before)

    def purge(self, before: datetime, now: datetime) -> Aged:
        """Removes personal data of messages that arrived before a moment; the bytes in the archive are the caller's.

        One transaction.  What is removed is overwritten in the file (SQLite's secure_delete).
        """
        with self._connection.writing() as db:
            found = _count(db, before)
            _choose(db, before)
            with _events_may_change(db):
                for statement in filter(str.strip, _PURGE.split(";\n")):
                    change(db, statement, {"now": moment(now)} if ":now" in statement else {})
            _drop(db)
            text = (
                f"Personal data of {found.messages} messages that arrived before {moment(before)} was removed, "
                f"with {found.letters} letters and the authors of {found.papers} papers."
            )
            add_note(db, now, Note("purged", text))
        self._connection.overwrite_removed()
        return found

    def purged(self) -> set[tuple[str, str]]:
        """What may no longer be in the archive: shelf and SHA-256."""
        with self._connection.reading() as db:
            return {(row["shelf"], row["sha256"]) for row in rows(db, _PURGED)}


# Nothing of a message that somebody still works on: it waits, or a letter about it does.
_OLD = """
    FROM messages m WHERE m.purged_at IS NULL AND m.arrived_at < :before
"""
_SETTLED = """
    m.state = 'done' AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.cause = m.id
        AND l.state IN ('queued', 'sending', 'uncertain'))
"""
# A letter that was written after the moment up to which its message went goes with the next purge.
_OLD_LETTERS = """
    FROM letters l WHERE l.state IN ('sent', 'failed', 'dropped') AND l.created_at < :before AND l.recipients <> '[]'
    AND (l.cause IS NULL OR EXISTS (SELECT 1 FROM temp.old_messages o WHERE o.id = l.cause)
         OR EXISTS (SELECT 1 FROM messages m WHERE m.id = l.cause AND m.purged_at IS NOT NULL))
"""
_OLD_PAPERS = """
    FROM papers p WHERE p.owner_key <> '' AND p.created_at < :before AND NOT EXISTS (
        SELECT 1 FROM versions v JOIN messages m ON m.id = v.message WHERE v.paper = p.id AND m.purged_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM temp.old_messages o WHERE o.id = m.id))
"""


#: Nobody's data, what remains: SHA-256, dates, states, codes, counts.
_PURGE = """
UPDATE messages SET purged_at = :now, message_id = NULL, from_address = NULL, from_name = NULL, subject = NULL,
    in_reply_to = '[]', refs = '[]', opening = '', reason = 'removed', last_error = NULL
    WHERE id IN (SELECT id FROM temp.old_messages);
DELETE FROM message_files WHERE message IN (SELECT id FROM temp.old_messages);
UPDATE findings SET summary = '', details = '{}', advice = '[]', hint = ''
    WHERE version IN (SELECT v.id FROM versions v WHERE v.message IN (SELECT id FROM temp.old_messages));
UPDATE versions SET title = NULL, authors = '[]', filename = '' WHERE message IN (SELECT id FROM temp.old_messages);
UPDATE papers SET owner_key = '', owner_name = '', author_key = NULL, title = NULL, authors = '[]'
    WHERE id IN (SELECT id FROM temp.old_papers);
DELETE FROM offers WHERE letter IN (SELECT id FROM temp.old_letters);
-- keys may hold an address
UPDATE letters SET key = 'purged:' || id, recipients = '[]', recipient_key = '', subject = '', raw = x'',
    sent_to = NULL, reply = NULL, last_error = NULL WHERE id IN (SELECT id FROM temp.old_letters);
-- whom a notice answers and whom the calendar wrote to, of letters that an earlier release purged as well
UPDATE letters SET reply_to = NULL, series = '' WHERE recipients = '[]' AND (reply_to IS NOT NULL OR series <> '');
DELETE FROM failing_addresses WHERE letter IN (SELECT id FROM temp.old_letters);
UPDATE events SET text = 'removed', data = '{}' WHERE message IN (SELECT id FROM temp.old_messages)
    OR letter IN (SELECT id FROM temp.old_letters) OR paper IN (SELECT id FROM temp.old_papers);
UPDATE files SET purged_at = :now WHERE purged_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM message_files mf WHERE mf.file = files.sha256)
    AND NOT EXISTS (SELECT 1 FROM offers o WHERE o.file = files.sha256)
    AND NOT EXISTS (SELECT 1 FROM versions v JOIN messages m ON m.id = v.message
        WHERE v.file = files.sha256 AND m.purged_at IS NULL);
"""

# Two messages too large to fetch may share one header block.
_PURGED = f"""
    SELECT 'messages' AS shelf, coalesce(raw_sha256, head_sha256) AS sha256 FROM messages WHERE purged_at IS NOT NULL
    UNION SELECT 'files', sha256 FROM files WHERE purged_at IS NOT NULL
    EXCEPT SELECT shelf, sha256 FROM ({ARCHIVED})
"""  # noqa: S608 - constants of ours

_CHOSEN = ("old_messages", "old_letters", "old_papers")


def _choose(db: Database, before: datetime) -> None:
    """What is old, in temporary tables."""
    queries = (f"SELECT m.id {_OLD} AND {_SETTLED}", f"SELECT l.id {_OLD_LETTERS}", f"SELECT p.id {_OLD_PAPERS}")
    for table, query in zip(_CHOSEN, queries, strict=True):
        db.execute(f"CREATE TEMP TABLE {table} (id INTEGER PRIMARY KEY)")
        change(db, f"INSERT INTO temp.{table} {query}", {"before": moment(before)})


def _drop(db: Database) -> None:
    for table in _CHOSEN:
        db.execute(f"DROP TABLE temp.{table}")


def _count(db: Database, before: datetime) -> Aged:
    _choose(db, before)
    old = count(db, f"SELECT count(*) {_OLD}", {"before": moment(before)})
    counting = (f"SELECT count(*) FROM temp.{table}" for table in _CHOSEN)  # noqa: S608 - our words
    messages, letters, papers = (count(db, sql) for sql in counting)
    _drop(db)
    return Aged(messages, letters, papers, kept=old - messages)


@contextmanager
def _events_may_change(db: Database) -> Iterator[None]:
    """The log is append-only for everybody else; this is inside the transaction."""
    name = "events_are_not_rewritten"
    sql = single(first(db, "SELECT sql FROM sqlite_master WHERE name = :name", {"name": name}), name)["sql"]
    db.execute(f"DROP TRIGGER {name}")
    yield
    db.execute(sql)
