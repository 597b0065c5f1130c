"""What is in the records, as `status --json` of the command contract says it, with what is wrong in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from daemon.canary import Flight
from daemon.config import Config, School
from daemon.digests import Trouble
from daemon.ledger import quota
from daemon.model import PaperState, Standing, Verdict
from daemon.records.canary import flight
from daemon.records.database import Connection, Row, count, rows
from daemon.records.notes import get_meta
from daemon.records.polls import LAST_OK, left_alone_until
from daemon.records.stored import paper_states
from daemon.records.trouble import sentences, troubles
from daemon.records.values import when, when_or_none

_TOLD = 10  # of the latest events that a person should know of


class StatusRecords:
    """The part of `Records` that looks at everything.  May raise RecordsError."""

    _connection: Connection
    _exists: bool

    def status(self, config: Config, now: datetime) -> dict[str, Any]:
        """The object of `status --json`; own keys beside those of the contract."""
        with self._connection.reading() as db:
            states = paper_states(db)
            standings = [paper.standing for paper in states]
            vets = config.vetting_phase is not None
            poll = when_or_none(get_meta(db, LAST_OK))
            until = left_alone_until(db, now)
            # Worth saying, for it may be the wrong folder; no trouble, for every service begins so.
            note = None if self._exists else f"There are no records in {config.storage.directory} yet."
            return {
                "as_of": _local(now, config),
                "mode": config.conference.mode.value,
                "papers": _papers(standings) | (_vetted(standings) if vets else {}),
                "schools": [_school(school, standings, vets=vets) for school in config.schools],
                **({"vetting": _vetting(states, config)} if vets else {}),
                "messages": _messages(db),
                "outbox": _outbox(db, config.conference.mode.value),
                "last_poll": None if poll is None else _local(poll, config),
                "next_poll": None if until is None else _local(until, config),
                "failing": [_failing(row, config) for row in _failing_addresses(db)],
                "canary": _canary(flight(db), config),
                "attention": [_told(row, config) for row in _told_events(db)],
                "trouble": list(sentences(troubles(db, config, now), config)),
                "note": note,
            }

    def troubles(self, config: Config, now: datetime) -> list[Trouble]:
        """What is wrong, as values."""
        with self._connection.reading() as db:
            return list(troubles(db, config, now))

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


def _told_events(db: Database) -> list[Row]:
    """The newest that a person should know of, newest first."""
    sql = "SELECT at, kind, text FROM events WHERE attention ORDER BY id DESC LIMIT :limit"
    return rows(db, sql, {"limit": _TOLD})


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


def _vetted(standings: Sequence[Standing]) -> dict[str, int]:
    vetted = sum(standing.active and standing.vetted for standing in standings)
    return {"vetted": vetted, "unvetted": sum(standing.active for standing in standings) - vetted}


def _vetting(states: Sequence[PaperState], config: Config) -> dict[str, Any]:
    """Papers that their schools have not vetted, and those of which a version came since they were."""
    active = [paper for paper in states if paper.standing.active]
    return {
        "unvetted": [_unvetted(paper, config) for paper in active if not paper.vetting.holds],
        "amended_since": [paper.code for paper in active if paper.vetting.holds and paper.vetting.newer],
    }


def _unvetted(paper: PaperState, config: Config) -> dict[str, str | None]:
    asked = paper.vetting.asked
    return {
        "code": paper.code,
        "title": paper.title,
        "school": paper.standing.school,
        "asked_at": None if asked is None else _local(asked, config),
    }


def _school(school: School, standings: Sequence[Standing], *, vets: bool) -> dict[str, Any]:
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
        **({"vetted": numbers.vetted} if vets else {}),
    }


# --------------------------------------------------------------------------- messages and letters


def _messages(db: Database) -> dict[str, Any]:
    by_disposition = rows(
        db,
        "SELECT disposition, count(*) AS n FROM messages WHERE disposition IS NOT NULL GROUP BY 1 ORDER BY 1",
    )
    by_state = _states(db, "SELECT state, count(*) AS n FROM messages WHERE state <> 'done' GROUP BY 1")
    return {
        "total": count(db, "SELECT count(*) FROM messages"),
        "by_disposition": {row["disposition"]: row["n"] for row in by_disposition},
        "parked": by_state.get("parked", 0),
        "duplicates": count(db, "SELECT count(*) FROM messages WHERE duplicate_of IS NOT NULL"),
        "waiting": by_state.get("archived", 0) + by_state.get("to_assess", 0),
    }


def _outbox(db: Database, mode: str) -> dict[str, int]:
    """Without a look at the letters that are done with: all that is enclosed in them would be read."""
    states = _states(db, "SELECT state, count(*) AS n FROM letters WHERE state NOT IN ('sent', 'dropped') GROUP BY 1")
    sent = count(db, "SELECT count(*) FROM letters WHERE sent_at IS NOT NULL")
    total = count(db, "SELECT count(*) FROM letters")
    held = (
        "SELECT count(*) FROM letters "
        "WHERE state = 'queued' AND state NOT IN ('sent', 'dropped') AND (mode <> :mode OR mode = 'observe')"
    )
    return {
        "queued": states.get("queued", 0),
        "sent": sent,
        "uncertain": states.get("uncertain", 0),
        "failed": states.get("failed", 0),
        "sending": states.get("sending", 0),
        "dropped": total - sent - sum(states.values()),
        "held": count(db, held, {"mode": mode}),
        "came_back": count(db, "SELECT count(DISTINCT letter) FROM events WHERE kind = 'letter_came_back'"),
    }


def _states(db: Database, sql: str) -> dict[str, int]:
    return {row["state"]: row["n"] for row in rows(db, sql)}


def _failing_addresses(db: Database) -> list[Row]:
    return rows(db, "SELECT address_key, since, status FROM failing_addresses ORDER BY since, address_key")


def _canary(found: Flight, config: Config) -> dict[str, Any] | None:
    """How letters to ourselves fare; None where none are sent."""
    if not config.sends_canaries:
        return None
    return {
        "last_back": _local(found.last_back, config) if found.last_back else None,
        "latency_seconds": found.latency.total_seconds() if found.latency is not None else None,
        "missing_since": _local(found.missing_since, config) if found.missing_since else None,
    }


def _failing(row: Row, config: Config) -> dict[str, str | None]:
    """An address that letters come back from."""
    return {"address": row["address_key"], "since": _local(when(row["since"]), config), "status": row["status"]}


def _local(value: datetime, config: Config) -> str:
    return value.astimezone(config.zone).isoformat(timespec="seconds")
