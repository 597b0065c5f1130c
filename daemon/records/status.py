"""What is in the records, as `status --json` of the command contract says it, with what is wrong in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from daemon.config import Config, School
from daemon.ledger import quota
from daemon.model import Standing, Verdict
from daemon.records.database import Connection, Row, count, first, rows
from daemon.records.notes import DIGEST_ERROR, get_meta
from daemon.records.stored import paper_states
from daemon.records.values import when, when_or_none

_LISTED = 5  # of each kind of trouble; the rest is a number, for a status is read at a glance
_TOLD = 10  # of the latest events that a person should know of


class StatusRecords:
    """The part of `Records` that looks at everything.  May raise RecordsError."""

    _connection: Connection
    _exists: bool

    def status(self, config: Config, now: datetime) -> dict[str, Any]:
        """The object of `status --json`; own keys beside those of the contract."""
        with self._connection.reading() as db:
            standings = [paper.standing for paper in paper_states(db)]
            poll = when_or_none(get_meta(db, "poll.last_ok"))
            trouble = list(_trouble(db, config, now, poll))
            # Worth saying, for it may be the wrong folder; no trouble, for every service begins so.
            note = None if self._exists else f"There are no records in {config.storage.directory} yet."
            return {
                "as_of": _local(now, config),
                "mode": config.conference.mode.value,
                "papers": _papers(standings),
                "schools": [_school(school, standings) for school in config.schools],
                "messages": _messages(db),
                "outbox": _outbox(db, config.conference.mode.value),
                "last_poll": None if poll is None else _local(poll, config),
                "failing": [_failing(row, config) for row in _failing_addresses(db)],
                "attention": [_told(row, config) for row in _events(db, _TOLD, attention_only=True)],
                "trouble": trouble,
                "note": note,
            }

    def recent_events(self, limit: int = 50, *, attention_only: bool = False) -> list[Row]:
        """The newest events, newest first."""
        with self._connection.reading() as db:
            return _events(db, limit, attention_only=attention_only)

    def messages(self) -> list[Row]:
        """Every message, in order of recording: for showing and for proofs."""
        with self._connection.reading() as db:
            return rows(
                db,
                "SELECT m.*, (SELECT group_concat(l.key, ' ') FROM letters l WHERE l.cause = m.id) AS letters "
                "FROM messages m ORDER BY m.id",
            )

    def versions(self) -> list[Row]:
        """Every version of every paper, with its paper's code, oldest first."""
        with self._connection.reading() as db:
            return rows(db, "SELECT p.code, v.* FROM versions v JOIN papers p ON p.id = v.paper ORDER BY v.id")

    def integrity(self) -> list[str]:
        """What SQLite finds wrong with the file; empty when all is well."""
        with self._connection.reading() as db:
            damage = [row["integrity_check"] for row in rows(db, "PRAGMA integrity_check")]
            dangling = rows(db, "PRAGMA foreign_key_check")
        broken = [f"{row['table']} row {row['rowid']} points to nothing in {row['parent']}" for row in dangling]
        return [line for line in damage if line != "ok"] + broken


# --------------------------------------------------------------------------- events


def _events(db: Database, limit: int, *, attention_only: bool) -> list[Row]:
    return rows(
        db,
        "SELECT e.id, e.at, e.kind, e.attention, e.message, p.code AS paper, e.letter, e.text, e.data "
        "FROM events e LEFT JOIN papers p ON p.id = e.paper "
        "WHERE e.attention OR NOT :only ORDER BY e.id DESC LIMIT :limit",
        {"only": attention_only, "limit": limit},
    )


def _told(row: Row, config: Config) -> dict[str, str]:
    """An event that a person should know of, as `status` shows it."""
    return {"at": _local(when(row["at"]), config), "kind": row["kind"], "text": row["text"]}


# --------------------------------------------------------------------------- papers


def _papers(standings: Sequence[Standing]) -> dict[str, int]:
    active = [standing for standing in standings if standing.active]
    verdicts = Counter(standing.verdict for standing in active)
    return {
        "total": len(active),
        "pass": verdicts[Verdict.PASS],
        "fail": verdicts[Verdict.FAIL],
        "review": verdicts[Verdict.REVIEW],
        "late": sum(standing.late for standing in active),
        "withdrawn": len(standings) - len(active),
        "without_school": sum(standing.school is None for standing in active),
    }


def _school(school: School, standings: Sequence[Standing]) -> dict[str, Any]:
    numbers = quota(school, standings)
    return {
        "id": school.id,
        "name": school.name,
        "min": school.min_papers,
        "max": school.max_papers,
        "papers": numbers.papers,
        "compliant": numbers.compliant,
        "missing": numbers.missing,
        "over": numbers.over,
        "correcting": numbers.correcting,
        "review": numbers.doubtful,
        "late": numbers.late,
        "withdrawn": numbers.withdrawn,
    }


# --------------------------------------------------------------------------- messages and letters


def _messages(db: Database) -> dict[str, Any]:
    by_disposition = rows(
        db,
        "SELECT disposition, count(*) AS n FROM messages WHERE disposition IS NOT NULL GROUP BY 1 ORDER BY 1",
    )
    return {
        "total": count(db, "SELECT count(*) FROM messages"),
        "by_disposition": {row["disposition"]: row["n"] for row in by_disposition},
        "parked": count(db, "SELECT count(*) FROM messages WHERE state = 'parked'"),
        "duplicates": count(db, "SELECT count(*) FROM messages WHERE duplicate_of IS NOT NULL"),
        "waiting": count(db, "SELECT count(*) FROM messages WHERE state IN ('archived', 'to_assess')"),
    }


def _outbox(db: Database, mode: str) -> dict[str, int]:
    states = {row["state"]: row["n"] for row in rows(db, "SELECT state, count(*) AS n FROM letters GROUP BY 1")}
    held = "SELECT count(*) FROM letters WHERE state = 'queued' AND (mode <> :mode OR mode = 'observe')"
    return {
        "queued": states.get("queued", 0),
        "sent": states.get("sent", 0),
        "uncertain": states.get("uncertain", 0),
        "failed": states.get("failed", 0),
        "sending": states.get("sending", 0),
        "dropped": states.get("dropped", 0),
        "held": count(db, held, {"mode": mode}),
        "came_back": count(db, "SELECT count(*) FROM letters WHERE bounced_at IS NOT NULL"),
    }


def _failing_addresses(db: Database) -> list[Row]:
    return rows(db, "SELECT address_key, since, status FROM failing_addresses ORDER BY since, address_key")


def _failing(row: Row, config: Config) -> dict[str, str | None]:
    """An address that letters come back from."""
    return {"address": row["address_key"], "since": _local(when(row["since"]), config), "status": row["status"]}


# --------------------------------------------------------------------------- trouble


def _trouble(db: Database, config: Config, now: datetime, poll: datetime | None) -> Iterator[str]:
    """English sentences for the operator, each with the next step."""
    yield from _mailbox_trouble(db, config, now, poll)
    yield from _message_trouble(db)
    yield from _letter_trouble(db, config)


def _mailbox_trouble(db: Database, config: Config, now: datetime, poll: datetime | None) -> Iterator[str]:
    error = get_meta(db, "poll.last_error")
    if error is not None:
        yield f"The last poll of the mailbox failed: {error}"
    failing = when_or_none(get_meta(db, "poll.failing_since"))
    if poll is not None and now - poll > config.quiet:
        yield f"No poll has succeeded since {_local(poll, config)}. Check that the service runs."
    elif poll is None and failing is not None and now - failing > config.quiet:
        yield f"The mailbox was never read; polls fail since {_local(failing, config)}. Run `thamluan doctor`."
    stuck = first(
        db,
        "SELECT count(*) AS n, max(fetch_failures) AS most, max(last_error) AS error FROM sightings "
        "WHERE message IS NULL AND fetch_failures > 0 AND settled_at IS NULL",
    )
    if stuck and stuck["n"]:
        tried = f"tried up to {stuck['most']} times"
        yield f"{stuck['n']} listed message(s) could not be fetched, {tried}: {stuck['error']}"
    refused = get_meta(db, "filing.last_error")
    if refused is not None:
        yield f"Handled messages cannot be moved to {config.mailbox.processed_folder}: {refused}"


def _message_trouble(db: Database) -> Iterator[str]:
    parked = rows(
        db,
        "SELECT id, from_address, subject, last_error FROM messages WHERE state = 'parked' ORDER BY id DESC",
    )
    for row in parked[:_LISTED]:
        who = f" from {row['from_address']}" if row["from_address"] else ""
        about = f' "{row["subject"]}"' if row["subject"] else ""
        why = (row["last_error"] or "the program ended while working on it").strip().rpartition("\n")[2]
        yield f"Message {row['id']}{who}{about} is set aside for a person: {why}"
    if len(parked) > _LISTED:
        yield f"{len(parked) - _LISTED} more messages are set aside."


def _letter_trouble(db: Database, config: Config) -> Iterator[str]:
    mode = config.conference.mode.value
    words = {"failed": "failed for good", "uncertain": "may or may not have gone out; look in the Sent folder"}
    found = rows(
        db,
        "SELECT state, recipient_key, subject, last_error FROM letters WHERE state IN ('failed', 'uncertain') "
        "ORDER BY id DESC",
    )
    for row in found[:_LISTED]:
        why = (row["last_error"] or "").strip().rpartition("\n")[2]
        yield f'The letter "{row["subject"]}" to {row["recipient_key"]} {words[row["state"]]}: {why}'
    if len(found) > _LISTED:
        yield f"{len(found) - _LISTED} more letters failed or are uncertain."
    error = get_meta(db, "sending.last_error")
    if error is not None:
        until = when_or_none(get_meta(db, "sending.paused_until"))
        after = f" before {_local(until, config)}" if until else ""
        yield f"Letters cannot be sent{after}: {error}"
    failed = get_meta(db, "season.last_error")
    if failed is not None:
        yield f"The letters of the calendar cannot be written: {failed} Mend it; the service tries again by itself."
    unwritten = get_meta(db, DIGEST_ERROR)
    if unwritten is not None:
        yield f"The digest cannot be written: {unwritten} Mend it; the service tries again by itself."
    many = get_meta(db, "season.held")
    if many is not None:
        yield (
            f"{many} letters of the calendar are due at once, more than [season] max_at_once: check the dates and the "
            "clock, then run `thamluan season release`."
        )
    held = count(db, "SELECT count(*) FROM letters WHERE state = 'queued' AND mode <> :mode", {"mode": mode})
    if held and mode != "observe":
        yield f"{held} letter(s) were prepared under another mode and wait until a person releases them."


def _local(value: datetime, config: Config) -> str:
    return value.astimezone(config.zone).isoformat(timespec="seconds")
