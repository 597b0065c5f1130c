"""Messages: seen, archived, decided, filed away.  One method a use case, one transaction each.

Identity: a sighting (account, folder, UIDVALIDITY, UID) is one place in a mailbox; a message is one SHA-256 of raw
bytes, however often the mailbox shows it (copied back, UIDVALIDITY changed, moved by a person); and a second copy by
another way (alias) is recorded as a duplicate, never decided or answered again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from daemon.digests import Trouble
from daemon.errors import RecordsError
from daemon.model import Address, Disposition, Listed, MessageRef, ReturnedMail
from daemon.records.actions import perform
from daemon.records.canary import canary_came_back
from daemon.records.database import Connection, Row, change, first, insert, rows
from daemon.records.notes import (
    GRANT_TROUBLE,
    add_note,
    add_notes,
    address_fails,
    get_meta,
    queue_letter,
    set_meta,
    single,
)
from daemon.records.parked import settle_parked
from daemon.records.register import Register
from daemon.records.values import (
    Arrival,
    Decided,
    Entry,
    MessageState,
    Note,
    Outgoing,
    Pending,
    Recorded,
    Sighting,
    StoredFile,
    as_json,
    moment,
    when,
    when_or_none,
)

#: Mail that a program wrote says nothing of whether its From reads letters.
_BY_PROGRAMS = frozenset({Disposition.OWN, Disposition.BOUNCE, Disposition.AUTO_REPLY, Disposition.BULK})
_LONGEST_ERROR = 20_000  # characters of a traceback worth keeping
_LONGEST_OPENING = 4_000  # characters of a message's text: more than a notice to the secretariat quotes


class MessageRecords:
    """The part of `Records` about messages.  Every method may raise RecordsError."""

    _connection: Connection
    _owed: set[tuple[str, int]]  #: attempts counted, never made, and not taken back yet: (stage, message)

    # ----------------------------------------------------------------- seeing

    def sightings(self, account: str, folder: str, uidvalidity: int) -> dict[int, Sighting]:
        """What is known of a folder, by UID.  Whether what is listed there now is that, a sighting says itself."""
        with self._connection.reading() as db:
            found = rows(
                db,
                "SELECT s.uid, s.message, s.internal_date, s.fetch_failures, s.failed_at, s.object_id, m.state "
                "FROM sightings s LEFT JOIN messages m ON m.id = s.message "
                "WHERE s.account = :account AND s.folder = :folder AND s.uidvalidity = :uidvalidity",
                {"account": account, "folder": folder, "uidvalidity": uidvalidity},
            )
        return {row["uid"]: _sighting(row) for row in found}

    def folder_selected(self, account: str, folder: str, uidvalidity: int, now: datetime) -> None:
        """Remembers the folder's UIDVALIDITY.  When it changed, every UID known of it has lost its meaning (RFC 3501
        §2.3.1.1): all is fetched again and recognised by its bytes.
        """
        key = f"uidvalidity:{account}/{folder}"
        with self._connection.reading() as db:
            known = get_meta(db, key)
        if known == str(uidvalidity):
            return
        with self._connection.writing() as db:
            set_meta(db, now, key, str(uidvalidity))
            if known is not None:
                text = f"The server numbered folder {folder} anew; its messages are fetched again and recognised."
                data = {"before": known, "now": uidvalidity}
                add_note(db, now, Note("uidvalidity_changed", text, attention=True, data=data))

    def unfetched(self, account: str, folder: str, uidvalidity: int) -> dict[int, Sighting]:
        """What failed to come from a folder and may still stand there, by UID."""
        with self._connection.reading() as db:
            found = rows(
                db,
                "SELECT uid, message, internal_date, fetch_failures, failed_at, object_id, NULL AS state "
                "FROM sightings WHERE message IS NULL AND fetch_failures > 0 AND settled_at IS NULL "
                "AND account = :account AND folder = :folder AND uidvalidity = :uidvalidity",
                {"account": account, "folder": folder, "uidvalidity": uidvalidity},
            )
        return {row["uid"]: _sighting(row) for row in found}

    def fetch_failed(self, ref: MessageRef, arrived_at: datetime, error: str, now: datetime) -> None:
        """A listed message did not come.  Those that failed least are fetched first, so that one
        the server cannot give never blocks the others; it is never given up.
        """
        with self._connection.writing() as db:
            _sight(db, ref, None, arrived_at, now)
            change(
                db,
                "UPDATE sightings SET fetch_failures = fetch_failures + 1, last_error = :error, failed_at = :now, "
                "settled_at = NULL "
                "WHERE account = :account AND folder = :folder AND uidvalidity = :uidvalidity AND uid = :uid",
                {**_place(ref), "error": error[:_LONGEST_ERROR], "now": moment(now)},
            )

    def forget_unfetched(
        self, account: str, folder: str, uidvalidity: int, listed: Collection[int], now: datetime
    ) -> None:
        """What never came and is listed no more has been moved or deleted by a person: no trouble any longer."""
        with self._connection.reading() as db:
            found = rows(
                db,
                "SELECT id, uidvalidity, uid FROM sightings WHERE message IS NULL AND settled_at IS NULL "
                "AND account = :account AND folder = :folder",
                {"account": account, "folder": folder},
            )
        gone = [row["id"] for row in found if row["uidvalidity"] != uidvalidity or row["uid"] not in listed]
        if gone:
            with self._connection.writing() as db:
                for sighting in gone:
                    change(
                        db,
                        "UPDATE sightings SET settled_at = :now WHERE id = :id",
                        {"id": sighting, "now": moment(now)},
                    )

    def recognise(self, item: Listed, now: datetime) -> MessageState | None:
        """The state of a message that the mailbox shows in a new place under a name that we know; None: it is another.

        The size is compared as well: no name is worth a lost message.
        """
        if not item.object_id:
            return None
        with self._connection.reading() as db:
            known = first(db, _BY_NAME, {"account": item.ref.account, "name": item.object_id, "size": item.size})
        if known is None:
            return None
        with self._connection.writing() as db:
            _sight(db, item.ref, known["id"], item.internal_date, now, name=item.object_id)
        return MessageState(known["state"])

    def note_names(self, items: Sequence[Listed]) -> None:
        """Notes how the mailbox names messages that are on record."""
        if not items:
            return
        with self._connection.writing() as db:
            for item in items:
                change(db, _NAME, {**_place(item.ref), "name": item.object_id})

    def record(self, arrival: Arrival, now: datetime) -> Recorded:
        """A message whose bytes are in the archive gets its row, or is recognised.

        The first attempt to decide it is counted here, because it follows at once.
        """
        with self._connection.writing() as db:
            known = _find_message(db, arrival)
            if known is not None:
                _sight(db, arrival.ref, known["id"], arrival.arrived_at, now, name=arrival.object_id)
                return Recorded(known["id"], Entry.KNOWN, MessageState(known["state"]))
            twin = _find_twin(db, arrival)
            number = insert(db, "messages", _new_message(arrival, twin, now))
            _sight(db, arrival.ref, number, arrival.arrived_at, now, name=arrival.object_id)
            if twin is not None:
                text = f"Message {number} is another copy of message {twin['id']}, delivered by another way."
                add_note(db, now, Note("duplicate", text), message=number)
                return Recorded(number, Entry.DUPLICATE, MessageState.DONE)
            add_note(db, now, Note("received", f"Message {number} is safe: {arrival.size} bytes."), message=number)
        return Recorded(number, Entry.NEW, MessageState.ARCHIVED)

    def settle(self, refs: Sequence[MessageRef], now: datetime) -> None:
        """The messages at these places were filed away."""
        if not refs:
            return
        with self._connection.writing() as db:
            for ref in refs:
                change(
                    db,
                    "UPDATE sightings SET settled_at = :now "
                    "WHERE account = :account AND folder = :folder AND uidvalidity = :uidvalidity AND uid = :uid",
                    {**_place(ref), "now": moment(now)},
                )

    def is_letter_to(self, ref: MessageRef, readers: Collection[str]) -> bool:
        """Whether the message at this place is a letter of ours for one of these to read (`Address.key`)."""
        with self._connection.reading() as db:
            found = first(
                db,
                "SELECT l.recipient_key AS reader FROM sightings s JOIN messages m ON m.id = s.message "
                "JOIN letters l ON l.message_id = m.message_id WHERE s.account = :account AND l.kind <> 'canary' "
                "AND s.folder = :folder AND s.uidvalidity = :uidvalidity AND s.uid = :uid",
                _place(ref),
            )
        return found is not None and found["reader"] in readers

    # ----------------------------------------------------------------- deciding

    def undecided(self) -> list[Pending]:
        """Messages left undecided by an earlier pass that failed or was killed, oldest first."""
        with self._connection.reading() as db:
            found = rows(
                db,
                "SELECT id, raw_sha256, head_sha256, size, arrived_at, intake_attempts FROM messages "
                "WHERE state = 'archived' AND state <> 'done' ORDER BY arrived_at, id",
            )
        return [
            Pending(
                row["id"],
                row["raw_sha256"] or row["head_sha256"],
                row["raw_sha256"] is None,
                row["size"],
                when(row["arrived_at"]),
                row["intake_attempts"] - (("intake", row["id"]) in self._owed),
            )
            for row in found
        ]

    def begin_intake(self, message: int) -> None:
        """Counts another attempt to decide a message, before it is made."""
        owed = ("intake", message)
        if owed not in self._owed:
            with self._connection.writing() as db:
                change(db, "UPDATE messages SET intake_attempts = intake_attempts + 1 WHERE id = :id", {"id": message})
        self._owed.discard(owed)

    def intake_not_tried(self, message: int) -> None:
        """Records or archive failed, not the message: the attempt to decide it is taken back."""
        self._take_back("intake", message)

    def assessment_not_tried(self, message: int) -> None:
        """The same of an attempt to judge it."""
        self._take_back("assessment", message)

    def _take_back(self, stage: str, message: int) -> None:
        # What made the attempt fail may make this fail, too (a full disk).  Then the next attempt is not counted.
        try:
            with self._connection.writing() as db:
                counted = f"{stage}_attempts"
                sql = f"UPDATE messages SET {counted} = max({counted} - 1, 0) WHERE id = :id"  # noqa: S608 - our words
                change(db, sql, {"id": message})
        except RecordsError:
            self._owed.add((stage, message))

    def decide(self, message: int, plan: Callable[[Register], Decided], now: datetime) -> Decided | None:
        """Asks `plan` what to make of a message, given the records as they stand, and records it with the letters it
        causes: one transaction.

        None when an earlier pass had done it already: then nothing changes.  Whatever `plan` raises undoes all.
        """
        with self._connection.writing() as db:
            if first(db, "SELECT 1 FROM messages WHERE id = :id AND state = 'archived'", {"id": message}) is None:
                return None
            decided = plan(Register(db))
            state = MessageState.TO_ASSESS if decided.to_assess else MessageState.DONE
            change(db, _DECIDE, _decided_columns(message, decided, state, now))
            for position, file in enumerate(decided.files, 1):
                _add_file(db, message, position, file, now)
            decision = decided.decision
            text = f"Message {message} is {decision.disposition.value}: {decision.reason}"
            add_note(db, now, Note("decided", text), message=message)
            if decision.canary:
                canary_came_back(db, decision.canary, message, now)
            if decided.returned is not None:
                _letter_came_back(db, decided.returned, message, now)
            if decided.headers.from_ is not None and decision.disposition not in _BY_PROGRAMS:
                _answers_again(db, decided.headers.from_, message, now)
            for action in decided.actions:
                perform(db, action, message, now)
            settle_parked(db, now)
            add_notes(db, now, decided.notes, message=message)
            for letter in decided.letters:
                queue_letter(db, now, letter, cause=message)
        return decided

    def intake_failed(
        self, message: int, error: str, max_attempts: int, now: datetime, notices: Sequence[Outgoing] = ()
    ) -> bool:
        """An attempt to decide a message failed; True when it was the last and the message is parked.  Only then the
        secretariat is told, by `notices`.
        """
        return self._failed(message, "intake", error, max_attempts, now, notices=notices)

    def assessment_failed(
        self, message: int, error: str, max_attempts: int, now: datetime, notices: Sequence[Outgoing] = ()
    ) -> bool:
        """The same of an attempt to judge a message."""
        return self._failed(message, "assessment", error, max_attempts, now, notices=notices)

    def _failed(
        self, message: int, stage: str, error: str, max_attempts: int, now: datetime, *, notices: Sequence[Outgoing]
    ) -> bool:
        last_line = error.strip().rpartition("\n")[2]
        with self._connection.writing() as db:
            sql = f"SELECT {stage}_attempts AS n FROM messages WHERE id = :id"  # noqa: S608 - our words
            attempts = single(first(db, sql, {"id": message}), f"message {message}")["n"]
            parked = attempts >= max_attempts
            change(
                db,
                "UPDATE messages SET last_error = :error, state = iif(:parked, 'parked', state), "
                "finished_at = iif(:parked, :now, finished_at) WHERE id = :id AND state IN ('archived', 'to_assess')",
                {"id": message, "error": error[-_LONGEST_ERROR:], "parked": parked, "now": moment(now)},
            )
            text = f"Attempt {attempts} at {stage} of message {message} failed: {last_line}"
            if parked:
                text = f"Message {message} was set aside after {attempts} attempts at {stage}: {last_line}"
            kind = "parked" if parked else f"{stage}_failed"
            add_note(db, now, Note(kind, text, attention=parked), message=message)
            for notice in notices if parked else ():
                queue_letter(db, now, notice, cause=message)
        return bool(parked)

    # ----------------------------------------------------------------- the grant

    def grant_seen(self, trouble: Trouble | None, now: datetime) -> bool:
        """What is wrong with the OAuth2 grant, if anything; True when that is news of which a person should know."""
        with self._connection.reading() as db:
            known = json.loads(get_meta(db, GRANT_TROUBLE) or "null")
        told = _grant_fact(trouble, known)
        if told == known:
            return False
        with self._connection.writing() as db:
            set_meta(db, now, GRANT_TROUBLE, None if told is None else as_json(told))
            if trouble is None:
                add_note(db, now, Note("grant_good", "The OAuth2 grant of the mailbox is good again."))
                return False
            same = known is not None and known["kind"] == trouble.kind
            if not same:
                text = f"The OAuth2 grant of the mailbox: {trouble.text}"
                add_note(db, now, Note(trouble.kind, text, attention=True))
        return not same


# --------------------------------------------------------------------------- rows


def _grant_fact(trouble: Trouble | None, known: dict[str, Any] | None) -> dict[str, Any] | None:
    """As it is kept.  Refused again it is refused since the first time."""
    if trouble is None:
        return None
    at = None if trouble.at is None else moment(trouble.at)
    if known is not None and known["kind"] == trouble.kind == "grant_refused":
        at = known["at"]
    return {"kind": trouble.kind, "text": trouble.text, "at": at}


_DECIDE = """
    UPDATE messages SET state = :state, disposition = :disposition, reason = :reason, may_answer = :may_answer,
        paper_codes = :paper_codes, proven_codes = :proven_codes, authenticity = :authenticity,
        taken_at = :taken_at, sent_at = :sent_at,
        missing = :missing, says_additional = :says_additional, needs_answer = :needs_answer,
        asks_more = :asks_more,
        message_id = :message_id, from_address = :from_address,
        from_name = :from_name, subject = :subject, in_reply_to = :in_reply_to, refs = :refs,
        opening = :opening, last_error = NULL, decided_at = :now, finished_at = iif(:state = 'done', :now, NULL)
    WHERE id = :id AND state = 'archived'
"""


def _decided_columns(message: int, decided: Decided, state: MessageState, now: datetime) -> dict[str, Any]:
    headers, decision = decided.headers, decided.decision
    return {
        "id": message,
        "state": state.value,
        "disposition": decision.disposition.value,
        "reason": decision.reason,
        "may_answer": int(decision.may_answer),
        "paper_codes": as_json(decision.paper_codes),
        "proven_codes": as_json(decision.proven_codes),
        "authenticity": decision.authenticity.value,
        "taken_at": moment(decision.taken_at) if decision.taken_at else None,
        "sent_at": moment(headers.date) if headers.date else None,
        "missing": as_json([missing.value for missing in decision.missing]),
        "says_additional": int(decision.says_additional),
        "needs_answer": int(decision.needs_answer),
        "asks_more": int(decision.asks_more),
        "message_id": headers.message_id,
        "from_address": headers.from_.address if headers.from_ else None,
        "from_name": headers.from_.name if headers.from_ else None,
        "subject": headers.subject,
        "in_reply_to": as_json(headers.in_reply_to),
        "refs": as_json(headers.references),
        "opening": decided.text[:_LONGEST_OPENING],
        "now": moment(now),
    }


def _new_message(arrival: Arrival, twin: Row | None, now: datetime) -> dict[str, Any]:
    row: dict[str, Any] = {
        "head_sha256" if arrival.oversize else "raw_sha256": arrival.sha256,
        "size": arrival.size,
        "arrived_at": moment(arrival.arrived_at),
        "recorded_at": moment(now),
        "content_key": arrival.content_key,
    }
    if twin is None:
        return {**row, "state": "archived", "intake_attempts": 1}
    reason = f"the same message as {twin['id']}, delivered by another way"
    # What it says is what its twin says.
    same = {key: twin[key] for key in ("message_id", "from_address", "from_name", "subject")}
    return {**row, **same, "state": "done", "duplicate_of": twin["id"], "reason": reason, "finished_at": moment(now)}


def _find_message(db: Database, arrival: Arrival) -> Row | None:
    if arrival.oversize:
        sql = "SELECT id, state FROM messages WHERE head_sha256 = :sha256 AND size = :size"
    else:
        sql = "SELECT id, state FROM messages WHERE raw_sha256 = :sha256"
    return first(db, sql, {"sha256": arrival.sha256, "size": arrival.size})


def _find_twin(db: Database, arrival: Arrival) -> Row | None:
    if arrival.content_key is None or arrival.oversize:
        return None
    return first(
        db,
        "SELECT id, message_id, from_address, from_name, subject FROM messages "
        "WHERE content_key = :key AND duplicate_of IS NULL ORDER BY id",
        {"key": arrival.content_key},
    )


def _place(ref: MessageRef) -> dict[str, Any]:
    return {"account": ref.account, "folder": ref.folder, "uidvalidity": ref.uidvalidity, "uid": ref.uid}


# The index is of those that have a name, and SQLite takes it only for a query that says the same.
_BY_NAME = """
    SELECT m.id, m.state FROM sightings s JOIN messages m ON m.id = s.message
    WHERE s.object_id = :name AND s.object_id <> '' AND s.account = :account AND m.size = :size LIMIT 1
"""
_NAME = """
    UPDATE sightings SET object_id = :name
    WHERE account = :account AND folder = :folder AND uidvalidity = :uidvalidity AND uid = :uid
"""


def _sight(
    db: Database, ref: MessageRef, message: int | None, internal_date: datetime, now: datetime, *, name: str = ""
) -> None:
    change(
        db,
        "INSERT INTO sightings (account, folder, uidvalidity, uid, message, internal_date, first_seen_at, object_id) "
        "VALUES (:account, :folder, :uidvalidity, :uid, :message, :internal_date, :now, :name) "
        "ON CONFLICT (account, folder, uidvalidity, uid) DO UPDATE SET "
        # What is known of a place is not looked at again: so this is news, or another message.
        "message = excluded.message, internal_date = excluded.internal_date, settled_at = NULL, last_error = NULL, "
        "object_id = excluded.object_id",
        {**_place(ref), "message": message, "internal_date": moment(internal_date), "now": moment(now), "name": name},
    )


def _sighting(row: Row) -> Sighting:
    state = MessageState(row["state"]) if row["state"] else None
    failed_at = when_or_none(row["failed_at"])
    return Sighting(
        row["uid"],
        row["message"],
        when(row["internal_date"]),
        state,
        row["fetch_failures"],
        failed_at,
        row["object_id"],
    )


def _add_file(db: Database, message: int, position: int, file: StoredFile, now: datetime) -> None:
    change(
        db,
        "INSERT INTO files (sha256, size, kind, first_seen_at) VALUES (:sha256, :size, :kind, :now) "
        "ON CONFLICT (sha256) DO UPDATE SET purged_at = NULL",
        {"sha256": file.sha256, "size": file.size, "kind": file.kind.value, "now": moment(now)},
    )
    columns = {
        "message": message,
        "position": position,
        "file": file.sha256,
        "filename": file.filename,
        "original_name": file.original_name,
        "role": file.role.value,
        "problem": file.problem.value if file.problem else None,
        "author_address": file.author.address if file.author else None,
        "author_name": file.author.name if file.author else None,
        "was_attached": int(file.was_attached),
    }
    change(
        db,
        "INSERT INTO message_files (message, position, file, filename, original_name, role, problem, "
        "author_address, author_name, was_attached) VALUES (:message, :position, :file, :filename, :original_name, "
        ":role, :problem, :author_address, :author_name, :was_attached)",
        columns,
    )


def _letter_came_back(db: Database, returned: ReturnedMail, message: int, now: datetime) -> None:
    """The letter is marked, and so are the addresses that it could not be delivered to."""
    letter = first(db, "SELECT id, recipients FROM letters WHERE message_id = :id", {"id": returned.message_id})
    if letter is None:
        return
    change(db, "UPDATE letters SET bounced_at = :now WHERE id = :id", {"now": moment(now), "id": letter["id"]})
    readers = {entry["address"].casefold(): entry["address"] for entry in json.loads(letter["recipients"])}
    # A report may name an address that ours was forwarded to: then it is ours that does not work.
    failing = {address.casefold() for address in returned.recipients} & readers.keys() or readers.keys()
    for address in failing:
        address_fails(db, address, returned.status, letter["id"], now)
    who = ", ".join(readers[address] for address in sorted(failing))
    note = Note("letter_came_back", f"Our letter to {who} could not be delivered.", attention=True)
    add_note(db, now, note, message=message, letter=letter["id"])


def _answers_again(db: Database, sender: Address, message: int, now: datetime) -> None:
    """Who writes to us from an address has it back."""
    if change(db, "DELETE FROM failing_addresses WHERE address_key = :key", {"key": sender.key}):
        text = f"{sender.address} failed before and writes again: letters go there as to any other."
        add_note(db, now, Note("address_works", text), message=message)
