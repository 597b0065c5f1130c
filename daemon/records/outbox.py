"""The outbox: letters claimed, settled, released.  One method a use case, one transaction each.

An attempt is counted and the next one dated *before* dialling: whatever happens to the process, the row tells what
was under way.  A letter found in `sending` when nobody is sending was cut off: the server may have it, so it becomes
`uncertain` and is never resent blindly.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from sqlite_utils import Database

from daemon.backoff import LETTER, SERVER
from daemon.model import LetterKind, LetterState
from daemon.records.database import Connection, Row, change, count, first, rows
from daemon.records.notes import ATTEMPTS, add_note, address_fails, advance, get_meta, next_number, set_meta, single
from daemon.records.values import Cap, Doubtful, Due, Note, Refused, as_json, moment, when, when_or_none

_LONGEST_ERROR = 5_000  # characters


class OutboxRecords:
    """The part of `Records` about letters.  Every method may raise RecordsError."""

    _connection: Connection

    def recover_outbox(self, now: datetime) -> int:
        """Letters whose sending was cut off become uncertain; how many.  Only while nobody is sending."""
        with self._connection.writing() as db:
            sql = "SELECT id, recipients FROM letters WHERE state = 'sending' AND state NOT IN ('sent', 'dropped')"
            found = rows(db, sql)
            for row in found:
                error = "The program ended while the letter was being sent."
                _doubt(db, row["id"], error, now)
                note = Note("letter_uncertain", _to(row, "may or may not have gone out: sending was cut off."), True)
                add_note(db, now, note, letter=row["id"])
        return len(found)

    def claim(
        self, now: datetime, mode: str, next_attempt: Callable[[int], datetime], cap: Cap | None = None
    ) -> Due | None:
        """Takes the letter that has been due longest: marked `sending`, its attempt counted and the next one dated by
        `next_attempt(attempts)`.  None when nothing is due.

        A letter goes out only under the mode it was prepared in; `release` is the way to say otherwise.  One that has
        expired meanwhile is dropped.
        """
        with self._connection.writing() as db:
            _drop_expired(db, now)
            row = first(db, _DUE, _due_parameters(now, mode, cap))
            if row is None:
                return None
            attempts = row["attempts"] + 1
            tried = next_number(db, ATTEMPTS)
            advance(db, ATTEMPTS, tried)
            change(
                db,
                "UPDATE letters SET state = 'sending', attempts = :attempts, next_attempt_at = :next WHERE id = :id",
                {"id": row["id"], "attempts": attempts, "next": moment(next_attempt(attempts))},
            )
        self._connection.leave_mark(tried)  # before the letter goes: records that know less are older
        return Due(
            row["id"], row["key"], row["message_id"], _addresses(row), row["raw"], attempts, bool(row["may_repeat"])
        )

    def is_due(self, now: datetime, mode: str, cap: Cap | None = None) -> bool:
        """Whether `claim` would find a letter."""
        with self._connection.reading() as db:
            return first(db, _DUE, _due_parameters(now, mode, cap)) is not None

    def waiting_for_hours(self, now: datetime, mode: str, cap: Cap) -> int:
        """How many letters of the calendar would be due if it did not matter when they were written."""
        with self._connection.reading() as db:
            return count(db, _COUNT_WAITING, _due_parameters(now, mode, cap))

    def letter_sent(
        self, due: Due, sent_to: Sequence[str], reply: str, now: datetime, refused: Refused | None = None
    ) -> None:
        """The server took it over, for all its readers or all but those that were `refused`."""
        with self._connection.writing() as db:
            change(
                db,
                "UPDATE letters SET state = 'sent', sent_at = :now, sent_to = :sent_to, reply = :reply, "
                "last_error = NULL WHERE id = :id",
                {"id": due.id, "now": moment(now), "sent_to": as_json(sent_to), "reply": reply[:_LONGEST_ERROR]},
            )
            who = ", ".join(sent_to)
            add_note(db, now, Note("letter_sent", f"The letter to {who} was sent: {reply}"), letter=due.id)
            if refused is not None:
                news = [address_fails(db, address.casefold(), None, due.id, now) for address in refused.addresses]
                text = f"The letter went without {', '.join(refused.addresses)}, who was refused: {refused.reply}"
                add_note(db, now, Note("reader_refused", text, attention=any(news)), letter=due.id)

    def letter_postponed(self, due: Due, error: str, now: datetime) -> None:
        """Failed for now: it is tried again when its next attempt is due."""
        with self._connection.writing() as db:
            _settle(db, due.id, LetterState.QUEUED, error=error)
            add_note(db, now, Note("letter_postponed", f"Attempt {due.attempts} failed: {error}"), letter=due.id)

    def letter_not_tried(self, due: Due, error: str, now: datetime) -> None:
        """The server could not be used at all: the attempt is taken back, for it was none at this letter."""
        with self._connection.writing() as db:
            change(
                db,
                "UPDATE letters SET state = 'queued', attempts = attempts - 1, next_attempt_at = :now, "
                "last_error = :error WHERE id = :id",
                {"id": due.id, "now": moment(now), "error": error[:_LONGEST_ERROR]},
            )

    def letter_failed(self, due: Due, error: str, now: datetime) -> None:
        """Refused for good, or given up."""
        with self._connection.writing() as db:
            _settle(db, due.id, LetterState.FAILED, error=error)
            who = ", ".join(due.recipients)
            text = f"The letter to {who} was given up after {due.attempts} attempts: {error}"
            add_note(db, now, Note("letter_failed", text, attention=True), letter=due.id)

    def letter_uncertain(self, due: Due, error: str, now: datetime) -> None:
        """Cut off after its content was sent: the server may have it."""
        with self._connection.writing() as db:
            _doubt(db, due.id, error, now)
            who = ", ".join(due.recipients)
            text = f"The letter to {who} may or may not have gone out: {error}"
            add_note(db, now, Note("letter_uncertain", text, attention=True), letter=due.id)

    def unknown_letters(self, message_ids: Collection[str]) -> frozenset[str]:
        """Of letters of ours that went out, those that these records do not know, or believe to wait untried."""
        sql = (
            "SELECT count(*) FROM letters WHERE message_id = :id AND NOT "
            "(state = 'queued' AND attempts = 0 AND may_repeat = 0)"
        )
        with self._connection.reading() as db:
            return frozenset(one for one in message_ids if not count(db, sql, {"id": one}))

    def doubtful(self) -> list[Doubtful]:
        """Every letter that is uncertain, oldest first."""
        with self._connection.reading() as db:
            found = rows(
                db,
                "SELECT message_id, uncertain_at, may_repeat, sought_at FROM letters "
                "WHERE state = 'uncertain' AND state NOT IN ('sent', 'dropped') ORDER BY id",
            )
        return [
            Doubtful(
                row["message_id"], when(row["uncertain_at"]), bool(row["may_repeat"]), when_or_none(row["sought_at"])
            )
            for row in found
        ]

    def not_found(self, message_ids: Sequence[str], now: datetime) -> None:
        """These were looked for in the Sent folder, and nobody knows more than before."""
        with self._connection.writing() as db:
            for message_id in message_ids:
                change(
                    db,
                    "UPDATE letters SET sought_at = :now WHERE message_id = :id AND state = 'uncertain'",
                    {"id": message_id, "now": moment(now)},
                )

    def resolve_uncertain(self, message_id: str, *, was_sent: bool, how: str, now: datetime) -> bool:
        """An uncertain letter turned out to be sent, or is to be sent again; False when it is not uncertain.

        `how` says who knows: "found in the Sent folder", "resent by hand".
        """
        with self._connection.writing() as db:
            row = first(
                db,
                "SELECT id, recipients FROM letters WHERE message_id = :id AND state = 'uncertain'",
                {"id": message_id},
            )
            if row is None:
                return False
            if was_sent:
                change(
                    db,
                    "UPDATE letters SET state = 'sent', sent_at = :now, reply = :how, last_error = NULL WHERE id = :id",
                    {"id": row["id"], "now": moment(now), "how": how},
                )
            else:
                change(
                    db,
                    "UPDATE letters SET state = 'queued', next_attempt_at = :now, may_repeat = 1 WHERE id = :id",
                    {"id": row["id"], "now": moment(now)},
                )
            text = _to(row, f"was {'sent' if was_sent else 'queued again'}: {how}.")
            add_note(db, now, Note("letter_resolved", text), letter=row["id"])
        return True

    def release(self, mode: str, now: datetime, keys: Sequence[str] | None = None) -> int:
        """Lets letters prepared under another mode (all, or those named) go out under this one; how many."""
        with self._connection.writing() as db:
            held = rows(
                db,
                "SELECT id, key, recipients FROM letters "
                "WHERE state = 'queued' AND state NOT IN ('sent', 'dropped') AND mode <> :mode ORDER BY id",
                {"mode": mode},
            )
            chosen = [row for row in held if keys is None or row["key"] in keys]
            for row in chosen:
                change(
                    db,
                    "UPDATE letters SET mode = :mode, next_attempt_at = :now WHERE id = :id",
                    {"mode": mode, "now": moment(now), "id": row["id"]},
                )
                note = Note("letter_released", _to(row, f"was released for mode {mode}."))
                add_note(db, now, note, letter=row["id"])
        return len(chosen)

    def resend(self, key: str, mode: str, now: datetime) -> bool:
        """A person decided that a failed or uncertain letter is sent once more, its attempts counted anew and whatever
        its day; False when it is neither.
        """
        with self._connection.writing() as db:
            row = first(db, "SELECT id, recipients FROM letters WHERE key = :key", {"key": key})
            touched = change(
                db,
                "UPDATE letters SET state = 'queued', mode = :mode, attempts = 0, next_attempt_at = :now, "
                "expires_at = NULL, "
                "may_repeat = max(may_repeat, state = 'uncertain') "
                "WHERE key = :key AND state IN ('failed', 'uncertain')",
                {"key": key, "mode": mode, "now": moment(now)},
            )
            if row is not None and touched:
                add_note(db, now, Note("letter_requeued", _to(row, "was queued again by hand.")), letter=row["id"])
        return bool(touched)

    def drop(self, key: str, reason: str, now: datetime) -> bool:
        """A person decided that a waiting, failed or uncertain letter is not sent; False when it cannot be."""
        with self._connection.writing() as db:
            row = first(db, "SELECT id, recipients FROM letters WHERE key = :key", {"key": key})
            touched = change(
                db,
                "UPDATE letters SET state = 'dropped' WHERE key = :key AND state IN ('queued', 'failed', 'uncertain')",
                {"key": key},
            )
            if row is not None and touched:
                add_note(db, now, Note("letter_dropped", _to(row, f"was dropped: {reason}.")), letter=row["id"])
        return bool(touched)

    def letters(self, *, raw: bool = False) -> list[Row]:
        """Every letter, oldest first, with the codes of its papers, and its bytes if asked for: for showing and for
        proofs.
        """
        with self._connection.reading() as db:
            found = rows(db, _LETTERS.format(columns=_COLUMNS + (", l.raw" if raw else "")))
        return [{**row, "recipients": list(_addresses(row)), "codes": (row["codes"] or "").split()} for row in found]

    def letter_bytes(self, number: int) -> bytes:
        """A letter as it goes out.  LookupError when there is none of this number."""
        with self._connection.reading() as db:
            found = first(db, "SELECT raw FROM letters WHERE id = :id", {"id": number})
        return bytes(single(found, f"letter {number}")["raw"])

    # ----------------------------------------------------------------- the server as a whole

    def sending_paused_until(self, now: datetime) -> datetime | None:
        """Until when the server is left alone; None when it is not.  A clock set back makes nobody wait."""
        with self._connection.reading() as db:
            until = when_or_none(get_meta(db, "sending.paused_until"))
        return until if until is not None and now < until <= now + SERVER.most else None

    def pause_sending(self, error: str, pause: Callable[[int], timedelta], now: datetime) -> None:
        """The server could not be used: the next try is `pause(failures in a row)` away."""
        with self._connection.writing() as db:
            failures = int(get_meta(db, "sending.failures") or 0) + 1
            until = now + pause(failures)
            set_meta(db, now, "sending.failures", str(failures))
            set_meta(db, now, "sending.paused_until", moment(until))
            set_meta(db, now, "sending.last_error", error)
            if failures == 1:
                add_note(db, now, Note("sending_paused", f"Letters cannot be sent: {error}"))

    def resume_sending(self, now: datetime) -> None:
        """The server took a letter or answered for one, or nothing waits for it any more: no pause, no trouble."""
        with self._connection.reading() as db:
            if get_meta(db, "sending.failures") is None:
                return
        with self._connection.writing() as db:
            for key in ("sending.failures", "sending.paused_until", "sending.last_error"):
                set_meta(db, now, key, None)
            add_note(db, now, Note("sending_resumed", "Letters are no longer held up."))

    def recipients_between(self, since: datetime, now: datetime) -> int:
        """How many readers were written to after a moment; one of several letters counts as often."""
        with self._connection.reading() as db:
            return recipients_between(db, since, now)

    def sent_between(self, since: datetime, now: datetime) -> int:
        """How many letters went out after a moment; not what a clock has dated ahead that was set back since."""
        sql = "SELECT count(*) FROM letters WHERE sent_at > :since AND sent_at <= :now"
        with self._connection.reading() as db:
            return count(db, sql, {"since": moment(since), "now": moment(now)})


def recipients_between(db: Database, since: datetime, now: datetime) -> int:
    """The same, within a transaction.  Of a letter that was found in the Sent folder, all that it is for."""
    sql = (  # which they are stands in `letters_by_recipient`, without a look at the letters themselves
        "SELECT sum(json_array_length(coalesce(sent_to, recipients))) FROM letters "
        "WHERE id IN (SELECT id FROM letters WHERE sent_at > :since AND sent_at <= :now)"
    )
    return count(db, sql, {"since": moment(since), "now": moment(now)})


_COLUMNS = (
    "l.id, l.key, l.message_id, l.kind, l.recipients, l.recipient_key, l.subject, l.mode, l.state, l.attempts, "
    "l.next_attempt_at, l.last_error, l.created_at, l.sent_at, l.sent_to, l.reply, l.bounced_at, l.cause, "
    "l.uncertain_at, l.may_repeat"
)
_LETTERS = """
    SELECT {columns}, (SELECT group_concat(p.code, ' ') FROM letter_papers lp JOIN papers p ON p.id = lp.paper
                 WHERE lp.letter = l.id) AS codes
    FROM letters l ORDER BY l.id
"""

_DUE_ONES = """ FROM letters l
    WHERE l.state = 'queued' AND l.state NOT IN ('sent', 'dropped') AND l.mode = :mode
      AND (l.next_attempt_at <= :now OR l.next_attempt_at > :never)
      AND (l.expires_at IS NULL OR l.expires_at > :now)
      AND (:cap IS NULL OR l.recipient_key IN (SELECT value FROM json_each(:exempt))
           OR NOT :closed AND (SELECT count(*) FROM letters o
               WHERE o.recipient_key = l.recipient_key AND o.sent_at > :yesterday AND o.sent_at <= :now) < :cap)
"""
_OF_BEFORE = """(l.kind = :asking OR l.series LIKE 'season:%') AND NOT l.may_repeat
      AND coalesce(l.written_at, l.created_at) <= :calendar_since"""
_COUNT_WAITING = f"SELECT count(*) {_DUE_ONES} AND {_OF_BEFORE}"
_DUE = f"""
    SELECT l.id, l.key, l.message_id, l.recipients, l.raw, l.attempts, l.may_repeat {_DUE_ONES}
      AND (:calendar_since IS NULL OR NOT ({_OF_BEFORE})) ORDER BY l.next_attempt_at, l.id LIMIT 1
"""


def _due_parameters(now: datetime, mode: str, cap: Cap | None) -> dict[str, object]:
    return {
        "now": moment(now),
        "never": moment(now + LETTER.most),  # a clock set back makes nobody wait
        "mode": mode,
        "cap": cap.letters if cap else None,
        "exempt": as_json(sorted(cap.exempt)) if cap else "[]",
        "closed": cap is not None and cap.closed,
        "yesterday": moment(now - timedelta(days=1)),
        "asking": LetterKind.VETTING.value,
        "calendar_since": moment(cap.calendar_since) if cap and cap.calendar_since else None,
    }


def _drop_expired(db: Database, now: datetime) -> None:
    """A reminder of a day that is over helps nobody, whatever kept it."""
    sql = (
        "SELECT id, recipients, expires_at FROM letters "
        "WHERE state = 'queued' AND state NOT IN ('sent', 'dropped') AND expires_at <= :now"
    )
    for row in rows(db, sql, {"now": moment(now)}):
        error = f"It could not be sent before {row['expires_at']}; after that it says nothing that helps."
        _settle(db, row["id"], LetterState.DROPPED, error=error)
        add_note(db, now, Note("letter_expired", _to(row, f"was dropped: {error}")), letter=row["id"])


def _settle(db: Database, letter: int, state: LetterState, *, error: str) -> None:
    change(
        db,
        "UPDATE letters SET state = :state, last_error = :error WHERE id = :id",
        {"id": letter, "state": state.value, "error": error[:_LONGEST_ERROR]},
    )


def _doubt(db: Database, letter: int, error: str, now: datetime) -> None:
    _settle(db, letter, LetterState.UNCERTAIN, error=error)
    change(
        db,
        "UPDATE letters SET uncertain_at = :now, sought_at = NULL WHERE id = :id",
        {"id": letter, "now": moment(now)},
    )


def _addresses(row: Row) -> tuple[str, ...]:
    return tuple(entry["address"] for entry in json.loads(row["recipients"]))


def _to(row: Row, what: str) -> str:
    return f"The letter to {', '.join(_addresses(row))} {what}"
