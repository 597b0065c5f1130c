"""Corrected copies offered to authors; each step inside the transaction of its caller.

An offer belongs to the letter it went with and to the version it was made from; its file is in the archive.  It is
accepted by answering that letter, from the address the letter went to.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from daemon.model import FileKind, Role
from daemon.records.database import change, first, rows
from daemon.records.values import Headers, Offer, StoredFile, moment


def add_offers(db: Database, now: datetime, letter: int, offers: Sequence[Offer]) -> None:
    """Keeps what goes with a letter."""
    for offer in offers:
        change(
            db,
            "INSERT INTO files (sha256, size, kind, first_seen_at) VALUES (:sha256, :size, :kind, :now) "
            "ON CONFLICT (sha256) DO NOTHING",
            {
                "sha256": offer.file.sha256,
                "size": offer.file.size,
                "kind": offer.file.kind.value,
                "now": moment(now),
            },
        )
        change(
            db,
            "INSERT INTO offers (letter, version, file, filename) SELECT :letter, v.id, :file, :filename "
            "FROM versions v JOIN papers p ON p.id = v.paper WHERE p.code = :code AND v.number = :number "
            "ON CONFLICT DO NOTHING",
            {
                "letter": letter,
                "file": offer.file.sha256,
                "filename": offer.file.filename,
                "code": offer.code,
                "number": offer.number,
            },
        )


def offers_answered(db: Database, headers: Headers) -> tuple[Offer, ...]:
    """The copies offered in the letter that a message answers, if it went to its sender.

    The letter answered directly decides, with or without an offer: "I agree" to a later letter agrees to something
    else (RFC 5322 §3.6.4: In-Reply-To, else the last of References).
    """
    if headers.from_ is None:
        return ()
    for identifier in (*headers.in_reply_to, *reversed(headers.references)):
        letter = first(db, "SELECT id, recipient_key FROM letters WHERE message_id = :id", {"id": identifier})
        if letter is not None:
            return _offers(db, letter["id"]) if letter["recipient_key"] == headers.from_.key else ()
    return ()


def _offers(db: Database, letter: int) -> tuple[Offer, ...]:
    found = rows(
        db,
        "SELECT p.code, v.number, o.file, o.filename, f.size FROM offers o JOIN versions v ON v.id = o.version "
        "JOIN papers p ON p.id = v.paper JOIN files f ON f.sha256 = o.file WHERE o.letter = :letter ORDER BY p.id",
        {"letter": letter},
    )
    return tuple(
        Offer(
            row["code"],
            row["number"],
            StoredFile(row["file"], row["size"], FileKind.DOCX, row["filename"], Role.PAPER, was_attached=False),
        )
        for row in found
    )
