"""Steps shared by the use cases, each inside the transaction of its caller."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlite_utils import Database

from daemon.model import LetterKind
from daemon.records.database import Row, change, count, first, insert, rows
from daemon.records.values import Note, Outgoing, addresses, as_json, moment

#: About one sender within a day; what follows stands in the log of events and in the status.
_MOST_NOTICES = 20

# Why a letter that waited is not sent.
_NOTHING_LEFT = "Nothing that it says still matters to its reader."
_SAID_ELSEWHERE = "Another letter says what still matters."
_SUPERFLUOUS = frozenset({_NOTHING_LEFT, _SAID_ELSEWHERE})

#: Counter: number of the last paper's code.
PAPER_COUNTER = "papers"
#: Counter: how often sending was tried, letters all together.
ATTEMPTS = "attempts"
#: Single fact: when these records were restored from a backup.
RESTORED_AT = "restored.at"
#: Single fact: what is wrong with the OAuth2 grant (JSON).
GRANT_TROUBLE = "grant.trouble"
#: Single fact: why the digest cannot be written.
DIGEST_ERROR = "digest.last_error"


def add_note(db: Database, now: datetime, note: Note, *, message: int | None = None, letter: int | None = None) -> None:
    """Appends to the log of events."""
    paper = first(db, "SELECT id FROM papers WHERE code = :code", {"code": note.paper}) if note.paper else None
    insert(
        db,
        "events",
        {
            "at": moment(now),
            "kind": note.kind,
            "attention": int(note.attention),
            "message": message,
            "paper": paper["id"] if paper else None,
            "letter": letter,
            "text": note.text,
            "data": as_json(dict(note.data)),
        },
    )


def add_notes(db: Database, now: datetime, notes: Iterable[Note], *, message: int | None = None) -> None:
    """Appends several."""
    for note in notes:
        add_note(db, now, note, message=message)


def address_fails(db: Database, key: str, status: str | None, letter: int, now: datetime) -> bool:
    """An address does not take our letters until something comes from there; whether that is news."""
    return bool(
        change(
            db,
            "INSERT INTO failing_addresses (address_key, since, status, letter) VALUES (:key, :now, :status, :letter) "
            "ON CONFLICT (address_key) DO NOTHING",
            {"key": key, "now": moment(now), "status": status, "letter": letter},
        )
    )


def queue_letter(
    db: Database, now: datetime, outgoing: Outgoing, *, cause: int | None, due_at: datetime | None = None
) -> int:
    """Puts a letter in the outbox; a letter whose key is there already stays the one it was.  Its number.

    `due_at` of letters without a cause: since when they might have been sent.
    """
    letter = outgoing.letter
    # By the Message-ID, too, which follows from the key: the keys of old letters are removed.
    known = first(
        db,
        "SELECT id, state, last_error FROM letters WHERE key = :key OR message_id = :message_id",
        {"key": letter.key, "message_id": letter.message_id},
    )
    if known is not None and not (known["state"] == "dropped" and known["last_error"] in _SUPERFLUOUS):
        return int(known["id"])
    if letter.kind is LetterKind.NOTICE and cause is not None and _is_flood(db, cause, now):
        text = "The secretariat has had so many notices about this sender today that it is spared this one."
        add_note(db, now, Note("notice_spared", text), message=cause)
        return 0
    if outgoing.series:
        _drop_predecessors(db, now, outgoing.series)
    row = {
        "key": letter.key,
        "message_id": letter.message_id,
        "kind": letter.kind.value,
        **_text_of(outgoing),
        "mode": outgoing.mode,
        "next_attempt_at": moment(now),
        "created_at": moment(now),
        "cause": cause,
        "reply_to": letter.reply_to.address if letter.reply_to else None,
        "series": outgoing.series,
        "last_error": None,
        **_first_state(db, now, outgoing.mode, cause, due_at),
    }
    # What had become superfluous before it left, and says something again, is the same letter.
    number = insert(db, "letters", row) if known is None else _replaced(db, known["id"], row)
    for code in dict.fromkeys(outgoing.codes):
        change(
            db,
            "INSERT INTO letter_papers (letter, paper) SELECT :letter, id FROM papers WHERE code = :code",
            {"letter": number, "code": code},
        )
    who = ", ".join(to.address for to in letter.to)
    add_note(
        db,
        now,
        Note("letter_queued", f"A letter of kind {letter.kind.value} to {who} was put in the outbox."),
        message=cause,
        letter=number,
    )
    return number


def write_anew(db: Database, now: datetime, key: str, outgoing: Outgoing | None) -> None:
    """Puts a letter in the place of one that still waits: under the same key it is the same letter with the words of
    now.  None: there is nothing left to say.
    """
    row = first(db, "SELECT id, mode FROM letters WHERE key = :key AND state = 'queued'", {"key": key})
    if row is None:
        return
    if outgoing is None:
        _drop(db, now, row["id"], _NOTHING_LEFT)
        _is_about_nothing(db, row["id"])
    elif outgoing.letter.key != key:
        queue_letter(db, now, outgoing, cause=None)
        _drop(db, now, row["id"], _SAID_ELSEWHERE)
        _is_about_nothing(db, row["id"])
    else:
        change(
            db,
            "UPDATE letters SET recipients = :recipients, recipient_key = :recipient_key, subject = :subject, "
            "raw = :raw, expires_at = :expires_at, written_at = :now WHERE id = :id",
            {**_text_of(outgoing), "now": moment(now), "id": row["id"]},
        )
        add_note(db, now, Note("letter_rewritten", "It had waited, and was written anew."), letter=row["id"])


def _is_about_nothing(db: Database, letter: int) -> None:
    """Nobody was ever told what it said of any paper."""
    change(db, "DELETE FROM letter_papers WHERE letter = :id", {"id": letter})


def _replaced(db: Database, number: int, row: Row) -> int:
    columns = ", ".join(f"{column} = :{column}" for column in row)
    sql = f"UPDATE letters SET {columns}, written_at = NULL WHERE id = :id"  # noqa: S608 - our words
    change(db, sql, {**row, "id": number})
    return number


def _text_of(outgoing: Outgoing) -> Row:
    """What a letter says and to whom, as columns."""
    letter = outgoing.letter
    return {
        "recipients": as_json(addresses(letter.to)),
        "recipient_key": letter.to[0].key if letter.to else "",
        "subject": letter.subject,
        "raw": outgoing.raw,
        "expires_at": moment(outgoing.expires_at) if outgoing.expires_at else None,
    }


def _is_flood(db: Database, cause: int, now: datetime) -> bool:
    """Whether one person's messages have caused so many notices within a day that more would bury all others."""
    had = count(  # of messages: a secretariat that reads two languages gets two letters of each
        db,
        "SELECT count(DISTINCT m.id) FROM letters l JOIN messages m ON m.id = l.cause JOIN messages c ON c.id = :cause "
        "WHERE l.kind = 'notice' AND l.created_at > :yesterday AND c.may_answer AND casefold(m.from_address) = "
        "casefold(c.from_address) "
        "AND m.id <> c.id",
        {"cause": cause, "yesterday": moment(now - timedelta(days=1))},
    )
    return had >= _MOST_NOTICES


def _drop_predecessors(db: Database, now: datetime, series: str) -> None:
    """What still waits of a series is said better by its next letter."""
    found = rows(
        db, "SELECT id FROM letters WHERE series <> '' AND series = :series AND state = 'queued'", {"series": series}
    )
    for row in found:
        _drop(db, now, row["id"], "A newer letter to the same reader says what still matters.")


def _drop(db: Database, now: datetime, letter: int, why: str) -> None:
    sql = "UPDATE letters SET state = 'dropped', last_error = :error WHERE id = :id AND state = 'queued'"
    if change(db, sql, {"id": letter, "error": why}):
        add_note(db, now, Note("letter_dropped", why), letter=letter)


def _first_state(db: Database, now: datetime, mode: str, cause: int | None, due_at: datetime | None) -> Row:
    """A letter waits to be sent, but for one that records restored from a backup may have forgotten to have sent."""
    restored = get_meta(db, RESTORED_AT)
    if restored is None or mode == "observe":
        return {"state": "queued"}
    since = moment(due_at) if due_at is not None else None
    if cause is not None:
        row = first(db, "SELECT arrived_at FROM messages WHERE id = :id", {"id": cause})
        since = single(row, f"message {cause}")["arrived_at"]
    if since is None or since > restored:
        return {"state": "queued"}
    error = "Its cause is older than the day the records were restored: it may have been sent before."
    return {"state": "uncertain", "uncertain_at": max(moment(now), restored), "last_error": error}


def get_meta(db: Database, key: str) -> str | None:
    """A single fact."""
    row = first(db, "SELECT value FROM meta WHERE key = :key", {"key": key})
    return None if row is None else str(row["value"])


def set_meta(db: Database, now: datetime, key: str, value: str | None) -> None:
    """Writes a single fact; None removes it."""
    if value is None:
        change(db, "DELETE FROM meta WHERE key = :key", {"key": key})
        return
    change(
        db,
        "INSERT INTO meta (key, value, updated_at) VALUES (:key, :value, :now) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
        {"key": key, "value": value, "now": moment(now)},
    )


def next_number(db: Database, name: str) -> int:
    """What the counter would give next."""
    return count(db, "SELECT last FROM counters WHERE name = :name", {"name": name}) + 1


def advance(db: Database, name: str, last: int) -> None:
    """The counter has given `last`; it never goes back."""
    change(
        db,
        "INSERT INTO counters (name, last) VALUES (:name, :last) "
        "ON CONFLICT (name) DO UPDATE SET last = max(last, excluded.last)",
        {"name": name, "last": last},
    )


def single(row: Row | None, what: str) -> Row:
    """The row that must be there."""
    if row is None:
        raise LookupError(f"{what} is not in the records")
    return row
