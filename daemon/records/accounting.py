"""What proofs read: everything that identifies a message, and what became of it.  Reads only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from daemon.model import Listed
from daemon.reconciling import Handled, Sent
from daemon.records.database import Connection, Row, rows
from daemon.records.values import when

#: Message-ID, size, and INTERNALDATE to the second: all three stay with a message that is moved or copied.
Features = tuple[str, int, datetime]


def features(item: Listed, message_id: str | None) -> Features | None:
    """By what a message in the mailbox may be known; None where it has no Message-ID."""
    return None if message_id is None else (message_id, item.size, item.internal_date.replace(microsecond=0))


#: Size and INTERNALDATE to the second: what a mailbox tells without reading the message.
Looks = tuple[int, datetime]


def looks(item: Listed) -> Looks:
    """The same of a message in the mailbox."""
    return item.size, item.internal_date.replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Ledgered:
    """Everything on record that a mailbox is reconciled with, of one moment."""

    handled: tuple[Handled, ...]
    letters: tuple[Sent, ...]  #: those that answer a message
    by_bytes: Mapping[str, int]  #: SHA-256 of the raw message → message
    by_head: Mapping[tuple[str, int], int]  #: SHA-256 of the header block and size, of those too large to fetch
    by_features: Mapping[Features, int]  #: only those that one message alone has
    by_looks: Mapping[Looks, frozenset[str | None]]  #: the Message-IDs of those that look so


class AccountingRecords:
    """The part of `Records` for proofs.  May raise RecordsError."""

    _connection: Connection

    def archived(self) -> set[tuple[str, str]]:
        """Everything that has to be in the archive: shelf and SHA-256."""
        with self._connection.reading() as db:
            return {(row["shelf"], row["sha256"]) for row in rows(db, ARCHIVED)}

    def ledgered(self) -> Ledgered:
        """The records as a mailbox is reconciled with them."""
        with self._connection.reading() as db:
            messages = rows(db, _MESSAGES)
            letters = _letters(db)
            # Joined: where somebody has deleted rows by hand, a sighting may lead to none.
            seen = rows(db, "SELECT s.message, s.internal_date FROM sightings s JOIN messages m ON m.id = s.message")
        by_features, by_looks = _known_by(messages, seen)
        return Ledgered(
            handled=tuple(_handled(row) for row in messages),
            letters=letters,
            by_bytes={row["raw_sha256"]: row["id"] for row in messages if row["raw_sha256"]},
            by_head={(row["head_sha256"], row["size"]): row["id"] for row in messages if row["head_sha256"]},
            by_features=by_features,
            by_looks=by_looks,
        )


ARCHIVED = """
    SELECT 'messages' AS shelf, coalesce(raw_sha256, head_sha256) AS sha256 FROM messages WHERE purged_at IS NULL
    UNION SELECT 'files', sha256 FROM files WHERE purged_at IS NULL
"""
_MESSAGES = """
    SELECT id, raw_sha256, head_sha256, size, state, disposition, may_answer, needs_answer, from_address, subject,
        message_id, arrived_at, duplicate_of, content_key, last_error
    FROM messages ORDER BY id
"""
_LETTERS = """
    SELECT l.id, l.kind, l.state, l.cause, l.recipients, l.may_repeat, l.last_error,
        (SELECT group_concat(p.code, ' ') FROM letter_papers lp JOIN papers p ON p.id = lp.paper
         WHERE lp.letter = l.id) AS codes
    FROM letters l WHERE l.cause IS NOT NULL ORDER BY l.id
"""


_ACCEPTED = "SELECT letter, count(*) AS n FROM events WHERE kind = 'letter_sent' AND letter IS NOT NULL GROUP BY letter"


def ledger_of(db: Database) -> tuple[tuple[Handled, ...], tuple[Sent, ...]]:
    """Every message, and every letter that answers one, inside the transaction of the caller."""
    return tuple(_handled(row) for row in rows(db, _MESSAGES)), _letters(db)


def _letters(db: Database) -> tuple[Sent, ...]:
    accepted = {row["letter"]: row["n"] for row in rows(db, _ACCEPTED)}
    return tuple(_letter(row, accepted.get(row["id"], 0)) for row in rows(db, _LETTERS))


def _handled(row: Row) -> Handled:
    return Handled(
        id=row["id"],
        state=row["state"],
        disposition=row["disposition"],
        may_answer=bool(row["may_answer"]),
        needs_answer=bool(row["needs_answer"]),
        sender=row["from_address"],
        subject=row["subject"] or "",
        message_id=row["message_id"],
        arrived_at=when(row["arrived_at"]),
        duplicate_of=row["duplicate_of"],
        content_key=row["content_key"],
        error=row["last_error"],
    )


def _letter(row: Row, accepted: int) -> Sent:
    return Sent(
        id=row["id"],
        kind=row["kind"],
        state=row["state"],
        cause=row["cause"],
        recipients=tuple(entry["address"] for entry in json.loads(row["recipients"])),
        codes=tuple((row["codes"] or "").split()),
        accepted=accepted,
        may_repeat=bool(row["may_repeat"]),
        error=row["last_error"],
    )


def _known_by(messages: list[Row], seen: list[Row]) -> tuple[dict[Features, int], dict[Looks, frozenset[str | None]]]:
    dates: dict[int, set[datetime]] = {row["id"]: {when(row["arrived_at"])} for row in messages}
    for row in seen:
        dates[row["message"]].add(when(row["internal_date"]))
    found: dict[Features, set[int]] = {}
    names: dict[Looks, set[str | None]] = {}
    for row in messages:
        name, size = row["message_id"], row["size"]
        for date in (it.replace(microsecond=0) for it in dates[row["id"]]):
            names.setdefault((size, date), set()).add(name)
            if name is not None:
                found.setdefault((name, size, date), set()).add(row["id"])
    by_features = {features: next(iter(ids)) for features, ids in found.items() if len(ids) == 1}
    return by_features, {key: frozenset(value) for key, value in names.items()}
